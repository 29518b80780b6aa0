//! Connections and what a closure sees of them.

use std::borrow::Borrow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, OpenFlags};

use super::channel::{self, Publisher};
use super::migration;
use crate::domain::moment::Moment;
use crate::error::Result;

/// One consistent state of the database.
pub struct Read<'a> {
    connection: &'a Connection,
    /// A transaction has none: it sees its own changes.
    memo: Option<&'a RefCell<Memo>>,
}

/// A transaction that will be on the disk as a whole or not at all.
pub struct Tx<'a> {
    read: Read<'a>,
    /// The moment of the transaction: everything it writes carries the same one.
    pub now: Moment,
    has_news: Cell<bool>,
}

impl Tx<'_> {
    /// Has whoever waits for news (`Db::news`) look for it, once the change is on the disk.
    pub fn announce(&self) {
        self.has_news.set(true);
    }

    pub(super) fn has_news(&self) -> bool {
        self.has_news.get()
    }
}

/// What one reader has found out for many lists: totals, and the names of channels. Kept for as long as nobody
/// has changed the database: `PRAGMA data_version` tells, so nothing is older than the state it is read with.
#[derive(Default)]
pub struct Memo {
    version: i64,
    totals: HashMap<String, i64>,
    publishers: HashMap<i64, Publisher>,
}

/// Entries of each kind kept at once; searches could otherwise fill the memory with words that nobody types twice.
const MEMO_SIZE: usize = 256;

impl Read<'_> {
    /// The number that `count` finds, remembered under `key` until the database changes.
    pub fn total(&self, key: &str, count: impl FnOnce() -> Result<i64>) -> Result<i64> {
        self.remembered(|memo| &mut memo.totals, key, count)
    }

    /// The names of a channel and its account, remembered until the database changes.
    pub fn publisher(&self, channel_id: i64) -> Result<Publisher> {
        let find = || channel::publisher(self.connection, channel_id);
        self.remembered(|memo| &mut memo.publishers, &channel_id, find)
    }

    fn remembered<Q, T>(
        &self,
        kind: impl Fn(&mut Memo) -> &mut HashMap<Q::Owned, T>,
        key: &Q,
        find: impl FnOnce() -> Result<T>,
    ) -> Result<T>
    where
        Q: ToOwned + Hash + Eq + ?Sized,
        Q::Owned: Hash + Eq + Borrow<Q>,
        T: Clone,
    {
        let Some(memo) = self.memo else { return find() };
        if let Some(known) = kind(&mut memo.borrow_mut()).get(key) {
            return Ok(known.clone());
        }
        let found = find()?;
        let mut memo = memo.borrow_mut();
        let kept = kind(&mut memo);
        if kept.len() >= MEMO_SIZE {
            kept.clear();
        }
        kept.insert(key.to_owned(), found.clone());
        Ok(found)
    }
}

impl Deref for Read<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl<'a> Deref for Tx<'a> {
    type Target = Read<'a>;
    fn deref(&self) -> &Read<'a> {
        &self.read
    }
}

/// How long a connection waits for another program to finish its change.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens the connection of the writer.
pub(super) fn open(path: &Path) -> Result<Connection> {
    let mut connection = Connection::open(path)?;
    // First of all: another program may be opening it too.
    connection.busy_timeout(PATIENCE)?;
    migration::refuse_foreign(&connection, path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // The log is copied back by housekeeping; this is only for the case that housekeeping is late.
    connection.pragma_update(None, "wal_autocheckpoint", 4000)?;
    connection.pragma_update(None, "journal_size_limit", 16 * 1024 * 1024)?;
    prepare(&mut connection, 2048)?;
    Ok(connection)
}

/// Opens a connection that cannot write.
pub(super) fn open_reader(path: &Path, cache_kilobytes: i64) -> Result<Connection> {
    let mut connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI,
    )?;
    prepare(&mut connection, cache_kilobytes)?;
    Ok(connection)
}

fn prepare(connection: &mut Connection, cache_kilobytes: i64) -> Result<()> {
    trace(connection)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -cache_kilobytes)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // A plan that depends on the values bound to it is made again whenever they change; ours do not depend on them.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    add_functions(connection)
}

/// With `--log lucarne::sql=trace` every statement is told with its values, so that it can be tried by hand.
fn trace(connection: &mut Connection) -> Result<()> {
    if tracing::enabled!(target: "lucarne::sql", tracing::Level::TRACE) {
        let tell = |event: TraceEvent| {
            if let TraceEvent::Stmt(statement, _) = event
                && let Some(sql) = statement.expanded_sql()
            {
                let lines: Vec<&str> = sql.lines().map(str::trim).collect();
                tracing::trace!(target: "lucarne::sql", "{}", lines.join(" "));
            }
        };
        connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(tell))?;
    }
    Ok(())
}

/// The functions that the schema uses and the SQLite that is built in lacks: `log10`, as its programs have it.
pub(super) fn add_functions(connection: &Connection) -> Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("log10", 1, flags, |call| {
        let number: Option<f64> = call.get(0)?;
        Ok(number.filter(|&number| number > 0.0).map(f64::log10))
    })?;
    Ok(())
}

/// Runs `work` inside one read transaction.
pub(super) fn read<T>(
    connection: &Connection,
    memo: &mut Memo,
    work: impl FnOnce(&Read) -> Result<T>,
) -> Result<T> {
    connection.prepare_cached("BEGIN")?.execute([])?;
    let version = connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
    if memo.version != version {
        *memo = Memo { version, ..Memo::default() };
    }
    let cell = RefCell::new(std::mem::take(memo));
    let answer = work(&Read { connection, memo: Some(&cell) });
    *memo = cell.into_inner();
    connection.prepare_cached("COMMIT")?.execute([])?;
    answer
}

/// Runs `work` inside the transaction that the writer has begun.
pub(super) fn inside<T>(
    connection: &Connection,
    now: Moment,
    work: impl FnOnce(&Tx) -> Result<T>,
) -> Result<T> {
    work(&Tx { read: Read { connection, memo: None }, now, has_news: Cell::new(false) })
}
