//! oEmbed 1.0 (oembed.com): what other sites need to show a film or a playlist when somebody pastes its address.

use serde_json::json;

use super::answer::{self, Response};
use super::api::playlists::visible;
use super::api::shapes::picture;
use super::api::videos::watchable;
use super::pictures::THUMBNAIL;
use super::routes::Visit;
use crate::domain::video::Privacy;
use crate::error::{Error, Kind, Result};

/// PeerTube's size of an embedded player.
const SIZE: (u32, u32) = (560, 315);

pub async fn show(visit: &Visit) -> Result<Response> {
    let query = &visit.request.query;
    if query.get("format").is_some_and(|format| format != "json") {
        return Err(Error::new(Kind::Unsupported, "error-oembed-format"));
    }
    let address = query.get("url").ok_or_else(|| Error::invalid("error-oembed-address"))?;
    if let Some(id) = named_in(visit, address, &PLAYLISTS) {
        return playlist(visit, &id).await;
    }
    let id = named_in(visit, address, &FILMS).ok_or_else(|| Error::not_found("error-oembed-address"))?;
    let whole = watchable(visit, &id).await?;
    let video = &whole.video;
    if !video.about.privacy.is_open() {
        return Err(Error::not_found("error-video-not-found"));
    }
    let (width, height) = size(query.get("maxwidth"), query.get("maxheight"));
    let site = visit.app.address();
    let html = frame(&video.about.name, &format!("{site}/videos/embed/{}", video.uuid), width, height);
    answer::json(&json!({
        "type": "video",
        "version": "1.0",
        "html": html,
        "width": width,
        "height": height,
        "title": video.about.name,
        "author_name": video.channel.display_name,
        "author_url": format!("{site}/video-channels/{}", video.channel.handle),
        "provider_name": visit.app.settings().name,
        "provider_url": site,
        "thumbnail_url": format!("{site}{}", picture("/lazy-static/previews/", video.preview.as_deref())),
        "thumbnail_width": 850,
        "thumbnail_height": 480,
    }))
}

async fn playlist(visit: &Visit, id: &str) -> Result<Response> {
    let list = visible(visit, id).await?;
    if list.about.privacy == Privacy::Private {
        return Err(Error::not_found("error-playlist-not-found"));
    }
    let query = &visit.request.query;
    let (width, height) = size(query.get("maxwidth"), query.get("maxheight"));
    let site = visit.app.address();
    let thumbnail = list.thumbnail.as_deref().or(list.first_thumbnail.as_deref());
    let (author, folder) = match &list.channel {
        Some(channel) => (channel, "video-channels"),
        None => (&list.account, "accounts"),
    };
    answer::json(&json!({
        "type": "video",
        "version": "1.0",
        "html": frame(&list.about.display_name, &format!("{site}/video-playlists/embed/{}", list.uuid), width, height),
        "width": width,
        "height": height,
        "title": list.about.display_name,
        "author_name": author.display_name,
        "author_url": format!("{site}/{folder}/{}", author.handle),
        "provider_name": visit.app.settings().name,
        "provider_url": site,
        "thumbnail_url": thumbnail.map(|name| format!("{site}/lazy-static/thumbnails/{name}")),
        "thumbnail_width": thumbnail.map(|_| THUMBNAIL.0),
        "thumbnail_height": thumbnail.map(|_| THUMBNAIL.1),
    }))
}

fn frame(title: &str, address: &str, width: u32, height: u32) -> String {
    let title = ammonia::clean_text(title);
    format!(
        "<iframe width=\"{width}\" height=\"{height}\" sandbox=\"allow-same-origin allow-scripts allow-popups allow-forms\" \
         title=\"{title}\" src=\"{address}\" frameborder=\"0\" allowfullscreen></iframe>",
    )
}

const FILMS: [&str; 3] = ["/w/", "/videos/watch/", "/videos/embed/"];
/// Looked for first, because films stand under the beginnings of these.
const PLAYLISTS: [&str; 4] =
    ["/w/p/", "/videos/watch/playlist/", "/video-playlists/embed/", "/video-playlists/"];

/// What an address of ours names behind one of these paths.
fn named_in(visit: &Visit, address: &str, prefixes: &[&str]) -> Option<String> {
    let path = address.strip_prefix(&visit.app.address())?;
    let path = path.split(['?', '#', ';']).next()?;
    prefixes.iter().find_map(|prefix| path.strip_prefix(prefix)).map(|id| id.trim_end_matches('/').to_owned())
}

/// The largest 16:9 player within the limits that the other site gives.
fn size(width: Option<&str>, height: Option<&str>) -> (u32, u32) {
    let limit = |text: Option<&str>, default: u32| {
        text.and_then(|text| text.parse().ok()).unwrap_or(default).clamp(50, 4096)
    };
    let (most_wide, most_high) = (limit(width, SIZE.0), limit(height, SIZE.1));
    let width = most_wide.min(SIZE.0).min(most_high * 16 / 9);
    (width, (width * 9 / 16).min(most_high))
}
