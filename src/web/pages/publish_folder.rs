//! Publishing out of a folder beside the house, such as a USB stick: what lies there, and what is to be copied.

use std::path::{Path, PathBuf};

use super::{page, privacy as shown, team};
use crate::actions::imports;
use crate::db;
use crate::domain::account::Person;
use crate::domain::job::Lane;
use crate::domain::video::Privacy;
use crate::error::{Error, Kind, Result};
use crate::files::folders::{self, Found};
use crate::files::space;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{self, Choice, FolderFilm, FolderPage, FolderRow, Section};

/// Films of all folders that are shown at once.
const MOST: usize = 500;

pub async fn show(visit: &Visit) -> Result<Response> {
    let person = visit.visitor.administrator()?.clone();
    page(&view(visit, &person, &Asked::default(), None).await?)
}

/// What a form asked for.
#[derive(Default)]
struct Asked {
    files: Vec<PathBuf>,
    channel_id: Option<i64>,
    privacy: Option<Privacy>,
}

/// Orders what was chosen. What is refused is said; the others are copied all the same.
pub async fn send(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.visitor.administrator()?.clone();
    let number = |name: &str| form.get(name).and_then(|text| text.parse::<i64>().ok());
    let privacy = number("privacy").and_then(Privacy::from_number).filter(|one| *one != Privacy::Protected);
    let mut asked = Asked {
        files: form.all("file").into_iter().map(PathBuf::from).collect(),
        channel_id: number("channelId"),
        privacy,
    };
    let (Some(channel_id), Some(privacy)) = (asked.channel_id, asked.privacy) else {
        return refused(visit, &person, &asked, &Error::invalid("error-form")).await;
    };
    if form.is_checked("all") {
        let known = known(visit, &person).await?;
        asked.files = look(visit).await?.into_iter().map(|(_, found)| found.path).collect();
        asked.files.retain(|path| !known.contains(&folders::name_of(path)));
    }
    if asked.files.is_empty() {
        return refused(visit, &person, &asked, &Error::invalid("error-import-none")).await;
    }
    let mut problem = None;
    let mut left = Vec::new();
    for path in std::mem::take(&mut asked.files).into_iter().take(MOST) {
        if let Err(error) = order(visit, &person, &path, channel_id, privacy).await {
            problem = problem.or(Some(error));
            left.push(path);
        }
    }
    visit.app.wake(Lane::Import);
    match problem {
        None => Ok(answer::see_other("/my/videos?done=import")),
        Some(error) => {
            asked.files = left;
            refused(visit, &person, &asked, &error).await
        }
    }
}

async fn order(visit: &Visit, person: &Person, path: &Path, channel_id: i64, privacy: Privacy) -> Result<()> {
    let (app, opened) = (&visit.app, path.to_owned());
    let roots = app.config.import_from.value.clone();
    let file = tokio::task::spawn_blocking(move || folders::open(&roots, &opened)).await;
    let file = file.map_err(|error| Error::internal(format!("opening a file to import: {error}")))??;
    let bytes = file.metadata()?.len();
    imports::order(&app.db, &app.desk, person, path.to_owned(), bytes, channel_id, privacy).await
}

async fn refused(visit: &Visit, person: &Person, asked: &Asked, error: &Error) -> Result<Response> {
    if error.kind == Kind::Internal {
        return Err(Error::internal(error.to_string()));
    }
    let words = visit.language.said(&error.said);
    let mut response = page(&view(visit, person, asked, Some(words)).await?)?;
    *response.status_mut() = answer::status_of(error.kind);
    Ok(response)
}

/// The films in all folders, each with the folder that it was found below.
async fn look(visit: &Visit) -> Result<Vec<(PathBuf, Found)>> {
    let roots = visit.app.config.import_from.value.clone();
    let looked = tokio::task::spawn_blocking(move || {
        let mut films = Vec::new();
        for root in roots {
            let found = folders::films(&root, MOST + 1 - films.len().min(MOST), &mut |_, _| ());
            // A name that is no text could not be asked for by a form.
            let found = found.into_iter().filter(|found| found.path.to_str().is_some());
            films.extend(found.map(|found| (root.clone(), found)));
        }
        films
    });
    looked.await.map_err(|error| Error::internal(format!("looking into folders: {error}")))
}

/// The names of files that are films of this person already, or are on their way.
async fn known(visit: &Visit, person: &Person) -> Result<std::collections::HashSet<String>> {
    let (account_id, user_id) = (person.account_id, person.user_id);
    let read = visit.app.db.read(move |read| {
        let mut names = db::video::originals(read, account_id)?;
        names.extend(db::upload::under_way(read, Some(user_id))?.into_iter().map(|upload| upload.file_name));
        Ok(names)
    });
    Ok(read.await?.into_iter().collect())
}

async fn view(visit: &Visit, person: &Person, asked: &Asked, error: Option<String>) -> Result<FolderPage> {
    let mut films = look(visit).await?;
    let is_cut = films.len() > MOST;
    films.truncate(MOST);
    let known = known(visit, person).await?;
    let account_id = person.account_id;
    let channels = visit.app.db.read(move |read| team::kept(read, account_id)).await?;
    let mut rows: Vec<FolderRow> = Vec::new();
    for (root, found) in films {
        let folder = found.path.parent().unwrap_or(&root);
        let below = folder.strip_prefix(&root).unwrap_or(folder);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let name = if parts.is_empty() { root.display().to_string() } else { parts.join(" / ") };
        let file_name = folders::name_of(&found.path);
        let film = FolderFilm {
            is_known: known.contains(&file_name),
            is_chosen: asked.files.contains(&found.path),
            path: found.path.display().to_string(),
            name: file_name,
            bytes: found.bytes,
            modified: found.modified_at.0 / 1000,
        };
        match rows.last_mut().filter(|row| row.name == name) {
            Some(row) => row.films.push(film),
            None => rows.push(FolderRow { name, films: vec![film] }),
        }
    }
    let choices = channels.into_iter().enumerate().map(|(place, (channel, owner))| Choice {
        is_chosen: asked.channel_id.map_or(place == 0, |id| id == channel.id),
        value: channel.id.to_string(),
        label: team::label(visit.language, &channel, owner.as_deref()),
    });
    let (free, _) = space::free(visit.app.layout.root())?;
    let roots: Vec<_> = visit.app.config.import_from.iter().map(|root| root.display().to_string()).collect();
    Ok(FolderPage {
        page: visit.layout(Section::Publish, visit.language.t("folder-title")),
        folders: rows,
        roots: roots.join(", "),
        is_cut,
        maximum: MOST as u64,
        channels: choices.collect(),
        privacy: asked.privacy.map_or(views::Privacy::Public, shown),
        free_bytes: space::room_for_films(free, visit.app.desk.reserve),
        error,
    })
}
