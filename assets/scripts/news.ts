// Counts new notifications while a page is open: the server says them over socket.io (Engine.IO 4, Socket.IO 5), of
// which this page speaks no more than it needs.

const namespace = "/user-notifications";
const told = `42${namespace},`;
/** Seconds before the line is tried again, and at most. */
const patience = 5;
const patienceMaximum = 300;

const sign = document.querySelector<HTMLAnchorElement>("[data-news]");

function show(link: HTMLAnchorElement, unread: number) {
    const [words, number] = [link.querySelector(".unseen"), link.querySelector("[aria-hidden]")];
    link.dataset.news = String(unread);
    link.hidden = unread === 0;
    if (words !== null && number !== null) {
        words.textContent = `${unread} ${link.dataset.words ?? ""}`;
        number.textContent = unread.toLocaleString(document.documentElement.lang);
    }
}

function listen(link: HTMLAnchorElement) {
    let line: WebSocket | undefined;
    let wait = patience;
    let again = 0;

    const open = () => {
        clearTimeout(again);
        const own = new WebSocket(`${location.origin.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`);
        line = own;
        own.addEventListener("message", ({ data }) => {
            const said = String(data);
            if (said.startsWith("0")) {
                own.send(`40${namespace},`);
            } else if (said === "2") {
                own.send("3");
            } else if (said.startsWith(`40${namespace}`)) {
                wait = patience;
            } else if (said.startsWith(`44${namespace}`) || said.startsWith(`41${namespace}`)) {
                // Whoever has signed out elsewhere is told nothing more; the next page will say so.
                line = undefined;
                own.close();
            } else if (said.startsWith(told)) {
                show(link, Number(link.dataset.news) + 1);
            }
        });
        own.addEventListener("close", () => {
            if (line === own) {
                line = undefined;
                again = window.setTimeout(open, wait * 1000);
                wait = Math.min(patienceMaximum, wait * 2);
            }
        });
    };
    const close = () => {
        clearTimeout(again);
        const own = line;
        line = undefined;
        own?.close();
    };

    // A page that is kept to be shown again holds no line.
    window.addEventListener("pagehide", close);
    window.addEventListener("pageshow", ({ persisted }) => persisted && open());
    open();
}

if (sign !== null) {
    listen(sign);
}
