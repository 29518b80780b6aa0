//! Whether pictures or sound of a film are damaged. Only who decodes them can know: containers have no check
//! sums, and parsers read heads alone.
//!
//! Where a film is encoded, decoders read all of it and complain, in their log: GStreamer 1.22 hands on neither
//! FFmpeg's complaints nor its marks on concealed pictures. Where everything is copied, nobody decodes; there
//! some groups of pictures, spread over the film, are decoded beside the copy; the storyboard takes what it
//! needs of them, and its other pictures are decoded alone.
//!
//! Sound that is copied is decoded beside it from beginning to end: it costs little, and where browsers conceal a
//! broken picture, a single broken packet of sound ends the film (Chromium's PIPELINE_ERROR_DECODE).

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;
use lucarne::media::protocol::Failure;

use crate::pipeline::{self, Message, Running, forgetful};
use crate::storyboard::{self, SharedSheet};

/// So many pictures of a copied film are decoded, about; a film of a minute is decoded whole.
const PICTURES: f64 = 1500.0;
/// A key frame that is decoded alone takes the time of so many pictures of a group.
const KEY_FRAME: u32 = 3;
/// Compressed bytes that wait for the decoder.
const WAITING: u64 = 4 << 20;
/// The decoder has this long for what still waits when the copy is done.
const PATIENCE: Duration = Duration::from_secs(30);

/// What FFmpeg's decoders say of a picture whose bytes are wrong (libavcodec 5.1: h264_slice.c, h2645_parse.c,
/// mpeg12dec.c, mpeg4videodec.c), among much that is none. Of sound, every error that they tell counts.
const COMPLAINTS: [&str; 7] = [
    "error while decoding MB",
    "decode_slice_header error",
    "no frame!",
    "Invalid NAL unit size",
    "ac-tex damaged",
    "invalid mb type",
    "Error at MB",
];

/// Complaints of pictures.
static SEEN: AtomicUsize = AtomicUsize::new(0);
/// Complaints of sound.
static HEARD: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// FFmpeg's words do not say which of its decoders speaks; those of sound work in one thread each.
    static DECODES_SOUND: Cell<bool> = const { Cell::new(false) };
}

/// Begins to hear what decoders say. GStreamer's own log, which nobody reads here, falls silent.
pub fn listen() {
    gst::log::remove_default_log_function();
    gst::log::add_log_function(|category, level, _, _, _, _, message| {
        let said = message.get();
        let said = said.as_ref().map_or("", |said| said.as_str());
        let of_sound = DECODES_SOUND.get();
        match category.name() {
            "libav" if level != gst::DebugLevel::Error => {}
            "libav" if of_sound => count(&HEARD),
            "libav" if is_complaint(said) => count(&SEEN),
            // `gst_video_decoder_error` and its like: a packet that a decoder of any kind refused.
            "videodecoder" if said.starts_with("error: ") => count(&SEEN),
            "audiodecoder" if said.starts_with("error: ") => count(&HEARD),
            _ => {}
        }
    });
    gst::log::set_active(true);
    gst::log::set_threshold_for_name("libav", gst::DebugLevel::Error);
    gst::log::set_threshold_for_name("videodecoder", gst::DebugLevel::Warning);
    gst::log::set_threshold_for_name("audiodecoder", gst::DebugLevel::Warning);
}

/// Whether a picture was complained of until now.
pub fn is_seen() -> bool {
    SEEN.load(Ordering::Relaxed) > 0
}

/// Whether sound was complained of until now.
pub fn is_heard() -> bool {
    HEARD.load(Ordering::Relaxed) > 0
}

/// Complains of a picture that no decoder looked at.
pub fn complain() {
    count(&SEEN);
}

fn count(complaints: &AtomicUsize) {
    complaints.fetch_add(1, Ordering::Relaxed);
}

/// A decoder of sound that goes on behind what it cannot read, and whose complaints are known to be of sound.
pub fn sound_decoder(caps: &gst::Caps) -> Result<gst::Element, Failure> {
    let decoder = pipeline::decoder_or_raw(caps)?;
    if decoder.find_property("max-errors").is_some() {
        decoder.set_property("max-errors", -1_i32);
    }
    if let Some(pad) = decoder.static_pad("sink") {
        pad.add_probe(gst::PadProbeType::BUFFER, |_, _| {
            DECODES_SOUND.set(true);
            gst::PadProbeReturn::Ok
        });
    }
    Ok(decoder)
}

/// Decodes all sound that passes a pad, beside what is done with it.
pub struct Hearing {
    running: Running,
    source: gst_app::AppSrc,
}

impl Hearing {
    /// For a stream of this format.
    pub fn new(pad: &gst::Pad, caps: &gst::Caps) -> Result<Self, Failure> {
        let running = Running::new();
        let source = gst_app::AppSrc::builder()
            .caps(caps)
            .format(gst::Format::Time)
            .block(true)
            .max_bytes(WAITING)
            .build();
        let sink = forgetful()?;
        pipeline::tell_end(&sink, &running.sender)?;
        running.chain(&[source.clone().into(), sound_decoder(caps)?, sink])?;
        running.set_state(gst::State::Playing)?;
        let packets = source.clone();
        pad.add_probe(gst::PadProbeType::BUFFER, move |_, info| {
            if let Some(gst::PadProbeData::Buffer(packet)) = &info.data {
                // A decoder that has given up takes no more; that it did is heard at the end.
                let _ = packets.push_buffer(packet.clone());
            }
            gst::PadProbeReturn::Ok
        });
        Ok(Self { running, source })
    }

    /// Waits until all is decoded; what could not be is among the complaints.
    pub fn finish(self) {
        // The same: who has given up needs no end.
        let _ = self.source.end_of_stream();
        if !matches!(self.running.wait(PATIENCE), Some(Message::Ended(_))) {
            count(&HEARD);
        }
    }
}

fn is_complaint(said: &str) -> bool {
    COMPLAINTS.iter().any(|words| said.contains(words))
}

/// Decodes some of the pictures that are copied.
pub struct Sample {
    running: Running,
    source: gst_app::AppSrc,
    /// Nanoseconds.
    duration: u64,
    seen: u32,
    is_looking: bool,
    sheet: Option<SharedSheet>,
    /// The last place of the storyboard that has a picture, or will have one when it is decoded.
    place: Option<u64>,
}

impl Sample {
    /// For a stream of this format, in a film of so many nanoseconds.
    pub fn new(caps: &gst::Caps, duration: u64, sheet: Option<SharedSheet>) -> Result<Self, Failure> {
        let running = Running::new();
        let source = gst_app::AppSrc::builder()
            .caps(caps)
            .format(gst::Format::Time)
            .block(true)
            .max_bytes(WAITING)
            .build();
        let sink = forgetful()?;
        pipeline::tell_end(&sink, &running.sender)?;
        let decoder = pipeline::decoder(caps)?;
        running.chain(&[source.clone().into(), decoder.clone(), sink])?;
        if let Some(sheet) = &sheet {
            storyboard::watch(&decoder, "src", sheet);
        }
        running.set_state(gst::State::Playing)?;
        Ok(Self { running, source, duration, seen: 0, is_looking: false, sheet, place: None })
    }

    /// Looks at a picture if its group is one of those, or if the storyboard lacks it. `starts_afresh` begins
    /// a group.
    pub fn consider(&mut self, pts: i64, starts_afresh: bool, packet: &gst::Buffer) {
        if starts_afresh {
            let share = pts.max(0) as f64 / self.duration.max(1) as f64;
            self.is_looking = f64::from(self.seen) <= PICTURES * share;
        }
        let sheet = self.sheet.as_ref().and_then(|sheet| sheet.lock().ok());
        let place = sheet.map(|sheet| sheet.place(pts.max(0) as u64));
        let is_lacked = starts_afresh && place > self.place;
        if self.is_looking || is_lacked {
            self.place = self.place.max(place);
            self.seen += if self.is_looking { 1 } else { KEY_FRAME };
            // A decoder that has given up takes no more; that it did is heard at the end.
            let _ = self.source.push_buffer(packet.clone());
        }
    }

    /// Waits for the decoder; whether it gave up.
    pub fn has_failed(self) -> bool {
        // The same: who has given up needs no end.
        let _ = self.source.end_of_stream();
        !matches!(self.running.wait(PATIENCE), Some(Message::Ended(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::is_complaint;

    #[test]
    fn complaints_of_pictures_are_told_from_harmless_words() {
        assert!(is_complaint("error while decoding MB 12 7, bytestream -5"));
        assert!(is_complaint("no frame!"));
        assert!(!is_complaint("mmco: unref short failure"));
    }
}
