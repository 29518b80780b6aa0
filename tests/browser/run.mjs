// Runs the scenarios one after the other on one server, then says what failed.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { makeClips } from "./clips.mjs";
import { startServer } from "./server.mjs";

const order = ["setup", "publish", "watch", "damaged", "edit", "comments", "channels", "team", "embed", "sharing", "telephone", "privacy", "playlists", "embed-api", "members", "reports", "blocked", "two-factor", "bare", "blocks", "pages", "xss", "cli", "fedify", "friends", "weights"];
const given = process.argv.slice(2);
const option = (name) => {
    const place = given.indexOf(name);
    return place < 0 ? undefined : given.splice(place, 2)[1];
};
const binary = option("--server") ?? new URL("../../target/release/lucarne", import.meta.url).pathname;
const shots = option("--shots");
const wanted = given.length > 0 ? order.filter((name) => name === "setup" || given.includes(name)) : order;
if (shots !== undefined) {
    mkdirSync(shots, { recursive: true });
}

const folder = mkdtempSync(join(tmpdir(), "lucarne-browser-"));
const clips = makeClips(folder);
const server = await startServer(binary, join(folder, "data"));
const browser = await launch();
// What one scenario leaves for the next: who is signed in, which films there are.
const world = { browser, server, clips, shots, folder, binary, base: server.base, films: {} };
let failures = 0;
try {
    for (const name of wanted) {
        const begun = Date.now();
        const { default: scenario } = await import(`./scenarios/${name}.mjs`);
        try {
            await scenario(world);
            console.log(`ok    ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
        } catch (error) {
            failures += 1;
            console.log(`FAIL  ${name}: ${error.stack ?? error}`);
            if (name === "setup") {
                break;
            }
        }
    }
} finally {
    await browser.close();
    await server.stop();
    if (failures === 0) {
        rmSync(folder, { recursive: true, force: true });
    } else {
        console.log(`the server's log and data stay in ${folder}`);
    }
}
process.exit(failures > 0 ? 1 : 0);
