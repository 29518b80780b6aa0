//! Where other servers say something: the signature is checked here, what is said is done by a job.

use serde_json::Value;

use crate::db;
use crate::db::actor::Actor;
use crate::domain::job::{Job, Lane};
use crate::domain::moment::Moment;
use crate::error::{Error, Kind, Result};
use crate::federation::actors;
use crate::federation::exchange::{DOCUMENT, Exchange, host_of};
use crate::federation::inbox::{Said, said, what};
use crate::federation::journal::Way;
use crate::federation::proof::Proof;
use crate::federation::signature::{Presented, Seen};
use crate::web::answer::{self, Response};
use crate::web::request::Request;
use crate::web::routes::Visit;

/// Seconds after which a key that does not fit is fetched again: it may have been changed.
const KEY_SECONDS: i64 = 60;

/// Takes what somebody says. 204 means that it was understood, not that it was done.
pub async fn post(visit: &mut Visit) -> Result<Response> {
    let now = visit.app.now();
    visit.app.gate.pass(visit.request.peer.address, now)?;
    let Some(exchange) = visit.app.federation().await? else {
        return Err(Error::not_found("error-federation-off"));
    };
    let body = visit.request.bytes(DOCUMENT).await?;
    let outcome = heard(visit, &exchange, &body).await;
    if let Err(error) = &outcome {
        let said = serde_json::from_slice::<Value>(&body).ok().and_then(|activity| said(&activity).ok());
        let host = said.as_ref().and_then(|said| host_of(&said.actor)).unwrap_or_default();
        let what = said.as_ref().map(what).unwrap_or_default();
        exchange.journal.note(now, Way::In, &host, &what, Err(error));
    }
    outcome?;
    Ok(answer::no_content())
}

async fn heard(visit: &Visit, exchange: &Exchange, body: &[u8]) -> Result<()> {
    let wrong = || Error::invalid("error-federation-activity");
    let text = std::str::from_utf8(body).map_err(|error| wrong().caused_by(error))?;
    let activity: Value = serde_json::from_str(text).map_err(|error| wrong().caused_by(error))?;
    let said = said(&activity)?;
    let presented = presented(&visit.request, &exchange.address.of(""), body, exchange.now)?;
    if exchange.address.path(&said.actor).is_some() {
        return Err(Error::invalid("error-federation-own").with("url", &said.actor));
    }
    if visit.app.gate.remembers(&presented.digest()) {
        let again = Error::new(Kind::Conflict, "error-federation-again");
        let host = host_of(&said.actor).unwrap_or_default();
        exchange.journal.note(exchange.now, Way::In, &host, &what(&said), Err(&again));
        return Ok(());
    }
    // Others pass on what somebody has said.
    let is_passed_on = host_of(&presented.key_id) != host_of(&said.actor);
    let work = match is_passed_on {
        true => passed_on(visit, exchange, &said, &presented, &activity, text).await?,
        false => spoken(visit, exchange, &said, &presented, text).await?,
    };
    let Some(Work { job, proof }) = work else { return Ok(()) };
    let pushed = exchange.db.write(move |tx| match proof {
        Some(digest) if !db::proof::is_new(tx, &digest)? => Ok(false),
        _ => db::job::push(tx, &job, tx.now).map(|()| true),
    });
    if pushed.await? {
        visit.app.wake(Lane::Network);
    }
    visit.app.gate.remember(presented.digest());
    Ok(())
}

/// What is to be done, and the signature for which it is believed if it was passed on.
struct Work {
    job: Job,
    proof: Option<Vec<u8>>,
}

/// Whoever speaks has signed the request. None where somebody who was never known says that they are gone.
async fn spoken(
    visit: &Visit,
    exchange: &Exchange,
    said: &Said,
    presented: &Presented,
    text: &str,
) -> Result<Option<Work>> {
    if said.kind == "Delete" && actors::known(exchange, &said.actor).await?.is_none() {
        return Ok(None);
    }
    let check = |actor: &Actor| presented.check(&actor.public_key);
    let actor = holder(visit, exchange, &said.actor, &check).await?;
    visit.app.gate.pass_server(&actor.host, exchange.now)?;
    let job = Job::Receive { activity: said.id.clone(), actor: actor.url, body: text.to_owned() };
    Ok(Some(Work { job, proof: None }))
}

/// Somebody else has signed the request. What is said is believed for the signature inside of it; where there is none
/// that can be read, the server of whoever is said to speak is asked.
async fn passed_on(
    visit: &Visit,
    exchange: &Exchange,
    said: &Said,
    presented: &Presented,
    activity: &Value,
    text: &str,
) -> Result<Option<Work>> {
    let carrier = presented.key_id.split('#').next().unwrap_or_default();
    let check = |actor: &Actor| presented.check(&actor.public_key);
    let carrier = holder(visit, exchange, carrier, &check).await?;
    visit.app.gate.pass_server(&carrier.host, exchange.now)?;
    let ask = || Work { job: Job::Confirm { activity: said.id.clone(), body: text.to_owned() }, proof: None };
    let proof = Proof::read(activity, exchange.now)?.filter(|proof| proof.creator == said.actor);
    let Some(proof) = proof else { return Ok(Some(ask())) };
    let check = |actor: &Actor| proof.check(activity, &actor.public_key);
    match holder(visit, exchange, &said.actor, &check).await {
        Ok(actor) => {
            let job = Job::Receive { activity: said.id.clone(), actor: actor.url, body: text.to_owned() };
            Ok(Some(Work { job, proof: Some(proof.digest()) }))
        }
        // Words that mean nothing here, or that may mean something else: nothing is wrong with that.
        Err(error) if error.said.key == "error-federation-activity" => Ok(Some(ask())),
        // Whoever was deleted shows no key any more.
        Err(error) if error.kind == Kind::NotFound && said.kind == "Delete" => Ok(Some(ask())),
        Err(error) => Err(error),
    }
}

/// Refuses a request for a document that nobody whom the site listens to has signed.
pub(super) async fn check_reader(visit: &Visit, exchange: &Exchange) -> Result<()> {
    visit.app.gate.pass(visit.request.peer.address, exchange.now)?;
    let presented = presented(&visit.request, &exchange.address.of(""), &[], exchange.now)?;
    let reader = presented.key_id.split('#').next().unwrap_or_default();
    holder(visit, exchange, reader, &|actor: &Actor| presented.check(&actor.public_key)).await.map(drop)
}

/// The actor of this id, if their key has made what `check` looks at. A key that does not fit is fetched again: it may
/// have been changed.
async fn holder(
    visit: &Visit,
    exchange: &Exchange,
    url: &str,
    check: &(dyn Fn(&Actor) -> Result<()> + Sync),
) -> Result<Actor> {
    let hidden = || Error::forbidden("error-federation-hidden");
    if let Some(actor) = actors::known(exchange, url).await? {
        if actor.is_blocked {
            return Err(hidden());
        }
        let is_right = check(&actor);
        if is_right.is_ok() || exchange.now.seconds_since(actor.fetched_at) < KEY_SECONDS {
            return is_right.map(|()| actor);
        }
    }
    let host = host_of(url).unwrap_or_default();
    let server = host.clone();
    let is_blocked = exchange.db.read(move |read| {
        Ok(db::server::by_host(read, &server)?.is_some_and(|one| one.blocked_at.is_some()))
    });
    if is_blocked.await? {
        return Err(hidden());
    }
    let _stranger = visit.app.gate.stranger(&host)?;
    let actor = actors::fetch(exchange, url).await?;
    if actor.url != url {
        return Err(Error::forbidden("error-federation-not-theirs"));
    }
    check(&actor)?;
    Ok(actor)
}

fn presented(request: &Request, address: &str, body: &[u8], now: Moment) -> Result<Presented> {
    let header = |name: &str| {
        let all: Vec<_> =
            request.headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
        (!all.is_empty()).then(|| all.join(", "))
    };
    let scheme = if address.starts_with("https:") { "https" } else { "http" };
    let seen = Seen { method: request.method.as_str(), target: &request.path, scheme, header: &header, body };
    Presented::read(&seen, now)
}
