//! Rows of torrents. Those of films that are hidden are taken away by a trigger.

use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::{Read, Tx, unreadable};
use crate::domain::torrent::Torrent;
use crate::error::Result;

/// The torrent of a rendition, with the name that it gives its file.
#[derive(Clone, Debug)]
pub struct Made {
    pub torrent: Torrent,
    pub name: String,
}

/// The rendition that a torrent is of: the folder and the name of its file.
#[derive(Clone, Debug)]
pub struct Seeded {
    pub film: Uuid,
    pub file: String,
    /// What programs call it.
    pub name: String,
    /// Seconds since 1970 at which the torrent was made.
    pub created_at: i64,
}

pub fn of_file(read: &Read, video_file_id: i64) -> Result<Option<Made>> {
    let sql = "SELECT file, info_hash, name FROM torrent WHERE video_file_id = ?1";
    let found = read.prepare_cached(sql)?.query_row([video_file_id], |row| {
        Ok(Made { torrent: Torrent { file: row.get(0)?, info_hash: row.get(1)? }, name: row.get(2)? })
    });
    Ok(found.optional()?)
}

/// The torrent in columns that a join may have left empty.
pub(super) fn joined(row: &Row, file: usize, info_hash: usize) -> rusqlite::Result<Option<Torrent>> {
    let Some(name) = row.get(file)? else { return Ok(None) };
    Ok(Some(Torrent { file: name, info_hash: row.get(info_hash)? }))
}

/// What the torrent of this name is of, as long as everybody may have it.
pub fn seeded(read: &Read, file: &str) -> Result<Option<Seeded>> {
    let sql = "SELECT v.uuid, f.file, t.name, t.created_at FROM torrent t
               JOIN video_file f ON f.id = t.video_file_id JOIN video v ON v.id = f.video_id
               WHERE t.file = ?1 AND v.state = 1 AND v.privacy = 1";
    let found = read.prepare_cached(sql)?.query_row([file], |row| {
        let film: &str = row.get_ref(0)?.as_str()?;
        Ok(Seeded {
            film: Uuid::try_parse(film).map_err(|error| unreadable(0, error))?,
            file: row.get(1)?,
            name: row.get(2)?,
            created_at: row.get::<_, i64>(3)? / 1000,
        })
    });
    Ok(found.optional()?)
}

/// Gives a rendition this torrent, in the place of the one that it has. False where it is not there any more or its
/// film was hidden meanwhile.
pub fn replace(tx: &Tx, video_file_id: i64, made: &Made) -> Result<bool> {
    tx.execute("DELETE FROM torrent WHERE video_file_id = ?1", [video_file_id])?;
    let added = tx.execute(
        "INSERT INTO torrent (video_file_id, file, info_hash, name, created_at)
         SELECT f.id, ?2, ?3, ?4, ?5 FROM video_file f JOIN video v ON v.id = f.video_id
         WHERE f.id = ?1 AND v.state = 1 AND v.privacy = 1 AND v.server_id IS NULL",
        params![video_file_id, made.torrent.file, made.torrent.info_hash, made.name, tx.now.0],
    )?;
    Ok(added > 0)
}
