// The player's keys. They work wherever the page's focus is, except where somebody is typing or where the
// focused control has its own use for the key.

export interface Keys {
    play(): void;
    seekBy(seconds: number): void;
    seekToShare(share: number): void;
    louder(step: number): void;
    mute(): void;
    captions(): void;
    faster(step: number): void;
    fullscreen(): void;
    pictureInPicture(): void;
    help(): void;
}

export function listenToKeys(root: HTMLElement, keys: Keys): void {
    document.addEventListener("keydown", (event) => {
        const target = event.target as HTMLElement;
        if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(target)) {
            return;
        }
        const inPlayer = root.contains(target);
        const isControl = target.closest("button, a, summary, select") !== null;
        const action = actionFor(event, keys, inPlayer, isControl, target);
        if (action !== undefined) {
            event.preventDefault();
            action();
        }
    });
}

function actionFor(
    event: KeyboardEvent,
    keys: Keys,
    inPlayer: boolean,
    isControl: boolean,
    target: HTMLElement,
): (() => void) | undefined {
    const isVolume = target.dataset.part === "volume";
    switch (event.key) {
        case " ":
            return isControl ? undefined : () => keys.play();
        case "k":
        case "K":
            return () => keys.play();
        case "ArrowLeft":
            return isVolume ? undefined : () => keys.seekBy(-5);
        case "ArrowRight":
            return isVolume ? undefined : () => keys.seekBy(5);
        case "j":
        case "J":
            return () => keys.seekBy(-10);
        case "l":
        case "L":
            return () => keys.seekBy(10);
        // Outside the player the vertical arrows scroll the page.
        case "ArrowUp":
            return inPlayer && !isVolume ? () => keys.louder(0.05) : undefined;
        case "ArrowDown":
            return inPlayer && !isVolume ? () => keys.louder(-0.05) : undefined;
        case "m":
        case "M":
            return () => keys.mute();
        case "c":
        case "C":
            return () => keys.captions();
        case "f":
        case "F":
            return () => keys.fullscreen();
        case "i":
        case "I":
            return () => keys.pictureInPicture();
        case "<":
            return () => keys.faster(-1);
        case ">":
            return () => keys.faster(1);
        case "?":
            return () => keys.help();
        default:
            return /^[0-9]$/.test(event.key) ? () => keys.seekToShare(Number(event.key) / 10) : undefined;
    }
}

function isTyping(target: HTMLElement): boolean {
    if (target instanceof HTMLInputElement) {
        return target.type !== "range" && target.type !== "checkbox" && target.type !== "radio";
    }
    return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
