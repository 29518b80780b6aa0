// One file on its way to the server by PeerTube's resumable protocol: POST opens, PUT with Content-Range
// sends a piece, 308 tells how far the server is, DELETE cancels. It survives lost lines and restarts of the
// server: after every failure the server is asked how far it is, and only that counts.

export interface Details {
    name: string;
    channelId: string;
    privacy: string;
}

export interface Watcher {
    /** The server has given the upload a name; it can be continued after a reload. */
    opened(address: string): void;
    /** So many bytes are safe on the server. */
    arrived(bytes: number): void;
    /** Bytes on the line that the server has not acknowledged yet. */
    underway(bytes: number): void;
    /** Nothing gets through; it is tried again after a while, or when `goOn` is called. */
    lost(): void;
    checking(): void;
}

export interface Film {
    uuid: string;
    shortUUID: string;
}

export type Refusal = "signedOut" | "tooLarge" | "quota" | "full" | "gone" | "internal" | "said";

/** A failure that waiting does not mend. */
export class Refused extends Error {
    constructor(
        readonly refusal: Refusal,
        readonly said = "",
    ) {
        super(refusal);
    }
}

const path = "/api/v1/videos/upload-resumable";
const smallest = 1 << 20;
const largest = 16 << 20;
/** A piece should take about this long: short enough to lose little, long enough to cost little. */
const secondsForAPiece = 4;
/** A line on which nothing moves for so long is dead: a server that was killed says nothing. */
const secondsUntilDead = 45;

// Seconds for which a cancelled upload is asked for again: the server lets go of a silent sender after thirty.
const triesToCancel = 40;

export class Transfer {
    private isPaused = false;
    private isCancelled = false;
    private request: XMLHttpRequest | undefined;
    private wake: (() => void) | undefined;

    constructor(
        private readonly file: File,
        private readonly watcher: Watcher,
        private address: string | undefined,
    ) {}

    async send(details: Details): Promise<Film> {
        let sent = 0;
        let piece = smallest;
        let failures = 0;
        let isCertain = this.address === undefined;
        for (;;) {
            await this.whilePaused();
            if (this.isCancelled) {
                throw new DOMException("cancelled", "AbortError");
            }
            try {
                if (this.address === undefined) {
                    this.address = await this.open(details);
                    this.watcher.opened(this.address);
                    sent = 0;
                }
                if (!isCertain) {
                    if (failures === 0) {
                        this.watcher.checking();
                    }
                    const answer = await this.put(undefined, `bytes */${this.file.size}`);
                    if (answer.film !== undefined) {
                        return answer.film;
                    }
                    sent = answer.arrived;
                    isCertain = true;
                    this.watcher.arrived(sent);
                }
                const end = Math.min(sent + piece, this.file.size);
                const begun = performance.now();
                const answer = await this.put(this.file.slice(sent, end), `bytes ${sent}-${end - 1}/${this.file.size}`);
                failures = 0;
                if (answer.film !== undefined) {
                    this.watcher.arrived(this.file.size);
                    return answer.film;
                }
                const seconds = Math.max(0.05, (performance.now() - begun) / 1000);
                piece = pieceAfter(piece, (end - sent) / seconds);
                sent = answer.arrived;
                this.watcher.arrived(sent);
            } catch (error) {
                if (error instanceof Refused || this.isCancelled) {
                    throw error;
                }
                isCertain = false;
                if (!this.isPaused) {
                    failures += 1;
                    piece = smallest;
                    this.watcher.lost();
                    await this.rest(Math.min(30_000, 500 * 2 ** failures) * (0.75 + Math.random() / 2));
                }
            }
        }
    }

    pause(): void {
        this.isPaused = true;
        this.request?.abort();
    }

    goOn(): void {
        this.isPaused = false;
        this.wake?.();
    }

    async cancel(): Promise<void> {
        this.isCancelled = true;
        this.request?.abort();
        this.wake?.();
        if (this.address === undefined) {
            return;
        }
        // The server may still hold what was being sent, until it sees that the line is cut.
        for (let attempt = 0; attempt < triesToCancel; attempt += 1) {
            const answer = await fetch(this.address, { method: "DELETE", headers: signed() }).catch(() => undefined);
            if (answer !== undefined && answer.status !== 503) {
                return;
            }
            await new Promise((resolve) => setTimeout(resolve, 1000));
        }
    }

    private async open(details: Details): Promise<string> {
        const stop = new AbortController();
        const timer = setTimeout(() => stop.abort(), secondsUntilDead * 1000);
        const answer = await fetch(path, {
            method: "POST",
            signal: stop.signal,
            headers: {
                ...signed(),
                "Content-Type": "application/json",
                "X-Upload-Content-Length": String(this.file.size),
                "X-Upload-Content-Type": this.file.type || "application/octet-stream",
            },
            body: JSON.stringify({
                filename: this.file.name,
                name: details.name,
                channelId: Number(details.channelId),
                privacy: Number(details.privacy),
            }),
        }).finally(() => clearTimeout(timer));
        if (!answer.ok) {
            throw refusalOf(answer.status, await answer.text());
        }
        const location = answer.headers.get("Location");
        if (location === null) {
            throw new Refused("internal");
        }
        // Only the path and query: the page may be open under another name than the site's own.
        const { pathname, search } = new URL(location, window.location.href);
        return pathname + search;
    }

    private put(body: Blob | undefined, range: string): Promise<{ arrived: number; film?: Film }> {
        return new Promise((resolve, reject) => {
            const request = new XMLHttpRequest();
            this.request = request;
            request.open("PUT", this.address ?? path);
            request.setRequestHeader("Content-Range", range);
            request.setRequestHeader("Content-Type", "application/octet-stream");
            for (const [name, value] of Object.entries(signed())) {
                request.setRequestHeader(name, value);
            }
            let timer = 0;
            const alive = () => {
                clearTimeout(timer);
                timer = window.setTimeout(() => {
                    reject(new TypeError("the line is dead"));
                    request.abort();
                }, secondsUntilDead * 1000);
            };
            alive();
            request.upload.onprogress = (event) => {
                alive();
                this.watcher.underway(event.loaded);
            };
            request.onloadend = () => clearTimeout(timer);
            request.onload = () => {
                if (request.status === 308) {
                    // "bytes=0-99": a hundred bytes have arrived; no header: none.
                    const last = /-(\d+)$/.exec(request.getResponseHeader("Range") ?? "")?.[1];
                    resolve({ arrived: last === undefined ? 0 : Number(last) + 1 });
                } else if (request.status === 200) {
                    const { video } = JSON.parse(request.responseText) as { video: Film };
                    resolve({ arrived: this.file.size, film: video });
                } else {
                    reject(refusalOf(request.status, request.responseText));
                }
            };
            request.onerror = () => reject(new TypeError("the line is lost"));
            request.onabort = () => reject(new DOMException("stopped", "AbortError"));
            request.send(body ?? null);
        });
    }

    private async whilePaused(): Promise<void> {
        while (this.isPaused && !this.isCancelled) {
            await new Promise<void>((resolve) => (this.wake = resolve));
        }
    }

    /** Waits, but no longer than until the line is back. */
    private rest(milliseconds: number): Promise<void> {
        return new Promise((resolve) => {
            const done = () => {
                clearTimeout(timer);
                window.removeEventListener("online", done);
                resolve();
            };
            const timer = setTimeout(done, milliseconds);
            window.addEventListener("online", done);
            this.wake = done;
        });
    }
}

function pieceAfter(piece: number, bytesASecond: number): number {
    const wanted = bytesASecond * secondsForAPiece;
    // At most doubled at a time: one lucky burst must not make a piece that a slow line loses.
    return Math.round(Math.min(largest, Math.max(smallest, Math.min(wanted, piece * 2))) / smallest) * smallest;
}

/** Turns an answer into a refusal, or into an ordinary error when trying again may help. */
function refusalOf(status: number, body: string): Error {
    if (status === 0 || status === 409 || status === 416 || status === 429 || status === 502 || status === 503 || status === 504) {
        return new TypeError(`answer ${status}`);
    }
    const said = saidIn(body);
    switch (status) {
        case 415:
            return new Refused("said", said);
        case 401:
        case 403:
            return new Refused("signedOut", status === 403 ? said : "");
        case 404:
        case 410:
            return new Refused("gone", said);
        case 413:
            return new Refused("tooLarge", said);
        case 507:
            return new Refused("full", said);
        default:
            return new Refused("internal", said);
    }
}

function saidIn(body: string): string {
    try {
        const { detail } = JSON.parse(body) as { detail?: unknown };
        return typeof detail === "string" ? detail : "";
    } catch {
        return "";
    }
}

/** Whoever signed in again in another tab has a new token, and this page still the old one. */
export async function renewToken(): Promise<void> {
    const held = document.querySelector<HTMLMetaElement>('meta[name="csrf"]');
    const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" } }).catch(() => undefined);
    if (held !== null && answer?.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        held.content = page.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? held.content;
    }
}

export function signed(): Record<string, string> {
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
    return { "X-CSRF-Token": token, Accept: "application/json" };
}
