// A list: begun under a film, put in order, watched from film to film, with scripts and without, and deleted.
import { assert, openPage, until } from "../browser.mjs";

export default async function (world) {
    const { page, done } = await openPage(world);
    await page.goto(world.films.small);
    await page.click("#keep summary");
    await page.fill("#keep-new", "Les soirées d’été");
    await page.click("text=Créer la liste et ajouter");
    await page.waitForSelector("#keep .notice.good:has-text('Les soirées d’été')");

    // While the film plays: it is not left, and what is being written under it stays.
    await page.goto(world.films.film);
    await page.evaluate(() => {
        const video = document.querySelector("video");
        video.muted = true;
        return video.play();
    });
    await until("the film plays", () => page.evaluate(() => document.querySelector("video").currentTime > 0.5));
    await page.fill("#say-0", "Un mot en cours");
    await page.click("#keep summary");
    await page.selectOption("#keep-list", { label: "Les soirées d’été" });
    await page.click("#keep button >> nth=0");
    await page.waitForSelector("#keep .notice.good:has-text('Les soirées d’été')");
    assert.ok(await page.evaluate(() => document.querySelector("video").currentTime > 0.5 && !document.querySelector("video").paused));
    assert.equal(await page.inputValue("#say-0"), "Un mot en cours");

    await page.goto("/my/playlists");
    await page.click(".rows a:has-text('Les soirées d’été')");
    const edit = new URL(page.url()).pathname;
    world.films.listEdit = edit;
    world.films.listDelete = edit.replace(/edit$/, "delete");
    const names = () => page.locator(".place > a").allTextContents();
    const [small, film] = await names();
    await page.click("button[aria-label^='Monter'] >> nth=1");
    await until("the last is the first", async () => (await names()).join() === [film, small].join());
    await page.fill("input[name=start] >> nth=0", "0:01");
    await page.fill("input[name=stop] >> nth=0", "0:03");
    await page.click(".part button >> nth=0");
    await page.waitForSelector("input[name=stop][value='0:03']");
    await page.selectOption("#channel", { index: 1 });
    await page.check("input[name=privacy][value='1']");
    await page.click("text=Enregistrer >> nth=-1");
    await page.waitForSelector(".notice.good");

    // With scripts the part that was chosen is played, then the next film.
    await page.click("h1 + p a");
    await page.waitForSelector(".player.scripted");
    world.films.list = new URL(page.url()).pathname;
    assert.equal(await page.textContent("h1"), film);
    await page.keyboard.press("k");
    await page.waitForURL(/playlistPosition=2/);
    assert.equal(await page.textContent("h1"), small);
    await page.waitForSelector(".player.scripted");
    await until("the next plays by itself", () => page.evaluate(() => document.querySelector("video").currentTime > 0.3));
    await done();

    // Without them links lead on, and the film that a stranger may not watch is passed over.
    const bare = await openPage(world, { context: { javaScriptEnabled: false } });
    await bare.page.goto(world.films.list);
    assert.match(await bare.page.getAttribute("video source", "src"), /#t=1,3$/);
    await bare.page.click("a[rel=next]");
    assert.equal(await bare.page.textContent("h1"), small);
    await bare.page.click("a[rel=prev]");
    assert.equal(await bare.page.textContent("h1"), film);
    await bare.done();
    const stranger = await openPage(world, { visitor: true });
    await stranger.page.goto(world.films.list);
    assert.equal(await stranger.page.locator("a[rel=next]").count(), 0);
    assert.match(await stranger.page.textContent(".places"), /Vidéo non disponible/);
    await stranger.done();

    // A list is deleted once the question has been answered; its films stay.
    const other = await openPage(world);
    await other.page.goto("/my/playlists");
    await other.page.fill("#displayName", "À jeter");
    await other.page.click("text=Créer la liste");
    await other.page.click("text=Supprimer la liste >> nth=-1");
    await other.page.click("text=Oui, supprimer la liste");
    await other.page.waitForSelector(".notice.good");
    assert.equal(await other.page.locator("text=À jeter").count(), 0);
    await other.done();
}
