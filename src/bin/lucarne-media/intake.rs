//! Where a pipeline ends: samples leave GStreamer here, with times that count from the start of the film,
//! and go to the renditions that they belong to.

use std::sync::{Arc, Mutex};

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;
use lucarne::media::fmp4::Codec;
use lucarne::media::h264;
use lucarne::media::plan::PlannedVideo;
use lucarne::media::protocol::Failure;
use lucarne::media::segment::Incoming;

use crate::colour;
use crate::damage::{self, Sample};
use crate::frame::Snapshots;
use crate::output::{Output, Payload};
use crate::pipeline::{Message, Running, broken};
use crate::say::Teller;
use crate::storyboard::SharedSheet;

/// What the threads of the pipeline share.
pub struct Shared {
    pub outputs: Vec<Mutex<Option<Output>>>,
    pub failure: Mutex<Option<Failure>>,
    pub teller: Teller,
    pub duration: u64,
}

/// The streams of a rendition's file: picture first, where there is one.
const PICTURE: usize = 0;

/// What kind of stream ends here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Encoded,
    Copied,
    /// Sound whose encoder put so many nanoseconds in front.
    Sound {
        priming: i64,
    },
}

pub struct Intake {
    pub kind: Kind,
    pub videos: Vec<PlannedVideo>,
    pub targets: Vec<usize>,
    pub shared: Arc<Shared>,
    pub snapshots: Option<Arc<Mutex<Snapshots>>>,
    /// What is decoded of the packets, where nothing else decodes them.
    pub sample: Option<Arc<Mutex<Option<Sample>>>>,
    /// What the storyboard takes of them.
    pub sheet: Option<SharedSheet>,
}

impl Intake {
    /// The element that ends the stream.
    pub fn into_sink(self, running: &Running) -> gst::Element {
        let sink = gst_app::AppSink::builder().sync(false).async_(false).build();
        let sender = running.sender.clone();
        let intake = Arc::new(self);
        let ending = intake.clone();
        sink.set_callbacks(
            gst_app::AppSinkCallbacks::builder()
                .new_sample(move |sink| {
                    let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                    intake.take(&sample).map_err(|failure| {
                        intake.shared.fail(failure);
                        gst::FlowError::Error
                    })
                })
                .eos(move |_| {
                    if let Err(failure) = ending.end() {
                        ending.shared.fail(failure);
                    }
                    // If nobody waits any more, nobody needs to know.
                    let _ = sender.send(Message::Ended(0));
                })
                .build(),
        );
        sink.upcast()
    }

    fn take(&self, sample: &gst::Sample) -> Result<gst::FlowSuccess, Failure> {
        let Some(buffer) = sample.buffer_owned() else { return Ok(gst::FlowSuccess::Ok) };
        let segment = sample.segment().and_then(|segment| segment.downcast_ref::<gst::ClockTime>());
        let running = |time: Option<gst::ClockTime>| -> Option<i64> {
            let time = time?;
            let Some(segment) = segment else { return i64::try_from(time.nseconds()).ok() };
            match segment.to_running_time_full(time)? {
                gst::Signed::Positive(time) => i64::try_from(time.nseconds()).ok(),
                gst::Signed::Negative(time) => i64::try_from(time.nseconds()).ok().map(|time| -time),
            }
        };
        let Some(mut pts) = running(buffer.pts()) else {
            // A packet that says nothing of its time cannot be shown at one.
            return Ok(gst::FlowSuccess::Ok);
        };
        let mut dts = running(buffer.dts()).unwrap_or(pts).min(pts);
        if let Kind::Sound { priming } = self.kind {
            pts -= priming;
            dts = pts;
        }
        let mut sync = !buffer.flags().contains(gst::BufferFlags::DELTA_UNIT);
        let duration = buffer.duration().map_or(0, gst::ClockTime::nseconds);
        if let Some(snapshots) = &self.snapshots
            && sync
            && let (Ok(mut snapshots), Some(caps)) = (snapshots.lock(), sample.caps_owned())
        {
            snapshots.consider_packet(pts, &buffer, &caps);
        }
        let size = u32::try_from(buffer.size()).map_err(|_| Failure::internal("a packet beyond 4 GiB"))?;
        let packet = buffer.clone();
        let payload: Payload = Arc::new(
            buffer.into_mapped_buffer_readable().map_err(|_| Failure::internal("a packet without memory"))?,
        );
        if sync && self.kind == Kind::Copied {
            // Other people's key frames may be entered by a player and still not cut off what was before.
            sync = h264::starts_afresh(payload.as_slice(), self.length_size(sample));
        }
        if self.kind == Kind::Copied && !h264::is_whole(payload.as_slice(), self.length_size(sample)) {
            // Few pictures of a long film are decoded here; a player takes each apart, and stops at this one.
            damage::complain();
        }
        if let (Some(looked_at), Some(caps)) = (&self.sample, sample.caps_owned()) {
            let mut looked_at =
                looked_at.lock().map_err(|_| Failure::internal("a thread broke while looking"))?;
            if looked_at.is_none() {
                *looked_at = Some(Sample::new(&caps, self.shared.duration, self.sheet.clone())?);
            }
            if let Some(looked_at) = looked_at.as_mut() {
                looked_at.consider(pts, sync, &packet);
            }
        }
        for target in &self.targets {
            let mut output = self.shared.outputs[*target]
                .lock()
                .map_err(|_| Failure::internal("a thread broke while writing"))?;
            let Some(output) = output.as_mut() else { continue };
            let lane = self.lane(*target);
            if !output.has_codec(lane) {
                output.set_codec(lane, self.codec(sample, *target)?);
            }
            output.push(lane, Incoming { pts, dts, duration, sync, size, payload: payload.clone() })?;
        }
        // The largest rendition is the slowest.
        if !matches!(self.kind, Kind::Sound { .. }) && self.targets.contains(&(self.videos.len() - 1)) {
            self.shared.teller.tell((pts.max(0) as f64 / self.shared.duration.max(1) as f64) as f32);
        }
        Ok(gst::FlowSuccess::Ok)
    }

    fn end(&self) -> Result<(), Failure> {
        for target in &self.targets {
            let output = self.shared.outputs[*target].lock();
            if let Some(output) = output.map_err(|_| Failure::internal("a thread broke"))?.as_mut() {
                output.end(self.lane(*target))?;
            }
        }
        Ok(())
    }

    /// Sound comes behind the picture, unless there is none.
    fn lane(&self, target: usize) -> usize {
        match self.kind {
            Kind::Sound { .. } if target < self.videos.len() => PICTURE + 1,
            _ => PICTURE,
        }
    }

    fn length_size(&self, sample: &gst::Sample) -> usize {
        let record = sample
            .caps()
            .and_then(|caps| caps.structure(0))
            .and_then(|structure| structure.get::<gst::Buffer>("codec_data").ok());
        record.and_then(|record| h264::length_size(record.map_readable().ok()?.as_slice())).unwrap_or(4)
    }

    fn codec(&self, sample: &gst::Sample, target: usize) -> Result<Codec, Failure> {
        let missing = |what: &str| Failure::internal(format!("a stream without {what}"));
        let caps = sample.caps().ok_or_else(|| missing("a format"))?;
        let structure = caps.structure(0).ok_or_else(|| missing("a format"))?;
        let data =
            structure.get::<gst::Buffer>("codec_data").map_err(|_| missing("a codec configuration"))?;
        let data = data.map_readable().map_err(broken("mapping"))?.to_vec();
        Ok(match self.kind {
            Kind::Encoded | Kind::Copied => {
                let video = &self.videos[target];
                Codec::H264 {
                    width: video.width as u16,
                    height: video.height as u16,
                    record: data,
                    colours: colour::told(structure),
                }
            }
            Kind::Sound { .. } => Codec::Aac {
                channels: structure.get::<i32>("channels").map_err(|_| missing("channels"))? as u16,
                rate: structure.get::<i32>("rate").map_err(|_| missing("a rate"))? as u32,
                config: data,
            },
        })
    }
}

impl Shared {
    /// Keeps the first failure: the others follow from it.
    pub fn fail(&self, failure: Failure) {
        if let Ok(mut kept) = self.failure.lock() {
            kept.get_or_insert(failure);
        }
    }

    pub fn failed(&self) -> Option<Failure> {
        self.failure.lock().ok().and_then(|failure| failure.clone())
    }
}
