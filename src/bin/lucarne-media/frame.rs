//! Single frames as JPEGs: the one that stands for a film, found while the film is prepared, and any other
//! that is asked for.

use std::path::Path;
use std::time::{Duration, Instant};

use gst_video::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;
use gstreamer_video as gst_video;
use image::RgbImage;
use lucarne::media::protocol::{Failure, FailureKind, PictureOutput};
use lucarne::media::worker::Limits;

use crate::clock;
use crate::colour;
use crate::inspect;
use crate::ladder;
use crate::picture;
use crate::pipeline::{self, Message, Opened, Running, broken, only, queue};

/// Where in a film to look for a frame that stands for it, as shares of its length.
const PLACES: [f64; 6] = [0.0, 0.08, 0.16, 0.28, 0.42, 0.6];
/// A decoder has this long for a single frame.
const PATIENCE: Duration = Duration::from_secs(30);

/// Candidates for the frame that stands for a film.
#[derive(Clone)]
pub struct Snapshots {
    duration: u64,
    looked_at: usize,
    best_score: f64,
    frame: Option<(gst::Buffer, gst::Caps)>,
    packet: Option<(gst::Buffer, gst::Caps)>,
}

impl Snapshots {
    /// `duration` in nanoseconds.
    pub fn new(duration: u64) -> Self {
        Self { duration, looked_at: 0, best_score: -1.0, frame: None, packet: None }
    }

    /// Looks at a decoded frame if it is at one of the places.
    pub fn consider_frame(&mut self, pad: &gst::Pad, buffer: &gst::Buffer) {
        let time = clock::film_time(pad, buffer).map_or(0, gst::ClockTime::nseconds);
        if !self.is_at_a_place(time) {
            return;
        }
        let Some(caps) = pad.current_caps() else { return };
        let Ok(info) = gst_video::VideoInfo::from_caps(&caps) else { return };
        let Ok(frame) = gst_video::VideoFrameRef::from_buffer_ref_readable(buffer, &info) else { return };
        let score = liveliness(&frame);
        if score > self.best_score {
            // A copy: the decoder needs its own memory back.
            if let Ok(copy) = buffer.copy_deep() {
                self.best_score = score;
                self.frame = Some((copy, caps));
            }
        }
    }

    /// Looks at a key frame that is still compressed: the more bytes, the more there is to see.
    pub fn consider_packet(&mut self, pts: i64, buffer: &gst::Buffer, caps: &gst::Caps) {
        if !self.is_at_a_place(pts.max(0) as u64) {
            return;
        }
        let score = buffer.size() as f64;
        if score > self.best_score {
            self.best_score = score;
            self.packet = Some((buffer.clone(), caps.clone()));
        }
    }

    /// The frame that stands for the film.
    pub fn best(&self) -> Result<RgbImage, Failure> {
        match (&self.frame, &self.packet) {
            (Some((buffer, caps)), _) => for_preview(buffer, caps),
            (None, Some((buffer, caps))) => {
                let (buffer, caps) = decode(buffer, caps)?;
                for_preview(&buffer, &caps)
            }
            (None, None) => Err(Failure::new(FailureKind::Damaged, "not one frame can be seen")),
        }
    }

    fn is_at_a_place(&mut self, time: u64) -> bool {
        let passed = PLACES.iter().take_while(|place| **place * self.duration as f64 <= time as f64).count();
        let is_new = passed > self.looked_at;
        self.looked_at = self.looked_at.max(passed);
        is_new
    }
}

/// The frame that is shown at a time, as JPEGs.
pub fn take(
    source: &Path,
    at_milliseconds: u64,
    outputs: &[PictureOutput],
    limits: &Limits,
) -> Result<(), Failure> {
    let mut opened = Opened::new(source)?;
    let found = inspect::look(&opened, source, limits)?;
    let stream = opened
        .first("video")
        .ok_or_else(|| Failure::new(FailureKind::NotMedia, "a film without a picture has no frames"))?;
    let sink = gst_app::AppSink::builder().sync(false).max_buffers(1).build();
    let mut row = vec![queue(4)?, pipeline::decoder_or_raw(&stream.caps)?];
    row.extend(ladder::upright(&found)?);
    row.push(only(&gst::Caps::builder("video/x-raw").field("format", "I420").build())?);
    row.push(sink.clone().upcast());
    opened.running.chain(&row)?;
    stream.link(&row[0])?;
    opened.release()?;
    let mut sample = preroll(&opened.running, &sink)?;
    let last = found.info.duration_milliseconds.saturating_sub((2000.0 / found.info.fps.max(1.0)) as u64);
    let mut wanted = at_milliseconds.min(last);
    while wanted > 0 {
        let time = gst::ClockTime::from_mseconds(wanted);
        let flags = gst::SeekFlags::FLUSH | gst::SeekFlags::ACCURATE;
        if opened.running.pipeline.seek_simple(flags, time).is_err() {
            // A format that cannot be searched shows its first frame.
            break;
        }
        match preroll(&opened.running, &sink) {
            Ok(found) => {
                sample = found;
                break;
            }
            // The picture ends before the film does: a little earlier, then.
            Err(_) => wanted = wanted * 3 / 4,
        }
    }
    let (Some(buffer), Some(caps)) = (sample.buffer_owned(), sample.caps_owned()) else {
        return Err(Failure::new(FailureKind::Damaged, "no frame can be decoded"));
    };
    write_all(&for_preview(&buffer, &caps)?, outputs)
}

/// Writes one picture in several sizes.
pub fn write_all(picture: &RgbImage, outputs: &[PictureOutput]) -> Result<(), Failure> {
    for output in outputs {
        let picture = picture::fit(picture, output.width, output.height);
        picture::write(&picture, &output.path, picture::QUALITY)?;
    }
    Ok(())
}

/// The frame that waits in a paused sink.
fn preroll(running: &Running, sink: &gst_app::AppSink) -> Result<gst::Sample, Failure> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(sample) = sink.try_pull_preroll(gst::ClockTime::from_mseconds(100)) {
            return Ok(sample);
        }
        if let Some(Message::Broken(failure)) = running.wait(Duration::ZERO) {
            return Err(failure);
        }
        if sink.is_eos() || Instant::now() > deadline {
            return Err(Failure::new(FailureKind::Damaged, "no frame can be decoded"));
        }
    }
}

/// Decodes a single key frame.
fn decode(packet: &gst::Buffer, caps: &gst::Caps) -> Result<(gst::Buffer, gst::Caps), Failure> {
    let decoder = pipeline::decoder(caps)?;
    if decoder.find_property("max-threads").is_some() {
        // One frame is not worth a thread for each processor.
        decoder.set_property_from_str("max-threads", "1");
    }
    let running = Running::new();
    let source = gst_app::AppSrc::builder().caps(caps).format(gst::Format::Time).build();
    let sink = gst_app::AppSink::builder().sync(false).build();
    let format = only(&gst::Caps::builder("video/x-raw").field("format", "I420").build())?;
    running.chain(&[
        source.clone().upcast(),
        decoder,
        pipeline::make("videoconvert")?,
        format,
        sink.clone().upcast(),
    ])?;
    let mut packet = packet.copy();
    if let Some(packet) = packet.get_mut() {
        packet.set_pts(gst::ClockTime::ZERO);
        packet.set_dts(gst::ClockTime::ZERO);
    }
    source.push_buffer(packet).map_err(broken("pushing a packet"))?;
    source.end_of_stream().map_err(broken("pushing a packet"))?;
    running.set_state(gst::State::Paused)?;
    let sample = preroll(&running, &sink)?;
    sample
        .buffer_owned()
        .zip(sample.caps_owned())
        .ok_or_else(|| Failure::new(FailureKind::Damaged, "no frame can be decoded"))
}

/// A raw frame with square pixels as RGB, about as large as a preview needs it.
fn for_preview(buffer: &gst::Buffer, caps: &gst::Caps) -> Result<RgbImage, Failure> {
    const WIDE: f64 = 850.0;
    const HIGH: f64 = 480.0;
    let from = gst_video::VideoInfo::from_caps(caps).map_err(broken("a frame's format"))?;
    let aspect = from.par();
    let wide = f64::from(from.width()) * f64::from(aspect.numer()) / f64::from(aspect.denom().max(1));
    let high = f64::from(from.height());
    // A lying picture covers a preview, an upright one stands in it.
    let cover = (WIDE / wide).max(HIGH / high);
    let scale = if wide >= high { cover } else { HIGH / high }.min(1.0);
    let side = |length: f64| ((length * scale).round() as u32).max(1);
    rgb(buffer, caps, (side(wide), side(high)))
}

/// A raw frame as RGB, in this size.
pub fn rgb(buffer: &gst::Buffer, caps: &gst::Caps, (width, height): (u32, u32)) -> Result<RgbImage, Failure> {
    let from = gst_video::VideoInfo::from_caps(&colour::named(caps)).map_err(broken("a frame's format"))?;
    let to = gst_video::VideoInfo::builder(gst_video::VideoFormat::Rgb, width, height)
        .fps(from.fps())
        .build()
        .map_err(broken("a frame's format"))?;
    let source = gst_video::VideoFrame::from_buffer_readable(buffer.clone(), &from)
        .map_err(|_| Failure::internal("a frame without memory"))?;
    let target = gst::Buffer::with_size(to.size()).map_err(broken("memory for a frame"))?;
    let mut target = gst_video::VideoFrame::from_buffer_writable(target, &to)
        .map_err(|_| Failure::internal("a frame without memory"))?;
    let converter = gst_video::VideoConverter::new(&from, &to, None).map_err(broken("a frame's format"))?;
    converter.frame(&source, &mut target);
    let stride = to.stride()[0] as usize;
    let bytes = target.plane_data(0).map_err(broken("a frame"))?;
    let row = to.width() as usize * 3;
    let pixels =
        bytes.chunks(stride).take(to.height() as usize).flat_map(|line| &line[..row]).copied().collect();
    RgbImage::from_raw(to.width(), to.height(), pixels)
        .ok_or_else(|| Failure::internal("a frame of a wrong size"))
}

/// How much there is to see: the spread of the brightness, on a coarse grid.
fn liveliness(frame: &gst_video::VideoFrameRef<&gst::BufferRef>) -> f64 {
    let Ok(luma) = frame.plane_data(0) else { return 0.0 };
    let stride = frame.plane_stride()[0].max(0) as usize;
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
    for line in (0..height).step_by(8) {
        for column in (0..width).step_by(8) {
            let Some(value) = luma.get(line * stride + column) else { continue };
            let value = f64::from(*value);
            sum += value;
            squares += value * value;
            count += 1.0_f64;
        }
    }
    let mean = sum / count.max(1.0);
    (squares / count.max(1.0) - mean * mean).max(0.0).sqrt()
}
