//! Who follows a channel, or an account and its channels.

use std::collections::HashMap;

use super::channels::local_name;
use super::shapes::{List, Site, follower as shapes};
use super::{accounts, order_by_creation};
use crate::actions::channels;
use crate::db;
use crate::db::account::Account;
use crate::db::channel::Channel;
use crate::db::channel_follower::Search;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

pub async fn of_channel(visit: &Visit, handle: &str) -> Result<Response> {
    let (person, handle) = (visit.visitor.person()?.clone(), local_name(visit, handle)?);
    let channel = visit.app.db.read(move |read| channels::owned(read, &person, &handle)).await?;
    listed(visit, vec![channel], None).await
}

/// For the person whose account it is, and for whoever keeps the house.
pub async fn of_account(visit: &Visit, name: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let account = accounts::find(visit, name).await?;
    if person.account_id != account.id && !person.is_moderator() {
        return Err(Error::forbidden("error-forbidden"));
    }
    let account_id = account.id;
    let channels = visit.app.db.read(move |read| db::channel::of_account(read, account_id)).await?;
    listed(visit, channels, Some(account)).await
}

async fn listed(visit: &Visit, channels: Vec<Channel>, account: Option<Account>) -> Result<Response> {
    let query = &visit.request.query;
    let words = query.get("search").map(str::trim).filter(|words| !words.is_empty());
    let search = Search {
        channels: channels.iter().map(|channel| channel.id).collect(),
        account: account.as_ref().map(|account| account.id),
        words: words.map(str::to_owned),
        is_descending: order_by_creation(query, true)?,
        start: query.number("start", 0, 1_000_000)?,
        count: query.number("count", super::COUNT, super::COUNT_MAXIMUM)?,
    };
    let (total, followers) = visit.app.db.read(move |read| db::channel_follower::list(read, &search)).await?;
    let site = Site::of(&visit.app);
    let channels: HashMap<_, _> = channels.iter().map(|channel| (channel.id, channel)).collect();
    let data = followers.iter().filter_map(|one| shapes::follow(&site, one, &channels, account.as_ref()));
    answer::json(&List { total, data: data.collect() })
}
