//! Addresses of PeerTube's own client that people have bookmarked, and that others link to: they lead to the page here
//! that does the same.

use warp::http::StatusCode;

use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

pub fn lead(visit: &Visit) -> Result<Response> {
    let segments: Vec<&str> = visit.request.segments.iter().map(String::as_str).collect();
    let path = place(&segments).ok_or_else(|| Error::not_found("error-not-found"))?;
    Ok(answer::redirect(StatusCode::FOUND, &path))
}

/// Where an address of PeerTube's client leads (`client/src/app`, the routes of 8.2).
fn place(segments: &[&str]) -> Option<String> {
    let path = match segments {
        ["home" | "homepage"] => "/",
        ["discover"] => "/videos/overview",
        ["reset-password"] => "/login/lost",
        ["videos", "upload" | "publish"] => "/publish",
        ["videos", "most-liked"] => "/videos/browse?sort=-likes",
        ["videos", "hot"] => "/videos/browse?sort=-hot",
        ["videos", "update" | "manage", id, ..] | ["stats", "videos", id, ..] => {
            return Some(format!("/my/videos/{}/edit", escaped(id)));
        }
        ["manage" | "my-library", rest @ ..] => return library(rest),
        ["my-account", rest @ ..] => match rest {
            ["notifications", ..] => "/my/notifications",
            ["blocklist", ..] => "/my/account/muted",
            ["abuses", ..] => "/my/reports",
            ["two-factor-auth", ..] => "/my/account/two-factor",
            _ => "/my/account",
        },
        ["admin", rest @ ..] => match rest {
            ["overview" | "moderation", "users" | "registrations" | "blocked-accounts", ..]
            | ["users", ..] => "/admin/people",
            ["moderation", "video-blocks" | "video-auto-blacklist", ..] => "/admin/blocked",
            ["moderation", "video-comments", ..] | ["overview", "comments", ..] => {
                "/admin/comments?state=all"
            }
            ["moderation", ..] => "/admin/reports",
            ["overview", "videos", ..] => "/videos/browse",
            ["config", ..] | ["settings", "config", ..] => "/settings",
            ["follows", ..] | ["settings", "follows" | "blocklist", ..] => "/admin/federation",
            _ => "/admin",
        },
        _ => return None,
    };
    Some(path.to_owned())
}

fn library(segments: &[&str]) -> Option<String> {
    let path = match segments {
        ["create"] | ["video-channels", "create"] => "/my/channels/new",
        ["update", handle, ..] | ["video-channels", "update" | "manage", handle, ..] => {
            return Some(format!("/my/channels/{}/edit", escaped(handle)));
        }
        ["video-channels" | "followers", ..] => "/my/channels",
        ["video-playlists", "create"] => "/my/playlists",
        ["video-playlists", "update", id, ..] => return Some(format!("/my/playlists/{}/edit", escaped(id))),
        ["video-playlists", id] => return Some(format!("/w/p/{}", escaped(id))),
        ["video-playlists", ..] => "/my/playlists",
        ["history", ..] => "/my/history",
        ["subscriptions", ..] => "/videos/subscriptions",
        ["comments-on-my-videos", ..] => "/my/comments",
        _ => "/my/videos",
    };
    Some(path.to_owned())
}

/// A segment as it stands in an address.
fn escaped(segment: &str) -> String {
    url::form_urlencoded::byte_serialize(segment.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_have_bookmarked_leads_to_the_page_that_does_the_same() {
        for (from, to) in [
            ("my-library", "/my/videos"),
            ("my-library/videos", "/my/videos"),
            ("my-library/video-channels/update/maud_channel", "/my/channels/maud_channel/edit"),
            ("my-library/video-playlists/a%20b", "/w/p/a%2520b"),
            ("my-library/history/videos", "/my/history"),
            ("my-account/settings", "/my/account"),
            ("my-account/blocklist/accounts", "/my/account/muted"),
            ("videos/upload", "/publish"),
            ("videos/update/x", "/my/videos/x/edit"),
            ("admin/moderation/abuses/list", "/admin/reports"),
            ("admin/moderation/video-blocks/list", "/admin/blocked"),
            ("admin/overview/users/list", "/admin/people"),
            ("admin/settings/config/edit-custom", "/settings"),
            ("admin/system/jobs", "/admin"),
        ] {
            let segments: Vec<&str> = from.split('/').collect();
            assert_eq!(place(&segments).as_deref(), Some(to), "{from}");
        }
        assert_eq!(place(&["nowhere"]), None);
    }
}
