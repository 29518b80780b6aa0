//! Channels, and single films, that are given to somebody else.

use serde::Deserialize;

use super::channels::local_name;
use super::shapes::{List, Site, collaborator as shapes};
use super::{number, order_by_creation};
use crate::actions::notifications::told::offered;
use crate::actions::{channels, ownership as actions, video_ownership, videos};
use crate::db;
use crate::db::ownership::{Search, Whose};
use crate::domain::id::Reference;
use crate::domain::ownership::State;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

#[derive(Deserialize)]
struct Given {
    username: String,
}

pub async fn give(visit: &mut Visit, handle: &str) -> Result<Response> {
    let (person, handle) = (visit.visitor.person()?.clone(), local_name(visit, handle)?);
    let Given { username } = visit.request.json().await?;
    actions::offer(&visit.app.db, &person, &handle, &username).await?;
    Ok(answer::no_content())
}

/// The offers of a channel, for those who keep it; `state` narrows them.
pub async fn of_channel(visit: &Visit, handle: &str) -> Result<Response> {
    let (person, handle) = (visit.visitor.person()?.clone(), local_name(visit, handle)?);
    let state = state(visit)?;
    let found = visit.app.db.read(move |read| Ok(channels::owned(read, &person, &handle)?.id));
    listed(visit, Whose::Channel(found.await?, state)).await
}

/// The same of a film.
pub async fn of_film(visit: &Visit, id: &str) -> Result<Response> {
    let (person, reference) = (visit.visitor.person()?.clone(), film(id)?);
    let state = state(visit)?;
    let found = visit.app.db.read(move |read| Ok(videos::owned(read, &person, reference)?.id));
    listed(visit, Whose::Film(found.await?, state)).await
}

fn state(visit: &Visit) -> Result<Option<State>> {
    let refused = || Error::invalid("error-parameter").with("name", "state").with("maximum", 3);
    match visit.request.query.get("state") {
        None | Some("") => Ok(None),
        Some(number) => number.parse().ok().and_then(State::from_number).ok_or_else(refused).map(Some),
    }
}

fn film(id: &str) -> Result<Reference> {
    Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))
}

pub async fn give_film(visit: &mut Visit, id: &str) -> Result<Response> {
    let (person, reference) = (visit.visitor.person()?.clone(), film(id)?);
    let Given { username } = visit.request.json().await?;
    video_ownership::offer(&visit.app.db, &person, reference, &username).await?;
    Ok(answer::no_content())
}

/// The offers of films that concern the person.
pub async fn films(visit: &Visit) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    listed(visit, Whose::AccountFilms(account_id)).await
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Into {
    channel_id: i64,
}

pub async fn accept_film(visit: &mut Visit, id: &str) -> Result<Response> {
    let (person, id) = (visit.visitor.person()?.clone(), number(id)?);
    let Into { channel_id } = visit.request.json().await?;
    video_ownership::accept(&visit.app.db, &person, id, Some(channel_id)).await?;
    Ok(answer::no_content())
}

pub async fn refuse_film(visit: &Visit, id: &str) -> Result<Response> {
    video_ownership::refuse(&visit.app.db, visit.visitor.person()?, number(id)?).await?;
    Ok(answer::no_content())
}

pub async fn withdraw_film(visit: &Visit, id: &str) -> Result<Response> {
    video_ownership::withdraw(&visit.app.db, visit.visitor.person()?, number(id)?).await?;
    Ok(answer::no_content())
}

/// The offers that concern the person.
pub async fn list(visit: &Visit) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    listed(visit, Whose::Account(account_id)).await
}

async fn listed(visit: &Visit, whose: Whose) -> Result<Response> {
    let query = &visit.request.query;
    let search = Search {
        whose,
        is_descending: order_by_creation(query, false)?,
        start: query.number("start", 0, 1_000_000)?,
        count: query.number("count", super::COUNT, super::COUNT_MAXIMUM)?,
    };
    let found = visit.app.db.read(move |read| {
        let (total, offers) = db::ownership::list(read, search)?;
        let all = offers.into_iter().filter_map(|offer| offered(read, offer.id).transpose());
        Ok((total, all.collect::<Result<Vec<_>>>()?))
    });
    let (total, offers) = found.await?;
    let site = Site::of(&visit.app);
    let data = offers.iter().map(|one| shapes::ownership(&site, one)).collect::<Result<Vec<_>>>()?;
    answer::json(&List { total, data })
}

pub async fn accept(visit: &Visit, id: &str) -> Result<Response> {
    actions::accept(&visit.app.db, visit.visitor.person()?, number(id)?).await?;
    Ok(answer::no_content())
}

pub async fn refuse(visit: &Visit, id: &str) -> Result<Response> {
    actions::refuse(&visit.app.db, visit.visitor.person()?, number(id)?).await?;
    Ok(answer::no_content())
}

pub async fn withdraw(visit: &Visit, id: &str) -> Result<Response> {
    actions::withdraw(&visit.app.db, visit.visitor.person()?, number(id)?).await?;
    Ok(answer::no_content())
}
