//! What other servers say to us and hear from us.

mod bad_input;
mod counted;
mod elsewhere;
mod films;
mod friends;
mod keeping;
mod passed_on;
mod replayed;
mod replays;
mod telling;

use lucarne::config::Source;
use serde_json::{Value, json};

use crate::clips;
use crate::comments::say;
use crate::site::{ADMINISTRATOR, Film, Site};
use crate::visitor::Visitor;
use elsewhere::{Elsewhere, is_proven, is_signed};

async fn scene() -> (Site, Elsewhere, Visitor) {
    let site = Site::with(Source { private_servers: Some(true), ..Source::default() }).await;
    let maud = site.administrator().await;
    (site, Elsewhere::new().await, maud)
}

async fn follow(site: &Site, elsewhere: &Elsewhere, whom: &str) -> Value {
    let object = json!(format!("{}{whom}", site.origin));
    let activity = elsewhere.activity("Follow", &format!("follow{}", whom.replace('/', "-")), object);
    elsewhere.say(site, &activity).await.expect(204);
    activity
}

fn video(site: &Site, film: &Film) -> String {
    format!("{}/videos/watch/{}", site.origin, film.uuid)
}

async fn followers(maud: &Visitor) -> i64 {
    maud.get("/api/v1/video-channels/maud_channel").await.expect(200).json()["followersCount"]
        .as_i64()
        .unwrap()
}

async fn threads(who: &Visitor, film: &Film) -> Vec<Value> {
    let list = who.get(&format!("{}/comment-threads", film.path())).await.expect(200).json();
    list["data"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn somebody_elsewhere_follows_a_channel_and_leaves_it_again() {
    let (site, elsewhere, maud) = scene().await;
    let asked = follow(&site, &elsewhere, "/video-channels/maud_channel").await;
    let accepted = elsewhere.until_heard(&site, "Accept", 1).await;
    assert_eq!(accepted[0]["object"]["id"], asked["id"]);
    assert_eq!(accepted[0]["actor"], format!("{}/video-channels/maud_channel", site.origin));
    assert!(is_signed(&site, &elsewhere.heard()[0]).await, "{:?}", elsewhere.heard()[0]);
    assert_eq!(followers(&maud).await, 1);
    let told = maud.get("/api/v1/users/me/notifications").await.expect(200).json();
    assert_eq!(told["data"][0]["type"], 10, "{told}");
    site.move_clock(1);
    follow(&site, &elsewhere, "/video-channels/maud_channel").await;
    elsewhere.until_heard(&site, "Accept", 2).await;
    assert_eq!(followers(&maud).await, 1, "following twice is following once");
    let list = maud.get("/api/v1/video-channels/maud_channel/followers").await.expect(200).json();
    let follower = &list["data"][0]["follower"];
    assert_eq!((&list["total"], &follower["url"]), (&json!(1), &json!(elsewhere.rose())));
    assert_eq!(
        format!("{}@{}", follower["name"].as_str().unwrap(), follower["host"].as_str().unwrap()),
        elsewhere.handle()
    );
    let keeper = site.browser_of(ADMINISTRATOR).await;
    let page = keeper.get("/my/channels/maud_channel/followers").await.expect(200).text();
    assert!(page.contains(&elsewhere.handle()) && page.contains(&elsewhere.of("/@rose")), "{page}");
    elsewhere.say(&site, &elsewhere.activity("Undo", "undo", asked)).await.expect(204);
    site.until("the follower is gone", || async { followers(&maud).await == 0 }).await;
}

#[tokio::test]
async fn whoever_follows_hears_of_a_film_that_appears_changes_and_goes() {
    let (site, elsewhere, maud) = scene().await;
    for whom in ["/video-channels/maud_channel", "/accounts/maud", "/accounts/peertube"] {
        follow(&site, &elsewhere, whom).await;
    }
    elsewhere.until_heard(&site, "Accept", 3).await;
    let film = site.publish(&maud, &clips::film(), &[("name", "Le pressoir"), ("tags[0]", "cidre")]).await;
    let created = elsewhere.until_heard(&site, "Create", 1).await;
    let announced = elsewhere.until_heard(&site, "Announce", 2).await;
    let object = &created[0]["object"];
    assert_eq!((&object["type"], &object["name"]), (&json!("Video"), &json!("Le pressoir")));
    assert_eq!(object["id"], video(&site, &film));
    assert_eq!(object["url"][0]["mediaType"], "text/html");
    assert!(object["icon"][0]["width"].is_i64() && object["url"][2]["tag"].is_array(), "{object}");
    let files = object["url"][2]["tag"].as_array().expect("files").iter();
    let torrents: Vec<_> = files.filter(|one| one["mediaType"] == "application/x-bittorrent").collect();
    let [torrent] = torrents[..] else { panic!("others hear of the film with its torrent: {object}") };
    assert_eq!(torrent["height"], 180);
    site.stranger().get(torrent["href"].as_str().expect("an address")).await.expect(200);
    for one in &announced {
        assert_eq!(one["object"], video(&site, &film));
    }
    for heard in elsewhere.heard() {
        assert!(is_signed(&site, &heard).await, "{heard:?}");
        assert!(is_proven(&site, &heard.json()).await, "{heard:?}");
        assert_eq!(heard.path, if heard.json()["type"] == "Accept" { "/users/rose/inbox" } else { "/inbox" });
    }
    maud.ask("PUT", &film.path()).json(&json!({ "name": "Le vieux pressoir" })).send().await.expect(204);
    site.move_clock(10);
    let updated = elsewhere.until_heard(&site, "Update", 1).await;
    assert_eq!(updated[0]["object"]["name"], "Le vieux pressoir");
    maud.ask("PUT", &film.path()).json(&json!({ "privacy": 3 })).send().await.expect(204);
    site.move_clock(10);
    let gone = elsewhere.until_heard(&site, "Delete", 1).await;
    assert_eq!(gone[0]["object"], video(&site, &film));
    maud.ask("PUT", &film.path()).json(&json!({ "privacy": 1 })).send().await.expect(204);
    site.move_clock(10);
    elsewhere.until_heard(&site, "Create", 2).await;
    maud.ask("DELETE", &film.path()).send().await.expect(204);
    site.move_clock(10);
    elsewhere.until_heard(&site, "Delete", 2).await;
    assert_eq!(elsewhere.heard_of("Update").len(), 1, "nothing is said that is known");
}

#[tokio::test]
async fn a_post_of_mastodon_is_a_comment_that_can_be_answered_and_taken_back() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let post = elsewhere.post("1", &video(&site, &film), "<p>Bravo<br>et <strong>merci</strong></p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c1", post.clone())).await.expect(204);
    site.until("the comment is there", || async { threads(&maud, &film).await.len() == 1 }).await;
    let first = threads(&maud, &film).await.remove(0);
    assert_eq!(first["url"], post["id"]);
    assert!(first["text"].as_str().unwrap().contains("**merci**"), "{first}");
    let account = &first["account"];
    assert_eq!((&account["name"], &account["displayName"]), (&json!("rose"), &json!("Rose du Moulin")));
    assert_eq!(account["host"], elsewhere.origin.trim_start_matches("http://"));
    assert_eq!(account["url"], elsewhere.rose());
    let page =
        site.browser_of(ADMINISTRATOR).await.get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert!(page.contains("<strong>merci</strong>") && page.contains(&elsewhere.handle()), "{page}");
    let home = site.stranger().get(&format!("/a/{}", elsewhere.handle())).await.expect(302);
    assert_eq!(home.header("location"), elsewhere.of("/@rose"));
    // The same once more changes nothing, other words do.
    elsewhere.say(&site, &elsewhere.activity("Create", "c2", post.clone())).await.expect(204);
    let mut changed = post.clone();
    changed["content"] = json!("<p>Bravo !</p>");
    elsewhere.say(&site, &elsewhere.activity("Update", "u1", changed)).await.expect(204);
    site.until("it has other words", || async { threads(&maud, &film).await[0]["text"] == "Bravo !" }).await;
    assert_eq!(threads(&maud, &film).await.len(), 1);

    let id = first["id"].as_i64().unwrap();
    let answer = say(&maud, &film, Some(id), "Merci à vous").await;
    site.move_clock(10);
    let created = elsewhere.until_heard(&site, "Create", 1).await;
    let note = &created[0]["object"];
    assert_eq!((&note["type"], &note["inReplyTo"]), (&json!("Note"), &post["id"]));
    assert_eq!(note["content"], "Merci à vous");
    assert_eq!(note["id"], format!("{}/comments/{answer}", video(&site, &film)));
    // Rose answers the answer.
    let second = elsewhere.post("2", note["id"].as_str().unwrap(), "<p>Avec plaisir</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c3", second)).await.expect(204);
    let tree = format!("{}/comment-threads/{id}", film.path());
    site.until("it hangs on the answer", || async {
        maud.get(&tree).await.expect(200).json()["children"][0]["children"][0]["comment"]["text"]
            == "Avec plaisir"
    })
    .await;
    maud.ask("DELETE", &format!("{}/comments/{answer}", film.path())).send().await.expect(204);
    site.move_clock(10);
    let gone = elsewhere.until_heard(&site, "Delete", 1).await;
    assert_eq!(gone[0]["object"], note["id"]);
    let tombstone = json!({ "id": post["id"], "type": "Tombstone" });
    elsewhere.say(&site, &elsewhere.activity("Delete", "d1", tombstone)).await.expect(204);
    site.until("the first is taken back", || async { threads(&maud, &film).await[0]["isDeleted"] == true })
        .await;
}

#[tokio::test]
async fn likes_come_and_go_and_whoever_leaves_takes_everything_along() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let counts = async || {
        let film = maud.get(&film.path()).await.expect(200).json();
        (film["likes"].as_i64().unwrap(), film["dislikes"].as_i64().unwrap())
    };
    let like = elsewhere.activity("Like", "l1", json!(video(&site, &film)));
    elsewhere.say(&site, &like).await.expect(204);
    site.until("it is liked", || async { counts().await == (1, 0) }).await;
    elsewhere.say(&site, &elsewhere.activity("Dislike", "l2", json!(video(&site, &film)))).await.expect(204);
    site.until("it is liked no more", || async { counts().await == (0, 1) }).await;
    elsewhere.say(&site, &elsewhere.activity("Undo", "l3", like.clone())).await.expect(204);
    site.until("it is taken back", || async { counts().await == (0, 0) }).await;
    site.move_clock(1);
    elsewhere.say(&site, &like).await.expect(204);
    let post = elsewhere.post("1", &video(&site, &film), "<p>Oh</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c1", post)).await.expect(204);
    follow(&site, &elsewhere, "/video-channels/maud_channel").await;
    site.until("all is there", || async {
        counts().await == (1, 0) && threads(&maud, &film).await.len() == 1 && followers(&maud).await == 1
    })
    .await;
    elsewhere.say(&site, &elsewhere.activity("Delete", "d1", json!(elsewhere.rose()))).await.expect(204);
    site.until("all is gone", || async {
        counts().await == (0, 0) && threads(&maud, &film).await.is_empty() && followers(&maud).await == 0
    })
    .await;
    let stranger = Elsewhere::new().await;
    let gone = stranger.activity("Delete", "d2", json!(stranger.rose()));
    stranger.hide("/users/rose");
    stranger.say(&site, &gone).await.expect(204);
}

#[tokio::test]
async fn what_is_not_signed_as_it_should_be_does_nothing() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let like = elsewhere.activity("Like", "l1", json!(video(&site, &film)));
    let (body, now) = (like.to_string(), site.app.now());
    let good = elsewhere.signed(&site, "/inbox", &body, &now.to_http());
    let without = |name: &str| good.iter().filter(|(known, _)| *known != name).cloned().collect::<Vec<_>>();
    let with = |name: &'static str, value: String| [without(name), vec![(name, value)]].concat();
    let signature = good.iter().find(|(name, _)| *name == "signature").unwrap().1.clone();
    let of = |path: &str, date: i64| elsewhere.signed(&site, path, &body, &now.plus_seconds(date).to_http());
    for (what, headers, body, status) in [
        ("no signature", without("signature"), body.clone(), 401),
        ("no digest", without("digest"), body.clone(), 401),
        ("another body", good.clone(), body.replace("l1", "l2"), 401),
        ("an old one", of("/inbox", -3 * 3600), body.clone(), 401),
        ("one of tomorrow", of("/inbox", 24 * 3600), body.clone(), 401),
        ("of another path", of("/accounts/maud/inbox", 0), body.clone(), 401),
        ("nonsense", with("signature", "keyId=\"".into()), body.clone(), 401),
        (
            "half of it",
            with("signature", signature[..signature.len() - 20].to_owned() + "\""),
            body.clone(),
            401,
        ),
        ("less than needed", with("signature", signature.replace(" digest\"", "\"")), body.clone(), 401),
        ("no JSON", vec![], "{".into(), 400),
        ("no activity", vec![], "[]".into(), 400),
        ("no actor", vec![], json!({ "id": elsewhere.of("/x"), "type": "Like" }).to_string(), 400),
    ] {
        let answer = elsewhere.send(&site, "/inbox", headers, body).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
    }
    // Speaking for somebody of another server, or for one of ours.
    let other = Elsewhere::new().await;
    let mut false_one = elsewhere.activity("Like", "l3", json!(video(&site, &film)));
    false_one["actor"] = json!(other.rose());
    elsewhere.say(&site, &false_one).await.expect(400);
    // Passed on without a signature inside of it: its own server knows nothing of it.
    false_one["id"] = json!(other.of("/activities/l3"));
    elsewhere.say(&site, &false_one).await.expect(204);
    // An actor that is not where it says it is.
    let mut stolen = elsewhere.activity("Like", "l4", json!(video(&site, &film)));
    stolen["actor"] = json!(elsewhere.of("/users/nobody"));
    let answer = elsewhere.say(&site, &stolen).await;
    assert!(matches!(answer.status, 400 | 403 | 404), "{}", answer.text());
    // Nor may one write what another one said, take it back or undo it.
    let post = elsewhere.post("1", &video(&site, &film), "<p>Mien</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c1", post.clone())).await.expect(204);
    site.until("the comment is there", || async { threads(&maud, &film).await.len() == 1 }).await;
    other.say(&site, &other.activity("Create", "c9", post.clone())).await.expect(204);
    other.say(&site, &other.activity("Update", "u9", post.clone())).await.expect(204);
    other.say(&site, &other.activity("Delete", "d9", post["id"].clone())).await.expect(204);
    let like = elsewhere.activity("Like", "l5", json!(video(&site, &film)));
    elsewhere.say(&site, &like).await.expect(204);
    other.say(&site, &other.activity("Undo", "u10", like)).await.expect(204);
    let last = other.activity("Like", "l6", json!(video(&site, &film)));
    other.say(&site, &last).await.expect(204);
    site.until("the last is done", || async {
        maud.get(&film.path()).await.expect(200).json()["likes"] == 2
    })
    .await;
    let all = threads(&maud, &film).await;
    assert_eq!((all.len(), &all[0]["text"]), (1, &json!("Mien")));
    let refused = site.app.journal.lines();
    assert!(refused.iter().filter(|line| line.problem.is_some()).count() >= 12, "{refused:?}");
}

#[tokio::test]
async fn a_new_key_is_believed_once_its_server_shows_it() {
    let (site, elsewhere, maud) = scene().await;
    follow(&site, &elsewhere, "/video-channels/maud_channel").await;
    elsewhere.until_heard(&site, "Accept", 1).await;
    elsewhere.change_key();
    let undo = json!({ "type": "Follow", "object": format!("{}/video-channels/maud_channel", site.origin) });
    elsewhere.say(&site, &elsewhere.activity("Undo", "u1", undo.clone())).await.expect(401);
    site.move_clock(120);
    elsewhere.say(&site, &elsewhere.activity("Undo", "u2", undo)).await.expect(204);
    site.until("the follower is gone", || async { followers(&maud).await == 0 }).await;
}

#[tokio::test]
async fn a_server_that_is_away_hears_later_and_one_that_refuses_is_not_asked_again() {
    let (site, elsewhere, maud) = scene().await;
    follow(&site, &elsewhere, "/video-channels/maud_channel").await;
    elsewhere.until_heard(&site, "Accept", 1).await;
    elsewhere.answer(503);
    let film = site.publish(&maud, &clips::film(), &[]).await;
    elsewhere.until_heard(&site, "Announce", 1).await;
    elsewhere.answer(202);
    site.move_clock(3600);
    elsewhere.until_heard(&site, "Announce", 2).await;
    elsewhere.answer(403);
    maud.ask("PUT", &film.path()).json(&json!({ "name": "Autrement" })).send().await.expect(204);
    site.move_clock(10);
    elsewhere.until_heard(&site, "Update", 1).await;
    site.move_clock(12 * 3600);
    maud.ask("DELETE", &film.path()).send().await.expect(204);
    site.move_clock(10);
    elsewhere.until_heard(&site, "Delete", 1).await;
    assert_eq!(elsewhere.heard_of("Update").len(), 1);
    let line = site.app.journal.lines().into_iter().find(|line| line.what.starts_with("Update")).unwrap();
    assert!(line.problem.is_some_and(|problem| problem.contains("403")));
}

#[tokio::test]
async fn whom_the_owner_of_a_film_has_hidden_is_not_heard_under_it() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let post = elsewhere.post("1", &video(&site, &film), "<p>Bonjour</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c1", post)).await.expect(204);
    site.until("the comment is there", || async { threads(&maud, &film).await.len() == 1 }).await;
    let block = json!({ "accountName": elsewhere.handle() });
    maud.ask("POST", "/api/v1/users/me/blocklist/accounts").json(&block).send().await.expect(204);
    assert!(threads(&maud, &film).await.is_empty());
    let post = elsewhere.post("2", &video(&site, &film), "<p>Encore</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c2", post)).await.expect(204);
    follow(&site, &elsewhere, "/video-channels/maud_channel").await;
    elsewhere.until_heard(&site, "Reject", 1).await;
    assert_eq!(threads(&site.stranger(), &film).await.len(), 1, "others still read the first, and no second");
    assert_eq!(followers(&maud).await, 0);
}

#[tokio::test]
async fn a_conversation_is_followed_up_to_the_film_and_what_is_not_public_is_passed_over() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let first = elsewhere.post("1", &video(&site, &film), "<p>Un</p>");
    let second = elsewhere.post("2", first["id"].as_str().unwrap(), "<p>Deux</p>");
    elsewhere.show("/posts/1", first);
    elsewhere.say(&site, &elsewhere.activity("Create", "c2", second)).await.expect(204);
    site.until("both are there", || async {
        let all = threads(&maud, &film).await;
        all.len() == 1 && all[0]["text"] == "Un" && all[0]["totalReplies"] == 1
    })
    .await;
    let mut secret = elsewhere.post("3", &video(&site, &film), "<p>Entre nous</p>");
    secret["to"] = json!([elsewhere.of("/users/rose/followers")]);
    elsewhere.say(&site, &elsewhere.activity("Create", "c3", secret)).await.expect(204);
    // Round and round, and to nowhere.
    let (mut one, two) =
        (elsewhere.post("5", "", "<p>x</p>"), elsewhere.post("6", &elsewhere.of("/posts/5"), "<p>x</p>"));
    one["inReplyTo"] = two["id"].clone();
    elsewhere.show("/posts/5", one.clone());
    elsewhere.show("/posts/6", two);
    elsewhere.say(&site, &elsewhere.activity("Create", "c5", one)).await.expect(204);
    let lost = elsewhere.post("7", &elsewhere.of("/posts/none"), "<p>x</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c7", lost)).await.expect(204);
    let last = elsewhere.post("8", &video(&site, &film), "<p>Dernier</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c8", last)).await.expect(204);
    site.until("the last is there", || async { threads(&maud, &film).await.len() >= 2 }).await;
    assert_eq!(threads(&maud, &film).await.len(), 2);
}

#[tokio::test]
async fn a_site_without_an_address_that_others_reach_speaks_to_nobody() {
    let site = Site::new().await;
    let elsewhere = Elsewhere::new().await;
    let asked = elsewhere.activity("Follow", "f1", json!(format!("{}/accounts/peertube", site.origin)));
    elsewhere.say(&site, &asked).await.expect(404);
    assert!(elsewhere.heard().is_empty());
}

/// Asks as a server does.
async fn document(site: &Site, path: &str) -> Value {
    let asking = site.stranger().ask("GET", path).header("accept", "application/activity+json");
    let answer = asking.send().await.expect(200);
    assert_eq!(answer.header("content-type"), "application/activity+json; charset=utf-8", "{path}");
    answer.json()
}

#[tokio::test]
async fn others_find_the_site_its_accounts_and_channels_and_read_who_they_are() {
    let (site, _, _) = scene().await;
    let host = site.origin.trim_start_matches("http://");
    let stranger = site.stranger();
    for (name, path, kind) in [
        ("peertube", "/accounts/peertube", "Application"),
        ("maud", "/accounts/maud", "Person"),
        ("maud_channel", "/video-channels/maud_channel", "Group"),
    ] {
        let finger = format!("/.well-known/webfinger?resource=acct:{name}@{host}");
        let found = stranger.get(&finger).await.expect(200).json();
        let url = format!("{}{path}", site.origin);
        assert_eq!(found["links"][0]["href"], url);
        let actor = document(&site, path).await;
        assert_eq!((&actor["type"], &actor["id"]), (&json!(kind), &json!(url)));
        let read = lucarne::federation::actors::read(&actor).expect("another of our kind can read it");
        assert_eq!((&*read.name, &*read.inbox), (name, &*format!("{url}/inbox")));
        for part in ["followers", "following", "outbox"] {
            let whole = document(&site, &format!("{path}/{part}")).await;
            assert_eq!(
                (&whole["type"], &whole["totalItems"]),
                (&json!("OrderedCollection"), &json!(0)),
                "{whole}"
            );
        }
    }
    let group = document(&site, "/c/maud_channel").await;
    assert_eq!(group["attributedTo"][0]["id"], format!("{}/accounts/maud", site.origin));
    let by_id = format!("/.well-known/webfinger?resource={}/accounts/maud", site.origin);
    assert_eq!(stranger.get(&by_id).await.expect(200).json()["subject"], format!("acct:maud@{host}"));
    for (resource, status) in
        [("acct:nobody@HOST", 404), ("acct:maud@elsewhere.example", 404), ("maud", 400), ("", 400)]
    {
        stranger
            .get(&format!("/.well-known/webfinger?resource={}", resource.replace("HOST", host)))
            .await
            .expect(status);
    }
    let links = stranger.get("/.well-known/nodeinfo").await.expect(200).text();
    assert!(links.contains("activitystreams#Application") && links.contains("/accounts/peertube"), "{links}");
    assert!(
        stranger.get("/.well-known/host-meta").await.expect(200).text().contains("webfinger?resource={uri}")
    );
    // Browsers get pages.
    let page = stranger
        .ask("GET", "/accounts/maud")
        .header("accept", "text/html,*/*")
        .send()
        .await
        .expect(200)
        .text();
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    stranger
        .ask("GET", "/accounts/nobody")
        .header("accept", "application/activity+json")
        .send()
        .await
        .expect(404);
}

#[tokio::test]
async fn a_film_has_all_that_a_peertube_demands_and_only_open_ones_are_told() {
    let (site, _, maud) = scene().await;
    let tags = [
        ("name", "Le pressoir"),
        ("tags[0]", "cidre"),
        ("language", "fr"),
        ("category", "1"),
        ("licence", "1"),
    ];
    let film = site.publish(&maud, &clips::film(), &tags).await;
    let path = format!("/videos/watch/{}", film.uuid);
    let told = document(&site, &path).await;
    assert_eq!(told["type"], "Video");
    let duration = told["duration"].as_str().unwrap();
    assert!(duration.starts_with("PT") && duration.ends_with('S'), "{duration}");
    assert!(told["uuid"] == film.uuid && told["views"].is_i64() && told["name"] == "Le pressoir");
    for date in ["published", "updated"] {
        assert!(lucarne::domain::moment::Moment::parse(told[date].as_str().unwrap()).is_some());
    }
    for part in ["category", "licence", "language"] {
        assert!(
            told[part]["identifier"].is_string() && told[part]["name"].is_string(),
            "{part}: {}",
            told[part]
        );
    }
    assert_eq!(told["commentsPolicy"], 1);
    assert_eq!(
        (&told["attributedTo"][0]["type"], &told["attributedTo"][1]["type"]),
        (&json!("Person"), &json!("Group"))
    );
    for icon in told["icon"].as_array().expect("pictures") {
        assert!(icon["width"].is_i64() && icon["height"].is_i64() && icon["mediaType"] == "image/jpeg");
        let picture = icon["url"].as_str().unwrap().replace(&site.origin, "");
        site.stranger().get(&picture).await.expect(200);
    }
    let master = told["url"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["mediaType"] == "application/x-mpegURL")
        .unwrap();
    let files = master["tag"].as_array().expect("a list");
    let place = files.iter().position(|one| one["name"] == "sha256").expect("hashes");
    let (infohashes, files) = files.split_at(place);
    assert!(infohashes.iter().all(|one| one["type"] == "Infohash"), "{infohashes:?}");
    assert_eq!(infohashes.len(), files.iter().filter(|one| one["mediaType"] == "video/mp4").count());
    let trackers: Vec<_> =
        told["url"].as_array().unwrap().iter().filter(|one| one["rel"][0] == "tracker").collect();
    assert_eq!(trackers.len(), 2);
    for link in [master, &files[0], &files[1]] {
        let address = link["href"].as_str().unwrap().replace(&site.origin, "");
        site.stranger().get(&address).await.expect(200);
    }
    assert!(
        files[1]["height"].is_i64() && files[1]["size"].is_i64() && files[1]["fps"].is_i64(),
        "{}",
        files[1]
    );
    say(&maud, &film, None, "Santé").await;
    for (part, total) in [("likes", 0), ("dislikes", 0), ("announces", 2), ("comments", 1)] {
        assert_eq!(document(&site, &format!("{path}/{part}")).await["totalItems"], total, "{part}");
    }
    let comments = document(&site, &format!("{path}/comments?page=1")).await;
    let note = comments["orderedItems"][0].as_str().unwrap().replace(&site.origin, "");
    assert_eq!(document(&site, &note).await["content"], "Santé");
    let announces = document(&site, &format!("{path}/announces?page=1")).await;
    for one in announces["orderedItems"].as_array().unwrap() {
        let announce = document(&site, &one.as_str().unwrap().replace(&site.origin, "")).await;
        assert_eq!(announce["object"], told["id"]);
    }
    assert!(document(&site, &format!("{path}/chapters")).await["hasPart"].is_array());
    assert_eq!(document(&site, &format!("{path}/activity")).await["type"], "Create");
    let outbox = document(&site, "/video-channels/maud_channel/outbox?page=1").await;
    assert_eq!(outbox["orderedItems"][0]["type"], "Announce");
    let short = site
        .stranger()
        .ask("GET", &format!("/w/{}", film.short))
        .header("accept", "application/activity+json");
    assert_eq!(short.send().await.expect(302).header("location"), told["id"].as_str().unwrap());
    for (privacy, status) in [(2, 200), (3, 404), (4, 404)] {
        maud.ask("PUT", &film.path()).json(&json!({ "privacy": privacy })).send().await.expect(204);
        let asking = site.stranger().ask("GET", &path).header("accept", "application/activity+json");
        asking.send().await.expect(status);
        assert_eq!(document(&site, "/accounts/maud/outbox").await["totalItems"], 0);
    }
}

#[tokio::test]
async fn a_server_that_is_not_listened_to_says_and_hears_nothing() {
    let (site, elsewhere, maud) = scene().await;
    follow(&site, &elsewhere, "/video-channels/maud_channel").await;
    elsewhere.until_heard(&site, "Accept", 1).await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    let page = browser.get("/admin/federation").await.expect(200).text();
    assert!(page.contains("/activities/follow") && page.contains("Accept"), "the journal tells it: {page}");
    let host = elsewhere.origin.trim_start_matches("http://").to_owned();
    let blocked = [("host", host.as_str()), ("block", "true")];
    browser.submit("/admin/federation/servers", &blocked).await.expect(303);
    assert_eq!(followers(&maud).await, 0);
    let asked = elsewhere.activity("Follow", "f2", json!(format!("{}/accounts/maud", site.origin)));
    elsewhere.say(&site, &asked).await.expect(403);
    site.publish(&maud, &clips::film(), &[]).await;
    site.move_clock(10);
    browser
        .submit("/admin/federation/servers", &[("host", host.as_str()), ("block", "false")])
        .await
        .expect(303);
    follow(&site, &elsewhere, "/accounts/maud").await;
    elsewhere.until_heard(&site, "Accept", 2).await;
    assert!(elsewhere.heard_of("Announce").is_empty());
    let own = site.origin.trim_start_matches("http://").to_owned();
    for host in ["a b", "", "exemple.org/x", own.as_str()] {
        let page = browser.submit("/admin/federation/servers", &[("host", host)]).await.expect(400).text();
        assert!(page.contains("host-wrong"), "{page}");
    }
}

#[tokio::test]
async fn an_address_that_others_know_is_kept_to() {
    let (site, elsewhere, _) = scene().await;
    follow(&site, &elsewhere, "/accounts/maud").await;
    elsewhere.until_heard(&site, "Accept", 1).await;
    site.until("the address is fixed", || async {
        site.app.db.read(lucarne::db::settings::federation_address).await.unwrap()
            == Some(site.origin.clone())
    })
    .await;
    site.app
        .db
        .write(|tx| lucarne::db::settings::put(tx, "federation-address", "https://old.example"))
        .await
        .unwrap();
    let asked = elsewhere.activity("Follow", "f2", json!(format!("{}/accounts/maud", site.origin)));
    elsewhere.say(&site, &asked).await.expect(404);
    let page = site.browser_of(ADMINISTRATOR).await.get("/admin/federation").await.expect(200).text();
    assert!(page.contains("https://old.example"), "{page}");
}
