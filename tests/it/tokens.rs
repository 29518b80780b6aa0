//! OAuth2 as PeerTube speaks it.

use serde_json::Value;

use crate::site::{ADMINISTRATOR, PASSWORD, Site, sign_in};
use crate::visitor::{Answer, Visitor};

async fn ask(visitor: &Visitor, fields: &[(&str, &str)]) -> Answer {
    let client = visitor.get("/api/v1/oauth-clients/local").await.expect(200).json();
    let (id, secret) = (text(&client, "client_id"), text(&client, "client_secret"));
    let fields: Vec<_> = [("client_id", id.as_str()), ("client_secret", &secret)]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    visitor.ask("POST", "/api/v1/users/token").fields(&fields).send().await
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}")).to_owned()
}

#[tokio::test]
async fn a_password_gives_a_token_that_says_who_one_is_until_it_ends() {
    let site = Site::new().await;
    let answer = sign_in(&site.stranger(), ADMINISTRATOR, PASSWORD).await.expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let tokens = answer.json();
    assert_eq!(tokens["token_type"], "Bearer");
    let application = site.stranger().with_token(&text(&tokens, "access_token"));
    let me = application.get("/api/v1/users/me").await.expect(200).json();
    assert_eq!((&me["username"], &me["role"]["label"]), (&"maud".into(), &"Administrator".into()));
    let seconds = tokens["expires_in"].as_i64().unwrap();
    site.move_clock(seconds - 60);
    application.get("/api/v1/users/me").await.expect(200);
    site.move_clock(120);
    let ended = application.get("/api/v1/users/me").await.expect(401);
    assert_eq!(ended.json()["code"], "invalid_token");
}

#[tokio::test]
async fn refusals_have_the_codes_of_peertube() {
    let site = Site::new().await;
    let stranger = site.stranger();
    let wrong = sign_in(&stranger, ADMINISTRATOR, "a wrong one").await.expect(400).json();
    assert_eq!(wrong["code"], "invalid_grant");
    let fields =
        [("client_id", "x"), ("client_secret", "y"), ("grant_type", "password"), ("username", ADMINISTRATOR)];
    let client = stranger.ask("POST", "/api/v1/users/token").fields(&fields).send().await.expect(400);
    assert_eq!(client.json()["code"], "invalid_client");
    ask(&stranger, &[("grant_type", "client_credentials")]).await.expect(400);
    ask(&stranger, &[]).await.expect(400);
    let refresh =
        ask(&stranger, &[("grant_type", "refresh_token"), ("refresh_token", "x")]).await.expect(400);
    assert_eq!(refresh.json()["code"], "invalid_grant");
    let nobody = stranger.get("/api/v1/users/me").await.expect(401);
    assert_eq!(nobody.json()["code"], "unauthorized_request");
    let made_up = stranger.with_token("made up").get("/api/v1/users/me").await.expect(401);
    assert_eq!(made_up.json()["code"], "invalid_token");
    assert!(made_up.header("content-type").starts_with("application/problem+json"));
}

#[tokio::test]
async fn a_refresh_token_is_good_once() {
    let site = Site::new().await;
    let stranger = site.stranger();
    let first = sign_in(&stranger, ADMINISTRATOR, PASSWORD).await.expect(200).json();
    let refresh = text(&first, "refresh_token");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    site.move_clock(13 * 24 * 3600);
    let second = ask(&stranger, &fields).await.expect(200).json();
    assert_ne!(text(&second, "access_token"), text(&first, "access_token"));
    stranger.with_token(&text(&second, "access_token")).get("/api/v1/users/me").await.expect(200);
    ask(&stranger, &fields).await.expect(400);
    let newer = text(&second, "refresh_token");
    site.move_clock(15 * 24 * 3600);
    ask(&stranger, &[("grant_type", "refresh_token"), ("refresh_token", &newer)]).await.expect(400);
}

#[tokio::test]
async fn a_revoked_token_is_of_no_use_and_neither_is_its_refresh_token() {
    let site = Site::new().await;
    let stranger = site.stranger();
    let tokens = sign_in(&stranger, ADMINISTRATOR, PASSWORD).await.expect(200).json();
    let application = stranger.with_token(&text(&tokens, "access_token"));
    application.ask("POST", "/api/v1/users/revoke-token").send().await.expect(200);
    application.get("/api/v1/users/me").await.expect(401);
    let refresh = text(&tokens, "refresh_token");
    ask(&stranger, &[("grant_type", "refresh_token"), ("refresh_token", &refresh)]).await.expect(400);
    stranger.ask("POST", "/api/v1/users/revoke-token").send().await.expect(401);
}

#[tokio::test]
async fn secrets_are_kept_as_hashes_alone() {
    let site = Site::new().await;
    let tokens = sign_in(&site.stranger(), ADMINISTRATOR, PASSWORD).await.expect(200).json();
    site.app.db.checkpoint().await.unwrap();
    let kept = std::fs::read(site.data.join("lucarne.db")).unwrap();
    let holds = |secret: &str| kept.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
    assert!(holds(ADMINISTRATOR), "the file that was read is the right one");
    for secret in [PASSWORD, &text(&tokens, "access_token"), &text(&tokens, "refresh_token")] {
        assert!(!holds(secret));
    }
}
