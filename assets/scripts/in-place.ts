// Forms in a part of the page that is marked `data-in-place` are sent without leaving it, so that a film goes
// on while its viewer writes. The answer is the same page; the part of it that was sent takes the place of ours,
// and what is being written in the others stays.
import { writeMoments } from "./moments";

const marked = "[data-in-place]";

document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.closest(marked) === null || form.dataset.isSent !== undefined) {
        return;
    }
    event.preventDefault();
    form.dataset.isSent = "";
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form, event.submitter)) {
        fields.append(name, String(value));
    }
    fetch(form.action, { method: "POST", body: fields })
        .then(async (answer) => {
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            if (!takeOver(page, form.closest(marked))) {
                // Another page than this one: signed out meanwhile, or the film is gone.
                window.location.reload();
            }
        })
        .catch(() => {
            // The line is lost; what was typed is still there.
            delete form.dataset.isSent;
            form.querySelector("[role=alert]")?.remove();
            const words = document.createElement("p");
            words.className = "notice problem";
            words.setAttribute("role", "alert");
            words.textContent = form.closest<HTMLElement>(marked)?.dataset.offline ?? "";
            form.prepend(words);
        });
});

/** Whether the part that was sent is in the answer. */
function takeOver(page: Document, sent: Element | null): boolean {
    const fresh = page.getElementById(sent?.id ?? "");
    if (sent === null || fresh === null) {
        return false;
    }
    const part = document.adoptNode(fresh);
    sent.replaceWith(part);
    part.dispatchEvent(new CustomEvent("fresh", { bubbles: true }));
    writeMoments(part);
    const next = part.querySelector<HTMLElement>("[data-new]") ?? part.querySelector<HTMLElement>("[role=alert]");
    next?.scrollIntoView({ block: "nearest" });
    next?.focus({ preventScroll: true });
    return true;
}
