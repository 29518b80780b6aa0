//! Blocked accounts: by a member for themselves, by the site for everybody; in the API, in lists and on pages.

use serde_json::{Value, json};

use crate::clips;
use crate::comments::say;
use crate::site::{ADMINISTRATOR, Film, Site};
use crate::visitor::Visitor;

const MINE: &str = "/api/v1/users/me/blocklist/accounts";
const SITE: &str = "/api/v1/server/blocklist/accounts";

async fn block(who: &Visitor, list: &str, name: &str) -> u16 {
    who.ask("POST", list).json(&json!({ "accountName": name })).send().await.status
}

async fn total(who: &Visitor, path: &str) -> i64 {
    who.get(path).await.expect(200).json()["total"].as_i64().expect("a number")
}

async fn texts(who: &Visitor, film: &Film) -> (Vec<String>, i64) {
    let list = who.get(&format!("{}/comment-threads", film.path())).await.expect(200).json();
    let all = list["data"].as_array().expect("a list").iter();
    let texts = all.map(|one| one["text"].as_str().expect("words").to_owned());
    (texts.collect(), list["totalNotDeletedComments"].as_i64().expect("a number"))
}

/// A site with three members, a film of Paul's and one of Rose's.
async fn scene() -> (Site, [Visitor; 3], Film, Film) {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let maud = site.administrator().await;
    let (paul, rose) = (site.application_of("paul").await, site.application_of("rose").await);
    let film = site.publish(&paul, &clips::film(), &[("name", "Le pressoir"), ("tags[0]", "cidre")]).await;
    let other = site.publish(&rose, &clips::dawn(), &[("name", "Le verger"), ("tags[0]", "cidre")]).await;
    (site, [maud, paul, rose], film, other)
}

#[tokio::test]
async fn whoever_blocks_an_account_sees_neither_its_films_in_lists_nor_its_comments() {
    let (site, [maud, paul, rose], film, other) = scene().await;
    let stranger = site.stranger();
    let follow = json!({ "uri": "paul_channel" });
    rose.ask("POST", "/api/v1/users/me/subscriptions").json(&follow).send().await.expect(204);
    let lists = [
        "/api/v1/videos",
        "/api/v1/videos?sort=-hot",
        "/api/v1/search/videos?search=le",
        "/api/v1/videos?tagsOneOf=cidre",
        "/api/v1/users/me/subscriptions/videos",
        "/api/v1/accounts/paul/videos",
        "/api/v1/video-channels/paul_channel/videos",
    ];
    let mut before = Vec::new();
    for list in lists {
        before.push(total(&rose, list).await);
    }
    assert_eq!(before, [2, 2, 2, 2, 1, 1, 1]);
    assert_eq!(block(&rose, MINE, "paul").await, 204);
    assert_eq!(block(&rose, MINE, "paul").await, 204, "again changes nothing");
    for (list, before) in lists.into_iter().zip(before) {
        assert_eq!(total(&rose, list).await, before - 1, "{list}");
        if !list.contains("/me/") {
            assert_eq!(total(&maud, list).await, before, "{list}: others see what they saw");
            assert_eq!(total(&paul, list).await, before, "{list}: nor does Paul learn of it");
        }
    }
    assert_eq!(total(&stranger, "/api/v1/videos").await, 2);
    rose.get(&film.path()).await.expect(200);
    assert_eq!(total(&rose, "/api/v1/users/me/videos").await, 1, "what is one's own stays");
    let round = rose.get("/api/v1/overviews/videos").await.expect(200).json();
    assert!(!round.to_string().contains("Le pressoir") && round.to_string().contains("Le verger"));

    let first = say(&paul, &other, None, "De Paul").await;
    say(&maud, &other, Some(first), "À Paul").await;
    let second = say(&maud, &other, None, "De Maud").await;
    let answer = say(&paul, &other, Some(second), "Encore Paul").await;
    assert_eq!(texts(&rose, &other).await, (vec!["De Maud".to_owned()], 1));
    let all = (vec!["De Maud".to_owned(), "De Paul".to_owned()], 4);
    for who in [&maud, &paul, &stranger] {
        assert_eq!(texts(who, &other).await, all);
    }
    let tree = |id: i64| format!("{}/comment-threads/{id}", other.path());
    rose.get(&tree(first)).await.expect(404);
    let seen = rose.get(&tree(second)).await.expect(200).json();
    assert_eq!((&seen["children"], &seen["comment"]["totalReplies"]), (&json!([]), &json!(0)));
    let seen = stranger.get(&tree(second)).await.expect(200).json();
    assert_eq!(seen["children"][0]["comment"]["id"], answer);

    let browser = site.browser_of("rose").await;
    let page = browser.get(&format!("/w/{}", other.short)).await.expect(200).text();
    assert!(page.contains("De Maud") && !page.contains("Paul"), "{page}");
    assert!(!browser.get("/").await.expect(200).text().contains("Le pressoir"));
    let feed = maud.ask("POST", "/api/v1/users/scoped-tokens").send().await.expect(200).json();
    assert!(feed["feedToken"].is_string());
    let token = rose.ask("POST", "/api/v1/users/scoped-tokens").send().await.expect(200).json();
    let id = rose.get("/api/v1/users/me").await.expect(200).json()["account"]["id"].clone();
    let feed =
        format!("/feeds/subscriptions.json?accountId={id}&token={}", token["feedToken"].as_str().unwrap());
    assert_eq!(stranger.get(&feed).await.expect(200).json()["items"], json!([]));

    rose.ask("DELETE", &format!("{MINE}/paul")).send().await.expect(204);
    rose.ask("DELETE", &format!("{MINE}/paul")).send().await.expect(404);
    assert_eq!(total(&rose, "/api/v1/videos").await, 2);
    assert_eq!(texts(&rose, &other).await, all);
}

#[tokio::test]
async fn what_the_site_blocks_nobody_sees_but_whoever_it_is() {
    let (site, [maud, paul, rose], _, other) = scene().await;
    let stranger = site.stranger();
    say(&paul, &other, None, "De Paul").await;
    for (who, status) in [(&stranger, 401), (&rose, 403)] {
        assert_eq!(block(who, SITE, "paul").await, status);
        who.get(SITE).await.expect(status);
    }
    assert_eq!(block(&maud, SITE, ADMINISTRATOR).await, 409);
    assert_eq!(block(&maud, SITE, "paul").await, 204);
    for who in [&maud, &rose, &stranger] {
        assert_eq!(total(who, "/api/v1/videos").await, 1);
        assert_eq!(texts(who, &other).await, (vec![], 0));
    }
    assert_eq!(total(&paul, "/api/v1/videos").await, 2);
    assert_eq!(texts(&paul, &other).await, (vec!["De Paul".to_owned()], 1));
    let status = "/api/v1/blocklist/status?accounts=paul";
    assert_eq!(paul.get(status).await.expect(200).json()["accounts"]["paul"]["blockedByServer"], false);
    assert_eq!(stranger.get(status).await.expect(200).json()["accounts"]["paul"]["blockedByServer"], true);
    for feed in ["/feeds/videos.json", "/feeds/video-comments.json"] {
        let text = stranger.get(feed).await.expect(200).text();
        assert!(!text.contains("Le pressoir") && !text.contains("De Paul"), "{text}");
    }
    let list = maud.get(SITE).await.expect(200).json();
    assert_eq!((&list["total"], &list["data"][0]["byAccount"]), (&json!(1), &Value::Null));
    assert_eq!(list["data"][0]["blockedAccount"]["name"], "paul");
    assert_eq!(total(&maud, &format!("{SITE}?search=PAU")).await, 1);
    assert_eq!(total(&maud, &format!("{SITE}?search=rose")).await, 0);
    maud.ask("DELETE", &format!("{SITE}/paul")).send().await.expect(204);
    assert_eq!(total(&stranger, "/api/v1/videos").await, 2);
}

#[tokio::test]
async fn nobody_is_told_of_what_a_blocked_account_does_nor_of_what_it_has_done() {
    let (site, [_, paul, rose], _, other) = scene().await;
    let told = async || {
        let list = rose.get("/api/v1/users/me/notifications").await.expect(200).json();
        let all = list["data"].as_array().expect("a list").iter();
        all.map(|one| one["type"].as_i64().expect("a number")).collect::<Vec<_>>()
    };
    let follow = json!({ "uri": "rose_channel" });
    say(&paul, &other, None, "Bravo").await;
    paul.ask("POST", "/api/v1/users/me/subscriptions").json(&follow).send().await.expect(204);
    assert_eq!(told().await, [10, 2, 6]);
    assert_eq!(block(&rose, MINE, "paul").await, 204);
    assert_eq!(told().await, [6], "what it had done is told no more");
    paul.ask("DELETE", "/api/v1/users/me/subscriptions/rose_channel").send().await.expect(204);
    paul.ask("POST", "/api/v1/users/me/subscriptions").json(&follow).send().await.expect(204);
    say(&paul, &other, None, "Bravo encore").await;
    assert_eq!(told().await, [6]);
    rose.ask("DELETE", &format!("{MINE}/paul")).send().await.expect(204);
    say(&paul, &other, None, "Toujours").await;
    assert_eq!(told().await, [2, 6]);
    drop(site);
}

#[tokio::test]
async fn accounts_are_listed_and_named_with_or_without_the_host_and_nobody_blocks_themselves() {
    let (site, [maud, _, rose], ..) = scene().await;
    let host = site.origin.trim_start_matches("http://").to_owned();
    assert_eq!(block(&rose, MINE, "rose").await, 409);
    assert_eq!(block(&rose, MINE, "nobody").await, 404);
    assert_eq!(block(&rose, MINE, "paul@elsewhere.example").await, 404);
    rose.ask("POST", MINE).json(&json!({})).send().await.expect(400);
    assert_eq!(block(&rose, MINE, &format!("paul@{host}")).await, 204);
    assert_eq!(block(&rose, MINE, "maud").await, 204, "members may block whoever keeps the house");
    let list = rose.get(&format!("{MINE}?sort=createdAt&count=1")).await.expect(200).json();
    assert_eq!((&list["total"], &list["data"][0]["blockedAccount"]["name"]), (&json!(2), &json!("paul")));
    assert_eq!(list["data"][0]["byAccount"]["name"], "rose");
    rose.get(&format!("{MINE}?sort=name")).await.expect(400);
    let path = format!("/api/v1/blocklist/status?accounts=paul@{host}&accounts=x@y.example&hosts=y.example");
    let status = rose.get(&path).await.expect(200).json();
    let not = json!({ "blockedByServer": false, "blockedByUser": false });
    assert_eq!(
        status,
        json!({
            "accounts": {
                format!("paul@{host}"): { "blockedByServer": false, "blockedByUser": true },
                "x@y.example": not,
            },
            "hosts": { "y.example": not },
        })
    );
    assert_eq!(site.stranger().get(&path).await.expect(200).json()["accounts"][format!("paul@{host}")], not);
    rose.get("/api/v1/blocklist/status?accounts=").await.expect(400);

    // A moderator hides members alone, and a deleted account is blocked no more.
    let role = json!({ "role": 1 });
    let id = rose.get("/api/v1/users/me").await.expect(200).json()["id"].clone();
    maud.ask("PUT", &format!("/api/v1/users/{id}")).json(&role).send().await.expect(204);
    assert_eq!(block(&rose, SITE, "maud").await, 403);
    assert_eq!(block(&rose, SITE, "paul").await, 204);
    let users = maud.get("/api/v1/users?search=paul").await.expect(200).json();
    maud.ask("DELETE", &format!("/api/v1/users/{}", users["data"][0]["id"])).send().await.expect(204);
    assert_eq!(total(&rose, MINE).await, 1);
    assert_eq!(total(&rose, SITE).await, 0);
}

#[tokio::test]
async fn accounts_are_hidden_and_shown_again_without_a_script() {
    let (site, _, film, other) = scene().await;
    let (rose, maud) = (site.browser_of("rose").await, site.browser_of(ADMINISTRATOR).await);
    let page = rose.get("/a/paul").await.expect(200).text();
    assert!(page.contains("Masquer ce compte") && page.contains("Le pressoir"), "{page}");
    assert!(!rose.get("/a/rose").await.expect(200).text().contains("/a/rose/mute"));
    let done = rose.submit("/a/paul/mute", &[("mute", "true")]).await.expect(303);
    assert_eq!(done.header("location"), "/a/paul?done=muted");
    let page = rose.get("/a/paul").await.expect(200).text();
    assert!(page.contains("Ne plus masquer") && !page.contains("Le pressoir"), "{page}");
    let page = rose.get("/my/account/muted").await.expect(200).text();
    assert!(page.contains("/a/paul/mute"), "{page}");
    let back = [("mute", "false"), ("return", "/my/account/muted?done=unmuted")];
    let done = rose.submit("/a/paul/mute", &back).await.expect(303);
    assert_eq!(done.header("location"), "/my/account/muted?done=unmuted");
    let away = [("mute", "true"), ("return", "//elsewhere.example")];
    let done = rose.submit("/a/paul/mute", &away).await.expect(303);
    assert_eq!(done.header("location"), "/a/paul?done=muted");
    rose.submit("/a/rose/mute", &[("mute", "true")]).await.expect(409);
    rose.submit("/a/nobody/mute", &[("mute", "true")]).await.expect(404);

    let id = site.application_of("paul").await.get("/api/v1/users/me").await.expect(200).json()["id"].clone();
    rose.submit(&format!("/admin/people/{id}/mute"), &[]).await.expect(403);
    maud.submit(&format!("/admin/people/{id}/mute"), &[]).await.expect(303);
    let page = maud.get("/admin/people").await.expect(200).text();
    assert!(page.contains("Masqué pour tout le monde"), "{page}");
    assert!(!site.stranger().get("/videos/browse").await.expect(200).text().contains("Le pressoir"));
    maud.submit(&format!("/admin/people/{id}/unmute"), &[]).await.expect(303);
    assert!(site.stranger().get("/videos/browse").await.expect(200).text().contains("Le pressoir"));
    site.stranger().get(&format!("/w/{}", film.short)).await.expect(200);
    site.stranger().get(&format!("/w/{}", other.short)).await.expect(200);
}
