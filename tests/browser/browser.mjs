// Chromium, and what every scenario asks of a page.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export async function launch() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
        ],
    });
}

/** A page that fails the scenario when a script breaks or the content policy is touched. */
export async function openPage(world, options = {}) {
    const context = await world.browser.newContext({
        locale: "fr-FR",
        viewport: { width: 1280, height: 800 },
        baseURL: options.base ?? world.base,
        storageState: options.visitor ? undefined : world.session,
        ...options.context,
    });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(`a script broke: ${error.message}`));
    page.on("console", (message) => {
        // What a lost line or an answer of 4xx writes into the console is the scenario's own doing.
        if (message.type() === "error" && !/Failed to load resource/.test(message.text())) {
            problems.push(message.text());
        }
    });
    return {
        page,
        context,
        async done() {
            await context.close();
            assert.deepEqual(problems, []);
        },
    };
}

/** Waits until `read` gives something true, without sleeping longer than needed. */
export async function until(what, read, seconds = 60) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const value = await read();
        if (value) {
            return value;
        }
        if (Date.now() > end) {
            throw new Error(`still not: ${what}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}

export async function signIn(page, person) {
    await page.goto("/login");
    await page.fill("#username", person.username);
    await page.fill("#password", person.password);
    await page.click("main button[type=submit]");
    await page.waitForURL((address) => !address.pathname.startsWith("/login"));
}

export { assert };
