//! Rows of other servers.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx};
use crate::domain::friend::Terms;
use crate::domain::moment::Moment;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Server {
    pub id: i64,
    pub host: String,
    pub blocked_at: Option<Moment>,
    /// Deliveries that failed since the last one that arrived.
    pub failures: i64,
    /// Until when nothing is delivered to it.
    pub silent_until: Moment,
    /// What is taken of it, where the site has said so.
    pub terms: Option<Terms>,
    /// Since when nothing new is taken of it.
    pub paused_at: Option<Moment>,
}

pub fn by_host(read: &Read, host: &str) -> Result<Option<Server>> {
    let sql =
        "SELECT id, host, blocked_at, failures, silent_until, terms, paused_at FROM server WHERE host = ?1";
    let found = read.prepare_cached(sql)?.query_row([host], |row| {
        Ok(Server {
            id: row.get(0)?,
            host: row.get(1)?,
            blocked_at: row.get::<_, Option<i64>>(2)?.map(Moment),
            failures: row.get(3)?,
            silent_until: Moment(row.get(4)?),
            terms: row.get::<_, Option<String>>(5)?.and_then(|text| serde_json::from_str(&text).ok()),
            paused_at: row.get::<_, Option<i64>>(6)?.map(Moment),
        })
    });
    Ok(found.optional()?)
}

/// The number of a server, which is entered if it was not known.
pub fn enter(tx: &Tx, host: &str) -> Result<i64> {
    tx.execute(
        "INSERT INTO server (host, created_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![host, tx.now.0],
    )?;
    Ok(tx.prepare_cached("SELECT id FROM server WHERE host = ?1")?.query_row([host], |row| row.get(0))?)
}

/// A delivery arrived.
pub fn answered(tx: &Tx, host: &str) -> Result<()> {
    let sql = "UPDATE server SET failures = 0, silent_until = 0 WHERE host = ?1 AND failures > 0";
    tx.prepare_cached(sql)?.execute([host])?;
    Ok(())
}

/// A delivery did not arrive: nothing more is tried before `until`.
pub fn failed(tx: &Tx, host: &str, until: Moment) -> Result<()> {
    let id = enter(tx, host)?;
    tx.execute(
        "UPDATE server SET failures = failures + 1, silent_until = max(silent_until, ?2) WHERE id = ?1",
        params![id, until.0],
    )?;
    Ok(())
}

/// Shuts a server out, or lets it in again.
pub fn set_blocked(tx: &Tx, host: &str, is_blocked: bool) -> Result<()> {
    let id = enter(tx, host)?;
    let at = is_blocked.then_some(tx.now.0);
    tx.execute("UPDATE server SET blocked_at = ?2 WHERE id = ?1", params![id, at])?;
    Ok(())
}

/// A server that a member, or the site, has blocked.
#[derive(Clone, Debug)]
pub struct Block {
    pub host: String,
    pub created_at: Moment,
}

/// The servers that an account, or the site, has blocked; `words` is looked for in their names.
pub fn blocks(
    read: &Read,
    by_account_id: Option<i64>,
    words: Option<&str>,
    is_descending: bool,
    (start, count): (u32, u32),
) -> Result<(i64, Vec<Block>)> {
    let found = "(SELECT s.id AS id, s.host AS host, s.blocked_at AS at FROM server s WHERE ?1 IS NULL AND s.blocked_at > 0
                  UNION ALL SELECT s.id, s.host, b.created_at FROM server_block b JOIN server s ON s.id = b.server_id
                  WHERE b.by_account_id = ?1)
                 WHERE ?2 IS NULL OR instr(lower(host), lower(?2))";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {found}"))?
        .query_row(params![by_account_id, words], |row| row.get(0))?;
    let order = if is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT host, at FROM {found} ORDER BY at {order}, id {order} LIMIT ?3 OFFSET ?4"
    ))?;
    let rows = statement.query_map(params![by_account_id, words, count, start], |row| {
        Ok(Block { host: row.get(0)?, created_at: Moment(row.get(1)?) })
    })?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// A member wants to see nothing of a server. Once more changes nothing.
pub fn insert_block(tx: &Tx, by_account_id: i64, host: &str) -> Result<()> {
    let id = enter(tx, host)?;
    tx.execute(
        "INSERT INTO server_block (by_account_id, server_id, created_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![by_account_id, id, tx.now.0],
    )?;
    Ok(())
}

/// Whether there was something to take back.
pub fn remove_block(tx: &Tx, by_account_id: i64, host: &str) -> Result<bool> {
    let sql = "DELETE FROM server_block
               WHERE by_account_id = ?1 AND server_id = (SELECT id FROM server WHERE host = ?2)";
    Ok(tx.execute(sql, params![by_account_id, host])? > 0)
}

/// Whether a member has blocked a server.
pub fn is_blocked_by(read: &Read, by_account_id: i64, host: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM server_block b JOIN server s ON s.id = b.server_id
                              WHERE b.by_account_id = ?1 AND s.host = ?2)";
    Ok(read.prepare_cached(sql)?.query_row(params![by_account_id, host], |row| row.get(0))?)
}

/// What is taken of a server from now on.
pub fn set_terms(tx: &Tx, host: &str, terms: &Terms) -> Result<()> {
    let id = enter(tx, host)?;
    tx.execute("UPDATE server SET terms = ?2 WHERE id = ?1", params![id, serde_json::to_string(terms)?])?;
    Ok(())
}

/// Takes nothing new of a server, or goes on.
pub fn set_paused(tx: &Tx, host: &str, is_paused: bool) -> Result<()> {
    let id = enter(tx, host)?;
    tx.execute("UPDATE server SET paused_at = ?2 WHERE id = ?1", params![id, is_paused.then_some(tx.now.0)])?;
    Ok(())
}

/// The hosts of those that are shut out.
pub fn blocked(read: &Read) -> Result<Vec<String>> {
    let sql = "SELECT host FROM server WHERE blocked_at IS NOT NULL ORDER BY host LIMIT 1000";
    Ok(read.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
