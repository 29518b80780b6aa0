//! The picture of a film that has only sound: the one that was given, or one drawn here.

use std::path::Path;

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;
use image::{Rgb, RgbImage};
use lucarne::media::protocol::Failure;

use crate::picture;
use crate::pipeline::{broken, make, only};

/// Pixels of a still picture that is given.
const MOST_PIXELS: u64 = 8192 * 8192;

/// The picture in exactly this size.
pub fn picture(given: Option<&Path>, width: u32, height: u32) -> Result<RgbImage, Failure> {
    match given {
        Some(path) => Ok(picture::fit(&picture::read(path, MOST_PIXELS)?, width, height)),
        None => Ok(draw(width, height)),
    }
}

/// Elements that show the picture for so many nanoseconds; the last one lets raw I420 out.
pub fn source(
    picture: &RgbImage,
    frame_rate: (u32, u32),
    duration: u64,
) -> Result<Vec<gst::Element>, Failure> {
    let (width, height) = picture.dimensions();
    let info = gstreamer_video::VideoInfo::builder(gstreamer_video::VideoFormat::Rgb, width, height)
        .fps(gst::Fraction::new(0, 1))
        .build()
        .map_err(broken("a picture's format"))?;
    let caps = info.to_caps().map_err(broken("a picture's format"))?;
    // GStreamer pads each line of RGB to four bytes.
    let stride = info.stride()[0] as usize;
    let mut bytes = vec![0_u8; stride * height as usize];
    for (line, row) in bytes.chunks_exact_mut(stride).zip(picture.as_raw().chunks_exact(width as usize * 3)) {
        line[..row.len()].copy_from_slice(row);
    }
    let mut buffer = gst::Buffer::from_slice(bytes);
    if let Some(buffer) = buffer.get_mut() {
        buffer.set_pts(gst::ClockTime::ZERO);
    }
    let source = gst_app::AppSrc::builder().caps(&caps).format(gst::Format::Time).build();
    source.push_buffer(buffer).map_err(broken("pushing a picture"))?;
    source.end_of_stream().map_err(broken("pushing a picture"))?;
    let frames = u128::from(duration) * u128::from(frame_rate.0) / u128::from(frame_rate.1) / 1_000_000_000;
    let freeze = make("imagefreeze")?;
    freeze.set_property("num-buffers", i32::try_from(frames + 1).unwrap_or(i32::MAX));
    let rate = gst::Fraction::new(frame_rate.0 as i32, frame_rate.1 as i32);
    Ok(vec![
        source.upcast(),
        make("videoconvert")?,
        only(
            &gst::Caps::builder("video/x-raw").field("format", "I420").field("colorimetry", "bt709").build(),
        )?,
        freeze,
        only(&gst::Caps::builder("video/x-raw").field("framerate", rate).build())?,
    ])
}

/// A record on a dark ground: rings of light that fade outwards.
fn draw(width: u32, height: u32) -> RgbImage {
    let (middle_x, middle_y) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    let unit = f64::from(width.min(height)) / 2.0;
    RgbImage::from_fn(width, height, |x, y| {
        let (right, down) = ((f64::from(x) - middle_x) / unit, (f64::from(y) - middle_y) / unit);
        let radius = right.hypot(down);
        let ring = if radius < 0.75 { (radius * 60.0).sin().abs().powi(3) * 0.12 } else { 0.0 };
        let label = if (0.06..0.24).contains(&radius) { 0.45 } else { 0.0 };
        let shine = (right.atan2(down) * 2.0).cos().max(0.0).powi(6) * if radius < 0.75 { 0.10 } else { 0.0 };
        let light = 0.10 + ring + shine + 0.05 * (1.0 - down) / 2.0;
        let [red, green, blue] = [light + label, light + label * 0.62, light * 1.25 + label * 0.25];
        Rgb([red, green, blue].map(|value| (value.clamp(0.0, 1.0) * 255.0) as u8))
    })
}
