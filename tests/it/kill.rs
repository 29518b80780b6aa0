//! The server is killed by signal 9 at random moments of uploads and preparations and started again, 20 times
//! in `make test`, 200 times by `make kill-test` (LUCARNE_KILLS). The seed is printed; LUCARNE_SEED repeats it.
//!
//! What must hold: bytes that were acknowledged are there after the restart; an upload becomes one film; every
//! accepted film is published in the end; what is served by a final name is whole. A kill counts when the
//! signal ended the process.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::sync::Mutex;

use crate::clips;
use crate::preparing::whole;
use crate::program::Program;
use crate::site::{ADMINISTRATOR, Film, PASSWORD};
use crate::visitor::{Answer, Asking, Visitor};

/// Seconds after which the test fails instead of waiting on; one kill takes about two.
const SECONDS_FOR_EACH_KILL: u64 = 12;

/// A number that looks random and is the same for the same seed (Steele, Lea, Flood 2014: SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// What has been acknowledged so far.
#[derive(Default)]
struct Known {
    /// Films that were accepted, by their UUID.
    films: BTreeMap<String, Film>,
    pieces: usize,
    repeated: usize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_at_random_moments_lose_nothing_that_was_acknowledged() {
    let number = |name: &str, default: u64| {
        std::env::var(name)
            .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
    };
    let wanted = number("LUCARNE_KILLS", 20) as usize;
    let seed = number("LUCARNE_SEED", u64::from(std::process::id()));
    println!("{wanted} kills with LUCARNE_SEED={seed}");
    let mut random = Random(seed);
    let end = Instant::now() + Duration::from_secs(60 + SECONDS_FOR_EACH_KILL * wanted as u64);

    let mut program = Program::new();
    program.set_up();
    program.start();
    let maud = program.administrator().await;
    let token = maud.token.clone().expect("she has signed in");
    let known = Arc::new(Mutex::new(Known::default()));
    let is_over = Arc::new(AtomicBool::new(false));
    let moves = Arc::new(AtomicUsize::new(0));
    let sender = tokio::spawn(send_until_over(
        maud.clone(),
        known.clone(),
        is_over.clone(),
        moves.clone(),
        Random(seed ^ 1),
    ));

    let (mut kills, mut during_preparation) = (0, 0);
    while kills < wanted {
        assert!(Instant::now() < end, "{kills} kills took too long: {}", program.log());
        assert!(!sender.is_finished(), "the sender has found something: {:?}", sender.await);
        // Something has happened since the last kill, and then a moment that is any moment.
        let before = moves.load(Ordering::SeqCst);
        let asked = Instant::now();
        while moves.load(Ordering::SeqCst) == before && asked.elapsed() < Duration::from_secs(3) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_micros(random.below(900_000))).await;
        let is_preparing =
            std::fs::read_dir(program.data.join("scratch")).is_ok_and(|mut entries| entries.next().is_some());
        if program.kill() {
            kills += 1;
            during_preparation += usize::from(is_preparing);
        }
        program.start();
        // A published film is whole at any time: one of them is looked at after each start.
        let published = published(&program.stranger()).await;
        if !published.is_empty() {
            let path = &published[random.below(published.len() as u64) as usize];
            whole(&program.stranger(), &program.stranger().get(path).await.expect(200).json()).await;
        }
    }
    is_over.store(true, Ordering::SeqCst);
    sender.await.expect("the sender has found nothing wrong");

    // Everything that was accepted is published; what was killed three times is offered to be tried again.
    let browser = Visitor::new(&program.origin, program.address);
    browser
        .ask("POST", "/login")
        .fields(&[("username", ADMINISTRATOR), ("password", PASSWORD)])
        .send()
        .await
        .expect(303);
    let maud = program.stranger().with_token(&token);
    let known = known.lock().await;
    let mut tried_again = 0;
    for film in known.films.values() {
        loop {
            assert!(Instant::now() < end, "it is never published: {}", program.log());
            let state = maud.get(&film.path()).await.expect(200).json()["state"]["id"].as_i64();
            if state == Some(1) {
                break;
            }
            if state == Some(7) {
                tried_again += 1;
                browser.submit(&format!("/my/videos/{}/retry", film.uuid), &[]).await.expect(303);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        whole(&program.stranger(), &program.stranger().get(&film.path()).await.expect(200).json()).await;
        decode(&program, film);
    }
    let mine = maud.get("/api/v1/users/me/videos?count=100").await.expect(200).json();
    assert_eq!(mine["total"], known.films.len(), "each upload became one film: {mine}");
    let originals = std::fs::read_dir(program.data.join("originals")).expect("it is there").count();
    assert!(
        originals <= 1,
        "{originals} files that were sent are left, and at most one upload was under way"
    );
    println!(
        "{kills} kills, {during_preparation} of them during a preparation; {} films accepted in {} pieces, {} answers \
         asked for again, {tried_again} preparations begun again by hand",
        known.films.len(),
        known.pieces,
        known.repeated
    );
    assert_eq!(kills, wanted);
    assert!(!known.films.is_empty(), "no film was accepted between the kills");
    let (status, _) = program.stop();
    assert!(status.success(), "{status}");
}

/// Sends one film after the other in pieces of random length, as a browser does whose line breaks all the time.
async fn send_until_over(
    maud: Visitor,
    known: Arc<Mutex<Known>>,
    is_over: Arc<AtomicBool>,
    moves: Arc<AtomicUsize>,
    mut random: Random,
) {
    let bytes = clips::bytes(&clips::heavy_film());
    let total = bytes.len();
    while !is_over.load(Ordering::SeqCst) {
        let begun = insist(&maud, |maud| {
            maud.ask("POST", "/api/v1/videos/upload-resumable")
                .header("x-upload-content-length", total.to_string())
                .json(&json!({ "name": "Une fête", "filename": "film.mp4" }))
        })
        .await
        .0
        .expect(201);
        let path = begun.header("location").split_once("/api/").map(|(_, path)| format!("/api/{path}"));
        let path = path.expect("an upload has an address");
        let mut acknowledged = 0;
        loop {
            moves.fetch_add(1, Ordering::SeqCst);
            let length = (1 + random.below(total as u64 / 3) as usize).min(total - acknowledged);
            let (first, last) = (acknowledged, acknowledged + length - 1);
            let sent = maud
                .ask("PUT", &path)
                .header("content-range", format!("bytes {first}-{last}/{total}"))
                .body(bytes[first..=last].to_vec())
                .try_send()
                .await;
            let answer = match sent {
                Ok(answer) if answer.status != 503 => answer,
                // The line broke, or the server still holds the piece whose line broke: how far is it?
                _ => {
                    let question = format!("bytes */{total}");
                    let (answer, times) =
                        insist(&maud, |maud| maud.ask("PUT", &path).header("content-range", &question)).await;
                    known.lock().await.repeated += times;
                    answer
                }
            };
            known.lock().await.pieces += 1;
            match answer.status {
                200 => {
                    let film = Film::accepted(&answer);
                    known.lock().await.films.insert(film.uuid.clone(), film);
                    break;
                }
                308 => {
                    let range = answer.header("range");
                    let arrived = range
                        .rsplit('-')
                        .next()
                        .and_then(|last| last.parse::<usize>().ok())
                        .map_or(0, |last| last + 1);
                    assert!(
                        arrived >= acknowledged,
                        "{acknowledged} bytes were acknowledged and {arrived} are left"
                    );
                    acknowledged = arrived;
                    if acknowledged == total {
                        // All bytes are there; the question makes them a film.
                        continue_with_question(&maud, &path, total, &known).await;
                        break;
                    }
                }
                status => panic!("{status}: {}", answer.text()),
            }
        }
        // The next film comes when this one has had a chance to be prepared.
        tokio::time::sleep(Duration::from_millis(random.below(1_500))).await;
    }
}

async fn continue_with_question(maud: &Visitor, path: &str, total: usize, known: &Mutex<Known>) {
    let question = format!("bytes */{total}");
    let (answer, _) = insist(maud, |maud| maud.ask("PUT", path).header("content-range", &question)).await;
    let film = Film::accepted(&answer.expect(200));
    known.lock().await.films.insert(film.uuid.clone(), film);
}

/// Asks until there is an answer; how often that took.
async fn insist(maud: &Visitor, ask: impl Fn(&Visitor) -> Asking) -> (Answer, usize) {
    let end = Instant::now() + Duration::from_secs(60);
    for times in 1.. {
        match ask(maud).try_send().await {
            Ok(answer) if answer.status != 503 => return (answer, times),
            _ => assert!(Instant::now() < end, "the server never came back"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    unreachable!("the loop has no end of its own")
}

async fn published(stranger: &Visitor) -> Vec<String> {
    let list = stranger.get("/api/v1/videos?count=100").await.expect(200).json();
    let films = list["data"].as_array().expect("a list").iter();
    films
        .map(|film| format!("/api/v1/videos/{}", film["uuid"].as_str().expect("a film has a name")))
        .collect()
}

/// Every rendition of a film is read to its end by another decoder.
fn decode(program: &Program, film: &Film) {
    let folder = program.data.join("media/streaming-playlists/hls").join(&film.uuid);
    let mut decoded = 0;
    for entry in std::fs::read_dir(&folder).expect("the film has its folder") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_some_and(|ending| ending == "mp4") {
            let output = std::process::Command::new("ffmpeg")
                .args(["-v", "error", "-xerror", "-i"])
                .arg(&path)
                .args(["-f", "null", "-"])
                .output()
                .expect("ffmpeg is installed for the tests");
            assert!(
                output.status.success(),
                "{}: {}",
                path.display(),
                String::from_utf8_lossy(&output.stderr)
            );
            decoded += 1;
        }
    }
    assert!(decoded > 0);
}
