//! What stands on other servers, as pages and the API come to it.

use crate::db;
use crate::db::video::Video;
use crate::domain::actor::Handle;
use crate::domain::id::{Reference, to_short};
use crate::domain::job::{Job, Lane};
use crate::error::{Error, Kind, Result};
use crate::federation::borrow;
use crate::federation::crawl::FEW;
use crate::federation::films::FRESH_SECONDS;
use crate::federation::look_up::{self, Found};
use crate::files::layout::Small;
use crate::web::routes::Visit;

/// The handle of a channel that a member wants to follow. One of another server that nobody here has seen yet is looked
/// up first.
pub async fn channel(visit: &Visit, handle: String) -> Result<String> {
    let name = handle.clone();
    let known = visit.app.db.read(move |read| db::channel::by_handle(read, &name)).await?;
    if known.is_some() || Handle::parse(&handle).is_err() {
        return Ok(handle);
    }
    let Some(exchange) = visit.app.federation().await? else { return Ok(handle) };
    match look_up::find(&exchange, &handle).await? {
        Found::Channel(_) => Ok(handle),
        Found::Account(_) | Found::Video(_) => Err(Error::not_found("error-channel-not-found")),
    }
}

/// What somebody pasted into a search: the path of its page here. None where it is the name of nothing, where the site
/// speaks to nobody, or where who searches may not have other servers asked (PeerTube: members may).
pub async fn find(visit: &Visit, text: &str) -> Result<Option<String>> {
    if !look_up::is_name(text) || visit.visitor.person.is_none() {
        return Ok(None);
    }
    let Some(exchange) = visit.app.federation().await? else { return Ok(None) };
    // What is ours stands here already.
    if let Some(path) = exchange.address.path(text.trim()) {
        return Ok(Some(path.to_owned()));
    }
    let found = match look_up::find(&exchange, text).await {
        Ok(found) => found,
        Err(error) if error.kind == Kind::Internal => return Err(error),
        Err(error) => {
            tracing::debug!(%error, "looked up in vain");
            return Ok(None);
        }
    };
    let (path, crawl) = exchange
        .db
        .write(move |tx| {
            let found = match found {
                Found::Video(id) => {
                    db::video::find(tx, Reference::Number(id))?.map(|video| (watch(&video), None))
                }
                Found::Channel(id) => db::channel::by_id(tx, id)?.map(|channel| {
                    (format!("/c/{}/videos", channel.handle), channel.home.map(|home| home.url))
                }),
                Found::Account(id) => {
                    db::account::by_account(tx, id)?.map(|account| (format!("/a/{}", account.name), None))
                }
            };
            let (path, actor) = found.ok_or_else(|| Error::not_found("error-not-found"))?;
            // A page without films says nothing of a channel: a few are read.
            let is_crawled = actor.is_some();
            if let Some(actor) = actor {
                db::job::push(tx, &Job::Crawl { actor, page: None, left: FEW }, tx.now)?;
            }
            Ok((path, is_crawled))
        })
        .await?;
    if crawl {
        visit.app.wake(Lane::Network);
    }
    Ok(Some(path))
}

fn watch(video: &Video) -> String {
    format!("/w/{}", to_short(video.uuid))
}

/// Brings a small file of another server here, which a page shows.
pub async fn bring(visit: &Visit, kind: Small, file: &str) -> Result<()> {
    let missing = || Error::not_found("error-not-found");
    let name = file.to_owned();
    // Most names that are asked for in vain are nobody's: those cost one look.
    let is_borrowed = visit.app.db.read(move |read| Ok(db::borrowed::find(read, &name)?.is_some())).await?;
    if !is_borrowed {
        return Err(missing());
    }
    let exchange = visit.app.federation().await?.ok_or_else(missing)?;
    borrow::bring(&exchange, &visit.app.layout, &visit.app.worker, kind, file).await
}

/// Somebody watches a film of another server: it is looked at again where that is due.
pub async fn watched(visit: &Visit, video: &Video) -> Result<()> {
    let Some(origin) = &video.origin else { return Ok(()) };
    if visit.app.now().seconds_since(origin.fetched_at) < FRESH_SECONDS {
        return Ok(());
    }
    let job = Job::Refresh { video_id: video.id };
    visit.app.db.write(move |tx| db::job::push(tx, &job, tx.now)).await?;
    visit.app.wake(Lane::Network);
    Ok(())
}
