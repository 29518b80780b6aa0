//! The lines of the tracker: a text that comes in over one goes to the swarms, and what they say goes out over others.
//! Whoever is slow to listen misses offers; nobody waits for anybody.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::limits::Limits;
use super::message::{self, Said};
use super::swarms::{From, Line, Origin, Others, Program, Refusal, Subject, Swarms};
use crate::domain::moment::Moment;
use crate::domain::torrent::InfoHash;

/// Messages that wait for one line.
const WAITING: usize = 32;

#[derive(Default)]
pub struct Lobby(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    swarms: Swarms,
    limits: Limits,
    lines: HashMap<Line, Sender<String>>,
    next: Line,
}

/// What came of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// This is answered over the same line.
    Answered(Vec<String>),
    /// A swarm that is not known: it may be one of a film that has just appeared.
    Unknown(String),
    /// Too much at once: the line should end.
    TooMuch,
}

impl Lobby {
    /// Opens a line; none where there are too many.
    pub fn open(&self, origin: Origin) -> Option<(From, Receiver<String>)> {
        let mut inner = self.lock();
        if !inner.limits.open(origin) {
            return None;
        }
        inner.next += 1;
        let line = inner.next;
        let (sender, receiver) = channel(WAITING);
        inner.lines.insert(line, sender);
        Some((From { line, origin }, receiver))
    }

    pub fn close(&self, from: From) {
        let mut inner = self.lock();
        inner.lines.remove(&from.line);
        inner.swarms.close(from.line);
        inner.limits.close(from.origin);
    }

    /// What somebody says over a line.
    pub fn hear(&self, from: From, now: Moment, text: &str) -> Heard {
        // A flood is not even read.
        if !self.lock().limits.may_announce(from.origin, now) {
            return Heard::TooMuch;
        }
        let said = message::read(text);
        let mut inner = self.lock();
        match said {
            Err(nonsense) => {
                Heard::Answered(vec![message::refusal(nonsense.info_hash.as_ref(), nonsense.why)])
            }
            Ok(Said::Scrape(asked)) => {
                let known = asked.into_iter().filter_map(|name| Some((name, inner.swarms.scrape(&name)?)));
                Heard::Answered(vec![message::scraped(&known.collect::<Vec<_>>())])
            }
            Ok(Said::Announce(announce)) => {
                if !inner.swarms.knows(&announce.info_hash) {
                    let why = Refusal::Unknown.said();
                    return Heard::Unknown(message::refusal(Some(&announce.info_hash), why));
                }
                let Inner { swarms, lines, .. } = &mut *inner;
                let mut answers = Vec::new();
                swarms.announce(from, now, &announce, &mut below, |line, told| {
                    let text = message::write(&told);
                    if line == from.line {
                        answers.push(text);
                    } else if let Some(other) = lines.get(&line) {
                        let _ = other.try_send(text);
                    }
                });
                Heard::Answered(answers)
            }
        }
    }

    /// A program announces itself over HTTP; none where it asks too much.
    pub fn hear_program(
        &self,
        origin: Origin,
        now: Moment,
        program: &Program,
    ) -> Option<Result<Others, Refusal>> {
        let mut inner = self.lock();
        if !inner.limits.may_announce(origin, now) {
            return None;
        }
        Some(inner.swarms.announce_program(origin, now, program, &mut below))
    }

    /// How many are in these swarms, as far as they are ours; none where somebody asks too much.
    pub fn scrape(
        &self,
        origin: Origin,
        now: Moment,
        asked: &[InfoHash],
    ) -> Option<Vec<(InfoHash, super::swarms::Counts)>> {
        let mut inner = self.lock();
        if !inner.limits.may_announce(origin, now) {
            return None;
        }
        Some(asked.iter().filter_map(|name| Some((*name, inner.swarms.scrape(name)?))).collect())
    }

    pub fn set_names(&self, names: HashMap<InfoHash, Subject>) {
        self.lock().swarms.set_names(names);
    }

    pub fn sweep(&self, now: Moment) {
        let mut inner = self.lock();
        inner.swarms.sweep(now);
        inner.limits.sweep(now);
    }

    /// Browsers and programs in all swarms, and lines.
    pub fn counts(&self) -> (usize, usize) {
        let inner = self.lock();
        (inner.swarms.len(), inner.lines.len())
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn below(bound: usize) -> usize {
    rand::random_range(0..bound.max(1))
}
