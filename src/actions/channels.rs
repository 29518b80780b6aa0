//! Channels: opened, described, deleted with their films and brought back with them.

use crate::actions::videos;
use crate::db::channel::Channel;
use crate::db::{self, Db, Read, Tx};
use crate::domain::account::Person;
use crate::domain::activity::Action;
use crate::domain::channel::{self, About, CHANNELS};
use crate::domain::id::Reference;
use crate::domain::video::{State, can_change, can_give_away};
use crate::error::{Error, Kind, Result};

/// Opens a channel of the person; its number.
pub async fn create(db: &Db, person: &Person, handle: String, about: About) -> Result<i64> {
    channel::check_handle(&handle)?;
    let (about, account_id) = (about.checked()?, person.account_id);
    db.write(move |tx| {
        check_limit(tx, account_id)?;
        if db::channel::is_taken(tx, &handle)? {
            return Err(Error::new(Kind::Conflict, "error-channel-taken"));
        }
        let id = db::channel::insert(tx, account_id, &handle, &about.display_name)?;
        db::channel::describe(tx, id, &about)?;
        Ok(id)
    })
    .await
}

/// Changes what is said of a channel. `change` starts from what is said now; `is_support_of_films` gives the
/// words of support to its films as well.
pub async fn describe(
    db: &Db,
    person: &Person,
    handle: &str,
    is_support_of_films: bool,
    change: impl FnOnce(&mut About) + Send + 'static,
) -> Result<()> {
    let (person, handle) = (person.clone(), handle.to_owned());
    db.write(move |tx| {
        let channel = owned(tx, &person, &handle)?;
        let mut about = channel.about.clone();
        change(&mut about);
        let about = about.checked()?;
        db::channel::describe(tx, channel.id, &about)?;
        db::activity::of_channel(tx, &person, Action::Update, &channel, "")?;
        if is_support_of_films {
            db::video::set_support(tx, channel.id, about.support.as_deref())?;
        }
        Ok(())
    })
    .await
}

/// Deletes a channel and its films for everybody; for a week its owner can bring them back. The numbers of the
/// films, whose preparation may have to be stopped.
pub async fn delete(db: &Db, person: &Person, handle: &str) -> Result<Vec<i64>> {
    let (person, handle) = (person.clone(), handle.to_owned());
    db.write(move |tx| {
        let channel = own(tx, &person, &handle)?;
        let others = db::channel::of_account(tx, channel.account_id)?;
        let Some(other) = others.iter().find(|other| other.id != channel.id) else {
            return Err(Error::new(Kind::Conflict, "error-channel-last"));
        };
        // What is still arriving has a place to arrive at.
        db::upload::move_to_channel(tx, channel.id, other.id)?;
        let films = db::video::of_channel(tx, channel.id)?;
        for video_id in &films {
            videos::delete_in(tx, *video_id)?;
        }
        db::channel::set_deleted(tx, channel.id, Some(tx.now))?;
        Ok(films)
    })
    .await
}

/// Brings a deleted channel back, with the films that were deleted with it.
pub async fn undelete(db: &Db, person: &Person, handle: &str) -> Result<()> {
    let (person, handle) = (person.clone(), handle.to_owned());
    db.write(move |tx| {
        let channel = db::channel::deleted_by_handle(tx, &handle)?;
        let channel = channel.filter(|channel| can_give_away(channel.holding(), &person));
        let channel = channel.ok_or_else(|| Error::not_found("error-not-found"))?;
        for video_id in db::video::deleted_with_channel(tx, channel.id)? {
            let video = db::video::find(tx, Reference::Number(video_id))?;
            if let Some(video) = video.filter(|video| video.state == State::Deleted) {
                videos::undelete_in(tx, &video)?;
            }
        }
        revive(tx, channel.id, channel.account_id)
    })
    .await
}

/// Makes a deleted channel visible again, if the account has room for it. Nothing, where it is visible.
pub(super) fn revive(tx: &Tx, id: i64, account_id: i64) -> Result<()> {
    if db::channel::by_id(tx, id)?.is_some() {
        return Ok(());
    }
    check_limit(tx, account_id)?;
    db::channel::set_deleted(tx, id, None)
}

/// The channel of this handle, if the person may change it.
pub fn owned(read: &Read, person: &Person, handle: &str) -> Result<Channel> {
    let channel = db::channel::by_handle(read, handle)?;
    let channel = channel.ok_or_else(|| Error::not_found("error-not-found"))?;
    if can_change(channel.holding(), person) { Ok(channel) } else { Err(Error::forbidden("error-forbidden")) }
}

/// The channel of this handle, if the person may do with it what is kept for its owner.
pub fn own(read: &Read, person: &Person, handle: &str) -> Result<Channel> {
    let channel = owned(read, person, handle)?;
    match can_give_away(channel.holding(), person) {
        true => Ok(channel),
        false => Err(Error::forbidden("error-channel-owner")),
    }
}

fn check_limit(tx: &Tx, account_id: i64) -> Result<()> {
    if db::channel::of_account(tx, account_id)?.len() >= CHANNELS {
        return Err(Error::invalid("error-channel-limit").with("maximum", CHANNELS));
    }
    Ok(())
}
