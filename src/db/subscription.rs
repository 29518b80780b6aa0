//! Rows of subscriptions: which account follows which channel.

use rusqlite::params;

use super::channel::{self, Channel};
use super::video::match_expression;
use super::{Read, Tx};
use crate::error::Result;

pub fn exists(read: &Read, account_id: i64, channel_id: i64) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM subscription WHERE account_id = ?1 AND channel_id = ?2)";
    Ok(read.prepare_cached(sql)?.query_row([account_id, channel_id], |row| row.get(0))?)
}

pub fn count(read: &Read, account_id: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM subscription WHERE account_id = ?1";
    Ok(read.prepare_cached(sql)?.query_row([account_id], |row| row.get(0))?)
}

/// Channels that an account follows, the latest followed first: those that `words` find, or all.
pub fn list(
    read: &Read,
    account_id: i64,
    words: Option<&str>,
    start: u32,
    count: u32,
) -> Result<(i64, Vec<Channel>)> {
    let expression = words.map(match_expression);
    if expression == Some(None) {
        return Ok((0, Vec::new()));
    }
    let condition = "s.account_id = ?1 AND channel.deleted_at IS NULL
         AND (?2 IS NULL OR channel.id IN (SELECT rowid FROM channel_text WHERE channel_text MATCH ?2))";
    let source = "subscription s JOIN channel ON channel.id = s.channel_id";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {source} WHERE {condition}"))?
        .query_row(params![account_id, expression], |row| row.get(0))?;
    let order = "ORDER BY s.created_at DESC, channel.id DESC LIMIT ?3 OFFSET ?4";
    let sql = format!("SELECT {} FROM {source} WHERE {condition} {order}", channel::COLUMNS);
    let mut statement = read.prepare_cached(&sql)?;
    let rows = statement.query_map(params![account_id, expression, count, start], channel::from_row)?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// The handles of the channels of this site that an account follows, the latest followed first.
pub fn here(read: &Read, account_id: i64, start: u32, count: u32) -> Result<(i64, Vec<String>)> {
    let source = "subscription s JOIN channel c ON c.id = s.channel_id
                  WHERE s.account_id = ?1 AND c.deleted_at IS NULL AND c.actor_id IS NULL";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {source}"))?
        .query_row([account_id], |row| row.get(0))?;
    let mut statement = read.prepare_cached(&format!(
        "SELECT c.handle FROM {source} ORDER BY s.created_at DESC, c.id DESC LIMIT ?2 OFFSET ?3"
    ))?;
    let rows = statement.query_map(params![account_id, count, start], |row| row.get(0))?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Following twice is following once.
pub fn insert(tx: &Tx, account_id: i64, channel_id: i64) -> Result<()> {
    tx.prepare_cached("INSERT INTO subscription VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?
        .execute(params![account_id, channel_id, tx.now.0])?;
    Ok(())
}

/// Whether there was one to delete.
pub fn delete(tx: &Tx, account_id: i64, channel_id: i64) -> Result<bool> {
    let sql = "DELETE FROM subscription WHERE account_id = ?1 AND channel_id = ?2";
    Ok(tx.prepare_cached(sql)?.execute([account_id, channel_id])? > 0)
}
