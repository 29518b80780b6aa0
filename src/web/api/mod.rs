//! The REST API as PeerTube has it (baseline 8.2): one file a noun, and the shapes that they share.

pub mod abuses;
pub mod accounts;
pub mod addresses;
pub mod blocklist;
pub mod captions;
pub mod channel_followers;
pub mod channels;
pub mod chapters;
pub mod collaborators;
pub mod comments;
pub mod config;
pub mod contact;
pub mod followers;
pub mod following;
pub mod history;
pub mod jobs;
pub mod members;
pub mod notifications;
pub mod overviews;
pub mod ownership;
pub mod pictures;
pub mod player_settings;
pub mod playlist_elements;
pub mod playlists;
pub mod ratings;
pub mod registrations;
pub mod servers;
pub mod sessions;
pub mod shapes;
pub mod sources;
pub mod storyboards;
pub mod subscriptions;
pub mod tokens;
pub mod two_factor;
pub mod uploads;
pub mod users;
pub mod video_blocks;
pub mod video_passwords;
pub mod videos;

use serde::{Deserialize, Deserializer};

use uuid::Uuid;

use super::request::Query;
use super::routes::Visit;
use crate::db::video::{Audience, Between, Filter, Narrow, Sensitive};
use crate::domain::id::Reference;
use crate::domain::moment::Moment;
use crate::domain::sensitive::LeftOut;
use crate::domain::video::Order;
use crate::error::{Error, Result};

/// PeerTube's default and greatest length of a list.
pub const COUNT: u32 = 15;
pub const COUNT_MAXIMUM: u32 = 100;

/// The number in an address.
fn number(id: &str) -> Result<i64> {
    id.parse().map_err(|_| Error::invalid("error-parameter").with("name", "id").with("maximum", ""))
}

/// Whether `sort` asks for the latest first, where a list knows no other order.
fn order_by_creation(query: &Query, is_descending: bool) -> Result<bool> {
    match query.get("sort") {
        None | Some("") => Ok(is_descending),
        Some("-createdAt") => Ok(true),
        Some("createdAt") => Ok(false),
        Some(_) => Err(Error::invalid("error-parameter").with("name", "sort").with("maximum", "")),
    }
}

/// Whether a list is to hold what stands in the channels of others that the person keeps with them.
fn includes_collaborations(query: &Query) -> Result<bool> {
    match query.get("includeCollaborations") {
        None | Some("" | "false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => {
            Err(Error::invalid("error-parameter").with("name", "includeCollaborations").with("maximum", ""))
        }
    }
}

/// `start`, `count` and `sort` of a list of films, and the filters that every such list knows.
fn filter(visit: &Visit, audience: Audience, default: Order) -> Result<Filter> {
    let query = &visit.request.query;
    let search = query.get("search").map(str::trim).filter(|words| !words.is_empty());
    Ok(Filter {
        audience: if is_absent(visit)? { Audience::Nobody } else { audience },
        channel_id: None,
        account_id: None,
        follower_id: None,
        search: search.map(str::to_owned),
        narrow: narrow(visit, audience)?,
        except: None,
        viewer: visit.visitor.account_id(),
        order: order(query, default)?,
        start: query.number("start", 0, 1_000_000)?,
        count: query.number("count", COUNT, COUNT_MAXIMUM)?,
    })
}

/// Whether a list asks for what there is none of: lives, files of PeerTube's older kind.
fn is_absent(visit: &Visit) -> Result<bool> {
    let query = &visit.request.query;
    Ok(flag(query, "isLive")? == Some(true)
        || flag(query, "hasHLSFiles")? == Some(false)
        || flag(query, "hasWebVideoFiles")? == Some(true))
}

/// PeerTube's filters of lists and searches.
fn narrow(visit: &Visit, audience: Audience) -> Result<Narrow> {
    let query = &visit.request.query;
    let texts = |name: &str| -> Vec<String> {
        query.all(name).into_iter().filter(|text| !text.is_empty()).map(str::to_owned).collect()
    };
    let (unknown, languages): (Vec<_>, Vec<_>) =
        texts("languageOneOf").into_iter().partition(|code| code == "_unknown");
    let is_own = matches!(audience, Audience::Owner(_) | Audience::Keeper(_));
    // Whoever says what they want of sensitive films gets that, whatever they wish otherwise.
    let is_asked = is_own || query.get("nsfw").is_some();
    let left_out = if is_asked { LeftOut::default() } else { visit.taste().left_out() };
    let unwatched = flag(query, "excludeAlreadyWatched")? == Some(true);
    let host = query.get("host").filter(|host| !host.is_empty());
    let is_own_host = host.is_some_and(|host| host == visit.app.host());
    Ok(Narrow {
        uuids: uuids(query)?,
        categories: numbers(query, "categoryOneOf")?,
        licences: numbers(query, "licenceOneOf")?,
        languages,
        unknown_language: !unknown.is_empty(),
        tags_any: texts("tagsOneOf"),
        tags_all: texts("tagsAllOf"),
        nsfw: Sensitive {
            only: nsfw(query)?.or(left_out.is_all.then_some(false)),
            included: whole(query, "nsfwFlagsIncluded")?.unwrap_or(left_out.included),
            excluded: whole(query, "nsfwFlagsExcluded")?.unwrap_or(left_out.excluded),
        },
        duration: Between { least: whole(query, "durationMin")?, most: whole(query, "durationMax")? },
        published: Between { least: moment(query, "startDate")?, most: moment(query, "endDate")? },
        originally_published: Between {
            least: moment(query, "originallyPublishedStartDate")?,
            most: moment(query, "originallyPublishedEndDate")?,
        },
        is_local: if is_own_host { Some(true) } else { flag(query, "isLocal")? },
        host: host.filter(|_| !is_own_host).map(str::to_owned),
        unwatched_by: visit.visitor.person.as_ref().filter(|_| unwatched).map(|person| person.account_id),
    })
}

/// A parameter that cannot be read, named as PeerTube does.
fn wrong(name: &'static str) -> Error {
    Error::invalid("error-parameter").with("name", name).with("maximum", "")
}

fn flag(query: &Query, name: &'static str) -> Result<Option<bool>> {
    match query.get(name) {
        None | Some("") => Ok(None),
        Some("true" | "1") => Ok(Some(true)),
        Some("false" | "0") => Ok(Some(false)),
        Some(_) => Err(wrong(name)),
    }
}

fn whole(query: &Query, name: &'static str) -> Result<Option<i64>> {
    let text = query.get(name).filter(|text| !text.is_empty());
    text.map(|text| text.parse().ok().filter(|&number| number >= 0).ok_or_else(|| wrong(name))).transpose()
}

fn moment(query: &Query, name: &'static str) -> Result<Option<i64>> {
    let text = query.get(name).filter(|text| !text.is_empty());
    text.map(|text| Moment::parse(text).map(|at| at.0).ok_or_else(|| wrong(name))).transpose()
}

fn numbers(query: &Query, name: &'static str) -> Result<Vec<i64>> {
    let texts = query.all(name).into_iter().filter(|text| !text.is_empty());
    texts.map(|text| text.parse().map_err(|_| wrong(name))).collect()
}

/// Long or short, as many as a page holds.
fn uuids(query: &Query) -> Result<Vec<Uuid>> {
    let of = |text: &str| match Reference::parse(text) {
        Some(Reference::Uuid(uuid)) => Ok(uuid),
        _ => Err(wrong("uuids")),
    };
    query.all("uuids").into_iter().filter(|text| !text.is_empty()).map(of).collect()
}

/// A member of JSON that is there, even where it is `null`.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// The order that `sort` names.
pub fn order(query: &Query, default: Order) -> Result<Order> {
    let Some(sort) = query.get("sort").filter(|sort| !sort.is_empty()) else { return Ok(default) };
    Order::parse(sort).ok_or_else(|| wrong("sort"))
}

/// Whether `nsfw` asks for sensitive films alone or for none of them; both are listed unless it does.
pub fn nsfw(query: &Query) -> Result<Option<bool>> {
    match query.get("nsfw") {
        None | Some("" | "both") => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(wrong("nsfw")),
    }
}
