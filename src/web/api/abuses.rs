//! Reports (PeerTube's abuses), and what is said about them.

use serde::Deserialize;
use serde_json::json;

use super::shapes::report::{self as shapes, Details};
use super::shapes::{List, Site};
use super::{COUNT, COUNT_MAXIMUM, number};
use crate::actions::reports;
use crate::db::report::{FilmIs, Filter, Report};
use crate::db::{self, Read};
use crate::domain::id::Reference;
use crate::domain::report::{Reason, State, Target};
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reported {
    reason: String,
    #[serde(default)]
    predefined_reasons: Option<Vec<String>>,
    video: Option<Part>,
    comment: Option<Named>,
    account: Option<Named>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    id: Id,
    start_at: Option<i64>,
    end_at: Option<i64>,
}

#[derive(Deserialize)]
struct Named {
    id: i64,
}

/// Programs name a film by its number or one of its names.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Number(i64),
    Name(String),
}

/// Reports a film, a comment or an account: exactly one of them.
pub async fn write(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let Reported { reason, predefined_reasons, video, comment, account } = visit.request.json().await?;
    let target = match (video, comment, account) {
        (Some(Part { id, start_at, end_at }), None, None) => {
            let reference = match id {
                Id::Number(id) => Some(Reference::Number(id)),
                Id::Name(name) => Reference::parse(&name),
            };
            let reference = reference.ok_or_else(|| Error::invalid("error-video-id"))?;
            Target::Video { reference, start_at, end_at }
        }
        (None, Some(Named { id }), None) => Target::Comment(id),
        (None, None, Some(Named { id })) => Target::Account(id),
        _ => return Err(Error::invalid("error-report-what")),
    };
    let names = predefined_reasons.unwrap_or_default();
    let reasons = names.iter().map(|name| Reason::from_name(name));
    let reasons = reasons.collect::<Option<Vec<_>>>().ok_or_else(|| Error::invalid("error-report-reason"))?;
    let id = reports::write(&visit.app.db, &person, target, &reason, reasons).await?;
    answer::json(&json!({ "abuse": { "id": id } }))
}

/// All reports, for those who keep the house.
pub async fn list(visit: &Visit) -> Result<Response> {
    visit.visitor.moderator()?;
    let query = &visit.request.query;
    let wrong = |name: &'static str| Error::invalid("error-parameter").with("name", name).with("maximum", "");
    let named = |name: &str| query.get(name).filter(|text| !text.is_empty());
    let id = named("id").map(|id| id.parse().map_err(|_| wrong("id"))).transpose()?;
    let state = named("state").map(|text| text.parse().ok().and_then(State::from_number));
    let reason = named("predefinedReason").map(Reason::from_name);
    let kind =
        named("filter").map(|kind| matches!(kind, "video" | "comment" | "account").then(|| kind.to_owned()));
    let film = match named("videoIs") {
        None => None,
        Some("deleted") => Some(FilmIs::Deleted),
        Some("blacklisted") => Some(FilmIs::Blocked),
        Some(_) => return Err(wrong("videoIs")),
    };
    let filter = Filter {
        film,
        id,
        state: state.map(|state| state.ok_or_else(|| wrong("state"))).transpose()?,
        reason: reason.map(|reason| reason.ok_or_else(|| wrong("predefinedReason"))).transpose()?,
        kind: kind.map(|kind| kind.ok_or_else(|| wrong("filter"))).transpose()?,
        words: named("search").map(str::to_owned),
        ..page(visit)?
    };
    answer_with(visit, filter, shapes::kept).await
}

/// The reports that the person has written.
pub async fn mine(visit: &Visit) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    let query = &visit.request.query;
    let words = query.get("search").filter(|text| !text.is_empty()).map(str::to_owned);
    let filter = Filter { reporter_id: Some(account_id), words, ..page(visit)? };
    answer_with(visit, filter, shapes::own).await
}

fn page(visit: &Visit) -> Result<Filter> {
    let query = &visit.request.query;
    let is_descending = match query.get("sort") {
        None | Some("" | "-createdAt" | "-id") => true,
        Some("createdAt" | "id") => false,
        Some(_) => return Err(Error::invalid("error-parameter").with("name", "sort").with("maximum", "")),
    };
    let (start, count) = (query.number("start", 0, 1_000_000)?, query.number("count", COUNT, COUNT_MAXIMUM)?);
    Ok(Filter { is_descending, start, count, ..Filter::default() })
}

async fn answer_with(
    visit: &Visit,
    filter: Filter,
    shape: fn(&Site, &Details) -> serde_json::Value,
) -> Result<Response> {
    let found = visit.app.db.read(move |read| {
        let (total, reports) = db::report::list(read, &filter)?;
        let all = reports.into_iter().map(|report| details(read, report));
        Ok((total, all.collect::<Result<Vec<_>>>()?))
    });
    let (total, all) = found.await?;
    let site = Site::of(&visit.app);
    answer::json(&List { total, data: all.iter().map(|one| shape(&site, one)).collect() })
}

/// A report with what is still there of it.
pub fn details(read: &Read, report: Report) -> Result<Details> {
    let account = |id: Option<i64>| -> Result<_> {
        Ok(id.map(|id| db::account::by_account(read, id)).transpose()?.flatten())
    };
    let (reporter, flagged) = (account(report.reporter_id)?, account(report.flagged_id)?);
    let video = report.video_id.map(|id| db::video::find(read, Reference::Number(id))).transpose()?.flatten();
    let video = video.filter(|video| video.state != crate::domain::video::State::Deleted);
    let film = match video {
        Some(video) => db::channel::by_id(read, video.channel.id)?.map(|channel| (video, channel)),
        None => None,
    };
    let comment = report.comment_id.map(|id| db::comment::by_id(read, id)).transpose()?.flatten();
    let has_comment = comment.is_some_and(|comment| comment.deleted_at.is_none());
    Ok(Details { report, reporter, flagged, film, has_comment })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Decided {
    state: Option<i64>,
    moderation_comment: Option<String>,
}

pub async fn decide(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.moderator()?.clone();
    let Decided { state, moderation_comment } = visit.request.json().await?;
    let state =
        state.map(|state| State::from_number(state).ok_or_else(|| Error::invalid("error-report-state")));
    reports::decide(&visit.app.db, &person, number(id)?, state.transpose()?, moderation_comment).await?;
    Ok(answer::no_content())
}

pub async fn delete(visit: &Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.moderator()?;
    reports::delete(&visit.app.db, person, number(id)?).await?;
    Ok(answer::no_content())
}

pub async fn messages(visit: &Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let id = number(id)?;
    let found = visit.app.db.read(move |read| {
        reports::readable(read, &person, id)?;
        let messages = db::report::messages(read, id)?;
        let with_author = |message: db::report::Message| {
            let author =
                message.account_id.map(|id| db::account::by_account(read, id)).transpose()?.flatten();
            Ok((message, author))
        };
        messages.into_iter().map(with_author).collect::<Result<Vec<_>>>()
    });
    let found = found.await?;
    let site = Site::of(&visit.app);
    let data: Vec<_> =
        found.iter().map(|(message, author)| shapes::message(&site, message, author.as_ref())).collect();
    answer::json(&List { total: data.len() as i64, data })
}

#[derive(Deserialize)]
struct Said {
    message: String,
}

pub async fn say(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let Said { message } = visit.request.json().await?;
    let id = reports::say(&visit.app.db, &person, number(id)?, &message).await?;
    answer::json(&json!({ "abuseMessage": { "id": id } }))
}

pub async fn unsay(visit: &Visit, id: &str, message: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    reports::unsay(&visit.app.db, person, number(id)?, number(message)?).await?;
    Ok(answer::no_content())
}
