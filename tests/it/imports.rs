//! Films out of a folder beside the house, such as a USB stick.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use lucarne::actions::imports;
use lucarne::config::Source;
use lucarne::db;
use lucarne::domain::video::Privacy;

use crate::clips;
use crate::site::{ADMINISTRATOR, Site};

/// A site, and a stick that is plugged into it.
async fn with_stick() -> (Site, tempfile::TempDir) {
    let stick = tempfile::tempdir().expect("the tests may write temporary files");
    let flags = Source { import_from: Some(vec![stick.path().to_owned()]), ..Source::default() };
    (Site::with(flags).await, stick)
}

async fn channel_of(site: &Site) -> String {
    let me = site.administrator().await.get("/api/v1/users/me").await.expect(200).json();
    me["videoChannels"][0]["id"].to_string()
}

#[tokio::test]
async fn an_administrator_publishes_what_lies_on_a_stick() {
    let (site, stick) = with_stick().await;
    let folder = stick.path().join("Été 2026");
    std::fs::create_dir(&folder).expect("a folder");
    let film = folder.join("La fête.mp4");
    std::fs::copy(clips::film(), &film).expect("a film");
    std::fs::write(folder.join("notes.txt"), "rien").expect("a file");
    let browser = site.browser_of(ADMINISTRATOR).await;
    let page = browser.get("/publish/folder").await.expect(200).text();
    assert!(
        page.contains("Été 2026") && page.contains("La fête.mp4") && !page.contains("notes.txt"),
        "{page}"
    );
    assert!(browser.get("/publish").await.expect(200).text().contains("href=\"/publish/folder\""));

    let channel = channel_of(&site).await;
    let path = film.to_str().expect("a name that is text");
    let fields = [("channelId", &*channel), ("privacy", "2"), ("file", path)];
    browser.submit("/publish/folder", &fields).await.expect(303);
    let maud = site.administrator().await;
    let arrived = || async {
        let mine = maud.get("/api/v1/users/me/videos").await.expect(200).json();
        mine["data"][0]["state"]["id"] == 1
    };
    site.until("the film is there", arrived).await;
    let mine = maud.get("/api/v1/users/me/videos").await.expect(200).json();
    assert_eq!((&mine["data"][0]["name"], &mine["data"][0]["privacy"]["id"]), (&"La fête".into(), &2.into()));
    assert_eq!(std::fs::read(&film).ok(), std::fs::read(clips::film()).ok(), "the stick stays as it is");

    // It is known now: all that is left to publish is nothing.
    let page = browser.get("/publish/folder").await.expect(200).text();
    assert!(page.contains("disabled"), "{page}");
    let all = [("channelId", &*channel), ("privacy", "1"), ("all", "true")];
    browser.submit("/publish/folder", &all).await.expect(400);
}

#[tokio::test]
async fn nothing_else_can_be_read_that_way() {
    let (site, stick) = with_stick().await;
    let beside = tempfile::tempdir().expect("the tests may write temporary files");
    let secret = beside.path().join("secret.mp4");
    std::fs::copy(clips::film(), &secret).expect("a film");
    std::os::unix::fs::symlink(&secret, stick.path().join("link.mp4")).expect("a link");
    std::fs::write(stick.path().join("empty.mp4"), "").expect("a file");
    let browser = site.browser_of(ADMINISTRATOR).await;
    let channel = channel_of(&site).await;
    let shown = |path: PathBuf| path.display().to_string();
    let up =
        stick.path().join("..").join(beside.path().file_name().expect("it has a name")).join("secret.mp4");
    let tried = [
        (shown(secret), 404),
        (shown(up), 404),
        (shown(stick.path().join("link.mp4")), 503),
        (shown(stick.path().join("gone.mp4")), 503),
        (shown(stick.path().join("empty.mp4")), 400),
        ("/etc/passwd".to_owned(), 404),
    ];
    for (path, status) in tried {
        let fields = [("channelId", &*channel), ("privacy", "1"), ("file", &*path)];
        browser.submit("/publish/folder", &fields).await.expect(status);
    }
    for wrong in [[("channelId", "999999"), ("privacy", "1")], [("channelId", &*channel), ("privacy", "5")]] {
        let path = shown(stick.path().join("empty.mp4"));
        let fields: Vec<_> = wrong.into_iter().chain([("file", &*path)]).collect();
        browser.submit("/publish/folder", &fields).await.expect(400);
    }
    assert!(site.app.db.read(|read| db::upload::under_way(read, None)).await.expect("a list").is_empty());
}

#[tokio::test]
async fn a_copy_goes_on_where_it_was_and_can_be_given_up() {
    let (site, stick) = with_stick().await;
    let path = stick.path().join("long.mp4");
    // Longer than two pieces; what is in it matters to nobody here.
    std::fs::write(&path, vec![7; 40 * 1024 * 1024]).expect("a file");
    let (app, length) = (&site.app, 40 * 1024 * 1024);
    let (person, channel) = {
        let user = app.db.read(|read| db::account::by_login(read, ADMINISTRATOR)).await.expect("a user");
        let person = user.expect("the administrator").person();
        let id = person.account_id;
        (
            person,
            app.db.read(move |read| db::channel::of_account(read, id)).await.expect("channels").remove(0).id,
        )
    };
    let begin = || imports::begin(&app.db, &app.desk, &person, &path, length, channel, Privacy::Private);
    let source = || async { tokio::fs::File::open(&path).await.expect("it is there") };
    let file = |id: &str| app.layout.originals().join(id);

    let upload = begin().await.expect("there is room");
    let asked = AtomicUsize::new(0);
    let after_one_piece = || asked.fetch_add(1, Ordering::Relaxed) == 1;
    let stopped = imports::copy(&app.db, &app.desk, &upload, source().await, after_one_piece).await;
    assert_eq!(stopped.expect("no error"), None);
    let held = std::fs::metadata(file(&upload.id)).expect("what has come stays").len();
    assert!(held > 0 && held < length, "{held}");
    let done = imports::copy(&app.db, &app.desk, &upload, source().await, || false).await;
    assert!(done.expect("no error").is_some());

    // Shorter than it was: said, and nothing becomes a film.
    let other = begin().await.expect("there is room");
    std::fs::write(&path, vec![7; 1024]).expect("a file");
    let error = imports::copy(&app.db, &app.desk, &other, source().await, || false).await.unwrap_err();
    assert_eq!(error.said.key, "error-import-changed");
    imports::abandon(&app.db, &app.desk, &other).await.expect("it is given up");
    assert!(!file(&other.id).exists());
    let after = imports::copy(&app.db, &app.desk, &other, source().await, || false).await;
    assert_eq!(after.expect("no error"), None);
}
