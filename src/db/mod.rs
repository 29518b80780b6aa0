//! The database: one writer, a few readers, plain SQL beside its rows.
//!
//! `db.read(|r: &Read| …)` sees one consistent state; `db.write(|tx: &Tx| …)` changes it and returns once
//! the change is on the disk. Closures are synchronous: nothing is awaited inside a transaction. `Tx` derefs
//! to `Read` and carries `now`. No other room but `actions` writes SQL.
//!
//! Invariants: WAL; `synchronous=FULL`; a write is answered only after the COMMIT that holds it (see `writer`).

pub mod account;
pub mod activity;
pub mod actor;
pub mod actor_key;
pub mod blocklist;
pub mod borrowed;
pub mod caption;
pub mod channel;
pub mod channel_follower;
pub mod chapter;
pub mod collaborator;
pub mod comment;
pub mod email_proof;
pub mod follower;
pub mod following;
pub mod friend;
pub mod history;
pub mod job;
pub mod journal;
pub mod notification;
pub mod one_time_link;
pub mod outgoing;
pub mod overview;
pub mod ownership;
pub mod picture;
pub mod player_settings;
pub mod playlist;
pub mod proof;
pub mod rating;
pub mod registration;
pub mod remote_video;
pub mod report;
pub mod server;
pub mod session;
pub mod settings;
pub mod storyboard;
pub mod subscription;
pub mod swarm;
pub mod sweep;
pub mod torrent;
pub mod two_factor;
pub mod upload;
pub mod video;
pub mod video_block;
pub mod video_password;
pub mod view;

mod ballast;
mod connection;
mod migration;
mod readers;
mod writer;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;

use crate::domain::moment::Moment;
use crate::error::{Error, Kind, Result};

pub use connection::{Memo, Read, Tx};

/// A column that holds what nothing here has written.
fn unreadable(column: usize, reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, reason.into())
}

/// What the writer asks for the time of a transaction.
pub type Now = Arc<dyn Fn() -> Moment + Send + Sync>;

/// What is wrong with a database that cannot be opened, where SQLite knows.
fn of_opening(error: Error, path: &Path) -> Error {
    use rusqlite::ErrorCode;
    let code = error.cause().and_then(|cause| cause.downcast_ref::<rusqlite::Error>());
    let key = match code.and_then(rusqlite::Error::sqlite_error_code) {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => "error-database-damaged",
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            "error-database-closed"
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "error-database-busy",
        _ => return error,
    };
    Error::new(Kind::Unavailable, key).with("path", path.display()).caused_by(error)
}

#[derive(Clone)]
pub struct Db {
    writer: writer::Writer,
    readers: Arc<readers::Readers>,
    news: watch::Receiver<()>,
}

impl Db {
    /// Opens the database, brings it to the newest version and starts the writer and the readers.
    pub fn open(path: &Path, now: Now) -> Result<Self> {
        let mut connection = connection::open(path).map_err(|error| of_opening(error, path))?;
        migration::migrate(&mut connection).map_err(|error| of_opening(error, path))?;
        let readers = readers::Readers::start(path)?;
        let (sender, news) = watch::channel(());
        let writer = writer::Writer::start(connection, now, sender)?;
        Ok(Self { writer, readers: Arc::new(readers), news })
    }

    /// Reads one consistent state of the database.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Read) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.readers.read(work).await
    }

    /// Changes the database, all or nothing; on the disk when this returns.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.writer.write(work).await
    }

    /// Tells when there is something new for somebody (`Tx::announce`).
    pub fn news(&self) -> watch::Receiver<()> {
        self.news.clone()
    }

    /// Copies what the log holds into the database file. Housekeeping calls it, never a request.
    pub async fn checkpoint(&self) -> Result<()> {
        self.writer.checkpoint().await
    }
}
