// Captions are drawn by us, above the bar and at a readable size; inside picture in picture and on an
// iPhone's own full screen, where only the video element is shown, the browser draws them.
import type { Menus } from "./menus";
import { rememberTastes, tastes } from "./memory";

export class Captions {
    private readonly screen = document.createElement("div");
    private chosen: TextTrack | undefined;

    constructor(
        private readonly video: HTMLVideoElement,
        root: HTMLElement,
        private readonly menus: Menus,
    ) {
        this.screen.className = "cues";
        this.screen.dataset.part = "cues";
        video.after(this.screen);
        const byPage = this.tracks().find((track) => track.mode === "showing");
        const remembered = tastes().captions;
        const byTaste = remembered === "" ? undefined : this.tracks().find((track) => track.language === remembered);
        for (const track of this.tracks()) {
            track.mode = "disabled";
            track.addEventListener("cuechange", () => this.draw());
        }
        for (const event of ["enterpictureinpicture", "webkitbeginfullscreen"]) {
            video.addEventListener(event, () => this.letBrowserDraw(true));
        }
        for (const event of ["leavepictureinpicture", "webkitendfullscreen"]) {
            video.addEventListener(event, () => this.letBrowserDraw(false));
        }
        root.dataset.captions = "";
        this.show(byPage ?? byTaste, false);
    }

    /** Switches between no captions and those that were last chosen, the page's language or the first. */
    toggle(): string | undefined {
        if (this.tracks().length === 0) {
            return undefined;
        }
        const last = this.tracks().find((track) => track.language === tastes().captions);
        const byPage = this.tracks().find((track) => track.language === document.documentElement.lang);
        this.show(this.chosen === undefined ? (last ?? byPage ?? this.tracks()[0]) : undefined, true);
        return this.chosen?.label ?? this.menus.word("captions", "none");
    }

    /** Each with its language as its name. */
    list(): { id: string; label: string; src: string; mode: TextTrackMode }[] {
        return this.tracks().map((track) => {
            const sources = [...this.video.querySelectorAll("track")];
            const src = sources.find((one) => one.track === track)?.src ?? "";
            return { id: track.language, label: track.label, src, mode: track === this.chosen ? "showing" : "disabled" };
        });
    }

    choose(id: string): void {
        this.show(this.tracks().find((track) => track.language === id), false);
    }

    private show(track: TextTrack | undefined, isTaste: boolean): void {
        for (const other of this.tracks()) {
            other.mode = other === track ? "hidden" : "disabled";
        }
        this.chosen = track;
        if (isTaste) {
            rememberTastes({ captions: track?.language ?? "" });
        }
        this.draw();
        const none = { label: this.menus.word("captions", "none"), isChosen: track === undefined, choose: () => this.show(undefined, true) };
        const entries = this.tracks().map((other) => ({
            label: other.label,
            isChosen: other === track,
            choose: () => this.show(other, true),
        }));
        this.menus.fill("captions", entries.length === 0 ? [] : [none, ...entries]);
    }

    private draw(): void {
        const cues = [...(this.chosen?.mode === "hidden" ? (this.chosen.activeCues ?? []) : [])] as VTTCue[];
        this.screen.lang = this.chosen?.language ?? "";
        this.screen.replaceChildren(
            ...cues.map((cue) => {
                const line = document.createElement("div");
                const words = document.createElement("span");
                words.append(cue.getCueAsHTML());
                line.append(words);
                return line;
            }),
        );
    }

    private letBrowserDraw(isBrowser: boolean): void {
        if (this.chosen !== undefined) {
            this.chosen.mode = isBrowser ? "showing" : "hidden";
            this.draw();
        }
    }

    private tracks(): TextTrack[] {
        return [...this.video.textTracks].filter((track) => track.kind === "subtitles" || track.kind === "captions");
    }
}
