//! What others tell of those who watch our films there, and what they report to us: View, Download, WatchAction, Flag.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::exchange::{Exchange, id_in};
use super::inbox::{Said, film, passed_over};
use super::{html, own};
use crate::actions::reports::{self, Flagged};
use crate::db;
use crate::db::actor::Actor;
use crate::domain::actor::Own;
use crate::domain::id::Reference;
use crate::domain::moment::Moment;
use crate::domain::report::Reason;
use crate::domain::video::{Privacy, State};
use crate::error::{Error, Result};

/// Seconds for which a viewer of another server is believed to watch at most.
const WATCHING_SECONDS: i64 = 15 * 60;

/// Things that one message reports at most.
const FLAGGED: usize = 20;

fn wrong(what: &str) -> Error {
    Error::invalid("error-federation-activity").caused_by(what.to_owned())
}

/// The number of an open film of ours that an id names.
async fn open_film(exchange: &Exchange, object: &Value) -> Result<i64> {
    let gone = || Error::not_found("error-video-not-found");
    let uuid = id_in(object).and_then(|id| film(exchange, id)).ok_or_else(gone)?;
    let video = exchange.db.read(move |read| db::video::find(read, Reference::Uuid(uuid))).await?;
    let video = video.filter(|video| {
        video.state == State::Published && matches!(video.about.privacy, Privacy::Public | Privacy::Unlisted)
    });
    Ok(video.ok_or_else(gone)?.id)
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Somebody watches one of our films elsewhere: without an end that is a view, with one it is a viewer until then.
pub(super) async fn view(exchange: &Exchange, said: &Said, activity: &Value) -> Result<()> {
    let video_id = open_film(exchange, &activity["object"]).await?;
    let end = [&activity["expires"], &activity["expiration"]].into_iter().find(|end| !end.is_null());
    let Some(end) = end else {
        exchange.views.elsewhere(video_id, hash(&said.id), exchange.now);
        return Ok(());
    };
    let end = end.as_str().and_then(Moment::parse).ok_or_else(|| wrong("expires is no date"))?;
    if end <= exchange.now {
        return Err(wrong("it has expired"));
    }
    let end = end.min(exchange.now.plus_seconds(WATCHING_SECONDS));
    // Only the server of a film adds its viewers up; whoever tells us of ours is one of them.
    exchange.views.watching_elsewhere(video_id, hash(&said.id), end, exchange.now);
    Ok(())
}

/// Somebody has downloaded one of our films elsewhere.
pub(super) async fn download(exchange: &Exchange, activity: &Value) -> Result<()> {
    open_film(exchange, &activity["object"]).await?;
    Err(passed_over("downloads are not counted"))
}

/// Somebody tells which parts of one of our films were watched.
pub(super) async fn watch_action(exchange: &Exchange, object: &Value) -> Result<()> {
    open_film(exchange, &object["object"]).await?;
    if object["actionStatus"] != "CompletedActionStatus" {
        return Err(wrong("it is not completed"));
    }
    let is_date = |name: &str| object[name].as_str().is_some_and(|text| Moment::parse(text).is_some());
    if !is_date("startTime") || !is_date("endTime") {
        return Err(wrong("it does not say from when to when"));
    }
    let number = |value: &Value| value.as_f64().is_some_and(|number| number >= 0.0);
    let sections = object["watchSections"].as_array().ok_or_else(|| wrong("it has no sections"))?;
    if !sections.iter().all(|one| number(&one["startTimestamp"]) && number(&one["endTimestamp"])) {
        return Err(wrong("a section is none"));
    }
    Err(passed_over("parts that were watched are not counted"))
}

/// Another server reports something of ours.
pub(super) async fn flag(exchange: &Exchange, actor: &Actor, activity: &Value) -> Result<()> {
    let objects = match &activity["object"] {
        Value::Array(all) => all.iter().filter_map(id_in).take(FLAGGED).map(str::to_owned).collect(),
        one => id_in(one).map(str::to_owned).into_iter().collect::<Vec<_>>(),
    };
    let names = activity["tag"].as_array().into_iter().flatten().filter_map(|tag| tag["name"].as_str());
    let reasons: Vec<_> = names.filter_map(Reason::from_name).collect();
    let media_type = activity["mediaType"].as_str().unwrap_or("text/html");
    let words = html::to_markdown(activity["content"].as_str().unwrap_or_default(), media_type);
    // Mastodon's people need not say why.
    let words = if words.trim().chars().count() < 2 { "Flag".to_owned() } else { words };
    let part = |name: &str| activity[name].as_i64().filter(|seconds| *seconds >= 0);
    let (start_at, end_at) = (part("startAt"), part("endAt"));
    let (exchange, actor) = (exchange.clone(), actor.clone());
    let db = exchange.db.clone();
    db.write(move |tx| {
        let mut found = 0;
        for id in objects {
            let own_comment = exchange.address.path(&id).and_then(|path| {
                let (_, comment) = path.strip_prefix("/videos/watch/")?.split_once("/comments/")?;
                comment.parse::<i64>().ok()
            });
            let flagged = match (film(&exchange, &id), own_comment) {
                (Some(uuid), _) => Some(Flagged::Video(uuid)),
                (None, Some(comment)) => Some(Flagged::Comment(comment)),
                (None, None) => match own::by_url(tx, &exchange.address, &id)? {
                    Some(Own::Account(account)) => Some(Flagged::Account(account)),
                    Some(Own::Channel(_) | Own::Site) => None,
                    None => db::comment::by_url(tx, &id)?.map(|comment| Flagged::Comment(comment.id)),
                },
            };
            let Some(flagged) = flagged else { continue };
            if reports::receive(tx, &actor, &flagged, &words, &reasons, (start_at, end_at))? {
                found += 1;
            }
        }
        if found == 0 { Err(Error::not_found("error-not-found")) } else { Ok(()) }
    })
    .await
}
