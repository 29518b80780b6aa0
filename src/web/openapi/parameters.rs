//! What stands in addresses: the names of things, and the orders of lists.

use serde_json::{Value, json};

use super::schema::{between, from, one_of, order_of, shared, text_like, text_of};
use crate::domain::vocabulary;

/// How films and playlists are named: a number, a UUID, or the short form of that.
pub const REFERENCE: &str =
    "^([0-9]{1,18}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[1-9a-km-zA-HJ-NP-Z]{22})$";

/// The name of an account or a channel, with or without the host of this site.
pub const HANDLE: &str = "^[a-z0-9_.]{1,50}(@.+)?$";

/// The Parameter Object of a name in braces.
pub fn in_path(name: &str) -> Value {
    let (schema, words) = match name {
        "videoId" => (text_like(REFERENCE), "A film: its number, UUID or short UUID"),
        "playlistId" => (text_like(REFERENCE), "A playlist: its number, UUID or short UUID"),
        "channelHandle" => (text_like(HANDLE), "The name of a channel"),
        "accountName" => (text_like(HANDLE), "The name of an account"),
        "captionLanguage" => (shared("Language"), "An ISO 639 code"),
        "nameWithHost" => (text_like("^@?[A-Za-z0-9_.:-]+@.+$"), "An actor of another server: name@host"),
        "host" => (text_of(1, 255), "The name of a server"),
        "format" => (feed_format(), "The format of a feed"),
        "kind" => (
            one_of(["thumbnails", "previews", "storyboards", "avatars", "banners", "video-captions"]),
            "What the file is of",
        ),
        "file" => (text_of(1, 255), "The name of a file, as the API gives it"),
        "chaptersFile" => (text_like(r"^.+\.json$"), "The UUID of a film with `.json`"),
        "generated" => {
            (text_of(1, 64), "A film, with `.mp4` or `.m4a` where the address is to look like a file")
        }
        "uuid" => (json!({ "type": "string", "format": "uuid" }), "A film"),
        "state" => (
            one_of([
                "active",
                "waiting",
                "delayed",
                "failed",
                "completed",
                "paused",
                "prioritized",
                "waiting-children",
            ]),
            "A state of jobs",
        ),
        "resolution" => (between(0, 4320), "The height of the picture in lines; 0 is sound alone"),
        _ => (from(1), "A number, as the API gives it"),
    };
    json!({ "name": name, "in": "path", "required": true, "description": words, "schema": schema })
}

pub fn feed_format() -> Value {
    one_of(["xml", "rss", "rss2", "atom", "atom1", "json", "json1"])
}

pub fn film_order() -> Value {
    order_of(&[
        "publishedAt",
        "originallyPublishedAt",
        "updatedAt",
        "createdAt",
        "name",
        "duration",
        "views",
        "likes",
        "trending",
        "hot",
        "best",
        "match",
    ])
}

pub fn playlist_order() -> Value {
    order_of(&["createdAt", "updatedAt", "displayName", "name", "videoChannelPosition", "match"])
}

pub fn language() -> Value {
    one_of(vocabulary::LANGUAGES.map(|(code, _)| code))
}

pub fn category() -> Value {
    one_of(vocabulary::CATEGORIES.map(|(number, _)| number))
}

pub fn licence() -> Value {
    one_of(vocabulary::LICENCES.map(|(number, _)| number))
}
