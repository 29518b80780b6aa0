//! Whether pictures of a film are damaged. Only who decodes a picture can know: containers have no check sums,
//! and parsers read heads alone.
//!
//! Where a film is encoded, decoders read all of it and complain, in their log: GStreamer 1.22 hands on neither
//! FFmpeg's complaints nor its marks on concealed pictures. Where everything is copied, nobody decodes; there
//! some groups of pictures, spread over the film, are decoded beside the copy; the storyboard takes what it
//! needs of them, and its other pictures are decoded alone.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

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
/// mpeg12dec.c, mpeg4videodec.c). Sound has other words.
const COMPLAINTS: [&str; 5] =
    ["error while decoding MB", "Invalid NAL unit size", "ac-tex damaged", "invalid mb type", "Error at MB"];

static HEARD: AtomicUsize = AtomicUsize::new(0);

/// Begins to hear what decoders say. GStreamer's own log, which nobody reads here, falls silent.
pub fn listen() {
    gst::log::remove_default_log_function();
    gst::log::add_log_function(|category, level, _, _, _, _, message| {
        let said = message.get();
        let said = said.as_ref().map_or("", |said| said.as_str());
        let is_complaint = match category.name() {
            "libav" => level == gst::DebugLevel::Error && is_complaint(said),
            // `gst_video_decoder_error`: a packet that a decoder of any kind refused.
            "videodecoder" => said.starts_with("error: "),
            _ => false,
        };
        if is_complaint {
            HEARD.fetch_add(1, Ordering::Relaxed);
        }
    });
    gst::log::set_active(true);
    gst::log::set_threshold_for_name("libav", gst::DebugLevel::Error);
    gst::log::set_threshold_for_name("videodecoder", gst::DebugLevel::Warning);
}

/// Whether a decoder has complained of a picture until now.
pub fn is_heard() -> bool {
    HEARD.load(Ordering::Relaxed) > 0
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
    fn complaints_of_pictures_are_told_from_those_of_sound() {
        assert!(is_complaint("error while decoding MB 12 7, bytestream -5"));
        assert!(!is_complaint("channel element 1.0 is not allocated"));
        assert!(!is_complaint("mmco: unref short failure"));
    }
}
