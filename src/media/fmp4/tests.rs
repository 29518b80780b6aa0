//! The bytes themselves: taken apart again by a reader that shares nothing with the writer.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::*;

/// A box: its kind, where it begins and its body.
struct Found<'a> {
    kind: String,
    start: usize,
    body: &'a [u8],
}

fn boxes(bytes: &[u8]) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let size = int(bytes, start) as usize;
        assert!(size >= 8 && start + size <= bytes.len(), "a box of {size} bytes at {start}");
        let kind = String::from_utf8_lossy(&bytes[start + 4..start + 8]).into_owned();
        found.push(Found { kind, start, body: &bytes[start + 8..start + size] });
        start += size;
    }
    found
}

fn inside<'a>(bytes: &'a [u8], path: &[&str]) -> &'a [u8] {
    path.iter().fold(bytes, |bytes, kind| {
        boxes(bytes).into_iter().find(|found| found.kind == *kind).unwrap_or_else(|| panic!("no {kind}")).body
    })
}

fn int(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

fn long(bytes: &[u8], at: usize) -> u64 {
    u64::from_be_bytes(bytes[at..at + 8].try_into().expect("eight bytes"))
}

fn tracks() -> Vec<Track> {
    let record = vec![1, 0x64, 0, 0x1f, 0xff, 0xe1, 0, 1, 0x67, 1, 0, 1, 0x68];
    vec![
        Track {
            codec: Codec::H264 { width: 1280, height: 720, record, colours: None },
            timescale: 30_000,
            starts_at: 2000,
        },
        Track {
            codec: Codec::Aac { channels: 2, rate: 48_000, config: vec![0x11, 0x90] },
            timescale: 48_000,
            starts_at: 1024,
        },
    ]
}

fn samples(random: &mut StdRng, count: usize, is_sound: bool) -> Vec<Sample> {
    let uneven = random.random_bool(0.3);
    (0..count)
        .map(|position| Sample {
            size: random.random_range(1..500),
            duration: if is_sound { 1024 } else { 1000 + u32::from(uneven && position % 3 == 0) },
            composition: if is_sound { 0 } else { random.random_range(0..4) * 1000 },
            sync: is_sound || position == 0 || random.random_bool(0.05),
        })
        .collect()
}

/// What a reader gathers from one `moof`: track, decode time, samples and the place of their first byte.
fn read(moof: &Found<'_>) -> Vec<(usize, u64, Vec<Sample>, usize)> {
    let fragments = boxes(moof.body).into_iter().filter(|found| found.kind == "traf");
    fragments
        .map(|fragment| {
            let header = inside(fragment.body, &["tfhd"]);
            assert_eq!(int(header, 0), 0x0002_0028, "offsets count from the moof; defaults are there");
            let (track, duration, flags) = (int(header, 4), int(header, 8), int(header, 12));
            let time = long(inside(fragment.body, &["tfdt"]), 4);
            let run = inside(fragment.body, &["trun"]);
            let present = int(run, 0) & 0x00ff_ffff;
            let (count, offset) = (int(run, 4), int(run, 8) as usize);
            let mut at = 12;
            let mut next = |is_there: bool, default: u32| {
                if is_there {
                    at += 4;
                    int(run, at - 4)
                } else {
                    default
                }
            };
            let first = next(present & 4 != 0, flags);
            let mut found = Vec::new();
            for position in 0..count {
                let duration = next(present & 0x100 != 0, duration);
                let size = next(present & 0x200 != 0, 0);
                let flags = next(present & 0x400 != 0, if position == 0 { first } else { flags });
                let composition = next(present & 0x800 != 0, 0);
                found.push(Sample { size, duration, composition, sync: flags & 0x0001_0000 == 0 });
            }
            assert_eq!(at, run.len(), "nothing is left of the run");
            (track as usize - 1, time, found, moof.start + offset)
        })
        .collect()
}

#[test]
fn every_byte_is_where_the_boxes_say() {
    for seed in 0..200 {
        let mut random = StdRng::seed_from_u64(seed);
        let expected = random.random_range(0..12);
        let (mut writer, mut file) = Writer::new(tracks(), expected);
        let first_length = file.len();
        let mut wanted = Vec::new();
        let mut times = [0_u64; 2];
        for number in 0..random.random_range(1..40_u64) {
            let mut fragments = Vec::new();
            for (track, time) in times.iter_mut().enumerate() {
                // Sound may be missing for a while.
                if track == 1 && random.random_bool(0.1) {
                    continue;
                }
                let count = random.random_range(1..60);
                let samples = samples(&mut random, count, track == 1);
                let decode_time = *time;
                *time += samples.iter().map(|sample| u64::from(sample.duration)).sum::<u64>();
                fragments.push(Fragment { track, decode_time, samples });
            }
            let head = writer.segment(&fragments, 4_000_000_000 - number);
            let start = file.len();
            file.extend_from_slice(&head);
            for (position, sample) in fragments.iter().flat_map(|fragment| &fragment.samples).enumerate() {
                file.extend(std::iter::repeat_n(position as u8, sample.size as usize));
            }
            assert_eq!(writer.bytes(), file.len() as u64);
            wanted.push((start..file.len(), fragments));
        }
        let finished = writer.finish();
        assert_eq!(finished.header.len(), first_length, "no offset moves");
        file[..first_length].copy_from_slice(&finished.header);

        let all = boxes(&file);
        let kinds: Vec<&str> = all.iter().map(|found| found.kind.as_str()).collect();
        assert_eq!(kinds[..4], ["ftyp", "moov", "sidx", "free"]);
        assert_eq!(finished.map, 0..all[2].start as u64);
        for (number, (range, fragments)) in wanted.iter().enumerate() {
            let moof = &all[4 + 2 * number];
            assert_eq!((moof.kind.as_str(), moof.start), ("moof", range.start));
            assert_eq!(finished.segments[number].bytes, range.start as u64..range.end as u64);
            assert_eq!(int(inside(moof.body, &["mfhd"]), 4) as usize, number + 1);
            let mut position = 0;
            for (found, fragment) in read(moof).into_iter().zip(fragments) {
                let (track, time, samples, mut at) = found;
                assert_eq!(
                    (track, time, &samples),
                    (fragment.track, fragment.decode_time, &fragment.samples)
                );
                for sample in &samples {
                    let bytes = &file[at..at + sample.size as usize];
                    assert!(bytes.iter().all(|byte| *byte == position as u8), "sample {position}");
                    at += sample.size as usize;
                    position += 1;
                }
            }
        }
        check_index(&file, &all[2], &finished);
    }
}

/// The `sidx` covers the file from its anchor to the end, whatever the number of segments.
fn check_index(file: &[u8], sidx: &Found<'_>, finished: &Finished) {
    let body = sidx.body;
    assert_eq!(int(body, 8), 30_000, "the time scale of the picture");
    assert_eq!(long(body, 12), 2000, "the film begins where the edit list says");
    let mut at = sidx.start + 8 + body.len() + long(body, 20) as usize;
    assert_eq!(at as u64, finished.segments[0].bytes.start);
    let mut ticks = 0;
    for reference in body[32..].chunks(12) {
        assert_eq!(&file[at + 4..at + 8], b"moof");
        assert_eq!(int(reference, 8), 0x9000_0000, "each starts with a key frame");
        at += int(reference, 0) as usize;
        ticks += u64::from(int(reference, 4));
    }
    assert_eq!(at, file.len());
    let shown: u64 = finished.segments.iter().map(|segment| segment.duration).sum();
    assert_eq!(ticks, super::ticks(shown, 30_000));
}

#[test]
fn header_says_what_a_player_has_to_know() {
    let (mut writer, header) = Writer::new(tracks(), 2);
    assert_eq!(long(inside(&header, &["moov", "mvex", "mehd"]), 4), 0, "no length is known at first");
    let sample = Sample { size: 9, duration: 1000, composition: 2000, sync: true };
    writer.segment(&[Fragment { track: 0, decode_time: 0, samples: vec![sample] }], 33_333_333);
    let header = writer.finish().header;
    assert_eq!(long(inside(&header, &["moov", "mvex", "mehd"]), 4), 34);
    let tracks: Vec<Found<'_>> =
        boxes(inside(&header, &["moov"])).into_iter().filter(|found| found.kind == "trak").collect();
    let [picture, sound] = &tracks[..] else { panic!("two tracks") };
    let edit = inside(picture.body, &["edts", "elst"]);
    assert_eq!((int(edit, 4), long(edit, 8), long(edit, 16)), (1, 0, 2000));
    assert_eq!(long(inside(sound.body, &["edts", "elst"]), 16), 1024);
    assert_eq!(int(inside(sound.body, &["mdia", "mdhd"]), 20), 48_000);
    let entry = &inside(picture.body, &["mdia", "minf", "stbl", "stsd"])[8..];
    assert_eq!(&entry[4..8], b"avc1");
    assert_eq!(int(entry, 32), 1280 << 16 | 720);
    assert_eq!(inside(&entry[86..], &["avcC"])[..4], [1, 0x64, 0, 0x1f]);
    let entry = &inside(sound.body, &["mdia", "minf", "stbl", "stsd"])[8..];
    assert_eq!((&entry[4..8], int(entry, 32)), (&b"mp4a"[..], 48_000 << 16));
    let esds = inside(&entry[36..], &["esds"]);
    assert!(esds.windows(4).any(|window| window == [5, 2, 0x11, 0x90]), "{esds:?}");
}

/// The whole header of a small file, so that no byte changes unnoticed: players and swarms depend on it.
#[test]
fn header_is_the_golden_one() {
    use sha2::{Digest, Sha256};
    let (_, header) = Writer::new(tracks(), 2);
    let hash: String = Sha256::digest(&header).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        (header.len(), hash.as_str()),
        (1420, "b66e1792894598fbf11a654159f13efbb61a3b5739e73e8298e559c38cf586c3")
    );
}
