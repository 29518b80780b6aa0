//! Following between servers.

use super::notifications;
use crate::db::actor::Actor;
use crate::db::follower::Follower;
use crate::db::{self, Db, Tx};
use crate::domain::account::Person;
use crate::domain::actor::{ActorKind, FollowState, Following, Handle, Own, is_host};
use crate::domain::job::Job;
use crate::domain::video::tidy;
use crate::error::{Error, Result};

/// Somebody elsewhere wants to follow one of ours. They are not welcome where whose it is, or the site, has hidden them,
/// and where they were refused before. `waits` says that whoever follows the site waits for an administrator.
pub fn receive(tx: &Tx, actor: &Actor, own: Own, activity: &str, waits: bool) -> Result<FollowState> {
    let owner_account_id = match own {
        Own::Site => None,
        Own::Account(id) => Some(id),
        Own::Channel(id) => db::channel::by_id(tx, id)?.map(|channel| channel.account_id),
    };
    if actor.is_blocked || is_hidden(tx, actor, owner_account_id)? {
        return Ok(FollowState::Rejected);
    }
    let known = db::follower::find(tx, actor.id, own)?.map(|follower| follower.state);
    let state = match known {
        Some(FollowState::Rejected) => return Ok(FollowState::Rejected),
        Some(FollowState::Accepted) => FollowState::Accepted,
        _ if waits && own == Own::Site => FollowState::Pending,
        _ => FollowState::Accepted,
    };
    db::follower::set(tx, actor.id, own, activity, state)?;
    if state == FollowState::Pending {
        return Ok(state);
    }
    // Servers and channels follow in silence; people are worth a word.
    if let (Own::Channel(id), ActorKind::Person) = (own, actor.kind)
        && let Some(channel) = db::channel::by_id(tx, id)?
    {
        notifications::followed(tx, db::actor::account(tx, actor)?, &channel)?;
    }
    Ok(state)
}

/// Characters of the reason for which a follower is refused.
pub const REASON_LENGTH: usize = 500;

/// Answers somebody who follows the site or wants to; what they are now. They are told by whoever calls, in the same
/// transaction.
pub fn decide(
    tx: &Tx,
    person: &Person,
    handle: &Handle,
    state: FollowState,
    reason: Option<String>,
) -> Result<Follower> {
    let mut follower = of_site(tx, person, handle)?;
    let reason = tidy(reason, REASON_LENGTH)?.filter(|_| state == FollowState::Rejected);
    db::follower::decide(tx, follower.actor.id, Own::Site, state, reason.as_deref())?;
    (follower.state, follower.reason) = (state, reason);
    Ok(follower)
}

/// Lets somebody follow the site no more; they may ask again.
pub fn remove(tx: &Tx, person: &Person, handle: &Handle) -> Result<Follower> {
    let follower = of_site(tx, person, handle)?;
    db::follower::delete(tx, follower.actor.id, Own::Site)?;
    Ok(follower)
}

fn of_site(tx: &Tx, person: &Person, handle: &Handle) -> Result<Follower> {
    if !person.is_administrator() {
        return Err(Error::forbidden("error-forbidden"));
    }
    let actor = db::actor::by_handle(tx, handle)?;
    let follower = actor.map(|actor| db::follower::find(tx, actor.id, Own::Site)).transpose()?.flatten();
    follower.ok_or_else(|| Error::not_found("error-follower"))
}

/// Somebody whom one of ours asked says whether they may follow. What they have said so far is read then.
pub fn answered(tx: &Tx, own: Own, actor: &Actor, is_welcome: bool) -> Result<()> {
    let Some(follow) = db::following::of(tx, own, actor.id)? else { return Ok(()) };
    match (follow.state, is_welcome) {
        (Following::ToLeave, _) => Ok(()),
        (Following::Accepted, true) => Ok(()),
        (_, true) => {
            db::following::set_state(tx, follow.id, Following::Accepted)?;
            let crawl = Job::Crawl { actor: actor.url.clone(), page: None, left: CRAWLED };
            db::job::push(tx, &crawl, tx.now)
        }
        (_, false) => db::following::set_state(tx, follow.id, Following::Refused),
    }
}

/// The site begins to follow somebody elsewhere: another server, one of its channels or accounts. `invitation` is the
/// code that the other one has given out.
pub async fn follow(db: &Db, actor_id: i64, invitation: Option<String>) -> Result<()> {
    db.write(move |tx| {
        let actor = db::actor::by_id(tx, actor_id)?.ok_or_else(|| Error::not_found("error-not-found"))?;
        if actor.is_blocked {
            return Err(Error::forbidden("error-federation-hidden"));
        }
        db::following::ask(tx, Own::Site, actor_id, invitation.as_deref())
    })
    .await
}

/// The site follows somebody no more. What came from them and is followed by nobody else goes. False where they were not
/// followed.
pub async fn leave(db: &Db, actor_id: i64) -> Result<bool> {
    db.write(move |tx| {
        if !db::following::leave(tx, Own::Site, actor_id)? {
            return Ok(false);
        }
        if let Some(actor) =
            db::actor::by_id(tx, actor_id)?.filter(|actor| actor.kind == ActorKind::Application)
        {
            db::remote_video::delete_unfollowed(tx, &actor.host)?;
        }
        Ok(true)
    })
    .await
}

/// Films that are read of somebody whom ours begin to follow.
const CRAWLED: u32 = 1000;

fn is_hidden(tx: &Tx, actor: &Actor, from: Option<i64>) -> Result<bool> {
    match db::actor::known_account(tx, actor.id)? {
        Some(account_id) => db::blocklist::is_hidden(tx, account_id, from),
        None => Ok(false),
    }
}

/// Stops or begins to listen to a server. Who follows from there does so no more.
pub async fn block_server(db: &Db, host: String, is_blocked: bool) -> Result<()> {
    if !is_host(&host) {
        return Err(Error::invalid("error-host"));
    }
    db.write(move |tx| {
        db::server::set_blocked(tx, &host, is_blocked)?;
        if is_blocked {
            db::follower::delete_of_server(tx, &host)?;
            db::following::delete_of_server(tx, &host)?;
            db::remote_video::delete_of_server(tx, &host)?;
        }
        Ok(())
    })
    .await
}
