//! Rows of those elsewhere who follow ours.

use rusqlite::params;

use super::{Read, Tx};
use crate::domain::actor::Own;
use crate::error::Result;

/// Lets an actor follow one of ours. Following twice is following once, by the latest request.
pub fn accept(tx: &Tx, actor_id: i64, own: Own, activity: &str) -> Result<()> {
    let (kind, id) = own.numbers();
    tx.execute(
        "INSERT INTO follower (actor_id, own_kind, own_id, activity, state, created_at) VALUES (?1, ?2, ?3, ?4, 2, ?5)
         ON CONFLICT (actor_id, own_kind, own_id) DO UPDATE SET activity = excluded.activity, state = 2",
        params![actor_id, kind, id, activity, tx.now.0],
    )?;
    Ok(())
}

/// Whether there was one to delete.
pub fn delete(tx: &Tx, actor_id: i64, own: Own) -> Result<bool> {
    let (kind, id) = own.numbers();
    let sql = "DELETE FROM follower WHERE actor_id = ?1 AND own_kind = ?2 AND own_id = ?3";
    Ok(tx.execute(sql, params![actor_id, kind, id])? > 0)
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
