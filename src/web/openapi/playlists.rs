//! Playlists and their films.

use serde_json::{Value, json};

use super::channels::{moved, playlists};
use super::operation::{Operation, delete, get, post, put};
use super::schema::{between, file, from, list, nullable, object, one_of, shared, short_uuid, text_of, uuid};

pub fn operations() -> Vec<Operation> {
    let one = "/api/v1/video-playlists/{playlistId}";
    let films = "/api/v1/video-playlists/{playlistId}/videos";
    let element = "/api/v1/video-playlists/{playlistId}/videos/{playlistElementId}";
    let made = object(json!({ "id": from(1), "uuid": uuid(), "shortUUID": short_uuid() }));
    let film = json!({ "anyOf": [from(1), { "type": "string", "pattern": super::parameters::REFERENCE }] });
    vec![
        playlists(get("/api/v1/video-playlists", "Playlists that everybody may see")),
        post("/api/v1/video-playlists", "Makes a playlist; a public one needs a channel")
            .member()
            .fields(said("displayName"))
            .gives(object(json!({ "videoPlaylist": made }))),
        get("/api/v1/video-playlists/privacies", "Who may see a playlist, by number").gives(shared("Labels")),
        get(one, "A playlist").gives(shared("Playlist")).refuses(&[400]),
        put(one, "Changes what is said of a playlist; what is left out stays")
            .member()
            .fields(said("displayName?"))
            .nothing()
            .refuses(&[403]),
        delete(one, "Deletes a playlist").member().nothing().refuses(&[400, 403]),
        get(films, "The films of a playlist").list().gives(list(shared("PlaylistElement"))),
        post(films, "Puts a film at the end of a playlist")
            .member()
            .json(object(json!({
                "videoId": film, "startTimestamp?": second(), "stopTimestamp?": second(),
            })))
            .gives(object(json!({ "videoPlaylistElement": object(json!({ "id": from(1) })) })))
            .refuses(&[403]),
        post("/api/v1/video-playlists/{playlistId}/videos/reorder", "Moves films of a playlist")
            .member()
            .fields(moved())
            .nothing()
            .refuses(&[403]),
        put(element, "Changes which part of a film is shown")
            .member()
            .json(object(json!({ "startTimestamp?": second(), "stopTimestamp?": second() })))
            .nothing()
            .refuses(&[403]),
        delete(element, "Takes a film out of a playlist").member().nothing().refuses(&[400, 403]),
    ]
}

/// Seconds from the beginning of a film.
fn second() -> Value {
    nullable(between(0, i64::from(i32::MAX)))
}

fn said(name: &str) -> Value {
    object(json!({
        name: text_of(1, 120), "description?": nullable(text_of(0, 1000)), "privacy?": nullable(one_of([1, 2, 3])),
        "videoChannelId?": nullable(from(1)), "thumbnailfile?": file(),
    }))
}
