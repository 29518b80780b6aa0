//! Chapters of a film: replaced as a whole, read with those of the description where the owner gave none.

use crate::actions::videos::owned;
use crate::db::video::Video;
use crate::db::{self, Db, Read};
use crate::domain::account::Person;
use crate::domain::activity::Action;
use crate::domain::chapter::{self, Chapter};
use crate::domain::id::Reference;
use crate::error::Result;

/// The chapters of a film that lie within it.
pub fn of(read: &Read, video: &Video) -> Result<Vec<Chapter>> {
    let mut chapters = db::chapter::of_video(read, video.id)?;
    if chapters.is_empty() {
        chapters = video.about.description.as_deref().map(chapter::in_description).unwrap_or_default();
    }
    // The length is not known before the film has been prepared.
    chapters.retain(|chapter| video.duration == 0 || chapter.timecode < video.duration);
    Ok(chapters)
}

/// Gives a film these chapters; none takes back those that it was given.
pub async fn replace(db: &Db, person: &Person, reference: Reference, chapters: Vec<Chapter>) -> Result<()> {
    let chapters = chapter::checked(chapters)?;
    let person = person.clone();
    db.write(move |tx| {
        let video = owned(tx, &person, reference)?;
        let chapters = chapter::within(chapters, video.duration)?;
        // The page of a film sends its chapters each time.
        if db::chapter::of_video(tx, video.id)? == chapters {
            return Ok(());
        }
        db::chapter::replace(tx, video.id, &chapters)?;
        db::activity::of_video(tx, &person, Action::UpdateChapters, &video)
    })
    .await
}
