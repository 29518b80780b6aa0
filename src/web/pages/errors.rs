//! What a person sees instead of the page that was asked for.

use warp::http::HeaderMap;

use super::{html, layout};
use crate::actions::sessions;
use crate::app::App;
use crate::error::{Error, Kind};
use crate::i18n::Language;
use crate::web::answer::{self, Response};
use crate::web::auth::COOKIE;
use crate::web::request::cookie;
use crate::web::views::{EmbedErrorPage, ErrorPage, Layout};

pub async fn page(app: &App, headers: &HeaderMap, language: Language, path: &str, error: &Error) -> Response {
    if is_framed(path) {
        return framed(app, language, error);
    }
    if error.kind == Kind::Unauthorized {
        let path: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
        return answer::see_other(&format!("/login?return={path}"));
    }
    let status = answer::status_of(error.kind);
    let is_general = matches!(error.said.key, "error-not-found" | "error-internal" | "error-forbidden");
    let theme = cookie(headers, "theme");
    let secret = cookie(headers, COOKIE);
    // What went wrong may be the database itself: then the page is a stranger's.
    let person = match secret {
        Some(secret) => sessions::person(&app.db, secret, app.now()).await.ok().flatten(),
        None => None,
    };
    let csrf = secret.filter(|_| person.is_some()).map(sessions::form_token).unwrap_or_default();
    let view = ErrorPage {
        page: Layout { csrf, ..layout(app, theme, language, "/", person.as_ref()) },
        status: status.as_u16(),
        said: (!is_general).then(|| language.said(&error.said)),
        reference: None,
    };
    html(status, &view, "'none'").unwrap_or_else(|_| answer::empty(status))
}

/// Whether the page stands in a frame of somebody else's.
fn is_framed(path: &str) -> bool {
    path.starts_with("/videos/embed/") || path.starts_with("/video-playlists/embed/")
}

/// One sentence in the frame, where the film would have been: nobody signs in there.
fn framed(app: &App, language: Language, error: &Error) -> Response {
    let status = answer::status_of(error.kind);
    let said = match error.kind {
        Kind::NotFound | Kind::Invalid => "embed-gone",
        Kind::Unauthorized | Kind::Forbidden => "embed-closed",
        _ => "embed-broken",
    };
    let view = EmbedErrorPage { page: layout(app, None, language, "/", None), said: language.t(said) };
    html(status, &view, "*").unwrap_or_else(|_| answer::empty(status))
}
