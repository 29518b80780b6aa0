//! Rows of ratings. How many a film has stands in its own row, kept by triggers.

use rusqlite::{OptionalExtension, params};

use super::video::{Video, video_rows};
use super::{Read, Tx};
use crate::domain::rating::Rating;
use crate::error::Result;

pub fn of_account(read: &Read, account_id: i64, video_id: i64) -> Result<Rating> {
    let mut statement =
        read.prepare_cached("SELECT value FROM rating WHERE account_id = ?1 AND video_id = ?2")?;
    let value = statement.query_row([account_id, video_id], |row| row.get(0)).optional()?;
    Ok(Rating::from_value(value))
}

/// What an account thinks of films that it finds: those that its own channels hold, and those that are open to members.
pub fn list(
    read: &Read,
    account_id: i64,
    rating: Option<Rating>,
    is_descending: bool,
    start: u32,
    count: u32,
) -> Result<(i64, Vec<(Video, Rating)>)> {
    let source = "rating r JOIN video v ON v.id = r.video_id JOIN channel c ON c.id = v.channel_id
        WHERE r.account_id = ?1 AND (?2 IS NULL OR r.value = ?2) AND v.state <> 100
            AND (v.state = 1 AND v.privacy IN (1, 2, 4) OR c.account_id = ?1)";
    let value = rating.and_then(Rating::value);
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {source}"))?
        .query_row(params![account_id, value], |row| row.get(0))?;
    let order = if is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT v.id, r.value FROM {source} ORDER BY r.created_at {order}, v.id {order} LIMIT ?3 OFFSET ?4"
    ))?;
    let rows = statement
        .query_map(params![account_id, value, count, start], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(i64, i64)>, _>>()?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, value) in rows {
        found.extend(
            video_rows(read, &[id])?.into_iter().map(|video| (video, Rating::from_value(Some(value)))),
        );
    }
    Ok((total, found))
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
