// Builds dist/: what the program carries. Scripts and styles are bundled and minified by esbuild, fonts and
// pictures are copied, and what gzip makes smaller gets a .gz beside it. The same sources give the same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;
const dist = `${here}dist/`;

// hls.js is built from its sources without what no film of ours needs: DRM, subtitles in the playlist (ours
// are <track>), advertisements, thumbnails by I-frames, content steering. Alternate audio stays: without it
// the films of other sites that keep sound apart play silently.
const hlsSwitches = {
    __VERSION__: JSON.stringify(JSON.parse(readFileSync(`${here}node_modules/hls.js/package.json`)).version),
    __USE_ALT_AUDIO__: "true",
    __USE_EME_DRM__: "false",
    __USE_SUBTITLES__: "false",
    __USE_CMCD__: "false",
    __USE_CONTENT_STEERING__: "false",
    __USE_VARIABLE_SUBSTITUTION__: "false",
    __USE_M2TS_ADVANCED_CODECS__: "false",
    __USE_MEDIA_CAPABILITIES__: "false",
    __USE_INTERSTITIALS__: "false",
    __USE_IFRAMES__: "false",
    __IN_WORKER__: "false",
    __HLS_WORKER_BUNDLE__: "undefined",
};

const versionOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const files = new Map();
for (const folder of ["pictures", "fonts"]) {
    for (const name of readdirSync(here + folder).sort()) {
        if (/\.(svg|png|webmanifest|woff2)$/.test(name)) {
            files.set(name, readFileSync(`${here}${folder}/${name}`));
        }
    }
}
files.set("bricolage-OFL.txt", readFileSync(`${here}fonts/OFL.txt`));
// What the player's scripts are made of, each with its licence; the last two name theirs and bring no text of it.
const parts = [
    "hls.js", "@svta/cml-id3", "@svta/cml-utils", "eventemitter3", "url-toolkit", "p2p-media-loader-core", "bittorrent-tracker",
    "@thaunknown/simple-peer", "@thaunknown/simple-websocket", "debug", "events-universal", "fast-fifo", "nano-md5", "once",
    "queue-microtask", "run-parallel", "streamx", "text-decoder", "wrappy",
];
const licences = parts.map((name) => `${name}\n\n${readFileSync(`${here}node_modules/${name}/LICENSE`, "utf8").trim()}\n`);
licences.push(`ms\n\n${readFileSync(`${here}node_modules/ms/license.md`, "utf8").trim()}\n`);
for (const name of ["err-code", "uint8-util"]) {
    const { author, license } = JSON.parse(readFileSync(`${here}node_modules/${name}/package.json`, "utf8"));
    licences.push(`${name}\n\n${license} (${author?.name ?? author ?? "its authors"})\n`);
}
files.set("player-licences.txt", Buffer.from(licences.join("\n----\n\n")));

// A file that another one names carries its version in the address, exactly as the pages write it.
const withVersions = (text) =>
    text.replace(/\/assets\/([\w.-]+)/g, (whole, name) =>
        files.has(name) ? `/assets/${name}?v=${versionOf(files.get(name))}` : whole,
    );
files.set("site.webmanifest", Buffer.from(withVersions(files.get("site.webmanifest").toString())));

const built = await build({
    absWorkingDir: here,
    entryPoints: {
        site: "styles/site.css",
        player: "styles/player.css",
        "player-script": "scripts/player/index.ts",
        "peers-script": "scripts/peers/index.ts",
        publish: "scripts/publish/index.ts",
        films: "scripts/films.ts",
        small: "scripts/small.ts",
        password: "scripts/embed/password.ts",
    },
    bundle: true,
    minify: true,
    write: false,
    outdir: "dist",
    format: "esm",
    target: ["chrome90", "firefox90", "safari14.1"],
    charset: "utf8",
    define: hlsSwitches,
    alias: {
        "hls.js": `${here}node_modules/hls.js/src/hls.ts`,
        // As its authors bundle it: its tracker client is written for Node, and needs much of it.
        "p2p-media-loader-core": `${here}node_modules/p2p-media-loader-core/dist/p2p-media-loader-core.es.min.js`,
    },
    external: ["/assets/*"],
    legalComments: "none",
    logLevel: "warning",
});
for (const file of built.outputFiles) {
    const name = file.path.slice(file.path.lastIndexOf("/") + 1).replace(/^(player|peers)-script\.js$/, "$1.js");
    const text = name.endsWith(".css") ? withVersions(file.text) : file.text;
    files.set(name, Buffer.from(text));
}
const banner = "/* Made with hls.js (Apache License 2.0) and others: /assets/player-licences.txt */\n";
files.set("player.js", Buffer.concat([Buffer.from(banner), files.get("player.js")]));
const sharing = "/* Made with p2p-media-loader (Apache License 2.0) and others: /assets/player-licences.txt */\n";
files.set("peers.js", Buffer.concat([Buffer.from(sharing), files.get("peers.js")]));

for (const [name, bytes] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    writeFileSync(dist + name, bytes);
    if (!/\.(png|woff2)$/.test(name)) {
        const compressed = gzipSync(bytes, { level: 9 });
        // Byte 9 says on which system it was compressed; 255 is "unknown" (RFC 1952), and the same everywhere.
        compressed[9] = 255;
        if (compressed.length < bytes.length * 0.95) {
            writeFileSync(`${dist}${name}.gz`, compressed);
        }
    }
}
