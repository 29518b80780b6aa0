//! A film becomes what a browser plays: look, plan, make, write the playlists, sync.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use lucarne::media::plan::{self, Plan, PlannedAudio};
use lucarne::media::playlist::{self, HashedFile};
use lucarne::media::protocol::{Failure, PictureOutput, Prepare, Prepared, Rendition, SourceInfo};
use lucarne::media::segment::Cuts;
use lucarne::media::worker::Limits;

use crate::damage;
use crate::frame;
use crate::inspect::{self, Source, Survey};
use crate::ladder::{Ladder, Made};
use crate::output::Written;
use crate::pipeline::Opened;

/// A picture that is copied has a key frame at least so often, in nanoseconds.
const LONGEST_SEGMENT: u64 = 10_000_000_000;
const SEGMENT: u64 = playlist::SEGMENT_SECONDS * 1_000_000_000;
/// A first key frame this late (nanoseconds) cannot start a film.
const LATE: u64 = 100_000_000;

pub fn prepare(wish: &Prepare, limits: &Limits, protections: Vec<String>) -> Result<Prepared, Failure> {
    let (source, opened) = inspect::open(&wish.source, limits)?;
    let plan = plan::plan(&source.info, wish);
    let encoder = wish.encoder.as_deref().unwrap_or("x264enc");
    let (plan, made) = make(wish, &source, opened, plan, encoder)?;
    let copied = plan.videos.iter().any(|video| video.copied);
    let encodes = plan.videos.iter().any(|video| !video.copied);
    let encoder = if encodes { encoder } else { "copy" }.to_owned();

    let thumbnail = format!("{}.jpg", uuid::Uuid::new_v4());
    let preview = format!("{}.jpg", uuid::Uuid::new_v4());
    let sizes = [(&thumbnail, 280, 157), (&preview, 850, 480)];
    let outputs =
        sizes.map(|(name, width, height)| PictureOutput { path: wish.folder.join(name), width, height });
    frame::write_all(&made.snapshots.best()?, &outputs)?;

    let duration = made.videos.iter().chain(&made.audio).map(|written| written.duration).max().unwrap_or(0);
    let storyboard = match made.sheet.as_ref().and_then(|sheet| sheet.lock().ok()) {
        Some(sheet) => sheet.write(&wish.folder, duration)?,
        None => None,
    };
    let mut renditions = Vec::new();
    let mut averages = Vec::new();
    let mut hashed = Vec::new();
    let sound = made.audio.into_iter().map(|written| (None, written));
    let pictures = plan.videos.iter().map(Some).zip(made.videos);
    for (video, written) in sound.chain(pictures) {
        let (bandwidth, average) = playlist::bandwidths(&written.finished.segments);
        let Written { file, finished, bytes, hashes, codecs, has_audio, .. } = written;
        let resolution = video.map_or(0, |video| video.resolution);
        let name = format!("{}-{resolution}.m3u8", uuid::Uuid::new_v4());
        write(&wish.folder, &name, &playlist::variant(&file, &finished.map, &finished.segments))?;
        let frame_rate = f64::from(plan.frame_rate.0) / f64::from(plan.frame_rate.1);
        let fps = match video {
            None => 0.0,
            Some(video) if video.copied => source.info.fps,
            Some(_) => frame_rate,
        };
        renditions.push(Rendition {
            resolution,
            width: video.map_or(0, |video| video.width),
            height: video.map_or(0, |video| video.height),
            fps: fps.round() as u32,
            bytes,
            playlist: name,
            has_audio,
            has_video: video.is_some(),
            bandwidth,
            codecs,
            file: file.clone(),
        });
        averages.push(average);
        hashed.push(HashedFile { file, segments: hashes });
    }
    let master = format!("{}-master.m3u8", uuid::Uuid::new_v4());
    write(&wish.folder, &master, &playlist::master(&renditions, &averages))?;
    let hashes = format!("{}-segments-sha256.json", uuid::Uuid::new_v4());
    write(&wish.folder, &hashes, &playlist::hashes(&hashed))?;
    // The names themselves have to be on the disk as well.
    File::open(&wish.folder)?.sync_all()?;
    Ok(Prepared {
        duration_milliseconds: duration.div_ceil(1_000_000),
        is_cut: is_cut(&source.info, duration.div_ceil(1_000_000)),
        is_damaged: made.is_damaged,
        is_sound_damaged: made.is_sound_damaged,
        lacks_sound: source.has_other_sound,
        is_pale: source.info.is_high_range && encodes,
        renditions,
        master,
        hashes,
        thumbnail,
        preview,
        storyboard,
        encoder,
        copied,
        protections,
    })
}

/// Whether seconds are missing of what the file's own index announces. Other containers only estimate their length.
fn is_cut(source: &SourceInfo, read_milliseconds: u64) -> bool {
    let is_exact = matches!(source.container.as_str(), "video/quicktime" | "video/x-matroska" | "video/webm");
    let missing = source.duration_milliseconds.saturating_sub(read_milliseconds);
    is_exact && missing > 1000 && missing * 20 > source.duration_milliseconds
}

/// Makes the renditions; a picture or a sound that turns out not to be fit for copying is encoded after all.
fn make(
    wish: &Prepare,
    source: &Source,
    opened: Opened,
    mut plan: Plan,
    encoder: &str,
) -> Result<(Plan, Made), Failure> {
    let ladder = |plan: &Plan, cuts, opened| Ladder { wish, source, plan, cuts, encoder }.make(opened);
    let grid = || Cuts::Every(SEGMENT);
    let again = || {
        clear(&wish.folder)?;
        Opened::new(&wish.source)
    };
    if plan.videos.iter().all(|video| video.copied) {
        // Alone it costs less to try than to look first.
        let tried = ladder(&plan, Cuts::AtLeast(SEGMENT), opened);
        let pictures_fit = tried.as_ref().is_ok_and(|made| made.is_fit(LONGEST_SEGMENT) && !made.is_damaged);
        let sound_fits = plan.audio != PlannedAudio::Copied || !damage::is_heard();
        match tried {
            Ok(made) if pictures_fit && sound_fits => return Ok((plan, made)),
            _ => {}
        }
        let mut cuts = Cuts::AtLeast(SEGMENT);
        if !pictures_fit {
            (plan, cuts) = (plan.without_copied_video(), grid());
        }
        if !sound_fits {
            plan = plan.without_copied_audio();
        }
        let made = ladder(&plan, cuts, again()?)?;
        return Ok((plan, made));
    }
    let hears = plan.audio == PlannedAudio::Copied;
    let copies = plan.videos.iter().any(|video| video.copied);
    let survey = (hears || copies).then(|| inspect::survey(&wish.source, None, hears)).transpose()?;
    if damage::is_heard() {
        plan = plan.without_copied_audio();
    }
    let starts_well = |survey: &Survey| survey.fresh.first().is_some_and(|first| *first < LATE);
    let is_fit = |survey: &Survey| starts_well(survey) && survey.longest_group() <= LONGEST_SEGMENT;
    match survey {
        Some(survey) if copies && is_fit(&survey) => {
            let made = ladder(&plan, Cuts::At(cuts(&survey.fresh)), opened)?;
            if !made.is_damaged {
                return Ok((plan, made));
            }
            plan = plan.without_copied_video();
            let made = ladder(&plan, grid(), again()?)?;
            Ok((plan, made))
        }
        _ => {
            plan = plan.without_copied_video();
            let made = ladder(&plan, grid(), opened)?;
            Ok((plan, made))
        }
    }
}

impl Made {
    /// Whether all segments are short enough for a player to start quickly.
    fn is_fit(&self, longest: u64) -> bool {
        let segments = self.videos.iter().flat_map(|written| &written.finished.segments);
        segments.map(|segment| segment.duration).all(|duration| duration <= longest)
    }
}

/// The key frames at which segments of at least the usual length can start.
fn cuts(fresh: &[u64]) -> Vec<u64> {
    let mut cuts: Vec<u64> = Vec::new();
    for time in fresh {
        let last = cuts.last().copied().unwrap_or(0);
        if *time + 1_000_000 >= last + SEGMENT {
            cuts.push(*time);
        }
    }
    cuts
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let mut file = File::create_new(folder.join(name))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

/// Removes what a first attempt wrote.
fn clear(folder: &Path) -> Result<(), Failure> {
    for entry in fs::read_dir(folder)? {
        fs::remove_file(entry?.path())?;
    }
    Ok(())
}
