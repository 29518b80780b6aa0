//! Members, for whoever keeps the house.

use serde::Deserialize;
use serde_json::{Value, json};

use super::number;
use super::shapes::{List, Site, user};
use crate::actions::{accounts, invitations, members};
use crate::db;
use crate::db::account::Search;
use crate::domain::account::{Role, can_manage};
use crate::domain::job::Lane;
use crate::domain::moment::Moment;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

pub async fn list(visit: &Visit) -> Result<Response> {
    visit.visitor.moderator()?;
    let query = &visit.request.query;
    let wrong = |name: &'static str| Error::invalid("error-parameter").with("name", name).with("maximum", "");
    let sort = query.get("sort").unwrap_or("createdAt");
    let by_name = match sort.trim_start_matches('-') {
        "createdAt" | "id" | "" => false,
        "username" => true,
        _ => return Err(wrong("sort")),
    };
    let is_blocked = match query.get("blocked") {
        None | Some("") => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return Err(wrong("blocked")),
    };
    let words = query.get("search").map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    let search = Search {
        words,
        is_blocked,
        by_name,
        is_descending: sort.starts_with('-'),
        start: query.number("start", 0, 1_000_000)?,
        count: query.number("count", super::COUNT, super::COUNT_MAXIMUM)?,
    };
    let day = Moment(visit.app.now().0 - 24 * 3600 * 1000);
    let site = Site::of(&visit.app);
    let found = visit.app.db.read(move |read| {
        let (total, users) = db::account::search(read, &search)?;
        let data: Result<Vec<_>> = users
            .iter()
            .map(|one| {
                let mut shape = user::user(&site, one, &db::channel::of_account(read, one.account.id)?)?;
                let (used, today) = db::account::usage(read, one.id, day)?;
                shape.insert("videoQuotaUsed".into(), used.into());
                shape.insert("videoQuotaUsedDaily".into(), today.into());
                shape.insert("totalVideoFileSize".into(), used.into());
                Ok(Value::Object(shape))
            })
            .collect();
        Ok(List { total, data: data? })
    });
    answer::json(&found.await?)
}

pub async fn show(visit: &Visit, id: &str) -> Result<Response> {
    visit.visitor.moderator()?;
    let (id, site) = (number(id)?, Site::of(&visit.app));
    let found = visit.app.db.read(move |read| {
        let Some(one) = db::account::by_id(read, id)? else { return Ok(None) };
        Ok(Some(user::user(&site, &one, &db::channel::of_account(read, one.account.id)?)?))
    });
    let shape = found.await?.ok_or_else(|| Error::not_found("error-member-not-found"))?;
    answer::json(&shape)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct New {
    username: String,
    password: String,
    email: String,
    role: i64,
    video_quota: Option<i64>,
    video_quota_daily: Option<i64>,
}

pub async fn add(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.moderator()?.clone();
    let new: New = visit.request.json().await?;
    let role = role(new.role)?;
    if !can_manage(&person, role) {
        return Err(Error::forbidden("error-forbidden"));
    }
    let quota = match new.video_quota {
        Some(bytes) => limit(bytes, "videoQuota")?,
        None => visit.app.settings().quota,
    };
    let made = accounts::New {
        display_name: String::new(),
        username: new.username,
        email: new.email,
        password: new.password,
        role,
        quota,
    };
    let daily = new.video_quota_daily.map(|bytes| limit(bytes, "videoQuotaDaily")).transpose()?;
    let made = accounts::create(&visit.app.db, made).await?;
    if daily.is_some() {
        let change = members::Change { quota_daily: daily, ..members::Change::default() };
        members::change(&visit.app.db, &person, made.user_id, change).await?;
    }
    answer::json(&json!({ "user": { "id": made.user_id, "account": { "id": made.account_id } } }))
}

/// What an application changes of a member; what it leaves out stays.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    email: Option<String>,
    password: Option<String>,
    role: Option<i64>,
    video_quota: Option<i64>,
    video_quota_daily: Option<i64>,
}

pub async fn change(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.moderator()?.clone();
    let id = number(id)?;
    let said: Change = visit.request.json().await?;
    let change = members::Change {
        display_name: None,
        email: said.email,
        password: said.password,
        role: said.role.map(role).transpose()?,
        quota: said.video_quota.map(|bytes| limit(bytes, "videoQuota")).transpose()?,
        quota_daily: said.video_quota_daily.map(|bytes| limit(bytes, "videoQuotaDaily")).transpose()?,
    };
    members::change(&visit.app.db, &person, id, change).await?;
    Ok(answer::no_content())
}

fn role(number: i64) -> Result<Role> {
    let wrong = || Error::invalid("error-parameter").with("name", "role").with("maximum", "");
    Role::from_number(number).ok_or_else(wrong)
}

fn limit(bytes: i64, name: &'static str) -> Result<i64> {
    let wrong = || Error::invalid("error-parameter").with("name", name).with("maximum", "");
    Some(bytes).filter(|bytes| *bytes >= -1).ok_or_else(wrong)
}

#[derive(Deserialize, Default)]
struct Blocking {
    reason: Option<String>,
}

pub async fn block(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.moderator()?.clone();
    let body = visit.request.bytes(4096).await?;
    let Blocking { reason } = match body.is_empty() {
        true => Blocking::default(),
        false => {
            serde_json::from_slice(&body).map_err(|error| Error::invalid("error-json").caused_by(error))?
        }
    };
    members::block(&visit.app.db, &person, number(id)?, reason).await?;
    Ok(answer::no_content())
}

pub async fn unblock(visit: &Visit, id: &str) -> Result<Response> {
    members::unblock(&visit.app.db, visit.visitor.moderator()?, number(id)?).await?;
    Ok(answer::no_content())
}

pub async fn delete(visit: &Visit, id: &str) -> Result<Response> {
    visit.visitor.moderator()?;
    deleted(visit, number(id)?).await?;
    Ok(answer::no_content())
}

/// Deletes a member, and stops preparing their films.
pub async fn deleted(visit: &Visit, user_id: i64) -> Result<()> {
    let app = &visit.app;
    for video_id in members::delete(&app.db, &app.layout, visit.visitor.person()?, user_id).await? {
        app.preparations.cancel(video_id);
    }
    app.wake(Lane::Housekeeping);
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewPassword {
    verification_string: String,
    password: String,
}

/// Chooses a new password by the secret of a link, as PeerTube's clients do with the one from a mail.
pub async fn reset_password(visit: &mut Visit, id: &str) -> Result<Response> {
    let id = number(id)?;
    let said: NewPassword = visit.request.json().await?;
    let link = invitations::find(&visit.app.db, &said.verification_string, visit.app.now()).await?;
    if link.user_id != Some(id) {
        return Err(Error::not_found("error-link-used"));
    }
    invitations::choose_password(&visit.app.db, &said.verification_string, said.password).await?;
    Ok(answer::no_content())
}
