// Every page, in both languages, by day and by night, from 320 pixels to a television and at twice the text
// size: axe-core and html-validate find nothing, and nothing sticks out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";
import { assert, openPage } from "../browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const validator = new HtmlValidate({
    extends: ["html-validate:recommended"],
    rules: {
        "long-title": "off",
        "no-trailing-whitespace": "off",
        // Check boxes of one question share a name, as HTML means them to.
        "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "submit"] }],
    },
});

export default async function (world) {
    const edit = world.films.edit;
    const open = ["/", "/c/chorale/videos", "/videos/browse", "/videos/browse?sort=name", "/search", "/search?search=jean", "/search?search=introuvable", "/search?search=jean&categoryOneOf=2&length=short", "/videos/overview", world.films.film, "/c/camille_channel/videos", "/a/camille", "/about", "/login", "/nothing-here", world.films.list, "/c/camille_channel/video-playlists", "/a/camille/video-playlists", world.films.signup ?? "/login"];
    const own = ["/", "/publish", "/publish/folder", "/my/videos", edit, "/my/channels", "/my/channels/new", "/my/channels/chorale/edit", "/my/channels/chorale/delete", "/my/channels/chorale/team", "/my/channels/chorale/give", "/my/channels/chorale/followers", edit.replace(/edit$/, "give"), "/my/comments", "/my/comments?state=all", "/admin/comments?state=all", "/admin/blocked", "/my/account", "/my/account/two-factor", "/settings", "/settings/mail", "/admin", world.films.small, "/my/playlists", world.films.listEdit, world.films.listDelete, "/videos/subscriptions", "/my/history", "/my/notifications", "/admin/people", world.films.person ?? "/admin/people", "/admin/federation", "/admin/friends", "/admin/reports?state=all", "/my/account/muted", "/a/rose", "/my/reports", world.films.report ?? "/my/reports", `/report?video=${world.films.film.split("/").pop()}`];
    if (world.films.locked !== undefined) {
        open.push(world.films.locked, world.films.lockedFrame);
        own.push(world.films.lockedEdit);
    }
    const looks = [
        { width: 1280, language: "fr", scheme: "light", text: 1 },
        { width: 360, language: "en", scheme: "dark", text: 1 },
        { width: 320, language: "fr", scheme: "dark", text: 1 },
        { width: 1280, language: "fr", scheme: "light", text: 2 },
        { width: 3840, language: "en", scheme: "light", text: 1 },
    ];
    const found = [];
    for (const look of looks) {
        for (const [isOwn, paths] of [[false, open], [true, own]]) {
            const { page, context, done } = await openPage(world, {
                visitor: !isOwn,
                // axe is put into the page by the test; the page's own policy would refuse it.
                context: { viewport: { width: look.width, height: 800 }, colorScheme: look.scheme, locale: look.language, bypassCSP: true },
            });
            await context.addCookies([{ name: "language", value: look.language, url: world.base }]);
            for (const path of paths) {
                const answer = await page.goto(path);
                const where = `${path} (${look.width} px, ${look.language}, ${look.scheme}, text ×${look.text})`;
                assert.ok(answer.status() < 500, `${where}: ${answer.status()}`);
                assert.equal(await page.getAttribute("html", "lang"), look.language, where);
                if (look.text !== 1) {
                    await page.addStyleTag({ content: `html { font-size: ${look.text * 106.25}% }` });
                }
                const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
                if (over > 0) {
                    found.push(`${where}: sticks out by ${over} px`);
                }
                await page.evaluate(axe);
                const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
                found.push(...violations.map((one) => `${where}: ${one.id}: ${one.nodes[0].html.slice(0, 200)}`));
                if (look === looks[0]) {
                    const report = await validator.validateString(await answer.text());
                    found.push(...report.results.flatMap((result) => result.messages.map((one) => `${where}:${one.line}: ${one.ruleId}: ${one.message}`)));
                }
                if (world.shots && look.text === 1) {
                    const name = path.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "home";
                    await page.screenshot({ path: `${world.shots}/${name}-${isOwn ? "own-" : ""}${look.width}-${look.language}-${look.scheme}.png`, fullPage: true });
                }
            }
            await done();
        }
    }
    assert.deepEqual(found, []);

    // By keyboard alone: the first stop skips to the content, and every stop can be seen.
    const { page, done } = await openPage(world, { visitor: true });
    await page.goto("/");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    for (let stop = 0; stop < 25; stop += 1) {
        await page.keyboard.press("Tab");
        const outline = await page.evaluate(() => {
            const active = document.activeElement;
            return active === document.body ? "3px" : getComputedStyle(active).outlineWidth;
        });
        assert.notEqual(outline, "0px", await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120)));
    }
    await done();
}
