// Without scripts: a site is set up, a film is sent, watched, found and shared, the language and the colours
// are switched, all by plain pages and forms.
import { join } from "node:path";
import { assert, openPage, signIn, until } from "../browser.mjs";
import { startServer } from "../server.mjs";

export default async function (world) {
    const server = await startServer(world.binary, join(world.folder, "bare"));
    try {
        const { page, done } = await openPage(world, { visitor: true, base: server.base, context: { javaScriptEnabled: false, locale: "en-GB" } });
        const next = () => page.click("main button[type=submit]");
        await page.goto("/");
        assert.equal(await page.getAttribute("html", "lang"), "en");
        await page.fill("#code", /code=([\w-]+)/.exec(server.printed())[1]);
        await next();
        await page.check("input[name=language][value=en]");
        await next();
        await next();
        await page.fill("#name", "Village films");
        await next();
        await page.fill("#username", "alex");
        await page.fill("#email", "alex@village.example");
        await page.fill("#password", "a window in the roof");
        await next();
        await next();
        await page.click(".foot-account button");
        await signIn(page, { username: "alex", password: "a window in the roof" });

        await page.goto("/publish");
        await page.setInputFiles("#videofile", world.clips.small);
        await page.fill("#name", "Choir rehearsal");
        await page.check("input[name=privacy][value='1']");
        await page.click("text=Send and publish");
        await page.waitForURL(/\/my\/videos/);
        await until("it is online", async () => {
            await page.goto("/my/videos");
            return /Online/.test((await page.textContent("table.mine")) ?? "");
        }, 180);
        await page.click("table.mine a:has-text('Choir rehearsal')");
        const source = await page.getAttribute("video source", "src");
        assert.ok(await page.getAttribute("video", "controls") !== null);
        const answer = await page.request.get(source.split("#")[0], { headers: { Range: "bytes=0-99" } });
        assert.equal(answer.status(), 206);
        await page.click("summary:has-text('Share')");
        await page.fill("#share-start", "0:03");
        await page.click("text=Update");
        assert.match(await page.inputValue("#share-link"), /start=3s$/);

        await page.fill("#search", "choir");
        await page.click(".search button");
        assert.match(await page.textContent("main"), /Choir rehearsal/);
        await page.click("footer button[value=dark]");
        assert.equal(await page.getAttribute("html", "data-theme"), "dark");
        assert.match(page.url(), /search=choir/, "the switch returns to the same page");
        await page.click("footer button[value=fr]");
        assert.equal(await page.getAttribute("html", "lang"), "fr");
        await done();
    } finally {
        await server.stop();
    }
}
