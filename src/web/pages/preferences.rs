//! The language and the colours, kept in two cookies that say nothing else.

use warp::http::header;

use super::login::inside;
use crate::error::Result;
use crate::i18n::Language;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::Theme;

const YEAR: i64 = 365 * 24 * 3600;

pub async fn change(visit: &mut Visit) -> Result<Response> {
    let form = visit.request.form().await?;
    let path = inside(&form.text("return"));
    let mut response = answer::see_other(if path.is_empty() { "/" } else { &path });
    let mut keep = |name: &str, value: &str| {
        let cookie = format!("{name}={value}; Path=/; Max-Age={YEAR}; SameSite=Lax");
        response = answer::with_header(
            std::mem::replace(&mut response, answer::no_content()),
            header::SET_COOKIE,
            cookie,
        );
    };
    if let Some(language) = form.get("language").and_then(Language::from_code) {
        keep("language", language.code());
    }
    if let Some(theme) = form.get("theme").and_then(Theme::from_code) {
        keep("theme", theme.code());
    }
    Ok(response)
}
