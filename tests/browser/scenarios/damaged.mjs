// Films that suffered before they came here: each plays from its beginning to its end. What cannot be played at all is said
// in words. And the sound alone, which is chosen for one film.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert, openPage, until } from "../browser.mjs";
import { person } from "./setup.mjs";

export default async function (world) {
    const path = (name) => join(world.folder, name);
    const ffmpeg = (...words) => execFileSync("ffmpeg", ["-v", "error", "-y", ...words]);
    const whole = path("entier.mp4");
    ffmpeg(
        "-f", "lavfi", "-i", "gradients=s=320x180:r=24:d=12:c0=0x22303a:c1=0xffc857:speed=0.03", "-f", "lavfi", "-i", "sine=f=262:d=12",
        "-vf", "noise=alls=8:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "300k", "-g", "96", "-pix_fmt", "yuv420p",
        "-c:a", "aac", "-ac", "2", "-b:a", "128k", "-movflags", "+faststart", whole,
    );
    const listed = execFileSync("ffprobe", ["-v", "error", "-select_streams", "a:0", "-show_entries", "packet=pos,size", "-of", "csv=p=0", whole], { encoding: "utf8" });
    const packets = listed.trim().split("\n").map((line) => line.split(",").map(Number)).map(([size, at]) => ({ size, at }));
    const hurt = (name, change) => {
        const bytes = readFileSync(whole);
        change(bytes);
        writeFileSync(path(name), bytes);
        return path(name);
    };
    const some = (count) => packets.filter((_, place) => place > 0 && place % Math.floor(packets.length / count) === 0);
    const clips = {
        "trois octets": hurt("trois.mp4", (bytes) => some(12).forEach(({ at, size }) => [2, 33, 64].forEach((place) => (bytes[at + (place % size)] ^= 0x41)))),
        "un octet": hurt("un.mp4", (bytes) => some(30).forEach(({ at, size }) => (bytes[at + (7 % size)] ^= 0x55))),
        zéros: hurt("zeros.mp4", (bytes) => bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 65_536)),
        partout: hurt("partout.mp4", (bytes) => {
            for (let at = packets[0].at; at < bytes.length; at += 700) {
                bytes[at] ^= 0x55;
            }
        }),
        entier: whole,
    };

    const client = await (await fetch(`${world.base}/api/v1/oauth-clients/local`)).json();
    const signed = new URLSearchParams({ ...person, client_id: client.client_id, client_secret: client.client_secret, grant_type: "password" });
    const { access_token } = await (await fetch(`${world.base}/api/v1/users/token`, { method: "POST", body: signed })).json();
    const headers = { authorization: `Bearer ${access_token}` };
    const me = await (await fetch(`${world.base}/api/v1/users/me`, { headers })).json();
    const films = {};
    for (const [name, file] of Object.entries(clips)) {
        const form = new FormData();
        form.set("name", name);
        form.set("channelId", String(me.videoChannels[0].id));
        form.set("privacy", "2");
        form.set("videofile", new Blob([readFileSync(file)]), `${name}.mp4`);
        const answer = await fetch(`${world.base}/api/v1/videos/upload`, { method: "POST", headers, body: form });
        assert.equal(answer.status, 200, name);
        films[name] = (await answer.json()).video.uuid;
    }
    for (const [name, uuid] of Object.entries(films)) {
        await until(`“${name}” is published`, async () => (await (await fetch(`${world.base}/api/v1/videos/${uuid}`, { headers })).json()).state?.id === 1, 300);
    }

    const { page, context, done } = await openPage(world, { visitor: true });
    const video = (property) => page.evaluate((name) => document.querySelector("video")[name], property);
    const watch = async (name) => {
        await page.goto(`/w/${films[name]}`);
        await page.waitForSelector(".player.scripted");
        await until("the qualities are known", () => page.isVisible("[data-menu=quality], [data-menu=settings]"));
    };
    const hasProblem = () => page.isVisible("[data-part=problem]");
    for (const name of ["trois octets", "un octet", "zéros", "partout"]) {
        await watch(name);
        await page.click(".big-play");
        await until(`“${name}” plays to its end`, () => video("ended"), 60);
        assert.ok((await video("currentTime")) > 11.5 && !(await hasProblem()), name);
    }

    const spoil = async () => {
        await context.route("**/*fragmented.mp4", async (route) => {
            const answer = await route.fetch();
            const body = await answer.body();
            // The heads of the boxes stay; what they hold is noise.
            for (let at = Math.min(body.length, 6000); at < body.length; at += 1) {
                body[at] = (at * 167) & 0xff;
            }
            await route.fulfill({ response: answer, body });
        });
    };
    // Where nothing can be decoded, that is said, and the bar offers to play.
    await spoil();
    await watch("entier");
    await page.click(".big-play");
    await until("the problem is said", hasProblem, 60);
    assert.match(await page.textContent("[data-part=problem]"), /n’arrive pas à lire[\s\S]*Réessayer/);
    assert.equal(await page.evaluate(() => document.querySelector("[data-part=play]").hasAttribute("data-is-on")), false);
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/watch-broken.png` });
    }
    await context.unroute("**/*fragmented.mp4");

    // The sound alone is a choice for one film.
    await watch("zéros");
    await page.click("[data-menu=quality]");
    await page.click("[data-choices=quality] button:has-text('Son seul')");
    await watch("un octet");
    await page.click(".big-play");
    await until("the next film has its picture", async () => (await video("videoHeight")) > 0);
    await done();

    const owner = await openPage(world);
    await owner.page.goto("/my/videos");
    assert.match(await owner.page.textContent("main"), /Le son de ce film est abîmé par endroits/);
    await owner.done();
}
