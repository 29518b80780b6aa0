// The first visit, with the code that the server printed; then signing out and in, and a wrong password.
import { assert, openPage, signIn } from "../browser.mjs";

export const person = { username: "camille", password: "la lucarne du grenier" };

export default async function (world) {
    const { page, context, done } = await openPage(world, { visitor: true });
    await page.goto("/");
    assert.match(page.url(), /\/setup/, "an empty site leads to its setup");
    assert.equal(await page.getAttribute("html", "lang"), "fr");
    await page.fill("#code", "0000-0000");
    await page.click("main button[type=submit]");
    assert.match(await page.textContent("#code-wrong"), /code/);
    const code = /code=([\w-]+)/.exec(world.server.printed())[1];
    await page.fill("#code", code);
    await page.click("main button[type=submit]");
    await page.check("input[name=language][value=fr]");
    await page.click("main button[type=submit]");
    await page.click("main button[type=submit]");
    await page.fill("#name", "La Mémoire du Causse");
    await page.fill("#url", "ftp://ailleurs");
    await page.evaluate(() => document.querySelector("form").setAttribute("novalidate", ""));
    const isFixed = (await page.getAttribute("#url", "readonly")) !== null;
    if (!isFixed) {
        await page.click("main button[type=submit]");
        assert.ok(await page.isVisible("#url-wrong") && await page.isHidden("#name-wrong"));
        await page.fill("#url", world.base);
    }
    await page.fill("#words", "Films et souvenirs du Causse");
    await page.click("main button[type=submit]");
    await page.fill("#username", person.username);
    await page.fill("#display", "Camille Roux");
    await page.fill("#email", "camille@causse.example");
    await page.fill("#password", "court");
    // The browser holds a short password back by itself; the server must do it as well.
    await page.evaluate(() => document.querySelector("form").setAttribute("novalidate", ""));
    await page.click("main button[type=submit]");
    assert.match(await page.textContent("#password-wrong"), /trop court/);
    await page.fill("#email", "camille");
    await page.fill("#password", person.password);
    await page.evaluate(() => document.querySelector("form").setAttribute("novalidate", ""));
    await page.click("main button[type=submit]");
    assert.equal(await page.getAttribute("#email", "aria-invalid"), "true");
    assert.equal(await page.evaluate(() => document.activeElement.id), "email");
    assert.match(await page.textContent("#password-wrong"), /Retapez le mot de passe/);
    if (world.shots) {
        await page.screenshot({ path: `${world.shots}/setup-wrong.png`, fullPage: true });
    }
    await page.fill("#email", "camille@causse.example");
    assert.equal(await page.inputValue("#username"), person.username, "what was typed stays");
    await page.fill("#password", person.password);
    await page.click("main button[type=submit]");
    assert.match(await page.textContent("dl"), /La Mémoire du Causse[\s\S]*Camille Roux/);
    await page.goBack();
    await page.goto("/setup");
    await page.click("main button[type=submit]");
    await page.waitForURL((address) => address.pathname === "/");
    assert.equal(await page.textContent(".house span"), "La Mémoire du Causse");
    assert.ok(await page.isVisible("text=Publier la première"), "the empty site offers one thing to do");
    assert.equal((await page.goto("/setup")).url().endsWith("/setup"), false, "setup happens once");

    await page.click(".foot-account button");
    await page.waitForSelector("text=Se connecter");
    await page.goto("/publish");
    assert.match(page.url(), /\/login/, "publishing asks to sign in");
    await page.fill("#username", person.username);
    await page.fill("#password", "ce n’est pas lui");
    await page.click("main button[type=submit]");
    assert.match(await page.textContent("[role=alert]"), /ne correspond pas/);
    await signIn(page, person);
    world.session = await context.storageState();
    await done();
}
