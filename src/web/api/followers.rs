//! Those of other servers who follow the site, or want to.

use serde_json::{Value, json};

use super::shapes::{List, Site};
use super::{COUNT, COUNT_MAXIMUM, order_by_creation};
use crate::db;
use crate::db::follower::{Filter, Follower};
use crate::domain::actor::{FollowState, Handle, Own};
use crate::error::{Error, Result};
use crate::federation::address::{Address, SITE};
use crate::federation::followers::{Decision, decide};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// Who follows the site, the latest first unless `sort` asks for the earliest. Who waits or was refused is shown to
/// administrators.
pub async fn list(visit: &Visit) -> Result<Response> {
    let query = &visit.request.query;
    let wrong = |name: &'static str| Error::invalid("error-parameter").with("name", name).with("maximum", "");
    let state = query.get("state").filter(|text| !text.is_empty()).map(FollowState::from_label);
    let state = state.map(|state| state.ok_or_else(|| wrong("state"))).transpose()?;
    let state = match visit.visitor.administrator() {
        Ok(_) => state,
        Err(_) if state.is_none_or(|state| state == FollowState::Accepted) => Some(FollowState::Accepted),
        Err(error) => return Err(error),
    };
    let words = query.get("search").map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    let filter = Filter {
        own: Own::Site,
        state,
        words,
        is_descending: order_by_creation(query, true)?,
        start: query.number("start", 0, 1_000_000)?,
        count: query.number("count", COUNT, COUNT_MAXIMUM)?,
    };
    let found = visit.app.db.read(move |read| {
        let (total, all) = db::follower::list(read, &filter)?;
        Ok((total, all, db::follower::count(read, Own::Site)?, db::account::first_created_at(read)?))
    });
    let (total, all, followers, since) = found.await?;
    let site = Site::of(&visit.app);
    let following = json!({
        "id": 0, "url": Address::new(&site.address).site(), "name": SITE, "host": site.host, "avatars": [], "banners": [],
        "hostRedundancyAllowed": false, "followingCount": 0, "followersCount": followers, "createdAt": since,
    });
    answer::json(&List { total, data: all.iter().map(|one| shape(one, &following)).collect() })
}

fn shape(one: &Follower, following: &Value) -> Value {
    json!({
        "id": one.actor.id,
        "follower": {
            "id": one.actor.id, "url": one.actor.url, "name": one.actor.name, "host": one.actor.host, "avatars": [],
            "banners": [], "hostRedundancyAllowed": false, "followingCount": 0, "followersCount": 0,
            "createdAt": one.actor.fetched_at,
        },
        "following": following,
        "score": 1000,
        "state": one.state.label(),
        "createdAt": one.created_at,
        "updatedAt": one.created_at,
    })
}

/// Accepts, refuses or removes the follower of this handle.
pub async fn answer(visit: &Visit, handle: &str, decision: Decision) -> Result<Response> {
    let person = visit.visitor.administrator()?;
    let handle = Handle::parse(handle)?;
    decide(&visit.app.db, Address::new(&visit.app.address()), person, handle, decision).await?;
    Ok(answer::no_content())
}
