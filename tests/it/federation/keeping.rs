//! Who may follow the site and read its documents, which servers are blocked, and what the journal keeps.

use lucarne::actions::settings::change;
use lucarne::domain::settings::Settings;
use serde_json::{Value, json};

use super::elsewhere::{Elsewhere, is_proven};
use super::{document, follow, scene, threads, video};
use crate::clips;
use crate::site::{ADMINISTRATOR, Site};
use crate::visitor::Visitor;

async fn set(site: &Site, how: impl FnOnce(&mut Settings) + Send + 'static) {
    let changed = change(&site.app.db, |settings| {
        how(settings);
        Ok(())
    });
    site.app.settings_changed(changed.await.expect("they are good"));
}

fn host(one: &Elsewhere) -> String {
    one.origin.trim_start_matches("http://").to_owned()
}

async fn listed(maud: &Visitor, query: &str) -> Vec<Value> {
    let list = maud.get(&format!("/api/v1/server/followers{query}")).await.expect(200).json();
    list["data"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn whoever_wants_to_follow_the_site_waits_for_an_answer() {
    let (site, elsewhere, maud) = scene().await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    browser.submit("/admin/federation/settings", &[("approves", "true")]).await.expect(303);
    assert!(site.app.settings().approves_followers);
    follow(&site, &elsewhere, "/accounts/peertube").await;
    // Accounts and channels are followed without that.
    follow(&site, &elsewhere, "/accounts/maud").await;
    elsewhere.until_heard(&site, "Accept", 1).await;
    site.until("they wait", || async { listed(&maud, "?state=pending").await.len() == 1 }).await;
    assert!(listed(&site.stranger(), "").await.is_empty());
    site.stranger().get("/api/v1/server/followers?state=pending").await.expect(401);
    let page = browser.get("/admin/federation").await.expect(200).text();
    assert!(page.contains(&elsewhere.handle()), "{page}");
    assert_eq!(elsewhere.heard_of("Accept").len() + elsewhere.heard_of("Reject").len(), 1);

    let reason = [("handle", &*elsewhere.handle()), ("answer", "reject"), ("reason", "Trop de publicité")];
    browser.submit("/admin/federation/followers", &reason).await.expect(303);
    let refused = elsewhere.until_heard(&site, "Reject", 1).await;
    assert_eq!(refused[0]["summary"], "Trop de publicité");
    assert!(is_proven(&site, &refused[0]).await);
    assert!(browser.get("/admin/federation").await.expect(200).text().contains("Trop de publicité"));
    // Whoever was refused is refused again at once, until they may ask again.
    site.move_clock(1);
    follow(&site, &elsewhere, "/accounts/peertube").await;
    elsewhere.until_heard(&site, "Reject", 2).await;
    let path = format!("/api/v1/server/followers/{}", elsewhere.handle());
    maud.ask("DELETE", &path).send().await.expect(204);
    elsewhere.until_heard(&site, "Reject", 3).await;
    maud.ask("DELETE", &path).send().await.expect(404);
    site.move_clock(1);
    follow(&site, &elsewhere, "/accounts/peertube").await;
    site.until("they wait again", || async { listed(&maud, "?state=pending").await.len() == 1 }).await;
    maud.ask("POST", &format!("{path}/accept")).send().await.expect(204);
    let accepted = elsewhere.until_heard(&site, "Accept", 2).await;
    assert_eq!(accepted[1]["actor"], format!("{}/accounts/peertube", site.origin));
    let all = listed(&site.stranger(), "").await;
    assert_eq!(
        (&all[0]["state"], &all[0]["follower"]["host"]),
        (&json!("accepted"), &json!(host(&elsewhere)))
    );
    assert_eq!(all[0]["following"]["followersCount"], 1);
    site.publish(&maud, &clips::film(), &[]).await;
    elsewhere.until_heard(&site, "Announce", 1).await;
    maud.ask("POST", &format!("{path}/reject")).send().await.expect(204);
    elsewhere.until_heard(&site, "Reject", 4).await;
    assert!(listed(&maud, "?state=accepted").await.is_empty());
}

#[tokio::test]
async fn a_server_that_a_member_blocks_is_hidden_from_them_and_one_that_the_site_blocks_from_everybody() {
    let (site, elsewhere, maud) = scene().await;
    site.add_person("noor", -1).await;
    let noor = site.application_of("noor").await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let post = elsewhere.post("1", &video(&site, &film), "<p>Bonjour</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c1", post)).await.expect(204);
    site.until("the comment is there", || async { threads(&maud, &film).await.len() == 1 }).await;
    let (mine, everybody) = ("/api/v1/users/me/blocklist/servers", "/api/v1/server/blocklist/servers");
    let named = json!({ "host": host(&elsewhere) });
    let status = async |who: &Visitor| {
        let found = who.get(&format!("/api/v1/blocklist/status?hosts={}", host(&elsewhere))).await;
        let found = found.expect(200).json()["hosts"][host(&elsewhere)].clone();
        (found["blockedByServer"] == true, found["blockedByUser"] == true)
    };
    assert_eq!(status(&noor).await, (false, false));
    for _ in 0..2 {
        noor.ask("POST", mine).json(&named).send().await.expect(204);
    }
    let list = noor.get(mine).await.expect(200).json();
    assert_eq!((&list["total"], &list["data"][0]["blockedServer"]), (&json!(1), &named));
    assert_eq!(list["data"][0]["byAccount"]["name"], "noor");
    assert_eq!((status(&noor).await, status(&maud).await), ((false, true), (false, false)));
    assert_eq!((threads(&noor, &film).await.len(), threads(&maud, &film).await.len()), (0, 1));
    noor.ask("DELETE", &format!("{mine}/{}", host(&elsewhere))).send().await.expect(204);
    noor.ask("DELETE", &format!("{mine}/{}", host(&elsewhere))).send().await.expect(404);
    assert_eq!(threads(&noor, &film).await.len(), 1);

    maud.ask("POST", everybody).json(&named).send().await.expect(204);
    let list = maud.get(everybody).await.expect(200).json();
    assert_eq!((&list["data"][0]["blockedServer"], &list["data"][0]["byAccount"]), (&named, &Value::Null));
    assert_eq!(status(&site.stranger()).await, (true, false));
    assert!(threads(&site.stranger(), &film).await.is_empty());
    let post = elsewhere.post("2", &video(&site, &film), "<p>Encore</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c2", post)).await.expect(403);
    maud.ask("DELETE", &format!("{everybody}/{}", host(&elsewhere))).send().await.expect(204);
    assert_eq!(threads(&site.stranger(), &film).await.len(), 1);
    for (host, status) in [("", 400), ("a b", 400), (site.origin.trim_start_matches("http://"), 409)] {
        maud.ask("POST", mine).json(&json!({ "host": host })).send().await.expect(status);
    }
    // Whom an owner has blocked is not heard under their films either.
    maud.ask("POST", mine).json(&named).send().await.expect(204);
    let post = elsewhere.post("3", &video(&site, &film), "<p>Hé</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c3", post)).await.expect(204);
    site.until("it is refused", || async {
        site.app.journal.lines()[0].problem.as_ref().is_some_and(|problem| problem.contains("hidden"))
    })
    .await;
}

#[tokio::test]
async fn where_signatures_are_demanded_only_servers_that_are_listened_to_read_documents() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let path = format!("/videos/watch/{}", film.uuid);
    document(&site, &path).await;
    set(&site, |settings| settings.demands_signatures = true).await;
    let ask = async |path: &str, headers: Vec<(&'static str, String)>| {
        let stranger = site.stranger();
        let mut asking = stranger.ask("GET", path).header("accept", "application/activity+json");
        for (name, value) in headers {
            asking = asking.header(name, value);
        }
        asking.send().await
    };
    let now = site.app.now();
    for path in [&*path, &format!("{path}/comments"), "/accounts/maud/outbox"] {
        ask(path, Vec::new()).await.expect(401);
        ask(path, elsewhere.signed_to_read(&site, path, &now.to_http())).await.expect(200);
        ask(path, elsewhere.signed_to_read(&site, "/else", &now.to_http())).await.expect(401);
        ask(path, elsewhere.signed_to_read(&site, path, &now.plus_seconds(-9000).to_http()))
            .await
            .expect(401);
    }
    for open in ["/accounts/peertube", "/accounts/maud", "/video-channels/maud_channel"] {
        ask(open, Vec::new()).await.expect(200);
    }
    site.stranger().get(&format!("/w/{}", film.short)).await.expect(200);
    lucarne::actions::follows::block_server(&site.app.db, host(&elsewhere), true).await.unwrap();
    ask(&path, elsewhere.signed_to_read(&site, &path, &now.to_http())).await.expect(403);
}

#[tokio::test]
async fn the_journal_is_there_again_after_a_start() {
    let (site, elsewhere, _) = scene().await;
    follow(&site, &elsewhere, "/accounts/maud").await;
    elsewhere.until_heard(&site, "Accept", 1).await;
    site.until("the answer is noted", || async { site.app.journal.lines().len() == 2 }).await;
    elsewhere.send(&site, "/inbox", vec![], "{".into()).await.expect(400);
    site.app.journal.flush(&site.app.db).await.expect("it can be written");
    site.app.journal.flush(&site.app.db).await.expect("there is nothing new");
    let again = site.app.db.read(lucarne::federation::journal::Journal::read).await.unwrap();
    let (before, after) = (site.app.journal.lines(), again.lines());
    assert_eq!(after.len(), 3);
    for (one, other) in before.iter().zip(&after) {
        assert_eq!(
            (&one.what, &one.host, &one.problem, one.way),
            (&other.what, &other.host, &other.problem, other.way)
        );
    }
    assert!(after[0].problem.is_some() && after[1].problem.is_none());
}
