//! Following channels.

use super::notifications;
use crate::db::channel::Channel;
use crate::db::{self, Db, Read, Tx};
use crate::domain::account::Person;
use crate::error::{Error, Result};

/// The most channels that one account follows.
const MAXIMUM: i64 = 5000;

fn channel(read: &Read, handle: &str) -> Result<Channel> {
    db::channel::by_handle(read, handle)?.ok_or_else(|| Error::not_found("error-channel-not-found"))
}

pub async fn follow(db: &Db, person: &Person, handle: String) -> Result<()> {
    let account_id = person.account_id;
    db.write(move |tx| {
        let channel = channel(tx, &handle)?;
        if db::subscription::count(tx, account_id)? >= MAXIMUM {
            return Err(Error::invalid("error-subscriptions-many").with("maximum", MAXIMUM));
        }
        db::subscription::insert(tx, account_id, channel.id)?;
        notifications::followed(tx, account_id, &channel)
    })
    .await
}

/// Whether the channel was followed before.
pub async fn leave(db: &Db, person: &Person, handle: String) -> Result<bool> {
    let account_id = person.account_id;
    db.write(move |tx: &Tx| db::subscription::delete(tx, account_id, channel(tx, &handle)?.id)).await
}
