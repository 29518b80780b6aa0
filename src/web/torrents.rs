//! Torrents of public films, by PeerTube's addresses. The address of the site, which they name, is put around what is
//! kept whenever one is asked for.

use uuid::Uuid;
use warp::http::{StatusCode, header};

use super::answer::{self, Response};
use super::downloads::disposition;
use super::media::missing;
use super::routes::Visit;
use crate::db;
use crate::error::{Error, Result};
use crate::files::layout::Small;
use crate::p2p::torrent::Info;

/// A torrent, to be opened.
pub async fn show(visit: &Visit, file: &str) -> Result<Response> {
    Ok(torrent(visit, file).await?.0)
}

/// A torrent, to be kept.
pub async fn download(visit: &Visit, file: &str) -> Result<Response> {
    let (response, film, name) = torrent(visit, file).await?;
    let names = [format!("{film}.torrent"), format!("{}.torrent", name.trim_end_matches(".mp4"))];
    Ok(answer::with_header(response, header::CONTENT_DISPOSITION, disposition(&names)))
}

/// The torrent, its film and the name that it gives its file.
async fn torrent(visit: &Visit, file: &str) -> Result<(Response, Uuid, String)> {
    let path = visit.app.layout.small(Small::Torrent, file).ok_or_else(missing)?;
    let name = file.to_owned();
    let seeded =
        visit.app.db.read(move |read| db::torrent::seeded(read, &name)).await?.ok_or_else(missing)?;
    let kept = match tokio::fs::read(path).await {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(missing()),
        kept => kept?,
    };
    let info = Info::read(&kept).ok_or_else(|| Error::internal(format!("{file} is no torrent of ours")))?;
    let address = visit.app.address();
    let seed = format!("{address}/static/streaming-playlists/hls/{}/{}", seeded.film, seeded.file);
    let document = info.document(&address, &seed, seeded.created_at);
    let response = answer::bytes(StatusCode::OK, "application/x-bittorrent", document);
    // The title, the address and whether everybody may have it can change.
    let response = answer::with_header(response, header::CACHE_CONTROL, "public, max-age=0");
    Ok((response, seeded.film, seeded.name))
}
