//! Rows of storyboards.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx};
use crate::error::Result;

/// A sheet of small pictures of a film, row after row. Sizes in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storyboard {
    /// The name of the file under media/storyboards.
    pub file: String,
    pub total_width: i64,
    pub total_height: i64,
    pub sprite_width: i64,
    pub sprite_height: i64,
    /// Seconds that each small picture stands for.
    pub sprite_seconds: i64,
}

pub fn of_video(read: &Read, video_id: i64) -> Result<Option<Storyboard>> {
    let mut statement = read.prepare_cached(
        "SELECT file, total_width, total_height, sprite_width, sprite_height, sprite_seconds
         FROM storyboard WHERE video_id = ?1",
    )?;
    let found = statement.query_row([video_id], |row| {
        Ok(Storyboard {
            file: row.get(0)?,
            total_width: row.get(1)?,
            total_height: row.get(2)?,
            sprite_width: row.get(3)?,
            sprite_height: row.get(4)?,
            sprite_seconds: row.get(5)?,
        })
    });
    Ok(found.optional()?)
}

/// Gives a film this storyboard, or none.
pub fn replace(tx: &Tx, video_id: i64, storyboard: Option<&Storyboard>) -> Result<()> {
    tx.execute("DELETE FROM storyboard WHERE video_id = ?1", [video_id])?;
    let Some(storyboard) = storyboard else { return Ok(()) };
    tx.execute(
        "INSERT INTO storyboard (video_id, file, total_width, total_height, sprite_width, sprite_height,
                                 sprite_seconds)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            video_id,
            storyboard.file,
            storyboard.total_width,
            storyboard.total_height,
            storyboard.sprite_width,
            storyboard.sprite_height,
            storyboard.sprite_seconds,
        ],
    )?;
    Ok(())
}
