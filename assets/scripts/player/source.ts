// Where the film's bytes come from: hls.js where the browser has Media Source Extensions, the browser's own
// HLS elsewhere (iPhones), and the plain file of the page when neither works.
import Hls, { type ErrorData, type LevelParsed } from "hls.js";
import type { Shared } from "./sharing";
import { WholeSegments } from "./segments";

export type Problem = "network" | "media" | "missing" | "offline";

/** "Let the player choose." */
export const automatic = -1;
/** The sound without the picture. */
const soundAlone = -2;

export interface Quality {
    /** Place in the playlist, or one of the two above. */
    index: number;
    /** The shorter side of the picture; 0 for sound alone. */
    height: number;
    /** Frames a second where they tell two qualities of one height apart. */
    rate: number;
}

export interface Source {
    /** Begins to fetch; nothing but the playlists is fetched before. */
    begin(at: number): void;
    qualities(): Quality[];
    chosen(): number;
    /** The quality that is playing, when the player chooses. */
    playing(): number;
    choose(index: number): void;
    retry(): void;
}

interface Listener {
    qualitiesChanged(): void;
    problem(kind: Problem | undefined): void;
    /** How fast segments arrive, in bits a second. */
    measured(rate: number): void;
}

interface Known {
    /** The quality that is liked; the nearest there is will be chosen. */
    height: number | undefined;
    /** How fast this line was, in bits a second. */
    rate: number | undefined;
}

/** So many places in a row that cannot be decoded are gone over before the film is given up. */
const mostBroken = 8;
/** Whoever has played so many seconds behind a broken place is past it. */
const pastBroken = 5;
/** What does not go on within so many milliseconds after it broke is broken again. */
const patience = 8000;

/** What a line is taken for before anything was fetched over it: enough for 480 lines. */
const usualRate = 1_500_000;

export function openSource(video: HTMLVideoElement, master: string | undefined, known: Known, shared: Shared | undefined, listener: Listener): Source {
    if (master !== undefined && Hls.isSupported()) {
        return openHls(video, master, known, shared, listener);
    }
    if (master !== undefined && video.canPlayType("application/vnd.apple.mpegurl") !== "") {
        takeSources(video);
        video.src = master;
    }
    return openPlain(video, listener);
}

function openHls(video: HTMLVideoElement, master: string, known: Known, shared: Shared | undefined, listener: Listener): Source {
    const plainFiles = takeSources(video);
    const hls = new Hls({
        autoStartLoad: false,
        capLevelToPlayerSize: true,
        // Half a minute ahead and no more: what a viewer who leaves has not seen was sent for nothing.
        maxBufferLength: 30,
        maxMaxBufferLength: 30,
        backBufferLength: 60,
        // Workers need a blob: address, which the page's policy does not allow; fMP4 is not transmuxed anyway.
        enableWorker: false,
        fLoader: WholeSegments,
        // No first segment is fetched only to see how fast the line is: the box may have little of it.
        testBandwidth: false,
        abrEwmaDefaultEstimate: known.rate ?? usualRate,
    });
    let plain: Source | undefined;
    let begunAt: number | undefined;
    let broken = 0;
    /** Where it went on behind the last broken place. */
    let wentOnAt = 0;
    /** Whether it has to be played again: the element begins anew paused, and a decoder that waits tells no errors. */
    let resumes = false;
    let waiting = 0;
    let levels: Quality[] = [];
    /** The playlist of the sound alone: hls.js leaves it out where there are pictures. */
    let sound: string | undefined;
    let chosen: number | undefined;
    /** Those of the master playlist; none while another one plays. */
    let variants: LevelParsed[] | undefined;

    const qualities = () => (sound === undefined ? levels : [...levels, { index: soundAlone, height: 0, rate: 0 }]);

    const choose = (index: number) => {
        const needsOther = (chosen === soundAlone) !== (index === soundAlone);
        chosen = index;
        if (!needsOther) {
            hls.nextLevel = index;
            return;
        }
        const wasPlaying = begunAt !== undefined && !video.paused;
        if (begunAt !== undefined) {
            begunAt = video.currentTime;
        }
        // Another playlist begins the element anew, and its speed with it.
        video.defaultPlaybackRate = video.playbackRate;
        shared?.plays(hls, undefined);
        hls.loadSource(index === soundAlone ? (sound ?? master) : master);
        if (wasPlaying) {
            void video.play().catch(() => undefined);
        }
    };

    const giveUpHls = () => {
        const [file] = plainFiles;
        const at = Math.max(video.currentTime, wentOnAt);
        resumes = false;
        if (file === undefined) {
            listener.problem("media");
            return;
        }
        hls.destroy();
        video.append(...plainFiles);
        plain = openPlain(video, listener);
        video.load();
        video.currentTime = at;
        listener.qualitiesChanged();
        void video.play().catch(() => undefined);
    };

    /** Begins anew where it broke, and behind that segment if it breaks there again; false when that is no use. */
    const goOver = (): boolean => {
        const at = video.currentTime;
        broken = at > wentOnAt + pastBroken ? 1 : broken + 1;
        const fragments = hls.levels[Math.max(0, hls.currentLevel)]?.details?.fragments ?? [];
        // The decoder is a little ahead of what is seen.
        const here = fragments.find((fragment) => fragment.start + fragment.duration > at + 0.5);
        const to = broken === 1 || here === undefined ? at : here.start + here.duration + 0.05;
        if (broken > mostBroken || (broken > 1 && (here === undefined || here === fragments.at(-1)))) {
            return false;
        }
        wentOnAt = to;
        resumes = begunAt !== undefined;
        hls.once(Hls.Events.MEDIA_ATTACHED, () => {
            if (to > at) {
                video.currentTime = to;
            }
            if (resumes) {
                void video.play().catch(() => undefined);
            }
        });
        hls.recoverMediaError();
        if (to > at) {
            hls.startLoad(to);
        }
        waiting = window.setTimeout(() => resumes && mediaFailed(), patience);
        return true;
    };

    const mediaFailed = () => {
        clearTimeout(waiting);
        if (!goOver()) {
            giveUpHls();
        }
    };
    video.addEventListener("timeupdate", () => {
        if (resumes && video.currentTime > wentOnAt + 0.2) {
            resumes = false;
            clearTimeout(waiting);
        }
    });

    hls.on(Hls.Events.MANIFEST_LOADED, (_, data) => {
        listener.problem(undefined);
        if (chosen !== soundAlone) {
            levels = hls.levels.map((level, index) => ({ index, height: shorterSide(level), rate: Math.round(level.frameRate) }));
            const alone = data.levels.find((level) => level.attrs.RESOLUTION === undefined && level.videoCodec === undefined);
            sound = levels.some((level) => level.height > 0) ? alone?.url : undefined;
            const first = chosen ?? nearest(qualities(), known.height);
            if (first === soundAlone) {
                choose(first);
                return;
            }
            chosen = first;
            hls.startLevel = first;
            hls.loadLevel = first;
        }
        listener.qualitiesChanged();
        variants = chosen === soundAlone ? undefined : data.levels;
        if (begunAt !== undefined) {
            hls.startLoad(begunAt);
            shared?.plays(hls, variants);
        }
    });
    hls.on(Hls.Events.LEVEL_SWITCHED, () => listener.qualitiesChanged());
    hls.on(Hls.Events.FRAG_BUFFERED, () => {
        listener.problem(undefined);
        listener.measured(Math.round(hls.bandwidthEstimate));
    });
    hls.on(Hls.Events.ERROR, (_, data: ErrorData) => {
        if (!data.fatal) {
            return;
        }
        if (data.type === Hls.ErrorTypes.NETWORK_ERROR) {
            const status = data.response?.code ?? 0;
            if (!navigator.onLine) {
                listener.problem("offline");
            } else {
                listener.problem(status === 403 || status === 404 || status === 410 ? "missing" : "network");
            }
        } else if (data.type === Hls.ErrorTypes.MEDIA_ERROR) {
            mediaFailed();
        } else {
            giveUpHls();
        }
    });
    hls.loadSource(master);
    hls.attachMedia(video);

    return {
        begin(at) {
            if (plain !== undefined) {
                plain.begin(at);
            } else if (begunAt === undefined) {
                begunAt = at;
                if (hls.levels.length > 0) {
                    hls.startLoad(at);
                    shared?.plays(hls, variants);
                }
            }
        },
        qualities: () => (plain !== undefined ? [] : qualities()),
        chosen: () => chosen ?? automatic,
        playing: () => (chosen === soundAlone ? soundAlone : hls.currentLevel),
        choose(index) {
            choose(index);
            listener.qualitiesChanged();
        },
        retry() {
            listener.problem(undefined);
            if (plain !== undefined) {
                plain.retry();
            } else if (hls.levels.length === 0) {
                hls.loadSource(hls.url ?? master);
            } else if (video.error !== null) {
                broken = 0;
                hls.recoverMediaError();
            } else {
                hls.startLoad(video.currentTime);
            }
        },
    };
}

/** As PeerTube names qualities, and the page's list of downloads: a film held upright is named by its width. */
function shorterSide({ width, height }: { width: number; height: number }): number {
    return width > 0 ? Math.min(width, height) : height;
}

/** The quality that comes nearest to so many lines, the lower of two; the player's choice where none is liked. */
function nearest(qualities: Quality[], height: number | undefined): number {
    if (height === undefined || height === 0) {
        return automatic;
    }
    const distance = (quality: Quality) => Math.abs(quality.height - height);
    const [first] = [...qualities].sort((one, other) => distance(one) - distance(other) || one.height - other.height);
    return first?.index ?? automatic;
}

function openPlain(video: HTMLVideoElement, listener: Listener): Source {
    const failed = () => {
        const code = video.error?.code;
        const isLost = code === MediaError.MEDIA_ERR_NETWORK;
        listener.problem(!navigator.onLine ? "offline" : isLost ? "network" : "media");
    };
    video.addEventListener("error", failed);
    // A <source> that cannot be read tells so on itself, and the last one matters.
    video.querySelector("source:last-of-type")?.addEventListener("error", failed);
    video.addEventListener("playing", () => listener.problem(undefined));
    return {
        begin(at) {
            if (at > 0) {
                const go = () => (video.currentTime = at);
                if (video.readyState > 0) {
                    go();
                } else {
                    video.addEventListener("loadedmetadata", go, { once: true });
                }
            }
        },
        qualities: () => [],
        chosen: () => automatic,
        playing: () => automatic,
        choose: () => undefined,
        retry() {
            const at = video.currentTime;
            listener.problem(undefined);
            video.load();
            video.currentTime = at;
            void video.play().catch(() => undefined);
        },
    };
}

/** Takes the plain files out of the element, so that they are not fetched beside the playlist. */
function takeSources(video: HTMLVideoElement): HTMLSourceElement[] {
    const sources = [...video.querySelectorAll("source")];
    for (const source of sources) {
        source.remove();
    }
    if (sources.length > 0) {
        video.load();
    }
    return sources;
}
