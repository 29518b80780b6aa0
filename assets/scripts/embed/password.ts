// A frame that asks for the password of its film: the page around it may give it (`setVideoPassword`).
import { Channel } from "./channel";

const form = document.querySelector<HTMLFormElement>("[data-api]");
if (form !== null) {
    const channel = new Channel(form.dataset.api ?? "peertube");
    const field = form.querySelector<HTMLInputElement>("[name=password]");
    channel.bind("isReady", () => false);
    channel.bind("setVideoPassword", (password) => {
        if (field !== null && typeof password === "string") {
            field.value = password;
            // The answer to this request goes out before the page does.
            setTimeout(() => form.submit(), 0);
        }
    });
    channel.open();
}
