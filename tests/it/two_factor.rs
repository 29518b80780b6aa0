//! Signing in with a password and a code.

use data_encoding::BASE32_NOPAD;
use lucarne::domain::totp;
use serde_json::{Value, json};

use crate::site::{ADMINISTRATOR, PASSWORD, Site, new_address};
use crate::visitor::{Answer, Visitor};

/// Half a minute: a new code.
const PERIOD: i64 = 30;

async fn number_of(who: &Visitor) -> i64 {
    who.get("/api/v1/users/me").await.expect(200).json()["id"].as_i64().expect("everybody has a number")
}

/// Signs in as PeerTube's applications do, with a code where there is one.
async fn sign_in(visitor: &Visitor, name: &str, code: Option<&str>) -> Answer {
    let client = visitor.get("/api/v1/oauth-clients/local").await.expect(200).json();
    let of = |name: &str| client[name].as_str().expect("the client has an identity").to_owned();
    let (id, secret) = (of("client_id"), of("client_secret"));
    let fields = [
        ("client_id", id.as_str()),
        ("client_secret", &secret),
        ("grant_type", "password"),
        ("username", name),
        ("password", PASSWORD),
    ];
    let asking = visitor.ask("POST", "/api/v1/users/token").fields(&fields);
    match code {
        Some(code) => asking.header("x-peertube-otp", code).send().await,
        None => asking.send().await,
    }
}

/// What an application for codes shows now.
fn code(site: &Site, secret: &str) -> String {
    let secret = BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).expect("it is base32");
    totp::code_at(&secret, site.app.now())
}

/// Switches it on by the API; the secret.
async fn switch_on(site: &Site, who: &Visitor, id: i64) -> String {
    let path = format!("/api/v1/users/{id}/two-factor");
    let proof = json!({ "currentPassword": PASSWORD });
    let asked = who.ask("POST", &format!("{path}/request")).json(&proof).send().await.expect(200).json();
    let text = |name: &str| asked["otpRequest"][name].as_str().expect("it is text").to_owned();
    let secret = text("secret");
    assert!(text("uri").starts_with("otpauth://totp/") && text("uri").contains(&secret), "{asked}");
    let confirm = async |token: &str, code: &str| {
        let body = json!({ "requestToken": token, "otpToken": code });
        who.ask("POST", &format!("{path}/confirm-request")).json(&body).send().await
    };
    confirm(&text("requestToken"), "000 000").await.expect(403);
    confirm("x", &code(site, &secret)).await.expect(403);
    confirm(&text("requestToken"), &code(site, &secret)).await.expect(204);
    secret
}

#[tokio::test]
async fn an_application_shows_a_code_in_the_header_of_peertube() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (paul, stranger) = (site.application_of("paul").await, site.stranger());
    let id = number_of(&paul).await;
    let path = format!("/api/v1/users/{id}/two-factor");
    let wrong = json!({ "currentPassword": "not this one" });
    paul.ask("POST", &format!("{path}/request")).json(&wrong).send().await.expect(403);
    paul.ask("POST", &format!("{path}/request")).send().await.expect(400);
    assert_eq!(paul.get("/api/v1/users/me").await.expect(200).json()["twoFactorEnabled"], false);
    let secret = switch_on(&site, &paul, id).await;
    assert_eq!(paul.get("/api/v1/users/me").await.expect(200).json()["twoFactorEnabled"], true);
    let proof = json!({ "currentPassword": PASSWORD });
    paul.ask("POST", &format!("{path}/request")).json(&proof).send().await.expect(400);

    let missing = sign_in(&stranger, "paul", None).await.expect(401);
    assert_eq!(
        (&missing.json()["code"], missing.header("x-peertube-otp")),
        (&json!("missing_two_factor"), "required; app")
    );
    let refused = sign_in(&stranger, "paul", Some("000000")).await.expect(400).json();
    assert_eq!(refused["code"], "invalid_two_factor");
    let used = sign_in(&stranger, "paul", Some(&code(&site, &secret))).await.expect(400).json();
    assert_eq!(used["code"], "invalid_two_factor", "the code that confirmed has been taken");
    site.move_clock(PERIOD);
    sign_in(&stranger, "paul", Some(&code(&site, &secret))).await.expect(200);
    sign_in(&stranger, "paul", Some(&code(&site, &secret))).await.expect(400);

    let off = format!("{path}/disable");
    paul.ask("POST", &off).json(&wrong).send().await.expect(403);
    paul.ask("POST", &off).json(&proof).send().await.expect(204);
    paul.ask("POST", &off).json(&proof).send().await.expect(400);
    sign_in(&stranger, "paul", None).await.expect(200);
}

#[tokio::test]
async fn a_request_that_waits_too_long_is_over() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let path = format!("/api/v1/users/{}/two-factor", number_of(&maud).await);
    let proof = json!({ "currentPassword": PASSWORD });
    let asked = maud.ask("POST", &format!("{path}/request")).json(&proof).send().await.expect(200).json();
    site.move_clock(601);
    let code = code(&site, asked["otpRequest"]["secret"].as_str().expect("it is text"));
    let body = json!({ "requestToken": asked["otpRequest"]["requestToken"], "otpToken": code });
    maud.ask("POST", &format!("{path}/confirm-request")).json(&body).send().await.expect(403);
    sign_in(&site.stranger(), ADMINISTRATOR, None).await.expect(200);
}

/// What stands between two marks of a page.
fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let rest = page.split_once(start).unwrap_or_else(|| panic!("no {start} in {page}")).1;
    rest.split_once(end).expect("it ends").0
}

/// The first step in a browser; the token of the second.
async fn first_step(browser: &Visitor, name: &str) -> String {
    let fields = [("username", name), ("password", PASSWORD), ("return", "/my/videos")];
    let led = browser.ask("POST", "/login").fields(&fields).send().await.expect(303);
    assert_eq!(led.header("location"), "/login/code?return=%2Fmy%2Fvideos");
    assert!(!led.cookies().concat().contains("lucarne_session"), "a password alone opens nothing");
    browser.get("/my/videos").await.expect(303);
    let page = browser.get(led.header("location")).await.expect(200).text();
    between(&page, "name=\"step\" value=\"", "\"").to_owned()
}

async fn second_step(browser: &Visitor, step: &str, code: &str) -> Answer {
    let fields = [("step", step), ("code", code), ("return", "/my/videos")];
    browser.ask("POST", "/login/code").fields(&fields).send().await
}

#[tokio::test]
async fn a_browser_asks_for_the_code_in_a_second_step() {
    let site = Site::new().await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    browser.submit("/my/account/two-factor", &[("password", "not this one")]).await.expect(403);
    let page = browser.submit("/my/account/two-factor", &[("password", PASSWORD)]).await.expect(200).text();
    assert!(page.contains("<svg") && !page.contains("<?xml"), "{page}");
    let secret = between(&page, "<code class=\"secret\">", "<").to_owned();
    let request = between(&page, "name=\"request\" value=\"", "\"").to_owned();
    let confirm = async |code: &str| {
        let fields = [("request", request.as_str()), ("code", code)];
        browser.submit("/my/account/two-factor/confirm", &fields).await
    };
    let again = confirm("000000").await.expect(403).text();
    assert!(again.contains(&secret), "a typing mistake does not begin anew: {again}");
    let page = confirm(&code(&site, &secret)).await.expect(200).text();
    let codes: Vec<_> =
        page.split("<li><code>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(codes.len(), 10);
    assert!(!browser.get("/my/account/two-factor").await.expect(200).text().contains(codes[0]), "told once");

    let other = site.stranger();
    other.get("/login/code").await.expect(303);
    let step = first_step(&other, ADMINISTRATOR).await;
    site.move_clock(PERIOD);
    second_step(&other, "", &code(&site, &secret)).await.expect(403);
    second_step(&other, &step, "000000").await.expect(400);
    let opened = second_step(&other, &step, &code(&site, &secret)).await.expect(303);
    assert_eq!(opened.header("location"), "/my/videos");
    other.get("/my/videos").await.expect(200);
    second_step(&site.stranger(), &step, &code(&site, &secret)).await.expect(303);

    // A recovery code works once, with or without the marks in it.
    for (typed, status) in [(codes[0].to_uppercase().replace('-', " "), 303), (codes[0].to_owned(), 400)] {
        let other = site.stranger();
        let step = first_step(&other, ADMINISTRATOR).await;
        second_step(&other, &step, &typed).await.expect(status);
    }
    assert!(browser.get("/my/account/two-factor").await.expect(200).text().contains("9 codes de secours"));
    browser.submit("/my/account/two-factor/codes", &[("password", PASSWORD)]).await.expect(200);
    let other = site.stranger();
    let step = first_step(&other, ADMINISTRATOR).await;
    second_step(&other, &step, codes[1]).await.expect(400);
    site.move_clock(601);
    second_step(&other, &step, &code(&site, &secret)).await.expect(303);
    other.get("/my/videos").await.expect(303);

    browser.submit("/my/account/two-factor/off", &[("password", PASSWORD)]).await.expect(303);
    site.browser_of(ADMINISTRATOR).await.get("/my/videos").await.expect(200);
}

#[tokio::test]
async fn who_guesses_codes_waits_even_with_the_right_password() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let paul = site.application_of("paul").await;
    let secret = switch_on(&site, &paul, number_of(&paul).await).await;
    site.move_clock(PERIOD);
    let guesser = Visitor::new(&site.origin, new_address());
    for _ in 0..10 {
        sign_in(&guesser, "paul", Some("000000")).await.expect(400);
    }
    sign_in(&guesser, "paul", Some(&code(&site, &secret))).await.expect(429);
    let elsewhere = Visitor::new(&site.origin, new_address());
    sign_in(&elsewhere, "paul", Some(&code(&site, &secret))).await.expect(200);
}

#[tokio::test]
async fn whoever_keeps_the_house_helps_a_member_who_lost_their_telephone() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (keeper, paul, stranger) =
        (site.browser_of(ADMINISTRATOR).await, site.application_of("paul").await, site.stranger());
    let id = number_of(&paul).await;
    switch_on(&site, &paul, id).await;

    let chief = number_of(&site.administrator().await).await;
    keeper.submit(&format!("/admin/people/{chief}/two-factor-off"), &[]).await.expect(404);

    // A link for a new password stands for the password alone.
    let page = keeper.submit(&format!("/admin/people/{id}/password"), &[]).await.expect(200).text();
    let link = format!("/join/{}", between(&page, "/join/", "\""));
    let browser = site.stranger();
    let chosen = browser.ask("POST", &link).fields(&[("password", PASSWORD)]).send().await.expect(303);
    assert_eq!(chosen.header("location"), "/login");
    browser.get("/my/videos").await.expect(303);

    let page = keeper.get(&format!("/admin/people/{id}")).await.expect(200).text();
    assert!(page.contains("two-factor-off"), "{page}");
    keeper.submit(&format!("/admin/people/{id}/two-factor-off"), &[]).await.expect(303);
    let page = keeper.get(&format!("/admin/people/{id}")).await.expect(200).text();
    assert!(!page.contains("two-factor-off"), "{page}");
    let tokens: Value = sign_in(&stranger, "paul", None).await.expect(200).json();
    let paul = stranger.with_token(tokens["access_token"].as_str().expect("it is text"));
    switch_on(&site, &paul, id).await;
    let off = format!("/api/v1/users/{id}/two-factor/disable");
    site.administrator().await.ask("POST", &off).send().await.expect(204);
    sign_in(&stranger, "paul", None).await.expect(200);
}
