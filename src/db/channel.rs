//! Rows of channels. A deleted one keeps its row until its films are erased; only what says so finds it.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::account::Home;
use super::video::match_expression;
use super::{Read, Tx, picture};
use crate::domain::channel::About;
use crate::domain::moment::Moment;
use crate::domain::picture::Picture;
use crate::domain::video::{Holding, UNDO_SECONDS};
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Channel {
    pub id: i64,
    pub account_id: i64,
    pub handle: String,
    pub about: About,
    pub avatars: Vec<Picture>,
    pub banners: Vec<Picture>,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub deleted_at: Option<Moment>,
    /// How many members follow it.
    pub followers: i64,
    /// Where a channel of another server is at home; its handle is `name@host` then.
    pub home: Option<Home>,
}

impl Channel {
    pub fn holding(&self) -> Holding {
        Holding { channel_id: self.id, owner_account_id: self.account_id, is_ours: self.home.is_none() }
    }
}

/// What a list shows of a channel or an account.
#[derive(Clone, Debug)]
pub struct Name {
    pub id: i64,
    /// The handle of a channel, the name of an account.
    pub handle: String,
    pub display_name: String,
    pub avatars: Vec<Picture>,
    /// The id in the fediverse, for those of other servers; their handle is `name@host` then.
    pub url: Option<String>,
}

impl Name {
    /// The host of another server.
    pub fn host(&self) -> Option<&str> {
        self.url.as_ref().and_then(|_| self.handle.split_once('@')).map(|(_, host)| host)
    }
}

/// A channel and the account that it belongs to.
pub type Publisher = (Arc<Name>, Arc<Name>);

pub(super) const COLUMNS: &str = "
    channel.id, channel.account_id, channel.handle, channel.display_name, channel.description, channel.support,
    channel.avatars, channel.banners, channel.created_at, channel.updated_at, channel.deleted_at, channel.followers,
    (SELECT url FROM actor WHERE id = channel.actor_id), (SELECT page FROM actor WHERE id = channel.actor_id)";

pub(super) fn from_row(row: &Row) -> rusqlite::Result<Channel> {
    Ok(Channel {
        id: row.get(0)?,
        account_id: row.get(1)?,
        handle: row.get(2)?,
        about: About { display_name: row.get(3)?, description: row.get(4)?, support: row.get(5)? },
        avatars: picture::from_row(row, 6)?,
        banners: picture::from_row(row, 7)?,
        created_at: Moment(row.get(8)?),
        updated_at: Moment(row.get(9)?),
        deleted_at: row.get::<_, Option<i64>>(10)?.map(Moment),
        followers: row.get(11)?,
        home: match (row.get(12)?, row.get(13)?) {
            (Some(url), Some(page)) => Some(Home { url, page }),
            _ => None,
        },
    })
}

fn find(read: &Read, condition: &str, value: impl rusqlite::ToSql) -> Result<Option<Channel>> {
    let sql = format!("SELECT {COLUMNS} FROM channel WHERE {condition}");
    Ok(read.prepare_cached(&sql)?.query_row([value], from_row).optional()?)
}

pub fn by_id(read: &Read, id: i64) -> Result<Option<Channel>> {
    find(read, "id = ?1 AND deleted_at IS NULL", id)
}

pub fn by_handle(read: &Read, handle: &str) -> Result<Option<Channel>> {
    find(read, "handle = ?1 AND deleted_at IS NULL", handle)
}

pub fn deleted_by_handle(read: &Read, handle: &str) -> Result<Option<Channel>> {
    find(read, "handle = ?1 AND deleted_at IS NOT NULL", handle)
}

/// True when an account or a channel, even a deleted one, has this name.
pub fn is_taken(read: &Read, name: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM channel WHERE handle = ?1)
                   OR EXISTS (SELECT 1 FROM account WHERE name = ?1)";
    Ok(read.prepare_cached(sql)?.query_row([name], |row| row.get(0))?)
}

/// What stands beside the films of a channel; `Read::publisher` remembers it.
pub(super) fn publisher(connection: &Connection, id: i64) -> Result<Publisher> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.handle, c.display_name, c.avatars, a.id, a.name, a.display_name, a.avatars,
                (SELECT url FROM actor WHERE id = c.actor_id), (SELECT url FROM actor WHERE id = a.actor_id)
         FROM channel c JOIN account a ON a.id = c.account_id WHERE c.id = ?1",
    )?;
    let name = |row: &Row, first: usize, url: usize| -> rusqlite::Result<_> {
        let (id, handle, display_name) = (row.get(first)?, row.get(first + 1)?, row.get(first + 2)?);
        Ok(Arc::new(Name {
            id,
            handle,
            display_name,
            avatars: picture::from_row(row, first + 3)?,
            url: row.get(url)?,
        }))
    };
    Ok(statement.query_row([id], |row| Ok((name(row, 0, 8)?, name(row, 4, 9)?)))?)
}

/// The channels of an account, the oldest first.
pub fn of_account(read: &Read, account_id: i64) -> Result<Vec<Channel>> {
    many(read, "account_id = ?1 AND deleted_at IS NULL", account_id)
}

/// The channels of others that an account keeps together with them, the oldest first.
pub fn shared_with(read: &Read, account_id: i64) -> Result<Vec<Channel>> {
    let condition = "deleted_at IS NULL AND id IN
        (SELECT channel_id FROM channel_collaborator WHERE account_id = ?1 AND state = 2)";
    many(read, condition, account_id)
}

/// All channels in which an account may publish: its own first, then those of others.
pub fn kept_by(read: &Read, account_id: i64) -> Result<Vec<Channel>> {
    Ok([of_account(read, account_id)?, shared_with(read, account_id)?].concat())
}

/// Those that can still be brought back.
pub fn deleted_of_account(read: &Read, account_id: i64) -> Result<Vec<Channel>> {
    many(read, "account_id = ?1 AND deleted_at IS NOT NULL", account_id)
}

fn many(read: &Read, condition: &str, account_id: i64) -> Result<Vec<Channel>> {
    let sql = format!("SELECT {COLUMNS} FROM channel WHERE {condition} ORDER BY id LIMIT 100");
    Ok(read.prepare_cached(&sql)?.query_map([account_id], from_row)?.collect::<Result<_, _>>()?)
}

/// All channels of ours, the newest first.
pub fn list(read: &Read, start: u32, count: u32) -> Result<(i64, Vec<Channel>)> {
    let total = read
        .prepare_cached("SELECT count(*) FROM channel WHERE deleted_at IS NULL AND actor_id IS NULL")?
        .query_row([], |row| row.get(0))?;
    let sql = format!(
        "SELECT {COLUMNS} FROM channel WHERE deleted_at IS NULL AND actor_id IS NULL
         ORDER BY id DESC LIMIT ?1 OFFSET ?2"
    );
    let channels =
        read.prepare_cached(&sql)?.query_map([count, start], from_row)?.collect::<Result<_, _>>()?;
    Ok((total, channels))
}

/// Channels that words find, the best match first.
pub fn search(read: &Read, words: &str, start: u32, count: u32) -> Result<(i64, Vec<Channel>)> {
    let Some(expression) = match_expression(words) else { return Ok((0, Vec::new())) };
    let found = "channel_text t JOIN channel ON channel.id = t.rowid
        WHERE channel_text MATCH ?1 AND channel.deleted_at IS NULL";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {found}"))?
        .query_row([&expression], |row| row.get(0))?;
    let sql = format!("SELECT {COLUMNS} FROM {found} ORDER BY t.rank LIMIT ?2 OFFSET ?3");
    let mut statement = read.prepare_cached(&sql)?;
    let channels = statement.query_map(params![expression, count, start], from_row)?;
    Ok((total, channels.collect::<Result<_, _>>()?))
}

/// How many films a channel has, seen by its owner: those in preparation count, deleted ones do not.
pub fn count_films(read: &Read, id: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM video WHERE channel_id = ?1 AND state <> 100";
    Ok(read.prepare_cached(sql)?.query_row([id], |row| row.get(0))?)
}

/// A channel of another server as its document says; `account_id` is the account here of whose it is there.
pub struct Elsewhere<'a> {
    pub actor_id: i64,
    pub account_id: i64,
    /// `name@host`.
    pub handle: &'a str,
    pub display_name: &'a str,
    pub description: Option<&'a str>,
    pub support: Option<&'a str>,
}

/// Keeps a channel of another server; its number. A channel that had the same handle before is another one.
pub fn keep(tx: &Tx, channel: &Elsewhere) -> Result<i64> {
    tx.execute(
        "UPDATE channel SET handle = handle || '#' || id WHERE handle = ?1 AND actor_id IS NOT ?2",
        params![channel.handle, channel.actor_id],
    )?;
    let sql = "INSERT INTO channel (actor_id, account_id, handle, display_name, description, support,
                                    created_at, updated_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
               ON CONFLICT (actor_id) WHERE actor_id IS NOT NULL DO UPDATE SET
                   account_id = excluded.account_id, handle = excluded.handle,
                   display_name = excluded.display_name, description = excluded.description,
                   support = excluded.support, updated_at = excluded.updated_at
               RETURNING id";
    let values = params![
        channel.actor_id,
        channel.account_id,
        channel.handle,
        channel.display_name,
        channel.description,
        channel.support,
        tx.now.0
    ];
    Ok(tx.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

/// The number of the channel of an actor of another server, if it is known here.
pub fn of_actor(read: &Read, actor_id: i64) -> Result<Option<i64>> {
    let sql = "SELECT id FROM channel WHERE actor_id = ?1";
    Ok(read.prepare_cached(sql)?.query_row([actor_id], |row| row.get(0)).optional()?)
}

pub fn insert(tx: &Tx, account_id: i64, handle: &str, display_name: &str) -> Result<i64> {
    tx.execute(
        "INSERT INTO channel (account_id, handle, display_name, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        params![account_id, handle, display_name, tx.now.0],
    )?;
    Ok(tx.last_insert_rowid())
}

/// Writes what its owner says of the channel.
pub fn describe(tx: &Tx, id: i64, about: &About) -> Result<()> {
    tx.execute(
        "UPDATE channel SET display_name = ?2, description = ?3, support = ?4, updated_at = ?5 WHERE id = ?1",
        params![id, about.display_name, about.description, about.support, tx.now.0],
    )?;
    Ok(())
}

pub fn set_deleted(tx: &Tx, id: i64, deleted_at: Option<Moment>) -> Result<()> {
    tx.execute("UPDATE channel SET deleted_at = ?2 WHERE id = ?1", params![id, deleted_at.map(|at| at.0)])?;
    Ok(())
}

/// Deletes a channel so that nobody brings it back: its row goes with the last of its films.
pub fn hide_for_good(tx: &Tx, id: i64) -> Result<()> {
    tx.execute(
        "UPDATE channel SET deleted_at = 0, display_name = '', description = NULL, support = NULL,
                            avatars = '[]', banners = '[]' WHERE id = ?1",
        [id],
    )?;
    Ok(())
}

/// Removes the rows of deleted channels whose films are all erased and which nobody can bring back any more.
pub(super) fn erase(tx: &Tx) -> Result<()> {
    tx.execute(
        "DELETE FROM channel WHERE deleted_at < ?1
             AND NOT EXISTS (SELECT 1 FROM video WHERE video.channel_id = channel.id)",
        [tx.now.plus_seconds(-UNDO_SECONDS).0],
    )?;
    Ok(())
}
