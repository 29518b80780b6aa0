//! Accounts, their channels and films.

use serde_json::json;

use super::channels::known_name;
use super::shapes::{self, List, Site};
use super::videos::listed;
use super::{COUNT, COUNT_MAXIMUM, includes_collaborations, order_by_creation};
use crate::db;
use crate::db::channel::Channel;
use crate::domain::rating::Rating;
use crate::domain::video::Order;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

pub async fn find(visit: &Visit, name: &str) -> Result<db::account::Account> {
    let name = known_name(visit, name);
    let account = visit.app.db.read(move |read| match db::account::by_name(read, &name)? {
        Some(account) => Ok(Some(account)),
        None => db::account::by_handle(read, &name),
    });
    let account = account.await?;
    account.ok_or_else(|| Error::not_found("error-not-found"))
}

pub async fn list(visit: &Visit) -> Result<Response> {
    let query = &visit.request.query;
    let is_descending = order_by_creation(query, true)?;
    let (start, count) = (query.number("start", 0, 1_000_000)?, query.number("count", COUNT, COUNT_MAXIMUM)?);
    let found = visit.app.db.read(move |read| db::account::known(read, is_descending, start, count));
    let (total, accounts) = found.await?;
    let site = Site::of(&visit.app);
    answer::json(&List { total, data: accounts.iter().map(|one| shapes::account(&site, one)).collect() })
}

/// What an account thinks of films: for the person whose it is, and for whoever keeps the house.
pub async fn ratings(visit: &Visit, name: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let account = find(visit, name).await?;
    if person.account_id != account.id && !person.is_moderator() {
        return Err(Error::forbidden("error-forbidden"));
    }
    let query = &visit.request.query;
    let rating = match query.get("rating").filter(|rating| !rating.is_empty()) {
        None => None,
        Some(rating) => Some(
            Rating::parse(rating)
                .filter(|rating| rating.value().is_some())
                .ok_or_else(|| Error::invalid("error-rating"))?,
        ),
    };
    let is_descending = order_by_creation(query, true)?;
    let (start, count) = (query.number("start", 0, 1_000_000)?, query.number("count", COUNT, COUNT_MAXIMUM)?);
    let found = visit
        .app
        .db
        .read(move |read| db::rating::list(read, account.id, rating, is_descending, start, count));
    let (total, rated) = found.await?;
    let site = Site::of(&visit.app);
    let shape = |(video, rating): &(db::video::Video, Rating)| json!({ "video": shapes::video(&site, video, 0), "rating": rating });
    answer::json(&List { total, data: rated.iter().map(shape).collect() })
}

pub async fn show(visit: &Visit, name: &str) -> Result<Response> {
    let account = find(visit, name).await?;
    answer::json(&shapes::account(&Site::of(&visit.app), &account))
}

pub async fn videos(visit: &Visit, name: &str) -> Result<Response> {
    let account = find(visit, name).await?;
    let filter = super::filter(visit, visit.visitor.audience(), Order::LATEST)?;
    listed(&visit.app, db::video::Filter { account_id: Some(account.id), ..filter }).await
}

pub async fn channels(visit: &Visit, name: &str) -> Result<Response> {
    let account = find(visit, name).await?;
    let account_id = account.id;
    let is_with_shared = includes_collaborations(&visit.request.query)?;
    if is_with_shared {
        let person = visit.visitor.person()?;
        if person.account_id != account_id && !person.is_moderator() {
            return Err(Error::forbidden("error-forbidden"));
        }
    }
    let channels = visit.app.db.read(move |read| {
        let channels = match is_with_shared {
            true => db::channel::kept_by(read, account_id)?,
            false => db::channel::of_account(read, account_id)?,
        };
        let owned = |channel: Channel| Ok((db::account::by_account(read, channel.account_id)?, channel));
        channels.into_iter().map(owned).collect::<Result<Vec<_>>>()
    });
    let channels = channels.await?;
    let site = Site::of(&visit.app);
    let data: Vec<_> =
        channels.iter().map(|(owner, channel)| shapes::channel(&site, channel, owner.as_ref())).collect();
    answer::json(&List { total: data.len() as i64, data })
}
