// What every page carries: colours that change at once, the share block's buttons, the count of what is new.
import "./in-place";
import "./later";
import "./moments";
import "./news";
import { readTime, writtenTime } from "./words";

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-choice]")) {
    button.addEventListener("click", (event) => {
        const form = button.form;
        if (form === null) {
            return;
        }
        event.preventDefault();
        const choice = button.dataset.themeChoice ?? "auto";
        const fields = new URLSearchParams();
        for (const [name, value] of new FormData(form)) {
            fields.set(name, String(value));
        }
        fields.set("theme", choice);
        fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => {
            // The colours have changed on this page; the choice is made again when the line is back.
        });
        document.documentElement.dataset.theme = choice;
        for (const other of form.querySelectorAll("[data-theme-choice]")) {
            other.setAttribute("aria-pressed", String(other === button));
        }
    });
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy ?? "");
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) {
        continue;
    }
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", () => {
        field.select();
        // Without https (a box at home) there is no clipboard object; the old command still works there.
        const copied = navigator.clipboard
            ? navigator.clipboard.writeText(field.value).then(() => true, () => document.execCommand("copy"))
            : Promise.resolve(document.execCommand("copy"));
        void copied.then((isCopied) => {
            if (isCopied) {
                button.textContent = button.dataset.done ?? label;
                setTimeout(() => (button.textContent = label), 2500);
            }
        });
    });
}

const share = document.querySelector<HTMLElement>("[data-share]");
const start = document.querySelector<HTMLInputElement>("#share-start");
if (share !== null && start !== null) {
    const link = document.querySelector<HTMLInputElement>("#share-link");
    const embed = document.querySelector<HTMLTextAreaElement>("#share-embed");
    const apply = () => {
        const seconds = start.value.trim() === "" ? 0 : readTime(start.value);
        const length = Number(share.dataset.length);
        const isLate = seconds !== undefined && length > 0 && seconds >= length;
        start.setCustomValidity(seconds === undefined ? (share.dataset.unread ?? "") : isLate ? (share.dataset.late ?? "") : "");
        start.reportValidity();
        if (seconds === undefined || isLate) {
            return;
        }
        const query = seconds > 0 ? `?start=${writtenTime(seconds)}` : "";
        if (link !== null) {
            link.value = (share.dataset.share ?? "") + query;
        }
        if (embed !== null) {
            embed.value = embed.value.replace(/ src="[^"]*"/, ` src="${share.dataset.embed ?? ""}${query}"`);
        }
    };
    start.addEventListener("input", apply);
    start.form?.addEventListener("submit", (event) => {
        event.preventDefault();
        apply();
    });
    document.querySelector("[data-share-apply]")?.setAttribute("hidden", "");
    const now = document.querySelector<HTMLButtonElement>("[data-share-now]");
    const video = document.querySelector("video");
    if (now !== null && video !== null) {
        now.hidden = false;
        now.addEventListener("click", () => {
            const seconds = Math.floor(video.currentTime);
            const two = (number: number) => String(number).padStart(2, "0");
            const hours = Math.floor(seconds / 3600);
            const minutes = Math.floor(seconds / 60) % 60;
            start.value = (hours > 0 ? `${hours}:${two(minutes)}` : String(minutes)) + `:${two(seconds % 60)}`;
            apply();
        });
    }
}
