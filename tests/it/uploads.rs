//! Sending films: PeerTube's resumable protocol byte for byte, and the form in one request.

use std::io::{Read, Write};
use std::net::TcpStream;

use lucarne::config::Source;
use serde_json::json;

use crate::clips;
use crate::program::Program;
use crate::site::{ADMINISTRATOR, Film, Site, send_bytes};
use crate::visitor::{Answer, Visitor};

/// Begins an upload of this length; the path behind which its pieces go.
pub async fn begin(by: &Visitor, name: &str, bytes: usize) -> String {
    let answer = try_begin(by, name, bytes as u64).await.expect(201);
    let location = answer.header("location");
    let host = by.origin.split_once("://").expect("an origin has a scheme").1;
    let path = location.strip_prefix("//").and_then(|rest| rest.strip_prefix(host));
    path.unwrap_or_else(|| panic!("no address without a scheme: {location}")).to_owned()
}

async fn try_begin(by: &Visitor, name: &str, bytes: u64) -> Answer {
    by.ask("POST", "/api/v1/videos/upload-resumable")
        .header("x-upload-content-length", bytes.to_string())
        .header("x-upload-content-type", "video/mp4")
        .json(&json!({ "name": "Une fête", "filename": name, "privacy": 1 }))
        .send()
        .await
}

/// Sends the bytes from `first` on.
pub async fn put(by: &Visitor, path: &str, first: usize, bytes: &[u8], total: usize) -> Answer {
    let last = first + bytes.len() - 1;
    by.ask("PUT", path)
        .header("content-range", format!("bytes {first}-{last}/{total}"))
        .body(bytes.to_vec())
        .send()
        .await
}

/// Asks how far the server is.
pub async fn how_far(by: &Visitor, path: &str, total: usize) -> Answer {
    by.ask("PUT", path).header("content-range", format!("bytes */{total}")).send().await
}

#[tokio::test]
async fn a_film_in_pieces_arrives_whole_and_its_last_answer_can_be_had_again() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = clips::bytes(&clips::heavy_film());
    let total = film.len();
    let path = begin(&maud, "fête.mp4", total).await;
    let none_yet = how_far(&maud, &path, total).await.expect(308);
    assert!(none_yet.headers.get("range").is_none(), "nothing has arrived: {:?}", none_yet.headers);
    let (one, two) = (total / 3, total / 3 * 2);
    let answer = put(&maud, &path, 0, &film[..one], total).await.expect(308);
    assert_eq!(answer.header("range"), format!("bytes=0-{}", one - 1));
    assert!(answer.body.is_empty());
    let answer = put(&maud, &path, one, &film[one..two], total).await.expect(308);
    assert_eq!(answer.header("range"), format!("bytes=0-{}", two - 1));
    assert_eq!(how_far(&maud, &path, total).await.expect(308).header("range"), answer.header("range"));
    let last = put(&maud, &path, two, &film[two..], total).await.expect(200);
    let accepted = Film::accepted(&last);
    // The answer got lost: the piece, the question and the whole film give the same film and no second one.
    for again in [
        put(&maud, &path, two, &film[two..], total).await,
        how_far(&maud, &path, total).await,
        put(&maud, &path, 0, &film, total).await,
    ] {
        assert_eq!(Film::accepted(&again.expect(200)).uuid, accepted.uuid);
    }
    let shown = site.until_state(&maud, &accepted, 1).await;
    assert_eq!((&shown["name"], &shown["shortUUID"]), (&json!("Une fête"), &json!(accepted.short)));
    let mine = maud.get("/api/v1/users/me/videos").await.expect(200).json();
    assert_eq!(mine["total"], 1);
}

#[tokio::test]
async fn pieces_that_overlap_are_taken_once_and_a_gap_is_refused() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = clips::bytes(&clips::heavy_film());
    let total = film.len();
    let path = begin(&maud, "film.mp4", total).await;
    put(&maud, &path, 0, &film[..1000], total).await.expect(308);
    let gap = put(&maud, &path, 1001, &film[1001..2000], total).await.expect(409);
    assert!(!gap.detail().is_empty());
    let answer = put(&maud, &path, 500, &film[500..3000], total).await.expect(308);
    assert_eq!(answer.header("range"), "bytes=0-2999");
    // A piece that is there already altogether.
    let answer = put(&maud, &path, 0, &film[..100], total).await.expect(308);
    assert_eq!(answer.header("range"), "bytes=0-2999");
    let id = path.split_once('=').expect("the upload has a name").1;
    assert_eq!(std::fs::read(site.data.join("originals").join(id)).unwrap(), film[..3000]);
    put(&maud, &path, 3000, &film[3000..], total).await.expect(200);
}

#[tokio::test]
async fn wrong_ranges_are_refused_and_take_nothing() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let path = begin(&maud, "film.mp4", 1000).await;
    for range in [
        "",
        "bytes",
        "bytes 0-9",
        "bytes 0-9/*",
        "bytes 9-0/1000",
        "bytes 0-1000/1000",
        "bytes 0-9/1001",
        "bytes */999",
        "bytes -5-9/1000",
        "bytes 0-99999999999999999999/99999999999999999999",
        "items 0-9/1000",
        "bytes 0-9/1000/1000",
    ] {
        let answer = maud.ask("PUT", &path).header("content-range", range).body(vec![7; 10]).send().await;
        assert!(!answer.expect(400).detail().is_empty(), "{range}");
    }
    // More bytes than the range says.
    let answer =
        maud.ask("PUT", &path).header("content-range", "bytes 0-4/1000").body(vec![7; 10]).send().await;
    answer.expect(400);
    let far = how_far(&maud, &path, 1000).await.expect(308);
    assert!(matches!(far.header("range"), "" | "bytes=0-4"), "{:?}", far.headers);
}

/// Begins a PUT of a whole film by hand and sends this much of it.
fn begin_by_hand(by: &Visitor, path: &str, film: &[u8], sent: usize) -> TcpStream {
    let host = by.origin.split_once("://").expect("an origin has a scheme").1;
    let mut line = TcpStream::connect(host).expect("the server listens");
    let (token, total) = (by.token.as_deref().expect("somebody has signed in"), film.len());
    write!(
        line,
        "PUT {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\ncontent-length: {total}\r\n\
         content-range: bytes 0-{}/{total}\r\nconnection: close\r\n\r\n",
        total - 1
    )
    .expect("the server listens");
    line.write_all(&film[..sent]).expect("the server listens");
    line
}

/// How many bytes of the one upload lie on the disk.
fn arrived(site: &Site) -> u64 {
    let names = site.files_in("originals");
    let [name] = names.as_slice() else { panic!("one upload: {names:?}") };
    std::fs::metadata(site.data.join("originals").join(name)).expect("it was there").len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_requests_for_one_upload_do_not_mix_their_bytes() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = clips::bytes(&clips::heavy_film());
    let total = film.len();
    let path = begin(&maud, "film.mp4", total).await;
    let mut slow = begin_by_hand(&maud, &path, &film, 5000);
    site.until("the first request has begun", || async { arrived(&site) > 0 }).await;
    let refused = put(&maud, &path, 0, &film, total).await.expect(503);
    assert!(!refused.header("retry-after").is_empty());
    how_far(&maud, &path, total).await.expect(503);
    maud.ask("DELETE", &path).send().await.expect(503);
    slow.write_all(&film[5000..]).expect("the server still listens");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).expect("the answer ends");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let accepted = Film::accepted(&how_far(&maud, &path, total).await.expect(200));
    site.until_state(&maud, &accepted, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_breaks_in_the_middle_of_a_piece_keeps_what_has_arrived() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = clips::bytes(&clips::heavy_film());
    let total = film.len();
    let path = begin(&maud, "film.mp4", total).await;
    let line = begin_by_hand(&maud, &path, &film, total / 2);
    site.until("half of it has arrived", || async { arrived(&site) == total as u64 / 2 }).await;
    drop(line);
    site.until("the upload is free again", || async { how_far(&maud, &path, total).await.status == 308 })
        .await;
    let far = how_far(&maud, &path, total).await.expect(308);
    assert_eq!(far.header("range"), format!("bytes=0-{}", total / 2 - 1));
    let last = put(&maud, &path, total / 2, &film[total / 2..], total).await.expect(200);
    site.until_state(&maud, &Film::accepted(&last), 1).await;
}

#[tokio::test]
async fn a_restart_in_the_middle_of_an_upload_loses_nothing() {
    let mut program = Program::new();
    program.set_up();
    program.start();
    let maud = program.administrator().await;
    let film = clips::bytes(&clips::heavy_film());
    let total = film.len();
    let path = begin(&maud, "film.mp4", total).await;
    put(&maud, &path, 0, &film[..100_000], total).await.expect(308);
    assert!(program.kill(), "the signal ended it");
    program.start();
    let maud = Visitor::new(&program.origin, program.address).with_token(maud.token.as_deref().unwrap());
    assert_eq!(how_far(&maud, &path, total).await.expect(308).header("range"), "bytes=0-99999");
    put(&maud, &path, 100_000, &film[100_000..200_000], total).await.expect(308);
    let (status, _) = program.stop();
    assert!(status.success(), "{status}");
    program.start();
    let maud = Visitor::new(&program.origin, program.address).with_token(maud.token.as_deref().unwrap());
    assert_eq!(how_far(&maud, &path, total).await.expect(308).header("range"), "bytes=0-199999");
    let accepted = Film::accepted(&put(&maud, &path, 200_000, &film[200_000..], total).await.expect(200));
    program.until_published(&maud, &accepted.path()).await;
}

#[tokio::test]
async fn an_upload_that_is_given_up_leaves_nothing() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let path = begin(&maud, "film.mp4", 1000).await;
    put(&maud, &path, 0, &[7; 500], 1000).await.expect(308);
    assert_eq!(site.files_in("originals").len(), 1);
    maud.ask("DELETE", &path).send().await.expect(204);
    assert!(site.files_in("originals").is_empty());
    put(&maud, &path, 500, &[7; 500], 1000).await.expect(404);
    how_far(&maud, &path, 1000).await.expect(404);
    maud.ask("DELETE", &path).send().await.expect(404);
}

#[tokio::test]
async fn an_upload_that_nobody_goes_on_with_is_swept_away_after_a_week() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let path = begin(&maud, "film.mp4", 1000).await;
    put(&maud, &path, 0, &[7; 500], 1000).await.expect(308);
    let sweep = || async {
        let pushed =
            site.app.db.write(|tx| lucarne::db::job::push(tx, &lucarne::domain::job::Job::Sweep, tx.now));
        pushed.await.unwrap();
        site.move_clock(0);
        site.until("the sweep is over", || async {
            site.app.db.read(lucarne::db::job::counts).await.unwrap().is_empty()
        })
        .await;
    };
    site.move_clock(6 * 24 * 3600);
    sweep().await;
    assert_eq!(site.files_in("originals").len(), 1, "six days are not a week");
    site.move_clock(2 * 24 * 3600);
    sweep().await;
    assert!(site.files_in("originals").is_empty());
    let maud = site.administrator().await;
    how_far(&maud, &path, 1000).await.expect(404);
}

#[tokio::test]
async fn what_could_be_refused_later_is_refused_before_a_byte() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let refused = try_begin(&maud, "letter.exe", 1000).await.expect(415);
    assert!(refused.detail().contains("MP4"), "it says what is accepted: {}", refused.detail());
    try_begin(&maud, "no-ending", 1000).await.expect(415);
    try_begin(&maud, "film.mp4", 0).await.expect(400);
    try_begin(&maud, "film.mp4", 1 << 50).await.expect(413);
    // More than any disk that this runs on, less than the limit for one film.
    let full = try_begin(&maud, "film.mp4", (1 << 40) - 1).await.expect(507);
    assert!(full.detail().contains("not enough room"), "{}", full.detail());
    let without = maud.ask("POST", "/api/v1/videos/upload-resumable").json(&json!({ "filename": "x.mp4" }));
    without.send().await.expect(400);
    let foreign = maud
        .ask("POST", "/api/v1/videos/upload-resumable")
        .header("x-upload-content-length", "10")
        .json(&json!({ "filename": "x.mp4", "channelId": 4711 }));
    foreign.send().await.expect(400);
    try_begin(&site.stranger(), "film.mp4", 1000).await.expect(401);
    assert!(site.files_in("originals").is_empty());
    let unused = site
        .app
        .db
        .read(|read| Ok(read.query_row("SELECT count(*) FROM upload", [], |row| row.get::<_, i64>(0))?));
    assert_eq!(unused.await.unwrap(), 0);
}

#[tokio::test]
async fn a_quota_counts_what_is_under_way_and_says_what_is_left() {
    let site = Site::new().await;
    site.add_person("paul", 1_000_000).await;
    let paul = site.application_of("paul").await;
    try_begin(&paul, "film.mp4", 1_000_001).await.expect(413);
    let path = begin(&paul, "film.mp4", 600_000).await;
    let refused = try_begin(&paul, "other.mp4", 600_000).await.expect(413);
    assert!(refused.detail().contains("400"), "it says how much is left: {}", refused.detail());
    assert_eq!(refused.json()["code"], "quota_reached");
    paul.ask("DELETE", &path).send().await.expect(204);
    begin(&paul, "other.mp4", 600_000).await;
    let sent = send_bytes(&paul, "film.mp4", vec![7; 500_000], &[]).await.expect(413);
    assert!(!sent.detail().is_empty());
}

#[tokio::test]
async fn nobody_touches_the_upload_of_another() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul) = (site.administrator().await, site.application_of("paul").await);
    let path = begin(&paul, "film.mp4", 1000).await;
    for other in [&maud, &site.stranger()] {
        let status = if other.token.is_some() { 404 } else { 401 };
        put(other, &path, 0, &[7; 10], 1000).await.expect(status);
        how_far(other, &path, 1000).await.expect(status);
        other.ask("DELETE", &path).send().await.expect(status);
    }
    let made_up = ["", "..", "../lucarne.db", "%2e%2e%2flucarne.db", "00000000-0000-4000-8000-000000000000"];
    for name in made_up {
        let path = format!("/api/v1/videos/upload-resumable?upload_id={name}");
        put(&paul, &path, 0, &[7; 10], 1000).await.expect(404);
        paul.ask("DELETE", &path).send().await.expect(404);
    }
    assert!(how_far(&paul, &path, 1000).await.expect(308).header("range").is_empty());
    // Nor does anybody send into the channel of another.
    let channel = maud.get("/api/v1/users/me").await.expect(200).json()["videoChannels"][0]["id"].to_string();
    send_bytes(&paul, "film.mp4", vec![7; 10], &[("channelId", &channel)]).await.expect(403);
    assert_eq!(site.files_in("originals").len(), 1);
}

#[tokio::test]
async fn the_form_in_one_request_may_have_its_fields_in_any_order() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = clips::bytes(&clips::film());
    let file = || reqwest::multipart::Part::bytes(film.clone()).file_name("La_fête.mp4");
    let with_fields = |form: reqwest::multipart::Form| {
        form.text("name", "Une fête").text("tags[0]", "été").text("tags[1]", "bal").text("privacy", "2")
    };
    let form = reqwest::multipart::Form::new;
    for form in [
        with_fields(form().part("videofile", file())),
        with_fields(form()).part("videofile", file()),
        with_fields(form().text("category", "2").part("videofile", file())),
    ] {
        let answer = maud.ask("POST", "/api/v1/videos/upload").multipart(form).send().await.expect(200);
        let film = maud.get(&Film::accepted(&answer).path()).await.expect(200).json();
        assert_eq!(film["name"], "Une fête");
        assert_eq!(film["tags"], json!(["été", "bal"]));
        assert_eq!(film["privacy"]["id"], 2);
    }
    let answer = maud.ask("POST", "/api/v1/videos/upload").multipart(form().part("videofile", file()));
    let film = maud.get(&Film::accepted(&answer.send().await.expect(200)).path()).await.expect(200).json();
    assert_eq!(film["name"], "La fête", "a film without a title gets its file's name");
    site.until("all are prepared", || async {
        site.app.db.read(lucarne::db::job::counts).await.unwrap().is_empty()
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_refused_leaves_nothing() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = clips::bytes(&clips::film());
    let file = |name: &str| reqwest::multipart::Part::bytes(film.clone()).file_name(name.to_owned());
    let form = reqwest::multipart::Form::new;
    let empty = reqwest::multipart::Part::bytes(Vec::new()).file_name("film.mp4");
    let cases = [
        ("no file", form().text("name", "Une fête"), 400),
        ("an empty file", form().part("videofile", empty), 400),
        ("another kind of file", form().part("videofile", file("letter.txt")), 415),
        ("a bad title behind the file", form().part("videofile", file("film.mp4")).text("name", "x"), 400),
        (
            "a field too long behind the file",
            form().part("videofile", file("film.mp4")).text("description", "x".repeat(200_000)),
            413,
        ),
        (
            "a channel of nobody behind the file",
            form().part("videofile", file("film.mp4")).text("channelId", "4711"),
            400,
        ),
        (
            "a privacy that there is not",
            form().text("privacy", "77").part("videofile", file("film.mp4")),
            400,
        ),
    ];
    for (what, form, status) in cases {
        let answer = maud.ask("POST", "/api/v1/videos/upload").multipart(form).send().await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        assert!(!answer.detail().is_empty(), "{what}");
        assert!(site.files_in("originals").is_empty(), "{what} leaves a file");
    }
    let rows = site
        .app
        .db
        .read(|read| Ok(read.query_row("SELECT count(*) FROM upload", [], |row| row.get::<_, i64>(0))?));
    assert_eq!(rows.await.unwrap(), 0, "what was refused counts against no quota");
}

#[tokio::test]
async fn a_form_whose_line_breaks_behind_the_file_leaves_nothing() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let mut body =
        b"--edge\r\ncontent-disposition: form-data; name=\"videofile\"; filename=\"film.mp4\"\r\n\r\n"
            .to_vec();
    let film = clips::bytes(&clips::film());
    body.extend(&film);
    body.extend(b"\r\n--edge\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\nUne f");
    let whole = (body.len() + 100).to_string();
    let host = maud.origin.split_once("://").expect("an origin has a scheme").1;
    let mut line = TcpStream::connect(host).expect("the server listens");
    write!(
        line,
        "POST /api/v1/videos/upload HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {}\r\ncontent-length: {whole}\r\n\
         content-type: multipart/form-data; boundary=edge\r\n\r\n",
        maud.token.as_deref().expect("she has signed in")
    )
    .expect("the server listens");
    line.write_all(&body).expect("the server listens");
    site.until("the file has arrived", || async {
        site.files_in("originals").len() == 1 && arrived(&site) as usize >= film.len()
    })
    .await;
    drop(line);
    site.until("nothing is left of it", || async {
        let rows = site
            .app
            .db
            .read(|read| Ok(read.query_row("SELECT count(*) FROM upload", [], |row| row.get::<_, i64>(0))?));
        rows.await.unwrap() == 0 && site.files_in("originals").is_empty()
    })
    .await;
    assert_eq!(maud.get("/api/v1/users/me/videos").await.expect(200).json()["total"], 0);
}

#[tokio::test]
async fn the_plain_form_of_the_page_publishes_a_film() {
    let site = Site::new().await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    let fields = [
        ("name", "Une fête"),
        ("description", "Avec **tout** le monde"),
        ("tagList", "fête, danse, "),
        ("privacy", "1"),
    ];
    let file = ("videofile", "film.mp4", clips::bytes(&clips::film()));
    let answer = browser.submit_file("/publish", &fields, file).await.expect(303);
    assert_eq!(answer.header("location"), "/my/videos?done=sent");
    site.until("it stands in the list of everybody", || async {
        site.stranger().get("/api/v1/videos").await.expect(200).json()["total"] == 1
    })
    .await;
    let list = site.stranger().get("/api/v1/videos").await.expect(200).json();
    let film = format!("/api/v1/videos/{}", list["data"][0]["uuid"].as_str().expect("it has one"));
    let film = site.stranger().get(&film).await.expect(200).json();
    assert_eq!(film["tags"], serde_json::json!(["fête", "danse"]));
    let text = ("videofile", "letter.txt", b"Chere Maud".to_vec());
    let page = browser.submit_file("/publish", &fields, text).await.expect(415).text();
    assert!(page.contains("role=\"alert\""), "{page}");
}

#[tokio::test]
async fn two_that_begin_at_once_are_not_promised_the_same_room() {
    const MEGABYTE: u64 = 1_000_000;
    let disk = rustix::fs::statvfs(std::env::temp_dir()).expect("there is a disk");
    let free = disk.f_bavail * disk.f_frsize / MEGABYTE;
    // A thousand megabytes are left for films; the other tests of this moment take some of them.
    let flags =
        Source { reserve: Some(free.checked_sub(1000).expect("a gigabyte is free")), ..Source::default() };
    let site = Site::with(flags).await;
    let maud = site.administrator().await;
    let first = begin(&maud, "film.mp4", 300 * MEGABYTE as usize).await;
    try_begin(&maud, "film.mp4", 300 * MEGABYTE).await.expect(507);
    try_begin(&maud, "film.mp4", 50 * MEGABYTE).await.expect(201);
    maud.ask("DELETE", &first).send().await.expect(204);
    try_begin(&maud, "film.mp4", 300 * MEGABYTE).await.expect(201);
}
