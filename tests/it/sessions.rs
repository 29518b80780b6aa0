//! Where people are signed in: listed, told apart, ended.

use serde_json::{Value, json};

use crate::site::{ADMINISTRATOR, PASSWORD, Site, sign_in};
use crate::visitor::Visitor;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

async fn number_of(who: &Visitor) -> i64 {
    who.get("/api/v1/users/me").await.expect(200).json()["id"].as_i64().expect("everybody has a number")
}

async fn sessions(who: &Visitor, of: i64) -> Vec<Value> {
    let list = who.get(&format!("/api/v1/users/{of}/token-sessions")).await.expect(200).json();
    let data = list["data"].as_array().expect("a list").clone();
    assert_eq!(list["total"], data.len());
    data
}

fn tokens(answer: &Value, stranger: &Visitor) -> (Visitor, String) {
    let text = |name: &str| answer[name].as_str().expect("it is text").to_owned();
    (stranger.with_token(&text("access_token")), text("refresh_token"))
}

#[tokio::test]
async fn an_application_sees_and_ends_the_others_of_its_person() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let stranger = site.stranger();
    let (maud, paul) = (site.administrator().await, site.application_of("paul").await);
    let (other, refresh) = tokens(&sign_in(&stranger, "paul", PASSWORD).await.expect(200).json(), &stranger);
    let id = number_of(&paul).await;

    let list = sessions(&paul, id).await;
    let current: Vec<_> = list.iter().map(|one| one["currentSession"].clone()).collect();
    assert_eq!(current, [json!(false), json!(true)], "the newest first");
    let names: Vec<_> = list[0].as_object().expect("an object").keys().map(String::as_str).collect();
    let expected = [
        "createdAt",
        "currentSession",
        "id",
        "lastActivityDate",
        "lastActivityDevice",
        "lastActivityIP",
        "loginDate",
        "loginDevice",
        "loginIP",
    ];
    assert_eq!(names, expected);
    assert_eq!((&list[0]["loginIP"], &list[0]["lastActivityIP"]), (&Value::Null, &Value::Null));
    let oldest =
        paul.get(&format!("/api/v1/users/{id}/token-sessions?sort=loginDate&count=1")).await.expect(200);
    assert_eq!(
        (&oldest.json()["data"][0]["currentSession"], &oldest.json()["total"]),
        (&json!(true), &json!(2))
    );
    paul.get(&format!("/api/v1/users/{id}/token-sessions?sort=colour")).await.expect(400);

    // A refreshed token is the same session with the same beginning, and says when it was used.
    site.move_clock(3600);
    let client = stranger.get("/api/v1/oauth-clients/local").await.expect(200).json();
    let of = |name: &str| client[name].as_str().expect("it is text").to_owned();
    let fields = [
        ("client_id", of("client_id")),
        ("client_secret", of("client_secret")),
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", refresh),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let asking = stranger.ask("POST", "/api/v1/users/token").header("user-agent", FIREFOX).fields(&fields);
    let (other_again, _) = tokens(&asking.send().await.expect(200).json(), &stranger);
    other.get("/api/v1/users/me").await.expect(401);
    site.move_clock(7200);
    other_again.get("/api/v1/users/me").await.expect(200);
    let list = sessions(&paul, id).await;
    let refreshed = list.iter().find(|one| one["currentSession"] == false).expect("it is there").clone();
    assert_eq!(
        (&refreshed["loginDevice"], &refreshed["lastActivityDevice"]),
        (&Value::Null, &json!(FIREFOX))
    );
    let date = |name: &str| refreshed[name].as_str().expect("a date").to_owned();
    assert!(
        date("loginDate") < date("createdAt") && date("createdAt") < date("lastActivityDate"),
        "{refreshed}"
    );

    // Whoever keeps the house sees and ends them too; others do neither.
    assert_eq!(sessions(&maud, id).await.len(), 2);
    let chief = number_of(&maud).await;
    paul.get(&format!("/api/v1/users/{chief}/token-sessions")).await.expect(403);
    let revoke = |who: &Visitor, of: i64| {
        who.ask("POST", &format!("/api/v1/users/{of}/token-sessions/{}/revoke", refreshed["id"])).send()
    };
    revoke(&maud, chief).await.expect(404);
    revoke(&paul, chief).await.expect(403);
    assert_eq!(revoke(&paul, id).await.expect(200).json(), json!({ "success": true }));
    other_again.get("/api/v1/users/me").await.expect(401);
    revoke(&paul, id).await.expect(404);
    assert_eq!(sessions(&paul, id).await.len(), 1);
}

#[tokio::test]
async fn the_page_of_the_account_ends_browsers_and_applications() {
    let site = Site::new().await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    let application = site.administrator().await;
    let other = site.stranger();
    let fields = [("username", ADMINISTRATOR), ("password", PASSWORD)];
    other.ask("POST", "/login").header("user-agent", FIREFOX).fields(&fields).send().await.expect(303);

    let page = browser.get("/my/account").await.expect(200).text();
    assert!(page.contains("Firefox · Linux") && page.contains("cet appareil"), "{page}");
    assert!(page.contains("Appareil inconnu"), "the application has not said what it is: {page}");
    let ends: Vec<&str> = page
        .match_indices("/my/account/sessions/")
        .map(|(at, _)| page[at..].split('"').next().expect("an attribute ends"))
        .collect();
    assert_eq!(ends.len(), 3, "one of each of the others, and all at once: {ends:?}");
    let of_browser = ends.iter().find(|path| path.contains("/sessions/b")).expect("there is one");
    other.get("/my/videos").await.expect(200);
    browser.submit(of_browser, &[]).await.expect(303);
    other.get("/my/videos").await.expect(303);
    // Twice is once, and a name that nobody gave is nobody's.
    browser.submit(of_browser, &[]).await.expect(303);
    browser.submit("/my/account/sessions/x1/end", &[]).await.expect(404);

    application.get("/api/v1/users/me").await.expect(200);
    browser.submit("/my/account/sessions/end", &[]).await.expect(303);
    application.get("/api/v1/users/me").await.expect(401);
    browser.get("/my/videos").await.expect(200);
}
