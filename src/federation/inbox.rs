//! What others say, and what becomes of it.
//!
//! Whoever calls has seen the signature. What is meant for nobody here, or is of a kind that means nothing here, is
//! passed over with a line in the journal; whoever said it is not told, as with PeerTube: others repeat what was refused.

use serde_json::Value;
use uuid::Uuid;

use super::address::PUBLIC;
use super::exchange::{Exchange, host_of, id_in, texts};
use super::journal::Way;
use super::{actors, counted, films, followers, forward, html, look_up, own};
use crate::actions::comments::{self, Received};
use crate::actions::{follows, friends, remote_videos};
use crate::db;
use crate::db::actor::Actor;
use crate::domain::actor::{ActorKind, FollowState, Own};
use crate::domain::id::Reference;
use crate::domain::job::Job;
use crate::domain::rating::Rating;
use crate::error::{Error, Result};

/// Comments between one of somebody else and ours that it belongs to, fetched at most.
const PARENTS: usize = 20;

/// What an activity says of itself, before anything is believed.
#[derive(Clone, Debug)]
pub struct Said {
    pub id: String,
    pub kind: String,
    pub actor: String,
}

/// Reads who says what. `Invalid` where that cannot be read.
pub fn said(activity: &Value) -> Result<Said> {
    let wrong = |what: &str| Error::invalid("error-federation-activity").caused_by(what.to_owned());
    let kind = activity["type"].as_str().ok_or_else(|| wrong("it has no type"))?;
    let actor = id_in(&activity["actor"]).filter(|actor| host_of(actor).is_some());
    let actor = actor.ok_or_else(|| wrong("it has no actor"))?;
    let id = id_in(&activity["id"]).ok_or_else(|| wrong("it has no id"))?;
    if host_of(id) != host_of(actor) {
        return Err(wrong("its id and its actor are of different servers"));
    }
    Ok(Said { id: id.to_owned(), kind: kind.chars().take(40).collect(), actor: actor.to_owned() })
}

/// Does what an activity says, and notes it in the journal.
pub async fn receive(exchange: &Exchange, actor: &Actor, activity: &Value) -> Result<()> {
    let said = said(activity)?;
    let outcome = act(exchange, actor, &said, activity).await;
    exchange.journal.note(exchange.now, Way::In, &actor.host, &what(&said), outcome.as_ref().copied());
    outcome
}

/// The kind of an activity and its id, for the journal.
pub fn what(said: &Said) -> String {
    format!("{} {}", said.kind, said.id)
}

async fn act(exchange: &Exchange, actor: &Actor, said: &Said, activity: &Value) -> Result<()> {
    let object = &activity["object"];
    match said.kind.as_str() {
        "Follow" => follow(exchange, actor, said, activity).await,
        "Undo" => undo(exchange, actor, activity).await,
        "Like" => rate(exchange, actor, object, Rating::Like, activity).await,
        "Dislike" => rate(exchange, actor, object, Rating::Dislike, activity).await,
        "Accept" => answered(exchange, actor, object, true).await,
        "Reject" => answered(exchange, actor, object, false).await,
        "Announce" => announced(exchange, actor, object).await,
        "Create" => match kind_of(object) {
            "Note" => note(exchange, actor, object, activity).await,
            "Video" => created(exchange, actor, object).await,
            "WatchAction" => counted::watch_action(exchange, object).await,
            _ => Err(passed_over("messages about this mean nothing here")),
        },
        "Update" => match kind_of(object) {
            "Note" => note(exchange, actor, object, activity).await,
            "Video" => changed(exchange, actor, object).await,
            "Group" => look_up::refresh_channel(exchange, &actor.url).await,
            "Person" | "Service" | "Organization" | "Application" => {
                actors::fetch(exchange, &actor.url).await.map(drop)
            }
            _ => Err(passed_over("messages about this mean nothing here")),
        },
        "Delete" => delete(exchange, actor, object, activity).await,
        "Flag" => counted::flag(exchange, actor, activity).await,
        "View" => counted::view(exchange, said, activity).await,
        "Download" => counted::download(exchange, activity).await,
        _ => Err(passed_over("messages of this kind mean nothing here")),
    }
}

/// What is understood, and of which nothing is kept here. It stands in the journal; nobody is told of it.
pub(super) fn passed_over(why: &str) -> Error {
    Error::invalid("error-federation-passed-over").caused_by(why.to_owned())
}

fn kind_of(object: &Value) -> &str {
    object["type"].as_str().unwrap_or_default()
}

async fn follow(exchange: &Exchange, actor: &Actor, said: &Said, request: &Value) -> Result<()> {
    let id = id_in(&request["object"]).unwrap_or_default().to_owned();
    let code = request["invitation"].as_str().filter(|code| code.len() <= 100).map(str::to_owned);
    let (exchange, actor, activity) = (exchange.clone(), actor.clone(), said.id.clone());
    let db = exchange.db.clone();
    db.write(move |tx| {
        let own = own::by_url(tx, &exchange.address, &id)?;
        let own = own.ok_or_else(|| Error::not_found("error-federation-nobody").with("url", &id))?;
        // Whoever was invited need not wait.
        let is_invited = match (own, &code) {
            (Own::Site, Some(code)) => friends::may_enter(tx, code)?,
            _ => false,
        };
        let waits = exchange.approves_followers && !is_invited;
        let state = follows::receive(tx, &actor, own, &activity, waits)?;
        if let (FollowState::Accepted, Own::Site, Some(code)) = (state, own, &code) {
            friends::accept(tx, &actor, code)?;
        }
        followers::answer(tx, &id, own, &actor, &activity, state, None)
    })
    .await
}

/// Somebody whom one of ours wants to follow says whether they may.
async fn answered(exchange: &Exchange, actor: &Actor, object: &Value, is_welcome: bool) -> Result<()> {
    // The request by its id, or as a whole.
    let (asked, whom) = (id_in(object).unwrap_or_default().to_owned(), actor.clone());
    let own = match &object["actor"] {
        Value::Null => asked.rsplit_once("/follows/").map(|(own, _)| own.to_owned()),
        whose => id_in(whose).map(str::to_owned),
    };
    let Some(own) = own else { return Ok(()) };
    let (exchange, db) = (exchange.clone(), exchange.db.clone());
    db.write(move |tx| match own::by_url(tx, &exchange.address, &own)? {
        Some(own) => follows::answered(tx, own, &whom, is_welcome),
        None => Ok(()),
    })
    .await
}

/// A film appears. Those are taken that somebody here follows, by their account, their channel or their server.
async fn created(exchange: &Exchange, actor: &Actor, object: &Value) -> Result<()> {
    if id_in(object).and_then(host_of).as_deref() != Some(&*actor.host) {
        return Err(Error::forbidden("error-federation-not-theirs"));
    }
    if !is_wanted(exchange, actor, object).await? {
        return Ok(());
    }
    take_film(exchange, object, true).await
}

/// A channel or a server passes a film on (PeerTube listens to no persons there). Posts of others are no films.
async fn announced(exchange: &Exchange, actor: &Actor, object: &Value) -> Result<()> {
    let Some(id) = id_in(object).map(str::to_owned) else { return Ok(()) };
    if actor.kind == ActorKind::Person || exchange.address.path(&id).is_some() {
        return Ok(());
    }
    if !is_wanted(exchange, actor, &Value::Null).await? {
        return Ok(());
    }
    let known = exchange.db.read(move |read| db::remote_video::by_url(read, &id)).await?;
    if known.is_some() { Ok(()) } else { take_film(exchange, object, true).await }
}

/// Whether any of ours follows who speaks, or the account or channel that a film is of.
async fn is_wanted(exchange: &Exchange, actor: &Actor, film: &Value) -> Result<bool> {
    let named: Vec<String> = texts(&film["attributedTo"])
        .into_iter()
        .take(10)
        .chain(texts(&film["audience"]))
        .map(str::to_owned)
        .collect();
    let (host, id) = (actor.host.clone(), actor.id);
    exchange
        .db
        .read(move |read| {
            let mut actors = vec![id];
            for url in named.iter().filter(|url| host_of(url).as_ref() == Some(&host)) {
                actors.extend(db::actor::by_url(read, url)?.map(|actor| actor.id));
            }
            // Whoever follows the server follows everything of it.
            actors.extend(db::actor::site_of(read, &host)?);
            db::following::is_followed(read, &actors)
        })
        .await
}

/// Keeps the film of an object: as it stands there where its server said it, else as its server says it now. What is
/// around it is read later.
pub(super) async fn take_film(exchange: &Exchange, object: &Value, is_news: bool) -> Result<()> {
    let video_id = match kind_of(object) {
        "Video" => films::keep(exchange, object, is_news).await?,
        _ => films::fetch(exchange, id_in(object).unwrap_or_default(), is_news).await?,
    };
    let around = Job::Around { video_id };
    exchange.db.write(move |tx| db::job::push(tx, &around, tx.now)).await
}

/// A film has changed, or how often it is liked. Films that nobody here knows stay unknown.
async fn changed(exchange: &Exchange, actor: &Actor, object: &Value) -> Result<()> {
    let Some(id) = id_in(object).map(str::to_owned) else { return Ok(()) };
    if host_of(&id).as_deref() != Some(&*actor.host) {
        return Err(Error::forbidden("error-federation-not-theirs"));
    }
    let (url, said) = (id.clone(), films::read(object, exchange.now).ok().map(|film| film.new.updated_at));
    let known = exchange.db.read(move |read| {
        let Some(id) = db::remote_video::by_url(read, &url)? else { return Ok(None) };
        db::video::find(read, Reference::Number(id))
    });
    let Some(known) = known.await? else { return created(exchange, actor, object).await };
    // Messages overtake each other: what was said before does not count.
    if said.is_some_and(|said| said < known.updated_at) {
        return Ok(());
    }
    take_film(exchange, object, false).await
}

async fn undo(exchange: &Exchange, actor: &Actor, activity: &Value) -> Result<()> {
    let object = &activity["object"];
    if object.get("actor").is_some_and(|whose| id_in(whose) != Some(&*actor.url)) {
        return Err(Error::forbidden("error-federation-not-theirs"));
    }
    match kind_of(object) {
        "Follow" => {
            let id = id_in(&object["object"]).unwrap_or_default().to_owned();
            let (exchange, actor_id) = (exchange.clone(), actor.id);
            let db = exchange.db.clone();
            db.write(move |tx| match own::by_url(tx, &exchange.address, &id)? {
                Some(own) => db::follower::delete(tx, actor_id, own).map(drop),
                None => Ok(()),
            })
            .await
        }
        "Like" | "Dislike" => rate(exchange, actor, &object["object"], Rating::None, activity).await,
        _ => Ok(()),
    }
}

/// The film of ours that an id names.
pub(super) fn film(exchange: &Exchange, id: &str) -> Option<Uuid> {
    let path = exchange.address.path(id)?.trim_matches('/');
    let (_, uuid) = path.strip_prefix("videos/watch/").map(|uuid| ((), uuid))?;
    uuid.parse().ok()
}

async fn rate(
    exchange: &Exchange,
    actor: &Actor,
    object: &Value,
    rating: Rating,
    activity: &Value,
) -> Result<()> {
    let uuid = id_in(object).and_then(|id| film(exchange, id));
    let uuid = uuid.ok_or_else(|| passed_over("it is about no film of ours"))?;
    let (actor, activity) = (actor.clone(), activity.clone());
    exchange
        .db
        .write(move |tx| {
            let account_id = db::actor::account(tx, &actor)?;
            let video = crate::actions::ratings::receive(tx, account_id, Reference::Uuid(uuid), rating)?;
            forward::pass_on(tx, &actor, &activity, &video)
        })
        .await
}

/// A comment by its id, as its server shows it.
pub(super) async fn take_comment(exchange: &Exchange, id: &str) -> Result<()> {
    if exchange.address.path(id).is_some() {
        return Ok(());
    }
    let url = id.to_owned();
    if exchange.db.read(move |read| db::comment::by_url(read, &url)).await?.is_some() {
        return Ok(());
    }
    let document = exchange.fetch(id).await?;
    if document["type"] != "Note" {
        return Ok(());
    }
    let author = id_in(&document["attributedTo"]).unwrap_or_default().to_owned();
    note(exchange, &actors::of(exchange, &author).await?, &document, &document).await
}

/// Where a comment belongs.
#[derive(Clone, Copy, Debug)]
struct Place {
    video: Uuid,
    reply_to: Option<i64>,
}

/// Whether everybody may read what is addressed so.
pub(super) fn is_public(object: &Value) -> bool {
    let everybody = |id: &str| matches!(id, PUBLIC | "as:Public" | "Public");
    texts(&object["to"]).into_iter().chain(texts(&object["cc"])).any(everybody)
}

/// A comment that somebody wrote or changed. Those in between that are not known here are fetched from where they are.
async fn note(exchange: &Exchange, actor: &Actor, object: &Value, activity: &Value) -> Result<()> {
    let mut notes = vec![read_note(object, actor)?];
    let place = loop {
        let Some(above) = notes.last().and_then(|note| note.in_reply_to.clone()) else {
            return Err(passed_over("it answers nothing here"));
        };
        if let Some(place) = place_of(exchange, &above).await? {
            break place;
        }
        if exchange.address.path(&above).is_some() {
            return Err(Error::not_found("error-federation-gone").with("url", above));
        }
        if notes.len() > PARENTS || notes.iter().any(|note| note.id == above) {
            return Err(Error::invalid("error-federation-thread").with("url", above));
        }
        let document = exchange.fetch(&above).await?;
        let author = id_in(&document["attributedTo"]).unwrap_or_default().to_owned();
        let author = actors::of(exchange, &author).await?;
        notes.push(read_note(&document, &author)?);
    };
    let mut place = place;
    // Written again once it was approved elsewhere: those who follow hear of it from here.
    let is_approved = object["replyApproval"].is_string();
    while let Some(note) = notes.pop() {
        if !note.is_public {
            return Err(passed_over("it is not meant for everybody"));
        }
        let activity = notes.is_empty().then(|| activity.clone());
        let (text, id, author) = (html::to_markdown(&note.content, &note.media_type), note.id, note.author);
        let reply_to = place.reply_to;
        let comment_id = exchange.db.write(move |tx| {
            let reference = Reference::Uuid(place.video);
            let Received { id, is_news, is_held } =
                comments::receive(tx, &author, reference, reply_to, &id, text)?;
            if let Some(activity) = activity.filter(|_| !is_held && (is_news || is_approved))
                && let Some(video) = db::video::find(tx, reference)?
            {
                forward::pass_on(tx, &author, &activity, &video)?;
            }
            Ok(id)
        });
        place.reply_to = Some(comment_id.await?);
    }
    Ok(())
}

struct Note {
    id: String,
    author: Actor,
    in_reply_to: Option<String>,
    content: String,
    media_type: String,
    is_public: bool,
}

fn read_note(object: &Value, actor: &Actor) -> Result<Note> {
    let wrong = |what: &str| Error::invalid("error-federation-activity").caused_by(what.to_owned());
    let id = id_in(&object["id"]).filter(|id| host_of(id).as_deref() == Some(&*actor.host));
    let id = id.ok_or_else(|| wrong("the comment is of another server than its author"))?;
    if texts(&object["attributedTo"]).first() != Some(&&*actor.url) {
        return Err(Error::forbidden("error-federation-not-theirs"));
    }
    let content = object["content"].as_str().ok_or_else(|| wrong("the comment has no words"))?;
    Ok(Note {
        id: id.to_owned(),
        author: actor.clone(),
        in_reply_to: id_in(&object["inReplyTo"]).map(str::to_owned),
        content: content.to_owned(),
        media_type: object["mediaType"].as_str().unwrap_or("text/html").to_owned(),
        is_public: is_public(object),
    })
}

/// Where the answer to `above` belongs, if that is something that is known here.
async fn place_of(exchange: &Exchange, above: &str) -> Result<Option<Place>> {
    if let Some(uuid) = film(exchange, above) {
        return Ok(Some(Place { video: uuid, reply_to: None }));
    }
    let url = above.to_owned();
    let elsewhere = exchange.db.read(move |read| {
        let Some(id) = db::remote_video::by_url(read, &url)? else { return Ok(None) };
        Ok(db::video::find(read, Reference::Number(id))?.map(|video| video.uuid))
    });
    if let Some(uuid) = elsewhere.await? {
        return Ok(Some(Place { video: uuid, reply_to: None }));
    }
    let own_comment = exchange.address.path(above).and_then(|path| {
        let (uuid, id) = path.strip_prefix("/videos/watch/")?.split_once("/comments/")?;
        Some((uuid.parse::<Uuid>().ok()?, id.parse::<i64>().ok()?))
    });
    if let Some((video, id)) = own_comment {
        return Ok(Some(Place { video, reply_to: Some(id) }));
    }
    let above = above.to_owned();
    exchange
        .db
        .read(move |read| {
            let Some(comment) = db::comment::by_url(read, &above)? else { return Ok(None) };
            let video = db::video::find(read, Reference::Number(comment.video_id))?;
            Ok(video.map(|video| Place { video: video.uuid, reply_to: Some(comment.id) }))
        })
        .await
}

async fn delete(exchange: &Exchange, actor: &Actor, object: &Value, activity: &Value) -> Result<()> {
    let Some(id) = id_in(object).map(str::to_owned) else { return Ok(()) };
    let (actor, activity) = (actor.clone(), activity.clone());
    exchange
        .db
        .write(move |tx| {
            if id == actor.url {
                return db::actor::delete(tx, actor.id);
            }
            if remote_videos::take_back(tx, &actor, &id)? {
                return Ok(());
            }
            let Some(comment) = comments::take_back(tx, &actor, &id)? else { return Ok(()) };
            match db::video::find(tx, Reference::Number(comment.video_id))? {
                Some(video) => forward::pass_on(tx, &actor, &activity, &video),
                None => Ok(()),
            }
        })
        .await
}
