//! Makes a film out of the file that was sent: the worker writes into a scratch folder, the folder becomes the
//! film's, and the rows follow in one transaction.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Ended;
use crate::actions::videos;
use crate::app::App;
use crate::db;
use crate::db::storyboard::Storyboard;
use crate::db::video::{Prepared, StreamingPlaylist, Video, VideoFile};
use crate::domain::id::Reference;
use crate::domain::job::Lane;
use crate::error::{Error, Kind, Result};
use crate::files::layout::Small;
use crate::files::{self, space};
use crate::media::protocol::{self, Failure, FailureKind, Prepare};

/// What an earlier preparation has made.
struct Old {
    files: Vec<VideoFile>,
    playlist: Option<StreamingPlaylist>,
    storyboard: Option<Storyboard>,
}

pub(super) async fn run(app: &Arc<App>, job_id: i64, video_id: i64) -> Result<Ended> {
    let found = app
        .db
        .read(move |read| {
            let Some(video) = db::video::find(read, Reference::Number(video_id))? else { return Ok(None) };
            let old = Old {
                files: db::video::files(read, video_id)?,
                playlist: db::video::streaming_playlist(read, video_id)?,
                storyboard: db::storyboard::of_video(read, video_id)?,
            };
            Ok(Some((video, old)))
        })
        .await?;
    let Some((video, old)) = found else {
        app.db.write(move |tx| db::job::finish(tx, job_id)).await?;
        return Ok(Ended::Done);
    };
    let source = source(app, &video, &old.files)?;
    let bytes = std::fs::metadata(&source)?.len();
    space::check_room_for_film(app.layout.root(), bytes, bytes, 0, app.desk.reserve / 2)?;

    let scratch = app.layout.scratch().join(Uuid::new_v4().to_string());
    std::fs::create_dir(&scratch)?;
    let cancelled = app.stopping().child_token();
    app.preparations.begin(video_id, cancelled.clone());
    let made = work(app, &video, source, scratch.clone(), &cancelled).await;
    let outcome = match made {
        Ok(made) => publish(app, job_id, &video, made, scratch.clone(), old).await,
        Err(failure) if failure.kind == FailureKind::Cancelled && app.stopping().is_cancelled() => {
            Ok(Ended::Interrupted)
        }
        // Whoever cancelled has removed the row.
        Err(failure) if failure.kind == FailureKind::Cancelled => Ok(Ended::Done),
        Err(failure) => Err(error_of(&failure)),
    };
    app.preparations.end(video_id);
    if scratch.exists() {
        files::remove_quietly(&scratch);
    }
    outcome
}

/// The file that was sent, or the best rendition where that is gone.
fn source(app: &App, video: &Video, files: &[VideoFile]) -> Result<PathBuf> {
    if let Some(original) = &video.original {
        let path = app.layout.originals().join(original);
        if path.exists() {
            return Ok(path);
        }
    }
    let best = files.iter().max_by_key(|file| file.resolution);
    let best = best.map(|file| app.layout.film(video.uuid).join(&file.file)).filter(|path| path.exists());
    best.ok_or_else(|| Error::new(Kind::Conflict, "error-original-gone"))
}

async fn work(
    app: &Arc<App>,
    video: &Video,
    source: PathBuf,
    folder: PathBuf,
    cancelled: &CancellationToken,
) -> Result<protocol::Prepared, Failure> {
    let settings = app.settings();
    let request = Prepare {
        source,
        folder,
        resolutions: settings.resolutions.clone(),
        maximum_fps: settings.maximum_fps,
        audio_only_file: settings.audio_only_file,
        still: video.preview.as_ref().map(|name| app.layout.small_folder(Small::Preview).join(name)),
        encoder: settings.encoder.clone(),
    };
    let started = Instant::now();
    tracing::info!(film = %video.uuid, "preparing “{}”", video.about.name);
    let (preparations, id) = (app.preparations.clone(), video.id);
    let made =
        app.worker.prepare(&request, move |progress| preparations.report(id, progress), cancelled).await;
    match &made {
        Ok(made) => tracing::info!(
            film = %video.uuid,
            seconds = started.elapsed().as_secs(),
            encoder = made.encoder,
            copied = made.copied,
            protections = made.protections.join(" "),
            "prepared {} renditions of “{}”",
            made.renditions.len(),
            video.about.name
        ),
        Err(failure) if failure.kind == FailureKind::Cancelled => {
            let why = if app.stopping().is_cancelled() {
                "the program stops; it goes on later"
            } else {
                "cancelled"
            };
            tracing::info!(film = %video.uuid, "“{}” is not prepared any further: {why}", video.about.name);
        }
        Err(failure) => {
            // Decoders explain themselves over many lines; the first names the trouble.
            let detail = failure.detail.lines().next().unwrap_or_default();
            tracing::warn!(film = %video.uuid, kind = ?failure.kind, detail, "“{}” was not prepared", video.about.name);
        }
    }
    made
}

/// Gives the files their final names, then writes the rows. A crash between the two leaves files that no row
/// names: the next attempt writes others, and the sweep removes these.
async fn publish(
    app: &Arc<App>,
    job_id: i64,
    video: &Video,
    made: protocol::Prepared,
    scratch: PathBuf,
    old: Old,
) -> Result<Ended> {
    let layout = app.layout.clone();
    let keep_original = app.settings().keep_original;
    let names: Vec<String> = made
        .renditions
        .iter()
        .flat_map(|rendition| [rendition.file.clone(), rendition.playlist.clone()])
        .chain([made.master.clone(), made.hashes.clone()])
        .collect();
    let film = layout.film(video.uuid);
    // The worker's names for the pictures, and where they go under names of ours.
    let new = || format!("{}.jpg", Uuid::new_v4());
    let (thumbnail, preview) = (new(), new());
    let storyboard = made.storyboard.as_ref().map(|made| Storyboard {
        file: new(),
        total_width: made.total_width.into(),
        total_height: made.total_height.into(),
        sprite_width: made.sprite_width.into(),
        sprite_height: made.sprite_height.into(),
        sprite_seconds: made.sprite_seconds.into(),
    });
    let place = |kind, name: &str| layout.small_folder(kind).join(name);
    let own = [place(Small::Thumbnail, &thumbnail), place(Small::Preview, &preview)];
    let sheet = storyboard.as_ref().map(|storyboard| place(Small::Storyboard, &storyboard.file));
    let placed: Vec<_> = own.iter().chain(&sheet).cloned().collect();
    let sheet_made = made.storyboard.as_ref().map(|storyboard| &storyboard.file);
    let pictures: Vec<_> = [&made.thumbnail, &made.preview]
        .into_iter()
        .chain(sheet_made)
        .map(|name| scratch.join(name))
        .zip(placed.clone())
        .collect();
    let (folder, moved) = (film.clone(), names.clone());
    tokio::task::spawn_blocking(move || -> std::io::Result<()> {
        std::fs::create_dir_all(&folder)?;
        for name in &moved {
            std::fs::rename(scratch.join(name), folder.join(name))?;
        }
        files::sync_folder(&folder)?;
        if let Some(parent) = folder.parent() {
            files::sync_folder(parent)?;
        }
        pictures.iter().try_for_each(|(from, to)| files::rename_durably(from, to))
    })
    .await
    .map_err(|error| Error::internal(format!("naming the files of a film: {error}")))??;

    let original = video.original.clone().filter(|_| keep_original);
    let row = row_of(&made, (thumbnail, preview, storyboard), original.clone());
    let video_id = video.id;
    let written = app.db.write(move |tx| {
        let is_wanted = videos::renditions_ready(tx, video_id, &row)?;
        db::job::finish(tx, job_id)?;
        Ok(is_wanted)
    });
    let forget_made = || {
        names.iter().for_each(|name| files::remove_quietly(&film.join(name)));
        placed.iter().for_each(|path| files::remove_quietly(path));
    };
    let is_wanted = match written.await {
        Ok(is_wanted) => is_wanted,
        Err(error) => {
            // On a full disk nothing was committed, and these files would take the room of the next attempt.
            if error.kind == Kind::DiskFull {
                forget_made();
            }
            return Err(error);
        }
    };
    app.wake(Lane::Sharing);
    // From here on nothing can fail that anybody would notice.
    if !is_wanted {
        forget_made();
        return Ok(Ended::Done);
    }
    if let (None, Some(original)) = (&original, &video.original) {
        files::remove_quietly(&layout.originals().join(original));
    }
    if video.thumbnail.is_some() {
        own.iter().for_each(|path| files::remove_quietly(path));
    }
    if let Some(storyboard) = old.storyboard {
        files::remove_quietly(&layout.small_folder(Small::Storyboard).join(storyboard.file));
    }
    let old_names = old
        .files
        .into_iter()
        .flat_map(|file| [file.file, file.playlist])
        .chain(old.playlist.into_iter().flat_map(|playlist| [playlist.master, playlist.hashes]));
    old_names.for_each(|name| files::remove_quietly(&film.join(name)));
    Ok(Ended::Done)
}

fn row_of(
    made: &protocol::Prepared,
    (thumbnail, preview, storyboard): (String, String, Option<Storyboard>),
    original: Option<String>,
) -> Prepared {
    let files: Vec<VideoFile> = made
        .renditions
        .iter()
        .map(|rendition| VideoFile {
            id: 0,
            resolution: rendition.resolution.into(),
            width: rendition.width.into(),
            height: rendition.height.into(),
            fps: rendition.fps.into(),
            bytes: rendition.bytes as i64,
            file: rendition.file.clone(),
            playlist: rendition.playlist.clone(),
            has_audio: rendition.has_audio,
            has_video: rendition.has_video,
            bandwidth: rendition.bandwidth as i64,
            codecs: rendition.codecs.clone(),
            torrent: None,
        })
        .collect();
    let largest =
        files.iter().filter(|file| file.has_video && file.height > 0).max_by_key(|file| file.resolution);
    Prepared {
        duration: ((made.duration_milliseconds + 500) / 1000) as i64,
        // PeerTube gives four digits.
        aspect_ratio: largest
            .map(|file| (file.width as f64 / file.height as f64 * 10_000.0).round() / 10_000.0),
        thumbnail,
        preview,
        storyboard,
        master: made.master.clone(),
        hashes: made.hashes.clone(),
        encoder: made.encoder.clone(),
        bytes: files.iter().map(|file| file.bytes).sum(),
        remark: remark_of(made),
        files,
        original,
    }
}

/// What the owner should know of a film that was published all the same: the gravest that was found.
fn remark_of(made: &protocol::Prepared) -> Option<&'static str> {
    let found = [
        (made.is_cut, "remark-film-cut"),
        (made.is_damaged && made.is_sound_damaged, "remark-film-damaged-both"),
        (made.is_damaged, "remark-film-damaged"),
        (made.is_sound_damaged, "remark-film-sound-damaged"),
        (made.lacks_sound, "remark-film-one-sound"),
        (made.is_pale, "remark-film-pale"),
    ];
    found.into_iter().find_map(|(is_so, key)| is_so.then_some(key))
}

/// A failure of the worker as an error: what a person is told, and whether trying again may help.
fn error_of(failure: &Failure) -> Error {
    let (kind, key) = match failure.kind {
        FailureKind::Empty => (Kind::Invalid, "error-file-empty"),
        FailureKind::NotMedia => (Kind::Unsupported, "error-file-not-media"),
        FailureKind::Damaged => (Kind::Invalid, "error-file-damaged"),
        FailureKind::NoDecoder => (Kind::Unsupported, "error-file-no-decoder"),
        FailureKind::TooLarge => (Kind::TooLarge, "error-film-pixels"),
        FailureKind::Crashed => (Kind::Invalid, "error-worker-crashed"),
        FailureKind::TimedOut => (Kind::Invalid, "error-worker-timeout"),
        FailureKind::MemoryExceeded => (Kind::Invalid, "error-worker-memory"),
        FailureKind::Killed => (Kind::Invalid, "error-worker-killed"),
        FailureKind::DiskFull => (Kind::DiskFull, "error-disk-full"),
        FailureKind::Cancelled => (Kind::Invalid, "error-cancelled"),
        FailureKind::SandboxRefused => (Kind::Invalid, "error-worker-refused"),
        FailureKind::Internal => (Kind::Internal, "error-internal"),
    };
    Error::new(kind, key).caused_by(failure.detail.clone())
}
