// What a page weighs on the line, everything but films and pictures of films: at most 200 KB for the watch
// page and 60 KB for every other. Also that addresses with a version may be kept for ever.
import { assert, openPage } from "../browser.mjs";

export default async function (world) {
    const rows = [
        ["/", 60_000, false], ["/videos/browse", 60_000, false], ["/about", 60_000, false], ["/login", 60_000, false],
        ["/publish", 60_000, true], ["/my/videos", 60_000, true], [world.films.edit, 60_000, true], ["/admin", 60_000, true],
        [world.films.film, 200_000, false],
    ];
    const tooHeavy = [];
    for (const [path, limit, isOwn] of rows) {
        const { page, context, done } = await openPage(world, { visitor: !isOwn });
        const line = await context.newCDPSession(page);
        await line.send("Network.enable");
        const types = new Map();
        let total = 0;
        const unkept = [];
        line.on("Network.responseReceived", ({ requestId, response }) => {
            const { pathname, searchParams } = new URL(response.url);
            types.set(requestId, pathname);
            const kept = Object.entries(response.headers).find(([name]) => name.toLowerCase() === "cache-control")?.[1] ?? "";
            if (searchParams.has("v") && !/immutable/.test(kept)) {
                unkept.push(pathname);
            }
        });
        line.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
            const name = types.get(requestId) ?? "";
            if (!/^\/lazy-static\/(thumbnails|previews)|fragmented\.mp4$/.test(name)) {
                total += encodedDataLength;
            }
        });
        await page.goto(path, { waitUntil: "networkidle" });
        console.log(`      ${path.padEnd(52)} ${total} of ${limit} bytes`);
        if (total > limit) {
            tooHeavy.push(`${path}: ${total}`);
        }
        assert.deepEqual(unkept, [], "addresses with a version are kept for ever");
        await done();
    }
    assert.deepEqual(tooHeavy, []);
}
