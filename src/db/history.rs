//! Rows of what members have watched, and how far.

use rusqlite::{OptionalExtension, params};

use super::video::{Page, match_expression, video_rows};
use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::domain::video::State;
use crate::error::Result;

/// Where a member was in a film, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub account_id: i64,
    pub video_id: i64,
    pub seconds: i64,
    pub at: Moment,
}

/// Where an account left a film, in seconds.
pub fn place(read: &Read, account_id: i64, video_id: i64) -> Result<Option<i64>> {
    let sql = "SELECT seconds FROM watched WHERE account_id = ?1 AND video_id = ?2";
    Ok(read.prepare_cached(sql)?.query_row([account_id, video_id], |row| row.get(0)).optional()?)
}

/// Films that an account has watched and may still watch, the latest first, and where it left each of them.
pub fn list(
    read: &Read,
    account_id: i64,
    words: Option<&str>,
    start: u32,
    count: u32,
) -> Result<(Page, Vec<i64>)> {
    let expression = words.map(match_expression);
    if expression == Some(None) {
        return Ok(Default::default());
    }
    // Unlisted films stay: whoever has watched one was given its address. Private ones are their owner's.
    let condition = "w.account_id = ?1 AND v.state = ?2
         AND (v.privacy <> 3 OR v.channel_id IN (SELECT id FROM channel WHERE account_id = ?1))
         AND (?3 IS NULL OR v.id IN (SELECT rowid FROM video_text WHERE video_text MATCH ?3))";
    let source = "watched w JOIN video v ON v.id = w.video_id";
    let published = State::Published as i64;
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {source} WHERE {condition}"))?
        .query_row(params![account_id, published, expression], |row| row.get(0))?;
    let order = "ORDER BY w.watched_at DESC, v.id DESC LIMIT ?4 OFFSET ?5";
    let mut statement =
        read.prepare_cached(&format!("SELECT v.id, w.seconds FROM {source} WHERE {condition} {order}"))?;
    let places: Vec<(i64, i64)> = statement
        .query_map(params![account_id, published, expression, count, start], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    let (ids, seconds): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    Ok((Page { total, videos: video_rows(read, &ids)? }, seconds))
}

/// Writes where people were; a film that is gone, and an account that keeps no history, are passed over.
pub fn add(tx: &Tx, places: &[Place]) -> Result<()> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO watched
         SELECT ?1, id, ?3, ?4 FROM video WHERE id = ?2 AND EXISTS (
             SELECT 1 FROM user WHERE account_id = ?1
                 AND coalesce(json_extract(preferences, '$.videosHistoryEnabled'), 1))
         ON CONFLICT DO UPDATE SET seconds = excluded.seconds, watched_at = excluded.watched_at
         WHERE excluded.watched_at >= watched_at",
    )?;
    for place in places {
        statement.execute(params![place.account_id, place.video_id, place.seconds, place.at.0])?;
    }
    Ok(())
}

/// Forgets one film.
pub fn remove(tx: &Tx, account_id: i64, video_id: i64) -> Result<()> {
    tx.prepare_cached("DELETE FROM watched WHERE account_id = ?1 AND video_id = ?2")?
        .execute([account_id, video_id])?;
    Ok(())
}

/// Forgets what was watched before then.
pub fn clear(tx: &Tx, account_id: i64, before: Moment) -> Result<()> {
    tx.prepare_cached("DELETE FROM watched WHERE account_id = ?1 AND watched_at <= ?2")?
        .execute(params![account_id, before.0])?;
    Ok(())
}
