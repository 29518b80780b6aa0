//! Likes and dislikes.

use serde::Deserialize;
use serde_json::json;

use super::videos::seen;
use crate::actions::ratings;
use crate::db;
use crate::domain::id::Reference;
use crate::domain::rating::Rating;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

#[derive(Deserialize)]
struct Wanted {
    rating: String,
}

pub async fn rate(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let Wanted { rating } = visit.request.json().await?;
    let rating = Rating::parse(&rating).ok_or_else(|| Error::invalid("error-rating"))?;
    seen(visit, id).await?;
    ratings::rate(&visit.app.db, &person, reference, rating).await?;
    Ok(answer::no_content())
}

/// What the person thinks of a film.
pub async fn mine(visit: &Visit, id: &str) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    let video = seen(visit, id).await?;
    let rating = visit.app.db.read(move |read| db::rating::of_account(read, account_id, video.id)).await?;
    answer::json(&json!({ "videoId": video.id, "rating": rating }))
}
