// Uploads that were begun, so that they can be taken up after a reload, and films that waited behind them. The
// browser does not let a page keep a file, so the person chooses it again; name, size and date tell that it is
// the same one.

export interface Begun {
    address: string;
    name: string;
    size: number;
    lastModified: number;
    sent: number;
    /** What was typed meanwhile, by the name of its field. */
    fields: Record<string, string>;
    begunAt: number;
}

/** A film that was chosen and of which nothing has been sent. */
export interface Waiting {
    name: string;
    size: number;
    lastModified: number;
}

/** A film that has arrived and of which nobody has said yet who may see it. */
export interface Undecided {
    uuid: string;
    name: string;
}

const key = "lucarne-uploads";
const waitingKey = "lucarne-waiting";
const undecidedKey = "lucarne-undecided";
/** The server forgets an upload that nobody continues; so do we. */
const keptFor = 7 * 24 * 3600 * 1000;

export function begunUploads(): Begun[] {
    return read<Begun>(key).filter((upload) => Date.now() - upload.begunAt < keptFor);
}

export function findBegun(file: File): Begun | undefined {
    return begunUploads().find((upload) => isSame(upload, file));
}

export function waitingFilms(): Waiting[] {
    return read(waitingKey);
}

export function rememberWaiting(films: Waiting[]): void {
    write(waitingKey, films.map(({ name, size, lastModified }) => ({ name, size, lastModified })));
}

export function undecidedFilms(): Undecided[] {
    return read(undecidedKey);
}

export function rememberUndecided(film: Undecided): void {
    write(undecidedKey, [...undecidedFilms().filter((other) => other.uuid !== film.uuid), film]);
}

export function forgetUndecided(uuid: string | undefined): void {
    write(undecidedKey, undecidedFilms().filter((film) => film.uuid !== uuid));
}

export function isSame(one: Waiting, other: Waiting): boolean {
    return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

export function rememberUpload(upload: Begun): void {
    write(key, [...begunUploads().filter((other) => other.address !== upload.address), upload]);
}

export function forgetUpload(address: string | undefined): void {
    write(key, begunUploads().filter((upload) => upload.address !== address));
}

function read<T>(name: string): T[] {
    try {
        return JSON.parse(localStorage.getItem(name) ?? "[]") as T[];
    } catch {
        return [];
    }
}

function write(name: string, values: unknown[]): void {
    try {
        localStorage.setItem(name, JSON.stringify(values));
    } catch {
        // Without storage an upload cannot be taken up after a reload; everything else works.
    }
}
