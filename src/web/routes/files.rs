//! Bytes, and documents for programs that speak no API: feeds, site map, NodeInfo, oEmbed.

use warp::http::StatusCode;

use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::{downloads, feeds, media, metrics, nodeinfo, oembed, security, sitemap, torrents, tracker};

use super::Visit;

/// None for an address that is none of these.
pub async fn route(visit: &mut Visit, method: &str, segments: &[&str]) -> Option<Result<Response>> {
    Some(match (method, segments) {
        ("GET", ["static", "streaming-playlists", "hls", "private", uuid, file])
        | ("GET", ["static", "streaming-playlists", "hls", uuid, file]) => {
            media::film(visit, uuid, file).await
        }
        ("GET", ["download", "streaming-playlists", "hls", "videos", file]) => {
            downloads::rendition(visit, file).await
        }
        ("GET", ["download", "videos", "generate", id]) => downloads::generate(visit, id).await,
        ("GET", ["download", "torrents", file]) => torrents::download(visit, file).await,
        ("GET", ["lazy-static", "torrents", file]) => torrents::show(visit, file).await,
        ("GET", ["lazy-static", kind, file]) => media::small(visit, kind, file).await,
        ("GET", ["tracker", "socket"]) => tracker::open(visit).await,
        ("GET", ["tracker", "announce"]) => tracker::announce(visit).await,
        ("GET", ["tracker", "scrape"]) => tracker::scrape(visit).await,
        ("GET", ["assets", file]) => media::asset(visit, file),
        ("GET", ["favicon.ico"]) => media::asset(visit, "icon-192.png"),
        ("GET", ["services", "oembed"]) => oembed::show(visit).await,
        ("GET", ["metrics"]) => metrics::show(visit).await,
        ("GET", ["robots.txt"]) => Ok(answer::text(format!(
            "User-agent: *\nDisallow: /my/\nDisallow: /login\nDisallow: /setup\nSitemap: {}/sitemap.xml\n",
            visit.app.address()
        ))),
        ("GET", ["sitemap.xml"]) => sitemap::show(visit).await,
        ("GET", ["feeds", "podcast", "videos.xml"]) => feeds::podcast(visit).await,
        ("GET", ["feeds", "podcast", "chapters", file]) => feeds::podcast_chapters(visit, file).await,
        ("GET", ["feeds", file]) if file.starts_with("subscriptions.") => {
            feeds::subscriptions(visit, &file["subscriptions.".len()..]).await
        }
        ("GET", ["feeds", file]) if file.starts_with("video-comments.") => {
            feeds::comments(visit, &file["video-comments.".len()..]).await
        }
        ("GET", ["feeds", file]) if file.starts_with("videos.") => {
            feeds::videos(visit, &file["videos.".len()..]).await
        }
        ("GET", [".well-known", "nodeinfo"]) => nodeinfo::links(visit).await,
        ("GET", ["nodeinfo", "2.0.json"]) => nodeinfo::show(visit).await,
        ("GET", [".well-known", "security.txt"]) => security::contact(visit),
        ("GET", [".well-known", "change-password"]) => Ok(answer::redirect(StatusCode::FOUND, "/my/account")),
        _ => return None,
    })
}
