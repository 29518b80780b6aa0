//! Playlists: made, described, deleted; films added to them, moved, taken out.

use uuid::Uuid;

use crate::db::playlist::element;
use crate::db::playlist::{Playlist, count, count_of_channel};
use crate::db::{self, Db, Read, Tx};
use crate::domain::account::Person;
use crate::domain::activity::Action;
use crate::domain::id::Reference;
use crate::domain::playlist::{
    self, About, FILMS_MAXIMUM, Kind, LISTS_MAXIMUM, Move, Part, can_describe, can_see,
};
use crate::domain::video::{can_change, can_watch};
use crate::error::{Error, Result};

/// A list that was asked for by this name, if the person (nobody: a stranger) may see it.
pub fn visible(read: &Read, reference: Reference, person: Option<&Person>) -> Result<Playlist> {
    let found = db::playlist::find(read, reference)?
        .filter(|list| can_see(list.about.privacy, list.account.id, reference, person));
    found.ok_or_else(|| Error::not_found("error-playlist-not-found"))
}

/// Makes a list; its number and its UUID.
pub async fn create(db: &Db, person: &Person, about: About) -> Result<(i64, Uuid)> {
    let (about, person) = (about.checked()?, person.clone());
    db.write(move |tx| insert(tx, &person, &about)).await
}

fn insert(tx: &Tx, person: &Person, about: &About) -> Result<(i64, Uuid)> {
    check_channel(tx, about, person.account_id)?;
    if count(tx, person.account_id)? >= LISTS_MAXIMUM {
        return Err(Error::invalid("error-playlists-many").with("maximum", LISTS_MAXIMUM));
    }
    let uuid = Uuid::new_v4();
    let id = db::playlist::insert(tx, person.account_id, uuid, Kind::Regular, about)?;
    log(tx, person, Action::Create, id)?;
    Ok((id, uuid))
}

/// Writes down what was done to a list in the channel in which it stands.
fn log(tx: &Tx, person: &Person, action: Action, id: i64) -> Result<()> {
    match db::playlist::find(tx, Reference::Number(id))? {
        Some(list) => db::activity::of_playlist(tx, person, action, &list),
        None => Ok(()),
    }
}

/// Makes a list with one film in it.
pub async fn create_with(db: &Db, person: &Person, about: About, film: Reference) -> Result<Uuid> {
    let (about, person) = (about.checked()?, person.clone());
    db.write(move |tx| {
        let (id, uuid) = insert(tx, &person, &about)?;
        let list = owned(tx, &person, Reference::Number(id))?;
        add_to(tx, &person, &list, film, Part::default())?;
        Ok(uuid)
    })
    .await
}

/// Changes what is said of a list. `change` starts from what is said now.
pub async fn describe(
    db: &Db,
    person: &Person,
    reference: Reference,
    change: impl FnOnce(&mut About) -> Result<()> + Send + 'static,
) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let list = own_regular(tx, &person, reference)?;
        let mut about = list.about.clone();
        change(&mut about)?;
        let about = about.checked()?;
        if about.channel_id != list.about.channel_id {
            check_channel(tx, &about, list.account.id)?;
        }
        db::playlist::describe(tx, list.id, &about)?;
        log(tx, &person, Action::Update, list.id)
    })
    .await
}

/// Gives a list a picture of its own; the name of the one that it replaces.
pub async fn set_thumbnail(
    db: &Db,
    person: &Person,
    reference: Reference,
    thumbnail: String,
) -> Result<Option<String>> {
    let person = person.clone();
    db.write(move |tx| {
        let list = own_regular(tx, &person, reference)?;
        db::playlist::set_thumbnail(tx, list.id, &thumbnail)?;
        Ok(list.thumbnail)
    })
    .await
}

/// Deletes a list, not its films; the name of its picture.
pub async fn delete(db: &Db, person: &Person, reference: Reference) -> Result<Option<String>> {
    let person = person.clone();
    db.write(move |tx| {
        let list = own_regular(tx, &person, reference)?;
        log(tx, &person, Action::Delete, list.id)?;
        db::playlist::delete(tx, &list)?;
        Ok(list.thumbnail)
    })
    .await
}

/// Adds a film as the last one; the number of its place.
pub async fn add(db: &Db, person: &Person, reference: Reference, film: Reference, part: Part) -> Result<i64> {
    let (part, person) = (part.checked()?, person.clone());
    db.write(move |tx| {
        let list = owned(tx, &person, reference)?;
        add_to(tx, &person, &list, film, part)
    })
    .await
}

fn add_to(tx: &Tx, person: &Person, list: &Playlist, film: Reference, part: Part) -> Result<i64> {
    let film = db::video::find(tx, film)?.filter(|film| can_watch(film.guarded(), Some(person)));
    let film = film.ok_or_else(|| Error::not_found("error-video-not-found"))?;
    if list.length >= FILMS_MAXIMUM {
        return Err(Error::invalid("error-playlist-full").with("maximum", FILMS_MAXIMUM));
    }
    log(tx, person, Action::UpdateElements, list.id)?;
    element::add(tx, list.id, film.id, part.within(film.duration)?)
}

/// Changes which part of a film a list shows. `change` starts from what it shows now.
pub async fn set_part(
    db: &Db,
    person: &Person,
    reference: Reference,
    element_id: i64,
    change: impl FnOnce(Part) -> Part + Send + 'static,
) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let (list, _) = owned_element(tx, &person, reference, element_id)?;
        let part = change(element::part_of(tx, element_id)?).checked()?;
        let part = part.within(element::duration_of(tx, element_id)?)?;
        element::set_part(tx, list.id, element_id, part)
    })
    .await
}

pub async fn remove(db: &Db, person: &Person, reference: Reference, element_id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let (list, position) = owned_element(tx, &person, reference, element_id)?;
        log(tx, &person, Action::UpdateElements, list.id)?;
        element::remove(tx, list.id, element_id, position)
    })
    .await
}

/// Moves films within a list.
pub async fn reorder(db: &Db, person: &Person, reference: Reference, moved: Move) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let list = owned(tx, &person, reference)?;
        match moved.shifts(list.length)? {
            Some(shifts) => element::reorder(tx, list.id, shifts),
            None => Ok(()),
        }
    })
    .await
}

/// Moves one place up (or down) by one.
pub async fn step(
    db: &Db,
    person: &Person,
    reference: Reference,
    element_id: i64,
    is_up: bool,
) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let (list, start) = owned_element(tx, &person, reference, element_id)?;
        let after = if is_up { start - 2 } else { start + 1 };
        // What stands at an end stays there: two clicks in a row are no mistake.
        match (Move { start, length: 1, after }).shifts(list.length) {
            Ok(Some(shifts)) => element::reorder(tx, list.id, shifts),
            _ => Ok(()),
        }
    })
    .await
}

/// Moves the lists of a channel.
pub async fn reorder_channel(db: &Db, person: &Person, channel_id: i64, moved: Move) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let channel = db::channel::by_id(tx, channel_id)?;
        let channel = channel.ok_or_else(|| Error::not_found("error-not-found"))?;
        if !can_change(channel.holding(), &person) {
            return Err(Error::forbidden("error-forbidden"));
        }
        match moved.shifts(count_of_channel(tx, channel_id)?)? {
            Some(shifts) => db::playlist::reorder_channel(tx, channel_id, shifts),
            None => Ok(()),
        }
    })
    .await
}

fn check_channel(tx: &Tx, about: &About, account_id: i64) -> Result<()> {
    let Some(id) = about.channel_id else { return Ok(()) };
    let channel = db::channel::by_id(tx, id)?.filter(|channel| channel.account_id == account_id);
    channel.map(drop).ok_or_else(|| Error::invalid("error-channel"))
}

/// The list, if the person may change it. A stranger learns nothing of a list that they may not see.
fn owned(tx: &Tx, person: &Person, reference: Reference) -> Result<Playlist> {
    let list = visible(tx, reference, Some(person))?;
    if playlist::can_change(list.account.id, person) {
        Ok(list)
    } else {
        Err(Error::forbidden("error-forbidden"))
    }
}

fn own_regular(tx: &Tx, person: &Person, reference: Reference) -> Result<Playlist> {
    let list = visible(tx, reference, Some(person))?;
    if !can_describe(list.account.id, person) {
        return Err(Error::forbidden("error-forbidden"));
    }
    match list.kind {
        Kind::Regular => Ok(list),
        Kind::WatchLater => Err(Error::invalid("error-playlist-watch-later")),
    }
}

fn owned_element(tx: &Tx, person: &Person, reference: Reference, id: i64) -> Result<(Playlist, i64)> {
    let list = owned(tx, person, reference)?;
    let position = element::position(tx, list.id, id)?;
    let position = position.ok_or_else(|| Error::not_found("error-playlist-not-found"))?;
    Ok((list, position))
}
