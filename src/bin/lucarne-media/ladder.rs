//! One pipeline that makes all renditions at once: the source is read once, decoded once, scaled from each
//! size to the next smaller one, encoded for each rendition; sound is encoded once for all of them; what
//! fits is not encoded at all.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use gst::prelude::*;
use gstreamer as gst;
use lucarne::media::plan::{self, Plan, PlannedAudio};
use lucarne::media::protocol::{Failure, FailureKind, Prepare};
use lucarne::media::segment::Cuts;

use crate::damage::{self, Hearing, Sample};
use crate::encode::{encoder, force_key_units};
use crate::frame::Snapshots;
use crate::inspect::Source;
use crate::intake::{Intake, Kind, Shared};
use crate::output::{Output, Written};
use crate::pipeline::{self, Message, Opened, Running, Stream, broken, make, only, queue};
use crate::say::Teller;
use crate::scaler;
use crate::still;
use crate::storyboard::{self, SharedSheet, Sheet};

/// The priming of FFmpeg's AAC encoder: samples that it puts in front of the sound.
const AAC_PRIMING: u64 = 1024;
/// Samples in an AAC frame.
const AAC_FRAME: u32 = 1024;
/// Ticks per second of a picture that is copied.
const COPIED_TIMESCALE: u32 = 90_000;
/// A stream that does not move for this long (the parent's patience is longer) counts as stuck.
const PATIENCE: Duration = Duration::from_secs(1);
/// Less than this share of what the header promised is not a film.
const READABLE_SHARE: f64 = 0.5;

/// Everything that is made in one go.
pub struct Ladder<'a> {
    pub wish: &'a Prepare,
    pub source: &'a Source,
    pub plan: &'a Plan,
    pub cuts: Cuts,
    pub encoder: &'a str,
}

/// What came out: the renditions in the order of the plan, then the sound alone if it was wanted.
pub struct Made {
    pub videos: Vec<Written>,
    pub audio: Option<Written>,
    pub snapshots: Snapshots,
    /// None where the film is too short or has no picture of its own.
    pub sheet: Option<SharedSheet>,
    /// Whether a decoder complained of a picture.
    pub is_damaged: bool,
    /// Whether a decoder complained of the sound.
    pub is_sound_damaged: bool,
}

impl Ladder<'_> {
    /// Takes the opened source.
    pub fn make(&self, mut opened: Opened) -> Result<Made, Failure> {
        let has_video = self.source.info.video_codec.is_some();
        let has_audio = self.plan.audio != PlannedAudio::None;
        let mut outputs = Vec::new();
        let sound_lane = (self.audio_rate(), Some(AAC_FRAME));
        for video in &self.plan.videos {
            let timescale =
                if video.copied { COPIED_TIMESCALE } else { plan::timescale(self.plan.frame_rate) };
            let mut lanes = vec![(timescale, None)];
            lanes.extend(has_audio.then_some(sound_lane));
            outputs.push(self.output(video.resolution, &lanes)?);
        }
        if self.plan.audio_only_file {
            outputs.push(self.output(0, &[sound_lane])?);
        }
        let shared = Arc::new(Shared {
            outputs,
            failure: Mutex::new(None),
            teller: Teller::new(),
            duration: self.source.info.duration_milliseconds * 1_000_000,
        });
        let snapshots = Arc::new(Mutex::new(Snapshots::new(shared.duration)));
        let sample = Arc::new(Mutex::new(None));
        let smallest = self.plan.videos.first().filter(|_| has_video);
        let sheet = smallest.and_then(|video| Sheet::new(shared.duration, video.width, video.height));
        let sheet = sheet.map(|sheet| Arc::new(Mutex::new(sheet)));

        let mut ends = 0;
        if has_video {
            ends += self.take_picture(&opened, &shared, &snapshots, (&sample, &sheet))?;
        } else {
            ends += self.take_still(&opened.running, &shared, &snapshots)?;
        }
        let mut hearing = None;
        if has_audio {
            let stream = opened.first("audio").ok_or_else(|| Failure::internal("the sound is gone"))?;
            hearing = self.take_sound(&opened.running, stream, &shared)?;
            ends += 1;
        }
        opened.release_from_the_start()?;
        opened.running.set_state(gst::State::Playing)?;
        let trouble = wait_for_ends(&opened, &shared, ends)?;
        drop(opened);
        let sample = sample.lock().ok().and_then(|mut sample| sample.take());
        if sample.is_some_and(Sample::has_failed) {
            damage::complain();
        }
        if let Some(hearing) = hearing {
            hearing.finish();
        }
        let made = self.gather(&shared, &snapshots, trouble)?;
        Ok(Made { is_damaged: damage::is_seen(), is_sound_damaged: damage::is_heard(), sheet, ..made })
    }

    fn output(
        &self,
        resolution: u32,
        lanes: &[(u32, Option<u32>)],
    ) -> Result<Mutex<Option<Output>>, Failure> {
        let duration = self.source.info.duration_milliseconds;
        let output = Output::new(&self.wish.folder, resolution, self.cuts.clone(), lanes, duration)?;
        Ok(Mutex::new(Some(output)))
    }

    fn audio_rate(&self) -> u32 {
        let rate = self.source.info.audio_rate;
        match self.plan.audio {
            PlannedAudio::Copied => rate,
            _ if rate == 44_100 => rate,
            _ => 48_000,
        }
    }

    /// Puts the picture's stream to use; returns how many ends the pipeline has for it.
    fn take_picture(
        &self,
        opened: &Opened,
        shared: &Arc<Shared>,
        snapshots: &Arc<Mutex<Snapshots>>,
        (sample, sheet): (&Arc<Mutex<Option<Sample>>>, &Option<SharedSheet>),
    ) -> Result<usize, Failure> {
        let running = &opened.running;
        let stream = opened.first("video").ok_or_else(|| Failure::internal("the picture is gone"))?;
        let encoded: Vec<usize> = self.indices(false);
        let copied: Vec<usize> = self.indices(true);
        let mut entry: Option<gst::Element> = None;
        if !copied.is_empty() && !encoded.is_empty() {
            let tee = make("tee")?;
            running.chain(std::slice::from_ref(&tee))?;
            stream.link(&tee)?;
            entry = Some(tee);
        }
        let attach = |first: &gst::Element| match &entry {
            Some(tee) => tee.link(first).map_err(broken("linking a tee")),
            None => stream.link(first),
        };
        if !copied.is_empty() {
            let format = gst::Caps::builder("video/x-h264")
                .field("stream-format", "avc")
                .field("alignment", "au")
                .build();
            let mut row = Vec::new();
            if entry.is_some() {
                row.push(queue(0)?);
            }
            row.extend(self.dated()?);
            row.push(only(&format)?);
            let end = Intake {
                snapshots: Some(snapshots.clone()),
                sample: encoded.is_empty().then(|| sample.clone()),
                sheet: sheet.clone(),
                ..self.end(Kind::Copied, copied.clone(), shared)
            };
            row.push(end.into_sink(running));
            running.chain(&row)?;
            attach(&row[0])?;
        }
        if !encoded.is_empty() {
            let mut row = vec![pipeline::decoder_or_raw(&stream.caps)?, queue(4)?];
            row.extend(upright(self.source)?);
            let rate = gst::Fraction::new(self.plan.frame_rate.0 as i32, self.plan.frame_rate.1 as i32);
            let videorate = make("videorate")?;
            row.push(videorate);
            row.push(only(
                &gst::Caps::builder("video/x-raw").field("format", "I420").field("framerate", rate).build(),
            )?);
            running.chain(&row)?;
            attach(&row[0])?;
            let last = &row[row.len() - 1];
            if copied.is_empty() {
                watch_frames(last, snapshots);
            }
            let smallest = self.encode_all(running, last, &encoded, shared)?;
            if let Some(sheet) = sheet {
                storyboard::watch(&smallest, "sink", sheet);
            }
        }
        Ok(encoded.len() + usize::from(!copied.is_empty()))
    }

    /// Shows one picture for as long as the sound lasts.
    fn take_still(
        &self,
        running: &Running,
        shared: &Arc<Shared>,
        snapshots: &Arc<Mutex<Snapshots>>,
    ) -> Result<usize, Failure> {
        let largest = self.plan.videos.last().ok_or_else(|| Failure::internal("no rendition is planned"))?;
        let picture = still::picture(self.wish.still.as_deref(), largest.width, largest.height)?;
        let row = still::source(&picture, self.plan.frame_rate, shared.duration)?;
        running.place(&row)?;
        let last = &row[row.len() - 1];
        watch_frames(last, snapshots);
        let all: Vec<usize> = (0..self.plan.videos.len()).collect();
        self.encode_all(running, last, &all, shared)?;
        // Only now: the picture would run into a wall that is not built yet.
        running.start(&row)?;
        Ok(all.len())
    }

    /// Scales from each size to the next smaller one, and encodes each. Frames of the smallest size come into
    /// the element returned.
    fn encode_all(
        &self,
        running: &Running,
        from: &gst::Element,
        indices: &[usize],
        shared: &Arc<Shared>,
    ) -> Result<gst::Element, Failure> {
        let mut from = from.clone();
        for index in indices.iter().rev() {
            let video = &self.plan.videos[*index];
            let size = gst::Caps::builder("video/x-raw")
                .field("format", "I420")
                .field("width", video.width as i32)
                .field("height", video.height as i32)
                .field("pixel-aspect-ratio", gst::Fraction::new(1, 1))
                .build();
            let tee = make("tee")?;
            let row = [scaler::make(), only(&size)?, tee.clone()];
            running.chain(&row)?;
            from.link(&row[0]).map_err(broken("linking a scaler"))?;
            let encoder = encoder(self.encoder, video, self.plan.frame_rate, indices.len())?;
            force_key_units(&encoder, self.cuts.clone());
            let format = gst::Caps::builder("video/x-h264")
                .field("stream-format", "avc")
                .field("alignment", "au")
                .build();
            let end = self.end(Kind::Encoded, vec![*index], shared).into_sink(running);
            let branch = [queue(4)?, encoder, make("h264parse")?, only(&format)?, end];
            running.chain(&branch)?;
            tee.link(&branch[0]).map_err(broken("linking an encoder"))?;
            from = tee;
        }
        Ok(from)
    }

    /// Puts the sound's stream to use; returns who decodes it where nothing else does.
    fn take_sound(
        &self,
        running: &Running,
        stream: &Stream,
        shared: &Arc<Shared>,
    ) -> Result<Option<Hearing>, Failure> {
        // Where pictures are encoded, the sound was heard before.
        let is_copy = self.plan.is_copy_alone();
        let hearing = is_copy.then(|| Hearing::new(&stream.pad, &stream.caps)).transpose()?;
        let all: Vec<usize> = (0..shared.outputs.len()).collect();
        let format = gst::Caps::builder("audio/mpeg")
            .field("mpegversion", 4_i32)
            .field("stream-format", "raw")
            .build();
        let mut row = Vec::new();
        if self.plan.audio == PlannedAudio::Copied {
            row.push(make("aacparse")?);
            row.push(only(&format)?);
            row.push(self.end(Kind::Sound { priming: 0 }, all, shared).into_sink(running));
        } else {
            let rate = self.audio_rate();
            let channels = self.source.info.audio_channels.clamp(1, 2);
            let raw = gst::Caps::builder("audio/x-raw")
                .field("rate", rate as i32)
                .field("channels", channels as i32)
                .build();
            row.push(damage::sound_decoder(&stream.caps)?);
            row.extend([make("audioconvert")?, make("audioresample")?, make("audiorate")?, only(&raw)?]);
            let aac = make("avenc_aac")?;
            aac.set_property("bitrate", if channels == 1 { 80_000_i32 } else { 128_000_i32 });
            row.push(aac);
            let priming = AAC_PRIMING * 1_000_000_000 / u64::from(rate);
            row.push(self.end(Kind::Sound { priming: priming as i64 }, all, shared).into_sink(running));
        }
        running.chain(&row)?;
        stream.link(&row[0])?;
        Ok(hearing)
    }

    /// Where the source does not say when frames are decoded (Matroska), it is worked out.
    fn dated(&self) -> Result<Vec<gst::Element>, Failure> {
        if self.source.lacks_decode_times { Ok(vec![make("h264timestamper")?]) } else { Ok(Vec::new()) }
    }

    fn indices(&self, copied: bool) -> Vec<usize> {
        let videos = self.plan.videos.iter().enumerate();
        videos.filter(|(_, video)| video.copied == copied).map(|(index, _)| index).collect()
    }

    /// The end of a stream: gives its samples to the outputs of these numbers.
    fn end(&self, kind: Kind, targets: Vec<usize>, shared: &Arc<Shared>) -> Intake {
        let videos = self.plan.videos.clone();
        Intake { kind, videos, targets, shared: shared.clone(), snapshots: None, sample: None, sheet: None }
    }

    fn gather(
        &self,
        shared: &Arc<Shared>,
        snapshots: &Arc<Mutex<Snapshots>>,
        trouble: Option<Failure>,
    ) -> Result<Made, Failure> {
        if let Some(failure) = shared.failure.lock().ok().and_then(|mut failure| failure.take()) {
            return Err(failure);
        }
        let mut written = Vec::new();
        for output in &shared.outputs {
            let output = output.lock().ok().and_then(|mut output| output.take());
            let output = output.ok_or_else(|| Failure::internal("a thread broke while writing"))?;
            written.push(output.finish().map_err(|failure| trouble.clone().unwrap_or(failure))?);
        }
        let longest = written.iter().map(|written| written.duration).max().unwrap_or(0);
        if (longest as f64) < shared.duration as f64 * READABLE_SHARE {
            let share = longest as f64 / shared.duration.max(1) as f64 * 100.0;
            let why = trouble.map(|failure| failure.detail).unwrap_or_default();
            return Err(Failure::new(FailureKind::Damaged, format!("only {share:.0} % can be read: {why}")));
        }
        let audio = if self.plan.audio_only_file { written.pop() } else { None };
        let snapshots = snapshots.lock().map_err(|_| Failure::internal("a thread broke while looking"))?;
        Ok(Made {
            videos: written,
            audio,
            snapshots: snapshots.clone(),
            sheet: None,
            is_damaged: false,
            is_sound_damaged: false,
        })
    }
}

/// Waits until all streams have ended. Trouble in the source ends them early; what was read until then may
/// be enough, so it comes back as a value.
fn wait_for_ends(opened: &Opened, shared: &Shared, ends: usize) -> Result<Option<Failure>, Failure> {
    let mut ended = 0;
    let mut trouble = None;
    while ended < ends {
        match opened.running.wait(PATIENCE) {
            Some(Message::Ended(_)) => ended += 1,
            Some(Message::Broken(failure)) => {
                if let Some(ours) = shared.failed() {
                    return Err(ours);
                }
                if trouble.is_none() {
                    for stream in &opened.streams {
                        if let Some(peer) = stream.pad.peer() {
                            peer.send_event(gst::event::Eos::new());
                        }
                    }
                }
                trouble.get_or_insert(failure);
            }
            Some(_) => {}
            None => {
                if let Some(ours) = shared.failed() {
                    return Err(ours);
                }
            }
        }
    }
    Ok(trouble)
}

/// Progressive, upright, 8 bit 4:2:0.
pub fn upright(source: &Source) -> Result<Vec<gst::Element>, Failure> {
    let mut row = Vec::new();
    if source.is_interlaced {
        row.push(make("deinterlace")?);
    }
    if source.info.rotation != 0 || source.info.mirrored {
        let flip = make("videoflip")?;
        flip.set_property_from_str("video-direction", "auto");
        row.push(flip);
    }
    row.push(make("videoconvert")?);
    Ok(row)
}

/// Looks at the frames that pass, for one that can stand for the film.
fn watch_frames(element: &gst::Element, snapshots: &Arc<Mutex<Snapshots>>) {
    let Some(pad) = element.static_pad("src") else { return };
    let snapshots = snapshots.clone();
    pad.add_probe(gst::PadProbeType::BUFFER, move |pad, info| {
        if let (Some(gst::PadProbeData::Buffer(buffer)), Ok(mut snapshots)) = (&info.data, snapshots.lock()) {
            snapshots.consider_frame(pad, buffer);
        }
        gst::PadProbeReturn::Ok
    });
}
