//! Notifications, as PeerTube has them.

use serde_json::{Map, Value, json};

use super::{Site, avatars};
use crate::actions::notifications::told::{Subject, Told};
use crate::db::account::Account;
use crate::db::channel::Channel;
use crate::db::registration::Registration;
use crate::db::video::Video;
use crate::domain::id::to_short;
use crate::domain::notification::Kind;
use crate::domain::picture::Picture;
use crate::domain::report::Subject as Flagged;

pub fn notification(site: &Site, told: &Told) -> Value {
    let row = &told.row;
    let mut shape = json!({
        "id": row.id,
        "type": row.kind as i64,
        "read": row.is_read,
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
    });
    let (name, about) = match &told.subject {
        Subject::Film(video) if row.kind == Kind::Blocked => (
            "videoBlacklist",
            json!({ "id": video.block.as_ref().map(|block| block.id), "video": film(video) }),
        ),
        Subject::Film(video) => {
            let mut film = film(video);
            let channel = &video.channel;
            let channel = who(site, channel.id, &channel.handle, &channel.display_name, &channel.avatars);
            film.insert("channel".into(), channel.into());
            ("video", Value::Object(film))
        }
        Subject::Comment(video, comment, author) => {
            let author = who(site, author.id, &author.name, &author.display_name, &author.avatars);
            let about = json!({
                "id": comment.id,
                "threadId": comment.thread(),
                "account": author,
                "video": film(video),
                "heldForReview": comment.is_held,
            });
            ("comment", about)
        }
        Subject::Follower(account, channel) => {
            let follower = who(site, account.id, &account.name, &account.display_name, &account.avatars);
            let about = json!({
                "id": row.id,
                "state": "accepted",
                "follower": follower,
                "following": {
                    "type": "channel",
                    "displayName": channel.about.display_name,
                    "name": channel.handle,
                    "host": site.host,
                },
            });
            ("actorFollow", about)
        }
        Subject::Request(Registration { id, username, .. }) => {
            ("registration", json!({ "id": id, "username": username }))
        }
        Subject::Collaborator(shared) => {
            let about = json!({
                "id": shared.collaborator.id,
                "channelOwner": whose(site, &shared.owner),
                "channel": of(site, &shared.channel),
                "account": whose(site, &shared.account),
                "state": {
                    "id": shared.collaborator.state as i64,
                    "label": shared.collaborator.state.label(),
                },
            });
            ("videoChannelCollaborator", about)
        }
        Subject::Report(reported) => {
            let report = &reported.report;
            let mut about = json!({
                "id": report.id,
                "state": { "id": report.state as i64, "label": report.state.label() },
            });
            match &report.subject {
                Flagged::Video { id, uuid, name } => {
                    about["video"] =
                        json!({ "id": id, "uuid": uuid, "shortUUID": to_short(*uuid), "name": name });
                }
                Flagged::Comment { id, thread, video_id, video, video_name, .. } => {
                    let video = json!({ "id": video_id, "uuid": video, "shortUUID": to_short(*video), "name": video_name });
                    about["comment"] = json!({ "id": id, "threadId": thread, "video": video });
                }
                Flagged::Account { name } => {
                    about["account"] = json!({
                        "id": report.flagged_id, "displayName": name, "name": name, "host": site.host, "avatars": [],
                    });
                }
            }
            ("abuse", about)
        }
        Subject::Ownership(offered) => {
            let mut about = json!({
                "id": offered.offer.id,
                "state": { "id": offered.offer.state as i64, "label": offered.offer.state.label() },
                "initiatorAccount": whose(site, &offered.initiator),
                "nextOwnerAccount": whose(site, &offered.next_owner),
            });
            match &offered.film {
                Some(video) => about["video"] = Value::Object(film(video)),
                None => about["videoChannel"] = Value::Object(of(site, &offered.channel)),
            }
            ("changeOwnership", about)
        }
    };
    shape[name] = about;
    shape
}

fn film(video: &Video) -> Map<String, Value> {
    let parts = [
        ("id", json!(video.id)),
        ("uuid", json!(video.uuid)),
        ("shortUUID", json!(to_short(video.uuid))),
        ("name", json!(video.about.name)),
    ];
    parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn whose(site: &Site, account: &Account) -> Map<String, Value> {
    who(site, account.id, &account.name, &account.display_name, &account.avatars)
}

fn of(site: &Site, channel: &Channel) -> Map<String, Value> {
    who(site, channel.id, &channel.handle, &channel.about.display_name, &channel.avatars)
}

fn who(site: &Site, id: i64, name: &str, display_name: &str, pictures: &[Picture]) -> Map<String, Value> {
    let pictures = json!(avatars(site, pictures));
    let mut parts: Map<String, Value> = [
        ("id", json!(id)),
        ("displayName", json!(display_name)),
        ("name", json!(name)),
        ("host", json!(site.host)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    if let Some(largest) = pictures.as_array().and_then(|all| all.last()) {
        parts.insert("avatar".into(), largest.clone());
    }
    parts.insert("avatars".into(), pictures);
    parts
}
