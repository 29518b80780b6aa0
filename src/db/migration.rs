//! Migrations: numbered SQL files, each run once, in order, all or nothing. A merged one is never edited.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Error, Result};

const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first_light.sql"),
    include_str!("migrations/0002_chapters.sql"),
    include_str!("migrations/0003_around_a_film.sql"),
    include_str!("migrations/0004_channel_pictures.sql"),
    include_str!("migrations/0005_playlists.sql"),
    include_str!("migrations/0006_following.sql"),
    include_str!("migrations/0007_people.sql"),
];

/// Brings the database to the newest version; refuses one that a newer program has written.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    // Another program may be doing the same at this moment: the transaction lets one of them look at a time.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = transaction.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))? as usize;
    if version > MIGRATIONS.len() {
        return Err(Error::internal(format!(
            "the database is of version {version}, and this program knows {}: install the newer program again",
            MIGRATIONS.len()
        )));
    }
    for migration in &MIGRATIONS[version..] {
        transaction.execute_batch(migration)?;
    }
    if version < MIGRATIONS.len() {
        transaction.pragma_update(None, "user_version", MIGRATIONS.len() as u32)?;
    }
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrating_twice_changes_nothing_and_a_newer_database_is_refused() {
        let mut connection = Connection::open_in_memory().expect("SQLite has memory");
        migrate(&mut connection).expect("the migrations fit one another");
        migrate(&mut connection).expect("the migrations fit one another");
        connection.pragma_update(None, "user_version", 999).expect("the version is a plain number");
        assert!(migrate(&mut connection).is_err());
    }
}
