//! The database: one writer, a few readers, plain SQL beside its rows.
//!
//! `db.read(|r: &Read| …)` sees one consistent state; `db.write(|tx: &Tx| …)` changes it and returns once
//! the change is on the disk. Closures are synchronous: nothing is awaited inside a transaction. `Tx` derefs
//! to `Read` and carries `now`. No other room but `actions` writes SQL.
//!
//! Invariants: WAL; `synchronous=FULL`; a write is answered only after the COMMIT that holds it (see `writer`).

pub mod account;
pub mod caption;
pub mod channel;
pub mod job;
pub mod session;
pub mod settings;
pub mod sweep;
pub mod upload;
pub mod video;
pub mod view;

mod connection;
mod migration;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::moment::Moment;
use crate::error::{Error, Result};

pub use connection::{Memo, Read, Tx};

/// Readers that may work at once: no more than there are cores, because they would only take turns, and two at
/// the least, so that one may wait for the disk. Each holds a page cache of its own, so few are kept.
fn readers() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 4))
}

/// What the writer asks for the time of a transaction.
pub type Now = Arc<dyn Fn() -> Moment + Send + Sync>;

#[derive(Clone)]
pub struct Db {
    writer: writer::Writer,
    readers: Arc<Readers>,
}

struct Readers {
    idle: Mutex<Vec<Reader>>,
    permits: Arc<Semaphore>,
}

struct Reader {
    connection: Connection,
    memo: Memo,
}

impl Db {
    /// Opens the database, brings it to the newest version and starts the writer.
    pub fn open(path: &Path, now: Now) -> Result<Self> {
        let mut connection = connection::open(path)?;
        migration::migrate(&mut connection)?;
        let count = readers();
        let readers = (0..count)
            .map(|_| Ok(Reader { connection: connection::open_reader(path)?, memo: Memo::default() }))
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            writer: writer::Writer::start(connection, now)?,
            readers: Arc::new(Readers {
                idle: Mutex::new(readers),
                permits: Arc::new(Semaphore::new(count)),
            }),
        })
    }

    /// Reads one consistent state of the database.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Read) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let permit = self.readers.permits.clone().acquire_owned().await;
        let permit = permit.map_err(|_| Error::internal("the readers of the database are closed"))?;
        let readers = self.readers.clone();
        tokio::task::spawn_blocking(move || readers.read(permit, work))
            .await
            .map_err(|error| Error::internal(format!("a reader of the database: {error}")))?
    }

    /// Changes the database, all or nothing; on the disk when this returns.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.writer.write(work).await
    }

    /// Copies what the log holds into the database file. Housekeeping calls it, never a request.
    pub async fn checkpoint(&self) -> Result<()> {
        self.writer.checkpoint().await
    }
}

impl Readers {
    fn read<T>(&self, _permit: OwnedSemaphorePermit, work: impl FnOnce(&Read) -> Result<T>) -> Result<T> {
        // A poisoned lock only means that another reader panicked; the list itself is whole.
        let lock = || self.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let taken = lock().pop();
        let mut reader = taken.ok_or_else(|| Error::internal("a permit without its reader"))?;
        let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            connection::read(&reader.connection, &mut reader.memo, work)
        }));
        lock().push(reader);
        answer.unwrap_or_else(|_| Err(Error::internal("a reader of the database panicked")))
    }
}
