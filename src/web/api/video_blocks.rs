//! Blocked films (PeerTube's blacklist), for those who keep the house.

use serde::Deserialize;
use serde_json::json;

use super::shapes::{self, List, Site};
use super::{COUNT, COUNT_MAXIMUM, given};
use crate::actions::video_blocks as actions;
use crate::db;
use crate::db::video::Video;
use crate::db::video_block::{Block, Order, Search};
use crate::domain::id::Reference;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

#[derive(Deserialize)]
struct Wished {
    #[serde(default, deserialize_with = "given")]
    reason: Option<Option<String>>,
    unfederate: Option<bool>,
}

fn reference(id: &str) -> Result<Reference> {
    Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))
}

pub async fn add(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.moderator()?.clone();
    let Wished { reason, unfederate } = visit.request.json().await?;
    let is_unfederated = unfederate.unwrap_or(false);
    actions::block(&visit.app.db, &person, reference(id)?, reason.flatten(), is_unfederated).await?;
    Ok(answer::no_content())
}

/// Another reason; what is left out stays.
pub async fn change(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.moderator()?.clone();
    let Wished { reason, .. } = visit.request.json().await?;
    actions::explain(&visit.app.db, &person, reference(id)?, reason).await?;
    Ok(answer::no_content())
}

pub async fn remove(visit: &Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.moderator()?;
    actions::unblock(&visit.app.db, person, reference(id)?).await?;
    Ok(answer::no_content())
}

pub async fn list(visit: &Visit) -> Result<Response> {
    visit.visitor.moderator()?;
    let query = &visit.request.query;
    let wrong = |name: &'static str| Error::invalid("error-parameter").with("name", name).with("maximum", "");
    let sort = query.get("sort").filter(|sort| !sort.is_empty()).unwrap_or("-createdAt");
    let (is_descending, by) = sort.strip_prefix('-').map_or((false, sort), |by| (true, by));
    let order = match by {
        "createdAt" | "id" => Order::CreatedAt,
        "name" => Order::Name,
        "duration" => Order::Duration,
        "views" => Order::Views,
        "likes" => Order::Likes,
        "dislikes" => Order::Dislikes,
        _ => return Err(wrong("sort")),
    };
    // PeerTube's other type is what blocks by itself before it is looked at: nothing here does.
    let is_by_hand = match query.get("type") {
        None | Some("" | "1") => true,
        Some("2") => false,
        Some(_) => return Err(wrong("type")),
    };
    let words = query.get("search").map(str::trim).filter(|words| !words.is_empty());
    let search = Search {
        words: words.map(str::to_owned),
        order,
        is_descending,
        start: query.number("start", 0, 1_000_000)?,
        count: query.number("count", COUNT, COUNT_MAXIMUM)?,
    };
    let (total, films) = match is_by_hand {
        true => visit.app.db.read(move |read| db::video_block::list(read, &search)).await?,
        false => (0, Vec::new()),
    };
    let site = Site::of(&visit.app);
    let shape = |(block, video): &(Block, Video)| {
        json!({
            "id": block.id,
            "createdAt": block.created_at,
            "updatedAt": block.updated_at,
            "reason": block.reason,
            "unfederated": block.is_unfederated,
            "type": 1,
            "video": shapes::video(&site, video, 0),
        })
    };
    answer::json(&List { total, data: films.iter().map(shape).collect() })
}
