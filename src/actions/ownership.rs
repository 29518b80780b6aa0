//! Giving a channel to somebody else: offered, accepted, refused, withdrawn, as PeerTube 8.2 does it.

use super::{channels, notifications, uploads};
use crate::db::channel::Channel;
use crate::db::ownership::Ownership;
use crate::db::{self, Db, Tx};
use crate::domain::account::{Person, can_manage};
use crate::domain::activity::Action;
use crate::domain::channel::CHANNELS;
use crate::domain::ownership::State;
use crate::error::{Error, Kind, Result};

/// Offers a channel to the account of this name.
pub async fn offer(db: &Db, person: &Person, handle: &str, name: &str) -> Result<()> {
    let (person, handle, name) = (person.clone(), handle.to_owned(), name.trim().to_owned());
    db.write(move |tx| {
        let channel = channels::own(tx, &person, &handle)?;
        check_may_speak_for(tx, &person, channel.account_id)?;
        // PeerTube answers 400 here, not 404.
        let next_owner = db::account::by_name(tx, &name)?;
        let next_owner =
            next_owner.ok_or_else(|| Error::invalid("error-account-not-found").with("name", &name))?;
        if next_owner.id == channel.account_id {
            return Err(Error::invalid("error-ownership-same"));
        }
        if db::ownership::waiting(tx, channel.id)?.is_some() {
            return Err(Error::invalid("error-ownership-waiting"));
        }
        let id = db::ownership::insert(tx, channel.id, None, person.account_id, next_owner.id)?;
        let to = &next_owner.display_name;
        db::activity::of_channel(tx, &person, Action::OfferOwnership, &channel, to)?;
        notifications::ownership_offered(tx, id, &channel, next_owner.id)
    })
    .await
}

/// Takes a channel that was offered, with its films and lists. The account that it came from needs another one.
pub async fn accept(db: &Db, person: &Person, id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let (offer, channel) = to_answer(tx, &person, id)?;
        let (from, to) = (channel.account_id, offer.next_owner_account_id);
        if db::channel::of_account(tx, from)?.len() < 2 {
            return Err(Error::new(Kind::Conflict, "error-ownership-last"));
        }
        if db::channel::of_account(tx, to)?.len() >= CHANNELS {
            return Err(Error::invalid("error-channel-limit").with("maximum", CHANNELS));
        }
        uploads::check_quota(tx, to, db::ownership::bytes(tx, channel.id)?)?;
        db::ownership::give(tx, channel.id, from, to)?;
        db::collaborator::remove_between(tx, channel.id, to)?;
        db::ownership::set_state(tx, id, State::Accepted)?;
        log(tx, &person, Action::AcceptOwnership, &channel, to)?;
        // Those who kept the channel until now: its owner before, and the collaborators.
        notifications::ownership_answered(tx, &offer, &channel, true)
    })
    .await
}

pub async fn refuse(db: &Db, person: &Person, id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let (offer, channel) = to_answer(tx, &person, id)?;
        db::ownership::set_state(tx, id, State::Rejected)?;
        log(tx, &person, Action::RefuseOwnership, &channel, offer.next_owner_account_id)?;
        notifications::ownership_answered(tx, &offer, &channel, false)
    })
    .await
}

/// Takes an offer back that nobody has answered.
pub async fn withdraw(db: &Db, person: &Person, id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let offer = found(tx, id)?;
        let channel = channel_of(tx, &offer)?;
        if offer.next_owner_account_id != person.account_id {
            channels::owned(tx, &person, &channel.handle).map_err(|_| gone())?;
        }
        channels::own(tx, &person, &channel.handle)?;
        check_may_speak_for(tx, &person, channel.account_id)?;
        check_waits(&offer)?;
        db::ownership::delete(tx, id)?;
        log(tx, &person, Action::WithdrawOwnership, &channel, offer.next_owner_account_id)
    })
    .await
}

/// The offer that the person answers: one that is made to them, or to a member whom they manage.
fn to_answer(tx: &Tx, person: &Person, id: i64) -> Result<(Ownership, Channel)> {
    let offer = found(tx, id)?;
    let channel = channel_of(tx, &offer)?;
    if offer.next_owner_account_id != person.account_id && !person.is_moderator() {
        return match channels::owned(tx, person, &channel.handle) {
            Ok(_) => Err(Error::forbidden("error-forbidden")),
            Err(_) => Err(gone()),
        };
    }
    check_may_speak_for(tx, person, offer.next_owner_account_id)?;
    check_waits(&offer)?;
    Ok((offer, channel))
}

fn found(tx: &Tx, id: i64) -> Result<Ownership> {
    db::ownership::by_id(tx, id)?.filter(|offer| offer.video_id.is_none()).ok_or_else(gone)
}

fn channel_of(tx: &Tx, offer: &Ownership) -> Result<Channel> {
    db::channel::by_id(tx, offer.channel_id)?.ok_or_else(gone)
}

pub(super) fn check_waits(offer: &Ownership) -> Result<()> {
    match offer.state {
        State::Pending => Ok(()),
        State::Rejected | State::Accepted => Err(Error::invalid("error-ownership-answered")),
    }
}

/// Refuses a moderator who would decide about what belongs to an administrator or to another moderator.
pub(super) fn check_may_speak_for(tx: &Tx, person: &Person, account_id: i64) -> Result<()> {
    if person.account_id == account_id {
        return Ok(());
    }
    let user = db::account::user_of(tx, account_id)?.ok_or_else(|| Error::forbidden("error-forbidden"))?;
    if can_manage(person, user.role) { Ok(()) } else { Err(Error::forbidden("error-forbidden")) }
}

fn log(tx: &Tx, person: &Person, action: Action, channel: &Channel, next_owner: i64) -> Result<()> {
    let to = db::account::by_account(tx, next_owner)?.map(|account| account.display_name);
    db::activity::of_channel(tx, person, action, channel, &to.unwrap_or_default())
}

pub(super) fn gone() -> Error {
    Error::not_found("error-ownership-gone")
}
