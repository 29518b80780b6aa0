// A member reports a film and a comment; whoever keeps the house reads it, answers and decides, and the member learns it.
import { assert, openPage } from "../browser.mjs";

export default async function (world) {
    const rose = await openPage(world, { visitor: true });
    await rose.page.goto(world.films.film);
    await rose.page.click("a[href^='/report?video=']");
    await rose.page.waitForURL(/\/login/);
    await rose.page.fill("#username", "rose");
    await rose.page.fill("#password", "une phrase assez longue");
    await rose.page.click("main button[type=submit]");
    await rose.page.waitForURL(/\/report\?video=/);
    assert.match(await rose.page.textContent("main"), /La vidéo/);
    await rose.page.check("input[value=rights]");
    await rose.page.fill("#reason", "On m’y voit sans que j’aie dit oui.");
    await rose.page.fill("#start", "0:20");
    await rose.page.fill("#end", "0:10");
    await rose.page.click("main form button[type=submit]");
    assert.equal(await rose.page.getAttribute("#end", "aria-invalid"), "true");
    assert.ok(await rose.page.isChecked("input[value=rights]"), "what was chosen stays");
    await rose.page.fill("#end", "0:30");
    if (world.shots) {
        await rose.page.screenshot({ path: `${world.shots}/report-new.png`, fullPage: true });
    }
    await rose.page.click("main form button[type=submit]");
    await rose.page.waitForURL(/\/reports\/\d+/);
    const path = new URL(rose.page.url()).pathname;
    assert.match(await rose.page.textContent("main"), /0:20[\s\S]*0:30/);

    const keeper = await openPage(world);
    await keeper.page.goto("/my/notifications");
    await keeper.page.click("main >> text=signale");
    await keeper.page.waitForURL(new RegExp(path));
    await keeper.page.fill("#message", "Merci, nous floutons ce passage.");
    await keeper.page.click("form.say button[type=submit]");
    await keeper.page.waitForSelector("text=nous floutons");
    await keeper.page.fill("#note", "À faire avant dimanche.");
    await keeper.page.click("button[name=state][value='3']");
    await keeper.page.waitForSelector(".state >> text=Accepté");
    if (world.shots) {
        await keeper.page.screenshot({ path: `${world.shots}/report.png`, fullPage: true });
    }
    await keeper.page.goto("/admin/reports");
    assert.equal(await keeper.page.locator(`main a[href='${path}']`).count(), 0, "it waits no more");
    await keeper.done();

    await rose.page.goto("/my/notifications");
    await rose.page.click("main >> text=est accepté");
    await rose.page.waitForURL(new RegExp(path));
    const words = await rose.page.textContent("main");
    assert.ok(/nous floutons/.test(words) && !/avant dimanche/.test(words), words);
    await rose.page.goto("/my/reports");
    assert.ok(await rose.page.isVisible(`main a[href='${path}']`));
    world.films.report = path;
    await rose.done();
}
