// The small lists above the bar: quality, speed, captions, and the keys; on a telephone all behind one word.

export interface Choice {
    label: string;
    isChosen: boolean;
    choose(): void;
}

/** The menu of the menus. */
const gathering = "settings";

export class Menus {
    private open: string | undefined;

    constructor(private readonly root: HTMLElement) {
        for (const button of this.buttons()) {
            button.addEventListener("click", () => this.toggle(button.dataset.menu ?? ""));
        }
        root.addEventListener("keydown", (event) => this.pressed(event));
        document.addEventListener("pointerdown", (event) => {
            const inside = (event.target as Element).closest?.("[data-choices], [data-menu]");
            if (this.open !== undefined && (inside === null || inside === undefined)) {
                this.close(false);
            }
        });
    }

    isOpen(): boolean {
        return this.open !== undefined;
    }

    toggle(name: string): void {
        if (this.open === name) {
            this.close(true);
            return;
        }
        this.close(false);
        const list = this.list(name);
        if (list === null) {
            return;
        }
        if (name === gathering) {
            this.gather(list);
        }
        this.open = name;
        list.hidden = false;
        this.button(name)?.setAttribute("aria-expanded", "true");
        const first = list.querySelector<HTMLElement>("[aria-pressed=true]") ?? list.querySelector("button");
        // A list without buttons takes the focus itself, so that Escape closes it and arrows scroll it.
        list.tabIndex = -1;
        (first ?? list).focus({ preventScroll: true });
    }

    close(returnsFocus: boolean): void {
        const name = this.open;
        if (name === undefined) {
            return;
        }
        this.open = undefined;
        const list = this.list(name);
        if (list !== null) {
            list.hidden = true;
        }
        const button = this.button(name);
        button?.setAttribute("aria-expanded", "false");
        if (returnsFocus) {
            const isSeen = (button?.getClientRects().length ?? 0) > 0;
            (isSeen ? button : this.button(gathering))?.focus({ preventScroll: true });
        }
    }

    fill(name: string, choices: Choice[]): void {
        const list = this.list(name);
        const button = this.button(name);
        if (list === null || button === null) {
            return;
        }
        button.hidden = choices.length === 0;
        const focused = [...list.children].indexOf(document.activeElement as Element);
        list.replaceChildren(
            ...choices.map((choice) => {
                const entry = document.createElement("button");
                entry.type = "button";
                entry.textContent = choice.label;
                entry.setAttribute("aria-pressed", String(choice.isChosen));
                entry.addEventListener("click", () => {
                    choice.choose();
                    this.close(true);
                });
                return entry;
            }),
        );
        if (focused >= 0) {
            (list.children[focused] as HTMLElement | undefined)?.focus({ preventScroll: true });
        }
    }

    /** Where the bar has no room for the menus' words, one button lists them, each with what is chosen. */
    private gather(list: HTMLElement): void {
        const gathered = [...this.buttons()].filter((button) => button.classList.contains("word") && !button.hidden);
        list.replaceChildren(
            ...gathered.map((button) => {
                const name = button.dataset.menu ?? "";
                const entry = document.createElement("button");
                entry.type = "button";
                const chosen = document.createElement("span");
                chosen.textContent = this.list(name)?.querySelector("[aria-pressed=true]")?.textContent ?? "";
                entry.append(`${button.textContent} `, chosen);
                entry.addEventListener("click", () => this.toggle(name));
                return entry;
            }),
        );
    }

    word(name: string, key: string): string {
        return this.list(name)?.dataset[key] ?? "";
    }

    private pressed(event: KeyboardEvent): void {
        if (this.open === undefined) {
            return;
        }
        if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            this.close(true);
            return;
        }
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        const entries = [...(this.list(this.open)?.querySelectorAll("button") ?? [])];
        const place = entries.indexOf(document.activeElement as HTMLButtonElement);
        if (step !== 0 && entries.length === 0) {
            event.preventDefault();
            event.stopPropagation();
            this.list(this.open)?.scrollBy({ top: step * 60 });
        } else if (step !== 0 && place >= 0) {
            event.preventDefault();
            event.stopPropagation();
            entries[(place + step + entries.length) % entries.length]?.focus();
        }
    }

    private buttons(): NodeListOf<HTMLButtonElement> {
        return this.root.querySelectorAll<HTMLButtonElement>("[data-menu]");
    }

    private button(name: string): HTMLButtonElement | null {
        return this.root.querySelector(`[data-menu="${name}"]`);
    }

    private list(name: string): HTMLElement | null {
        return this.root.querySelector(`[data-choices="${name}"]`);
    }
}
