//! Every public film of ours, as the site map names it: few columns, and no row longer in memory than it is looked at.

use rusqlite::Row;
use uuid::Uuid;

use crate::db::{Read, unreadable};
use crate::domain::moment::Moment;
use crate::error::Result;

/// A film in the site map.
#[derive(Clone, Debug)]
pub struct Mapped {
    pub uuid: Uuid,
    pub name: String,
    /// Its beginning.
    pub description: Option<String>,
    pub thumbnail: Option<String>,
    pub duration: i64,
    pub nsfw: bool,
    pub published_at: Moment,
    pub updated_at: Moment,
}

/// Shows each public film to `look`, the newest first, at most `limit` of them.
pub fn each_public(read: &Read, limit: u32, mut look: impl FnMut(&Mapped)) -> Result<()> {
    let mut statement = read.prepare_cached(
        "SELECT uuid, name, substr(description, 1, 1000), thumbnail, duration, nsfw, published_at, updated_at
         FROM video WHERE state = 1 AND privacy IN (1, 4) AND +privacy = 1 AND server_id IS NULL ORDER BY published_at DESC, id DESC LIMIT ?1",
    )?;
    let mut rows = statement.query([limit])?;
    while let Some(row) = rows.next()? {
        look(&from_row(row)?);
    }
    Ok(())
}

fn from_row(row: &Row) -> rusqlite::Result<Mapped> {
    let uuid: &str = row.get_ref(0)?.as_str()?;
    let uuid = Uuid::try_parse(uuid).map_err(|error| unreadable(0, error))?;
    Ok(Mapped {
        uuid,
        name: row.get(1)?,
        description: row.get(2)?,
        thumbnail: row.get(3)?,
        duration: row.get(4)?,
        nsfw: row.get(5)?,
        published_at: Moment(row.get(6)?),
        updated_at: Moment(row.get(7)?),
    })
}

/// How many public films there are, and when one of them last changed.
pub fn public_version(read: &Read) -> Result<(i64, Moment)> {
    let one =
        |sql: &str| read.total(sql, || Ok(read.prepare_cached(sql)?.query_row([], |row| row.get(0))?));
    let count = one(
        "SELECT count(*) FROM video WHERE state = 1 AND privacy IN (1, 4) AND +privacy = 1 AND server_id IS NULL",
    )?;
    let changed = one(
        "SELECT coalesce(max(updated_at), 0) FROM video WHERE state = 1 AND privacy IN (1, 4) AND +privacy = 1 AND server_id IS NULL",
    )?;
    Ok((count, Moment(changed)))
}
