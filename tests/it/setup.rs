//! The first visit.

use std::sync::PoisonError;

use lucarne::config::Source;

use crate::site::{PASSWORD, Site};
use crate::visitor::{Answer, Visitor};

fn code_of(site: &Site) -> String {
    let wizard = site.app.wizard.lock().unwrap_or_else(PoisonError::into_inner);
    wizard.as_ref().expect("the site is not set up").code().to_owned()
}

async fn step(visitor: &Visitor, step: &str, fields: &[(&str, &str)]) -> Answer {
    let fields: Vec<_> = [("step", step)].into_iter().chain(fields.iter().copied()).collect();
    visitor.ask("POST", "/setup").fields(&fields).send().await
}

const ACCOUNT: [(&str, &str); 4] =
    [("username", "maud"), ("displayName", "Maud"), ("email", "maud@example.org"), ("password", PASSWORD)];

#[tokio::test]
async fn every_page_leads_to_the_setup_until_it_is_done() {
    let site = Site::fresh(Source::default()).await;
    let stranger = site.stranger();
    for path in ["/", "/login", "/w/anything", "/my/videos", "/search?search=x"] {
        assert_eq!(stranger.get(path).await.expect(303).header("location"), "/setup", "{path}");
    }
    stranger.get("/setup").await.expect(200);
    assert_eq!(stranger.get("/api/v1/ping").await.expect(200).text(), "pong");
}

#[tokio::test]
async fn the_questions_come_in_their_order_and_end_in_a_site_with_its_administrator_signed_in() {
    let site = Site::fresh(Source::default()).await;
    let browser = site.stranger();
    let answer = step(&browser, "code", &[("code", &code_of(&site))]).await.expect(303);
    let cookie = answer.cookies().concat();
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/setup"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    step(&browser, "language", &[("language", "en")]).await.expect(303);
    step(&browser, "new", &[("kind", "new")]).await.expect(303);
    step(&browser, "site", &[("name", "Le tricot"), ("description", "Mailles")]).await.expect(303);
    step(&browser, "account", &ACCOUNT).await.expect(303);
    let page = browser.get("/setup").await.expect(200).text();
    assert!(page.contains("Le tricot") && page.contains("maud"), "{page}");
    assert!(!page.contains(PASSWORD), "a password is never shown again");
    let done = step(&browser, "summary", &[]).await.expect(303);
    assert!(done.cookies().iter().any(|cookie| cookie.starts_with("lucarne_session=")));
    let home = browser.get("/").await.expect(200).text();
    assert!(home.contains("Le tricot") && home.contains("lang=\"en\""), "{home}");
    browser.get("/settings").await.expect(200);
}

#[tokio::test]
async fn an_account_that_does_not_fit_is_said_in_words_and_what_was_typed_stays() {
    let site = Site::fresh(Source::default()).await;
    let browser = site.stranger();
    step(&browser, "code", &[("code", &code_of(&site))]).await.expect(303);
    step(&browser, "language", &[("language", "fr")]).await.expect(303);
    step(&browser, "new", &[]).await.expect(303);
    step(&browser, "site", &[("name", "Le tricot")]).await.expect(303);
    for (field, value) in [("username", "Été !"), ("email", "nobody"), ("password", "short")] {
        let mut fields = ACCOUNT.to_vec();
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let page = step(&browser, "account", &fields).await.expect(400).text();
        assert!(page.contains("role=\"alert\""), "{field}: {page}");
        assert!(!page.contains(PASSWORD) && !page.contains("value=\"short\""), "{page}");
        assert_eq!(field != "email", page.contains("maud@example.org"), "{page}");
    }
    step(&browser, "summary", &[]).await.expect(409);
}

#[tokio::test]
async fn without_the_code_nobody_answers_a_question_or_reads_an_answer() {
    let site = Site::fresh(Source::default()).await;
    let (owner, stranger) = (site.stranger(), site.stranger());
    let wrong = if code_of(&site) == "1111-1111" { "2222-2222" } else { "1111-1111" };
    step(&stranger, "code", &[("code", wrong)]).await.expect(403);
    step(&stranger, "code", &[("code", "")]).await.expect(403);
    step(&owner, "code", &[("code", &code_of(&site))]).await.expect(303);
    step(&owner, "language", &[("language", "fr")]).await.expect(303);
    step(&owner, "new", &[]).await.expect(303);
    step(&owner, "site", &[("name", "Le tricot secret")]).await.expect(303);
    step(&owner, "account", &ACCOUNT).await.expect(303);
    for name in ["language", "new", "site", "account", "summary"] {
        let refused =
            step(&stranger, name, &[("language", "en"), ("name", "Taken over")]).await.expect(403).text();
        for secret in ["secret", "maud"] {
            assert!(!refused.contains(secret), "{name} shows what the owner has typed: {refused}");
        }
    }
    let shown = stranger.get("/setup?step=account").await.expect(200).text();
    assert!(!shown.contains("maud"), "{shown}");
    assert!(!site.app.settings().is_set_up);
    // What strangers tried has not changed the answers of the owner.
    step(&owner, "summary", &[]).await.expect(303);
    assert_eq!(site.app.settings().name, "Le tricot secret");
}

#[tokio::test]
async fn the_code_cannot_be_guessed_by_trying() {
    let site = Site::fresh(Source::default()).await;
    let code = code_of(&site);
    let stranger = site.stranger();
    let mut refused = 0;
    for number in 0..101 {
        let guess = format!("{number:04}-0000");
        if guess != code {
            let answer = step(&stranger, "code", &[("code", &guess)]).await;
            assert!(matches!(answer.status, 403 | 429), "{}", answer.status);
            refused += 1;
        }
    }
    assert!(refused >= 100);
    step(&stranger, "code", &[("code", &code)]).await.expect(429);
}

#[tokio::test]
async fn once_it_is_done_the_setup_is_closed_for_the_code_and_for_its_cookie() {
    let site = Site::fresh(Source::default()).await;
    let code = code_of(&site);
    let browser = site.stranger();
    step(&browser, "code", &[("code", &code)]).await.expect(303);
    site.set_up("fr").await;
    for fields in [vec![("step", "code"), ("code", code.as_str())], vec![("step", "summary")]] {
        let answer = browser.ask("POST", "/setup").fields(&fields).send().await.expect(303);
        assert_eq!(answer.header("location"), "/");
        assert!(answer.cookies().is_empty(), "{:?}", answer.cookies());
    }
    assert_eq!(browser.get("/setup").await.expect(303).header("location"), "/");
}

#[tokio::test]
async fn another_site_cannot_answer_for_the_owner() {
    let site = Site::fresh(Source::default()).await;
    let browser = site.stranger();
    let code = code_of(&site);
    let fields = [("step", "code"), ("code", code.as_str())];
    for (name, value) in [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site")] {
        browser.ask("POST", "/setup").header(name, value).fields(&fields).send().await.expect(403);
    }
    browser.ask("POST", "/setup").header("origin", &site.origin).fields(&fields).send().await.expect(303);
}
