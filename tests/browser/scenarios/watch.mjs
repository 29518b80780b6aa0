// The player on a real film: keys, menus, speed, resuming, start and stop, a lost line.
import { assert, openPage, until } from "../browser.mjs";

export default async function (world) {
    const { page, context, done } = await openPage(world, { visitor: true });
    const requests = [];
    page.on("request", (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await page.goto(world.films.film);
    await page.waitForSelector(".player.scripted");
    await until("the qualities are known", () => page.isVisible("[data-menu=quality]"));
    assert.ok(!requests.some((request) => request.endsWith("fragmented.mp4")), "nothing of the film is fetched before it is played");
    const video = (property) => page.evaluate((name) => document.querySelector("video")[name], property);
    const near = async (what, seconds, slack = 2) => until(what, async () => Math.abs((await video("currentTime")) - seconds) < slack);

    await page.keyboard.press("k");
    await until("it plays", async () => (await video("currentTime")) > 1);
    await until("the view is told", () => requests.some((request) => /^POST .*\/views$/.test(request)));
    await page.keyboard.press("5");
    await near("the middle", (await video("duration")) / 2);
    await page.keyboard.press("k");
    const at = await video("currentTime");
    await page.keyboard.press("l");
    await near("ten seconds on", at + 10, 1);
    await page.keyboard.press("ArrowLeft");
    await near("five seconds back", at + 5, 1);
    await page.keyboard.press("m");
    assert.equal(await video("muted"), true);
    await page.keyboard.press("Shift+Period");
    assert.equal(await video("playbackRate"), 1.25);
    await page.keyboard.press("Shift+Comma");
    assert.equal(await video("playbackRate"), 1);
    await page.keyboard.press("?");
    assert.ok(await page.isVisible(".choices.help"));
    await page.keyboard.press("Escape");
    assert.ok(await page.isHidden(".choices.help"));

    // The quality menu by keyboard alone.
    await page.focus("[data-menu=quality]");
    await page.keyboard.press("Enter");
    const labels = await page.locator("[data-choices=quality] button").allTextContents();
    assert.ok(labels.length >= 3 && /Automatique/.test(labels[0]), labels.join());
    assert.equal(labels.at(-1), "Son seul");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.menu), "quality", "the focus returns to the menu's button");
    const lowest = Number.parseInt(labels.at(-2), 10);
    await page.keyboard.press("k");
    await page.keyboard.press("0");
    await until(`it plays in ${lowest} lines`, async () => (await video("videoHeight")) === lowest);

    await page.keyboard.press("f");
    await until("full screen", () => page.evaluate(() => document.fullscreenElement?.classList.contains("player")));
    await page.keyboard.press("f");
    await until("no full screen", () => page.evaluate(() => document.fullscreenElement === null));

    // The timeline shows a picture above the pointer, and while it is dragged.
    assert.ok(!requests.some((request) => request.includes("/storyboards/")), "no storyboard is fetched before it is wanted");
    const line = await page.locator("[data-part=seek]").boundingBox();
    const sprite = () => page.evaluate(() => {
        const box = document.querySelector("[data-part=sprite]").getBoundingClientRect();
        const player = document.querySelector(".player").getBoundingClientRect();
        const { backgroundImage, backgroundPosition } = document.querySelector("[data-part=sprite]").style;
        return { backgroundImage, backgroundPosition, isInside: box.width > 40 && box.left >= player.left && box.right <= player.right };
    });
    const pointAt = async (share) => {
        await until("a picture of the storyboard", async () => {
            await page.mouse.move(line.x + line.width * share + (Math.random() > 0.5 ? 1 : 0), line.y + line.height / 2);
            return page.isVisible("[data-part=sprite]");
        });
        const shown = await sprite();
        assert.match(shown.backgroundImage, /storyboards/);
        assert.ok(shown.isInside, `the picture at ${share} stands inside of the player`);
        return shown.backgroundPosition;
    };
    const places = [await pointAt(0.01), await pointAt(0.5), await pointAt(0.99)];
    assert.equal(new Set(places).size, 3, places.join(" / "));
    assert.match(await page.textContent("[data-part=at]"), /^0:39|^0:40/);
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/timeline.png` });
    }
    await page.mouse.down();
    await page.mouse.move(line.x + line.width * 0.3, line.y + line.height / 2, { steps: 4 });
    assert.ok(await page.isVisible("[data-part=sprite]"), "it is shown while it is dragged");
    await page.mouse.up();
    await near("three tenths", (await video("duration")) * 0.3);
    await page.mouse.move(line.x + line.width / 2, line.y - 200);
    await until("it goes away", () => page.isHidden("[data-part=sprite]"));

    // Left in the middle, taken up there again.
    await page.keyboard.press("6");
    await near("six tenths", (await video("duration")) * 0.6);
    await page.keyboard.press("k");
    const left = await video("currentTime");
    await until("the place is remembered", () => page.evaluate(() => Object.keys(JSON.parse(localStorage.getItem("lucarne-places") ?? "{}")).length > 0));
    await page.reload();
    await page.waitForSelector(".player.scripted");
    assert.match(await page.textContent("[data-part=resuming]"), /Reprendra à \d+:\d\d/, "said before it plays");
    if (world.shots) {
        for (const width of [360, 1280]) {
            await page.setViewportSize({ width, height: 800 });
            await page.locator(".player").screenshot({ path: `${world.shots}/watch-resuming-${width}.png` });
        }
    }
    await page.click("[data-do=from-start]");
    await near("from the beginning", 0, 3);
    assert.ok(await page.isHidden("[data-part=resuming]"));
    await page.evaluate((place) => (document.querySelector("video").currentTime = place), left);
    await near("there again", left, 3);
    await page.keyboard.press("k");
    await page.reload();
    await page.waitForSelector(".player.scripted");
    await page.click(".big-play");
    await near("where it was left", left, 3);

    // A start in the address wins; a time in the description is a link.
    await page.goto(`${world.films.film}?start=0m12s&stop=16`);
    await page.waitForSelector(".player.scripted");
    await page.keyboard.press("k");
    await near("the start of the address", 13);
    await until("it stops where the address says", async () => (await video("paused")) && (await video("currentTime")) >= 16);
    await page.click("[data-seekable] a");
    await near("the time of the description", 20.5);
    await page.keyboard.press("k");

    // Sharing with a start.
    await page.click("#share summary");
    await page.fill("#share-start", "0:25");
    assert.match(await page.inputValue("#share-link"), /\/w\/\w+\?start=25s$/);
    assert.match(await page.inputValue("#share-embed"), /videos\/embed\/[\w-]+\?start=25s"/);
    await page.fill("#share-start", "");
    assert.match(await page.inputValue("#share-link"), /\/w\/\w+$/);
    assert.match(await page.inputValue("#share-embed"), /videos\/embed\/[\w-]+"/);
    await page.fill("#share-start", "abc");
    assert.match(await page.locator("#share-start").evaluate((field) => field.validationMessage), /un moment comme 1:25/);
    await page.fill("#share-start", "9:00");
    assert.match(await page.locator("#share-start").evaluate((field) => field.validationMessage), /déjà finie/);

    // A lost line is said in words and mends by itself.
    await page.goto(`${world.films.film}?start=1`);
    await page.waitForSelector(".player.scripted");
    await page.keyboard.press("k");
    await until("it plays", async () => (await video("currentTime")) > 1.5);
    await page.route("**/*fragmented.mp4", (route) => route.abort());
    await context.setOffline(true);
    // The player fetches half a minute ahead; this is beyond.
    await page.evaluate(() => (document.querySelector("video").currentTime = 38));
    const hasProblem = () => page.isVisible("[data-part=problem]");
    await until("the problem is said", hasProblem);
    assert.match(await page.textContent("[data-part=problem]"), /hors ligne/);
    await page.unroute("**/*fragmented.mp4");
    await context.setOffline(false);
    await until("it goes on", async () => (await video("currentTime")) > 38.2 && !(await hasProblem()), 40);
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/watch.png` });
    }
    await done();
    await spoiltSegments(world);

    // A private film is not there for others, and is there for its owner.
    const visitor = await openPage(world, { visitor: true });
    const answer = await visitor.page.goto(world.films.small);
    assert.ok([401, 403, 404].includes(answer.status()), `a stranger got ${answer.status()}`);
    await visitor.done();
    const owner = await openPage(world);
    await owner.page.goto(world.films.small);
    await owner.page.waitForSelector(".player.scripted");
    await owner.page.keyboard.press("k");
    await until("the private film plays for its owner", () => owner.page.evaluate(() => document.querySelector("video").currentTime > 1));
    await owner.done();
}

/** Chromium's cache is known to give the beginning of a segment for the whole; disks and proxies spoil others. */
async function spoiltSegments(world) {
    const { page, context, done } = await openPage(world, { visitor: true });
    const asked = [];
    await context.route("**/*fragmented.mp4", async (route) => {
        const answer = await route.fetch();
        const body = await answer.body();
        const range = route.request().headers().range;
        const times = asked.filter((one) => one === range).length;
        asked.push(range);
        // The beginning of the file (its index) stays as it is; of the segments the first comes short, the second spoilt.
        const place = range.startsWith("bytes=0-") ? 0 : new Set(asked.filter((one) => !one.startsWith("bytes=0-"))).size;
        const isSpoilt = times === 0 && place > 0;
        const given = isSpoilt && place === 1 ? body.subarray(0, 2500) : isSpoilt && place === 2 ? Buffer.alloc(body.length, 0xff) : body;
        await route.fulfill({ response: answer, body: given });
    });
    await page.goto(`${world.films.film}?start=0`);
    await page.waitForSelector(".player.scripted");
    await page.click(".big-play");
    await until("it plays past what was spoilt", () => page.evaluate(() => document.querySelector("video").currentTime > 9));
    assert.equal(asked.filter((range, at) => asked.indexOf(range) !== at).length >= 1, true, "what came short is asked for again");
    await done();
}
