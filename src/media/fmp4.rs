//! A byte-range fragmented MP4, written forwards: what hls.js takes apart by the playlist's ranges and
//! what a plain `<video>` seeks in by its `sidx`. Sans IO: it takes sizes and times and returns bytes.
//!
//! Layout: `ftyp` `moov` `free`, then one `moof` + `mdat` for each segment, with the fragments of both
//! tracks in one `moof`. The `free` box becomes the `sidx` at the end, so that no offset ever moves.
//! Sources: ISO/IEC 14496-12 (boxes), 14496-14 (`mp4a`, `esds`), 14496-15 (`avc1`, `avcC`).
//!
//! Times. Decode times count from 0 in each track's own time scale; what lies before the film's start
//! (the reordering delay of B-frames, the priming of an audio encoder) is cut away by an edit list, and
//! composition offsets are never negative: players built on ffmpeg shift a stream that has negative ones,
//! and sound and picture part.

pub mod plain;

use std::ops::Range;

/// The time scale of the movie header: milliseconds.
const MOVIE_TIMESCALE: u32 = 1000;
/// Sample flags (14496-12, 8.8.3.1): depends on nothing.
const SYNC: u32 = 0x0200_0000;
/// Sample flags: depends on others, is no sync sample.
const NOT_SYNC: u32 = 0x0101_0000;
/// Bytes of a `sidx` of version 1 without references: box header, version, ids, times, count.
const SIDX_HEAD: usize = 40;
/// Bytes of one reference in a `sidx`.
const SIDX_REFERENCE: usize = 12;

/// One stream of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    pub codec: Codec,
    /// Ticks per second of this track's times.
    pub timescale: u32,
    /// Where the film begins in this track's decode times: what lies before is decoded and not shown.
    pub starts_at: u64,
}

/// How a stream is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codec {
    H264 {
        width: u16,
        height: u16,
        /// The body of the `avcC` box.
        record: Vec<u8>,
        /// For players of streams that do not name their colours themselves.
        colours: Option<Colours>,
    },
    Aac {
        channels: u16,
        rate: u32,
        /// The AudioSpecificConfig.
        config: Vec<u8>,
    },
}

/// What the numbers of a picture mean (ISO/IEC 23091-2, in numbers of its tables).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    pub primaries: u16,
    pub transfer: u16,
    pub matrix: u16,
    /// Whether black is 0 and white 255.
    pub is_full: bool,
}

/// One access unit or audio frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    pub size: u32,
    /// Ticks.
    pub duration: u32,
    /// Presentation time minus decode time, in ticks.
    pub composition: u32,
    pub sync: bool,
}

/// The samples of one track in one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// Index of the track, from 0.
    pub track: usize,
    /// Decode time of the first sample, in ticks.
    pub decode_time: u64,
    pub samples: Vec<Sample>,
}

/// Where a finished segment lies and how long it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub bytes: Range<u64>,
    /// Nanoseconds.
    pub duration: u64,
}

/// What is known at the end of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Replaces the bytes from the start of the file; exactly as long as the first header was.
    pub header: Vec<u8>,
    /// The initialisation segment (`EXT-X-MAP`): `ftyp` and `moov`.
    pub map: Range<u64>,
    pub segments: Vec<Segment>,
}

/// The state of a file that is being written.
#[derive(Clone, Debug)]
pub struct Writer {
    tracks: Vec<Track>,
    reserved: usize,
    offset: u64,
    segments: Vec<Segment>,
}

impl Writer {
    /// Starts a file of these tracks and reserves room for the index of about so many segments.
    /// The bytes go to the start of the file.
    pub fn new(tracks: Vec<Track>, expected_segments: usize) -> (Self, Vec<u8>) {
        let slots = expected_segments + expected_segments / 8 + 8;
        let reserved = SIDX_HEAD + SIDX_REFERENCE * slots + 8;
        let mut header = head(&tracks, 0);
        free(&mut header, reserved);
        let writer = Self { tracks, reserved, offset: header.len() as u64, segments: Vec::new() };
        (writer, header)
    }

    /// The next segment. The bytes returned stand in front of the payloads of all samples, fragment
    /// after fragment in the order given. `duration` (nanoseconds) is how long the segment is shown.
    pub fn segment(&mut self, fragments: &[Fragment], duration: u64) -> Vec<u8> {
        let payload: u64 = fragments.iter().map(Fragment::bytes).sum();
        let sequence = self.segments.len() as u32 + 1;
        let mut bytes = Vec::new();
        let mut data_offsets = Vec::new();
        boxed(&mut bytes, b"moof", |out| {
            boxed(out, b"mfhd", |out| numbers(out, &[0, sequence]));
            for fragment in fragments {
                boxed(out, b"traf", |out| track_fragment(out, fragment, &mut data_offsets));
            }
        });
        let large = payload + 8 > u64::from(u32::MAX);
        let mut position = bytes.len() as u64 + if large { 16 } else { 8 };
        for (place, fragment) in data_offsets.into_iter().zip(fragments) {
            bytes[place..place + 4].copy_from_slice(&(position as u32).to_be_bytes());
            position += fragment.bytes();
        }
        if large {
            numbers(&mut bytes, &[1]);
            bytes.extend_from_slice(b"mdat");
            bytes.extend_from_slice(&(payload + 16).to_be_bytes());
        } else {
            numbers(&mut bytes, &[payload as u32 + 8]);
            bytes.extend_from_slice(b"mdat");
        }
        let end = self.offset + bytes.len() as u64 + payload;
        self.segments.push(Segment { bytes: self.offset..end, duration });
        self.offset = end;
        bytes
    }

    /// How many bytes the file has so far.
    pub fn bytes(&self) -> u64 {
        self.offset
    }

    /// Ends the file: durations and the `sidx` take the places kept for them.
    pub fn finish(self) -> Finished {
        let duration: u64 = self.segments.iter().map(|segment| segment.duration).sum();
        let mut header = head(&self.tracks, duration);
        let map = 0..header.len() as u64;
        index(&mut header, &self.tracks, &self.segments, self.reserved);
        Finished { header, map, segments: self.segments }
    }
}

impl Fragment {
    fn bytes(&self) -> u64 {
        self.samples.iter().map(|sample| u64::from(sample.size)).sum()
    }
}

/// `ftyp` and `moov`; always the same length for the same tracks.
fn head(tracks: &[Track], duration_nanoseconds: u64) -> Vec<u8> {
    let duration = duration_nanoseconds.div_ceil(1_000_000);
    let mut out = Vec::new();
    boxed(&mut out, b"ftyp", |out| {
        out.extend_from_slice(b"iso6");
        numbers(out, &[1]);
        out.extend_from_slice(b"iso6isommp41avc1");
    });
    boxed(&mut out, b"moov", |out| {
        movie_header(out, duration, tracks.len());
        for (index, track) in tracks.iter().enumerate() {
            boxed(out, b"trak", |out| track_box(out, index as u32 + 1, track, duration));
        }
        boxed(out, b"mvex", |out| {
            boxed(out, b"mehd", |out| {
                numbers(out, &[0x0100_0000]);
                long(out, duration);
            });
            for index in 0..tracks.len() {
                boxed(out, b"trex", |out| numbers(out, &[0, index as u32 + 1, 1, 0, 0, 0]));
            }
        });
    });
    out
}

/// `duration` in milliseconds.
fn movie_header(out: &mut Vec<u8>, duration: u64, tracks: usize) {
    boxed(out, b"mvhd", |out| {
        numbers(out, &[0x0100_0000, 0, 0, 0, 0, MOVIE_TIMESCALE]);
        long(out, duration);
        numbers(out, &[0x0001_0000, 0x0100_0000, 0, 0]);
        matrix(out);
        numbers(out, &[0; 6]);
        numbers(out, &[tracks as u32 + 1]);
    });
}

fn track_box(out: &mut Vec<u8>, id: u32, track: &Track, duration: u64) {
    let (width, height, volume) = match track.codec {
        Codec::H264 { width, height, .. } => (u32::from(width), u32::from(height), 0),
        Codec::Aac { .. } => (0, 0, 0x0100_0000),
    };
    boxed(out, b"tkhd", |out| {
        // Version 1; enabled, in the movie, in the preview.
        numbers(out, &[0x0100_0007, 0, 0, 0, 0, id, 0]);
        long(out, duration);
        numbers(out, &[0, 0, 0, volume]);
        matrix(out);
        numbers(out, &[width << 16, height << 16]);
    });
    if track.starts_at > 0 {
        boxed(out, b"edts", |out| {
            boxed(out, b"elst", |out| {
                // Version 1, one entry; a duration of 0 means "all the fragments" (14496-12, 8.6.6).
                numbers(out, &[0x0100_0000, 1, 0, 0]);
                long(out, track.starts_at);
                numbers(out, &[0x0001_0000]);
            });
        });
    }
    boxed(out, b"mdia", |out| {
        boxed(out, b"mdhd", |out| {
            numbers(out, &[0x0100_0000, 0, 0, 0, 0, track.timescale, 0, 0]);
            // The language "und", five bits a letter.
            numbers(out, &[0x55c4_0000]);
        });
        let (handler, name): (&[u8; 4], &[u8]) = match track.codec {
            Codec::H264 { .. } => (b"vide", b"picture\0"),
            Codec::Aac { .. } => (b"soun", b"sound\0"),
        };
        boxed(out, b"hdlr", |out| {
            numbers(out, &[0, 0]);
            out.extend_from_slice(handler);
            numbers(out, &[0, 0, 0]);
            out.extend_from_slice(name);
        });
        boxed(out, b"minf", |out| {
            match track.codec {
                Codec::H264 { .. } => boxed(out, b"vmhd", |out| numbers(out, &[1, 0, 0])),
                Codec::Aac { .. } => boxed(out, b"smhd", |out| numbers(out, &[0, 0])),
            }
            boxed(out, b"dinf", |out| {
                boxed(out, b"dref", |out| {
                    numbers(out, &[0, 1]);
                    boxed(out, b"url ", |out| numbers(out, &[1]));
                });
            });
            boxed(out, b"stbl", |out| {
                boxed(out, b"stsd", |out| {
                    numbers(out, &[0, 1]);
                    match &track.codec {
                        Codec::H264 { width, height, record, colours } => {
                            avc1(out, (*width, *height), record, *colours);
                        }
                        Codec::Aac { channels, rate, config } => mp4a(out, *channels, *rate, config),
                    }
                });
                boxed(out, b"stts", |out| numbers(out, &[0, 0]));
                boxed(out, b"stsc", |out| numbers(out, &[0, 0]));
                boxed(out, b"stsz", |out| numbers(out, &[0, 0, 0]));
                boxed(out, b"stco", |out| numbers(out, &[0, 0]));
            });
        });
    });
}

fn avc1(out: &mut Vec<u8>, (width, height): (u16, u16), record: &[u8], colours: Option<Colours>) {
    boxed(out, b"avc1", |out| {
        numbers(out, &[0, 1, 0, 0, 0, 0]);
        out.extend_from_slice(&width.to_be_bytes());
        out.extend_from_slice(&height.to_be_bytes());
        // 72 dots per inch, one frame a sample, no name, depth 24, no colour table.
        numbers(out, &[0x0048_0000, 0x0048_0000, 0]);
        out.extend_from_slice(&[0, 1]);
        out.extend_from_slice(&[0; 32]);
        numbers(out, &[0x0018_ffff]);
        boxed(out, b"avcC", |out| out.extend_from_slice(record));
        boxed(out, b"pasp", |out| numbers(out, &[1, 1]));
        if let Some(Colours { primaries, transfer, matrix, is_full }) = colours {
            // 14496-12, 12.1.5.
            boxed(out, b"colr", |out| {
                out.extend_from_slice(b"nclx");
                [primaries, transfer, matrix]
                    .iter()
                    .for_each(|number| out.extend_from_slice(&number.to_be_bytes()));
                out.push(u8::from(is_full) << 7);
            });
        }
    });
}

fn mp4a(out: &mut Vec<u8>, channels: u16, rate: u32, config: &[u8]) {
    boxed(out, b"mp4a", |out| {
        numbers(out, &[0, 1, 0, 0]);
        out.extend_from_slice(&channels.to_be_bytes());
        out.extend_from_slice(&[0, 16, 0, 0, 0, 0]);
        // 16.16 fixed point; rates that do not fit stand in the configuration alone.
        numbers(out, &[if rate < 0x1_0000 { rate << 16 } else { 0 }]);
        boxed(out, b"esds", |out| {
            numbers(out, &[0]);
            let specific = config.len() as u8;
            // ES_Descriptor, DecoderConfigDescriptor (0x40: MPEG-4 audio), DecoderSpecificInfo, SLConfig.
            out.extend_from_slice(&[0x03, 3 + 2 + 13 + 2 + specific + 3, 0, 1, 0]);
            out.extend_from_slice(&[0x04, 13 + 2 + specific, 0x40, 0x15, 0, 0, 0]);
            numbers(out, &[0, 0]);
            out.extend_from_slice(&[0x05, specific]);
            out.extend_from_slice(config);
            out.extend_from_slice(&[0x06, 1, 2]);
        });
    });
}

/// The fragment of one track; notes where its data offset has to be written.
fn track_fragment(out: &mut Vec<u8>, fragment: &Fragment, data_offsets: &mut Vec<usize>) {
    let samples = &fragment.samples;
    let duration = samples.first().map_or(0, |sample| sample.duration);
    let same_duration = samples.iter().all(|sample| sample.duration == duration);
    let all_sync = samples.iter().all(|sample| sample.sync);
    let first_sync = samples.first().is_some_and(|sample| sample.sync)
        && samples.iter().skip(1).all(|sample| !sample.sync);
    let composed = samples.iter().any(|sample| sample.composition != 0);
    let each_flag = !all_sync && !first_sync;
    boxed(out, b"tfhd", |out| {
        // Offsets count from the moof; a default duration and default flags follow.
        numbers(out, &[0x0002_0028, fragment.track as u32 + 1, duration]);
        numbers(out, &[if all_sync { SYNC } else { NOT_SYNC }]);
    });
    boxed(out, b"tfdt", |out| {
        numbers(out, &[0x0100_0000]);
        long(out, fragment.decode_time);
    });
    boxed(out, b"trun", |out| {
        let mut flags = 0x0000_0201;
        for (present, flag) in
            [(first_sync && !all_sync, 0x004), (!same_duration, 0x100), (each_flag, 0x400), (composed, 0x800)]
        {
            if present {
                flags |= flag;
            }
        }
        numbers(out, &[flags, samples.len() as u32]);
        data_offsets.push(out.len());
        numbers(out, &[0]);
        if first_sync && !all_sync {
            numbers(out, &[SYNC]);
        }
        for sample in samples {
            if !same_duration {
                numbers(out, &[sample.duration]);
            }
            numbers(out, &[sample.size]);
            if each_flag {
                numbers(out, &[if sample.sync { SYNC } else { NOT_SYNC }]);
            }
            if composed {
                numbers(out, &[sample.composition]);
            }
        }
    });
}

/// The `sidx` and what is left of the room kept for it. More segments than slots are told of in groups.
fn index(out: &mut Vec<u8>, tracks: &[Track], segments: &[Segment], reserved: usize) {
    let slots = (reserved - SIDX_HEAD - 8) / SIDX_REFERENCE;
    let group = segments.len().div_ceil(slots).max(1);
    let references: Vec<&[Segment]> = segments.chunks(group).collect();
    let used = SIDX_HEAD + SIDX_REFERENCE * references.len();
    let timescale = tracks.first().map_or(MOVIE_TIMESCALE, |track| track.timescale);
    let starts_at = tracks.first().map_or(0, |track| track.starts_at);
    boxed(out, b"sidx", |out| {
        numbers(out, &[0x0100_0000, 1, timescale]);
        long(out, starts_at);
        long(out, (reserved - used) as u64);
        numbers(out, &[references.len() as u32]);
        let mut shown = 0;
        let mut told = 0;
        for reference in references {
            let bytes: u64 = reference.iter().map(|segment| segment.bytes.end - segment.bytes.start).sum();
            shown += reference.iter().map(|segment| segment.duration).sum::<u64>();
            // Each end is rounded, not each length, so that rounding never adds up.
            let ticks = ticks(shown, timescale);
            numbers(out, &[bytes as u32 & 0x7fff_ffff, (ticks - told) as u32, 0x9000_0000]);
            told = ticks;
        }
    });
    free(out, reserved - used);
}

/// Nanoseconds as ticks, rounded to the nearest.
pub fn ticks(nanoseconds: u64, timescale: u32) -> u64 {
    ((u128::from(nanoseconds) * u128::from(timescale) + 500_000_000) / 1_000_000_000) as u64
}

/// A `free` box of exactly so many bytes (at least 8).
fn free(out: &mut Vec<u8>, bytes: usize) {
    numbers(out, &[bytes as u32]);
    out.extend_from_slice(b"free");
    out.resize(out.len() + bytes - 8, 0);
}

/// The unity matrix of a movie or a track header.
fn matrix(out: &mut Vec<u8>) {
    numbers(out, &[0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000]);
}

fn numbers(out: &mut Vec<u8>, values: &[u32]) {
    for value in values {
        out.extend_from_slice(&value.to_be_bytes());
    }
}

fn long(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(&value.to_be_bytes());
}

/// A box: its size is written when its content is known.
fn boxed(out: &mut Vec<u8>, kind: &[u8; 4], content: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    numbers(out, &[0]);
    out.extend_from_slice(kind);
    content(out);
    let size = (out.len() - start) as u32;
    out[start..start + 4].copy_from_slice(&size.to_be_bytes());
}

#[cfg(test)]
mod tests;
