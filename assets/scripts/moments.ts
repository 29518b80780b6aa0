// Days stand in the page in universal time; the hour is the reader's own clock's to say.

export function writeMoments(root: ParentNode): void {
    const language = document.documentElement.lang === "fr" ? "fr" : "en-GB";
    for (const moment of root.querySelectorAll<HTMLTimeElement>("time[data-hour]")) {
        const date = new Date(moment.dateTime);
        if (!Number.isNaN(date.getTime())) {
            moment.textContent = date.toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
        }
    }
}

writeMoments(document);
