//! The readers: a few threads, each with a connection of its own, that take their work from one queue.
//!
//! Threads of their own, because SQLite waits for the disk. As long as there is work a reader goes on to the next
//! piece by itself, so that many small reads cost few switches between threads.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::connection::{self, Memo, Read};
use crate::error::{Error, Kind, Result};

/// Closures that may wait. Beyond it the answer is "not now", before memory fills.
const WAITING: usize = 4096;

pub(super) struct Readers {
    queue: Arc<Queue>,
}

type Work = Box<dyn FnOnce(&Connection, &mut Memo) + Send>;

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
}

#[derive(Default)]
struct Waiting {
    works: VecDeque<Work>,
    idle_readers: usize,
    is_closed: bool,
}

/// Kilobytes of the database that all readers together keep in memory.
const CACHE: usize = 12 * 1024;

/// No more than there are cores, because they would only take turns, and two at the least, so that one may wait
/// for the disk.
fn count() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 4))
}

impl Readers {
    pub(super) fn start(path: &Path) -> Result<Self> {
        let readers = Self { queue: Arc::default() };
        let count = count();
        for _ in 0..count {
            let queue = readers.queue.clone();
            let connection = connection::open_reader(path, (CACHE / count) as i64)?;
            std::thread::Builder::new().name("database-reader".into()).spawn(move || {
                let mut memo = Memo::default();
                while let Some(work) = queue.next() {
                    work(&connection, &mut memo);
                }
            })?;
        }
        Ok(readers)
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Read) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        self.queue.push(Box::new(move |connection, memo| {
            // Whoever asked may have gone away before their turn.
            if reply.is_closed() {
                return;
            }
            let outcome = catch_unwind(AssertUnwindSafe(|| connection::read(connection, memo, work)));
            let _ = reply.send(outcome.unwrap_or_else(|_| {
                *memo = Memo::default();
                // What it was reading in ends with it.
                let _ = connection.execute_batch("ROLLBACK");
                Err(Error::internal("a reader of the database panicked"))
            }));
        }))?;
        answer.await.map_err(|_| Error::internal("the readers of the database have ended"))?
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.queue.lock().is_closed = true;
        self.queue.arrived.notify_all();
    }
}

impl Queue {
    fn push(&self, work: Work) -> Result<()> {
        let mut waiting = self.lock();
        if waiting.works.len() >= WAITING {
            return Err(Error::new(Kind::Unavailable, "error-unavailable")
                .caused_by("too many readers of the database wait".to_owned()));
        }
        waiting.works.push_back(work);
        let is_awaited = waiting.idle_readers > 0;
        drop(waiting);
        // The kernel is asked for nothing while every reader is at work.
        if is_awaited {
            self.arrived.notify_one();
        }
        Ok(())
    }

    /// The next piece of work, waited for; none once the queue is closed.
    fn next(&self) -> Option<Work> {
        let mut waiting = self.lock();
        loop {
            if let Some(work) = waiting.works.pop_front() {
                return Some(work);
            }
            if waiting.is_closed {
                return None;
            }
            waiting.idle_readers += 1;
            waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            waiting.idle_readers -= 1;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Work runs outside the lock, so nobody can panic inside it.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_read_that_panics_or_is_given_up_takes_no_other_with_it() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let path = folder.path().join("a.db");
        let writer = connection::open(&path).expect("the folder is ours");
        writer
            .execute_batch("CREATE TABLE word(text TEXT) STRICT; INSERT INTO word VALUES ('a')")
            .expect("it is good SQL");
        let readers = Readers::start(&path).expect("the file is a database");
        let count = || {
            readers
                .read(|read| Ok(read.query_row("SELECT count(*) FROM word", [], |row| row.get::<_, i64>(0))?))
        };
        for _ in 0..8 {
            let lost = readers.read(|_| -> Result<()> { panic!("on purpose") }).await;
            assert_eq!(lost.unwrap_err().kind, Kind::Internal);
            drop(count());
        }
        assert_eq!(count().await.expect("the table is there"), 1);
        writer.execute_batch("INSERT INTO word VALUES ('b')").expect("it is good SQL");
        let counts = futures_util::future::join_all((0..200).map(|_| count())).await;
        assert!(counts.into_iter().all(|count| count.expect("the table is there") == 2));
    }
}
