//! The documents of playlists, of the places in them, and of whose they are.

use serde_json::{Value, json};

use super::documents::{PAGE, answered, collected, exchange, start_of, whose};
use crate::db;
use crate::db::playlist::element;
use crate::db::playlist::{Filter, Playlist};
use crate::domain::actor::Own;
use crate::domain::id::Reference;
use crate::domain::playlist::{Kind, can_see};
use crate::error::{Error, Result};
use crate::federation::exchange::Exchange;
use crate::federation::objects::{context, document, playlist};
use crate::web::answer::Response;
use crate::web::routes::Visit;

/// The public lists of an account or a channel; the site itself has none.
pub async fn of_actor(visit: &Visit, kind: &str, name: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let (own, url) = whose(&exchange, visit, kind, name).await?;
    let start = start_of(visit)?.unwrap_or_default();
    let filter = Filter { kind: Some(Kind::Regular), start, ..Filter::newest(PAGE) };
    let filter = match own {
        Own::Site => None,
        Own::Account(id) => Some(Filter { account_id: Some(id), ..filter }),
        Own::Channel(id) => Some(Filter { channel_id: Some(id), ..filter }),
    };
    let found = match filter {
        Some(filter) => exchange.db.read(move |read| db::playlist::list(read, &filter)).await?,
        None => db::playlist::Page::default(),
    };
    let all = found.playlists.iter().map(|list| json!(exchange.address.playlist(list.uuid))).collect();
    collected(visit, &format!("{url}/playlists"), found.total, |_| Ok(all))
}

/// A list that a server may know of: public ones are told, unlisted ones given to who has their address.
async fn open_list(exchange: &Exchange, id: &str) -> Result<Playlist> {
    let gone = || Error::not_found("error-playlist-not-found");
    let reference = Reference::parse(id).ok_or_else(gone)?;
    let list = exchange.db.read(move |read| db::playlist::find(read, reference)).await?;
    let list = list.filter(|list| {
        list.kind == Kind::Regular && can_see(list.about.privacy, list.account.id, reference, None)
    });
    list.ok_or_else(gone)
}

pub async fn show(visit: &Visit, id: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let list = open_list(&exchange, id).await?;
    let mut whole = playlist::playlist(&exchange.address, &list);
    let Some(start) = start_of(visit)? else { return answered(&document(context::playlist(), whole)) };
    let list_id = list.id;
    let places = exchange.db.read(move |read| element::list(read, list_id, start, PAGE)).await?;
    let (id, number) = (exchange.address.playlist(list.uuid), start / PAGE + 1);
    let items = places.iter().map(|place| json!(playlist::place_id(&exchange.address, &list, place.id)));
    let page = |number: u32| json!(format!("{id}?page={number}"));
    if let Value::Object(members) = &mut whole {
        members.remove("first");
        members.insert("orderedItems".to_owned(), items.collect());
        members.insert("partOf".to_owned(), json!(id));
        members.insert("id".to_owned(), page(number));
        if number > 1 {
            members.insert("prev".to_owned(), page(number - 1));
        }
        if i64::from(start + PAGE) < list.length {
            members.insert("next".to_owned(), page(number + 1));
        }
    }
    answered(&document(context::playlist(), whole))
}

pub async fn place(visit: &Visit, id: &str, place: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let list = open_list(&exchange, id).await?;
    let gone = || Error::not_found("error-not-found");
    let place: i64 = place.parse().map_err(|_| gone())?;
    let list_id = list.id;
    let found = exchange.db.read(move |read| element::find(read, list_id, place)).await?;
    let found = found.and_then(|element| playlist::place(&exchange.address, &list, &element));
    answered(&document(context::playlist(), found.ok_or_else(gone)?))
}
