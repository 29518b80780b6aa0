// The publishing page: files are dropped anywhere or chosen, sent one after the other, and described
// meanwhile. Without this script the same form sends one file the plain way.
import { bytes, fill } from "../words";
import { begunUploads, findBegun, forgetUpload, isSame, rememberWaiting, waitingFilms } from "./memory";
import { Row } from "./row";
import { signed } from "./transfer";

const form = document.querySelector<HTMLFormElement>("[data-publish]");
const queue = document.querySelector<HTMLElement>("[data-queue]");
const template = document.querySelector<HTMLTemplateElement>("template[data-row]");
const input = form?.querySelector<HTMLInputElement>('input[type="file"]') ?? null;
if (form !== null && queue !== null && template !== null && input !== null) {
    enhance(form, queue, template, input);
}

function enhance(form: HTMLFormElement, queue: HTMLElement, template: HTMLTemplateElement, input: HTMLInputElement): void {
    const rows: Row[] = [];
    /** Films that waited when the page was left. */
    let unsent = waitingFilms();
    for (const plain of form.querySelectorAll<HTMLElement>("[data-plain]")) {
        plain.hidden = true;
    }
    for (const scripted of form.querySelectorAll<HTMLElement>("[data-scripted]")) {
        scripted.hidden = false;
    }
    input.multiple = true;
    // Its files are taken at once; the form itself is never sent.
    input.required = false;
    form.addEventListener("submit", (event) => event.preventDefault());

    const next = () => {
        if (!rows.some((row) => row.state === "sending")) {
            void rows.find((row) => row.state === "queued")?.start();
        }
        rememberWaiting([...unsent, ...rows.filter((row) => row.isWaiting()).map((row) => row.file)]);
        showClosing(rows);
        showTogether(rows);
    };
    const showUnsent = () => {
        const box = document.querySelector<HTMLElement>("[data-unsent]");
        const words = box?.querySelector<HTMLElement>("[data-part=unsent-words]");
        if (!box || !words) {
            return;
        }
        box.hidden = unsent.length === 0;
        words.textContent = fill(unsent.length === 1 ? words.dataset.one : words.dataset.other, { count: String(unsent.length) });
        box.querySelector("ul")?.replaceChildren(...unsent.map((film) => {
            const line = document.createElement("li");
            const name = document.createElement("bdi");
            name.textContent = film.name;
            const words = document.createElement("span");
            words.append(name, ` · ${bytes(film.size)}`);
            line.append(words);
            return line;
        }));
    };
    const take = (files: Iterable<File>) => {
        let first: Row | undefined;
        const before = rows.length;
        for (const file of files) {
            const row = new Row(file, template, () => queueMicrotask(next));
            first ??= row;
            rows.push(row);
            queue.append(row.element());
            unsent = unsent.filter((film) => !isSame(film, file));
        }
        if (rows.length > 1) {
            rows.slice(before).forEach((row) => row.fold());
        }
        next();
        showBegun();
        showUnsent();
        first?.element().scrollIntoView({ block: "start", behavior: "smooth" });
    };
    input.addEventListener("change", () => {
        take([...(input.files ?? [])]);
        input.value = "";
    });
    listenToDrops(take);
    document.querySelector("[data-do=choose-unsent]")?.addEventListener("click", () => input.click());
    document.querySelector("[data-do=forget-unsent]")?.addEventListener("click", () => {
        unsent = [];
        next();
        showUnsent();
        input.focus();
    });
    showUnsent();
    document.querySelector("[data-together] button")?.addEventListener("click", () => {
        const chosen = document.querySelector<HTMLInputElement>("[data-together] input:checked");
        rows.filter((row) => row.isUndecided()).forEach((row) => row.decide(chosen?.value ?? ""));
    });
    window.addEventListener("beforeunload", (event) => {
        if (rows.some((row) => row.needsPage())) {
            event.preventDefault();
        }
    });

    const list = document.querySelector<HTMLElement>('[data-part="resume-list"]');
    function showBegun(): void {
        const box = document.querySelector<HTMLElement>("[data-resume]");
        if (box === null || list === null) {
            return;
        }
        const inHand = new Set(rows.map((row) => findBegun(row.file)?.address));
        const begun = begunUploads().filter((upload) => !inHand.has(upload.address));
        box.hidden = begun.length === 0;
        list.replaceChildren(...begun.map((upload) => {
            const line = document.createElement("li");
            const words = document.createElement("span");
            words.textContent = `${upload.name} · ${fill(list.dataset.sent, { sent: bytes(upload.sent), size: bytes(upload.size) })}`;
            const choose = button(list.dataset.continue ?? "", () => input.click());
            const forget = button(list.dataset.forget ?? "", () => {
                void fetch(upload.address, { method: "DELETE", headers: signed() }).catch(() => undefined);
                forgetUpload(upload.address);
                showBegun();
            });
            const pair = document.createElement("span");
            pair.className = "actions";
            pair.append(choose, forget);
            line.append(words, pair);
            return line;
        }));
    }
    showBegun();
}

function listenToDrops(take: (files: Iterable<File>) => void): void {
    const cover = document.querySelector<HTMLElement>("[data-dropping]");
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const show = (isShown: boolean) => {
        if (cover !== null) {
            cover.hidden = !isShown;
        }
    };
    document.addEventListener("dragenter", (event) => {
        if (hasFiles(event)) {
            depth += 1;
            show(true);
        }
    });
    document.addEventListener("dragleave", () => {
        depth = Math.max(0, depth - 1);
        show(depth > 0);
    });
    document.addEventListener("dragover", (event) => {
        if (hasFiles(event)) {
            event.preventDefault();
        }
    });
    document.addEventListener("drop", (event) => {
        if (hasFiles(event)) {
            event.preventDefault();
            depth = 0;
            show(false);
            take([...(event.dataTransfer?.files ?? [])]);
        }
    });
}

/** Says that the page may be closed, and only once that is true. */
function showClosing(rows: Row[]): void {
    const line = document.querySelector<HTMLElement>('[data-part="closing"]');
    if (line === null) {
        return;
    }
    const isNeeded = rows.some((row) => row.needsPage());
    const hasArrived = rows.some((row) => row.state === "preparing" || row.state === "published");
    line.hidden = rows.length === 0 || (!isNeeded && !hasArrived);
    const text = (isNeeded ? line.dataset.wait : line.dataset.free) ?? "";
    if (line.textContent !== text) {
        line.textContent = text;
    }
    line.toggleAttribute("data-is-free", !isNeeded);
}

/** From two undecided films on, one decision can be made for all of them. */
function showTogether(rows: Row[]): void {
    const box = document.querySelector<HTMLElement>("[data-together]");
    const button = box?.querySelector("button");
    if (box && button) {
        const undecided = rows.filter((row) => row.isUndecided()).length;
        box.hidden = undecided < 2;
        button.textContent = fill(button.dataset.label, { count: String(undecided) });
    }
}

function button(label: string, act: () => void): HTMLButtonElement {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
}
