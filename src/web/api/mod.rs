//! The REST API as PeerTube has it (baseline 8.2): one file a noun, and the shapes that they share.

pub mod accounts;
pub mod captions;
pub mod channels;
pub mod chapters;
pub mod config;
pub mod playlist_elements;
pub mod playlists;
pub mod shapes;
pub mod tokens;
pub mod uploads;
pub mod users;
pub mod videos;

use super::request::Query;
use crate::db::video::{Audience, Filter};
use crate::domain::video::Order;
use crate::error::{Error, Result};

/// PeerTube's default and greatest length of a list.
const COUNT: u32 = 15;
const COUNT_MAXIMUM: u32 = 100;

/// `start`, `count` and `sort` of a list of films, and the filters that every such list knows.
fn filter(query: &Query, audience: Audience, default: Order) -> Result<Filter> {
    let order = match query.get("sort").filter(|sort| !sort.is_empty()) {
        Some(sort) => Order::parse(sort)
            .ok_or_else(|| Error::invalid("error-parameter").with("name", "sort").with("maximum", ""))?,
        None => default,
    };
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
        search: search.map(str::to_owned),
        category,
        language: query.get("languageOneOf").map(str::to_owned),
        tag: query.get("tagsOneOf").or(query.get("tagsAllOf")).map(str::to_owned),
        except: None,
        order,
        start: query.number("start", 0, 1_000_000)?,
        count: query.number("count", COUNT, COUNT_MAXIMUM)?,
    })
}
