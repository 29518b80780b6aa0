//! Giving a single film to somebody else: offered, accepted into one of their channels, refused, withdrawn, as PeerTube
//! does it.

use super::ownership::{check_may_speak_for, check_waits, gone};
use super::{notifications, uploads, videos};
use crate::db::ownership::Ownership;
use crate::db::video::Video;
use crate::db::{self, Db, Tx};
use crate::domain::account::Person;
use crate::domain::activity::Action;
use crate::domain::id::Reference;
use crate::domain::ownership::State;
use crate::domain::video::can_change;
use crate::error::{Error, Result};

/// Offers a film to the account of this name.
pub async fn offer(db: &Db, person: &Person, reference: Reference, name: &str) -> Result<()> {
    let (person, name) = (person.clone(), name.trim().to_owned());
    db.write(move |tx| {
        let video = kept(tx, &person, reference)?;
        // PeerTube answers 400 here, not 404.
        let next_owner = db::account::by_name(tx, &name)?.filter(|account| account.user_id.is_some());
        let next_owner =
            next_owner.ok_or_else(|| Error::invalid("error-account-not-found").with("name", &name))?;
        if next_owner.id == video.account.id {
            return Err(Error::invalid("error-film-ownership-same"));
        }
        if db::ownership::waiting_of_film(tx, video.id)?.is_some() {
            return Err(Error::invalid("error-film-ownership-waiting"));
        }
        let id =
            db::ownership::insert(tx, video.channel.id, Some(video.id), person.account_id, next_owner.id)?;
        db::activity::of_video(tx, &person, Action::OfferOwnership, &video)?;
        notifications::film_offered(tx, id, &video, next_owner.id)
    })
    .await
}

/// Takes a film that was offered into a channel of its next owner: the one that is named, or their first.
pub async fn accept(db: &Db, person: &Person, id: i64, channel_id: Option<i64>) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let (offer, video) = to_answer(tx, &person, id)?;
        let to = offer.next_owner_account_id;
        let channel = match channel_id {
            Some(id) => db::channel::by_id(tx, id)?.ok_or_else(|| Error::invalid("error-channel"))?,
            None => {
                let first = db::channel::of_account(tx, to)?.into_iter().next();
                first.ok_or_else(|| Error::invalid("error-channel"))?
            }
        };
        if channel.account_id != to {
            return Err(Error::forbidden("error-forbidden"));
        }
        uploads::check_quota(tx, to, video.bytes)?;
        db::video::move_to_channel(tx, video.id, channel.id)?;
        db::ownership::set_state(tx, id, State::Accepted)?;
        for channel_id in [video.channel.id, channel.id] {
            db::activity::of_video_in(tx, person.account_id, Action::AcceptOwnership, &video, channel_id)?;
        }
        notifications::film_offer_answered(tx, &offer, &video, true)
    })
    .await
}

pub async fn refuse(db: &Db, person: &Person, id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let (offer, video) = to_answer(tx, &person, id)?;
        db::ownership::set_state(tx, id, State::Rejected)?;
        db::activity::of_video(tx, &person, Action::RefuseOwnership, &video)?;
        notifications::film_offer_answered(tx, &offer, &video, false)
    })
    .await
}

/// Takes an offer back that nobody has answered; the film.
pub async fn withdraw(db: &Db, person: &Person, id: i64) -> Result<Video> {
    let person = person.clone();
    db.write(move |tx| {
        let (offer, video) = found(tx, id)?;
        if offer.next_owner_account_id == person.account_id && !can_change(video.holding(), &person) {
            return Err(Error::forbidden("error-forbidden"));
        }
        let video = kept(tx, &person, Reference::Number(video.id))
            .map_err(|error| if can_change(video.holding(), &person) { error } else { gone() })?;
        check_waits(&offer)?;
        db::ownership::delete(tx, id)?;
        db::activity::of_video(tx, &person, Action::WithdrawOwnership, &video)?;
        Ok(video)
    })
    .await
}

/// A film that the person keeps, or that belongs to a member whom they manage.
fn kept(tx: &Tx, person: &Person, reference: Reference) -> Result<Video> {
    let video = videos::owned(tx, person, reference)?;
    if !person.keeps(video.holding()) {
        check_may_speak_for(tx, person, video.account.id)?;
    }
    Ok(video)
}

/// The offer that the person answers: one that is made to them, or to a member whom they manage.
fn to_answer(tx: &Tx, person: &Person, id: i64) -> Result<(Ownership, Video)> {
    let (offer, video) = found(tx, id)?;
    if offer.next_owner_account_id != person.account_id && !person.is_moderator() {
        return Err(match person.keeps(video.holding()) {
            true => Error::forbidden("error-forbidden"),
            false => gone(),
        });
    }
    check_may_speak_for(tx, person, offer.next_owner_account_id)?;
    check_waits(&offer)?;
    Ok((offer, video))
}

fn found(tx: &Tx, id: i64) -> Result<(Ownership, Video)> {
    let offer = db::ownership::by_id(tx, id)?.ok_or_else(gone)?;
    let video_id = offer.video_id.ok_or_else(gone)?;
    let video = db::video::find(tx, Reference::Number(video_id))?.ok_or_else(gone)?;
    Ok((offer, video))
}
