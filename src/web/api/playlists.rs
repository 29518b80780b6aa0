//! Playlists: listed, found, shown, made, changed, deleted.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};
use warp::http::header::CONTENT_TYPE;

use super::shapes::playlist as shapes;
use super::shapes::{List, Site};
use super::{accounts, channels};
use crate::actions::playlists;
use crate::db;
use crate::db::playlist::{Filter, Playlist};
use crate::domain::account::Person;
use crate::domain::id::{Reference, to_short};
use crate::domain::playlist::{About, Kind, Move, Order, OrderBy, PRIVACIES, privacy_from_number};
use crate::error::{Error, Result};
use crate::files::layout::Small;
use crate::web::answer::{self, Response};
use crate::web::pictures::{self, PICTURE_LENGTH, THUMBNAIL, form_with_file};
use crate::web::request::{Query, plain};
use crate::web::routes::Visit;

/// What an address names as a playlist.
pub fn reference(id: &str) -> Result<Reference> {
    Reference::parse(id).ok_or_else(|| Error::invalid("error-playlist-id"))
}

/// The playlist that an address names, if the visitor may see it.
pub async fn visible(visit: &Visit, id: &str) -> Result<Playlist> {
    let (reference, person) = (reference(id)?, visit.visitor.person.clone());
    visit.app.db.read(move |read| playlists::visible(read, reference, person.as_ref())).await
}

pub async fn list(visit: &Visit) -> Result<Response> {
    listed(visit, filter(&visit.request.query, Order::NEWEST)?).await
}

/// Empty lists are nothing that anybody looks for.
pub async fn search(visit: &Visit) -> Result<Response> {
    let best = Order { by: OrderBy::Match, is_descending: true };
    listed(visit, Filter { has_films: true, ..filter(&visit.request.query, best)? }).await
}

pub async fn of_account(visit: &Visit, name: &str) -> Result<Response> {
    let account = accounts::find(visit, name).await?;
    let filter = filter(&visit.request.query, Order::NEWEST)?;
    listed(visit, Filter { account_id: Some(account.id), owner: own(visit, account.id), ..filter }).await
}

pub async fn of_channel(visit: &Visit, handle: &str) -> Result<Response> {
    let (channel, owner) = channels::find(visit, handle).await?;
    let filter = filter(&visit.request.query, Order::NEWEST)?;
    listed(visit, Filter { channel_id: Some(channel.id), owner: own(visit, owner.id), ..filter }).await
}

/// The account, if it is the visitor's: then all of its lists are listed.
fn own(visit: &Visit, account_id: i64) -> Option<i64> {
    visit.visitor.person.as_ref().map(|person| person.account_id).filter(|&id| id == account_id)
}

fn filter(query: &Query, default: Order) -> Result<Filter> {
    let wrong = |name: &'static str| Error::invalid("error-parameter").with("name", name).with("maximum", "");
    let order = match query.get("sort").filter(|sort| !sort.is_empty()) {
        Some(sort) => Order::parse(sort).ok_or_else(|| wrong("sort"))?,
        None => default,
    };
    let kind = query
        .get("playlistType")
        .filter(|kind| !kind.is_empty())
        .map(|kind| kind.parse().ok().and_then(Kind::from_number).ok_or_else(|| wrong("playlistType")));
    let search = query.get("search").map(str::trim).filter(|words| !words.is_empty());
    Ok(Filter {
        kind: kind.transpose()?,
        search: search.map(str::to_owned),
        order,
        start: query.number("start", 0, 1_000_000)?,
        ..Filter::newest(query.number("count", super::COUNT, super::COUNT_MAXIMUM)?)
    })
}

async fn listed(visit: &Visit, filter: Filter) -> Result<Response> {
    let page = visit.app.db.read(move |read| db::playlist::list(read, &filter)).await?;
    let site = Site::of(&visit.app);
    let data: Vec<_> = page.playlists.iter().map(|list| shapes::playlist(&site, list)).collect();
    answer::json(&List { total: page.total, data })
}

pub fn privacies() -> Result<Response> {
    answer::json(&BTreeMap::from(PRIVACIES.map(|privacy| (privacy as i64, privacy.label()))))
}

pub async fn show(visit: &Visit, id: &str) -> Result<Response> {
    let list = visible(visit, id).await?;
    answer::json(&shapes::playlist(&Site::of(&visit.app), &list))
}

pub async fn create(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let (words, picture) = words(visit).await?;
    let mut about = About::named("");
    change_about(&mut about, &words)?;
    let thumbnail = thumbnail(visit, picture).await?;
    let made = async {
        let (id, uuid) = playlists::create(&visit.app.db, &person, about).await?;
        set_thumbnail(visit, &person, Reference::Number(id), thumbnail.clone()).await?;
        Ok((id, uuid))
    };
    let (id, uuid) = made.await.inspect_err(|_: &Error| forget(visit, thumbnail.clone()))?;
    answer::json(&json!({ "videoPlaylist": { "id": id, "uuid": uuid, "shortUUID": to_short(uuid) } }))
}

pub async fn change(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let reference = reference(id)?;
    let (words, picture) = words(visit).await?;
    change_with(visit, &person, reference, picture, move |about| change_about(about, &words)).await?;
    Ok(answer::no_content())
}

/// Changes what is said of a list and, where one was sent, its picture.
pub async fn change_with(
    visit: &Visit,
    person: &Person,
    reference: Reference,
    picture: Option<Vec<u8>>,
    change: impl FnOnce(&mut About) -> Result<()> + Send + 'static,
) -> Result<()> {
    let thumbnail = thumbnail(visit, picture).await?;
    let changed = async {
        playlists::describe(&visit.app.db, person, reference, change).await?;
        set_thumbnail(visit, person, reference, thumbnail.clone()).await
    };
    changed.await.inspect_err(|_| forget(visit, thumbnail.clone()))
}

/// The picture first, before anything is changed: it is what is most likely to be refused.
async fn thumbnail(visit: &Visit, picture: Option<Vec<u8>>) -> Result<Option<String>> {
    let Some(picture) = picture else { return Ok(None) };
    Ok(pictures::make(visit, &picture, &[(Small::Thumbnail, THUMBNAIL)]).await?.pop())
}

async fn set_thumbnail(
    visit: &Visit,
    person: &Person,
    reference: Reference,
    thumbnail: Option<String>,
) -> Result<()> {
    let Some(thumbnail) = thumbnail else { return Ok(()) };
    forget(visit, playlists::set_thumbnail(&visit.app.db, person, reference, thumbnail).await?);
    Ok(())
}

fn forget(visit: &Visit, thumbnail: Option<String>) {
    pictures::forget(&visit.app.layout, thumbnail.map(|name| (Small::Thumbnail, name)));
}

/// The fields of a form or of JSON, and the picture that came along. `null` is that word in both: what is
/// called so is taken away, and what is not named stays.
async fn words(visit: &mut Visit) -> Result<(HashMap<String, String>, Option<Vec<u8>>)> {
    let kind = visit.request.header(CONTENT_TYPE).unwrap_or_default();
    if kind.starts_with("application/json") {
        let object: HashMap<String, Value> = visit.request.json().await?;
        return Ok((object.into_iter().map(|(name, value)| (name, plain(value))).collect(), None));
    }
    let (form, picture) = if kind.starts_with("multipart/form-data") {
        form_with_file(visit, &["thumbnailfile"], PICTURE_LENGTH).await?
    } else {
        (visit.request.form().await?, None)
    };
    let known = ["displayName", "description", "privacy", "videoChannelId"];
    let named = known.into_iter().filter_map(|name| Some((name.to_owned(), form.get(name)?.to_owned())));
    Ok((named.collect(), picture))
}

fn change_about(about: &mut About, words: &HashMap<String, String>) -> Result<()> {
    let is_none = |text: &str| matches!(text.trim(), "" | "null");
    if let Some(name) = words.get("displayName") {
        about.display_name = name.clone();
    }
    if let Some(text) = words.get("description") {
        about.description = Some(text.clone()).filter(|text| !is_none(text));
    }
    if let Some(privacy) = words.get("privacy").filter(|text| !is_none(text)) {
        let privacy = privacy.parse().ok().and_then(privacy_from_number);
        about.privacy = privacy.ok_or_else(|| Error::invalid("error-privacy"))?;
    }
    if let Some(id) = words.get("videoChannelId") {
        about.channel_id = match id.as_str() {
            id if is_none(id) => None,
            id => Some(id.parse().map_err(|_| Error::invalid("error-channel"))?),
        };
    }
    Ok(())
}

pub async fn delete(visit: &Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    remove(visit, person, reference(id)?).await?;
    Ok(answer::no_content())
}

/// Deletes a list and its picture.
pub async fn remove(visit: &Visit, person: &Person, reference: Reference) -> Result<()> {
    forget(visit, playlists::delete(&visit.app.db, person, reference).await?);
    Ok(())
}

pub async fn reorder_channel(visit: &mut Visit, handle: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let (channel, _) = channels::find(visit, handle).await?;
    let moved = moved(visit).await?;
    playlists::reorder_channel(&visit.app.db, &person, channel.id, moved).await?;
    Ok(answer::no_content())
}

/// What goes where, as PeerTube's reordering says it.
pub async fn moved(visit: &mut Visit) -> Result<Move> {
    let form = visit.request.form().await?;
    let number = |name: &'static str, default: Option<i64>| {
        let given = form.filled(name).map_or(Ok(default), |text| text.parse().map(Some));
        let wrong = || Error::invalid("error-parameter").with("name", name).with("maximum", "");
        given.ok().flatten().ok_or_else(wrong)
    };
    Ok(Move {
        start: number("startPosition", None)?,
        after: number("insertAfterPosition", None)?,
        length: number("reorderLength", Some(1))?,
    })
}
