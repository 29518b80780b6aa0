//! Bringing what ours say to the inboxes of others.

use bytes::Bytes;
use serde_json::Value;
use tokio::sync::Mutex;

use super::exchange::{Exchange, host_of};
use super::journal::Way;
use super::{keys, proof, signature};
use crate::db;
use crate::db::outgoing::Outgoing;
use crate::domain::moment::Moment;
use crate::error::{Error, Kind, Result};
use crate::net::Ask;

/// Bytes of the answer to a delivery; nobody reads more of it.
const ANSWER: usize = 64 << 10;

const CONTENT_TYPE: &str = "application/activity+json";

/// Holds whoever signs: several may want to bring the same words to their inboxes at once.
static SIGNING: Mutex<()> = Mutex::const_new(());

/// The activity with the signature inside of it by which others believe it when it is passed on. It is made once.
pub async fn signed(exchange: &Exchange, outgoing: Outgoing) -> Result<Outgoing> {
    if outgoing.is_signed {
        return Ok(outgoing);
    }
    let _alone = SIGNING.lock().await;
    let id = outgoing.id;
    let known = exchange.db.read(move |read| db::outgoing::find(read, id)).await?;
    if let Some(known) = known.filter(|known| known.is_signed) {
        return Ok(known);
    }
    let key = keys::of(&exchange.db, outgoing.own).await?;
    let now = exchange.now;
    let made = tokio::task::spawn_blocking(move || {
        let activity: Value = serde_json::from_str(&outgoing.body)?;
        let body = proof::sign(&key, activity["actor"].as_str().unwrap_or_default(), &activity, now)?;
        Ok::<_, Error>(Outgoing { body, is_signed: true, ..outgoing })
    });
    let made = made.await.map_err(|error| Error::internal("signing an activity").caused_by(error))??;
    let body = made.body.clone();
    exchange.db.write(move |tx| db::outgoing::set_signed(tx, id, &body)).await?;
    Ok(made)
}

/// Brings an activity to an inbox. `Unavailable` where another try may succeed; other refusals are for good.
pub async fn deliver(exchange: &Exchange, outgoing: &Outgoing, inbox: &str) -> Result<()> {
    let activity: Value = serde_json::from_str(&outgoing.body)?;
    // Whoever said it may be gone by now; their key is kept for their last words.
    let actor = activity["actor"].as_str().unwrap_or_default();
    // What somebody else said is brought by whoever passes it on.
    let bearer = match exchange.address.path(actor) {
        Some(_) => actor.to_owned(),
        None => exchange.address.site(),
    };
    // How many watch is nobody's news once it is old.
    let end = activity["expires"].as_str().and_then(Moment::parse).filter(|_| activity["type"] == "View");
    if end.is_some_and(|end| end <= exchange.now) {
        return Ok(());
    }
    let outcome = post(exchange, outgoing, &bearer, inbox).await;
    let host = host_of(inbox).unwrap_or_default();
    exchange.journal.note(exchange.now, Way::Out, &host, &what(&activity), outcome.as_ref().copied());
    outcome
}

/// The kind of an activity and what it is about, for the journal.
fn what(activity: &Value) -> String {
    let text = |name: &str| activity[name].as_str().unwrap_or_default().to_owned();
    format!("{} {}", text("type"), text("id"))
}

async fn post(exchange: &Exchange, outgoing: &Outgoing, actor: &str, inbox: &str) -> Result<()> {
    let key = keys::of(&exchange.db, outgoing.own).await?;
    let key_id = keys::id(actor);
    let body = Bytes::from(outgoing.body.clone());
    let headers = |url: &url::Url| {
        let mut headers = signature::sign(&key, &key_id, "POST", url, Some(&body), exchange.now)?;
        headers.push(("content-type", CONTENT_TYPE.to_owned()));
        headers.push(("accept", CONTENT_TYPE.to_owned()));
        Ok(headers)
    };
    let answer = exchange.net.post(inbox, &Ask { headers: &headers, limit: ANSWER }, body.clone()).await?;
    let host = answer.url.host_str().unwrap_or_default().to_owned();
    let told = format!("status {}: {}", answer.status, words(&answer.body));
    match answer.status {
        200..=299 => Ok(()),
        408 | 425 | 429 | 500.. => {
            Err(Error::new(Kind::Unavailable, "error-net-silent").with("host", host).caused_by(told))
        }
        _ => Err(Error::invalid("error-federation-refused").with("host", host).caused_by(told)),
    }
}

/// The beginning of an answer, on one line.
fn words(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(400)]);
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}
