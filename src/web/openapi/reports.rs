//! Reports, which PeerTube calls abuses.

use serde_json::{Value, json};

use super::operation::{Operation, delete, get, post, put};
use super::schema::{
    array, boolean, from, list, moment, nullable, object, one_of, order_of, shared, short_uuid, text,
    text_of, uuid, with,
};
use crate::domain::report::{LENGTH_MAXIMUM, LENGTH_MINIMUM, Reason};
use crate::domain::video_block::REASON_MAXIMUM;

pub fn operations() -> Vec<Operation> {
    let words = || text_of(LENGTH_MINIMUM, LENGTH_MAXIMUM);
    let reasons = || one_of(Reason::ALL.map(|reason| reason.name()));
    let film = object(json!({ "id": from(1), "startAt?": nullable(from(0)), "endAt?": nullable(from(1)) }));
    let named = || object(json!({ "id": from(1) }));
    let written = object(json!({
        "reason": words(), "predefinedReasons?": array(reasons()), "video?": film, "comment?": named(),
        "account?": named(),
    }));
    let decided =
        object(json!({ "state?": one_of([1, 2, 3]), "moderationComment?": text_of(0, LENGTH_MAXIMUM) }));
    let order = || order_of(&["id", "createdAt"]);
    let mut all = vec![
        post("/api/v1/abuses", "Reports a film, a comment or an account: exactly one")
            .member()
            .json(written)
            .gives(object(json!({ "abuse": named() })))
            .refuses(&[404, 429]),
        get("/api/v1/abuses", "All reports")
            .member()
            .list()
            .query("sort", order())
            .query("id", from(1))
            .query("state", one_of([1, 2, 3]))
            .query("predefinedReason", reasons())
            .query("filter", one_of(["video", "comment", "account"]))
            .query("videoIs", one_of(["deleted", "blacklisted"]))
            .query("search", text())
            .gives(list(shared("Abuse")))
            .refuses(&[403]),
        put("/api/v1/abuses/{abuseId}", "Says what becomes of a report, or notes something about it")
            .member()
            .json(decided)
            .nothing()
            .refuses(&[403]),
        delete("/api/v1/abuses/{abuseId}", "Deletes a report").member().nothing().refuses(&[400, 403]),
        get("/api/v1/abuses/{abuseId}/messages", "What was said about a report")
            .member()
            .gives(list(shared("AbuseMessage")))
            .refuses(&[400]),
        post("/api/v1/abuses/{abuseId}/messages", "Says something about a report")
            .member()
            .json(object(json!({ "message": words() })))
            .gives(object(json!({ "abuseMessage": named() }))),
        delete(
            "/api/v1/abuses/{abuseId}/messages/{abuseMessageId}",
            "Takes back what was said about a report",
        )
        .member()
        .nothing()
        .refuses(&[400, 403]),
        get("/api/v1/users/me/abuses", "One's own reports")
            .member()
            .list()
            .query("sort", order())
            .query("search", text())
            .gives(list(shared("OwnAbuse"))),
    ];
    all.extend(blocked_films());
    all
}

/// Films that are blocked without being deleted (PeerTube's blacklist).
fn blocked_films() -> Vec<Operation> {
    let path = "/api/v1/videos/{videoId}/blacklist";
    let reason = || nullable(text_of(0, REASON_MAXIMUM));
    let block = object(json!({
        "id": from(1), "createdAt": moment(), "updatedAt": moment(), "reason": nullable(text()),
        "unfederated": boolean(), "type": one_of([1]), "video": shared("Video"),
    }));
    vec![
        get("/api/v1/videos/blacklist", "The films that are blocked")
            .moderator()
            .list()
            .query("sort", order_of(&["id", "createdAt", "name", "duration", "views", "likes", "dislikes"]))
            .query("search", text())
            .query("type", one_of([1, 2]))
            .gives(list(block))
            .refuses(&[403]),
        post(path, "Blocks a film")
            .moderator()
            .json_or_nothing(object(json!({ "reason?": reason(), "unfederate?": boolean() })))
            .nothing()
            .refuses(&[403, 409]),
        put(path, "Gives another reason")
            .moderator()
            .json_or_nothing(object(json!({ "reason?": reason() })))
            .nothing()
            .refuses(&[403]),
        delete(path, "Shows a film again").moderator().nothing().refuses(&[400, 403]),
    ]
}

/// What whoever wrote a report sees of it.
pub fn own_report() -> Value {
    let video = object(json!({
        "id": from(1), "uuid": uuid(), "shortUUID": short_uuid(), "name": text(), "nsfw": boolean(),
        "startAt": nullable(from(0)), "endAt": nullable(from(1)), "deleted": boolean(), "blacklisted": boolean(),
        "thumbnailPath": nullable(text()), "channel": nullable(shared("Channel")),
        "countReports?": from(0), "nthReport?": from(0),
    }));
    let of_comment =
        object(json!({ "id": from(1), "uuid": uuid(), "shortUUID": short_uuid(), "name": text() }));
    let comment = object(json!({
        "id": from(1), "threadId": from(1), "text": text(), "deleted": boolean(), "video": of_comment,
    }));
    object(json!({
        "id": from(1), "reason": text(), "predefinedReasons": array(one_of(Reason::ALL.map(|reason| reason.name()))),
        "flaggedAccount": nullable(shared("Account")),
        "state": object(json!({ "id": one_of([1, 2, 3]), "label": text() })), "countMessages": from(0),
        "createdAt": moment(), "updatedAt": moment(), "video": nullable(video), "comment": nullable(comment),
    }))
}

/// What those who keep the house see of it.
pub fn report() -> Value {
    with(
        own_report(),
        object(json!({
            "moderationComment": nullable(text()), "reporterAccount": nullable(shared("Account")),
            "countReportsForReporter": from(0), "countReportsForReportee": from(0),
        })),
    )
}

pub fn message() -> Value {
    object(json!({
        "id": from(1), "message": text(), "byModerator": boolean(), "createdAt": moment(),
        "account": nullable(shared("Account")),
    }))
}
