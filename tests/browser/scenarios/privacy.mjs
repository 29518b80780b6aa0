// Who may watch: a film behind a password, on its page, in another site's and without scripts; and one with a date,
// which is chosen by the clock of the device.
import { createServer } from "node:http";
import { assert, openPage, until } from "../browser.mjs";

const password = "sous les ardoises";

export default async function (world) {
    const owner = await openPage(world, { context: { timezoneId: "America/New_York" } });
    const { page } = owner;
    const shoot = async (name, from = page) => {
        if (world.shots) {
            await from.screenshot({ path: `${world.shots}/${name}.png`, fullPage: true });
        }
    };
    const save = () => page.click(".decide button[type=submit]");
    await page.goto(world.films.small);
    const title = (await page.textContent("h1")).trim();
    const edit = await page.getAttribute("a[href$='/edit']", "href");

    // Protected: the field appears with the choice, and says beside itself what is missing.
    await page.goto(edit);
    assert.equal(await page.isVisible("#passwords"), false, "nobody is asked for what is not needed");
    await page.check("input[name=privacy][value='5']");
    assert.equal(await page.isVisible("#passwords"), true);
    await save();
    assert.match(await page.textContent("#passwords-wrong"), /au moins un mot de passe/);
    await page.fill("#passwords", `${password}\nun autre`);
    await save();
    await page.waitForSelector(".notice.good");
    assert.match(await page.inputValue("#passwords"), /un autre/);
    await shoot("privacy-edit");
    await page.setViewportSize({ width: 360, height: 800 });
    await shoot("privacy-edit-360");
    await page.setViewportSize({ width: 1280, height: 800 });

    for (const javaScriptEnabled of [true, false]) {
        const visitor = await openPage(world, { visitor: true, context: { javaScriptEnabled, viewport: { width: 360, height: 700 } } });
        const answer = await visitor.page.goto(world.films.small);
        assert.equal(answer.status(), 403);
        assert.ok(!(await visitor.page.content()).includes(title), "nothing is said of the film");
        await shoot("privacy-password-360", visitor.page);
        await visitor.page.fill("#password", "ardoises");
        await visitor.page.press("#password", "Enter");
        assert.match(await visitor.page.textContent("[role=alert]"), /pas le mot de passe/);
        await visitor.page.fill("#password", password);
        await visitor.page.press("#password", "Enter");
        await visitor.page.waitForSelector(".about-film");
        assert.equal((await visitor.page.textContent("h1")).trim(), title);
        await visitor.page.reload();
        assert.equal((await visitor.page.textContent("h1")).trim(), title, "a reload does not ask again");
        if (javaScriptEnabled) {
            await visitor.page.waitForSelector(".player.scripted");
            await visitor.page.keyboard.press("k");
            await until("it plays", () => visitor.page.evaluate(() => document.querySelector("video").currentTime > 0.3));
        } else {
            const source = await visitor.page.getAttribute("video source", "src");
            const bytes = await visitor.page.request.get(source.split("#")[0], { headers: { Range: "bytes=0-99" } });
            assert.equal(bytes.status(), 206);
        }
        await visitor.done();
    }
    await inAnotherPage(world, page, shoot);

    // A date: what is typed is New York's, what is kept is a moment.
    await page.goto(edit);
    await page.check("input[name=privacy][value='3']");
    assert.equal(await page.isVisible("#publishAt"), false, "a film for oneself has no date");
    await page.check("input[name=privacy][value='1']");
    assert.match(await page.textContent("#publishAt-help"), /l’Est/);
    await page.fill("#publishAt", "2020-01-01T18:00");
    await save();
    assert.match(await page.textContent("#publishAt-wrong"), /passée/);
    assert.equal(await page.inputValue("#publishAt"), "2020-01-01T18:00");
    await page.fill("#publishAt", "2099-07-01T18:00");
    await save();
    await page.waitForSelector(".notice.good");
    assert.equal(await page.inputValue("#publishAt"), "2099-07-01T18:00");
    assert.match(await page.textContent(".notice.plain"), /Sera publiée le 1 juillet 2099 à 18:00/);
    await shoot("privacy-planned");
    const paris = await openPage(world, { context: { timezoneId: "Europe/Paris" } });
    await paris.page.goto(edit);
    assert.equal(await paris.page.inputValue("#publishAt"), "2099-07-02T00:00");
    await paris.done();
    const plain = await openPage(world, { context: { javaScriptEnabled: false } });
    await plain.page.goto(edit);
    assert.equal(await plain.page.inputValue("#publishAt"), "2099-07-01T22:00");
    assert.match(await plain.page.textContent("#publishAt-help"), /heure universelle/);
    await plain.done();
    await page.goto("/my/videos");
    assert.match(await page.textContent("table.mine"), /Sera publiée le/);
    await shoot("privacy-mine");
    await page.goto(edit);
    await page.click("text=Renoncer à cette date");
    await page.waitForSelector(".notice.good");
    assert.equal(await page.locator("text=Sera publiée le").count(), 0);
    assert.equal(await page.isChecked("input[name=privacy][value='3']"), true);

    // In the list of what is sent: passwords and the date go along with the film.
    await page.goto("/publish");
    await page.setInputFiles("#videofile", world.clips.small);
    const row = page.locator(".sending");
    await row.locator("input[type=radio][value='4']").check();
    await row.locator("input[type=datetime-local]").fill("2099-12-24T18:00");
    assert.equal(await row.locator("textarea[name=passwords]").isVisible(), false);
    await shoot("privacy-publish");
    await row.locator(".decide button[type=submit]").click();
    await until("it is noted", async () => /enregistré/.test((await row.locator("[data-part=saved]").textContent()) ?? ""), 120);
    await until("it waits for its date", async () => /date choisie/.test((await row.locator("[data-part=status]").textContent()) ?? ""), 120);
    const made = await row.locator("[data-part=edit]").getAttribute("href");
    await page.goto(made);
    assert.equal(await page.inputValue("#publishAt"), "2099-12-24T18:00");
    assert.equal(await page.isChecked("input[name=privacy][value='4']"), true);
    // It stays for the scenario that looks at every page.
    await page.check("input[name=privacy][value='5']");
    await page.fill("#passwords", password);
    await save();
    assert.match(await page.textContent("#publishAt-wrong"), /À une date/, "a date opens, it does not lock");
    await page.fill("#publishAt", "");
    await save();
    await page.waitForSelector(".notice.good");
    world.lockedPassword = password;
    world.films.locked = await page.getAttribute("a[href^='/w/']", "href");
    world.films.lockedEdit = made;
    world.films.lockedFrame = `/videos/embed/${/\/my\/videos\/([^/]+)/.exec(made)[1]}`;

    await owner.done();
}

/** A frame in a page of a strange origin asks by itself, and plays without cookies. */
async function inAnotherPage(world, page, shoot) {
    const uuid = /\/my\/videos\/([^/]+)/.exec(page.url())[1];
    const stranger = createServer((_, response) => {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(`<!DOCTYPE html><title>Ailleurs</title><iframe width="640" height="360" allow="autoplay; fullscreen" src="${world.base}/videos/embed/${uuid}?title=0"></iframe>`);
    });
    await new Promise((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    try {
        const visitor = await openPage(world, { visitor: true, base: `http://localhost:${stranger.address().port}` });
        await visitor.page.goto("/");
        const frame = await until("the frame is there", () => visitor.page.frames().find((one) => one.url().includes("/videos/embed/")));
        await frame.waitForSelector("#password");
        await shoot("privacy-embed", visitor.page);
        await frame.fill("#password", password);
        await frame.click("button");
        await frame.waitForSelector(".player.scripted");
        await frame.press("body", "k");
        await until("it plays", () => frame.evaluate(() => document.querySelector("video").currentTime > 0.3));
        await visitor.done();
    } finally {
        stranger.close();
    }
}
