//! Finding what somebody names: a handle, or the address of a film, a channel or an account on another server.

use serde_json::Value;

use super::address::SITE;
use super::exchange::{Exchange, host_of, id_in};
use super::{actors, films};
use crate::actions::remote_videos;
use crate::db;
use crate::db::actor::{Actor, New};
use crate::domain::actor::{ActorKind, Handle};
use crate::error::{Error, Result};
use crate::net::Ask;

/// What was found, by the number that it has here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Video(i64),
    Channel(i64),
    Account(i64),
}

/// Bytes of the answer to a question about a handle.
const FINGER: usize = 64 << 10;

/// Whether a text is the name of something that may stand on another server.
pub fn is_name(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("http://") || text.starts_with("https://") || Handle::parse(text).is_ok()
}

/// Finds what a text names, and keeps it. `NotFound` where there is nothing that could be shown.
pub async fn find(exchange: &Exchange, text: &str) -> Result<Found> {
    let text = text.trim();
    let url = match Handle::parse(text) {
        Ok(handle) if !text.contains("://") => finger(exchange, &handle).await?,
        _ => text.to_owned(),
    };
    let page = url.clone();
    if let Some(known) = exchange.db.read(move |read| db::remote_video::by_page(read, &page)).await? {
        return Ok(Found::Video(known));
    }
    let document = exchange.fetch(&url).await?;
    let nothing = || Error::not_found("error-federation-nobody").with("url", &url);
    match document["type"].as_str().unwrap_or_default() {
        "Video" => Ok(Found::Video(films::keep(exchange, &document, false).await?)),
        "Group" => channel(exchange, &document).await.map(Found::Channel),
        "Person" | "Service" | "Organization" => {
            let new = actors::read(&document)?;
            let account = exchange.db.write(move |tx| {
                let actor = db::actor::keep(tx, &new)?;
                db::actor::account(tx, &actor)
            });
            account.await.map(Found::Account)
        }
        _ => Err(nothing()),
    }
}

/// The channel that a document describes, kept here with whose it is.
async fn channel(exchange: &Exchange, document: &Value) -> Result<i64> {
    let channel = actors::read(document)?;
    let owner = owner(exchange, &channel).await?;
    exchange.db.write(move |tx| remote_videos::receive_channel(tx, &owner, &channel)).await
}

/// Whose a channel is. Groups of other programs (Lemmy) belong to nobody that would be an account here.
async fn owner(exchange: &Exchange, channel: &New) -> Result<New> {
    let wrong = || Error::invalid("error-federation-actor").with("url", &channel.url);
    let owner = channel.owners.first().ok_or_else(|| wrong().caused_by("it belongs to nobody".to_owned()))?;
    let owner = actors::described(exchange, owner).await?;
    if owner.host != channel.host || owner.kind != ActorKind::Person {
        return Err(wrong().caused_by("it belongs to somebody on another server".to_owned()));
    }
    Ok(owner)
}

/// What is known of a channel is read again, because its server says that it has changed.
pub async fn refresh_channel(exchange: &Exchange, url: &str) -> Result<()> {
    let channel = actors::described(exchange, url).await?;
    let owner = owner(exchange, &channel).await?;
    exchange.db.write(move |tx| remote_videos::receive_channel(tx, &owner, &channel).map(drop)).await
}

/// The id of whoever has a handle (WebFinger, RFC 7033).
pub async fn finger(exchange: &Exchange, handle: &Handle) -> Result<String> {
    let links = links(exchange, handle).await?;
    let is_document = |link: &&Value| {
        let kind = link["type"].as_str().unwrap_or_default();
        link["rel"] == "self" && (kind.contains("activity+json") || kind.contains("ld+json"))
    };
    let href = links.iter().find(is_document).and_then(|link| id_in(&link["href"]));
    href.map(str::to_owned).ok_or_else(|| nobody(handle))
}

/// The relation under which a server tells where its people take up what stands elsewhere (OStatus 1.0, as Mastodon and
/// PeerTube have it).
pub const SUBSCRIBE: &str = "http://ostatus.org/schema/1.0/subscribe";

/// Where somebody with this handle takes up a thing of ours on their own server.
pub async fn way_home(exchange: &Exchange, handle: &Handle, thing: &str) -> Result<String> {
    let links = links(exchange, handle).await?;
    let template =
        links.iter().find(|link| link["rel"] == SUBSCRIBE).and_then(|link| link["template"].as_str());
    let encoded: String = url::form_urlencoded::byte_serialize(thing.as_bytes()).collect();
    let way = template.map(|template| template.replace("{uri}", &encoded));
    // Nobody is sent anywhere but to the server that they named.
    way.filter(|way| host_of(way).as_deref() == Some(&*handle.host)).ok_or_else(|| nobody(handle))
}

fn nobody(handle: &Handle) -> Error {
    Error::not_found("error-federation-nobody").with("url", handle)
}

async fn links(exchange: &Exchange, handle: &Handle) -> Result<Vec<Value>> {
    if handle.host == exchange.address.host() {
        return Err(Error::invalid("error-federation-own").with("url", handle));
    }
    let resource: String =
        url::form_urlencoded::byte_serialize(format!("acct:{handle}").as_bytes()).collect();
    let ask = |scheme: &str| format!("{scheme}://{}/.well-known/webfinger?resource={resource}", handle.host);
    let headers = |_: &url::Url| Ok(vec![("accept", "application/jrd+json, application/json".to_owned())]);
    let ask_at =
        async |scheme: &str| exchange.net.get(&ask(scheme), &Ask { headers: &headers, limit: FINGER }).await;
    let mut answer = ask_at("https").await;
    // Servers without an encrypted line exist where private networks are allowed, and nowhere else.
    if answer.is_err() && exchange.address.of("").starts_with("http://") {
        answer = ask_at("http").await;
    }
    let answer = answer?;
    if answer.status != 200 {
        return Err(nobody(handle).caused_by(format!("status {}", answer.status)));
    }
    let mut document: Value =
        serde_json::from_slice(&answer.body).map_err(|error| nobody(handle).caused_by(error))?;
    match document["links"].take() {
        Value::Array(links) => Ok(links),
        _ => Err(nobody(handle)),
    }
}

/// The actor that another server is itself, which is followed to hear of all its films. PeerTube's has one name; others
/// name theirs in NodeInfo (FEP-2677).
pub async fn site(exchange: &Exchange, host: &str) -> Result<Actor> {
    let handle = Handle { name: SITE.to_owned(), host: host.to_owned() };
    let url = finger(exchange, &handle).await?;
    let actor = actors::fetch(exchange, &url).await?;
    if actor.kind != ActorKind::Application || actor.host != host {
        return Err(Error::invalid("error-federation-actor").with("url", url));
    }
    Ok(actor)
}
