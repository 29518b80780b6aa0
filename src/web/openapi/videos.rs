//! Films, and what hangs on them.

use serde_json::{Value, json};

use super::operation::{Operation, delete, films, get, post, put};
use super::person::rating;
use super::schema::{
    array, array_of, between, boolean, file, from, list, map, moment, no_value, nothing_in_it, nullable,
    object, one_of, order_of, secret, shared, short_uuid, text, text_of, uuid, with,
};
use crate::domain::chapter::MOST as CHAPTERS;
use crate::domain::comment::{CommentsPolicy, TEXT_LENGTH};
use crate::domain::sensitive::SUMMARY_LENGTH;
use crate::domain::upload::LENGTH_MAXIMUM;
use crate::domain::video::Privacy;
use crate::domain::video_password::{LONGEST, MOST as PASSWORDS, SHORTEST};

pub fn operations() -> Vec<Operation> {
    let mut all = listed();
    all.extend(uploads());
    all.extend(one());
    all.extend(passwords());
    all.extend(around());
    all.extend(comments());
    all
}

fn listed() -> Vec<Operation> {
    vec![
        films(get("/api/v1/videos", "Films, the newest first")).gives(shared("VideoList")),
        get("/api/v1/videos/categories", "Categories by number").gives(shared("Labels")),
        get("/api/v1/videos/licences", "Licences by number").gives(shared("Labels")),
        get("/api/v1/videos/languages", "Languages by code").gives(shared("Labels")),
        get("/api/v1/videos/privacies", "Who may watch, by number").gives(shared("Labels")),
    ]
}

/// What is said of a film. In forms, fields that are there several times may be called `tags[]` or `tags[0]`, and an
/// empty one or `null` takes away what was said before.
fn said() -> Value {
    object(json!({
        "name?": text_of(3, 120), "description?": nullable(text_of(0, 10_000)), "support?": nullable(text_of(0, 1000)),
        "tags?": nullable(array_of(text_of(2, 30), 0, 5)),
        "category?": nullable(shared("Category")), "licence?": nullable(shared("Licence")), "language?": nullable(shared("Language")),
        "privacy?": one_of(Privacy::ALL.map(|privacy| privacy as i64)),
        "videoPasswords?": array_of(secret(SHORTEST, LONGEST), 1, PASSWORDS),
        "nsfw?": boolean(), "nsfwFlags?": between(0, 3), "nsfwSummary?": nullable(text_of(0, SUMMARY_LENGTH)),
        "commentsEnabled?": boolean(),
        "commentsPolicy?": one_of(CommentsPolicy::ALL.map(|policy| policy as i64)),
        "downloadEnabled?": boolean(), "originallyPublishedAt?": nullable(moment()),
        "scheduleUpdate?": nullable(object(json!({ "updateAt": moment(), "privacy?": one_of([1, 2, 4]) }))),
        "channelId?": from(1),
    }))
}

fn uploads() -> Vec<Operation> {
    let upload = "/api/v1/videos/upload-resumable";
    let named = object(json!({ "filename?": text_of(0, 255) }));
    vec![
        post("/api/v1/videos/upload", "Sends a film in one request")
            .member()
            .form(with(said(), object(json!({ "videofile": file() }))))
            .gives(shared("Accepted"))
            .refuses(&[403, 415]),
        post(upload, "Begins to send a film in pieces")
            .member()
            .header("!X-Upload-Content-Length", from_to(LENGTH_MAXIMUM))
            .fields(with(said(), named))
            .answers(201, "application/json", object(json!({})))
            .says(201, "Location")
            .refuses(&[403, 415]),
        put(upload, "Sends a piece, or asks how far a film has come")
            .member()
            .query("!upload_id", text())
            .header("!Content-Range", text())
            .bytes()
            .gives(shared("Accepted"))
            .empty(308)
            .says(308, "Range")
            .refuses(&[404, 409]),
        delete(upload, "Gives up sending a film")
            .member()
            .query("!upload_id", text())
            .nothing()
            .refuses(&[404]),
    ]
}

fn from_to(maximum: u64) -> Value {
    json!({ "type": "integer", "format": "int64", "minimum": 1, "maximum": maximum })
}

fn one() -> Vec<Operation> {
    let pictures = object(json!({ "thumbnailfile?": file(), "previewfile?": file() }));
    let place = || object(json!({ "currentTime?": { "type": "number", "minimum": 0 } }));
    let files = object(json!({ "token": text(), "expires": moment() }));
    vec![
        get("/api/v1/videos/{videoId}", "A film").film().gives(shared("VideoDetails")).refuses(&[400]),
        put("/api/v1/videos/{videoId}", "Changes what is said of a film; what is left out stays")
            .member()
            .fields(with(said(), pictures))
            .nothing()
            .refuses(&[403, 409]),
        delete("/api/v1/videos/{videoId}", "Deletes a film").member().film().nothing().refuses(&[400]),
        get("/api/v1/videos/{videoId}/description", "The whole description of a film")
            .film()
            .gives(object(json!({ "description": nullable(text()) })))
            .refuses(&[400]),
        post("/api/v1/videos/{videoId}/views", "A player says where its viewer is")
            .film()
            .json(place())
            .nothing(),
        put("/api/v1/videos/{videoId}/watching", "The same, as older players say it")
            .film()
            .json(place())
            .nothing(),
        post("/api/v1/videos/{videoId}/token", "A token for the files of a film")
            .film()
            .gives(object(json!({ "files": files })))
            .refuses(&[400]),
        get("/api/v1/videos/{videoId}/source", "What a film was made of")
            .member()
            .gives(source())
            .refuses(&[400, 403]),
        get(
            "/api/v1/videos/{videoId}/metadata/{fileId}",
            "What a file of a film is, as ffprobe would say it",
        )
        .film()
        .gives(object(json!({
            "format": map(json!({})), "streams": array(map(json!({}))), "chapters": nothing_in_it(),
        })))
        .refuses(&[400]),
        post("/api/v1/videos/{videoId}/transcoding", "Prepares a film once more")
            .moderator()
            .json(object(json!({ "transcodingType": one_of(["hls"]) })))
            .nothing()
            .refuses(&[403, 409]),
        put("/api/v1/videos/{videoId}/rate", "Likes a film, or does not")
            .member()
            .film()
            .json(object(json!({ "rating": rating() })))
            .nothing(),
    ]
}

fn passwords() -> Vec<Operation> {
    let path = "/api/v1/videos/{videoId}/passwords";
    let password = || secret(SHORTEST, LONGEST);
    vec![
        get(path, "The passwords that open a film")
            .member()
            .list()
            .query("sort", order_of(&["createdAt"]))
            .gives(list(shared("VideoPassword")))
            .refuses(&[403]),
        post(path, "One more password")
            .member()
            .json(object(json!({ "password": password() })))
            .nothing()
            .refuses(&[403]),
        put(path, "These passwords instead of all others")
            .member()
            .json(object(json!({ "passwords": array_of(password(), 1, PASSWORDS) })))
            .nothing()
            .refuses(&[403]),
        delete("/api/v1/videos/{videoId}/passwords/{passwordId}", "One password less")
            .member()
            .nothing()
            .refuses(&[400, 403]),
    ]
}

fn around() -> Vec<Operation> {
    let chapters = || {
        object(json!({ "chapters": { "type": "array", "items": shared("Chapter"), "maxItems": CHAPTERS } }))
    };
    let one_caption = "/api/v1/videos/{videoId}/captions/{captionLanguage}";
    vec![
        get("/api/v1/videos/{videoId}/captions", "The captions of a film")
            .film()
            .gives(list(shared("Caption")))
            .refuses(&[400]),
        put(one_caption, "The captions in a language, as WebVTT or SubRip")
            .member()
            .form(object(json!({ "captionfile": file() })))
            .nothing()
            .refuses(&[403]),
        delete(one_caption, "No captions in a language").member().nothing().refuses(&[400, 403]),
        get("/api/v1/videos/{videoId}/chapters", "The chapters of a film")
            .film()
            .gives(chapters())
            .refuses(&[400]),
        put("/api/v1/videos/{videoId}/chapters", "These chapters instead of all others")
            .member()
            .json(chapters())
            .nothing()
            .refuses(&[403]),
        get("/api/v1/videos/{videoId}/storyboards", "The small pictures of a film's timeline")
            .film()
            .gives(object(json!({ "storyboards": array(shared("Storyboard")) })))
            .refuses(&[400]),
    ]
}

fn comments() -> Vec<Operation> {
    let threads = "/api/v1/videos/{videoId}/comment-threads";
    let one = "/api/v1/videos/{videoId}/comments/{commentId}";
    let said = || object(json!({ "text": text_of(1, TEXT_LENGTH) }));
    let written = || object(json!({ "comment": shared("Comment") }));
    vec![
        get(threads, "The first comments of all threads")
            .film()
            .query("start", json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }))
            .query("count", json!({ "type": "integer", "minimum": 0, "maximum": 100 }))
            .query("sort", order_of(&["createdAt", "totalReplies"]))
            .gives(with(list(shared("Comment")), object(json!({ "totalNotDeletedComments": from(0) })))),
        post(threads, "Begins a thread").member().film().json(said()).gives(written()).refuses(&[409]),
        get("/api/v1/videos/{videoId}/comment-threads/{threadId}", "A thread as a tree")
            .film()
            .gives(shared("CommentTree"))
            .refuses(&[400]),
        post(one, "Answers a comment").member().film().json(said()).gives(written()).refuses(&[409]),
        get("/api/v1/videos/{videoId}/comments/{commentId}/replies", "The answers to a comment, as trees")
            .film()
            .query("start", json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }))
            .query("count", json!({ "type": "integer", "minimum": 0, "maximum": 100 }))
            .query("sort", order_of(&["createdAt"]))
            .gives(list(shared("CommentTree")))
            .refuses(&[400]),
        on_films(get("/api/v1/users/me/videos/comments", "The comments on one's own films"))
            .member()
            .query("isHeldForReview", boolean())
            .query("includeCollaborations", boolean()),
        on_films(get("/api/v1/videos/comments", "The comments on all films"))
            .moderator()
            .query("isLocal", boolean())
            .refuses(&[403]),
        post("/api/v1/bulk/remove-comments-of", "Takes back everything that an account wrote")
            .member()
            .json(object(json!({
                "accountName": text_of(1, 300),
                "scope": one_of(["my-videos", "my-videos-and-collaborations", "instance"]),
            })))
            .nothing()
            .refuses(&[403, 404]),
        post("/api/v1/videos/{videoId}/comments/{commentId}/approve", "Lets others read a comment")
            .member()
            .film()
            .nothing()
            .refuses(&[400]),
        delete(one, "Deletes a comment").member().film().nothing().refuses(&[400]),
    ]
}

/// Lists of comments for those who decide about them.
fn on_films(operation: Operation) -> Operation {
    let film = object(json!({ "id": from(1), "uuid": uuid(), "shortUUID": short_uuid(), "name": text() }));
    let more = object(json!({ "video": film, "automaticTags": nothing_in_it() }));
    operation
        .list()
        .query("sort", order_of(&["createdAt"]))
        .query("search", text())
        .query("searchAccount", text())
        .query("searchVideo", text())
        .query("videoId", from(1))
        .query("videoChannelId", from(1))
        .gives(list(with(super::shapes::comment(), more)))
}

fn source() -> Value {
    object(json!({
        "filename": text(), "inputFilename": text(), "fileUrl": no_value(), "fileDownloadUrl": no_value(),
        "resolution": no_value(), "size": nullable(from(0)), "width": no_value(), "height": no_value(),
        "fps": no_value(), "metadata": no_value(), "createdAt": moment(),
    }))
}
