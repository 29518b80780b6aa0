//! The pieces of an encoding pipeline that need choices: scalers, encoders and their settings, key frames.

use std::sync::Mutex;

use gst::prelude::*;
use gstreamer as gst;
use lucarne::media::plan::PlannedVideo;
use lucarne::media::protocol::Failure;
use lucarne::media::segment::Cuts;

use crate::clock;
use crate::pipeline::make;

/// An encoder with the settings for streaming: about constant quality under a ceiling. `at_once` is the
/// number of encoders that share the machine.
pub fn encoder(
    name: &str,
    video: &PlannedVideo,
    frame_rate: (u32, u32),
    at_once: usize,
) -> Result<gst::Element, Failure> {
    let encoder = make(name)?;
    // Beyond the longest segment: the grid of forced key frames decides.
    let group = (frame_rate.0 * 12).div_ceil(frame_rate.1.max(1));
    let kilobits = video.maximum_rate.div_ceil(1000);
    match name {
        "x264enc" => {
            encoder.set_property_from_str("speed-preset", "veryfast");
            encoder.set_property_from_str("pass", "qual");
            encoder.set_property("quantizer", 23_u32);
            encoder.set_property("threads", threads(at_once));
            encoder.set_property("bitrate", kilobits);
            encoder.set_property("vbv-buf-capacity", 2000_u32);
            encoder.set_property("key-int-max", group);
        }
        "openh264enc" => {
            encoder.set_property("bitrate", video.maximum_rate);
            encoder.set_property("max-bitrate", video.maximum_rate + video.maximum_rate / 4);
            encoder.set_property("gop-size", group);
        }
        _ => {
            // Drivers name the same wishes differently; each is set where it exists.
            for (property, value) in [("bitrate", kilobits), ("key-int-max", group), ("gop-size", group)] {
                if let Some(kind) = encoder.find_property(property) {
                    let text = value.to_string();
                    if kind.value_type() != gst::Structure::static_type() {
                        encoder.set_property_from_str(property, &text);
                    }
                }
            }
            if encoder.find_property("extra-controls").is_some() {
                let controls = gst::Structure::builder("controls")
                    .field("video_bitrate", video.maximum_rate as i32)
                    .field("video_gop_size", group as i32)
                    .field("repeat_sequence_header", 1_i32)
                    .build();
                encoder.set_property("extra-controls", controls);
            }
        }
    }
    Ok(encoder)
}

/// Threads for one x264: as many as leave no processor idle, and no more, for each costs a little.
fn threads(at_once: usize) -> u32 {
    let processors = std::thread::available_parallelism().map_or(1, |count| count.get());
    processors.div_ceil(at_once.max(1)) as u32
}

/// Asks the encoder for a key frame at every cut, right before the frame that starts a segment.
pub fn force_key_units(encoder: &gst::Element, cuts: Cuts) {
    let Some(pad) = encoder.static_pad("sink") else { return };
    let next = Mutex::new(cuts.after(0));
    pad.add_probe(gst::PadProbeType::BUFFER, move |pad, info| {
        let Some(gst::PadProbeData::Buffer(buffer)) = &info.data else { return gst::PadProbeReturn::Ok };
        let Ok(mut next) = next.lock() else { return gst::PadProbeReturn::Ok };
        let (Some(shown), Some(due)) = (clock::film_time(pad, buffer), *next) else {
            return gst::PadProbeReturn::Ok;
        };
        if shown.nseconds() + 1_000_000 >= due {
            *next = cuts.after(shown.nseconds());
            let event = gstreamer_video::DownstreamForceKeyUnitEvent::builder()
                .timestamp(buffer.pts())
                .running_time(shown)
                .all_headers(true)
                .build();
            pad.send_event(event);
        }
        gst::PadProbeReturn::Ok
    });
}
