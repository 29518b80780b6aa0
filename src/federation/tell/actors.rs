//! Accounts and channels of ours that change, or are gone for good.

use serde_json::{Value, json};

use super::digest;
use crate::db::outgoing::{self, Thing, Told};
use crate::db::{self, Tx};
use crate::domain::actor::Own;
use crate::error::Result;
use crate::federation::address::{Address, PUBLIC};
use crate::federation::keys;
use crate::federation::objects::activity::activity;
use crate::federation::objects::{actor, context};

pub(super) fn account(tx: &Tx, address: &Address, id: i64) -> Result<()> {
    let own = Own::Account(id);
    let account = db::account::by_account(tx, id)?.filter(|account| account.home.is_none());
    let Some(account) = account else { return departs(tx, address, Thing::Account, id, own) };
    let Some(key) = keys::known_pem(tx, own)? else { return Ok(()) };
    let mut owns = vec![own, Own::Site];
    owns.extend(db::channel::of_account(tx, id)?.into_iter().map(|channel| Own::Channel(channel.id)));
    let document = actor::person(address, &account, &key);
    changes(tx, address, (Thing::Account, id, own), document, &owns)
}

pub(super) fn channel(tx: &Tx, address: &Address, id: i64) -> Result<()> {
    let own = Own::Channel(id);
    let Some(channel) = db::channel::by_id(tx, id)? else {
        return departs(tx, address, Thing::Channel, id, own);
    };
    let owner = db::account::by_account(tx, channel.account_id)?;
    let (Some(owner), Some(key)) = (owner, keys::known_pem(tx, own)?) else { return Ok(()) };
    let document = actor::group(address, &channel, &owner, &key);
    let owns = [own, Own::Account(channel.account_id), Own::Site];
    changes(tx, address, (Thing::Channel, id, own), document, &owns)
}

/// Tells whoever follows any of these how one of ours is described now.
fn changes(
    tx: &Tx,
    address: &Address,
    (thing, id, own): (Thing, i64, Own),
    document: Value,
    owns: &[Own],
) -> Result<()> {
    let digest = digest(&document);
    if outgoing::told(tx, thing, id)?.is_some_and(|told| told.digest == digest) {
        return Ok(());
    }
    let url = document["id"].as_str().unwrap_or_default().to_owned();
    let audience = (vec![PUBLIC.to_owned()], vec![format!("{url}/followers")]);
    let update_id = format!("{url}/updates/{}", tx.now.to_iso());
    let update = activity(context::actor(), "Update", &update_id, &url, audience, document);
    outgoing::send(tx, own, &update.to_string(), &db::follower::inboxes(tx, owns)?)?;
    let account = address.of("");
    outgoing::set_told(tx, thing, id, &Told { url, account_id: 0, account, channel_id: 0, digest })
}

/// One of ours is gone for good: its followers are told with its last words, and follow nobody any more.
fn departs(tx: &Tx, address: &Address, thing: Thing, id: i64, own: Own) -> Result<()> {
    let Some(name) = db::outgoing::departed(tx, own)? else { return Ok(()) };
    let url = if thing == Thing::Account { address.account(&name) } else { address.channel(&name) };
    let audience = (vec![PUBLIC.to_owned()], vec![format!("{url}/followers")]);
    let delete = activity(context::plain(), "Delete", &format!("{url}/delete"), &url, audience, json!(url));
    outgoing::send(tx, own, &delete.to_string(), &db::follower::inboxes(tx, &[own, Own::Site])?)?;
    db::follower::delete_of(tx, own)?;
    outgoing::forget_departed(tx, own)?;
    outgoing::forget_told(tx, thing, id)
}
