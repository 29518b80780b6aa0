// Forms in a part of the page that is marked `data-in-place` are sent without leaving it, so that a film goes
// on while its viewer writes. The answer is the same page; its marked parts take the place of ours.
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
            if (!takeOver(page, form.closest(marked)?.id ?? "")) {
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
function takeOver(page: Document, sent: string): boolean {
    let isThere = false;
    for (const part of document.querySelectorAll(marked)) {
        const fresh = page.getElementById(part.id);
        if (fresh !== null) {
            part.replaceWith(document.adoptNode(fresh));
            isThere ||= part.id === sent;
        }
    }
    const next = document.querySelector<HTMLElement>(`#${CSS.escape(sent)} [data-new]`)
        ?? document.querySelector<HTMLElement>(`#${CSS.escape(sent)} [role=alert]`);
    next?.scrollIntoView({ block: "nearest" });
    next?.focus({ preventScroll: true });
    return isThere;
}
