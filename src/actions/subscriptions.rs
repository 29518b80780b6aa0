//! Following channels.

use crate::db::{self, Db, Read, Tx};
use crate::domain::account::Person;
use crate::error::{Error, Result};

/// The most channels that one account follows.
const MAXIMUM: i64 = 5000;

/// The number of the channel of this handle.
fn channel(read: &Read, handle: &str) -> Result<i64> {
    let channel = db::channel::by_handle(read, handle)?;
    channel.map(|channel| channel.id).ok_or_else(|| Error::not_found("error-channel-not-found"))
}

pub async fn follow(db: &Db, person: &Person, handle: String) -> Result<()> {
    let account_id = person.account_id;
    db.write(move |tx| {
        let channel_id = channel(tx, &handle)?;
        if db::subscription::count(tx, account_id)? >= MAXIMUM {
            return Err(Error::invalid("error-subscriptions-many").with("maximum", MAXIMUM));
        }
        db::subscription::insert(tx, account_id, channel_id)
    })
    .await
}

/// Whether the channel was followed before.
pub async fn leave(db: &Db, person: &Person, handle: String) -> Result<bool> {
    let account_id = person.account_id;
    db.write(move |tx: &Tx| db::subscription::delete(tx, account_id, channel(tx, &handle)?)).await
}
