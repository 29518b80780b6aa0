//! Our answers against those of a PeerTube 6.3.0 (`tests/fixtures/peertube-6.3`): every member that it sends is
//! in ours, with a value of the same kind. What differs on purpose stands in one list, with its reason, and
//! the test fails as well when an entry of the list is not needed any more.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::clips;
use crate::site::{ADMINISTRATOR, PASSWORD, Site, send_bytes, sign_in};

/// A document (or `*` for all), a place in it (`*` in front: whatever ends so), and why ours differs there.
const DEVIATIONS: [(&str, &str, &str); 14] = [
    ("*", "*.redundancies[]", "no other server keeps copies yet"),
    ("*", ".docs", "a link into the documentation of another program helps nobody here"),
    ("*", "*.invalid-params", "the sentence names the parameter; no client that we know reads the object"),
    ("*", "*.adminFlags", "a right to publish past a blacklist that does not exist"),
    ("*", "*.notificationSettings.*", "nobody is told of what is not there yet"),
    ("rest/account_channels", ".data[].totalViews", "views are counted for films, not for channels"),
    ("rest/account_channels", ".data[].viewsPerDay", "views are counted for films, not for channels"),
    (
        "rest/account_channels",
        ".data[].videosCount",
        "asked for with withStats alone, which is not there yet",
    ),
    ("rest/auth_users_me_videos", "*.waitTranscoding", "every film waits for its preparation"),
    ("misc/nodeinfo-2.0", ".protocols[]", "there is no ActivityPub yet"),
    ("rest/auth_video_source", "*", "what was sent is not looked into again once it is prepared, nor kept"),
    ("rest/auth_jobs", "*.finishedOn", "what is done leaves no row"),
    ("rest/auth_jobs", "*.processedOn", "when work begins is not written down"),
    ("rest/server_stats", "*", "what is not counted is left out rather than sent as nought"),
];

#[tokio::test]
async fn every_answer_has_the_members_that_peertube_sends() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let browser = site.browser_of(ADMINISTRATOR).await;
    let profile = [("displayName", "Maud"), ("email", "maud@example.org"), ("description", "I am Maud")];
    browser.submit("/my/account", &profile).await.expect(303);
    let fields = [
        ("name", "Fed video"),
        ("description", "federated"),
        ("support", "support me"),
        ("tags[0]", "one"),
        ("category", "2"),
        ("licence", "1"),
        ("language", "en"),
        ("originallyPublishedAt", "2020-01-01T00:00:00.000Z"),
    ];
    let channel = "/api/v1/video-channels/maud_channel";
    let said = json!({ "displayName": "Le tricot", "description": "chan desc", "support": "support me" });
    maud.ask("PUT", channel).json(&said).send().await.expect(204);
    let pictures = [
        ("/api/v1/users/me/avatar/pick".to_owned(), "avatarfile", "avatars"),
        (format!("{channel}/avatar/pick"), "avatarfile", "avatars"),
        (format!("{channel}/banner/pick"), "bannerfile", "banners"),
    ];
    let me = fixture("rest/auth_users_me");
    for (path, field, answered) in pictures {
        let picture = reqwest::multipart::Part::bytes(clips::bytes(&clips::picture())).file_name("a.png");
        let form = reqwest::multipart::Form::new().part(field, picture);
        let made = maud.ask("POST", &path).multipart(form).send().await.expect(200).json();
        let widths = |value: &Value| -> Vec<i64> {
            let all = value[answered].as_array().into_iter().flatten();
            all.filter_map(|picture| picture["width"].as_i64()).collect()
        };
        assert_eq!(widths(&made), widths(&me["videoChannels"][0]), "{path}");
    }
    let film = site.publish(&maud, &clips::dawn(), &fields).await;
    crate::torrents::file_with_torrent(&stranger, &film).await;
    let caption = reqwest::multipart::Part::bytes(&b"WEBVTT\n\n00:00.100 --> 00:01.000\nHello\n"[..]);
    let form = reqwest::multipart::Form::new().part("captionfile", caption.file_name("en.vtt"));
    maud.ask("PUT", &format!("{}/captions/en", film.path())).multipart(form).send().await.expect(204);
    let upload = send_bytes(&maud, "film.mp4", clips::bytes(&clips::film()), &[]).await.expect(200);
    site.until_state(&maud, &crate::site::Film::accepted(&upload), 1).await;
    let about = json!({ "displayName": "Fed", "description": "pl desc", "privacy": 1, "videoChannelId": 1 });
    let list = maud.ask("POST", "/api/v1/video-playlists").json(&about).send().await.expect(200).json();
    let list = format!("/api/v1/video-playlists/{}", list["videoPlaylist"]["uuid"].as_str().unwrap());
    let element = json!({ "videoId": film.id, "startTimestamp": 0, "stopTimestamp": 1 });
    maud.ask("POST", &format!("{list}/videos")).json(&element).send().await.expect(200);

    let threads = format!("{}/comment-threads", film.path());
    let first = maud.ask("POST", &threads).json(&json!({ "text": "Hello" })).send().await.expect(200).json();
    let first = &first["comment"]["id"];
    let reply = maud.ask("POST", &format!("{}/comments/{first}", film.path()));
    reply.json(&json!({ "text": "Reply **bold**" })).send().await.expect(200);

    let follow = json!({ "uri": "maud_channel" });
    maud.ask("POST", "/api/v1/users/me/subscriptions").json(&follow).send().await.expect(204);

    site.add_person("paul", -1).await;
    let paul = site.application_of("paul").await;
    paul.ask("POST", "/api/v1/users/me/subscriptions").json(&follow).send().await.expect(204);
    paul.ask("POST", &threads).json(&json!({ "text": "Hello" })).send().await.expect(200);

    let mut differences = BTreeSet::new();
    let mut compare = |name: &str, ours: &Value| hold_against(name, ours, &mut differences);
    for (name, path) in [
        ("videos", "/api/v1/videos".to_owned()),
        ("video", film.path()),
        ("config", "/api/v1/config".into()),
        ("config_about", "/api/v1/config/about".into()),
        ("oauth_clients_local", "/api/v1/oauth-clients/local".into()),
        ("auth_users_me", "/api/v1/users/me".into()),
        ("auth_user", "/api/v1/users/1".into()),
        ("accounts", "/api/v1/accounts?start=1".into()),
        ("auth_jobs", "/api/v1/jobs".into()),
        ("auth_video_source", format!("{}/source", film.path())),
        ("auth_me_notifications", "/api/v1/users/me/notifications".into()),
        ("auth_users", "/api/v1/users".into()),
        ("auth_users_me_videos", "/api/v1/users/me/videos".into()),
        ("video-captions", format!("{}/captions", film.path())),
        ("description", format!("{}/description", film.path())),
        ("video-storyboards", format!("{}/storyboards", film.path())),
        ("channel", "/api/v1/video-channels/maud_channel".into()),
        ("account", "/api/v1/accounts/maud".into()),
        ("channel_videos", "/api/v1/video-channels/maud_channel/videos".into()),
        ("account_videos", "/api/v1/accounts/maud/videos".into()),
        ("account_channels", "/api/v1/accounts/maud/video-channels".into()),
        ("auth_channel_followers", "/api/v1/video-channels/maud_channel/followers".into()),
        ("channels", "/api/v1/video-channels?start=1".into()),
        ("comment_threads", threads.clone()),
        ("comment-thread-tree", format!("{threads}/{first}")),
        ("auth_me_rating", format!("/api/v1/users/me/videos/{}/rating", film.uuid)),
        ("search_channels", "/api/v1/search/video-channels?search=tricot".into()),
        ("me_subscriptions-on-2", "/api/v1/users/me/subscriptions".into()),
        ("me_subscriptions_videos-on-2", "/api/v1/users/me/subscriptions/videos".into()),
        (
            "auth_me_subs_exist",
            "/api/v1/users/me/subscriptions/exist?uris=root_channel@127.0.0.1:9002".into(),
        ),
        ("search_videos", "/api/v1/search/videos?search=fed".into()),
        (
            "blocklist_status",
            "/api/v1/blocklist/status?accounts=root@127.0.0.1:9002&hosts=127.0.0.1:9002".into(),
        ),
        ("licences", "/api/v1/videos/licences".into()),
        ("languages", "/api/v1/videos/languages".into()),
        ("privacies", "/api/v1/videos/privacies".into()),
        ("video_categories", "/api/v1/videos/categories".into()),
        ("server_stats", "/api/v1/server/stats".into()),
        ("video-playlists", "/api/v1/video-playlists".into()),
        ("video-playlist", list.clone()),
        ("video-playlist-videos", format!("{list}/videos")),
        ("overviews", "/api/v1/overviews/videos".into()),
        ("playlist_privacies", "/api/v1/video-playlists/privacies".into()),
        ("account_playlists", "/api/v1/accounts/maud/video-playlists".into()),
        ("channel_playlists", "/api/v1/video-channels/maud_channel/video-playlists".into()),
        ("auth_my_playlists", "/api/v1/accounts/maud/video-playlists?playlistType=2".into()),
        (
            "auth_playlists_exist",
            format!("/api/v1/users/me/video-playlists/videos-exist?videoIds[]={}", film.id),
        ),
        ("search_playlists", "/api/v1/search/video-playlists?search=fed".into()),
    ] {
        let who = if name.starts_with("auth_") || name.starts_with("me_") { &maud } else { &stranger };
        let answer = who.get(&path).await.expect(200);
        assert!(answer.header("content-type").starts_with("application/json"), "{path}");
        assert_eq!(answer.header("x-powered-by"), "PeerTube", "{path}");
        compare(&format!("rest/{name}"), &answer.json());
    }
    let account = maud.get("/api/v1/accounts/maud").await.expect(200).json()["id"].clone();
    for about in [
        json!({ "reason": "another reason", "predefinedReasons": ["spamOrMisleading"],
                "video": { "id": film.id, "startAt": 1, "endAt": 5 } }),
        json!({ "reason": "an account", "predefinedReasons": ["rights"], "account": { "id": account } }),
    ] {
        paul.ask("POST", "/api/v1/abuses").json(&about).send().await.expect(200);
    }
    compare("rest/abuses-on-1", &maud.get("/api/v1/abuses").await.expect(200).json());
    compare("rest/users-token", &sign_in(&stranger, ADMINISTRATOR, PASSWORD).await.expect(200).json());
    compare("rest/videos-upload-answer", &upload.json());
    assert_eq!(stranger.get("/api/v1/ping").await.expect(200).text(), text_of("rest/ping").trim());
    let address = format!("{}/w/{}", site.origin, film.short);
    let address: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    let oembed = stranger.get(&format!("/services/oembed?format=json&url={address}")).await.expect(200);
    compare("misc/oembed", &oembed.json());
    for (name, path) in [
        ("feeds/videos", "/feeds/videos.json"),
        ("misc/well-known-nodeinfo", "/.well-known/nodeinfo"),
        ("misc/nodeinfo-2.0", "/nodeinfo/2.0.json"),
    ] {
        compare(name, &stranger.get(path).await.expect(200).json());
    }

    let wrong_client =
        [("client_id", "x"), ("client_secret", "y"), ("grant_type", "password"), ("username", "a")];
    let refusals = [
        ("400-badid", stranger.get("/api/v1/videos/xx").await),
        ("400-badsort", stranger.get("/api/v1/videos?sort=foo&count=1000").await),
        (
            "400-login-badclient",
            stranger.ask("POST", "/api/v1/users/token").fields(&wrong_client).send().await,
        ),
        ("400-login-badpass", sign_in(&stranger, ADMINISTRATOR, "a wrong one").await),
        (
            "400-upload-nofile",
            maud.ask("POST", "/api/v1/videos/upload")
                .multipart(reqwest::multipart::Form::new().text("name", "x"))
                .send()
                .await,
        ),
        ("401-badtoken", stranger.with_token("x").get("/api/v1/users/me").await),
        ("401-noauth", stranger.get("/api/v1/users/me").await),
        ("404-video", stranger.get("/api/v1/videos/fba68069-ffff-493b-96a3-52f023ed8656").await),
    ];
    for (name, answer) in refusals {
        let known = fixture(&format!("errors/{name}"));
        let ours = answer.json();
        assert_eq!(json!(answer.status), known["status"], "{name}");
        for exact in ["code", "status", "type"] {
            assert_eq!(ours[exact], known[exact], "{name}: {exact}");
        }
        assert!(answer.header("content-type").starts_with("application/problem+json"), "{name}");
        compare(&format!("errors/{name}"), &ours);
    }

    let is_listed = |(document, place): &(String, String)| {
        DEVIATIONS.iter().any(|deviation| covers(deviation, document, place))
    };
    let unlisted: Vec<_> = differences.iter().filter(|difference| !is_listed(difference)).collect();
    assert!(unlisted.is_empty(), "ours differs without a reason: {unlisted:#?}");
    for deviation in &DEVIATIONS {
        let is_needed = differences.iter().any(|(document, place)| covers(deviation, document, place));
        assert!(is_needed, "not needed any more: {deviation:?}");
    }
}

fn covers((document, place, _): &(&str, &str, &str), in_document: &str, at: &str) -> bool {
    let matches = |pattern: &str, text: &str| match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(rest), Some(_)) if rest.len() > 1 => text.contains(&rest[..rest.len() - 1]),
        (Some(end), _) => text.ends_with(end),
        _ => pattern == text,
    };
    matches(document, in_document) && matches(place, at)
}

fn text_of(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/peertube-6.3/{name}.json"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn fixture(name: &str) -> Value {
    serde_json::from_str(&text_of(name)).expect("it was captured as JSON")
}

/// Notes every place at which ours lacks what the captured document has, or has something of another kind.
fn hold_against(name: &str, ours: &Value, differences: &mut BTreeSet<(String, String)>) {
    let mut places = Vec::new();
    walk(&fixture(name), ours, String::new(), &mut places);
    differences.extend(places.into_iter().map(|place| (name.to_owned(), place)));
}

fn walk(known: &Value, ours: &Value, place: String, places: &mut Vec<String>) {
    match (known, ours) {
        // What PeerTube itself may leave empty says nothing of its kind.
        (Value::Null, _) => {}
        (Value::Object(known), Value::Object(ours)) => {
            for (name, value) in known {
                let place = format!("{place}.{name}");
                match ours.get(name) {
                    Some(ours) => walk(value, ours, place, places),
                    None => places.push(place),
                }
            }
        }
        (Value::Array(known), _) if known.is_empty() => {}
        (Value::Array(_), Value::Array(ours)) if ours.is_empty() => places.push(format!("{place}[]")),
        (Value::Array(known), Value::Array(ours)) => {
            // What one of ours leaves empty, another may show.
            let ours = ours.iter().cloned().reduce(filled).unwrap_or_default();
            for value in known {
                walk(value, &ours, format!("{place}[]"), places);
            }
        }
        (Value::Bool(_), Value::Bool(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::String(_), Value::String(_)) => {}
        _ => places.push(place),
    }
}

/// The one value, with what the other has in the places that it leaves empty.
fn filled(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Null, other) => other,
        (Value::Object(mut one), Value::Object(other)) => {
            for (name, value) in other {
                let kept = one.remove(&name).unwrap_or_default();
                one.insert(name, filled(kept, value));
            }
            Value::Object(one)
        }
        (one, _) => one,
    }
}

#[test]
fn a_missing_member_an_empty_list_and_another_kind_are_differences() {
    let known = json!({ "a": 1, "b": [{ "c": "x" }], "d": null, "e": { "f": true } });
    let mut places = Vec::new();
    walk(&known, &json!({ "a": "1", "b": [], "d": 7, "e": {} }), String::new(), &mut places);
    assert_eq!(places, [".a", ".b[]", ".e.f"]);
    places.clear();
    walk(
        &known,
        &json!({ "a": 2, "b": [{ "c": "y", "z": 0 }], "d": null, "e": { "f": false } }),
        String::new(),
        &mut places,
    );
    assert!(places.is_empty(), "{places:?}");
}
