// Whether segments are shared with other viewers, what is said of it, and the switch. The library that does it comes
// once the film plays, so that nobody waits for it.
import type Hls from "hls.js";
import type { LevelParsed } from "hls.js";
import { fill } from "../words";
import type { Counts, Sharing } from "../peers";
import { rememberTastes, tastes } from "./memory";

interface Line {
    saveData?: boolean;
    type?: string;
    addEventListener?(event: "change", changed: () => void): void;
}

export interface Shared {
    /** The film plays from this playlist; nothing where it plays from another one, such as that of its sound alone. */
    plays(hls: Hls, variants: LevelParsed[] | undefined): void;
}

/** Nothing where the page does not share, or this browser cannot. */
export function sharing(root: HTMLElement, video: HTMLVideoElement): Shared | undefined {
    const { peers, swarm, hashes } = root.dataset;
    if (peers === undefined || swarm === undefined || hashes === undefined || typeof RTCPeerConnection === "undefined") {
        return undefined;
    }
    const box = document.querySelector<HTMLElement>("[data-sharing]");
    const words = box?.querySelector<HTMLElement>("[data-words-now]");
    const button = box?.querySelector<HTMLButtonElement>("button");
    const line = (navigator as { connection?: Line }).connection;
    /** Whose line is counted by the byte, or asks for thrift, gives nothing away. */
    const isDear = () => line?.saveData === true || line?.type === "cellular";
    let isWanted = tastes().shares ?? true;
    /** What plays, as far as it can be shared. */
    let playing: { hls: Hls; variants: LevelParsed[] } | undefined;
    let opened: Promise<Sharing | undefined> | undefined;
    let viewers = 0;

    const show = () => {
        if (box === null || words === null || words === undefined || button === null || button === undefined) {
            return;
        }
        const { alone, one, many, off, dear, stop, start } = box.dataset;
        box.hidden = playing === undefined;
        button.hidden = isDear();
        button.textContent = (isWanted ? stop : start) ?? "";
        const sentence = isDear() ? dear : !isWanted ? off : viewers === 0 ? alone : viewers === 1 ? one : many;
        const text = fill(sentence, { value: String(viewers) });
        if (words.textContent !== text) {
            words.textContent = text;
        }
    };
    const changed = (counts: Counts) => {
        viewers = counts.viewers;
        // For whoever looks at what went by whom, and for tests.
        Object.assign(root.dataset, { fromViewers: counts.fromViewers, fromSite: counts.fromSite, toViewers: counts.toViewers, wrong: counts.wrong });
        show();
    };
    const settle = async () => {
        show();
        if (playing !== undefined && isWanted && !isDear()) {
            const { hls, variants } = playing;
            opened ??= import(peers)
                .then((library: typeof import("../peers")) => library.share(hls, video, { swarm, hashes, variants }, changed))
                // Then everything comes from the site, as without it.
                .catch(() => undefined);
        }
        (await opened)?.set(playing !== undefined && isWanted && !isDear());
    };
    line?.addEventListener?.("change", () => void settle());
    button?.addEventListener("click", () => {
        isWanted = !isWanted;
        rememberTastes({ shares: isWanted });
        void settle();
    });
    return {
        plays(hls, variants) {
            playing = variants === undefined ? undefined : { hls, variants };
            void settle();
        },
    };
}
