//! The REST API as PeerTube has it (baseline 8.2): one file a noun, and the shapes that they share.

pub mod accounts;
pub mod captions;
pub mod channels;
pub mod chapters;
pub mod comments;
pub mod config;
pub mod history;
pub mod members;
pub mod notifications;
pub mod pictures;
pub mod playlist_elements;
pub mod playlists;
pub mod ratings;
pub mod registrations;
pub mod sessions;
pub mod shapes;
pub mod storyboards;
pub mod subscriptions;
pub mod tokens;
pub mod two_factor;
pub mod uploads;
pub mod users;
pub mod video_passwords;
pub mod videos;

use serde::{Deserialize, Deserializer};

use super::request::Query;
use crate::db::video::{Audience, Filter};
use crate::domain::video::Order;
use crate::error::{Error, Result};

/// PeerTube's default and greatest length of a list.
pub const COUNT: u32 = 15;
pub const COUNT_MAXIMUM: u32 = 100;

/// `start`, `count` and `sort` of a list of films, and the filters that every such list knows.
fn filter(query: &Query, audience: Audience, default: Order) -> Result<Filter> {
    let search = query.get("search").map(str::trim).filter(|words| !words.is_empty());
    // There are no lives and no films of other servers here yet.
    let is_absent = query.get("isLive") == Some("true") || query.get("isLocal") == Some("false");
    let category = query.get("categoryOneOf").filter(|id| !id.is_empty());
    let category = category
        .map(str::parse)
        .transpose()
        .map_err(|_| Error::invalid("error-parameter").with("name", "categoryOneOf").with("maximum", ""))?;
    Ok(Filter {
        audience: if is_absent { Audience::Nobody } else { audience },
        channel_id: None,
        account_id: None,
        follower_id: None,
        search: search.map(str::to_owned),
        category,
        language: query.get("languageOneOf").map(str::to_owned),
        tag: query.get("tagsOneOf").or(query.get("tagsAllOf")).map(str::to_owned),
        nsfw: nsfw(query)?,
        except: None,
        order: order(query, default)?,
        start: query.number("start", 0, 1_000_000)?,
        count: query.number("count", COUNT, COUNT_MAXIMUM)?,
    })
}

/// A member of JSON that is there, even where it is `null`.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// The order that `sort` names.
pub fn order(query: &Query, default: Order) -> Result<Order> {
    let Some(sort) = query.get("sort").filter(|sort| !sort.is_empty()) else { return Ok(default) };
    Order::parse(sort)
        .ok_or_else(|| Error::invalid("error-parameter").with("name", "sort").with("maximum", ""))
}

/// Whether `nsfw` asks for sensitive films alone or for none of them; both are listed unless it does.
pub fn nsfw(query: &Query) -> Result<Option<bool>> {
    match query.get("nsfw") {
        None | Some("" | "both") => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(Error::invalid("error-parameter").with("name", "nsfw").with("maximum", "")),
    }
}
