//! Channels that several people keep together, and channels that change hands.

use serde_json::{Value, json};

use crate::clips;
use crate::site::{ADMINISTRATOR, Site};
use crate::visitor::Visitor;

const CHANNEL: &str = "/api/v1/video-channels/maud_channel";
const OFFERS: &str = "/api/v1/video-channels/ownership";
const NOTIFICATIONS: &str = "/api/v1/users/me/notifications";

async fn invite(by: &Visitor, channel: &str, name: &str) -> i64 {
    let path = format!("/api/v1/video-channels/{channel}/collaborators/invite");
    let asked = by.ask("POST", &path).json(&json!({ "accountHandle": name })).send().await.expect(200).json();
    asked["collaborator"]["id"].as_i64().expect("a number")
}

async fn join(owner: &Visitor, who: &Visitor, channel: &str, name: &str) -> i64 {
    let id = invite(owner, channel, name).await;
    let path = format!("/api/v1/video-channels/{channel}/collaborators/{id}/accept");
    who.ask("POST", &path).send().await.expect(204);
    id
}

async fn channel_id(site: &Site, handle: &str) -> String {
    let shown = site.stranger().get(&format!("/api/v1/video-channels/{handle}")).await.expect(200).json();
    shown["id"].to_string()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|one| one["name"].as_str().expect("a name")).collect()
}

async fn told(who: &Visitor) -> Vec<i64> {
    let list = who.get(NOTIFICATIONS).await.expect(200).json();
    let all = list["data"].as_array().expect("a list").iter();
    all.map(|one| one["type"].as_i64().expect("a number")).collect()
}

#[tokio::test]
async fn whoever_is_invited_answers_and_everybody_concerned_is_told() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let (maud, paul, rose) =
        (site.administrator().await, site.application_of("paul").await, site.application_of("rose").await);
    let invitation = format!("{CHANNEL}/collaborators/invite");
    let ask = |name: &str| maud.ask("POST", &invitation).json(&json!({ "accountHandle": name })).send();
    ask("nobody").await.expect(404);
    ask(ADMINISTRATOR).await.expect(400);
    let paul_id = invite(&maud, "maud_channel", "paul").await;
    ask("paul").await.expect(409);
    let host = site.origin.trim_start_matches("http://");
    let rose_id = invite(&maud, "maud_channel", &format!("rose@{host}")).await;

    let list = maud.get(&format!("{CHANNEL}/collaborators")).await.expect(200).json();
    assert_eq!(list["total"], 2);
    assert_eq!(list["data"][0]["account"]["name"], "rose", "the latest first");
    assert_eq!(list["data"][1]["state"], json!({ "id": 1, "label": "Pending" }));
    paul.get(&format!("{CHANNEL}/collaborators")).await.expect(403);
    let asked = paul.get(NOTIFICATIONS).await.expect(200).json()["data"][0].clone();
    assert_eq!((&asked["type"], &asked["read"]), (&json!(23), &json!(false)));
    let about = &asked["videoChannelCollaborator"];
    assert_eq!((&about["id"], &about["state"]["id"]), (&json!(paul_id), &json!(1)));
    assert_eq!(
        (&about["channel"]["name"], &about["channelOwner"]["name"], &about["account"]["name"]),
        (&json!("maud_channel"), &json!("maud"), &json!("paul"))
    );

    let accept = format!("{CHANNEL}/collaborators/{paul_id}/accept");
    rose.ask("POST", &accept).send().await.expect(404);
    paul.ask("POST", &accept).send().await.expect(204);
    paul.ask("POST", &accept).send().await.expect(400);
    rose.ask("POST", &format!("{CHANNEL}/collaborators/{rose_id}/reject")).send().await.expect(204);
    assert_eq!(told(&maud).await, [25, 24]);
    let list = paul.get(&format!("{CHANNEL}/collaborators")).await.expect(200).json();
    assert_eq!((&list["total"], &list["data"][0]["state"]["label"]), (&json!(1), &json!("Accepted")));
    let again = invite(&maud, "maud_channel", "rose").await;
    assert_ne!(again, rose_id, "who has declined can be asked again");

    let me = paul.get("/api/v1/users/me").await.expect(200).json();
    assert_eq!(
        (names(&me["videoChannels"]), names(&me["videoChannelCollaborations"])),
        (vec!["paul_channel"], vec!["maud_channel"])
    );
    let mine = "/api/v1/accounts/paul/video-channels";
    assert_eq!(paul.get(mine).await.expect(200).json()["total"], 1);
    let all = paul.get(&format!("{mine}?includeCollaborations=true")).await.expect(200).json();
    assert_eq!(names(&all["data"]), ["paul_channel", "maud_channel"]);
    assert_eq!(all["data"][1]["ownerAccount"]["name"], "maud");
    let found = paul.get("/api/v1/users/autocomplete?search=RO").await.expect(200).json();
    assert_eq!(found, json!(["rose"]));

    paul.ask("DELETE", &format!("{CHANNEL}/collaborators/{paul_id}")).send().await.expect(204);
    paul.get(&format!("{CHANNEL}/collaborators")).await.expect(403);
    let me = paul.get("/api/v1/users/me").await.expect(200).json();
    assert_eq!(me["videoChannelCollaborations"], json!([]));
}

#[tokio::test]
async fn a_channel_takes_no_more_collaborators_than_it_may_have() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    for number in 0..=20 {
        site.add_person(&format!("member{number}"), -1).await;
    }
    for number in 0..20 {
        invite(&maud, "maud_channel", &format!("member{number}")).await;
    }
    let body = json!({ "accountHandle": "member20" });
    maud.ask("POST", &format!("{CHANNEL}/collaborators/invite")).json(&body).send().await.expect(400);
}

#[tokio::test]
async fn a_collaborator_looks_after_films_and_the_owner_keeps_the_channel() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let (maud, paul, rose) =
        (site.administrator().await, site.application_of("paul").await, site.application_of("rose").await);
    join(&rose, &paul, "rose_channel", "paul").await;
    let id = channel_id(&site, "rose_channel").await;
    let film = site.publish(&paul, &clips::film(), &[("name", "Fest-noz"), ("channelId", &id)]).await;
    let hidden = site
        .publish(&rose, &clips::film(), &[("name", "Brouillon"), ("privacy", "3"), ("channelId", &id)])
        .await;
    assert!(told(&rose).await.contains(&6), "the owner is told of both");
    let mine = |query: &'static str| paul.get(query);
    assert_eq!(mine("/api/v1/users/me/videos").await.expect(200).json()["total"], 0);
    let all = mine("/api/v1/users/me/videos?includeCollaborations=true").await.expect(200).json();
    assert_eq!(names(&all["data"]), ["Brouillon", "Fest-noz"]);
    mine("/api/v1/users/me/videos?includeCollaborations=perhaps").await.expect(400);
    paul.ask("PUT", &hidden.path()).fields(&[("privacy", "1"), ("name", "Fini")]).send().await.expect(204);
    assert_eq!(site.stranger().get(&hidden.path()).await.expect(200).json()["name"], "Fini");

    // What is the owner's alone.
    let channel = "/api/v1/video-channels/rose_channel";
    paul.ask("PUT", channel).json(&json!({ "displayName": "Les nôtres" })).send().await.expect(204);
    paul.ask("DELETE", channel).send().await.expect(403);
    let body = json!({ "accountHandle": "maud" });
    paul.ask("POST", &format!("{channel}/collaborators/invite")).json(&body).send().await.expect(403);
    let body = json!({ "username": "paul" });
    paul.ask("POST", &format!("{channel}/give-ownership")).json(&body).send().await.expect(403);

    // A film moves between the channels that somebody keeps, and nowhere else.
    let (own, foreign) = (channel_id(&site, "paul_channel").await, channel_id(&site, "maud_channel").await);
    paul.ask("PUT", &film.path()).fields(&[("channelId", &foreign)]).send().await.expect(403);
    paul.ask("PUT", &film.path()).fields(&[("channelId", &own)]).send().await.expect(204);
    rose.ask("PUT", &film.path()).fields(&[("name", "Pris")]).send().await.expect(403);

    paul.ask("DELETE", &hidden.path()).send().await.expect(204);
    let log = rose.get(&format!("{channel}/activities")).await.expect(200).json();
    let done: Vec<_> = log["data"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["account"]["name"].as_str().unwrap_or(""), one["action"]["id"].as_i64().unwrap_or(0)))
        .collect();
    let expected = [("paul", 3), ("paul", 10), ("paul", 2), ("paul", 2), ("rose", 1), ("paul", 1)];
    assert_eq!(done, expected, "{log}");
    let moved = &log["data"][1];
    assert_eq!((&moved["video"]["uuid"], &moved["video"]["name"]), (&json!(film.uuid), &json!("Fest-noz")));
    assert_eq!((&moved["targetType"]["id"], &moved["channel"]["name"]), (&json!(1), &json!("rose_channel")));
    let oldest = format!("{channel}/activities?sort=createdAt&count=1");
    assert_eq!(rose.get(&oldest).await.expect(200).json()["data"][0]["action"]["id"], 1);
    let entered = "/api/v1/video-channels/paul_channel/activities";
    assert_eq!(paul.get(entered).await.expect(200).json()["data"][1]["action"]["id"], 11);
    assert_eq!(maud.get(&format!("{channel}/activities")).await.expect(200).json()["total"], 6);
}

#[tokio::test]
async fn what_a_collaborator_sends_counts_for_the_owner_of_the_channel() {
    let site = Site::new().await;
    let size = clips::bytes(&clips::film()).len() as i64;
    site.add_person("paul", 0).await;
    site.add_person("rose", 20 * size).await;
    let (paul, rose) = (site.application_of("paul").await, site.application_of("rose").await);
    join(&rose, &paul, "rose_channel", "paul").await;
    let id = channel_id(&site, "rose_channel").await;
    crate::site::send_bytes(&paul, "a.mp4", clips::bytes(&clips::film()), &[("name", "Non")])
        .await
        .expect(413);
    site.publish(&paul, &clips::film(), &[("name", "Oui"), ("channelId", &id)]).await;
    let used = |who: &Visitor| {
        let who = who.clone();
        async move {
            let quota = who.get("/api/v1/users/me/video-quota-used").await.expect(200).json();
            quota["videoQuotaUsed"].as_i64().expect("a number")
        }
    };
    assert_eq!(used(&paul).await, 0);
    assert!(used(&rose).await > 0);
}

#[tokio::test]
async fn whoever_is_taken_out_while_a_file_comes_does_not_publish_it() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let (paul, rose) = (site.application_of("paul").await, site.application_of("rose").await);
    let row = join(&rose, &paul, "rose_channel", "paul").await;
    let id = channel_id(&site, "rose_channel").await;
    let bytes = clips::bytes(&clips::film());
    let begun = paul
        .ask("POST", "/api/v1/videos/upload-resumable")
        .header("x-upload-content-length", bytes.len().to_string())
        .header("x-upload-content-type", "video/mp4")
        .json(&json!({ "filename": "a.mp4", "name": "Trop tard", "channelId": id.parse::<i64>().expect("a number") }))
        .send()
        .await
        .expect(201);
    let place = begun.header("location");
    let path = &place[place.find("/api/").expect("it is one of ours")..];
    rose.ask("DELETE", &format!("/api/v1/video-channels/rose_channel/collaborators/{row}"))
        .send()
        .await
        .expect(204);
    let range = format!("bytes 0-{}/{}", bytes.len() - 1, bytes.len());
    paul.ask("PUT", path).header("content-range", &range).body(bytes).send().await.expect(403);
    let list = rose.get("/api/v1/users/me/videos").await.expect(200).json();
    assert_eq!(list["total"], 0);
}

#[tokio::test]
async fn a_channel_goes_to_whoever_accepts_it_with_its_films_and_lists() {
    let site = Site::new().await;
    for name in ["paul", "rose", "zoe"] {
        site.add_person(name, -1).await;
    }
    let (maud, paul, rose, zoe) = (
        site.administrator().await,
        site.application_of("paul").await,
        site.application_of("rose").await,
        site.application_of("zoe").await,
    );
    let new = json!({ "name": "chorale", "displayName": "La chorale" });
    let opened = paul.ask("POST", "/api/v1/video-channels").json(&new).send().await.expect(200).json();
    let id = opened["videoChannel"]["id"].to_string();
    let film = site.publish(&paul, &clips::film(), &[("name", "Noël"), ("channelId", &id)]).await;
    let list = [("displayName", "Concerts"), ("privacy", "1"), ("videoChannelId", id.as_str())];
    paul.ask("POST", "/api/v1/video-playlists").fields(&list).send().await.expect(200);
    join(&paul, &rose, "chorale", "rose").await;
    join(&paul, &zoe, "chorale", "zoe").await;

    let give = |name: &str| {
        paul.ask("POST", "/api/v1/video-channels/chorale/give-ownership")
            .json(&json!({ "username": name }))
            .send()
    };
    give("nobody").await.expect(400);
    give("paul").await.expect(400);
    give("rose").await.expect(204);
    give("zoe").await.expect(400);
    let offers = rose.get(OFFERS).await.expect(200).json();
    let offer = &offers["data"][0];
    assert_eq!(
        (&offers["total"], &offer["status"], &offer["state"]["label"]),
        (&json!(1), &json!("WAITING"), &json!("Pending"))
    );
    assert_eq!(
        (
            &offer["initiatorAccount"]["name"],
            &offer["nextOwnerAccount"]["name"],
            &offer["videoChannel"]["name"]
        ),
        (&json!("paul"), &json!("rose"), &json!("chorale"))
    );
    assert_eq!(told(&rose).await[0], 29);
    let refuse = format!("{OFFERS}/{}/refuse", offer["id"]);
    rose.ask("POST", &refuse).send().await.expect(204);
    rose.ask("POST", &refuse).send().await.expect(400);
    assert_eq!((told(&paul).await[0], told(&zoe).await[0]), (31, 31));

    give("rose").await.expect(204);
    let waiting = "/api/v1/video-channels/chorale/ownership?state=1";
    let second = zoe.get(waiting).await.expect(200).json()["data"][0]["id"].clone();
    zoe.ask("POST", &format!("{OFFERS}/{second}/accept")).send().await.expect(403);
    rose.ask("POST", &format!("{OFFERS}/{second}/accept")).send().await.expect(204);
    assert_eq!((told(&paul).await[0], told(&zoe).await[0]), (30, 30));
    let shown = site.stranger().get("/api/v1/video-channels/chorale").await.expect(200).json();
    assert_eq!(shown["ownerAccount"]["name"], "rose");
    let shown = site.stranger().get(&film.path()).await.expect(200).json();
    assert_eq!(shown["account"]["name"], "rose");
    let lists = site.stranger().get("/api/v1/accounts/rose/video-playlists").await.expect(200).json();
    assert_eq!(lists["data"][0]["displayName"], "Concerts");
    paul.ask("PUT", &film.path()).fields(&[("name", "Encore")]).send().await.expect(403);
    let team = rose.get("/api/v1/video-channels/chorale/collaborators").await.expect(200).json();
    assert_eq!((&team["total"], &team["data"][0]["account"]["name"]), (&json!(1), &json!("zoe")));

    // The last channel of somebody stays with them, whoever accepts.
    let offer_last = "/api/v1/video-channels/paul_channel/give-ownership";
    paul.ask("POST", offer_last).json(&json!({ "username": "rose" })).send().await.expect(204);
    let last =
        rose.get(&format!("{OFFERS}?sort=-createdAt")).await.expect(200).json()["data"][0]["id"].clone();
    for who in [&rose, &maud] {
        who.ask("POST", &format!("{OFFERS}/{last}/accept")).send().await.expect(409);
    }
    paul.ask("DELETE", &format!("{OFFERS}/{last}")).send().await.expect(204);
    assert_eq!(
        paul.get("/api/v1/video-channels/paul_channel/ownership").await.expect(200).json()["total"],
        0
    );
}

#[tokio::test]
async fn moderators_do_not_give_away_what_belongs_to_others_who_keep_the_house() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let moderator = site.add_person("marc", -1).await;
    let role = lucarne::domain::account::Role::Moderator;
    site.app
        .db
        .write(move |tx| lucarne::db::account::set_role(tx, moderator.user_id, role))
        .await
        .expect("the row is there");
    let marc = site.application_of("marc").await;
    let body = json!({ "username": "paul" });
    marc.ask("POST", &format!("{CHANNEL}/give-ownership")).json(&body).send().await.expect(403);
    let body = json!({ "username": "marc" });
    let members = "/api/v1/video-channels/paul_channel/give-ownership";
    marc.ask("POST", members).json(&body).send().await.expect(204);
}

#[tokio::test]
async fn a_channel_is_shared_and_given_away_on_the_pages() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let (paul, rose) = (site.browser_of("paul").await, site.browser_of("rose").await);
    let team = "/my/channels/paul_channel/team";
    let wrong = paul.submit(team, &[("name", "nobody")]).await.expect(404).text();
    assert!(wrong.contains("aria-invalid=\"true\"") && wrong.contains("value=\"nobody\""), "{wrong}");
    paul.submit(team, &[("name", "rose")]).await.expect(303);
    let asked = rose.get("/my/channels").await.expect(200).text();
    let way = asked.split("action=\"").find(|part| part.contains("/accept\"")).expect("there is a button");
    let accept = way.split('"').next().expect("it ends").to_owned();
    assert!(rose.get("/my/notifications").await.expect(200).text().contains(&accept));
    rose.submit(&accept, &[]).await.expect(303);
    assert!(!rose.get("/my/notifications").await.expect(200).text().contains(&accept), "it is answered");
    for page in ["/publish", "/my/channels"] {
        assert!(rose.get(page).await.expect(200).text().contains("paul"), "{page}");
    }
    let kept = rose.get(team).await.expect(200).text();
    assert!(!kept.contains("name=\"name\"") && kept.contains("/remove\""), "she leaves and does not invite");
    rose.get("/my/channels/paul_channel/give").await.expect(403);
    rose.get("/my/channels/paul_channel/delete").await.expect(403);
    let settings = rose.get("/my/channels/paul_channel/edit").await.expect(200).text();
    assert!(!settings.contains("/my/channels/paul_channel/delete"));
    rose.submit("/my/channels/paul_channel/edit", &[("displayName", "À deux")]).await.expect(303);
    assert!(paul.get(team).await.expect(200).text().contains("rose a modifié la chaîne"));

    // Giving it away asks twice.
    paul.submit("/my/channels", &[("name", "autre"), ("displayName", "Autre")]).await.expect(303);
    let give = "/my/channels/paul_channel/give";
    paul.submit(give, &[("next", "rose"), ("name", "autre")]).await.expect(400);
    paul.submit(give, &[("next", "personne"), ("name", "paul_channel")]).await.expect(400);
    paul.submit(give, &[("next", "rose"), ("name", "paul_channel")]).await.expect(303);
    let asked = rose.get("/my/notifications").await.expect(200).text();
    let way = asked.split("action=\"").find(|part| part.contains("/give/")).expect("there is a button");
    let take = way.split('"').next().expect("it ends").to_owned();
    rose.submit(&take, &[]).await.expect(303);
    let owner = site.stranger().get("/api/v1/video-channels/paul_channel").await.expect(200).json();
    assert_eq!(owner["ownerAccount"]["name"], "rose");
    paul.get(team).await.expect(403);
}

#[tokio::test]
async fn an_account_that_is_deleted_leaves_the_channels_that_it_kept() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let (paul, rose) = (site.application_of("paul").await, site.application_of("rose").await);
    join(&rose, &paul, "rose_channel", "paul").await;
    let channel = "/api/v1/video-channels/rose_channel";
    paul.ask("PUT", channel).json(&json!({ "displayName": "À deux" })).send().await.expect(204);
    let body = json!({ "username": "paul" });
    rose.ask("POST", &format!("{channel}/give-ownership")).json(&body).send().await.expect(204);
    paul.ask("DELETE", "/api/v1/users/me").send().await.expect(204);
    assert_eq!(rose.get(&format!("{channel}/collaborators")).await.expect(200).json()["total"], 0);
    assert_eq!(rose.get(&format!("{channel}/ownership")).await.expect(200).json()["total"], 0);
    let log = rose.get(&format!("{channel}/activities")).await.expect(200).json();
    assert_eq!((&log["data"][1]["action"]["id"], &log["data"][1]["account"]), (&json!(2), &Value::Null));
}

#[tokio::test]
async fn a_single_film_is_offered_and_goes_to_a_channel_of_whoever_takes_it() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    site.add_person("zoe", 10).await;
    let (paul, rose, zoe) = (
        site.application_of("paul").await,
        site.application_of("rose").await,
        site.application_of("zoe").await,
    );
    const FILMS: &str = "/api/v1/videos/ownership";
    let film = site.publish(&paul, &clips::film(), &[("name", "Noël"), ("privacy", "3")]).await;
    let give = |name: &str| {
        let path = format!("{}/give-ownership", film.path());
        paul.ask("POST", &path).json(&json!({ "username": name })).send()
    };
    give("nobody").await.expect(400);
    give("paul").await.expect(400);
    give("rose").await.expect(204);
    give("zoe").await.expect(400);
    let offers = rose.get(FILMS).await.expect(200).json();
    let offer = &offers["data"][0];
    assert_eq!((&offers["total"], &offer["status"]), (&json!(1), &json!("WAITING")));
    assert_eq!(
        (&offer["video"]["name"], &offer["initiatorAccount"]["name"]),
        (&json!("Noël"), &json!("paul"))
    );
    assert_eq!(rose.get(OFFERS).await.expect(200).json()["total"], 0, "it is no channel");
    let about = rose.get(NOTIFICATIONS).await.expect(200).json()["data"][0].clone();
    assert_eq!((&about["type"], &about["changeOwnership"]["video"]["name"]), (&json!(26), &json!("Noël")));
    rose.ask("POST", &format!("{OFFERS}/{}/accept", offer["id"])).send().await.expect(404);
    let answer = |who: &Visitor, id: &Value, body: Value| {
        who.ask("POST", &format!("{FILMS}/{id}/accept")).json(&body).send()
    };
    rose.ask("POST", &format!("{FILMS}/{}/refuse", offer["id"])).send().await.expect(204);
    assert_eq!(told(&paul).await[0], 28);

    // The room that it takes counts for whoever takes it.
    give("zoe").await.expect(204);
    let id = zoe.get(FILMS).await.expect(200).json()["data"][0]["id"].clone();
    let own = channel_id(&site, "zoe_channel").await.parse::<i64>().expect("a number");
    answer(&zoe, &id, json!({ "channelId": own })).await.expect(413);
    paul.ask("DELETE", &format!("{FILMS}/{id}")).send().await.expect(204);

    give("rose").await.expect(204);
    let waiting = paul.get(&format!("{}/ownership?state=1", film.path())).await.expect(200).json();
    let id = &waiting["data"][0]["id"];
    let (own, foreign) = (channel_id(&site, "rose_channel").await, channel_id(&site, "paul_channel").await);
    answer(&paul, id, json!({ "channelId": 1 })).await.expect(403);
    answer(&rose, id, json!({})).await.expect(400);
    answer(&rose, id, json!({ "channelId": foreign.parse::<i64>().unwrap() })).await.expect(403);
    answer(&rose, id, json!({ "channelId": own.parse::<i64>().unwrap() })).await.expect(204);
    answer(&rose, id, json!({ "channelId": own.parse::<i64>().unwrap() })).await.expect(400);
    assert_eq!(told(&paul).await[0], 27);
    let seen = rose.get(&film.path()).await.expect(200).json();
    assert_eq!(
        (&seen["account"]["name"], &seen["channel"]["name"]),
        (&json!("rose"), &json!("rose_channel"))
    );
    paul.get(&film.path()).await.expect(404);
    let log = paul.get("/api/v1/video-channels/paul_channel/activities").await.expect(200).json();
    assert_eq!(
        (&log["data"][0]["action"]["id"], &log["data"][0]["video"]["name"]),
        (&json!(13), &json!("Noël"))
    );
}

#[tokio::test]
async fn a_film_is_given_away_on_the_pages() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let film = site.publish(&site.application_of("paul").await, &clips::film(), &[("name", "Noël")]).await;
    let (paul, rose) = (site.browser_of("paul").await, site.browser_of("rose").await);
    let give = format!("/my/videos/{}/give", film.uuid);
    assert!(paul.get(&format!("/my/videos/{}/edit", film.uuid)).await.expect(200).text().contains(&give));
    let wrong = paul.submit(&give, &[("next", "personne")]).await.expect(400).text();
    assert!(wrong.contains("value=\"personne\"") && wrong.contains("aria-invalid=\"true\""), "{wrong}");
    rose.get(&give).await.expect(403);
    paul.submit(&give, &[("next", "rose")]).await.expect(303);
    let offered = paul.get(&give).await.expect(200).text();
    let withdraw = offered.split("action=\"").find(|part| part.contains("/withdraw\"")).expect("a button");
    paul.submit(withdraw.split('"').next().expect("it ends"), &[]).await.expect(303);
    paul.submit(&give, &[("next", "rose")]).await.expect(303);
    let asked = rose.get("/my/videos").await.expect(200).text();
    let way = asked.split("action=\"").find(|part| part.contains("/accept\"")).expect("there is a button");
    let accept = way.split('"').next().expect("it ends").to_owned();
    assert!(rose.get("/my/notifications").await.expect(200).text().contains(&accept));
    rose.submit(&accept, &[]).await.expect(303);
    assert!(!rose.get("/my/videos").await.expect(200).text().contains(&accept), "it is answered");
    let shown = site.stranger().get(&film.path()).await.expect(200).json();
    assert_eq!(shown["account"]["name"], "rose");
}
