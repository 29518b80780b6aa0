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
use crate::web::views::{ErrorPage, Layout};

pub async fn page(app: &App, headers: &HeaderMap, language: Language, path: &str, error: &Error) -> Response {
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
