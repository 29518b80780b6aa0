//! Views: who is watching now, how often a film has been watched, and where members left it.
//!
//! Kept in memory and written every 30 seconds: what a power cut takes is half a minute of counting. No
//! address is kept: a viewer is a hash with a key that is new at every start.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::db::history::Place;
use crate::db::{self, Db};
use crate::domain::moment::Moment;
use crate::domain::video::{VIEW_INTERVAL_SECONDS, VIEW_SECONDS};
use crate::error::Result;

/// Viewers remembered at once; beyond it the views of new ones are not counted.
const VIEWERS: usize = 100_000;

/// A viewer is watching if the player has said so within this time.
const WATCHING_SECONDS: i64 = 60;

#[derive(Clone, Default)]
pub struct Views(Arc<Mutex<Counting>>);

#[derive(Default)]
struct Counting {
    /// Views and viewers that other servers tell of, by film and who tells: until when they count.
    elsewhere: HashMap<(i64, u64), Elsewhere>,
    /// What others were told last of how many watch.
    told: HashMap<i64, usize>,
    viewers: HashMap<(i64, u64), Viewer>,
    pending: HashMap<i64, u32>,
    /// Where members are, by account and film.
    places: HashMap<(i64, i64), Place>,
}

#[derive(Clone, Copy)]
enum Elsewhere {
    /// Was counted then.
    View(Moment),
    /// Watches until then.
    Viewer(Moment),
}

struct Viewer {
    seen_at: Moment,
    /// Where in the film the viewer was, in seconds.
    position: u64,
    watched: u64,
    counted_at: Option<Moment>,
}

impl Views {
    /// A player says where a viewer is. `duration` is the film's, in seconds.
    pub fn watching(&self, video_id: i64, viewer: u64, position: u64, duration: u64, now: Moment) {
        let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counting.viewers.len() >= VIEWERS && !counting.viewers.contains_key(&(video_id, viewer)) {
            return;
        }
        let entry = counting.viewers.entry((video_id, viewer)).or_insert(Viewer {
            seen_at: now,
            position: position.saturating_sub(5),
            watched: 0,
            counted_at: None,
        });
        // Somebody who jumps ahead has not watched what lies between.
        let elapsed = now.seconds_since(entry.seen_at).max(0) as u64 + 5;
        let advanced = position.saturating_sub(entry.position);
        if advanced <= elapsed {
            entry.watched += advanced;
        }
        entry.position = position;
        entry.seen_at = now;
        let is_enough = entry.watched >= VIEW_SECONDS.min(duration);
        let is_counted = entry.counted_at.is_some_and(|at| now.seconds_since(at) < VIEW_INTERVAL_SECONDS);
        if is_enough && !is_counted {
            entry.counted_at = Some(now);
            entry.watched = 0;
            *counting.pending.entry(video_id).or_default() += 1;
        }
    }

    /// Another server tells of a view. The same one is counted once.
    pub fn elsewhere(&self, video_id: i64, view: u64, now: Moment) {
        let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counting.elsewhere.len() < VIEWERS
            && counting.elsewhere.insert((video_id, view), Elsewhere::View(now)).is_none()
        {
            *counting.pending.entry(video_id).or_default() += 1;
        }
    }

    /// Another server tells of somebody who watches until then.
    pub fn watching_elsewhere(&self, video_id: i64, viewer: u64, until: Moment, now: Moment) {
        let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counting.elsewhere.len() >= VIEWERS {
            counting.elsewhere.retain(|_, one| !matches!(one, Elsewhere::Viewer(until) if *until <= now));
        }
        if counting.elsewhere.len() < VIEWERS {
            counting.elsewhere.insert((video_id, viewer), Elsewhere::Viewer(until));
        }
    }

    /// The films whose number of viewers is another one than others were told last, at most so many.
    pub fn changed(&self, now: Moment, count: usize) -> Vec<(i64, usize)> {
        let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut watching: HashMap<i64, usize> = HashMap::new();
        for ((film, _), viewer) in &counting.viewers {
            if now.seconds_since(viewer.seen_at) < WATCHING_SECONDS {
                *watching.entry(*film).or_default() += 1;
            }
        }
        for ((film, _), one) in &counting.elsewhere {
            if matches!(one, Elsewhere::Viewer(until) if *until > now) {
                *watching.entry(*film).or_default() += 1;
            }
        }
        for film in counting.told.keys() {
            watching.entry(*film).or_default();
        }
        let told = &counting.told;
        watching.retain(|film, viewers| told.get(film).copied().unwrap_or(0) != *viewers);
        let mut changed: Vec<_> = watching.into_iter().collect();
        changed.sort_unstable_by_key(|&(film, viewers)| (std::cmp::Reverse(viewers), film));
        changed.truncate(count);
        for &(film, viewers) in &changed {
            match viewers {
                0 => counting.told.remove(&film),
                viewers => counting.told.insert(film, viewers),
            };
        }
        changed
    }

    /// A member's player says where in a film they are.
    pub fn left_at(&self, place: Place) {
        let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counting.places.insert((place.account_id, place.video_id), place);
    }

    /// Forgets where an account is in one film, or in all.
    pub fn forget(&self, account_id: i64, video_id: Option<i64>) {
        let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_meant = |&(account, video): &(i64, i64)| {
            account == account_id && video_id.is_none_or(|forgotten| forgotten == video)
        };
        counting.places.retain(|key, _| !is_meant(key));
    }

    /// Where a member left a film, in seconds.
    pub async fn place(&self, db: &Db, account_id: i64, video_id: i64) -> Result<Option<i64>> {
        let known = {
            let counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            counting.places.get(&(account_id, video_id)).copied()
        };
        match known {
            Some(place) => Ok(Some(place.seconds)),
            None => db.read(move |read| db::history::place(read, account_id, video_id)).await,
        }
    }

    /// How many people are watching a film now.
    pub fn watching_now(&self, video_id: i64, now: Moment) -> usize {
        let counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_watching = |viewer: &Viewer| now.seconds_since(viewer.seen_at) < WATCHING_SECONDS;
        let here = counting.viewers.iter();
        let here = here.filter(|((film, _), viewer)| *film == video_id && is_watching(viewer)).count();
        let elsewhere = counting.elsewhere.iter().filter(|((film, _), one)| {
            *film == video_id && matches!(one, Elsewhere::Viewer(until) if *until > now)
        });
        here + elsewhere.count()
    }

    /// Writes what has been counted since the last time and forgets viewers who left long ago.
    pub async fn flush(&self, db: &Db, now: Moment) -> Result<()> {
        let (pending, places): (Vec<(i64, u32)>, Vec<Place>) = {
            let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            counting.viewers.retain(|_, viewer| now.seconds_since(viewer.seen_at) < VIEW_INTERVAL_SECONDS);
            counting.elsewhere.retain(|_, one| match one {
                Elsewhere::View(at) => now.seconds_since(*at) < VIEW_INTERVAL_SECONDS,
                Elsewhere::Viewer(until) => *until > now,
            });
            (
                std::mem::take(&mut counting.pending).into_iter().collect(),
                std::mem::take(&mut counting.places).into_values().collect(),
            )
        };
        if pending.is_empty() && places.is_empty() {
            return Ok(());
        }
        let written = (pending.clone(), places.clone());
        let outcome = db
            .write(move |tx| {
                db::view::add(tx, &written.0)?;
                db::history::add(tx, &written.1)
            })
            .await;
        if outcome.is_err() {
            let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (video_id, count) in pending {
                *counting.pending.entry(video_id).or_default() += count;
            }
            for place in places {
                counting.places.entry((place.account_id, place.video_id)).or_insert(place);
            }
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(views: &Views) -> u32 {
        views.0.lock().expect("nothing panics while it counts").pending.get(&1).copied().unwrap_or(0)
    }

    #[test]
    fn ten_seconds_make_a_view_and_an_hour_makes_another() {
        let views = Views::default();
        let at = |seconds: i64| Moment(seconds * 1000);
        views.watching(1, 7, 5, 600, at(0));
        assert_eq!(pending(&views), 0);
        views.watching(1, 7, 10, 600, at(5));
        assert_eq!(pending(&views), 1);
        for second in (15..600).step_by(5) {
            views.watching(1, 7, second as u64, 600, at(second));
        }
        assert_eq!(pending(&views), 1, "one person is counted once an hour");
        views.watching(1, 7, 590, 600, at(4000));
        views.watching(1, 7, 600, 600, at(4010));
        assert_eq!(pending(&views), 2);
    }

    #[test]
    fn jumping_ahead_is_not_watching() {
        let views = Views::default();
        views.watching(1, 7, 0, 600, Moment(0));
        views.watching(1, 7, 500, 600, Moment(5000));
        assert_eq!(pending(&views), 0);
    }

    #[test]
    fn a_short_film_counts_when_it_has_been_seen() {
        let views = Views::default();
        views.watching(1, 7, 3, 3, Moment(0));
        assert_eq!(pending(&views), 1);
        assert_eq!(views.watching_now(1, Moment(1000)), 1);
        assert_eq!(views.watching_now(1, Moment(120_000)), 0);
    }
}
