//! Rows of secrets that were sent to addresses of e-mail: whoever has one has read what was sent there.

use rusqlite::{OptionalExtension, params};

use super::session::Hash;
use super::{Read, Tx};
use crate::domain::mail::AddressOf;
use crate::domain::moment::Moment;
use crate::error::Result;

/// The address that this secret was sent to, while it is good.
pub fn find(read: &Read, hash: &Hash, of: AddressOf, now: Moment) -> Result<Option<String>> {
    let (user_id, registration_id) = of.numbers();
    let sql = "SELECT email FROM email_proof
               WHERE token_hash = ?1 AND user_id IS ?2 AND registration_id IS ?3 AND expires_at > ?4";
    let mut statement = read.prepare_cached(sql)?;
    Ok(statement.query_row(params![hash, user_id, registration_id, now.0], |row| row.get(0)).optional()?)
}

pub fn insert(tx: &Tx, hash: &Hash, of: AddressOf, email: &str, expires_at: Moment) -> Result<()> {
    let (user_id, registration_id) = of.numbers();
    tx.execute(
        "INSERT INTO email_proof (token_hash, user_id, registration_id, email, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![hash, user_id, registration_id, email, expires_at.0],
    )?;
    Ok(())
}

/// Forgets every secret of this member or request.
pub fn delete(tx: &Tx, of: AddressOf) -> Result<()> {
    let (user_id, registration_id) = of.numbers();
    tx.execute(
        "DELETE FROM email_proof WHERE user_id IS ?1 AND registration_id IS ?2",
        params![user_id, registration_id],
    )?;
    Ok(())
}

pub fn delete_expired(tx: &Tx) -> Result<()> {
    tx.execute("DELETE FROM email_proof WHERE expires_at <= ?1", [tx.now.0])?;
    Ok(())
}
