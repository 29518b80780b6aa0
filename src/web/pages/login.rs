//! Signing in and out of the pages.

use warp::http::header;

use super::{login_code, page};
use crate::actions::sessions;
use crate::actions::sessions::SESSION_SECONDS;
use crate::error::{Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::auth::{self, COOKIE};
use crate::web::routes::Visit;
use crate::web::views::{LoginPage, Section};

pub async fn show(visit: &Visit) -> Result<Response> {
    let return_to = inside(visit.request.query.get("return").unwrap_or_default());
    if visit.visitor.person.is_some() {
        return Ok(answer::see_other(if return_to.is_empty() { "/" } else { &return_to }));
    }
    page(&view(visit, None, String::new(), return_to))
}

pub async fn sign_in(visit: &mut Visit) -> Result<Response> {
    let form = visit.request.form().await?;
    let login = form.text("username");
    let return_to = inside(&form.text("return"));
    match auth::sign_in(visit, &login, form.text("password")).await {
        Ok(user) => {
            if user.has_two_factor {
                return Ok(login_code::begin(visit, &user, &return_to));
            }
            let secret = sessions::open(&visit.app.db, user.id, visit.request.device()).await?;
            let response = answer::see_other(if return_to.is_empty() { "/" } else { &return_to });
            Ok(with_session(visit, response, &secret, SESSION_SECONDS))
        }
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let words = visit.language.said(&error.said);
            let mut response = page(&view(visit, Some(words), login, return_to))?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}

pub async fn sign_out(visit: &mut Visit) -> Result<Response> {
    visit.form().await?;
    if let Some(secret) = visit.visitor.session() {
        sessions::close(&visit.app.db, secret).await?;
    }
    Ok(with_session(visit, answer::see_other("/?done=signed-out"), "", 0))
}

/// Sets the cookie of a session. It is `Secure` where the site is reached by https.
pub fn with_session(visit: &Visit, response: Response, secret: &str, seconds: i64) -> Response {
    let is_secure = visit.request.peer.is_tls || visit.app.address().starts_with("https://");
    let secure = if is_secure { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    answer::with_header(response, header::SET_COOKIE, cookie)
}

/// A path of this site; empty for anything that would lead elsewhere.
pub fn inside(path: &str) -> String {
    let is_inside = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\r', '\n'])
        && !path.starts_with("/login");
    if is_inside { path.to_owned() } else { String::new() }
}

fn view(visit: &Visit, error: Option<String>, username: String, return_to: String) -> LoginPage {
    LoginPage {
        page: visit.layout(Section::Login, visit.language.t("nav-login")),
        error,
        username,
        return_to,
        takes_requests: visit.app.settings().takes_requests,
        sends_mail: visit.app.settings().mail.is_some(),
    }
}
