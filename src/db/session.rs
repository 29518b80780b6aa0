//! Rows of cookie sessions and OAuth2 tokens. Secrets never come here, only their hashes.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::error::Result;

/// SHA-256 of a secret of 256 random bits: it needs no salt and no slow hash.
pub type Hash = [u8; 32];

pub fn insert(tx: &Tx, hash: &Hash, user_id: i64, expires_at: Moment) -> Result<()> {
    tx.execute(
        "INSERT INTO session (token_hash, user_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
        params![hash, user_id, tx.now.0, expires_at.0],
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

pub fn insert_tokens(tx: &Tx, user_id: i64, tokens: &Tokens) -> Result<()> {
    tx.execute(
        "INSERT INTO oauth_token (user_id, access_hash, refresh_hash, created_at, access_expires_at, refresh_expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            user_id,
            tokens.access,
            tokens.refresh,
            tx.now.0,
            tokens.access_expires_at.0,
            tokens.refresh_expires_at.0
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

/// Takes a refresh token out of use; the user it was for, if it was good.
pub fn take_refresh_token(tx: &Tx, hash: &Hash) -> Result<Option<i64>> {
    let mut statement = tx.prepare_cached(
        "DELETE FROM oauth_token WHERE refresh_hash = ?1 AND refresh_expires_at > ?2 RETURNING user_id",
    )?;
    Ok(statement.query_row(params![hash, tx.now.0], |row| row.get(0)).optional()?)
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
