//! Signing in to the pages, and what a browser may do in somebody's name.

use lucarne::config::Source;

use crate::clips;
use crate::site::{ADMINISTRATOR, PASSWORD, Site, new_address};
use crate::visitor::{Answer, Visitor};

async fn try_password(visitor: &Visitor, name: &str, password: &str) -> Answer {
    visitor.ask("POST", "/login").fields(&[("username", name), ("password", password)]).send().await
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
    let site = Site::new().await;
    let answer = try_password(&site.stranger(), ADMINISTRATOR, PASSWORD).await.expect(303);
    let cookies = answer.cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("lucarne_session=")).expect("a session");
    for attribute in ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=2592000"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "plain HTTP at home must work: {cookie}");
    assert!(!cookie.contains("Domain"), "{cookie}");
}

#[tokio::test]
async fn a_site_that_is_reached_by_https_keeps_its_cookie_to_https() {
    let flags = Source { url: Some("https://films.example.org".into()), ..Source::default() };
    let site = Site::with(flags).await;
    let answer = try_password(&site.stranger(), ADMINISTRATOR, PASSWORD).await.expect(303);
    assert!(answer.cookies().concat().contains("; Secure"), "{:?}", answer.cookies());
}

#[tokio::test]
async fn people_sign_in_by_name_or_address_and_out_again() {
    let site = Site::new().await;
    for name in [ADMINISTRATOR, "MAUD", "maud@example.org"] {
        let browser = site.stranger();
        try_password(&browser, name, PASSWORD).await.expect(303);
        browser.get("/my/videos").await.expect(200);
        browser.submit("/logout", &[]).await.expect(303);
        let turned_away = browser.get("/my/videos").await.expect(303);
        assert_eq!(turned_away.header("location"), "/login?return=%2Fmy%2Fvideos");
    }
}

#[tokio::test]
async fn a_cookie_is_worth_nothing_after_signing_out_or_a_month() {
    let site = Site::new().await;
    let browser = site.stranger();
    let answer = try_password(&browser, ADMINISTRATOR, PASSWORD).await.expect(303);
    let stolen = answer.cookies().concat();
    let stolen = stolen.split(';').next().expect("a cookie begins with its value").to_owned();
    let with_cookie = |path: &str| site.stranger().ask("GET", path).header("cookie", &stolen);
    with_cookie("/my/videos").send().await.expect(200);
    browser.submit("/logout", &[]).await.expect(303);
    with_cookie("/my/videos").send().await.expect(303);

    let browser = site.browser_of(ADMINISTRATOR).await;
    site.move_clock(30 * 24 * 3600 - 60);
    browser.get("/my/videos").await.expect(200);
    site.move_clock(120);
    browser.get("/my/videos").await.expect(303);
}

#[tokio::test]
async fn signing_in_leads_back_but_never_to_another_site() {
    let site = Site::new().await;
    for (asked, led) in [
        ("/my/account", "/my/account"),
        ("//elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ] {
        let fields = [("username", ADMINISTRATOR), ("password", PASSWORD), ("return", asked)];
        let answer = site.stranger().ask("POST", "/login").fields(&fields).send().await.expect(303);
        assert_eq!(answer.header("location"), led, "{asked:?}");
        assert!(!answer.cookies().iter().any(|cookie| cookie.starts_with("a=")), "{asked:?}");
    }
}

#[tokio::test]
async fn a_wrong_password_many_times_waits_and_others_do_not() {
    let site = Site::new().await;
    // Names of this test alone: the count against a name is kept for all addresses together.
    site.add_person("patience", -1).await;
    let guesser = Visitor::new(&site.origin, new_address());
    for _ in 0..10 {
        let page = try_password(&guesser, "patience", "a wrong one").await.expect(400).text();
        assert!(page.contains("role=\"alert\""), "{page}");
    }
    let page = try_password(&guesser, "patience", PASSWORD).await.expect(429).text();
    assert!(page.contains("15"), "it says how long: {page}");
    crate::site::sign_in(&guesser, "patience", PASSWORD).await.expect(429);
    // Another home is not locked out by it.
    try_password(&Visitor::new(&site.origin, new_address()), "patience", PASSWORD).await.expect(303);
    site.move_clock(15 * 60);
    try_password(&guesser, "patience", PASSWORD).await.expect(303);
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_answered_like_a_wrong_password() {
    let site = Site::new().await;
    let visitor = Visitor::new(&site.origin, new_address());
    let text = |answer: Answer| answer.expect(400).text().replace("nobody.at.all", "maud");
    let unknown = text(try_password(&visitor, "nobody.at.all", "a wrong one").await);
    let known = text(try_password(&visitor, "maud", "a wrong one").await);
    assert_eq!(unknown, known);
}

#[tokio::test]
async fn a_form_without_its_token_or_from_another_site_changes_nothing() {
    let site = Site::new().await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    let token = browser.form_token().await;
    let profile = [("displayName", "Taken over"), ("email", "thief@example.org")];
    let with = |csrf: &'static str| [profile.as_slice(), &[("csrf", csrf)]].concat();
    browser.ask("POST", "/my/account").fields(&profile).send().await.expect(403);
    browser.ask("POST", "/my/account").fields(&with("")).send().await.expect(403);
    browser.ask("POST", "/my/account").fields(&with("0123456789")).send().await.expect(403);
    let right = [profile.as_slice(), &[("csrf", token.as_str())]].concat();
    for (name, value) in
        [("origin", "https://elsewhere.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
    {
        browser.ask("POST", "/my/account").header(name, value).fields(&right).send().await.expect(403);
    }
    for path in ["/settings", "/my/account/password", "/logout", "/my/videos/1/delete", "/admin/jobs/1/retry"]
    {
        browser.ask("POST", path).fields(&profile).send().await.expect(403);
    }
    // The API with a cookie asks for the same token, in a header.
    browser.ask("PUT", "/api/v1/videos/1").fields(&[("name", "xyz")]).send().await.expect(403);
    let with_header = browser.ask("PUT", "/api/v1/videos/1").header("x-csrf-token", &token);
    with_header.fields(&[("name", "xyz")]).send().await.expect(404);
    // Another session's token is not this session's.
    let other = site.browser_of(ADMINISTRATOR).await.form_token().await;
    assert_ne!(other, token);
    let foreign = [profile.as_slice(), &[("csrf", other.as_str())]].concat();
    browser.ask("POST", "/my/account").fields(&foreign).send().await.expect(403);
    let page = browser.get("/my/account").await.expect(200).text();
    assert!(page.contains("maud@example.org") && !page.contains("thief"), "{page}");
    browser.ask("POST", "/my/account").fields(&right).send().await.expect(303);
}

#[tokio::test]
async fn a_film_sent_by_a_forged_form_is_refused_before_its_bytes() {
    let site = Site::new().await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    let part = reqwest::multipart::Part::bytes(clips::bytes(&clips::film())).file_name("film.mp4");
    let form = reqwest::multipart::Form::new().part("videofile", part);
    browser.ask("POST", "/publish").multipart(form).send().await.expect(403);
    assert!(site.files_in("originals").is_empty());
}

#[tokio::test]
async fn a_new_password_ends_every_other_session_and_token() {
    let site = Site::new().await;
    let (browser, other) = (site.browser_of(ADMINISTRATOR).await, site.browser_of(ADMINISTRATOR).await);
    let application = site.administrator().await;
    let wrong = [("currentPassword", "not this one"), ("newPassword", "another long one")];
    browser.submit("/my/account/password", &wrong).await.expect(403);
    let short = [("currentPassword", PASSWORD), ("newPassword", "short")];
    browser.submit("/my/account/password", &short).await.expect(400);
    other.get("/my/videos").await.expect(200);
    let right = [("currentPassword", PASSWORD), ("newPassword", "another long one")];
    browser.submit("/my/account/password", &right).await.expect(303);
    browser.get("/my/videos").await.expect(200);
    other.get("/my/videos").await.expect(303);
    application.get("/api/v1/users/me").await.expect(401);
    try_password(&site.stranger(), ADMINISTRATOR, PASSWORD).await.expect(400);
    try_password(&site.stranger(), ADMINISTRATOR, "another long one").await.expect(303);
}

#[tokio::test]
async fn what_belongs_to_the_administrator_is_closed_to_members() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let paul = site.browser_of("paul").await;
    for path in ["/admin", "/settings"] {
        paul.get(path).await.expect(403);
        assert!(site.stranger().get(path).await.expect(303).header("location").starts_with("/login"));
    }
    let settings = [("name", "Taken over"), ("language", "en"), ("renditions", "240")];
    paul.submit("/settings", &settings).await.expect(403);
    paul.submit("/admin/jobs/1/retry", &[]).await.expect(403);
    assert_eq!(site.app.settings().name, "Le tricot");
}
