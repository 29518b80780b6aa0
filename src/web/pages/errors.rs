//! What a person sees instead of the page that was asked for.

use warp::http::HeaderMap;

use super::{html, layout};
use crate::app::App;
use crate::error::{Error, Kind};
use crate::i18n::Language;
use crate::web::answer::{self, Response};
use crate::web::views::ErrorPage;

pub async fn page(app: &App, headers: &HeaderMap, language: Language, path: &str, error: &Error) -> Response {
    if error.kind == Kind::Unauthorized {
        let path: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
        return answer::see_other(&format!("/login?return={path}"));
    }
    let status = answer::status_of(error.kind);
    let is_general = matches!(error.said.key, "error-not-found" | "error-internal" | "error-forbidden");
    let theme = headers
        .get_all(warp::http::header::COOKIE)
        .iter()
        .filter_map(|value| {
            value.to_str().ok()?.split(';').find_map(|pair| pair.trim().strip_prefix("theme="))
        })
        .next();
    let view = ErrorPage {
        page: layout(app, theme, language, "/", None),
        status: status.as_u16(),
        said: (!is_general).then(|| language.said(&error.said)),
        reference: None,
    };
    html(status, &view, "'none'").unwrap_or_else(|_| answer::empty(status))
}
