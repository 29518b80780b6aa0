//! Requests for an account.

use serde::Deserialize;

use super::number;
use super::shapes::{List, user};
use crate::actions::accounts;
use crate::actions::registrations as actions;
use crate::db;
use crate::domain::account::Role;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::routes::Visit;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    username: String,
    password: String,
    email: String,
    #[serde(default)]
    display_name: String,
    registration_reason: String,
}

pub async fn ask(visit: &mut Visit) -> Result<Response> {
    auth::may_ask(visit)?;
    let asked: Asked = visit.request.json().await?;
    let new = accounts::New {
        username: asked.username,
        display_name: asked.display_name,
        email: asked.email,
        password: asked.password,
        role: Role::Member,
        quota: -1,
    };
    let id = actions::ask(&visit.app.db, new, asked.registration_reason).await?;
    let made = visit.app.db.read(move |read| db::registration::find(read, id)).await?;
    let made = made.ok_or_else(|| Error::not_found("error-registration-not-found"))?;
    answer::json(&user::registration(&made))
}

/// Nobody becomes a member without being let in.
pub fn register() -> Result<Response> {
    Err(Error::forbidden("error-registration-direct"))
}

pub async fn list(visit: &Visit) -> Result<Response> {
    visit.visitor.moderator()?;
    let query = &visit.request.query;
    let (start, count) =
        (query.number("start", 0, 1_000_000)?, query.number("count", super::COUNT, super::COUNT_MAXIMUM)?);
    let words = query.get("search").map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    let found = visit.app.db.read(move |read| db::registration::list(read, words.as_deref(), start, count));
    let (total, asked) = found.await?;
    answer::json(&List { total, data: asked.iter().map(user::registration).collect() })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Decision {
    moderation_response: Option<String>,
}

pub async fn accept(visit: &mut Visit, id: &str) -> Result<Response> {
    visit.visitor.moderator()?;
    let Decision { moderation_response } = visit.request.json().await?;
    actions::accept(&visit.app.db, number(id)?, moderation_response).await?;
    Ok(answer::no_content())
}

pub async fn reject(visit: &mut Visit, id: &str) -> Result<Response> {
    visit.visitor.moderator()?;
    let Decision { moderation_response } = visit.request.json().await?;
    actions::reject(&visit.app.db, number(id)?, moderation_response).await?;
    Ok(answer::no_content())
}

pub async fn forget(visit: &Visit, id: &str) -> Result<Response> {
    visit.visitor.moderator()?;
    actions::forget(&visit.app.db, number(id)?).await?;
    Ok(answer::no_content())
}
