//! Captions of a film: added or replaced as WebVTT, removed.

use uuid::Uuid;

use crate::actions::videos::owned;
use crate::db::{self, Db};
use crate::domain::account::Person;
use crate::domain::activity::Action;
use crate::domain::id::Reference;
use crate::domain::{caption, vocabulary};
use crate::error::{Error, Result};
use crate::files::layout::Small;
use crate::files::{self, Layout};

/// Adds or replaces the captions of a film in one language. `bytes` is a WebVTT or SubRip file.
pub async fn put(
    db: &Db,
    layout: &Layout,
    person: &Person,
    reference: Reference,
    language: &str,
    bytes: &[u8],
) -> Result<()> {
    if vocabulary::language(language).is_none() {
        return Err(Error::invalid("error-language"));
    }
    let text = caption::to_webvtt(bytes)?;
    // The name ends in the language, as PeerTube's does, and is new each time, so that no cache keeps the old text.
    let name = format!("{}-{language}.vtt", Uuid::new_v4());
    let path = layout.small_folder(Small::Caption).join(&name);
    files::write_whole(&path, text.as_bytes())?;
    let (person, language) = (person.clone(), language.to_owned());
    let replaced = db
        .write(move |tx| {
            let video = owned(tx, &person, reference)?;
            db::activity::of_video(tx, &person, Action::UpdateCaptions, &video)?;
            db::caption::put(tx, video.id, &language, &name)
        })
        .await;
    match replaced {
        Ok(replaced) => {
            forget(layout, replaced);
            Ok(())
        }
        Err(error) => {
            files::remove_quietly(&path);
            Err(error)
        }
    }
}

pub async fn remove(
    db: &Db,
    layout: &Layout,
    person: &Person,
    reference: Reference,
    language: &str,
) -> Result<()> {
    let (person, language) = (person.clone(), language.to_owned());
    let removed = db
        .write(move |tx| {
            let video = owned(tx, &person, reference)?;
            db::activity::of_video(tx, &person, Action::UpdateCaptions, &video)?;
            db::caption::remove(tx, video.id, &language)
        })
        .await?;
    if removed.is_none() {
        return Err(Error::not_found("error-not-found"));
    }
    forget(layout, removed);
    Ok(())
}

fn forget(layout: &Layout, name: Option<String>) {
    if let Some(name) = name {
        files::remove_quietly(&layout.small_folder(Small::Caption).join(name));
    }
}
