//! Addresses of e-mail that are shown to be somebody's.

use serde::Deserialize;

use super::number;
use crate::actions::addresses;
use crate::domain::job::Lane;
use crate::domain::mail::AddressOf;
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::routes::Visit;

#[derive(Deserialize)]
struct Again {
    email: String,
}

/// Writes to a member's address once more. The answer is the same whether somebody has it or not.
pub async fn ask_again(visit: &mut Visit) -> Result<Response> {
    let Again { email } = visit.request.json().await?;
    auth::may_have_written(visit)?;
    addresses::ask_again(&visit.app.db, &email).await?;
    visit.app.wake(Lane::Mail);
    Ok(answer::no_content())
}

pub async fn ask_registration_again(visit: &mut Visit) -> Result<Response> {
    let Again { email } = visit.request.json().await?;
    auth::may_have_written(visit)?;
    addresses::ask_registration_again(&visit.app.db, &email).await?;
    visit.app.wake(Lane::Mail);
    Ok(answer::no_content())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Proof {
    verification_string: String,
}

pub async fn prove(visit: &mut Visit, id: &str) -> Result<Response> {
    proven(visit, AddressOf::User(number(id)?)).await
}

pub async fn prove_registration(visit: &mut Visit, id: &str) -> Result<Response> {
    proven(visit, AddressOf::Registration(number(id)?)).await
}

async fn proven(visit: &mut Visit, of: AddressOf) -> Result<Response> {
    let Proof { verification_string } = visit.request.json().await?;
    addresses::prove(&visit.app.db, of, &verification_string).await?;
    Ok(answer::no_content())
}
