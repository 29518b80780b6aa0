//! Liking a film, or not.

use crate::db::video::Video;
use crate::db::{self, Db, Tx};
use crate::domain::account::Person;
use crate::domain::id::Reference;
use crate::domain::rating::Rating;
use crate::domain::video::{Privacy, State, can_take_part};
use crate::error::{Error, Result};

/// What a person thinks of a film that they may watch; `Rating::None` takes it back.
pub async fn rate(db: &Db, person: &Person, reference: Reference, rating: Rating) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let video = db::video::find(tx, reference)?
            .filter(|video| can_take_part(video.guarded(), reference, &person));
        let video = video.ok_or_else(|| Error::not_found("error-video-not-found"))?;
        db::rating::set(tx, person.account_id, video.id, rating)
    })
    .await
}

/// What somebody on another server thinks of a film that they find here.
pub fn receive(tx: &Tx, account_id: i64, reference: Reference, rating: Rating) -> Result<Video> {
    let video = db::video::find(tx, reference)?.filter(|video| {
        video.state == State::Published && matches!(video.about.privacy, Privacy::Public | Privacy::Unlisted)
    });
    let video = video.ok_or_else(|| Error::not_found("error-video-not-found"))?;
    db::rating::set(tx, account_id, video.id, rating)?;
    Ok(video)
}
