//! oEmbed 1.0 (oembed.com): what other sites need to show a film when somebody pastes its address.

use serde_json::json;

use super::answer::{self, Response};
use super::api::shapes::picture;
use super::api::videos::watchable;
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
    let id = film_in(visit, address).ok_or_else(|| Error::not_found("error-oembed-address"))?;
    let whole = watchable(visit, &id).await?;
    let video = &whole.video;
    if video.about.privacy == Privacy::Private {
        return Err(Error::not_found("error-video-not-found"));
    }
    let (width, height) = size(query.get("maxwidth"), query.get("maxheight"));
    let site = visit.app.address();
    let title = ammonia::clean_text(&video.about.name);
    let html = format!(
        "<iframe width=\"{width}\" height=\"{height}\" sandbox=\"allow-same-origin allow-scripts allow-popups allow-forms\" \
         title=\"{title}\" src=\"{site}/videos/embed/{}\" frameborder=\"0\" allowfullscreen></iframe>",
        video.uuid
    );
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

/// The film that an address of ours names.
fn film_in(visit: &Visit, address: &str) -> Option<String> {
    let path = address.strip_prefix(&visit.app.address())?;
    let path = path.split(['?', '#', ';']).next()?;
    ["/w/", "/videos/watch/", "/videos/embed/"]
        .iter()
        .find_map(|prefix| path.strip_prefix(prefix))
        .map(|id| id.trim_end_matches('/').to_owned())
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
