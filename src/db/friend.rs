//! Friends: servers that the site follows or that follow it, and the invitations that are out.

use rusqlite::{OptionalExtension, Row, params};

use super::session::Hash;
use super::{Read, Tx};
use crate::domain::actor::Following;
use crate::domain::friend::Terms;
use crate::domain::moment::Moment;
use crate::error::Result;

/// Another server that is a friend, wants to be one, or is asked to be one.
#[derive(Clone, Debug)]
pub struct Friend {
    /// The actor that the server is itself.
    pub actor_id: i64,
    pub host: String,
    /// How far the site is with following it; none where it does not.
    pub following: Option<Following>,
    pub follows_us: bool,
    /// Since when the site follows it, or it the site.
    pub since: Moment,
    /// What it brings: films here, and how often they were watched here in the last days.
    pub films: i64,
    pub watched: i64,
    /// What it takes: comments and likes of its people under our films.
    pub comments: i64,
    pub likes: i64,
    pub terms: Option<Terms>,
    pub paused_at: Option<Moment>,
    /// Deliveries that failed since the last one that arrived.
    pub failures: i64,
}

const COLUMNS: &str = "
    r.id, s.host, w.state, EXISTS (SELECT 1 FROM follower f WHERE f.actor_id = r.id AND f.own_kind = 0 AND f.state = 2),
    coalesce(w.created_at, r.created_at),
    (SELECT count(*) FROM video v WHERE v.server_id = s.id),
    (SELECT coalesce(sum(d.views), 0) FROM video v JOIN view_day d ON d.video_id = v.id WHERE v.server_id = s.id),
    (SELECT count(*) FROM actor p JOIN account a ON a.actor_id = p.id JOIN comment c ON c.account_id = a.id
         JOIN video v ON v.id = c.video_id
     WHERE p.server_id = s.id AND c.deleted_at IS NULL AND v.server_id IS NULL),
    (SELECT count(*) FROM actor p JOIN account a ON a.actor_id = p.id JOIN rating g ON g.account_id = a.id
         JOIN video v ON v.id = g.video_id
     WHERE p.server_id = s.id AND g.value = 1 AND v.server_id IS NULL),
    s.terms, s.paused_at, s.failures";

const SOURCE: &str = "actor r JOIN server s ON s.id = r.server_id
    LEFT JOIN following w ON w.actor_id = r.id AND w.own_kind = 0 AND w.state <> 4
    WHERE r.kind = 0 AND s.blocked_at IS NULL";

fn from_row(row: &Row) -> rusqlite::Result<Friend> {
    let state: Option<i64> = row.get(2)?;
    Ok(Friend {
        actor_id: row.get(0)?,
        host: row.get(1)?,
        following: state.and_then(Following::from_number),
        follows_us: row.get(3)?,
        since: Moment(row.get(4)?),
        films: row.get(5)?,
        watched: row.get(6)?,
        comments: row.get(7)?,
        likes: row.get(8)?,
        terms: row.get::<_, Option<String>>(9)?.and_then(|text| serde_json::from_str(&text).ok()),
        paused_at: row.get::<_, Option<i64>>(10)?.map(Moment),
        failures: row.get(11)?,
    })
}

/// Those that the site follows, wants to follow, or that follow it, by name.
pub fn list(read: &Read) -> Result<Vec<Friend>> {
    let mut statement = read.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {SOURCE} AND (w.id IS NOT NULL
             OR EXISTS (SELECT 1 FROM follower f WHERE f.actor_id = r.id AND f.own_kind = 0 AND f.state = 2))
         ORDER BY s.host LIMIT 500"
    ))?;
    Ok(statement.query_map([], from_row)?.collect::<Result<_, _>>()?)
}

/// The server of this name, if it is known here at all.
pub fn by_host(read: &Read, host: &str) -> Result<Option<Friend>> {
    let sql = format!("SELECT {COLUMNS} FROM {SOURCE} AND s.host = ?1 ORDER BY w.id IS NULL, r.id LIMIT 1");
    Ok(read.prepare_cached(&sql)?.query_row([host], from_row).optional()?)
}

/// An invitation that is out.
#[derive(Clone, Debug)]
pub struct Invitation {
    pub id: i64,
    pub note: String,
    pub expires_at: Moment,
}

pub fn invite(tx: &Tx, code: &Hash, note: &str, expires_at: Moment) -> Result<()> {
    tx.execute(
        "INSERT INTO friend_invitation (code_hash, note, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
        params![code, note, tx.now.0, expires_at.0],
    )?;
    Ok(())
}

/// Those that nobody has used yet, the newest first.
pub fn invitations(read: &Read, now: Moment) -> Result<Vec<Invitation>> {
    let mut statement = read.prepare_cached(
        "SELECT id, note, expires_at FROM friend_invitation WHERE expires_at > ?1 ORDER BY id DESC LIMIT 100",
    )?;
    let rows = statement.query_map([now.0], |row| {
        Ok(Invitation { id: row.get(0)?, note: row.get(1)?, expires_at: Moment(row.get(2)?) })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a code is good.
pub fn is_invited(read: &Read, code: &Hash, now: Moment) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM friend_invitation WHERE code_hash = ?1 AND expires_at > ?2)";
    Ok(read.prepare_cached(sql)?.query_row(params![code, now.0], |row| row.get(0))?)
}

/// Uses an invitation up. False where it is none, or not any more.
pub fn redeem(tx: &Tx, code: &Hash) -> Result<bool> {
    let sql = "DELETE FROM friend_invitation WHERE code_hash = ?1 AND expires_at > ?2";
    Ok(tx.execute(sql, params![code, tx.now.0])? > 0)
}

pub fn withdraw(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM friend_invitation WHERE id = ?1 OR expires_at <= ?2", params![id, tx.now.0])?;
    Ok(())
}
