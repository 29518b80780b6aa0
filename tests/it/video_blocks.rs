//! Films that whoever keeps the house blocks without deleting them.

use serde_json::{Value, json};

use crate::clips;
use crate::site::{Film, Site};
use crate::visitor::Visitor;

const BLOCKED: &str = "/api/v1/videos/blacklist";

async fn block(by: &Visitor, film: &Film, reason: &str) {
    let path = format!("{}/blacklist", film.path());
    let body = json!({ "reason": reason, "unfederate": true });
    by.ask("POST", &path).json(&body).send().await.expect(204);
}

/// The films that somebody finds in the lists, the search and the feeds.
async fn found(who: &Visitor) -> Vec<i64> {
    let mut all = Vec::new();
    for path in [
        "/api/v1/videos",
        "/api/v1/search/videos?search=pressoir",
        "/api/v1/video-channels/rose_channel/videos",
        "/api/v1/accounts/rose/videos",
    ] {
        all.push(who.get(path).await.expect(200).json()["total"].as_i64().expect("a number"));
    }
    let feed = who.get("/feeds/videos.json").await.expect(200).json();
    all.push(feed["items"].as_array().expect("a list").len() as i64);
    all
}

async fn told(who: &Visitor) -> Vec<Value> {
    let list = who.get("/api/v1/users/me/notifications").await.expect(200).json();
    list["data"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn a_blocked_film_is_there_for_its_owner_and_the_team_alone() {
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
    let film = site.publish(&rose, &clips::film(), &[("name", "Le pressoir")]).await;
    let whole = stranger.get(&film.path()).await.expect(200).json();
    assert_eq!(whole["blacklisted"], false);
    let playlist = whole["streamingPlaylists"][0]["playlistUrl"].as_str().expect("an address");
    let master = playlist.strip_prefix(&site.origin).expect("it is ours").to_owned();
    let thumbnail = whole["thumbnailPath"].as_str().expect("a path").to_owned();
    stranger.get(&master).await.expect(200);
    let token = paul.ask("POST", &format!("{}/token", film.path())).send().await.expect(200).json();
    let token = token["files"]["token"].as_str().expect("a token").to_owned();
    assert_eq!(found(&paul).await, [1, 1, 1, 1, 1]);

    let path = format!("{}/blacklist", film.path());
    paul.ask("POST", &path).json(&json!({})).send().await.expect(403);
    rose.ask("POST", &path).json(&json!({})).send().await.expect(403);
    maud.ask("POST", &path).json(&json!({ "reason": "x" })).send().await.expect(400);
    block(&maud, &film, "Musique sans accord").await;
    maud.ask("POST", &path).json(&json!({})).send().await.expect(409);

    // To everybody else there is no such film any more, by whatever way they come.
    for who in [&paul, &stranger] {
        assert_eq!(found(who).await, [0, 0, 0, 0, 0]);
        who.get(&film.path()).await.expect(404);
        who.get(&format!("{}/comment-threads", film.path())).await.expect(404);
        who.get(&format!("{}/captions", film.path())).await.expect(404);
        who.get(&master).await.expect(404);
        who.get(&format!("{master}?videoFileToken={token}")).await.expect(404);
        who.get(&thumbnail).await.expect(404);
        who.get(&format!("/w/{}", film.short)).await.expect(404);
        who.get(&format!("/videos/embed/{}", film.uuid)).await.expect(404);
    }
    let address = format!("{}/w/{}", site.origin, film.short);
    let address: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    stranger.get(&format!("/services/oembed?format=json&url={address}")).await.expect(404);
    assert!(!stranger.get("/sitemap.xml").await.expect(200).text().contains(&film.short));
    let rate = paul.ask("PUT", &format!("{}/rate", film.path())).json(&json!({ "rating": "like" }));
    rate.send().await.expect(404);

    // Its owner sees it, and why; so does the team.
    for who in [&rose, &maud] {
        let seen = who.get(&film.path()).await.expect(200).json();
        assert_eq!((&seen["blacklisted"], &seen["state"]["id"]), (&json!(true), &json!(1)));
        assert_eq!(seen["blacklistedReason"], "Musique sans accord");
        who.get(&master).await.expect(200);
    }
    let mine = rose.get("/api/v1/users/me/videos").await.expect(200).json();
    assert_eq!(mine["data"][0]["blacklistedReason"], "Musique sans accord");
    let about = told(&rose).await.remove(0);
    assert_eq!(
        (&about["type"], &about["videoBlacklist"]["video"]["name"]),
        (&json!(4), &json!("Le pressoir"))
    );
    let browser = site.browser_of("rose").await;
    let page = browser.get("/my/videos").await.expect(200).text();
    assert!(page.contains("Bloquée") && page.contains("Musique sans accord"), "{page}");
    let page = browser.get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert!(page.contains("Musique sans accord") && !page.contains("/unblock"), "{page}");

    // The list of the team.
    rose.get(BLOCKED).await.expect(403);
    let list = maud.get(&format!("{BLOCKED}?search=PRESS")).await.expect(200).json();
    let one = &list["data"][0];
    assert_eq!((&list["total"], &one["type"], &one["unfederated"]), (&json!(1), &json!(1), &json!(true)));
    assert_eq!((&one["video"]["uuid"], &one["reason"]), (&json!(film.uuid), &json!("Musique sans accord")));
    assert_eq!(maud.get(&format!("{BLOCKED}?search=autre")).await.expect(200).json()["total"], 0);
    maud.get(&format!("{BLOCKED}?sort=colour")).await.expect(400);
    maud.ask("PUT", &path).json(&json!({ "reason": "Voir Paul" })).send().await.expect(204);
    maud.ask("PUT", &path).json(&json!({})).send().await.expect(204);
    assert_eq!(maud.get(BLOCKED).await.expect(200).json()["data"][0]["reason"], "Voir Paul");

    maud.ask("DELETE", &path).send().await.expect(204);
    maud.ask("DELETE", &path).send().await.expect(404);
    assert_eq!(found(&paul).await, [1, 1, 1, 1, 1]);
    let kinds: Vec<_> = told(&rose).await.iter().map(|one| one["type"].clone()).collect();
    assert_eq!(kinds, [5, 6], "what was said of the block is gone with it");
}

#[tokio::test]
async fn a_film_stays_blocked_while_it_is_prepared_again_deleted_and_brought_back() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let (maud, paul, rose) =
        (site.administrator().await, site.application_of("paul").await, site.application_of("rose").await);
    let follow = json!({ "uri": "rose_channel" });
    paul.ask("POST", "/api/v1/users/me/subscriptions").json(&follow).send().await.expect(204);
    // Blocked before it is ready: nobody hears of it until it is shown.
    let film = site.send(&rose, &clips::film(), &[("name", "Le pressoir")]).await;
    block(&maud, &film, "À voir").await;
    site.until_state(&rose, &film, 1).await;
    paul.get(&film.path()).await.expect(404);
    assert!(told(&paul).await.is_empty());
    let browser = site.browser_of("rose").await;
    browser.submit(&format!("/my/videos/{}/retry", film.uuid), &[]).await.expect(303);
    site.until("it has been prepared again", || async {
        let key = lucarne::domain::job::Job::Prepare { video_id: film.id }.key();
        !site.app.db.read(move |read| lucarne::db::job::exists(read, &key)).await.expect("it answers")
    })
    .await;
    browser.submit(&format!("/my/videos/{}/delete", film.uuid), &[]).await.expect(303);
    assert_eq!(maud.get(BLOCKED).await.expect(200).json()["total"], 0, "what is deleted is not listed");
    browser.submit(&format!("/my/videos/{}/undelete", film.uuid), &[]).await.expect(303);
    site.until_state(&rose, &film, 1).await;
    assert_eq!(rose.get(&film.path()).await.expect(200).json()["blacklisted"], true);
    paul.get(&film.path()).await.expect(404);

    maud.ask("DELETE", &format!("{}/blacklist", film.path())).send().await.expect(204);
    paul.get(&film.path()).await.expect(200);
    assert_eq!(told(&paul).await[0]["type"], 1, "it appears now");
}

#[tokio::test]
async fn the_team_blocks_a_film_on_its_page_and_finds_it_among_the_reports() {
    let site = Site::new().await;
    site.add_person("rose", -1).await;
    let (maud, rose) = (site.administrator().await, site.application_of("rose").await);
    let film = site.publish(&rose, &clips::film(), &[("name", "Le pressoir")]).await;
    let body = json!({ "reason": "C’est ma voix.", "video": { "id": film.id } });
    maud.ask("POST", "/api/v1/abuses").json(&body).send().await.expect(200);
    let (team, owner) = (site.browser_of("maud").await, site.browser_of("rose").await);
    let page = format!("/w/{}", film.short);
    assert!(team.get(&page).await.expect(200).text().contains("Bloquer cette vidéo"));
    assert!(!owner.get(&page).await.expect(200).text().contains("Bloquer cette vidéo"));
    let refused = team.submit(&format!("{page}/block"), &[("reason", "x")]).await.expect(400).text();
    assert!(refused.contains("Écrivez au moins"), "{refused}");
    team.submit(&format!("{page}/block"), &[("reason", "Une voix")]).await.expect(303);
    owner.submit(&format!("{page}/unblock"), &[]).await.expect(403);
    let list = team.get("/admin/blocked").await.expect(200).text();
    assert!(list.contains("Le pressoir") && list.contains("Une voix"), "{list}");
    let of = |kind: &str| format!("/api/v1/abuses?videoIs={kind}");
    let abuse = maud.get(&of("blacklisted")).await.expect(200).json();
    assert_eq!((&abuse["total"], &abuse["data"][0]["video"]["blacklisted"]), (&json!(1), &json!(true)));
    assert_eq!(maud.get(&of("deleted")).await.expect(200).json()["total"], 0);
    maud.get(&of("green")).await.expect(400);
    let body = [("return", "list")];
    let back = team.submit(&format!("{page}/unblock"), &body).await.expect(303);
    assert_eq!(back.header("location"), "/admin/blocked?done=saved");
    site.stranger().get(&film.path()).await.expect(200);
    rose.ask("DELETE", &film.path()).send().await.expect(204);
    assert_eq!(maud.get(&of("deleted")).await.expect(200).json()["total"], 1);
}

#[tokio::test]
async fn a_date_that_comes_while_a_film_is_blocked_counts_once_it_is_not() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let moment = lucarne::domain::moment::Moment(site.app.now().0 + 3_600_000);
    let schedule = json!({ "updateAt": moment, "privacy": 1 });
    let film = site.publish(&maud, &clips::film(), &[("name", "Bientôt"), ("privacy", "3")]).await;
    maud.ask("PUT", &film.path()).json(&json!({ "scheduleUpdate": schedule })).send().await.expect(204);
    block(&maud, &film, "Attendre").await;
    site.move_clock(7_200);
    maud.ask("DELETE", &format!("{}/blacklist", film.path())).send().await.expect(204);
    site.move_clock(1);
    let stranger = site.stranger();
    site.until("it is open", || async { stranger.get(&film.path()).await.status == 200 }).await;
}
