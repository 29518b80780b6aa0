//! The second step of signing in: the code of an application, or a recovery code.

use warp::http::header;

use super::login::{inside, with_session};
use super::page;
use crate::actions::sessions::{self, SESSION_SECONDS, form_token};
use crate::db::account::User;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::routes::Visit;
use crate::web::views::{LoginCodePage, Section};

/// Names the first step in the browser that has taken it. It is kept in memory: whoever is between the steps when
/// the server starts anew types their password once more.
const COOKIE: &str = "lucarne_step";

/// Leads whoever has shown their password to the second step.
pub fn begin(visit: &Visit, user: &User, return_to: &str) -> Response {
    let secret = visit.app.steps.begin(user.id, &user.username, visit.app.now());
    let path: String = url::form_urlencoded::byte_serialize(return_to.as_bytes()).collect();
    let response = answer::see_other(&format!("/login/code?return={path}"));
    with_step(visit, response, &secret, sessions::STEP_SECONDS)
}

fn with_step(visit: &Visit, response: Response, secret: &str, seconds: i64) -> Response {
    let is_secure = visit.request.peer.is_tls || visit.app.address().starts_with("https://");
    let secure = if is_secure { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/login; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    answer::with_header(response, header::SET_COOKIE, cookie)
}

pub fn show(visit: &Visit) -> Result<Response> {
    let return_to = inside(visit.request.query.get("return").unwrap_or_default());
    let secret = visit.request.cookie(COOKIE).unwrap_or_default();
    match visit.app.steps.of(secret, visit.app.now()) {
        Some(_) => page(&view(visit, secret, None, return_to)),
        None => Ok(answer::see_other("/login")),
    }
}

pub async fn sign_in(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let return_to = inside(&form.text("return"));
    let secret = visit.request.cookie(COOKIE).unwrap_or_default().to_owned();
    let Some((user_id, username)) = visit.app.steps.of(&secret, visit.app.now()) else {
        return Ok(answer::see_other("/login"));
    };
    if form.get("step").is_none_or(|token| !auth::is_equal(token, &form_token(&secret))) {
        return Err(Error::forbidden("error-csrf"));
    }
    match auth::check_code(visit, &username, user_id, &form.text("code")).await {
        Ok(()) => {
            visit.app.steps.end(&secret);
            let session = sessions::open(&visit.app.db, user_id, visit.request.device()).await?;
            let response = answer::see_other(if return_to.is_empty() { "/" } else { &return_to });
            Ok(with_step(visit, with_session(visit, response, &session, SESSION_SECONDS), "", 0))
        }
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let words = visit.language.said(&error.said);
            let mut response = page(&view(visit, &secret, Some(words), return_to))?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}

fn view(visit: &Visit, secret: &str, error: Option<String>, return_to: String) -> LoginCodePage {
    LoginCodePage {
        page: visit.layout(Section::Login, visit.language.t("login-code-title")),
        step: form_token(secret),
        error,
        return_to,
    }
}
