//! Rows of captions.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Caption {
    pub language: String,
    /// The name of the file under media/captions.
    pub file: String,
    pub updated_at: Moment,
}

pub fn of_video(read: &Read, video_id: i64) -> Result<Vec<Caption>> {
    let mut statement = read.prepare_cached(
        "SELECT language, file, updated_at FROM caption WHERE video_id = ?1 ORDER BY language LIMIT 100",
    )?;
    let captions = statement.query_map([video_id], |row| {
        Ok(Caption { language: row.get(0)?, file: row.get(1)?, updated_at: Moment(row.get(2)?) })
    })?;
    Ok(captions.collect::<Result<_, _>>()?)
}

/// Adds or replaces a caption; the name of the file that it replaces, if there was one.
pub fn put(tx: &Tx, video_id: i64, language: &str, file: &str) -> Result<Option<String>> {
    let replaced = remove(tx, video_id, language)?;
    tx.execute(
        "INSERT INTO caption (video_id, language, file, updated_at) VALUES (?1, ?2, ?3, ?4)",
        params![video_id, language, file, tx.now.0],
    )?;
    Ok(replaced)
}

/// Removes a caption; the name of its file, if there was one.
pub fn remove(tx: &Tx, video_id: i64, language: &str) -> Result<Option<String>> {
    let mut statement =
        tx.prepare_cached("DELETE FROM caption WHERE video_id = ?1 AND language = ?2 RETURNING file")?;
    Ok(statement.query_row(params![video_id, language], |row| row.get(0)).optional()?)
}

/// The film that a caption's file belongs to, for asking who may read it.
pub fn video_of_file(read: &Read, file: &str) -> Result<Option<i64>> {
    let mut statement = read.prepare_cached("SELECT video_id FROM caption WHERE file = ?1")?;
    Ok(statement.query_row([file], |row| row.get(0)).optional()?)
}
