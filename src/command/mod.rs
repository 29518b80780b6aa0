//! The command line: `lucarne serve` and what an administrator does without a browser.
//!
//! Commands open the same data folder as the server, which may be running: SQLite keeps them apart, and the
//! server looks for new work and new settings every few seconds.

/// Prints a line. Whoever reads may stop reading: the work goes on.
macro_rules! tell {
    ($($words:tt)*) => {
        drop(std::io::Write::write_fmt(&mut std::io::stdout(), format_args!("{}\n", format_args!($($words)*))))
    };
}

mod doctor;
mod encoder;
mod serve;
mod setup;
mod user;
mod video;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::app::{Clock, open_database};
use crate::config::{Config, Source, runs_under_systemd};
use crate::db::{self, Db};
use crate::error::{Error, Kind, reason};
use crate::files::Layout;
use crate::i18n::Language;

/// A video site for an association, on a board the size of a credit card
#[derive(Parser)]
#[command(name = "lucarne", version, arg_required_else_help = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    flags: Source,
    /// A file of settings, instead of /etc/lucarne/lucarne.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site
    Serve,
    /// Set the site up without a browser
    Setup(setup::Options),
    /// Add people, list them, give them a new password
    #[command(subcommand)]
    User(user::Verb),
    /// Import films, list them, prepare them again
    #[command(subcommand)]
    Video(video::Verb),
    /// List and try the encoders of this machine
    #[command(subcommand)]
    Encoder(encoder::Verb),
    /// Look at this machine and say what is missing
    Doctor,
    /// Show each setting and where it came from
    Config,
}

/// What a command ends with when it could not do its work: words for the person at the terminal.
pub type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

/// Reads the command line and does what it says.
pub fn run() -> Outcome {
    let line = Line::parse();
    // Films that only some may see, hashes of passwords: other accounts of the machine have no business here.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let config = Config::load(line.flags, line.config.as_deref())?;
    start_log(&config)?;
    let threads = std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 4);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .max_blocking_threads(16)
        .enable_all()
        .build()?;
    let ended = runtime.block_on(async {
        match line.command {
            Command::Serve => serve::run(config).await,
            Command::Setup(options) => setup::run(config, options).await,
            Command::User(verb) => user::run(config, verb).await,
            Command::Video(verb) => video::run(config, verb).await,
            Command::Encoder(verb) => encoder::run(config, verb).await,
            Command::Doctor => doctor::run(config).await,
            Command::Config => {
                show(&config).await;
                Ok(())
            }
        }
    });
    // A thread that still hashes or reads is not waited for.
    runtime.shutdown_background();
    ended
}

async fn show(config: &Config) {
    let of_setup = address_of_setup(config).await;
    for (name, mut value, mut origin) in config.lines() {
        if let ("url", Some(address)) = (name, &of_setup) {
            (value, origin) = (address.clone(), "setup of the site".to_owned());
        }
        tell!("{name:<16} {value:<40} ({origin})");
    }
}

/// The address that the setup was told, where no boot setting goes before it and the site can be read.
async fn address_of_setup(config: &Config) -> Option<String> {
    if config.url.origin != crate::config::Origin::Default {
        return None;
    }
    let (_, db, _) = open_existing(config).ok()?;
    db.read(db::settings::load).await.ok()?.address
}

fn start_log(config: &Config) -> Outcome {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log.value)
        .map_err(|_| format!("“{}” is no level of logging. Try info, or debug.", config.log.value))?;
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_target(false).with_writer(std::io::stderr);
    // The journal has the time and no colours.
    if runs_under_systemd() {
        log.without_time().with_ansi(false).init();
    } else {
        log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init();
    }
    Ok(())
}

/// The data folder of a site that is there already, and its database.
fn open_existing(config: &Config) -> std::result::Result<(Layout, Db, Clock), Box<dyn std::error::Error>> {
    let folder = config.data.value.as_path();
    let is_there = folder.join("lucarne.db").try_exists();
    let is_there = is_there.map_err(|error| {
        format!(
            "{} cannot be the data folder: {}. Name another with --data.",
            folder.display(),
            reason(&error)
        )
    })?;
    if !is_there {
        let folder = folder.display();
        return Err(format!(
            "There is no site in {folder} yet. Start one with `lucarne serve` or `lucarne setup`, or name its \
             folder with --data."
        )
        .into());
    }
    open(config)
}

/// Makes what is missing of the data folder.
fn prepare_folder(config: &Config) -> std::result::Result<Layout, Box<dyn std::error::Error>> {
    Layout::prepare(&config.data).map_err(|error| {
        let folder = config.data.display();
        format!("{folder} cannot be the data folder: {}. Name another with --data.", why(&error)).into()
    })
}

/// The data folder and its database, for a command without a server.
fn open(config: &Config) -> std::result::Result<(Layout, Db, Clock), Box<dyn std::error::Error>> {
    refuse_foreign_folder(&config.data)?;
    let layout = prepare_folder(config)?;
    let clock = Clock::system();
    let db = open_database(&layout, &clock).map_err(in_words)?;
    Ok((layout, db, clock))
}

/// Why something failed, in the words of `reason` where it was the system that refused.
fn why(error: &Error) -> String {
    match error.cause().map(|cause| cause.downcast_ref::<std::io::Error>().ok_or(cause)) {
        Some(Ok(refused)) => reason(refused),
        Some(Err(cause)) => cause.to_string(),
        None => Language::En.said(&error.said),
    }
}

/// An error for the terminal: the sentence, and behind it what only the terminal should see.
fn in_words(error: Error) -> Box<dyn std::error::Error> {
    let said = Language::En.said(&error.said);
    match error.kind {
        Kind::Internal if error.cause().is_some() => format!("{said} ({})", why(&error)).into(),
        _ => said.into(),
    }
}

/// Root would leave files in the service's folder that the service itself cannot read.
fn refuse_foreign_folder(folder: &std::path::Path) -> Outcome {
    let Ok(metadata) = std::fs::metadata(folder) else { return Ok(()) };
    let owner = std::os::unix::fs::MetadataExt::uid(&metadata);
    if rustix::process::geteuid().is_root() && owner != 0 {
        let folder = folder.display();
        return Err(format!(
            "{folder} belongs to another account. Run this as that account: sudo -u lucarne lucarne …"
        )
        .into());
    }
    Ok(())
}
