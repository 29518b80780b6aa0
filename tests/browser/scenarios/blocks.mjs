// Whoever keeps the house blocks a film on its page with a reason, finds it in the list, and goes through comments.
import { assert, openPage } from "../browser.mjs";

export default async function (world) {
    const visitor = await openPage(world, { visitor: true });
    const keeper = await openPage(world);
    await keeper.page.goto(world.films.small);
    await keeper.page.click("#block summary");
    await keeper.page.fill("#reason", "x");
    await keeper.page.click("#block button[type=submit]");
    assert.equal(await keeper.page.getAttribute("#reason", "aria-invalid"), "true");
    await keeper.page.fill("#reason", "Musique sans accord");
    if (world.shots) {
        await keeper.page.screenshot({ path: `${world.shots}/block.png`, fullPage: true });
    }
    await keeper.page.click("#block button[type=submit]");
    await keeper.page.waitForSelector("section#block");
    const gone = await visitor.page.goto(world.films.small);
    assert.equal(gone.status(), 404);
    if (world.shots) {
        await keeper.page.screenshot({ path: `${world.shots}/block-is.png`, fullPage: true });
    }
    await keeper.page.goto("/admin/blocked");
    assert.match(await keeper.page.textContent("main"), /Musique sans accord/);
    await keeper.page.goto("/my/videos");
    assert.match(await keeper.page.textContent("main"), /Bloquée/);
    await keeper.page.goto("/my/comments?state=all");
    assert.ok((await keeper.page.locator("main .comment").count()) > 0);
    if (world.shots) {
        await keeper.page.screenshot({ path: `${world.shots}/all-comments.png`, fullPage: true });
    }
    // It stays blocked: `pages` looks at it.
    await keeper.done();
    await visitor.done();
}
