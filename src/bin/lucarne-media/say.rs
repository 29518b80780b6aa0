//! The worker's voice: JSON lines on what was its stdout. The stdout itself then goes where errors go, so
//! that a plugin that prints cannot be mistaken for us.

use std::fs::File;
use std::io::Write;
use std::sync::{Mutex, OnceLock};
use std::time::Instant;

use lucarne::media::protocol::{Event, Progress};

static VOICE: OnceLock<Mutex<File>> = OnceLock::new();

/// Keeps stdout for events alone.
pub fn take_over() -> std::io::Result<()> {
    let voice = rustix::io::dup(rustix::stdio::stdout())?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    VOICE.get_or_init(|| Mutex::new(File::from(voice)));
    Ok(())
}

pub fn event(event: &Event) {
    let (Some(voice), Ok(mut line)) = (VOICE.get(), serde_json::to_vec(event)) else { return };
    line.push(b'\n');
    if let Ok(mut voice) = voice.lock() {
        // A parent that is gone cannot be told so.
        let _ = voice.write_all(&line);
    }
}

/// Tells how far the work is, twice a second at most, with the time left smoothed over some seconds.
pub struct Teller {
    state: Mutex<State>,
}

struct State {
    began: Instant,
    told: Instant,
    told_share: f32,
    /// Share of the whole done in a second.
    speed: Option<f64>,
    measurements: u32,
}

/// Between two events, in seconds.
const PAUSE: f64 = 0.5;
/// How much of a new measurement of the speed is believed, once there are several.
const BELIEF: f64 = 0.15;
/// Before so many seconds, and so much of the whole, a number would only jump about: encoders gather pictures first.
const SETTLED_AFTER: f64 = 6.0;
const SETTLED_SHARE: f32 = 0.02;

impl Teller {
    pub fn new() -> Self {
        let now = Instant::now();
        Self {
            state: Mutex::new(State { began: now, told: now, told_share: 0.0, speed: None, measurements: 0 }),
        }
    }

    /// `share` is what is done of the whole, from 0 to 1.
    pub fn tell(&self, share: f32) {
        let Ok(mut state) = self.state.lock() else { return };
        let now = Instant::now();
        let passed = now.duration_since(state.told).as_secs_f64();
        let gained = f64::from(share - state.told_share);
        if passed < PAUSE || gained <= 0.0 {
            return;
        }
        let measured = gained / passed;
        state.measurements += 1;
        // The first few count alike.
        let belief = BELIEF.max(1.0 / f64::from(state.measurements));
        let speed = state.speed.map_or(measured, |speed| speed + belief * (measured - speed));
        state.speed = Some(speed);
        state.told = now;
        state.told_share = share;
        let settled = now.duration_since(state.began).as_secs_f64() > SETTLED_AFTER && share > SETTLED_SHARE;
        let left = (f64::from(1.0 - share) / speed).ceil();
        let left_seconds = (settled && left.is_finite() && left < 1e7).then_some(left as u32);
        drop(state);
        event(&Event::Progress(Progress { share: share.clamp(0.0, 1.0), left_seconds }));
    }
}
