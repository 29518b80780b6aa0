//! Following between servers.

use super::notifications;
use crate::db::actor::Actor;
use crate::db::{self, Db, Tx};
use crate::domain::actor::{ActorKind, Own, is_host};
use crate::error::{Error, Result};

/// Somebody elsewhere wants to follow one of ours. False where they are not welcome: whose it is, or the site, has
/// hidden them.
pub fn receive(tx: &Tx, actor: &Actor, own: Own, activity: &str) -> Result<bool> {
    let owner_account_id = match own {
        Own::Site => None,
        Own::Account(id) => Some(id),
        Own::Channel(id) => db::channel::by_id(tx, id)?.map(|channel| channel.account_id),
    };
    if actor.is_blocked || is_hidden(tx, actor, owner_account_id)? {
        return Ok(false);
    }
    db::follower::accept(tx, actor.id, own, activity)?;
    // Servers and channels follow in silence; people are worth a word.
    if let (Own::Channel(id), ActorKind::Person) = (own, actor.kind)
        && let Some(channel) = db::channel::by_id(tx, id)?
    {
        notifications::followed(tx, db::actor::account(tx, actor)?, &channel)?;
    }
    Ok(true)
}

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
        }
        Ok(())
    })
    .await
}
