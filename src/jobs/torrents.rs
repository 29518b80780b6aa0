//! Makes the torrents of a public film: each rendition is read once, a piece at a time. A film that was only given
//! another title keeps the hashes of its pieces.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Ended;
use crate::app::App;
use crate::db::torrent::Made;
use crate::db::video::VideoFile;
use crate::db::{self, Read};
use crate::domain::id::Reference;
use crate::domain::job::{Job, Lane};
use crate::domain::torrent::{Torrent, name};
use crate::domain::video::{Privacy, State};
use crate::error::{Error, Result};
use crate::files;
use crate::files::layout::{Layout, Small};
use crate::p2p::torrent::{Info, Pieces};

/// Bytes that are read at once.
const PIECE: usize = 256 * 1024;

/// A rendition that has no torrent, or one under an older title.
struct Wanted {
    film: Uuid,
    file: VideoFile,
    name: String,
    old: Option<Torrent>,
}

pub(super) async fn run(app: &Arc<App>, job_id: i64, video_id: i64) -> Result<Ended> {
    for wanted in app.db.read(move |read| wanted(read, video_id)).await? {
        let (layout, stopping, id, old) =
            (app.layout.clone(), app.stopping().clone(), wanted.file.id, wanted.old.clone());
        let made = tokio::task::spawn_blocking(move || make(&layout, &wanted, &stopping)).await;
        let made = made.map_err(|error| Error::internal(format!("hashing a film: {error}")))??;
        let Some(made) = made else { return Ok(Ended::Interrupted) };
        let new = made.torrent.file.clone();
        let is_wanted = app.db.write(move |tx| db::torrent::replace(tx, id, &made)).await?;
        // Nobody asks for the one under the older title any more; where the film is hidden by now, for neither.
        let forgotten = old.map(|old| old.file).into_iter().chain((!is_wanted).then_some(new));
        forgotten.for_each(|file| files::remove_quietly(&app.layout.small_folder(Small::Torrent).join(file)));
    }
    app.db
        .write(move |tx| {
            db::job::finish(tx, job_id)?;
            // What was changed meanwhile asked for this very work; others who wait to hear of the film hear of it whole.
            let again = !wanted(tx, video_id)?.is_empty();
            let next = if again { Job::Torrents { video_id } } else { Job::Tell };
            db::job::push(tx, &next, tx.now)
        })
        .await?;
    app.wake(Lane::Network);
    Ok(Ended::Done)
}

/// What is to be made. A film that not everybody may watch has no torrents.
fn wanted(read: &Read, video_id: i64) -> Result<Vec<Wanted>> {
    let video = db::video::find(read, Reference::Number(video_id))?;
    let is_open = |video: &db::video::Video| {
        video.origin.is_none() && video.state == State::Published && video.about.privacy == Privacy::Public
    };
    let Some(video) = video.filter(is_open) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for file in db::video::files(read, video_id)? {
        let name = name(&video.about.name, file.resolution);
        let made = db::torrent::of_file(read, file.id)?;
        if made.as_ref().is_none_or(|made| made.name != name) {
            all.push(Wanted { film: video.uuid, file, name, old: made.map(|made| made.torrent) });
        }
    }
    Ok(all)
}

/// Writes the torrent of a rendition; none when the program is stopping.
fn make(layout: &Layout, wanted: &Wanted, stopping: &CancellationToken) -> Result<Option<Made>> {
    let Wanted { film, file, name, old } = wanted;
    let folder = layout.small_folder(Small::Torrent);
    let known = old.as_ref().and_then(|old| Info::read(&std::fs::read(folder.join(&old.file)).ok()?));
    let info = match known.filter(|known| known.length == file.bytes as u64) {
        Some(known) => Info { name: name.clone(), ..known },
        None => {
            let hashed = hash(&layout.film(*film).join(&file.file), name, stopping)?;
            let Some(info) = hashed else { return Ok(None) };
            info
        }
    };
    let torrent = Torrent {
        file: format!("{}-{}-hls.torrent", Uuid::new_v4(), file.resolution),
        info_hash: info.hash(),
    };
    files::write_whole(&folder.join(&torrent.file), &info.bare())?;
    Ok(Some(Made { torrent, name: name.clone() }))
}

fn hash(path: &Path, name: &str, stopping: &CancellationToken) -> Result<Option<Info>> {
    let mut file = File::open(path)?;
    let mut pieces = Pieces::new(file.metadata()?.len());
    let mut buffer = vec![0; PIECE];
    loop {
        if stopping.is_cancelled() {
            return Ok(None);
        }
        match file.read(&mut buffer)? {
            0 => break,
            read => pieces.push(&buffer[..read]),
        }
    }
    let info = pieces.finish(name.to_owned());
    Ok(Some(info.ok_or_else(|| Error::internal(format!("{} changed while it was read", path.display())))?))
}
