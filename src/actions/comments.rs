//! Comments: written, approved, deleted.

use super::notifications;
use crate::db::actor::Actor;
use crate::db::comment::{Comment, New, Under};
use crate::db::outgoing::Thing;
use crate::db::video::Video;
use crate::db::{self, Db, Tx};
use crate::domain::account::Person;
use crate::domain::comment::{self, CommentsPolicy, can_moderate};
use crate::domain::id::Reference;
use crate::domain::video::{Privacy, State, can_take_part};
use crate::error::{Error, Kind, Result};

/// Writes a comment: a thread of its own, or the answer to `reply_to`.
pub async fn write(
    db: &Db,
    person: &Person,
    reference: Reference,
    reply_to: Option<i64>,
    text: String,
) -> Result<Comment> {
    let text = comment::checked(text)?;
    let person = person.clone();
    db.write(move |tx| {
        let video = watched(tx, &person, reference)?;
        let decides = can_moderate(video.holding(), &person);
        if video.about.comments == CommentsPolicy::Disabled {
            return Err(Error::new(Kind::Conflict, "error-comments-disabled"));
        }
        let answered = match reply_to {
            Some(id) => Some(answered(tx, &video, id, decides)?),
            None => None,
        };
        let id = db::comment::insert(
            tx,
            &New {
                video_id: video.id,
                account_id: person.account_id,
                thread_id: answered.as_ref().map(|answered| answered.thread()),
                reply_to,
                text: &text,
                // What is said under a film of another server is judged there.
                is_held: video.origin.is_none()
                    && video.about.comments == CommentsPolicy::RequiresApproval
                    && !decides,
                url: None,
            },
        )?;
        let comment = found(tx, video.id, id)?;
        notifications::comment_written(tx, &video, &comment, answered.as_ref())?;
        Ok(comment)
    })
    .await
}

/// Lets everybody read a comment that was held.
pub async fn approve(db: &Db, person: &Person, reference: Reference, id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let video = watched(tx, &person, reference)?;
        let comment = found(tx, video.id, id)?;
        if !can_moderate(video.holding(), &person) {
            return Err(Error::forbidden("error-forbidden"));
        }
        approve_in(tx, &video, comment)
    })
    .await
}

fn approve_in(tx: &Tx, video: &Video, comment: Comment) -> Result<()> {
    db::comment::approve(tx, comment.id)?;
    let answered = comment.reply_to.map(|id| db::comment::by_id(tx, id)).transpose()?.flatten();
    let comment = Comment { is_held: false, ..comment };
    notifications::comment_written(tx, video, &comment, answered.as_ref())
}

/// Takes back what somebody wrote: the author, the owner of the film, or who keeps the house. Its words are gone;
/// a comment that was answered keeps its place.
pub async fn delete(db: &Db, person: &Person, reference: Reference, id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let video = watched(tx, &person, reference)?;
        let comment = found(tx, video.id, id)?;
        if comment.account_id != Some(person.account_id) && !can_moderate(video.holding(), &person) {
            return Err(Error::forbidden("error-forbidden"));
        }
        db::comment::delete(tx, comment.id)
    })
    .await
}

/// What those who decide do with comments under several films.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Approve,
    Delete,
}

/// Approves or deletes comments, all of them or none. What is deleted by now is passed over.
pub async fn decide(db: &Db, person: &Person, ids: Vec<i64>, verdict: Verdict) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        for id in ids {
            let comment = db::comment::by_id(tx, id)?.filter(|comment| comment.deleted_at.is_none());
            let Some(comment) = comment else { continue };
            let video = db::video::find(tx, Reference::Number(comment.video_id))?;
            let video = video.filter(|video| can_moderate(video.holding(), &person));
            let video = video.ok_or_else(|| Error::not_found("error-comment-not-found"))?;
            match verdict {
                Verdict::Approve if comment.is_held => approve_in(tx, &video, comment)?,
                Verdict::Approve => {}
                Verdict::Delete => db::comment::delete(tx, id)?,
            }
        }
        Ok(())
    })
    .await
}

/// Takes back everything that the account of this name wrote under these films. Under all films those who keep the
/// house do so alone.
pub async fn delete_of(db: &Db, person: &Person, name: &str, under: Under) -> Result<()> {
    if under == Under::Everything && !person.is_moderator() {
        return Err(Error::forbidden("error-forbidden"));
    }
    let name = name.to_owned();
    db.write(move |tx| {
        let author = match name.contains('@') {
            true => db::account::by_handle(tx, &name)?,
            false => db::account::by_name(tx, &name)?,
        };
        let author = author.ok_or_else(|| Error::not_found("error-account-not-found").with("name", &name))?;
        db::comment::delete_of(tx, author.id, under)
    })
    .await
}

/// A comment of another server as it is kept here.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    pub id: i64,
    /// It was not known, or had other words.
    pub is_news: bool,
    pub is_held: bool,
}

/// Keeps a comment that somebody wrote or changed on another server, under the id that it has there.
pub fn receive(
    tx: &Tx,
    author: &Actor,
    reference: Reference,
    reply_to: Option<i64>,
    url: &str,
    text: String,
) -> Result<Received> {
    let text = comment::checked(text.chars().take(comment::TEXT_LENGTH).collect())?;
    if let Some(known) = db::comment::by_url(tx, url)? {
        let author_id = db::actor::known_account(tx, author.id)?;
        let is_news = known.account_id == author_id && known.deleted_at.is_none() && known.text != text;
        if is_news {
            db::comment::set_text(tx, known.id, &text)?;
        }
        return Ok(Received { id: known.id, is_news, is_held: known.is_held });
    }
    let video = db::video::find(tx, reference)?.filter(|video| {
        video.state == State::Published && matches!(video.about.privacy, Privacy::Public | Privacy::Unlisted)
    });
    let video = video.ok_or_else(|| Error::not_found("error-video-not-found"))?;
    if video.about.comments == CommentsPolicy::Disabled {
        return Err(Error::new(Kind::Conflict, "error-comments-disabled"));
    }
    let account_id = db::actor::account(tx, author)?;
    // Neither the site nor the owner of the film wants to hear of whom they have hidden.
    if author.is_blocked || db::blocklist::is_hidden(tx, account_id, Some(video.account.id))? {
        return Err(Error::forbidden("error-federation-hidden"));
    }
    let answered = match reply_to {
        Some(id) => Some(answered(tx, &video, id, false)?),
        None => None,
    };
    let id = db::comment::insert(
        tx,
        &New {
            video_id: video.id,
            account_id,
            thread_id: answered.as_ref().map(|answered| answered.thread()),
            reply_to,
            text: &text,
            is_held: video.origin.is_none() && video.about.comments == CommentsPolicy::RequiresApproval,
            url: Some(url),
        },
    )?;
    let comment = found(tx, video.id, id)?;
    notifications::comment_written(tx, &video, &comment, answered.as_ref())?;
    Ok(Received { id, is_news: true, is_held: comment.is_held })
}

/// Somebody elsewhere takes back what they wrote, or what stands under a film of theirs; what it was. What is not known
/// here, or of somebody else, stays as it is.
pub fn take_back(tx: &Tx, author: &Actor, url: &str) -> Result<Option<Comment>> {
    let author_id = db::actor::known_account(tx, author.id)?;
    match db::comment::by_url(tx, url)? {
        Some(comment) if comment.deleted_at.is_none() => {
            let video = db::video::find(tx, Reference::Number(comment.video_id))?;
            let owner_id = video.map(|video| video.account.id);
            if author_id.is_none() || (comment.account_id != author_id && owner_id != author_id) {
                return Ok(None);
            }
            db::comment::delete(tx, comment.id)?;
            // They know: nobody has to tell them.
            db::outgoing::looked_at(tx, Thing::Reply, comment.id)?;
            Ok(Some(comment))
        }
        _ => Ok(None),
    }
}

fn watched(tx: &Tx, person: &Person, reference: Reference) -> Result<Video> {
    let video =
        db::video::find(tx, reference)?.filter(|video| can_take_part(video.guarded(), reference, person));
    video.ok_or_else(|| Error::not_found("error-video-not-found"))
}

fn found(tx: &Tx, video_id: i64, id: i64) -> Result<Comment> {
    let comment = db::comment::by_id(tx, id)?;
    let comment = comment.filter(|comment| comment.video_id == video_id && comment.deleted_at.is_none());
    comment.ok_or_else(|| Error::not_found("error-comment-not-found"))
}

/// What is answered must be there for the one who answers.
fn answered(tx: &Tx, video: &Video, id: i64, decides: bool) -> Result<Comment> {
    let comment = found(tx, video.id, id)?;
    if comment.is_held && !decides {
        return Err(Error::new(Kind::Conflict, "error-comment-held"));
    }
    Ok(comment)
}
