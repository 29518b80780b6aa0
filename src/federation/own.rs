//! Ours, by the ids that they have in the fediverse and the other way round.

use super::address::{Address, SITE};
use crate::db::{self, Read};
use crate::domain::actor::Own;
use crate::error::Result;

/// One of ours, by its id.
pub fn by_url(read: &Read, address: &Address, url: &str) -> Result<Option<Own>> {
    let Some(path) = address.path(url) else { return Ok(None) };
    let parts: Vec<_> = path.trim_matches('/').split('/').collect();
    match parts[..] {
        ["accounts", SITE] => Ok(Some(Own::Site)),
        ["accounts", name] => Ok(db::account::by_name(read, name)?.map(|account| Own::Account(account.id))),
        ["video-channels", handle] => {
            let channel = db::channel::by_handle(read, handle)?.filter(|channel| channel.home.is_none());
            Ok(channel.map(|channel| Own::Channel(channel.id)))
        }
        _ => Ok(None),
    }
}

/// The id of one of ours; none where it is deleted.
pub fn url(read: &Read, address: &Address, own: Own) -> Result<Option<String>> {
    Ok(match own {
        Own::Site => Some(address.site()),
        Own::Account(id) => db::account::by_account(read, id)?.map(|account| address.account(&account.name)),
        Own::Channel(id) => db::channel::by_id(read, id)?.map(|channel| address.channel(&channel.handle)),
    })
}
