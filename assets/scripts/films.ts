// "My videos" keeps itself up to date while something is being prepared: the page is fetched again and the
// rows that changed are exchanged, except one that somebody is about to use.

const table = document.querySelector<HTMLTableElement>("table.mine");
const isMoving = () => table?.querySelector('[data-state="sending"], [data-state="waiting"], [data-state="preparing"]') !== null;

async function refresh(): Promise<void> {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) {
        return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const row of table?.querySelectorAll<HTMLTableRowElement>("tbody tr") ?? []) {
        const replacement = fresh.getElementById(row.id);
        if (replacement !== null && !row.contains(document.activeElement) && replacement.innerHTML !== row.innerHTML) {
            row.replaceWith(document.adoptNode(replacement));
        }
    }
}

let pause = 3000;
async function again(): Promise<void> {
    try {
        if (!document.hidden) {
            await refresh();
        }
        pause = 3000;
    } catch {
        pause = Math.min(pause * 2, 60_000);
    }
    if (isMoving()) {
        setTimeout(() => void again(), pause);
    }
}
if (table !== null && isMoving()) {
    setTimeout(() => void again(), pause);
}
