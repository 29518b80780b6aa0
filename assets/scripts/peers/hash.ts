// SHA-256 (FIPS 180-4). Browsers have their own, but not where a site has no https, as at home.

export async function sha256(data: ArrayBuffer): Promise<string> {
    const digest = crypto.subtle === undefined ? digestOf(new Uint8Array(data)) : new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The first 32 bits of the fractions of the `power`th roots of the first `count` primes. */
function roots(count: number, power: number): Uint32Array {
    const found = new Uint32Array(count);
    for (let number = 2, at = 0; at < count; number += 1) {
        let divisor = 2;
        while (number % divisor !== 0) {
            divisor += 1;
        }
        if (divisor === number) {
            const root = number ** (1 / power);
            found[at] = (root - Math.floor(root)) * 2 ** 32;
            at += 1;
        }
    }
    return found;
}

export function digestOf(bytes: Uint8Array): Uint8Array {
    const constants = roots(64, 3);
    const state = roots(8, 2);
    const whole = bytes.length - (bytes.length % 64);
    const rest = new Uint8Array(bytes.length - whole < 56 ? 64 : 128);
    rest.set(bytes.subarray(whole));
    rest[bytes.length - whole] = 0x80;
    const end = new DataView(rest.buffer);
    end.setUint32(rest.length - 8, Math.floor(bytes.length / 2 ** 29));
    end.setUint32(rest.length - 4, bytes.length * 8);
    const words = new Uint32Array(64);
    const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by));
    const mix = (view: DataView, at: number) => {
        for (let n = 0; n < 16; n += 1) {
            words[n] = view.getUint32(at + n * 4);
        }
        for (let n = 16; n < 64; n += 1) {
            const [one, two] = [words[n - 15]!, words[n - 2]!];
            const small = turn(one, 7) ^ turn(one, 18) ^ (one >>> 3);
            const large = turn(two, 17) ^ turn(two, 19) ^ (two >>> 10);
            words[n] = words[n - 16]! + small + words[n - 7]! + large;
        }
        let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
        for (let n = 0; n < 64; n += 1) {
            const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[n]! + words[n]!) | 0;
            const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
            [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
        }
        [a, b, c, d, e, f, g, h].forEach((word, n) => (state[n] = state[n]! + word));
    };
    const view = new DataView(bytes.buffer, bytes.byteOffset, whole);
    for (let at = 0; at < whole; at += 64) {
        mix(view, at);
    }
    for (let at = 0; at < rest.length; at += 64) {
        mix(end, at);
    }
    const digest = new Uint8Array(32);
    const out = new DataView(digest.buffer);
    state.forEach((word, n) => out.setUint32(n * 4, word));
    return digest;
}
