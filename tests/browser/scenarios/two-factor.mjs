// A member switches the second step on, signs in with a code and with a recovery code, and ends another browser.
import { createHmac } from "node:crypto";
import { assert, openPage } from "../browser.mjs";

/** The code that an application for codes shows (RFC 6238); `ahead` is in half minutes. */
function code(secret, ahead = 0) {
    const bits = [...secret.replaceAll(" ", "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const step = Buffer.alloc(8);
    step.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
    const tag = createHmac("sha1", key).update(step).digest();
    return String((tag.readUInt32BE(tag[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const password = "une phrase assez longue";

async function firstStep(page) {
    await page.goto("/login?return=/my/account");
    await page.fill("#username", "marcel");
    await page.fill("#password", password);
    await page.click("main button[type=submit]");
    await page.waitForSelector("#code");
}

async function secondStep(page, typed) {
    await page.fill("#code", typed);
    await page.click("main button[type=submit]");
}

export default async function (world) {
    const keeper = await openPage(world);
    await keeper.page.goto("/admin/people");
    await keeper.page.fill("#note", "Marcel");
    await keeper.page.click("main form:has(#note) button[type=submit]");
    const link = await keeper.page.inputValue("#made-link");

    const marcel = await openPage(world, { visitor: true });
    await marcel.page.goto(link);
    await marcel.page.fill("#username", "marcel");
    await marcel.page.fill("#email", "marcel@example.org");
    await marcel.page.fill("#password", password);
    await marcel.page.click("main button[type=submit]");
    await marcel.page.goto("/my/account");
    await marcel.page.click("text=Activer la connexion en deux étapes");
    await marcel.page.fill("#password", password);
    await marcel.page.click("main button[type=submit]");
    // The picture is there, dark on light, and as large as a telephone needs it.
    const picture = await marcel.page.locator(".qr svg").boundingBox();
    assert.ok(picture.width > 200 && Math.abs(picture.width - picture.height) < 2, JSON.stringify(picture));
    const secret = await marcel.page.textContent("code.secret");
    await secondStep(marcel.page, "000000");
    assert.match(await marcel.page.textContent("#two-factor-error"), /pas le bon/);
    assert.equal(await marcel.page.textContent("code.secret"), secret, "a typing mistake does not begin anew");
    if (world.shots) {
        await marcel.page.screenshot({ path: `${world.shots}/two-factor.png`, fullPage: true });
    }
    await secondStep(marcel.page, code(secret));
    await marcel.page.waitForSelector(".codes");
    const codes = await marcel.page.locator(".codes code").allTextContents();
    assert.equal(codes.length, 10);

    // On another device: the password alone shows nothing, a wrong code says so, the next one opens.
    const telephone = await openPage(world, { visitor: true });
    await telephone.page.setViewportSize({ width: 360, height: 800 });
    await firstStep(telephone.page);
    assert.ok(await telephone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.equal(await telephone.page.evaluate(() => document.activeElement.id), "code");
    await secondStep(telephone.page, "000000");
    assert.match(await telephone.page.textContent("#code-error"), /pas le bon/);
    await secondStep(telephone.page, code(secret, 1));
    await telephone.page.waitForURL("**/my/account");
    assert.ok(await telephone.page.isVisible("text=cet appareil"));

    const third = await openPage(world, { visitor: true });
    await firstStep(third.page);
    await secondStep(third.page, codes[0]);
    await third.page.waitForURL("**/my/account");

    // The list names three browsers; all others are ended at once.
    assert.equal(await third.page.locator(".sessions li").count(), 3);
    if (world.shots) {
        await third.page.screenshot({ path: `${world.shots}/sessions.png`, fullPage: true });
    }
    await third.page.click("text=Déconnecter tous les autres");
    await third.page.waitForSelector("text=C’est déconnecté");
    assert.equal(await third.page.locator(".sessions li").count(), 1);
    await telephone.page.goto("/my/account");
    assert.match(telephone.page.url(), /\/login/);
    await telephone.done();
    await marcel.done();
    await third.done();

    // Marcel has lost his telephone: whoever keeps the house helps him.
    await keeper.page.goto("/admin/people");
    await keeper.page.click("main ul.rows >> a:has-text('marcel')");
    await keeper.page.click("form[action$='/two-factor-off'] button");
    await keeper.page.waitForSelector("form[action$='/block']");
    assert.equal(await keeper.page.locator("form[action$='/two-factor-off']").count(), 0);
    await keeper.done();
}
