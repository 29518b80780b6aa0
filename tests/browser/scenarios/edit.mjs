// Editing a film: words, picture, captions; captions in the player; deleting and bringing back.
import { assert, openPage, until } from "../browser.mjs";

export default async function (world) {
    const { page, done } = await openPage(world);
    await page.goto(world.films.edit);
    assert.equal(await page.inputValue("#name"), "La fête de la Saint-Jean");
    await page.fill("#name", "x");
    await page.fill("#chapters", "0:00 Le feu\nle jardin");
    await page.evaluate(() => document.querySelectorAll("form").forEach((form) => form.setAttribute("novalidate", "")));
    await page.click("main form >> nth=0 >> button[type=submit]");
    assert.match(await page.textContent("#name-wrong"), /entre 3 et 120/);
    assert.match(await page.textContent("#chapters-wrong"), /n’est pas un chapitre/, "everything is said at once");
    assert.match(await page.textContent("[role=alert]"), /2 réponses/);
    assert.equal(await page.getAttribute("#name", "aria-invalid"), "true");
    assert.match(await page.getAttribute("#chapters", "aria-describedby"), /chapters-wrong chapters-help/);
    assert.equal(await page.evaluate(() => document.activeElement.id), "name", "the first has the focus");
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/edit-wrong.png`, fullPage: true });
    }
    await page.fill("#chapters", "");
    await page.fill("#name", "La Saint-Jean <em>2026</em>");
    await page.selectOption("#category", "8");
    await page.selectOption("#language", "fr");
    await page.setInputFiles("#thumbnail", world.clips.picture);
    await page.click("main form >> nth=0 >> button[type=submit]");
    await page.waitForSelector(".notice.good");
    await page.goto(world.films.edit);
    assert.equal(await page.inputValue("#category"), "8");
    await page.selectOption("#caption-language", "fr");
    await page.setInputFiles("#caption-file", world.clips.captions);
    await page.click("text=Ajouter ces sous-titres");
    await page.waitForSelector("text=Français >> visible=true");

    await page.goto(world.films.film);
    assert.equal(await page.textContent("h1"), "La Saint-Jean <em>2026</em>");
    await page.waitForSelector(".player.scripted");
    await page.keyboard.press("k");
    await until("it plays", () => page.evaluate(() => document.querySelector("video").currentTime > 0.3));
    await page.keyboard.press("0");
    await page.keyboard.press("c");
    await until("the captions are drawn", async () => /Bonsoir à toutes et tous/.test((await page.textContent(".cues")) ?? ""));
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/captions.png` });
    }
    await page.keyboard.press("c");
    await until("the captions are gone", async () => (await page.textContent(".cues")) === "");

    // Deleted, and brought back with one click.
    await page.goto("/my/videos");
    const row = page.locator("tr", { hasText: "Chorale" });
    const uuid = (await row.getAttribute("id")).slice("film-".length);
    await row.locator("button", { hasText: "Supprimer" }).click();
    await page.waitForSelector(".notice");
    assert.equal(await page.locator("table.mine tr", { hasText: "Chorale" }).count(), 0);
    await page.click(`form[action="/my/videos/${uuid}/undelete"] button`);
    await page.waitForSelector("table.mine tr:has-text('Chorale')");
    await done();
}
