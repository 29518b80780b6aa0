//! Films to keep: a rendition as it lies here, or renditions put together as a plain MP4 that every program opens.

use std::fs::File;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};
use uuid::Uuid;
use warp::Reply;
use warp::http::{HeaderValue, StatusCode, header};

use super::admission;
use super::answer::{self, Response};
use super::media::{self, Asked, FOR_NOBODY, asked, missing};
use super::metrics;
use super::routes::Visit;
use crate::actions::downloads::Place;
use crate::db;
use crate::db::video::{Video, VideoFile};
use crate::domain::id::Reference;
use crate::error::{Error, Kind, Result};
use crate::media::fmp4::plain::{self, Plain};

/// Renditions that one download takes: a picture and a sound.
const MOST_FILES: usize = 2;

/// What RFC 8187 does not let stand in a name.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// A rendition as a file to keep: `<video uuid>-<resolution>-fragmented.mp4`, as PeerTube names it.
pub async fn rendition(visit: &Visit, file: &str) -> Result<Response> {
    let (uuid, resolution) = file
        .strip_suffix("-fragmented.mp4")
        .and_then(|name| name.rsplit_once('-'))
        .and_then(|(uuid, resolution)| Some((Uuid::try_parse(uuid).ok()?, resolution.parse::<i64>().ok()?)))
        .ok_or_else(missing)?;
    let (video, files) = kept(visit, Reference::Uuid(uuid)).await?;
    let file = files.into_iter().find(|file| file.resolution == resolution).ok_or_else(missing)?;
    let path = visit.app.layout.film_file(uuid, &file.file).ok_or_else(missing)?;
    let response = media::send(visit, path, "video/mp4", caching(&video)).await?;
    let names = [format!("{uuid}-{resolution}.mp4"), format!("{}-{resolution}.mp4", video.about.name)];
    Ok(answer::with_header(response, header::CONTENT_DISPOSITION, disposition(&names)))
}

/// Renditions of a film put together, as PeerTube 8.2 has it: `videoFileIds` names one with a picture, one with
/// sound, or one with both. With an ending (`.mp4`, `.m4a`) the address stands for the file itself.
pub async fn generate(visit: &Visit, id: &str) -> Result<Response> {
    let bare = id.strip_suffix(".mp4").or_else(|| id.strip_suffix(".m4a")).unwrap_or(id);
    let reference = Reference::parse(bare).ok_or_else(|| Error::invalid("error-video-id"))?;
    let (video, mut files) = kept(visit, reference).await?;
    let wanted = wanted(visit)?;
    files.retain(|file| wanted.contains(&file.id));
    if files.is_empty() {
        return Err(missing());
    }
    let count = |has: fn(&VideoFile) -> bool| files.iter().filter(|file| has(file)).count();
    if count(|file| file.has_video) > 1 || count(|file| file.has_audio) > 1 {
        return Err(Error::invalid("error-download-files"));
    }
    let place = visit.app.downloads.enter(visit.request.peer.address)?;
    let folder = visit.app.layout.film(video.uuid);
    let names: Vec<_> = files.iter().map(|file| file.file.clone()).collect();
    let joined = tokio::task::spawn_blocking(move || {
        let mut sources =
            names.iter().map(|name| File::open(folder.join(name))).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, std::io::Error>(Joined {
            plain: plain::join(&mut sources)?,
            sources: sources.into_iter().map(Arc::new).collect(),
            _place: place,
        })
    });
    let joined = joined.await.map_err(|error| Error::internal(format!("joining a film: {error}")))?;
    let joined = joined.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => missing(),
        _ => Error::new(Kind::Internal, "error-internal").caused_by(error),
    })?;
    let has_video = files.iter().any(|file| file.has_video);
    let (kind, ending) = if has_video { ("video/mp4", "mp4") } else { ("audio/mp4", "m4a") };
    let tag = format!("\"{}\"", files.iter().map(|file| file.id.to_string()).collect::<Vec<_>>().join("-"));
    let mut response = send(visit, joined, &tag);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching(&video)));
    let response = answer::with_header(response, header::ETAG, tag);
    if bare != id {
        return Ok(response);
    }
    let names = [format!("{}.{ending}", video.uuid), format!("{}.{ending}", video.about.name)];
    Ok(answer::with_header(response, header::CONTENT_DISPOSITION, disposition(&names)))
}

/// A film that is put together while it is sent.
struct Joined {
    plain: Plain,
    sources: Vec<Arc<File>>,
    _place: Place,
}

impl Joined {
    /// Some of the bytes at a place, at most so many.
    async fn read(&self, at: u64, count: u64) -> std::io::Result<Bytes> {
        let head = &self.plain.head;
        if let Some(rest) =
            usize::try_from(at).ok().and_then(|at| head.get(at..)).filter(|rest| !rest.is_empty())
        {
            let count = rest.len().min(media::PIECE).min(count as usize);
            return Ok(Bytes::copy_from_slice(&rest[..count]));
        }
        let pieces = &self.plain.pieces;
        let behind = pieces.partition_point(|piece| piece.at <= at);
        let piece = behind.checked_sub(1).and_then(|place| pieces.get(place));
        let piece = piece.ok_or_else(|| std::io::Error::other("a place outside of the film"))?;
        let from = piece.bytes.start + (at - piece.at);
        let count = count.min(piece.bytes.end - from).min(media::PIECE as u64);
        media::read_piece(self.sources[piece.source].clone(), from, count as usize).await
    }
}

/// Sends it all, or the part that was asked for.
fn send(visit: &Visit, joined: Joined, tag: &str) -> Response {
    let length = joined.plain.length;
    let range = visit.request.header(header::RANGE);
    let range = range.filter(|_| visit.request.header(header::IF_RANGE).is_none_or(|known| known == tag));
    match asked(range, length) {
        Asked::All => body(joined, 0, length),
        Asked::Part(first, last) => {
            let mut response = body(joined, first, last - first + 1);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            answer::with_header(response, header::CONTENT_RANGE, format!("bytes {first}-{last}/{length}"))
        }
        Asked::Nothing => {
            let response = answer::empty(StatusCode::RANGE_NOT_SATISFIABLE);
            answer::with_header(response, header::CONTENT_RANGE, format!("bytes */{length}"))
        }
    }
}

fn body(joined: Joined, first: u64, count: u64) -> Response {
    let pieces = stream::unfold((joined, first, count), |(joined, at, left)| async move {
        if left == 0 {
            return None;
        }
        let piece = joined.read(at, left).await;
        let read = piece.as_ref().map_or(0, Bytes::len);
        metrics::served(read);
        let left = if piece.is_ok() { left - read as u64 } else { 0 };
        Some((piece, (joined, at + read as u64, left)))
    });
    let mut response = warp::reply::stream(pieces).into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(count));
    response
}

/// The numbers of the renditions that a request names.
fn wanted(visit: &Visit) -> Result<Vec<i64>> {
    let wrong = || Error::invalid("error-parameter").with("name", "videoFileIds").with("maximum", "");
    let named = visit.request.query.all("videoFileIds");
    let wanted: Vec<i64> =
        named.into_iter().map(|id| id.parse().map_err(|_| wrong())).collect::<Result<_>>()?;
    if (1..=MOST_FILES).contains(&wanted.len()) { Ok(wanted) } else { Err(wrong()) }
}

/// A film and its renditions, if the visitor may watch it and keep it.
async fn kept(visit: &Visit, reference: Reference) -> Result<(Video, Vec<VideoFile>)> {
    let found = visit.app.db.read(move |read| {
        // Films of other servers are kept from there.
        let video = db::video::find(read, reference)?.filter(|video| video.origin.is_none());
        let Some(video) = video else { return Ok(None) };
        let files = db::video::files(read, video.id)?;
        Ok(Some((video, files)))
    });
    let (video, files) = found.await?.ok_or_else(missing)?;
    admission::check_files(visit, video.uuid, video.guarded(), reference).await?;
    let person = visit.visitor.person.as_ref();
    let is_keeper = person.is_some_and(|person| person.keeps(video.holding()));
    if !video.about.download_enabled && !is_keeper {
        return Err(Error::forbidden("error-forbidden"));
    }
    Ok((video, files))
}

/// The address stays when the film is prepared again, so what was kept has to be asked for anew.
fn caching(video: &Video) -> &'static str {
    if media::caching(video.guarded()) == FOR_NOBODY { FOR_NOBODY } else { "public, no-cache" }
}

/// What the file is called where it is kept: a name in plain letters, and the film's own (RFC 6266).
pub(super) fn disposition([plain, own]: &[String; 2]) -> String {
    let own: String =
        own.chars().map(|c| if c.is_alphanumeric() || " -_.".contains(c) { c } else { '_' }).collect();
    let own = percent_encoding::utf8_percent_encode(&own, NAME);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{own}")
}
