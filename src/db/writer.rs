//! The one writer: a thread that gathers what waits into one COMMIT.
//!
//! An SD card takes 10–200 ms to make a commit durable. Each closure runs in a savepoint of its own, so one
//! that fails takes nothing with it; then one COMMIT makes all of them durable and all are answered.

use std::sync::mpsc;

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::Now;
use super::ballast::Ballast;
use super::connection::{self, Tx};
use crate::error::{Error, Kind, Result};

/// Closures in one commit, so that the first to come never waits long for the last.
const GROUP: usize = 128;

/// Closures that may wait. Beyond it the answer is "not now", before memory fills.
const WAITING: usize = 4096;

#[derive(Clone)]
pub(super) struct Writer {
    sender: mpsc::SyncSender<Order>,
}

enum Order {
    Write(Box<dyn Work>),
    Checkpoint(oneshot::Sender<Result<()>>),
}

/// A closure and whoever waits for its answer.
trait Work: Send {
    /// Runs the closure; false when it failed and must be undone.
    fn run(&mut self, transaction: &Tx) -> bool;
    /// Answers, once the commit has succeeded or failed.
    fn answer(self: Box<Self>, commit: std::result::Result<(), Error>);
    /// Whether the closure failed because the database found no room.
    fn has_found_no_room(&self) -> bool;
}

struct Closure<F, T> {
    work: Option<F>,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<F, T> Work for Closure<F, T>
where
    F: FnOnce(&Tx) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, transaction: &Tx) -> bool {
        let Some(work) = self.work.take() else { return false };
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(transaction)))
            .unwrap_or_else(|_| Err(Error::internal("a write to the database panicked")));
        let is_good = outcome.is_ok();
        self.outcome = Some(outcome);
        is_good
    }

    fn answer(self: Box<Self>, commit: std::result::Result<(), Error>) {
        let outcome = match (self.outcome, commit) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Ok(_)), Err(error)) => Err(error),
            (Some(Err(error)), _) => Err(error),
            (None, _) => Err(Error::internal("a write to the database never ran")),
        };
        // Whoever asked may have gone away; the change stands all the same.
        let _ = self.reply.send(outcome);
    }

    fn has_found_no_room(&self) -> bool {
        // A closure also refuses what would not fit: then the database has all the room that it needs.
        let failure = self.outcome.as_ref().and_then(|outcome| outcome.as_ref().err());
        let cause = failure.filter(|error| error.kind == Kind::DiskFull).and_then(Error::cause);
        cause.is_some_and(|cause| cause.is::<rusqlite::Error>())
    }
}

impl Writer {
    /// `news` is touched after every commit that has some.
    pub(super) fn start(connection: Connection, now: Now, news: watch::Sender<()>) -> Result<Self> {
        let (sender, orders) = mpsc::sync_channel(WAITING);
        std::thread::Builder::new()
            .name("database-writer".into())
            .spawn(move || run(connection, now, news, orders))?;
        Ok(Self { sender })
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        self.send(Order::Write(Box::new(Closure { work: Some(work), outcome: None, reply })))?;
        answer.await.map_err(|_| Error::internal("the database writer has ended"))?
    }

    pub(super) async fn checkpoint(&self) -> Result<()> {
        let (reply, answer) = oneshot::channel();
        self.send(Order::Checkpoint(reply))?;
        answer.await.map_err(|_| Error::internal("the database writer has ended"))?
    }

    fn send(&self, order: Order) -> Result<()> {
        self.sender.try_send(order).map_err(|error| {
            Error::new(Kind::Unavailable, "error-unavailable")
                .caused_by(format!("the database writer: {error}"))
        })
    }
}

fn run(connection: Connection, now: Now, news: watch::Sender<()>, orders: mpsc::Receiver<Order>) {
    let ballast = Ballast::beside(connection.path());
    ballast.take();
    while let Ok(first) = orders.recv() {
        let mut group = Vec::new();
        let mut checkpoints = Vec::new();
        for order in std::iter::once(first).chain(std::iter::from_fn(|| orders.try_recv().ok())).take(GROUP) {
            match order {
                Order::Write(work) => group.push(work),
                Order::Checkpoint(reply) => checkpoints.push(reply),
            }
        }
        if !group.is_empty() && commit(&connection, &now, &ballast, group) {
            news.send_replace(());
        }
        for reply in checkpoints {
            let done = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            let _ = reply.send(done.map_err(Error::from));
            ballast.take();
        }
    }
}

/// Runs a group in one transaction; whether it brought news. If the commit fails, nobody is told that their change
/// stands.
fn commit(connection: &Connection, now: &Now, ballast: &Ballast, mut group: Vec<Box<dyn Work>>) -> bool {
    let mut has_news = false;
    let outcome = (|| -> rusqlite::Result<()> {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let moment = now();
        for work in &mut group {
            connection.execute_batch("SAVEPOINT one")?;
            let mut is_good = false;
            let _ = connection::inside(connection, moment, |transaction| {
                is_good = work.run(transaction);
                has_news |= is_good && transaction.has_news();
                Ok(())
            });
            connection.execute_batch(if is_good { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" })?;
        }
        connection.execute_batch("COMMIT")
    })();
    if outcome.is_err() && !connection.is_autocommit() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    has_news &= outcome.is_ok();
    let mut failure = outcome.err();
    let is_full = |error: &rusqlite::Error| error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull);
    if failure.as_ref().is_some_and(is_full) || group.iter().any(|work| work.has_found_no_room()) {
        ballast.give();
    }
    if let Some(error) = &failure {
        tracing::error!(%error, writes = group.len(), "a group of writes could not be made durable");
    }
    for work in group {
        // The first gets the cause for its log line; the others a copy of its kind.
        work.answer(match failure.take() {
            None => Ok(()),
            Some(error) => {
                let code = error.sqlite_error_code();
                failure = Some(rusqlite::Error::SqliteFailure(
                    rusqlite::ffi::Error::new(match code {
                        Some(rusqlite::ErrorCode::DiskFull) => rusqlite::ffi::SQLITE_FULL,
                        _ => rusqlite::ffi::SQLITE_IOERR,
                    }),
                    None,
                ));
                Err(Error::from(error))
            }
        });
    }
    has_news
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::moment::Moment;

    fn writer() -> Writer {
        let connection = Connection::open_in_memory().expect("SQLite has memory");
        connection.execute_batch("CREATE TABLE word(text TEXT UNIQUE) STRICT").expect("it is good SQL");
        Writer::start(connection, Arc::new(|| Moment(42)), watch::Sender::new(()))
            .expect("a thread can be started")
    }

    fn add(text: &'static str) -> impl FnOnce(&Tx) -> Result<i64> + Send {
        move |tx| {
            tx.execute("INSERT INTO word VALUES (?1)", [text])?;
            Ok(tx.now.0)
        }
    }

    #[tokio::test]
    async fn a_write_that_fails_or_panics_takes_no_other_with_it() {
        let writer = writer();
        let (one, two, three, four) = tokio::join!(
            writer.write(add("a")),
            writer.write(add("a")),
            writer.write(|tx: &Tx| -> Result<()> {
                tx.execute("INSERT INTO word VALUES ('lost')", [])?;
                panic!("on purpose")
            }),
            writer.write(add("b")),
        );
        assert_eq!((one.expect("its own word is new"), four.expect("its own word is new")), (42, 42));
        assert!(two.is_err() && three.is_err());
        let count =
            writer.write(|tx| Ok(tx.query_row("SELECT count(*) FROM word", [], |row| row.get::<_, i64>(0))?));
        assert_eq!(count.await.expect("the table is there"), 2);
    }
}
