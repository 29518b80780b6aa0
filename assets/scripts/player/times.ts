// "1:30" in a description becomes a link that goes there.
import { readTime, writtenTime } from "../words";

export function linkTimes(root: HTMLElement, seek: (seconds: number) => void): void {
    const texts: Text[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode as Text;
        if (text.parentElement?.closest("a, code, pre") === null) {
            texts.push(text);
        }
    }
    for (const text of texts) {
        // No look-behind: Safari before 16.4 cannot even parse it.
        const times = /(^|[^\d:.])(\d{1,3}:[0-5]\d(?::[0-5]\d)?)(?![\d:])/g;
        const pieces: (string | Node)[] = [];
        let read = 0;
        for (const found of text.data.matchAll(times)) {
            const [, before = "", time = ""] = found;
            const seconds = readTime(time);
            const begins = (found.index ?? 0) + before.length;
            if (seconds === undefined) {
                continue;
            }
            const link = document.createElement("a");
            link.href = `?start=${writtenTime(seconds) || "0s"}`;
            link.textContent = time;
            link.addEventListener("click", (event) => {
                event.preventDefault();
                seek(seconds);
            });
            pieces.push(text.data.slice(read, begins), link);
            read = begins + time.length;
        }
        if (pieces.length > 0) {
            text.replaceWith(...pieces, text.data.slice(read));
        }
    }
}
