//! How the player is to look for a film or a channel (PeerTube's player settings): what was chosen, and what follows.

use serde::Deserialize;
use serde_json::json;

use super::channels::{find, local_name};
use super::videos::seen;
use crate::actions::{channels, player_settings as actions, videos};
use crate::db;
use crate::domain::id::Reference;
use crate::domain::player_settings::{Choice, Theme};
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

#[derive(Deserialize)]
struct Wished {
    theme: String,
}

fn wrong() -> Error {
    Error::invalid("error-parameter").with("name", "theme").with("maximum", "")
}

/// Whether what was chosen is asked for instead of what follows from it.
fn is_raw(visit: &Visit) -> Result<bool> {
    match visit.request.query.get("raw") {
        None | Some("" | "false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => Err(Error::invalid("error-parameter").with("name", "raw").with("maximum", "")),
    }
}

pub async fn of_film(visit: &Visit, id: &str) -> Result<Response> {
    let video = seen(visit, id).await?;
    if is_raw(visit)? {
        let (person, reference) = (visit.visitor.person()?.clone(), Reference::Uuid(video.uuid));
        visit.app.db.read(move |read| videos::owned(read, &person, reference).map(drop)).await?;
        let chosen = visit.app.db.read(move |read| db::player_settings::of_video(read, video.id)).await?;
        return answer::json(&json!({ "theme": chosen.name() }));
    }
    let theme = visit.app.db.read(move |read| {
        let above = db::player_settings::of_channel(read, video.channel.id)?.under(Theme::OF_THE_SITE);
        Ok(db::player_settings::of_video(read, video.id)?.under(above))
    });
    answer::json(&json!({ "theme": theme.await?.name() }))
}

pub async fn choose_for_film(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let Wished { theme } = visit.request.json().await?;
    let choice = Choice::from_name(&theme).ok_or_else(wrong)?;
    actions::choose_for_film(&visit.app.db, &person, reference, choice).await?;
    answer::json(&json!({ "theme": choice.name() }))
}

pub async fn of_channel(visit: &Visit, handle: &str) -> Result<Response> {
    let (channel, _) = find(visit, handle).await?;
    let is_raw = is_raw(visit)?;
    if is_raw {
        let (person, handle) = (visit.visitor.person()?.clone(), channel.handle.clone());
        visit.app.db.read(move |read| channels::owned(read, &person, &handle).map(drop)).await?;
    }
    let chosen = visit.app.db.read(move |read| db::player_settings::of_channel(read, channel.id)).await?;
    let name = if is_raw { chosen.name() } else { chosen.under(Theme::OF_THE_SITE).name() };
    answer::json(&json!({ "theme": name }))
}

pub async fn choose_for_channel(visit: &mut Visit, handle: &str) -> Result<Response> {
    let (person, handle) = (visit.visitor.person()?.clone(), local_name(visit, handle)?);
    let Wished { theme } = visit.request.json().await?;
    let choice = Choice::from_name(&theme).ok_or_else(wrong)?;
    actions::choose_for_channel(&visit.app.db, &person, &handle, choice).await?;
    answer::json(&json!({ "theme": choice.name() }))
}
