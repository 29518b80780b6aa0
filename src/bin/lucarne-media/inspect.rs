//! What a file is: its streams, their sizes and rates, whether they can be used as they are. Reads the
//! headers, and the whole file (without decoding) only where they do not tell.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gst::prelude::*;
use gstreamer as gst;
use lucarne::media::h264;
use lucarne::media::protocol::{Failure, FailureKind, SourceInfo};
use lucarne::media::worker::Limits;

use crate::clock;
use crate::damage::Hearing;
use crate::pipeline::{self, Message, Opened, Stream};

/// A source, and what the pipelines have to know of it besides.
#[derive(Clone, Debug, Default)]
pub struct Source {
    pub info: SourceInfo,
    pub is_interlaced: bool,
    /// Whether frames come at uneven distances, or nobody said at which.
    pub is_uneven: bool,
    /// Whether the picture's packets do not say when they are decoded.
    pub lacks_decode_times: bool,
    /// Whether there is more than one sound; the first is taken.
    pub has_other_sound: bool,
}

/// What reading through all of a source's packets showed.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Nanoseconds.
    pub duration: u64,
    /// Median frames per second.
    pub fps: f64,
    /// Times (nanoseconds) at which decoding can start afresh, ascending.
    pub fresh: Vec<u64>,
}

impl Survey {
    /// The longest time (nanoseconds) between two fresh starts, or from the last to the end.
    pub fn longest_group(&self) -> u64 {
        let ends = self.fresh.iter().skip(1).chain([&self.duration]);
        self.fresh.iter().zip(ends).map(|(start, end)| end.saturating_sub(*start)).max().unwrap_or(u64::MAX)
    }
}

/// What a file is.
pub fn probe(path: &Path, limits: &Limits) -> Result<Source, Failure> {
    open(path, limits).map(|(source, _)| source)
}

/// What a file is, and the file itself, ready to flow.
pub fn open(path: &Path, limits: &Limits) -> Result<(Source, Opened), Failure> {
    let opened = Opened::new(path)?;
    let source = complete(look(&opened, path, limits)?, path)?;
    Ok((source, opened))
}

/// What the headers of an opened file tell.
pub fn look(opened: &Opened, path: &Path, limits: &Limits) -> Result<Source, Failure> {
    let mut source = Source::default();
    let info = &mut source.info;
    info.bytes = std::fs::metadata(path)?.len();
    info.container = opened.container.clone();
    if info.container.starts_with("image/") || info.container.starts_with("text/") {
        return Err(Failure::new(FailureKind::NotMedia, format!("{} is no film", info.container)));
    }
    let video = opened.first("video");
    let audio = opened.first("audio");
    if video.is_none() && audio.is_none() {
        return Err(Failure::new(FailureKind::NotMedia, "neither picture nor sound inside"));
    }
    let duration = opened
        .streams
        .iter()
        .filter(|stream| stream.is("video") || stream.is("audio"))
        .filter_map(|stream| stream.pad.query_duration::<gst::ClockTime>())
        .max();
    info.duration_milliseconds = duration.map_or(0, gst::ClockTime::mseconds);
    if let Some(video) = video {
        // Matroska says when a frame is shown, and not when it is decoded.
        source.lacks_decode_times = matches!(opened.container.as_str(), "video/x-matroska" | "video/webm");
        read_video(&mut source, video);
        let pixels = u64::from(source.info.width) * u64::from(source.info.height);
        if pixels > limits.pixels {
            return Err(Failure::new(FailureKind::TooLarge, format!("{pixels} pixels in a picture")));
        }
    }
    source.has_other_sound = opened.streams.iter().filter(|stream| stream.is("audio")).count() > 1;
    if let Some(audio) = audio {
        read_audio(&mut source.info, audio);
    }
    // Nothing is promised that no decoder keeps.
    for stream in [video, audio].into_iter().flatten() {
        if !stream.name().ends_with("x-raw") {
            pipeline::check_decoder(&stream.caps)?;
        }
    }
    Ok(source)
}

/// Finds out by reading on what the headers did not tell.
fn complete(mut source: Source, path: &Path) -> Result<Source, Failure> {
    let has_video = source.info.video_codec.is_some();
    if source.info.duration_milliseconds > 0 && (!has_video || source.info.fps > 0.0) {
        return Ok(source);
    }
    let all = source.info.duration_milliseconds == 0;
    let survey = survey(path, if all { None } else { Some(100) }, false)?;
    if all {
        source.info.duration_milliseconds = survey.duration.div_ceil(1_000_000);
    }
    if has_video && source.info.fps <= 0.0 {
        source.info.fps = if survey.fps > 0.0 { survey.fps } else { 25.0 };
        source.is_uneven = true;
    }
    if source.info.duration_milliseconds == 0 {
        return Err(Failure::new(FailureKind::Damaged, "no packet can be read"));
    }
    Ok(source)
}

/// Reads through the packets: all of them, or so many of the picture. Decodes none, unless the sound is to be
/// heard: then whatever is wrong with it is complained of.
pub fn survey(path: &Path, enough: Option<usize>, hears: bool) -> Result<Survey, Failure> {
    let mut opened = Opened::new(path)?;
    let seen = Arc::new(Mutex::new(Seen::default()));
    let mut watched = 0;
    let mut hearing = None;
    for (lane, kind) in ["video", "audio"].into_iter().enumerate() {
        let Some(stream) = opened.first(kind) else { continue };
        let sink = pipeline::forgetful()?;
        opened.running.chain(std::slice::from_ref(&sink))?;
        stream.link(&sink)?;
        if hears && kind == "audio" {
            hearing = Some(Hearing::new(&stream.pad, &stream.caps)?);
        }
        watch(stream, &sink, lane, &seen, enough, opened.running.sender.clone());
        watched += 1;
    }
    opened.release_from_the_start()?;
    opened.running.set_state(gst::State::Playing)?;
    let mut ended = 0;
    let mut quiet_since = Instant::now();
    let mut last_count = 0;
    while ended < watched {
        match opened.running.wait(Duration::from_secs(1)) {
            Some(Message::Ended(usize::MAX)) => break,
            Some(Message::Ended(_)) => ended += 1,
            // What could be read until here counts.
            Some(Message::Broken(_)) => break,
            Some(_) => {}
            None => {
                let count = seen.lock().map_or(0, |seen| seen.packets);
                if count != last_count {
                    last_count = count;
                    quiet_since = Instant::now();
                } else if quiet_since.elapsed() > Duration::from_secs(20) {
                    return Err(Failure::new(FailureKind::Damaged, "the packets stop without an end"));
                }
            }
        }
    }
    drop(opened);
    if let Some(hearing) = hearing {
        hearing.finish();
    }
    let seen = seen.lock().map_err(|_| Failure::internal("a thread broke while reading"))?;
    Ok(seen.sum_up())
}

#[derive(Default)]
struct Seen {
    packets: usize,
    times: BTreeSet<u64>,
    fresh: Vec<u64>,
    end: u64,
}

impl Seen {
    fn sum_up(&self) -> Survey {
        let mut steps: Vec<u64> =
            self.times.iter().zip(self.times.iter().skip(1)).map(|(a, b)| b - a).collect();
        steps.sort_unstable();
        let median = steps.get(steps.len() / 2).copied().unwrap_or(0);
        Survey {
            duration: self.end,
            fps: if median > 0 { 1e9 / median as f64 } else { 0.0 },
            fresh: self.fresh.clone(),
        }
    }
}

fn watch(
    stream: &Stream,
    sink: &gst::Element,
    lane: usize,
    seen: &Arc<Mutex<Seen>>,
    enough: Option<usize>,
    sender: std::sync::mpsc::Sender<Message>,
) {
    let seen = seen.clone();
    let structure = stream.caps.structure(0);
    let record = structure.and_then(|structure| structure.get::<gst::Buffer>("codec_data").ok());
    let length_size =
        record.and_then(|record| h264::length_size(record.map_readable().ok()?.as_slice())).unwrap_or(4);
    let is_avc = structure.is_some_and(|structure| structure.get::<&str>("stream-format") == Ok("avc"));
    let kinds = gst::PadProbeType::BUFFER | gst::PadProbeType::EVENT_DOWNSTREAM;
    let Some(pad) = sink.static_pad("sink") else { return };
    pad.add_probe(kinds, move |pad, info| {
        match &info.data {
            Some(gst::PadProbeData::Event(event)) if event.type_() == gst::EventType::Eos => {
                // If nobody waits any more, nobody needs to know; the same below.
                let _ = sender.send(Message::Ended(lane));
            }
            Some(gst::PadProbeData::Buffer(buffer)) => {
                let Ok(mut seen) = seen.lock() else { return gst::PadProbeReturn::Ok };
                seen.packets += 1;
                let Some(shown) = clock::film_time(pad, buffer) else { return gst::PadProbeReturn::Ok };
                let shown_until = shown + buffer.duration().unwrap_or(gst::ClockTime::ZERO);
                seen.end = seen.end.max(shown_until.nseconds());
                if lane == 0 {
                    // A film of many hours needs no more than a sample of its distances.
                    if seen.times.len() < 10_000 {
                        seen.times.insert(shown.nseconds());
                    }
                    let fresh = is_avc
                        && !buffer.flags().contains(gst::BufferFlags::DELTA_UNIT)
                        && buffer
                            .map_readable()
                            .is_ok_and(|bytes| h264::starts_afresh(bytes.as_slice(), length_size));
                    if fresh {
                        seen.fresh.push(shown.nseconds());
                    }
                    if enough.is_some_and(|enough| seen.times.len() >= enough) {
                        let _ = sender.send(Message::Ended(usize::MAX));
                    }
                }
            }
            _ => {}
        }
        gst::PadProbeReturn::Ok
    });
}

fn read_video(source: &mut Source, stream: &Stream) {
    let Some(structure) = stream.caps.structure(0) else { return };
    let info = &mut source.info;
    let number = |name: &str| structure.get::<i32>(name).ok().and_then(|value| u32::try_from(value).ok());
    let (mut width, height) = (number("width").unwrap_or(0), number("height").unwrap_or(0));
    let aspect = structure.get::<gst::Fraction>("pixel-aspect-ratio").ok();
    let aspect = aspect.filter(|aspect| aspect.numer() > 0 && aspect.denom() > 0);
    let square = aspect.is_none_or(|aspect| aspect.numer() == aspect.denom());
    if let Some(aspect) = aspect.filter(|_| !square) {
        width = (f64::from(width) * f64::from(aspect.numer()) / f64::from(aspect.denom())).round() as u32;
    }
    let rate = structure.get::<gst::Fraction>("framerate").ok();
    info.fps = rate
        .filter(|rate| rate.numer() > 0 && rate.denom() > 0)
        .map_or(0.0, |rate| f64::from(rate.numer()) / f64::from(rate.denom()));
    (info.rotation, info.mirrored) = orientation(stream);
    (info.width, info.height) = if info.rotation % 180 == 90 { (height, width) } else { (width, height) };
    info.video_codec = Some(codec_name(structure));
    source.is_interlaced = structure.get::<&str>("interlace-mode").is_ok_and(|mode| mode != "progressive");
    let text = |name: &str| structure.get::<&str>(name).unwrap_or("");
    let depth = |name: &str| structure.get::<u32>(name).is_ok_and(|depth| depth == 8);
    let profiles =
        ["constrained-baseline", "baseline", "main", "high", "progressive-high", "constrained-high"];
    info.is_high_range = is_high_range(text("colorimetry"));
    info.video_fits = structure.name() == "video/x-h264"
        && text("stream-format") != "avc3"
        && text("chroma-format") == "4:2:0"
        && depth("bit-depth-luma")
        && depth("bit-depth-chroma")
        && profiles.contains(&text("profile"))
        && level_at_most(text("level"), 5.2)
        && !source.is_interlaced
        && square
        && info.rotation == 0
        && !info.mirrored
        && width % 2 == 0
        && height % 2 == 0;
}

/// Whether a colorimetry has the transfer function of PQ or of HLG.
fn is_high_range(colorimetry: &str) -> bool {
    use gstreamer_video::{VideoColorimetry, VideoTransferFunction as Transfer};
    let known = colorimetry.parse::<VideoColorimetry>();
    known.is_ok_and(|known| matches!(known.transfer(), Transfer::Smpte2084 | Transfer::AribStdB67))
}

fn level_at_most(level: &str, most: f64) -> bool {
    // "1b" is a level between 1 and 1.1.
    level == "1b" || level.parse::<f64>().is_ok_and(|level| level <= most)
}

fn read_audio(info: &mut SourceInfo, stream: &Stream) {
    let Some(structure) = stream.caps.structure(0) else { return };
    let number = |name: &str| structure.get::<i32>(name).ok().and_then(|value| u32::try_from(value).ok());
    info.audio_codec = Some(codec_name(structure));
    info.audio_channels = number("channels").unwrap_or(0);
    info.audio_rate = number("rate").unwrap_or(0);
    info.audio_fits = structure.name() == "audio/mpeg"
        && structure.get::<i32>("mpegversion").is_ok_and(|version| version == 4 || version == 2)
        && structure.get::<&str>("profile").is_ok_and(|profile| profile == "lc")
        && (1..=2).contains(&info.audio_channels)
        && (22_050..=48_000).contains(&info.audio_rate);
}

/// How the stored picture has to be turned (clockwise) and whether it is mirrored before that.
fn orientation(stream: &Stream) -> (u32, bool) {
    let mut index = 0;
    while let Some(event) = stream.pad.sticky_event::<gst::event::Tag>(index) {
        index += 1;
        let Some(tag) = event.tag().get::<gst::tags::ImageOrientation>() else { continue };
        return match tag.get() {
            "rotate-90" => (90, false),
            "rotate-180" => (180, false),
            "rotate-270" => (270, false),
            "flip-rotate-0" => (0, true),
            "flip-rotate-90" => (90, true),
            "flip-rotate-180" => (180, true),
            "flip-rotate-270" => (270, true),
            _ => (0, false),
        };
    }
    (0, false)
}

/// The everyday name of a format.
fn codec_name(structure: &gst::StructureRef) -> String {
    let version = structure.get::<i32>("mpegversion").unwrap_or(0);
    let layer = structure.get::<i32>("layer").unwrap_or(0);
    match (structure.name().as_str(), version) {
        ("video/mpeg", 1) => "mpeg1",
        ("video/mpeg", 2) => "mpeg2",
        ("video/mpeg", 4) => "mpeg4",
        ("audio/mpeg", 1) if layer == 2 => "mp2",
        ("audio/mpeg", 1) => "mp3",
        ("audio/mpeg", _) => "aac",
        ("image/jpeg", _) => "mjpeg",
        (name, _) => {
            let name = name.split_once('/').map_or(name, |(_, name)| name);
            name.strip_prefix("x-").unwrap_or(name)
        }
    }
    .to_owned()
}
