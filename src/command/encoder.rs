//! `lucarne encoder`: what this machine encodes with, by trial and not by name.

use super::Outcome;
use crate::app::worker;
use crate::config::Config;

#[derive(clap::Subcommand)]
pub enum Verb {
    /// List the encoders that work here
    List,
    /// Try each encoder and measure it
    Test {
        /// The resolution to try: the length of the shorter side in pixels
        #[arg(long, default_value_t = 720, value_parser = clap::value_parser!(u32).range(144..=4320))]
        resolution: u32,
    },
}

pub async fn run(config: Config, verb: Verb) -> Outcome {
    let layout = super::prepare_folder(&config)?;
    let (resolution, measures) = match verb {
        Verb::List => (240, false),
        Verb::Test { resolution } => (resolution, true),
    };
    let reports = worker(&config, &layout).encoders(resolution).await;
    let reports = reports.map_err(|failure| format!("The media worker failed: {}", failure.detail))?;
    if reports.is_empty() {
        return Err("No encoder is installed. Install GStreamer's “ugly” and “libav” plugins.".into());
    }
    for report in reports {
        match (report.works, measures) {
            (true, true) => tell!(
                "{:<16} works, {:.0} frames a second at {resolution}p",
                report.name,
                report.frames_per_second
            ),
            (true, false) => tell!("{:<16} works", report.name),
            (false, _) => {
                tell!("{:<16} does not work here: {}", report.name, first_line(report.reason.as_deref()))
            }
        }
    }
    Ok(())
}

/// What is worth reading of a reason that may run over many lines.
fn first_line(reason: Option<&str>) -> &str {
    reason.and_then(|reason| reason.lines().next()).unwrap_or("no reason was given")
}
