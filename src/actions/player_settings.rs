//! Choosing how the player is to look.

use super::{channels, videos};
use crate::db::{self, Db};
use crate::domain::account::Person;
use crate::domain::id::Reference;
use crate::domain::player_settings::Choice;
use crate::error::{Error, Result};

pub async fn choose_for_film(db: &Db, person: &Person, reference: Reference, choice: Choice) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let video = videos::owned(tx, &person, reference)?;
        db::player_settings::set_of_video(tx, video.id, choice)
    })
    .await
}

/// A channel has none above it but the site.
pub async fn choose_for_channel(db: &Db, person: &Person, handle: &str, choice: Choice) -> Result<()> {
    if choice == Choice::AsItsChannel {
        return Err(Error::invalid("error-parameter").with("name", "theme").with("maximum", ""));
    }
    let (person, handle) = (person.clone(), handle.to_owned());
    db.write(move |tx| {
        let channel = channels::owned(tx, &person, &handle)?;
        db::player_settings::set_of_channel(tx, channel.id, choice)
    })
    .await
}
