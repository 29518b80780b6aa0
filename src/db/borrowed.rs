//! Rows of small files of other servers that are shown here: pictures and captions.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::error::Result;

/// Whose a file is, and with whom it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Video(i64),
    Actor(i64),
}

#[derive(Clone, Debug)]
pub struct Borrowed {
    pub file: String,
    pub url: String,
    /// When it was fetched, or could not be.
    pub asked_at: Option<Moment>,
    pub is_here: bool,
}

pub fn find(read: &Read, file: &str) -> Result<Option<Borrowed>> {
    let sql = "SELECT file, url, asked_at, bytes IS NOT NULL FROM borrowed WHERE file = ?1";
    let found = read.prepare_cached(sql)?.query_row([file], |row| {
        Ok(Borrowed {
            file: row.get(0)?,
            url: row.get(1)?,
            asked_at: row.get::<_, Option<i64>>(2)?.map(Moment),
            is_here: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}

/// The file that stands here for an address of somebody's; the name of a new one is `new`.
pub fn enter(tx: &Tx, of: Of, url: &str, new: &str) -> Result<String> {
    let (video_id, actor_id) = match of {
        Of::Video(id) => (Some(id), None),
        Of::Actor(id) => (None, Some(id)),
    };
    // A thumbnail and a preview may be made of one picture: the end of the name tells them apart.
    let end = new.split_once('.').map_or("", |(_, end)| end);
    let known: Option<String> = tx
        .prepare_cached(
            "SELECT file FROM borrowed WHERE video_id IS ?1 AND actor_id IS ?2 AND url = ?3
                 AND file LIKE '%.' || ?4",
        )?
        .query_row(params![video_id, actor_id, url, end], |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    tx.prepare_cached("INSERT INTO borrowed (file, url, video_id, actor_id) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![new, url, video_id, actor_id])?;
    Ok(new.to_owned())
}

/// Forgets the files of somebody that are not among these; what is on the disk goes with the next sweep.
pub fn keep_only(tx: &Tx, of: Of, files: &[String]) -> Result<()> {
    let (column, id) = match of {
        Of::Video(id) => ("video_id", id),
        Of::Actor(id) => ("actor_id", id),
    };
    tx.prepare_cached(&format!(
        "DELETE FROM borrowed WHERE {column} = ?1 AND file NOT IN (SELECT value FROM json_each(?2))"
    ))?
    .execute(params![id, serde_json::to_string(files)?])?;
    Ok(())
}

/// A file has come (`bytes`), or could not be had.
pub fn asked(tx: &Tx, file: &str, bytes: Option<i64>) -> Result<()> {
    tx.prepare_cached("UPDATE borrowed SET bytes = ?2, asked_at = ?3 WHERE file = ?1")?
        .execute(params![file, bytes, tx.now.0])?;
    Ok(())
}

/// Bytes that all of them take.
pub fn bytes(read: &Read) -> Result<i64> {
    let sql = "SELECT coalesce(sum(bytes), 0) FROM borrowed WHERE bytes IS NOT NULL";
    Ok(read.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// The oldest that are here: they are fetched again when somebody looks at them.
pub fn oldest(read: &Read, count: u32) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT file, bytes FROM borrowed WHERE bytes IS NOT NULL ORDER BY asked_at LIMIT ?1";
    let mut statement = read.prepare_cached(sql)?;
    Ok(statement.query_map([count], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// A file is not here any more.
pub fn forgotten(tx: &Tx, file: &str) -> Result<()> {
    tx.prepare_cached("UPDATE borrowed SET bytes = NULL, asked_at = NULL WHERE file = ?1")?
        .execute([file])?;
    Ok(())
}
