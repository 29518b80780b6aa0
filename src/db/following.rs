//! Rows of actors elsewhere that ours follow.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx};
use crate::domain::actor::{Following, Own};
use crate::domain::moment::Moment;
use crate::error::Result;

/// One of ours follows somebody elsewhere.
#[derive(Clone, Debug)]
pub struct Follow {
    pub id: i64,
    pub own: Own,
    pub actor_id: i64,
    pub state: Following,
    /// The code of an invitation that is shown when asking.
    pub invitation: Option<String>,
    pub created_at: Moment,
}

const COLUMNS: &str = "f.id, f.own_kind, f.own_id, f.actor_id, f.state, f.created_at, f.invitation";

fn from_row(row: &Row) -> rusqlite::Result<Follow> {
    Ok(Follow {
        id: row.get(0)?,
        own: Own::from_numbers(row.get(1)?, row.get(2)?)
            .ok_or_else(|| super::unreadable(1, "not one of ours"))?,
        actor_id: row.get(3)?,
        state: Following::from_number(row.get(4)?).ok_or_else(|| super::unreadable(4, "not a state"))?,
        created_at: Moment(row.get(5)?),
        invitation: row.get(6)?,
    })
}

pub fn by_id(read: &Read, id: i64) -> Result<Option<Follow>> {
    let sql = format!("SELECT {COLUMNS} FROM following f WHERE f.id = ?1");
    Ok(read.prepare_cached(&sql)?.query_row([id], from_row).optional()?)
}

pub fn of(read: &Read, own: Own, actor_id: i64) -> Result<Option<Follow>> {
    let (kind, id) = own.numbers();
    let sql = format!(
        "SELECT {COLUMNS} FROM following f WHERE f.own_kind = ?1 AND f.own_id = ?2 AND f.actor_id = ?3"
    );
    Ok(read.prepare_cached(&sql)?.query_row([kind, id, actor_id], from_row).optional()?)
}

/// Those that one of ours follows or wants to, page by page, the latest first.
pub fn list(read: &Read, own: Own, start: u32, count: u32) -> Result<(i64, Vec<Follow>)> {
    let (kind, id) = own.numbers();
    let source = "following f WHERE f.own_kind = ?1 AND f.own_id = ?2 AND f.state <> 4";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {source}"))?
        .query_row([kind, id], |row| row.get(0))?;
    let sql = format!("SELECT {COLUMNS} FROM {source} ORDER BY f.id DESC LIMIT ?3 OFFSET ?4");
    let mut statement = read.prepare_cached(&sql)?;
    let rows = statement.query_map(params![kind, id, count, start], from_row)?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// The ids of those that have accepted one of ours, for its collection, the latest first.
pub fn accepted(read: &Read, own: Own, start: u32, count: u32) -> Result<(i64, Vec<String>)> {
    let (kind, id) = own.numbers();
    let source = "following f JOIN actor r ON r.id = f.actor_id
                  WHERE f.own_kind = ?1 AND f.own_id = ?2 AND f.state = 2";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {source}"))?
        .query_row([kind, id], |row| row.get(0))?;
    let mut statement =
        read.prepare_cached(&format!("SELECT r.url FROM {source} ORDER BY f.id DESC LIMIT ?3 OFFSET ?4"))?;
    let rows = statement.query_map(params![kind, id, count, start], |row| row.get(0))?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Wants to follow an actor. Whoever was refused before, or has left, asks again; following twice is following once.
pub fn ask(tx: &Tx, own: Own, actor_id: i64, invitation: Option<&str>) -> Result<()> {
    let (kind, id) = own.numbers();
    tx.execute(
        "INSERT INTO following (own_kind, own_id, actor_id, state, created_at, invitation) VALUES (?1, ?2, ?3, 0, ?4, ?5)
         ON CONFLICT (own_kind, own_id, actor_id) DO UPDATE SET state = 0, invitation = excluded.invitation
             WHERE state IN (3, 4) OR (state IN (0, 1) AND excluded.invitation IS NOT NULL)",
        params![kind, id, actor_id, tx.now.0, invitation],
    )?;
    Ok(())
}

pub fn set_state(tx: &Tx, id: i64, state: Following) -> Result<()> {
    tx.execute("UPDATE following SET state = ?2 WHERE id = ?1", params![id, state as i64])?;
    Ok(())
}

/// Wants to follow an actor no more. Whether it was followed.
pub fn leave(tx: &Tx, own: Own, actor_id: i64) -> Result<bool> {
    let (kind, id) = own.numbers();
    let sql =
        "UPDATE following SET state = 4 WHERE own_kind = ?1 AND own_id = ?2 AND actor_id = ?3 AND state <> 4";
    Ok(tx.execute(sql, params![kind, id, actor_id])? > 0)
}

pub fn delete(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM following WHERE id = ?1", [id])?;
    Ok(())
}

/// Whether any of ours follows one of these actors, and was accepted.
pub fn is_followed(read: &Read, actors: &[i64]) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM following WHERE state = 2
                              AND actor_id IN (SELECT value FROM json_each(?1)))";
    Ok(read.prepare_cached(sql)?.query_row([serde_json::to_string(actors)?], |row| row.get(0))?)
}

/// Forgets whom ours follow on a server: it is shut out, and nobody tells it anything.
pub fn delete_of_server(tx: &Tx, host: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM following WHERE actor_id IN
             (SELECT r.id FROM actor r JOIN server s ON s.id = r.server_id WHERE s.host = ?1)",
        [host],
    )?;
    Ok(())
}
