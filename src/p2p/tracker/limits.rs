//! How much one household may ask of the tracker. Who comes from where is a number that says nothing of an address.

use std::collections::HashMap;

use super::swarms::Origin;
use crate::domain::moment::Moment;

/// Announcements a second of one origin, over time, and at once: a school behind one address, all pressing play.
const A_SECOND: f64 = 20.0;
const AT_ONCE: f64 = 400.0;

/// Lines of one origin, and of all.
const LINES_OF_ONE: u32 = 250;
const LINES: usize = 12_000;

/// Origins that are remembered; what comes beyond shares the measure of one.
const ORIGINS: usize = 50_000;
const EVERYBODY_ELSE: Origin = 0;

#[derive(Default)]
pub struct Limits {
    measures: HashMap<Origin, Measure>,
    lines: HashMap<Origin, u32>,
    open: usize,
}

struct Measure {
    left: f64,
    at: Moment,
}

impl Limits {
    /// Counts an announcement; false where it is one too many.
    pub fn may_announce(&mut self, origin: Origin, now: Moment) -> bool {
        let is_known = self.measures.contains_key(&origin);
        let origin = if is_known || self.measures.len() < ORIGINS { origin } else { EVERYBODY_ELSE };
        let measure = self.measures.entry(origin).or_insert(Measure { left: AT_ONCE, at: now });
        measure.refill(now);
        let may = measure.left >= 1.0;
        if may {
            measure.left -= 1.0;
        }
        may
    }

    /// Opens a line; false where there are too many.
    pub fn open(&mut self, origin: Origin) -> bool {
        if self.open >= LINES {
            return false;
        }
        let lines = self.lines.entry(origin).or_insert(0);
        if *lines >= LINES_OF_ONE {
            return false;
        }
        *lines += 1;
        self.open += 1;
        true
    }

    pub fn close(&mut self, origin: Origin) {
        if let Some(lines) = self.lines.get_mut(&origin) {
            self.open -= 1;
            *lines -= 1;
            if *lines == 0 {
                self.lines.remove(&origin);
            }
        }
    }

    /// Forgets whoever may ask as much as somebody new.
    pub fn sweep(&mut self, now: Moment) {
        self.measures.retain(|_, measure| {
            measure.refill(now);
            measure.left < AT_ONCE
        });
        self.measures.shrink_to(1024);
    }
}

impl Measure {
    fn refill(&mut self, now: Moment) {
        let seconds = (now.0 - self.at.0).max(0) as f64 / 1000.0;
        self.left = (self.left + seconds * A_SECOND).min(AT_ONCE);
        self.at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_one_household_ends_and_others_are_not_touched() {
        let mut limits = Limits::default();
        let now = Moment(1_000_000);
        let heard = (0..10_000).filter(|_| limits.may_announce(1, now)).count();
        assert_eq!(heard, AT_ONCE as usize);
        assert!(limits.may_announce(2, now));
        let later = now.plus_seconds(1);
        assert_eq!((0..10_000).filter(|_| limits.may_announce(1, later)).count(), A_SECOND as usize);
        // A clock that was set back gives nobody anything.
        assert!(!limits.may_announce(1, now));
        limits.sweep(now.plus_seconds(3600));
        assert!(limits.measures.is_empty());
    }

    #[test]
    fn floods_of_many_households_share_a_measure_once_there_are_too_many() {
        let mut limits = Limits::default();
        let heard = (1..200_000).filter(|&origin| limits.may_announce(origin, Moment(0))).count();
        assert!(heard <= ORIGINS + AT_ONCE as usize && limits.measures.len() <= ORIGINS + 1, "{heard}");
    }

    #[test]
    fn lines_are_counted_and_closed() {
        let mut limits = Limits::default();
        assert_eq!((0..1000).filter(|_| limits.open(1)).count(), LINES_OF_ONE as usize);
        assert!(limits.open(2));
        limits.close(1);
        assert!(limits.open(1) && !limits.open(1));
        limits.close(3);
        assert_eq!(limits.open, LINES_OF_ONE as usize + 1);
    }
}
