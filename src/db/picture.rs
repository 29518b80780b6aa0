//! Pictures of accounts and channels: they stand in the row of whom they show.

use rusqlite::{Row, params};

use super::{Read, Tx, unreadable};
use crate::domain::picture::Picture;
use crate::error::Result;

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
