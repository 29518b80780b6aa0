//! Films: from the last byte that arrived to the last file that is erased.

use uuid::Uuid;

use crate::actions::uploads::Accepted;
use crate::actions::{channels, notifications, schedules, uploads, video_passwords};
use crate::db::video::{Prepared, Video};
use crate::db::{self, Db, Read, Tx};
use crate::domain::account::Person;
use crate::domain::activity::Action;
use crate::domain::id::Reference;
use crate::domain::job::Job;
use crate::domain::video::{Description, Privacy, State, can_change, can_take_part, erased_at};
use crate::error::{Error, Kind, Result};

/// Turns an upload whose last byte is on the disk into a film that waits for its preparation. Asked again for
/// the same upload, it gives the same film.
pub async fn accept_upload(db: &Db, upload_id: &str) -> Result<Accepted> {
    let upload_id = upload_id.to_owned();
    db.write(move |tx| {
        let upload = db::upload::find(tx, &upload_id)?;
        let upload = upload.ok_or_else(|| Error::not_found("error-upload-gone"))?;
        if let Some(video_id) = upload.video_id {
            let video = db::video::find(tx, Reference::Number(video_id))?;
            let video = video.ok_or_else(|| Error::not_found("error-not-found"))?;
            return Ok(Accepted { video_id, uuid: video.uuid });
        }
        let sender = db::account::by_id(tx, upload.user_id)?.map(|user| user.person());
        let channel = db::channel::by_id(tx, upload.channel_id)?;
        // Whoever keeps a channel with others may have left it, or the channel its owner, while the file was coming.
        let (Some(sender), Some(_)) = (
            &sender,
            channel.filter(|channel| sender.as_ref().is_some_and(|one| can_change(channel.holding(), one))),
        ) else {
            return Err(Error::forbidden("error-forbidden"));
        };
        let uuid = Uuid::new_v4();
        let video_id = db::video::insert(
            tx,
            &db::video::New {
                uuid,
                channel_id: upload.channel_id,
                about: &upload.about,
                original: &upload.id,
                original_name: &upload.file_name,
                bytes: upload.bytes,
            },
        )?;
        video_passwords::follow(tx, video_id, &upload.about)?;
        db::upload::finish(tx, &upload.id, video_id)?;
        db::job::push(tx, &Job::Prepare { video_id }, tx.now)?;
        let video = found(tx, Reference::Number(video_id))?;
        db::activity::of_video(tx, sender, Action::Create, &video)?;
        Ok(Accepted { video_id, uuid })
    })
    .await
}

/// Changes what is said of a film. `change` starts from what is said now.
pub async fn describe(
    db: &Db,
    person: &Person,
    reference: Reference,
    channel_id: Option<i64>,
    change: impl FnOnce(&mut Description) -> Result<()> + Send + 'static,
) -> Result<Video> {
    let person = person.clone();
    db.write(move |tx| {
        let video = owned(tx, &person, reference)?;
        let mut about = video.about.clone();
        change(&mut about)?;
        let about = about.checked()?;
        if video.about.privacy != Privacy::Protected {
            video_passwords::check_new(&about)?;
        }
        db::video::describe(tx, video.id, &about)?;
        video_passwords::follow(tx, video.id, &about)?;
        if about.schedule != video.about.schedule {
            schedules::plan(tx, video.id, about.schedule)?;
        }
        if let Some(channel_id) = channel_id.filter(|&id| id != video.channel.id) {
            let channel =
                db::channel::by_id(tx, channel_id)?.ok_or_else(|| Error::invalid("error-channel"))?;
            if !can_change(channel.holding(), &person) {
                return Err(Error::forbidden("error-forbidden"));
            }
            // Its bytes count for another account from now on.
            if channel.account_id != video.account.id {
                uploads::check_quota(tx, channel.account_id, video.bytes)?;
            }
            db::video::move_to_channel(tx, video.id, channel_id)?;
            let mover = person.account_id;
            db::activity::of_video_in(tx, mover, Action::LeaveChannel, &video, video.channel.id)?;
            db::activity::of_video_in(tx, mover, Action::EnterChannel, &video, channel_id)?;
        }
        let now = privacy_changed(tx, &video)?;
        db::activity::of_video(tx, &person, Action::Update, &now)?;
        if !video.about.privacy.is_listed() {
            notifications::film_listed(tx, &now)?;
        }
        Ok(now)
    })
    .await
}

/// The film as it is now. One that nobody else could watch before appears with this change, as in PeerTube.
pub(super) fn privacy_changed(tx: &Tx, before: &Video) -> Result<Video> {
    let now = found(tx, Reference::Number(before.id))?;
    if before.about.privacy != Privacy::Private || now.about.privacy == Privacy::Private {
        return Ok(now);
    }
    db::video::appear(tx, before.id)?;
    found(tx, Reference::Number(before.id))
}

/// Deletes a film for everybody; for a week its owner can bring it back.
pub async fn delete(db: &Db, person: &Person, reference: Reference) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let video = owned(tx, &person, reference)?;
        db::activity::of_video(tx, &person, Action::Delete, &video)?;
        delete_in(tx, video.id)
    })
    .await
}

/// The part of `delete` that deleting a channel shares.
pub(super) fn delete_in(tx: &Tx, video_id: i64) -> Result<()> {
    db::job::cancel(tx, &Job::Prepare { video_id }.key())?;
    schedules::plan(tx, video_id, None)?;
    db::video::set_state(tx, video_id, State::Deleted, None)?;
    db::job::push(tx, &Job::Erase { video_id }, erased_at(tx.now))
}

/// Deletes a film whatever its state, without a time in which it could come back.
pub(super) fn erase_in(tx: &Tx, video_id: i64) -> Result<()> {
    delete_in(tx, video_id)?;
    let job = Job::Erase { video_id };
    db::job::cancel(tx, &job.key())?;
    db::job::push(tx, &job, tx.now)
}

/// Brings a deleted film back as it was, and its channel with it where that is deleted too.
pub async fn undelete(db: &Db, person: &Person, reference: Reference) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let video = owned_even_deleted(tx, &person, reference)?;
        if video.state != State::Deleted {
            return Ok(());
        }
        channels::revive(tx, video.channel.id, video.account.id)?;
        undelete_in(tx, &video)
    })
    .await
}

/// Gives up the time in which a deleted film can come back: its room is free as soon as its files are gone.
pub async fn erase(db: &Db, person: &Person, reference: Reference) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let video = owned_even_deleted(tx, &person, reference)?;
        if video.state != State::Deleted {
            return Err(Error::new(Kind::Conflict, "error-conflict"));
        }
        let job = Job::Erase { video_id: video.id };
        db::job::cancel(tx, &job.key())?;
        db::job::push(tx, &job, tx.now)
    })
    .await
}

/// The part of `undelete` that bringing a channel back shares.
pub(super) fn undelete_in(tx: &Tx, video: &Video) -> Result<()> {
    db::job::cancel(tx, &Job::Erase { video_id: video.id }.key())?;
    schedules::plan(tx, video.id, video.about.schedule)?;
    if db::video::streaming_playlist(tx, video.id)?.is_some() {
        return db::video::set_state(tx, video.id, State::Published, None);
    }
    db::video::set_state(tx, video.id, State::ToPrepare, None)?;
    db::job::push(tx, &Job::Prepare { video_id: video.id }, tx.now)
}

/// Stops preparing a film; its file is kept, so it can be tried again.
pub async fn cancel_preparation(db: &Db, person: &Person, reference: Reference) -> Result<i64> {
    let person = person.clone();
    db.write(move |tx| {
        let video = owned(tx, &person, reference)?;
        if video.state != State::ToPrepare {
            return Err(Error::new(Kind::Conflict, "error-conflict"));
        }
        db::job::cancel(tx, &Job::Prepare { video_id: video.id }.key())?;
        db::video::set_state(tx, video.id, State::PreparationFailed, Some("error-cancelled"))?;
        Ok(video.id)
    })
    .await
}

/// Prepares a film once more, from the file that was sent or, where that is gone, from its best rendition.
pub async fn prepare_again(db: &Db, person: &Person, reference: Reference) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let video = owned(tx, &person, reference)?;
        if video.original.is_none() && db::video::files(tx, video.id)?.is_empty() {
            return Err(Error::new(Kind::Conflict, "error-original-gone"));
        }
        if video.state == State::PreparationFailed {
            db::video::set_state(tx, video.id, State::ToPrepare, None)?;
        }
        db::job::push(tx, &Job::Prepare { video_id: video.id }, tx.now)
    })
    .await
}

/// Publishes what the worker has made. False when the film was deleted or the work was cancelled meanwhile:
/// the files are then nobody's.
pub fn renditions_ready(tx: &Tx, video_id: i64, made: &Prepared) -> Result<bool> {
    let video = db::video::find(tx, Reference::Number(video_id))?;
    let may_be = |state| matches!(state, State::ToPrepare | State::Published | State::Blocked);
    let Some(video) = video.filter(|video| may_be(video.state)) else { return Ok(false) };
    db::video::publish(tx, video.id, made)?;
    if video.state == State::ToPrepare {
        let now = found(tx, Reference::Number(video_id))?;
        match now.about.schedule {
            None => notifications::film_ready(tx, &now)?,
            // Its owner is told when it opens, as in PeerTube.
            schedule => {
                schedules::plan(tx, video_id, schedule)?;
                notifications::film_listed(tx, &now)?;
            }
        }
    }
    Ok(true)
}

/// Says why a film could not be prepared. A film that plays already goes on doing so.
pub fn preparation_failed(tx: &Tx, video_id: i64, message: &str) -> Result<()> {
    let video = db::video::find(tx, Reference::Number(video_id))?;
    match video {
        Some(video) if video.state == State::ToPrepare => {
            db::video::set_state(tx, video_id, State::PreparationFailed, Some(message))
        }
        _ => Ok(()),
    }
}

/// Says why a film that will be tried again has not been prepared yet.
pub fn preparation_waits(tx: &Tx, video_id: i64, message: &str) -> Result<()> {
    match db::video::find(tx, Reference::Number(video_id))? {
        Some(video) if video.state == State::ToPrepare && video.failure.as_deref() != Some(message) => {
            db::video::set_state(tx, video_id, State::ToPrepare, Some(message))
        }
        _ => Ok(()),
    }
}

/// Gives a film new pictures; the names of those that they replace.
pub async fn set_pictures(
    db: &Db,
    person: &Person,
    reference: Reference,
    thumbnail: String,
    preview: String,
) -> Result<(Option<String>, Option<String>)> {
    let person = person.clone();
    db.write(move |tx| {
        let video = owned(tx, &person, reference)?;
        db::video::set_pictures(tx, video.id, &thumbnail, &preview)?;
        Ok((video.thumbnail, video.preview))
    })
    .await
}

/// The film, if the person may change it. A stranger learns nothing of a film that they may not watch.
pub fn owned(read: &Read, person: &Person, reference: Reference) -> Result<Video> {
    let video = owned_even_deleted(read, person, reference)?;
    if video.state == State::Deleted {
        return Err(Error::not_found("error-not-found"));
    }
    Ok(video)
}

fn owned_even_deleted(read: &Read, person: &Person, reference: Reference) -> Result<Video> {
    let video = found(read, reference)?;
    if can_change(video.holding(), person) {
        return Ok(video);
    }
    if can_take_part(video.guarded(), reference, person) {
        return Err(Error::forbidden("error-forbidden"));
    }
    Err(Error::not_found("error-not-found"))
}

fn found(read: &Read, reference: Reference) -> Result<Video> {
    db::video::find(read, reference)?.ok_or_else(|| Error::not_found("error-not-found"))
}
