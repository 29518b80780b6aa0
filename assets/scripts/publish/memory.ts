// Uploads that were begun, so that they can be taken up after a reload. The browser does not let a page keep
// a file, so the person chooses it again; name, size and date tell that it is the same one.

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

const key = "lucarne-uploads";
/** The server forgets an upload that nobody continues; so do we. */
const keptFor = 7 * 24 * 3600 * 1000;

export function begunUploads(): Begun[] {
    try {
        const all = JSON.parse(localStorage.getItem(key) ?? "[]") as Begun[];
        return all.filter((upload) => Date.now() - upload.begunAt < keptFor);
    } catch {
        return [];
    }
}

export function findBegun(file: File): Begun | undefined {
    return begunUploads().find(
        (upload) => upload.name === file.name && upload.size === file.size && upload.lastModified === file.lastModified,
    );
}

export function rememberUpload(upload: Begun): void {
    save([...begunUploads().filter((other) => other.address !== upload.address), upload]);
}

export function forgetUpload(address: string | undefined): void {
    save(begunUploads().filter((upload) => upload.address !== address));
}

function save(uploads: Begun[]): void {
    try {
        localStorage.setItem(key, JSON.stringify(uploads));
    } catch {
        // Without storage an upload cannot be taken up after a reload; everything else works.
    }
}
