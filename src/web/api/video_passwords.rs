//! Passwords that open a film, for whoever may change it.

use serde::{Deserialize, Serialize};

use super::shapes::List;
use crate::actions::video_passwords;
use crate::db::video_password::VideoPassword;
use crate::domain::id::Reference;
use crate::domain::moment::Moment;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PasswordShape {
    id: i64,
    password: String,
    video_id: i64,
    created_at: Moment,
    updated_at: Moment,
}

fn shape(known: VideoPassword) -> PasswordShape {
    let VideoPassword { id, password, video_id, created_at, updated_at } = known;
    PasswordShape { id, password, video_id, created_at, updated_at }
}

pub async fn list(visit: &Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    let query = &visit.request.query;
    let start = query.number("start", 0, u32::MAX)?;
    let count = query.number("count", super::COUNT, super::COUNT_MAXIMUM)?;
    let is_descending = super::order_by_creation(query, true)?;
    let all = video_passwords::list(&visit.app.db, person, reference(id)?, is_descending).await?;
    let total = all.len() as i64;
    let data = all.into_iter().skip(start as usize).take(count as usize).map(shape).collect();
    let response = answer::json(&List { total, data })?;
    Ok(answer::with_header(response, warp::http::header::CACHE_CONTROL, "no-store"))
}

#[derive(Deserialize)]
struct Passwords {
    passwords: Vec<String>,
}

pub async fn replace(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let Passwords { passwords } = visit.request.json().await?;
    video_passwords::replace(&visit.app.db, &person, reference(id)?, passwords).await?;
    Ok(answer::no_content())
}

#[derive(Deserialize)]
struct OnePassword {
    password: String,
}

pub async fn add(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let OnePassword { password } = visit.request.json().await?;
    video_passwords::add(&visit.app.db, &person, reference(id)?, password).await?;
    Ok(answer::no_content())
}

pub async fn remove(visit: &Visit, id: &str, password: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    let wrong = || Error::invalid("error-parameter").with("name", "passwordId").with("maximum", "");
    let password = password.parse().map_err(|_| wrong())?;
    video_passwords::remove(&visit.app.db, person, reference(id)?, password).await?;
    Ok(answer::no_content())
}

fn reference(id: &str) -> Result<Reference> {
    Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))
}
