// One film on the publishing page: its file on the way, its form, its preparation.
import { listenToMoments } from "../later";
import { bytes, fill, left } from "../words";
import { findBegun, forgetUndecided, forgetUpload, rememberUndecided, rememberUpload } from "./memory";
import { type Film, Refused, renewToken, signed, Transfer } from "./transfer";

export type RowState = "queued" | "sending" | "paused" | "preparing" | "published" | "failed" | "cancelled";

interface Preparation {
    state: "waiting" | "preparing" | "published" | "failed" | "cancelled";
    share?: number;
    leftSeconds?: number | null;
    message?: string | null;
    /** Whether a failed film could succeed if it were prepared again. */
    mayTryAgain?: boolean;
}

export class Row {
    state: RowState = "queued";
    private readonly root: HTMLElement;
    private readonly form: HTMLFormElement;
    private transfer: Transfer | undefined;
    private address: string | undefined;
    private film: Film | undefined;
    private arrived = 0;
    private underway = 0;
    private speed = 0;
    private lastArrival = { at: 0, bytes: 0 };
    /** The form was confirmed and has not reached the server yet. */
    private hasUnsaved = false;
    /** The server has the title and the audience that the person confirmed. */
    private isSaved = false;
    /** Counts who asks how the preparation goes: the last one that began. */
    private follower = 0;

    constructor(
        readonly file: File,
        template: HTMLTemplateElement,
        private readonly changed: () => void,
    ) {
        const copy = template.content.cloneNode(true) as DocumentFragment;
        this.root = copy.querySelector<HTMLElement>(".sending") ?? document.createElement("section");
        this.form = this.root.querySelector("form") ?? document.createElement("form");
        const begun = findBegun(file);
        this.address = begun?.address;
        this.titleField().value = titleOf(file.name);
        for (const [name, value] of Object.entries(begun?.fields ?? {})) {
            const field = this.form.elements.namedItem(name);
            if (value !== "" && (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) {
                field.value = value;
            }
        }
        this.part("title").textContent = this.titleField().value;
        this.part("file").textContent = `${file.name} · ${bytes(file.size)}`;
        // Radio buttons of two rows must not be one group.
        const mark = `-${Math.random().toString(36).slice(2)}`;
        for (const radio of this.form.querySelectorAll<HTMLInputElement>('input[name="privacy"]')) {
            radio.name += mark;
        }
        listenToMoments(this.form);
        this.form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.confirm();
        });
        this.form.addEventListener("input", () => {
            this.part("title").textContent = this.titleField().value || this.file.name;
            this.part("saved").textContent = "";
            this.remember();
        });
        for (const button of this.root.querySelectorAll<HTMLButtonElement>("[data-do]")) {
            button.addEventListener("click", () => this.act(button.dataset.do ?? ""));
        }
        this.show("queued");
    }

    element(): HTMLElement {
        return this.root;
    }

    /** Whether closing the page would lose something. */
    needsPage(): boolean {
        return ["queued", "sending", "paused"].includes(this.state) || (this.hasUnsaved && this.state !== "cancelled");
    }

    /** Whether nothing of it is on the server: after a reload the page could not tell that it was chosen. */
    isWaiting(): boolean {
        return ["queued", "sending", "paused"].includes(this.state) && this.address === undefined && this.film === undefined;
    }

    /** Several films make a list: each form waits behind its summary. */
    fold(): void {
        this.part<HTMLDetailsElement>("details").open = false;
    }

    /** Whether the person has not decided yet on title and audience. */
    isUndecided(): boolean {
        return !this.hasUnsaved && !this.isSaved && this.state !== "cancelled" && this.state !== "failed";
    }

    /** The decision for several films at once: the titles stay as they are. */
    decide(audience: ParentNode): void {
        const chosen = audience.querySelector<HTMLInputElement>("input:checked")?.value;
        for (const radio of this.form.querySelectorAll<HTMLInputElement>('input[type="radio"]')) {
            radio.checked = radio.value === chosen;
        }
        for (const name of ["passwords", "publishAt", "publishMoment"]) {
            const from = audience.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`);
            const to = this.form.elements.namedItem(name);
            if (to instanceof HTMLInputElement || to instanceof HTMLTextAreaElement) {
                to.value = from?.value ?? "";
            }
        }
        this.confirm();
    }

    async start(): Promise<void> {
        this.show("sending");
        const transfer = new Transfer(this.file, {
            opened: (address) => {
                this.address = address;
                this.remember();
                this.changed();
            },
            arrived: (count) => this.hasArrived(count),
            underway: (count) => {
                this.underway = count;
                this.showProgress();
            },
            lost: () => this.lose(),
            checking: () => this.tell("checking"),
        }, this.address);
        this.transfer = transfer;
        try {
            this.film = await transfer.send({
                name: this.title(),
                channelId: this.value("channelId"),
                // Until the person presses the button nobody else sees the film.
                privacy: "3",
            });
            forgetUpload(this.address);
            this.address = undefined;
            this.links(this.film);
            this.remember();
            this.show("preparing");
            if (this.hasUnsaved) {
                await this.save();
            }
            void this.follow(this.film.uuid);
        } catch (error) {
            if (this.state === "cancelled") {
                return;
            }
            this.fail(error);
        }
    }

    /** The line is lost: that is said, and it can be tried again before its time. */
    private lose(): void {
        this.button("resume").hidden = false;
        this.tell("offline");
    }

    private fail(error: unknown): void {
        const refusal = error instanceof Refused ? error : new Refused("internal");
        if (refusal.refusal === "gone") {
            forgetUpload(this.address);
            this.address = undefined;
        }
        this.show("failed");
        // What is no film stays none.
        this.button("retry").hidden ||= refusal.refusal === "said";
        this.part("status").textContent = refusal.said || this.sentence(refusal.refusal);
    }

    private act(action: string): void {
        if (action === "pause" && this.state === "sending") {
            this.transfer?.pause();
            this.show("paused");
        } else if (action === "pause" && this.state === "paused") {
            this.show("sending");
            this.transfer?.goOn();
        } else if (action === "resume") {
            this.tell("checking");
            this.transfer?.goOn();
        } else if (action === "cancel" && this.film !== undefined) {
            void this.stopPreparing(this.film.uuid);
        } else if (action === "cancel") {
            forgetUpload(this.address);
            void this.transfer?.cancel();
            this.show("cancelled");
        } else if (action === "dismiss") {
            forgetUpload(this.address);
            this.root.remove();
            this.show("cancelled");
        } else if (action === "retry") {
            if (this.film === undefined) {
                void renewToken().then(() => this.start());
            } else {
                void this.again(this.film.uuid);
            }
        }
    }

    private hasArrived(count: number): void {
        const now = performance.now();
        const seconds = (now - this.lastArrival.at) / 1000;
        if (this.lastArrival.at > 0 && count > this.lastArrival.bytes && seconds > 0.05) {
            const current = (count - this.lastArrival.bytes) / seconds;
            this.speed = this.speed === 0 ? current : this.speed * 0.7 + current * 0.3;
        }
        this.lastArrival = { at: now, bytes: count };
        this.arrived = count;
        this.underway = 0;
        this.button("resume").hidden = true;
        this.remember();
        this.showProgress();
    }

    private showProgress(): void {
        if (this.state !== "sending") {
            return;
        }
        const sent = Math.min(this.file.size, this.arrived + this.underway);
        this.progress((sent / this.file.size) * 1000);
        this.tell("sending", {
            sent: bytes(sent),
            size: bytes(this.file.size),
            speed: this.speed > 0 ? bytes(this.speed) : "…",
            left: this.speed > 0 ? left((this.file.size - sent) / this.speed, this.sentence("under")) : "…",
        });
    }

    /** Asks how the preparation goes until it is over. */
    private async follow(uuid: string): Promise<void> {
        const turn = ++this.follower;
        let pause = 1500;
        while (turn === this.follower) {
            try {
                const answer = await fetch(`/my/videos/${uuid}/state.json`, { headers: { Accept: "application/json" } });
                if (answer.ok && this.showPreparation((await answer.json()) as Preparation)) {
                    return;
                }
                pause = !answer.ok ? Math.min(pause * 2, 30_000) : this.state === "failed" ? 10_000 : 1500;
            } catch {
                pause = Math.min(pause * 2, 30_000);
            }
            await new Promise((resolve) => setTimeout(resolve, pause));
        }
    }

    private showPreparation(now: Preparation): boolean {
        switch (now.state) {
            case "published":
                this.progress(1000);
                this.show("published");
                return true;
            case "failed":
                this.show("failed");
                this.button("retry").hidden = now.mayTryAgain === false;
                if (now.mayTryAgain === false) {
                    forgetUndecided(this.film?.uuid);
                }
                this.part("edit").hidden = now.mayTryAgain === false;
                this.part("status").textContent = now.message || this.sentence("internal");
                return now.mayTryAgain === false;
            case "cancelled":
                this.show("failed");
                this.tell("stopped");
                return false;
            case "preparing":
                this.takenUp();
                this.progress((now.share ?? 0) * 10);
                if (now.leftSeconds === undefined || now.leftSeconds === null) {
                    this.tell("preparing-soon");
                } else {
                    this.tell("preparing", { left: left(now.leftSeconds, this.sentence("under")) });
                }
                return false;
            default:
                this.takenUp();
                this.tell("waiting");
                if (now.message) {
                    this.part("status").textContent = now.message;
                }
                return false;
        }
    }

    /** What was stopped or had failed may be tried again elsewhere, such as among the person's own films. */
    private takenUp(): void {
        if (this.state === "failed") {
            this.show("preparing");
        }
    }

    private async again(uuid: string): Promise<void> {
        await this.ask(uuid, "retry");
        this.show("preparing");
        void this.follow(uuid);
    }

    /** The film stays among the person's own, unprepared; `follow` sees the end of it. */
    private async stopPreparing(uuid: string): Promise<void> {
        this.button("cancel").disabled = true;
        await this.ask(uuid, "cancel");
        this.button("cancel").disabled = false;
    }

    private async ask(uuid: string, verb: "retry" | "cancel"): Promise<void> {
        const fields = new URLSearchParams({ csrf: this.token() });
        await fetch(`/my/videos/${uuid}/${verb}`, { method: "POST", body: fields, headers: signed() }).catch(() => undefined);
    }

    /** The person has decided on title and audience. */
    private confirm(): void {
        const saved = this.part("saved");
        const length = [...this.titleField().value.trim()].length;
        if (length < 3 || length > 120) {
            this.part<HTMLDetailsElement>("details").open = true;
            saved.textContent = saved.dataset.title ?? "";
            saved.classList.add("bad");
            this.titleField().focus();
            return;
        }
        saved.classList.remove("bad");
        this.hasUnsaved = true;
        this.remember();
        if (this.film === undefined) {
            saved.textContent = saved.dataset.later ?? "";
            this.changed();
        } else {
            void this.save();
        }
    }

    private async save(): Promise<void> {
        const saved = this.part("saved");
        const fields = new FormData();
        fields.set("csrf", this.token());
        for (const [name, value] of new FormData(this.form)) {
            fields.set(name.split("-")[0] ?? name, value);
        }
        for (let tries = 0; ; tries += 1) {
            try {
                const answer = await fetch(`/my/videos/${this.film?.uuid}/edit`, { method: "POST", body: fields, headers: { Accept: "application/json" } });
                if (answer.ok) {
                    this.hasUnsaved = false;
                    this.isSaved = true;
                    forgetUndecided(this.film?.uuid);
                    if (this.state === "published") {
                        this.show("published");
                    }
                    saved.classList.remove("bad");
                    saved.textContent = saved.dataset.now ?? "";
                } else {
                    const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string };
                    this.hasUnsaved = false;
                    saved.classList.add("bad");
                    saved.textContent = detail || this.sentence("internal");
                }
                this.changed();
                return;
            } catch {
                await new Promise((resolve) => setTimeout(resolve, Math.min(30_000, 1000 * 2 ** tries)));
            }
        }
    }

    private show(state: RowState): void {
        this.state = state;
        this.root.dataset.state = state;
        const step = state === "published" ? (this.isSaved ? 3 : 2) : state === "preparing" || (state === "failed" && this.film !== undefined) ? 1 : 0;
        [...this.root.querySelectorAll<HTMLElement>("[data-step]")].forEach((item, place) => {
            item.classList.toggle("done", place < step);
            if (place === step) {
                item.setAttribute("aria-current", "step");
            } else {
                item.removeAttribute("aria-current");
            }
        });
        this.button("cancel").hidden = !["queued", "sending", "paused", "preparing"].includes(state);
        this.button("resume").hidden = true;
        this.button("retry").hidden = state !== "failed" || this.file.size === 0;
        this.part("watch").hidden = state !== "published";
        const pause = this.button("pause");
        pause.hidden = state !== "sending" && state !== "paused";
        pause.textContent = (state === "paused" ? pause.dataset.on : pause.dataset.off) ?? "";
        // Nothing of it is here: what was refused or cancelled can be put out of sight.
        const isNowhere = this.film === undefined && (state === "cancelled" || state === "failed");
        this.part("details").hidden = isNowhere;
        this.button("dismiss").hidden = !isNowhere;
        this.part("progress").hidden = ["published", "failed", "cancelled"].includes(state);
        if (state === "published" && !this.isSaved) {
            this.tell("ready");
        } else if (state === "published" && this.isPlanned()) {
            this.tell("planned");
        } else if (state === "queued" || state === "paused" || state === "published" || state === "cancelled") {
            this.tell(state, { sent: bytes(this.arrived), size: bytes(this.file.size) });
        } else if (state === "sending") {
            this.tell(this.address === undefined ? "starting" : "checking");
        } else if (state === "preparing") {
            this.progress(0);
            this.part("progress").setAttribute("aria-label", this.root.querySelector("[data-step=preparing]")?.textContent ?? "");
            this.tell("waiting");
        }
        this.changed();
    }

    private links(film: Film): void {
        const watch = this.part<HTMLAnchorElement>("watch");
        watch.href = `/w/${film.shortUUID}`;
        const edit = this.part<HTMLAnchorElement>("edit");
        edit.href = `/my/videos/${film.uuid}/edit`;
        edit.hidden = false;
    }

    private remember(): void {
        if (this.film !== undefined && !this.isSaved) {
            rememberUndecided({ uuid: this.film.uuid, name: this.title() });
        }
        if (this.address !== undefined) {
            const { name, size, lastModified } = this.file;
            const fields = Object.fromEntries(["name", "description", "tags"].map((field) => [field, this.value(field)]));
            rememberUpload({ address: this.address, name, size, lastModified, sent: this.arrived, fields, begunAt: Date.now() });
        }
    }

    private title(): string {
        const title = this.titleField().value.trim();
        return [...title].length >= 3 ? title.slice(0, 120) : titleOf(this.file.name);
    }

    private value(name: string): string {
        return String(new FormData(this.form).get(name) ?? "");
    }

    /** Whether the film is ready and waits for a date; one for oneself has none. */
    private isPlanned(): boolean {
        const chosen = this.form.querySelector<HTMLInputElement>("input[type=radio]:checked")?.value;
        return this.value("publishAt") !== "" && chosen !== "3";
    }

    private titleField(): HTMLInputElement {
        return this.form.elements.namedItem("name") as HTMLInputElement;
    }

    private token(): string {
        return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
    }

    private tell(key: string, values: Record<string, string> = {}): void {
        this.part("status").textContent = fill(this.sentence(key), values);
    }

    private sentence(key: string): string {
        const name = key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
        return this.part("status").dataset[name] ?? "";
    }

    private progress(thousandths: number): void {
        this.part<HTMLProgressElement>("progress").value = thousandths;
    }

    private part<T extends HTMLElement = HTMLElement>(name: string): T {
        const found = this.root.querySelector<T>(`[data-part="${name}"]`);
        if (found === null) {
            throw new Error(`the publishing page has no ${name}`);
        }
        return found;
    }

    private button(action: string): HTMLButtonElement {
        return this.root.querySelector<HTMLButtonElement>(`[data-do="${action}"]`) ?? document.createElement("button");
    }
}

/** "fete_2026-final.MP4" → "fete 2026 final" */
function titleOf(filename: string): string {
    const stem = filename.replace(/\.[^.]{1,5}$/, "");
    const words = stem.replace(/[_-]+/g, " ").replace(/\s+/g, " ").trim();
    return ([...words].length >= 3 ? words : filename).slice(0, 120);
}
