//! What the person is told of.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::shapes::{List, Site, notification as shapes};
use crate::actions::notifications as actions;
use crate::db::account::Account;
use crate::db::channel::Channel;
use crate::db::comment::Comment;
use crate::db::notification::Notification;
use crate::db::registration::Registration;
use crate::db::video::Video;
use crate::db::{self, Read};
use crate::domain::account::Person;
use crate::domain::comment::can_moderate;
use crate::domain::id::Reference;
use crate::domain::video::can_reach;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// A notification with everything that it is about and that the person may still see.
pub struct Told {
    pub row: Notification,
    pub subject: Subject,
}

pub enum Subject {
    Film(Box<Video>),
    Comment(Box<Video>, Comment, Account),
    Follower(Account, Channel),
    Request(Registration),
}

/// The details of a notification; none where the film is hidden by now, or the words are deleted.
pub fn told(read: &Read, row: Notification, person: &Person) -> Result<Option<Told>> {
    let film = |id: i64| -> Result<Option<Video>> {
        let video = db::video::find(read, Reference::Number(id))?;
        // Whoever was told of it knows it: unlisted is no obstacle.
        let may = |video: &Video| can_reach(video.guarded(), Reference::Uuid(video.uuid), Some(person));
        Ok(video.filter(may))
    };
    let subject = if let Some(id) = row.video_id {
        film(id)?.map(|video| Subject::Film(Box::new(video)))
    } else if let Some(id) = row.comment_id {
        let comment = db::comment::by_id(read, id)?.filter(|comment| comment.deleted_at.is_none());
        let Some(comment) = comment else { return Ok(None) };
        let author = comment.account_id.map(|id| db::account::by_account(read, id)).transpose()?.flatten();
        let video = film(comment.video_id)?
            .filter(|video| !comment.is_held || can_moderate(video.account.id, person));
        video.zip(author).map(|(video, author)| Subject::Comment(Box::new(video), comment, author))
    } else if let (Some(account_id), Some(channel_id)) = (row.account_id, row.channel_id) {
        let account = db::account::by_account(read, account_id)?;
        let channel = db::channel::by_id(read, channel_id)?;
        account.zip(channel).map(|(account, channel)| Subject::Follower(account, channel))
    } else if let Some(id) = row.registration_id {
        db::registration::find(read, id)?.map(Subject::Request)
    } else {
        None
    };
    Ok(subject.map(|subject| Told { row, subject }))
}

/// A page of what a person is told of, the newest first.
pub fn page_of(
    read: &Read,
    person: &Person,
    is_read: Option<bool>,
    start: u32,
    count: u32,
) -> Result<(i64, Vec<Told>)> {
    let (total, rows) = db::notification::list(read, person.user_id, is_read, start, count)?;
    let all = rows.into_iter().filter_map(|row| told(read, row, person).transpose());
    Ok((total, all.collect::<Result<_>>()?))
}

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
