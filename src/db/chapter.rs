//! Rows of chapters.

use rusqlite::params;

use super::{Read, Tx};
use crate::domain::chapter::Chapter;
use crate::error::Result;

/// The chapters that the owner of a film has given it, in their order.
pub fn of_video(read: &Read, video_id: i64) -> Result<Vec<Chapter>> {
    let mut statement = read.prepare_cached(
        "SELECT timecode, title FROM video_chapter WHERE video_id = ?1 ORDER BY timecode LIMIT 200",
    )?;
    let chapters =
        statement.query_map([video_id], |row| Ok(Chapter { timecode: row.get(0)?, title: row.get(1)? }))?;
    Ok(chapters.collect::<Result<_, _>>()?)
}

pub fn replace(tx: &Tx, video_id: i64, chapters: &[Chapter]) -> Result<()> {
    tx.execute("DELETE FROM video_chapter WHERE video_id = ?1", [video_id])?;
    let mut statement = tx.prepare_cached("INSERT INTO video_chapter VALUES (?1, ?2, ?3)")?;
    for chapter in chapters {
        statement.execute(params![video_id, chapter.timecode, chapter.title])?;
    }
    Ok(())
}
