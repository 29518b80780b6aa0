//! Who keeps a channel together with its owner, and what was done in it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::channels::local_name;
use super::shapes::{List, Site, collaborator as shapes};
use super::{number, order_by_creation};
use crate::actions::{channels, collaborators as actions};
use crate::db::{self, Read};
use crate::domain::account::Person;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// Those who keep the channel and those who have not answered yet, for those who keep it.
pub async fn list(visit: &Visit, handle: &str) -> Result<Response> {
    let (person, handle) = asked(visit, handle)?;
    let found = visit.app.db.read(move |read| {
        let channel = channels::owned(read, &person, &handle)?;
        with_accounts(read, db::collaborator::of_channel(read, channel.id)?)
    });
    let site = Site::of(&visit.app);
    let data: Vec<Value> =
        found.await?.iter().map(|(row, account)| shapes::collaborator(&site, row, account)).collect();
    answer::json(&List { total: data.len() as i64, data })
}

type WithAccount<T> = (T, db::account::Account);

fn with_accounts(
    read: &Read,
    rows: Vec<db::collaborator::Collaborator>,
) -> Result<Vec<WithAccount<db::collaborator::Collaborator>>> {
    let both = |row: db::collaborator::Collaborator| {
        Ok(db::account::by_account(read, row.account_id)?.map(|account| (row, account)))
    };
    rows.into_iter().filter_map(|row| both(row).transpose()).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Invited {
    account_handle: String,
}

pub async fn invite(visit: &mut Visit, handle: &str) -> Result<Response> {
    let (person, handle) = asked(visit, handle)?;
    let Invited { account_handle } = visit.request.json().await?;
    let name = local_name(visit, &account_handle)
        .map_err(|_| Error::not_found("error-account-not-found").with("name", &account_handle))?;
    let (row, account) = actions::invite(&visit.app.db, &person, &handle, &name).await?;
    let shape = shapes::collaborator(&Site::of(&visit.app), &row, &account);
    answer::json(&json!({ "collaborator": shape }))
}

pub async fn answer(visit: &Visit, handle: &str, id: &str, accepts: bool) -> Result<Response> {
    let (person, handle) = asked(visit, handle)?;
    actions::answer(&visit.app.db, &person, &handle, number(id)?, accepts).await?;
    Ok(answer::no_content())
}

pub async fn remove(visit: &Visit, handle: &str, id: &str) -> Result<Response> {
    let (person, handle) = asked(visit, handle)?;
    actions::remove(&visit.app.db, &person, &handle, number(id)?).await?;
    Ok(answer::no_content())
}

/// What was done in a channel, the latest first unless `sort` asks for the earliest.
pub async fn activities(visit: &Visit, handle: &str) -> Result<Response> {
    let (person, handle) = asked(visit, handle)?;
    let query = &visit.request.query;
    let (start, count) =
        (query.number("start", 0, 1_000_000)?, query.number("count", super::COUNT, super::COUNT_MAXIMUM)?);
    let is_descending = order_by_creation(query, true)?;
    let found = visit.app.db.read(move |read| {
        let channel = channels::owned(read, &person, &handle)?;
        let (total, rows) = db::activity::list(read, channel.id, is_descending, start, count)?;
        let who = |row: db::activity::Activity| {
            let account = row.account_id.map(|id| db::account::by_account(read, id)).transpose()?.flatten();
            Ok((row, account))
        };
        Ok((channel, total, rows.into_iter().map(who).collect::<Result<Vec<_>>>()?))
    });
    let (channel, total, rows) = found.await?;
    let site = Site::of(&visit.app);
    let data = rows.iter().map(|(row, who)| shapes::activity(&site, &channel, row, who.as_ref())).collect();
    answer::json(&List { total, data })
}

fn asked(visit: &Visit, handle: &str) -> Result<(Person, String)> {
    Ok((visit.visitor.person()?.clone(), local_name(visit, handle)?))
}
