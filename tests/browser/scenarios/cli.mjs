// PeerTube's own command line (`@peertube/peertube-cli` from npm) signs in and sends a film with all it can say of it.
//
// Once the film has arrived the client waits for the torrent of the file as it was sent (`files[0]`), a kind of file that
// no film of ours has: torrents are made of what is watched. So it ends with an error of its own then. What arrived is
// looked at all the same.
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { assert, until } from "../browser.mjs";
import { person } from "./setup.mjs";

const program = new URL("../node_modules/@peertube/peertube-cli/dist/peertube.js", import.meta.url).pathname;

export default async function (world) {
    // It keeps its accounts in the home of whoever calls it.
    const home = join(world.folder, "home");
    mkdirSync(home);
    const peertube = (...words) => new Promise((resolve) => {
        execFile(process.execPath, [program, ...words], { env: { ...process.env, HOME: home } }, (error, out, complaints) => {
            resolve({ code: error?.code ?? 0, said: out + complaints });
        });
    });
    const site = ["--url", world.base];
    const camille = [...site, "--username", person.username, "--password", person.password];
    const token = (await peertube("get-access-token", ...camille)).said.trim();
    const ask = (path) => fetch(world.base + path, { headers: { authorization: `Bearer ${token}` } }).then((answer) => answer.json());
    assert.equal((await ask("/api/v1/users/me")).username, person.username);
    const refused = await peertube("get-access-token", ...site, "--username", person.username, "--password", "perdu");
    assert.match(refused.said, /Expected status 200, got 400/);
    await peertube("auth", "add", ...camille, "--default");
    assert.match((await peertube("auth", "list")).said, new RegExp(person.username));

    const name = "Par la ligne de commande";
    const about = [
        "--video-name", name, "--video-description", "Une vidéo de près.", "--support", "Merci à vous", "--category", "9",
        "--licence", "2", "--language", "fr", "--tags", "commande,essai", "--privacy", "3", "--nsfw", "--no-download-enabled",
        "--thumbnail", world.clips.picture, "--preview", world.clips.picture,
    ];
    const [channel] = (await ask(`/api/v1/accounts/${person.username}/video-channels`)).data;
    await peertube("upload", ...camille, ...about, "--channel-name", channel.name, "--file", world.clips.small);
    const mine = async () => (await ask("/api/v1/users/me/videos?sort=-createdAt")).data.find((video) => video.name === name);
    const film = await until("the film is there", async () => ((await mine())?.state.id === 1 ? mine() : undefined), 120);
    const whole = await ask(`/api/v1/videos/${film.uuid}`);
    const told = [whole.category.id, whole.licence.id, whole.language.id, whole.privacy.id, whole.nsfw, whole.downloadEnabled, whole.support];
    assert.deepEqual(told, [9, 2, "fr", 3, true, false, "Merci à vous"]);
    assert.deepEqual([whole.description, whole.tags], ["Une vidéo de près.", ["commande", "essai"]]);
    assert.equal(whole.channel.name, channel.name);

    const nobody = await peertube("upload", ...camille, "--video-name", "Ailleurs", "--channel-name", "personne", "--file", world.clips.small);
    assert.notEqual(nobody.code, 0);
    assert.match(nobody.said, /404/);
    const broken = await peertube("upload", ...camille, "--video-name", "Pas un film", "--file", join(world.folder, "rien.mp4"));
    assert.match(broken.said, /ENOENT/);
    await fetch(`${world.base}/api/v1/videos/${film.uuid}`, { method: "DELETE", headers: { authorization: `Bearer ${token}` } });
}
