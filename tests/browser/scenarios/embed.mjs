// The player in another site's page: it stands in a frame of a strange origin and reads PeerTube's parameters.
import { createServer } from "node:http";
import { assert, openPage, until } from "../browser.mjs";

export default async function (world) {
    const { page: here, done: finish } = await openPage(world, { visitor: true });
    await here.goto(world.films.film);
    const code = await here.inputValue("#share-embed");
    await finish();
    const address = /src="([^"]+)"/.exec(code)[1];
    const stranger = createServer((_, response) => {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(`<!DOCTYPE html><title>Ailleurs</title><iframe width="640" height="360" allow="autoplay; fullscreen" src="${address}?start=5&muted=1&autoplay=1&loop=1&title=0&warningTitle=0&peertubeLink=0"></iframe>`);
    });
    await new Promise((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    try {
        const { page, done } = await openPage(world, { visitor: true, base: `http://127.0.0.1:${stranger.address().port}` });
        await page.goto("/");
        const frame = await until("the frame is there", () => page.frames().find((one) => one.url().includes("/videos/embed/")));
        await frame.waitForSelector(".player.scripted");
        const video = (name) => frame.evaluate((property) => document.querySelector("video")[property], name);
        await until("it plays by itself", async () => (await video("currentTime")) > 5.3);
        assert.equal(await video("muted"), true);
        assert.equal(await video("loop"), true);
        assert.equal(await frame.locator(".embed-title").count(), 0);
        assert.equal(await frame.locator(".embed-link").count(), 0);
        if (world.shots) {
            await page.screenshot({ path: `${world.shots}/embed.png` });
        }
        await done();

        // A film that is not there: one sentence in the frame and a way out of it.
        const gone = await openPage(world, { visitor: true, context: { viewport: { width: 320, height: 180 } } });
        const answer = await gone.page.goto("/videos/embed/00000000-0000-4000-8000-000000000000");
        assert.equal(answer.status(), 404);
        assert.match(answer.headers()["content-security-policy"], /frame-ancestors \*/);
        assert.match(await gone.page.textContent("body"), /plus, en ligne/);
        assert.equal(await gone.page.locator("header, footer, nav, form").count(), 0, "the site stays outside");
        assert.equal(await gone.page.getAttribute("main a", "target"), "_blank");
        assert.equal(await gone.page.evaluate(() => document.documentElement.scrollHeight), 180, "it fits");
        await gone.done();
    } finally {
        stranger.close();
    }
}
