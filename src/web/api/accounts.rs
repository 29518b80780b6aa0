//! Accounts, their channels and films.

use super::channels::local_name;
use super::shapes::{self, List, Site};
use super::videos::listed;
use crate::db;
use crate::domain::video::Order;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

pub async fn find(visit: &Visit, name: &str) -> Result<db::account::Account> {
    let name = local_name(visit, name)?;
    let account = visit.app.db.read(move |read| db::account::by_name(read, &name)).await?;
    account.ok_or_else(|| Error::not_found("error-not-found"))
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
    let channels = visit.app.db.read(move |read| db::channel::of_account(read, account_id)).await?;
    let site = Site::of(&visit.app);
    let data: Vec<_> =
        channels.iter().map(|channel| shapes::channel(&site, channel, Some(&account))).collect();
    answer::json(&List { total: data.len() as i64, data })
}
