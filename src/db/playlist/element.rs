//! Rows of the films in playlists: which film stands in which place, and the part of it that is shown.

use rusqlite::{OptionalExtension, Row, params};

use super::Playlist;
use crate::db::video::{self, Video};
use crate::db::{Read, Tx};
use crate::domain::id::Reference;
use crate::domain::playlist::{FILMS_MAXIMUM, Part, Shift};
use crate::error::Result;

/// A place in a list.
#[derive(Clone, Debug)]
pub struct Element {
    pub id: i64,
    pub position: i64,
    pub part: Part,
    /// None once the film has been erased.
    pub video: Option<Video>,
}

/// A list that holds a film.
#[derive(Clone, Debug)]
pub struct Holding {
    pub element_id: i64,
    pub playlist: Playlist,
    pub part: Part,
}

fn part(row: &Row, first: usize) -> rusqlite::Result<Part> {
    Ok(Part { start: row.get(first)?, stop: row.get(first + 1)? })
}

/// At most `count` places behind the first `start`.
pub fn list(read: &Read, playlist_id: i64, start: u32, count: u32) -> Result<Vec<Element>> {
    // Positions have no gaps, so the index leads straight to the first.
    let mut statement = read.prepare_cached(
        "SELECT id, position, video_id, start_timestamp, stop_timestamp FROM video_playlist_element
         WHERE playlist_id = ?1 AND position > ?2 ORDER BY position LIMIT ?3",
    )?;
    let rows = statement.query_map(params![playlist_id, start, count], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, part(row, 3)?))
    })?;
    rows.map(|row| {
        let (id, position, video_id, part): (_, _, Option<i64>, _) = row?;
        let video = video_id.map(|id| video::find(read, Reference::Number(id))).transpose()?.flatten();
        Ok(Element { id, position, part, video })
    })
    .collect()
}

/// Which films stand in which places: another text as soon as anything of it changes.
pub fn fingerprint(read: &Read, playlist_id: i64) -> Result<String> {
    let mut statement = read.prepare_cached(
        "SELECT id, position, coalesce(video_id, 0), coalesce(start_timestamp, -1), coalesce(stop_timestamp, -1)
         FROM video_playlist_element WHERE playlist_id = ?1 ORDER BY position LIMIT ?2",
    )?;
    let mut rows = statement.query(params![playlist_id, FILMS_MAXIMUM])?;
    let mut text = String::new();
    while let Some(row) = rows.next()? {
        for column in 0..5 {
            text.push_str(&row.get::<_, i64>(column)?.to_string());
            text.push(if column == 4 { ';' } else { ' ' });
        }
    }
    Ok(text)
}

/// A place of a list, by its number.
pub fn find(read: &Read, playlist_id: i64, id: i64) -> Result<Option<Element>> {
    let position = position(read, playlist_id, id)?;
    let found =
        position.map(|position| list(read, playlist_id, (position.max(1) - 1) as u32, 1)).transpose()?;
    Ok(found.and_then(|found| found.into_iter().next()).filter(|element| element.id == id))
}

/// The nearest place behind (or in front of) a position whose film is accepted.
pub fn nearest(
    read: &Read,
    playlist_id: i64,
    position: i64,
    is_forward: bool,
    is_accepted: impl Fn(&Video) -> bool,
) -> Result<Option<Element>> {
    let (compared, direction) = if is_forward { (">", "ASC") } else { ("<", "DESC") };
    let mut statement = read.prepare_cached(&format!(
        "SELECT id, position, video_id, start_timestamp, stop_timestamp FROM video_playlist_element
         WHERE playlist_id = ?1 AND position {compared} ?2 AND video_id IS NOT NULL
         ORDER BY position {direction} LIMIT ?3",
    ))?;
    let mut rows = statement.query(params![playlist_id, position, FILMS_MAXIMUM])?;
    while let Some(row) = rows.next()? {
        let video = video::find(read, Reference::Number(row.get(2)?))?.filter(&is_accepted);
        if video.is_some() {
            return Ok(Some(Element { id: row.get(0)?, position: row.get(1)?, part: part(row, 3)?, video }));
        }
    }
    Ok(None)
}

/// The position of a place, if it is one of this list.
pub fn position(read: &Read, playlist_id: i64, id: i64) -> Result<Option<i64>> {
    let sql = "SELECT position FROM video_playlist_element WHERE id = ?1 AND playlist_id = ?2";
    Ok(read.prepare_cached(sql)?.query_row([id, playlist_id], |row| row.get(0)).optional()?)
}

pub fn part_of(read: &Read, id: i64) -> Result<Part> {
    let sql = "SELECT start_timestamp, stop_timestamp FROM video_playlist_element WHERE id = ?1";
    Ok(read.prepare_cached(sql)?.query_row([id], |row| part(row, 0))?)
}

/// Seconds of the film in a place; 0 when it has been erased or is not prepared yet.
pub fn duration_of(read: &Read, id: i64) -> Result<i64> {
    let sql =
        "SELECT coalesce(v.duration, 0) FROM video_playlist_element e LEFT JOIN video v ON v.id = e.video_id
         WHERE e.id = ?1";
    Ok(read.prepare_cached(sql)?.query_row([id], |row| row.get(0))?)
}

/// The lists of an account that hold a film, the oldest place first.
pub fn holding(read: &Read, account_id: i64, video_id: i64) -> Result<Vec<Holding>> {
    let mut statement = read.prepare_cached(
        "SELECT e.id, e.playlist_id, e.start_timestamp, e.stop_timestamp
         FROM video_playlist_element e JOIN video_playlist p ON p.id = e.playlist_id
         WHERE e.video_id = ?1 AND p.account_id = ?2 ORDER BY e.id LIMIT 1000",
    )?;
    let rows = statement
        .query_map([video_id, account_id], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?, part(row, 2)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (element_id, playlist_id, part) = row?;
        if let Some(playlist) = super::find(read, Reference::Number(playlist_id))? {
            found.push(Holding { element_id, playlist, part });
        }
    }
    Ok(found)
}

/// Adds a film as the last one.
pub fn add(tx: &Tx, playlist_id: i64, video_id: i64, part: Part) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO video_playlist_element (playlist_id, video_id, position, start_timestamp, stop_timestamp)
         VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM video_playlist_element WHERE playlist_id = ?1),
                 ?3, ?4)",
    )?
    .execute(params![playlist_id, video_id, part.start, part.stop])?;
    let id = tx.last_insert_rowid();
    touch(tx, playlist_id)?;
    Ok(id)
}

pub fn set_part(tx: &Tx, playlist_id: i64, id: i64, part: Part) -> Result<()> {
    tx.execute(
        "UPDATE video_playlist_element SET start_timestamp = ?2, stop_timestamp = ?3 WHERE id = ?1",
        params![id, part.start, part.stop],
    )?;
    touch(tx, playlist_id)
}

/// Removes a place; those behind it close up.
pub fn remove(tx: &Tx, playlist_id: i64, id: i64, position: i64) -> Result<()> {
    tx.execute("DELETE FROM video_playlist_element WHERE id = ?1", [id])?;
    tx.execute(
        "UPDATE video_playlist_element SET position = position - 1 WHERE playlist_id = ?1 AND position > ?2",
        [playlist_id, position],
    )?;
    touch(tx, playlist_id)
}

pub fn reorder(tx: &Tx, playlist_id: i64, [moved, passed]: [Shift; 2]) -> Result<()> {
    tx.execute(
        "UPDATE video_playlist_element
         SET position = position + CASE WHEN position BETWEEN ?2 AND ?3 THEN ?4 ELSE ?7 END
         WHERE playlist_id = ?1 AND position BETWEEN min(?2, ?5) AND max(?3, ?6)",
        params![playlist_id, moved.0, moved.1, moved.2, passed.0, passed.1, passed.2],
    )?;
    touch(tx, playlist_id)
}

fn touch(tx: &Tx, playlist_id: i64) -> Result<()> {
    tx.execute("UPDATE video_playlist SET updated_at = ?2 WHERE id = ?1", params![playlist_id, tx.now.0])?;
    Ok(())
}
