// Fails when the files of a page outgrow their share of the page's weight: 200 KB for the watch page and
// 60 KB for every other, compressed. The rest of the budget is the HTML; tests/browser weighs whole pages.
import { existsSync, statSync } from "node:fs";

const dist = new URL("dist/", import.meta.url).pathname;
const weigh = (name) => statSync(dist + (existsSync(`${dist}${name}.gz`) ? `${name}.gz` : name)).size;
const shared = ["site.css", "small.js", "bricolage.woff2", "icon.svg", "eaves.svg"];
const pages = [
    ["watch", [...shared, "player.css", "player.js"], 185_000],
    // Comes once a film plays, so it is no part of the page.
    ["sharing", ["peers.js"], 46_000],
    ["embed", ["player.css", "player.js", "icon.svg"], 185_000],
    ["publish", [...shared, "publish.js"], 48_000],
    ["my videos", [...shared, "films.js"], 48_000],
    ["others", shared, 48_000],
];
let isTooHeavy = false;
for (const [page, names, limit] of pages) {
    const sum = names.reduce((total, name) => total + weigh(name), 0);
    isTooHeavy ||= sum > limit;
    console.log(`${page.padEnd(10)} ${String(sum).padStart(7)} of ${limit} bytes  ${names.map((name) => `${name} ${weigh(name)}`).join(", ")}`);
}
process.exit(isTooHeavy ? 1 : 0);
