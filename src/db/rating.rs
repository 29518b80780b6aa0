//! Rows of ratings. How many a film has stands in its own row, kept by triggers.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx};
use crate::domain::rating::Rating;
use crate::error::Result;

pub fn of_account(read: &Read, account_id: i64, video_id: i64) -> Result<Rating> {
    let mut statement =
        read.prepare_cached("SELECT value FROM rating WHERE account_id = ?1 AND video_id = ?2")?;
    let value = statement.query_row([account_id, video_id], |row| row.get(0)).optional()?;
    Ok(Rating::from_value(value))
}

pub fn set(tx: &Tx, account_id: i64, video_id: i64, rating: Rating) -> Result<()> {
    match rating.value() {
        Some(value) => tx
            .prepare_cached(
                "INSERT INTO rating VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
            )?
            .execute(params![account_id, video_id, value, tx.now.0])?,
        None => tx
            .prepare_cached("DELETE FROM rating WHERE account_id = ?1 AND video_id = ?2")?
            .execute([account_id, video_id])?,
    };
    Ok(())
}
