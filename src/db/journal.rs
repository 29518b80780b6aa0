//! Rows of the journal of federation.

use rusqlite::params;

use super::{Read, Tx};
use crate::domain::moment::Moment;
use crate::error::Result;

/// A line as it is kept.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: Moment,
    pub is_said: bool,
    pub host: String,
    pub what: String,
    pub problem: Option<String>,
}

/// The latest lines, the oldest first.
pub fn latest(read: &Read, count: usize) -> Result<Vec<Line>> {
    let mut statement =
        read.prepare_cached("SELECT at, way, host, what, problem FROM journal ORDER BY id DESC LIMIT ?1")?;
    let rows = statement.query_map([count as i64], |row| {
        Ok(Line {
            at: Moment(row.get(0)?),
            is_said: row.get::<_, i64>(1)? == 1,
            host: row.get(2)?,
            what: row.get(3)?,
            problem: row.get(4)?,
        })
    })?;
    let mut lines: Vec<_> = rows.collect::<Result<_, _>>()?;
    lines.reverse();
    Ok(lines)
}

/// Adds lines and forgets all but the latest.
pub fn add(tx: &Tx, lines: &[Line], keep: usize) -> Result<()> {
    let mut statement =
        tx.prepare_cached("INSERT INTO journal (at, way, host, what, problem) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for line in lines {
        statement.execute(params![line.at.0, i64::from(line.is_said), line.host, line.what, line.problem])?;
    }
    tx.execute(
        "DELETE FROM journal WHERE id <= (SELECT id FROM journal ORDER BY id DESC LIMIT 1 OFFSET ?1)",
        [keep as i64],
    )?;
    Ok(())
}
