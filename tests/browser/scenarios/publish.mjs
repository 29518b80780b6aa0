// Several files at once; the page is reloaded in the middle, the line is lost, the server is killed; each
// film arrives whole all the same. A file that is no film is refused in words.
import { assert, openPage, until } from "../browser.mjs";
import { startServer } from "../server.mjs";

export default async function (world) {
    const { page, context, done } = await openPage(world);
    page.on("dialog", (dialog) => dialog.accept());
    const line = await context.newCDPSession(page);
    await line.send("Network.enable");
    const throttle = (bytes) => line.send("Network.emulateNetworkConditions", { offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: bytes });
    await throttle(2_500_000);

    await page.goto("/publish");
    assert.ok(await page.isHidden("#name"), "with scripts the plain form is put away");
    await page.setInputFiles("#videofile", world.clips.film);
    const row = page.locator(".sending").first();
    const status = row.locator("[data-part=status]");
    await until("bytes are acknowledged", async () => /Mo sur|ko sur/.test((await status.textContent()) ?? ""));
    assert.match(await page.textContent("[data-part=closing]"), /Gardez cette page ouverte/);
    await until("a piece is remembered", () => page.evaluate(() => (JSON.parse(localStorage.getItem("lucarne-uploads") ?? "[]")[0]?.sent ?? 0) > 0));

    // Another waits behind it: the page cannot keep its file, and says so.
    await page.setInputFiles("#videofile", world.clips.small);
    await page.reload();
    await page.waitForSelector("[data-resume]:not([hidden])");
    assert.match(await page.textContent("[data-unsent]"), /Cette vidéo n’était pas encore partie[\s\S]*Chorale\.webm/);
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/publish-unsent.png` });
    }
    // Another file than the missing one is not sent as if it were meant.
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click("[data-resume] button:first-child")]);
    await chooser.setFiles(world.clips.small);
    assert.match(await page.textContent("[data-part=resume-other]"), /Chorale\.webm.*n’est pas le fichier de cet envoi/);
    assert.equal(await page.locator(".sending").count(), 0);
    const before = await page.evaluate(() => JSON.parse(localStorage.getItem("lucarne-uploads"))[0].sent);
    const ranges = [];
    page.on("request", (request) => request.method() === "PUT" && ranges.push(request.headers()["content-range"]));
    await page.setInputFiles("#videofile", [world.clips.film, world.clips.small]);
    assert.ok(await page.isHidden("[data-unsent]"), "it has been chosen");
    await until("the sending goes on", () => ranges.some((range) => /^bytes \d/.test(range)));
    assert.match(ranges[0], /^bytes \*\//, "after a reload the server is asked how far it is");
    const first = Number(/^bytes (\d+)/.exec(ranges.find((range) => /^bytes \d/.test(range)))[1]);
    assert.ok(first >= before && first > 0, `continued at ${first} of ${before}`);

    // The server dies without a word and comes back.
    await world.server.stop("SIGKILL");
    await until("what happened is said", async () => /reprendra tout seul/.test((await status.textContent()) ?? ""));
    assert.ok(await row.locator("[data-do=resume]").isVisible(), "it can be tried before its time");
    await row.locator("[data-do=pause]").click();
    assert.match(await status.textContent(), /En pause/);
    await row.locator("[data-do=pause]").click();
    await until("it is tried again, in vain", async () => /reprendra tout seul/.test((await status.textContent()) ?? ""));
    const again = startServer(world.binary, world.server.data, world.server.port);
    Object.assign(world.server, await again);
    await row.locator("[data-do=resume]").click();
    await until("it goes on", async () => /temps restant/.test((await status.textContent()) ?? ""), 30);
    assert.ok(await row.locator("[data-do=resume]").isHidden());

    // Of several films each form waits behind its summary. It can be filled while the file is on its way.
    await row.locator("summary").click();
    await row.locator("input[name=name]").fill("La fête de la Saint-Jean");
    await row.locator("textarea[name=description]").fill("Le feu et les danses.\nÀ 0:20 on allume.");
    await row.locator("input[name=tags]").fill("fête, été");
    await row.locator("button[type=submit]").click();
    await throttle(-1);
    await until("everything has arrived", async () => /Vous pouvez fermer/.test((await page.textContent("[data-part=closing]")) ?? ""), 120);
    const second = page.locator(".sending").nth(1);
    for (const one of [row, second]) {
        await until("the film is online", async () => {
            const state = await one.getAttribute("data-state");
            assert.notEqual(state, "failed", `${await one.textContent()}`);
            return state === "published";
        }, 240);
    }
    assert.match(await row.locator("[data-part=status]").textContent(), /en ligne/);
    assert.match(await second.locator("[data-part=status]").textContent(), /Vous seul la voyez/);
    world.films.film = await row.locator("[data-part=watch]").getAttribute("href");
    world.films.small = await second.locator("[data-part=watch]").getAttribute("href");
    world.films.edit = await row.locator("[data-part=edit]").getAttribute("href");
    for (const memory of ["lucarne-uploads", "lucarne-waiting"]) {
        assert.equal(await page.evaluate((name) => localStorage.getItem(name), memory), "[]", "nothing is left to continue");
    }
    // What nobody has decided on is not lost with the page.
    const other = await context.newPage();
    await other.goto("/publish");
    assert.match(await other.textContent("[data-undecided]"), /personne d’autre que vous ne la voit[\s\S]*Chorale/);
    assert.equal(await other.getAttribute("[data-undecided] li a", "href"), await second.locator("[data-part=edit]").getAttribute("href"));
    if (world.shots) {
        await other.screenshot({ path: `${world.shots}/publish-undecided.png` });
    }
    await other.close();
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/publish-done.png`, fullPage: true });
    }

    // Dropped anywhere on the page.
    const dropped = await page.evaluateHandle(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File(["Ceci n’est pas un film.\n".repeat(500)], "pas-un-film.mp4", { type: "video/mp4" }));
        return transfer;
    });
    await page.dispatchEvent("footer", "drop", { dataTransfer: dropped });
    const third = page.locator(".sending").nth(2);
    await until("the file that is no film is refused", async () => (await third.getAttribute("data-state")) === "failed", 120);
    assert.match(await third.locator("[data-part=status]").textContent(), /ni une vidéo ni un son|abîmé/);

    assert.ok(await third.locator("[data-do=retry]").isHidden(), "what can never be a film is not tried again");

    // One decision for several films; one of them is stopped while it is being prepared.
    await page.setInputFiles("#videofile", [world.clips.film, world.clips.film, world.clips.small]);
    const together = page.locator("[data-together]");
    // The one of before that nobody has confirmed counts too.
    await until("the films can be decided together", async () => /Publier ces 4 vidéos/.test((await together.textContent()) ?? ""));
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/publish-together.png`, fullPage: true });
    }
    await together.locator("input[value='3']").check();
    await together.locator("button").click();
    await until("nothing is left to decide", () => together.isHidden());
    const stopped = page.locator(".sending").nth(3);
    await until("it is being prepared", async () => (await stopped.getAttribute("data-state")) === "preparing", 60);
    await stopped.locator("[data-do=cancel]").click();
    await until("the preparation is stopped", async () => /arrêtée/.test((await stopped.locator("[data-part=status]").textContent()) ?? ""), 30);
    const mine = await openPage(world);
    await mine.page.goto("/my/videos");
    const state = await mine.page.textContent("table.mine tr:has-text('Préparation arrêtée') .mine-state");
    assert.ok(/Vous seul la voyez/.test(state) && !/Publique/.test(state), state);
    await mine.done();
    const csrf = await page.getAttribute("meta[name=csrf]", "content");
    for (const place of [3, 4, 5]) {
        const one = page.locator(".sending").nth(place);
        if (place > 3) {
            await until("the others are prepared and decided", async () => /en ligne/.test((await one.locator("[data-part=status]").textContent()) ?? ""), 240);
        }
        const id = (await one.locator("[data-part=watch]").getAttribute("href")).split("/").pop();
        const answer = await page.request.delete(`/api/v1/videos/${id}`, { headers: { "X-CSRF-Token": csrf } });
        assert.equal(answer.status(), 204);
    }

    await page.goto("/my/videos");
    assert.match(await page.textContent("table.mine"), /La fête de la Saint-Jean[\s\S]*En ligne|En ligne[\s\S]*La fête de la Saint-Jean/);
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/my-videos.png`, fullPage: true });
    }
    await done();

    // Another visitor sees what was published, and not what was not.
    const visitor = await openPage(world, { visitor: true });
    await visitor.page.goto("/");
    const home = await visitor.page.textContent("main");
    assert.match(home, /La fête de la Saint-Jean/);
    assert.ok(!home.includes("Chorale"), "what nobody has confirmed stays private");
    await visitor.page.goto("/search?search=ete");
    assert.match(await visitor.page.textContent("main"), /La fête de la Saint-Jean/, "été is found as ete");
    await visitor.done();
}
