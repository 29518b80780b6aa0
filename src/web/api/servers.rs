//! Servers that a member, or the site, has blocked.

use serde::Deserialize;
use serde_json::json;

use super::blocklist::allowed;
use super::shapes::{self, List, Site};
use super::{COUNT, COUNT_MAXIMUM, order_by_creation};
use crate::actions::blocklist::Whom;
use crate::actions::servers as actions;
use crate::db;
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// Which are blocked, the latest first unless `sort` asks for the earliest. The site is no account, so that `byAccount`
/// is null for what it has blocked.
pub async fn list(visit: &Visit, whom: Whom) -> Result<Response> {
    let by = whom.account_id(allowed(visit, whom)?);
    let query = &visit.request.query;
    let page = (query.number("start", 0, 1_000_000)?, query.number("count", COUNT, COUNT_MAXIMUM)?);
    let is_descending = order_by_creation(query, true)?;
    let words = query.get("search").map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    let found = visit.app.db.read(move |read| {
        let found = db::server::blocks(read, by, words.as_deref(), is_descending, page)?;
        Ok((found, by.map(|id| db::account::by_account(read, id)).transpose()?.flatten()))
    });
    let ((total, all), by) = found.await?;
    let site = Site::of(&visit.app);
    let shape = |block: &db::server::Block| {
        json!({
            "byAccount": by.as_ref().map(|by| shapes::account(&site, by)),
            "blockedServer": { "host": block.host },
            "createdAt": block.created_at,
        })
    };
    answer::json(&List { total, data: all.iter().map(shape).collect() })
}

#[derive(Deserialize)]
struct Named {
    host: String,
}

pub async fn add(visit: &mut Visit, whom: Whom) -> Result<Response> {
    let person = allowed(visit, whom)?.clone();
    let Named { host } = visit.request.json().await?;
    actions::block(&visit.app.db, &person, whom, &host, &visit.app.host()).await?;
    Ok(answer::no_content())
}

pub async fn remove(visit: &Visit, whom: Whom, host: &str) -> Result<Response> {
    let person = allowed(visit, whom)?;
    actions::unblock(&visit.app.db, person, whom, host).await?;
    Ok(answer::no_content())
}
