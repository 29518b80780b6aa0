// Turns every plain <video> that the page marks into the player, and waits for films in preparation.
import { mount } from "./player";
import { linkTimes } from "./times";
import { waitForFilm } from "./waiting";

for (const root of document.querySelectorAll<HTMLElement>("[data-player]")) {
    const player = mount(root);
    for (const text of document.querySelectorAll<HTMLElement>("[data-seekable]")) {
        linkTimes(text, (seconds) => player.seekTo(seconds, true));
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-seek]")) {
        link.addEventListener("click", (event) => {
            event.preventDefault();
            player.seekTo(Number(link.dataset.seek), true);
        });
    }
}
for (const root of document.querySelectorAll<HTMLElement>("[data-wait]")) {
    waitForFilm(root);
}
