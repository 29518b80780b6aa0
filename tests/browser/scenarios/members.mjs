// Somebody is invited, follows a channel, goes on where they left a film on another device, and is let go again.
import { assert, openPage } from "../browser.mjs";

export default async function (world) {
    const keeper = await openPage(world);
    await keeper.page.goto("/my/videos");
    await keeper.page.click("nav.own >> text=Membres");
    await keeper.page.fill("#note", "Rose, de la chorale");
    await keeper.page.click("main form:has(#note) button[type=submit]");
    const link = await keeper.page.inputValue("#made-link");
    world.films.signup = "/signup";

    const rose = await openPage(world, { visitor: true });
    await rose.page.goto(link);
    await rose.page.fill("#username", "rose");
    await rose.page.fill("#email", "rose@example.org");
    await rose.page.fill("#password", "une phrase assez longue");
    await rose.page.click("main button[type=submit]");
    await rose.page.waitForSelector("footer >> text=rose");
    assert.equal((await rose.page.goto(link)).status(), 404, "it works once");

    // Following, while the film plays.
    await rose.page.goto(world.films.film);
    await rose.page.click("#follow button");
    await rose.page.waitForSelector("#follow button[value=false]");
    assert.equal(new URL(rose.page.url()).search, "");
    // The head of the channel holds its picture, its name and who follows, on a telephone too.
    const channel = await rose.page.getAttribute(".byline-channel", "href");
    await rose.page.setViewportSize({ width: 360, height: 800 });
    await rose.page.goto(channel);
    assert.ok(await rose.page.isVisible("#follow button[value=false]"));
    assert.ok((await rose.page.locator(".who h1").boundingBox()).width > 180);
    await rose.page.setViewportSize({ width: 1280, height: 800 });
    await rose.page.goto("/videos/subscriptions");
    assert.ok(await rose.page.isVisible("ul.films .film"));
    await rose.page.click("#feed summary");
    await rose.page.click("#feed button");
    assert.match(await rose.page.inputValue("#feed-address"), /\/feeds\/subscriptions\.xml\?accountId=\d+&token=/);

    // The place is kept for her, wherever she signs in: a player that says so, and another browser that goes on there.
    await rose.page.goto(world.films.film);
    const player = rose.page.locator("[data-player]");
    const [views, length] = [await player.getAttribute("data-views"), Number(await player.getAttribute("data-duration"))];
    const place = Math.round(length / 2);
    await rose.page.evaluate(([path, currentTime]) => fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ currentTime }) }), [views, place]);
    await rose.page.evaluate(() => localStorage.clear());
    await rose.page.goto(world.films.film);
    assert.equal(await player.getAttribute("data-left"), String(place));
    await rose.page.goto("/my/history");
    assert.ok(await rose.page.isVisible(".places progress"));
    await rose.page.click("summary:has-text('Tout oublier')");
    await rose.page.click("text=Oui, vider");
    assert.ok(await rose.page.isVisible("text=rien regardé"));

    // She is shut out and let in again, asks for nothing, and is deleted.
    const row = () => keeper.page.click("main ul.rows >> a:has-text('rose')");
    await keeper.page.goto("/admin/people");
    await row();
    world.films.person = new URL(keeper.page.url()).pathname;
    await keeper.page.fill("#reason", "Un essai");
    await keeper.page.click("form[action$='/block'] button");
    await keeper.page.waitForSelector("text=L’accès de cette personne est coupé");
    await rose.page.goto("/my/history");
    await rose.page.fill("#username", "rose");
    await rose.page.fill("#password", "une phrase assez longue");
    await rose.page.click("main button[type=submit]");
    assert.match(await rose.page.textContent("#login-error"), /accès de ce compte est coupé/);
    await keeper.page.click("form[action$='/unblock'] button");
    await keeper.page.waitForSelector("form[action$='/block']");
    await rose.done();

    // Asking for an account, on a site that takes requests.
    await keeper.page.goto("/admin/people");
    await keeper.page.click("text=Accepter les demandes");
    const paul = await openPage(world, { visitor: true });
    await paul.page.goto("/login");
    await paul.page.click("text=Demander un compte");
    await paul.page.fill("#username", "paul");
    await paul.page.fill("#email", "paul@example.org");
    await paul.page.fill("#reason", "Je filme les fêtes du village.");
    await paul.page.fill("#password", "une phrase assez longue");
    await paul.page.click("main button[type=submit]");
    await paul.page.waitForSelector("text=Votre demande est envoyée");
    await paul.done();
    await keeper.page.goto("/admin");
    await keeper.page.click("main >> text=Membres");
    assert.ok(await keeper.page.isVisible("text=Je filme les fêtes du village."));
    await keeper.done();
}
