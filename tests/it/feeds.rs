//! Feeds: what a reader makes of them, whose films they hold, and what of PeerTube's they lack.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::clips;
use crate::site::{Film, Site};
use crate::visitor::Visitor;

/// A title with everything that breaks a feed which is put together carelessly.
const TITLE: &str = "Fête ]]> & \u{ab}\u{a0}1 < 2\u{a0}\u{bb} \"🎬\" 'x' \u{fffe}<![CDATA[";

/// How a place ends in which ours differs from PeerTube's on purpose, and why.
const DEVIATIONS: [(&str, &str); 4] = [
    ("socialInteract", "there is no ActivityPub yet"),
    ("person@img", "accounts have no pictures yet"),
    ("title@type", "a title is text: PeerTube says that it is HTML"),
    ("summary@type", "a summary is text: PeerTube says that it is HTML"),
];

/// What a program that is not ours makes of a document: see `feeds/read.py`.
async fn read(what: &str, of: &str) -> Value {
    let python = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("python").join("bin/python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/feeds/read.py");
    let output = tokio::process::Command::new(&python).arg(script).args([what, of]).output().await;
    let output =
        output.unwrap_or_else(|error| panic!("{} (`make test` makes it): {error}", python.display()));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("it writes JSON")
}

/// The elements and attributes of a document.
pub async fn places_of(document: &Path) -> BTreeSet<String> {
    let places = read("places", document.to_str().expect("its name is text")).await;
    serde_json::from_value(places).expect("a list of texts")
}

/// Where ours lacks what the captured document has.
pub async fn lacks(captured: &str, ours: &str) -> BTreeSet<String> {
    let folder = tempfile::tempdir().expect("the tests may write temporary files");
    let file = folder.path().join("ours.xml");
    std::fs::write(&file, ours).expect("the tests may write temporary files");
    let known: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/peertube-6.3").join(captured);
    let (known, ours) = (places_of(&known).await, places_of(&file).await);
    known.difference(&ours).cloned().collect()
}

async fn with_caption(maud: &Visitor, film: &Film) {
    let part = reqwest::multipart::Part::bytes(&b"WEBVTT\n\n00:00.100 --> 00:01.000\nBonjour\n"[..]);
    let form = reqwest::multipart::Form::new().part("captionfile", part.file_name("fr.vtt"));
    maud.ask("PUT", &format!("{}/captions/fr", film.path())).multipart(form).send().await.expect(204);
}

#[tokio::test]
async fn a_reader_understands_every_format_and_finds_what_peertube_writes() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let words = "Un **grand** bal & <b>la fête</b> ]]>\n0:00 Début\n0:01 Gâteau\u{ffff}";
    let fields = [
        ("name", TITLE),
        ("description", words),
        ("category", "2"),
        ("language", "fr"),
        ("tags[0]", "jardin"),
    ];
    let film = site.publish(&maud, &clips::film(), &fields).await;
    with_caption(&maud, &film).await;
    crate::torrents::file_with_torrent(&stranger, &film).await;
    let described = json!({ "displayName": "Le tricot", "description": "Des films & des aiguilles" });
    maud.ask("PUT", "/api/v1/video-channels/maud_channel").json(&described).send().await.expect(204);

    let title = TITLE.replace('\u{fffe}', "");
    let address = format!("{}/w/{}", site.origin, film.short);
    let mut differences = BTreeSet::new();
    for (path, kind, version, captured) in [
        ("videos.xml", "application/xml", "rss20", "videos.rss"),
        ("videos.rss?sort=-views", "application/rss+xml", "rss20", "videos.rss"),
        ("videos.rss2?nsfw=both", "application/rss+xml", "rss20", "videos.rss"),
        ("videos.rss?videoChannelId=1", "application/rss+xml", "rss20", "channel-videos.xml"),
        ("videos.atom", "application/atom+xml", "atom10", "videos.atom"),
        ("videos.atom1?accountName=maud", "application/atom+xml", "atom10", "videos.atom"),
        ("podcast/videos.xml?videoChannelId=1", "application/rss+xml", "rss20", "podcast.xml"),
    ] {
        let path = format!("/feeds/{path}");
        let answer = stranger.get(&path).await.expect(200);
        assert_eq!(answer.header("content-type"), format!("{kind}; charset=utf-8"), "{path}");
        assert_eq!(answer.header("cache-control"), "max-age=900", "{path}");
        differences.extend(lacks(&format!("feeds/{captured}"), &answer.text()).await);

        let read = read("feed", &format!("{}{path}", site.origin)).await;
        assert_eq!(read["problem"], Value::Null, "{path}");
        assert_eq!((&read["status"], &read["version"]), (&json!(200), &json!(version)), "{path}");
        assert_eq!(read["again"], json!({ "status": 304, "entries": 0 }), "{path}");
        let entry = &read["entries"][0];
        assert_eq!(entry["title"], title, "{path}");
        assert_eq!((&entry["id"], &entry["link"]), (&json!(address), &json!(address)), "{path}");
        assert!(entry["html"].to_string().contains("<strong>grand</strong> bal &amp; &lt;b&gt;"), "{entry}");
        assert_eq!(entry["tags"], json!(["Films", "jardin"]), "{path}");
        let of_file = entry["enclosures"][0]["href"].as_str().expect("a file is named");
        stranger.get(of_file).await.expect(200);
        if captured != "videos.atom" {
            assert_eq!((&read["language"], &entry["language"]), (&json!("fr"), &json!("fr")), "{path}");
        }
        if captured.starts_with("videos") {
            stranger.get(entry["thumbnails"][0].as_str().expect("a picture is named")).await.expect(200);
            assert_eq!(entry["enclosures"][0]["type"], "video/mp4", "{path}");
        }
    }
    for place in &differences {
        assert!(DEVIATIONS.iter().any(|(end, _)| is_in(place, end)), "ours lacks {place}");
    }
    for (end, reason) in DEVIATIONS {
        assert!(differences.iter().any(|place| is_in(place, end)), "not needed any more: {end} ({reason})");
    }
}

fn is_in(place: &str, end: &str) -> bool {
    place.ends_with(end) || place.contains(&format!("{end}@"))
}

#[tokio::test]
async fn a_podcast_names_captions_chapters_and_every_file() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site
        .publish(&maud, &clips::film(), &[("description", "0:00 Début\n0:01 Gâteau"), ("nsfw", "true")])
        .await;
    with_caption(&maud, &film).await;
    let feed =
        stranger.get("/feeds/podcast/videos.xml?videoChannelName=maud_channel").await.expect(200).text();
    let addresses = |from: &str| -> Vec<String> {
        let parts = feed.split(from).skip(1);
        parts.map(|part| part.split_once('"').expect("an attribute ends").0.to_owned()).collect()
    };
    let captions = addresses("<podcast:transcript url=\"");
    assert!(stranger.get(&captions[0]).await.expect(200).text().starts_with("WEBVTT"), "{feed}");
    let chapters = addresses("<podcast:chapters url=\"");
    let chapters = stranger.get(&chapters[0]).await.expect(200);
    assert_eq!(chapters.header("content-type"), "application/json+chapters; charset=utf-8");
    let expected = json!([{ "startTime": 0, "title": "Début" }, { "startTime": 1, "title": "Gâteau" }]);
    assert_eq!(chapters.json()["chapters"], expected);
    let files = addresses("<podcast:source uri=\"");
    assert!(files[0].ends_with("-master.m3u8") && files[1].ends_with("-fragmented.mp4"), "{files:?}");
    for file in files {
        stranger.get(&file).await.expect(200);
    }
    assert_eq!(feed.matches("<itunes:explicit>yes<").count(), 2, "{feed}");
    assert!(!feed.contains("example.org"), "nobody's address of e-mail is told: {feed}");
}

#[tokio::test]
async fn a_feed_holds_public_films_of_whoever_was_asked_for() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul, stranger) =
        (site.administrator().await, site.application_of("paul").await, site.stranger());
    site.publish(&maud, &clips::film(), &[("name", "Maud’s dance")]).await;
    site.publish(&maud, &clips::film(), &[("name", "Maud’s secret"), ("privacy", "3")]).await;
    site.publish(&maud, &clips::film(), &[("name", "Maud’s draft"), ("privacy", "2")]).await;
    site.publish(&paul, &clips::film(), &[("name", "Paul’s dance"), ("nsfw", "true")]).await;
    let account = stranger.get("/api/v1/accounts/paul").await.expect(200).json()["id"].clone();
    let channels = stranger.get("/api/v1/accounts/paul/video-channels").await.expect(200).json();
    let (channel, handle) =
        (&channels["data"][0]["id"], channels["data"][0]["name"].as_str().unwrap_or_default());

    let (dance, other) = (vec!["Maud’s dance"], vec!["Paul’s dance"]);
    let both = vec!["Paul’s dance", "Maud’s dance"];
    for (query, expected) in [
        (String::new(), &both),
        ("sort=publishedAt".into(), &vec!["Maud’s dance", "Paul’s dance"]),
        ("nsfw=true".into(), &other),
        ("nsfw=false".into(), &dance),
        ("isLocal=false".into(), &vec![]),
        (format!("accountId={account}"), &other),
        ("accountName=maud".into(), &dance),
        (format!("videoChannelId={channel}"), &other),
        (format!("videoChannelName={handle}"), &other),
        (format!("videoChannelName={handle}@{}", site.app.host()), &other),
    ] {
        // Whoever asks is told the same: a feed that its owner reads may be shown to others.
        for visitor in [&stranger, &maud] {
            let feed = visitor.get(&format!("/feeds/videos.json?{query}")).await.expect(200).json();
            let items = feed["items"].as_array().expect("a list").iter();
            let titles: Vec<_> = items.map(|item| item["title"].as_str().unwrap_or_default()).collect();
            assert_eq!(&titles, expected, "{query}");
        }
    }
    for (path, status) in [
        ("/feeds/videos.xml?videoChannelId=4711", 404),
        ("/feeds/videos.xml?accountId=4711", 404),
        ("/feeds/videos.xml?videoChannelName=nobody", 404),
        ("/feeds/videos.xml?accountName=maud@elsewhere.example", 404),
        ("/feeds/podcast/videos.xml?videoChannelId=4711", 404),
        ("/feeds/podcast/chapters/fba68069-ffff-493b-96a3-52f023ed8656.json", 404),
        ("/feeds/nothing.xml", 404),
        ("/feeds/videos.xml?videoChannelId=x", 400),
        ("/feeds/videos.xml?videoChannelId=-1", 400),
        ("/feeds/videos.xml?accountId=1;2", 400),
        ("/feeds/videos.xml?sort=foo", 400),
        ("/feeds/videos.xml?nsfw=perhaps", 400),
        ("/feeds/videos.doc", 400),
        ("/feeds/podcast/videos.xml", 400),
        ("/feeds/podcast/videos.xml?accountId=1", 400),
    ] {
        let refused = stranger.get(path).await.expect(status);
        assert!(refused.header("content-type").starts_with("application/problem+json"), "{path}");
        assert_eq!(refused.json()["status"], status, "{path}");
    }
}

#[tokio::test]
async fn a_reader_is_sent_a_feed_again_only_after_it_has_changed() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let path = "/feeds/podcast/videos.xml?videoChannelId=1";
    let ask =
        |tag: &str| stranger.ask("GET", path).header("if-none-match", tag).header("accept-encoding", "gzip");
    let mut tag = stranger.get(path).await.expect(200).header("etag").to_owned();
    let packed = ask("\"another\"").send().await.expect(200);
    assert_eq!((packed.header("content-encoding"), packed.header("etag")), ("gzip", tag.as_str()));
    for round in 0..5 {
        let same = ask(&format!("\"another\", {tag}")).send().await.expect(304);
        assert!(same.body.is_empty());
        assert_eq!((same.header("etag"), same.header("cache-control")), (tag.as_str(), "max-age=900"));
        match round {
            0 => {
                maud.ask("PUT", &film.path()).fields(&[("name", "Another")]).send().await.expect(204);
            }
            1 => with_caption(&maud, &film).await,
            2 => {
                let chapters = json!({ "chapters": [{ "timecode": 0, "title": "Début" }] });
                maud.ask("PUT", &format!("{}/chapters", film.path()))
                    .json(&chapters)
                    .send()
                    .await
                    .expect(204);
            }
            3 => {
                let renamed = json!({ "displayName": "La couture" });
                let channel = "/api/v1/video-channels/maud_channel";
                maud.ask("PUT", channel).json(&renamed).send().await.expect(204);
            }
            _ => {
                maud.ask("DELETE", &film.path()).send().await.expect(204);
            }
        }
        let changed = ask(&tag).send().await.expect(200);
        assert_ne!(changed.header("etag"), tag, "round {round}");
        tag = changed.header("etag").to_owned();
    }
}

#[tokio::test]
async fn a_site_without_films_has_an_empty_feed() {
    let site = Site::new().await;
    for format in ["rss", "atom"] {
        let read = read("feed", &format!("{}/feeds/videos.{format}", site.origin)).await;
        assert_eq!((&read["problem"], &read["entries"]), (&Value::Null, &json!([])), "{read}");
        assert_eq!((&read["title"], &read["link"]), (&json!("Le tricot"), &json!(site.origin)), "{format}");
    }
    assert_eq!(site.stranger().get("/feeds/videos.json").await.expect(200).json()["items"], json!([]));
}

#[tokio::test]
async fn the_pages_of_a_site_a_channel_and_an_account_name_their_feeds() {
    let site = Site::new().await;
    let stranger = site.stranger();
    for (page, feeds) in [("/", 1), ("/c/maud_channel/videos", 2), ("/a/maud", 1)] {
        let text = stranger.get(page).await.expect(200).text();
        let links: Vec<_> = text
            .split("<link rel=\"alternate\" type=\"application/rss+xml\"")
            .skip(1)
            .filter_map(|rest| rest.split_once("href=\"")?.1.split_once('"'))
            .map(|(address, _)| address.to_owned())
            .collect();
        assert_eq!(links.len(), feeds, "{page}: {links:?}");
        for link in links {
            let feed = stranger.get(&link).await.expect(200);
            assert_eq!(feed.header("content-type"), "application/rss+xml; charset=utf-8", "{page}: {link}");
        }
    }
}

#[tokio::test]
async fn a_feed_of_comments_holds_what_everybody_may_read() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let say = async |film: &Film, text: &str| {
        let threads = format!("{}/comment-threads", film.path());
        maud.ask("POST", &threads).json(&json!({ "text": text })).send().await.expect(200);
    };
    let film = site.publish(&maud, &clips::film(), &[("name", "La fête"), ("description", "Le bal")]).await;
    let hidden = site.publish(&maud, &clips::film(), &[("name", "Réunion"), ("privacy", "3")]).await;
    for (film, text) in [(&film, "Quel **beau** bal <b>!"), (&film, "Encore"), (&hidden, "Secret")] {
        say(film, text).await;
    }
    let by_film = format!("videoId={}", film.short);
    for query in ["", "videoChannelId=1", "accountName=maud", &by_film] {
        for (format, version) in [("xml", "rss20"), ("atom", "atom10")] {
            let path = format!("/feeds/video-comments.{format}?{query}");
            let read = read("feed", &format!("{}{path}", site.origin)).await;
            assert_eq!((&read["problem"], &read["version"]), (&Value::Null, &json!(version)), "{path}");
            let entries = read["entries"].as_array().expect("entries");
            assert_eq!(entries.len(), 2, "{path}: {read}");
            assert_eq!(entries[0]["title"], "La fête - Maud", "{path}");
            assert!(
                entries[1].to_string().contains("<strong>beau</strong> bal &lt;b&gt;!"),
                "{path}: {read}"
            );
            let link = entries[1]["link"].as_str().expect("a link");
            assert!(link.starts_with(&format!("{}/w/{}#comment-", site.origin, film.short)), "{link}");
            assert_eq!(read["again"], json!({ "status": 304, "entries": 0 }), "{path}");
        }
    }
    let captured = stranger.get("/feeds/video-comments.xml").await.expect(200).text();
    assert_eq!(lacks("feeds/video-comments.xml", &captured).await, BTreeSet::new());
    let json = stranger.get(&format!("/feeds/video-comments.json?{by_film}")).await.expect(200).json();
    assert_eq!((&json["title"], &json["items"][0]["author"]["name"]), (&json!("La fête"), &json!("Maud")));
    let hidden = format!("/feeds/video-comments.xml?videoId={}", hidden.uuid);
    for (path, status) in [(hidden.as_str(), 404), ("/feeds/video-comments.doc", 400)] {
        stranger.get(path).await.expect(status);
    }
}
