//! Rows of cookie sessions and OAuth2 tokens. Secrets never come here, only their hashes.

use rusqlite::{OptionalExtension, Row, params};

use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::error::Result;

/// SHA-256 of a secret of 256 random bits: it needs no salt and no slow hash.
pub type Hash = [u8; 32];

pub fn insert(tx: &Tx, hash: &Hash, user_id: i64, device: Option<&str>, expires_at: Moment) -> Result<()> {
    tx.execute(
        "INSERT INTO session (token_hash, user_id, device, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![hash, user_id, device, tx.now.0, expires_at.0],
    )?;
    Ok(())
}

/// The user of a session that has not ended.
pub fn user(read: &Read, hash: &Hash, now: Moment) -> Result<Option<i64>> {
    let mut statement =
        read.prepare_cached("SELECT user_id FROM session WHERE token_hash = ?1 AND expires_at > ?2")?;
    Ok(statement.query_row(params![hash, now.0], |row| row.get(0)).optional()?)
}

pub fn delete(tx: &Tx, hash: &Hash) -> Result<()> {
    tx.execute("DELETE FROM session WHERE token_hash = ?1", params![hash])?;
    Ok(())
}

/// An access token and its refresh token.
pub struct Tokens {
    pub access: Hash,
    pub refresh: Hash,
    pub access_expires_at: Moment,
    pub refresh_expires_at: Moment,
}

/// How somebody signed in to an application.
#[derive(Clone, Debug)]
pub struct Login {
    pub user_id: i64,
    pub device: Option<String>,
    pub at: Moment,
}

/// `device` is the application that asks now.
pub fn insert_tokens(tx: &Tx, login: &Login, device: Option<&str>, tokens: &Tokens) -> Result<()> {
    tx.execute(
        "INSERT INTO oauth_token (user_id, access_hash, refresh_hash, created_at, access_expires_at,
                                  refresh_expires_at, login_device, login_at, device)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            login.user_id,
            tokens.access,
            tokens.refresh,
            tx.now.0,
            tokens.access_expires_at.0,
            tokens.refresh_expires_at.0,
            login.device,
            login.at.0,
            device
        ],
    )?;
    Ok(())
}

pub fn user_of_access_token(read: &Read, hash: &Hash, now: Moment) -> Result<Option<i64>> {
    let mut statement = read.prepare_cached(
        "SELECT user_id FROM oauth_token WHERE access_hash = ?1 AND access_expires_at > ?2",
    )?;
    Ok(statement.query_row(params![hash, now.0], |row| row.get(0)).optional()?)
}

/// Takes a refresh token out of use; how its person signed in, if it was good.
pub fn take_refresh_token(tx: &Tx, hash: &Hash) -> Result<Option<Login>> {
    let mut statement = tx.prepare_cached(
        "DELETE FROM oauth_token WHERE refresh_hash = ?1 AND refresh_expires_at > ?2
         RETURNING user_id, login_device, coalesce(login_at, created_at)",
    )?;
    let login = |row: &Row| Ok(Login { user_id: row.get(0)?, device: row.get(1)?, at: Moment(row.get(2)?) });
    Ok(statement.query_row(params![hash, tx.now.0], login).optional()?)
}

pub fn delete_access_token(tx: &Tx, hash: &Hash) -> Result<()> {
    tx.execute("DELETE FROM oauth_token WHERE access_hash = ?1", params![hash])?;
    Ok(())
}

/// Ends everything that a user is signed in with, as a new password does.
pub fn delete_of_user(tx: &Tx, user_id: i64) -> Result<()> {
    tx.execute("DELETE FROM session WHERE user_id = ?1", [user_id])?;
    tx.execute("DELETE FROM oauth_token WHERE user_id = ?1", [user_id])?;
    Ok(())
}

pub fn delete_expired(tx: &Tx) -> Result<()> {
    tx.execute("DELETE FROM session WHERE expires_at <= ?1", [tx.now.0])?;
    tx.execute("DELETE FROM oauth_token WHERE refresh_expires_at <= ?1", [tx.now.0])?;
    Ok(())
}

/// Where somebody is signed in.
#[derive(Clone, Debug)]
pub struct Session {
    pub name: Name,
    pub hash: Hash,
    pub login_device: Option<String>,
    pub login_at: Moment,
    pub device: Option<String>,
    pub used_at: Moment,
    /// Refreshed tokens are newer than their login.
    pub created_at: Moment,
}

/// What a session is called where its person chooses one. The names of browsers are beginnings of hashes, which
/// open nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    Browser(u64),
    Application(i64),
}

/// The order of a list of sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Created,
    Login,
    Used,
}

/// Browsers at once are as many as people have; this many are listed.
const BROWSERS: u32 = 200;

/// The browsers in which a user is signed in, the newest first.
pub fn browsers(read: &Read, user_id: i64, now: Moment) -> Result<Vec<Session>> {
    let mut statement = read.prepare_cached(
        "SELECT token_hash, device, created_at, coalesce(used_at, created_at) FROM session
         WHERE user_id = ?1 AND expires_at > ?2 ORDER BY created_at DESC LIMIT ?3",
    )?;
    let rows = statement.query_map(params![user_id, now.0, BROWSERS], |row| {
        let (hash, device): (Hash, Option<String>) = (row.get(0)?, row.get(1)?);
        let login_at = Moment(row.get(2)?);
        Ok(Session {
            name: Name::Browser(beginning(&hash)),
            hash,
            login_device: device.clone(),
            login_at,
            device,
            used_at: Moment(row.get(3)?),
            created_at: login_at,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A page of the applications in which a user is signed in, and how many there are.
pub fn applications(
    read: &Read,
    user_id: i64,
    now: Moment,
    (order, is_descending): (Order, bool),
    start: u32,
    count: u32,
) -> Result<(i64, Vec<Session>)> {
    // A token that has ended and can still be refreshed is somebody who comes back.
    let condition = "user_id = ?1 AND refresh_expires_at > ?2";
    let total = read
        .prepare_cached(&format!("SELECT count(*) FROM oauth_token WHERE {condition}"))?
        .query_row(params![user_id, now.0], |row| row.get(0))?;
    let order = match order {
        Order::Created => "created_at",
        Order::Login => "login_at",
        Order::Used => "coalesce(used_at, created_at)",
    };
    let direction = if is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT id, access_hash, login_device, coalesce(login_at, created_at), device,
                coalesce(used_at, created_at), created_at
         FROM oauth_token WHERE {condition} ORDER BY {order} {direction}, id {direction} LIMIT ?3 OFFSET ?4"
    ))?;
    let rows = statement.query_map(params![user_id, now.0, count, start], |row| {
        Ok(Session {
            name: Name::Application(row.get(0)?),
            hash: row.get(1)?,
            login_device: row.get(2)?,
            login_at: Moment(row.get(3)?),
            device: row.get(4)?,
            used_at: Moment(row.get(5)?),
            created_at: Moment(row.get(6)?),
        })
    })?;
    Ok((total, rows.collect::<Result<_, _>>()?))
}

/// Writes when sessions and tokens were last used.
pub fn set_used(tx: &Tx, used: &[(Hash, Moment)]) -> Result<()> {
    let mut session = tx.prepare_cached("UPDATE session SET used_at = ?2 WHERE token_hash = ?1")?;
    let mut token = tx.prepare_cached("UPDATE oauth_token SET used_at = ?2 WHERE access_hash = ?1")?;
    for (hash, at) in used {
        if session.execute(params![hash, at.0])? == 0 {
            token.execute(params![hash, at.0])?;
        }
    }
    Ok(())
}

/// Ends one session of a user; whether it was there.
pub fn end(tx: &Tx, user_id: i64, name: Name) -> Result<bool> {
    let ended = match name {
        Name::Application(id) => {
            tx.execute("DELETE FROM oauth_token WHERE user_id = ?1 AND id = ?2", [user_id, id])?
        }
        Name::Browser(beginning) => tx.execute(
            "DELETE FROM session WHERE user_id = ?1 AND substr(token_hash, 1, 8) = ?2",
            params![user_id, beginning.to_be_bytes()],
        )?,
    };
    Ok(ended > 0)
}

/// Ends everything that a user is signed in with, but for this session.
pub fn end_others(tx: &Tx, user_id: i64, hash: &Hash) -> Result<()> {
    tx.execute("DELETE FROM session WHERE user_id = ?1 AND token_hash <> ?2", params![user_id, hash])?;
    tx.execute("DELETE FROM oauth_token WHERE user_id = ?1 AND access_hash <> ?2", params![user_id, hash])?;
    Ok(())
}

fn beginning(hash: &Hash) -> u64 {
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}
