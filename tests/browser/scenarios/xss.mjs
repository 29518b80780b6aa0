// Nothing that people write runs: known vectors of script injection (vectors/xss.txt) go through every text that the site
// stores and shows, and through addresses. Every page that shows them is opened as a stranger, as their owner and as a
// member, with the content policy and without it, so that the escaping has to hold by itself.
//
// What has run says so (alert and its kin, requests to xss.invalid); what has only got in is found among the elements.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert, until } from "../browser.mjs";
import { startServer } from "../server.mjs";

const vectors = readFileSync(new URL("../vectors/xss.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("## ") && line !== "##")
    .map((line) => line.replaceAll("␉", "\t").replaceAll("␊", "\n"));
const password = "la lucarne du grenier";

/** Every sixth vector for each field, others for its neighbour; `LUCARNE_XSS=all` (`make xss`) puts all of them into each. */
const step = process.env.LUCARNE_XSS === "all" ? 1 : 6;

export default async function (world) {
    // A throw-away site: what is written here would be in the way of the other scenarios.
    const data = join(world.folder, "xss");
    const secret = join(world.folder, "xss-password");
    writeFileSync(secret, password);
    execFileSync(world.binary, ["setup", "--data", data, "--name", "Essai", "--admin", "camille", "--email", "camille@example.org", "--password-file", secret]);
    const server = await startServer(world.binary, data);
    try {
        await scenario({ ...world, server, base: server.base });
    } finally {
        await server.stop();
    }
}

async function scenario(world) {
    await detectorsFindWhatRuns(world);
    const site = await Site.of(world);
    await site.fillOnce();

    // Vectors in every field, the fields out of step, so that no two of a page are the same.
    const found = new Set();
    const viewers = [];
    for (const bypassCSP of [true, false]) {
        for (const who of ["stranger", "camille", "rose"]) {
            viewers.push(await Viewer.of(world, who, bypassCSP, found));
        }
    }
    for (let round = 0; round < vectors.length; round += step) {
        const film = await site.fill(round);
        // Everybody looks in turn, the owner without the policy each time.
        const turn = viewers[(round / step) % viewers.length];
        for (const path of site.short(film)) {
            await turn.open(path);
        }
        for (const path of [film.edit, "/"]) {
            await viewers[1].open(path);
        }
    }
    const shown = new Set();
    for (const viewer of viewers) {
        for (const path of site.all()) {
            if (await viewer.open(path)) {
                shown.add(path);
            }
        }
    }
    // A page that shows nothing of it proves nothing.
    const silent = site.showing().filter((path) => !shown.has(path));
    assert.deepEqual(silent, [], "these pages show nothing of what was written");
    for (const viewer of viewers) {
        await viewer.addresses(site);
    }
    await viewers[0].elsewhere(site);
    for (const viewer of viewers) {
        await viewer.context.close();
    }
    assert.deepEqual([...found], []);
}

/** Puts into each frame, before anything else, what tells that something has run. */
function tell() {
    for (const name of ["alert", "confirm", "prompt", "print"]) {
        window[name] = () => console.error(`IT RAN: ${name} at ${location.href}`);
    }
}

/** What a page has that no page of ours has, in words. Runs in the page. */
function injected(origin) {
    const found = [];
    const note = (element, why) => found.push(`${why}: ${element.outerHTML.slice(0, 160)}`);
    const never = new Set(["applet", "object", "embed", "base", "frame", "frameset", "marquee", "math", "xmp", "plaintext", "listing", "noembed", "isindex", "bgsound", "keygen", "portal", "animate", "set", "foreignobject", "font", "blink", "layer", "image", "area"]);
    for (const element of document.querySelectorAll("*")) {
        const tag = element.localName.toLowerCase();
        if (never.has(tag) || element instanceof HTMLUnknownElement || tag.includes("-")) {
            note(element, "an element that no page has");
        }
        for (const { name, value } of element.attributes) {
            if (/^on/i.test(name)) {
                note(element, `the attribute ${name}`);
            }
            const isAddress = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcdoc", "background", "manifest", "ping", "codebase"].includes(name.toLowerCase());
            // As browsers read addresses: without tabs, line ends and what stands in front.
            const bare = value.replace(/[\t\n\r]/g, "").replace(/^[\u0000-\u0020]+/, "").toLowerCase();
            if (isAddress && /^(javascript|vbscript|livescript|data):/.test(bare) && !bare.startsWith("data:image/")) {
                note(element, `${name} that runs`);
            }
            if (name === "srcdoc" || name === "formaction" || (name === "style" && /url\(/i.test(value))) {
                note(element, `the attribute ${name}`);
            }
        }
        const inside = (address) => address === "" || new URL(address, origin).origin === origin;
        if (tag === "script" && !["application/ld+json", "application/json"].includes(element.type) && !element.src.startsWith(`${origin}/assets/`)) {
            note(element, "a script");
        }
        if (tag === "script" && /json/.test(element.type)) {
            try {
                JSON.parse(element.textContent);
            } catch {
                note(element, "no JSON");
            }
        }
        if (["img", "video", "audio", "source", "track", "iframe", "input"].includes(tag) && element.src && !element.src.startsWith("blob:") && !inside(element.getAttribute("src"))) {
            note(element, "something from elsewhere");
        }
        if (tag === "iframe" && !/^\/(videos|video-playlists)\/embed\//.test(new URL(element.src, origin).pathname)) {
            note(element, "a frame");
        }
        if (tag === "form" && element.getAttribute("action") !== null && !inside(element.getAttribute("action"))) {
            note(element, "a form that leads away");
        }
        if (["style", "meta", "link", "title", "base"].includes(tag) && document.body.contains(element) && element.namespaceURI === "http://www.w3.org/1999/xhtml") {
            note(element, "something of a head, in the body");
        }
    }
    return found;
}

/** Without it no silence would mean anything: most vectors are seen when they stand in a page as they are. */
async function detectorsFindWhatRuns(world) {
    const context = await world.browser.newContext({ bypassCSP: true, baseURL: world.base });
    await context.addInitScript(tell);
    const page = await context.newPage();
    let heard = 0;
    page.on("console", (message) => (heard += message.text().startsWith("IT RAN") ? 1 : 0));
    page.on("request", (request) => (heard += new URL(request.url()).hostname === "xss.invalid" ? 1 : 0));
    let raw = "";
    await context.route("**/raw", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: raw }));
    let [ran, got] = [0, 0];
    const tried = vectors.filter((_, at) => at % 4 === 0);
    for (const vector of tried) {
        heard = 0;
        raw = `<!doctype html><title>x</title><body><p>${vector}</p><input value="${vector}"><a href="${vector}">x</a>`;
        await page.goto("/raw", { waitUntil: "domcontentloaded" }).catch(() => {});
        await page.waitForTimeout(20);
        const list = await page.evaluate(injected, world.base).catch(() => ["it led away"]);
        ran += heard > 0 ? 1 : 0;
        got += heard > 0 || list.length > 0 ? 1 : 0;
    }
    await context.close();
    assert.ok(ran > tried.length / 3, `${ran} of ${tried.length} run where they are not escaped`);
    assert.ok(got > tried.length / 2, `${got} of ${tried.length} are noticed where they are not escaped`);
}

/** Somebody at a browser who looks at pages, and at nothing else. */
class Viewer {
    static async of(world, who, bypassCSP, found) {
        const viewer = new Viewer();
        Object.assign(viewer, { world, found, name: `${who}${bypassCSP ? ", without the policy" : ""}` });
        viewer.context = await world.browser.newContext({ bypassCSP, baseURL: world.base, locale: "fr-FR", serviceWorkers: "block" });
        viewer.context.setDefaultTimeout(60_000);
        viewer.page = await viewer.context.newPage();
        if (who !== "stranger") {
            await viewer.page.goto("/login");
            await viewer.page.fill("#username", who);
            await viewer.page.fill("#password", password);
            await viewer.page.click("main button[type=submit]");
            await viewer.page.waitForURL((address) => !address.pathname.startsWith("/login"));
        }
        await viewer.context.addInitScript(tell);
        const note = (what) => found.add(`${viewer.path} (${viewer.name}): ${what}`);
        viewer.page.on("console", (message) => {
            // What the policy had to stop had got in.
            if (/IT RAN|Content Security Policy/.test(message.text())) {
                note(message.text().slice(0, 300));
            }
        });
        viewer.page.on("dialog", (dialog) => {
            note(`a dialogue: ${dialog.message()}`);
            dialog.dismiss().catch(() => {});
        });
        viewer.page.on("pageerror", (error) => note(`a script broke: ${error.message}`));
        viewer.page.on("popup", (popup) => note(`a window: ${popup.url()}`));
        viewer.page.on("request", (request) => {
            const address = new URL(request.url());
            if (!["blob:", "data:"].includes(address.protocol) && address.origin !== new URL(world.base).origin) {
                note(`it asks for ${request.url()}`);
            }
        });
        return viewer;
    }

    /** Opens a page and looks it over; whether it shows a vector at all. */
    async open(path) {
        this.path = path;
        const answer = await this.page.goto(path, { waitUntil: "load" }).catch((error) => {
            // A feed may be kept as a file.
            if (!/Download is starting|net::ERR_ABORTED/.test(error.message)) {
                throw error;
            }
        });
        if (answer === undefined || answer === null) {
            return false;
        }
        assert.ok(answer.status() < 500, `${path}: ${answer.status()}`);
        if ((answer.headers()["content-type"] ?? "").startsWith("text/html")) {
            for (const one of await this.page.evaluate(injected, this.world.base)) {
                this.found.add(`${path} (${this.name}): ${one}`);
            }
            // Whatever waits to be opened or pointed at is opened.
            await this.page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
            for (const one of await this.page.evaluate(injected, this.world.base)) {
                this.found.add(`${path}, opened (${this.name}): ${one}`);
            }
        }
        assert.equal(new URL(this.page.url()).origin, new URL(this.world.base).origin, `${path} leads away`);
        return /alert\(|xss\.invalid|onerror/.test(await this.page.content());
    }

    /** Vectors in addresses: words to look for, what players are told, where to go on, names that are not there. */
    async addresses(site) {
        const film = site.film;
        const own = ["/search?search=", "/videos/browse?sort=", "/videos/browse?search=", "/login?return=", "/setup?code=", `/w/${film.short}?start=`, `/w/${film.short}?subtitle=`, `/videos/embed/${film.uuid}?title=`, `/videos/embed/${film.uuid}?subtitle=`, `/video-playlists/embed/${site.playlist}?playlistPosition=`, `/my/videos?done=`, "/admin/people?search=", "/nothing/", "/@", "/c/", "/a/", "/w/", "/videos/embed/", "/join/", "/?", "/about/", "/api/v1/videos/", "/services/oembed?url=", "/feeds/videos.xml?videoChannelName=", "/api/v1/videos?sort="];
        // Each viewer tries others.
        this.turn = (Viewer.turns = (Viewer.turns ?? -1) + 1);
        for (const [place, path] of own.entries()) {
            for (let at = (place + this.turn * 5) % (5 * step); at < vectors.length; at += 5 * step) {
                const answer = await this.open(`${path}${encodeURIComponent(vectors[at])}`);
                assert.notEqual(answer, undefined);
            }
        }
        for (const vector of vectors.filter((one) => /^(javascript|java|\/\/|\\\\|data:)/i.test(one))) {
            // Where to go on after signing in stays inside.
            this.path = `/login?return=${vector}`;
            await this.page.goto(`/login?return=${encodeURIComponent(vector)}`);
            const kept = await this.page.locator("input[name=return]").first().inputValue({ timeout: 500 }).catch(() => "/");
            assert.ok(kept === "" || (kept.startsWith("/") && !/^\/[/\\]/.test(kept)), `it would lead to ${kept}`);
        }
    }

    /** What other sites take over: the code of an embed, and the words of oEmbed. */
    async elsewhere(site) {
        for (let round = 0; round < vectors.length; round += 4 * step) {
            const film = await site.fill(round);
            const said = await (await fetch(`${this.world.base}/services/oembed?url=${encodeURIComponent(`${this.world.base}/w/${film.short}`)}`)).json();
            await this.open(`/w/${film.short}`);
            for (const code of [said.html, await this.page.locator("#share-embed").first().inputValue()]) {
                const parts = await this.page.evaluate((html) => {
                    const body = new DOMParser().parseFromString(html, "text/html").body;
                    return [...body.querySelectorAll("*")].map((one) => [one.localName, [...one.attributes].map(({ name }) => name)]);
                }, code);
                assert.equal(parts.length, 1, `the code is one frame: ${code}`);
                assert.equal(parts[0][0], "iframe");
                assert.ok(!parts[0][1].some((name) => /^on/i.test(name) || name === "srcdoc"), code);
            }
        }
    }
}

/** The site, and what is written into it. */
class Site {
    static async of(world) {
        const site = Object.assign(new Site(), { world, names: 0 });
        const client = await site.ask("GET", "/api/v1/oauth-clients/local", undefined, null);
        site.signIn = async (username, agent) => {
            const answer = await fetch(`${world.base}/api/v1/users/token`, {
                method: "POST",
                headers: { "user-agent": agent ?? "xss" },
                body: new URLSearchParams({ ...client, grant_type: "password", username, password }),
            });
            assert.equal(answer.status, 200, await answer.clone().text());
            return (await answer.json()).access_token;
        };
        site.token = await site.signIn("camille");
        for (const username of ["rose"]) {
            const member = { username, password, email: `${username}@example.org`, role: 2, videoQuota: -1 };
            await site.ask("POST", "/api/v1/users", member);
        }
        site.rose = await site.signIn("rose");
        // One who keeps the house, at a browser: forms have what the API has not.
        site.context = await world.browser.newContext({ baseURL: world.base, locale: "fr-FR" });
        const page = await site.context.newPage();
        await page.goto("/login");
        await page.fill("#username", "camille");
        await page.fill("#password", password);
        await page.click("main button[type=submit]");
        await page.goto("/settings");
        site.csrf = await page.inputValue("main form input[name=csrf]");
        await page.close();
        await site.send("/admin/people/requests", { take: "true" });
        return site;
    }

    /** A vector that fits. */
    vector(number, longest = 10_000) {
        for (let at = number; ; at += 1) {
            const vector = vectors[at % vectors.length];
            if (vector.length <= longest && vector.trim().length > 2) {
                return vector;
            }
        }
    }

    /** One that fits into a single line. */
    line(number, longest = 120) {
        for (let at = number; ; at += 1) {
            const vector = this.vector(at, longest);
            if (!/[\n\t]/.test(vector)) {
                return vector;
            }
        }
    }

    async ask(method, path, body, token = this.token) {
        const headers = token === null || token === undefined ? {} : { authorization: `Bearer ${token}` };
        const isForm = body instanceof FormData;
        if (body !== undefined && !isForm) {
            headers["content-type"] = "application/json";
        }
        const answer = await fetch(this.world.base + path, { method, headers, body: isForm || body === undefined ? body : JSON.stringify(body) });
        const text = await answer.text();
        assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text.slice(0, 300)} to ${JSON.stringify(body)?.slice(0, 300)}`);
        return text === "" ? undefined : JSON.parse(text);
    }

    async send(path, fields) {
        const answer = await this.context.request.post(path, { form: { csrf: this.csrf, ...fields }, maxRedirects: 0 });
        assert.ok(answer.status() < 400, `POST ${path}: ${answer.status()}`);
    }

    /** What there can be many of at once, each with a vector of its own. */
    async fillOnce() {
        const upload = new FormData();
        upload.append("videofile", new Blob([readFileSync(this.world.clips.small)]), "film.webm");
        upload.append("name", "Le jardin");
        upload.append("privacy", "1");
        const { video } = await this.ask("POST", "/api/v1/videos/upload", upload);
        this.film = { ...video, short: video.shortUUID, edit: `/my/videos/${video.uuid}/edit` };
        await until("the film is there", async () => (await this.ask("GET", `/api/v1/videos/${video.uuid}`)).state.id === 1, 240);
        const path = `/api/v1/videos/${video.uuid}`;
        const captions = new FormData();
        const clock = (seconds) => `00:00:0${Math.floor(seconds)}.${String(Math.round((seconds % 1) * 1000)).padStart(3, "0")}`;
        const cues = vectors.map((vector, at) => `${clock(at * 0.03)} --> ${clock(at * 0.03 + 0.5)}\n${vector}\n`);
        captions.append("captionfile", new Blob([`WEBVTT\n\n${cues.join("\n")}`]), "fr.vtt");
        await this.ask("PUT", `${path}/captions/fr`, captions);
        for (const [at, vector] of vectors.entries()) {
            const { comment } = await this.ask("POST", `${path}/comment-threads`, { text: vector }, at % 2 ? this.token : this.rose);
            if (at % 10 === 0) {
                await this.ask("POST", `${path}/comments/${comment.id}`, { text: this.vector(at + 1) }, at % 2 ? this.rose : this.token);
            }
        }
        for (let at = 0; at < 15; at += 1) {
            await this.ask("POST", "/api/v1/video-channels", { name: `salon${at}`, displayName: this.line(at * 9), description: this.vector(at * 9 + 3), support: this.vector(at * 9 + 5) });
        }
        const list = { description: vectors.slice(0, 20).join("\n\n").slice(0, 900), privacy: 1, videoChannelId: (await this.ask("GET", "/api/v1/video-channels/camille_channel")).id };
        for (let at = 0; at < vectors.length; at += 3) {
            const made = await this.ask("POST", "/api/v1/video-playlists", { ...list, displayName: this.line(at), description: this.vector(at + 7, 1000) });
            this.playlist = made.videoPlaylist.uuid;
            if (at < 9) {
                await this.ask("POST", `/api/v1/video-playlists/${this.playlist}/videos`, { videoId: video.id });
            }
        }
        this.ownList = this.playlist;
        await this.ask("POST", `/api/v1/video-playlists/${this.playlist}/videos`, { videoId: video.id });
        // Applications that call themselves so.
        for (const vector of vectors.filter((one) => /^[\x20-\x7e]+$/.test(one)).slice(0, 12)) {
            await this.signIn("camille", vector);
        }
        // Who asks for an account (one address may do it ten times in a while), who is invited, who is shut out.
        for (let at = 0; at < 8; at += 1) {
            await this.ask("POST", "/api/v1/users/registrations/request", { username: `passant${at}`, password, email: `passant${at}@example.org`, displayName: this.line(at * 20), registrationReason: at === 0 ? vectors.join("\n").slice(0, 2900) : this.vector(at * 20 + 1) }, null);
        }
        for (let at = 0; at < 30; at += 1) {
            await this.send("/admin/people/invitations", { note: this.line(at * 5), role: "2" });
        }
        const { user } = await this.ask("POST", "/api/v1/users", { username: "jean", password, email: "jean@example.org", role: 2 });
        await this.ask("POST", `/api/v1/users/${user.id}/block`, { reason: vectors.join(" ").slice(0, 250) });
        this.shutOut = `/admin/people/${user.id}`;
        // What is reported, and what is said about it.
        for (let at = 0; at < 6; at += 1) {
            const { abuse } = await this.ask("POST", "/api/v1/abuses", { reason: this.vector(at * 23, 3000), video: { id: video.id } }, this.rose);
            this.report = `/reports/${abuse.id}`;
            for (let more = 0; more < 5; more += 1) {
                const message = this.vector(at * 23 + more * 4 + 2, 3000);
                await this.ask("POST", `/api/v1/abuses/${abuse.id}/messages`, { message }, more % 2 ? this.token : this.rose);
            }
            await this.ask("PUT", `/api/v1/abuses/${abuse.id}`, { state: 3, moderationComment: this.vector(at * 23 + 9, 3000) });
        }
        // A film that waits for its file, which is called so, and a channel that is followed.
        await this.ask("POST", "/api/v1/users/me/subscriptions", { uri: "camille_channel" }, this.rose);
        await this.ask("POST", "/api/v1/users/me/subscriptions", { uri: "rose_channel" });
        for (let at = 0; at < 10; at += 1) {
            const begun = await fetch(`${this.world.base}/api/v1/videos/upload-resumable`, {
                method: "POST",
                headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json", "x-upload-content-length": "1000" },
                body: JSON.stringify({ filename: `${this.line(at * 11)}.mp4`, channelId: 1 }),
            });
            assert.equal(begun.status, 201);
        }
        await this.ask("POST", `${path}/views`, { currentTime: 2 });
        await this.ask("POST", `${path}/views`, { currentTime: 2 }, this.rose);
        this.comments = `/w/${this.film.short}`;
    }

    /** What there is one of: everything that is said of the film, its channel, its owner and the site. */
    async fill(round) {
        const at = (place) => round + place * 13;
        const film = this.film;
        const about = new FormData();
        about.append("name", this.line(at(0)).padEnd(3, "."));
        about.append("description", this.vector(at(1)));
        about.append("support", this.vector(at(2), 1000));
        const tags = new Set([0, 1, 2, 3, 4].map((more) => this.line(at(3) + more, 30).trim()));
        for (const tag of tags) {
            about.append("tags[]", tag);
        }
        const names = [this.line(at(4)), this.line(at(5)), this.line(at(6))];
        const path = `/api/v1/videos/${film.uuid}`;
        await this.ask("PUT", path, about);
        await this.ask("PUT", `${path}/chapters`, { chapters: [0, 1].map((second) => ({ timecode: second, title: this.line(at(7) + second * 3, 100) })) });
        await this.ask("PUT", "/api/v1/video-channels/camille_channel", { displayName: names[0], description: this.vector(at(8), 1000), support: this.vector(at(9), 1000) });
        await this.ask("PUT", "/api/v1/users/me", { displayName: names[1], description: this.vector(at(10), 1000) });
        await this.ask("PUT", "/api/v1/users/me", { displayName: names[2], description: this.vector(at(12), 1000) }, this.rose);
        await this.ask("PUT", `/api/v1/video-playlists/${this.playlist}`, { displayName: this.line(at(11)), description: this.vector(at(3), 1000) });
        await this.send("/settings", { name: this.line(at(6) + 1, 60), shortDescription: this.line(at(7) + 1), description: this.vector(at(8) + 1), language: "fr", renditions: "240" });
        return film;
    }

    /** Pages that change with each round. */
    short(film) {
        return [`/w/${film.short}`, `/videos/embed/${film.uuid}`, "/c/camille_channel/videos", "/a/camille", "/videos/browse", `/w/p/${this.playlist}`, "/about"];
    }

    /** Pages that show something of it, to one of the viewers at least. */
    showing() {
        return [...this.short(this.film), "/", this.film.edit, "/my/videos", "/my/channels", "/my/channels/salon3/edit", "/my/channels/salon3/delete", "/c/salon3/videos", "/my/account", "/my/playlists", `/my/playlists/${this.ownList}/edit`, `/my/playlists/${this.ownList}/delete`, "/c/camille_channel/video-playlists", "/a/camille/video-playlists", "/videos/subscriptions", "/my/history", "/my/notifications", "/admin/people", this.shutOut, "/admin/reports?state=all", "/my/reports", this.report, "/settings", "/search?search=alert", "/search?search=script", "/login", "/signup", "/publish", `/video-playlists/embed/${this.ownList}`, "/feeds/videos.json", "/api/v1/videos", `/api/v1/videos/${this.film.uuid}/comment-threads?count=100`];
    }

    all() {
        const feeds = ["xml", "rss", "atom", "json"].map((format) => `/feeds/videos.${format}`);
        return [...this.showing(), ...feeds, "/feeds/podcast/videos.xml?videoChannelName=camille_channel", "/feeds/videos.xml?accountName=camille", `/feeds/podcast/chapters/${this.film.uuid}.json`, `/services/oembed?url=${encodeURIComponent(`${this.world.base}/w/${this.film.short}`)}`, "/sitemap.xml", "/admin", "/my/videos", "/nodeinfo/2.0.json", "/api/v1/config", "/my/account/two-factor", "/settings/mail", `/w/${this.film.short}?subtitle=fr&autoplay=1`];
    }
}
