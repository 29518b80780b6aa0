//! Who keeps a channel together with its owner: asked, accepted, declined, taken out.
//!
//! As in PeerTube the owner, and whoever keeps the house, asks and takes out; whoever was asked answers, and leaves
//! again when they like. Everybody else learns nothing of it.

use super::{channels, notifications};
use crate::db::account::Account;
use crate::db::channel::Channel;
use crate::db::collaborator::Collaborator;
use crate::db::{self, Db, Read, Tx};
use crate::domain::account::Person;
use crate::domain::collaborator::{COLLABORATORS, State};
use crate::domain::video::can_give_away;
use crate::error::{Error, Kind, Result};

/// Asks the account of this name to keep the channel together with its owner.
pub async fn invite(db: &Db, person: &Person, handle: &str, name: &str) -> Result<(Collaborator, Account)> {
    let (person, handle, name) = (person.clone(), handle.to_owned(), name.trim().to_owned());
    db.write(move |tx| {
        let channel = channels::own(tx, &person, &handle)?;
        let account = account_named(tx, &name)?;
        if account.id == channel.account_id {
            return Err(Error::invalid("error-collaborator-owner"));
        }
        let known = db::collaborator::between(tx, channel.id, account.id)?;
        if known.as_ref().is_some_and(|known| known.state != State::Rejected) {
            return Err(Error::new(Kind::Conflict, "error-collaborator-known"));
        }
        if known.is_none() && db::collaborator::count(tx, channel.id)? >= COLLABORATORS {
            return Err(Error::invalid("error-collaborators-many").with("maximum", COLLABORATORS));
        }
        let id = db::collaborator::invite(tx, channel.id, account.id)?;
        notifications::collaborator_invited(tx, id, &channel, account.id)?;
        let collaborator = db::collaborator::by_id(tx, id)?.ok_or_else(gone)?;
        Ok((collaborator, account))
    })
    .await
}

/// The account of this name, for a form or an application that asks for one.
pub(super) fn account_named(read: &Read, name: &str) -> Result<Account> {
    let account = db::account::by_name(read, name)?;
    account.ok_or_else(|| Error::not_found("error-account-not-found").with("name", name))
}

/// Accepts or declines an invitation.
pub async fn answer(db: &Db, person: &Person, handle: &str, id: i64, accepts: bool) -> Result<()> {
    let (person, handle) = (person.clone(), handle.to_owned());
    db.write(move |tx| {
        let (channel, collaborator) = found(tx, &handle, id)?;
        if collaborator.account_id != person.account_id {
            // Who has been asked is nobody else's business.
            return match channels::owned(tx, &person, &handle) {
                Ok(_) => Err(Error::forbidden("error-forbidden")),
                Err(_) => Err(gone()),
            };
        }
        if collaborator.state != State::Pending {
            return Err(Error::invalid("error-collaborator-answered"));
        }
        let state = if accepts { State::Accepted } else { State::Rejected };
        db::collaborator::set_state(tx, id, state)?;
        notifications::collaborator_answered(tx, id, channel.account_id, accepts)
    })
    .await
}

/// Takes somebody out, or takes back an invitation; whoever keeps a channel with others leaves it like this.
pub async fn remove(db: &Db, person: &Person, handle: &str, id: i64) -> Result<Collaborator> {
    let (person, handle) = (person.clone(), handle.to_owned());
    db.write(move |tx| {
        let (channel, collaborator) = found(tx, &handle, id)?;
        let is_own = collaborator.account_id == person.account_id;
        if !is_own && !can_give_away(channel.holding(), &person) {
            return match channels::owned(tx, &person, &handle) {
                Ok(_) => Err(Error::forbidden("error-forbidden")),
                Err(_) => Err(gone()),
            };
        }
        db::collaborator::remove(tx, id)?;
        Ok(collaborator)
    })
    .await
}

fn found(tx: &Tx, handle: &str, id: i64) -> Result<(Channel, Collaborator)> {
    let channel = db::channel::by_handle(tx, handle)?.ok_or_else(|| Error::not_found("error-not-found"))?;
    let collaborator = db::collaborator::by_id(tx, id)?;
    let collaborator = collaborator.filter(|collaborator| collaborator.channel_id == channel.id);
    Ok((channel, collaborator.ok_or_else(gone)?))
}

fn gone() -> Error {
    Error::not_found("error-collaborator-gone")
}
