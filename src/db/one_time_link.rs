//! Rows of links that work once: invitations, and new passwords.

use rusqlite::{OptionalExtension, Row, params};

use super::session::Hash;
use super::{Read, Tx};
use crate::domain::account::Role;
use crate::domain::moment::Moment;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct Link {
    pub id: i64,
    /// Whose password it changes; none for an invitation.
    pub user_id: Option<i64>,
    pub role: Role,
    /// Bytes, -1 for no limit.
    pub quota: i64,
    pub note: String,
    /// Where an invitation is sent; none where it is handed over.
    pub email: Option<String>,
    pub created_at: Moment,
    pub expires_at: Moment,
}

const COLUMNS: &str = "id, user_id, role, quota, note, created_at, expires_at, email";

fn from_row(row: &Row) -> rusqlite::Result<Link> {
    Ok(Link {
        id: row.get(0)?,
        user_id: row.get(1)?,
        role: Role::from_number(row.get(2)?).unwrap_or(Role::Member),
        quota: row.get(3)?,
        note: row.get(4)?,
        created_at: Moment(row.get(5)?),
        expires_at: Moment(row.get(6)?),
        email: row.get(7)?,
    })
}

/// The link with this secret, while it is good.
pub fn find(read: &Read, hash: &Hash, now: Moment) -> Result<Option<Link>> {
    let sql = format!("SELECT {COLUMNS} FROM one_time_link WHERE token_hash = ?1 AND expires_at > ?2");
    Ok(read.prepare_cached(&sql)?.query_row(params![hash, now.0], from_row).optional()?)
}

/// Invitations that nobody has used yet, the newest first.
pub fn invitations(read: &Read, now: Moment) -> Result<Vec<Link>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM one_time_link WHERE user_id IS NULL AND expires_at > ?1 ORDER BY id DESC LIMIT 100"
    );
    Ok(read.prepare_cached(&sql)?.query_map([now.0], from_row)?.collect::<Result<_, _>>()?)
}

/// An invitation by its number, while it is good.
pub fn by_id(read: &Read, id: i64, now: Moment) -> Result<Option<Link>> {
    let sql = format!("SELECT {COLUMNS} FROM one_time_link WHERE id = ?1 AND expires_at > ?2");
    Ok(read.prepare_cached(&sql)?.query_row([id, now.0], from_row).optional()?)
}

/// Gives a link another secret.
pub fn set_hash(tx: &Tx, id: i64, hash: &Hash) -> Result<()> {
    tx.execute("UPDATE one_time_link SET token_hash = ?2 WHERE id = ?1", params![id, hash])?;
    Ok(())
}

/// The number of the new row.
pub fn insert(tx: &Tx, hash: &Hash, link: &Link) -> Result<i64> {
    tx.execute(
        "INSERT INTO one_time_link (token_hash, user_id, role, quota, note, created_at, expires_at, email)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            hash,
            link.user_id,
            link.role as i64,
            link.quota,
            link.note,
            link.created_at.0,
            link.expires_at.0,
            link.email,
        ],
    )?;
    Ok(tx.last_insert_rowid())
}

pub fn delete(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM one_time_link WHERE id = ?1", [id])?;
    Ok(())
}

/// Older links of the same person are of no use any more.
pub fn delete_of_user(tx: &Tx, user_id: i64) -> Result<()> {
    tx.execute("DELETE FROM one_time_link WHERE user_id = ?1", [user_id])?;
    Ok(())
}

pub fn delete_expired(tx: &Tx) -> Result<()> {
    tx.execute("DELETE FROM one_time_link WHERE expires_at <= ?1", [tx.now.0])?;
    Ok(())
}
