// The embed API: a page of a strange origin with PeerTube's own library (@peertube/embed-api) plays a film, one behind
// a password and a list in our frames, and hears of what happens there.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { assert, openPage, until } from "../browser.mjs";

const library = readFileSync(new URL("../node_modules/@peertube/embed-api/build/player.min.js", import.meta.url));

export default async function (world) {
    const stranger = createServer((request, response) => {
        const asked = new URL(request.url, "http://localhost");
        if (asked.pathname === "/player.js") {
            response.setHeader("Content-Type", "text/javascript");
            response.end(library);
            return;
        }
        const frame = `${world.base}${asked.searchParams.get("frame")}`;
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(`<!DOCTYPE html><title>Ailleurs</title><iframe width="640" height="360" allow="autoplay; fullscreen" src="${frame}"></iframe><script src="/player.js"></script><script>
            const PeerTubePlayer = window.PeerTubePlayer;
            window.heard = {};
            window.player = new PeerTubePlayer(document.querySelector("iframe"), ${JSON.stringify(asked.searchParams.get("scope") ?? undefined)});
            for (const name of ["playbackStatusUpdate", "playbackStatusChange", "resolutionUpdate", "volumeChange"]) {
                window.heard[name] = [];
                window.player.addEventListener(name, (value) => window.heard[name].push(value));
            }
            window.isReady = false;
            window.player.ready.then(() => (window.isReady = true));
        </script>`);
    });
    await new Promise((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    const open = async (frame, scope) => {
        const visitor = await openPage(world, { visitor: true, base: `http://localhost:${stranger.address().port}` });
        const { page } = visitor;
        const call = (name, ...given) => page.evaluate(([method, values]) => window.player[method](...values), [name, given]);
        const heard = (name) => page.evaluate((event) => window.heard[event], name);
        const ready = () => until("the frame is ready", () => page.evaluate(() => window.isReady));
        await page.goto(`/?frame=${encodeURIComponent(frame)}${scope === undefined ? "" : `&scope=${scope}`}`);
        return { ...visitor, call, heard, ready };
    };
    try {
        await ofAFilm(world, open);
        await ofALockedFilm(world, open);
        await ofAList(world, open);
    } finally {
        stranger.close();
    }
}

async function ofAFilm(world, open) {
    const short = world.films.film.replace("/w/", "");
    const { page, call, heard, ready, done } = await open(`/videos/embed/${short}?api=1&scope=tricot&playbackRate=1.5&foregroundColor=rgb(1,2,3)`, "tricot");
    await ready();
    assert.equal(await call("getPlaybackRate"), 1.5, "the address of the frame says how fast");
    assert.equal(await call("isPlaying"), false);
    const frame = page.frames().find((one) => one.url().includes("/videos/embed/"));
    assert.equal(await frame.evaluate(() => document.querySelector(".player").style.getPropertyValue("--lamp")), "rgb(1,2,3)");

    assert.match(await call("getImageDataUrl"), /^data:image\/jpeg;base64,.{200}/s, "the poster, before anything plays");
    await call("setVolume", 0);
    await call("seek", 2);
    assert.equal(await call("getCurrentTime"), 2);
    await call("play");
    await until("it plays", async () => (await call("isPlaying")) && (await call("getCurrentTime")) > 2.3);
    assert.match(await call("getImageDataUrl"), /^data:image\/jpeg;base64,.{200}/s);
    await call("setVolume", 0.5);
    assert.equal(await call("getVolume"), 0.5);
    await until("the volume is heard of", async () => (await heard("volumeChange")).includes(0.5));
    await call("setPlaybackRate", 2);
    assert.equal(await call("getPlaybackRate"), 2);
    assert.ok((await call("getPlaybackRates")).includes(1.25));

    const resolutions = await until("the qualities are known", async () => {
        const known = await call("getResolutions");
        return known.length > 1 && known;
    });
    assert.deepEqual([resolutions[0].id, resolutions[0].active], [-1, true]);
    const lowest = resolutions.filter(({ height }) => height > 0).sort((one, other) => one.height - other.height)[0];
    await call("setResolution", lowest.id);
    await until("it is chosen", async () => (await call("getResolutions")).find(({ id }) => id === lowest.id).active);
    assert.ok((await heard("resolutionUpdate")).at(-1).some(({ id, active }) => id === lowest.id && active));
    await call("setResolution", -1);

    const captions = await call("getCaptions");
    if (captions.length > 0) {
        await call("setCaption", captions[0].id);
        assert.equal((await call("getCaptions"))[0].mode, "showing");
        assert.ok(captions[0].src.startsWith("http"));
        await call("setCaption", "nothing");
        assert.equal((await call("getCaptions"))[0].mode, "disabled");
    }
    await call("pause");
    await until("it rests", async () => !(await call("isPlaying")));
    await until("that is heard of", async () => (await heard("playbackStatusChange")).join() === "playing,paused");
    const update = await until("and where it is", async () => {
        const last = (await heard("playbackStatusUpdate")).at(-1);
        return last.playbackState === "paused" && last;
    });
    assert.ok(update.position > 2 && update.duration > update.position && update.volume === 0.5, JSON.stringify(update));
    await call("seek", update.duration - 0.2);
    await call("play");
    await until("it ends", async () => (await heard("playbackStatusChange")).at(-1) === "ended");
    assert.equal(await call("getCurrentPosition"), undefined);

    // What makes no sense is answered, and changes nothing.
    for (const [name, value] of [["seek", "x"], ["setVolume", 7], ["setResolution", 99], ["setPlaybackRate", 0]]) {
        await call(name, value);
    }
    assert.equal(await call("getVolume"), 0.5);
    const refused = await page.evaluate(() => window.player.sendMessage("explode").then(() => "done", String));
    assert.equal(refused, "method_not_found");
    await done();

    // Nobody is told of a frame that was not asked for the API, nor under another name.
    for (const [query, scope] of [["", "tricot"], ["?api=1", "tricot"]]) {
        const silent = await open(`/videos/embed/${short}${query}`, scope);
        const inside = await until("the frame is there", () => silent.page.frames().find((one) => one.url().includes("/videos/embed/")));
        await inside.waitForSelector(".player.scripted");
        assert.equal(await silent.page.evaluate(() => window.isReady), false);
        await silent.done();
    }
}

async function ofALockedFilm(world, open) {
    const { page, call, ready, done } = await open(`${world.films.lockedFrame}?api=1&waitPasswordFromEmbedAPI=1`);
    const frame = () => page.frames().find((one) => one.url().includes("/videos/embed/"));
    await until("the frame waits", () => frame()?.evaluate(() => document.querySelector("form")?.hidden).catch(() => false));
    await call("setVideoPassword", "wrong");
    await until("it says that it is wrong", () => frame().evaluate(() => document.querySelector("[role=alert]") !== null && !document.querySelector("form").hidden).catch(() => false));
    await call("setVideoPassword", world.lockedPassword);
    await ready();
    await call("setVolume", 0);
    await call("play");
    await until("it plays", async () => (await call("getCurrentTime")) > 0.3);
    await done();
}

/** Who may watch the second film of the list; what it was before. */
async function watchedBy(world, privacy) {
    const { page, done } = await openPage(world);
    await page.goto(world.films.small);
    await page.click("a[href$='/edit']");
    const before = await page.inputValue("input[name=privacy]:checked");
    await page.check(`input[name=privacy][value='${privacy}']`);
    await page.click("text=Enregistrer >> nth=-1");
    await page.waitForSelector(".notice.good");
    await done();
    return before;
}

async function ofAList(world, open) {
    const before = await watchedBy(world, "1");
    const id = world.films.list.replace("/w/p/", "");
    const { page, call, ready, done } = await open(`/video-playlists/embed/${id}?api=1`);
    await ready();
    assert.equal(await call("getCurrentPosition"), 1);
    const at = (position) => until(`place ${position}`, async () => {
        const answer = page.evaluate(() => Promise.race([window.player.getCurrentPosition(), new Promise((resolve) => setTimeout(resolve, 500))]));
        return (await answer) === position;
    });
    await call("playNextVideo");
    await at(2);
    await call("playPreviousVideo");
    await at(1);
    await done();
    await watchedBy(world, before);
}
