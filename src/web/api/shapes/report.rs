//! Reports, as PeerTube has its abuses.

use serde_json::{Value, json};

use super::{Site, account, channel, picture};
use crate::db::account::Account;
use crate::db::channel::Channel;
use crate::db::report::{Message, Report};
use crate::db::video::Video;
use crate::domain::id::to_short;
use crate::domain::report::Subject;

/// A report with what is still there of it.
pub struct Details {
    pub report: Report,
    pub reporter: Option<Account>,
    pub flagged: Option<Account>,
    /// The film and its channel, if it is a film that is still there.
    pub film: Option<(Video, Channel)>,
    /// Whether the comment is still there, if it is one.
    pub has_comment: bool,
}

/// PeerTube's UserAbuse: what whoever wrote a report sees of it.
pub fn own(site: &Site, details: &Details) -> Value {
    let report = &details.report;
    let mut shape = json!({
        "id": report.id,
        "reason": report.reason,
        "predefinedReasons": report.reasons.iter().map(|reason| reason.name()).collect::<Vec<_>>(),
        "flaggedAccount": details.flagged.as_ref().map(|flagged| account(site, flagged)),
        "state": { "id": report.state as i64, "label": report.state.label() },
        "countMessages": report.messages,
        "createdAt": report.created_at,
        "updatedAt": report.updated_at,
        "video": null,
        "comment": null,
    });
    match &report.subject {
        Subject::Video { id, uuid, name } => {
            let film = details.film.as_ref();
            shape["video"] = json!({
                "id": id,
                "uuid": uuid,
                "shortUUID": to_short(*uuid),
                "name": name,
                "nsfw": film.is_some_and(|(video, _)| video.about.nsfw),
                "startAt": report.start_at,
                "endAt": report.end_at,
                "deleted": film.is_none(),
                "blacklisted": film.is_some_and(|(video, _)| video.block.is_some()),
                "thumbnailPath": film.map(|(video, _)| picture("/lazy-static/thumbnails/", video.thumbnail.as_deref())),
                "channel": film.map(|(_, one)| channel(site, one, None)),
            });
        }
        Subject::Comment { id, thread, text, video_id, video, video_name } => {
            shape["comment"] = json!({
                "id": id,
                "threadId": thread,
                "text": text,
                "deleted": !details.has_comment,
                "video": { "id": video_id, "uuid": video, "shortUUID": to_short(*video), "name": video_name },
            });
        }
        Subject::Account { .. } => {}
    }
    shape
}

/// PeerTube's AdminAbuse: what those who keep the house see of it.
pub fn kept(site: &Site, details: &Details) -> Value {
    let mut shape = own(site, details);
    let report = &details.report;
    shape["moderationComment"] = json!(report.note);
    shape["reporterAccount"] = json!(details.reporter.as_ref().map(|reporter| account(site, reporter)));
    shape["countReportsForReporter"] = json!(report.of_reporter);
    shape["countReportsForReportee"] = json!(report.of_flagged);
    if let Some(video) = shape["video"].as_object_mut() {
        video.insert("countReports".into(), json!(report.of_video));
        video.insert("nthReport".into(), json!(report.place));
    }
    shape
}

pub fn message(site: &Site, message: &Message, author: Option<&Account>) -> Value {
    json!({
        "id": message.id,
        "message": message.text,
        "byModerator": message.by_moderator,
        "createdAt": message.created_at,
        "account": author.map(|author| account(site, author)),
    })
}
