//! The site, its search.

use serde_json::{Value, json};

use super::operation::{Operation, films, get};
use super::parameters::playlist_order;
use super::schema::{from, map, nothing_in_it, object, one_of, secret, shared, text};
use super::shapes::about;

pub fn operations() -> Vec<Operation> {
    vec![
        get("/api/v1/ping", "Whether the site answers").answers(200, "text/plain", one_of(["pong"])),
        get("/api/v1/openapi.json", "This document").gives(map(json!({}))).empty(304),
        get("/api/v1/config", "What the site is and can do").gives(shared("Config")),
        get("/api/v1/config/about", "What the site says of itself").gives(about()),
        get("/api/v1/server/stats", "What there is on the site, in numbers").gives(statistics()),
        get("/api/v1/oauth-clients/local", "The identity that applications sign people in with").gives(
            object(json!({
                "client_id": text(), "client_secret": secret(1, 200),
            })),
        ),
        films(get("/api/v1/search/videos", "Films that match, the best first")).gives(shared("VideoList")),
        get("/api/v1/search/video-channels", "Channels that match")
            .list()
            .query("search", text())
            .gives(shared("ChannelList")),
        get("/api/v1/search/video-playlists", "Playlists that match and have films in them")
            .list()
            .query("search", text())
            .query("sort", playlist_order())
            .query("playlistType", one_of([1, 2]))
            .gives(shared("PlaylistList")),
    ]
}

fn statistics() -> Value {
    let counted = [
        "totalUsers",
        "totalModerators",
        "totalAdmins",
        "totalLocalVideos",
        "totalLocalVideoViews",
        "totalLocalVideoComments",
        "totalLocalVideoFilesSize",
        "totalVideos",
        "totalVideoComments",
        "totalLocalVideoChannels",
        "totalLocalPlaylists",
        "totalInstanceFollowers",
        "totalInstanceFollowing",
    ];
    let mut members: serde_json::Map<_, _> =
        counted.into_iter().map(|name| (name.to_owned(), from(0))).collect();
    members.insert("videosRedundancy".to_owned(), nothing_in_it());
    object(Value::Object(members))
}
