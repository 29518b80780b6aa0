// A channel is kept by two people, and goes from one to the other, without a script.
import { assert, openPage } from "../browser.mjs";

const looks = [
    { width: 1280, scheme: "light" },
    { width: 360, scheme: "dark" },
];

export default async function (world) {
    const keeper = await openPage(world);
    await keeper.page.goto("/admin/people");
    await keeper.page.fill("#note", "Jo");
    await keeper.page.click("main form:has(#note) button[type=submit]");
    const link = await keeper.page.inputValue("#made-link");
    const jo = await openPage(world, { visitor: true, context: { javaScriptEnabled: false } });
    await jo.page.goto(link);
    await jo.page.fill("#username", "jo");
    await jo.page.fill("#email", "jo@example.org");
    await jo.page.fill("#password", "une phrase assez longue");
    await jo.page.click("main button[type=submit]");
    const shoot = async (who, name) => {
        for (const look of looks) {
            await who.page.emulateMedia({ colorScheme: look.scheme });
            await who.page.setViewportSize({ width: look.width, height: 800 });
            // A page without scripts tells nothing of its width; a picture of all of it does.
            if (world.shots) {
                await who.page.screenshot({ path: `${world.shots}/team-${name}-${look.width}.png`, fullPage: true });
            }
        }
        await who.page.emulateMedia({ colorScheme: "light" });
        await who.page.setViewportSize({ width: 1280, height: 800 });
    };

    await keeper.page.goto("/my/channels/new");
    await keeper.page.fill("#display", "La fanfare");
    await keeper.page.fill("#name", "fanfare");
    await keeper.page.click("main form button[type=submit]");
    await keeper.page.goto("/my/channels/fanfare/edit");
    await keeper.page.click("main a[href='/my/channels/fanfare/team']");
    await keeper.page.fill("#name", "personne");
    await keeper.page.click("main .questions button[type=submit]");
    assert.ok(await keeper.page.isVisible("#name-wrong"));
    await shoot(keeper, "refused");
    await keeper.page.fill("#name", "jo");
    await keeper.page.click("main .questions button[type=submit]");
    await keeper.page.waitForSelector("main .rows >> text=jo");

    await jo.page.goto("/my/notifications");
    await shoot(jo, "notified");
    await jo.page.goto("/my/channels");
    await shoot(jo, "asked");
    await jo.page.click("main form[action$='/accept'] button");
    await jo.page.waitForSelector("main .channels a[href='/my/channels/fanfare/team']");
    await shoot(jo, "kept");
    await jo.page.goto("/publish");
    assert.match(await jo.page.textContent("#channel"), /La fanfare/);
    await jo.page.goto("/my/channels/fanfare/edit");
    await jo.page.fill("#display", "La grande fanfare");
    await jo.page.click("main .questions button[type=submit]");

    await keeper.page.goto("/my/channels/fanfare/team");
    await keeper.page.waitForSelector("main >> text=La grande fanfare");
    await shoot(keeper, "team");
    await keeper.page.click("main a[href='/my/channels/fanfare/give']");
    await keeper.page.fill("#next", "jo");
    await keeper.page.fill("#name", "fanfare");
    await keeper.page.click("main form button[type=submit]");
    await keeper.page.waitForSelector("main form[action$='/withdraw']");
    await jo.page.goto("/my/notifications");
    await jo.page.click("main form[action*='/give/'][action$='/accept'] button");
    await jo.page.goto("/my/channels");
    assert.equal(await jo.page.getAttribute("main .channels li:has-text('fanfare') a[href$='/delete']", "href"), "/my/channels/fanfare/delete");
    assert.equal((await keeper.page.goto("/my/channels/fanfare/team")).status(), 200, "whoever keeps the house still may");
    await keeper.done();
    await jo.done();
}
