//! Films become renditions.

use std::path::Path;
use std::process::Command;

use lucarne::media::{FailureKind, Prepared};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::clips::{Place, ask, decode_in_peace, packets};

const PICTURE: &str = "-f lavfi -i testsrc2=s=640x360:r=30";
const SOUND: &str = "-f lavfi -i sine=440";
const H264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

/// Everything that is promised about the files, whatever the film was.
fn check_files(place: &Place, prepared: &Prepared) {
    let read = |name: &str| std::fs::read_to_string(place.out(name)).expect("the worker wrote it");
    let master = read(&prepared.master);
    let hashes: serde_json::Value = serde_json::from_str(&read(&prepared.hashes)).expect("it is JSON");
    let resolutions: Vec<u32> = prepared.renditions.iter().map(|rendition| rendition.resolution).collect();
    assert!(resolutions.is_sorted(), "{resolutions:?}");
    for rendition in &prepared.renditions {
        let path = place.out(&rendition.file);
        let bytes = std::fs::read(&path).expect("the worker wrote it");
        assert_eq!(bytes.len() as u64, rendition.bytes);
        assert!(rendition.file.ends_with(&format!("-{}-fragmented.mp4", rendition.resolution)));
        assert!(master.contains(&format!("CODECS=\"{}\"\n{}\n", rendition.codecs, rendition.playlist)));
        let playlist = read(&rendition.playlist);
        let ranges: Vec<(usize, usize)> = playlist
            .lines()
            .filter_map(|line| line.strip_prefix("#EXT-X-BYTERANGE:")?.split_once('@'))
            .map(|(length, start)| (start.parse().expect("a number"), length.parse().expect("a number")))
            .collect();
        let told = hashes[&rendition.file].as_object().expect("the file has hashes");
        assert_eq!(told.len(), ranges.len());
        for (start, length) in &ranges {
            assert_eq!(&bytes[start + 4..start + 8], b"moof");
            let hash: String = Sha256::digest(&bytes[*start..start + length])
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            assert_eq!(told[&format!("{start}-{}", start + length - 1)], hash);
        }
        let end = ranges.iter().map(|(start, length)| start + length).max();
        assert_eq!(end, Some(bytes.len()), "the segments reach to the end of the file");
        let frames = decode_in_peace(&path);
        assert_eq!(frames > 0, rendition.has_video);
        // Through the playlist as well, as hls.js and Safari read it.
        decode_in_peace(&place.out(&rendition.playlist));
        if rendition.has_video {
            let size = ask(&path, "-select_streams v:0 -show_entries stream=width,height,pix_fmt");
            assert_eq!(size, format!("{}\n{}\nyuv420p", rendition.width, rendition.height));
        }
        let sound = ask(&path, "-select_streams a:0 -show_entries stream=codec_name");
        assert_eq!(sound == "aac", rendition.has_audio);
    }
    for (name, size) in [(&prepared.thumbnail, "280\n157"), (&prepared.preview, "850\n480")] {
        let found = ask(&place.out(name), "-select_streams v:0 -show_entries stream=width,height");
        assert_eq!(found, size);
    }
}

fn starts(place: &Place, prepared: &Prepared) -> Vec<Vec<f64>> {
    let pictures = prepared.renditions.iter().filter(|rendition| rendition.has_video);
    pictures.map(|rendition| packets(&place.out(&rendition.file), "v:0", "K")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn film_becomes_a_ladder_with_aligned_key_frames_and_progress() {
    let place = Place::new();
    let film = place
        .clip("film.mkv", &format!("{PICTURE} {SOUND} -t 9 -c:v mpeg2video -b:v 3M -c:a libmp3lame -ac 2"));
    let mut wish = place.wish(&film, &[120, 240, 360, 1080]);
    wish.audio_only_file = true;
    wish.encoder = None;
    let mut shares = Vec::new();
    let prepared = place
        .worker
        .prepare(&wish, |progress| shares.push(progress.share), &CancellationToken::new())
        .await
        .expect("the film is sound");
    check_files(&place, &prepared);
    let resolutions: Vec<u32> = prepared.renditions.iter().map(|rendition| rendition.resolution).collect();
    assert_eq!(resolutions, [0, 120, 240, 360]);
    assert!(!prepared.copied);
    assert_eq!(prepared.encoder, "x264enc");
    assert!(prepared.duration_milliseconds.abs_diff(9000) < 60, "{}", prepared.duration_milliseconds);
    for keys in starts(&place, &prepared) {
        for wanted in [0.0, 4.0, 8.0] {
            assert!(keys.iter().any(|key| (key - wanted).abs() < 0.001), "{keys:?}");
        }
    }
    assert!(shares.is_sorted() && shares.iter().all(|share| (0.0..=1.0).contains(share)), "{shares:?}");
    assert!(prepared.protections.iter().any(|name| name == "seccomp"));
}

#[tokio::test(flavor = "multi_thread")]
async fn film_that_fits_is_copied_without_loss() {
    let place = Place::new();
    let film = place.clip(
        "film.mp4",
        &format!("{PICTURE} {SOUND} -t 6 -c:v libx264 -preset veryfast -g 60 -bf 2 -pix_fmt yuv420p -b:v 500k -c:a aac -ac 2"),
    );
    let prepared = place.prepare(&place.wish(&film, &[360])).await.expect("the film is sound");
    check_files(&place, &prepared);
    assert!(prepared.copied);
    assert_eq!(prepared.encoder, "copy");
    let copy = place.out(&prepared.renditions[0].file);
    assert_eq!(pictures(&film), pictures(&copy));
    let (before, after) = (packets(&film, "v:0", ""), packets(&copy, "v:0", ""));
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert!((before - after).abs() < 0.001, "{before} {after}");
    }
}

/// The hash of every picture of a film.
fn pictures(path: &Path) -> Vec<String> {
    let arguments = ["-map", "0:v:0", "-f", "framemd5", "-"];
    let output = Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(path).args(arguments).output();
    let output = output.expect("ffmpeg is installed for the tests");
    let words = String::from_utf8_lossy(&output.stdout);
    let lines = words.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.rsplit(',').next()).map(|hash| hash.trim().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn largest_rendition_is_copied_and_the_others_follow_its_key_frames() {
    let place = Place::new();
    let film = place.clip(
        "film.mp4",
        &format!("{PICTURE} {SOUND} -t 11 {H264} -b:v 600k -x264-params keyint=75:scenecut=0 -c:a aac -ac 2"),
    );
    let prepared = place.prepare(&place.wish(&film, &[180, 360])).await.expect("the film is sound");
    check_files(&place, &prepared);
    assert!(prepared.copied);
    for keys in starts(&place, &prepared) {
        for wanted in [0.0, 5.0, 10.0] {
            assert!(keys.iter().any(|key| (key - wanted).abs() < 0.002), "{keys:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn film_with_rare_key_frames_is_encoded_again() {
    let place = Place::new();
    let film = place.clip("film.mp4", &format!("{PICTURE} -t 13 {H264} -b:v 400k -g 900"));
    let prepared = place.prepare(&place.wish(&film, &[360])).await.expect("the film is sound");
    check_files(&place, &prepared);
    assert!(!prepared.copied);
    assert_eq!(place.left().len(), 7, "nothing is left of the first attempt");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_common_format_is_read() {
    let formats = [
        ("hevc.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=error -c:a aac"),
        ("vp8.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libvorbis"),
        ("vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus"),
        ("mpeg2.ts", "-c:v mpeg2video -c:a mp2"),
        ("theora.ogv", "-c:v libtheora -c:a libvorbis"),
        ("mpeg4.avi", "-c:v mpeg4 -c:a ac3"),
        ("raw.mkv", "-c:v rawvideo -pix_fmt yuv420p -c:a flac"),
        ("h264.mkv", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac"),
        (
            "tenbit.mp4",
            "-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p10le -c:a aac",
        ),
        ("fourtwotwo.mov", "-c:v prores -c:a pcm_s16le"),
        ("fourfourfour.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv444p -c:a aac"),
    ];
    for (name, codecs) in formats {
        let place = Place::new();
        let inputs = "-f lavfi -i testsrc2=s=160x120:r=25 -f lavfi -i sine=440";
        let film = place.clip(name, &format!("{inputs} -t 1.5 {codecs} -ac 2"));
        let prepared = place.prepare(&place.wish(&film, &[80])).await.unwrap_or_else(|failure| {
            panic!("{name}: {failure}");
        });
        check_files(&place, &prepared);
        let rendition = &prepared.renditions[0];
        assert!(rendition.has_audio, "{name}");
        assert!(!prepared.is_damaged && !prepared.is_sound_damaged, "{name}: {prepared:?}");
        assert!(prepared.duration_milliseconds.abs_diff(1500) < 120, "{name}: {prepared:?}");
        let frames = decode_in_peace(&place.out(&rendition.file));
        assert!(frames.abs_diff(37) <= 2, "{name}: {frames} frames");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn flash_and_beep_stay_together() {
    let place = Place::new();
    // Every second a white flash and a beep, 0.1 s each, through both ways: encoded and copied.
    let inputs = "-f lavfi -i color=black:s=320x240:r=25,drawbox=c=white:t=fill:enable='lt(mod(t,1),0.1)' \
                  -f lavfi -i aevalsrc=sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.1):s=48000";
    for (name, codecs, resolution) in [
        ("encoded.mkv", "-c:v mpeg4 -b:v 2M -c:a flac", 120),
        ("copied.mp4", "-c:v libx264 -preset veryfast -bf 3 -g 50 -pix_fmt yuv420p -c:a aac -ac 2", 240),
    ] {
        let film = place.clip(name, &format!("{inputs} -t 5.5 {codecs}"));
        let out = place.path("out");
        std::fs::remove_dir_all(&out).expect("the folder is ours");
        std::fs::create_dir(&out).expect("the folder is ours");
        let prepared = place.prepare(&place.wish(&film, &[resolution])).await.expect("the film is sound");
        let path = place.out(&prepared.renditions[0].file);
        let flashes = moments(&path, "-vf blackdetect=d=0.1:pix_th=0.5 -an", "black_end:");
        let beeps = moments(&path, "-af silencedetect=n=-20dB:d=0.1 -vn", "silence_end:");
        assert!(flashes.len() >= 4, "{name}: {flashes:?}");
        for flash in &flashes {
            let nearest = beeps.iter().map(|beep| (beep - flash).abs()).fold(f64::MAX, f64::min);
            assert!(nearest < 0.040, "{name}: flash at {flash}, beeps at {beeps:?}");
        }
    }
}

/// The times that a filter of ffmpeg reports behind a word.
fn moments(path: &Path, filter: &str, word: &str) -> Vec<f64> {
    let output = Command::new("ffmpeg")
        .args(["-hide_banner", "-copyts", "-i"])
        .arg(path)
        .args(filter.split_whitespace())
        .args(["-f", "null", "-"])
        .output()
        .expect("ffmpeg is installed for the tests");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    let behind = words.split(word).skip(1);
    behind.filter_map(|rest| rest.split_whitespace().next()?.parse().ok()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_alone_becomes_a_film_with_a_still_picture() {
    let place = Place::new();
    let sound = place.clip("sound.ogg", "-f lavfi -i sine=440 -t 5 -c:a libvorbis");
    let still = place.clip("still.png", "-f lavfi -i testsrc2=s=300x300 -frames:v 1");
    let mut wish = place.wish(&sound, &[240, 480, 1080]);
    wish.still = Some(still);
    wish.audio_only_file = true;
    let prepared = place.prepare(&wish).await.expect("the sound is sound");
    check_files(&place, &prepared);
    let resolutions: Vec<u32> = prepared.renditions.iter().map(|rendition| rendition.resolution).collect();
    assert_eq!(resolutions, [0, 240, 480]);
    let place = Place::new();
    let prepared = place.prepare(&place.wish(&sound, &[240])).await.expect("without a picture one is drawn");
    check_files(&place, &prepared);
    assert!(prepared.duration_milliseconds.abs_diff(5000) < 150, "{prepared:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_shapes_are_kept() {
    let cases = [
        // Upright, by its size and by a tag of the camera.
        ("upright.mp4", "-f lavfi -i testsrc2=s=180x320:r=25 -t 1", H264, 90, (90, 160)),
        (
            "odd.mkv",
            "-f lavfi -i testsrc2=s=161x121:r=25,format=yuv444p -t 1",
            "-c:v ffv1 -pix_fmt yuv444p",
            240,
            (162, 122),
        ),
        ("wide.mp4", "-f lavfi -i testsrc2=s=180x144:r=25,setsar=64/45 -t 1", H264, 144, (256, 144)),
        ("brief.mp4", "-f lavfi -i testsrc2=s=160x120:r=25 -frames:v 3", H264, 60, (80, 60)),
        (
            "fields.ts",
            "-f lavfi -i testsrc2=s=320x240:r=50,tinterlace=4 -t 1",
            "-c:v mpeg2video -flags +ildct+ilme",
            120,
            (160, 120),
        ),
    ];
    for (name, input, codec, resolution, size) in cases {
        let place = Place::new();
        let film = place.clip(name, &format!("{input} {codec}"));
        let prepared = place.prepare(&place.wish(&film, &[resolution])).await.unwrap_or_else(|failure| {
            panic!("{name}: {failure}");
        });
        check_files(&place, &prepared);
        let rendition = &prepared.renditions[0];
        assert_eq!((rendition.width, rendition.height), size, "{name}");
        assert!(!rendition.has_audio);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn film_that_a_telephone_turned_is_turned_back() {
    let place = Place::new();
    let lying = place.clip("lying.mp4", &format!("-f lavfi -i testsrc2=s=320x180:r=25 -t 1 {H264}"));
    // ISO/IEC 14496-12, 8.3.2: the matrix stands 40 bytes behind the type of the box; this one turns clockwise.
    // (ffmpeg writes it in another way in each of its versions.)
    let mut bytes = std::fs::read(&lying).expect("ffmpeg wrote it");
    let at = bytes.windows(4).position(|name| name == b"tkhd").expect("a track has a head") + 44;
    for (place, value) in [0, 1 << 16, 0, -1 << 16, 0, 0, 180 << 16, 0, 1 << 30].into_iter().enumerate() {
        bytes[at + place * 4..][..4].copy_from_slice(&i32::to_be_bytes(value));
    }
    let film = place.write("turned.mp4", &bytes);
    let found = place.worker.probe(&film).await.expect("the film is sound");
    assert_eq!((found.width, found.height), (180, 320));
    assert!(!found.video_fits);
    let prepared = place.prepare(&place.wish(&film, &[90])).await.expect("the film is sound");
    check_files(&place, &prepared);
    assert_eq!((prepared.renditions[0].width, prepared.renditions[0].height), (90, 160));
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_frames_are_halved_and_uneven_ones_made_even() {
    let place = Place::new();
    let film = place.clip("fast.mp4", &format!("-f lavfi -i testsrc2=s=160x120:r=60 -t 2 {H264}"));
    let mut wish = place.wish(&film, &[120]);
    wish.maximum_fps = 30;
    let prepared = place.prepare(&wish).await.expect("the film is sound");
    check_files(&place, &prepared);
    assert_eq!(prepared.renditions[0].fps, 30);
    let frames = decode_in_peace(&place.out(&prepared.renditions[0].file));
    assert!(frames.abs_diff(60) <= 1, "{frames}");

    let place = Place::new();
    let uneven = "-f lavfi -i testsrc2=s=160x120:r=30,select='not(eq(mod(n\\,7)\\,3))' -vsync vfr -t 2";
    let film = place.clip("uneven.webm", &format!("{uneven} -c:v libvpx -deadline realtime"));
    let prepared = place.prepare(&place.wish(&film, &[60])).await.expect("the film is sound");
    check_files(&place, &prepared);
    let times = packets(&place.out(&prepared.renditions[0].file), "v:0", "");
    assert!(times.len() >= 55, "the gaps are filled: {}", times.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_off_film_is_prepared_as_far_as_it_goes() {
    let place = Place::new();
    let whole = place
        .clip("whole.mp4", &format!("{PICTURE} {SOUND} -t 6 {H264} -b:v 500k -c:a aac -movflags +faststart"));
    let bytes = std::fs::read(&whole).expect("ffmpeg wrote it");
    let most = place.write("most.mp4", &bytes[..bytes.len() * 8 / 10]);
    let prepared = place.prepare(&place.wish(&most, &[180])).await.expect("most of it can be read");
    check_files(&place, &prepared);
    assert!((4000..5900).contains(&prepared.duration_milliseconds), "{prepared:?}");
    assert!(prepared.is_cut, "its owner is told that the end is missing");
    let prepared = place.prepare(&place.wish(&whole, &[180])).await.expect("it is whole");
    assert!(!prepared.is_cut, "{prepared:?}");

    let place = Place::new();
    let little = place.write("little.mp4", &bytes[..bytes.len() * 3 / 10]);
    let failure = place.prepare(&place.wish(&little, &[180])).await.expect_err("little of it can be read");
    assert_eq!(failure.kind, FailureKind::Damaged, "{failure}");
    assert!(place.left().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn film_with_damaged_pictures_is_prepared_and_its_owner_is_told() {
    let place = Place::new();
    let whole = place.clip(
        "unhurt.mp4",
        &format!("{PICTURE} {SOUND} -t 8 {H264} -g 50 -b:v 800k -c:a aac -movflags +faststart"),
    );
    let mut bytes = std::fs::read(&whole).expect("ffmpeg wrote it");
    let middle = bytes.len() / 2;
    for (place, byte) in bytes[middle..middle + 4096].iter_mut().enumerate() {
        *byte ^= (place * 37 % 255 + 1) as u8;
    }
    let hurt = place.write("hurt.mp4", &bytes);
    for (film, resolutions, is_damaged) in [
        (&whole, [360].as_slice(), false),
        (&hurt, &[360], true),
        (&whole, &[180, 360], false),
        (&hurt, &[180, 360], true),
    ] {
        let place = Place::new();
        let prepared = place.prepare(&place.wish(film, resolutions)).await.expect("most of it can be read");
        check_files(&place, &prepared);
        assert_eq!(prepared.copied, !is_damaged, "{prepared:?}");
        assert_eq!(prepared.is_damaged, is_damaged, "{} {resolutions:?}", film.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn film_with_damaged_sound_becomes_one_whose_sound_can_be_decoded() {
    let place = Place::new();
    let whole = place.clip(
        "whole.mp4",
        &format!(
            "{PICTURE} {SOUND} -t 6 {H264} -g 60 -b:v 500k -c:a aac -ac 2 -b:a 128k -movflags +faststart"
        ),
    );
    let bytes = std::fs::read(&whole).expect("ffmpeg wrote it");
    let sound = places(&whole, "a:0");
    let flipped = |count: usize, each: usize| {
        let mut hurt = bytes.clone();
        for (at, size) in sound.iter().step_by(sound.len() / count).skip(1) {
            for place in 0..each {
                hurt[at + (place * 31 + 2) % size] ^= (place * 37 % 255 + 0x41) as u8;
            }
        }
        hurt
    };
    let mut zeros = bytes.clone();
    zeros[bytes.len() / 2..][..64 << 10].fill(0);
    // The index at the beginning stays as it is.
    let media = sound[0].0;
    let mut everywhere = bytes.clone();
    (media..bytes.len()).step_by(700).for_each(|at| everywhere[at] ^= 0x55);
    let cases = [
        ("three-bytes.mp4", flipped(12, 3), false, vec![vec![360], vec![180, 360]]),
        ("a-byte.mp4", flipped(30, 1), false, vec![vec![180]]),
        ("zeros.mp4", zeros, true, vec![vec![360]]),
        ("everywhere.mp4", everywhere, true, vec![vec![180, 360]]),
    ];
    for (name, hurt, pictures_are_hurt, wishes) in cases {
        let film = place.write(name, &hurt);
        for resolutions in wishes {
            let place = Place::new();
            let prepared = place.prepare(&place.wish(&film, &resolutions)).await.expect(name);
            check_files(&place, &prepared);
            assert!(prepared.is_sound_damaged, "{name} {resolutions:?}");
            assert_eq!(prepared.is_damaged, pictures_are_hurt, "{name} {resolutions:?}");
            let is_whole = !pictures_are_hurt && resolutions.contains(&360);
            assert_eq!(prepared.copied, is_whole, "{name} {resolutions:?}: pictures without fault stay");
            assert!(prepared.duration_milliseconds.abs_diff(6_000) < 100, "{name}: {prepared:?}");
        }
    }
    let prepared = place.prepare(&place.wish(&whole, &[180])).await.expect("it is whole");
    assert!(!prepared.is_sound_damaged && !prepared.is_damaged, "{prepared:?}");
}

/// Where in the file the packets of a stream lie, and their sizes.
fn places(path: &Path, stream: &str) -> Vec<(usize, usize)> {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", stream, "-show_entries", "packet=pos,size"])
        .args(["-of", "csv=p=0"])
        .arg(path)
        .output()
        .expect("ffprobe is installed for the tests");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|words| words.len() > 1)
        .map(|words| (words[1].parse().expect("a number"), words[0].parse().expect("a number")))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn film_in_high_range_is_told_from_an_ordinary_one() {
    let place = Place::new();
    let x265 = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none";
    for (name, colours, is_pale) in [
        ("pq.mp4", ":colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc", true),
        ("hlg.mp4", ":colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc", true),
        ("plain.mp4", "", false),
    ] {
        let film = place.clip(name, &format!("{PICTURE} -t 1 {x265}{colours} -tag:v hvc1"));
        let place = Place::new();
        let prepared = place.prepare(&place.wish(&film, &[180])).await.expect("it can be read");
        assert_eq!(prepared.is_pale, is_pale, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_are_the_same_in_all_sizes_of_a_film_that_does_not_name_them() {
    let bars = |size: &str, matrix: &str| {
        format!(
            "-f lavfi -i color=red:s={size}:r=25:d=1[left];color=lime:s={size}:r=25:d=1[right];\
             [left][right]hstack,scale=out_color_matrix={matrix},format=yuv420p,\
             setparams=colorspace=unknown:color_primaries=unknown:color_trc=unknown"
        )
    };
    for (name, size, matrix, codec) in [
        ("copied.mp4", "640x720", "bt709", H264),
        ("encoded.mkv", "640x720", "bt709", "-c:v mpeg4 -q:v 2"),
        ("wide.mkv", "640x544", "bt709", "-c:v mpeg4 -q:v 2"),
        ("small.mp4", "320x480", "bt601", H264),
    ] {
        let place = Place::new();
        let film = place.clip(name, &format!("{} {codec}", bars(size, matrix)));
        let mut wish = place.wish(&film, &[144, 240, 480, 544, 720]);
        wish.maximum_fps = 30;
        let prepared = place.prepare(&wish).await.expect("it can be read");
        check_files(&place, &prepared);
        let mut files: Vec<_> =
            prepared.renditions.iter().map(|made| (made.file.clone(), Some(&made.codecs))).collect();
        files.extend([(prepared.thumbnail.clone(), None), (prepared.preview.clone(), None)]);
        for (file, codecs) in files {
            let path = place.out(&file);
            for (side, wanted) in [(1, [255, 0, 0]), (3, [0, 255, 0])] {
                let found = colour(&path, side);
                let is_near = found
                    .iter()
                    .zip(wanted)
                    .all(|(one, other): (&u8, i32)| i32::from(*one).abs_diff(other) < 16);
                assert!(is_near, "{name}, {file}: {found:?} where {wanted:?} was");
            }
            if codecs.is_some() {
                let told = ask(&path, "-select_streams v:0 -show_entries stream=color_space");
                let is_told = if matrix == "bt709" { told == "bt709" } else { told == "smpte170m" };
                assert!(is_told, "{name}, {file}: {told}");
            }
        }
    }
}

/// The colour of the first picture at so many quarters of its width, as a player that believes the tags shows it.
fn colour(path: &Path, quarters: u32) -> Vec<u8> {
    let filter = format!("crop=2:2:iw*{quarters}/4:ih/2,scale=1:1,format=rgb24");
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(path)
        .args(["-vf", &filter, "-frames:v", "1", "-f", "rawvideo", "-"])
        .output()
        .expect("ffmpeg is installed for the tests");
    output.stdout
}

#[tokio::test(flavor = "multi_thread")]
async fn film_with_two_sounds_keeps_the_first_and_its_owner_is_told() {
    let place = Place::new();
    let inputs = format!("{PICTURE} {SOUND} -f lavfi -i sine=880 -t 1 {H264} -c:a aac");
    for (name, maps, lacks_sound) in
        [("two.mkv", "-map 0 -map 1 -map 2", true), ("one.mp4", "-map 0 -map 1", false)]
    {
        let film = place.clip(name, &format!("{inputs} {maps}"));
        let place = Place::new();
        let prepared = place.prepare(&place.wish(&film, &[180])).await.expect("it can be read");
        check_files(&place, &prepared);
        assert_eq!(prepared.lacks_sound, lacks_sound, "{name}");
    }
}
