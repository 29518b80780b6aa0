//! What somebody has said so far: read from their outbox, one page at a time, so that a channel of a thousand films
//! takes no more memory than one of ten.

use serde_json::Value;

use super::exchange::{Exchange, host_of, id_in};
use super::journal::Way;
use super::{actors, films, inbox};
use crate::db;
use crate::error::{Kind, Result};

/// Films that are read of somebody who was only looked up: what a page shows.
pub const FEW: u32 = 24;

/// Comments that are read of a film.
const COMMENTS: usize = 200;

/// Reads one page of what an actor has said; where the next one is, and how many films may still be read. The first page
/// is found by the actor's outbox.
pub async fn page(
    exchange: &Exchange,
    actor: &str,
    page: Option<&str>,
    mut left: u32,
) -> Result<Option<(String, u32)>> {
    let actor = actors::of(exchange, actor).await?;
    let document = match (page, &actor.outbox) {
        (Some(page), _) => exchange.fetch(page).await?,
        (None, Some(outbox)) => {
            let outbox = exchange.fetch(outbox).await?;
            match id_in(&outbox["first"]) {
                Some(first) => exchange.fetch(first).await?,
                None => outbox,
            }
        }
        (None, None) => return Ok(None),
    };
    let (items, next) = films::page(&document);
    for item in items {
        if left == 0 {
            return Ok(None);
        }
        match said(exchange, item).await {
            Ok(true) => left -= 1,
            Ok(false) => {}
            // The page is read again when its server answers again; what is known by then is passed over.
            Err(error) if matches!(error.kind, Kind::Unavailable | Kind::Internal) => return Err(error),
            Err(error) => {
                let what = format!(
                    "{} {}",
                    item["type"].as_str().unwrap_or("?"),
                    id_in(&item["object"]).unwrap_or("?")
                );
                exchange.journal.note(exchange.now, Way::In, &actor.host, &what, Err(&error));
            }
        }
    }
    let next = next.filter(|next| Some(*next) != page && host_of(next).as_deref() == Some(&*actor.host));
    Ok(next.map(|next| (next.to_owned(), left)))
}

/// Takes over what was said once, if that was of a film. Whether it was.
async fn said(exchange: &Exchange, item: &Value) -> Result<bool> {
    let object = &item["object"];
    let is_film = item["type"] == "Announce" || (item["type"] == "Create" && object["type"] == "Video");
    let Some(url) = id_in(object).filter(|_| is_film).map(str::to_owned) else { return Ok(false) };
    let known = exchange.db.read(move |read| db::remote_video::by_url(read, &url)).await?;
    if known.is_some() || id_in(object).is_some_and(|url| exchange.address.path(url).is_some()) {
        return Ok(true);
    }
    inbox::take_film(exchange, object, false).await?;
    Ok(true)
}

/// What others said of a film so far, on its own server: likes, chapters, comments.
pub async fn around(exchange: &Exchange, video_id: i64) -> Result<()> {
    films::around(exchange, video_id).await?;
    let found = exchange.db.read(move |read| {
        let Some(origin) = db::remote_video::origin(read, video_id)? else { return Ok(None) };
        let server = db::server::by_host(read, &origin.host)?;
        let takes_comments = server.and_then(|server| server.terms).unwrap_or_default().comments;
        Ok(origin.comments.filter(|_| takes_comments))
    });
    let Some(comments) = found.await? else { return Ok(()) };
    let collection = exchange.fetch(&comments).await?;
    let mut next = id_in(&collection["first"]).map(str::to_owned);
    let mut left = COMMENTS;
    while let Some(page) = next.take() {
        let document = exchange.fetch(&page).await?;
        let (items, after) = films::page(&document);
        for item in items {
            if left == 0 {
                return Ok(());
            }
            left -= 1;
            let Some(id) = id_in(item) else { continue };
            if let Err(error) = inbox::take_comment(exchange, id).await {
                let host = host_of(id).unwrap_or_default();
                exchange.journal.note(exchange.now, Way::In, &host, &format!("Note {id}"), Err(&error));
            }
        }
        next = after.filter(|after| **after != page).map(str::to_owned);
    }
    Ok(())
}
