//! Channels that are given to somebody else.

use serde::Deserialize;

use super::channels::local_name;
use super::shapes::{List, Site, collaborator as shapes};
use super::{number, order_by_creation};
use crate::actions::notifications::told::offered;
use crate::actions::{channels, ownership as actions};
use crate::db;
use crate::db::ownership::{Search, Whose};
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
    let refused = || Error::invalid("error-parameter").with("name", "state").with("maximum", 3);
    let state = match visit.request.query.get("state") {
        None | Some("") => None,
        Some(number) => Some(number.parse().ok().and_then(State::from_number).ok_or_else(refused)?),
    };
    let found = visit.app.db.read(move |read| Ok(channels::owned(read, &person, &handle)?.id));
    listed(visit, Whose::Channel(found.await?, state)).await
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
    answer::json(&List { total, data: offers.iter().map(|one| shapes::ownership(&site, one)).collect() })
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
