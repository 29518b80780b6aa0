//! Renditions of the worker, put together as plain files.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use lucarne::media::fmp4::plain;

use super::clips::{Place, ask, decode_in_peace, packets};

/// Writes what a client receives.
fn join(sources: &[&Path], to: &Path) {
    let mut open: Vec<File> = sources.iter().map(|path| File::open(path).expect("it was made")).collect();
    let plain = plain::join(&mut open).expect("the worker made them");
    let mut bytes = plain.head;
    for piece in plain.pieces {
        let source = &mut open[piece.source];
        source.seek(SeekFrom::Start(piece.bytes.start)).expect("it is a file");
        source.take(piece.bytes.end - piece.bytes.start).read_to_end(&mut bytes).expect("it is a file");
    }
    std::fs::write(to, bytes).expect("the tests may write temporary files");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_file_shows_every_packet_at_its_time() {
    let place = Place::new();
    let words = "-f lavfi -i testsrc2=s=320x180:r=25:d=9 -f lavfi -i sine=440:d=9 -c:v libx264 -bf 2 -g 60 \
                 -pix_fmt yuv420p -c:a aac";
    let film = place.clip("film.mp4", words);
    let prepared = place.prepare(&place.wish(&film, &[90, 180])).await.expect("the film is sound");
    for rendition in &prepared.renditions {
        let (source, kept) = (place.out(&rendition.file), place.path("kept.mp4"));
        join(&[&source], &kept);
        assert_eq!(decode_in_peace(&kept), decode_in_peace(&source));
        for stream in ["v:0", "a:0"] {
            let (before, after) = (packets(&source, stream, ""), packets(&kept, stream, ""));
            assert_eq!(before.len(), after.len(), "{stream}");
            for (before, after) in before.iter().zip(&after) {
                assert!((before - after).abs() < 0.002, "{stream}: {before} {after}");
            }
        }
        assert_eq!(packets(&source, "v:0", "K").len(), packets(&kept, "v:0", "K").len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_and_a_sound_of_two_files_become_one() {
    let (silent, loud) = (Place::new(), Place::new());
    let picture = "-f lavfi -i testsrc2=s=320x180:r=25:d=9 -c:v libx264 -g 50 -pix_fmt yuv420p";
    let film = silent.clip("silent.mp4", picture);
    let silent_film = silent.prepare(&silent.wish(&film, &[180])).await.expect("the film is sound");
    let film = loud.clip("loud.mp4", &format!("-f lavfi -i sine=440:d=9 {picture} -c:a aac"));
    let mut wish = loud.wish(&film, &[180]);
    wish.audio_only_file = true;
    let loud_film = loud.prepare(&wish).await.expect("the film is sound");
    let sound = loud_film.renditions.iter().find(|rendition| !rendition.has_video).expect("it was wished");
    let kept = silent.path("kept.mp4");
    let sources = [&*silent.out(&silent_film.renditions[0].file), &*loud.out(&sound.file)];
    join(&sources, &kept);
    assert_eq!(decode_in_peace(&kept), 225);
    assert_eq!(ask(&kept, "-show_entries stream=codec_name"), "h264\naac");
    assert_eq!(packets(&kept, "a:0", "").len(), packets(sources[1], "a:0", "").len());
}
