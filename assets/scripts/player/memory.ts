// What the player remembers on this device: where each film was left, how loud it was, how sharp and how fast the line
// was. A browser may refuse storage (private windows, frames of other sites); then nothing is remembered and nothing
// breaks.

interface Tastes {
    volume: number;
    muted: boolean;
    captions: string;
    /** The shorter side of the picture; absent where the player chooses. (0, the sound alone, is no longer kept.) */
    quality: number | undefined;
    /** How fast segments arrived here lately, in bits a second. */
    rate: number;
    /** Whether segments are shared with other viewers. */
    shares: boolean;
}

type Places = Record<string, [seconds: number, savedAt: number]>;

const kept = 200;

export function tastes(): Partial<Tastes> {
    return read<Partial<Tastes>>("lucarne-player") ?? {};
}

export function rememberTastes(changes: Partial<Tastes>): void {
    write("lucarne-player", { ...tastes(), ...changes });
}

/** Where the film was left, as the server knows it of a member or else this device; nothing near its ends. */
export function placeToGoOn(film: string, duration: number, known: number | undefined): number | undefined {
    const place = known ?? (read<Places>("lucarne-places") ?? {})[film]?.[0];
    return place !== undefined && place > 10 && (duration === 0 || place < duration - 15) ? place : undefined;
}

export function rememberPlace(film: string, seconds: number, duration: number): void {
    const places = read<Places>("lucarne-places") ?? {};
    delete places[film];
    if (seconds > 10 && seconds < duration - 15) {
        places[film] = [Math.floor(seconds), Date.now()];
    }
    const latest = Object.entries(places).sort(([, one], [, other]) => other[1] - one[1]).slice(0, kept);
    write("lucarne-places", Object.fromEntries(latest));
}

function read<T>(name: string): T | undefined {
    try {
        return JSON.parse(localStorage.getItem(name) ?? "null") ?? undefined;
    } catch {
        return undefined;
    }
}

function write(name: string, value: unknown): void {
    try {
        localStorage.setItem(name, JSON.stringify(value));
    } catch {
        // See above.
    }
}
