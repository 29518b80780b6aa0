//! Rows of actors of other servers, and of the accounts that they have here.

use rusqlite::{OptionalExtension, Row, params};

use uuid::Uuid;

use super::{Read, Tx, borrowed, server};
use crate::domain::actor::{ActorKind, Handle};
use crate::domain::moment::Moment;
use crate::domain::picture::Picture;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Actor {
    pub id: i64,
    /// Its id in the fediverse.
    pub url: String,
    pub host: String,
    pub kind: ActorKind,
    pub name: String,
    pub display_name: String,
    /// The page about them that people open.
    pub page: String,
    pub inbox: String,
    pub shared_inbox: Option<String>,
    /// PEM.
    pub public_key: String,
    /// In its own words, as text.
    pub summary: Option<String>,
    /// The address of its picture.
    pub icon: Option<String>,
    /// What it has said so far.
    pub outbox: Option<String>,
    pub fetched_at: Moment,
    /// Nothing is heard from its server.
    pub is_blocked: bool,
}

impl Actor {
    pub fn handle(&self) -> Handle {
        Handle { name: self.name.clone(), host: self.host.clone() }
    }

    /// Where its server takes what is for several of its actors.
    pub fn nearest_inbox(&self) -> &str {
        self.shared_inbox.as_deref().unwrap_or(&self.inbox)
    }
}

/// An actor as its document says; everything has been checked.
#[derive(Clone, Debug)]
pub struct New {
    pub url: String,
    pub host: String,
    pub kind: ActorKind,
    pub name: String,
    pub display_name: String,
    pub page: String,
    pub inbox: String,
    pub shared_inbox: Option<String>,
    pub public_key: String,
    pub summary: Option<String>,
    pub icon: Option<String>,
    pub outbox: Option<String>,
    /// For channels: how they can be supported, and the ids of those whose they are.
    pub support: Option<String>,
    pub owners: Vec<String>,
}

/// How many columns those are.
pub(super) const WIDTH: usize = 15;

pub(super) const COLUMNS: &str = "
    r.id, r.url, s.host, r.kind, r.name, r.display_name, r.page, r.inbox, r.shared_inbox, r.public_key, r.fetched_at,
    s.blocked_at IS NOT NULL, r.summary, r.icon, r.outbox";

const SOURCE: &str = "actor r JOIN server s ON s.id = r.server_id";

pub(super) fn from_row(row: &Row) -> rusqlite::Result<Actor> {
    Ok(Actor {
        id: row.get(0)?,
        url: row.get(1)?,
        host: row.get(2)?,
        kind: ActorKind::from_number(row.get(3)?)
            .ok_or_else(|| super::unreadable(3, "not a kind of actor"))?,
        name: row.get(4)?,
        display_name: row.get(5)?,
        page: row.get(6)?,
        inbox: row.get(7)?,
        shared_inbox: row.get(8)?,
        public_key: row.get(9)?,
        fetched_at: Moment(row.get(10)?),
        is_blocked: row.get(11)?,
        summary: row.get(12)?,
        icon: row.get(13)?,
        outbox: row.get(14)?,
    })
}

pub fn by_url(read: &Read, url: &str) -> Result<Option<Actor>> {
    let sql = format!("SELECT {COLUMNS} FROM {SOURCE} WHERE r.url = ?1");
    Ok(read.prepare_cached(&sql)?.query_row([url], from_row).optional()?)
}

pub fn by_id(read: &Read, id: i64) -> Result<Option<Actor>> {
    let sql = format!("SELECT {COLUMNS} FROM {SOURCE} WHERE r.id = ?1");
    Ok(read.prepare_cached(&sql)?.query_row([id], from_row).optional()?)
}

/// The actors that a server is itself.
pub fn site_of(read: &Read, host: &str) -> Result<Vec<i64>> {
    let sql = "SELECT r.id FROM server s JOIN actor r ON r.server_id = s.id WHERE s.host = ?1 AND r.kind = 0 LIMIT 10";
    let mut statement = read.prepare_cached(sql)?;
    Ok(statement.query_map([host], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Those who follow one of ours, page by page, the latest first.
pub fn followers(read: &Read, own: (i64, i64), start: u32, count: u32) -> Result<(i64, Vec<Actor>)> {
    let followers = "follower f WHERE f.own_kind = ?1 AND f.own_id = ?2 AND f.state = 2";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM {followers}"))?
        .query_row([own.0, own.1], |row| row.get(0))?;
    let mut statement = read.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM follower f JOIN actor r ON r.id = f.actor_id JOIN server s ON s.id = r.server_id
         WHERE f.own_kind = ?1 AND f.own_id = ?2 AND f.state = 2
         ORDER BY f.created_at DESC, f.actor_id LIMIT ?3 OFFSET ?4"
    ))?;
    let rows = statement.query_map(params![own.0, own.1, count, start], from_row)?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Where those hear of things who wrote comments on a film or like it.
pub fn inboxes_around(read: &Read, video_id: i64) -> Result<Vec<String>> {
    let mut statement = read.prepare_cached(
        "SELECT DISTINCT coalesce(r.shared_inbox, r.inbox)
         FROM account a JOIN actor r ON r.id = a.actor_id JOIN server s ON s.id = r.server_id
         WHERE s.blocked_at IS NULL AND a.id IN (
             SELECT account_id FROM comment WHERE video_id = ?1 AND url IS NOT NULL AND deleted_at IS NULL
             UNION SELECT account_id FROM rating WHERE video_id = ?1)",
    )?;
    Ok(statement.query_map([video_id], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Keeps what the document of an actor says. The account that it has here says the same from then on.
pub fn keep(tx: &Tx, new: &New) -> Result<Actor> {
    let server_id = server::enter(tx, &new.host)?;
    tx.execute(
        "INSERT INTO actor (url, server_id, kind, name, display_name, page, inbox, shared_inbox, public_key,
                            fetched_at, created_at, summary, icon, outbox)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12, ?13)
         ON CONFLICT (url) DO UPDATE SET
             kind = excluded.kind, name = excluded.name, display_name = excluded.display_name, page = excluded.page,
             inbox = excluded.inbox, shared_inbox = excluded.shared_inbox, public_key = excluded.public_key,
             fetched_at = excluded.fetched_at, summary = excluded.summary, icon = excluded.icon,
             outbox = excluded.outbox",
        params![
            new.url,
            server_id,
            new.kind as i64,
            new.name,
            new.display_name,
            new.page,
            new.inbox,
            new.shared_inbox,
            new.public_key,
            tx.now.0,
            new.summary,
            new.icon,
            new.outbox
        ],
    )?;
    let kept = by_url(tx, &new.url)?;
    let kept =
        kept.ok_or_else(|| crate::error::Error::internal("an actor that was kept a moment ago is gone"))?;
    if let Some(account_id) = known_account(tx, kept.id)? {
        describe_account(tx, account_id, &kept)?;
    }
    Ok(kept)
}

/// An account says of itself what its actor does.
fn describe_account(tx: &Tx, account_id: i64, actor: &Actor) -> Result<()> {
    let avatars = serde_json::to_string(&borrowed_face(tx, actor)?)?;
    tx.execute(
        "UPDATE account SET display_name = ?2, description = ?3, avatars = ?4, updated_at = ?5
         WHERE id = ?1 AND (display_name, description, avatars) IS NOT (?2, ?3, ?4)",
        params![account_id, actor.display_name, actor.summary, avatars, tx.now.0],
    )?;
    Ok(())
}

/// The size in which pictures of others are kept: enough for a face beside a name, on a dense screen.
pub const FACE: u32 = 120;

/// The picture of an actor under the name that it has here.
pub fn borrowed_face(tx: &Tx, actor: &Actor) -> Result<Vec<Picture>> {
    let of = borrowed::Of::Actor(actor.id);
    let Some(icon) = &actor.icon else {
        borrowed::keep_only(tx, of, &[])?;
        return Ok(Vec::new());
    };
    let file = borrowed::enter(tx, of, icon, &format!("{}.jpg", Uuid::new_v4()))?;
    borrowed::keep_only(tx, of, std::slice::from_ref(&file))?;
    Ok(vec![Picture { file, width: FACE, height: FACE, created_at: 0 }])
}

/// The actor of this name on this server, if it has been seen before.
pub fn by_handle(read: &Read, handle: &Handle) -> Result<Option<Actor>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {SOURCE} WHERE s.host = ?1 AND r.name = ?2 ORDER BY r.id DESC LIMIT 1"
    );
    Ok(read.prepare_cached(&sql)?.query_row([&handle.host, &handle.name], from_row).optional()?)
}

/// The account that an actor has here, if it has said something.
pub fn known_account(read: &Read, actor_id: i64) -> Result<Option<i64>> {
    let sql = "SELECT id FROM account WHERE actor_id = ?1";
    Ok(read.prepare_cached(sql)?.query_row([actor_id], |row| row.get(0)).optional()?)
}

/// The account that an actor has here, opened when it first says something. Somebody who had the same handle on the
/// same server before is somebody else, and their account keeps its row under another name.
pub fn account(tx: &Tx, actor: &Actor) -> Result<i64> {
    if let Some(id) = known_account(tx, actor.id)? {
        return Ok(id);
    }
    let name = actor.handle().to_string();
    tx.execute("UPDATE account SET name = name || '#' || id WHERE name = ?1", [&name])?;
    tx.execute(
        "INSERT INTO account (name, display_name, actor_id, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        params![name, actor.display_name, actor.id, tx.now.0],
    )?;
    let id = tx.last_insert_rowid();
    describe_account(tx, id, actor)?;
    Ok(id)
}

/// The actor behind an account; none for our own.
pub fn of_account(read: &Read, account_id: i64) -> Result<Option<Actor>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM account a JOIN actor r ON r.id = a.actor_id JOIN server s ON s.id = r.server_id
         WHERE a.id = ?1"
    );
    Ok(read.prepare_cached(&sql)?.query_row([account_id], from_row).optional()?)
}

/// Forgets an actor with all that it said and did here.
pub fn delete(tx: &Tx, id: i64) -> Result<()> {
    tx.execute(
        "UPDATE comment SET text = '', deleted_at = ?2, updated_at = ?2
         WHERE account_id = (SELECT id FROM account WHERE actor_id = ?1) AND deleted_at IS NULL",
        params![id, tx.now.0],
    )?;
    // Rows whose triggers count must go by themselves: a cascade fires them too, but in no order that is promised.
    tx.execute("DELETE FROM rating WHERE account_id = (SELECT id FROM account WHERE actor_id = ?1)", [id])?;
    tx.execute("DELETE FROM follower WHERE actor_id = ?1", [id])?;
    tx.execute(
        "DELETE FROM notification WHERE account_id = (SELECT id FROM account WHERE actor_id = ?1)",
        [id],
    )?;
    let channels = "SELECT id FROM channel WHERE actor_id = ?1
        OR account_id = (SELECT id FROM account WHERE actor_id = ?1)";
    tx.execute(&format!("DELETE FROM video WHERE channel_id IN ({channels})"), [id])?;
    tx.execute(&format!("DELETE FROM channel WHERE id IN ({channels})"), [id])?;
    tx.execute("DELETE FROM account WHERE actor_id = ?1", [id])?;
    tx.execute("DELETE FROM actor WHERE id = ?1", [id])?;
    Ok(())
}
