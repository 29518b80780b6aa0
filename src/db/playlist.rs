//! Rows of playlists; their films are in `element`.

pub mod element;

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};
use uuid::Uuid;

use super::channel::Name;
use super::video::match_expression;
use super::{Read, Tx, picture, unreadable};
use crate::domain::id::Reference;
use crate::domain::moment::Moment;
use crate::domain::playlist::{About, Kind, Order, OrderBy, Shift, WATCH_LATER, privacy_from_number};
use crate::error::Result;

/// A list with the account that owns it and the channel that shows it.
#[derive(Clone, Debug)]
pub struct Playlist {
    pub id: i64,
    pub uuid: Uuid,
    pub kind: Kind,
    pub about: About,
    /// The picture that it was given.
    pub thumbnail: Option<String>,
    /// The picture of its first film that whoever may see the list may see too.
    pub first_thumbnail: Option<String>,
    /// How many places it has, those of deleted films among them.
    pub length: i64,
    pub channel_position: Option<i64>,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub channel: Option<Arc<Name>>,
    pub account: Arc<Name>,
}

/// Which lists a list of them holds.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Those of everybody, or all of this account.
    pub owner: Option<i64>,
    pub account_id: Option<i64>,
    pub channel_id: Option<i64>,
    pub kind: Option<Kind>,
    /// Words as a person typed them.
    pub search: Option<String>,
    /// Leaves out lists without films.
    pub has_films: bool,
    pub order: Order,
    pub start: u32,
    /// At most 100.
    pub count: u32,
}

impl Filter {
    pub fn newest(count: u32) -> Self {
        Self {
            owner: None,
            account_id: None,
            channel_id: None,
            kind: None,
            search: None,
            has_films: false,
            order: Order::NEWEST,
            start: 0,
            count,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Page {
    pub total: i64,
    pub playlists: Vec<Playlist>,
}

// Positions have no gaps, so the last one is the length: no list is counted.
const COLUMNS: &str = "
    p.id, p.uuid, p.kind, p.privacy, p.name, p.description, p.thumbnail,
    (SELECT v.thumbnail FROM video_playlist_element e JOIN video v ON v.id = e.video_id
     WHERE e.playlist_id = p.id AND v.state = 1 AND v.privacy <= min(p.privacy, 2) ORDER BY e.position LIMIT 1),
    (SELECT coalesce(max(position), 0) FROM video_playlist_element e WHERE e.playlist_id = p.id),
    (SELECT c.id FROM channel c WHERE c.id = p.channel_id AND c.deleted_at IS NULL), p.channel_position,
    p.created_at, p.updated_at, a.id, a.name, a.display_name, a.avatars";

const SOURCE: &str = "video_playlist p JOIN account a ON a.id = p.account_id";

fn from_row(row: &Row) -> rusqlite::Result<Playlist> {
    let uuid: &str = row.get_ref(1)?.as_str()?;
    Ok(Playlist {
        id: row.get(0)?,
        uuid: Uuid::try_parse(uuid).map_err(|_| unreadable(1, "not a UUID"))?,
        kind: Kind::from_number(row.get(2)?).ok_or_else(|| unreadable(2, "not a kind"))?,
        about: About {
            privacy: privacy_from_number(row.get(3)?).ok_or_else(|| unreadable(3, "not a privacy"))?,
            display_name: row.get(4)?,
            description: row.get(5)?,
            channel_id: row.get(9)?,
        },
        thumbnail: row.get(6)?,
        first_thumbnail: row.get(7)?,
        length: row.get(8)?,
        channel_position: row.get(10)?,
        created_at: Moment(row.get(11)?),
        updated_at: Moment(row.get(12)?),
        channel: None,
        account: Arc::new(Name {
            id: row.get(13)?,
            handle: row.get(14)?,
            display_name: row.get(15)?,
            avatars: picture::from_row(row, 16)?,
            url: None,
        }),
    })
}

fn with_channel(read: &Read, playlist: Playlist) -> Result<Playlist> {
    let channel = playlist.about.channel_id.map(|id| read.publisher(id)).transpose()?;
    Ok(Playlist { channel: channel.map(|(channel, _)| channel), ..playlist })
}

fn one(read: &Read, condition: &str, value: Value) -> Result<Option<Playlist>> {
    let sql = format!("SELECT {COLUMNS} FROM {SOURCE} WHERE {condition}");
    let found = read.prepare_cached(&sql)?.query_row([value], from_row).optional()?;
    found.map(|playlist| with_channel(read, playlist)).transpose()
}

pub fn find(read: &Read, reference: Reference) -> Result<Option<Playlist>> {
    match reference {
        Reference::Number(id) => one(read, "p.id = ?1", Value::Integer(id)),
        Reference::Uuid(uuid) => one(read, "p.uuid = ?1", Value::Text(uuid.to_string())),
    }
}

/// What an account wants to watch later.
pub fn watch_later(read: &Read, account_id: i64) -> Result<Option<Playlist>> {
    one(read, "p.kind = 2 AND p.account_id = ?1", Value::Integer(account_id))
}

/// The lists that a filter lets through, and how many there are in all.
pub fn list(read: &Read, filter: &Filter) -> Result<Page> {
    let mut source = SOURCE.to_owned();
    let (mut conditions, mut values) = (Vec::new(), Vec::new());
    let mut narrow = |condition: &'static str, value: Option<Value>| {
        if let Some(value) = value {
            conditions.push(condition);
            values.push(value);
        }
    };
    if let Some(words) = &filter.search {
        let Some(expression) = match_expression(words) else { return Ok(Page::default()) };
        source = format!("video_playlist_text t CROSS JOIN {SOURCE}");
        narrow("p.id = t.rowid AND video_playlist_text MATCH ?", Some(Value::Text(expression)));
    }
    narrow("p.account_id = ?", filter.owner.or(filter.account_id).map(Value::Integer));
    narrow("p.channel_id = ?", filter.channel_id.map(Value::Integer));
    narrow("p.kind = ?", filter.kind.map(|kind| Value::Integer(kind as i64)));
    if filter.owner.is_none() {
        conditions.push("p.privacy = 1");
    }
    if filter.has_films {
        conditions.push("EXISTS (SELECT 1 FROM video_playlist_element e WHERE e.playlist_id = p.id)");
    }
    let condition = if conditions.is_empty() { "TRUE".to_owned() } else { conditions.join(" AND ") };
    let sql = format!("SELECT count(*) FROM {source} WHERE {condition}");
    let total = read.prepare_cached(&sql)?.query_row(params_from_iter(&values), |row| row.get(0))?;
    let order = order_by(filter.order, filter.search.is_some());
    let sql =
        format!("SELECT {COLUMNS} FROM {source} WHERE {condition} ORDER BY {order}, p.id LIMIT ? OFFSET ?");
    values.extend([Value::Integer(filter.count.into()), Value::Integer(filter.start.into())]);
    let mut statement = read.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(&values), from_row)?;
    let playlists = rows.map(|row| with_channel(read, row?)).collect::<Result<_>>()?;
    Ok(Page { total, playlists })
}

fn order_by(order: Order, is_text: bool) -> &'static str {
    match (order.by, order.is_descending) {
        (OrderBy::CreatedAt, true) => "p.created_at DESC",
        (OrderBy::CreatedAt, false) => "p.created_at",
        (OrderBy::UpdatedAt, true) => "p.updated_at DESC",
        (OrderBy::UpdatedAt, false) => "p.updated_at",
        (OrderBy::Name, true) => "p.name COLLATE NOCASE DESC",
        (OrderBy::Name, false) => "p.name COLLATE NOCASE",
        (OrderBy::ChannelPosition, true) => "p.channel_position DESC",
        (OrderBy::ChannelPosition, false) => "p.channel_position",
        (OrderBy::Match, _) if is_text => "t.rank",
        (OrderBy::Match, _) => "p.created_at DESC",
    }
}

/// How many lists an account has.
pub fn count(read: &Read, account_id: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM video_playlist WHERE account_id = ?1";
    Ok(read.prepare_cached(sql)?.query_row([account_id], |row| row.get(0))?)
}

pub fn insert(tx: &Tx, account_id: i64, uuid: Uuid, kind: Kind, about: &About) -> Result<i64> {
    tx.execute(
        "INSERT INTO video_playlist (uuid, account_id, kind, privacy, name, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        params![
            uuid.to_string(),
            account_id,
            kind as i64,
            about.privacy as i64,
            about.display_name,
            tx.now.0
        ],
    )?;
    let id = tx.last_insert_rowid();
    describe(tx, id, about)?;
    Ok(id)
}

/// Adds the list that every new account has.
pub fn insert_watch_later(tx: &Tx, account_id: i64) -> Result<i64> {
    insert(tx, account_id, Uuid::new_v4(), Kind::WatchLater, &About::named(WATCH_LATER))
}

/// Writes what a person says of the list. In a channel that is new to it, it stands last.
pub fn describe(tx: &Tx, id: i64, about: &About) -> Result<()> {
    let (channel_id, position): (Option<i64>, Option<i64>) = tx
        .prepare_cached("SELECT channel_id, channel_position FROM video_playlist WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    tx.execute(
        "UPDATE video_playlist SET name = ?2, description = ?3, privacy = ?4, updated_at = ?5 WHERE id = ?1",
        params![id, about.display_name, about.description, about.privacy as i64, tx.now.0],
    )?;
    if channel_id == about.channel_id {
        return Ok(());
    }
    close_gap(tx, channel_id, position)?;
    tx.execute(
        "UPDATE video_playlist SET channel_id = ?2, channel_position = CASE WHEN ?2 IS NOT NULL THEN
             (SELECT coalesce(max(channel_position), 0) + 1 FROM video_playlist WHERE channel_id = ?2) END
         WHERE id = ?1",
        params![id, about.channel_id],
    )?;
    Ok(())
}

fn close_gap(tx: &Tx, channel_id: Option<i64>, position: Option<i64>) -> Result<()> {
    tx.execute(
        "UPDATE video_playlist SET channel_position = channel_position - 1
         WHERE channel_id = ?1 AND channel_position > ?2",
        params![channel_id, position],
    )?;
    Ok(())
}

pub fn set_thumbnail(tx: &Tx, id: i64, thumbnail: &str) -> Result<()> {
    tx.execute(
        "UPDATE video_playlist SET thumbnail = ?2, updated_at = ?3 WHERE id = ?1",
        params![id, thumbnail, tx.now.0],
    )?;
    Ok(())
}

/// Removes the list; its films stay where they are.
pub fn delete(tx: &Tx, playlist: &Playlist) -> Result<()> {
    tx.execute("DELETE FROM video_playlist WHERE id = ?1", [playlist.id])?;
    close_gap(tx, playlist.about.channel_id, playlist.channel_position)
}

/// How many lists a channel has, whoever may see them.
pub fn count_of_channel(read: &Read, channel_id: i64) -> Result<i64> {
    let sql = "SELECT coalesce(max(channel_position), 0) FROM video_playlist WHERE channel_id = ?1";
    Ok(read.prepare_cached(sql)?.query_row([channel_id], |row| row.get(0))?)
}

pub fn reorder_channel(tx: &Tx, channel_id: i64, [moved, passed]: [Shift; 2]) -> Result<()> {
    tx.execute(
        "UPDATE video_playlist
         SET channel_position = channel_position + CASE WHEN channel_position BETWEEN ?2 AND ?3 THEN ?4 ELSE ?7 END
         WHERE channel_id = ?1 AND (channel_position BETWEEN ?2 AND ?3 OR channel_position BETWEEN ?5 AND ?6)",
        params![channel_id, moved.0, moved.1, moved.2, passed.0, passed.1, passed.2],
    )?;
    Ok(())
}
