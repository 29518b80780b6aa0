//! From the file that was sent to the film that plays: every format, and everything that goes wrong.

use std::os::unix::fs::PermissionsExt;

use lucarne::config::Source;
use serde_json::json;

use crate::clips::{self, clip};
use crate::site::{ADMINISTRATOR, Site, send_bytes};
use crate::visitor::Visitor;

const PICTURE: &str = "-f lavfi -i testsrc2=s=320x180:r=25:d=2";
const SOUND: &str = "-f lavfi -i sine=f=440:d=2";

#[tokio::test]
async fn films_of_every_codec_are_published() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let clips = [
        ("h264.mp4", format!("{PICTURE} {SOUND} -c:v libx264 -pix_fmt yuv420p -c:a aac")),
        ("hevc.mkv", format!("{PICTURE} {SOUND} -c:v libx265 -x265-params log-level=none -c:a aac")),
        ("vp8.webm", format!("{PICTURE} {SOUND} -c:v libvpx -b:v 300k -c:a libvorbis")),
        (
            "vp9.webm",
            format!("{PICTURE} {SOUND} -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus"),
        ),
        ("mpeg2.mpg", format!("{PICTURE} {SOUND} -c:v mpeg2video -c:a mp2")),
        ("mpeg4.avi", format!("{PICTURE} {SOUND} -c:v mpeg4 -c:a libmp3lame")),
        ("silent.mov", format!("{PICTURE} -c:v libx264 -pix_fmt yuv420p -an")),
    ];
    let mut films = Vec::new();
    for (name, arguments) in &clips {
        films.push((name, site.send(&maud, &clip(name, arguments), &[]).await));
    }
    for (name, film) in films {
        let film = site.until_state(&maud, &film, 1).await;
        assert!((1..=3).contains(&film["duration"].as_i64().unwrap()), "{name}: {}", film["duration"]);
        let files = film["streamingPlaylists"][0]["files"].as_array().unwrap();
        assert!(files.iter().any(|file| file["hasVideo"] == true), "{name}: {files:?}");
        let has_audio = files.iter().any(|file| file["hasAudio"] == true);
        assert_eq!(has_audio, *name != "silent.mov", "{name}: {files:?}");
        whole(&site.stranger(), &film).await;
    }
}

/// Everything that the playlists of a film name is there, and its pieces have the hashes that are told.
pub async fn whole(visitor: &Visitor, film: &serde_json::Value) {
    use sha2::{Digest, Sha256};
    let playlist = &film["streamingPlaylists"][0];
    let address = |name: &str| playlist[name].as_str().expect("an address").to_owned();
    let master = visitor.get(&address("playlistUrl")).await.expect(200).text();
    let hashes = visitor.get(&address("segmentsSha256Url")).await.expect(200).json();
    let folder = address("playlistUrl").rsplit_once('/').expect("an address has parts").0.to_owned();
    let variants: Vec<_> = master.lines().filter(|line| line.ends_with(".m3u8")).collect();
    assert!(!variants.is_empty(), "{master}");
    let mut pieces = 0;
    for variant in variants {
        let text = visitor.get(&format!("{folder}/{variant}")).await.expect(200).text();
        assert!(text.contains("#EXT-X-ENDLIST"), "{text}");
        let file = text.lines().find(|line| line.ends_with(".mp4")).expect("a variant names its file");
        let bytes = visitor.get(&format!("{folder}/{file}")).await.expect(200).body;
        let told = hashes[file].as_object().unwrap_or_else(|| panic!("no hashes of {file} in {hashes}"));
        for line in text.lines().filter_map(|line| line.strip_prefix("#EXT-X-BYTERANGE:")) {
            let (length, start) = line.split_once('@').expect("a range has its start");
            let (length, start): (usize, usize) = (length.parse().unwrap(), start.parse().unwrap());
            let piece = bytes.get(start..start + length).expect("the range is inside of the file");
            let key = format!("{start}-{}", start + length - 1);
            assert_eq!(told[&key], json!(hexadecimal(&Sha256::digest(piece))), "{file} {key}");
            pieces += 1;
        }
    }
    assert!(pieces > 0);
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_recording_without_a_picture_becomes_a_film_with_a_still_one() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let recording = clip("recording.mp3", "-f lavfi -i sine=f=440:d=2 -c:a libmp3lame");
    let film = site.publish(&maud, &recording, &[]).await;
    let shown = maud.get(&film.path()).await.expect(200).json();
    let files = shown["streamingPlaylists"][0]["files"].as_array().unwrap();
    assert!(files.iter().any(|file| file["hasVideo"] == true && file["hasAudio"] == true), "{files:?}");
    whole(&site.stranger(), &shown).await;
}

#[tokio::test]
async fn the_whole_ladder_is_made_and_nothing_is_larger_than_what_was_sent() {
    let site = Site::new().await;
    let all = lucarne::actions::settings::change(&site.app.db, |settings| {
        settings.resolutions = vec![144, 240, 720];
        settings.audio_only_file = true;
        // The trial chooses the encoder, as on every other site.
        settings.encoder = None;
        Ok(())
    });
    site.app.settings_changed(all.await.unwrap());
    let maud = site.administrator().await;
    let tall =
        clip("tall.mkv", "-f lavfi -i testsrc2=s=480x270:r=25:d=2 -f lavfi -i sine=d=2 -c:v mpeg4 -c:a mp2");
    let film = site.publish(&maud, &tall, &[]).await;
    let shown = maud.get(&film.path()).await.expect(200).json();
    let mut resolutions: Vec<_> = shown["streamingPlaylists"][0]["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["resolution"]["id"].as_i64().unwrap())
        .collect();
    resolutions.sort_unstable();
    assert_eq!(resolutions[..3], [0, 144, 240], "{resolutions:?}");
    assert!(resolutions.iter().all(|resolution| *resolution <= 270), "{resolutions:?}");
    whole(&site.stranger(), &shown).await;
    for kind in ["thumbnailPath", "previewPath"] {
        let picture = site.stranger().get(shown[kind].as_str().unwrap()).await.expect(200);
        assert_eq!(picture.body[..3], [0xff, 0xd8, 0xff], "{kind} is a JPEG");
    }
    assert!(site.files_in("originals").is_empty(), "what was sent is not kept");
    assert!(site.files_in("scratch").is_empty());
}

#[tokio::test]
async fn files_that_are_no_films_get_their_sentence_and_leave_no_half_film() {
    let site = Site::new().await;
    site.may_have_parked_jobs();
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let film = clips::bytes(&clips::film());
    let mut holes = clips::bytes(&clip("index.avi", &format!("{PICTURE} {SOUND} -c:v mpeg4 -c:a mp2")));
    let middle = holes.len() / 2;
    holes[8..64].fill(0xff);
    holes[middle..].fill(0);
    let cases = [
        ("text.mp4", b"Chere Maud, ceci est une lettre.".repeat(20), "error-file-not-media"),
        ("zeros.mp4", vec![0; 50_000], "error-file-not-media"),
        ("truncated.mp4", film[..film.len() / 3].to_vec(), "error-file-"),
        ("cut.mp4", film[..1000].to_vec(), "error-file-"),
        ("index.avi", holes, "error-file-"),
        ("picture.mp4", PICTURE_FILE.to_vec(), "error-file-"),
    ];
    for (name, bytes, key) in cases {
        let film = crate::site::Film::accepted(&send_bytes(&maud, name, bytes, &[]).await.expect(200));
        site.until(&format!("{name} has an end"), || async {
            let state = maud.get(&film.path()).await.expect(200).json()["state"]["id"].as_i64();
            assert_ne!(state, Some(1), "{name} was published");
            state == Some(7)
        })
        .await;
        let failure = site.failure_of(&film).await;
        assert!(failure.starts_with(key), "{name}: {failure}");
        let state = browser.get(&format!("/my/videos/{}/state.json", film.uuid)).await.expect(200).json();
        assert_eq!(state["state"], "failed", "{name}: {state}");
        assert!(
            state["message"].as_str().is_some_and(|text| text.len() > 20 && !text.contains("error-")),
            "{state}"
        );
        assert!(site.files_in(&format!("media/streaming-playlists/hls/{}", film.uuid)).is_empty(), "{name}");
        site.stranger().get(&film.path()).await.expect(404);
    }
    assert!(site.files_in("scratch").is_empty() && site.files_in("media/thumbnails").is_empty());
    assert_eq!(site.stranger().get("/api/v1/videos").await.expect(200).json()["total"], 0);
    // The server is none the worse for it.
    let good = site.publish(&maud, &clips::film(), &[]).await;
    whole(&site.stranger(), &maud.get(&good.path()).await.expect(200).json()).await;
    let page = browser.get("/admin").await.expect(200).text();
    assert!(
        page.contains("/dismiss") && !page.contains("/retry"),
        "the administrator sees what failed: {page}"
    );
}

/// The smallest PNG: one black pixel (W3C PNG, third edition, appendix of examples).
const PICTURE_FILE: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63,
    0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60,
    0x82,
];

#[tokio::test]
async fn cancelling_ends_the_worker_and_trying_again_publishes() {
    let site = Site::new().await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    let maud = site.administrator().await;
    let film = site.send(&maud, &clips::long_film(), &[]).await;
    let verb = |verb: &str| format!("/my/videos/{}/{verb}", film.uuid);
    site.until("it is being prepared", || async { site.app.preparations.progress(film.id).is_some() }).await;
    let state = browser.get(&verb("state.json")).await.expect(200).json();
    assert_eq!(state["state"], "preparing", "{state}");
    browser.submit(&verb("cancel"), &[]).await.expect(303);
    site.until("the worker has ended", || async { site.app.preparations.progress(film.id).is_none() }).await;
    assert_eq!(browser.get(&verb("state.json")).await.expect(200).json()["state"], "cancelled");
    browser.submit(&verb("cancel"), &[]).await.expect(409);
    site.until("nothing is left of it", || async { site.files_in("scratch").is_empty() }).await;
    assert_eq!(site.files_in("originals").len(), 1, "what was sent is kept for another try");
    browser.submit(&verb("retry"), &[]).await.expect(303);
    site.until_state(&maud, &film, 1).await;
}

#[tokio::test]
async fn a_film_that_is_prepared_again_plays_all_the_time_and_gets_new_names() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let before = maud.get(&film.path()).await.expect(200).json();
    let published = before["publishedAt"].clone();
    let again = lucarne::actions::videos::prepare_again;
    let person = maud_herself(&site).await;
    again(&site.app.db, &person, lucarne::domain::id::Reference::Number(film.id)).await.unwrap();
    site.move_clock(60);
    site.until("its files have new names", || async {
        let now = site.stranger().get(&film.path()).await.expect(200).json();
        now["streamingPlaylists"][0]["playlistUrl"] != before["streamingPlaylists"][0]["playlistUrl"]
    })
    .await;
    let after = site.stranger().get(&film.path()).await.expect(200).json();
    whole(&site.stranger(), &after).await;
    assert_eq!(after["publishedAt"], published, "it keeps the day on which it first appeared");
    let old = before["streamingPlaylists"][0]["playlistUrl"].as_str().unwrap().to_owned();
    site.until("the old files are gone", || async { site.stranger().get(&old).await.status == 404 }).await;
}

async fn maud_herself(site: &Site) -> lucarne::domain::account::Person {
    let user = site.app.db.read(|read| lucarne::db::account::by_login(read, ADMINISTRATOR)).await;
    user.unwrap().expect("she set the site up").person()
}

#[tokio::test]
async fn a_worker_that_crashes_or_is_missing_fails_one_film_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let real = env!("CARGO_BIN_EXE_lucarne-media");
    let worker = folder.path().join("lucarne-media");
    let program = |text: &str| {
        // A new file each time: one that is being run cannot be written to.
        let beside = folder.path().join("new");
        std::fs::write(&beside, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&beside, std::fs::Permissions::from_mode(0o755)).unwrap();
        std::fs::rename(&beside, &worker).unwrap();
    };
    program("kill -SEGV $$");
    let site = Site::with(Source { media_worker: Some(worker.clone()), ..Source::default() }).await;
    let maud = site.administrator().await;
    // A film on which the worker crashes would make it crash again: it is given up at once, in words.
    let crashed = site.send(&maud, &clips::film(), &[]).await;
    site.until_state(&maud, &crashed, 7).await;
    assert_eq!(site.failure_of(&crashed).await, "error-worker-crashed");
    assert_eq!(site.stranger().get("/api/v1/ping").await.expect(200).text(), "pong");
    // A worker that is not there may be there later: three attempts, each later than the one before.
    std::fs::remove_file(&worker).unwrap();
    let waiting = site.send(&maud, &clips::film(), &[]).await;
    let failed_attempts = || async {
        let row = site.app.db.read(|read| {
            let sql = "SELECT coalesce(max(attempts), 0) FROM job
                       WHERE state <> 'running' AND problem LIKE '%cannot be started%'";
            Ok(read.query_row(sql, [], |row| row.get::<_, i64>(0))?)
        });
        row.await.unwrap()
    };
    for attempt in 1..=3 {
        site.until("the attempt has failed", || async { failed_attempts().await == attempt }).await;
        let state = maud.get(&waiting.path()).await.expect(200).json()["state"]["id"].as_i64();
        assert_eq!(state, Some(if attempt < 3 { 2 } else { 7 }));
        site.move_clock(3600);
    }
    assert_eq!(site.failure_of(&waiting).await, "error-internal");
    assert!(site.files_in("scratch").is_empty());
    assert_eq!(site.files_in("originals").len(), 2, "the films themselves are kept");
    // The administrator sees both, repairs the machine, and says "try again".
    program(&format!("exec {real}"));
    let browser = site.browser_of(ADMINISTRATOR).await;
    let page = browser.get("/admin").await.expect(200).text();
    let ids: Vec<_> = page
        .split("action=\"/admin/jobs/")
        .skip(1)
        .filter_map(|rest| rest.split_once("/retry"))
        .map(|(id, _)| id)
        .collect();
    assert_eq!(ids.len(), 2, "{page}");
    for id in ids {
        browser.submit(&format!("/admin/jobs/{id}/retry"), &[]).await.expect(303);
    }
    for film in [&crashed, &waiting] {
        site.until_state(&site.administrator().await, film, 1).await;
    }
}

#[tokio::test]
async fn a_worker_that_hangs_is_ended_by_cancelling() {
    let folder = tempfile::tempdir().unwrap();
    let worker = folder.path().join("lucarne-media");
    let real = env!("CARGO_BIN_EXE_lucarne-media");
    // Everything works but the preparation itself, which says nothing and never ends.
    // The order goes on through a pipe that stays open: a worker whose stdin ends takes its server for dead.
    let pipe = folder.path().join("order");
    let pipe = pipe.display();
    let script = format!(
        "#!/bin/sh\nread -r order\ncase \"$order\" in *'\"prepare\"'*) while :; do sleep 0.2; done;; esac\n\
         mkfifo {pipe}.$$\nexec 3<>{pipe}.$$\nprintf '%s\\n' \"$order\" >&3\nexec {real} <&3\n"
    );
    std::fs::write(&worker, script).unwrap();
    std::fs::set_permissions(&worker, std::fs::Permissions::from_mode(0o755)).unwrap();
    let site = Site::with(Source { media_worker: Some(worker), ..Source::default() }).await;
    let maud = site.administrator().await;
    let film = site.send(&maud, &clips::film(), &[]).await;
    site.until("it is being prepared", || async { site.app.preparations.progress(film.id).is_some() }).await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    browser.submit(&format!("/my/videos/{}/delete", film.uuid), &[]).await.expect(303);
    site.until("the worker has ended", || async { site.app.preparations.progress(film.id).is_none() }).await;
}

#[tokio::test]
async fn a_film_with_damaged_pictures_is_published_and_its_owner_reads_why() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let mut film = clips::bytes(&clips::heavy_film());
    let middle = film.len() / 2;
    for (place, byte) in film[middle..middle + 2048].iter_mut().enumerate() {
        *byte ^= (place * 37 % 255 + 1) as u8;
    }
    let hurt = crate::site::Film::accepted(&send_bytes(&maud, "hurt.mp4", film, &[]).await.expect(200));
    site.until_state(&maud, &hurt, 1).await;
    let page = browser.get("/my/videos").await.expect(200).text();
    assert!(page.contains("Certaines images de cette vidéo sont abîmées"), "{page}");
    site.stranger().get(&hurt.path()).await.expect(200);
}
