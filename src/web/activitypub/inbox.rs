//! Where other servers say something: the signature is checked here, what is said is done by a job.

use serde_json::Value;

use crate::db;
use crate::db::actor::Actor;
use crate::domain::job::{Job, Lane};
use crate::domain::moment::Moment;
use crate::error::{Error, Result};
use crate::federation::actors;
use crate::federation::exchange::{DOCUMENT, Exchange, host_of};
use crate::federation::inbox::{Said, said};
use crate::federation::journal::Way;
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
        let what = said.map(|said| format!("{} {}", said.kind, said.id)).unwrap_or_default();
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
    // Whoever passes on what somebody else said would have to prove that with a signature inside of it.
    if host_of(&presented.key_id) != host_of(&said.actor) {
        return Err(Error::forbidden("error-federation-not-theirs"));
    }
    if exchange.address.path(&said.actor).is_some() {
        return Err(Error::invalid("error-federation-own").with("url", &said.actor));
    }
    let Some(actor) = signer(visit, exchange, &said, &presented).await? else { return Ok(()) };
    if actor.is_blocked {
        return Err(Error::forbidden("error-federation-hidden"));
    }
    let job = Job::Receive { activity: said.id, actor: actor.url, body: text.to_owned() };
    exchange.db.write(move |tx| db::job::push(tx, &job, tx.now)).await?;
    visit.app.wake(Lane::Network);
    Ok(())
}

/// Who signed, if that is who speaks. None where somebody who was never known says that they are gone.
async fn signer(
    visit: &Visit,
    exchange: &Exchange,
    said: &Said,
    presented: &Presented,
) -> Result<Option<Actor>> {
    let known = actors::known(exchange, &said.actor).await?;
    if let Some(actor) = &known {
        let is_right = presented.check(&actor.public_key);
        if is_right.is_ok() || exchange.now.seconds_since(actor.fetched_at) < KEY_SECONDS {
            return is_right.map(|()| known);
        }
    } else if said.kind == "Delete" {
        return Ok(None);
    }
    let host = host_of(&said.actor).unwrap_or_default();
    let server = host.clone();
    let is_blocked = exchange.db.read(move |read| {
        Ok(db::server::by_host(read, &server)?.is_some_and(|one| one.blocked_at.is_some()))
    });
    if is_blocked.await? {
        return Err(Error::forbidden("error-federation-hidden"));
    }
    let _stranger = visit.app.gate.stranger(&host)?;
    let actor = actors::fetch(exchange, &said.actor).await?;
    if actor.url != said.actor {
        return Err(Error::forbidden("error-federation-not-theirs"));
    }
    presented.check(&actor.public_key)?;
    Ok(Some(actor))
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
