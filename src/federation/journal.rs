//! The journal of federation: what was said to whom, what was heard, what was refused and why. It is kept in memory
//! and bounded, so that nobody out there can fill a disk with it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::moment::Moment;
use crate::error::Error;

/// Lines that are kept.
const LINES: usize = 500;

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
pub struct Journal(Arc<Mutex<VecDeque<Line>>>);

impl Journal {
    pub fn note(&self, at: Moment, way: Way, host: &str, what: &str, outcome: Result<(), &Error>) {
        let short = |text: &str| text.chars().take(300).collect::<String>();
        let problem = outcome.err().map(ToString::to_string);
        if let Some(problem) = &problem {
            tracing::debug!(host, what, problem, "federation");
        }
        let line =
            Line { at, way, host: short(host), what: short(what), problem: problem.as_deref().map(short) };
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() >= LINES {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    /// The lines, the latest first.
    pub fn lines(&self) -> Vec<Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
    }
}
