//! What is broken, too large or hostile ends in a plain failure, and nothing is left behind.

use std::time::{Duration, Instant};

use lucarne::media::FailureKind;
use lucarne::media::protocol::Misbehaviour;
use tokio_util::sync::CancellationToken;

use super::clips::Place;

async fn refused(place: &Place, name: &str, bytes: &[u8]) -> FailureKind {
    let film = place.write(name, bytes);
    let began = Instant::now();
    let failure = place.prepare(&place.wish(&film, &[240])).await.expect_err(name);
    assert!(began.elapsed() < Duration::from_secs(60), "{name} took too long: {failure}");
    assert!(place.left().is_empty(), "{name} left files behind");
    let probed = place.worker.probe(&film).await;
    assert!(probed.is_err() || failure.kind == FailureKind::Damaged, "{name}: {failure}");
    failure.kind
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_films_are_refused_plainly() {
    let place = Place::new();
    assert_eq!(refused(&place, "empty.mp4", b"").await, FailureKind::Empty);
    let text = "Once upon a time there was a text that was called a film.\n".repeat(100);
    assert_eq!(refused(&place, "text.mp4", text.as_bytes()).await, FailureKind::NotMedia);
    let noise: Vec<u8> =
        (0..200_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let kind = refused(&place, "noise.mp4", &noise).await;
    assert!(
        matches!(kind, FailureKind::NotMedia | FailureKind::Damaged | FailureKind::NoDecoder),
        "{kind:?}"
    );
    let picture = place.clip("picture.png", "-f lavfi -i testsrc2=s=64x64 -frames:v 1");
    let picture = std::fs::read(picture).expect("ffmpeg wrote it");
    assert_eq!(refused(&place, "picture.mp4", &picture).await, FailureKind::NotMedia);
}

#[tokio::test(flavor = "multi_thread")]
async fn film_without_or_with_a_lying_index_is_damaged() {
    let place = Place::new();
    let film = place.clip(
        "film.mp4",
        "-f lavfi -i testsrc2=s=160x120:r=25 -t 2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -movflags +faststart",
    );
    let bytes = std::fs::read(film).expect("ffmpeg wrote it");
    let moov = bytes.windows(4).position(|window| window == b"moov").expect("it has an index");
    // Cut in the middle of the index.
    assert_eq!(refused(&place, "cut.mp4", &bytes[..moov + 100]).await, FailureKind::Damaged);
    // The table of chunks points behind the end.
    let mut lying = bytes.clone();
    let table = bytes.windows(4).position(|window| window == b"stco").expect("it has a table of chunks");
    for byte in &mut lying[table + 12..table + 16] {
        *byte = 0x7f;
    }
    assert_eq!(refused(&place, "lying.mp4", &lying).await, FailureKind::Damaged);
    // The packets are noise.
    let mut noisy = bytes.clone();
    let packets = bytes.windows(4).position(|window| window == b"mdat").expect("it has packets") + 4;
    for (position, byte) in noisy[packets..].iter_mut().enumerate() {
        *byte = (position as u32).wrapping_mul(2_654_435_761).to_be_bytes()[1];
    }
    assert_eq!(refused(&place, "noisy.mp4", &noisy).await, FailureKind::Damaged);
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_that_crashes_hangs_or_eats_memory_is_only_a_failure() {
    let mut place = Place::new();
    let kind = |result: Result<Vec<String>, lucarne::media::Failure>| result.expect_err("it misbehaves").kind;
    assert_eq!(kind(place.worker.misbehave(Misbehaviour::Crash).await), FailureKind::Crashed);
    place.worker.limits.memory_bytes = 1 << 30;
    assert_eq!(kind(place.worker.misbehave(Misbehaviour::Memory).await), FailureKind::MemoryExceeded);
    place.worker.limits.stall_seconds = 1;
    let began = Instant::now();
    assert_eq!(kind(place.worker.misbehave(Misbehaviour::Hang).await), FailureKind::TimedOut);
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_that_somebody_kills_is_not_said_to_have_wanted_memory() {
    let mut place = Place::new();
    // A program of its own, so that no worker of another test is meant.
    let program = place.path("worker-to-be-killed");
    std::fs::copy(&place.worker.program, &program).expect("the disk has room");
    place.worker.program = program.clone();
    let killed = tokio::task::spawn_blocking(move || {
        let end = Instant::now() + Duration::from_secs(20);
        while Instant::now() < end {
            for entry in std::fs::read_dir("/proc").expect("proc is mounted").flatten() {
                let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
                    continue;
                };
                // The job of the walls comes after that of the plugins, which is over at once.
                let is_ours = std::fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == program);
                let is_held = std::fs::read_to_string(entry.path().join("status"))
                    .is_ok_and(|status| status.contains("Seccomp:\t2"));
                if is_ours && is_held {
                    let id = rustix::process::Pid::from_raw(id).expect("a process has a number");
                    return rustix::process::kill_process(id, rustix::process::Signal::KILL).is_ok();
                }
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    });
    let failure = place.worker.misbehave(Misbehaviour::Hang).await.expect_err("it was killed");
    assert!(killed.await.expect("nothing in there panics"));
    assert_eq!(failure.kind, FailureKind::Killed, "{failure}");
}

#[tokio::test(flavor = "multi_thread")]
async fn walls_withhold_files_network_and_programs() {
    let place = Place::new();
    let withheld = place.worker.misbehave(Misbehaviour::Escape).await.expect("no door is open");
    assert_eq!(withheld, ["file", "new file", "network", "program"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rendition_beyond_the_file_limit_is_too_large() {
    let mut place = Place::new();
    let film = place.clip("film.mkv", "-f lavfi -i testsrc2=s=640x360:r=25 -t 3 -c:v mpeg4 -b:v 4M");
    place.worker.limits.file_bytes = 50_000;
    let failure = place.prepare(&place.wish(&film, &[360])).await.expect_err("it does not fit");
    assert_eq!(failure.kind, FailureKind::TooLarge, "{failure}");
    assert!(place.left().is_empty());
    place.worker.limits.pixels = 100 * 100;
    let failure = place.worker.probe(&film).await.expect_err("it has too many pixels");
    assert_eq!(failure.kind, FailureKind::TooLarge, "{failure}");
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_preparation_ends_at_once_and_leaves_nothing() {
    let place = Place::new();
    let film = place.clip("film.mkv", "-f lavfi -i testsrc2=s=1280x720:r=30 -t 20 -c:v mpeg4 -b:v 4M");
    let cancelled = CancellationToken::new();
    let wish = place.wish(&film, &[720]);
    let told = cancelled.clone();
    let cancel_at_once = move |_| told.cancel();
    let failure =
        place.worker.prepare(&wish, cancel_at_once, &cancelled).await.expect_err("it was cancelled");
    assert_eq!(failure.kind, FailureKind::Cancelled);
    assert!(place.left().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn encoders_are_tried_and_the_broken_one_says_why() {
    let place = Place::new();
    let reports = place.worker.encoders(240).await.expect("trials always end");
    let x264 = reports.iter().find(|report| report.name == "x264enc").expect("x264 is installed");
    assert!(x264.works && x264.frames_per_second > 5.0, "{x264:?}");
    for report in &reports {
        assert_eq!(report.works, report.reason.is_none(), "{report:?}");
    }
}
