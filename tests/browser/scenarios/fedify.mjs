// Somebody on a server that is not of our making (`@fedify/fedify` from npm) finds a site, follows it, hears of a film,
// comments on it and likes it. Fedify checks our signatures and reads our documents by its own lights.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import * as fedify from "@fedify/fedify";
import { assert, until } from "../browser.mjs";
import { startServer } from "../server.mjs";

const password = "une phrase assez longue";

export default async function (world) {
    const data = join(world.folder, "fedify");
    const secret = join(world.folder, "fedify-password");
    writeFileSync(secret, password);
    const lucarne = (...words) => execFileSync(world.binary, [...words, "--data", data], { encoding: "utf8" });
    lucarne("setup", "--name", "Le lavoir", "--admin", "maud", "--email", "maud@example.org", "--password-file", secret);
    const site = await startServer(world.binary, data, undefined, ["--private-servers", "true"]);
    const elsewhere = await openElsewhere();
    try {
        await follow(site, elsewhere, world, lucarne);
    } finally {
        elsewhere.close();
        await site.stop();
    }
}

async function follow(site, elsewhere, world, lucarne) {
    const { context, heard, refused } = elsewhere;
    const me = context.getActorUri("rose");
    const reader = await context.getDocumentLoader({ identifier: "rose" });
    const find = (url) => context.lookupObject(url, { documentLoader: reader });
    const heardOf = (kind, count) => until(`${count} of ${kind.name} came`, async () => {
        const found = heard.filter((one) => one instanceof kind);
        return found.length >= count ? found : undefined;
    });
    const say = (actor, activity) => context.sendActivity({ identifier: "rose" }, actor, activity, { fanout: "skip" });

    const kinds = [];
    for (const path of ["/video-channels/maud_channel", "/accounts/maud", "/accounts/peertube"]) {
        const actor = await find(site.base + path);
        kinds.push(actor.constructor.name);
        await say(actor, new fedify.Follow({ id: new URL(`#follow-${kinds.length}`, me), actor: me, object: actor.id }));
    }
    assert.deepEqual(kinds, ["Group", "Person", "Application"]);
    await heardOf(fedify.Accept, 3);

    lucarne("video", "import", world.clips.small);
    const [created] = await heardOf(fedify.Create, 1);
    await heardOf(fedify.Announce, 2);
    const film = await created.getObject();
    assert.ok(film instanceof fedify.Video);
    assert.equal(created.actorId.href, `${site.base}/accounts/maud`);
    assert.equal((await find(film.id.href)).name.toString(), film.name.toString());

    const maud = await find(`${site.base}/accounts/maud`);
    const note = new fedify.Note({ id: new URL("/notes/1", elsewhere.origin), attribution: me, replyTarget: film.id, content: "<p>Bravo de <b>Fedify</b></p>", to: fedify.PUBLIC_COLLECTION });
    await say(maud, new fedify.Create({ id: new URL("/notes/1#create", elsewhere.origin), actor: me, object: note, to: fedify.PUBLIC_COLLECTION }));
    await say(maud, new fedify.Like({ id: new URL("#like", me), actor: me, object: film.id }));
    const path = `/api/v1/videos/${film.id.pathname.split("/").pop()}`;
    const ask = (path) => fetch(site.base + path).then((answer) => answer.json());
    const comment = await until("the comment is there", async () => (await ask(`${path}/comment-threads`)).data[0]);
    assert.match(comment.text, /\*\*Fedify\*\*/);
    assert.equal(`${comment.account.name}@${comment.account.host}`, `rose@${new URL(elsewhere.origin).host}`);
    await until("it is liked", async () => (await ask(path)).likes === 1);

    // What members answer comes back, and what is taken back goes there too.
    const { client_id, client_secret } = await ask("/api/v1/oauth-clients/local");
    const form = new URLSearchParams({ client_id, client_secret, grant_type: "password", username: "maud", password });
    const { access_token } = await fetch(`${site.base}/api/v1/users/token`, { method: "POST", body: form }).then((answer) => answer.json());
    const headers = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
    await fetch(`${site.base}${path}/comments/${comment.id}`, { method: "POST", headers, body: JSON.stringify({ text: "Merci Rose" }) });
    const answer = await (await heardOf(fedify.Create, 2))[1].getObject();
    assert.equal(answer.content.toString(), "Merci Rose");
    assert.equal(answer.replyTargetId.href, note.id.href);
    await fetch(site.base + path, { method: "DELETE", headers });
    await heardOf(fedify.Delete, 1);
    // PeerTube's own words mean nothing to it, and it says so.
    const foreign = /^400 Invalid activity\. ApproveReply$/;
    assert.deepEqual(refused.filter((line) => !foreign.test(line)), [], "Fedify believed every signature");
}

/** A server with one person. */
async function openElsewhere() {
    const [heard, refused] = [[], []];
    const keys = [await fedify.generateCryptoKeyPair("RSASSA-PKCS1-v1_5")];
    const federation = fedify.createFederation({ kv: new fedify.MemoryKvStore(), allowPrivateAddress: true });
    const actors = federation.setActorDispatcher("/users/{identifier}", async (context, name) => {
        if (name !== "rose") {
            return null;
        }
        const [{ cryptographicKey: publicKey }] = await context.getActorKeyPairs(name);
        return new fedify.Person({ id: context.getActorUri(name), preferredUsername: name, name: "Rose", inbox: context.getInboxUri(name), publicKey });
    });
    actors.setKeyPairsDispatcher(async () => keys);
    const inbox = federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");
    for (const kind of [fedify.Accept, fedify.Create, fedify.Announce, fedify.Update, fedify.Delete]) {
        inbox.on(kind, async (_, activity) => void heard.push(activity));
    }
    const server = createServer(async (request, response) => {
        const pieces = [];
        for await (const piece of request) {
            pieces.push(piece);
        }
        const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
        const body = pieces.length > 0 ? Buffer.concat(pieces) : undefined;
        const asked = new Request(`http://${request.headers.host}${request.url}`, { method: request.method, headers, body });
        const answer = await federation.fetch(asked, { contextData: undefined });
        if (request.method === "POST" && !answer.ok) {
            refused.push(`${answer.status} ${await answer.clone().text()} ${JSON.parse(body.toString()).type}`);
        }
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${server.address().port}`;
    return { heard, refused, origin, context: federation.createContext(new URL(origin), undefined), close: () => server.closeAllConnections() ?? server.close() };
}
