// A date and an hour to choose: the page has them in universal time, people by the clock of their device. The field
// shows the latter; what is sent beside it is the moment itself.
import { fill } from "./words";

export function listenToMoments(root: ParentNode): void {
    for (const field of root.querySelectorAll<HTMLInputElement>("input[type=datetime-local][data-zone]")) {
        const box = field.closest("p");
        const exact = box?.querySelector<HTMLInputElement>("input[type=hidden]");
        if (!box || !exact) {
            continue;
        }
        if (field.value !== "") {
            field.value = written(new Date(`${field.value}Z`));
        }
        const read = () => {
            // Without a zone the text is read by the device's own clock, summer time of that day included.
            const moment = new Date(field.value);
            const isTime = field.value !== "" && !Number.isNaN(moment.getTime());
            exact.value = isTime ? moment.toISOString() : "";
            const zone = box.querySelector("[data-part=zone]");
            if (zone !== null) {
                zone.textContent = fill(field.dataset.zone, { zone: zoneOf(isTime ? moment : new Date()) });
            }
        };
        field.addEventListener("input", read);
        read();
    }
}

/** As the field wants it: "2026-12-01T18:00". */
function written(date: Date): string {
    const two = (number: number) => String(number).padStart(2, "0");
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

function zoneOf(date: Date): string {
    const language = document.documentElement.lang === "fr" ? "fr" : "en-GB";
    const parts = new Intl.DateTimeFormat(language, { timeZoneName: "long" }).formatToParts(date);
    return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

listenToMoments(document);
