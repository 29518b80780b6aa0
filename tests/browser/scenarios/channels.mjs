// A channel is opened with its pictures, carries a film, is deleted by its name and brought back.
import { assert, openPage } from "../browser.mjs";

export default async function (world) {
    const { page, done } = await openPage(world);
    await page.goto("/my/videos");
    await page.click("nav.own >> text=Mes chaînes");
    await page.click("text=Ouvrir une chaîne");
    await page.fill("#display", "La chorale");
    await page.fill("#name", "camille");
    await page.fill("#support", "Une **adhésion** par an, ou un coup de main.");
    await page.click("main button[type=submit]");
    assert.match(await page.textContent("#name-wrong"), /déjà pris/);
    assert.equal(await page.inputValue("#display"), "La chorale", "what was typed stays");
    await page.fill("#name", "chorale");
    await page.setInputFiles("#avatar", world.clips.picture);
    await page.setInputFiles("#banner", world.clips.picture);
    await page.click("main button[type=submit]");
    await page.waitForSelector(".notice.good");

    await page.goto(world.films.edit);
    await page.selectOption("#channel", { label: "La chorale" });
    await page.click("main form >> nth=0 >> button[type=submit]");
    await page.waitForSelector(".notice.good");
    await page.goto(world.films.film);
    assert.ok(await page.isVisible(".byline .face"));
    await page.click("summary:has-text('Soutenir')");
    assert.ok(await page.isVisible(".support strong"));
    await page.click(".byline-channel");
    assert.ok(await page.isVisible("main > .banner") && (await page.isVisible(".who .face")));

    await page.goto("/my/channels");
    await page.click("li:has-text('La chorale') >> text=Supprimer");
    assert.match(await page.textContent("main"), /et sa vidéo disparaîtront/);
    await page.fill("#name", "La chorale");
    await page.click("main button.bad");
    assert.match(await page.textContent("[role=alert]"), /pas le nom/);
    await page.fill("#name", "chorale");
    await page.click("main button.bad");
    await page.waitForSelector(".notice.good");
    assert.equal((await page.goto(world.films.film)).status(), 404);
    await page.goto("/my/channels");
    await page.click("section >> text=Rétablir");
    await page.waitForSelector(".notice.good");
    assert.equal((await page.goto(world.films.film)).status(), 200);

    await page.goto("/my/account");
    await page.setInputFiles("#avatar", world.clips.picture);
    await page.click("main form >> nth=0 >> button[type=submit]");
    await page.waitForSelector(".notice.good");
    assert.ok(await page.isVisible("main .face"));
    await done();
}
