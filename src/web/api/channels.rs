//! Channels and their films.

use serde::Deserialize;
use serde_json::json;

use super::shapes::{self, List, Site};
use super::{given, videos};
use crate::actions::channels as actions;
use crate::db::account::Account;
use crate::db::channel::Channel;
use crate::db::{self, Read};
use crate::domain::channel::About;
use crate::domain::video::Order;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

pub async fn list(visit: &Visit) -> Result<Response> {
    listed(visit, db::channel::list).await
}

pub async fn search(visit: &Visit) -> Result<Response> {
    let words = visit.request.query.get("search").unwrap_or_default().to_owned();
    listed(visit, move |read, start, count| db::channel::search(read, &words, start, count)).await
}

/// A page of channels, each with its owner.
pub async fn listed(
    visit: &Visit,
    find: impl FnOnce(&Read, u32, u32) -> Result<(i64, Vec<Channel>)> + Send + 'static,
) -> Result<Response> {
    let query = &visit.request.query;
    let (start, count) =
        (query.number("start", 0, 1_000_000)?, query.number("count", super::COUNT, super::COUNT_MAXIMUM)?);
    let found = visit.app.db.read(move |read| with_owners(read, find(read, start, count)?));
    let (total, channels) = found.await?;
    let site = Site::of(&visit.app);
    let data: Vec<_> =
        channels.iter().map(|(owner, channel)| shapes::channel(&site, channel, owner.as_ref())).collect();
    answer::json(&List { total, data })
}

/// A channel and the account that owns it.
type Owned = (Option<Account>, Channel);

/// Channels with the accounts that own them.
fn with_owners(read: &Read, (total, channels): (i64, Vec<Channel>)) -> Result<(i64, Vec<Owned>)> {
    let owned = |channel: Channel| Ok((db::account::by_account(read, channel.account_id)?, channel));
    Ok((total, channels.into_iter().map(owned).collect::<Result<_>>()?))
}

/// The channel of this handle: ours with or without our host behind an `@`, those of other servers with theirs.
pub async fn find(visit: &Visit, handle: &str) -> Result<(Channel, Account)> {
    let handle = known_name(visit, handle);
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

/// The name under which something stands here, of this site or of another server.
pub fn known_name(visit: &Visit, handle: &str) -> String {
    local_name(visit, handle).unwrap_or_else(|_| handle.to_lowercase())
}

pub async fn show(visit: &Visit, handle: &str) -> Result<Response> {
    let (channel, owner) = find(visit, handle).await?;
    answer::json(&shapes::channel(&Site::of(&visit.app), &channel, Some(&owner)))
}

pub async fn videos(visit: &Visit, handle: &str) -> Result<Response> {
    let (channel, _) = find(visit, handle).await?;
    let filter = super::filter(visit, visit.visitor.audience(), Order::LATEST)?;
    videos::listed(&visit.app, db::video::Filter { channel_id: Some(channel.id), ..filter }).await
}

/// What an application says of a channel; what it leaves out stays, `null` takes it away.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Said {
    name: Option<String>,
    display_name: Option<String>,
    #[serde(deserialize_with = "given")]
    description: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    support: Option<Option<String>>,
    bulk_videos_support_update: bool,
}

impl Said {
    fn take_over(self, about: &mut About) {
        about.display_name = self.display_name.unwrap_or_else(|| std::mem::take(&mut about.display_name));
        about.description = self.description.unwrap_or_else(|| about.description.take());
        about.support = self.support.unwrap_or_else(|| about.support.take());
    }
}

pub async fn create(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let mut said: Said = visit.request.json().await?;
    let handle = said.name.take().unwrap_or_default();
    let mut about = About::default();
    said.take_over(&mut about);
    let id = actions::create(&visit.app.db, &person, handle, about).await?;
    answer::json(&json!({ "videoChannel": { "id": id } }))
}

pub async fn change(visit: &mut Visit, handle: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let handle = local_name(visit, handle)?;
    let said: Said = visit.request.json().await?;
    let is_for_films = said.bulk_videos_support_update;
    actions::describe(&visit.app.db, &person, &handle, is_for_films, |about| said.take_over(about)).await?;
    Ok(answer::no_content())
}

pub async fn delete(visit: &Visit, handle: &str) -> Result<Response> {
    let handle = local_name(visit, handle)?;
    for video_id in actions::delete(&visit.app.db, visit.visitor.person()?, &handle).await? {
        visit.app.preparations.cancel(video_id);
    }
    Ok(answer::no_content())
}
