//! Whoever is signed in.

use serde_json::{Value, json};

use super::operation::{Operation, delete, films, get, post, put};
use super::schema::{
    array, array_of, boolean, file, from, integer, list, map, moment, nullable, object, one_of, shared, text,
    text_of, with,
};
use super::shapes::{preferences, wishes};
use super::users::{email, password};
use crate::domain::account::DESCRIPTION_LENGTH;

pub fn operations() -> Vec<Operation> {
    let mut all = person();
    all.extend(subscriptions());
    all.extend(told());
    all
}

fn person() -> Vec<Operation> {
    let change = with(
        preferences(),
        object(json!({
            "displayName?": nullable(text_of(1, 120)), "description?": nullable(text_of(0, DESCRIPTION_LENGTH)),
            "email?": nullable(email()), "password?": nullable(password()), "currentPassword?": nullable(text()),
        })),
    );
    vec![
        get("/api/v1/users/me", "Who is signed in").member().gives(shared("Me")),
        put("/api/v1/users/me", "Changes what one says of oneself")
            .member()
            .json(change)
            .nothing()
            .refuses(&[409]),
        delete("/api/v1/users/me", "Deletes oneself with everything of one's own")
            .member()
            .nothing()
            .refuses(&[409]),
        post("/api/v1/users/me/avatar/pick", "Chooses a picture")
            .member()
            .form(object(json!({ "avatarfile": file() })))
            .gives(object(json!({ "avatars": array(shared("Picture")) }))),
        delete("/api/v1/users/me/avatar", "Takes the picture away").member().nothing(),
        films(get("/api/v1/users/me/videos", "One's own films").member())
            .query("includeCollaborations", boolean())
            .gives(list(shared("OwnVideo"))),
        get("/api/v1/users/me/video-quota-used", "Bytes that one's films take")
            .member()
            .gives(object(json!({ "videoQuotaUsed": from(0), "videoQuotaUsedDaily": from(0) }))),
        get("/api/v1/users/me/videos/{videoId}/rating", "What one thinks of a film")
            .member()
            .film()
            .gives(object(json!({ "videoId": from(1), "rating": rating() })))
            .refuses(&[400]),
        get("/api/v1/users/me/video-playlists/videos-exist", "Which of one's lists hold these films")
            .member()
            .query("!videoIds", array_of(integer(), 1, 100))
            .gives(map(array(shared("Holding")))),
    ]
}

pub fn rating() -> Value {
    one_of(["like", "dislike", "none"])
}

fn subscriptions() -> Vec<Operation> {
    vec![
        get("/api/v1/users/me/subscriptions", "Channels that one follows")
            .member()
            .list()
            .query("search", text())
            .gives(shared("ChannelList")),
        post("/api/v1/users/me/subscriptions", "Follows a channel")
            .member()
            .json(object(json!({ "uri": text() })))
            .nothing()
            .refuses(&[404]),
        get("/api/v1/users/me/subscriptions/exist", "Which of these channels one follows")
            .member()
            .query("!uris", array_of(text(), 1, 100))
            .gives(map(boolean())),
        films(
            get("/api/v1/users/me/subscriptions/videos", "Films of the channels that one follows").member(),
        )
        .gives(shared("VideoList")),
        get("/api/v1/users/me/subscriptions/{channelHandle}", "A channel, if one follows it")
            .member()
            .gives(shared("Channel")),
        delete("/api/v1/users/me/subscriptions/{channelHandle}", "Follows a channel no more")
            .member()
            .nothing(),
    ]
}

fn told() -> Vec<Operation> {
    vec![
        get("/api/v1/users/me/notifications", "What one is told of")
            .member()
            .list()
            .query("unread", boolean())
            .gives(list(shared("Notification"))),
        post("/api/v1/users/me/notifications/read", "Has read these")
            .member()
            .json(object(json!({ "ids": array_of(integer(), 1, 1000) })))
            .nothing(),
        post("/api/v1/users/me/notifications/read-all", "Has read all").member().nothing(),
        put("/api/v1/users/me/notification-settings", "Of what one wishes to be told")
            .member()
            .json(wishes(0))
            .nothing(),
        get("/api/v1/users/me/history/videos", "What one has watched")
            .member()
            .list()
            .query("search", text())
            .gives(shared("VideoList")),
        post("/api/v1/users/me/history/videos/remove", "Forgets what one has watched before a moment")
            .member()
            .json_or_nothing(object(json!({ "beforeDate?": nullable(moment()) })))
            .nothing(),
        delete("/api/v1/users/me/history/videos/{filmNumber}", "Forgets one film")
            .member()
            .nothing()
            .refuses(&[400]),
    ]
}
