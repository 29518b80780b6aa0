//! Rows of the signatures inside of activities that were passed on.

use rusqlite::params;

use super::Tx;
use crate::domain::moment::Moment;
use crate::error::Result;

/// Signatures that are remembered; the oldest are forgotten first.
const PROOFS: i64 = 100_000;

/// Notes a signature; false where it was heard before.
pub fn is_new(tx: &Tx, digest: &[u8]) -> Result<bool> {
    let sql = "INSERT OR IGNORE INTO proof (digest, heard_at) VALUES (?1, ?2)";
    Ok(tx.prepare_cached(sql)?.execute(params![digest, tx.now.0])? > 0)
}

/// Forgets what was heard before that moment, and what is too much.
pub fn forget(tx: &Tx, before: Moment) -> Result<()> {
    tx.execute("DELETE FROM proof WHERE heard_at < ?1", [before.0])?;
    tx.execute(
        "DELETE FROM proof WHERE digest IN (SELECT digest FROM proof ORDER BY heard_at DESC LIMIT -1 OFFSET ?1)",
        [PROOFS],
    )?;
    Ok(())
}
