//! The joined file is read again, and what is none of ours is refused without a panic.

use std::io::Cursor;

use proptest::prelude::*;

use super::super::{Codec, Fragment, Sample, Track, Writer};
use super::*;

/// A fragmented file of these tracks: two segments of three samples each, sample after sample of one letter.
fn file(tracks: Vec<Track>, letters: &[u8]) -> Vec<u8> {
    let (mut writer, mut file) = Writer::new(tracks.clone(), 2);
    for segment in 0..2_u64 {
        let fragment = |track: usize| Fragment {
            track,
            decode_time: segment * 300,
            samples: (1..=3)
                .map(|size| Sample { size, duration: 100, composition: 100, sync: size == 1 })
                .collect(),
        };
        let fragments: Vec<_> = (0..tracks.len()).map(fragment).collect();
        file.extend(writer.segment(&fragments, 3_000_000_000));
        for letter in &letters[..tracks.len()] {
            file.extend(std::iter::repeat_n(*letter, 6));
        }
    }
    let header = writer.finish().header;
    file[..header.len()].copy_from_slice(&header);
    file
}

fn picture() -> Track {
    let codec = Codec::H264 { width: 320, height: 180, record: vec![1, 2, 3], colours: None };
    Track { codec, timescale: 100, starts_at: 100 }
}

fn sound() -> Track {
    let codec = Codec::Aac { channels: 2, rate: 48_000, config: vec![0x11, 0x90] };
    Track { codec, timescale: 100, starts_at: 0 }
}

/// The file that a client receives.
fn whole(sources: &[Vec<u8>]) -> Vec<u8> {
    let mut open: Vec<_> = sources.iter().map(Cursor::new).collect();
    let plain = join(&mut open).expect("the sources are ours");
    let mut bytes = plain.head;
    for piece in &plain.pieces {
        assert_eq!(piece.at, bytes.len() as u64, "piece follows piece");
        let range = piece.bytes.start as usize..piece.bytes.end as usize;
        bytes.extend_from_slice(&sources[piece.source][range]);
    }
    assert_eq!(bytes.len() as u64, plain.length);
    bytes
}

/// What the tables of each track lead to: its chunks' bytes.
fn chunks(file: &[u8]) -> Vec<Vec<u8>> {
    let moov = child(file, b"moov").expect("the file has its tables");
    let tracks = children(moov).expect("they are whole").into_iter().filter(|(kind, _)| kind == b"trak");
    tracks
        .map(|(_, track)| {
            let table = ["mdia", "minf", "stbl", "co64"].iter().try_fold(track, |bytes, kind| {
                child(bytes, kind.as_bytes().try_into().expect("four letters"))
            });
            let table = table.expect("the track has its offsets");
            let count = number(table, 4).expect("it is long enough");
            let offset =
                |place: u32| wide(table, 8 + place as usize * 8).expect("it is long enough") as usize;
            (0..count).flat_map(|place| file[offset(place)..offset(place) + 6].to_vec()).collect()
        })
        .collect()
}

/// `children` knows no boxes beyond 4 GiB: the last one here says its size in eight bytes.
fn without_media(file: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    let at = file.windows(4).position(|window| window == b"mdat").expect("there is one");
    let size = (file.len() - at + 4) as u32;
    file[at - 4..at].copy_from_slice(&size.to_be_bytes());
    file
}

#[test]
fn tables_lead_to_the_samples_of_one_file_and_of_two() {
    let one = whole(&[file(vec![picture(), sound()], b"ps")]);
    assert_eq!(chunks(&without_media(&one)), [b"pppppppppppp".to_vec(), b"ssssssssssss".to_vec()]);
    let two = whole(&[file(vec![picture()], b"p"), file(vec![sound()], b"s")]);
    assert_eq!(chunks(&without_media(&two)), [b"pppppppppppp".to_vec(), b"ssssssssssss".to_vec()]);
    let media = two.iter().rev().take(24).rev().copied().collect::<Vec<_>>();
    assert_eq!(media, b"ppppppssssssppppppssssss", "what is shown together lies together");
    assert!(!two.windows(4).any(|window| window == b"moof" || window == b"mvex"));
}

#[test]
fn nothing_that_is_read_makes_it_panic() {
    let good = file(vec![picture(), sound()], b"ps");
    for end in 0..good.len() {
        let _ = join(&mut [Cursor::new(&good[..end])]);
    }
    let change = (any::<prop::sample::Index>(), any::<u8>());
    proptest!(ProptestConfig::with_cases(2000), |(changes in prop::collection::vec(change, 1..4))| {
        let mut file = good.clone();
        for (place, byte) in changes {
            let at = place.index(file.len());
            file[at] = byte;
        }
        if let Ok(plain) = join(&mut [Cursor::new(&file)]) {
            for piece in plain.pieces {
                prop_assert!(piece.bytes.end <= file.len() as u64);
            }
        }
    });
}
