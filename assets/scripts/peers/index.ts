// Viewers pass segments on to one another: p2p-media-loader under hls.js, loaded once somebody plays a film that may be
// shared. Every segment of a viewer is held against the hashes of the site; what is wrong is thrown away with whoever
// sent it, and fetched again. Whatever fails here, the segment comes from the site as if there were no peers.
import type Hls from "hls.js";
import type { Events, FragmentLoaderContext, HlsConfig, LevelDetails, LevelParsed, Loader, LoaderCallbacks, LoaderConfiguration } from "hls.js";
import { Core, type SegmentResponse } from "p2p-media-loader-core";
import { sha256 } from "./hash";

export interface Film {
    /** The address of the master playlist by which all who watch the film know it, wherever they read it. */
    swarm: string;
    /** The address of segments-sha256.json. */
    hashes: string;
    /** Every variant of the master playlist, in its order. */
    variants: LevelParsed[];
}

export interface Counts {
    viewers: number;
    /** Bytes. */
    fromViewers: number;
    fromSite: number;
    toViewers: number;
    /** Segments that were thrown away. */
    wrong: number;
}

export interface Sharing {
    /** Whether segments are passed on, or all come from the site. */
    set(isOn: boolean): void;
}

type FragmentLoader = new (config: HlsConfig) => Loader<FragmentLoaderContext>;

export async function share(hls: Hls, video: HTMLVideoElement, film: Film, changed: (counts: Counts) => void): Promise<Sharing> {
    const answer = await fetch(film.hashes);
    if (!answer.ok) {
        throw new Error(`${film.hashes}: ${answer.status}`);
    }
    const hashes: Record<string, Record<string, string>> = await answer.json();
    const counts: Counts = { viewers: 0, fromViewers: 0, fromSite: 0, toViewers: 0, wrong: 0 };
    const tracker = new URL("/tracker/socket", location.href);
    tracker.protocol = tracker.protocol.replace("http", "ws");

    const core = new Core({
        swarmId: film.swarm,
        announceTrackers: [tracker.href],
        // The defaults of the library are servers of others.
        rtcConfig: { iceServers: [] },
        // What plays next comes from the site at once, the rest from viewers as far as they have it.
        highDemandTimeWindow: 6,
        httpDownloadTimeWindow: 12,
        simultaneousHttpDownloads: 1,
        validateP2PSegment: async (url, range, data) => {
            const file = new URL(url, location.href).pathname.split("/").pop() ?? "";
            const expected = range && hashes[file]?.[`${range.start}-${range.end}`];
            const isRight = expected !== undefined && (await sha256(data)) === expected;
            if (!isRight) {
                counts.wrong += 1;
                changed(counts);
            }
            return isRight;
        },
    });
    const viewers = new Set<string>();
    core.addEventListener("onPeerConnect", ({ peerId }) => {
        viewers.add(peerId);
        tell();
    });
    core.addEventListener("onPeerClose", ({ peerId }) => {
        viewers.delete(peerId);
        tell();
    });
    core.addEventListener("onChunkDownloaded", (bytes, from) => {
        counts[from === "p2p" ? "fromViewers" : "fromSite"] += bytes;
        tell();
    });
    core.addEventListener("onChunkUploaded", (bytes) => {
        counts.toViewers += bytes;
        tell();
    });
    let isTold = false;
    const tell = () => {
        counts.viewers = viewers.size;
        if (!isTold) {
            isTold = true;
            setTimeout(() => {
                isTold = false;
                changed(counts);
            }, 250);
        }
    };

    const learn = (details: LevelDetails | undefined) => {
        const stream = details && core.getStream(details.url);
        if (!details || !stream) {
            return;
        }
        const segments = details.fragments.map((fragment, index) => {
            const [start, end] = fragment.byteRange;
            const byteRange = rangeOf(start, end);
            const { url, start: startTime, end: endTime } = fragment;
            return { runtimeId: nameOf(url, byteRange), url, externalId: index, byteRange, startTime, endTime };
        });
        core.updateStream(details.url, segments.filter((segment) => !stream.segments.has(segment.runtimeId)));
    };
    const begin = () => {
        core.setManifestResponseUrl(film.swarm);
        core.setIsLive(false);
        // The place in the playlist is a part of the swarm's name.
        film.variants.forEach(({ url }, index) => core.addStreamIfNoneExists({ runtimeId: url, type: "main", index }));
        hls.levels.forEach((level) => learn(level.details));
    };
    hls.on("hlsLevelUpdated" as Events.LEVEL_UPDATED, (_, data) => learn(data.details));
    hls.on("hlsLevelSwitching" as Events.LEVEL_SWITCHING, (_, data) => core.setActiveLevelBitrate(data.bitrate));
    hls.on("hlsDestroying" as Events.DESTROYING, () => core.destroy());
    for (const event of ["timeupdate", "seeking", "ratechange"]) {
        video.addEventListener(event, () => core.updatePlayback(video.currentTime, video.playbackRate));
    }

    const plain = hls.config.fLoader as FragmentLoader;
    const shared = loaderOf(core, plain);
    let isOn = false;
    return {
        set(wanted) {
            if (wanted === isOn) {
                return;
            }
            isOn = wanted;
            hls.config.fLoader = (isOn ? shared : plain) as HlsConfig["fLoader"];
            if (isOn) {
                begin();
            } else {
                // Lines to other viewers end, and none of them is told of anything any more.
                core.destroy();
                viewers.clear();
            }
            tell();
        },
    };
}

function rangeOf(start: number | undefined, end: number | undefined): { start: number; end: number } | undefined {
    return start !== undefined && end !== undefined && end > start ? { start, end: end - 1 } : undefined;
}

function nameOf(url: string, range: { start: number; end: number } | undefined): string {
    return range === undefined ? url : `${url}|${range.start}-${range.end}`;
}

/** Fetches segments through the core; what it does not know or cannot get comes straight from the site. */
function loaderOf(core: Core, Plain: FragmentLoader): FragmentLoader {
    return class implements Loader<FragmentLoaderContext> {
        context: FragmentLoaderContext | null = null;
        stats;
        private readonly plain: Loader<FragmentLoaderContext>;
        private isPlain = false;
        private hasEnded = false;
        private name = "";
        private callbacks: LoaderCallbacks<FragmentLoaderContext> | null = null;

        constructor(config: HlsConfig) {
            this.plain = new Plain(config);
            this.stats = this.plain.stats;
        }

        load(context: FragmentLoaderContext, config: LoaderConfiguration, callbacks: LoaderCallbacks<FragmentLoaderContext>): void {
            this.context = context;
            this.callbacks = callbacks;
            this.name = nameOf(context.url, rangeOf(context.rangeStart, context.rangeEnd));
            const loadPlain = () => {
                this.isPlain = true;
                this.plain.load(context, config, callbacks);
            };
            if (!core.hasSegment(this.name) || !core.isSegmentLoadable(this.name)) {
                loadPlain();
                return;
            }
            const begun = performance.now();
            const asked = (context.rangeEnd ?? 0) - (context.rangeStart ?? 0);
            const onSuccess = ({ data, bandwidth }: SegmentResponse) => {
                if (this.hasEnded) {
                    return;
                }
                if (asked > 0 && data.byteLength !== asked) {
                    loadPlain();
                    return;
                }
                this.hasEnded = true;
                // hls.js draws its conclusions on the line from these. What viewers sent before it was asked for says
                // nothing of it, so the rate is that of the library.
                const end = performance.now();
                const first = bandwidth > 0 ? Math.max(begun, end - (data.byteLength * 8000) / bandwidth) : begun;
                this.stats.loading = { start: first, first, end };
                this.stats.loaded = this.stats.total = data.byteLength;
                callbacks.onProgress?.(this.stats, context, data, null);
                callbacks.onSuccess({ url: context.url, data }, this.stats, context, null);
            };
            core.loadSegment(this.name, { onSuccess, onError: () => this.hasEnded || loadPlain() }).catch(() => this.hasEnded || loadPlain());
        }

        abort(): void {
            const wasUnderWay = !this.hasEnded;
            this.hasEnded = true;
            if (this.isPlain) {
                this.plain.abort();
            } else if (wasUnderWay && this.context !== null) {
                this.stats.aborted = true;
                core.abortSegmentLoading(this.name);
                this.callbacks?.onAbort?.(this.stats, this.context, null);
            }
        }

        destroy(): void {
            if (!this.hasEnded && !this.isPlain && this.name !== "") {
                core.abortSegmentLoading(this.name);
            }
            this.hasEnded = true;
            this.callbacks = null;
            this.plain.destroy();
        }
    };
}
