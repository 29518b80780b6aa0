//! The journal of federation: what was said to whom, what was heard, what was refused and why.
//!
//! It is kept in memory, written every half minute and bounded, in all and for each server, so that nobody out there can
//! fill a disk with it or push out what others have said.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::db::{self, Db, Read};
use crate::domain::moment::Moment;
use crate::error::{Error, Result};

/// Lines that are kept, and of those the ones of one server.
const LINES: usize = 500;
const LINES_OF_ONE: usize = 150;

#[derive(Clone, Debug)]
pub struct Line {
    pub at: Moment,
    pub way: Way,
    /// The other server; empty where nothing readable said it.
    pub host: String,
    /// What it was about: the kind of an activity and its id.
    pub what: String,
    /// Why it came to nothing; none where it did.
    pub problem: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    In,
    Out,
}

#[derive(Clone, Default)]
pub struct Journal(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    lines: VecDeque<Line>,
    /// How many of the last ones are not written yet.
    unwritten: usize,
}

impl Journal {
    /// The journal as an earlier start has left it.
    pub fn read(read: &Read) -> Result<Self> {
        let line = |line: db::journal::Line| {
            let way = if line.is_said { Way::Out } else { Way::In };
            Line { at: line.at, way, host: line.host, what: line.what, problem: line.problem }
        };
        let lines = db::journal::latest(read, LINES)?.into_iter().map(line).collect();
        Ok(Self(Arc::new(Mutex::new(Kept { lines, unwritten: 0 }))))
    }

    pub fn note(&self, at: Moment, way: Way, host: &str, what: &str, outcome: Result<(), &Error>) {
        let short = |text: &str| text.chars().take(300).collect::<String>();
        let problem = outcome.err().map(ToString::to_string);
        if let Some(problem) = &problem {
            tracing::debug!(host, what, problem, "federation");
        }
        let line =
            Line { at, way, host: short(host), what: short(what), problem: problem.as_deref().map(short) };
        self.lock().add(line);
    }

    /// The lines, the latest first.
    pub fn lines(&self) -> Vec<Line> {
        self.lock().lines.iter().rev().cloned().collect()
    }

    /// Writes what has been noted since the last time.
    pub async fn flush(&self, db: &Db) -> Result<()> {
        let new: Vec<_> = {
            let mut kept = self.lock();
            let unwritten = std::mem::take(&mut kept.unwritten);
            let written = kept.lines.len() - unwritten;
            kept.lines.iter().skip(written).cloned().collect()
        };
        if new.is_empty() {
            return Ok(());
        }
        let count = new.len();
        let rows: Vec<_> = new
            .into_iter()
            .map(|line| db::journal::Line {
                at: line.at,
                is_said: line.way == Way::Out,
                host: line.host,
                what: line.what,
                problem: line.problem,
            })
            .collect();
        let outcome = db.write(move |tx| db::journal::add(tx, &rows, LINES)).await;
        if outcome.is_err() {
            let mut kept = self.lock();
            kept.unwritten = (kept.unwritten + count).min(kept.lines.len());
        }
        outcome
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn add(&mut self, line: Line) {
        let of_one = self.lines.iter().filter(|known| known.host == line.host).count();
        let oldest = match of_one >= LINES_OF_ONE {
            true => self.lines.iter().position(|known| known.host == line.host),
            false => (self.lines.len() >= LINES).then_some(0),
        };
        if let Some(place) = oldest {
            self.lines.remove(place);
        }
        self.lines.push_back(line);
        self.unwritten = (self.unwritten + 1).min(self.lines.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_does_not_push_out_what_others_said() {
        let journal = Journal::default();
        journal.note(Moment(1), Way::In, "a.example", "Like 1", Ok(()));
        for number in 0..10 * LINES {
            journal.note(Moment(2), Way::In, "b.example", &format!("Like {number}"), Ok(()));
        }
        let lines = journal.lines();
        assert_eq!(lines.len(), LINES_OF_ONE + 1);
        assert_eq!(lines[0].what, format!("Like {}", 10 * LINES - 1));
        assert_eq!(lines[LINES_OF_ONE].host, "a.example");
        for number in 0..10 * LINES {
            journal.note(Moment(3), Way::Out, &format!("{number}.example"), "Create", Ok(()));
        }
        assert_eq!(journal.lines().len(), LINES);
    }
}
