//! Chapters of a film.

use serde::{Deserialize, Serialize};

use super::videos::watchable;
use crate::actions::chapters;
use crate::domain::chapter::Chapter;
use crate::domain::id::Reference;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

#[derive(Serialize, Deserialize)]
struct Chapters {
    chapters: Vec<Chapter>,
}

pub async fn list(visit: &Visit, id: &str) -> Result<Response> {
    let whole = watchable(visit, id).await?;
    answer::json(&Chapters { chapters: whole.chapters })
}

pub async fn replace(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let Chapters { chapters } = visit.request.json().await?;
    chapters::replace(&visit.app.db, &person, reference, chapters).await?;
    Ok(answer::no_content())
}
