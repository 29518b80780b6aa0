//! What the person is told of.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::shapes::{List, Site, notification as shapes};
use crate::actions::notifications as actions;
use crate::actions::notifications::told::page_of;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

pub async fn list(visit: &Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let query = &visit.request.query;
    let (start, count) =
        (query.number("start", 0, 1_000_000)?, query.number("count", super::COUNT, super::COUNT_MAXIMUM)?);
    let is_read = match query.get("unread") {
        None | Some("") => None,
        Some("true") => Some(false),
        Some("false") => Some(true),
        Some(_) => return Err(Error::invalid("error-parameter").with("name", "unread").with("maximum", "")),
    };
    let found = visit.app.db.read(move |read| page_of(read, &person, is_read, start, count));
    let (total, told) = found.await?;
    let site = Site::of(&visit.app);
    answer::json(&List { total, data: told.iter().map(|one| shapes::notification(&site, one)).collect() })
}

#[derive(Deserialize)]
struct Chosen {
    ids: Vec<i64>,
}

pub async fn read(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let Chosen { ids } = visit.request.json().await?;
    if ids.is_empty() || ids.len() > 1000 {
        return Err(Error::invalid("error-parameter").with("name", "ids").with("maximum", 1000));
    }
    actions::mark_read(&visit.app.db, &person, ids).await?;
    Ok(answer::no_content())
}

pub async fn read_all(visit: &Visit) -> Result<Response> {
    actions::mark_all_read(&visit.app.db, visit.visitor.person()?).await?;
    Ok(answer::no_content())
}

/// Changes what the person wishes to be told of; what an application leaves out stays.
pub async fn wish(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let wished: Map<String, Value> = visit.request.json().await?;
    let change = actions::wish(&visit.app.db, &person, move |wishes| {
        let mut all = json!(wishes);
        for (name, value) in all.as_object_mut().into_iter().flatten() {
            if let Some(wished) = wished.get(name) {
                value.clone_from(wished);
            }
        }
        *wishes =
            serde_json::from_value(all).map_err(|error| Error::invalid("error-json").caused_by(error))?;
        Ok(())
    });
    change.await?;
    Ok(answer::no_content())
}
