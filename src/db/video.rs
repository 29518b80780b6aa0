//! Rows of films, their files and playlists.

mod listing;
mod map;

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, Statement, ToSql, params};
use uuid::Uuid;

use super::channel::{Name, Publisher};
use super::remote_video::{self, Origin};
use super::storyboard::{self, Storyboard};
use super::video_block::{self, Block};
use super::{Read, Tx, torrent, unreadable};
use crate::domain::comment::CommentsPolicy;
use crate::domain::id::Reference;
use crate::domain::moment::Moment;
use crate::domain::schedule::Schedule;
use crate::domain::torrent::Torrent;
use crate::domain::video::{Description, Guarded, Holding, Privacy, State};
use crate::error::{Error, Result};

pub use listing::{Audience, Between, Filter, Narrow, Page, Sensitive, list};
pub(super) use listing::{match_expression, video_rows};
pub use map::{Mapped, each_public, public_version};

/// A film with the channel and the account that show it.
#[derive(Clone, Debug)]
pub struct Video {
    pub id: i64,
    pub uuid: Uuid,
    pub state: State,
    pub about: Description,
    pub duration: i64,
    pub aspect_ratio: Option<f64>,
    pub views: i64,
    pub likes: i64,
    pub dislikes: i64,
    pub thumbnail: Option<String>,
    pub preview: Option<String>,
    pub original: Option<String>,
    pub original_name: String,
    pub bytes: i64,
    pub failure: Option<String>,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub published_at: Moment,
    pub deleted_at: Option<Moment>,
    pub block: Option<Block>,
    pub channel: Arc<Name>,
    pub account: Arc<Name>,
    /// Where a film of another server is at home; none for ours.
    pub origin: Option<Box<Origin>>,
}

impl Video {
    pub fn holding(&self) -> Holding {
        Holding {
            channel_id: self.channel.id,
            owner_account_id: self.account.id,
            is_ours: self.origin.is_none(),
        }
    }

    pub fn guarded(&self) -> Guarded {
        Guarded { privacy: self.about.privacy, state: self.state, holding: self.holding() }
    }
}

/// A rendition on the disk.
#[derive(Clone, Debug, PartialEq)]
pub struct VideoFile {
    pub id: i64,
    pub resolution: i64,
    pub width: i64,
    pub height: i64,
    pub fps: i64,
    pub bytes: i64,
    pub file: String,
    pub playlist: String,
    pub has_audio: bool,
    pub has_video: bool,
    pub bandwidth: i64,
    pub codecs: String,
    /// Only public films have torrents, and those only once they are made.
    pub torrent: Option<Torrent>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StreamingPlaylist {
    pub id: i64,
    pub master: String,
    pub hashes: String,
    pub encoder: String,
}

const COLUMNS: &str = "
    id, uuid, state, privacy, name, description, support, tags, category, licence, language, nsfw,
    comments_policy, download_enabled, originally_published_at, duration, aspect_ratio, views, thumbnail,
    preview, original, original_name, bytes, failure, created_at, updated_at, published_at, deleted_at, channel_id,
    likes, dislikes, scheduled_at, scheduled_privacy, nsfw_flags, nsfw_summary, server_id";

fn from_row(row: &Row, (channel, account): Publisher) -> rusqlite::Result<Video> {
    let uuid: &str = row.get_ref(1)?.as_str()?;
    let tags: &str = row.get_ref(7)?.as_str()?;
    Ok(Video {
        id: row.get(0)?,
        uuid: Uuid::try_parse(uuid).map_err(|_| unreadable(1, "not a UUID"))?,
        state: State::from_number(row.get(2)?).ok_or_else(|| unreadable(2, "not a state"))?,
        about: Description {
            privacy: Privacy::from_number(row.get(3)?).ok_or_else(|| unreadable(3, "not a privacy"))?,
            name: row.get(4)?,
            description: row.get(5)?,
            support: row.get(6)?,
            tags: if tags == "[]" { Vec::new() } else { serde_json::from_str(tags).unwrap_or_default() },
            category: row.get(8)?,
            licence: row.get(9)?,
            language: row.get(10)?,
            nsfw: row.get(11)?,
            nsfw_flags: row.get(33)?,
            nsfw_summary: row.get(34)?,
            comments: CommentsPolicy::from_number(row.get(12)?).unwrap_or_default(),
            download_enabled: row.get(13)?,
            originally_published_at: row.get(14)?,
            schedule: schedule(row)?,
            new_passwords: None,
        },
        duration: row.get(15)?,
        aspect_ratio: row.get(16)?,
        views: row.get(17)?,
        thumbnail: row.get(18)?,
        preview: row.get(19)?,
        original: row.get(20)?,
        original_name: row.get(21)?,
        bytes: row.get(22)?,
        failure: row.get(23)?,
        created_at: Moment(row.get(24)?),
        updated_at: Moment(row.get(25)?),
        published_at: Moment(row.get(26)?),
        deleted_at: row.get::<_, Option<i64>>(27)?.map(Moment),
        likes: row.get(29)?,
        dislikes: row.get(30)?,
        block: None,
        channel,
        account,
        origin: None,
    })
}

fn schedule(row: &Row) -> rusqlite::Result<Option<Schedule>> {
    let Some(at) = row.get(31)? else { return Ok(None) };
    Ok(Some(Schedule { at, privacy: row.get::<_, Option<i64>>(32)?.and_then(Privacy::from_number) }))
}

/// The film of this name, whatever its state.
pub fn find(read: &Read, reference: Reference) -> Result<Option<Video>> {
    let (condition, value) = match reference {
        Reference::Number(id) => ("id = ?1", Value::Integer(id)),
        Reference::Uuid(uuid) => ("uuid = ?1", Value::Text(uuid.to_string())),
    };
    let mut statement = read.prepare_cached(&format!("SELECT {COLUMNS} FROM video WHERE {condition}"))?;
    one(read, &mut statement, value)
}

fn one(read: &Read, statement: &mut Statement, value: impl ToSql) -> Result<Option<Video>> {
    let mut rows = statement.query([value])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let film = from_row(row, read.publisher(row.get(28)?)?)?;
    let is_elsewhere = row.get::<_, Option<i64>>(35)?.is_some();
    let origin = if is_elsewhere { remote_video::origin(read, film.id)?.map(Box::new) } else { None };
    // Of a published film it is known that it is not.
    let block = match film.state {
        State::Published => None,
        _ => video_block::of_video(read, film.id)?,
    };
    Ok(Some(Video { origin, block, ..film }))
}

/// The renditions of a film, the best first, as PeerTube lists them.
pub fn files(read: &Read, video_id: i64) -> Result<Vec<VideoFile>> {
    let mut statement = read.prepare_cached(
        "SELECT f.id, f.resolution, f.width, f.height, f.fps, f.bytes, f.file, f.playlist, f.has_audio, f.has_video,
                f.bandwidth, f.codecs, t.file, t.info_hash
         FROM video_file f LEFT JOIN torrent t ON t.video_file_id = f.id
         WHERE f.video_id = ?1 ORDER BY f.resolution DESC LIMIT 32",
    )?;
    let files = statement.query_map([video_id], |row| {
        Ok(VideoFile {
            id: row.get(0)?,
            resolution: row.get(1)?,
            width: row.get(2)?,
            height: row.get(3)?,
            fps: row.get(4)?,
            bytes: row.get(5)?,
            file: row.get(6)?,
            playlist: row.get(7)?,
            has_audio: row.get(8)?,
            has_video: row.get(9)?,
            bandwidth: row.get(10)?,
            codecs: row.get(11)?,
            torrent: torrent::joined(row, 12, 13)?,
        })
    })?;
    Ok(files.collect::<Result<_, _>>()?)
}

pub fn streaming_playlist(read: &Read, video_id: i64) -> Result<Option<StreamingPlaylist>> {
    let mut statement = read
        .prepare_cached("SELECT id, master, hashes, encoder FROM streaming_playlist WHERE video_id = ?1")?;
    let found = statement.query_row([video_id], |row| {
        Ok(StreamingPlaylist {
            id: row.get(0)?,
            master: row.get(1)?,
            hashes: row.get(2)?,
            encoder: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}

/// What decides about the files of this film, and nothing more: asked for every range that is served.
pub fn guarded(read: &Read, uuid: Uuid) -> Result<Option<Guarded>> {
    let mut statement = read.prepare_cached(
        "SELECT v.privacy, v.state, c.account_id, c.id, v.server_id IS NULL FROM video v JOIN channel c ON c.id = v.channel_id WHERE v.uuid = ?1",
    )?;
    let found = statement.query_row([uuid.to_string()], |row| {
        let holding =
            Holding { owner_account_id: row.get(2)?, channel_id: row.get(3)?, is_ours: row.get(4)? };
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, holding))
    });
    let Some((privacy, state, holding)) = found.optional()? else { return Ok(None) };
    match (Privacy::from_number(privacy), State::from_number(state)) {
        (Some(privacy), Some(state)) => Ok(Some(Guarded { privacy, state, holding })),
        _ => Err(Error::internal(format!("film {uuid} has privacy {privacy} and state {state}"))),
    }
}

/// The film that a thumbnail, a preview or a storyboard shows, with what decides about its files.
pub fn of_picture(read: &Read, name: &str) -> Result<Option<(Uuid, Guarded)>> {
    let sql =
        "SELECT uuid FROM video WHERE thumbnail = ?1 UNION ALL SELECT uuid FROM video WHERE preview = ?1
         UNION ALL SELECT v.uuid FROM storyboard s JOIN video v ON v.id = s.video_id WHERE s.file = ?1";
    let uuid: Option<String> = read.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?;
    let Some(uuid) = uuid.and_then(|uuid| Uuid::try_parse(&uuid).ok()) else { return Ok(None) };
    Ok(guarded(read, uuid)?.map(|film| (uuid, film)))
}

/// A film whose file has just arrived.
pub struct New<'a> {
    pub uuid: Uuid,
    pub channel_id: i64,
    pub about: &'a Description,
    pub original: &'a str,
    pub original_name: &'a str,
    pub bytes: i64,
}

pub fn insert(tx: &Tx, new: &New) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO video (uuid, channel_id, state, privacy, name, tags, original, original_name, bytes,
                            created_at, updated_at, published_at)
         VALUES (?1, ?2, ?3, ?4, ?5, '[]', ?6, ?7, ?8, ?9, ?9, ?9)",
    )?
    .execute(params![
        new.uuid.to_string(),
        new.channel_id,
        State::ToPrepare as i64,
        new.about.privacy as i64,
        new.about.name,
        new.original,
        new.original_name,
        new.bytes,
        tx.now.0,
    ])?;
    let id = tx.last_insert_rowid();
    describe(tx, id, new.about)?;
    Ok(id)
}

/// Writes what a person says of the film.
pub fn describe(tx: &Tx, id: i64, about: &Description) -> Result<()> {
    tx.prepare_cached(
        "UPDATE video SET name = ?2, description = ?3, support = ?4, tags = ?5, category = ?6, licence = ?7,
             language = ?8, privacy = ?9, nsfw = ?10, comments_policy = ?11, download_enabled = ?12,
             originally_published_at = ?13, updated_at = ?14, scheduled_at = ?15, scheduled_privacy = ?16,
             nsfw_flags = ?17, nsfw_summary = ?18
         WHERE id = ?1",
    )?
    .execute(params![
        id,
        about.name,
        about.description,
        about.support,
        serde_json::to_string(&about.tags)?,
        about.category,
        about.licence,
        about.language,
        about.privacy as i64,
        about.nsfw,
        about.comments as i64,
        about.download_enabled,
        about.originally_published_at,
        tx.now.0,
        about.schedule.map(|schedule| schedule.at),
        about.schedule.and_then(|schedule| schedule.privacy).map(|privacy| privacy as i64),
        about.nsfw_flags,
        about.nsfw_summary,
    ])?;
    Ok(())
}

pub fn set_state(tx: &Tx, id: i64, state: State, failure: Option<&str>) -> Result<()> {
    tx.execute(
        "UPDATE video SET state = ?2, failure = ?3, updated_at = ?4,
             deleted_at = CASE WHEN ?2 = 100 THEN ?4 END
         WHERE id = ?1",
        params![id, state as i64, failure, tx.now.0],
    )?;
    Ok(())
}

/// A film that nobody else could watch appears now.
pub fn appear(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("UPDATE video SET published_at = ?2 WHERE id = ?1", params![id, tx.now.0])?;
    Ok(())
}

pub fn move_to_channel(tx: &Tx, id: i64, channel_id: i64) -> Result<()> {
    tx.execute("UPDATE video SET channel_id = ?2 WHERE id = ?1", params![id, channel_id])?;
    Ok(())
}

/// Gives every film of a channel the same words of support.
pub fn set_support(tx: &Tx, channel_id: i64, support: Option<&str>) -> Result<()> {
    tx.execute("UPDATE video SET support = ?2 WHERE channel_id = ?1", params![channel_id, support])?;
    Ok(())
}

/// The numbers of a channel's films that are not deleted. All of them: the channel is about to go.
pub fn of_channel(read: &Read, channel_id: i64) -> Result<Vec<i64>> {
    let mut statement = read.prepare_cached("SELECT id FROM video WHERE channel_id = ?1 AND state <> 100")?;
    Ok(statement.query_map([channel_id], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The numbers of all films of a channel, deleted ones too.
pub fn all_of_channel(read: &Read, channel_id: i64) -> Result<Vec<i64>> {
    let mut statement = read.prepare_cached("SELECT id FROM video WHERE channel_id = ?1")?;
    Ok(statement.query_map([channel_id], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The numbers of the films that were deleted by deleting their channel.
pub fn deleted_with_channel(read: &Read, channel_id: i64) -> Result<Vec<i64>> {
    let mut statement = read.prepare_cached(
        "SELECT v.id FROM video v JOIN channel c ON c.id = v.channel_id
         WHERE c.id = ?1 AND v.state = 100 AND v.deleted_at = c.deleted_at",
    )?;
    Ok(statement.query_map([channel_id], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

pub fn set_pictures(tx: &Tx, id: i64, thumbnail: &str, preview: &str) -> Result<()> {
    tx.execute(
        "UPDATE video SET thumbnail = ?2, preview = ?3, updated_at = ?4 WHERE id = ?1",
        params![id, thumbnail, preview, tx.now.0],
    )?;
    Ok(())
}

/// What preparing has made of a film.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub duration: i64,
    pub aspect_ratio: Option<f64>,
    /// Kept only where the film has no picture of its own yet.
    pub thumbnail: String,
    pub preview: String,
    pub storyboard: Option<Storyboard>,
    pub master: String,
    pub hashes: String,
    pub encoder: String,
    pub files: Vec<VideoFile>,
    /// The file that was sent, if it is kept.
    pub original: Option<String>,
    pub bytes: i64,
    /// What its owner should know of it: a key of the message catalogue.
    pub remark: Option<&'static str>,
}

/// Replaces the renditions of a film and publishes it.
pub fn publish(tx: &Tx, id: i64, made: &Prepared) -> Result<()> {
    tx.execute("DELETE FROM video_file WHERE video_id = ?1", [id])?;
    tx.execute("DELETE FROM streaming_playlist WHERE video_id = ?1", [id])?;
    tx.execute(
        "INSERT INTO streaming_playlist (video_id, master, hashes, encoder) VALUES (?1, ?2, ?3, ?4)",
        params![id, made.master, made.hashes, made.encoder],
    )?;
    storyboard::replace(tx, id, made.storyboard.as_ref())?;
    for file in &made.files {
        tx.execute(
            "INSERT INTO video_file (video_id, resolution, width, height, fps, bytes, file, playlist,
                                     has_audio, has_video, bandwidth, codecs)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                id,
                file.resolution,
                file.width,
                file.height,
                file.fps,
                file.bytes,
                file.file,
                file.playlist,
                file.has_audio,
                file.has_video,
                file.bandwidth,
                file.codecs,
            ],
        )?;
    }
    // A film that is prepared again keeps the day on which it first appeared.
    tx.execute(
        "UPDATE video SET state = 1, failure = ?9, duration = ?2, aspect_ratio = ?3,
             thumbnail = coalesce(thumbnail, ?4), preview = coalesce(preview, ?5), original = ?6, bytes = ?7,
             published_at = CASE WHEN duration = 0 THEN ?8 ELSE published_at END, updated_at = ?8
         WHERE id = ?1",
        params![
            id,
            made.duration.max(1),
            made.aspect_ratio,
            made.thumbnail,
            made.preview,
            made.original,
            made.bytes,
            tx.now.0,
            made.remark
        ],
    )?;
    Ok(())
}

/// Whether an account has a film that was made of a file of this name and is not deleted.
pub fn has_original(read: &Read, account_id: i64, name: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM channel c JOIN video v ON v.channel_id = c.id
                              WHERE c.account_id = ?1 AND v.original_name = ?2 AND v.state <> ?3)";
    let values = params![account_id, name, State::Deleted as i64];
    Ok(read.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

/// The names of the files that the films of an account were made of.
pub fn originals(read: &Read, account_id: i64) -> Result<Vec<String>> {
    let sql = "SELECT v.original_name FROM channel c JOIN video v ON v.channel_id = c.id
               WHERE c.account_id = ?1 AND v.state <> ?2";
    let mut statement = read.prepare_cached(sql)?;
    let names = statement.query_map(params![account_id, State::Deleted as i64], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// Removes the row and, with it, the rows of files, captions and views.
pub fn delete(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM video WHERE id = ?1", [id])?;
    Ok(())
}

/// Bytes of the files that wait for their preparation, or are in it.
pub fn bytes_to_prepare(read: &Read) -> Result<u64> {
    let sql = "SELECT coalesce(sum(bytes), 0) FROM video WHERE state = ?1";
    let bytes: i64 = read.prepare_cached(sql)?.query_row([State::ToPrepare as i64], |row| row.get(0))?;
    Ok(bytes.max(0) as u64)
}

/// Films, views and bytes of everything of ours that is published, for statistics.
pub fn totals(read: &Read) -> Result<(i64, i64, i64)> {
    let mut statement = read.prepare_cached(
        "SELECT count(*), coalesce(sum(views), 0), coalesce(sum(bytes), 0) FROM video
         WHERE state = 1 AND server_id IS NULL",
    )?;
    Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}
