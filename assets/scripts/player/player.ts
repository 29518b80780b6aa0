// The player: our own controls over a <video> that works without them.
import { clock, fill } from "../words";
import { Captions } from "./captions";
import { listenToKeys } from "./keyboard";
import { placeToGoOn, rememberPlace, rememberTastes, tastes } from "./memory";
import { Menus } from "./menus";
import { sharing } from "./sharing";
import { automatic, openSource, type Problem, type Quality } from "./source";
import { Storyboard } from "./storyboard";
import { countViews } from "./views";

export interface Player {
    seekTo(seconds: number, plays: boolean): void;
    remote: Remote;
}

/** A quality as the embed API names it; the number -1 is the player's own choice. */
export interface Resolution {
    id: number;
    label: string;
    active: boolean;
    width: number;
    height: number;
}

/** What others may do with the player. */
export interface Remote {
    video: HTMLVideoElement;
    speeds: number[];
    play(): void;
    /** Seconds. Before the film has begun it will begin there. */
    seek(seconds: number): void;
    now(): number;
    length(): number;
    setVolume(volume: number): void;
    setSpeed(speed: number): void;
    resolutions(): Resolution[];
    chooseResolution(id: number): void;
    onResolutions(changed: () => void): void;
    captions(): { id: string; label: string; src: string; mode: TextTrackMode }[];
    /** Nothing of that name: no captions. */
    chooseCaption(id: string): void;
    /** What can be seen now, as the address of a JPEG; nothing where there is no picture. */
    picture(): Promise<string | undefined>;
}

interface PhoneVideo extends HTMLVideoElement {
    webkitEnterFullscreen?(): void;
}

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const idleAfter = 2600;

export function mount(root: HTMLElement): Player {
    const video = root.querySelector<PhoneVideo>("video");
    const template = root.querySelector<HTMLTemplateElement>("template[data-controls]");
    if (video === null || template === null) {
        throw new Error("the player's page has changed");
    }
    const film = root.dataset.uuid ?? "";
    const isBare = root.dataset.bare !== undefined;
    video.controls = false;
    if (!isBare) {
        root.append(template.content.cloneNode(true));
    }
    const part = <T extends HTMLElement>(name: string): T | null => root.querySelector<T>(`[data-part="${name}"]`);
    const seek = part<HTMLInputElement>("seek");
    const loaded = part<HTMLProgressElement>("loaded");
    const volume = part<HTMLInputElement>("volume");
    const said = part("said");
    const menus = new Menus(root);
    const captions = new Captions(video, root, menus);
    const stopAt = Number(root.dataset.stop ?? 0);
    const next = root.dataset.next;
    const left = root.dataset.left === undefined ? undefined : Number(root.dataset.left);
    const askedStart = root.dataset.start === undefined ? undefined : Number(root.dataset.start);
    const length = () => (Number.isFinite(video.duration) && video.duration > 0 ? video.duration : Number(root.dataset.duration ?? 0));

    let hasBegun = false;
    let waitingFor = 0;
    let seekWanted: number | undefined;

    const say = (text: string) => {
        if (said === null || text === "") {
            return;
        }
        said.textContent = text;
        said.classList.add("shown");
        clearTimeout(waitingFor);
        waitingFor = window.setTimeout(() => {
            said.classList.remove("shown");
            said.textContent = "";
        }, 2200);
    };

    const showProblem = (kind: Problem | undefined) => {
        const box = part("problem");
        const text = part("problem-text");
        if (box === null || text === null || (kind === undefined && box.hidden)) {
            return;
        }
        box.hidden = kind === undefined;
        text.textContent = kind === undefined ? "" : (box.dataset[kind] ?? "");
        if (kind !== undefined) {
            root.classList.remove("idle");
            showWaiting(false);
            // Nothing more will come of it by itself: the bar offers to play, as the button beside the words does.
            if (kind === "media") {
                video.pause();
            }
        }
    };

    const showWaiting = (isWaiting: boolean) => {
        const ring = part("waiting");
        if (ring !== null) {
            ring.hidden = !isWaiting;
        }
    };

    let resolutionsChanged = () => {};
    const { quality: height, rate } = tastes();
    const source = openSource(video, root.dataset.master, { height, rate }, sharing(root, video), {
        qualitiesChanged: () => {
            fillQualities();
            resolutionsChanged();
        },
        problem: showProblem,
        measured: (rate) => rememberTastes({ rate }),
    });

    /** Where the film goes on, unless the address or the person says otherwise. */
    const remembers = () => (askedStart === undefined ? placeToGoOn(film, length(), left) : undefined);

    /** Says so before it plays, with a way to its beginning. */
    const showResuming = () => {
        const box = part("resuming");
        const words = part("resuming-words");
        const at = remembers();
        if (box !== null && words !== null) {
            box.hidden = at === undefined;
            words.textContent = fill(words.dataset.words, { value: clock(at ?? 0) });
        }
    };

    const begin = () => {
        if (hasBegun) {
            return;
        }
        hasBegun = true;
        root.classList.add("begun");
        const remembered = remembers();
        const at = seekWanted ?? askedStart ?? remembered ?? 0;
        source.begin(at);
        if (seekWanted === undefined && remembered !== undefined) {
            say(fill(said?.dataset.resumed, { value: clock(remembered) }));
        }
        seekWanted = undefined;
    };

    const play = () => {
        begin();
        video.play().catch((error: DOMException) => {
            // The browser wants a click first (autoplay); the big button is shown again.
            if (error.name === "NotAllowedError") {
                root.classList.remove("begun");
            }
        });
    };

    const toggle = () => (video.paused ? play() : video.pause());

    const seekTo = (seconds: number, plays: boolean) => {
        const to = Math.min(Math.max(0, seconds), Math.max(0, length() - 0.1));
        if (!hasBegun) {
            seekWanted = to;
            play();
            return;
        }
        video.currentTime = to;
        showTime();
        if (plays) {
            play();
            root.scrollIntoView({ block: "nearest" });
        }
    };

    // Faces of the buttons.

    const face = (name: string, isOn: boolean) => {
        const button = part(name);
        if (button !== null) {
            button.toggleAttribute("data-is-on", isOn);
            button.setAttribute("aria-label", (isOn ? button.dataset.on : button.dataset.off) ?? "");
        }
    };

    const showTime = () => {
        const now = hasBegun ? video.currentTime : (seekWanted ?? askedStart ?? 0);
        const whole = length();
        const clockNow = part("now");
        if (clockNow !== null) {
            // The last frame stands a little before the end that is shown.
            clockNow.textContent = clock(video.ended ? Math.round(length()) : now);
        }
        const clockWhole = part("whole");
        if (clockWhole !== null) {
            // As the rest of the page rounds it.
            clockWhole.textContent = clock(Math.round(whole));
        }
        if (seek !== null && whole > 0 && seek.dataset.dragged === undefined) {
            seek.value = String((now / whole) * 1000);
            seek.setAttribute("aria-valuetext", `${clock(now)} / ${clock(whole)}`);
            root.style.setProperty("--played", `${(now / whole) * 100}%`);
        }
    };

    const showLoaded = () => {
        if (loaded === null) {
            return;
        }
        for (let place = 0; place < video.buffered.length; place += 1) {
            if (video.buffered.start(place) <= video.currentTime + 0.5 && video.buffered.end(place) >= video.currentTime) {
                loaded.value = (video.buffered.end(place) / Math.max(1, length())) * 1000;
            }
        }
    };

    const showVolume = () => {
        face("mute", video.muted || video.volume === 0);
        if (volume !== null) {
            volume.value = String(video.muted ? 0 : video.volume);
        }
    };

    // Idle: the bar goes away while the film plays and nothing moves.

    let idleTimer = 0;
    const stir = () => {
        root.classList.remove("idle");
        clearTimeout(idleTimer);
        idleTimer = window.setTimeout(() => {
            if (!video.paused && !menus.isOpen()) {
                root.classList.add("idle");
            }
        }, idleAfter);
    };

    // Menus.

    const qualityName = ({ height, rate }: Quality) =>
        height === 0 ? menus.word("quality", "sound") : `${height}p${rate > 40 ? rate : ""}`;

    const fillQualities = () => {
        const all = source.qualities();
        if (all.length < 2) {
            menus.fill("quality", []);
            return;
        }
        const chosen = source.chosen();
        const playing = all.find((quality) => quality.index === source.playing());
        const auto = chosen === automatic && playing !== undefined && hasBegun
            ? fill(menus.word("quality", "autoNow"), { value: qualityName(playing) })
            : menus.word("quality", "auto");
        const choose = (index: number, height?: number) => {
            // The sound alone is wanted of this film, not of the next, which may be one to look at.
            if (height !== 0) {
                rememberTastes({ quality: height });
            }
            source.choose(index);
        };
        menus.fill("quality", [
            { label: auto, isChosen: chosen === automatic, choose: () => choose(automatic) },
            ...[...all].sort((one, other) => other.height - one.height || other.rate - one.rate).map((quality) => ({
                label: qualityName(quality),
                isChosen: chosen === quality.index,
                choose: () => choose(quality.index, quality.height),
            })),
        ]);
    };

    const fillSpeeds = () => {
        menus.fill("speed", speeds.map((speed) => ({
            label: speed === 1 ? menus.word("speed", "normal") : speed.toLocaleString(document.documentElement.lang) + "×",
            isChosen: video.playbackRate === speed,
            choose: () => (video.playbackRate = speed),
        })));
    };

    const faster = (step: number) => {
        const place = speeds.indexOf(video.playbackRate);
        video.playbackRate = speeds[Math.min(speeds.length - 1, Math.max(0, (place < 0 ? 2 : place) + step))] ?? 1;
        say(fill(said?.dataset.speed, { value: `${video.playbackRate.toLocaleString(document.documentElement.lang)}×` }));
    };

    const louder = (step: number) => {
        video.muted = false;
        video.volume = Math.min(1, Math.max(0, Math.round((video.volume + step) * 20) / 20));
        say(fill(said?.dataset.volume, { value: String(Math.round(video.volume * 100)) }));
    };

    const mute = () => {
        video.muted = !video.muted;
        if (!video.muted && video.volume === 0) {
            video.volume = 0.5;
        }
    };

    const fullscreen = () => {
        if (document.fullscreenElement !== null && document.fullscreenElement !== undefined) {
            void document.exitFullscreen();
        } else if (root.requestFullscreen !== undefined) {
            void root.requestFullscreen().catch(() => undefined);
        } else {
            begin();
            video.webkitEnterFullscreen?.();
        }
    };

    const pictureInPicture = () => {
        if (document.pictureInPictureElement === video) {
            void document.exitPictureInPicture();
        } else if (document.pictureInPictureEnabled && hasBegun) {
            void video.requestPictureInPicture().catch(() => undefined);
        }
    };

    const actions: Record<string, () => void> = {
        play: toggle,
        mute,
        fullscreen,
        pip: pictureInPicture,
        "from-start": () => seekTo(0, true),
        retry: () => {
            source.retry();
            play();
        },
    };
    for (const button of root.querySelectorAll<HTMLElement>("[data-do]")) {
        button.addEventListener("click", () => {
            actions[button.dataset.do ?? ""]?.();
            // A button that goes away with its click, as the big one does, leaves the keys to the player.
            setTimeout(() => document.activeElement === document.body && root.focus({ preventScroll: true }), 150);
        });
    }

    /** In a list, the next film comes by itself. */
    const goOn = () => {
        if (next !== undefined) {
            location.assign(next);
        }
    };

    // The film's own events.

    video.addEventListener("play", () => {
        begin();
        face("play", true);
        stir();
    });
    video.addEventListener("pause", () => {
        face("play", false);
        stir();
        rememberPlace(film, video.currentTime, length());
    });
    // Without a line there is nothing to wait for: that is said at once.
    const stalled = () => (navigator.onLine ? showWaiting(!video.paused) : showProblem("offline"));
    video.addEventListener("waiting", stalled);
    window.addEventListener("offline", () => {
        if (hasBegun && !video.paused && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) {
            stalled();
        }
    });
    for (const event of ["playing", "canplay", "pause", "error"]) {
        video.addEventListener(event, () => showWaiting(false));
    }
    video.addEventListener("progress", showLoaded);
    video.addEventListener("volumechange", () => {
        showVolume();
        rememberTastes({ volume: video.volume, muted: video.muted });
    });
    video.addEventListener("ratechange", fillSpeeds);
    video.addEventListener("durationchange", showTime);
    let savedAt = 0;
    let hasStopped = false;
    video.addEventListener("timeupdate", () => {
        showTime();
        showLoaded();
        if (stopAt > 0 && !hasStopped && video.currentTime >= stopAt) {
            hasStopped = true;
            video.pause();
            goOn();
        }
        if (Date.now() - savedAt > 5000 && !video.paused) {
            savedAt = Date.now();
            rememberPlace(film, video.currentTime, length());
        }
    });
    video.addEventListener("ended", () => {
        rememberPlace(film, 0, length());
        goOn();
    });
    window.addEventListener("pagehide", () => hasBegun && rememberPlace(film, video.currentTime, length()));
    window.addEventListener("online", () => {
        const box = part("problem");
        if (box !== null && !box.hidden) {
            source.retry();
        }
    });

    // Hands.

    let lastTouch = 0;
    video.addEventListener("pointerup", (event) => {
        if (event.pointerType === "touch") {
            lastTouch = Date.now();
        }
    });
    // The keys that only the player has work once somebody has clicked into the picture.
    root.tabIndex = -1;
    video.addEventListener("click", () => {
        root.focus({ preventScroll: true });
        // A finger first brings the bar back; the big button and the bar do the rest.
        const isFinger = Date.now() - lastTouch < 800;
        const wasIdle = root.classList.contains("idle");
        stir();
        if (!isFinger || (!wasIdle && video.paused) || !hasBegun) {
            toggle();
        }
    });
    video.addEventListener("dblclick", fullscreen);
    for (const event of ["pointermove", "pointerdown", "focusin", "keydown"]) {
        root.addEventListener(event, stir);
    }
    root.addEventListener("pointerleave", () => {
        if (!video.paused && !menus.isOpen()) {
            root.classList.add("idle");
        }
    });
    if (seek !== null) {
        const hover = part("hover");
        const at = part("at");
        const storyboard = new Storyboard(root, part("sprite"));
        const point = (share: number) => {
            if (hover !== null && at !== null) {
                at.textContent = clock(share * length());
                storyboard.show(share * length());
                hover.hidden = false;
                root.style.setProperty("--hover", `${share * 100}%`);
            }
        };
        const pointNowhere = () => hover !== null && (hover.hidden = true);
        // Whatever drags: a mouse, a finger or a key.
        seek.addEventListener("input", () => {
            seek.dataset.dragged = "";
            root.style.setProperty("--played", `${Number(seek.value) / 10}%`);
            point(Number(seek.value) / 1000);
        });
        seek.addEventListener("change", () => {
            delete seek.dataset.dragged;
            seekTo((Number(seek.value) / 1000) * length(), false);
            pointNowhere();
        });
        seek.addEventListener("pointermove", (event) => {
            const box = seek.getBoundingClientRect();
            point(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
        });
        seek.addEventListener("pointerleave", pointNowhere);
    }
    volume?.addEventListener("input", () => {
        video.muted = false;
        video.volume = Number(volume.value);
    });
    document.addEventListener("fullscreenchange", () => face("fullscreen", document.fullscreenElement === root));

    const pipButton = part("pip");
    if (pipButton !== null) {
        pipButton.hidden = !document.pictureInPictureEnabled;
    }
    const remote: Remote = {
        video,
        speeds,
        play: () => {
            uncover();
            play();
        },
        seek: (seconds) => {
            if (!Number.isFinite(seconds)) {
                return;
            }
            if (hasBegun) {
                seekTo(seconds, false);
            } else {
                seekWanted = Math.max(0, seconds);
                showTime();
            }
        },
        now: () => (hasBegun ? video.currentTime : (seekWanted ?? askedStart ?? 0)),
        length,
        setVolume: (volume) => {
            if (volume >= 0 && volume <= 1) {
                video.muted = false;
                video.volume = volume;
            }
        },
        setSpeed: (speed) => {
            if (speed >= 0.25 && speed <= 4) {
                video.playbackRate = speed;
            }
        },
        resolutions: () => {
            const chosen = source.chosen();
            const all = source.qualities();
            if (all.length === 0) {
                return [];
            }
            const shape = video.videoHeight > 0 ? video.videoWidth / video.videoHeight : 16 / 9;
            const auto = { id: automatic, label: menus.word("quality", "auto"), active: chosen === automatic, width: 0, height: 0 };
            const named = all.map((quality) => ({
                id: quality.index,
                label: qualityName(quality),
                active: chosen === quality.index,
                width: Math.round(quality.height * Math.max(1, shape)),
                height: Math.round(quality.height / Math.min(1, shape)),
            }));
            return [auto, ...named];
        },
        chooseResolution: (id) => {
            if (id === automatic || source.qualities().some((quality) => quality.index === id)) {
                source.choose(id);
            }
        },
        onResolutions: (changed) => (resolutionsChanged = changed),
        captions: () => captions.list(),
        chooseCaption: (id) => captions.choose(id),
        picture: () => pictureOf(video),
    };

    const { volume: liked, muted } = tastes();
    if (liked !== undefined && !video.muted) {
        video.volume = liked;
        video.muted = muted ?? false;
    }
    showVolume();
    fillSpeeds();
    showTime();
    showResuming();
    countViews(video, root.dataset.views ?? "");
    if (!isBare) {
        listenToKeys(root, {
            play: toggle,
            seekBy: (seconds) => seekTo((hasBegun ? video.currentTime : (askedStart ?? 0)) + seconds, false),
            seekToShare: (share) => seekTo(share * length(), false),
            louder,
            mute,
            captions: () => say(captions.toggle() ?? ""),
            faster,
            fullscreen,
            pictureInPicture,
            help: () => menus.toggle("help"),
        });
    }
    if (video.autoplay) {
        play();
    }
    root.classList.add("scripted");
    return { seekTo, remote };

    /** Whoever plays a film from outside has asked its viewer. */
    function uncover() {
        root.closest<HTMLDetailsElement>("details.cover")?.setAttribute("open", "");
    }
}

/** What the element shows, or its poster. */
async function pictureOf(video: HTMLVideoElement): Promise<string | undefined> {
    const canvas = document.createElement("canvas");
    let drawn: CanvasImageSource = video;
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
        const poster = new Image();
        poster.src = video.poster;
        if (video.poster === "" || !(await poster.decode().then(() => true, () => false))) {
            return undefined;
        }
        [canvas.width, canvas.height] = [poster.naturalWidth, poster.naturalHeight];
        drawn = poster;
    }
    if (canvas.width === 0) {
        return undefined;
    }
    canvas.getContext("2d")?.drawImage(drawn, 0, 0);
    return canvas.toDataURL("image/jpeg");
}
