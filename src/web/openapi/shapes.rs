//! The schemas that answers share, as `api::shapes` writes them.

use serde_json::{Map, Value, json};

use super::schema::{
    address, array, between, boolean, from, integer, list, map, moment, no_value, nothing_in_it, nullable,
    number, object, one_of, secret, shared, short_uuid, text, text_of, uuid, with,
};
use super::{parameters, problem, reports};
use crate::domain::account::Role;
use crate::domain::comment::CommentsPolicy;
use crate::domain::notification;
use crate::domain::registration::State;
use crate::domain::sensitive::{Policy, SUMMARY_LENGTH};
use crate::domain::settings::Settings;
use crate::domain::video::Privacy;
use crate::web::api::config::config;

/// Every schema by its name.
pub fn all() -> Map<String, Value> {
    let film = film();
    let schemas = [
        ("Problem", problem()),
        ("Config", super::schema::like(&config(&Settings::default(), false))),
        ("Category", parameters::category()),
        ("Licence", parameters::licence()),
        ("Language", parameters::language()),
        ("Picture", picture()),
        ("Name", name()),
        ("Account", account()),
        ("Channel", channel()),
        ("Video", film.clone()),
        ("OwnVideo", own_film(film.clone())),
        ("VideoDetails", film_details(film)),
        ("StreamingPlaylist", streaming_playlist()),
        ("VideoFile", video_file()),
        ("Accepted", accepted()),
        ("Caption", caption()),
        ("Chapter", chapter()),
        ("Storyboard", storyboard()),
        ("VideoPassword", video_password()),
        ("Comment", comment()),
        ("Abuse", reports::report()),
        ("OwnAbuse", reports::own_report()),
        ("AbuseMessage", reports::message()),
        (
            "CommentTree",
            object(json!({ "comment": shared("Comment"), "children": array(shared("CommentTree")) })),
        ),
        ("Playlist", playlist()),
        ("PlaylistElement", element()),
        ("Holding", holding()),
        ("NotificationSettings", wishes(1)),
        ("Preferences", preferences()),
        ("User", user()),
        (
            "Member",
            with(
                user(),
                object(json!({
                    "videoQuotaUsed": from(0), "videoQuotaUsedDaily": from(0), "totalVideoFileSize": from(0),
                })),
            ),
        ),
        (
            "Me",
            with(
                user(),
                object(json!({
                    "specialPlaylists": array(object(json!({ "id": from(1), "name": text(), "type": one_of([2]) }))),
                    "videoChannelCollaborations": array(own_channel()),
                })),
            ),
        ),
        ("Collaborator", collaborator()),
        ("Follow", follow()),
        ("Activity", activity()),
        ("ChangeOwnership", ownership()),
        ("AccountBlock", super::blocklist::block()),
        ("ServerBlock", super::servers::block()),
        ("Follower", super::servers::follower()),
        ("ActorFollow", super::following::follow()),
        ("FollowActor", super::following::actor()),
        ("Registration", registration()),
        ("Session", session()),
        ("Notification", notification()),
        ("Tokens", tokens()),
        ("VideoList", list(shared("Video"))),
        ("ChannelList", list(shared("Channel"))),
        ("PlaylistList", list(shared("Playlist"))),
        ("Labels", map(text())),
    ];
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

/// A number or code with its label.
pub fn labelled(id: Value) -> Value {
    object(json!({ "id": id, "label": text() }))
}

fn privacy() -> Value {
    one_of(Privacy::ALL.map(|privacy| privacy as i64))
}

fn picture() -> Value {
    object(json!({
        "width": from(1), "height": from(1), "path": text(), "fileUrl": address(),
        "createdAt": moment(), "updatedAt": moment(),
    }))
}

/// An account or a channel beside something else.
fn name() -> Value {
    object(json!({
        "id": from(1), "displayName": text(), "name": text(), "url": address(), "host": text(),
        "avatars": array(shared("Picture")),
    }))
}

fn actor() -> Value {
    with(
        name(),
        object(json!({
            "hostRedundancyAllowed": boolean(), "followingCount": from(0), "followersCount": from(0),
            "createdAt": moment(), "updatedAt": moment(), "description": nullable(text()),
        })),
    )
}

fn account() -> Value {
    with(actor(), object(json!({ "userId": from(1) })))
}

fn channel() -> Value {
    with(
        actor(),
        object(json!({
            "banners": array(shared("Picture")), "support": nullable(text()), "isLocal": boolean(),
            "ownerAccount?": shared("Account"),
        })),
    )
}

/// A film in a list.
fn film() -> Value {
    object(json!({
        "id": from(1), "uuid": uuid(), "shortUUID": short_uuid(), "url": address(), "name": text_of(3, 120),
        "category": labelled(nullable(shared("Category"))),
        "licence": labelled(nullable(shared("Licence"))),
        "language": labelled(nullable(shared("Language"))),
        "privacy": labelled(privacy()),
        "nsfw": boolean(), "nsfwFlags": between(0, 3), "nsfwSummary": nullable(text_of(1, SUMMARY_LENGTH)),
        "truncatedDescription": nullable(text_of(0, 250)), "description": nullable(text()),
        "isLocal": boolean(), "duration": from(0), "aspectRatio": nullable(number()),
        "views": from(0), "viewers": from(0), "likes": from(0), "dislikes": from(0),
        "thumbnailPath": text(), "previewPath": text(), "embedPath": text(),
        "createdAt": moment(), "updatedAt": moment(), "publishedAt": moment(),
        "originallyPublishedAt": nullable(moment()),
        "isLive": boolean(),
        "account": shared("Name"), "channel": shared("Name"),
        "userHistory?": object(json!({ "currentTime": from(0) })),
        "scheduledUpdate?": schedule(),
    }))
}

/// When a film is to be opened, and for whom.
fn schedule() -> Value {
    object(json!({ "updateAt": moment(), "privacy?": one_of([1, 2, 4]) }))
}

fn own_film(film: Value) -> Value {
    with(
        film,
        object(json!({
            "state": labelled(integer()), "blacklisted": boolean(), "blacklistedReason": nullable(text()),
        })),
    )
}

fn film_details(film: Value) -> Value {
    with(
        film,
        object(json!({
            "account": shared("Account"), "channel": shared("Channel"),
            "blacklisted": boolean(), "blacklistedReason": nullable(text()),
            "streamingPlaylists": array(shared("StreamingPlaylist")), "files": array(shared("VideoFile")),
            "support": nullable(text()), "descriptionPath": text(), "tags": array(text_of(2, 30)),
            "commentsEnabled": boolean(),
            "commentsPolicy": labelled(one_of(CommentsPolicy::ALL.map(|policy| policy as i64))),
            "downloadEnabled": boolean(), "waitTranscoding": boolean(),
            "inputFileUpdatedAt": nullable(moment()),
            "state": labelled(integer()),
            "trackerUrls": array(text()),
        })),
    )
}

fn streaming_playlist() -> Value {
    object(json!({
        "id": from(1), "type": one_of([1]), "playlistUrl": address(), "segmentsSha256Url": address(),
        "redundancies": array(object(json!({ "baseUrl": text() }))), "files": array(shared("VideoFile")),
    }))
}

fn video_file() -> Value {
    object(json!({
        "id": from(1), "resolution": labelled(from(0)), "width": from(0), "height": from(0),
        "magnetUri": nullable(text()), "size": from(0), "fps": from(0),
        "torrentUrl": text(), "torrentDownloadUrl": text(),
        "fileUrl": address(), "fileDownloadUrl": address(), "metadataUrl": address(),
        "hasAudio": boolean(), "hasVideo": boolean(), "storage": integer(),
    }))
}

/// A film that has arrived.
fn accepted() -> Value {
    object(json!({ "video": object(json!({ "id": from(1), "uuid": uuid(), "shortUUID": short_uuid() })) }))
}

fn caption() -> Value {
    object(json!({
        "language": labelled(text()), "automaticallyGenerated": boolean(), "captionPath": text(),
        "fileUrl": address(), "m3u8Url": nullable(text()), "updatedAt": moment(),
    }))
}

fn chapter() -> Value {
    use crate::domain::chapter::TITLE;
    object(json!({ "timecode": from(0), "title": text_of(1, TITLE) }))
}

fn storyboard() -> Value {
    object(json!({
        "fileUrl": address(), "storyboardPath": text(), "totalHeight": from(1), "totalWidth": from(1),
        "spriteHeight": from(1), "spriteWidth": from(1), "spriteDuration": from(1),
    }))
}

fn video_password() -> Value {
    object(json!({
        "id": from(1), "password": text(), "videoId": from(1), "createdAt": moment(), "updatedAt": moment(),
    }))
}

pub fn comment() -> Value {
    object(json!({
        "id": from(1), "url": address(), "text": text(), "threadId": from(1),
        "inReplyToCommentId": nullable(from(1)), "videoId": from(1),
        "createdAt": moment(), "updatedAt": moment(), "deletedAt": nullable(moment()),
        "heldForReview": boolean(), "isDeleted": boolean(),
        "totalRepliesFromVideoAuthor": from(0), "totalReplies": from(0),
        "account": nullable(shared("Account")),
    }))
}

fn playlist() -> Value {
    object(json!({
        "id": from(1), "uuid": uuid(), "shortUUID": short_uuid(), "isLocal": boolean(), "url": address(),
        "displayName": text_of(1, 120), "description": nullable(text()),
        "privacy": labelled(one_of([1, 2, 3])), "type": labelled(one_of([1, 2])),
        "thumbnailPath": nullable(text()), "embedPath": text(), "videosLength": from(0),
        "videoChannelPosition": nullable(from(1)), "createdAt": moment(), "updatedAt": moment(),
        "ownerAccount": shared("Name"), "videoChannel": nullable(shared("Name")),
    }))
}

/// A film in its place of a playlist.
fn element() -> Value {
    object(json!({
        "id": from(1), "position": from(1),
        "startTimestamp": nullable(from(0)), "stopTimestamp": nullable(from(0)),
        "type": one_of([0, 1, 2, 3]), "video": nullable(shared("Video")),
    }))
}

/// A playlist that holds a film.
fn holding() -> Value {
    object(json!({
        "playlistElementId": from(1), "playlistId": from(1), "playlistDisplayName": text(),
        "playlistShortUUID": short_uuid(),
        "startTimestamp": nullable(from(0)), "stopTimestamp": nullable(from(0)),
    }))
}

/// How a member wishes to be told of each kind: 0 not at all, 1 on the site, 2 by mail, 3 both.
pub fn wishes(minimum: usize) -> Value {
    let kinds = notification::Kind::WISHED.into_iter().filter_map(|kind| {
        let end = if minimum == 0 { "?" } else { "" };
        Some((format!("{}{end}", kind.wish()?), one_of([0, 1, 2, 3])))
    });
    object(Value::Object(kinds.collect()))
}

/// What a member wishes of the applications that they use.
pub fn preferences() -> Value {
    object(json!({
        "autoPlayVideo?": boolean(), "autoPlayNextVideo?": boolean(), "autoPlayNextVideoPlaylist?": boolean(),
        "videoLanguages?": nullable(array(text())), "language?": nullable(text_of(0, 16)),
        "videosHistoryEnabled?": boolean(), "noInstanceConfigWarningModal?": boolean(),
        "noWelcomeModal?": boolean(), "noAccountSetupWarningModal?": boolean(),
        "theme?": one_of(["instance-default"]), "emailPublic?": only(false), "nsfwPolicy?": nullable(one_of(Policy::ALL.map(Policy::code))),
        "p2pEnabled?": boolean(),
        "nsfwFlagsDisplayed?": between(0, 3), "nsfwFlagsHidden?": between(0, 3),
        "nsfwFlagsWarned?": between(0, 3), "nsfwFlagsBlurred?": between(0, 3),
    }))
}

/// This value and no other.
fn only(value: bool) -> Value {
    json!({ "type": "boolean", "enum": [value] })
}

/// A member, to themselves and to whoever keeps the house.
fn user() -> Value {
    let role = one_of([Role::Administrator, Role::Moderator, Role::Member].map(|role| role as i64));
    let user = object(json!({
        "id": from(1), "username": text(), "email": text(), "pendingEmail": nullable(text()),
        "emailVerified": nullable(boolean()), "role": labelled(role), "videoQuota": from(-1),
        "videoQuotaDaily": from(-1), "blocked": boolean(), "blockedReason": nullable(text()),
        "twoFactorEnabled": boolean(), "pluginAuth": nullable(text()), "createdAt": moment(),
        "lastLoginDate": nullable(moment()), "notificationSettings": shared("NotificationSettings"),
        "account": shared("Account"), "videoChannels": array(own_channel()),
    }));
    with(user, preferences())
}

/// A channel with the number of its owner.
fn own_channel() -> Value {
    with(channel(), object(json!({ "ownerAccountId": from(1) })))
}

fn collaborator() -> Value {
    object(json!({
        "id": from(1), "state": labelled(integer()), "account": shared("Account"),
        "createdAt": moment(), "updatedAt": moment(),
    }))
}

/// Who follows whom.
fn follow() -> Value {
    let actor = object(json!({
        "id": from(1), "url": address(), "name": text(), "host": text(), "avatars": array(shared("Picture")),
        "banners": array(shared("Picture")), "hostRedundancyAllowed": boolean(), "followingCount": from(0),
        "followersCount": from(0), "createdAt": moment(),
    }));
    object(json!({
        "id": from(1), "follower": actor, "following": actor, "score": from(0), "state": one_of(["accepted"]),
        "createdAt": moment(), "updatedAt": moment(),
    }))
}

/// What somebody did in a channel.
fn activity() -> Value {
    let named = |more: Value| {
        let thing = object(json!({ "id": from(1), "name": text(), "url": address() }));
        nullable(with(thing, object(more)))
    };
    object(json!({
        "id": from(1), "account": nullable(shared("Name")),
        "action": labelled(integer()), "targetType": labelled(integer()),
        "video": named(json!({ "uuid": uuid(), "shortUUID": short_uuid(), "isLive": boolean() })),
        "playlist": named(json!({ "uuid": uuid(), "shortUUID": short_uuid() })),
        "channel": named(json!({ "displayName": text() })),
        "channelSync": no_value(), "videoImport": no_value(), "details": no_value(), "createdAt": moment(),
    }))
}

/// A channel that is offered to somebody.
fn ownership() -> Value {
    object(json!({
        "id": from(1), "state": labelled(integer()), "status": text(),
        "initiatorAccount": shared("Account"), "nextOwnerAccount": shared("Account"),
        "videoChannel?": shared("Name"), "video?": shared("Video"), "createdAt": moment(),
    }))
}

fn registration() -> Value {
    let state = one_of([State::Waiting, State::Rejected, State::Accepted].map(|state| state as i64));
    object(json!({
        "id": from(1), "state": labelled(state), "registrationReason": text_of(2, 3000),
        "moderationResponse": nullable(text()), "username": text(), "email": text(),
        "emailVerified": nullable(boolean()), "accountDisplayName": nullable(text()),
        "channelHandle": nullable(text()), "channelDisplayName": nullable(text()),
        "createdAt": moment(), "updatedAt": moment(),
        "user": nullable(object(json!({ "id": from(1) }))),
    }))
}

/// Where an application is signed in.
fn session() -> Value {
    object(json!({
        "id": from(1), "currentSession": boolean(),
        "loginDevice": nullable(text()), "loginIP": no_value(), "loginDate": nullable(moment()),
        "lastActivityDevice": nullable(text()), "lastActivityIP": no_value(), "lastActivityDate": nullable(moment()),
        "createdAt": moment(),
    }))
}

fn notification() -> Value {
    let film = || object(json!({ "id": from(1), "uuid": uuid(), "shortUUID": short_uuid(), "name": text() }));
    let who = || {
        object(json!({
            "id": from(1), "displayName": text(), "name": text(), "host": text(),
            "avatar?": shared("Picture"), "avatars": array(shared("Picture")),
        }))
    };
    let following = object(json!({
        "type": one_of(["channel"]), "displayName": text(), "name": text(), "host": text(),
    }));
    let kinds =
        notification::Kind::WISHED.into_iter().chain(notification::Kind::ALWAYS).map(|kind| kind as i64);
    object(json!({
        "id": from(1), "type": one_of(kinds), "read": boolean(),
        "createdAt": moment(), "updatedAt": moment(),
        "video?": with(film(), object(json!({ "channel": who() }))),
        "comment?": object(json!({
            "id": from(1), "threadId": from(1), "account": who(), "video": film(), "heldForReview": boolean(),
        })),
        "actorFollow?": object(json!({
            "id": from(1), "state": one_of(["accepted"]), "follower": who(), "following": following,
        })),
        "registration?": object(json!({ "id": from(1), "username": text() })),
        "videoBlacklist?": object(json!({ "id": nullable(from(1)), "video": film() })),
        "videoChannelCollaborator?": object(json!({
            "id": from(1), "channelOwner": who(), "channel": who(), "account": who(), "state": labelled(integer()),
        })),
        "changeOwnership?": object(json!({
            "id": from(1), "state": labelled(integer()), "initiatorAccount": who(), "nextOwnerAccount": who(),
            "videoChannel?": who(), "video?": film(),
        })),
    }))
}

fn tokens() -> Value {
    object(json!({
        "token_type": one_of(["Bearer"]), "access_token": secret(1, 200), "refresh_token": secret(1, 200),
        "expires_in": from(1), "refresh_token_expires_in": from(1),
    }))
}

/// What `config/about` says of the site.
pub fn about() -> Value {
    object(json!({ "instance": object(json!({
        "name": text(), "shortDescription": text(), "description": text(), "terms": text(),
        "codeOfConduct": text(), "hardwareInformation": text(), "creationReason": text(),
        "moderationInformation": text(), "administrator": text(), "maintenanceLifetime": text(),
        "businessModel": text(), "languages": array(text()), "categories": array(integer()),
        "banners": nothing_in_it(), "avatars": nothing_in_it(),
    })) }))
}
