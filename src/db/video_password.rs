//! Rows of passwords that open films.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct VideoPassword {
    pub id: i64,
    pub video_id: i64,
    pub password: String,
    pub created_at: Moment,
    pub updated_at: Moment,
}

/// The passwords of a film in the order in which they were added, or the other way round.
pub fn of_video(read: &Read, video_id: i64, is_descending: bool) -> Result<Vec<VideoPassword>> {
    let mut statement = read.prepare_cached(
        "SELECT id, video_id, password, created_at, updated_at FROM video_password
         WHERE video_id = ?1 ORDER BY id LIMIT 1000",
    )?;
    let rows = statement.query_map([video_id], |row| {
        Ok(VideoPassword {
            id: row.get(0)?,
            video_id: row.get(1)?,
            password: row.get(2)?,
            created_at: Moment(row.get(3)?),
            updated_at: Moment(row.get(4)?),
        })
    })?;
    let mut passwords = rows.collect::<Result<Vec<_>, _>>()?;
    if is_descending {
        passwords.reverse();
    }
    Ok(passwords)
}

/// The ticket of a film's password, if it is one of them.
pub fn ticket(read: &Read, uuid: Uuid, password: &str) -> Result<Option<String>> {
    let mut statement = read.prepare_cached(
        "SELECT ticket FROM video_password WHERE password = ?2 AND video_id = (SELECT id FROM video WHERE uuid = ?1)",
    )?;
    Ok(statement.query_row([&uuid.to_string(), password], |row| row.get(0)).optional()?)
}

/// Whether a ticket is one of this film's.
pub fn is_ticket(read: &Read, uuid: Uuid, ticket: &str) -> Result<bool> {
    let mut statement = read.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM video_password p JOIN video v ON v.id = p.video_id
                        WHERE p.ticket = ?2 AND v.uuid = ?1)",
    )?;
    Ok(statement.query_row([&uuid.to_string(), ticket], |row| row.get(0))?)
}

/// A password and the ticket that goes with it.
pub type New = (String, String);

/// Adds passwords; one that is there already keeps its ticket.
pub fn add(tx: &Tx, video_id: i64, new: &[New]) -> Result<()> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO video_password (video_id, password, ticket, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)
         ON CONFLICT (video_id, password) DO NOTHING",
    )?;
    for (password, ticket) in new {
        statement.execute(params![video_id, password, ticket, tx.now.0])?;
    }
    Ok(())
}

/// Removes the passwords of a film that are none of these.
pub fn keep_only(tx: &Tx, video_id: i64, new: &[New]) -> Result<()> {
    for known in of_video(tx, video_id, false)? {
        if !new.iter().any(|(password, _)| *password == known.password) {
            remove(tx, known.id)?;
        }
    }
    Ok(())
}

pub fn remove(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM video_password WHERE id = ?1", [id])?;
    Ok(())
}
