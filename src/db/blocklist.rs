//! Rows of blocked accounts: by members, each for themselves, and by the site for everybody. What is hidden is theirs and
//! that of blocked servers.
//!
//! The site hides an account from everybody but from that account itself, which shall not learn of it.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::domain::notification::Kind;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Block {
    /// None where the site has blocked.
    pub by_account_id: Option<i64>,
    pub account_id: i64,
    pub created_at: Moment,
}

/// The accounts of which whoever looks sees nothing, as a subselect. `viewer` is SQL for the number of their account;
/// NULL and 0 are strangers.
pub(super) fn hidden_from(viewer: &str) -> String {
    format!(
        "SELECT account_id FROM account_block WHERE by_account_id IS NULL AND account_id IS NOT {viewer}
         UNION ALL SELECT account_id FROM account_block WHERE by_account_id = {viewer}
         UNION ALL SELECT a.id FROM server s CROSS JOIN actor r ON r.server_id = s.id CROSS JOIN account a ON a.actor_id = r.id
                   WHERE s.blocked_at > 0
         UNION ALL SELECT a.id FROM server_block b JOIN actor r ON r.server_id = b.server_id
                   JOIN account a ON a.actor_id = r.id WHERE b.by_account_id = {viewer}"
    )
}

/// Who looks, as far as blocks go: none where nothing is hidden from them. Members from whom just what the site has
/// blocked is hidden are strangers here (0), so that what is remembered for one serves all.
pub fn viewer(read: &Read, account_id: Option<i64>) -> Result<Option<i64>> {
    let (by_site, in_particular): (bool, bool) = read
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM account_block WHERE by_account_id IS NULL)
                    OR EXISTS (SELECT 1 FROM server WHERE blocked_at > 0),
                    EXISTS (SELECT 1 FROM account_block WHERE by_account_id = ?1)
                    OR EXISTS (SELECT 1 FROM server_block WHERE by_account_id = ?1)
                    OR EXISTS (SELECT 1 FROM account_block WHERE by_account_id IS NULL AND account_id = ?1)",
        )?
        .query_row([account_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(match account_id {
        Some(id) if in_particular => Some(id),
        _ => by_site.then_some(0),
    })
}

/// Whether an account is hidden from whoever looks.
pub fn is_hidden(read: &Read, account_id: i64, viewer: Option<i64>) -> Result<bool> {
    let sql = format!("SELECT ?1 IN ({})", hidden_from("?2"));
    Ok(read.prepare_cached(&sql)?.query_row(params![account_id, viewer], |row| row.get(0))?)
}

/// When an account, or the site, has blocked another one.
pub fn between(read: &Read, by_account_id: Option<i64>, account_id: i64) -> Result<Option<Moment>> {
    let sql = "SELECT created_at FROM account_block WHERE by_account_id IS ?1 AND account_id = ?2";
    let found = read
        .prepare_cached(sql)?
        .query_row(params![by_account_id, account_id], |row| row.get(0))
        .optional()?;
    Ok(found.map(Moment))
}

/// Those whom an account, or the site, has blocked; `words` is looked for in their names.
pub fn list(
    read: &Read,
    by_account_id: Option<i64>,
    words: Option<&str>,
    is_descending: bool,
    start: u32,
    count: u32,
) -> Result<(i64, Vec<Block>)> {
    let found = "FROM account_block b JOIN account a ON a.id = b.account_id
        WHERE b.by_account_id IS ?1 AND (?2 IS NULL OR instr(lower(a.name || ' ' || a.display_name), lower(?2)))";
    let total = read
        .prepare_cached(&format!("SELECT count(*) {found}"))?
        .query_row(params![by_account_id, words], |row| row.get(0))?;
    let order = if is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT b.by_account_id, b.account_id, b.created_at {found} ORDER BY b.id {order} LIMIT ?3 OFFSET ?4"
    ))?;
    let rows = statement.query_map(params![by_account_id, words, count, start], |row| {
        Ok(Block { by_account_id: row.get(0)?, account_id: row.get(1)?, created_at: Moment(row.get(2)?) })
    })?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Blocks an account; whom it is blocked for is told nothing more of what it has done, and what they were told goes.
pub fn insert(tx: &Tx, by_account_id: Option<i64>, account_id: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO account_block (by_account_id, account_id, created_at) VALUES (?1, ?2, ?3)",
        params![by_account_id, account_id, tx.now.0],
    )?;
    let theirs = "(account_id = ?1 OR comment_id IN (SELECT id FROM comment WHERE account_id = ?1)
        OR video_id IN (SELECT v.id FROM channel c JOIN video v ON v.channel_id = c.id WHERE c.account_id = ?1)
           AND kind = ?2)";
    match by_account_id {
        Some(by) => tx.execute(
            &format!(
                "DELETE FROM notification
                 WHERE user_id = (SELECT id FROM user WHERE account_id = ?3) AND {theirs}"
            ),
            params![account_id, Kind::NewFilm as i64, by],
        )?,
        None => tx.execute(
            &format!("DELETE FROM notification WHERE {theirs}"),
            params![account_id, Kind::NewFilm as i64],
        )?,
    };
    Ok(())
}

/// Whether there was something to take back.
pub fn remove(tx: &Tx, by_account_id: Option<i64>, account_id: i64) -> Result<bool> {
    let sql = "DELETE FROM account_block WHERE by_account_id IS ?1 AND account_id = ?2";
    Ok(tx.execute(sql, params![by_account_id, account_id])? > 0)
}

/// Forgets what a deleted account has blocked and by whom it was.
pub(super) fn forget(tx: &Tx, account_id: i64) -> Result<()> {
    tx.execute("DELETE FROM account_block WHERE by_account_id = ?1 OR account_id = ?1", [account_id])?;
    tx.execute("DELETE FROM server_block WHERE by_account_id = ?1", [account_id])?;
    Ok(())
}
