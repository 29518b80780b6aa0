//! Small files of other servers that are shown here: pictures, made anew in the size that is shown, and captions. They
//! are fetched when somebody first looks at them, so that no browser has to ask other servers for them.

use tokio::sync::Semaphore;

use super::exchange::Exchange;
use crate::actions::pictures::{self, PICTURE_LENGTH, Wanted};
use crate::db;
use crate::db::actor::FACE;
use crate::domain::caption;
use crate::domain::id::Reference;
use crate::domain::picture::{PREVIEW, THUMBNAIL};
use crate::error::{Error, Result};
use crate::files::layout::Small;
use crate::files::{self, Layout};
use crate::media::worker::Worker;
use crate::net::Ask;

/// Seconds after which a file that could not be had is asked for again.
const AGAIN_SECONDS: i64 = 600;

/// Files that are fetched at once.
static FETCHING: Semaphore = Semaphore::const_new(4);

/// Where such a file is kept, and in which size a picture.
fn place(file: &str) -> (Small, Option<(u32, u32)>) {
    match file.split_once('.').map(|(_, end)| end) {
        Some("thumbnail.jpg") => (Small::Thumbnail, Some(THUMBNAIL)),
        Some("preview.jpg") => (Small::Preview, Some(PREVIEW)),
        Some("vtt") => (Small::Caption, None),
        _ => (Small::Avatar, Some((FACE, FACE))),
    }
}

/// Brings a file of this name here, if it is one that is borrowed and not here. `NotFound` where there is none, or where
/// its server did not give it lately.
pub async fn bring(
    exchange: &Exchange,
    layout: &Layout,
    worker: &Worker,
    kind: Small,
    file: &str,
) -> Result<()> {
    let missing = || Error::not_found("error-not-found");
    let (is_kind, size) = place(file);
    let path = layout.small(kind, file).filter(|_| is_kind == kind).ok_or_else(missing)?;
    let name = file.to_owned();
    let known = exchange.db.read(move |read| db::borrowed::find(read, &name)).await?.ok_or_else(missing)?;
    if known.asked_at.is_some_and(|at| !known.is_here && exchange.now.seconds_since(at) < AGAIN_SECONDS) {
        return Err(missing());
    }
    let _turn = FETCHING.acquire().await.map_err(|_| Error::internal("nothing more is fetched"))?;
    // Somebody else may have asked for it at the same moment.
    if path.exists() {
        return Ok(());
    }
    let brought = fetch(
        exchange,
        layout,
        worker,
        &known.url,
        Wanted { kind, name: file.to_owned(), size: size.unwrap_or_default() },
    )
    .await;
    let bytes = brought.is_ok().then(|| std::fs::metadata(&path).map_or(0, |file| file.len() as i64));
    let name = file.to_owned();
    exchange.db.write(move |tx| db::borrowed::asked(tx, &name, bytes)).await?;
    brought.map_err(|error| missing().caused_by(error))
}

async fn fetch(
    exchange: &Exchange,
    layout: &Layout,
    worker: &Worker,
    url: &str,
    wanted: Wanted,
) -> Result<()> {
    let headers = |_: &url::Url| Ok(Vec::new());
    let limit = if wanted.kind == Small::Caption { caption::LENGTH_MAXIMUM } else { PICTURE_LENGTH };
    let answer = exchange.net.get(url, &Ask { headers: &headers, limit }).await?;
    if answer.status != 200 {
        return Err(Error::not_found("error-federation-gone").with("url", url));
    }
    if wanted.kind == Small::Caption {
        let text = caption::to_webvtt(&answer.body)?;
        return Ok(files::write_whole(
            &layout.small_folder(wanted.kind).join(&wanted.name),
            text.as_bytes(),
        )?);
    }
    pictures::make(worker, layout, &answer.body, std::slice::from_ref(&wanted)).await
}

/// The pictures of a film, before anybody looks at them.
pub async fn pictures_of(exchange: &Exchange, layout: &Layout, worker: &Worker, video_id: i64) -> Result<()> {
    let video = exchange.db.read(move |read| db::video::find(read, Reference::Number(video_id))).await?;
    let Some(video) = video.filter(|video| video.origin.is_some()) else { return Ok(()) };
    for (kind, name) in [(Small::Thumbnail, video.thumbnail), (Small::Preview, video.preview)] {
        if let Some(name) = name.filter(|name| layout.small(kind, name).is_some_and(|path| !path.exists())) {
            // Whoever looks at the film asks for it again.
            if let Err(error) = bring(exchange, layout, worker, kind, &name).await {
                tracing::debug!(%error, name, "a picture could not be had");
            }
        }
    }
    Ok(())
}

/// Removes the oldest files until all of them take no more room than `budget` bytes.
pub async fn keep_within(db: &db::Db, layout: &Layout, budget: i64) -> Result<()> {
    loop {
        let oldest = db.read(move |read| {
            let over = db::borrowed::bytes(read)? - budget;
            if over > 0 {
                db::borrowed::oldest(read, 100).map(|files| (over, files))
            } else {
                Ok((0, Vec::new()))
            }
        });
        let (mut over, files) = oldest.await?;
        if files.is_empty() {
            return Ok(());
        }
        let mut gone = Vec::new();
        for (file, bytes) in files {
            if over <= 0 {
                break;
            }
            over -= bytes;
            let (kind, _) = place(&file);
            if let Some(path) = layout.small(kind, &file) {
                files::remove_quietly(&path);
            }
            gone.push(file);
        }
        db.write(move |tx| gone.iter().try_for_each(|file| db::borrowed::forgotten(tx, file))).await?;
    }
}
