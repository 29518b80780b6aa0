// Talking about a film while it plays: nothing that is said stops it, and what is refused keeps its words.
import { assert, openPage, until } from "../browser.mjs";

export default async function (world) {
    const { page, done } = await openPage(world);
    await page.goto(world.films.film);
    await page.evaluate(() => {
        const video = document.querySelector("video");
        video.muted = true;
        return video.play();
    });
    const place = () => page.evaluate(() => document.querySelector("video").currentTime);
    await until("the film plays", async () => (await place()) > 0.5, 60);

    await page.click("#rating button >> nth=0");
    await page.waitForSelector("#rating button[aria-pressed=true]");
    await page.fill("#say-0", "Quel beau feu **rouge** !");
    await page.click("#comments .say button >> nth=0");
    await page.waitForSelector(".comment[data-new] strong:text('rouge')");
    assert.equal(await page.inputValue("#say-0"), "", "the form is ready for more");
    await page.click(".comment summary:text('Répondre')");
    await page.fill(".comment textarea", "Et la soupe à 0:12 !");
    await page.click(".comment .say button");
    await page.waitForSelector(".threads ol .comment:has-text('Et la soupe')");
    await page.click(".comment a:text-is('0:12')");
    await until("the film goes where the comment points", async () => (await place()) >= 12);
    const before = await place();
    assert.ok(before > 0.5, "the film was never left");
    await until("it plays on", async () => (await place()) > before);
    if (world.shots) {
        await page.locator("#comments").screenshot({ path: `${world.shots}/comments.png` });
    }

    // Without a line nothing is lost.
    await page.route("**/comments", (route) => route.abort());
    await page.fill("#say-0", "Dit sans connexion");
    await page.click("#comments .say button >> nth=0");
    await page.waitForSelector("#comments [role=alert]");
    assert.equal(await page.inputValue("#say-0"), "Dit sans connexion");
    await page.unroute("**/comments");
    await page.click("#comments .say button >> nth=0");
    await page.waitForSelector(".comment:has-text('Dit sans connexion')");
    await page.locator(".comment", { hasText: "Dit sans connexion" }).locator("details.sure summary").click();
    await page.locator(".comment", { hasText: "Dit sans connexion" }).locator("button.bad").click();
    await until("it is gone", async () => !/Dit sans connexion/.test(await page.textContent("#comments")));

    // A very long one does not bury the others.
    await page.fill("#say-0", "Il était une fois un feu.\n".repeat(350));
    await page.click("#comments .say button >> nth=0");
    const long = page.locator(".comment.long").first();
    await long.waitFor();
    const height = async () => (await long.boundingBox()).height;
    assert.ok((await height()) < 600, `it takes ${await height()} pixels`);
    await long.locator("text=Lire la suite").click();
    assert.ok((await height()) > 4000, "all of it can be read");
    await long.locator("text=Replier").click();
    assert.ok((await height()) < 600);
    if (world.shots) {
        await long.screenshot({ path: `${world.shots}/comment-long.png` });
    }
    await long.locator("details.sure summary").click();
    await long.locator("button.bad").click();
    await until("it is gone", async () => (await page.locator(".comment.long").count()) === 0);
    await done();
}
