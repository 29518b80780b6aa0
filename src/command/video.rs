//! `lucarne video`: films, without a browser.

use std::path::{Path, PathBuf};

use super::{Outcome, in_words, open_existing};
use crate::actions::uploads::{self, Desk};
use crate::actions::{imports, videos};
use crate::config::Config;
use crate::db::video::{Audience, Filter};
use crate::db::{self, Db};
use crate::domain::account::Person;
use crate::domain::id::{Reference, to_short};
use crate::domain::video::{Order, OrderBy, Privacy, State};
use crate::error::reason;
use crate::files::folders::{self, LeftOut};
use crate::files::uploads::Busy;
use crate::i18n::Language;

#[derive(clap::Subcommand)]
pub enum Verb {
    /// Import files, or all films of a folder and the folders in it
    Import {
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Whose films they become; the administrator's if left out
        #[arg(long, value_name = "USER")]
        user: Option<String>,
        /// Who may watch: public, unlisted, internal or private
        #[arg(long, default_value = "public")]
        privacy: String,
        /// Import files again of which there is a film already
        #[arg(long)]
        again: bool,
    },
    /// List films
    List {
        /// Whose films; the administrator's if left out
        #[arg(long, value_name = "USER")]
        user: Option<String>,
    },
    /// Prepare films again
    Prepare {
        /// Numbers, UUIDs or the short ids of their addresses
        #[arg(required = true)]
        ids: Vec<String>,
    },
}

pub async fn run(config: Config, verb: Verb) -> Outcome {
    let (layout, db, _) = open_existing(&config)?;
    match verb {
        Verb::Import { paths, user, privacy, again } => {
            let known = Privacy::ALL.into_iter().filter(|&known| known != Privacy::Protected);
            let mut known = known.filter(|known| known.label().eq_ignore_ascii_case(&privacy));
            let privacy = known.next();
            let privacy = privacy.ok_or("Who may watch is public, unlisted, internal or private.")?;
            let person = person(&db, user).await?;
            let desk = Desk { layout, reserve: config.reserve.value, busy: Busy::default() };
            import(&db, &desk, &person, &paths, privacy, again).await
        }
        Verb::List { user } => list(&db, person(&db, user).await?).await,
        Verb::Prepare { ids } => {
            let person = person(&db, None).await?;
            for id in ids {
                let reference = Reference::parse(&id).ok_or_else(|| format!("“{id}” names no film."))?;
                videos::prepare_again(&db, &person, reference).await.map_err(in_words)?;
                tell!("{id} will be prepared again.");
            }
            Ok(())
        }
    }
}

/// The person of this name, or the first administrator.
async fn person(db: &Db, name: Option<String>) -> Result<Person, Box<dyn std::error::Error>> {
    let users = db.read(db::account::list).await.map_err(in_words)?;
    let found = match &name {
        Some(name) => users.iter().find(|user| user.username.eq_ignore_ascii_case(name)),
        None => users.iter().find(|user| user.person().is_administrator()),
    };
    found.map(|user| user.person()).ok_or_else(|| match name {
        Some(name) => format!("There is nobody called “{name}” here.").into(),
        None => "The site has not been set up yet: open it in a browser, or run `lucarne setup`.".into(),
    })
}

async fn import(
    db: &Db,
    desk: &Desk,
    person: &Person,
    paths: &[PathBuf],
    privacy: Privacy,
    again: bool,
) -> Outcome {
    let mut films = Vec::new();
    for path in paths {
        if path.is_dir() {
            let found = folders::films(path, usize::MAX, &mut leave_out);
            films.extend(found.into_iter().map(|found| found.path));
        } else {
            films.push(path.clone());
        }
    }
    films.sort();
    if films.is_empty() {
        return Err("There is no film in there.".into());
    }
    let (mut refused, mut imported) = (0, 0);
    for path in &films {
        if !again && is_imported(db, person, path).await? {
            eprintln!(
                "{}: left out, a file of this name has been imported before (--again imports it)",
                shown(path)
            );
            continue;
        }
        match import_one(db, desk, person, path, privacy).await {
            Ok(id) => {
                imported += 1;
                tell!("{}  {id}", shown(path));
            }
            Err(problem) => {
                refused += 1;
                eprintln!("{}: {problem}", shown(path));
            }
        }
    }
    if imported > 0 {
        let privacy = privacy.label().to_lowercase();
        tell!(
            "{imported} imported ({privacy}). The server prepares them; `lucarne video list` tells how far it is."
        );
    }
    match refused {
        0 => Ok(()),
        refused => Err(format!("{refused} of {} files were not imported.", films.len()).into()),
    }
}

/// Whether a film of this person came from a file of this name.
async fn is_imported(db: &Db, person: &Person, path: &Path) -> Result<bool, Box<dyn std::error::Error>> {
    let (account_id, name) = (person.account_id, file_name(path));
    db.read(move |read| db::video::has_original(read, account_id, &name)).await.map_err(in_words)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A path on one line of a terminal, whatever it holds.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(char::is_control, "\u{fffd}")
}

/// Says why something in a folder is no film to import.
fn leave_out(path: &Path, why: LeftOut) {
    let why = match why {
        LeftOut::Ending => "its name does not end as a film's does".to_owned(),
        LeftOut::Link => "it is a link".to_owned(),
        LeftOut::NoFile => "it is no file".to_owned(),
        LeftOut::Unreadable(error) => reason(&error),
    };
    eprintln!("{}: left out, {why}", shown(path));
}

async fn import_one(
    db: &Db,
    desk: &Desk,
    person: &Person,
    path: &Path,
    privacy: Privacy,
) -> Result<String, Box<dyn std::error::Error>> {
    let opened = tokio::fs::File::open(path).await;
    let file = opened.map_err(|error| format!("cannot be read: {}", reason(&error)))?;
    let account_id = person.account_id;
    let channels = db.read(move |read| db::channel::of_account(read, account_id)).await.map_err(in_words)?;
    let channel = channels.first().ok_or("This person has no channel.")?;
    let bytes = file.metadata().await?.len();
    let begun = imports::begin(db, desk, person, path, bytes, channel.id, privacy).await;
    let upload = begun.map_err(in_words)?;
    match imports::copy(db, desk, &upload, file, || false).await {
        Ok(Some(accepted)) => Ok(to_short(accepted.uuid)),
        Ok(None) => Err("was given up.".into()),
        Err(error) => {
            uploads::cancel(db, desk, &upload).await.map_err(in_words)?;
            Err(in_words(error))
        }
    }
}

fn in_english(state: State) -> &'static str {
    match state {
        State::Published => "ready",
        State::ToPrepare => "in preparation",
        State::PreparationFailed => "failed",
        State::Deleted => "deleted",
        State::Blocked => "blocked",
    }
}

async fn list(db: &Db, person: Person) -> Outcome {
    let mut start = 0;
    loop {
        let filter = Filter {
            audience: Audience::Owner(person.account_id),
            order: Order { by: OrderBy::CreatedAt, is_descending: false },
            start,
            ..Filter::latest(100)
        };
        let page = db.read(move |read| db::video::list(read, &filter)).await.map_err(in_words)?;
        for video in &page.videos {
            let (state, privacy) = (in_english(video.state), video.about.privacy.label().to_lowercase());
            tell!("{}  {:<20} {:<18} {}", to_short(video.uuid), state, privacy, video.about.name);
            // Why it failed, or what there is to know of it.
            let reason = video.failure.as_deref();
            let reason =
                reason.and_then(|key| Language::En.kept(key).or_else(|| Language::En.entry(key, "plain")));
            if let Some(reason) = reason {
                tell!("    {reason}");
            }
        }
        start += page.videos.len() as u32;
        if page.videos.is_empty() || i64::from(start) >= page.total {
            return Ok(());
        }
    }
}
