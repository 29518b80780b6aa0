//! Pictures of accounts and channels: they stand in the row of whom they show. And the pictures of films that
//! not everybody may see.

use std::collections::HashMap;

use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::{Read, Tx, unreadable};
use crate::domain::picture::Picture;
use crate::domain::video::{Guarded, Privacy, State};
use crate::error::{Error, Result};

/// Where a picture stands: the row of an account or a channel.
#[derive(Clone, Copy, Debug)]
pub enum Slot {
    AccountAvatar(i64),
    ChannelAvatar(i64),
    ChannelBanner(i64),
}

impl Slot {
    /// Table, column and number of the row.
    fn column(self) -> (&'static str, &'static str, i64) {
        match self {
            Self::AccountAvatar(id) => ("account", "avatars", id),
            Self::ChannelAvatar(id) => ("channel", "avatars", id),
            Self::ChannelBanner(id) => ("channel", "banners", id),
        }
    }
}

/// The pictures in a column of a row.
pub(super) fn from_row(row: &Row, index: usize) -> rusqlite::Result<Vec<Picture>> {
    match row.get_ref(index)?.as_str()? {
        "[]" => Ok(Vec::new()),
        text => serde_json::from_str(text).map_err(|error| unreadable(index, error)),
    }
}

pub fn find(read: &Read, slot: Slot) -> Result<Vec<Picture>> {
    let (table, column, id) = slot.column();
    let mut statement = read.prepare_cached(&format!("SELECT {column} FROM {table} WHERE id = ?1"))?;
    Ok(statement.query_row([id], |row| from_row(row, 0))?)
}

pub fn set(tx: &Tx, slot: Slot, pictures: &[Picture]) -> Result<()> {
    let (table, column, id) = slot.column();
    tx.execute(
        &format!("UPDATE {table} SET {column} = ?2, updated_at = ?3 WHERE id = ?1"),
        params![id, serde_json::to_string(pictures)?, tx.now.0],
    )?;
    Ok(())
}

/// The films behind the names of pictures.
pub type Hidden = HashMap<String, (Uuid, Guarded)>;

/// The pictures of all films that are private or not published. They are few beside the others, of which nothing
/// has to be known then.
pub(super) fn hidden(connection: &Connection) -> Result<Hidden> {
    let mut statement = connection.prepare_cached(
        "SELECT v.uuid, v.privacy, v.state, c.account_id, v.thumbnail, v.preview
         FROM video v JOIN channel c ON c.id = v.channel_id WHERE v.privacy = ?1 OR v.state <> ?2",
    )?;
    let mut rows = statement.query(params![Privacy::Private as i64, State::Published as i64])?;
    let mut hidden = Hidden::new();
    while let Some(row) = rows.next()? {
        let uuid: String = row.get(0)?;
        let (privacy, state) = (Privacy::from_number(row.get(1)?), State::from_number(row.get(2)?));
        let (Ok(uuid), Some(privacy), Some(state)) = (Uuid::try_parse(&uuid), privacy, state) else {
            return Err(Error::internal(format!("film {uuid} has an unknown privacy or state")));
        };
        let film = Guarded { privacy, state, owner_account_id: row.get(3)? };
        let names: [Option<String>; 2] = [row.get(4)?, row.get(5)?];
        hidden.extend(names.into_iter().flatten().map(|name| (name, (uuid, film))));
    }
    Ok(hidden)
}
