//! What the tracker needs to know of films: the renditions of those that whoever has their address may watch.

use uuid::Uuid;

use super::{Read, unreadable};
use crate::domain::torrent::InfoHash;
use crate::error::Result;

/// A rendition that viewers may share.
#[derive(Clone, Debug)]
pub struct Shared {
    pub video_file_id: i64,
    pub film: Uuid,
    pub master: String,
    /// Its place in the master playlist, from 0.
    pub position: usize,
    pub bandwidth: i64,
    pub codecs: String,
    pub width: i64,
    pub height: i64,
    pub fps: i64,
    pub has_video: bool,
    pub torrent: Option<InfoHash>,
}

/// A number that changes with what `each_shared` shows.
pub fn version(read: &Read) -> Result<i64> {
    let mut statement = read.prepare_cached("SELECT version FROM swarm_version")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Shows every rendition that viewers may share to `look`. All of them: each is a few names in memory.
pub fn each_shared(read: &Read, mut look: impl FnMut(&Shared)) -> Result<()> {
    // Renditions stand in the master playlist in the order of their rows.
    let mut statement = read.prepare_cached(
        "SELECT f.id, v.uuid, p.master, row_number() OVER (PARTITION BY v.id ORDER BY f.id) - 1,
                f.bandwidth, f.codecs, f.width, f.height, f.fps, f.has_video, t.info_hash
         FROM video v JOIN streaming_playlist p ON p.video_id = v.id JOIN video_file f ON f.video_id = v.id
              LEFT JOIN torrent t ON t.video_file_id = f.id
         WHERE v.state = 1 AND v.privacy IN (1, 2) AND v.server_id IS NULL",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let film: &str = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        look(&Shared {
            video_file_id: row.get(0)?,
            film: Uuid::try_parse(film).map_err(|error| unreadable(1, error))?,
            master: row.get(2)?,
            position: row.get::<_, u32>(3)? as usize,
            bandwidth: row.get(4)?,
            codecs: row.get(5)?,
            width: row.get(6)?,
            height: row.get(7)?,
            fps: row.get(8)?,
            has_video: row.get(9)?,
            torrent: row.get(10)?,
        });
    }
    Ok(())
}
