//! Rows of films of other servers: what is true of them alone.

use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::{Read, Tx, borrowed};
use crate::domain::moment::Moment;
use crate::domain::video::Description;
use crate::error::{Error, Result};

/// Where a film of another server is at home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub host: String,
    /// Its id in the fediverse.
    pub url: String,
    /// The page about it that people open.
    pub page: String,
    /// Its player for other pages.
    pub embed: Option<String>,
    /// The collections around it.
    pub likes: Option<String>,
    pub dislikes: Option<String>,
    pub comments: Option<String>,
    pub chapters: Option<String>,
    pub trackers: Vec<String>,
    pub fetched_at: Moment,
}

/// A film of another server as its document says; everything has been checked.
#[derive(Clone, Debug)]
pub struct New {
    pub origin: Origin,
    pub uuid: String,
    pub about: Description,
    /// Seconds.
    pub duration: i64,
    pub aspect_ratio: Option<f64>,
    pub views: i64,
    pub created_at: Moment,
    pub published_at: Moment,
    pub updated_at: Moment,
    /// Addresses of its playlist and of the hashes of its segments.
    pub playlist: Option<(String, String)>,
    pub files: Vec<File>,
    /// Addresses of its small and its large picture.
    pub thumbnail: String,
    pub preview: String,
    /// Languages and addresses of its captions.
    pub captions: Vec<(String, String)>,
}

/// A file of such a film. Everything that names a file is an address.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    pub resolution: i64,
    pub width: i64,
    pub height: i64,
    pub fps: i64,
    pub bytes: i64,
    pub file: String,
    pub playlist: String,
    pub has_audio: bool,
    pub has_video: bool,
}

const COLUMNS: &str =
    "s.host, o.url, o.page, o.embed, o.likes, o.dislikes, o.comments, o.chapters, o.trackers, o.fetched_at";

const SOURCE: &str = "remote_video o JOIN video v ON v.id = o.video_id JOIN server s ON s.id = v.server_id";

fn from_row(row: &Row) -> rusqlite::Result<Origin> {
    Ok(Origin {
        host: row.get(0)?,
        url: row.get(1)?,
        page: row.get(2)?,
        embed: row.get(3)?,
        likes: row.get(4)?,
        dislikes: row.get(5)?,
        comments: row.get(6)?,
        chapters: row.get(7)?,
        trackers: serde_json::from_str(row.get_ref(8)?.as_str()?).unwrap_or_default(),
        fetched_at: Moment(row.get(9)?),
    })
}

pub fn origin(read: &Read, video_id: i64) -> Result<Option<Origin>> {
    let sql = format!("SELECT {COLUMNS} FROM {SOURCE} WHERE o.video_id = ?1");
    Ok(read.prepare_cached(&sql)?.query_row([video_id], from_row).optional()?)
}

/// The number of the film with this id in the fediverse, if it is known here.
pub fn by_url(read: &Read, url: &str) -> Result<Option<i64>> {
    let sql = "SELECT video_id FROM remote_video WHERE url = ?1";
    Ok(read.prepare_cached(sql)?.query_row([url], |row| row.get(0)).optional()?)
}

/// The same by the page that people open, as they paste it into a search.
pub fn by_page(read: &Read, page: &str) -> Result<Option<i64>> {
    let sql = "SELECT video_id FROM remote_video WHERE page = ?1 OR url = ?1 LIMIT 1";
    Ok(read.prepare_cached(sql)?.query_row([page], |row| row.get(0)).optional()?)
}

/// Keeps what the document of a film says: its number, and whether it is new here. `Conflict` where its UUID is that of
/// another film.
pub fn keep(tx: &Tx, new: &New, server_id: i64, channel_id: i64) -> Result<(i64, bool)> {
    let known = by_url(tx, &new.origin.url)?;
    let id = match known {
        Some(id) => id,
        None => insert(tx, new, server_id, channel_id)?,
    };
    tx.prepare_cached(
        "UPDATE video SET channel_id = ?2, duration = ?3, aspect_ratio = ?4, views = max(views, ?5), published_at = ?6
         WHERE id = ?1",
    )?
    .execute(params![id, channel_id, new.duration, new.aspect_ratio, new.views, new.published_at.0])?;
    super::video::describe(tx, id, &new.about)?;
    // What was said last is the later of what is known: documents may come out of order.
    tx.prepare_cached("UPDATE video SET updated_at = ?2 WHERE id = ?1")?
        .execute(params![id, new.updated_at.0])?;
    let origin = &new.origin;
    tx.prepare_cached(
        "INSERT INTO remote_video (video_id, url, page, embed, likes, dislikes, comments, chapters, trackers, fetched_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (video_id) DO UPDATE SET
             page = excluded.page, embed = excluded.embed, likes = excluded.likes, dislikes = excluded.dislikes,
             comments = excluded.comments, chapters = excluded.chapters, trackers = excluded.trackers,
             fetched_at = excluded.fetched_at",
    )?
    .execute(params![
        id,
        origin.url,
        origin.page,
        origin.embed,
        origin.likes,
        origin.dislikes,
        origin.comments,
        origin.chapters,
        serde_json::to_string(&origin.trackers)?,
        tx.now.0
    ])?;
    replace_files(tx, id, new)?;
    borrow(tx, id, new)?;
    Ok((id, known.is_none()))
}

fn insert(tx: &Tx, new: &New, server_id: i64, channel_id: i64) -> Result<i64> {
    let taken: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM video WHERE uuid = ?1)")?
        .query_row([&new.uuid], |row| row.get(0))?;
    if taken {
        return Err(Error::invalid("error-federation-uuid").with("url", &new.origin.url));
    }
    tx.prepare_cached(
        "INSERT INTO video (uuid, channel_id, server_id, state, privacy, name, original_name, created_at, updated_at,
                            published_at)
         VALUES (?1, ?2, ?3, 1, ?4, ?5, '', ?6, ?7, ?8)",
    )?
    .execute(params![
        new.uuid,
        channel_id,
        server_id,
        new.about.privacy as i64,
        new.about.name,
        new.created_at.0,
        new.updated_at.0,
        new.published_at.0
    ])?;
    Ok(tx.last_insert_rowid())
}

/// The files of a film change seldom, and their numbers are told to players: rows that say the same stay.
fn replace_files(tx: &Tx, id: i64, new: &New) -> Result<()> {
    let names: Vec<&str> = new.files.iter().map(|file| &*file.file).collect();
    tx.prepare_cached(
        "DELETE FROM video_file WHERE video_id = ?1 AND file NOT IN (SELECT value FROM json_each(?2))",
    )?
    .execute(params![id, serde_json::to_string(&names)?])?;
    for file in &new.files {
        tx.prepare_cached(
            "INSERT INTO video_file (video_id, resolution, width, height, fps, bytes, file, playlist, has_audio,
                                     has_video, bandwidth, codecs)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, '')
             ON CONFLICT (file) DO UPDATE SET bytes = excluded.bytes, fps = excluded.fps
                 WHERE video_id = excluded.video_id",
        )?
        .execute(params![
            id,
            file.resolution,
            file.width,
            file.height,
            file.fps,
            file.bytes,
            file.file,
            file.playlist,
            file.has_audio,
            file.has_video
        ])?;
    }
    match &new.playlist {
        Some((master, hashes)) => tx
            .prepare_cached(
                "INSERT INTO streaming_playlist (video_id, master, hashes, encoder) VALUES (?1, ?2, ?3, '')
                 ON CONFLICT (video_id) DO UPDATE SET master = excluded.master, hashes = excluded.hashes",
            )?
            .execute(params![id, master, hashes])?,
        None => tx.execute("DELETE FROM streaming_playlist WHERE video_id = ?1", [id])?,
    };
    Ok(())
}

/// Its pictures and captions under the names that they have here.
fn borrow(tx: &Tx, id: i64, new: &New) -> Result<()> {
    let of = borrowed::Of::Video(id);
    let enter = |url: &str, end: &str| borrowed::enter(tx, of, url, &format!("{}.{end}", Uuid::new_v4()));
    let (thumbnail, preview) = (enter(&new.thumbnail, "thumbnail.jpg")?, enter(&new.preview, "preview.jpg")?);
    tx.prepare_cached("UPDATE video SET thumbnail = ?2, preview = ?3 WHERE id = ?1")?
        .execute(params![id, thumbnail, preview])?;
    let mut kept = vec![thumbnail, preview];
    tx.prepare_cached("DELETE FROM caption WHERE video_id = ?1")?.execute([id])?;
    for (language, url) in &new.captions {
        let file = enter(url, "vtt")?;
        super::caption::put(tx, id, language, &file)?;
        kept.push(file);
    }
    borrowed::keep_only(tx, of, &kept)
}

/// How often a film is liked and disliked, as its own server counts.
pub fn set_ratings(tx: &Tx, id: i64, likes: Option<i64>, dislikes: Option<i64>) -> Result<()> {
    tx.execute(
        "UPDATE video SET likes = coalesce(?2, likes), dislikes = coalesce(?3, dislikes) WHERE id = ?1",
        params![id, likes, dislikes],
    )?;
    Ok(())
}

/// The numbers of all films of a server: they are about to be judged anew.
pub fn all_of_server(read: &Read, host: &str) -> Result<Vec<i64>> {
    let mut statement = read
        .prepare_cached("SELECT id FROM video WHERE server_id = (SELECT id FROM server WHERE host = ?1)")?;
    Ok(statement.query_map([host], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Forgets the films of a server whose channels and accounts nobody here follows.
pub fn delete_unfollowed(tx: &Tx, host: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM video WHERE server_id = (SELECT id FROM server WHERE host = ?1) AND channel_id NOT IN
             (SELECT c.id FROM following f JOIN channel c ON c.actor_id = f.actor_id WHERE f.state IN (0, 1, 2)
              UNION SELECT c.id FROM following f JOIN account a ON a.actor_id = f.actor_id
                    JOIN channel c ON c.account_id = a.id WHERE f.state IN (0, 1, 2))",
        [host],
    )?;
    Ok(())
}

/// Forgets all films and channels of a server.
pub fn delete_of_server(tx: &Tx, host: &str) -> Result<()> {
    tx.execute("DELETE FROM video WHERE server_id = (SELECT id FROM server WHERE host = ?1)", [host])?;
    tx.execute(
        "DELETE FROM channel WHERE actor_id IN
             (SELECT r.id FROM actor r JOIN server s ON s.id = r.server_id WHERE s.host = ?1)",
        [host],
    )?;
    Ok(())
}
