//! Whom the site follows on other servers, as PeerTube's administrators have it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::shapes::Site;
use crate::actions::follows;
use crate::db;
use crate::db::actor::Actor;
use crate::db::following::Follow;
use crate::domain::actor::{Handle, Own, is_host};
use crate::domain::job::Lane;
use crate::error::{Error, Result};
use crate::federation::address::SITE;
use crate::federation::exchange::Exchange;
use crate::federation::{actors, look_up};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wanted {
    hosts: Vec<String>,
    handles: Vec<String>,
}

/// Servers and handles that are followed in one request.
const AT_ONCE: usize = 20;

/// Begins to follow servers (`hosts`) and channels or accounts (`handles`). All are found before one is followed.
pub async fn add(visit: &mut Visit) -> Result<Response> {
    visit.visitor.administrator()?;
    let Wanted { hosts, handles } = visit.request.json().await?;
    let wrong = |name| Error::invalid("error-parameter").with("name", name).with("maximum", "");
    if hosts.len() + handles.len() > AT_ONCE || hosts.is_empty() && handles.is_empty() {
        return Err(wrong("hosts"));
    }
    let exchange = exchange(visit).await?;
    let mut found = Vec::new();
    for host in &hosts {
        let host = host.trim().to_lowercase();
        if !is_host(&host) {
            return Err(wrong("hosts"));
        }
        if host == visit.app.host() {
            return Err(Error::invalid("error-server-own"));
        }
        found.push(look_up::site(&exchange, &host).await?);
    }
    for handle in &handles {
        let url = look_up::finger(&exchange, &Handle::parse(handle)?).await?;
        found.push(actors::fetch(&exchange, &url).await?);
    }
    for actor in found {
        follows::follow(&visit.app.db, actor.id, None).await?;
    }
    visit.app.wake(Lane::Network);
    Ok(answer::no_content())
}

async fn exchange(visit: &Visit) -> Result<Exchange> {
    visit.app.federation().await?.ok_or_else(|| Error::not_found("error-federation-off"))
}

/// `hostOrHandle`: a server by its host, or a channel or an account by its handle.
pub async fn remove(visit: &Visit, name: &str) -> Result<Response> {
    visit.visitor.administrator()?;
    let name = name.to_lowercase();
    let left = visit.app.db.read(move |read| {
        let (_, all) = db::following::list(read, Own::Site, 0, 1000)?;
        for follow in all {
            let actor = db::actor::by_id(read, follow.actor_id)?;
            let is_meant = |actor: &Actor| {
                let handle = actor.handle().to_string();
                handle == name || (actor.name == SITE && actor.host == name)
            };
            if let Some(actor) = actor.filter(is_meant) {
                return Ok(Some(actor.id));
            }
        }
        Ok(None)
    });
    let actor_id = left.await?.ok_or_else(|| Error::not_found("error-not-followed"))?;
    follows::leave(&visit.app.db, actor_id).await?;
    visit.app.wake(Lane::Network);
    Ok(answer::no_content())
}

pub async fn list(visit: &Visit) -> Result<Response> {
    let query = &visit.request.query;
    let (start, count) =
        (query.number("start", 0, 1_000_000)?, query.number("count", super::COUNT, super::COUNT_MAXIMUM)?);
    let found = visit.app.db.read(move |read| {
        let (total, follows) = db::following::list(read, Own::Site, start, count)?;
        let with_actors =
            follows.into_iter().map(|follow| Ok((db::actor::by_id(read, follow.actor_id)?, follow)));
        let since = db::account::first_created_at(read)?;
        Ok((total, with_actors.collect::<Result<Vec<_>>>()?, since))
    });
    let (total, follows, since) = found.await?;
    let site = Site::of(&visit.app);
    let own = json!({
        "url": format!("{}/accounts/{SITE}", site.address),
        "name": SITE,
        "host": site.host,
        "avatars": [],
        "id": 0,
        "hostRedundancyAllowed": false,
        "followingCount": total,
        "followersCount": 0,
        "createdAt": since,
        "banners": [],
    });
    let shape = |(actor, follow): (Option<Actor>, Follow)| -> Option<Value> {
        let actor = actor?;
        Some(json!({
            "id": follow.id,
            "follower": own,
            "following": {
                "url": actor.url,
                "name": actor.name,
                "host": actor.host,
                "avatars": [],
                "id": actor.id,
                "hostRedundancyAllowed": false,
                "followingCount": 0,
                "followersCount": 0,
                "createdAt": actor.fetched_at,
                "banners": [],
            },
            "score": 10_000,
            "state": follow.state.label(),
            "createdAt": follow.created_at,
            "updatedAt": follow.created_at,
        }))
    };
    let data: Vec<_> = follows.into_iter().filter_map(shape).collect();
    answer::json(&json!({ "total": total, "data": data }))
}
