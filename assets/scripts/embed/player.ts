// The embed API of PeerTube (`@peertube/embed-api`): the page around a frame plays, seeks and listens.
import type { Remote } from "../player/player";
import { Channel } from "./channel";

/** Milliseconds between two words on where the film is. */
const pace = 500;

type State = "unstarted" | "playing" | "paused" | "ended";

export function answerOutside(scope: string, remote: Remote, root: HTMLElement): void {
    const { video } = remote;
    const channel = new Channel(scope);
    let state: State = "unstarted";
    let isReady = false;

    const resolutions = () => remote.resolutions();
    const leave = (address: string | undefined) => {
        if (address !== undefined) {
            location.assign(address);
        }
    };

    channel.bind("isReady", () => isReady);
    channel.bind("isPlaying", () => !video.paused);
    channel.bind("play", () => remote.play());
    channel.bind("pause", () => video.pause());
    channel.bind("seek", (seconds) => remote.seek(Number(seconds)));
    channel.bind("getCurrentTime", () => remote.now());
    channel.bind("setVolume", (volume) => remote.setVolume(Number(volume)));
    channel.bind("getVolume", () => (video.muted ? 0 : video.volume));
    channel.bind("setResolution", (id) => remote.chooseResolution(Number(id)));
    channel.bind("getResolutions", resolutions);
    channel.bind("getCaptions", () => remote.captions());
    channel.bind("setCaption", (id) => remote.chooseCaption(String(id)));
    channel.bind("getPlaybackRates", () => remote.speeds);
    channel.bind("getPlaybackRate", () => video.playbackRate);
    channel.bind("setPlaybackRate", (rate) => remote.setSpeed(Number(rate)));
    channel.bind("playNextVideo", () => leave(root.dataset.following));
    channel.bind("playPreviousVideo", () => leave(root.dataset.previous));
    channel.bind("getCurrentPosition", () => (root.dataset.position === undefined ? undefined : Number(root.dataset.position)));
    channel.bind("getImageDataUrl", () => remote.picture());
    // The film is open: there is nothing that a password would do.
    channel.bind("setVideoPassword", () => undefined);

    const change = (to: State) => {
        state = to;
        channel.notify("playbackStatusChange", to);
    };
    video.addEventListener("play", () => change("playing"));
    video.addEventListener("pause", () => !video.ended && change("paused"));
    video.addEventListener("ended", () => change("ended"));
    video.addEventListener("volumechange", () => channel.notify("volumeChange", video.muted ? 0 : video.volume));
    remote.onResolutions(() => channel.notify("resolutionUpdate", resolutions()));
    setInterval(() => {
        const duration = remote.length();
        const volume = video.muted ? 0 : video.volume;
        channel.notify("playbackStatusUpdate", { position: remote.now(), volume, duration, playbackState: state });
    }, pace);

    channel.open();
    isReady = true;
    channel.notify("ready", true);
}
