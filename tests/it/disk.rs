//! A disk that is full at any moment: nothing that was acknowledged is lost, the server goes on, and what it
//! says is a plain sentence.
//!
//! The disk is a small tmpfs in a mount namespace of the server alone (unshare(1)); the test reaches it
//! through the server's view of the file system (proc(5), `/proc/<pid>/root`).

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::clips;
use crate::preparing::whole;
use crate::program::Program;
use crate::site::{Film, PATIENCE, send_bytes};
use crate::uploads::{begin, how_far, put};
use crate::visitor::Visitor;

const MEGABYTES: u64 = 24;

/// A server whose data folder is a disk of its own.
fn on_small_disk() -> Program {
    let mut program = Program::new();
    fs::create_dir_all(&program.data).expect("the tests may write temporary files");
    let data = program.data.to_str().expect("temporary folders have plain names").to_owned();
    // Whoever is not root gets to mount in a user namespace of their own.
    let is_root = rustix::process::geteuid().is_root();
    let user: &[&str] = if is_root { &[] } else { &["--user", "--map-root-user"] };
    let mount = format!("mount -t tmpfs -o size={MEGABYTES}m lucarne-test {data} && exec \"$@\"");
    let words =
        [&["unshare", "--mount", "--propagation", "private"], user, &["sh", "-c", &mount, "sh"]].concat();
    program.prefix = words.into_iter().map(str::to_owned).collect();
    program.arguments = vec!["--reserve".into(), "0".into()];
    program
}

/// The data folder as the server sees it.
fn inside(program: &Program) -> PathBuf {
    let path = program.data.strip_prefix("/").expect("it is absolute");
    PathBuf::from(format!("/proc/{}/root", program.id())).join(path)
}

/// Fills the disk to its last byte; the file that does it.
fn fill(program: &Program) -> PathBuf {
    use std::io::Write;
    let path = inside(program).join("ballast");
    let file = fs::File::options().create(true).append(true).open(&path);
    let mut file = file.expect("an empty file needs no room");
    for size in [1 << 20, 4096, 1] {
        while file.write_all(&vec![7; size]).is_ok() {}
    }
    path
}

async fn set_up(program: &Program) -> Visitor {
    // The disk is there only while the server runs, so the commands cannot prepare it: the first visit does.
    let stranger = program.stranger();
    let end = Instant::now() + PATIENCE;
    while !program.log().contains("code=") {
        assert!(Instant::now() < end, "{}", program.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let log = program.log();
    let code = log
        .split("code=")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next())
        .expect("it is printed")
        .to_owned();
    let password = crate::site::PASSWORD;
    let steps: [&[(&str, &str)]; 6] = [
        &[("step", "code"), ("code", &code)],
        &[("step", "language"), ("language", "en")],
        &[("step", "new")],
        &[("step", "site"), ("name", "Le tricot")],
        &[("step", "account"), ("username", "maud"), ("email", "maud@example.org"), ("password", password)],
        &[("step", "summary")],
    ];
    for fields in steps {
        stranger.ask("POST", "/setup").fields(fields).send().await.expect(303);
    }
    let settings = [("name", "Le tricot"), ("language", "en"), ("renditions", "240")];
    stranger.submit("/settings", &settings).await.expect(303);
    program.administrator().await
}

/// Whether the words say that there is no room: for something whose size is known, or at all.
fn tells(words: &str) -> bool {
    words.contains("not enough room") || words.contains("disk is full")
}

#[tokio::test]
async fn a_disk_that_fills_up_loses_nothing_and_says_so() {
    let mut program = on_small_disk();
    program.start();
    let maud = set_up(&program).await;
    let browser = program.stranger();
    let sign_in = [("username", "maud"), ("password", crate::site::PASSWORD)];
    browser.ask("POST", "/login").fields(&sign_in).send().await.expect(303);
    let bytes = clips::bytes(&clips::heavy_film());
    let total = bytes.len();
    let first = Film::accepted(&send_bytes(&maud, "film.mp4", bytes.clone(), &[]).await.expect(200));
    program.until_published(&maud, &first.path()).await;
    let end = Instant::now() + PATIENCE;
    let holds = |folder: &str| {
        fs::read_dir(inside(&program).join(folder)).is_ok_and(|mut entries| entries.next().is_some())
    };
    while holds("originals") || holds("scratch") {
        assert!(Instant::now() < end, "what was sent is kept");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Room for it was made when it began; the disk fills up while it is being sent.
    let path = begin(&maud, "second.mp4", total).await;
    put(&maud, &path, 0, &bytes[..total / 2], total).await.expect(308);

    let ballast = fill(&program);
    // Reading goes on.
    program.stranger().get("/").await.expect(200);
    whole(&program.stranger(), &program.stranger().get(&first.path()).await.expect(200).json()).await;
    // What needs room is refused in a sentence, by program and by page.
    // A file that was removed while somebody still had it open gives its room back a moment later: that is
    // filled as well.
    let end = Instant::now() + PATIENCE;
    let refused = loop {
        let started = maud
            .ask("POST", "/api/v1/videos/upload-resumable")
            .header("x-upload-content-length", "100000")
            .json(&serde_json::json!({ "filename": "third.mp4" }));
        let answer = started.send().await;
        if answer.status != 201 {
            break answer.expect(507);
        }
        assert!(Instant::now() < end, "the disk never fills up");
        let path = answer.header("location").split_once("/api/").map(|(_, path)| format!("/api/{path}"));
        maud.ask("DELETE", &path.expect("an upload has an address")).send().await.expect(204);
        fill(&program);
    };
    assert!(tells(&refused.detail()), "{}", refused.detail());
    let sent = send_bytes(&maud, "film.mp4", bytes.clone(), &[]).await.expect(507);
    assert!(tells(&sent.detail()), "{}", sent.detail());
    let page = browser.get("/publish").await.expect(200).text();
    assert!(page.contains("disk") || page.contains("disque"), "{page}");
    // Writing to the database fails sooner or later, in words, and never with a lost server.
    let mut refusals = 0;
    for number in 0..400 {
        let text = format!("{number} {}", "description ".repeat(500));
        let changed = maud.ask("PUT", &first.path()).fields(&[("description", &text)]).send().await;
        assert!(matches!(changed.status, 204 | 507), "{}: {}", changed.status, changed.text());
        if changed.status == 507 {
            assert!(tells(&changed.detail()), "{}", changed.detail());
            refusals += 1;
            break;
        }
    }
    assert_eq!(refusals, 1, "the disk was not full");
    // The room that is kept for this moment lets the change through that makes more of it.
    let third = browser.ask("POST", "/login").fields(&sign_in).send().await;
    third.expect(303);
    // The second half goes into the room that was kept for it; whether its row fits is the disk's to say.
    let last = put(&maud, &path, total / 2, &bytes[total / 2..], total).await;
    assert!(matches!(last.status, 200 | 507), "{}: {}", last.status, last.text());
    assert_eq!(program.stranger().get("/api/v1/ping").await.expect(200).text(), "pong");

    fs::remove_file(&ballast).expect("we made it");
    let second = match how_far(&maud, &path, total).await {
        answer if answer.status == 200 => Film::accepted(&answer),
        answer => {
            let have = answer
                .expect(308)
                .header("range")
                .rsplit('-')
                .next()
                .and_then(|last| last.parse::<usize>().ok());
            let from = have.map_or(0, |last| last + 1);
            assert!(from >= total / 2, "what was acknowledged is still there: {from} of {total}");
            Film::accepted(&put(&maud, &path, from, &bytes[from..], total).await.expect(200))
        }
    };
    maud.ask("PUT", &first.path()).fields(&[("description", "There is room again")]).send().await.expect(204);
    until_prepared(&program, &maud, &browser, &second).await;
    for film in [&first, &second] {
        whole(&program.stranger(), &program.stranger().get(&film.path()).await.expect(200).json()).await;
    }
}

#[tokio::test]
async fn a_disk_that_fills_up_during_a_preparation_leaves_no_half_film() {
    let mut program = on_small_disk();
    program.start();
    let maud = set_up(&program).await;
    let browser = program.stranger();
    let sign_in = [("username", "maud"), ("password", crate::site::PASSWORD)];
    browser.ask("POST", "/login").fields(&sign_in).send().await.expect(303);
    let long = clips::steady_film();
    let film = Film::accepted(&send_bytes(&maud, "steady.mpg", clips::bytes(&long), &[]).await.expect(200));
    let end = Instant::now() + PATIENCE;
    let is_at_work =
        || fs::read_dir(inside(&program).join("scratch")).is_ok_and(|mut entries| entries.next().is_some());
    while !is_at_work() {
        assert!(Instant::now() < end, "it is never prepared: {}", program.log());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let ballast = fill(&program);
    while is_at_work() {
        assert!(Instant::now() < end, "the preparation does not end: {}", program.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(program.stranger().get("/api/v1/ping").await.expect(200).text(), "pong");
    program.stranger().get(&film.path()).await.expect(404);
    let films = inside(&program).join("media/streaming-playlists/hls").join(&film.uuid);
    assert!(
        !films.exists() || fs::read_dir(&films).is_ok_and(|mut entries| entries.next().is_none()),
        "a half film"
    );
    let state = format!("/my/videos/{}/state.json", film.uuid);
    let told = |json: serde_json::Value| json["message"].as_str().is_some_and(tells);
    while !told(browser.get(&state).await.expect(200).json()) {
        assert!(Instant::now() < end, "its owner is not told what it waits for: {}", program.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    fs::remove_file(&ballast).expect("we made it");
    until_prepared(&program, &maud, &browser, &film).await;
    whole(&program.stranger(), &program.stranger().get(&film.path()).await.expect(200).json()).await;
}

/// Presses "try again" as the page offers it, until the film is published.
async fn until_prepared(program: &Program, maud: &Visitor, browser: &Visitor, film: &Film) {
    let end = Instant::now() + PATIENCE;
    loop {
        let state = maud.get(&film.path()).await.expect(200).json()["state"]["id"].as_i64();
        if state == Some(1) {
            return;
        }
        assert!(Instant::now() < end, "it is never published: {}", program.log());
        if state == Some(7) {
            browser.submit(&format!("/my/videos/{}/retry", film.uuid), &[]).await.expect(303);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
