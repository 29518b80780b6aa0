//! The storyboard of a film, gathered while it is prepared: of what is decoded anyway, one small picture for
//! each interval. A picture that cannot be had leaves its place to the one before it.

use std::path::Path;
use std::sync::{Arc, Mutex};

use gst::prelude::*;
use gstreamer as gst;
use image::{RgbImage, imageops};
use lucarne::media::protocol::{Failure, Storyboard};
use lucarne::media::storyboard::{grid, interval, sprite};

use crate::clock;
use crate::frame;
use crate::picture;

/// JPEG quality, of 100: the pictures are small and many.
const QUALITY: u8 = 70;
const SECOND: u64 = 1_000_000_000;

/// A sheet that threads of a pipeline fill.
pub type SharedSheet = Arc<Mutex<Sheet>>;

pub struct Sheet {
    /// Seconds.
    interval: u64,
    /// Pixels.
    sprite: (u32, u32),
    places: Vec<Option<RgbImage>>,
}

impl Sheet {
    /// For a film of so many nanoseconds and of this size; none where it is too short.
    pub fn new(duration: u64, width: u32, height: u32) -> Option<Self> {
        let seconds = rounded(duration);
        let interval = interval(seconds)?;
        let places = vec![None; seconds.div_ceil(interval) as usize];
        Some(Self { interval, sprite: sprite(width, height), places })
    }

    /// The place of what is shown at a time (nanoseconds).
    pub fn place(&self, time: u64) -> u64 {
        time / (self.interval * SECOND)
    }

    /// Takes a decoded frame if it is the first of its place.
    pub fn consider(&mut self, time: u64, buffer: &gst::Buffer, caps: &gst::Caps) {
        let place = self.place(time) as usize;
        if let Some(empty @ None) = self.places.get_mut(place) {
            *empty = frame::rgb(buffer, caps, self.sprite).ok();
        }
    }

    /// Writes the sheet of a film that turned out to be so long (nanoseconds); none where nothing was seen.
    pub fn write(&self, folder: &Path, duration: u64) -> Result<Option<Storyboard>, Failure> {
        let count = rounded(duration).div_ceil(self.interval).clamp(1, self.places.len() as u64);
        let Some(first) = self.places.iter().flatten().next() else { return Ok(None) };
        let (columns, rows) = grid(count);
        let (width, height) = self.sprite;
        let mut sheet = RgbImage::new(columns as u32 * width, rows as u32 * height);
        let mut last = first;
        for (place, picture) in self.places.iter().enumerate().take(count as usize) {
            last = picture.as_ref().unwrap_or(last);
            let (column, row) = (place as u64 % columns, place as u64 / columns);
            imageops::replace(
                &mut sheet,
                last,
                (column * u64::from(width)) as i64,
                (row * u64::from(height)) as i64,
            );
        }
        let file = format!("{}.jpg", uuid::Uuid::new_v4());
        picture::write(&sheet, &folder.join(&file), QUALITY)?;
        Ok(Some(Storyboard {
            file,
            total_width: sheet.width(),
            total_height: sheet.height(),
            sprite_width: width,
            sprite_height: height,
            sprite_seconds: self.interval as u32,
        }))
    }
}

/// Shows the sheet all frames that pass this pad of an element.
pub fn watch(element: &gst::Element, pad: &str, sheet: &SharedSheet) {
    let Some(pad) = element.static_pad(pad) else { return };
    let sheet = sheet.clone();
    pad.add_probe(gst::PadProbeType::BUFFER, move |pad, info| {
        if let (Some(gst::PadProbeData::Buffer(buffer)), Ok(mut sheet), Some(caps)) =
            (&info.data, sheet.lock(), pad.current_caps())
            && let Some(time) = clock::since_origin(buffer)
        {
            sheet.consider(time, buffer, &caps);
        }
        gst::PadProbeReturn::Ok
    });
}

/// Nanoseconds as seconds, as the film's length is told.
fn rounded(duration: u64) -> u64 {
    (duration + SECOND / 2) / SECOND
}
