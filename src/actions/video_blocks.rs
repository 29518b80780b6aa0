//! Blocking a film without deleting it: nobody but its owner and those who keep the house sees it until it is
//! unblocked, and its owner learns why.

use super::{notifications, schedules};
use crate::db::video::Video;
use crate::db::video_block::Block;
use crate::db::{self, Db, Tx};
use crate::domain::account::Person;
use crate::domain::id::Reference;
use crate::domain::video::State;
use crate::domain::video_block;
use crate::error::{Error, Kind, Result};

/// Blocks a film. Other servers that know it are told that it is gone, whatever is wished of that.
pub async fn block(
    db: &Db,
    person: &Person,
    reference: Reference,
    reason: Option<String>,
    is_unfederated: bool,
) -> Result<()> {
    let reason = video_block::checked(reason)?;
    let person = person.clone();
    db.write(move |tx| {
        let video = found(tx, &person, reference)?;
        // As in PeerTube: a film of another server is not ours to take away from others.
        if is_unfederated && video.origin.is_some() {
            return Err(Error::new(Kind::Conflict, "error-film-elsewhere"));
        }
        if video.block.is_some() {
            return Err(Error::new(Kind::Conflict, "error-film-blocked-already"));
        }
        db::video_block::insert(tx, video.id, reason.as_deref(), is_unfederated)?;
        notifications::film_blocked(tx, &video)
    })
    .await
}

/// Gives another reason, or none; nothing changes where nothing is said of it.
pub async fn explain(
    db: &Db,
    person: &Person,
    reference: Reference,
    reason: Option<Option<String>>,
) -> Result<()> {
    let reason = reason.map(video_block::checked).transpose()?;
    let person = person.clone();
    db.write(move |tx| {
        let (_, block) = blocked(tx, &person, reference)?;
        reason.map_or(Ok(()), |reason| db::video_block::set_reason(tx, block.id, reason.as_deref()))
    })
    .await
}

/// Shows a film again to whoever could see it.
pub async fn unblock(db: &Db, person: &Person, reference: Reference) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let (video, block) = blocked(tx, &person, reference)?;
        db::video_block::delete(tx, block.id)?;
        notifications::film_unblocked(tx, &video)?;
        // Its moment may have come meanwhile.
        if video.about.schedule.is_some() {
            schedules::plan(tx, video.id, video.about.schedule)?;
        }
        // One that was prepared while it was blocked appears now.
        let now = found(tx, &person, Reference::Number(video.id))?;
        if now.published_at < block.created_at { Ok(()) } else { notifications::film_listed(tx, &now) }
    })
    .await
}

fn blocked(tx: &Tx, person: &Person, reference: Reference) -> Result<(Video, Block)> {
    let video = found(tx, person, reference)?;
    let block = video.block.clone().ok_or_else(|| Error::not_found("error-film-not-blocked"))?;
    Ok((video, block))
}

/// The film, for those who keep the house: they see every one.
fn found(tx: &Tx, person: &Person, reference: Reference) -> Result<Video> {
    if !person.is_moderator() {
        return Err(Error::forbidden("error-forbidden"));
    }
    let video = db::video::find(tx, reference)?.filter(|video| video.state != State::Deleted);
    video.ok_or_else(|| Error::not_found("error-video-not-found"))
}
