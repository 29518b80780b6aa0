//! The films of a playlist, and which playlists hold a film.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::playlists::{moved, reference, visible};
use super::shapes::playlist as shapes;
use super::shapes::{List, Site};
use crate::actions::playlists;
use crate::db::playlist::element;
use crate::domain::id::Reference;
use crate::domain::playlist::Part;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

pub async fn list(visit: &Visit, id: &str) -> Result<Response> {
    let list = visible(visit, id).await?;
    let query = &visit.request.query;
    let (start, count) =
        (query.number("start", 0, 1_000_000)?, query.number("count", super::COUNT, super::COUNT_MAXIMUM)?);
    let elements = visit.app.db.read(move |read| element::list(read, list.id, start, count)).await?;
    let (site, person) = (Site::of(&visit.app), visit.visitor.person.as_ref());
    let data: Vec<_> = elements.iter().map(|one| shapes::element(&site, one, person)).collect();
    answer::json(&List { total: list.length, data })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Adding {
    video_id: serde_json::Value,
    start_timestamp: Option<i64>,
    stop_timestamp: Option<i64>,
}

pub async fn add(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let list = reference(id)?;
    let Adding { video_id, start_timestamp: start, stop_timestamp: stop } = visit.request.json().await?;
    let film = video_id.as_str().map_or_else(|| video_id.to_string(), str::to_owned);
    let film = Reference::parse(&film).ok_or_else(|| Error::invalid("error-video-id"))?;
    let id = playlists::add(&visit.app.db, &person, list, film, Part { start, stop }).await?;
    answer::json(&json!({ "videoPlaylistElement": { "id": id } }))
}

/// A time that is not named stays; one that is null is taken away.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changing {
    #[serde(default, deserialize_with = "named")]
    start_timestamp: Option<Option<i64>>,
    #[serde(default, deserialize_with = "named")]
    stop_timestamp: Option<Option<i64>>,
}

fn named<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<i64>>, D::Error> {
    Option::deserialize(value).map(Some)
}

pub async fn change(visit: &mut Visit, id: &str, element_id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let (list, element_id) = (reference(id)?, number(element_id)?);
    let Changing { start_timestamp, stop_timestamp } = visit.request.json().await?;
    let change = move |part: Part| Part {
        start: start_timestamp.unwrap_or(part.start),
        stop: stop_timestamp.unwrap_or(part.stop),
    };
    playlists::set_part(&visit.app.db, &person, list, element_id, change).await?;
    Ok(answer::no_content())
}

pub async fn remove(visit: &Visit, id: &str, element_id: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    playlists::remove(&visit.app.db, person, reference(id)?, number(element_id)?).await?;
    Ok(answer::no_content())
}

/// The number of a place, as an address has it.
pub fn number(id: &str) -> Result<i64> {
    id.parse().map_err(|_| Error::invalid("error-playlist-id"))
}

pub async fn reorder(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let list = reference(id)?;
    let moved = moved(visit).await?;
    playlists::reorder(&visit.app.db, &person, list, moved).await?;
    Ok(answer::no_content())
}

/// Which of one's own lists hold these films.
pub async fn exist(visit: &Visit) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    let ids: Result<Vec<i64>, _> = visit.request.query.all("videoIds").into_iter().map(str::parse).collect();
    let ids = ids.ok().filter(|ids| !ids.is_empty());
    let wrong = || Error::invalid("error-parameter").with("name", "videoIds").with("maximum", "");
    let ids = ids.ok_or_else(wrong)?;
    let held = visit.app.db.read(move |read| {
        let mut held = BTreeMap::new();
        for id in ids {
            let lists = element::holding(read, account_id, id)?;
            held.insert(id, lists.into_iter().map(shapes::holding).collect::<Vec<_>>());
        }
        Ok(held)
    });
    answer::json(&held.await?)
}
