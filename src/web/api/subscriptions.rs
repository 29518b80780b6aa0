//! The channels that the person follows, and their films.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::channels::{self, known_name};
use super::shapes::{self, Site};
use super::videos::listed;
use crate::actions::subscriptions;
use crate::db::video::Filter;
use crate::db::{self, Read};
use crate::domain::job::Lane;
use crate::domain::video::Order;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::elsewhere;
use crate::web::routes::Visit;

#[derive(Deserialize)]
struct Wanted {
    uri: String,
}

pub async fn list(visit: &Visit) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    let words = visit.request.query.get("search").map(str::trim).filter(|words| !words.is_empty());
    let words = words.map(str::to_owned);
    channels::listed(visit, move |read, start, count| {
        db::subscription::list(read, account_id, words.as_deref(), start, count)
    })
    .await
}

/// Whether each of the channels that `uris` names is followed.
pub async fn exist(visit: &Visit) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    let uris = visit.request.query.all("uris");
    if uris.is_empty() {
        return Err(Error::invalid("error-parameter").with("name", "uris").with("maximum", ""));
    }
    let uris: Vec<_> = uris.into_iter().map(|uri| (uri.to_owned(), known_name(visit, uri))).collect();
    let found = visit.app.db.read(move |read| {
        let exists = |handle: &str| is_followed(read, account_id, handle);
        uris.into_iter().map(|(uri, handle)| Ok((uri, exists(&handle)?))).collect::<Result<BTreeMap<_, _>>>()
    });
    answer::json(&found.await?)
}

fn is_followed(read: &Read, account_id: i64, handle: &str) -> Result<bool> {
    match db::channel::by_handle(read, handle)? {
        Some(channel) => db::subscription::exists(read, account_id, channel.id),
        None => Ok(false),
    }
}

pub async fn show(visit: &Visit, handle: &str) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    let (channel, owner) = channels::find(visit, handle).await?;
    let id = channel.id;
    if !visit.app.db.read(move |read| db::subscription::exists(read, account_id, id)).await? {
        return Err(Error::not_found("error-not-subscribed"));
    }
    answer::json(&shapes::channel(&Site::of(&visit.app), &channel, Some(&owner)))
}

pub async fn add(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let Wanted { uri } = visit.request.json().await?;
    let handle = elsewhere::channel(visit, known_name(visit, &uri)).await?;
    subscriptions::follow(&visit.app.db, &person, handle).await?;
    visit.app.wake(Lane::Network);
    Ok(answer::no_content())
}

pub async fn remove(visit: &Visit, handle: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    let handle = known_name(visit, handle);
    match subscriptions::leave(&visit.app.db, person, handle).await? {
        true => Ok(answer::no_content()),
        false => Err(Error::not_found("error-not-subscribed")),
    }
}

pub async fn videos(visit: &Visit) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    let filter = super::filter(visit, visit.visitor.audience(), Order::LATEST)?;
    listed(&visit.app, Filter { follower_id: Some(account_id), ..filter }).await
}
