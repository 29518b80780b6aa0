//! The documents of what is ours, and the collections around them.
//!
//! Browsers get pages at the same addresses; a document is for those who name its media type.

use serde_json::{Value, json};
use uuid::Uuid;
use warp::http::{StatusCode, header};

use crate::db::video::{Filter, Video};
use crate::db::{self, Read};
use crate::domain::actor::Own;
use crate::domain::id::Reference;
use crate::domain::video::{Privacy, State};
use crate::error::{Error, Result};
use crate::federation::address::{Address, SITE};
use crate::federation::exchange::Exchange;
use crate::federation::objects::activity::activity;
use crate::federation::objects::video::Film;
use crate::federation::objects::{actor, context, document, video};
use crate::federation::{keys, tell};
use crate::web::activitypub::inbox;
use crate::web::answer::{self, Response};
use crate::web::api::channels::local_name;
use crate::web::request::Request;
use crate::web::routes::Visit;

/// Things on a page of a collection (PeerTube's).
pub(super) const PAGE: u32 = 10;

/// Pages that are told (PeerTube fetches no more).
const PAGES: u32 = 2000;

const MEDIA_TYPE: &str = "application/activity+json; charset=utf-8";

/// Whether whoever asks wants the document of something that has a page at the same address.
pub fn is_document(request: &Request) -> bool {
    let segments: Vec<_> = request.segments.iter().map(String::as_str).collect();
    let has_page = match segments[..] {
        [kind, _] => ["accounts", "a", "video-channels", "c", "w", "video-playlists"].contains(&kind),
        ["videos", "watch", _] => true,
        _ => false,
    };
    has_page && reads_documents(request)
}

/// Whether whoever asks reads documents rather than pages.
pub fn reads_documents(request: &Request) -> bool {
    let accepted = request.header(header::ACCEPT).unwrap_or_default();
    let mut kinds = accepted.split(',').map(|kind| kind.split(';').next().unwrap_or_default().trim());
    kinds.any(|kind| matches!(kind, "application/activity+json" | "application/ld+json"))
}

/// What is needed to speak of ourselves; not found where the site speaks to nobody. Where signatures are demanded,
/// whoever asks has to have signed.
pub(super) async fn exchange(visit: &Visit) -> Result<Exchange> {
    let exchange = open_exchange(visit).await?;
    if visit.app.settings().demands_signatures {
        inbox::check_reader(visit, &exchange).await?;
    }
    Ok(exchange)
}

/// The same for actors: their keys are read by who has none of ours yet.
async fn open_exchange(visit: &Visit) -> Result<Exchange> {
    visit.app.federation().await?.ok_or_else(|| Error::not_found("error-not-found"))
}

pub(super) fn answered(document: &Value) -> Result<Response> {
    let mut response = answer::bytes(StatusCode::OK, MEDIA_TYPE, serde_json::to_vec(document)?);
    let headers = response.headers_mut();
    headers.insert(header::VARY, header::HeaderValue::from_static("accept"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    Ok(response)
}

/// The account of this name, or the site.
pub async fn account(visit: &Visit, name: &str) -> Result<Response> {
    let exchange = open_exchange(visit).await?;
    let name = local_name(visit, name)?;
    if name == SITE {
        let key = keys::public_pem(&keys::of(&exchange.db, Own::Site).await?)?;
        let since = exchange.db.read(db::account::first_created_at).await?;
        return answered(&document(context::actor(), actor::application(&exchange.address, since, &key)));
    }
    let account = exchange.db.read(move |read| db::account::by_name(read, &name)).await?;
    let account = account.ok_or_else(|| Error::not_found("error-not-found"))?;
    let key = keys::public_pem(&keys::of(&exchange.db, Own::Account(account.id)).await?)?;
    answered(&document(context::actor(), actor::person(&exchange.address, &account, &key)))
}

pub async fn channel(visit: &Visit, handle: &str) -> Result<Response> {
    let exchange = open_exchange(visit).await?;
    let handle = local_name(visit, handle)?;
    let found = exchange.db.read(move |read| {
        let channel = db::channel::by_handle(read, &handle)?.filter(|channel| channel.home.is_none());
        let Some(channel) = channel else { return Ok(None) };
        Ok(db::account::by_account(read, channel.account_id)?.map(|owner| (channel, owner)))
    });
    let (channel, owner) = found.await?.ok_or_else(|| Error::not_found("error-not-found"))?;
    let key = keys::public_pem(&keys::of(&exchange.db, Own::Channel(channel.id)).await?)?;
    answered(&document(context::actor(), actor::group(&exchange.address, &channel, &owner, &key)))
}

/// A film of ours that a server may know of: public ones are told, unlisted ones given to who has their address.
async fn open_film(exchange: &Exchange, id: &str) -> Result<Video> {
    let video = any_film(exchange, id).await?;
    if video.origin.is_some() {
        return Err(Error::not_found("error-not-found"));
    }
    Ok(video)
}

/// The same of films of other servers too.
async fn any_film(exchange: &Exchange, id: &str) -> Result<Video> {
    let reference = Reference::parse(id).ok_or_else(|| Error::not_found("error-not-found"))?;
    let video = exchange.db.read(move |read| db::video::find(read, reference)).await?;
    let video = video.filter(|video| {
        let is_open = match video.about.privacy {
            Privacy::Public => true,
            Privacy::Unlisted => !matches!(reference, Reference::Number(_)),
            _ => false,
        };
        is_open && video.state == State::Published
    });
    video.ok_or_else(|| Error::not_found("error-not-found"))
}

pub async fn film(visit: &Visit, id: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let video = any_film(&exchange, id).await?;
    if let Some(origin) = &video.origin {
        return Ok(answer::redirect(StatusCode::FOUND, &origin.url));
    }
    // Its document stands at its id and nowhere else.
    if id.parse::<Uuid>().is_err() {
        return Ok(answer::redirect(StatusCode::FOUND, &exchange.address.video(video.uuid)));
    }
    let film = exchange.db.read(move |read| Film::read(read, video)).await?;
    answered(&document(context::video(), video::video(&exchange.address, &film)))
}

/// What the account said when the film appeared.
pub async fn film_activity(visit: &Visit, id: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let video = open_film(&exchange, id).await?;
    let address = exchange.address.clone();
    let film = exchange.db.read(move |read| Film::read(read, video)).await?;
    let id = format!("{}/activity", address.video(film.video.uuid));
    let account = address.account(&film.video.account.handle);
    let audience = video::audience(&address, &film.video);
    let object = video::video(&address, &film);
    answered(&activity(context::video(), "Create", &id, &account, audience, object))
}

pub async fn announce(visit: &Visit, id: &str, who: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let video = open_film(&exchange, id).await?;
    let address = &exchange.address;
    let (own, actor) = match who {
        "site" => (Own::Site, address.site()),
        "channel" => (Own::Channel(video.channel.id), address.channel(&video.channel.handle)),
        _ => return Err(Error::not_found("error-not-found")),
    };
    answered(&tell::announce(address, &video, own, &actor))
}

pub async fn announces(visit: &Visit, id: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let video = open_film(&exchange, id).await?;
    let address = &exchange.address;
    let all = [Own::Channel(video.channel.id), Own::Site].map(|own| json!(address.announce(video.uuid, own)));
    let collection = format!("{}/announces", address.video(video.uuid));
    collected(visit, &collection, 2, |start| Ok(all.into_iter().skip(start as usize).collect()))
}

/// How many like a film, or dislike it. Who they are is their own affair.
pub async fn ratings(visit: &Visit, id: &str, are_likes: bool) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let video = open_film(&exchange, id).await?;
    let (part, total) = if are_likes { ("likes", video.likes) } else { ("dislikes", video.dislikes) };
    let id = format!("{}/{part}", exchange.address.video(video.uuid));
    answered(&document(
        context::plain(),
        json!({ "id": id, "type": "OrderedCollection", "totalItems": total }),
    ))
}

pub async fn chapters(visit: &Visit, id: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let video = open_film(&exchange, id).await?;
    let video_id = video.id;
    let all = exchange.db.read(move |read| db::chapter::of_video(read, video_id)).await?;
    let ends = all.iter().skip(1).map(|next| next.timecode).chain([video.duration]);
    let parts: Vec<_> = all
        .iter()
        .zip(ends)
        .map(|(one, end)| json!({ "name": one.title, "startOffset": one.timecode, "endOffset": end }))
        .collect();
    let id = format!("{}/chapters", exchange.address.video(video.uuid));
    answered(&document(context::chapters(), json!({ "id": id, "hasPart": parts })))
}

pub async fn comments(visit: &Visit, id: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let video = open_film(&exchange, id).await?;
    let address = exchange.address.clone();
    let collection = format!("{}/comments", address.video(video.uuid));
    let start = start_of(visit)?;
    let (total, found) = exchange
        .db
        .read(move |read| db::comment::ids(read, video.id, start.unwrap_or_default(), PAGE))
        .await?;
    let url =
        |(id, url): (i64, Option<String>)| json!(url.unwrap_or_else(|| address.comment(video.uuid, id)));
    collected(visit, &collection, total, |_| Ok(found.into_iter().map(url).collect()))
}

pub async fn comment(visit: &Visit, id: &str, comment: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let video = any_film(&exchange, id).await?;
    let comment: i64 = comment.parse().map_err(|_| Error::not_found("error-not-found"))?;
    let address = exchange.address.clone();
    let found = exchange.db.read(move |read| {
        let comment = db::comment::by_id(read, comment)?.filter(|one| one.video_id == video.id);
        comment.map_or(Ok(None), |comment| tell::comment_document(read, &address, &video, &comment))
    });
    answered(&found.await?.ok_or_else(|| Error::not_found("error-not-found"))?)
}

/// What an owner said to whoever wrote a comment that others read now.
pub async fn approval(visit: &Visit, id: &str, comment: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let video = open_film(&exchange, id).await?;
    let comment: i64 = comment.parse().map_err(|_| Error::not_found("error-not-found"))?;
    let address = exchange.address.clone();
    let found = exchange.db.read(move |read| {
        let is_read =
            |one: &db::comment::Comment| one.video_id == video.id && one.deleted_at.is_none() && !one.is_held;
        let Some(comment) = db::comment::by_id(read, comment)?.filter(is_read) else { return Ok(None) };
        tell::approval(read, &address, &video, &comment).map(Some)
    });
    answered(&found.await?.ok_or_else(|| Error::not_found("error-not-found"))?)
}

/// Whose collections are asked for.
pub(super) async fn whose(
    exchange: &Exchange,
    visit: &Visit,
    kind: &str,
    name: &str,
) -> Result<(Own, String)> {
    let name = local_name(visit, name)?;
    let (address, is_channel) = (exchange.address.clone(), kind == "video-channels");
    let found = exchange.db.read(move |read| {
        if is_channel {
            let channel = db::channel::by_handle(read, &name)?.filter(|channel| channel.home.is_none());
            return Ok(channel.map(|channel| (Own::Channel(channel.id), address.channel(&channel.handle))));
        }
        if name == SITE {
            return Ok(Some((Own::Site, address.site())));
        }
        let account = db::account::by_name(read, &name)?;
        Ok(account.map(|account| (Own::Account(account.id), address.account(&account.name))))
    });
    found.await?.ok_or_else(|| Error::not_found("error-not-found"))
}

/// Those of other servers who follow one of ours.
pub async fn followers(visit: &Visit, kind: &str, name: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let (own, url) = whose(&exchange, visit, kind, name).await?;
    let start = start_of(visit)?.unwrap_or_default();
    let (total, found) =
        exchange.db.read(move |read| db::actor::followers(read, own.numbers(), start, PAGE)).await?;
    let all = found.into_iter().map(|actor| json!(actor.url)).collect();
    collected(visit, &format!("{url}/followers"), total, |_| Ok(all))
}

/// Whom one of ours follows: the channels of this site that an account follows, then those of other servers.
pub async fn following(visit: &Visit, kind: &str, name: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let (own, url) = whose(&exchange, visit, kind, name).await?;
    let start = start_of(visit)?.unwrap_or_default();
    let address = exchange.address.clone();
    let found = exchange.db.read(move |read| {
        let (here, handles) = match own {
            Own::Account(id) => db::subscription::here(read, id, start, PAGE)?,
            Own::Site | Own::Channel(_) => (0, Vec::new()),
        };
        let mut all: Vec<_> = handles.iter().map(|handle| address.channel(handle)).collect();
        let (before, left) = (start.saturating_sub(here as u32), PAGE - all.len() as u32);
        let (elsewhere, urls) = db::following::accepted(read, own, before, left)?;
        all.extend(urls);
        Ok((here + elsewhere, all))
    });
    let (total, all) = found.await?;
    let all = all.into_iter().map(|url| json!(url)).collect();
    collected(visit, &format!("{url}/following"), total, |_| Ok(all))
}

/// The films of an account as it made them, those of a channel and of the site as they passed them on.
pub async fn outbox(visit: &Visit, kind: &str, name: &str) -> Result<Response> {
    let exchange = exchange(visit).await?;
    let (own, url) = whose(&exchange, visit, kind, name).await?;
    let start = start_of(visit)?;
    let filter = Filter { start: start.unwrap_or_default(), ..Filter::latest_of_ours(PAGE) };
    let filter = match own {
        Own::Site => filter,
        Own::Account(id) => Filter { account_id: Some(id), ..filter },
        Own::Channel(id) => Filter { channel_id: Some(id), ..filter },
    };
    let (address, actor) = (exchange.address.clone(), url.clone());
    let found = exchange.db.read(move |read| {
        let page = db::video::list(read, &filter)?;
        let all: Result<Vec<_>> =
            page.videos.into_iter().map(|video| said_of(read, &address, own, &actor, video)).collect();
        Ok((page.total, all?))
    });
    let (total, all) = found.await?;
    collected(visit, &format!("{url}/outbox"), total, |_| Ok(all))
}

fn said_of(read: &Read, address: &Address, own: Own, actor: &str, video: Video) -> Result<Value> {
    let without_context = |mut activity: Value| {
        if let Value::Object(members) = &mut activity {
            members.remove("@context");
        }
        activity
    };
    Ok(without_context(match own {
        Own::Account(_) => {
            let film = Film::read(read, video)?;
            let id = format!("{}/activity", address.video(film.video.uuid));
            let audience = video::audience(address, &film.video);
            activity(context::video(), "Create", &id, actor, audience, video::video(address, &film))
        }
        Own::Site | Own::Channel(_) => tell::announce(address, &video, own, actor),
    }))
}

/// Where the page that is asked for begins; none for the collection as a whole.
pub(super) fn start_of(visit: &Visit) -> Result<Option<u32>> {
    let query = &visit.request.query;
    if query.get("page").is_none() {
        return Ok(None);
    }
    Ok(Some((query.number("page", 1, PAGES)?.max(1) - 1) * PAGE))
}

/// A collection, or the page of it that is asked for. `things` gives what stands on the page that begins there.
pub(super) fn collected(
    visit: &Visit,
    id: &str,
    total: i64,
    things: impl FnOnce(u32) -> Result<Vec<Value>>,
) -> Result<Response> {
    let page = |number: u32| format!("{id}?page={number}");
    let Some(start) = start_of(visit)? else {
        let mut whole = json!({ "id": id, "type": "OrderedCollection", "totalItems": total });
        if total > 0 {
            whole["first"] = json!(page(1));
        }
        return answered(&document(context::video(), whole));
    };
    let number = start / PAGE + 1;
    let mut one = json!({
        "id": page(number),
        "type": "OrderedCollectionPage",
        "partOf": id,
        "orderedItems": things(start)?,
        "totalItems": total,
    });
    if number > 1 {
        one["prev"] = json!(page(number - 1));
    }
    if i64::from(start + PAGE) < total && number < PAGES {
        one["next"] = json!(page(number + 1));
    }
    answered(&document(context::video(), one))
}
