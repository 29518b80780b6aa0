// Tells the server what is being watched, as PeerTube's player does: the position every five seconds of
// playing, and each seek. The server decides what counts as a view.

export function countViews(video: HTMLVideoElement, address: string): void {
    if (address === "") {
        return;
    }
    let sentAt = -1;
    const send = (event?: "seek") => {
        const currentTime = Math.floor(video.currentTime);
        if (event === undefined && currentTime === sentAt) {
            return;
        }
        sentAt = currentTime;
        fetch(address, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(event === undefined ? { currentTime } : { currentTime, viewEvent: event }),
            keepalive: true,
        }).catch(() => {
            // A view that is not counted is not worth a word.
        });
    };
    let timer: ReturnType<typeof setInterval> | undefined;
    const stop = () => {
        clearInterval(timer);
        timer = undefined;
    };
    video.addEventListener("playing", () => {
        if (timer === undefined) {
            send();
            timer = setInterval(() => send(), 5000);
        }
    });
    video.addEventListener("pause", stop);
    video.addEventListener("ended", () => {
        send();
        stop();
    });
    let hasPlayed = false;
    video.addEventListener("playing", () => (hasPlayed = true));
    video.addEventListener("seeked", () => {
        if (hasPlayed && !video.ended) {
            send("seek");
        }
    });
}
