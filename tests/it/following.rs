//! Following channels, the films of those that are followed, and what has been watched.

use serde_json::{Value, json};

use crate::clips;
use crate::site::{Film, Site};
use crate::visitor::Visitor;

const SUBSCRIPTIONS: &str = "/api/v1/users/me/subscriptions";
const HISTORY: &str = "/api/v1/users/me/history/videos";

fn names(list: &Value) -> Vec<&str> {
    let all = list["data"].as_array().expect("a list").iter();
    all.map(|one| one["name"].as_str().expect("everything has a name")).collect()
}

async fn follow(who: &Visitor, uri: &str) {
    who.ask("POST", SUBSCRIPTIONS).json(&json!({ "uri": uri })).send().await.expect(204);
}

async fn watch(who: &Visitor, film: &Film, seconds: f64) {
    let body = json!({ "currentTime": seconds });
    who.ask("POST", &format!("{}/views", film.path())).json(&body).send().await.expect(204);
}

#[tokio::test]
async fn whoever_follows_a_channel_finds_its_public_films_and_it_knows_how_many_do() {
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
    let film = site.publish(&maud, &clips::film(), &[("name", "Fest-noz")]).await;
    site.publish(&maud, &clips::film(), &[("name", "Caché"), ("privacy", "3")]).await;
    site.publish(&rose, &clips::film(), &[("name", "Ailleurs")]).await;

    follow(&paul, "maud_channel").await;
    follow(&paul, &format!("maud_channel@{}", site.origin.trim_start_matches("http://"))).await;
    let channel = stranger.get("/api/v1/video-channels/maud_channel").await.expect(200).json();
    assert_eq!(channel["followersCount"], 1, "twice is once");
    follow(&rose, "maud_channel").await;
    let list = paul.get(SUBSCRIPTIONS).await.expect(200).json();
    assert_eq!((names(&list), &list["total"]), (vec!["maud_channel"], &json!(1)));
    assert_eq!(
        (&list["data"][0]["followersCount"], &list["data"][0]["ownerAccount"]["name"]),
        (&json!(2), &json!("maud"))
    );
    assert_eq!(names(&paul.get(&format!("{SUBSCRIPTIONS}/videos")).await.expect(200).json()), ["Fest-noz"]);
    let found = paul.get(&format!("{SUBSCRIPTIONS}?search=maud")).await.expect(200).json();
    assert_eq!(found["total"], 1);
    let none = paul.get(&format!("{SUBSCRIPTIONS}?search=nobody")).await.expect(200).json();
    assert_eq!(none["total"], 0);

    let exist = format!("{SUBSCRIPTIONS}/exist?uris=maud_channel&uris=rose_channel&uris=x@elsewhere.example");
    let known = paul.get(&exist).await.expect(200).json();
    assert_eq!(known, json!({ "maud_channel": true, "rose_channel": false, "x@elsewhere.example": false }));
    paul.get(&format!("{SUBSCRIPTIONS}/exist")).await.expect(400);
    paul.get(&format!("{SUBSCRIPTIONS}/rose_channel")).await.expect(404);
    paul.get(&format!("{SUBSCRIPTIONS}/maud_channel")).await.expect(200);
    paul.ask("POST", SUBSCRIPTIONS).json(&json!({ "uri": "nobody" })).send().await.expect(404);
    paul.ask("POST", SUBSCRIPTIONS).json(&json!({ "uri": "a@elsewhere.example" })).send().await.expect(404);
    for path in [SUBSCRIPTIONS, &exist] {
        stranger.get(path).await.expect(401);
    }

    // Who follows is told to those who keep the channel, by page and by API.
    for path in ["/api/v1/video-channels/maud_channel/followers", "/api/v1/accounts/maud/followers"] {
        let list = maud.get(path).await.expect(200).json();
        let who: Vec<_> = (0..2).map(|at| &list["data"][at]["follower"]["name"]).collect();
        assert_eq!(
            (&list["total"], who),
            (&json!(2), vec![&json!("rose"), &json!("paul")]),
            "the latest first"
        );
        let one = &list["data"][0];
        assert_eq!((&one["following"]["name"], &one["state"]), (&json!("maud_channel"), &json!("accepted")));
        assert_eq!(one["following"]["followersCount"], 2);
        let found = maud.get(&format!("{path}?search=PAU&sort=createdAt")).await.expect(200).json();
        assert_eq!((&found["total"], &found["data"][0]["follower"]["name"]), (&json!(1), &json!("paul")));
        maud.get(&format!("{path}?sort=colour")).await.expect(400);
        paul.get(path).await.expect(403);
        stranger.get(path).await.expect(401);
    }
    let keeper = site.browser_of("maud").await;
    assert!(
        keeper.get("/my/channels").await.expect(200).text().contains("/my/channels/maud_channel/followers")
    );
    let page = keeper.get("/my/channels/maud_channel/followers").await.expect(200).text();
    assert!(page.contains("/a/paul") && page.contains("/a/rose"), "{page}");

    paul.ask("DELETE", &format!("{SUBSCRIPTIONS}/maud_channel")).send().await.expect(204);
    paul.ask("DELETE", &format!("{SUBSCRIPTIONS}/maud_channel")).send().await.expect(404);
    let channel = stranger.get("/api/v1/video-channels/maud_channel").await.expect(200).json();
    assert_eq!(channel["followersCount"], 1);
    assert_eq!(paul.get(&format!("{SUBSCRIPTIONS}/videos")).await.expect(200).json()["total"], 0);

    let page = format!("/w/{}", film.short);
    // The pages: a button under the film, and the followed channels with their films.
    let browser = site.browser_of("paul").await;
    let under = browser.get(&page).await.expect(200).text();
    assert!(under.contains("name=\"follow\" value=\"true\""), "{under}");
    browser.submit("/c/maud_channel/follow", &[("follow", "true"), ("return", &page)]).await.expect(303);
    assert!(browser.get(&page).await.expect(200).text().contains("name=\"follow\" value=\"false\""));
    let list = browser.get("/videos/subscriptions").await.expect(200).text();
    assert!(list.contains("Fest-noz") && !list.contains("Ailleurs") && !list.contains("Caché"), "{list}");
    browser.submit("/c/maud_channel/follow", &[("follow", "false")]).await.expect(303);
    assert!(!browser.get("/videos/subscriptions").await.expect(200).text().contains("Fest-noz"));
    assert_eq!(
        stranger.get("/videos/subscriptions").await.expect(303).header("location"),
        "/login?return=%2Fvideos%2Fsubscriptions"
    );
}

#[tokio::test]
async fn a_feed_of_subscriptions_opens_with_its_token_and_with_no_other() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul, stranger) =
        (site.administrator().await, site.application_of("paul").await, site.stranger());
    site.publish(&maud, &clips::film(), &[("name", "Fest-noz")]).await;
    follow(&paul, "maud_channel").await;
    let me = paul.get("/api/v1/users/me").await.expect(200).json();
    let token = |answer: &Value| answer["feedToken"].as_str().expect("a token").to_owned();
    let first = token(&paul.get("/api/v1/users/scoped-tokens").await.expect(200).json());
    assert_eq!(first, token(&paul.get("/api/v1/users/scoped-tokens").await.expect(200).json()));
    let feed =
        |token: &str| format!("/feeds/subscriptions.json?accountId={}&token={token}", me["account"]["id"]);
    let items = stranger.get(&feed(&first)).await.expect(200).json();
    assert_eq!(items["items"][0]["title"], "Fest-noz");
    for wrong in ["", "x", "' OR 1=1 --"] {
        stranger.get(&feed(&wrong.replace(' ', "%20"))).await.expect(403);
    }
    stranger.get("/feeds/subscriptions.xml?token=x").await.expect(400);
    stranger.get("/api/v1/users/scoped-tokens").await.expect(401);
    let renewed = token(&paul.ask("POST", "/api/v1/users/scoped-tokens").send().await.expect(200).json());
    stranger.get(&feed(&first)).await.expect(403);
    stranger.get(&feed(&renewed)).await.expect(200);
}

#[tokio::test]
async fn what_was_watched_is_remembered_until_its_viewer_forgets_it() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul, stranger) =
        (site.administrator().await, site.application_of("paul").await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[("name", "Fest-noz")]).await;
    let other = site.publish(&maud, &clips::film(), &[("name", "Veillée"), ("privacy", "2")]).await;

    watch(&stranger, &film, 1.0).await;
    watch(&paul, &film, 1.4).await;
    let known = paul.get(&film.path()).await.expect(200).json();
    assert_eq!(known["userHistory"], json!({ "currentTime": 1 }), "at once, before it is written");
    assert_eq!(stranger.get(&film.path()).await.expect(200).json().get("userHistory"), None);
    let list = paul.get(HISTORY).await.expect(200).json();
    assert_eq!((names(&list), &list["data"][0]["userHistory"]["currentTime"]), (vec!["Fest-noz"], &json!(1)));
    assert_eq!(maud.get(HISTORY).await.expect(200).json()["total"], 0);
    site.move_clock(60);
    paul.ask("PUT", &format!("{}/watching", other.path()))
        .json(&json!({ "currentTime": 99999 }))
        .send()
        .await
        .expect(204);
    let list = paul.get(HISTORY).await.expect(200).json();
    assert_eq!(names(&list), ["Veillée", "Fest-noz"]);
    let length = list["data"][0]["duration"].clone();
    assert_eq!(list["data"][0]["userHistory"]["currentTime"], length, "not behind the end");
    assert_eq!(names(&paul.get(&format!("{HISTORY}?search=veillee")).await.expect(200).json()), ["Veillée"]);
    assert_eq!(
        names(&paul.get(&format!("{HISTORY}?start=1&count=1")).await.expect(200).json()),
        ["Fest-noz"]
    );

    // What its owner hides is not shown to others, and what is brought back is.
    let privacy = |number: &'static str| maud.ask("PUT", &other.path()).fields(&[("privacy", number)]).send();
    privacy("3").await.expect(204);
    assert_eq!(names(&paul.get(HISTORY).await.expect(200).json()), ["Fest-noz"]);
    privacy("2").await.expect(204);

    let browser = site.browser_of("paul").await;
    let page = browser.get("/my/history").await.expect(200).text();
    assert!(page.contains("Fest-noz") && page.contains("Veillée"), "{page}");
    browser.submit(&format!("/my/history/{}/remove", other.id), &[]).await.expect(303);
    paul.ask("DELETE", &format!("{HISTORY}/{}", other.id)).send().await.expect(204);
    paul.ask("DELETE", &format!("{HISTORY}/x")).send().await.expect(400);
    assert_eq!(names(&paul.get(HISTORY).await.expect(200).json()), ["Fest-noz"]);

    let remove = format!("{HISTORY}/remove");
    let long_ago = json!({ "beforeDate": "2001-01-01T00:00:00.000Z" });
    paul.ask("POST", &remove).json(&long_ago).send().await.expect(204);
    paul.ask("POST", &remove).json(&json!({ "beforeDate": "yesterday" })).send().await.expect(400);
    assert_eq!(paul.get(HISTORY).await.expect(200).json()["total"], 1);
    paul.ask("POST", &remove).send().await.expect(204);
    assert_eq!(paul.get(HISTORY).await.expect(200).json()["total"], 0);

    // Whoever wants no history has none, nor what waited to be written.
    watch(&paul, &film, 1.0).await;
    let off = json!({ "videosHistoryEnabled": false });
    paul.ask("PUT", "/api/v1/users/me").json(&off).send().await.expect(204);
    assert_eq!(paul.get("/api/v1/users/me").await.expect(200).json()["videosHistoryEnabled"], false);
    watch(&paul, &film, 1.0).await;
    assert_eq!(paul.get(HISTORY).await.expect(200).json()["total"], 0);
    browser.submit("/my/history/keep", &[("keep", "true")]).await.expect(303);
    watch(&paul, &film, 1.0).await;
    assert_eq!(paul.get(HISTORY).await.expect(200).json()["total"], 1);
    stranger.get(HISTORY).await.expect(401);
}

#[tokio::test]
async fn a_search_finds_channels_by_their_words() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (paul, stranger) = (site.application_of("paul").await, site.stranger());
    let about = json!({ "displayName": "Fêtes du Causse", "description": "Danses et chœurs" });
    paul.ask("PUT", "/api/v1/video-channels/paul_channel").json(&about).send().await.expect(204);
    for words in ["fetes", "causse", "choeur", "paul"] {
        let path = format!("/api/v1/search/video-channels?search={words}");
        let found = stranger.get(&path).await.expect(200).json();
        assert_eq!(names(&found), ["paul_channel"], "{words}");
    }
    for words in ["", "absent", "%22%20OR%20"] {
        let path = format!("/api/v1/search/video-channels?search={words}");
        assert_eq!(stranger.get(&path).await.expect(200).json()["total"], 0, "{words}");
    }
    let page = stranger.get("/search?search=causse").await.expect(200).text();
    assert!(page.contains("Fêtes du Causse"), "{page}");
}
