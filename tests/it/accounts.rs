//! What an application changes of the person who has signed in with it.

use serde_json::json;

use crate::site::{PASSWORD, Site, sign_in};

#[tokio::test]
async fn an_application_changes_the_person_and_needs_the_password_for_what_guards_them() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (paul, stranger) = (site.application_of("paul").await, site.stranger());
    let me = "/api/v1/users/me";
    let change = json!({
        "displayName": "Paul P.", "description": "Moi", "autoPlayNextVideo": true, "videoLanguages": ["fr", "_unknown"],
        "p2pEnabled": false, "nsfwPolicy": "display", "somethingElse": 1,
    });
    paul.ask("PUT", me).json(&change).send().await.expect(204);
    let now = paul.get(me).await.expect(200).json();
    assert_eq!(
        (&now["account"]["displayName"], &now["account"]["description"]),
        (&"Paul P.".into(), &"Moi".into())
    );
    assert_eq!(
        (&now["autoPlayNextVideo"], &now["videoLanguages"]),
        (&json!(true), &json!(["fr", "_unknown"]))
    );
    assert_eq!(now["p2pEnabled"], false);
    assert!(now.get("somethingElse").is_none());
    for (wrong, status) in [
        (json!({ "p2pEnabled": "sometimes" }), 400),
        (json!({ "nsfwPolicy": "sometimes" }), 400),
        (json!({ "autoPlayVideo": "often" }), 400),
        (json!({ "videoLanguages": ["klingon"] }), 400),
        (json!({ "displayName": "" }), 400),
        (json!({ "description": "x".repeat(1001) }), 400),
        (json!({ "email": "new@example.org" }), 400),
        (json!({ "email": "new@example.org", "currentPassword": "a wrong one" }), 401),
        (json!({ "email": "nothing", "currentPassword": PASSWORD }), 400),
        (json!({ "email": "maud@example.org", "currentPassword": PASSWORD }), 409),
        (json!({ "password": "short", "currentPassword": PASSWORD }), 400),
        (json!({ "password": "another long one" }), 400),
        (json!({ "displayName": "Half", "password": "another long one", "currentPassword": "wrong" }), 401),
    ] {
        let refused = paul.ask("PUT", me).json(&wrong).send().await;
        assert_eq!(refused.status, status, "{wrong}: {}", refused.text());
    }
    stranger.ask("PUT", me).json(&json!({ "displayName": "x" })).send().await.expect(401);
    assert_eq!(paul.get(me).await.expect(200).json(), now, "what is refused changes nothing");

    paul.ask("PUT", me).json(&json!({ "description": null })).send().await.expect(204);
    let both =
        json!({ "email": "new@example.org", "password": "another long one", "currentPassword": PASSWORD });
    paul.ask("PUT", me).json(&both).send().await.expect(204);
    paul.get(me).await.expect(401);
    let token = sign_in(&stranger, "new@example.org", "another long one").await.expect(200).json();
    let paul = stranger.with_token(token["access_token"].as_str().expect("a token is text"));
    assert!(paul.get(me).await.expect(200).json()["account"]["description"].is_null());
}

#[tokio::test]
async fn wrong_passwords_in_a_change_have_to_wait_like_any_others() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let wrong = json!({ "password": "another long one", "currentPassword": "a wrong one" });
    for _ in 0..10 {
        maud.ask("PUT", "/api/v1/users/me").json(&wrong).send().await.expect(401);
    }
    maud.ask("PUT", "/api/v1/users/me").json(&wrong).send().await.expect(429);
}
