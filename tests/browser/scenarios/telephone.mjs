// A telephone of 360 pixels: the roof is low, the player's bar and menus fit, the quality is remembered.
import { assert, openPage, until } from "../browser.mjs";

export default async function (world) {
    const { page, done } = await openPage(world, { visitor: true, context: { viewport: { width: 360, height: 640 } } });
    await page.goto("/");
    const roof = () => page.evaluate(() => document.querySelector(".roof").offsetHeight);
    assert.ok((await roof()) <= 110, `the roof takes ${await roof()} pixels`);
    assert.ok(await page.isHidden("#search"));
    await page.click(".ways a[href='#search']");
    assert.equal(await page.evaluate(() => document.activeElement.id), "search");
    await page.fill("#search", "jean");
    await page.click(".search button");
    await page.waitForURL(/search=jean/);
    assert.ok(await page.isVisible("#search"), "on its own page the search stays");

    await page.goto(world.films.film);
    await page.waitForSelector(".player.scripted");
    const open = async (name) => {
        await page.click("[data-menu=settings]");
        await page.click(`[data-choices=settings] button:has-text("${name}")`);
    };
    const inside = (selector) => page.evaluate((wanted) => {
        const outer = document.querySelector(".player").getBoundingClientRect();
        const inner = document.querySelector(wanted).getBoundingClientRect();
        return inner.top >= outer.top && inner.bottom <= outer.bottom + 1 && inner.left >= outer.left && inner.right <= outer.right + 1;
    }, selector);
    await page.click(".big-play");
    const video = (name) => page.evaluate((property) => document.querySelector("video")[property], name);
    await until("it plays", async () => (await video("currentTime")) > 0.5);
    for (const part of ["[data-do=mute]", "[data-part=whole]", "[data-do=fullscreen]", "[data-menu=settings]"]) {
        assert.ok((await page.isVisible(`.keys ${part}`)) && (await inside(`.keys ${part}`)), `${part} is in the bar`);
    }
    await open("Vitesse");
    assert.ok(await inside("[data-choices=speed]"), "the speeds stay in the player");
    await page.click("[data-choices=speed] button:has-text('1,5')");
    assert.equal(await video("playbackRate"), 1.5);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.menu), "settings");

    // The sound alone, where the film was and as fast as it was.
    await page.keyboard.press("3");
    await until("a third", async () => (await video("currentTime")) > 11);
    await open("Qualité");
    await page.click("[data-choices=quality] button:has-text('Son seul')");
    await until("only the sound plays", async () => (await video("videoHeight")) === 0 && (await video("readyState")) > 2 && !(await video("paused")));
    assert.ok((await video("currentTime")) > 11, "it goes on where it was");
    assert.equal(await video("playbackRate"), 1.5);
    await open("Qualité");
    await page.click("[data-choices=quality] button:has-text('240p')");
    await until("the picture is back", async () => (await video("videoHeight")) === 240 && !(await video("paused")));
    assert.ok((await video("currentTime")) > 11);

    // The next film begins in what comes nearest.
    await page.evaluate(() => localStorage.setItem("lucarne-player", JSON.stringify({ quality: 500 })));
    await page.reload();
    await page.waitForSelector(".player.scripted");
    await page.click(".big-play");
    await until("the nearest plays", async () => (await video("videoHeight")) === 480);
    await open("Qualité");
    assert.equal(await page.textContent("[data-choices=quality] [aria-pressed=true]"), "480p");
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/telephone.png` });
    }
    await done();

    // All keys are explained within the player, also where it is low.
    const desk = await openPage(world, { visitor: true, context: { viewport: { width: 700, height: 600 } } });
    await desk.page.goto(world.films.film);
    await desk.page.waitForSelector(".player.scripted");
    await desk.page.keyboard.press("?");
    await desk.page.keyboard.press("ArrowDown");
    const last = await desk.page.evaluate(() => {
        const list = document.querySelector("[data-choices=help]").getBoundingClientRect();
        const row = document.querySelector("[data-choices=help] dl div:last-child").getBoundingClientRect();
        return row.bottom <= list.bottom && list.top >= document.querySelector(".player").getBoundingClientRect().top;
    });
    assert.ok(last, "the last key is seen");
    await desk.done();
}
