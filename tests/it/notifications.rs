//! What members are told of, on the pages and in the API.

use serde_json::{Value, json};

use crate::clips;
use crate::comments::say;
use crate::site::{ADMINISTRATOR, Film, PASSWORD, Site};
use crate::visitor::Visitor;

const NOTIFICATIONS: &str = "/api/v1/users/me/notifications";

async fn kinds(who: &Visitor) -> Vec<i64> {
    let list = who.get(NOTIFICATIONS).await.expect(200).json();
    let all = list["data"].as_array().expect("a list").iter();
    all.map(|one| one["type"].as_i64().expect("a number")).collect()
}

#[tokio::test]
async fn members_are_told_what_concerns_them_and_nobody_else_is() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let (maud, paul, rose, stranger) = (
        site.administrator().await,
        site.application_of("paul").await,
        site.application_of("rose").await,
        site.stranger(),
    );
    let follow = json!({ "uri": "paul_channel" });
    for who in [&rose, &paul] {
        who.ask("POST", "/api/v1/users/me/subscriptions").json(&follow).send().await.expect(204);
    }
    assert_eq!(kinds(&paul).await, [10], "of rose alone: nobody is told that they follow themselves");
    let gone = "/api/v1/users/me/subscriptions/paul_channel";
    rose.ask("DELETE", gone).send().await.expect(204);
    rose.ask("POST", "/api/v1/users/me/subscriptions").json(&follow).send().await.expect(204);
    assert_eq!(kinds(&paul).await, [10], "coming and going is told once");

    let hidden = site.publish(&paul, &clips::film(), &[("privacy", "3")]).await;
    assert_eq!((kinds(&paul).await, kinds(&rose).await), (vec![6, 10], vec![]));
    let privacy = |level: &'static str| paul.ask("PUT", &hidden.path()).fields(&[("privacy", level)]).send();
    privacy("1").await.expect(204);
    assert_eq!((kinds(&rose).await, kinds(&maud).await), (vec![1], vec![]));
    privacy("3").await.expect(204);
    assert_eq!(kinds(&rose).await, Vec::<i64>::new(), "the title of what is hidden again is hidden too");
    privacy("1").await.expect(204);
    assert_eq!(kinds(&rose).await, [1], "and nobody is told twice");

    let first = say(&maud, &hidden, None, "Bravo").await;
    say(&paul, &hidden, None, "À moi-même").await;
    let answer = say(&rose, &hidden, Some(first), "Oui").await;
    assert_eq!(kinds(&paul).await, [2, 2, 6, 10]);
    assert_eq!((kinds(&maud).await, kinds(&rose).await), (vec![11], vec![1]));
    let told = maud.get(NOTIFICATIONS).await.expect(200).json()["data"][0].clone();
    assert_eq!((&told["comment"]["id"], &told["comment"]["threadId"]), (&json!(answer), &json!(first)));
    assert_eq!((&told["comment"]["account"]["name"], &told["read"]), (&json!("rose"), &json!(false)));
    rose.ask("DELETE", &format!("{}/comments/{answer}", hidden.path())).send().await.expect(204);
    assert_eq!(kinds(&maud).await, Vec::<i64>::new(), "words that are taken back are not told");

    // What is held is told to whoever decides; who is answered hears of it once others can read it.
    let held = paul.ask("PUT", &hidden.path()).fields(&[("commentsPolicy", "3")]).send();
    held.await.expect(204);
    let waiting = say(&rose, &hidden, Some(first), "Encore").await;
    let list = paul.get(NOTIFICATIONS).await.expect(200).json();
    assert_eq!(list["data"][0]["comment"]["heldForReview"], true);
    assert_eq!(kinds(&maud).await, Vec::<i64>::new());
    let approve = format!("{}/comments/{waiting}/approve", hidden.path());
    paul.ask("POST", &approve).send().await.expect(204);
    assert_eq!(kinds(&maud).await, [11]);

    stranger.get(NOTIFICATIONS).await.expect(401);
    hidden_is_gone(&site, &paul, &hidden, &rose).await;
}

async fn hidden_is_gone(site: &Site, owner: &Visitor, film: &Film, other: &Visitor) {
    owner.ask("DELETE", &film.path()).send().await.expect(204);
    assert_eq!(kinds(other).await, Vec::<i64>::new());
    let browser = site.browser_of("paul").await;
    let page = browser.get("/my/notifications").await.expect(200).text();
    assert!(page.contains("rose") && page.contains("suit"), "{page}");
}

#[tokio::test]
async fn notifications_are_read_and_chosen() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul) = (site.administrator().await, site.application_of("paul").await);
    let film = site.publish(&maud, &clips::film(), &[]).await;
    for text in ["un", "deux", "trois"] {
        say(&paul, &film, None, text).await;
    }
    let list = maud.get(NOTIFICATIONS).await.expect(200).json();
    assert_eq!(list["total"], 4);
    let ids: Vec<&Value> = list["data"].as_array().expect("a list").iter().map(|one| &one["id"]).collect();
    let read = format!("{NOTIFICATIONS}/read");
    maud.ask("POST", &read).json(&json!({ "ids": [ids[0]] })).send().await.expect(204);
    maud.ask("POST", &read).json(&json!({ "ids": [] })).send().await.expect(400);
    paul.ask("POST", &read).json(&json!({ "ids": [ids[1]] })).send().await.expect(204);
    let unread = maud.get(&format!("{NOTIFICATIONS}?unread=true")).await.expect(200).json();
    assert_eq!(unread["total"], 3, "nobody reads for somebody else");
    let browser = site.browser_of(ADMINISTRATOR).await;
    assert!(browser.get("/about").await.expect(200).text().contains("3 nouvelles notifications"));
    browser.submit("/my/notifications/read", &[]).await.expect(303);
    assert!(!browser.get("/about").await.expect(200).text().contains("nouvelles notifications"));
    say(&paul, &film, None, "quatre").await;
    maud.ask("POST", &format!("{NOTIFICATIONS}/read-all")).send().await.expect(204);
    assert_eq!(maud.get(&format!("{NOTIFICATIONS}?unread=true")).await.expect(200).json()["total"], 0);

    let wishes = "/api/v1/users/me/notification-settings";
    maud.ask("PUT", wishes).json(&json!({ "newCommentOnMyVideo": 3 })).send().await.expect(400);
    maud.ask("PUT", wishes).json(&json!({ "newCommentOnMyVideo": 0, "other": 9 })).send().await.expect(204);
    let me = maud.get("/api/v1/users/me").await.expect(200).json();
    assert_eq!(
        (&me["notificationSettings"]["newCommentOnMyVideo"], &me["notificationSettings"]["newFollow"]),
        (&json!(0), &json!(1))
    );
    say(&paul, &film, None, "cinq").await;
    assert_eq!(maud.get(NOTIFICATIONS).await.expect(200).json()["total"], 5, "the last one is not told");
    browser.submit("/my/notifications/wishes", &[("newCommentOnMyVideo", "1")]).await.expect(303);
    say(&paul, &film, None, "six").await;
    assert_eq!(maud.get(NOTIFICATIONS).await.expect(200).json()["total"], 6);

    // Whoever keeps the house hears of requests.
    browser.submit("/admin/people/requests", &[("take", "true")]).await.expect(303);
    let asked = json!({ "username": "rose", "password": PASSWORD, "email": "r@example.org", "registrationReason": "Bonjour" });
    let request = site.stranger().ask("POST", "/api/v1/users/registrations/request").json(&asked).send();
    request.await.expect(200);
    assert_eq!(kinds(&maud).await, [2, 2, 2, 2, 2, 6], "not wished: the form named comments alone");
    maud.ask("PUT", wishes).json(&json!({ "newUserRegistration": 1 })).send().await.expect(204);
    let asked = json!({ "username": "eve", "password": PASSWORD, "email": "e@example.org", "registrationReason": "Bonjour" });
    let request = site.stranger().ask("POST", "/api/v1/users/registrations/request").json(&asked).send();
    request.await.expect(200);
    assert_eq!((kinds(&maud).await[0], kinds(&paul).await.len()), (20, 0));
}
