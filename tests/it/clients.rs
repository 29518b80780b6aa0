//! Real clients against a real server: yt-dlp (PyPI) reads films, accounts, channels and lists, and downloads.

use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::clips;
use crate::site::{Film, Site};

/// What a script that asks yt-dlp says.
async fn run(script: &str, arguments: &[&str]) -> Output {
    let python = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("python").join("bin/python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/clients").join(script);
    let output = tokio::process::Command::new(&python).arg(&script).args(arguments).output().await;
    output.unwrap_or_else(|error| panic!("{} (`make test` makes it): {error}", python.display()))
}

/// What it makes of something: one JSON document.
async fn read(script: &str, arguments: &[&str]) -> Value {
    let output = run(script, arguments).await;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} {arguments:?}: {said}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {said}"))
}

/// A door with a certificate in front of a site: yt-dlp asks unknown hosts by https alone. Its host and port.
async fn door(site: &Site) -> String {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let folder = tempfile::tempdir().expect("the tests may write temporary files");
    let (certificate, key) = (folder.path().join("certificate.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).expect("the tests may write temporary files");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("the tests may write temporary files");
    let acceptor =
        lucarne::web::serve::acceptor(&lucarne::config::Tls { certificate, key }).expect("it is good");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it has an address").to_string();
    let behind = site.origin.trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, behind) = (acceptor.clone(), behind.clone());
            tokio::spawn(async move {
                let mut outside = acceptor.accept(stream).await?;
                let mut inside = tokio::net::TcpStream::connect(behind).await?;
                tokio::io::copy_bidirectional(&mut outside, &mut inside).await
            });
        }
    });
    address
}

async fn with_caption(site: &Site, film: &Film) {
    let part = reqwest::multipart::Part::bytes(&b"WEBVTT\n\n00:00.100 --> 00:01.000\nBonjour\n"[..]);
    let form = reqwest::multipart::Form::new().part("captionfile", part.file_name("fr.vtt"));
    let path = format!("{}/captions/fr", film.path());
    site.administrator().await.ask("PUT", &path).multipart(form).send().await.expect(204);
}

#[tokio::test]
async fn yt_dlp_knows_a_film_by_its_page_and_downloads_it() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let words = format!("Un long texte. {}", "Encore une phrase. ".repeat(30));
    let fields = [
        ("name", "La fête au jardin"),
        ("description", words.trim()),
        ("category", "5"),
        ("licence", "2"),
        ("language", "fr"),
        ("tags[0]", "jardin"),
    ];
    let film = site.publish(&maud, &clips::film(), &fields).await;
    with_caption(&site, &film).await;
    let door = door(&site).await;
    for id in [&film.short, &film.uuid] {
        let read = read("film.py", &[&door, id, "", ""]).await;
        assert_eq!(read["known"], format!("peertube:{door}:{id}"), "its page says that it is PeerTube's");
        assert_eq!((&read["title"], &read["channel"]), (&json!("La fête au jardin"), &json!("Le tricot")));
        assert_eq!(read["description"], words.trim(), "{id}");
        assert_eq!((&read["language"], &read["tags"]), (&json!("fr"), &json!(["jardin"])), "{id}");
        let captions = read["subtitles"]["fr"].as_array().expect("captions");
        assert!(captions[0]["url"].as_str().is_some_and(|url| url.ends_with(".vtt")), "{captions:?}");
        let formats = read["formats"].as_array().expect("formats");
        assert!(formats.iter().any(|format| format["protocol"] == "m3u8_native"), "{formats:?}");
    }
    let folder = tempfile::tempdir().expect("the tests may write temporary files");
    let target = folder.path().to_str().expect("plain names");
    read("film.py", &[&door, &film.short, "", target]).await;
    let kept: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder is there").flatten().collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(kept[0].metadata().expect("its size").len() > 1000, "{kept:?}");
}

#[tokio::test]
async fn yt_dlp_opens_a_film_with_its_password_alone() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let fields = [("name", "Réunion"), ("privacy", "5"), ("videoPasswords[0]", "sous les ardoises")];
    let film = site.publish(&maud, &clips::film(), &fields).await;
    let door = door(&site).await;
    let wrong = run("film.py", &[&door, &film.short, "dehors", ""]).await;
    assert!(!wrong.status.success());
    let read = read("film.py", &[&door, &film.short, "sous les ardoises", ""]).await;
    assert_eq!(read["title"], "Réunion");
}

#[tokio::test]
async fn yt_dlp_lists_an_account_a_channel_and_a_playlist() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let mut films = Vec::new();
    for name in ["Un", "Deux", "Trois"] {
        films.push(site.publish(&maud, &clips::film(), &[("name", &format!("{name} film"))]).await);
    }
    let about = json!({ "displayName": "La liste", "privacy": 1, "videoChannelId": 1 });
    let list = maud.ask("POST", "/api/v1/video-playlists").json(&about).send().await.expect(200).json();
    let list = list["videoPlaylist"]["uuid"].as_str().expect("a list has a UUID").to_owned();
    for film in &films[1..] {
        let element = json!({ "videoId": film.id });
        let path = format!("/api/v1/video-playlists/{list}/videos");
        maud.ask("POST", &path).json(&element).send().await.expect(200);
    }
    // Its own pages of lists are known by the names of PeerTube's public hosts alone: the reader is asked directly.
    let door = door(&site).await;
    for (kind, id, expected) in [
        ("a", "maud", vec!["Trois film", "Deux film", "Un film"]),
        ("c", "maud_channel", vec!["Trois film", "Deux film", "Un film"]),
        ("w/p", list.as_str(), vec!["Deux film", "Trois film"]),
    ] {
        let titles = read("lists.py", &[&door, kind, id]).await;
        assert_eq!(titles, json!(expected), "{kind}/{id}");
    }
}
