//! Torrents of public films, and the programs that Debian has for them: aria2, Transmission and libtorrent fetch a
//! film from a served box by nothing but its torrent or its magnet link.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use lucarne::p2p::bencode::Value;
use lucarne::p2p::torrent::Info;
use serde_json::Value as Json;
use tokio::process::Command;

use crate::clips;
use crate::site::{Film, PATIENCE, Site};
use crate::visitor::Visitor;

/// The best rendition of a film once its torrent is made.
pub async fn file_with_torrent(visitor: &Visitor, film: &Film) -> Json {
    for _ in 0..PATIENCE.as_millis() / 100 {
        let film = visitor.get(&film.path()).await.expect(200).json();
        let file = &film["streamingPlaylists"][0]["files"][0];
        if file["torrentUrl"].as_str().is_some_and(|url| !url.is_empty()) {
            return file.clone();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no torrent was made");
}

fn text<'a>(value: &'a Json, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_else(|| panic!("{member} of {value}"))
}

/// Reads a member of a torrent that is a list of lists of texts, or a list of texts.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::List(values) => values.iter().flat_map(texts).collect(),
        value => vec![String::from_utf8_lossy(value.bytes().expect("a text")).into_owned()],
    }
}

#[tokio::test]
async fn a_public_film_has_a_torrent_that_names_our_tracker_and_the_film_as_its_seed() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::heavy_film(), &[("name", "Fête / d’été")]).await;
    let file = file_with_torrent(&stranger, &film).await;
    let answer = stranger.get(text(&file, "torrentUrl")).await.expect(200);
    assert_eq!(answer.header("content-type"), "application/x-bittorrent");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let torrent = Value::read(&answer.body).expect("it is bencoded");
    let host = site.origin.trim_start_matches("http://");
    let (socket, http) = (format!("ws://{host}/tracker/socket"), format!("http://{host}/tracker/announce"));
    assert_eq!(texts(torrent.get("announce").expect("a tracker")), [socket.as_str()]);
    assert_eq!(texts(torrent.get("announce-list").expect("trackers")), [socket.as_str(), http.as_str()]);
    assert_eq!(texts(torrent.get("url-list").expect("a seed")), [text(&file, "fileUrl")]);
    let bytes = stranger.get(text(&file, "fileUrl")).await.expect(200).body;
    let info = Info::read(&answer.body).expect("it is whole");
    assert_eq!((info.name.as_str(), info.length), ("Fête - d’été 180p.mp4", bytes.len() as u64));
    let sha1 = |bytes: &[u8]| aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, bytes);
    let pieces: Vec<u8> = bytes.chunks(16 * 1024).flat_map(|piece| sha1(piece).as_ref().to_vec()).collect();
    assert_eq!(info.pieces, pieces);
    let hash: String = info.hash().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(text(&file, "magnetUri").contains(&format!("&xt=urn:btih:{hash}&dn=F")), "{file}");

    let kept = stranger.get(text(&file, "torrentDownloadUrl")).await.expect(200);
    assert_eq!(kept.body, answer.body);
    let disposition = kept.header("content-disposition");
    assert!(
        disposition.ends_with("filename*=UTF-8''F%C3%AAte%20-%20d_%C3%A9t%C3%A9%20180p.torrent"),
        "{disposition}"
    );
    let whole = stranger.get(&film.path()).await.expect(200).json();
    assert_eq!(whole["trackerUrls"], serde_json::json!([http, socket]));
}

#[tokio::test]
async fn a_film_that_is_hidden_again_has_no_torrent_and_one_that_was_never_public_neither() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let first = file_with_torrent(&stranger, &film).await;
    for privacy in ["2", "3", "4", "5"] {
        let fields = [("privacy", privacy), ("videoPasswords[0]", "sous les ardoises")];
        maud.ask("PUT", &film.path()).fields(&fields).send().await.expect(204);
        stranger.get(text(&first, "torrentUrl")).await.expect(404);
        stranger.get(text(&first, "torrentDownloadUrl")).await.expect(404);
        let file =
            maud.get(&film.path()).await.expect(200).json()["streamingPlaylists"][0]["files"][0].clone();
        assert_eq!((&file["torrentUrl"], &file["magnetUri"]), (&Json::from(""), &Json::Null), "{privacy}");
    }
    maud.ask("PUT", &film.path()).fields(&[("privacy", "1")]).send().await.expect(204);
    let again = file_with_torrent(&stranger, &film).await;
    assert_ne!(again["torrentUrl"], first["torrentUrl"], "an old address leads to nothing");
    stranger.get(text(&again, "torrentUrl")).await.expect(200);
    maud.ask("DELETE", &film.path()).send().await.expect(204);
    stranger.get(text(&again, "torrentUrl")).await.expect(404);
    for name in ["x.torrent", "..%2f..%2flucarne.db", "%2e%2e", "a-240-hls.torrent"] {
        stranger.get(&format!("/lazy-static/torrents/{name}")).await.expect(404);
    }
}

#[tokio::test]
async fn another_title_makes_another_torrent_of_the_same_pieces() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[("name", "Un titre")]).await;
    let file = file_with_torrent(&stranger, &film).await;
    let old = Info::read(&stranger.get(text(&file, "torrentUrl")).await.expect(200).body).expect("a torrent");
    maud.ask("PUT", &film.path()).fields(&[("name", "Un autre")]).send().await.expect(204);
    let new = loop {
        let file = file_with_torrent(&stranger, &film).await;
        let answer = stranger.get(text(&file, "torrentUrl")).await;
        // Between the two there is a moment at which the older one is gone.
        let info = (answer.status == 200).then(|| Info::read(&answer.body).expect("a torrent"));
        if let Some(info) = info.filter(|info| *info != old) {
            break info;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!((new.name.as_str(), &new.pieces), ("Un autre 180p.mp4", &old.pieces));
    assert_ne!(new.hash(), old.hash());
}

/// A film of a served box, with its torrent in a folder for programs.
struct Offered {
    _site: Site,
    folder: tempfile::TempDir,
    torrent: PathBuf,
    magnet: String,
    name: String,
    bytes: bytes::Bytes,
}

async fn offered() -> Offered {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::heavy_film(), &[("name", "Le jardin")]).await;
    let file = file_with_torrent(&stranger, &film).await;
    let bytes = stranger.get(text(&file, "fileUrl")).await.expect(200).body;
    let torrent = stranger.get(text(&file, "torrentUrl")).await.expect(200).body;
    let folder = tempfile::tempdir().expect("the tests may write temporary files");
    let path = folder.path().join("film.torrent");
    std::fs::write(&path, torrent).expect("the tests may write temporary files");
    let (magnet, name) = (text(&file, "magnetUri").to_owned(), "Le jardin 180p.mp4".to_owned());
    Offered { _site: site, folder, torrent: path, magnet, name, bytes }
}

impl Offered {
    fn target(&self, name: &str) -> PathBuf {
        let target = self.folder.path().join(name);
        std::fs::create_dir(&target).expect("the tests may write temporary files");
        target
    }

    /// Waits until a program has the film, byte for byte.
    async fn until_kept(&self, folder: &Path, by: &mut tokio::process::Child) {
        let path = folder.join(&self.name);
        let is_there = || std::fs::read(&path).is_ok_and(|kept| kept[..] == self.bytes[..]);
        for _ in 0..PATIENCE.as_millis() / 100 {
            let has_ended = by.try_wait().expect("it can be asked").is_some();
            if is_there() {
                return;
            }
            assert!(
                !has_ended,
                "it ended without the film: {:?}",
                std::fs::read_dir(folder).map(|all| all.count())
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!(
            "the film did not come: {} of {} bytes",
            std::fs::metadata(&path).map_or(0, |file| file.len()),
            self.bytes.len()
        );
    }
}

fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    command
}

#[tokio::test]
async fn aria2_fetches_a_film_by_its_torrent() {
    let offered = offered().await;
    let target = offered.target("aria2");
    let mut child = program("aria2c")
        .args([
            "--no-conf",
            "--seed-time=0",
            "--enable-dht=false",
            "--bt-enable-lpd=false",
            "--interface=127.0.0.1",
        ])
        .args(["--listen-port=20000-60000", "--dir"])
        .arg(&target)
        .arg(&offered.torrent)
        .spawn()
        .expect("aria2 is installed (image/debian/test-packages.txt)");
    offered.until_kept(&target, &mut child).await;
}

#[tokio::test]
async fn transmission_fetches_a_film_by_its_torrent() {
    let offered = offered().await;
    let (target, settings) = (offered.target("transmission"), offered.target("settings"));
    let quiet = r#"{"dht-enabled":false,"lpd-enabled":false,"pex-enabled":false,"utp-enabled":false,
        "port-forwarding-enabled":false,"bind-address-ipv4":"127.0.0.1","bind-address-ipv6":"::1",
        "peer-port-random-on-start":true}"#;
    std::fs::write(settings.join("settings.json"), quiet).expect("the tests may write temporary files");
    let mut child = program("transmission-cli")
        .arg("--config-dir")
        .arg(&settings)
        .arg("--download-dir")
        .arg(&target)
        .arg("--no-portmap")
        .arg(&offered.torrent)
        .spawn()
        .expect("Transmission is installed (image/debian/test-packages.txt)");
    offered.until_kept(&target, &mut child).await;
}

#[tokio::test]
async fn libtorrent_fetches_a_film_by_its_torrent() {
    let offered = offered().await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/torrents/fetch.py");
    let target = offered.target("libtorrent");
    // Debian's own Python has Debian's library.
    let mut child = program("/usr/bin/python3")
        .arg(&script)
        .args([&offered.torrent, &target])
        .spawn()
        .expect("Python is installed");
    offered.until_kept(&target, &mut child).await;
    assert!(offered.magnet.starts_with("magnet:?xs=http"), "{}", offered.magnet);
}
