//! Channels and their films.

use super::shapes::{self, List, Site};
use super::videos::listed;
use crate::db;
use crate::db::video::Audience;
use crate::domain::video::Order;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

pub async fn list(visit: &Visit) -> Result<Response> {
    let query = &visit.request.query;
    let (start, count) =
        (query.number("start", 0, 1_000_000)?, query.number("count", super::COUNT, super::COUNT_MAXIMUM)?);
    let (total, channels) = visit
        .app
        .db
        .read(move |read| {
            let (total, channels) = db::channel::list(read, start, count)?;
            let channels: Result<Vec<_>> = channels
                .into_iter()
                .map(|channel| Ok((db::account::by_account(read, channel.account_id)?, channel)))
                .collect();
            Ok((total, channels?))
        })
        .await?;
    let site = Site::of(&visit.app);
    let data: Vec<_> =
        channels.iter().map(|(owner, channel)| shapes::channel(&site, channel, owner.as_ref())).collect();
    answer::json(&List { total, data })
}

/// The channel of this handle, with or without our host behind an `@`.
pub async fn find(visit: &Visit, handle: &str) -> Result<(db::channel::Channel, db::account::Account)> {
    let handle = local_name(visit, handle)?;
    let found = visit
        .app
        .db
        .read(move |read| {
            let Some(channel) = db::channel::by_handle(read, &handle)? else { return Ok(None) };
            let owner = db::account::by_account(read, channel.account_id)?;
            Ok(owner.map(|owner| (channel, owner)))
        })
        .await?;
    found.ok_or_else(|| Error::not_found("error-not-found"))
}

/// The name before the `@` of a handle that names this site.
pub fn local_name(visit: &Visit, handle: &str) -> Result<String> {
    match handle.split_once('@') {
        None => Ok(handle.to_owned()),
        Some((name, host)) if host == visit.app.host() => Ok(name.to_owned()),
        Some(_) => Err(Error::not_found("error-not-found")),
    }
}

pub async fn show(visit: &Visit, handle: &str) -> Result<Response> {
    let (channel, owner) = find(visit, handle).await?;
    answer::json(&shapes::channel(&Site::of(&visit.app), &channel, Some(&owner)))
}

pub async fn videos(visit: &Visit, handle: &str) -> Result<Response> {
    let (channel, _) = find(visit, handle).await?;
    let filter = super::filter(&visit.request.query, Audience::Everybody, Order::LATEST)?;
    listed(&visit.app, db::video::Filter { channel_id: Some(channel.id), ..filter }).await
}
