//! Asking for the password of a film, on its page and in others' pages. Until it is given nothing is said of the film.

use warp::http::StatusCode;

use super::{html, watch, watch_path};
use crate::db::video::Video;
use crate::error::{Error, Kind, Result};
use crate::web::admission::{take_password, with_ticket};
use crate::web::answer::{self, Response};
use crate::web::api::videos::whole;
use crate::web::routes::Visit;
use crate::web::views::{EmbedPasswordPage, PasswordPage, Section};

/// Whether a film is kept back for want of its password alone.
pub fn is_missing(error: &Error) -> bool {
    error.said.key == "error-film-password"
}

/// The form in the place of the film.
pub async fn ask(visit: &Visit, id: &str) -> Result<Response> {
    let (whole, _) = whole(visit, id).await?;
    form(visit, &whole.video, None)
}

fn form(visit: &Visit, video: &Video, error: Option<&Error>) -> Result<Response> {
    let title = visit.language.t("film-password-title");
    let view = PasswordPage {
        page: visit.layout(Section::Videos, title),
        action: with_query(visit, &watch_path(video)),
        error: error.map(|error| visit.language.said(&error.said)),
    };
    html(status(error), &view, "'none'")
}

pub fn ask_framed(visit: &Visit, error: Option<&Error>) -> Result<Response> {
    let view = EmbedPasswordPage {
        page: visit.layout(Section::Other, ""),
        action: visit.request.path.clone(),
        error: error.map(|error| visit.language.said(&error.said)),
        waits: visit
            .request
            .query
            .get("waitPasswordFromEmbedAPI")
            .is_some_and(|value| matches!(value, "1" | "true"))
            && error.is_none(),
        api: watch::scope(visit),
    };
    html(status(error), &view, "*")
}

fn status(error: Option<&Error>) -> StatusCode {
    error.map_or(StatusCode::FORBIDDEN, |error| answer::status_of(error.kind))
}

/// A path of ours with the parameters that this page was asked for with, such as where to start.
fn with_query(visit: &Visit, path: &str) -> String {
    visit.request.path.split_once('?').map_or(path.to_owned(), |(_, query)| format!("{path}?{query}"))
}

/// Takes the password and leads to the film.
pub async fn open(visit: &mut Visit, id: &str) -> Result<Response> {
    let typed = visit.form().await?;
    let (whole, _) = whole(visit, id).await?;
    let video = &whole.video;
    match take_password(visit, video.uuid, video.guarded(), &typed).await {
        Ok(ticket) => {
            let response = answer::see_other(&with_query(visit, &watch_path(video)));
            Ok(with_ticket(visit, response, video.uuid, &ticket, false))
        }
        Err(error) if matches!(error.kind, Kind::Internal | Kind::NotFound) => Err(error),
        Err(error) => form(visit, video, Some(&error)),
    }
}

/// Takes the password and shows the film at once: a frame on another site may not be allowed any cookie.
pub async fn open_framed(visit: &mut Visit, id: &str) -> Result<Response> {
    let typed = visit.form().await?;
    let (whole, _) = whole(visit, id).await?;
    let video = &whole.video;
    match take_password(visit, video.uuid, video.guarded(), &typed).await {
        Ok(ticket) => {
            let response = html(StatusCode::OK, &watch::embed_view(visit, &whole), "*")?;
            Ok(with_ticket(visit, response, video.uuid, &ticket, true))
        }
        Err(error) if matches!(error.kind, Kind::Internal | Kind::NotFound) => Err(error),
        Err(error) => ask_framed(visit, Some(&error)),
    }
}
