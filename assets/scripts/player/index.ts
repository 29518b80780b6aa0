// Turns every plain <video> that the page marks into the player, and waits for films in preparation.
import { answerOutside } from "../embed/player";
import { dress } from "../embed/dress";
import { mount } from "./player";
import { linkTimes } from "./times";
import { waitForFilm } from "./waiting";

for (const root of document.querySelectorAll<HTMLElement>("[data-player]")) {
    const player = mount(root);
    dress(root, player.remote);
    if (root.dataset.api !== undefined && window.parent !== window) {
        answerOutside(root.dataset.api, player.remote, root);
    }
    const linkAllTimes = (within: ParentNode) => {
        for (const text of within.querySelectorAll<HTMLElement>("[data-seekable]")) {
            linkTimes(text, (seconds) => player.seekTo(seconds, true));
        }
    };
    linkAllTimes(document);
    // A part of the page was replaced, with a comment that has just been written.
    document.addEventListener("fresh", (event) => linkAllTimes(event.target as HTMLElement));
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
