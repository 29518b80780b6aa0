//! A plain MP4, as every program opens it, of the tracks of one or two of our fragmented files: all tables stand
//! in front, then the bytes of the samples as they lie in the sources. Nothing is encoded or copied here; what
//! comes out is the head and where the rest is read.
//!
//! Memory: four to twelve bytes for each sample, so about 4 MB for a film of two hours.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use super::{MOVIE_TIMESCALE, boxed, long, movie_header, numbers};

/// The largest `moov` or `moof` that is read, in bytes.
const MOST: u64 = 16 << 20;
/// Samples of a track: a day of sound has eight million.
const SAMPLES: usize = 10_000_000;
/// Ticks of a time that is still believed: more than a year at any rate.
const TICKS: u64 = 1 << 48;
/// Sample flags (14496-12, 8.8.3.1): is no sync sample.
const IS_NOT_SYNC: u32 = 0x0001_0000;

/// A file that is put together of others.
#[derive(Debug)]
pub struct Plain {
    /// The bytes in front: `ftyp`, `moov` and the header of the `mdat`.
    pub head: Vec<u8>,
    /// What follows, in its order.
    pub pieces: Vec<Piece>,
    /// Bytes in all.
    pub length: u64,
}

/// Bytes of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub source: usize,
    pub bytes: Range<u64>,
    /// Where they stand in the file that is put together.
    pub at: u64,
}

/// A track and what is told of its samples.
#[derive(Debug, Default)]
struct Track {
    source: usize,
    /// The body of its `trak`.
    about: Vec<u8>,
    id: u32,
    timescale: u32,
    starts_at: u64,
    /// Decode times in ticks: of its first sample, and where the last one ends.
    first: Option<u64>,
    end: u64,
    /// Where the last picture ends that is shown: pictures are decoded before they are shown.
    presented: u64,
    sizes: Vec<u32>,
    durations: Runs,
    compositions: Runs,
    /// The numbers of those at which decoding can start, from 1.
    syncs: Vec<u32>,
    /// Samples of each chunk, and where it lies.
    chunks: Vec<(u32, Range<u64>)>,
}

/// How often a value comes, before another does.
#[derive(Debug, Default)]
struct Runs(Vec<(u32, u32)>);

/// A fragment's samples: which source, where its bytes are, when it is decoded (seconds).
struct Fragment {
    source: usize,
    bytes: Range<u64>,
    at: f64,
}

/// Puts the tracks of these files together.
///
/// # Errors
/// `InvalidData` where a source is not one of our fragmented files, and whatever reading it fails with.
pub fn join<R: Read + Seek>(sources: &mut [R]) -> io::Result<Plain> {
    let (mut tracks, mut fragments) = (Vec::new(), Vec::new());
    for (source, file) in sources.iter_mut().enumerate() {
        read(source, file, &mut tracks, &mut fragments)?;
    }
    tracks.retain(|track: &Track| !track.sizes.is_empty());
    if tracks.is_empty() {
        return Err(broken("no samples"));
    }
    // Players read forwards: what is shown together lies together.
    fragments.sort_by(|one, other| one.at.total_cmp(&other.at));
    let mut pieces = Vec::with_capacity(fragments.len());
    let mut length = 0;
    for Fragment { source, bytes, .. } in fragments {
        let count = bytes.end - bytes.start;
        pieces.push(Piece { source, bytes, at: length });
        length += count;
    }
    // Offsets have eight bytes whatever they are, so the head is as long before they are known as after.
    let before = head(&tracks, &pieces, 0, length)?.len() as u64;
    let head = head(&tracks, &pieces, before, length)?;
    pieces.iter_mut().for_each(|piece| piece.at += before);
    Ok(Plain { length: before + length, head, pieces })
}

/// Reads the tracks of a file and all that its fragments tell of them.
fn read<R: Read + Seek>(
    source: usize,
    file: &mut R,
    tracks: &mut Vec<Track>,
    fragments: &mut Vec<Fragment>,
) -> io::Result<()> {
    let own = tracks.len();
    let length = file.seek(SeekFrom::End(0))?;
    let mut at = 0;
    while at < length {
        file.seek(SeekFrom::Start(at))?;
        let mut start = [0_u8; 16];
        file.read_exact(&mut start[..8])?;
        let (mut size, mut header) = (u64::from(number(&start, 0)?), 8);
        if size == 1 {
            file.read_exact(&mut start[8..])?;
            (size, header) = (wide(&start, 8)?, 16);
        }
        let end = at.checked_add(size).filter(|end| size >= header && *end <= length);
        let end = end.ok_or_else(|| broken("a box beyond the end"))?;
        match &start[4..8] {
            kind @ (b"moov" | b"moof") => {
                if size > MOST {
                    return Err(broken("a head of that size"));
                }
                let mut body = vec![0; (size - header) as usize];
                file.read_exact(&mut body)?;
                if kind == b"moov" {
                    read_tracks(source, &body, tracks)?;
                } else {
                    read_fragments(&body, at, length, &mut tracks[own..])?;
                }
            }
            b"mdat" => {
                let seconds = tracks[own..].iter().map(Track::last_chunk_at).fold(f64::MAX, f64::min);
                fragments.push(Fragment { source, bytes: at + header..end, at: seconds });
            }
            _ => {}
        }
        at = end;
    }
    Ok(())
}

fn read_tracks(source: usize, moov: &[u8], tracks: &mut Vec<Track>) -> io::Result<()> {
    for about in children(moov)?.into_iter().filter(|(kind, _)| kind == b"trak").map(|(_, body)| body) {
        let media = child(about, b"mdia")?;
        // Version 1, as we write them.
        let (id, timescale) = (number(child(about, b"tkhd")?, 20)?, number(child(media, b"mdhd")?, 20)?);
        let edits = child(about, b"edts").and_then(|edits| child(edits, b"elst"));
        let starts_at = edits.ok().map(|list| wide(list, 16)).transpose()?.unwrap_or(0);
        if timescale == 0 || starts_at > TICKS {
            return Err(broken("a track without a time"));
        }
        tracks.push(Track { source, about: about.to_vec(), id, timescale, starts_at, ..Track::default() });
    }
    Ok(())
}

/// `at`: where the `moof` begins, from which its offsets count.
fn read_fragments(moof: &[u8], at: u64, length: u64, tracks: &mut [Track]) -> io::Result<()> {
    for traf in children(moof)?.into_iter().filter(|(kind, _)| kind == b"traf").map(|(_, body)| body) {
        let (head, run) = (child(traf, b"tfhd")?, child(traf, b"trun")?);
        // Our own flags: a default duration and default flags, offsets that count from the moof.
        if number(head, 0)? != 0x0002_0028 {
            return Err(broken("a fragment that is not ours"));
        }
        let (id, duration, flags) = (number(head, 4)?, number(head, 8)?, number(head, 12)?);
        let track = tracks.iter_mut().find(|track| track.id == id);
        let track = track.ok_or_else(|| broken("a fragment of no track"))?;
        let decode_time = wide(child(traf, b"tfdt")?, 4)?;
        if decode_time > TICKS {
            return Err(broken("a fragment beyond all times"));
        }
        track.begin_fragment(decode_time);
        let has = |flag: u32| number(run, 0).map(|flags| flags & flag != 0);
        let (has_first, has_duration, has_flags, has_composition) =
            (has(0x4)?, has(0x100)?, has(0x400)?, has(0x800)?);
        let count = number(run, 4)?;
        let start = at + u64::from(number(run, 8)?);
        let mut place = 12;
        let mut next = || {
            let value = number(run, place);
            place += 4;
            value
        };
        let first_flags = if has_first { Some(next()?) } else { None };
        let mut bytes = 0;
        for sample in 0..count {
            let duration = if has_duration { next()? } else { duration };
            let size = next()?;
            let own = if has_flags { next()? } else { flags };
            let flags = first_flags.filter(|_| sample == 0).unwrap_or(own);
            let composition = if has_composition { next()? } else { 0 };
            track.push(size, duration, composition, flags & IS_NOT_SYNC == 0)?;
            bytes += u64::from(size);
        }
        if start + bytes > length {
            return Err(broken("samples beyond the end"));
        }
        track.chunks.push((count, start..start + bytes));
    }
    Ok(())
}

impl Track {
    /// A fragment that begins later than the last one ends makes its last sample longer.
    fn begin_fragment(&mut self, decode_time: u64) {
        if self.first.is_none() {
            self.first = Some(decode_time);
            self.end = decode_time;
        }
        let gap = decode_time.saturating_sub(self.end).min(u64::from(u32::MAX)) as u32;
        if gap > 0 && self.durations.lengthen_last(gap) {
            self.end += u64::from(gap);
        }
    }

    fn push(&mut self, size: u32, duration: u32, composition: u32, is_sync: bool) -> io::Result<()> {
        if self.sizes.len() == SAMPLES {
            return Err(broken("too many samples"));
        }
        self.sizes.push(size);
        self.presented = self.presented.max(self.end + u64::from(composition) + u64::from(duration));
        self.durations.push(duration);
        self.compositions.push(composition);
        if is_sync {
            self.syncs.push(self.sizes.len() as u32);
        }
        self.end += u64::from(duration);
        Ok(())
    }

    /// When its last fragment ends, in seconds.
    fn last_chunk_at(&self) -> f64 {
        self.end as f64 / f64::from(self.timescale)
    }

    /// How long its samples last, in ticks.
    fn duration(&self) -> u64 {
        self.end - self.first.unwrap_or(0)
    }

    /// When it is over, in milliseconds from the start of the film.
    fn shown_until(&self) -> u64 {
        let ticks = u128::from(self.presented.saturating_sub(self.starts_at)) * u128::from(MOVIE_TIMESCALE);
        ticks.div_ceil(u128::from(self.timescale)) as u64
    }
}

impl Runs {
    fn push(&mut self, value: u32) {
        match self.0.last_mut() {
            Some((count, last)) if *last == value => *count += 1,
            _ => self.0.push((1, value)),
        }
    }

    /// False where there is nothing to lengthen.
    fn lengthen_last(&mut self, by: u32) -> bool {
        let Some((count, value)) = self.0.last_mut() else { return false };
        let longer = value.saturating_add(by);
        *count -= 1;
        if *count == 0 {
            self.0.pop();
        }
        self.push(longer);
        true
    }

    fn write(&self, out: &mut Vec<u8>, kind: &[u8; 4]) {
        boxed(out, kind, |out| {
            numbers(out, &[0, self.0.len() as u32]);
            self.0.iter().for_each(|(count, value)| numbers(out, &[*count, *value]));
        });
    }
}

/// All in front of the samples, which begin at `start`.
fn head(tracks: &[Track], pieces: &[Piece], start: u64, length: u64) -> io::Result<Vec<u8>> {
    let duration = tracks.iter().map(Track::shown_until).max().unwrap_or(0);
    let mut out = Vec::new();
    boxed(&mut out, b"ftyp", |out| {
        out.extend_from_slice(b"isom");
        numbers(out, &[0x200]);
        out.extend_from_slice(b"isomiso2avc1mp41");
    });
    let mut told = Ok(());
    boxed(&mut out, b"moov", |out| {
        movie_header(out, duration, tracks.len());
        for (index, track) in tracks.iter().enumerate() {
            boxed(out, b"trak", |out| {
                let written = track_box(out, track, index as u32 + 1, pieces, start);
                if told.is_ok() {
                    told = written;
                }
            });
        }
    });
    told?;
    numbers(&mut out, &[1]);
    out.extend_from_slice(b"mdat");
    long(&mut out, length + 16);
    Ok(out)
}

/// What the source says of a track, with all that a plain file tells otherwise.
fn track_box(out: &mut Vec<u8>, track: &Track, id: u32, pieces: &[Piece], start: u64) -> io::Result<()> {
    let milliseconds =
        |ticks: u64| (u128::from(ticks) * u128::from(MOVIE_TIMESCALE) / u128::from(track.timescale)) as u64;
    let shown = track.shown_until();
    let mut header = child(&track.about, b"tkhd")?.to_vec();
    put(&mut header, 20, &id.to_be_bytes())?;
    put(&mut header, 28, &shown.to_be_bytes())?;
    boxed(out, b"tkhd", |out| out.extend_from_slice(&header));
    // What the film does not show of the beginning, or how much later this track begins.
    let first = track.first.unwrap_or(0);
    let (skipped, late) = (track.starts_at.saturating_sub(first), first.saturating_sub(track.starts_at));
    boxed(out, b"edts", |out| {
        boxed(out, b"elst", |out| {
            numbers(out, &[0x0100_0000, 1 + u32::from(late > 0)]);
            if late > 0 {
                long(out, milliseconds(late));
                long(out, u64::MAX);
                numbers(out, &[0x0001_0000]);
            }
            long(out, shown.saturating_sub(milliseconds(late)));
            long(out, skipped);
            numbers(out, &[0x0001_0000]);
        });
    });
    let media = child(&track.about, b"mdia")?;
    let mut media_header = child(media, b"mdhd")?.to_vec();
    put(&mut media_header, 24, &track.duration().to_be_bytes())?;
    let info = child(media, b"minf")?;
    let description = child(child(info, b"stbl")?, b"stsd")?;
    let offsets = offsets(track, pieces, start)?;
    let (handler, info) = (child(media, b"hdlr")?, children(info)?);
    boxed(out, b"mdia", |out| {
        boxed(out, b"mdhd", |out| out.extend_from_slice(&media_header));
        boxed(out, b"hdlr", |out| out.extend_from_slice(handler));
        boxed(out, b"minf", |out| {
            for (kind, body) in info.iter().filter(|(kind, _)| kind != b"stbl") {
                boxed(out, kind, |out| out.extend_from_slice(body));
            }
            boxed(out, b"stbl", |out| {
                boxed(out, b"stsd", |out| out.extend_from_slice(description));
                tables(out, track, &offsets);
            });
        });
    });
    Ok(())
}

fn tables(out: &mut Vec<u8>, track: &Track, offsets: &[u64]) {
    track.durations.write(out, b"stts");
    if track.compositions.0.iter().any(|(_, value)| *value != 0) {
        track.compositions.write(out, b"ctts");
    }
    if track.syncs.len() < track.sizes.len() {
        boxed(out, b"stss", |out| {
            numbers(out, &[0, track.syncs.len() as u32]);
            numbers(out, &track.syncs);
        });
    }
    boxed(out, b"stsc", |out| {
        let counts: Vec<u32> = track.chunks.iter().map(|(count, _)| *count).collect();
        let is_new = |place: &usize| *place == 0 || counts[*place] != counts[*place - 1];
        let changes: Vec<usize> = (0..counts.len()).filter(is_new).collect();
        numbers(out, &[0, changes.len() as u32]);
        changes.iter().for_each(|place| numbers(out, &[*place as u32 + 1, counts[*place], 1]));
    });
    boxed(out, b"stsz", |out| {
        numbers(out, &[0, 0, track.sizes.len() as u32]);
        numbers(out, &track.sizes);
    });
    boxed(out, b"co64", |out| {
        numbers(out, &[0, offsets.len() as u32]);
        offsets.iter().for_each(|offset| long(out, *offset));
    });
}

/// Where the chunks of a track lie in the new file.
fn offsets(track: &Track, pieces: &[Piece], start: u64) -> io::Result<Vec<u64>> {
    let mut own: Vec<&Piece> = pieces.iter().filter(|piece| piece.source == track.source).collect();
    own.sort_by_key(|piece| piece.bytes.start);
    let place = |chunk: &Range<u64>| {
        let behind = own.partition_point(|piece| piece.bytes.start <= chunk.start);
        let piece = own.get(behind.checked_sub(1)?)?;
        (chunk.end <= piece.bytes.end).then(|| start + piece.at + chunk.start - piece.bytes.start)
    };
    let found = track.chunks.iter().map(|(_, chunk)| place(chunk));
    found.collect::<Option<_>>().ok_or_else(|| broken("samples outside of the media"))
}

/// The boxes inside of one.
fn children(mut bytes: &[u8]) -> io::Result<Vec<([u8; 4], &[u8])>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let size = number(bytes, 0)? as usize;
        let (whole, rest) = bytes.split_at_checked(size).ok_or_else(|| broken("a box beyond its end"))?;
        let kind = whole.get(4..8).and_then(|kind| kind.try_into().ok());
        found.push((kind.ok_or_else(|| broken("a box without a name"))?, &whole[8..]));
        bytes = rest;
    }
    Ok(found)
}

fn child<'a>(bytes: &'a [u8], wanted: &[u8; 4]) -> io::Result<&'a [u8]> {
    let found = children(bytes)?.into_iter().find(|(kind, _)| kind == wanted);
    found.map(|(_, body)| body).ok_or_else(|| broken("a box is missing"))
}

fn number(bytes: &[u8], at: usize) -> io::Result<u32> {
    let found = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    found.map(u32::from_be_bytes).ok_or_else(|| broken("a box is too short"))
}

fn wide(bytes: &[u8], at: usize) -> io::Result<u64> {
    Ok(u64::from(number(bytes, at)?) << 32 | u64::from(number(bytes, at + 4)?))
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) -> io::Result<()> {
    let room = bytes.get_mut(at..at + value.len()).ok_or_else(|| broken("a box is too short"))?;
    room.copy_from_slice(value);
    Ok(())
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests;
