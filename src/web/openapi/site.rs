//! The site, its search.

use serde_json::{Value, json};

use super::operation::{Operation, films, get, post};
use super::parameters::{category, playlist_order};
use super::schema::{
    array, between, from, list, map, moment, nothing_in_it, nullable, object, one_of, order_of, secret,
    shared, text, text_of,
};
use super::shapes::{about, labelled};
use super::users::email;

pub fn operations() -> Vec<Operation> {
    vec![
        get("/api/v1/ping", "Whether the site answers").answers(200, "text/plain", one_of(["pong"])),
        get("/api/v1/openapi.json", "This document").gives(map(json!({}))).empty(304),
        get("/api/v1/config", "What the site is and can do").gives(shared("Config")),
        get("/api/v1/config/about", "What the site says of itself").gives(about()),
        get("/api/v1/server/stats", "What there is on the site, in numbers").gives(statistics()),
        jobs(get("/api/v1/jobs", "Work that waits, runs or was given up")).query("states", text()),
        jobs(get("/api/v1/jobs/{state}", "The same in one state")),
        get("/api/v1/oauth-clients/local", "The identity that applications sign people in with").gives(
            object(json!({
                "client_id": text(), "client_secret": secret(1, 200),
            })),
        ),
        post("/api/v1/server/contact", "Writes to those who keep the site")
            .json(object(json!({
                "fromName": text_of(1, 120), "fromEmail": email(), "subject?": text_of(0, 120),
                "body": text_of(3, 5000),
            })))
            .nothing()
            .refuses(&[403]),
        get("/api/v1/overviews/videos", "A look round: films by category, channel and tag")
            .query("page", between(1, 20))
            .gives(overview()),
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

fn overview() -> Value {
    let films = || array(shared("Video"));
    object(json!({
        "categories": array(object(json!({ "category": labelled(nullable(category())), "videos": films() }))),
        "channels": array(object(json!({ "channel": shared("Name"), "videos": films() }))),
        "tags": array(object(json!({ "tag": text(), "videos": films() }))),
    }))
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

fn jobs(operation: Operation) -> Operation {
    let job = object(json!({
        "id": text(), "state": one_of(["active", "waiting", "delayed", "failed"]), "type": text(),
        "data": map(json!({})), "progress": from(0), "priority": from(0), "error": nullable(text()),
        "createdAt": moment(), "finishedOn": nullable(moment()), "processedOn": nullable(moment()),
    }));
    operation
        .moderator()
        .list()
        .query("sort", order_of(&["createdAt"]))
        .query("jobType", text())
        .gives(list(job))
        .refuses(&[403])
}
