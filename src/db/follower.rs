//! Rows of those elsewhere who follow ours.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx, actor, unreadable};
use crate::db::actor::Actor;
use crate::domain::actor::{FollowState, Own};
use crate::domain::moment::Moment;
use crate::error::Result;

/// Somebody elsewhere who follows one of ours, or wants to.
#[derive(Clone, Debug)]
pub struct Follower {
    pub actor: Actor,
    /// The id of the activity that asked for it.
    pub activity: String,
    pub state: FollowState,
    pub created_at: Moment,
    /// Why it was refused.
    pub reason: Option<String>,
}

/// Notes what an actor is to one of ours. Following twice is following once, by the latest request.
pub fn set(tx: &Tx, actor_id: i64, own: Own, activity: &str, state: FollowState) -> Result<()> {
    let (kind, id) = own.numbers();
    tx.execute(
        "INSERT INTO follower (actor_id, own_kind, own_id, activity, state, created_at) VALUES (?1, ?2, ?3, ?4, ?6, ?5)
         ON CONFLICT (actor_id, own_kind, own_id) DO UPDATE SET activity = excluded.activity, state = excluded.state",
        params![actor_id, kind, id, activity, tx.now.0, state as i64],
    )?;
    Ok(())
}

/// Answers one who follows or waits.
pub fn decide(tx: &Tx, actor_id: i64, own: Own, state: FollowState, reason: Option<&str>) -> Result<()> {
    let (kind, id) = own.numbers();
    tx.execute(
        "UPDATE follower SET state = ?4, reason = ?5 WHERE actor_id = ?1 AND own_kind = ?2 AND own_id = ?3",
        params![actor_id, kind, id, state as i64, reason],
    )?;
    Ok(())
}

fn from_row(row: &Row) -> rusqlite::Result<Follower> {
    let first = actor::WIDTH;
    Ok(Follower {
        actor: actor::from_row(row)?,
        activity: row.get(first)?,
        state: FollowState::from_number(row.get(first + 1)?)
            .ok_or_else(|| unreadable(first + 1, "not a state of followers"))?,
        created_at: Moment(row.get(first + 2)?),
        reason: row.get(first + 3)?,
    })
}

const FURTHER: &str = "f.activity, f.state, f.created_at, f.reason";

const SOURCE: &str = "follower f JOIN actor r ON r.id = f.actor_id JOIN server s ON s.id = r.server_id";

/// What an actor is to one of ours.
pub fn find(read: &Read, actor_id: i64, own: Own) -> Result<Option<Follower>> {
    let (kind, id) = own.numbers();
    let sql = format!(
        "SELECT {}, {FURTHER} FROM {SOURCE} WHERE f.actor_id = ?1 AND f.own_kind = ?2 AND f.own_id = ?3",
        actor::COLUMNS
    );
    Ok(read.prepare_cached(&sql)?.query_row([actor_id, kind, id], from_row).optional()?)
}

/// Which of those who follow one of ours are listed.
#[derive(Clone, Debug)]
pub struct Filter {
    pub own: Own,
    pub state: Option<FollowState>,
    /// Looked for in names and hosts.
    pub words: Option<String>,
    pub is_descending: bool,
    pub start: u32,
    pub count: u32,
}

/// Those who follow one of ours, or want to, and how many there are.
pub fn list(read: &Read, filter: &Filter) -> Result<(i64, Vec<Follower>)> {
    let (kind, id) = filter.own.numbers();
    let state = filter.state.map(|state| state as i64);
    let condition = "f.own_kind = ?1 AND f.own_id = ?2 AND (?3 IS NULL OR f.state = ?3)
        AND (?4 IS NULL OR instr(lower(r.name || '@' || s.host), lower(?4)))";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {SOURCE} WHERE {condition}"))?
        .query_row(params![kind, id, state, filter.words], |row| row.get(0))?;
    let order = if filter.is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT {}, {FURTHER} FROM {SOURCE} WHERE {condition}
         ORDER BY f.created_at {order}, f.actor_id {order} LIMIT ?5 OFFSET ?6",
        actor::COLUMNS
    ))?;
    let values = params![kind, id, state, filter.words, filter.count, filter.start];
    let rows = statement.query_map(values, from_row)?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Whether there was one to delete.
pub fn delete(tx: &Tx, actor_id: i64, own: Own) -> Result<bool> {
    let (kind, id) = own.numbers();
    let sql = "DELETE FROM follower WHERE actor_id = ?1 AND own_kind = ?2 AND own_id = ?3";
    Ok(tx.execute(sql, params![actor_id, kind, id])? > 0)
}

/// Forgets all who follow one of ours.
pub fn delete_of(tx: &Tx, own: Own) -> Result<()> {
    let (kind, id) = own.numbers();
    tx.execute("DELETE FROM follower WHERE own_kind = ?1 AND own_id = ?2", [kind, id])?;
    Ok(())
}

/// How many elsewhere follow one of ours.
pub fn count(read: &Read, own: Own) -> Result<i64> {
    let (kind, id) = own.numbers();
    let sql = "SELECT count(*) FROM follower WHERE own_kind = ?1 AND own_id = ?2 AND state = 2";
    Ok(read.prepare_cached(sql)?.query_row([kind, id], |row| row.get(0))?)
}

/// Where followers of any of these hear of things: each server once, by its shared inbox where it has one.
pub fn inboxes(read: &Read, owns: &[Own]) -> Result<Vec<String>> {
    let mut statement = read.prepare_cached(
        "SELECT DISTINCT coalesce(r.shared_inbox, r.inbox)
         FROM follower f JOIN actor r ON r.id = f.actor_id JOIN server s ON s.id = r.server_id
         WHERE f.own_kind = ?1 AND f.own_id = ?2 AND f.state = 2 AND s.blocked_at IS NULL",
    )?;
    let mut found = Vec::new();
    for own in owns {
        let (kind, id) = own.numbers();
        for inbox in statement.query_map([kind, id], |row| row.get(0))? {
            found.push(inbox?);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Forgets all who follow from a server.
pub fn delete_of_server(tx: &Tx, host: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM follower WHERE actor_id IN
             (SELECT r.id FROM actor r JOIN server s ON s.id = r.server_id WHERE s.host = ?1)",
        [host],
    )?;
    Ok(())
}
