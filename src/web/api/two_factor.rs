//! The second step of signing in, switched on and off.

use serde::Deserialize;
use serde_json::json;

use super::number;
use crate::actions::two_factor;
use crate::domain::totp;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::routes::Visit;

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Proof {
    current_password: Option<String>,
}

/// Whoever keeps the house need not show a password where somebody else is concerned, as in PeerTube.
async fn prove(visit: &mut Visit, user_id: i64) -> Result<()> {
    let person = visit.visitor.person()?.clone();
    let body = visit.request.bytes(4096).await?;
    if person.is_moderator() && person.user_id != user_id {
        return Ok(());
    }
    let proof: Proof = match body.is_empty() {
        true => Proof::default(),
        false => {
            serde_json::from_slice(&body).map_err(|error| Error::invalid("error-json").caused_by(error))?
        }
    };
    let missing = || Error::invalid("error-parameter").with("name", "currentPassword").with("maximum", "");
    let password = proof.current_password.ok_or_else(missing)?;
    auth::sign_in(visit, &person.username, password).await.map(drop).map_err(|error| match error.said.key {
        "error-login" => Error::new(Kind::Forbidden, "error-password-wrong"),
        _ => error,
    })
}

pub async fn request(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let id = number(id)?;
    prove(visit, id).await?;
    let asked = two_factor::request(&visit.app.db, &person, id).await?;
    let response = answer::json(&json!({ "otpRequest": {
        "requestToken": asked.token,
        "secret": totp::written(&asked.secret),
        "uri": totp::address(&asked.secret, &visit.app.host(), &asked.email),
    } }))?;
    Ok(answer::with_header(response, warp::http::header::CACHE_CONTROL, "no-store"))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Confirmation {
    request_token: String,
    otp_token: String,
}

pub async fn confirm(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let id = number(id)?;
    let Confirmation { request_token, otp_token } = visit.request.json().await?;
    auth::counted(visit, &person.username, async {
        two_factor::confirm(&visit.app.db, &person, id, &request_token, otp_token).await
    })
    .await?;
    Ok(answer::no_content())
}

pub async fn disable(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let id = number(id)?;
    prove(visit, id).await?;
    two_factor::disable(&visit.app.db, &person, id).await?;
    Ok(answer::no_content())
}
