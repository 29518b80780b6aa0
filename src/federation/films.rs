//! Films of other servers: read where they are at home, kept here, looked at again.

mod read;

use serde_json::Value;

use super::exchange::{Exchange, host_of};
use super::{actors, exchange};
use crate::actions::remote_videos;
use crate::db;
use crate::domain::actor::ActorKind;
use crate::domain::moment::Moment;
use crate::error::{Error, Result};

pub use read::{Film, read};

/// Seconds after which a film, or what is known of its channel, is read again (PeerTube: two days).
pub const FRESH_SECONDS: i64 = 2 * 24 * 3600;

/// The film with this id, read from its own server and kept; its number here.
pub async fn fetch(exchange: &Exchange, url: &str, is_news: bool) -> Result<i64> {
    let document = exchange.fetch(url).await?;
    keep(exchange, &document, is_news).await
}

/// Keeps a film; its number here. The document must have come from the film's own server: by `Exchange::fetch`, or in
/// an activity that was signed there.
pub async fn keep(exchange: &Exchange, document: &Value, is_news: bool) -> Result<i64> {
    let film = read(document, exchange.now)?;
    let judged = film.new.clone();
    let refused = exchange.db.read(move |read| Ok(remote_videos::judge(read, &judged).err())).await?;
    if let Some(refused) = refused {
        // What is not taken any more goes.
        let url = film.new.origin.url;
        exchange.db.write(move |tx| remote_videos::forget(tx, &url).map(drop)).await?;
        return Err(refused);
    }
    let channel_id = channel_of(exchange, &film).await?;
    exchange.db.write(move |tx| remote_videos::receive(tx, &film.new, channel_id, is_news)).await
}

/// The number of the channel that shows a film. It must say itself that it is the account's: otherwise anybody could
/// put films into anybody's channel.
async fn channel_of(exchange: &Exchange, film: &Film) -> Result<i64> {
    let host = &film.new.origin.host;
    let wrong = |reason: &str| {
        Error::invalid("error-federation-film").with("url", &film.new.origin.url).caused_by(reason.to_owned())
    };
    if [&film.account, &film.channel].into_iter().any(|id| host_of(id).as_ref() != Some(host)) {
        return Err(wrong("its account or its channel is of another server"));
    }
    let (account, channel, fresh) =
        (film.account.clone(), film.channel.clone(), exchange.now.plus_seconds(-FRESH_SECONDS));
    let known = exchange.db.read(move |read| known_channel(read, &account, &channel, fresh)).await?;
    if let Some(known) = known {
        return Ok(known);
    }
    let channel = actors::described(exchange, &film.channel).await?;
    let owner = actors::described(exchange, &film.account).await?;
    if channel.kind != ActorKind::Group || owner.kind != ActorKind::Person {
        return Err(wrong("its channel is no Group, or its account no Person"));
    }
    if (&channel.url, &owner.url) != (&film.channel, &film.account) {
        return Err(wrong("its channel or its account is called otherwise"));
    }
    if !channel.owners.contains(&owner.url) {
        return Err(wrong("its channel is not its account's"));
    }
    exchange.db.write(move |tx| remote_videos::receive_channel(tx, &owner, &channel)).await
}

fn known_channel(read: &db::Read, account: &str, channel: &str, fresh: Moment) -> Result<Option<i64>> {
    let (Some(account), Some(channel)) =
        (db::actor::by_url(read, account)?, db::actor::by_url(read, channel)?)
    else {
        return Ok(None);
    };
    let Some(channel_id) = db::channel::of_actor(read, channel.id)? else { return Ok(None) };
    let is_theirs = db::channel::by_id(read, channel_id)?.map(|channel| channel.account_id)
        == db::actor::known_account(read, account.id)?;
    Ok((is_theirs && channel.fetched_at >= fresh).then_some(channel_id))
}

/// Looks at a film again where that is due. One that is gone from its server is forgotten here.
pub async fn refresh(exchange: &Exchange, video_id: i64) -> Result<()> {
    let origin = exchange.db.read(move |read| db::remote_video::origin(read, video_id)).await?;
    let Some(origin) = origin else { return Ok(()) };
    match fetch(exchange, &origin.url, false).await {
        Err(error) if error.said.key == "error-federation-gone" => {
            let url = origin.url;
            exchange.db.write(move |tx| remote_videos::forget(tx, &url).map(drop)).await
        }
        other => other.map(drop),
    }
}

/// How often a film is liked and disliked, as its own server counts; and its chapters.
pub async fn around(exchange: &Exchange, video_id: i64) -> Result<()> {
    let origin = exchange.db.read(move |read| db::remote_video::origin(read, video_id)).await?;
    let Some(origin) = origin else { return Ok(()) };
    let (likes, dislikes) =
        (total(exchange, origin.likes.as_deref()).await, total(exchange, origin.dislikes.as_deref()).await);
    let chapters = match &origin.chapters {
        Some(url) => exchange.fetch(url).await.map(|document| read::chapters(&document)).unwrap_or_default(),
        None => Vec::new(),
    };
    exchange
        .db
        .write(move |tx| {
            db::remote_video::set_ratings(tx, video_id, likes, dislikes)?;
            if db::remote_video::origin(tx, video_id)?.is_some()
                && db::chapter::of_video(tx, video_id)? != chapters
            {
                db::chapter::replace(tx, video_id, &chapters)?;
            }
            Ok(())
        })
        .await
}

/// How many a collection holds; none where it does not say.
async fn total(exchange: &Exchange, url: Option<&str>) -> Option<i64> {
    let document = exchange.fetch(url?).await.ok()?;
    document["totalItems"].as_i64().map(|total| total.clamp(0, 1_000_000_000))
}

/// The ids of what stands on a page of a collection, and the address of the next page.
pub fn page(document: &Value) -> (Vec<&Value>, Option<&str>) {
    let items = ["orderedItems", "items"].into_iter().find_map(|name| document[name].as_array());
    let next = exchange::id_in(&document["next"]);
    (items.into_iter().flatten().take(PAGE).collect(), next)
}

/// Things on one page that are looked at.
const PAGE: usize = 200;
