//! What others hear of besides films: who changes or goes, playlists, what becomes of their comments, and what others say.
use serde_json::{Value, json};

use super::elsewhere::{Elsewhere, is_proven, is_signed};
use super::{document, follow, scene, threads, video};
use crate::clips;
use crate::site::{Film, Site};
use crate::visitor::Visitor;

async fn channel_id(maud: &Visitor) -> Value {
    maud.get("/api/v1/video-channels/maud_channel").await.expect(200).json()["id"].clone()
}

/// Another server that follows the account of Maud, and hears what is passed on.
async fn follower(site: &Site) -> Elsewhere {
    let other = Elsewhere::new().await;
    follow(site, &other, "/accounts/maud").await;
    other.until_heard(site, "Accept", 1).await;
    other
}

#[tokio::test]
async fn whoever_follows_hears_that_a_profile_or_a_channel_has_changed() {
    let (site, elsewhere, maud) = scene().await;
    maud.ask("PUT", "/api/v1/users/me").json(&json!({ "displayName": "M." })).send().await.expect(204);
    follow(&site, &elsewhere, "/accounts/maud").await;
    follow(&site, &elsewhere, "/video-channels/maud_channel").await;
    elsewhere.until_heard(&site, "Accept", 2).await;
    maud.ask("PUT", "/api/v1/users/me").json(&json!({ "displayName": "Maud" })).send().await.expect(204);
    site.move_clock(10);
    let updated = elsewhere.until_heard(&site, "Update", 1).await;
    assert_eq!(
        (&updated[0]["object"]["type"], &updated[0]["object"]["name"]),
        (&json!("Person"), &json!("Maud"))
    );
    let channel = json!({ "displayName": "Le verger", "support": "Merci" });
    maud.ask("PUT", "/api/v1/video-channels/maud_channel").json(&channel).send().await.expect(204);
    site.move_clock(10);
    let updated = elsewhere.until_heard(&site, "Update", 2).await;
    let object = &updated[1]["object"];
    assert_eq!(
        (&object["type"], &object["name"], &object["support"]),
        (&json!("Group"), &json!("Le verger"), &json!("Merci"))
    );
    assert_eq!(updated[1]["actor"], format!("{}/video-channels/maud_channel", site.origin));
    for heard in elsewhere.heard() {
        assert!(is_signed(&site, &heard).await && is_proven(&site, &heard.json()).await, "{heard:?}");
    }
    assert!(lucarne::federation::actors::read(object).is_ok());
}

#[tokio::test]
async fn whoever_follows_hears_that_an_account_is_gone() {
    let (site, elsewhere, maud) = scene().await;
    let person = site.add_person("noor", -1).await;
    for whom in ["/accounts/noor", "/video-channels/noor_channel"] {
        follow(&site, &elsewhere, whom).await;
    }
    elsewhere.until_heard(&site, "Accept", 2).await;
    maud.ask("DELETE", &format!("/api/v1/users/{}", person.user_id)).send().await.expect(204);
    site.move_clock(10);
    let gone = elsewhere.until_heard(&site, "Delete", 2).await;
    let mut whom: Vec<_> = gone.iter().map(|one| one["object"].as_str().unwrap().to_owned()).collect();
    whom.sort();
    assert_eq!(
        whom,
        [format!("{}/accounts/noor", site.origin), format!("{}/video-channels/noor_channel", site.origin)]
    );
    for one in &gone {
        assert_eq!(one["actor"], one["object"]);
    }
}

#[tokio::test]
async fn whoever_follows_hears_of_a_public_list_that_appears_changes_and_goes() {
    let (site, elsewhere, maud) = scene().await;
    follow(&site, &elsewhere, "/video-channels/maud_channel").await;
    elsewhere.until_heard(&site, "Accept", 1).await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let hidden = site.publish(&maud, &clips::film(), &[("privacy", "3")]).await;
    let about = json!({ "displayName": "Cidre", "privacy": 1, "videoChannelId": channel_id(&maud).await });
    let made = maud.ask("POST", "/api/v1/video-playlists").json(&about).send().await.expect(200).json();
    let made = &made["videoPlaylist"];
    let path = format!("/video-playlists/{}", made["uuid"].as_str().unwrap());
    site.move_clock(10);
    let creates = |elsewhere: &Elsewhere| -> Vec<Value> {
        elsewhere.heard_of("Create").into_iter().filter(|one| one["object"]["type"] == "Playlist").collect()
    };
    site.until("the list is told", || async { creates(&elsewhere).len() == 1 }).await;
    let object = creates(&elsewhere)[0]["object"].clone();
    assert_eq!(object["id"], format!("{}{path}", site.origin));
    assert_eq!(object["attributedTo"], json!([format!("{}/video-channels/maud_channel", site.origin)]));
    let places = format!("/api/v1/video-playlists/{}/videos", made["id"]);
    for film in [&film, &hidden] {
        let place = json!({ "videoId": film.id, "startTimestamp": 1 });
        maud.ask("POST", &places).json(&place).send().await.expect(200);
    }
    site.move_clock(10);
    let lists = |kind: &str| -> Vec<Value> {
        elsewhere.heard_of(kind).into_iter().filter(|one| one["object"]["type"] == "Playlist").collect()
    };
    site.until("its films are told", || async {
        lists("Update").last().is_some_and(|one| one["object"]["totalItems"] == 2)
    })
    .await;
    for one in lists("Create").iter().chain(&lists("Update")) {
        assert!(is_proven(&site, one).await, "{one}");
    }
    // What the documents say.
    let whole = document(&site, &path).await;
    assert_eq!(
        (&whole["type"], &whole["totalItems"], &whole["name"]),
        (&json!("Playlist"), &json!(2), &json!("Cidre"))
    );
    let page = document(&site, &format!("{path}?page=1")).await;
    let items: Vec<_> =
        page["orderedItems"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert_eq!((items.len(), &page["partOf"]), (2, &whole["id"]));
    let place = document(&site, items[0].trim_start_matches(&site.origin)).await;
    assert_eq!(
        (&place["url"], &place["position"], &place["startTimestamp"]),
        (&json!(video(&site, &film)), &json!(1), &json!(1))
    );
    site.stranger().get(items[1].trim_start_matches(&site.origin)).await.expect(404);
    for owner in ["/accounts/maud", "/video-channels/maud_channel"] {
        assert_eq!(document(&site, owner).await["playlists"], format!("{}{owner}/playlists", site.origin));
        let all = document(&site, &format!("{owner}/playlists?page=1")).await;
        assert_eq!(all["orderedItems"], json!([whole["id"]]));
    }
    assert_eq!(document(&site, "/accounts/peertube/playlists").await["totalItems"], 0);
    // One that is private now is gone for others.
    let list = format!("/api/v1/video-playlists/{}", made["id"]);
    maud.ask("PUT", &list).json(&json!({ "privacy": 3 })).send().await.expect(204);
    site.move_clock(10);
    let gone = elsewhere.until_heard(&site, "Delete", 1).await;
    assert_eq!(gone[0]["object"], whole["id"]);
    let asking = site.stranger().ask("GET", &path).header("accept", "application/activity+json");
    asking.send().await.expect(404);
}

async fn policy(maud: &Visitor, film: &Film, policy: i64) {
    maud.ask("PUT", &film.path()).json(&json!({ "commentsPolicy": policy })).send().await.expect(204);
}

#[tokio::test]
async fn whoever_comments_hears_whether_others_read_it() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let first = elsewhere.post("1", &video(&site, &film), "<p>Bravo</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c1", first.clone())).await.expect(204);
    site.until("the comment is there", || async { threads(&maud, &film).await.len() == 1 }).await;
    site.move_clock(10);
    let approved = elsewhere.until_heard(&site, "ApproveReply", 1).await;
    assert_eq!(
        (&approved[0]["object"], &approved[0]["inReplyTo"]),
        (&first["id"], &json!(video(&site, &film)))
    );
    assert_eq!(approved[0]["actor"], format!("{}/accounts/maud", site.origin));
    assert!(is_proven(&site, &approved[0]).await);
    let id = approved[0]["id"].as_str().unwrap();
    assert_eq!(document(&site, id.trim_start_matches(&site.origin)).await["object"], first["id"]);

    policy(&maud, &film, 3).await;
    for name in ["2", "3"] {
        let post = elsewhere.post(name, &video(&site, &film), "<p>Puis-je ?</p>");
        elsewhere.say(&site, &elsewhere.activity("Create", &format!("c{name}"), post)).await.expect(204);
    }
    site.until("they wait", || async { threads(&maud, &film).await.len() == 3 }).await;
    let id_of = async |url: &str| {
        let all = threads(&maud, &film).await;
        all.iter().find(|one| one["url"] == url).unwrap()["id"].as_i64().unwrap()
    };
    let (second, third) = (elsewhere.of("/posts/2"), elsewhere.of("/posts/3"));
    let path = |id: i64, end: &str| format!("{}/comments/{id}{end}", film.path());
    maud.ask("POST", &path(id_of(&second).await, "/approve")).send().await.expect(204);
    maud.ask("DELETE", &path(id_of(&third).await, "")).send().await.expect(204);
    site.move_clock(10);
    let approved = elsewhere.until_heard(&site, "ApproveReply", 2).await;
    let rejected = elsewhere.until_heard(&site, "RejectReply", 1).await;
    assert_eq!((&approved[1]["object"], &rejected[0]["object"]), (&json!(second), &json!(third)));
    // What was shown and is taken away by the owner of the film is a Delete for everybody.
    maud.ask("DELETE", &path(id_of(&second).await, "")).send().await.expect(204);
    site.move_clock(10);
    let gone = elsewhere.until_heard(&site, "Delete", 1).await;
    assert_eq!((&gone[0]["object"], &gone[0]["actor"]), (&json!(second), &approved[0]["actor"]));
}

#[tokio::test]
async fn what_others_say_under_a_film_is_passed_on_as_it_came() {
    let (site, elsewhere, maud) = scene().await;
    let other = follower(&site).await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let post = elsewhere.post("1", &video(&site, &film), "<p>Bravo</p>");
    let mut created = elsewhere.activity("Create", "c1", post.clone());
    let created = elsewhere.proven(&site, {
        created["object"]["tag"] = json!([]);
        &created
    });
    elsewhere.say(&site, &created).await.expect(204);
    site.until("it is passed on", || async {
        other.heard_of("Create").iter().any(|one| one["object"]["type"] == "Note")
    })
    .await;
    let heard = other.heard().into_iter().find(|one| one.json()["object"]["type"] == "Note").unwrap();
    assert_eq!(heard.json(), created, "not a word is changed");
    let signature = heard.headers.get("signature").unwrap().to_str().unwrap();
    assert!(signature.contains(&format!("{}/accounts/peertube#main-key", site.origin)), "{signature}");
    let gone = elsewhere.proven(&site, &elsewhere.activity("Delete", "d1", post["id"].clone()));
    elsewhere.say(&site, &gone).await.expect(204);
    assert_eq!(other.until_heard(&site, "Delete", 1).await, [gone]);
    let like = elsewhere.proven(&site, &elsewhere.activity("Like", "l1", json!(video(&site, &film))));
    elsewhere.say(&site, &like).await.expect(204);
    other.until_heard(&site, "Like", 1).await;
    // What is not signed inside nobody would believe, what is not for everybody is nobody's business, and whoever
    // waits for the owner is not heard yet.
    let plain = elsewhere.post("2", &video(&site, &film), "<p>Sans</p>");
    elsewhere.say(&site, &elsewhere.activity("Create", "c2", plain)).await.expect(204);
    let mut dislike = elsewhere.activity("Dislike", "l2", json!(video(&site, &film)));
    dislike["to"] = json!([format!("{}/accounts/maud", site.origin)]);
    elsewhere.say(&site, &elsewhere.proven(&site, &dislike)).await.expect(204);
    site.until("both are done", || async {
        threads(&maud, &film).await.iter().any(|one| one["text"] == "Sans")
            && maud.get(&film.path()).await.expect(200).json()["dislikes"] == 1
    })
    .await;
    policy(&maud, &film, 3).await;
    let held = elsewhere.post("3", &video(&site, &film), "<p>Puis-je ?</p>");
    let held = elsewhere.proven(&site, &elsewhere.activity("Create", "c3", held));
    elsewhere.say(&site, &held).await.expect(204);
    site.until("it waits", || async { threads(&maud, &film).await.len() == 2 }).await;
    site.move_clock(10);
    other.until_heard(&site, "Update", 1).await;
    let notes =
        |kind: &str| other.heard_of(kind).into_iter().filter(|one| one["object"]["type"] == "Note").count();
    assert_eq!((notes("Create"), other.heard_of("Dislike").len()), (1, 0));
    assert!(elsewhere.heard_of("Like").is_empty(), "nobody hears what they have said themselves");
}
