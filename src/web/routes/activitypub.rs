//! What other servers ask and say (ActivityPub).

use crate::error::Result;
use crate::web::activitypub::documents::{self, is_document};
use crate::web::activitypub::{finger, inbox, playlists};
use crate::web::answer::Response;

use super::Visit;

/// None for an address that is none of these. `DOCUMENT` is a `GET` of somebody who reads documents; others get pages
/// there.
pub async fn route(visit: &mut Visit, method: &str, segments: &[&str]) -> Option<Result<Response>> {
    let method = if method == "GET" && is_document(&visit.request) { "DOCUMENT" } else { method };
    Some(match (method, segments) {
        ("POST", ["inbox"]) => inbox::post(visit).await,
        ("POST", ["accounts", _, "inbox"]) => inbox::post(visit).await,
        ("POST", ["video-channels", _, "inbox"]) => inbox::post(visit).await,
        ("GET", [".well-known", "webfinger"]) => finger::show(visit).await,
        ("GET", [".well-known", "host-meta"]) => finger::host_meta(visit).await,
        ("GET", ["accounts", name, "followers"]) => documents::followers(visit, "accounts", name).await,
        ("GET", ["video-channels", name, "followers"]) => {
            documents::followers(visit, "video-channels", name).await
        }
        ("GET", ["accounts", name, "following"]) => documents::following(visit, "accounts", name).await,
        ("GET", ["video-channels", name, "following"]) => {
            documents::following(visit, "video-channels", name).await
        }
        ("GET", ["accounts", name, "outbox"]) => documents::outbox(visit, "accounts", name).await,
        ("GET", ["video-channels", name, "outbox"]) => documents::outbox(visit, "video-channels", name).await,
        ("GET", ["videos", "watch", id, "activity"]) => documents::film_activity(visit, id).await,
        ("GET", ["videos", "watch", id, "announces"]) => documents::announces(visit, id).await,
        ("GET", ["videos", "watch", id, "announces", who]) => documents::announce(visit, id, who).await,
        ("GET", ["videos", "watch", id, "likes"]) => documents::ratings(visit, id, true).await,
        ("GET", ["videos", "watch", id, "dislikes"]) => documents::ratings(visit, id, false).await,
        ("GET", ["videos", "watch", id, "chapters"]) => documents::chapters(visit, id).await,
        ("GET", ["videos", "watch", id, "comments"]) => documents::comments(visit, id).await,
        ("GET", ["videos", "watch", id, "comments", comment]) => documents::comment(visit, id, comment).await,
        ("GET", ["videos", "watch", id, "comments", comment, "approve-reply"]) => {
            documents::approval(visit, id, comment).await
        }
        ("GET", ["accounts", name, "playlists"]) => playlists::of_actor(visit, "accounts", name).await,
        ("GET", ["video-channels", name, "playlists"]) => {
            playlists::of_actor(visit, "video-channels", name).await
        }
        ("DOCUMENT", ["video-playlists", id]) => playlists::show(visit, id).await,
        ("GET", ["video-playlists", id, "videos", place]) => playlists::place(visit, id, place).await,
        ("DOCUMENT", ["accounts", name]) => documents::account(visit, name).await,
        ("DOCUMENT", ["a", name]) => documents::account(visit, name).await,
        ("DOCUMENT", ["video-channels", handle]) => documents::channel(visit, handle).await,
        ("DOCUMENT", ["c", handle]) => documents::channel(visit, handle).await,
        ("DOCUMENT", ["w", id]) => documents::film(visit, id).await,
        ("DOCUMENT", ["videos", "watch", id]) => documents::film(visit, id).await,
        _ => return None,
    })
}
