//! Who may come to a film: by who they are, or by its password, which applications show in a header. Pages take it
//! in a form and leave a ticket in the browser; players without cookies go by a token for the film's files.

use uuid::Uuid;
use warp::http::header;

use super::answer::{self, Response};
use super::auth;
use super::request::Form;
use super::routes::Visit;
use crate::db;
use crate::domain::id::{Reference, to_short};
use crate::domain::video::{Access, Guarded, Privacy, State, access, can_watch};
use crate::error::{Error, Kind, Result};

/// Where PeerTube's clients show a password.
const PASSWORD: &str = "x-peertube-video-password";

/// Seconds for which a browser keeps the ticket of a film.
const TICKET_SECONDS: u32 = 24 * 3600;

/// Refuses whoever may not watch the film that they named so. As in PeerTube a password that is shown must be right,
/// whoever shows it.
pub async fn check(visit: &Visit, uuid: Uuid, film: Guarded, by: Reference) -> Result<()> {
    let access = access(film, by, visit.visitor.person.as_ref());
    let is_protected = film.privacy == Privacy::Protected && access != Access::Nothing;
    if let Some(shown) = shown(visit).filter(|_| is_protected) {
        return try_password(visit, uuid, &shown).await.map(drop);
    }
    match access {
        Access::Granted => Ok(()),
        Access::Password if has_token(visit, uuid) || has_ticket(visit, uuid).await? => Ok(()),
        Access::Password => Err(Error::forbidden("error-film-password")),
        Access::Account => Err(Error::new(Kind::Unauthorized, "error-film-members")),
        Access::Nothing => Err(Error::not_found("error-video-not-found")),
    }
}

/// The same for the files of a film, which a token opens as well. For whoever may not watch there are none.
pub async fn check_files(visit: &Visit, uuid: Uuid, film: Guarded, by: Reference) -> Result<()> {
    if !matches!(film.state, State::Deleted | State::Blocked) && has_token(visit, uuid) {
        return Ok(());
    }
    check(visit, uuid, film, by).await.map_err(|error| match error.kind {
        Kind::Forbidden | Kind::Unauthorized => Error::not_found("error-not-found"),
        _ => error,
    })
}

/// Takes a password that was typed into a page: the ticket that its browser keeps.
pub async fn take_password(visit: &Visit, uuid: Uuid, film: Guarded, form: &Form) -> Result<String> {
    let access = access(film, Reference::Uuid(uuid), visit.visitor.person.as_ref());
    if film.privacy != Privacy::Protected || access == Access::Nothing {
        return Err(Error::not_found("error-video-not-found"));
    }
    try_password(visit, uuid, form.text("password").trim()).await
}

/// The ticket of a password. Wrong ones count as they do for people: by address and film.
async fn try_password(visit: &Visit, uuid: Uuid, password: &str) -> Result<String> {
    let (failures, address, now) = (&visit.app.failures, visit.request.peer.address, visit.app.now());
    let name = format!("film {uuid}");
    let password = password.to_owned();
    let ticket = visit.app.db.read(move |read| db::video_password::ticket(read, uuid, &password)).await?;
    // Looked at last: of many that come at once those behind the tenth wrong one learn nothing.
    failures.check(address, &name, now)?;
    let Some(ticket) = ticket else {
        failures.failed(address, &name, now);
        tracing::info!(%address, film = %uuid, "somebody could not open a film: wrong password");
        return Err(Error::forbidden("error-film-password-wrong"));
    };
    failures.succeeded(address, &name);
    Ok(ticket)
}

/// The password that an application shows. Programs write letters beyond ASCII as UTF-8; browsers, which can not,
/// as Latin-1 (Fetch, section 2.2.2).
fn shown(visit: &Visit) -> Option<String> {
    let bytes = visit.request.headers.get(PASSWORD)?.as_bytes();
    let latin = || bytes.iter().map(|&byte| char::from(byte)).collect();
    Some(String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| latin()))
}

fn cookie_name(uuid: Uuid) -> String {
    format!("lucarne_film_{}", to_short(uuid))
}

async fn has_ticket(visit: &Visit, uuid: Uuid) -> Result<bool> {
    let Some(ticket) = visit.request.cookie(&cookie_name(uuid)) else { return Ok(false) };
    let ticket = ticket.to_owned();
    visit.app.db.read(move |read| db::video_password::is_ticket(read, uuid, &ticket)).await
}

/// Leaves the ticket in the browser. A player in another site's page is sent cookies only where they are said to be
/// meant for that, which needs https; without it the film asks again after each reload.
pub fn with_ticket(visit: &Visit, response: Response, uuid: Uuid, ticket: &str, is_framed: bool) -> Response {
    let is_secure = visit.request.peer.is_tls || visit.app.address().starts_with("https://");
    let scope = match (is_framed, is_secure) {
        (true, true) => "SameSite=None; Secure; Partitioned",
        (false, true) => "SameSite=Lax; Secure",
        (_, false) => "SameSite=Lax",
    };
    let name = cookie_name(uuid);
    let cookie = format!("{name}={ticket}; Path=/; Max-Age={TICKET_SECONDS}; HttpOnly; {scope}");
    answer::with_header(response, header::SET_COOKIE, cookie)
}

/// Whether the address carries a token for the film's files.
fn has_token(visit: &Visit, uuid: Uuid) -> bool {
    token(visit).is_some_and(|token| auth::opens_files(&visit.app, uuid, token))
}

/// The token for files in an address.
pub fn token(visit: &Visit) -> Option<&str> {
    visit.request.query.get("videoFileToken")
}

/// The token that a player needs for the files of a film that its viewer has opened with a password.
pub fn token_for(visit: &Visit, uuid: Uuid, film: Guarded) -> Option<String> {
    let is_needed = film.privacy == Privacy::Protected && !can_watch(film, visit.visitor.person.as_ref());
    is_needed.then(|| auth::file_token(&visit.app, uuid).0)
}
