//! Rows of the second step of signing in, and the codes for whoever has lost the device.

use rusqlite::{OptionalExtension, params};

use super::session::Hash;
use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::error::Result;

#[derive(Clone, Debug)]
pub struct TwoFactor {
    pub secret: Vec<u8>,
    pub request_hash: Option<Hash>,
    pub requested_at: Moment,
    pub is_confirmed: bool,
    pub last_step: i64,
}

pub fn find(read: &Read, user_id: i64) -> Result<Option<TwoFactor>> {
    let sql = "SELECT secret, request_hash, requested_at, confirmed_at IS NOT NULL, last_step
               FROM two_factor WHERE user_id = ?1";
    let mut statement = read.prepare_cached(sql)?;
    let found = statement.query_row([user_id], |row| {
        Ok(TwoFactor {
            secret: row.get(0)?,
            request_hash: row.get(1)?,
            requested_at: Moment(row.get(2)?),
            is_confirmed: row.get(3)?,
            last_step: row.get(4)?,
        })
    });
    Ok(found.optional()?)
}

/// Begins anew with a secret that has to be confirmed.
pub fn request(tx: &Tx, user_id: i64, secret: &[u8], request_hash: &Hash) -> Result<()> {
    tx.execute(
        "INSERT OR REPLACE INTO two_factor (user_id, secret, request_hash, requested_at) VALUES (?1, ?2, ?3, ?4)",
        params![user_id, secret, request_hash, tx.now.0],
    )?;
    Ok(())
}

pub fn confirm(tx: &Tx, user_id: i64) -> Result<()> {
    tx.execute(
        "UPDATE two_factor SET confirmed_at = ?2, request_hash = NULL WHERE user_id = ?1",
        params![user_id, tx.now.0],
    )?;
    Ok(())
}

pub fn set_last_step(tx: &Tx, user_id: i64, step: i64) -> Result<()> {
    tx.execute("UPDATE two_factor SET last_step = ?2 WHERE user_id = ?1", [user_id, step])?;
    Ok(())
}

pub fn delete(tx: &Tx, user_id: i64) -> Result<()> {
    tx.execute("DELETE FROM two_factor WHERE user_id = ?1", [user_id])?;
    tx.execute("DELETE FROM recovery_code WHERE user_id = ?1", [user_id])?;
    Ok(())
}

/// Requests that nobody confirmed.
pub fn delete_unconfirmed(tx: &Tx, before: Moment) -> Result<()> {
    tx.execute("DELETE FROM two_factor WHERE confirmed_at IS NULL AND requested_at < ?1", [before.0])?;
    Ok(())
}

pub fn replace_recovery_codes(tx: &Tx, user_id: i64, hashes: &[Hash]) -> Result<()> {
    tx.execute("DELETE FROM recovery_code WHERE user_id = ?1", [user_id])?;
    let mut statement = tx.prepare_cached("INSERT INTO recovery_code VALUES (?1, ?2)")?;
    for hash in hashes {
        statement.execute(params![user_id, hash])?;
    }
    Ok(())
}

/// Takes a recovery code out of use; whether it was there.
pub fn take_recovery_code(tx: &Tx, user_id: i64, hash: &Hash) -> Result<bool> {
    let sql = "DELETE FROM recovery_code WHERE user_id = ?1 AND code_hash = ?2";
    Ok(tx.execute(sql, params![user_id, hash])? > 0)
}

pub fn count_recovery_codes(read: &Read, user_id: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM recovery_code WHERE user_id = ?1";
    Ok(read.prepare_cached(sql)?.query_row([user_id], |row| row.get(0))?)
}
