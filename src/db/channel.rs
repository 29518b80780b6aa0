//! Rows of channels.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Channel {
    pub id: i64,
    pub account_id: i64,
    pub handle: String,
    pub display_name: String,
    pub description: Option<String>,
    pub support: Option<String>,
    pub created_at: Moment,
    pub updated_at: Moment,
}

/// What a list shows of a channel or an account.
#[derive(Clone, Debug)]
pub struct Name {
    pub id: i64,
    /// The handle of a channel, the name of an account.
    pub handle: String,
    pub display_name: String,
}

/// A channel and the account that it belongs to.
pub type Publisher = (Arc<Name>, Arc<Name>);

const COLUMNS: &str = "id, account_id, handle, display_name, description, support, created_at, updated_at";

fn from_row(row: &Row) -> rusqlite::Result<Channel> {
    Ok(Channel {
        id: row.get(0)?,
        account_id: row.get(1)?,
        handle: row.get(2)?,
        display_name: row.get(3)?,
        description: row.get(4)?,
        support: row.get(5)?,
        created_at: Moment(row.get(6)?),
        updated_at: Moment(row.get(7)?),
    })
}

fn find(read: &Read, condition: &str, value: impl rusqlite::ToSql) -> Result<Option<Channel>> {
    let sql = format!("SELECT {COLUMNS} FROM channel WHERE {condition}");
    Ok(read.prepare_cached(&sql)?.query_row([value], from_row).optional()?)
}

pub fn by_id(read: &Read, id: i64) -> Result<Option<Channel>> {
    find(read, "id = ?1", id)
}

pub fn by_handle(read: &Read, handle: &str) -> Result<Option<Channel>> {
    find(read, "handle = ?1", handle)
}

/// The names that stand beside the films of a channel; `Read::publisher` remembers them.
pub(super) fn publisher(connection: &Connection, id: i64) -> Result<Publisher> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.handle, c.display_name, a.id, a.name, a.display_name
         FROM channel c JOIN account a ON a.id = c.account_id WHERE c.id = ?1",
    )?;
    let name = |row: &Row, first: usize| -> rusqlite::Result<_> {
        let (id, handle, display_name) = (row.get(first)?, row.get(first + 1)?, row.get(first + 2)?);
        Ok(Arc::new(Name { id, handle, display_name }))
    };
    Ok(statement.query_row([id], |row| Ok((name(row, 0)?, name(row, 3)?)))?)
}

/// The channels of an account, the oldest first.
pub fn of_account(read: &Read, account_id: i64) -> Result<Vec<Channel>> {
    let sql = format!("SELECT {COLUMNS} FROM channel WHERE account_id = ?1 ORDER BY id LIMIT 100");
    Ok(read.prepare_cached(&sql)?.query_map([account_id], from_row)?.collect::<Result<_, _>>()?)
}

/// All channels, the newest first.
pub fn list(read: &Read, start: u32, count: u32) -> Result<(i64, Vec<Channel>)> {
    let total = read.prepare_cached("SELECT count(*) FROM channel")?.query_row([], |row| row.get(0))?;
    let sql = format!("SELECT {COLUMNS} FROM channel ORDER BY id DESC LIMIT ?1 OFFSET ?2");
    let channels =
        read.prepare_cached(&sql)?.query_map([count, start], from_row)?.collect::<Result<_, _>>()?;
    Ok((total, channels))
}

pub fn insert(tx: &Tx, account_id: i64, handle: &str, display_name: &str) -> Result<i64> {
    tx.execute(
        "INSERT INTO channel (account_id, handle, display_name, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        params![account_id, handle, display_name, tx.now.0],
    )?;
    Ok(tx.last_insert_rowid())
}

pub fn set_profile(
    tx: &Tx,
    id: i64,
    display_name: &str,
    description: Option<&str>,
    support: Option<&str>,
) -> Result<()> {
    tx.execute(
        "UPDATE channel SET display_name = ?2, description = ?3, support = ?4, updated_at = ?5 WHERE id = ?1",
        params![id, display_name, description, support, tx.now.0],
    )?;
    Ok(())
}
