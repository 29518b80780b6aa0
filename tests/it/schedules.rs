//! Films that open at a moment: by the clock, not before, and after whatever happened meanwhile.

use serde_json::{Value, json};

use crate::clips;
use crate::site::{Film, Site, send_bytes};
use crate::visitor::Visitor;
use lucarne::domain::moment::Moment;

/// A moment that lies so many seconds ahead by the clock of the site.
fn ahead(site: &Site, seconds: i64) -> Moment {
    site.app.now().plus_seconds(seconds)
}

fn planned(at: Moment, privacy: i64) -> Value {
    json!({ "scheduleUpdate": { "updateAt": at, "privacy": privacy } })
}

async fn plan(by: &Visitor, film: &Film, at: Moment, privacy: i64) {
    by.ask("PUT", &film.path()).json(&planned(at, privacy)).send().await.expect(204);
}

async fn until_privacy(site: &Site, by: &Visitor, film: &Film, privacy: i64) {
    let path = film.path();
    site.until("the film opens", || async {
        by.get(&path).await.expect(200).json()["privacy"]["id"] == privacy
    })
    .await;
}

async fn told(by: &Visitor) -> Vec<(i64, String)> {
    let list = by.get("/api/v1/users/me/notifications").await.expect(200).json();
    let data = list["data"].as_array().expect("a list").iter();
    data.map(|one| (one["type"].as_i64().expect("a number"), one["video"]["name"].to_string())).collect()
}

#[tokio::test]
async fn a_film_opens_at_its_moment_and_those_who_follow_are_told_then() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    site.add_person("lise", -1).await;
    let (paul, lise) = (site.application_of("paul").await, site.application_of("lise").await);
    let uri = format!("paul_channel@{}", site.app.host());
    lise.ask("POST", "/api/v1/users/me/subscriptions").json(&json!({ "uri": uri })).send().await.expect(204);
    let at = ahead(&site, 3600);
    let fields = [
        ("privacy", "3"),
        ("name", "Demain"),
        ("scheduleUpdate[updateAt]", &at.to_iso()),
        ("scheduleUpdate[privacy]", "1"),
    ];
    let film = site.publish(&paul, &clips::film(), &fields).await;
    let shown = paul.get(&film.path()).await.expect(200).json();
    assert_eq!(shown["scheduledUpdate"], json!({ "updateAt": at, "privacy": 1 }));
    assert_eq!(shown["privacy"]["id"], 3);
    let mine = paul.get("/api/v1/users/me/videos").await.expect(200).json();
    assert_eq!(mine["data"][0]["scheduledUpdate"], json!({ "updateAt": at, "privacy": 1 }));
    let is_film = |told: &(i64, String)| told.1.contains("Demain");
    assert!(!told(&paul).await.iter().any(is_film), "as in PeerTube its owner is told when it opens");
    site.move_clock(3500);
    site.stranger().get(&film.path()).await.expect(404);
    assert!(!told(&lise).await.iter().any(is_film));
    site.move_clock(110);
    until_privacy(&site, &paul, &film, 1).await;
    let opened = site.stranger().get(&film.path()).await.expect(200).json();
    assert!(opened.get("scheduledUpdate").is_none());
    assert!(opened["publishedAt"].as_str() >= Some(at.to_iso().as_str()), "{}", opened["publishedAt"]);
    assert_eq!(told(&lise).await.iter().filter(|one| is_film(one)).count(), 1);
    assert_eq!(told(&paul).await.iter().filter(|one| is_film(one)).count(), 1);
}

#[tokio::test]
async fn a_moment_is_changed_and_withdrawn() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let film = site.publish(&owner, &clips::film(), &[("privacy", "3"), ("name", "Demain")]).await;
    plan(&owner, &film, ahead(&site, 600), 1).await;
    plan(&owner, &film, ahead(&site, 7200), 4).await;
    site.move_clock(700);
    let is_waiting = |site: &Site| {
        let sql = "SELECT count(*) FROM job WHERE key LIKE 'publish:%'";
        let connection = rusqlite::Connection::open(site.data.join("lucarne.db")).expect("it is there");
        connection.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("it can be read") == 1
    };
    assert!(is_waiting(&site));
    assert_eq!(owner.get(&film.path()).await.expect(200).json()["privacy"]["id"], 3);
    // What a change does not speak of stays.
    owner.ask("PUT", &film.path()).json(&json!({ "name": "Après-demain" })).send().await.expect(204);
    assert!(owner.get(&film.path()).await.expect(200).json()["scheduledUpdate"].is_object());
    owner.ask("PUT", &film.path()).json(&json!({ "scheduleUpdate": null })).send().await.expect(204);
    assert!(owner.get(&film.path()).await.expect(200).json().get("scheduledUpdate").is_none());
    assert!(!is_waiting(&site));
    plan(&owner, &film, ahead(&site, 60), 4).await;
    site.move_clock(120);
    until_privacy(&site, &owner, &film, 4).await;
    // A moment that has passed is now, as in PeerTube.
    plan(&owner, &film, ahead(&site, -60), 2).await;
    until_privacy(&site, &owner, &film, 2).await;
    owner.ask("PUT", &film.path()).fields(&[("scheduleUpdate", "null")]).send().await.expect(204);
}

#[tokio::test]
async fn what_is_no_moment_or_closes_a_film_is_refused() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let film = site.publish(&owner, &clips::film(), &[("privacy", "3")]).await;
    let at = ahead(&site, 600).to_iso();
    for wrong in [
        json!({}),
        json!({ "privacy": 1 }),
        json!({ "updateAt": "tomorrow", "privacy": 1 }),
        json!({ "updateAt": null, "privacy": 1 }),
        json!({ "updateAt": at, "privacy": 3 }),
        json!({ "updateAt": at, "privacy": 5 }),
        json!({ "updateAt": at, "privacy": 9 }),
        json!({ "updateAt": at, "privacy": "public" }),
        json!(12),
    ] {
        let body = json!({ "scheduleUpdate": wrong });
        assert_eq!(owner.ask("PUT", &film.path()).json(&body).send().await.status, 400, "{wrong}");
    }
    let fields = [("scheduleUpdate[updateAt]", "x"), ("scheduleUpdate[privacy]", "1")];
    send_bytes(&owner, "a.mp4", clips::bytes(&clips::film()), &fields).await.expect(400);
    assert!(owner.get(&film.path()).await.expect(200).json().get("scheduledUpdate").is_none());
    // Without a privacy nothing changes at that moment.
    let body = json!({ "scheduleUpdate": { "updateAt": at } });
    owner.ask("PUT", &film.path()).json(&body).send().await.expect(204);
    assert_eq!(
        owner.get(&film.path()).await.expect(200).json()["scheduledUpdate"],
        json!({ "updateAt": at })
    );
    site.move_clock(700);
    let path = film.path();
    site.until("the moment passes", || async {
        owner.get(&path).await.expect(200).json().get("scheduledUpdate").is_none()
    })
    .await;
    assert_eq!(owner.get(&film.path()).await.expect(200).json()["privacy"]["id"], 3);
}

#[tokio::test]
async fn a_film_that_is_not_prepared_at_its_moment_opens_when_it_is() {
    let site = Site::new().await;
    site.add_person("lise", -1).await;
    let (owner, lise) = (site.administrator().await, site.application_of("lise").await);
    let at = ahead(&site, 1).to_iso();
    let fields =
        [("privacy", "3"), ("scheduleUpdate[updateAt]", at.as_str()), ("scheduleUpdate[privacy]", "4")];
    let film = site.send(&owner, &clips::long_film(), &fields).await;
    let browser = site.browser_of("maud").await;
    browser.submit(&format!("/my/videos/{}/cancel", film.uuid), &[]).await.expect(303);
    site.move_clock(3600);
    lise.get(&film.path()).await.expect(404);
    browser.submit(&format!("/my/videos/{}/retry", film.uuid), &[]).await.expect(303);
    site.until_state(&owner, &film, 1).await;
    until_privacy(&site, &owner, &film, 4).await;
    lise.get(&film.path()).await.expect(200);
}

#[tokio::test]
async fn a_deleted_film_does_not_open_and_one_that_comes_back_does() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let film = site.publish(&owner, &clips::film(), &[("privacy", "3")]).await;
    plan(&owner, &film, ahead(&site, 600), 1).await;
    owner.ask("DELETE", &film.path()).send().await.expect(204);
    site.move_clock(3600);
    site.stranger().get(&film.path()).await.expect(404);
    let browser = site.browser_of("maud").await;
    browser.submit(&format!("/my/videos/{}/undelete", film.uuid), &[]).await.expect(303);
    site.move_clock(0);
    until_privacy(&site, &owner, &film, 1).await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_makes_a_film_wait() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let film = site.publish(&owner, &clips::film(), &[("privacy", "3")]).await;
    plan(&owner, &film, ahead(&site, 3600), 1).await;
    // A board without a battery: its clock was a day ahead when the job was taken, and is right again now.
    let sql = "UPDATE job SET run_after = 0 WHERE key LIKE 'publish:%'";
    let connection = rusqlite::Connection::open(site.data.join("lucarne.db")).expect("it is there");
    connection.execute(sql, []).expect("it can be written");
    site.move_clock(0);
    site.until("the job looks at the film again", || async {
        let sql = "SELECT coalesce(max(run_after), 0) FROM job WHERE key LIKE 'publish:%'";
        connection.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("it can be read") > 0
    })
    .await;
    site.stranger().get(&film.path()).await.expect(404);
    site.move_clock(3700);
    until_privacy(&site, &owner, &film, 1).await;
}

#[tokio::test]
async fn the_page_of_a_film_says_its_date_and_changes_or_withdraws_it() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let film = site.publish(&owner, &clips::film(), &[("privacy", "1"), ("name", "Le bal")]).await;
    let browser = site.browser_of("maud").await;
    let path = format!("/my/videos/{}/edit", film.uuid);
    let save = async |privacy: &str, at: &str, exact: &str| {
        let fields = [("name", "Le bal"), ("privacy", privacy), ("publishAt", at), ("publishMoment", exact)];
        browser.submit(&path, &fields).await
    };
    for (privacy, at) in [("1", "2020-01-01T12:00"), ("1", "soon"), ("5", "2099-01-01T12:00")] {
        let refused = save(privacy, at, "").await.expect(400).text();
        assert!(
            refused.contains("id=\"publishAt-wrong\"") || refused.contains("id=\"passwords-wrong\""),
            "{at}"
        );
    }
    save("1", "2099-12-01T12:00", "").await.expect(303);
    let shown = owner.get(&film.path()).await.expect(200).json();
    assert_eq!(shown["scheduledUpdate"], json!({ "updateAt": "2099-12-01T12:00:00.000Z", "privacy": 1 }));
    assert_eq!(shown["privacy"]["id"], 3, "until then only its owner sees it");
    let page = browser.get(&path).await.expect(200).text();
    assert!(page.contains("Sera publiée le") && page.contains("value=\"2099-12-01T12:00\""), "{page}");
    assert!(browser.get("/my/videos").await.expect(200).text().contains("Sera publiée le"));
    assert!(browser.get(&format!("/w/{}", film.short)).await.expect(200).text().contains("Sera publiée le"));
    // A script has worked the moment out by the clock of the device.
    save("4", "2099-12-01T13:00", "2099-12-01T12:30:00.000Z").await.expect(303);
    let shown = owner.get(&film.path()).await.expect(200).json();
    assert_eq!(shown["scheduledUpdate"], json!({ "updateAt": "2099-12-01T12:30:00.000Z", "privacy": 4 }));
    browser.submit(&format!("/my/videos/{}/unschedule", film.uuid), &[]).await.expect(303);
    let shown = owner.get(&film.path()).await.expect(200).json();
    assert!(shown.get("scheduledUpdate").is_none() && shown["privacy"]["id"] == 3);
    assert!(!browser.get(&path).await.expect(200).text().contains("Sera publiée le"));
    save("1", "", "").await.expect(303);
    site.stranger().get(&film.path()).await.expect(200);
}
