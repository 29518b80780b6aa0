//! Reports: written by members, answered and decided by those who keep the house.

use uuid::Uuid;

use super::notifications;
use crate::db::actor::Actor;
use crate::db::report::{Message, New, Report};
use crate::db::{self, Db, Read, Tx};
use crate::domain::account::Person;
use crate::domain::comment::can_moderate;
use crate::domain::id::Reference;
use crate::domain::moment::Moment;
use crate::domain::report::{self, DAILY, Reason, State, Subject, Target};
use crate::domain::video::{self as film, Privacy, can_take_part};
use crate::error::{Error, Kind, Result};

/// What a person may report, as they see it now: its words, whose it is, and where in the database.
pub struct Seen {
    pub subject: Subject,
    pub flagged_id: Option<i64>,
    pub video_id: Option<i64>,
    pub comment_id: Option<i64>,
}

/// Looks at what is to be reported with the eyes of the person.
pub fn look(read: &Read, person: &Person, target: &Target) -> Result<Seen> {
    let film = |reference: Reference| -> Result<db::video::Video> {
        let video = db::video::find(read, reference)?;
        let video = video.filter(|video| can_take_part(video.guarded(), Reference::Uuid(video.uuid), person));
        video.ok_or_else(|| Error::not_found("error-video-not-found"))
    };
    match *target {
        Target::Video { reference, .. } => {
            let video = film(reference)?;
            let subject = Subject::Video { id: video.id, uuid: video.uuid, name: video.about.name };
            let flagged_id = Some(video.account.id);
            Ok(Seen { subject, flagged_id, video_id: Some(video.id), comment_id: None })
        }
        Target::Comment(id) => {
            let gone = || Error::not_found("error-comment-not-found");
            let comment = db::comment::by_id(read, id)?.filter(|comment| comment.deleted_at.is_none());
            let comment = comment.ok_or_else(gone)?;
            let video = film(Reference::Number(comment.video_id)).map_err(|_| gone())?;
            let is_seen = !comment.is_held
                || comment.account_id == Some(person.account_id)
                || can_moderate(video.holding(), person);
            if !is_seen {
                return Err(gone());
            }
            let subject = Subject::Comment {
                id,
                thread: comment.thread(),
                text: comment.text,
                video_id: video.id,
                video: video.uuid,
                video_name: video.about.name,
            };
            Ok(Seen { subject, flagged_id: comment.account_id, video_id: None, comment_id: Some(id) })
        }
        Target::Account(id) => {
            let account = db::account::by_account(read, id)?;
            let account =
                account.ok_or_else(|| Error::not_found("error-account-not-found").with("name", id))?;
            let subject = Subject::Account { name: account.name };
            Ok(Seen { subject, flagged_id: Some(id), video_id: None, comment_id: None })
        }
    }
}

/// Reports something; the number of the report.
pub async fn write(
    db: &Db,
    person: &Person,
    target: Target,
    reason: &str,
    reasons: Vec<Reason>,
) -> Result<i64> {
    let reason = report::checked(reason)?;
    let reasons = report::checked_reasons(reasons);
    let (start_at, end_at) = match target {
        Target::Video { start_at, end_at, .. } => (start_at, end_at),
        _ => (None, None),
    };
    if start_at.is_some_and(|start| start < 0) || end_at.is_some_and(|end| end <= start_at.unwrap_or(0)) {
        return Err(Error::invalid("error-report-part"));
    }
    let person = person.clone();
    db.write(move |tx| {
        if db::report::count_since(tx, person.account_id, Moment(tx.now.0 - 24 * 3600 * 1000))? >= DAILY {
            return Err(Error::new(Kind::TooMany, "error-report-many"));
        }
        let seen = look(tx, &person, &target)?;
        let new = New {
            reporter_id: person.account_id,
            flagged_id: seen.flagged_id,
            video_id: seen.video_id,
            comment_id: seen.comment_id,
            subject: &seen.subject,
            start_at,
            end_at,
            reason: &reason,
            reasons: &reasons,
        };
        let id = db::report::insert(tx, &new)?;
        notifications::reported(tx, id)?;
        Ok(id)
    })
    .await
}

/// What another server reports, of what it can know of this one.
#[derive(Clone, Copy, Debug)]
pub enum Flagged {
    Video(Uuid),
    Comment(i64),
    Account(i64),
}

/// Somebody on another server reports something; false where they cannot know of it or have reported too much.
pub fn receive(
    tx: &Tx,
    actor: &Actor,
    flagged: &Flagged,
    reason: &str,
    reasons: &[Reason],
    (start_at, end_at): (Option<i64>, Option<i64>),
) -> Result<bool> {
    let reporter_id = db::actor::account(tx, actor)?;
    if db::report::count_since(tx, reporter_id, Moment(tx.now.0 - 24 * 3600 * 1000))? >= DAILY {
        return Err(Error::new(Kind::TooMany, "error-report-many"));
    }
    let film = |reference: Reference| -> Result<Option<db::video::Video>> {
        let is_open = |video: &db::video::Video| {
            video.state == film::State::Published
                && matches!(video.about.privacy, Privacy::Public | Privacy::Unlisted)
        };
        Ok(db::video::find(tx, reference)?.filter(is_open))
    };
    let seen = match *flagged {
        Flagged::Video(uuid) => film(Reference::Uuid(uuid))?.map(|video| Seen {
            subject: Subject::Video { id: video.id, uuid: video.uuid, name: video.about.name },
            flagged_id: Some(video.account.id),
            video_id: Some(video.id),
            comment_id: None,
        }),
        Flagged::Comment(id) => {
            let comment = db::comment::by_id(tx, id)?;
            let comment = comment.filter(|one| one.deleted_at.is_none() && !one.is_held);
            let video =
                comment.as_ref().map(|one| film(Reference::Number(one.video_id))).transpose()?.flatten();
            comment.zip(video).map(|(comment, video)| Seen {
                subject: Subject::Comment {
                    id,
                    thread: comment.thread(),
                    text: comment.text,
                    video_id: video.id,
                    video: video.uuid,
                    video_name: video.about.name,
                },
                flagged_id: comment.account_id,
                video_id: None,
                comment_id: Some(id),
            })
        }
        Flagged::Account(id) => db::account::by_account(tx, id)?.map(|account| Seen {
            subject: Subject::Account { name: account.name },
            flagged_id: Some(id),
            video_id: None,
            comment_id: None,
        }),
    };
    let Some(seen) = seen else { return Ok(false) };
    let is_part = seen.video_id.is_some() && end_at.is_none_or(|end| end > start_at.unwrap_or(0));
    let new = New {
        reporter_id,
        flagged_id: seen.flagged_id,
        video_id: seen.video_id,
        comment_id: seen.comment_id,
        subject: &seen.subject,
        start_at: start_at.filter(|_| is_part),
        end_at: end_at.filter(|_| is_part),
        reason: &report::checked(&reason.chars().take(report::LENGTH_MAXIMUM).collect::<String>())?,
        reasons: &report::checked_reasons(reasons.to_vec()),
    };
    let id = db::report::insert(tx, &new)?;
    notifications::reported(tx, id)?;
    Ok(true)
}

/// The report of this number, for those who keep the house and whoever wrote it.
pub fn readable(read: &Read, person: &Person, id: i64) -> Result<Report> {
    let report = db::report::by_id(read, id)?;
    let may = |report: &Report| person.is_moderator() || report.reporter_id == Some(person.account_id);
    report.filter(may).ok_or_else(|| Error::not_found("error-report-not-found"))
}

fn kept(tx: &Tx, person: &Person, id: i64) -> Result<Report> {
    if !person.is_moderator() {
        return Err(Error::forbidden("error-forbidden"));
    }
    db::report::by_id(tx, id)?.ok_or_else(|| Error::not_found("error-report-not-found"))
}

/// Says what becomes of a report, what those who keep the house note about it, or both. Whoever wrote it is told of
/// another state.
pub async fn decide(
    db: &Db,
    person: &Person,
    id: i64,
    state: Option<State>,
    note: Option<String>,
) -> Result<()> {
    let note =
        note.map(|note| if note.trim().is_empty() { Ok(None) } else { report::checked(&note).map(Some) });
    let note = note.transpose()?;
    let person = person.clone();
    db.write(move |tx| {
        let known = kept(tx, &person, id)?;
        let (before, state) = (known.state, state.unwrap_or(known.state));
        let note = note.unwrap_or(known.note);
        db::report::decide(tx, id, state, note.as_deref())?;
        match known.reporter_id {
            Some(reporter) if state != before && reporter != person.account_id => {
                notifications::report_decided(tx, id, reporter)
            }
            _ => Ok(()),
        }
    })
    .await
}

pub async fn delete(db: &Db, person: &Person, id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        kept(tx, &person, id)?;
        db::report::delete(tx, id)
    })
    .await
}

/// Says something about a report; the other side is told.
pub async fn say(db: &Db, person: &Person, id: i64, text: &str) -> Result<i64> {
    let text = report::checked(text)?;
    let person = person.clone();
    db.write(move |tx| {
        let report = readable(tx, &person, id)?;
        // Of their own report those who keep the house speak as whoever wrote it.
        let by_moderator = report.reporter_id != Some(person.account_id);
        let message = db::report::say(tx, id, person.account_id, &text, by_moderator)?;
        notifications::report_answered(tx, id, message, report.reporter_id.filter(|_| by_moderator))?;
        Ok(message)
    })
    .await
}

/// Takes back what was said: one's own words, or as administrator anybody's.
pub async fn unsay(db: &Db, person: &Person, id: i64, message_id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        readable(tx, &person, id)?;
        let messages = db::report::messages(tx, id)?;
        let message = messages.into_iter().find(|message| message.id == message_id);
        let Some(Message { account_id, .. }) = message else {
            return Err(Error::not_found("error-report-message-not-found"));
        };
        if account_id != Some(person.account_id) && !person.is_administrator() {
            return Err(Error::forbidden("error-forbidden"));
        }
        db::report::unsay(tx, message_id)
    })
    .await
}
