//! Rows of uploads under way.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx, unreadable};
use crate::domain::moment::Moment;
use crate::domain::video::Description;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Upload {
    pub id: String,
    pub user_id: i64,
    pub channel_id: i64,
    pub file_name: String,
    /// The length of the whole film.
    pub bytes: i64,
    pub about: Description,
    pub video_id: Option<i64>,
}

fn from_row(row: &Row) -> rusqlite::Result<Upload> {
    let about: String = row.get(5)?;
    Ok(Upload {
        id: row.get(0)?,
        user_id: row.get(1)?,
        channel_id: row.get(2)?,
        file_name: row.get(3)?,
        bytes: row.get(4)?,
        about: serde_json::from_str(&about).map_err(|error| unreadable(5, error))?,
        video_id: row.get(6)?,
    })
}

pub fn find(read: &Read, id: &str) -> Result<Option<Upload>> {
    let mut statement = read.prepare_cached(
        "SELECT id, user_id, channel_id, file_name, bytes, description, video_id FROM upload WHERE id = ?1",
    )?;
    Ok(statement.query_row([id], from_row).optional()?)
}

pub fn insert(tx: &Tx, upload: &Upload) -> Result<()> {
    tx.execute(
        "INSERT INTO upload (id, user_id, channel_id, file_name, bytes, description, created_at, touched_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        params![
            upload.id,
            upload.user_id,
            upload.channel_id,
            upload.file_name,
            upload.bytes,
            serde_json::to_string(&upload.about)?,
            tx.now.0
        ],
    )?;
    Ok(())
}

pub fn touch(tx: &Tx, id: &str) -> Result<()> {
    tx.execute("UPDATE upload SET touched_at = ?2 WHERE id = ?1", params![id, tx.now.0])?;
    Ok(())
}

/// Writes what was only announced before.
pub fn correct(tx: &Tx, id: &str, channel_id: i64, bytes: i64, about: &Description) -> Result<()> {
    tx.execute(
        "UPDATE upload SET channel_id = ?2, bytes = ?3, description = ?4, touched_at = ?5 WHERE id = ?1",
        params![id, channel_id, bytes, serde_json::to_string(about)?, tx.now.0],
    )?;
    Ok(())
}

/// Takes the uploads of one channel to another, those that have become films included.
pub fn move_to_channel(tx: &Tx, from: i64, to: i64) -> Result<()> {
    tx.execute("UPDATE upload SET channel_id = ?2 WHERE channel_id = ?1", params![from, to])?;
    Ok(())
}

/// Remembers which film an upload has become.
pub fn finish(tx: &Tx, id: &str, video_id: i64) -> Result<()> {
    tx.execute(
        "UPDATE upload SET video_id = ?2, touched_at = ?3 WHERE id = ?1",
        params![id, video_id, tx.now.0],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx, id: &str) -> Result<()> {
    tx.execute("DELETE FROM upload WHERE id = ?1", [id])?;
    Ok(())
}

/// Uploads under way, of one person or of all.
pub fn under_way(read: &Read, user_id: Option<i64>) -> Result<Vec<Upload>> {
    let mut statement = read.prepare_cached(
        "SELECT id, user_id, channel_id, file_name, bytes, description, video_id FROM upload
         WHERE video_id IS NULL AND (?1 IS NULL OR user_id = ?1) ORDER BY created_at LIMIT 1000",
    )?;
    Ok(statement.query_map([user_id], from_row)?.collect::<Result<_, _>>()?)
}

/// Uploads that nobody has touched since `before`, finished or not.
pub fn forgotten(read: &Read, before: Moment) -> Result<Vec<String>> {
    let mut statement = read.prepare_cached("SELECT id FROM upload WHERE touched_at < ?1 LIMIT 1000")?;
    Ok(statement.query_map([before.0], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
