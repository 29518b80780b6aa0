// Three sites, as friends: one invites another, a third meets it by its name. What the first publishes is watched,
// discussed and liked on the others, and goes there when it goes here.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert, openPage, signIn, until } from "../browser.mjs";
import { startServer } from "../server.mjs";

const password = "une phrase assez longue";

export default async function (world) {
    const secret = join(world.folder, "friends-password");
    writeFileSync(secret, password);
    const sites = [];
    const open = async (name, username) => {
        const data = join(world.folder, `friends-${sites.length}`);
        const lucarne = (...words) => execFileSync(world.binary, [...words, "--data", data], { encoding: "utf8" });
        lucarne("setup", "--name", name, "--admin", username, "--email", `${username}@example.org`, "--password-file", secret);
        const server = await startServer(world.binary, data, undefined, ["--private-servers", "true"]);
        const site = { server, lucarne, host: new URL(server.base).host, keeper: await openPage(world, { visitor: true, base: server.base }) };
        sites.push(site);
        await signIn(site.keeper.page, { username, password });
        return site;
    };
    try {
        const lavoir = await open("Le lavoir", "maud");
        const chaton = await open("Le chaton", "rose");
        const moulin = await open("Le moulin", "paul");
        await befriend(world, lavoir, chaton, moulin);
        await share(world, lavoir, chaton, moulin);
        for (const site of sites) {
            await site.keeper.done();
        }
    } finally {
        for (const site of sites) {
            await site.server.stop();
        }
    }
}

async function shot(world, page, name) {
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/${name}.png`, fullPage: true });
    }
}

/** The lavoir invites the chaton; the moulin meets the lavoir by its name. */
async function befriend(world, lavoir, chaton, moulin) {
    const { page } = lavoir.keeper;
    await page.goto("/admin/friends");
    await page.fill("#note", "Le chaton");
    await page.click("form[action$=invitations] button");
    const link = await page.inputValue("#made-link");
    assert.ok(link.startsWith(`${lavoir.server.base}/friends/`), link);
    await shot(world, page, "friends-invited");

    const invited = await openPage(world, { visitor: true, base: lavoir.server.base });
    await invited.page.goto(link);
    assert.equal(await invited.page.inputValue("#link"), link);
    await invited.done();

    const there = chaton.keeper.page;
    await there.goto("/admin/friends");
    await there.fill("#name", link);
    await there.click("form[action='/admin/friends/new'] button");
    await there.waitForSelector("text=Le lavoir");
    await shot(world, there, "friends-new");
    await there.click("form[action='/admin/friends'] button[type=submit]");
    await there.waitForURL(/\/admin\/friends\?done/);
    await until("they are friends", async () => {
        await there.goto("/admin/friends");
        return /Amis : chacun/.test(await there.textContent("main"));
    });

    const third = moulin.keeper.page;
    await third.goto("/admin/friends");
    await third.fill("#name", lavoir.host);
    await third.click("form[action='/admin/friends/new'] button");
    await third.click("form[action='/admin/friends'] button[type=submit]");
    await until("its films are shown", async () => {
        await third.goto("/admin/friends");
        return /Ses vidéos sont montrées ici/.test(await third.textContent("main"));
    });
}

async function share(world, lavoir, chaton, moulin) {
    lavoir.lucarne("video", "import", world.clips.small);
    const { page } = chaton.keeper;
    const film = await until("the film has come", async () => {
        await page.goto("/videos/browse?scope=federated");
        return page.locator("ul.films h3 a").first().getAttribute("href", { timeout: 500 }).catch(() => undefined);
    }, 120);
    assert.match(await page.textContent("ul.films"), new RegExp(lavoir.host));
    await shot(world, page, "friends-browse");

    // It plays here, from there.
    const requests = [];
    page.on("request", (request) => requests.push(new URL(request.url())));
    await page.goto(film);
    await page.waitForSelector(".player.scripted");
    assert.match(await page.textContent("main"), new RegExp(`Cette vidéo vient de.*${lavoir.host}`));
    await page.keyboard.press("k");
    await until("it plays", () => page.evaluate(() => document.querySelector("video").currentTime > 0.5));
    assert.ok(requests.some((url) => url.host === lavoir.host && url.pathname.endsWith("-fragmented.mp4")), "it is played from there");
    assert.ok(requests.every((url) => url.host !== lavoir.host || url.pathname.startsWith("/static/")), "nothing else is asked of the other site");
    await shot(world, page, "friends-watch");

    // The moulin's keeper says something; the lavoir's reads it, answers, and the chaton's sees both.
    const third = moulin.keeper.page;
    await until("the film is there", async () => (await third.goto(film)).ok());
    await third.fill("#say-0", "Bravo depuis le moulin");
    await third.click("form.say button[type=submit]");
    const home = lavoir.keeper.page;
    await until("the comment is there", async () => {
        await home.goto(film);
        return /Bravo depuis le moulin/.test(await home.textContent("#comments"));
    });
    assert.match(await home.textContent("#comments"), new RegExp(`paul@${moulin.host}`));
    await page.click("form[action$='/rate'] button[value=like]");
    await until("the like is there", async () => {
        await home.goto(film);
        return /1/.test(await home.textContent("form[action$='/rate']"));
    });
    await shot(world, home, "friends-comment");

    // What goes there goes here.
    await home.goto(`${film}`);
    await home.click("a[href$='/edit']");
    await home.waitForURL(/\/edit/);
    await home.goto("/my/videos");
    await home.click("form[action$='/delete'] button");
    await until("it is gone", async () => (await page.goto(film)).status() === 404);
    await page.goto(`/admin/friends/${lavoir.host}`);
    await shot(world, page, "friends-friend");
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto("/admin/friends");
    await shot(world, page, "friends-360");
}
