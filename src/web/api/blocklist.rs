//! Accounts that a member, or the site, has blocked.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::channels::local_name;
use super::shapes::{self, List, Site};
use super::{COUNT, COUNT_MAXIMUM, order_by_creation};
use crate::actions::blocklist::{self as actions, Whom};
use crate::db;
use crate::domain::account::Person;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// The person, who may see and change what is blocked for these.
pub(super) fn allowed(visit: &Visit, whom: Whom) -> Result<&Person> {
    match whom {
        Whom::Oneself => visit.visitor.person(),
        Whom::Everybody => visit.visitor.moderator(),
    }
}

/// Who is blocked, the latest first unless `sort` asks for the earliest. The site is no account, so that `byAccount`
/// is null for what it has blocked.
pub async fn list(visit: &Visit, whom: Whom) -> Result<Response> {
    let by = whom.account_id(allowed(visit, whom)?);
    let query = &visit.request.query;
    let (start, count) = (query.number("start", 0, 1_000_000)?, query.number("count", COUNT, COUNT_MAXIMUM)?);
    let is_descending = order_by_creation(query, true)?;
    let words = query.get("search").map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    let found = visit.app.db.read(move |read| {
        let (total, blocks) = db::blocklist::list(read, by, words.as_deref(), is_descending, start, count)?;
        let with_account = |block: db::blocklist::Block| {
            Ok(db::account::by_account(read, block.account_id)?.map(|account| (block, account)))
        };
        let all: Result<Vec<_>> =
            blocks.into_iter().filter_map(|one| with_account(one).transpose()).collect();
        let by = by.map(|id| db::account::by_account(read, id)).transpose()?.flatten();
        Ok((total, all?, by))
    });
    let (total, all, by) = found.await?;
    let site = Site::of(&visit.app);
    let shape = |(block, account): &(db::blocklist::Block, db::account::Account)| {
        json!({
            "byAccount": by.as_ref().map(|by| shapes::account(&site, by)),
            "blockedAccount": shapes::account(&site, account),
            "createdAt": block.created_at,
        })
    };
    answer::json(&List { total, data: all.iter().map(shape).collect() })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    account_name: String,
}

pub async fn add(visit: &mut Visit, whom: Whom) -> Result<Response> {
    let person = allowed(visit, whom)?.clone();
    let Named { account_name } = visit.request.json().await?;
    actions::block(&visit.app.db, &person, whom, &name_of(visit, &account_name)?).await?;
    Ok(answer::no_content())
}

pub async fn remove(visit: &Visit, whom: Whom, name: &str) -> Result<Response> {
    let person = allowed(visit, whom)?;
    actions::unblock(&visit.app.db, person, whom, &name_of(visit, name)?).await?;
    Ok(answer::no_content())
}

/// The name that an account has here: that of ours without our host, that of others with theirs.
fn name_of(visit: &Visit, name: &str) -> Result<String> {
    Ok(local_name(visit, name).unwrap_or_else(|_| name.to_lowercase()))
}

/// Whether these accounts and hosts are blocked, by the site and by whoever asks. Whom the site has blocked does not
/// learn of it here.
pub async fn status(visit: &Visit) -> Result<Response> {
    let query = &visit.request.query;
    let texts = |name: &str| -> Vec<String> { query.all(name).into_iter().map(str::to_owned).collect() };
    let asked: Vec<_> =
        texts("accounts").into_iter().map(|handle| (name_of(visit, &handle).ok(), handle)).collect();
    let hosts = texts("hosts");
    if asked.iter().any(|(_, handle)| handle.is_empty()) || hosts.iter().any(String::is_empty) {
        let name = if hosts.iter().any(String::is_empty) { "hosts" } else { "accounts" };
        return Err(Error::invalid("error-parameter").with("name", name).with("maximum", ""));
    }
    let viewer = visit.visitor.account_id();
    let found = visit.app.db.read(move |read| {
        let mut found = Map::new();
        for (name, handle) in asked {
            let account = match &name {
                Some(name) if name.contains('@') => db::account::by_handle(read, name)?,
                Some(name) => db::account::by_name(read, name)?,
                None => None,
            };
            let by = |by: Option<i64>| -> Result<bool> {
                let Some(account) = &account else { return Ok(false) };
                Ok(db::blocklist::between(read, by, account.id)?.is_some())
            };
            let is_own = account.as_ref().is_some_and(|account| Some(account.id) == viewer);
            let by_user = viewer.is_some() && by(viewer)?;
            found.insert(handle, status_of(!is_own && by(None)?, by_user));
        }
        Ok(found)
    });
    let accounts = found.await?;
    let of_hosts = visit.app.db.read(move |read| {
        let mut found = Map::new();
        for host in hosts {
            let server = db::server::by_host(read, &host)?;
            let by_server = server.is_some_and(|server| server.blocked_at.is_some());
            let by_user = viewer.map(|viewer| db::server::is_blocked_by(read, viewer, &host)).transpose()?;
            found.insert(host, status_of(by_server, by_user.unwrap_or_default()));
        }
        Ok(found)
    });
    answer::json(&json!({ "accounts": accounts, "hosts": of_hosts.await? }))
}

fn status_of(by_server: bool, by_user: bool) -> Value {
    json!({ "blockedByServer": by_server, "blockedByUser": by_user })
}
