// What an account says is hidden by one who is tired of it, and shown again; then by the team from everybody.
import { assert, openPage, until } from "../browser.mjs";

const WORDS = "Moi je sais tout mieux.";

export default async function (world) {
    const rose = await openPage(world, { visitor: true });
    await rose.page.goto("/login");
    await rose.page.fill("#username", "rose");
    await rose.page.fill("#password", "une phrase assez longue");
    await rose.page.click("main button[type=submit]");
    await rose.page.waitForSelector("footer >> text=rose");
    await rose.page.goto(world.films.film);
    await rose.page.fill("#comments textarea >> nth=0", WORDS);
    await rose.page.click("#comments .say button >> nth=0");
    await rose.page.waitForSelector(`.comment:has-text('${WORDS}')`);
    const own = rose.page.locator(".comment", { hasText: WORDS });
    assert.equal(await own.locator("form[action$='/mute']").count(), 0, "nobody hides themselves");

    const keeper = await openPage(world);
    await keeper.page.goto(world.films.film);
    const said = keeper.page.locator(".comment", { hasText: WORDS });
    await said.locator("summary", { hasText: "Masquer" }).click();
    if (world.shots) {
        await said.screenshot({ path: `${world.shots}/blocked-comment.png` });
    }
    await said.locator("form[action$='/mute'] button").click();
    await until("its words are gone", async () => (await said.count()) === 0);
    await rose.page.reload();
    assert.ok(await own.isVisible(), "others see them");

    await keeper.page.goto("/my/account");
    await keeper.page.click("a[href='/my/account/muted']");
    await keeper.page.waitForSelector("main a[href='/a/rose']");
    if (world.shots) {
        await keeper.page.screenshot({ path: `${world.shots}/blocked.png`, fullPage: true });
    }
    await keeper.page.click("form[action='/a/rose/mute'] button");
    await keeper.page.waitForSelector("text=n’est plus masqué");
    assert.equal(await keeper.page.locator("main a[href='/a/rose']").count(), 0);
    await keeper.page.goto(world.films.film);
    assert.ok(await said.isVisible(), "back again");

    await keeper.page.goto("/admin/people");
    await keeper.page.click("main ul.rows >> a:has-text('rose')");
    await keeper.page.click("form[action$='/mute'] button");
    await keeper.page.waitForSelector("form[action$='/unmute']");
    if (world.shots) {
        await keeper.page.screenshot({ path: `${world.shots}/blocked-person.png`, fullPage: true });
    }
    const stranger = await openPage(world, { visitor: true });
    await stranger.page.goto(world.films.film);
    assert.ok(!(await stranger.page.textContent("#comments")).includes(WORDS));
    await rose.page.reload();
    assert.ok(await own.isVisible(), "the person herself learns nothing");
    await keeper.page.click("form[action$='/unmute'] button");
    await keeper.page.waitForSelector("form[action$='/mute']");
    await stranger.page.reload();
    assert.ok((await stranger.page.textContent("#comments")).includes(WORDS));
    await stranger.done();
    await keeper.done();
    await rose.done();
}
