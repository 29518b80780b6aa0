//! The worker: opens what strangers sent, and makes of it what a browser plays.
//!
//! Started by the server for one piece of work (an order as one JSON line on stdin), it puts on its sandbox
//! before the first thread and before GStreamer, answers with JSON lines on stdout and ends. It may die at
//! any time; it dies with the server. The only program of the house that links GStreamer.

mod clock;
mod colour;
mod damage;
mod encode;
mod frame;
mod inspect;
mod intake;
mod ladder;
mod output;
mod picture;
mod pipeline;
mod prepare;
mod sandbox;
mod say;
mod scaler;
mod still;
mod storyboard;
mod trial;
mod wreck;

use std::io::{BufRead, IsTerminal, Read};
use std::process::ExitCode;

use lucarne::media::protocol::{Event, Failure, FailureKind, Job, Order};

fn main() -> ExitCode {
    let mut line = String::new();
    let stdin = std::io::stdin();
    if !stdin.is_terminal() && stdin.lock().read_line(&mut line).is_err() {
        line.clear();
    }
    let order: Order = match serde_json::from_str(&line) {
        Ok(order) => order,
        Err(_) if line.trim().is_empty() => {
            println!(
                "lucarne-media prepares films for Lucarne; the server starts it by itself and tells it what to do."
            );
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("lucarne-media was given an order that it cannot read: {error}");
            return ExitCode::FAILURE;
        }
    };
    if let Err(error) = say::take_over() {
        eprintln!("lucarne-media cannot keep its voice: {error}");
        return ExitCode::FAILURE;
    }
    let answer = work(order).unwrap_or_else(|failure| Event::Failed { failure });
    say::event(&answer);
    ExitCode::SUCCESS
}

/// Puts the walls up, then does the work inside them.
fn work(order: Order) -> Result<Event, Failure> {
    sandbox::lower_priority();
    if order.job == Job::Registry {
        die_with_parent()?;
        gstreamer::init().map_err(|error| Failure::internal(format!("GStreamer: {error}")))?;
        return Ok(Event::Done);
    }
    sandbox::end_with_parent()?;
    let protections = sandbox::put_on(&order)?;
    say::event(&Event::Protections { names: protections.clone() });
    die_with_parent()?;
    let limits = &order.limits;
    // Pictures are read by Rust code alone, and the wreck needs nothing.
    match &order.job {
        Job::Picture { source, outputs } => return picture::make(source, outputs, limits),
        Job::Fail { how } => return wreck::misbehave(*how),
        _ => {}
    }
    gstreamer::init().map_err(|error| Failure::internal(format!("GStreamer: {error}")))?;
    damage::listen();
    match order.job {
        Job::Probe { source } => {
            inspect::probe(&source, limits).map(|source| Event::Probed { source: source.info })
        }
        Job::Prepare(wish) => {
            prepare::prepare(&wish, limits, protections).map(|result| Event::Prepared { result })
        }
        Job::Frame { source, at_milliseconds, outputs } => {
            frame::take(&source, at_milliseconds, &outputs, limits).map(|()| Event::Done)
        }
        Job::Candidates => Ok(Event::Candidates { names: trial::candidates() }),
        Job::Trial { encoder, resolution } => {
            trial::try_encoder(&encoder, resolution).map(|report| Event::Tried { report })
        }
        Job::Registry | Job::Picture { .. } | Job::Fail { .. } => {
            Err(Failure::new(FailureKind::Internal, "this job was done before"))
        }
    }
}

/// The server holds the other end of stdin as long as it lives and wants this work.
fn die_with_parent() -> Result<(), Failure> {
    let watch = || {
        let mut rest = [0_u8; 64];
        let mut stdin = std::io::stdin().lock();
        while matches!(stdin.read(&mut rest), Ok(count) if count > 0) {}
        // Nobody listens any more: no destructor is worth waiting for.
        std::process::exit(1);
    };
    std::thread::Builder::new()
        .name("parent".into())
        .spawn(watch)
        .map(drop)
        .map_err(|error| Failure::internal(format!("no thread: {error}")))
}
