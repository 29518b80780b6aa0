//! Removes a film for good, once its deletion can no longer be undone.

use std::sync::Arc;

use super::Ended;
use crate::app::App;
use crate::db;
use crate::domain::id::Reference;
use crate::domain::video::State;
use crate::error::Result;
use crate::files;
use crate::files::layout::Small;

/// The row goes first: files without a row are removed by the sweep if the program ends in between, a row
/// without its files would be a film that cannot be watched.
pub(super) async fn run(app: &Arc<App>, job_id: i64, video_id: i64) -> Result<Ended> {
    let removed = app
        .db
        .write(move |tx| {
            db::job::finish(tx, job_id)?;
            let video = db::video::find(tx, Reference::Number(video_id))?;
            let Some(video) = video.filter(|video| video.state == State::Deleted) else { return Ok(None) };
            let captions = db::caption::of_video(tx, video_id)?;
            let storyboard = db::storyboard::of_video(tx, video_id)?;
            db::video::delete(tx, video_id)?;
            db::account::erase(tx)?;
            Ok(Some((video, captions, storyboard)))
        })
        .await?;
    let Some((video, captions, storyboard)) = removed else { return Ok(Ended::Done) };
    let layout = app.layout.clone();
    let erased = tokio::task::spawn_blocking(move || {
        files::remove_quietly(&layout.film(video.uuid));
        let small = [
            (Small::Thumbnail, video.thumbnail),
            (Small::Preview, video.preview),
            (Small::Storyboard, storyboard.map(|storyboard| storyboard.file)),
        ];
        let captions = captions.into_iter().map(|caption| (Small::Caption, Some(caption.file)));
        for (kind, name) in small.into_iter().chain(captions) {
            if let Some(name) = name {
                files::remove_quietly(&layout.small_folder(kind).join(name));
            }
        }
        if let Some(original) = video.original {
            files::remove_quietly(&layout.originals().join(original));
        }
        tracing::info!(film = %video.uuid, "erased “{}”", video.about.name);
    });
    let _ = erased.await;
    Ok(Ended::Done)
}
