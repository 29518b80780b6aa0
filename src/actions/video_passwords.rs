//! Passwords that open a film: listed, added and taken away by whoever may change it.

use super::sessions::new_secret;
use super::videos;
use crate::db::video::Video;
use crate::db::video_password::{New, VideoPassword};
use crate::db::{self, Db, Read, Tx};
use crate::domain::account::Person;
use crate::domain::activity::Action;
use crate::domain::id::Reference;
use crate::domain::video::{Description, Privacy};
use crate::domain::video_password::check_all;
use crate::error::{Error, Result};

/// The passwords of a film, for whoever hands them on.
pub async fn list(
    db: &Db,
    person: &Person,
    reference: Reference,
    is_descending: bool,
) -> Result<Vec<VideoPassword>> {
    let person = person.clone();
    db.read(move |read| {
        let video = protected(read, &person, reference)?;
        db::video_password::of_video(read, video.id, is_descending)
    })
    .await
}

/// Puts these passwords in the place of those that there are. What was opened with one that stays, stays open.
pub async fn replace(db: &Db, person: &Person, reference: Reference, passwords: Vec<String>) -> Result<()> {
    check_all(&passwords)?;
    let person = person.clone();
    db.write(move |tx| {
        let video = protected(tx, &person, reference)?;
        put(tx, video.id, &passwords)?;
        db::activity::of_video(tx, &person, Action::UpdatePasswords, &video)
    })
    .await
}

pub async fn add(db: &Db, person: &Person, reference: Reference, password: String) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let video = protected(tx, &person, reference)?;
        let known = db::video_password::of_video(tx, video.id, false)?;
        let known = known.into_iter().map(|known| known.password);
        check_all(&known.chain([password.clone()]).collect::<Vec<_>>())?;
        db::video_password::add(tx, video.id, &[(password, new_secret())])?;
        db::activity::of_video(tx, &person, Action::UpdatePasswords, &video)
    })
    .await
}

/// Takes a password away; the last one stays, because nobody could come in any more.
pub async fn remove(db: &Db, person: &Person, reference: Reference, id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let video = protected(tx, &person, reference)?;
        let known = db::video_password::of_video(tx, video.id, false)?;
        if !known.iter().any(|known| known.id == id) {
            return Err(Error::not_found("error-film-password-gone"));
        }
        if known.len() == 1 {
            return Err(Error::invalid("error-film-password-last"));
        }
        db::video_password::remove(tx, id)?;
        db::activity::of_video(tx, &person, Action::UpdatePasswords, &video)
    })
    .await
}

/// Refuses a film that would be protected by nothing.
pub(super) fn check_new(about: &Description) -> Result<()> {
    match about.privacy == Privacy::Protected && about.new_passwords.is_none() {
        true => Err(Error::invalid("error-film-password-none")),
        false => Ok(()),
    }
}

/// Follows what has been said of a film: new passwords, or none for one that is not protected by them.
pub(super) fn follow(tx: &Tx, video_id: i64, about: &Description) -> Result<()> {
    match (&about.new_passwords, about.privacy) {
        (Some(passwords), Privacy::Protected) => put(tx, video_id, passwords),
        (None, Privacy::Protected) => Ok(()),
        _ => db::video_password::keep_only(tx, video_id, &[]),
    }
}

fn put(tx: &Tx, video_id: i64, passwords: &[String]) -> Result<()> {
    let new: Vec<New> = passwords.iter().map(|password| (password.clone(), new_secret())).collect();
    db::video_password::keep_only(tx, video_id, &new)?;
    db::video_password::add(tx, video_id, &new)
}

/// The film, if the person may change it and it has passwords.
fn protected(read: &Read, person: &Person, reference: Reference) -> Result<Video> {
    let video = videos::owned(read, person, reference)?;
    if video.about.privacy == Privacy::Protected {
        Ok(video)
    } else {
        Err(Error::invalid("error-film-not-protected"))
    }
}
