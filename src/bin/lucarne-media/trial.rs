//! Encoders prove themselves: an element that starts may still not encode, so some frames are encoded.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;
use lucarne::media::plan::{self, PlannedVideo};
use lucarne::media::protocol::{EncoderReport, Failure};

use crate::encode;
use crate::pipeline::{Message, Running, make, only};

/// Preferred first: the board's own hardware, then software.
const PREFERRED: [&str; 11] = [
    "v4l2h264enc",
    "mpph264enc",
    "vah264enc",
    "vah264lpenc",
    "vaapih264enc",
    "qsvh264enc",
    "nvh264enc",
    "v4l2slh264enc",
    "x264enc",
    "openh264enc",
    "avenc_h264_omx",
];
/// Frames that a trial encodes.
const FRAMES: i32 = 60;
const FRAME_RATE: (u32, u32) = (30, 1);
/// A trial takes this long at most.
const PATIENCE: Duration = Duration::from_secs(20);

/// The installed encoders for H.264, the preferred first.
pub fn candidates() -> Vec<String> {
    let kinds = gst::ElementFactoryType::VIDEO_ENCODER;
    let caps = gst::Caps::new_empty_simple("video/x-h264");
    let mut names: Vec<String> = gst::ElementFactory::factories_with_type(kinds, gst::Rank::NONE)
        .into_iter()
        .filter(|factory| factory.can_src_any_caps(&caps))
        .map(|factory| factory.name().to_string())
        .collect();
    let place = |name: &String| PREFERRED.iter().position(|known| known == name).unwrap_or(PREFERRED.len());
    names.sort_by_key(|name| (place(name), name.clone()));
    names
}

/// Encodes some frames of the given height and measures.
pub fn try_encoder(name: &str, resolution: u32) -> Result<EncoderReport, Failure> {
    let mut report =
        EncoderReport { name: name.to_owned(), works: false, frames_per_second: 0.0, reason: None };
    match measure(name, resolution) {
        Ok(frames_per_second) => {
            report.works = true;
            report.frames_per_second = frames_per_second;
        }
        Err(failure) => report.reason = Some(failure.detail),
    }
    Ok(report)
}

fn measure(name: &str, resolution: u32) -> Result<f64, Failure> {
    let (width, height) = plan::scaled(1280, 720, resolution);
    let video = PlannedVideo {
        resolution,
        width,
        height,
        copied: false,
        maximum_rate: plan::maximum_rate(width, height, FRAME_RATE),
    };
    let running = Running::new();
    let source = make("videotestsrc")?;
    source.set_property("num-buffers", FRAMES);
    source.set_property_from_str("pattern", "smpte");
    source.set_property("horizontal-speed", 4_i32);
    let raw = gst::Caps::builder("video/x-raw")
        .field("format", "I420")
        .field("width", width as i32)
        .field("height", height as i32)
        .field("framerate", gst::Fraction::new(FRAME_RATE.0 as i32, FRAME_RATE.1 as i32))
        .build();
    let coded =
        gst::Caps::builder("video/x-h264").field("stream-format", "avc").field("alignment", "au").build();
    let encoder = encode::encoder(name, &video, FRAME_RATE, 1)?;
    let frames = Arc::new(AtomicUsize::new(0));
    let counted = frames.clone();
    let ended = running.sender.clone();
    let sink = gst_app::AppSink::builder().sync(false).async_(false).build();
    sink.set_callbacks(
        gst_app::AppSinkCallbacks::builder()
            .new_sample(move |sink| {
                sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                counted.fetch_add(1, Ordering::Relaxed);
                Ok(gst::FlowSuccess::Ok)
            })
            .eos(move |_| {
                // If nobody waits any more, nobody needs to know.
                let _ = ended.send(Message::Ended(0));
            })
            .build(),
    );
    running.chain(&[source, only(&raw)?, encoder, make("h264parse")?, only(&coded)?, sink.upcast()])?;
    let began = Instant::now();
    running.set_state(gst::State::Playing)?;
    match running.wait(PATIENCE) {
        Some(Message::Ended(_)) => {}
        Some(Message::Broken(failure)) => return Err(failure),
        _ => return Err(Failure::internal("it takes frames and gives none back")),
    }
    let count = frames.load(Ordering::Relaxed);
    if count < FRAMES as usize - 2 {
        return Err(Failure::internal(format!("of {FRAMES} frames only {count} came out")));
    }
    Ok(count as f64 / began.elapsed().as_secs_f64().max(1e-6))
}
