// The publishing page: files are dropped anywhere or chosen, sent one after the other, and described
// meanwhile. Without this script the same form sends one file the plain way.
import { bytes, fill } from "../words";
import {
    type Begun,
    begunUploads,
    findBegun,
    forgetUndecided,
    forgetUpload,
    isSame,
    rememberWaiting,
    undecidedFilms,
    waitingFilms,
} from "./memory";
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
    /** The interrupted upload for which a file is being chosen. */
    let awaited: Begun | undefined;
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
        const isMissing = (begun: Begun) => !rows.some((row) => isSame(begun, row.file));
        showClosing(rows, unsent.length > 0 || begunUploads().some(isMissing));
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
    input.addEventListener("click", () => (awaited = undefined));
    input.addEventListener("change", () => {
        const files = [...(input.files ?? [])];
        input.value = "";
        const wrong = awaited;
        if (wrong !== undefined && !files.some((file) => isSame(wrong, file))) {
            sayOther(wrong, files[0]);
            return;
        }
        sayOther();
        take(files);
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
        const audience = document.querySelector("[data-together] .audience");
        if (audience !== null) {
            rows.filter((row) => row.isUndecided()).forEach((row) => row.decide(audience));
        }
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
            const choose = button(list.dataset.continue ?? "", () => {
                input.click();
                awaited = upload;
            });
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
    showUndecided();
}

/** Says that another file was chosen than the one that is missing; without arguments it says nothing. */
function sayOther(awaited?: Begun, chosen?: File): void {
    const line = document.querySelector<HTMLElement>('[data-part="resume-other"]');
    if (line !== null) {
        line.hidden = awaited === undefined;
        line.textContent = fill(line.dataset.words, { name: awaited?.name ?? "", chosen: chosen?.name ?? "" });
    }
}

/** Films that had arrived when the page was left, before anybody said who may see them. */
function showUndecided(): void {
    const box = document.querySelector<HTMLElement>("[data-undecided]");
    const words = box?.querySelector<HTMLElement>("p[data-one]");
    const list = box?.querySelector("ul");
    if (!box || !words || !list) {
        return;
    }
    const films = undecidedFilms();
    box.hidden = films.length === 0;
    words.textContent = fill(films.length === 1 ? words.dataset.one : words.dataset.other, { count: String(films.length) });
    list.replaceChildren(...films.map((film) => {
        const line = document.createElement("li");
        const name = document.createElement("bdi");
        name.textContent = film.name;
        const decide = document.createElement("a");
        decide.className = "button quiet";
        decide.href = `/my/videos/${film.uuid}/edit`;
        decide.textContent = list.dataset.decide ?? "";
        decide.addEventListener("click", () => forgetUndecided(film.uuid));
        line.append(name, decide);
        return line;
    }));
    box.querySelector("button")?.addEventListener("click", () => {
        films.forEach((film) => forgetUndecided(film.uuid));
        showUndecided();
    });
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

/** Says that the page may be closed, and only once that is true: not while films wait to be chosen again. */
function showClosing(rows: Row[], isSomethingMissing: boolean): void {
    const line = document.querySelector<HTMLElement>('[data-part="closing"]');
    if (line === null) {
        return;
    }
    const isNeeded = rows.some((row) => row.needsPage());
    const hasArrived = rows.some((row) => row.state === "preparing" || row.state === "published");
    line.hidden = rows.length === 0 || (!isNeeded && (!hasArrived || isSomethingMissing));
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
