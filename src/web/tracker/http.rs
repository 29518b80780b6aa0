//! The tracker for BitTorrent programs. They read a refusal where it is answered with 200.

use warp::http::{StatusCode, header};

use super::{check_on, origin};
use crate::error::Result;
use crate::p2p::tracker::http::{self, others, refusal, scraped};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// What whoever asks too much is told.
const TOO_MUCH: &str = "Too many requests.";

pub async fn announce(visit: &Visit) -> Result<Response> {
    check_on(visit)?;
    let program = match http::announce(query(visit), visit.request.peer.address) {
        Ok(program) => program,
        Err(why) => return Ok(plain(refusal(why))),
    };
    let ask = || visit.app.lobby.hear_program(origin(visit), visit.app.now(), &program);
    let mut heard = ask();
    if matches!(heard, Some(Err(crate::p2p::tracker::swarms::Refusal::Unknown)))
        && visit.app.look_for_swarms().await?
    {
        heard = ask();
    }
    Ok(plain(match heard {
        Some(Ok(found)) => others(&found),
        Some(Err(why)) => refusal(why.said()),
        None => refusal(TOO_MUCH),
    }))
}

pub async fn scrape(visit: &Visit) -> Result<Response> {
    check_on(visit)?;
    visit.app.look_for_swarms().await?;
    Ok(plain(match http::scrape(query(visit)) {
        Ok(asked) => match visit.app.lobby.scrape(origin(visit), visit.app.now(), &asked) {
            Some(counts) => scraped(&counts),
            None => refusal(TOO_MUCH),
        },
        Err(why) => refusal(why),
    }))
}

/// The parameters as they came: their bytes are no text.
fn query(visit: &Visit) -> &str {
    visit.request.path.split_once('?').map_or("", |(_, query)| query)
}

fn plain(body: Vec<u8>) -> Response {
    let response = answer::bytes(StatusCode::OK, "text/plain; charset=utf-8", body);
    answer::with_header(response, header::CACHE_CONTROL, "no-store")
}
