//! Rows of the keys that our own actors sign with.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx};
use crate::domain::actor::Own;
use crate::error::Result;

/// The private key of one of ours (PKCS #8, DER); none before it was asked for the first time.
pub fn find(read: &Read, own: Own) -> Result<Option<Vec<u8>>> {
    let (kind, owner_id) = own.numbers();
    let mut statement =
        read.prepare_cached("SELECT private_key FROM actor_key WHERE kind = ?1 AND owner_id = ?2")?;
    Ok(statement.query_row([kind, owner_id], |row| row.get(0)).optional()?)
}

/// Keeps a key, unless there is one already; the one that counts.
pub fn insert(tx: &Tx, own: Own, private_key: &[u8]) -> Result<Vec<u8>> {
    let (kind, owner_id) = own.numbers();
    tx.execute(
        "INSERT OR IGNORE INTO actor_key (kind, owner_id, private_key, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![kind, owner_id, private_key, tx.now.0],
    )?;
    Ok(find(tx, own)?.unwrap_or_else(|| private_key.to_vec()))
}
