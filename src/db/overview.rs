//! What a site has most films of: categories, channels and tags, each of which a visitor may look into.

use rusqlite::OptionalExtension;

use super::Read;
use super::video::Audience;
use crate::error::Result;

/// Films that are listed for these readers, as a condition.
fn listed(audience: Audience) -> &'static str {
    match audience {
        Audience::Members => "state = 1 AND privacy IN (1, 4)",
        _ => "state = 1 AND privacy IN (1, 4) AND +privacy = 1",
    }
}

/// The category at this place, the one with most films first.
pub fn category(read: &Read, audience: Audience, place: u32) -> Result<Option<i64>> {
    let sql = format!(
        "SELECT category FROM video WHERE {} AND category IS NOT NULL
         GROUP BY category ORDER BY count(*) DESC, category LIMIT 1 OFFSET ?1",
        listed(audience)
    );
    Ok(read.prepare_cached(&sql)?.query_row([place], |row| row.get(0)).optional()?)
}

/// The number of the channel at this place.
pub fn channel(read: &Read, audience: Audience, place: u32) -> Result<Option<i64>> {
    let sql = format!(
        "SELECT channel_id FROM video WHERE {} GROUP BY channel_id ORDER BY count(*) DESC, channel_id
         LIMIT 1 OFFSET ?1",
        listed(audience)
    );
    Ok(read.prepare_cached(&sql)?.query_row([place], |row| row.get(0)).optional()?)
}

/// The tag at this place.
pub fn tag(read: &Read, audience: Audience, place: u32) -> Result<Option<String>> {
    let sql = format!(
        "SELECT t.value FROM video, json_each(video.tags) t WHERE {} AND tags <> '[]'
         GROUP BY t.value ORDER BY count(*) DESC, t.value LIMIT 1 OFFSET ?1",
        listed(audience)
    );
    Ok(read.prepare_cached(&sql)?.query_row([place], |row| row.get(0)).optional()?)
}
