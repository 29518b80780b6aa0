//! Views, counted in memory and written together.

use rusqlite::params;

use super::Tx;
use crate::error::Result;

const DAY: i64 = 24 * 3600 * 1000;
const MINUTE: i64 = 60 * 1000;

/// Days over which a trend is counted (PeerTube's default interval).
const TREND_DAYS: i64 = 7;

/// Adds views to films; a film that is gone is passed over.
pub fn add(tx: &Tx, views: &[(i64, u32)]) -> Result<()> {
    for &(video_id, count) in views {
        let changed = tx
            .prepare_cached("UPDATE video SET views = views + ?2, trend = trend + ?2 WHERE id = ?1")?
            .execute(params![video_id, count])?;
        if changed == 1 {
            tx.prepare_cached(
                "INSERT INTO view_day (day, video_id, views) VALUES (?1, ?2, ?3)
                 ON CONFLICT (day, video_id) DO UPDATE SET views = views + excluded.views",
            )?
            .execute(params![tx.now.0 / DAY, video_id, count])?;
            // Its own server hears of it, at most once a minute.
            tx.prepare_cached(
                "INSERT INTO to_tell SELECT 4, id FROM video WHERE id = ?1 AND server_id IS NOT NULL
                     AND NOT EXISTS (SELECT 1 FROM told WHERE kind = 4 AND id = ?1 AND told_at > ?2)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![video_id, tx.now.0 - MINUTE])?;
        }
    }
    Ok(())
}

/// Forgets the days that no trend counts any more. Called once a day.
pub fn age(tx: &Tx) -> Result<()> {
    tx.execute("DELETE FROM view_day WHERE day < ?1", [tx.now.0 / DAY - TREND_DAYS])?;
    tx.execute(
        "UPDATE video SET trend = fresh.views
         FROM (SELECT v.id, coalesce(sum(d.views), 0) AS views FROM video v
                   LEFT JOIN view_day d ON d.video_id = v.id WHERE v.trend > 0 GROUP BY v.id) AS fresh
         WHERE video.id = fresh.id AND video.trend <> fresh.views",
        [],
    )?;
    Ok(())
}
