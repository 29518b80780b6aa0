//! What the person has watched.

use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::shapes::{self, List, Site};
use crate::actions::history;
use crate::db;
use crate::domain::moment::Moment;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Clearing {
    before_date: Option<String>,
}

pub async fn list(visit: &Visit) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    let query = &visit.request.query;
    let (start, count) =
        (query.number("start", 0, 1_000_000)?, query.number("count", super::COUNT, super::COUNT_MAXIMUM)?);
    let words = query.get("search").map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    let now = visit.app.now();
    visit.app.views.flush(&visit.app.db, now).await?;
    let found =
        visit.app.db.read(move |read| db::history::list(read, account_id, words.as_deref(), start, count));
    let (page, places) = found.await?;
    let site = Site::of(&visit.app);
    let films = page.videos.iter().zip(&places).map(|(video, seconds)| {
        let viewers = visit.app.views.watching_now(video.id, now);
        shapes::watched_video(&site, video, viewers, *seconds)
    });
    answer::json(&List { total: page.total, data: films.collect() })
}

pub async fn remove(visit: &Visit, video_id: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    let wrong = || Error::invalid("error-parameter").with("name", "videoId").with("maximum", "");
    let video_id = video_id.parse().map_err(|_| wrong())?;
    history::remove(&visit.app.db, &visit.app.views, person, video_id).await?;
    Ok(answer::no_content())
}

pub async fn clear(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let body = visit.request.bytes(4096).await?;
    let clearing: Clearing = match body.is_empty() {
        true => Clearing::default(),
        false => {
            serde_json::from_slice(&body).map_err(|error| Error::invalid("error-json").caused_by(error))?
        }
    };
    let wrong = || Error::invalid("error-parameter").with("name", "beforeDate").with("maximum", "");
    let before = match clearing.before_date {
        Some(text) => {
            let date = OffsetDateTime::parse(&text, &Rfc3339).map_err(|_| wrong())?;
            Moment((date.unix_timestamp_nanos() / 1_000_000) as i64)
        }
        None => visit.app.now(),
    };
    history::clear(&visit.app.db, &visit.app.views, &person, before).await?;
    Ok(answer::no_content())
}
