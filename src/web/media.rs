//! Bytes: films by range, pictures and captions whole, the site's own styles and scripts.
//!
//! Whole files never change under their name, so they are cached for ever; what a private film serves is
//! cached by nobody. Without TLS the system sends them by itself (`outlet`); otherwise, and where the disk has to be
//! waited for, they are read in pieces of 256 KB into buffers that are used again.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::stream;
use uuid::Uuid;
use warp::Reply;
use warp::http::{HeaderValue, StatusCode, header};

use super::admission::{self, check_files};
use super::answer::{self, Response};
use super::elsewhere;
use super::metrics;
use super::outlet::Windows;
use super::routes::Visit;
use super::views;
use crate::db;
use crate::domain::id::Reference;
use crate::domain::video::{Guarded, State, can_change};
use crate::error::{Error, Result};
use crate::files::layout::Small;
use crate::media::playlist;

/// Bytes that are read and sent at once.
pub(super) const PIECE: usize = 256 * 1024;

/// Bytes that are sent at once where they need not be read.
const WINDOW: usize = 1024 * 1024;

/// Buffers kept for the next piece; more are made when more are in use.
const BUFFERS: usize = 16;

const PLAYLIST: &str = "application/vnd.apple.mpegurl";

const FOR_EVER: &str = "public, max-age=31536000, immutable";
pub(super) const FOR_NOBODY: &str = "private, no-store";

/// A playlist, a fragmented MP4 or the hashes of a film.
pub async fn film(visit: &Visit, uuid: &str, file: &str) -> Result<Response> {
    let uuid = Uuid::try_parse(uuid).map_err(|_| missing())?;
    let film = visit.app.db.read(move |read| db::video::guarded(read, uuid)).await?.ok_or_else(missing)?;
    check_files(visit, uuid, film, Reference::Uuid(uuid)).await?;
    let path = visit.app.layout.film_file(uuid, file).ok_or_else(missing)?;
    let kind = match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("m3u8") => PLAYLIST,
        Some("mp4") => "video/mp4",
        Some("json") => "application/json; charset=utf-8",
        _ => return Err(missing()),
    };
    if kind == PLAYLIST
        && visit.request.query.get("reinjectVideoFileToken").is_some_and(|value| value == "true")
        && let Some(token) = admission::token(visit)
    {
        return handed_on(path, token).await;
    }
    send(visit, path, kind, caching(film)).await
}

/// A playlist whose entries carry the token on, for players that cannot add it themselves: PeerTube's way.
async fn handed_on(path: PathBuf, token: &str) -> Result<Response> {
    let text = tokio::fs::read_to_string(path).await.map_err(not_there)?;
    let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
    let text = playlist::with_query(&text, &format!("videoFileToken={token}&reinjectVideoFileToken=true"));
    let response = answer::bytes(StatusCode::OK, PLAYLIST, text);
    Ok(answer::with_header(response, header::CACHE_CONTROL, FOR_NOBODY))
}

/// A picture or a caption, by PeerTube's addresses.
pub async fn small(visit: &Visit, kind: &str, file: &str) -> Result<Response> {
    let (kind, content_type) = match kind {
        "thumbnails" => (Small::Thumbnail, "image/jpeg"),
        "previews" => (Small::Preview, "image/jpeg"),
        "storyboards" => (Small::Storyboard, "image/jpeg"),
        "avatars" => (Small::Avatar, "image/jpeg"),
        "banners" => (Small::Banner, "image/jpeg"),
        "video-captions" => (Small::Caption, "text/vtt; charset=utf-8"),
        _ => return Err(missing()),
    };
    let path = visit.app.layout.small(kind, file).ok_or_else(missing)?;
    // A name that nobody can guess can still be handed on: the same question as for the film itself.
    let mut cache = FOR_EVER;
    if matches!(kind, Small::Thumbnail | Small::Preview | Small::Storyboard) {
        let name = file.to_owned();
        let film = visit.app.db.read(move |read| db::video::of_picture(read, &name)).await?;
        if film.is_none() && kind == Small::Storyboard {
            return Err(missing());
        }
        let is_hidden = |film: &Guarded| caching(*film) == FOR_NOBODY;
        // Pictures that no film has are those of lists.
        if let Some((uuid, film)) = film.filter(|(_, film)| is_hidden(film)) {
            check_picture(visit, uuid, film).await?;
            cache = FOR_NOBODY;
        }
    }
    if kind == Small::Caption {
        let name = file.to_owned();
        let film = visit
            .app
            .db
            .read(move |read| {
                let Some(id) = db::caption::video_of_file(read, &name)? else { return Ok(None) };
                db::video::find(read, Reference::Number(id))
            })
            .await?
            .ok_or_else(missing)?;
        check_files(visit, film.uuid, film.guarded(), Reference::Uuid(film.uuid)).await?;
        cache = caching(film.guarded());
    }
    // Files of other servers come when they are looked at.
    if !path.exists() {
        elsewhere::bring(visit, kind, file).await?;
    }
    send(visit, path, content_type, cache).await
}

/// A style, a font or a script. The address carries a hash of the content, so it may be kept for ever.
pub fn asset(visit: &Visit, name: &str) -> Result<Response> {
    let asset = views::asset(name).ok_or_else(missing)?;
    let accepts_gzip =
        visit.request.header(header::ACCEPT_ENCODING).is_some_and(|value| value.contains("gzip"));
    let packed = asset.gzip.filter(|_| accepts_gzip);
    let body = Bytes::from_static(packed.unwrap_or(asset.bytes));
    let mut response = answer::bytes(StatusCode::OK, asset.content_type, body);
    let headers = response.headers_mut();
    let is_exact = visit.request.query.get("v") == Some(asset.version.as_str());
    let cache = if is_exact { FOR_EVER } else { "public, max-age=600" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

pub(super) fn missing() -> Error {
    Error::not_found("error-not-found")
}

pub(super) fn caching(film: Guarded) -> &'static str {
    let is_for_all = film.state == State::Published && film.privacy.is_open();
    if is_for_all { FOR_EVER } else { FOR_NOBODY }
}

/// As for the film; its owner sees it in the list of what is deleted, too.
async fn check_picture(visit: &Visit, uuid: Uuid, film: Guarded) -> Result<()> {
    let person = visit.visitor.person.as_ref();
    let is_own = person.is_some_and(|person| can_change(film.holding, person));
    if is_own { Ok(()) } else { check_files(visit, uuid, film, Reference::Uuid(uuid)).await }
}

/// What a `Range` header asks of a file of `length` bytes (RFC 9110 section 14.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// No range, or one that we may ignore: everything.
    All,
    /// First and last byte.
    Part(u64, u64),
    /// Nothing of it is in the file.
    Nothing,
}

pub fn asked(range: Option<&str>, length: u64) -> Asked {
    let Some(spec) = range.and_then(|range| range.trim().strip_prefix("bytes=")) else { return Asked::All };
    // Several ranges at once may be answered with everything; no player asks for that.
    let Some((first, last)) = spec.split_once('-').filter(|_| !spec.contains(',')) else { return Asked::All };
    let number = |text: &str| {
        let is_number =
            !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<u64>().ok()).flatten()
    };
    match (first, last) {
        ("", suffix) => match number(suffix) {
            Some(0) => Asked::Nothing,
            Some(_) if length == 0 => Asked::Nothing,
            Some(suffix) => Asked::Part(length.saturating_sub(suffix), length - 1),
            None => Asked::All,
        },
        (first, last) => {
            let (Some(first), is_open) = (number(first), last.is_empty()) else { return Asked::All };
            let last = match (is_open, number(last)) {
                (true, _) => u64::MAX,
                (false, Some(last)) if last >= first => last,
                _ => return Asked::All,
            };
            if first >= length { Asked::Nothing } else { Asked::Part(first, last.min(length - 1)) }
        }
    }
}

/// Sends a file, or the part of it that was asked for.
pub(super) async fn send(
    visit: &Visit,
    path: PathBuf,
    kind: &'static str,
    cache: &'static str,
) -> Result<Response> {
    let (file, length, tag) = open(&path)?;
    let is_same = visit.request.header(header::IF_NONE_MATCH).is_some_and(|known| known.contains(&tag));
    let mut response = if is_same {
        answer::empty(StatusCode::NOT_MODIFIED)
    } else {
        // A range of another version of the file (If-Range) is not the one that was meant.
        let range = visit.request.header(header::RANGE);
        let range = range.filter(|_| visit.request.header(header::IF_RANGE).is_none_or(|known| known == tag));
        let windows = visit.request.peer.windows.clone();
        match asked(range, length) {
            Asked::All => body(file, 0, length, windows),
            Asked::Part(first, last) => {
                let mut response = body(file, first, last - first + 1, windows);
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                answer::with_header(response, header::CONTENT_RANGE, format!("bytes {first}-{last}/{length}"))
            }
            Asked::Nothing => {
                let response = answer::empty(StatusCode::RANGE_NOT_SATISFIABLE);
                answer::with_header(response, header::CONTENT_RANGE, format!("bytes */{length}"))
            }
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    Ok(answer::with_header(response, header::ETAG, tag))
}

/// Opens a file that is served by its name: the file, its length and its tag.
fn open(path: &Path) -> Result<(File, u64, String)> {
    let file = File::open(path).map_err(not_there)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(missing());
    }
    let modified = metadata.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let tag = format!("\"{:x}-{:x}\"", metadata.len(), modified.as_nanos());
    Ok((file, metadata.len(), tag))
}

fn not_there(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => missing(),
        _ => error.into(),
    }
}

/// Bytes of a file as a body: whole when they are few, in pieces otherwise.
fn body(file: File, first: u64, count: u64, windows: Option<Windows>) -> Response {
    let film = (Arc::new(file), windows);
    let mut response =
        warp::reply::stream(stream::unfold((film, first, count), |(film, at, left)| async move {
            if left == 0 {
                return None;
            }
            let (file, windows) = &film;
            let length = left.min(WINDOW as u64) as usize;
            let piece = match windows.as_ref().and_then(|windows| windows.open(file, at, length)) {
                Some(window) => Ok(window),
                None => read_piece(file.clone(), at, length.min(PIECE)).await,
            };
            let read = piece.as_ref().map_or(0, Bytes::len);
            metrics::served(read);
            let left = if piece.is_ok() { left - read as u64 } else { 0 };
            Some((piece, (film, at + read as u64, left)))
        }))
        .into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(count));
    response
}

/// Reads what the memory of the system holds at once, and what it does not on a thread that may wait.
pub(super) async fn read_piece(file: Arc<File>, at: u64, wanted: usize) -> std::io::Result<Bytes> {
    let mut buffer = Buffer::take();
    let room = &mut buffer.bytes[..wanted];
    let flags = rustix::io::ReadWriteFlags::NOWAIT;
    let read = match rustix::io::preadv2(&*file, &mut [std::io::IoSliceMut::new(room)], at, flags) {
        Ok(read) if read > 0 => read,
        _ => {
            let joined = tokio::task::spawn_blocking(move || {
                let read = file.read_at(&mut buffer.bytes[..wanted], at);
                (buffer, read)
            })
            .await;
            let (returned, read) = joined.map_err(std::io::Error::other)?;
            buffer = returned;
            read?
        }
    };
    if read == 0 {
        return Err(std::io::Error::new(
            std::io::ErrorKind::UnexpectedEof,
            "the file is shorter than it was",
        ));
    }
    buffer.filled = read;
    Ok(Bytes::from_owner(buffer))
}

/// A piece of memory that goes back to the shelf when the connection has sent it.
struct Buffer {
    bytes: Vec<u8>,
    filled: usize,
}

static SHELF: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

impl Buffer {
    fn take() -> Self {
        let kept = SHELF.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self { bytes: kept.unwrap_or_else(|| vec![0; PIECE]), filled: 0 }
    }
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let mut shelf = SHELF.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.len() < BUFFERS {
            shelf.push(std::mem::take(&mut self.bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_answered_as_http_has_it() {
        for (range, expected) in [
            (None, Asked::All),
            (Some("bytes=0-"), Asked::Part(0, 99)),
            (Some("bytes=10-19"), Asked::Part(10, 19)),
            (Some("bytes=90-1000"), Asked::Part(90, 99)),
            (Some("bytes=-10"), Asked::Part(90, 99)),
            (Some("bytes=-1000"), Asked::Part(0, 99)),
            (Some("bytes=100-"), Asked::Nothing),
            (Some("bytes=-0"), Asked::Nothing),
            (Some("bytes=9-1"), Asked::All),
            (Some("bytes=0-1,5-6"), Asked::All),
            (Some("bytes=a-b"), Asked::All),
            (Some("items=0-1"), Asked::All),
            (Some("bytes=99999999999999999999-"), Asked::All),
            (Some("bytes=--"), Asked::All),
        ] {
            assert_eq!(asked(range, 100), expected, "{range:?}");
        }
        assert_eq!(asked(Some("bytes=0-"), 0), Asked::Nothing);
        assert_eq!(asked(Some("bytes=-5"), 0), Asked::Nothing);
    }
}
