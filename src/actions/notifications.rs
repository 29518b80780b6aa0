//! Telling members what happens around their films, and what of it they wish to know.
//!
//! Each function joins the transaction of what it tells of.

pub mod told;

use super::letters;
use crate::db::channel::Channel;
use crate::db::comment::Comment;
use crate::db::notification::{About, Whom};
use crate::db::ownership::Ownership;
use crate::db::video::Video;
use crate::db::{self, Db, Tx};
use crate::domain::account::Person;
use crate::domain::mail::Letter;
use crate::domain::notification::{Kind, Wishes};
use crate::domain::video::State;
use crate::error::{Error, Result};

/// Tells those who wish to know, on the site, by mail or both.
fn tell(tx: &Tx, whom: Whom, kind: Kind, about: About) -> Result<()> {
    for notification_id in db::notification::tell(tx, whom, kind, about)? {
        letters::post(tx, Letter::Told { notification_id })?;
    }
    Ok(())
}

/// A film can be watched: its owner knows, and those who follow its channel if they find it in their lists.
pub(super) fn film_ready(tx: &Tx, video: &Video) -> Result<()> {
    if video.state == State::Blocked {
        return Ok(());
    }
    let about = About { video_id: Some(video.id), ..About::default() };
    tell(tx, Whom::Account(video.account.id), Kind::Published, about)?;
    film_listed(tx, video)
}

/// Members find a film in their lists from now on.
pub(super) fn film_listed(tx: &Tx, video: &Video) -> Result<()> {
    if !video.about.privacy.is_listed() || video.state != State::Published {
        return Ok(());
    }
    let by_account_id = Some(video.account.id);
    let about = About { video_id: Some(video.id), by_account_id, ..About::default() };
    tell(tx, Whom::FollowersOf(video.channel.id), Kind::NewFilm, about)
}

/// Whoever keeps the house has blocked a film: its owner knows, each time anew.
pub(super) fn film_blocked(tx: &Tx, video: &Video) -> Result<()> {
    db::notification::forget_of_film(tx, video.id, &[Kind::Blocked, Kind::Unblocked])?;
    let about = About { video_id: Some(video.id), ..About::default() };
    tell(tx, Whom::Account(video.account.id), Kind::Blocked, about)
}

/// The same of a film that is shown again.
pub(super) fn film_unblocked(tx: &Tx, video: &Video) -> Result<()> {
    db::notification::forget_of_film(tx, video.id, &[Kind::Blocked, Kind::Unblocked])?;
    let about = About { video_id: Some(video.id), ..About::default() };
    tell(tx, Whom::Account(video.account.id), Kind::Unblocked, about)
}

/// Somebody has written a comment. Whoever is answered is told once others can read it.
pub(super) fn comment_written(
    tx: &Tx,
    video: &Video,
    comment: &Comment,
    answered: Option<&Comment>,
) -> Result<()> {
    let about = About { comment_id: Some(comment.id), by_account_id: comment.account_id, ..About::default() };
    if comment.account_id != Some(video.account.id) {
        tell(tx, Whom::Account(video.account.id), Kind::Comment, about)?;
    }
    match answered.and_then(|answered| answered.account_id) {
        // The owner of the film has just been told.
        Some(id) if id == video.account.id || comment.account_id == Some(id) || comment.is_held => Ok(()),
        Some(id) => tell(tx, Whom::Account(id), Kind::Answer, about),
        None => Ok(()),
    }
}

pub(super) fn followed(tx: &Tx, account_id: i64, channel: &Channel) -> Result<()> {
    if account_id == channel.account_id {
        return Ok(());
    }
    let about = About {
        account_id: Some(account_id),
        channel_id: Some(channel.id),
        by_account_id: Some(account_id),
        ..About::default()
    };
    tell(tx, Whom::Account(channel.account_id), Kind::Follower, about)
}

pub(super) fn account_asked(tx: &Tx, registration_id: i64) -> Result<()> {
    let about = About { registration_id: Some(registration_id), ..About::default() };
    tell(tx, Whom::Keepers, Kind::Request, about)
}

/// Something was reported: whoever keeps the house knows.
pub(super) fn reported(tx: &Tx, report_id: i64) -> Result<()> {
    let about = About { report_id: Some(report_id), ..About::default() };
    tell(tx, Whom::Keepers, Kind::Report, about)
}

/// It was decided what becomes of a report: whoever wrote it knows, each time anew.
pub(super) fn report_decided(tx: &Tx, report_id: i64, reporter_id: i64) -> Result<()> {
    db::notification::forget_decision(tx, report_id)?;
    let about = About { report_id: Some(report_id), ..About::default() };
    tell(tx, Whom::Account(reporter_id), Kind::ReportDecided, about)
}

/// Something was said about a report: the reporter knows if it was said to them, else whoever keeps the house.
pub(super) fn report_answered(
    tx: &Tx,
    report_id: i64,
    message_id: i64,
    reporter_id: Option<i64>,
) -> Result<()> {
    let about = About { report_id: Some(report_id), report_message_id: Some(message_id), ..About::default() };
    let whom = reporter_id.map_or(Whom::Keepers, Whom::Account);
    tell(tx, whom, Kind::ReportAnswered, about)
}

/// Somebody is asked to keep a channel together with its owner.
pub(super) fn collaborator_invited(
    tx: &Tx,
    collaborator_id: i64,
    channel: &Channel,
    account_id: i64,
) -> Result<()> {
    let by_account_id = Some(channel.account_id);
    let about = About { collaborator_id: Some(collaborator_id), by_account_id, ..About::default() };
    tell(tx, Whom::Account(account_id), Kind::Invitation, about)
}

/// Whoever was asked has answered: the owner of the channel knows.
pub(super) fn collaborator_answered(
    tx: &Tx,
    collaborator_id: i64,
    owner_account_id: i64,
    accepts: bool,
) -> Result<()> {
    let about = About { collaborator_id: Some(collaborator_id), ..About::default() };
    let kind = if accepts { Kind::InvitationAccepted } else { Kind::InvitationRefused };
    tell(tx, Whom::Account(owner_account_id), kind, about)
}

/// A channel is offered to somebody.
pub(super) fn ownership_offered(
    tx: &Tx,
    ownership_id: i64,
    channel: &Channel,
    account_id: i64,
) -> Result<()> {
    let by_account_id = Some(channel.account_id);
    let about = About { ownership_id: Some(ownership_id), by_account_id, ..About::default() };
    tell(tx, Whom::Account(account_id), Kind::Ownership, about)
}

/// Whoever was offered a channel has answered: the one whose it was and its collaborators know.
pub(super) fn ownership_answered(tx: &Tx, offer: &Ownership, before: &Channel, accepts: bool) -> Result<()> {
    let about = About { ownership_id: Some(offer.id), ..About::default() };
    let kind = if accepts { Kind::OwnershipAccepted } else { Kind::OwnershipRefused };
    tell(tx, Whom::Account(before.account_id), kind, about)?;
    tell(tx, Whom::CollaboratorsOf(before.id), kind, about)
}

/// A film is offered to somebody.
pub(super) fn film_offered(tx: &Tx, ownership_id: i64, video: &Video, account_id: i64) -> Result<()> {
    let by_account_id = Some(video.account.id);
    let about = About { ownership_id: Some(ownership_id), by_account_id, ..About::default() };
    tell(tx, Whom::Account(account_id), Kind::FilmOwnership, about)
}

/// Whoever was offered a film has answered: the one whose it was knows.
pub(super) fn film_offer_answered(tx: &Tx, offer: &Ownership, before: &Video, accepts: bool) -> Result<()> {
    let about = About { ownership_id: Some(offer.id), ..About::default() };
    let kind = if accepts { Kind::FilmOwnershipAccepted } else { Kind::FilmOwnershipRefused };
    tell(tx, Whom::Account(before.account.id), kind, about)
}

pub async fn mark_read(db: &Db, person: &Person, ids: Vec<i64>) -> Result<()> {
    let user_id = person.user_id;
    db.write(move |tx| db::notification::mark_read(tx, user_id, &ids)).await
}

pub async fn mark_all_read(db: &Db, person: &Person) -> Result<()> {
    let user_id = person.user_id;
    db.write(move |tx| db::notification::mark_all_read(tx, user_id)).await
}

/// Changes what the person wishes to be told of. `change` starts from what they wish now.
pub async fn wish(
    db: &Db,
    person: &Person,
    change: impl FnOnce(&mut Wishes) -> Result<()> + Send + 'static,
) -> Result<()> {
    let user_id = person.user_id;
    db.write(move |tx| {
        let user = db::account::by_id(tx, user_id)?.ok_or_else(|| Error::not_found("error-not-found"))?;
        let mut wishes = user.wishes;
        change(&mut wishes)?;
        wishes.check(db::settings::load(tx)?.mail.is_some())?;
        db::notification::set_wishes(tx, user_id, &wishes)
    })
    .await
}
