// The real server, started and ended by the tests.
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";

async function freePort() {
    const probe = createServer();
    await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
    const { port } = probe.address();
    await new Promise((resolve) => probe.close(resolve));
    return port;
}

export async function startServer(binary, data, port, options = []) {
    mkdirSync(data, { recursive: true });
    const chosen = port ?? (await freePort());
    const base = `http://localhost:${chosen}`;
    const child = spawn(binary, ["serve", "--data", data, "--listen", `127.0.0.1:${chosen}`, ...options, ...extraOptions()], { stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (bytes) => {
            printed += bytes;
            appendFileSync(`${data}.log`, bytes);
        });
    }
    let hasEnded = false;
    const ended = new Promise((resolve) => child.once("exit", () => resolve((hasEnded = true))));
    for (;;) {
        if (hasEnded) {
            throw new Error(`the server did not start:\n${printed}`);
        }
        const answers = await fetch(`${base}/api/v1/ping`).then((answer) => answer.ok, () => false);
        if (answers) {
            break;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return {
        base,
        port: chosen,
        data,
        printed: () => printed,
        stop: async (signal = "SIGTERM") => {
            child.kill(signal);
            await ended;
        },
    };
}

/** What this machine's kernel lacks for the media worker may be accepted by name, separated by spaces. */
function extraOptions() {
    return (process.env.LUCARNE_TEST_ACCEPT_WITHOUT ?? "").split(" ").filter(Boolean).flatMap((name) => ["--accept-without", name]);
}
