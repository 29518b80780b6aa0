//! Migrations: numbered SQL files, each run once, in order, all or nothing. A merged one is never edited.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::connection;
use crate::error::{Error, Kind, Result};

const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first_light.sql"),
    include_str!("migrations/0002_chapters.sql"),
    include_str!("migrations/0003_around_a_film.sql"),
    include_str!("migrations/0004_channel_pictures.sql"),
    include_str!("migrations/0005_playlists.sql"),
    include_str!("migrations/0006_following.sql"),
    include_str!("migrations/0007_people.sql"),
    include_str!("migrations/0008_notifications.sql"),
    include_str!("migrations/0009_storyboards.sql"),
    include_str!("migrations/0010_sessions.sql"),
    include_str!("migrations/0011_privacy.sql"),
    include_str!("migrations/0012_shared_channels.sql"),
    include_str!("migrations/0013_sensitive_and_hot.sql"),
    include_str!("migrations/0014_proven_addresses.sql"),
    include_str!("migrations/0015_counts.sql"),
    include_str!("migrations/0016_reports.sql"),
    include_str!("migrations/0017_blocklist.sql"),
    include_str!("migrations/0018_federation.sql"),
    include_str!("migrations/0019_elsewhere.sql"),
    include_str!("migrations/0020_blocked_films.sql"),
    include_str!("migrations/0021_hot_comments.sql"),
    include_str!("migrations/0022_passed_on.sql"),
    include_str!("migrations/0023_told_more.sql"),
    include_str!("migrations/0024_others.sql"),
    include_str!("migrations/0025_torrents.sql"),
    include_str!("migrations/0026_swarms.sql"),
];

/// Refuses a database that another program made: nothing of it is changed.
pub(super) fn refuse_foreign(connection: &Connection, path: &Path) -> Result<()> {
    let sql = "SELECT count(*), coalesce(sum(name = 'setting'), 0) FROM sqlite_schema WHERE type = 'table'";
    let (tables, ours) =
        connection.query_row(sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    if tables > 0 && ours == 0 {
        return Err(Error::new(Kind::Conflict, "error-database-foreign").with("path", path.display()));
    }
    Ok(())
}

/// Brings the database to the newest version; refuses one that a newer program has written.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    connection::add_functions(connection)?;
    // Another program may be doing the same at this moment: the transaction lets one of them look at a time.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = transaction.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))? as usize;
    if version > MIGRATIONS.len() {
        return Err(Error::new(Kind::Conflict, "error-database-newer"));
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

    #[test]
    fn films_that_are_there_already_get_their_torrents_if_everybody_may_watch_them() {
        let mut connection = Connection::open_in_memory().expect("SQLite has memory");
        connection::add_functions(&connection).expect("they are ours");
        let is_older = |migration: &&&str| !migration.contains("CREATE TABLE torrent");
        for migration in MIGRATIONS.iter().take_while(is_older) {
            connection.execute_batch(migration).expect("the migrations fit one another");
        }
        let before = MIGRATIONS.iter().take_while(is_older).count() as u32;
        connection.pragma_update(None, "user_version", before).expect("the version is a plain number");
        let people = "INSERT INTO account (name, display_name, created_at, updated_at) VALUES ('maud', 'Maud', 0, 0);
             INSERT INTO channel (account_id, handle, display_name, created_at, updated_at) VALUES (1, 'a', 'A', 0, 0);";
        connection.execute_batch(people).expect("these rows are good");
        // (state, privacy): public, unlisted, not prepared.
        for (state, privacy) in [(1, 1), (1, 2), (2, 1)] {
            let film =
                "INSERT INTO video (uuid, channel_id, state, privacy, name, tags, original_name, bytes,
                            created_at, updated_at, published_at)
                        VALUES (hex(randomblob(16)), 1, ?1, ?2, 'Film', '[]', 'film.mp4', 1, 0, 0, 0)";
            connection.execute(film, [state, privacy]).expect("this row is good");
        }
        migrate(&mut connection).expect("the migrations fit one another");
        let jobs = "SELECT group_concat(work, ' ') FROM job WHERE lane = 'sharing'";
        let work: String = connection.query_row(jobs, [], |row| row.get(0)).expect("there is work");
        let job: crate::domain::job::Job = serde_json::from_str(&work).expect("one job");
        assert_eq!(job, crate::domain::job::Job::Torrents { video_id: 1 });
    }
}
