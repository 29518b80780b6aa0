// Words and figures that scripts write. The sentences come from the page, in the reader's language; the
// places to fill are written %name%.

export function fill(sentence: string | undefined, values: Record<string, string>): string {
    return (sentence ?? "").replace(/%(\w+)%/g, (place, name: string) => values[name] ?? place);
}

/** "1:02:03" */
export function clock(seconds: number): string {
    const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
    const two = (number: number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** "1h2m3s", as it stands in an address. */
export function writtenTime(seconds: number): string {
    const whole = Math.floor(seconds);
    const parts: [number, string][] = [
        [Math.floor(whole / 3600), "h"],
        [Math.floor(whole / 60) % 60, "m"],
        [whole % 60, "s"],
    ];
    return parts.filter(([count]) => count > 0).map(([count, unit]) => count + unit).join("");
}

/** Reads "1:02:03", "62", "1h2m3s"; undefined for anything else. */
export function readTime(text: string): number | undefined {
    const trimmed = text.trim();
    if (/^\d+(:\d{1,2}){0,2}$/.test(trimmed)) {
        return trimmed.split(":").reduce((total, part) => total * 60 + Number(part), 0);
    }
    const units = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(trimmed);
    if (units === null || trimmed === "") {
        return undefined;
    }
    return Number(units[1] ?? 0) * 3600 + Number(units[2] ?? 0) * 60 + Number(units[3] ?? 0);
}

/** "1,2 Go" in French, "1.2 GB" in English: decimal units, like the pages' own. */
export function bytes(count: number): string {
    const language = document.documentElement.lang;
    const units = language === "fr" ? ["octets", "ko", "Mo", "Go", "To"] : ["bytes", "KB", "MB", "GB", "TB"];
    let size = count;
    let unit = 0;
    while (size >= 999.5 && unit < units.length - 1) {
        size /= 1000;
        unit += 1;
    }
    const digits = unit === 0 || size >= 9.95 ? 0 : 1;
    const number = size.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return `${number}\u00a0${units[unit]}`;
}

/** "4 min", "1 h 20 min": the abbreviations are the same in both languages. */
export function left(seconds: number, underAMinute: string): string {
    if (seconds < 45) {
        return underAMinute;
    }
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) {
        return `${minutes}\u00a0min`;
    }
    const rest = minutes % 60;
    return rest === 0 ? `${minutes / 60}\u00a0h` : `${Math.floor(minutes / 60)}\u00a0h\u00a0${rest}\u00a0min`;
}
