//! `lucarne doctor`: looks at this machine as the server would use it, and says what is missing.

use super::{Outcome, in_words, open_existing, why};
use crate::app::worker;
use crate::config::Config;
use crate::db;
use crate::files::space;
use crate::media::protocol::Misbehaviour;

pub async fn run(config: Config) -> Outcome {
    let mut problems = 0;
    let mut say = |is_good: bool, text: String| {
        tell!("{} {text}", if is_good { "good   " } else { "PROBLEM" });
        problems += usize::from(!is_good);
    };
    say(true, format!("Lucarne {} on {}", env!("CARGO_PKG_VERSION"), machine()));
    match open_existing(&config) {
        Ok((layout, db, _)) => {
            let films = db.read(|read| Ok((db::video::totals(read)?.0, db::settings::load(read)?))).await;
            match films {
                Ok((films, settings)) => {
                    let state = if settings.is_set_up { "set up" } else { "not set up yet" };
                    say(true, format!("{}: {films} films, {state}", layout.root().display()));
                }
                Err(error) => say(false, format!("the database cannot be read: {}", in_words(error))),
            }
            match space::free(layout.root()) {
                Ok((free, size)) => {
                    let is_enough = free > config.reserve.value.saturating_mul(2);
                    say(is_enough, format!("{} MB of {} MB free", free / 1_000_000, size / 1_000_000));
                }
                Err(error) => say(false, format!("the disk cannot be asked: {}", why(&error))),
            }
            let worker = worker(&config, &layout);
            match worker.encoders(480).await {
                Ok(reports) => {
                    for report in &reports {
                        let (name, speed) = (&report.name, report.frames_per_second);
                        say(
                            true,
                            if report.works {
                                format!("{name}: {speed:.0} frames a second at 480p")
                            } else {
                                format!("{name} does not work on this machine, and is not used")
                            },
                        );
                    }
                    if !reports.iter().any(|report| report.works) {
                        say(false, "no encoder works: films cannot be prepared".to_owned());
                    }
                }
                Err(failure) => say(false, format!("the media worker failed: {}", failure.detail)),
            }
            match worker.misbehave(Misbehaviour::Escape).await {
                Ok(names) => say(true, format!("the media worker is held by {}", names.join(", "))),
                Err(failure) => say(false, format!("the media worker is not held: {}", failure.detail)),
            }
        }
        Err(problem) => say(false, problem.to_string()),
    }
    match problems {
        0 => Ok(()),
        1 => Err("There is one problem.".into()),
        problems => Err(format!("There are {problems} problems.").into()),
    }
}

/// What the board or the computer calls itself.
fn machine() -> String {
    let read = |path: &str| {
        std::fs::read_to_string(path).ok().map(|text| text.trim_matches(['\0', '\n', ' ']).to_owned())
    };
    read("/proc/device-tree/model")
        .or_else(|| read("/sys/class/dmi/id/product_name"))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}
