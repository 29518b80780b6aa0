//! OAuth2 as PeerTube speaks it: one public client, the password grant, refresh and revocation.

use serde_json::json;
use warp::http::header;

use crate::actions::sessions::{self, ACCESS_SECONDS, REFRESH_SECONDS, Tokens};
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::auth::{self, is_equal};
use crate::web::routes::Visit;

/// Where an application puts the code of the second step; the answer names it where one is missing.
const CODE: &str = "x-peertube-otp";

/// The client's identity. It is no secret: every application asks for it before it signs somebody in.
pub fn client(visit: &Visit) -> Result<Response> {
    let client = &visit.app.client;
    answer::json(&json!({ "client_id": client.id, "client_secret": client.secret }))
}

pub async fn issue(visit: &mut Visit) -> Result<Response> {
    let form = visit.request.form().await?;
    let client = &visit.app.client;
    let is_client = form.get("client_id").is_some_and(|id| is_equal(id, &client.id))
        && form.get("client_secret").is_some_and(|secret| is_equal(secret, &client.secret));
    if !is_client {
        return Err(Error::invalid("error-client"));
    }
    let tokens = match form.get("grant_type") {
        Some("password") => {
            let user = auth::sign_in(visit, &form.text("username"), form.text("password")).await?;
            if user.has_two_factor {
                let code = visit.request.header(CODE).filter(|code| !code.is_empty());
                let code = code.ok_or_else(|| Error::new(Kind::Unauthorized, "error-two-factor-missing"))?;
                auth::check_code(visit, &user.username, user.id, code).await?;
            }
            sessions::issue_tokens(&visit.app.db, user.id, visit.request.device()).await?
        }
        Some("refresh_token") => {
            let tokens =
                sessions::refresh_tokens(&visit.app.db, &form.text("refresh_token"), visit.request.device())
                    .await?;
            tokens.ok_or_else(|| Error::invalid("error-refresh-token"))?
        }
        _ => return Err(Error::invalid("error-grant")),
    };
    let response = answer::json(&shape(&tokens))?;
    Ok(answer::with_header(response, header::CACHE_CONTROL, "no-store"))
}

fn shape(tokens: &Tokens) -> serde_json::Value {
    json!({
        "token_type": "Bearer",
        "access_token": tokens.access,
        "refresh_token": tokens.refresh,
        "expires_in": ACCESS_SECONDS - 1,
        "refresh_token_expires_in": REFRESH_SECONDS - 1,
    })
}

pub async fn revoke(visit: &Visit) -> Result<Response> {
    visit.visitor.person()?;
    let authorization = visit.request.header(header::AUTHORIZATION).unwrap_or_default();
    if let Some((_, token)) = authorization.split_once(' ') {
        sessions::revoke_token(&visit.app.db, token.trim()).await?;
    }
    answer::json(&json!({}))
}
