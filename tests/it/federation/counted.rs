//! Who watches films elsewhere, and reports from server to server.

use lucarne::domain::moment::Moment;
use serde_json::{Value, json};

use super::elsewhere::is_proven;
use super::{follow, scene, threads, video};
use crate::clips;
use crate::site::{Film, Site};
use crate::visitor::Visitor;

async fn numbers(site: &Site, maud: &Visitor, film: &Film) -> (i64, i64) {
    site.app.views.flush(&site.app.db, site.app.now()).await.expect("views can be written");
    let film = maud.get(&film.path()).await.expect(200).json();
    (film["views"].as_i64().unwrap(), film["viewers"].as_i64().unwrap())
}

fn problem(site: &Site, what: &str) -> Option<String> {
    let line = site.app.journal.lines().into_iter().find(|line| line.what.contains(what));
    line.map(|line| line.problem.unwrap_or_default())
}

#[tokio::test]
async fn views_and_viewers_elsewhere_are_counted_once() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let view = elsewhere.activity("View", "v1", json!(video(&site, &film)));
    elsewhere.say(&site, &view).await.expect(204);
    site.until("it was watched", || async { numbers(&site, &maud, &film).await == (1, 0) }).await;
    site.move_clock(1);
    elsewhere.say(&site, &view).await.expect(204);
    let mut viewer = elsewhere.activity("View", "v2", json!(video(&site, &film)));
    viewer["expires"] = json!(site.app.now().plus_seconds(60));
    elsewhere.say(&site, &viewer).await.expect(204);
    site.until("somebody watches", || async { numbers(&site, &maud, &film).await == (1, 1) }).await;
    // A great number is not believed of a film of ours, nor is one that has no end.
    let mut many = elsewhere.activity("View", "v3", json!(video(&site, &film)));
    many["expires"] = json!("2099-01-01T00:00:00Z");
    many["result"] = json!({ "type": "InteractionCounter", "interactionType": "WatchAction", "userInteractionCount": 1_000_000 });
    elsewhere.say(&site, &many).await.expect(204);
    site.until("two watch", || async { numbers(&site, &maud, &film).await == (1, 2) }).await;
    site.move_clock(20 * 60);
    assert_eq!(numbers(&site, &maud, &film).await, (1, 0));
    for (name, object, expires, why) in [
        ("w1", json!(video(&site, &film)), json!("2020-01-01T00:00:00Z"), "expired"),
        ("w2", json!(video(&site, &film)), json!("soon"), "no date"),
        ("w3", json!(elsewhere.of("/videos/watch/1")), Value::Null, "not-found"),
        ("w4", json!([1, 2]), Value::Null, "not-found"),
    ] {
        let mut wrong = elsewhere.activity("View", name, object);
        wrong["expires"] = expires;
        elsewhere.say(&site, &wrong).await.expect(204);
        site.until("it is refused", || async { problem(&site, name).is_some() }).await;
        assert!(problem(&site, name).unwrap().contains(why), "{name}: {:?}", problem(&site, name));
    }
    assert_eq!(numbers(&site, &maud, &film).await, (1, 0));
}

#[tokio::test]
async fn what_has_no_counter_here_is_understood_and_passed_over() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let watched = json!({
        "id": elsewhere.of("/watched/1"), "type": "WatchAction", "object": video(&site, &film), "duration": "PT5S",
        "startTime": "2026-11-22T19:34:24.154Z", "endTime": "2026-11-22T19:34:27.171Z", "actionStatus": "CompletedActionStatus",
        "watchSections": [{ "startTimestamp": 1, "endTimestamp": 6 }],
    });
    let mut other = watched.clone();
    other["watchSections"] = json!([{ "startTimestamp": "one" }]);
    let mut lost = watched.clone();
    lost["object"] = json!("x");
    for (name, kind, object, why) in [
        ("d1", "Download", json!(video(&site, &film)), "passed-over"),
        ("d2", "Download", json!("x"), "not-found"),
        ("w1", "Create", watched, "passed-over"),
        ("w2", "Create", other, "a section is none"),
        ("w3", "Create", lost, "not-found"),
    ] {
        elsewhere.say(&site, &elsewhere.activity(kind, name, object)).await.expect(204);
        site.until("it is noted", || async { problem(&site, name).is_some() }).await;
        assert!(problem(&site, name).unwrap().contains(why), "{name}: {:?}", problem(&site, name));
    }
}

#[tokio::test]
async fn followers_hear_how_many_watch_and_not_more_than_once_a_minute() {
    let (site, elsewhere, maud) = scene().await;
    follow(&site, &elsewhere, "/accounts/peertube").await;
    elsewhere.until_heard(&site, "Accept", 1).await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    for (viewer, second) in [(7, 1), (8, 2), (9, 3)] {
        site.app.views.watching(film.id, viewer, second, 600, site.app.now());
    }
    let changed = site.app.views.changed(site.app.now(), 10);
    assert_eq!(changed, [(film.id, 3)]);
    assert!(site.app.views.changed(site.app.now(), 10).is_empty(), "nothing has changed since");
    let exchange = site.app.federation().await.unwrap().unwrap();
    let told = site.app.db.write(move |tx| {
        lucarne::federation::tell::viewers::tell(tx, &exchange.address, changed[0].0, changed[0].1)
    });
    told.await.unwrap();
    let view = elsewhere.until_heard(&site, "View", 1).await.remove(0);
    assert_eq!(
        (&view["object"], &view["actor"]),
        (&json!(video(&site, &film)), &json!(format!("{}/accounts/peertube", site.origin)))
    );
    assert_eq!(view["result"]["userInteractionCount"], 3);
    let end = Moment::parse(view["expires"].as_str().unwrap()).unwrap();
    assert!(end > site.app.now() && is_proven(&site, &view).await, "{view}");
    site.move_clock(120);
    assert_eq!(site.app.views.changed(site.app.now(), 10), [(film.id, 0)], "they have left");
}

#[tokio::test]
async fn a_report_of_another_server_is_a_report_here() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let post = elsewhere.post("1", &video(&site, &film), "<p>Achetez !</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c1", post.clone())).await.expect(204);
    site.until("the comment is there", || async { threads(&maud, &film).await.len() == 1 }).await;
    let objects = json!([
        video(&site, &film),
        post["id"],
        format!("{}/accounts/maud", site.origin),
        "https://x.example/"
    ]);
    let mut flag = elsewhere.activity("Flag", "f1", objects);
    flag["content"] = json!("Ce n’est pas à lui");
    flag["mediaType"] = json!("text/markdown");
    flag["tag"] = json!([{ "type": "Hashtag", "name": "rights" }, { "type": "Hashtag", "name": "x" }]);
    (flag["startAt"], flag["endAt"]) = (json!(1), json!(2));
    elsewhere.say(&site, &flag).await.expect(204);
    let abuses = async || maud.get("/api/v1/abuses?sort=id").await.expect(200).json();
    site.until("they are reported", || async { abuses().await["total"] == 3 }).await;
    let all = abuses().await["data"].clone();
    assert_eq!((&all[0]["video"]["uuid"], &all[0]["video"]["startAt"]), (&json!(film.uuid), &json!(1)));
    assert_eq!(all[0]["reason"], "Ce n’est pas à lui");
    assert_eq!(all[0]["predefinedReasons"], json!(["rights"]));
    assert_eq!(all[0]["reporterAccount"]["name"], "rose");
    assert_eq!(all[1]["comment"]["text"], "Achetez !");
    assert_eq!(all[2]["flaggedAccount"]["name"], "maud");
    let told = maud.get("/api/v1/users/me/notifications").await.expect(200).text();
    assert!(told.contains("\"abuse\""), "{told}");
    // Mastodon's people need not say why; what is not here cannot be reported.
    let short = elsewhere.activity("Flag", "f2", json!([video(&site, &film)]));
    elsewhere.say(&site, &short).await.expect(204);
    site.until("one more", || async { abuses().await["total"] == 4 }).await;
    elsewhere.say(&site, &elsewhere.activity("Flag", "f3", json!("https://x.example/"))).await.expect(204);
    site.until("it is refused", || async { problem(&site, "f3").is_some() }).await;
    assert_eq!(abuses().await["total"], 4);
}

#[tokio::test]
async fn what_a_member_reports_of_another_server_is_told_there() {
    let (site, elsewhere, maud) = scene().await;
    site.add_person("noor", -1).await;
    let noor = site.application_of("noor").await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let post = elsewhere.post("1", &video(&site, &film), "<p>Achetez !</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c1", post.clone())).await.expect(204);
    site.until("the comment is there", || async { threads(&maud, &film).await.len() == 1 }).await;
    let comment = threads(&maud, &film).await.remove(0);
    for what in [
        json!({ "reason": "De la publicité", "predefinedReasons": ["spamOrMisleading"], "comment": { "id": comment["id"] } }),
        json!({ "reason": "Toujours elle", "account": { "id": comment["account"]["id"] } }),
        json!({ "reason": "Un film d’ici", "video": { "id": film.id } }),
    ] {
        noor.ask("POST", "/api/v1/abuses").json(&what).send().await.expect(200);
    }
    site.move_clock(10);
    let mut flags = elsewhere.until_heard(&site, "Flag", 2).await;
    flags.sort_by_key(|flag| flag["id"].to_string());
    assert_eq!((&flags[0]["object"], &flags[1]["object"]), (&post["id"], &json!(elsewhere.rose())));
    assert_eq!(
        (&flags[0]["content"], &flags[0]["tag"][0]["name"]),
        (&json!("De la publicité"), &json!("spamOrMisleading"))
    );
    for flag in &flags {
        assert_eq!(flag["actor"], format!("{}/accounts/noor", site.origin));
        assert!(is_proven(&site, flag).await, "{flag}");
    }
    // What another server reports is not told to a third one.
    let third = super::elsewhere::Elsewhere::new().await;
    third.say(&site, &third.activity("Flag", "f1", post["id"].clone())).await.expect(204);
    site.until("it is kept", || async { maud.get("/api/v1/abuses").await.expect(200).json()["total"] == 4 })
        .await;
    site.move_clock(10);
    follow(&site, &elsewhere, "/accounts/maud").await;
    elsewhere.until_heard(&site, "Accept", 1).await;
    assert_eq!(elsewhere.heard_of("Flag").len(), 2);
}
