//! Playlists: who sees and changes them, what stands where in them, and how it moves.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::clips;
use crate::site::{Film, Site};
use crate::visitor::Visitor;

const LISTS: &str = "/api/v1/video-playlists";

/// Makes a list and gives its UUID.
async fn make(by: &Visitor, about: Value) -> String {
    let made = by.ask("POST", LISTS).json(&about).send().await.expect(200).json();
    made["videoPlaylist"]["uuid"].as_str().expect("a list has a UUID").to_owned()
}

/// Adds a film to a list and gives the number of its place.
async fn add(by: &Visitor, list: &str, film: &Film) -> i64 {
    let path = format!("{LISTS}/{list}/videos");
    let added = by.ask("POST", &path).json(&json!({ "videoId": film.id })).send().await.expect(200).json();
    added["videoPlaylistElement"]["id"].as_i64().expect("a place has a number")
}

/// The numbers of a list's places, in their order; their positions have no gaps.
async fn order(by: &Visitor, list: &str) -> Vec<i64> {
    let found = by.get(&format!("{LISTS}/{list}/videos?count=100")).await.expect(200).json();
    let elements = found["data"].as_array().expect("a list");
    assert!(elements.iter().enumerate().all(|(at, one)| one["position"] == at + 1), "{found}");
    assert_eq!(found["total"], elements.len());
    elements.iter().map(|one| one["id"].as_i64().expect("a number")).collect()
}

async fn json_at(by: &Visitor, path: String) -> Value {
    by.get(&path).await.expect(200).json()
}

/// The names of listed lists.
fn names(list: &Value) -> Vec<&str> {
    let lists = list["data"].as_array().expect("a list").iter();
    lists.map(|one| one["displayName"].as_str().expect("it is text")).collect()
}

#[tokio::test]
async fn a_list_is_made_changed_and_deleted_by_its_owner_alone() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    site.add_person("rose", -1).await;
    let (paul, rose) = (site.application_of("paul").await, site.application_of("rose").await);
    let stranger = site.stranger();
    let form = reqwest::multipart::Form::new()
        .text("displayName", " Le jardin ")
        .text("description", "Au fil\r\ndes saisons")
        .text("privacy", "3")
        .text("videoChannelId", "null");
    let made = paul.ask("POST", LISTS).multipart(form).send().await.expect(200).json();
    let made = &made["videoPlaylist"];
    let path = format!("{LISTS}/{}", made["shortUUID"].as_str().expect("it has a short name"));
    let list = paul.get(&path).await.expect(200).json();
    assert_eq!((&list["displayName"], &list["privacy"]["id"]), (&"Le jardin".into(), &3.into()));
    assert_eq!(list["description"], "Au fil\ndes saisons");
    for (by, status) in [(&rose, 404), (&stranger, 404)] {
        by.get(&path).await.expect(status);
        by.get(&format!("{path}/videos")).await.expect(status);
    }
    rose.ask("PUT", &path).json(&json!({ "displayName": "x" })).send().await.expect(404);
    stranger.ask("PUT", &path).json(&json!({ "displayName": "x" })).send().await.expect(401);
    stranger.ask("POST", LISTS).json(&json!({ "displayName": "x" })).send().await.expect(401);

    // To be public, it needs a channel of its owner's.
    let change = |body: Value| paul.ask("PUT", &path).json(&body).send();
    change(json!({ "privacy": 1 })).await.expect(400);
    let channel = |name: &str| json_at(&stranger, format!("/api/v1/video-channels/{name}_channel"));
    let (own, other) = (channel("paul").await["id"].clone(), channel("rose").await["id"].clone());
    change(json!({ "privacy": 1, "videoChannelId": other })).await.expect(400);
    change(json!({ "privacy": 1, "videoChannelId": own })).await.expect(204);
    change(json!({ "videoChannelId": null })).await.expect(400);
    let public = stranger.get(&path).await.expect(200).json();
    assert_eq!(
        (&public["displayName"], &public["videoChannel"]["name"], &public["videoChannelPosition"]),
        (&"Le jardin".into(), &"paul_channel".into(), &1.into())
    );
    rose.ask("PUT", &path).json(&json!({ "displayName": "x" })).send().await.expect(403);
    rose.ask("DELETE", &path).send().await.expect(403);
    change(json!({ "privacy": 2, "videoChannelId": null, "description": null })).await.expect(204);
    // Unlisted: whoever has the link sees it, nobody finds it by counting.
    let unlisted = stranger.get(&path).await.expect(200).json();
    assert_eq!((&unlisted["videoChannel"], &unlisted["description"]), (&Value::Null, &Value::Null));
    stranger.get(&format!("{LISTS}/{}", made["id"])).await.expect(404);
    assert_eq!(stranger.get(LISTS).await.expect(200).json()["total"], 0);

    paul.ask("DELETE", &path).send().await.expect(204);
    paul.get(&path).await.expect(404);
    paul.ask("DELETE", &path).send().await.expect(404);
}

#[tokio::test]
async fn bad_input_is_refused_and_changes_nothing() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    for body in [
        json!({}),
        json!({ "displayName": "" }),
        json!({ "displayName": "x".repeat(121) }),
        json!({ "displayName": "a\u{7}" }),
        json!({ "displayName": "a", "description": "x".repeat(1001) }),
        json!({ "displayName": "a", "privacy": 4 }),
        json!({ "displayName": "a", "privacy": "x" }),
        json!({ "displayName": "a", "privacy": 1 }),
        json!({ "displayName": "a", "videoChannelId": 99 }),
        json!({ "displayName": "a", "videoChannelId": "x" }),
        json!([]),
    ] {
        maud.ask("POST", LISTS).json(&body).send().await.expect(400);
    }
    let picture = reqwest::multipart::Part::bytes(b"no picture".to_vec()).file_name("a.jpg");
    let form = reqwest::multipart::Form::new().text("displayName", "a").part("thumbnailfile", picture);
    maud.ask("POST", LISTS).multipart(form).send().await.expect(400);
    let own = "/api/v1/accounts/maud/video-playlists";
    assert_eq!(names(&maud.get(own).await.expect(200).json()), ["Watch later"]);

    let list = make(&maud, json!({ "displayName": "Fête" })).await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let place = add(&maud, &list, &film).await;
    let videos = format!("{LISTS}/{list}/videos");
    for body in [
        json!({}),
        json!({ "videoId": "x" }),
        json!({ "videoId": film.id, "startTimestamp": -1 }),
        json!({ "videoId": film.id, "startTimestamp": 5, "stopTimestamp": 5 }),
        json!({ "videoId": film.id, "startTimestamp": "x" }),
    ] {
        maud.ask("POST", &videos).json(&body).send().await.expect(400);
    }
    maud.ask("POST", &videos).json(&json!({ "videoId": 999 })).send().await.expect(404);
    let one = format!("{videos}/{place}");
    maud.ask("PUT", &one).json(&json!({ "stopTimestamp": 0 })).send().await.expect(400);
    maud.ask("PUT", &format!("{videos}/999")).json(&json!({})).send().await.expect(404);
    maud.ask("DELETE", &format!("{videos}/x")).send().await.expect(400);
    for query in ["start=x", "count=101"] {
        maud.get(&format!("{videos}?{query}")).await.expect(400);
    }
    for query in ["sort=foo", "playlistType=9"] {
        maud.get(&format!("{LISTS}?{query}")).await.expect(400);
    }
    for query in ["", "?videoIds=x"] {
        maud.get(&format!("/api/v1/users/me/video-playlists/videos-exist{query}")).await.expect(400);
    }
    maud.get(&format!("{LISTS}/xx")).await.expect(400);
    assert_eq!(order(&maud, &list).await, [place]);
    // A place of one list is not changed through another.
    let other = make(&maud, json!({ "displayName": "Autre" })).await;
    maud.ask("DELETE", &format!("{LISTS}/{other}/videos/{place}")).send().await.expect(404);
}

#[tokio::test]
async fn films_stand_in_their_order_and_move() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let list = make(&maud, json!({ "displayName": "Fête" })).await;
    let mut places = Vec::new();
    for _ in 0..5 {
        places.push(add(&maud, &list, &film).await);
    }
    let [a, b, c, d, e] = places[..] else { panic!("five were added") };
    let path = format!("{LISTS}/{list}/videos/reorder");
    let send = |start: i64, after: i64, length: i64| {
        let body = json!({ "startPosition": start, "insertAfterPosition": after, "reorderLength": length });
        maud.ask("POST", &path).json(&body).send()
    };
    for (start, after, length, expected) in [
        (2, 5, 1, [a, c, d, e, b]),
        (5, 0, 1, [b, a, c, d, e]),
        (1, 3, 2, [c, b, a, d, e]),
        (2, 2, 1, [c, b, a, d, e]),
        (2, 3, 3, [c, b, a, d, e]),
        (4, 1, 2, [c, d, e, b, a]),
    ] {
        send(start, after, length).await.expect(204);
        assert_eq!(order(&maud, &list).await, expected, "{start} {after} {length}");
    }
    for (start, after, length) in [(0, 2, 1), (6, 1, 1), (1, 6, 1), (4, 1, 3), (1, -1, 1), (1, 3, 0)] {
        send(start, after, length).await.expect(400);
    }
    maud.ask("POST", &path).json(&json!({ "startPosition": 1 })).send().await.expect(400);
    // Without a length, one is meant.
    let body = json!({ "startPosition": 1, "insertAfterPosition": 5 });
    maud.ask("POST", &path).json(&body).send().await.expect(204);
    assert_eq!(order(&maud, &list).await, [d, e, b, a, c]);
    maud.ask("DELETE", &format!("{LISTS}/{list}/videos/{e}")).send().await.expect(204);
    assert_eq!(order(&maud, &list).await, [d, b, a, c]);

    let one = format!("{LISTS}/{list}/videos/{d}");
    maud.ask("PUT", &one).json(&json!({ "startTimestamp": 1, "stopTimestamp": 2 })).send().await.expect(204);
    maud.ask("PUT", &one).json(&json!({ "stopTimestamp": null })).send().await.expect(204);
    let first = maud.get(&format!("{LISTS}/{list}/videos?count=1")).await.expect(200).json();
    assert_eq!(first["data"][0]["startTimestamp"], 1);
    assert_eq!(first["data"][0]["stopTimestamp"], Value::Null);
}

#[tokio::test]
async fn a_place_says_why_its_film_is_not_there() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul) = (site.administrator().await, site.application_of("paul").await);
    let channel = json_at(&site.stranger(), "/api/v1/video-channels/paul_channel".into()).await["id"].clone();
    let list = make(&paul, json!({ "displayName": "Fête", "privacy": 1, "videoChannelId": channel })).await;
    let shown = site.publish(&paul, &clips::film(), &[]).await;
    let hidden = site.publish(&maud, &clips::film(), &[]).await;
    let deleted = site.publish(&maud, &clips::film(), &[]).await;
    for film in [&shown, &hidden, &deleted] {
        add(&paul, &list, film).await;
    }
    let secret = site.publish(&maud, &clips::film(), &[("privacy", "3")]).await;
    let body = json!({ "videoId": secret.id });
    paul.ask("POST", &format!("{LISTS}/{list}/videos")).json(&body).send().await.expect(404);
    maud.ask("PUT", &hidden.path()).json(&json!({ "privacy": 3 })).send().await.expect(204);
    maud.ask("DELETE", &deleted.path()).send().await.expect(204);
    let kinds = async |by: &Visitor| {
        let found = by.get(&format!("{LISTS}/{list}/videos")).await.expect(200).json();
        let elements = found["data"].as_array().expect("a list").clone();
        assert!(elements.iter().all(|one| one["video"].is_null() == (one["type"] != 0)), "{found}");
        elements.iter().map(|one| one["type"].as_i64().expect("a number")).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&site.stranger()).await, [0, 2, 1]);
    assert_eq!(kinds(&paul).await, [0, 2, 1]);
    assert_eq!(kinds(&maud).await, [0, 0, 1]);
    // Once it is erased, its place stays.
    site.move_clock(8 * 24 * 3600);
    site.until("it is erased", || async { site.files_in("media/thumbnails").len() == 3 }).await;
    assert_eq!(kinds(&site.stranger()).await, [0, 2, 1]);
    let public = site.stranger().get(&format!("{LISTS}/{list}")).await.expect(200).json();
    assert_eq!(public["videosLength"], 3);
    let picture = public["thumbnailPath"].as_str().expect("the first film has one").to_owned();
    site.stranger().get(&picture).await.expect(200);
}

#[tokio::test]
async fn everybody_has_a_list_for_later_that_stays_as_it_is() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul) = (site.administrator().await, site.application_of("paul").await);
    for by in [&maud, &paul] {
        let me = by.get("/api/v1/users/me").await.expect(200).json();
        assert_eq!(me["specialPlaylists"][0]["name"], "Watch later");
        assert_eq!(me["specialPlaylists"][0]["type"], 2);
        let path = format!("{LISTS}/{}", me["specialPlaylists"][0]["id"]);
        by.ask("PUT", &path).json(&json!({ "displayName": "x" })).send().await.expect(400);
        by.ask("DELETE", &path).send().await.expect(400);
        site.stranger().get(&path).await.expect(404);
    }
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let me = paul.get("/api/v1/users/me").await.expect(200).json();
    let later = me["specialPlaylists"][0]["id"].to_string();
    let place = add(&paul, &later, &film).await;
    let exist = format!("/api/v1/users/me/video-playlists/videos-exist?videoIds[]={}&videoIds[]=77", film.id);
    let held = paul.get(&exist).await.expect(200).json();
    assert_eq!(held[film.id.to_string()][0]["playlistElementId"], place);
    assert_eq!(held["77"], json!([]));
    assert_eq!(maud.get(&exist).await.expect(200).json()[film.id.to_string()], json!([]));
    let own = "/api/v1/accounts/paul/video-playlists";
    assert_eq!(paul.get(&format!("{own}?playlistType=2")).await.expect(200).json()["total"], 1);
    assert_eq!(paul.get(&format!("{own}?playlistType=1")).await.expect(200).json()["total"], 0);
    assert_eq!(site.stranger().get(own).await.expect(200).json()["total"], 0);
}

#[tokio::test]
async fn lists_are_found_and_stand_in_the_order_of_their_channel() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let channel = json_at(&stranger, "/api/v1/video-channels/maud_channel".into()).await["id"].clone();
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let mut lists = Vec::new();
    for name in ["Été au jardin", "Bal", "Cuisine"] {
        let about = json!({ "displayName": name, "privacy": 1, "videoChannelId": channel });
        lists.push(make(&maud, about).await);
    }
    add(&maud, &lists[0], &film).await;
    make(&maud, json!({ "displayName": "Été privé", "videoChannelId": channel })).await;
    let search = stranger.get("/api/v1/search/video-playlists?search=ete").await.expect(200).json();
    assert_eq!(names(&search), ["Été au jardin"]);
    // Nothing in it, nothing to find.
    let empty = stranger.get("/api/v1/search/video-playlists?search=bal").await.expect(200).json();
    assert_eq!(empty["total"], 0);
    let own = maud.get("/api/v1/accounts/maud/video-playlists?search=ete").await.expect(200).json();
    assert_eq!(own["total"], 2);

    let of_channel = "/api/v1/video-channels/maud_channel/video-playlists";
    let listed = async || {
        let list = stranger.get(&format!("{of_channel}?sort=videoChannelPosition")).await.expect(200).json();
        names(&list).join(", ")
    };
    assert_eq!(listed().await, "Été au jardin, Bal, Cuisine");
    let body = json!({ "startPosition": 3, "insertAfterPosition": 0 });
    maud.ask("POST", &format!("{of_channel}/reorder")).json(&body).send().await.expect(204);
    assert_eq!(listed().await, "Cuisine, Été au jardin, Bal");
    stranger.ask("POST", &format!("{of_channel}/reorder")).json(&body).send().await.expect(401);
    maud.ask("DELETE", &format!("{LISTS}/{}", lists[2])).send().await.expect(204);
    let all = maud.get(&format!("{of_channel}?sort=videoChannelPosition")).await.expect(200).json();
    let places: Vec<_> =
        all["data"].as_array().unwrap().iter().map(|one| &one["videoChannelPosition"]).collect();
    assert_eq!(places, [1, 2, 3]);
    assert_eq!(
        names(&stranger.get(&format!("{LISTS}?sort=displayName")).await.expect(200).json()),
        ["Bal", "Été au jardin"]
    );
}

#[tokio::test]
async fn thousands_of_films_in_a_list_stay_fast() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let list = make(&maud, json!({ "displayName": "Tout" })).await;
    let (id, film_id) =
        (maud.get(&format!("{LISTS}/{list}")).await.expect(200).json()["id"].clone(), film.id);
    let id = id.as_i64().expect("a number");
    let filled = site.app.db.write(move |tx| {
        for _ in 0..9_999 {
            lucarne::db::playlist::element::add(tx, id, film_id, Default::default())?;
        }
        Ok(())
    });
    filled.await.expect("there is room");
    let started = Instant::now();
    let last = maud.get(&format!("{LISTS}/{list}/videos?start=9990&count=100")).await.expect(200).json();
    assert_eq!(last["data"].as_array().expect("a list").len(), 9);
    let body = json!({ "startPosition": 9999, "insertAfterPosition": 0 });
    maud.ask("POST", &format!("{LISTS}/{list}/videos/reorder")).json(&body).send().await.expect(204);
    let first = maud.get(&format!("{LISTS}/{list}/videos?count=1")).await.expect(200).json();
    assert_eq!(first["data"][0]["id"], last["data"][8]["id"]);
    maud.get("/api/v1/accounts/maud/video-playlists").await.expect(200);
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    add(&maud, &list, &film).await;
    let body = json!({ "videoId": film.id });
    maud.ask("POST", &format!("{LISTS}/{list}/videos")).json(&body).send().await.expect(400);
}

#[tokio::test]
async fn a_picture_is_given_replaced_and_goes_with_its_list() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let picture =
        clips::bytes(&clips::clip("picture.png", "-f lavfi -i color=red:s=400x300:d=1 -frames:v 1"));
    let form = || {
        let part = reqwest::multipart::Part::bytes(picture.clone()).file_name("picture.png");
        reqwest::multipart::Form::new().text("displayName", "Fête").part("thumbnailfile", part)
    };
    let made = maud.ask("POST", LISTS).multipart(form()).send().await.expect(200).json();
    let path = format!("{LISTS}/{}", made["videoPlaylist"]["id"]);
    let first = maud.get(&path).await.expect(200).json()["thumbnailPath"].clone();
    maud.get(first.as_str().expect("it has a picture")).await.expect(200);
    maud.ask("PUT", &path).multipart(form()).send().await.expect(204);
    maud.get(first.as_str().unwrap()).await.expect(404);
    assert_eq!(site.files_in("media/thumbnails").len(), 1);
    maud.ask("DELETE", &path).send().await.expect(204);
    assert!(site.files_in("media/thumbnails").is_empty());
}

#[tokio::test]
async fn a_list_plays_film_after_film() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[("name", "Le matin")]).await;
    let hidden = site.publish(&maud, &clips::film(), &[("name", "Le midi"), ("privacy", "3")]).await;
    let last = site.publish(&maud, &clips::film(), &[("name", "Le soir")]).await;
    let channel = json_at(&stranger, "/api/v1/video-channels/maud_channel".into()).await["id"].clone();
    let about = json!({ "displayName": "<b>Fête</b>", "privacy": 1, "videoChannelId": channel });
    let list = make(&maud, about).await;
    let empty = json_at(&stranger, format!("{LISTS}/{list}")).await;
    let path = format!("/w/p/{}", empty["shortUUID"].as_str().expect("it has a short name"));
    assert!(stranger.get(&path).await.expect(200).text().contains("n’a pas encore de vidéo"));
    let place = add(&maud, &list, &film).await;
    add(&maud, &list, &hidden).await;
    add(&maud, &list, &last).await;
    let part = json!({ "startTimestamp": 1, "stopTimestamp": 2 });
    maud.ask("PUT", &format!("{LISTS}/{list}/videos/{place}")).json(&part).send().await.expect(204);

    for other in [format!("/videos/watch/playlist/{list}"), format!("/video-playlists/{list}")] {
        let moved = stranger.get(&format!("{other}?playlistPosition=3")).await.expect(302);
        assert_eq!(moved.header("location"), format!("{path}?playlistPosition=3"));
    }
    let page = stranger.get(&path).await.expect(200).text();
    let next = format!("{path}?playlistPosition=3");
    for part in [
        "<h1>Le matin</h1>".to_owned(),
        "data-start=\"1\" data-stop=\"2\"".into(),
        "#t=1,2\"".into(),
        // What the visitor may not watch is passed over.
        format!("rel=\"next\" href=\"{next}\""),
        format!("data-next=\"{next}&#38;autoplay=1\""),
        "Vidéo non disponible".into(),
        "/services/oembed?url=".into(),
    ] {
        assert!(page.contains(&part), "{part} is missing: {page}");
    }
    assert!(!page.contains("Le midi") && !page.contains("<b>Fête</b>"), "{page}");
    // A place of which nothing can be seen leads to the next, one beyond the end to the last.
    for position in ["2", "3", "99", "99999999999999999999"] {
        let page = stranger.get(&format!("{path}?playlistPosition={position}")).await.expect(200).text();
        let is_first = position.len() > 10;
        assert!(page.contains(if is_first { "<h1>Le matin" } else { "<h1>Le soir" }), "{position}");
        assert_eq!(page.contains("data-next"), is_first);
    }
    let asked = stranger.get(&format!("{path}?start=0&autoplay=1")).await.expect(200).text();
    assert!(!asked.contains("data-stop=\"2\"") && asked.contains(" autoplay"), "{asked}");

    let embed = format!("/video-playlists/embed/{list}");
    let answer = stranger.get(&format!("{embed}?title=0&start=1")).await.expect(200);
    assert!(answer.header("content-security-policy").contains("frame-ancestors *"));
    let next = format!("href=\"{embed}?title=0&#38;playlistPosition=3\"");
    assert!(answer.text().contains(&next), "{}", answer.text());
    let address = format!("{}{path}", site.origin);
    let address: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    let oembed = stranger.get(&format!("/services/oembed?url={address}")).await.expect(200).json();
    assert!(oembed["html"].as_str().is_some_and(|html| html.contains(&embed)), "{oembed}");
    assert_eq!(oembed["title"], "<b>Fête</b>");
    assert!(oembed["author_url"].as_str().is_some_and(|url| url.ends_with("/maud_channel")), "{oembed}");

    for address in
        ["/c/maud_channel/videos", "/a/maud", "/c/maud_channel/video-playlists", "/a/maud/video-playlists"]
    {
        assert!(stranger.get(address).await.expect(200).text().contains(&path), "{address}");
    }
    maud.ask("PUT", &format!("{LISTS}/{list}")).json(&json!({ "privacy": 3 })).send().await.expect(204);
    for address in [&path, &embed, &format!("/services/oembed?url={address}")] {
        stranger.get(address).await.expect(404);
    }
    assert!(!stranger.get("/c/maud_channel/videos").await.expect(200).text().contains(&path));
}

#[tokio::test]
async fn lists_are_kept_by_plain_forms() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, browser) = (site.administrator().await, site.browser_of("paul").await);
    let paul = site.application_of("paul").await;
    let film = site.publish(&maud, &clips::film(), &[("name", "Le matin")]).await;
    let watch = format!("/w/{}", film.short);
    assert!(!site.stranger().get(&watch).await.expect(200).text().contains("keep-list"));
    let page = browser.get(&watch).await.expect(200).text();
    assert!(page.contains("keep-list") && page.contains("À regarder plus tard"), "{page}");

    let to = "/my/playlists/films";
    let kept = browser
        .submit(to, &[("film", &film.uuid), ("displayName", "\u{202e}Fête\u{2069}")])
        .await
        .expect(303);
    let kept = kept.header("location").to_owned();
    assert!(kept.starts_with(&format!("{watch}?kept=")) && kept.ends_with("#keep"), "{kept}");
    let page = browser.get(kept.trim_end_matches("#keep")).await.expect(200).text();
    assert!(page.contains("Ajoutée à la liste «\u{a0}Fête\u{a0}»"), "{page}");
    let own = browser.get("/api/v1/accounts/paul/video-playlists?playlistType=1").await.expect(200).json();
    let list = own["data"][0]["uuid"].as_str().expect("it was made").to_owned();
    let twice = browser.submit(to, &[("film", &film.uuid), ("playlist", &list)]).await.expect(409).text();
    assert!(twice.contains("déjà dans cette liste"), "{twice}");
    // An application may want two parts of one film.
    let part = json!({ "videoId": film.id, "startTimestamp": 1 });
    paul.ask("POST", &format!("{LISTS}/{list}/videos")).json(&part).send().await.expect(200);
    let late = json!({ "videoId": film.id, "startTimestamp": 3600 });
    paul.ask("POST", &format!("{LISTS}/{list}/videos")).json(&late).send().await.expect(400);
    assert!(browser.get(&watch).await.expect(200).text().contains("y est déjà"));
    browser.submit(to, &[("film", "x"), ("playlist", &list)]).await.expect(400);
    let long = "x".repeat(121);
    for name in ["", &long] {
        let refused =
            browser.submit(to, &[("film", &film.uuid), ("displayName", name)]).await.expect(400).text();
        assert!(refused.contains("Ce nom ne convient pas") && refused.contains("Le matin"), "{refused}");
    }
    browser.ask("POST", to).fields(&[("film", &film.uuid), ("playlist", &list)]).send().await.expect(403);

    let edit = format!("/my/playlists/{list}");
    let [first, second] = order(&browser, &list).await[..] else { panic!("two were added") };
    for (verb, place, expected) in
        [("down", first, [second, first]), ("up", first, [first, second]), ("up", first, [first, second])]
    {
        browser.submit(&format!("{edit}/films/{place}/{verb}"), &[]).await.expect(303);
        assert_eq!(order(&browser, &list).await, expected, "{verb}");
    }
    let part = format!("{edit}/films/{first}/part");
    browser.submit(&part, &[("start", "0:01"), ("stop", "")]).await.expect(303);
    for (start, stop, words) in
        [("0:05", "0:04", "La fin doit"), ("demain", "", "demain"), ("9:00", "", "déjà finie")]
    {
        let refused = browser.submit(&part, &[("start", start), ("stop", stop)]).await.expect(400).text();
        assert!(refused.contains("role=\"alert\"") && refused.contains(words), "{refused}");
    }
    assert!(browser.get(&format!("{edit}/edit")).await.expect(200).text().contains("value=\"0:01\""));
    browser.submit(&format!("{edit}/films/{second}/remove"), &[]).await.expect(303);
    assert_eq!(order(&browser, &list).await, [first]);

    let no_picture = || ("thumbnailfile", "", Vec::new());
    let fields = [("displayName", "Le bal"), ("privacy", "1"), ("videoChannelId", "")];
    let refused =
        browser.submit_file(&format!("{edit}/edit"), &fields, no_picture()).await.expect(400).text();
    assert!(refused.contains("a besoin d’une chaîne") && refused.contains("Le bal"), "{refused}");
    let fields = [("displayName", "Le bal"), ("privacy", "2")];
    browser.submit_file(&format!("{edit}/edit"), &fields, no_picture()).await.expect(303);
    let made =
        browser.submit("/my/playlists", &[("displayName", "Autre"), ("privacy", "3")]).await.expect(303);
    assert!(browser.get(made.header("location")).await.expect(200).text().contains("<h1>Autre</h1>"));
    browser.submit("/my/playlists", &[("displayName", "")]).await.expect(400);
    let mine = browser.get("/my/playlists").await.expect(200).text();
    assert!(mine.contains("Le bal") && mine.contains("À regarder plus tard"), "{mine}");

    // Somebody else's is nobody's business; a list for later stays.
    let other = site.stranger();
    assert_eq!(
        other.get(&format!("{edit}/edit")).await.expect(303).header("location").split('?').next(),
        Some("/login")
    );
    let rose = site.add_person("rose", -1).await;
    let rose = site.browser_of(&rose.username).await;
    rose.get(&format!("{edit}/edit")).await.expect(404);
    rose.submit(&format!("{edit}/delete"), &[]).await.expect(404);
    assert!(browser.get(&format!("{edit}/delete")).await.expect(200).text().contains("Le bal"));
    browser.submit(&format!("{edit}/delete"), &[]).await.expect(303);
    browser.get(&format!("{edit}/edit")).await.expect(404);
}
