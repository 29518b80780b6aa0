//! Cuts streams into segments: takes samples of all tracks as they come, in decode order for each track,
//! and gives back whole segments. Pure: no clock, no IO, no knowledge of where samples come from.
//!
//! The first track leads (the picture, or the sound where there is no picture): a segment starts at one of
//! its sync samples, and what the others show before that moment belongs to the segment before.

use std::collections::VecDeque;

use super::fmp4::{Fragment, Sample, ticks};

/// Where segments may start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cuts {
    /// On a grid of so many nanoseconds from the start of the film.
    Every(u64),
    /// At the first sync sample that leaves so many nanoseconds behind it in the segment.
    AtLeast(u64),
    /// At these times (nanoseconds, ascending).
    At(Vec<u64>),
}

/// Timestamps of a frame may be this much (nanoseconds) before the time that they mean.
const ROUNDING: i64 = 1_000_000;

impl Cuts {
    /// The first cut behind `last`, as far as it is known.
    pub fn after(&self, last: u64) -> Option<u64> {
        match self {
            Cuts::Every(step) => Some(((last + ROUNDING as u64) / step + 1) * step),
            Cuts::AtLeast(least) => Some(last + least),
            Cuts::At(times) => times.iter().copied().find(|time| *time > last + ROUNDING as u64),
        }
    }
}

/// A sample as it comes. Times are nanoseconds of the film; decode times may be negative.
#[derive(Clone, Debug)]
pub struct Incoming<P> {
    pub pts: i64,
    pub dts: i64,
    /// Nanoseconds; counts only for the last sample of a track.
    pub duration: u64,
    pub sync: bool,
    pub size: u32,
    pub payload: P,
}

/// A whole segment: its fragments, and the payloads in the order in which they are written.
#[derive(Debug)]
pub struct Closed<P> {
    pub fragments: Vec<Fragment>,
    pub payloads: Vec<P>,
    /// Nanoseconds for which it is shown.
    pub duration: u64,
}

/// The state of the cutting.
#[derive(Debug)]
pub struct Segmenter<P> {
    cuts: Cuts,
    lanes: Vec<Lane<P>>,
    /// Where the segment starts that is being gathered (nanoseconds).
    start: u64,
    /// Starts of segments that were seen in the leading track and are not closed yet.
    seen: VecDeque<i64>,
    last_seen: u64,
}

#[derive(Debug)]
struct Lane<P> {
    timescale: u32,
    /// Ticks of one sample where all are alike (1024 for AAC); jitter of the timestamps is smoothed then.
    steady: Option<u32>,
    /// Nanoseconds added to all times so that the first decode time is not negative.
    shift: Option<i64>,
    next_time: u64,
    queue: VecDeque<Queued<P>>,
    ended: bool,
}

#[derive(Debug)]
struct Queued<P> {
    /// Decode time in ticks.
    time: u64,
    composition: u32,
    incoming: Incoming<P>,
}

impl<P> Segmenter<P> {
    /// `tracks`: the time scale of each, and the ticks of a sample where all samples are alike.
    pub fn new(cuts: Cuts, tracks: &[(u32, Option<u32>)]) -> Self {
        let lanes = tracks
            .iter()
            .map(|(timescale, steady)| Lane {
                timescale: *timescale,
                steady: *steady,
                shift: None,
                next_time: 0,
                queue: VecDeque::new(),
                ended: false,
            })
            .collect();
        Self { cuts, lanes, start: 0, seen: VecDeque::new(), last_seen: 0 }
    }

    /// Whether the start of every track is known, so that the header can be written.
    pub fn is_ready(&self) -> bool {
        self.lanes.iter().all(|lane| lane.shift.is_some() || lane.ended)
    }

    /// Where the film begins in a track's decode times, in ticks; `None` for a track without samples.
    pub fn starts_at(&self, track: usize) -> Option<u64> {
        let lane = &self.lanes[track];
        lane.shift.map(|shift| ticks(shift.max(0) as u64, lane.timescale))
    }

    /// Takes the next sample of a track.
    pub fn push(&mut self, track: usize, incoming: Incoming<P>) {
        let lane = &mut self.lanes[track];
        let first = lane.shift.is_none();
        let shift = *lane.shift.get_or_insert_with(|| (-incoming.dts).max(0));
        let at = |time: i64| ticks((time + shift).max(0) as u64, lane.timescale);
        let mut time = at(incoming.dts);
        if !first {
            time = match lane.steady {
                Some(step) if time < lane.next_time + 2 * u64::from(step) => lane.next_time,
                _ => time.max(lane.next_time),
            };
        }
        lane.next_time = time + u64::from(lane.steady.unwrap_or(1));
        let composition =
            if lane.steady.is_some() { 0 } else { at(incoming.pts).saturating_sub(time) as u32 };
        if track == 0 && !first && incoming.sync {
            let due = self.cuts.after(self.last_seen);
            if due.is_some_and(|due| incoming.pts + ROUNDING >= due as i64) {
                self.seen.push_back(incoming.pts);
                self.last_seen = incoming.pts.max(0) as u64;
            }
        }
        lane.queue.push_back(Queued { time, composition, incoming });
    }

    /// No more samples of this track will come.
    pub fn end(&mut self, track: usize) {
        self.lanes[track].ended = true;
    }

    /// The next whole segment, if there is one.
    pub fn take_closed(&mut self) -> Option<Closed<P>> {
        if !self.is_ready() {
            return None;
        }
        let Some(cut) = self.seen.front().copied() else {
            let over = self.lanes.iter().all(|lane| lane.ended);
            return if over { self.close(None) } else { None };
        };
        let others = &self.lanes[1..];
        let complete =
            |lane: &Lane<P>| lane.ended || lane.queue.back().is_some_and(|queued| queued.incoming.pts >= cut);
        if !others.iter().all(complete) {
            return None;
        }
        self.seen.pop_front();
        self.close(Some(cut))
    }

    /// Takes everything before `cut` (or all that is left) as one segment.
    fn close(&mut self, cut: Option<i64>) -> Option<Closed<P>> {
        let mut fragments = Vec::new();
        let mut payloads = Vec::new();
        let mut end = self.start;
        for (track, lane) in self.lanes.iter_mut().enumerate() {
            let count = match cut {
                None => lane.queue.len(),
                // The leading track is cut at its sync sample, which is the first with this very time.
                Some(cut) => lane
                    .queue
                    .iter()
                    .position(|queued| queued.incoming.pts >= cut && (track > 0 || queued.incoming.sync))
                    .unwrap_or(lane.queue.len()),
            };
            let follower = lane.queue.get(count).map(|queued| queued.time);
            let taken: Vec<Queued<P>> = lane.queue.drain(..count).collect();
            let Some(first) = taken.first() else { continue };
            let decode_time = first.time;
            let mut samples = Vec::with_capacity(taken.len());
            for (position, queued) in taken.iter().enumerate() {
                let next = taken.get(position + 1).map(|next| next.time).or(follower);
                let incoming = &queued.incoming;
                let lasts = ticks(incoming.duration, lane.timescale).max(1);
                let duration = match (next, lane.steady) {
                    (Some(next), _) => (next - queued.time) as u32,
                    (None, Some(steady)) => steady,
                    (None, None) => lasts as u32,
                };
                let shown = incoming.pts.max(0) as u64 + incoming.duration;
                end = end.max(shown);
                samples.push(Sample {
                    size: incoming.size,
                    duration,
                    composition: queued.composition,
                    sync: incoming.sync,
                });
            }
            fragments.push(Fragment { track, decode_time, samples });
            payloads.extend(taken.into_iter().map(|queued| queued.incoming.payload));
        }
        if fragments.is_empty() {
            return None;
        }
        let end = cut.map_or(end, |cut| cut.max(0) as u64);
        let duration = end.saturating_sub(self.start);
        self.start = end;
        Some(Closed { fragments, payloads, duration })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000_000;

    fn frame(number: i64, sync: bool) -> Incoming<()> {
        let pts = number * SECOND / 25;
        Incoming { pts, dts: pts - SECOND * 2 / 25, duration: 40_000_000, sync, size: 10, payload: () }
    }

    fn sound(number: i64) -> Incoming<()> {
        let pts = (number - 1) * 1024 * SECOND / 48_000;
        Incoming { pts, dts: pts, duration: 21_333_333, sync: true, size: 5, payload: () }
    }

    #[test]
    fn segments_follow_the_grid_and_hold_both_tracks() {
        let mut segmenter =
            Segmenter::new(Cuts::Every(4 * SECOND as u64), &[(25_000, None), (48_000, Some(1024))]);
        let mut closed = Vec::new();
        for number in 0..250 {
            // Sound runs late: no segment may be closed before its sound is there.
            segmenter.push(0, frame(number, number % 50 == 0));
            closed.extend(segmenter.take_closed());
        }
        assert!(closed.is_empty());
        for number in 0..470 {
            segmenter.push(1, sound(number));
            closed.extend(segmenter.take_closed());
        }
        segmenter.end(0);
        segmenter.end(1);
        closed.extend(segmenter.take_closed());
        assert!(segmenter.take_closed().is_none());
        let durations: Vec<u64> = closed.iter().map(|segment| segment.duration).collect();
        let last = 469 * 1024 * SECOND as u64 / 48_000 - 8 * SECOND as u64;
        assert_eq!(durations[..2], [4 * SECOND as u64, 4 * SECOND as u64]);
        assert!(durations[2].abs_diff(last) < 3, "{durations:?}");
        assert_eq!(segmenter.starts_at(0), Some(2000));
        assert_eq!(segmenter.starts_at(1), Some(1024));
        let counts: Vec<usize> = closed.iter().map(|segment| segment.fragments[0].samples.len()).collect();
        assert_eq!(counts, [100, 100, 50]);
        assert_eq!(closed[1].fragments[0].decode_time, 100_000);
        assert_eq!(closed[0].fragments[0].samples[0].composition, 2000);
        assert_eq!(closed[0].fragments[1].samples.len() + closed[1].fragments[1].samples.len(), 376);
    }

    #[test]
    fn a_long_group_of_pictures_makes_a_long_segment() {
        let mut segmenter = Segmenter::new(Cuts::AtLeast(4 * SECOND as u64), &[(25_000, None)]);
        let mut closed = Vec::new();
        for number in 0..400 {
            segmenter.push(0, frame(number, number % 75 == 0));
            closed.extend(segmenter.take_closed());
        }
        segmenter.end(0);
        closed.extend(segmenter.take_closed());
        let durations: Vec<u64> = closed.iter().map(|segment| segment.duration / SECOND as u64).collect();
        assert_eq!(durations, [6, 6, 4]);
    }

    #[test]
    fn jittered_sound_is_smoothed_and_a_gap_is_kept() {
        let mut segmenter = Segmenter::new(Cuts::Every(4 * SECOND as u64), &[(48_000, Some(1024))]);
        for number in 0..100 {
            let mut incoming = sound(number + 1);
            incoming.pts = incoming.pts / 1_000_000 * 1_000_000;
            if number >= 50 {
                incoming.pts += SECOND;
            }
            incoming.dts = incoming.pts;
            segmenter.push(0, incoming);
        }
        segmenter.end(0);
        let closed = segmenter.take_closed().expect("all tracks have ended");
        let long: Vec<u32> = closed.fragments[0]
            .samples
            .iter()
            .map(|sample| sample.duration)
            .filter(|ticks| *ticks != 1024)
            .collect();
        assert_eq!(long.len(), 1);
        assert!(long[0].abs_diff(49_024) < 60, "{long:?}");
    }

    #[test]
    fn a_film_of_one_frame_is_one_segment() {
        let mut segmenter =
            Segmenter::new(Cuts::Every(4 * SECOND as u64), &[(25_000, None), (48_000, Some(1024))]);
        segmenter.push(0, frame(0, true));
        assert!(segmenter.take_closed().is_none());
        segmenter.end(0);
        segmenter.end(1);
        let closed = segmenter.take_closed().expect("all tracks have ended");
        assert_eq!(closed.duration, 40_000_000);
        assert_eq!(closed.fragments.len(), 1);
        assert!(segmenter.take_closed().is_none());
    }
}
