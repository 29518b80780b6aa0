// What the address of a frame asks of the player's looks and pace (PeerTube's parameters): colours and speed.
import type { Remote } from "../player/player";

const isColour = (text: string | null): text is string => text !== null && CSS.supports("color", text);

export function dress(root: HTMLElement, remote: Remote): void {
    if (!document.body.classList.contains("embed")) {
        return;
    }
    const asked = new URLSearchParams(location.search);
    const [background, foreground] = [asked.get("bigPlayBackgroundColor"), asked.get("foregroundColor")];
    if (isColour(background)) {
        root.style.setProperty("--big-play", background);
    }
    if (isColour(foreground)) {
        root.style.setProperty("--lamp", foreground);
    }
    if (asked.has("playbackRate")) {
        remote.setSpeed(Number(asked.get("playbackRate")));
    }
    root.toggleAttribute("data-barless", ["0", "false"].includes(asked.get("controlBar") ?? ""));
}
