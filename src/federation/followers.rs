//! What those hear who want to follow ours.

use serde_json::json;

use super::address::Address;
use super::objects::activity::answer_to_follow;
use crate::actions::follows;
use crate::db::actor::Actor;
use crate::db::{self, Db, Tx};
use crate::domain::account::Person;
use crate::domain::actor::{FollowState, Handle, Own};
use crate::error::Result;

/// Tells somebody what they are to one of ours, whose id is `id`. Who waits hears nothing.
pub fn answer(
    tx: &Tx,
    id: &str,
    own: Own,
    actor: &Actor,
    activity: &str,
    state: FollowState,
    reason: Option<&str>,
) -> Result<()> {
    let kind = match state {
        FollowState::Pending => return Ok(()),
        FollowState::Accepted => "Accept",
        FollowState::Rejected => "Reject",
    };
    let answer_id = format!("{id}/{}s/follows/{}/{}", kind.to_lowercase(), actor.id, tx.now.0);
    let mut answer = answer_to_follow(kind, &answer_id, id, (activity, &actor.url));
    if let Some(reason) = reason {
        answer["summary"] = json!(reason);
    }
    db::outgoing::send(tx, own, &answer.to_string(), std::slice::from_ref(&actor.inbox))
}

/// What an administrator does with somebody who follows the site or wants to.
#[derive(Clone, Debug)]
pub enum Decision {
    Accept,
    /// With the reason, which they are told.
    Reject(Option<String>),
    /// They follow no more, and may ask again.
    Remove,
}

/// Decides, and tells whoever it is about.
pub async fn decide(
    db: &Db,
    address: Address,
    person: &Person,
    handle: Handle,
    decision: Decision,
) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let follower = match decision {
            Decision::Accept => follows::decide(tx, &person, &handle, FollowState::Accepted, None)?,
            Decision::Reject(reason) => follows::decide(tx, &person, &handle, FollowState::Rejected, reason)?,
            Decision::Remove => {
                let removed = follows::remove(tx, &person, &handle)?;
                db::follower::Follower { state: FollowState::Rejected, ..removed }
            }
        };
        let db::follower::Follower { actor, activity, state, reason, .. } = follower;
        answer(tx, &address.site(), Own::Site, &actor, &activity, state, reason.as_deref())
    })
    .await
}
