// Viewers pass segments on to one another: two real pages over our own tracker, one that sends wrong bytes, those who
// do not wish it, and npm `bittorrent-tracker` as a program of somebody else.
import { createHash, randomBytes } from "node:crypto";
import { register } from "node:module";
import { assert, openPage, signIn, until } from "../browser.mjs";
import { person } from "./setup.mjs";

/** One quality for all: what two of them do not watch they cannot share. */
const settled = () => localStorage.getItem("lucarne-player") ?? localStorage.setItem("lucarne-player", JSON.stringify({ quality: 240 }));

export default async function (world) {
    await twoShare(world);
    await wrongBytesAreThrownAway(world);
    await whoeverDoesNotWish(world);
    await aProgramFindsTheTracker(world);
}

async function open(world, path, options = {}) {
    const opened = await openPage(world, { visitor: true, ...options });
    const { page, context } = opened;
    await context.addInitScript(settled);
    if (options.before !== undefined) {
        await context.addInitScript(options.before);
    }
    const lines = [];
    const files = [];
    page.on("websocket", (line) => lines.push(line.url()));
    page.on("request", (request) => files.push(new URL(request.url()).pathname));
    await page.goto(path);
    await page.waitForSelector(".player.scripted");
    const counted = (name) => page.evaluate((name) => Number(document.querySelector(".player").dataset[name] ?? 0), name);
    const said = () => page.evaluate(() => document.querySelector("[data-words-now]")?.textContent ?? "");
    const now = () => page.evaluate(() => document.querySelector("video").currentTime);
    const ahead = () => page.evaluate(() => {
        const { buffered } = document.querySelector("video");
        return buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
    });
    const begin = async () => {
        await page.keyboard.press("k");
        await until("it plays", async () => (await now()) > 0.5);
    };
    return { ...opened, lines, files, counted, said, now, ahead, begin };
}

async function twoShare(world) {
    const one = await open(world, world.films.film);
    assert.ok(await one.page.isHidden("[data-sharing]"), "nothing is shared before it plays");
    assert.ok(!one.files.includes("/assets/peers.js"), "the library comes once the film plays");
    await one.begin();
    await until("nobody else is there", async () => /Personne d’autre/.test(await one.said()));
    // The tracker is asked with the first segment that is shared; another viewer comes a little later.
    await until("half a minute is there", async () => (await one.ahead()) > 28);
    const two = await open(world, world.films.film);
    await two.begin();
    await until("the second is sent segments by the first", async () => (await two.counted("fromViewers")) > 0);
    await until("it is said to both", async () => (await Promise.all([one.said(), two.said()])).every((said) => /^1 personne partage cette vidéo avec vous/.test(said)));
    await until("half a minute is there", async () => (await two.ahead()) > 28);
    const [fromViewers, fromSite] = [await two.counted("fromViewers"), await two.counted("fromSite")];
    console.log(`      the second of two viewers: ${Math.round((fromViewers / (fromViewers + fromSite)) * 100)} % from the first`);
    assert.ok((await one.counted("toViewers")) >= fromViewers * 0.9);
    assert.equal(await two.counted("wrong"), 0);
    const own = world.base.replace("http", "ws");
    for (const { lines } of [one, two]) {
        assert.ok(lines.some((line) => line === `${own}/tracker/socket`), lines.join());
        assert.ok(lines.every((line) => line.startsWith(own)), "no server of others is asked");
    }
    if (world.shots) {
        await two.page.screenshot({ path: `${world.shots}/sharing.png`, fullPage: true });
        await two.page.setViewportSize({ width: 360, height: 740 });
        await two.page.screenshot({ path: `${world.shots}/sharing-360.png` });
        await two.page.setViewportSize({ width: 1280, height: 800 });
    }
    await two.page.click("[data-sharing] button");
    assert.match(await two.said(), /Vous ne partagez pas/);
    await until("the first hears that it is alone", async () => /Personne d’autre/.test(await one.said()));
    const at = await two.now();
    await until("the film goes on", async () => (await two.now()) > at + 2);
    await two.page.reload();
    await two.page.waitForSelector(".player.scripted");
    await two.begin();
    assert.match(await two.said(), /Vous ne partagez pas/, "it is remembered");
    await two.page.click("[data-sharing] button");
    await until("they meet again", async () => /^1 personne/.test(await two.said()));
    await one.done();
    await two.done();
}

async function wrongBytesAreThrownAway(world) {
    const liar = await open(world, world.films.film, {
        // What it hands on is changed on its way out; commands are shorter than pieces of segments.
        before: () => {
            const honest = RTCDataChannel.prototype.send;
            RTCDataChannel.prototype.send = function (data) {
                if (data.byteLength > 8000) {
                    const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength).slice();
                    bytes.fill(0, bytes.length - 64);
                    return honest.call(this, bytes);
                }
                return honest.call(this, data);
            };
        },
    });
    await liar.begin();
    await until("it has something to hand on", async () => (await liar.counted("fromSite")) > 0 && (await liar.ahead()) > 20);
    const honest = await open(world, world.films.film);
    await honest.begin();
    await until("wrong bytes have come and were seen", async () => (await honest.counted("wrong")) > 0, 90);
    await honest.page.evaluate(() => (document.querySelector("video").playbackRate = 2));
    await until("the film plays to its end all the same", () => honest.page.evaluate(() => document.querySelector("video").ended), 90);
    assert.ok((await honest.counted("fromSite")) > 0, "what was thrown away came from the site");
    const problem = await honest.page.isHidden("[data-part=problem]");
    assert.ok(problem, "nobody is told of any trouble");
    await liar.context.close();
    await honest.done();
}

async function whoeverDoesNotWish(world) {
    const thrifty = await open(world, world.films.film, {
        before: () => Object.defineProperty(navigator, "connection", { value: { saveData: true } }),
    });
    await thrifty.begin();
    assert.match(await thrifty.said(), /Sur cette connexion/);
    assert.ok(!thrifty.files.includes("/assets/peers.js") && thrifty.lines.every((line) => !line.includes("tracker")));
    await thrifty.done();

    const without = await open(world, world.films.film, { before: () => delete window.RTCPeerConnection });
    await without.begin();
    assert.ok(await without.page.isHidden("[data-sharing]"));
    await without.done();

    const frame = `/videos/embed/${world.films.film.split("/").pop()}`;
    const bare = await open(world, frame);
    await bare.begin();
    assert.ok(!bare.files.includes("/assets/peers.js"), "in the pages of others nothing is shared unasked");
    await bare.page.goto(`${frame}?p2p=1`);
    await bare.page.waitForSelector(".player.scripted");
    await bare.begin();
    await until("a frame that was asked to shares", () => bare.lines.some((line) => line.endsWith("/tracker/socket")));
    await bare.done();

    const { page, done } = await openPage(world, { visitor: true });
    await signIn(page, person);
    await page.goto("/my/account");
    await page.uncheck("input[type=checkbox][name=shares]");
    await page.click("main form button[type=submit]");
    await page.goto(world.films.film);
    assert.equal(await page.locator("[data-sharing]").count(), 0, "a member who shares nothing is not asked");
    await page.goto("/my/account");
    await page.check("input[type=checkbox][name=shares]");
    await page.click("main form button[type=submit]");
    await page.goto("/about");
    assert.match(await page.textContent("main"), /l’adresse internet de votre connexion/);
    await done();
}

/** npm `bittorrent-tracker` announces what a torrent of ours names, as a program would that keeps it. */
async function aProgramFindsTheTracker(world) {
    // Its part for browsers wants WebRTC from a library that has to be compiled; over HTTP nothing of it is called.
    register(`data:text/javascript,${encodeURIComponent(`
        export const resolve = (name, context, next) => name === "webrtc-polyfill" || name === "node-datachannel/polyfill"
            ? { url: "data:text/javascript,export default {};export const RTCPeerConnection=0,RTCSessionDescription=0,RTCIceCandidate=0", shortCircuit: true }
            : next(name, context);`)}`);
    const { default: Client } = await import("bittorrent-tracker");
    const film = await fetch(`${world.base}/api/v1/videos/${world.films.film.split("/").pop()}`).then((answer) => answer.json());
    const file = await until("there is a torrent", async () => {
        const now = await fetch(`${world.base}/api/v1/videos/${film.uuid}`).then((answer) => answer.json());
        return now.streamingPlaylists[0].files.find((one) => one.torrentUrl !== "");
    });
    const infoHash = /btih:(\w{40})/.exec(file.magnetUri)[1];
    const torrent = Buffer.from(await fetch(file.torrentUrl).then((answer) => answer.arrayBuffer()));
    const info = torrent.subarray(torrent.indexOf("4:infod") + 6, torrent.indexOf("8:url-list"));
    assert.equal(createHash("sha1").update(info).digest("hex"), infoHash, "its hash is that of what it says");
    const [announce] = film.trackerUrls;
    const client = (port, left) => {
        const made = new Client({ infoHash: Buffer.from(infoHash, "hex"), peerId: randomBytes(20), announce: [announce], port, getAnnounceOpts: () => ({ left }) });
        const problems = [];
        for (const event of ["warning", "error"]) {
            made.on(event, (problem) => problems.push(problem.message));
        }
        const told = new Promise((resolve) => made.once("update", resolve));
        const found = new Promise((resolve) => made.once("peer", resolve));
        return { made, problems, told, found };
    };
    const seed = client(4711, 0);
    seed.made.start();
    assert.equal((await seed.told).complete, 1);
    const other = client(4712, 1000);
    other.made.start();
    assert.match(await other.found, /:4711$/);
    const scraped = new Promise((resolve) => other.made.once("scrape", resolve));
    other.made.scrape();
    const { complete, incomplete } = await scraped;
    assert.deepEqual([complete, incomplete], [1, 1]);
    assert.deepEqual([...seed.problems, ...other.problems], []);
    for (const { made } of [seed, other]) {
        await new Promise((resolve) => {
            made.once("update", resolve);
            made.stop();
        });
        made.destroy();
    }
}
