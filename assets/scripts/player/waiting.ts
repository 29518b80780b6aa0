// A film that is being prepared: the page asks how far it is and reloads when it can be watched.

export function waitForFilm(root: HTMLElement): void {
    const address = root.dataset.wait ?? "";
    const progress = root.querySelector("progress");
    let pause = 3000;
    const ask = async () => {
        try {
            const answer = await fetch(address, { headers: { Accept: "application/json" } });
            if (!answer.ok) {
                // Visitors other than the owner may not ask for the state; for them the page itself tells.
                setTimeout(() => location.reload(), 20_000);
                return;
            }
            const state = (await answer.json()) as { state: string; share?: number };
            if (state.state === "published" || state.state === "failed") {
                location.reload();
                return;
            }
            if (progress !== null && state.share !== undefined) {
                progress.value = state.share;
            }
            pause = 3000;
        } catch {
            pause = Math.min(pause * 2, 30_000);
        }
        setTimeout(() => void ask(), pause);
    };
    setTimeout(() => void ask(), pause);
}
