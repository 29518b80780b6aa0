//! One's own playlists: made, described, ordered, deleted; and adding the film that one watches to them.

use super::playlist::{list_card, list_path, name, place_beside};
use super::watch::{self, seconds};
use super::{PAGE, page, page_number, page_of_film, pagination, privacy, problem, problems, watch_path};
use uuid::Uuid;

use crate::actions::playlists;
use crate::db;
use crate::db::playlist::element;
use crate::db::playlist::{Filter, Playlist};
use crate::domain::account::Person;
use crate::domain::id::Reference;
use crate::domain::playlist::{About, Kind, Order, Part, can_change, privacy_from_number};
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::web::answer::{self, Response};
use crate::web::api::playlist_elements::number;
use crate::web::api::playlists::{change_with, remove, visible};
use crate::web::api::videos::watchable;
use crate::web::pictures::{PICTURE_LENGTH, form_with_file};
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{
    Choice, DeletePlaylistPage, EditPlaylistPage, Keep, MyPlaylistsPage, PlaceRow, PlaylistForm, PlaylistRow,
    Problems, Section,
};

/// Lists that are offered under a film.
const OFFERED: u32 = 100;

pub async fn list(visit: &Visit) -> Result<Response> {
    page(&list_view(visit, None, Problems::default()).await?)
}

async fn list_view(visit: &Visit, typed: Option<&Form>, problems: Problems) -> Result<MyPlaylistsPage> {
    let account_id = visit.signed_in()?.account_id;
    let current = page_number(visit);
    let filter = Filter { owner: Some(account_id), start: (current - 1) * PAGE, ..Filter::newest(PAGE) };
    let found = visit.app.db.read(move |read| db::playlist::list(read, &filter)).await?;
    let nothing = About::named("");
    Ok(MyPlaylistsPage {
        page: visit.layout(Section::Playlists, visit.language.t("nav-playlists")),
        lists: found.playlists.iter().map(|list| row(visit, list)).collect(),
        form: form(visit, account_id, &nothing, typed, problems).await?,
        pagination: pagination("/my/playlists", current, found.total),
    })
}

fn row(visit: &Visit, list: &Playlist) -> PlaylistRow {
    let is_later = list.kind == Kind::WatchLater;
    PlaylistRow { uuid: list.uuid.to_string(), is_later, card: list_card(visit, list) }
}

/// What is asked of a list: what is said of it now, or what was typed and refused.
async fn form(
    visit: &Visit,
    account_id: i64,
    about: &About,
    typed: Option<&Form>,
    problems: Problems,
) -> Result<PlaylistForm> {
    let channels = visit.app.db.read(move |read| {
        let channels = db::channel::of_account(read, account_id)?;
        let names = channels.iter().map(|channel| Ok(read.publisher(channel.id)?.0));
        names.collect::<Result<Vec<_>>>()
    });
    let said = |name: &str, known: &str| typed.and_then(|form| form.get(name)).unwrap_or(known).to_owned();
    let chosen = said("videoChannelId", &about.channel_id.map(|id| id.to_string()).unwrap_or_default());
    let number = typed.and_then(|form| form.get("privacy")?.parse().ok());
    Ok(PlaylistForm {
        title: said("displayName", &about.display_name),
        description: said("description", about.description.as_deref().unwrap_or_default()),
        privacy: privacy(number.and_then(privacy_from_number).unwrap_or(about.privacy)),
        channels: channels
            .await?
            .into_iter()
            .map(|channel| Choice {
                value: channel.id.to_string(),
                is_chosen: channel.id.to_string() == chosen,
                label: channel.display_name.clone(),
            })
            .collect(),
        problems,
    })
}

fn change_about(about: &mut About, form: &Form) -> Result<()> {
    about.display_name = form.text("displayName");
    about.description = form.filled("description").map(str::to_owned);
    if let Some(number) = form.filled("privacy") {
        let known = number.parse().ok().and_then(privacy_from_number);
        about.privacy = known.ok_or_else(|| Error::invalid("error-privacy"))?;
    }
    let channel = form.filled("videoChannelId").map(str::parse).transpose();
    about.channel_id = channel.map_err(|_| Error::invalid("error-channel"))?;
    Ok(())
}

/// Everything that is wrong with what was typed, or else what the list was refused for.
fn wrong(visit: &Visit, form: &Form, error: &Error) -> Problems {
    let wrong = problems(visit.language, &["displayName", "description", "videoChannelId"], |name| {
        let mut about = About::named("x");
        match name {
            "displayName" => about.display_name = form.text(name),
            "description" => about.description = form.filled(name).map(str::to_owned),
            _ => {
                change_about(&mut about, form)?;
                about = About { display_name: "x".to_owned(), description: None, ..about };
            }
        }
        about.checked().map(drop)
    });
    if !wrong.is_empty() {
        return wrong;
    }
    let place = match error.said.key {
        "error-picture" | "error-picture-large" => Some("thumbnailfile"),
        "error-channel" => Some("videoChannelId"),
        _ => None,
    };
    problem(visit.language, place, error)
}

pub async fn create(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let mut about = About::named("");
    let made = async {
        change_about(&mut about, &form)?;
        playlists::create(&visit.app.db, &person, about).await
    };
    match made.await {
        Ok((_, uuid)) => Ok(answer::see_other(&format!("/my/playlists/{uuid}/edit?done=playlist-made"))),
        Err(error) if error.kind == ErrorKind::Internal => Err(error),
        Err(error) => {
            let wrong = wrong(visit, &form, &error);
            with_status(page(&list_view(visit, Some(&form), wrong).await?)?, &error)
        }
    }
}

/// A list that the person may change.
async fn find(visit: &Visit, id: &str) -> Result<Playlist> {
    let person = visit.signed_in()?;
    let list = visible(visit, id).await?;
    if can_change(list.account.id, person) { Ok(list) } else { Err(Error::not_found("error-not-found")) }
}

pub async fn edit(visit: &Visit, id: &str) -> Result<Response> {
    let list = find(visit, id).await?;
    page(&edit_view(visit, &list, None, Problems::default()).await?)
}

async fn edit_view(
    visit: &Visit,
    list: &Playlist,
    typed: Option<&Form>,
    problems: Problems,
) -> Result<EditPlaylistPage> {
    let current = page_number(visit);
    let (id, start) = (list.id, (current - 1) * PAGE);
    let elements = visit.app.db.read(move |read| element::list(read, id, start, PAGE)).await?;
    let clock =
        |time: Option<i64>| time.map(|time| visit.language.clock(time.max(0) as u64)).unwrap_or_default();
    let path = list_path(list);
    let places = elements.iter().map(|one| PlaceRow {
        id: one.id,
        place: place_beside(visit, one, format!("{path}?playlistPosition={}", one.position)),
        start: clock(one.part.start),
        stop: clock(one.part.stop),
    });
    Ok(EditPlaylistPage {
        page: visit.layout(Section::Playlists, name(visit, list)),
        uuid: list.uuid.to_string(),
        title: name(visit, list),
        is_later: list.kind == Kind::WatchLater,
        form: form(visit, list.account.id, &list.about, typed, problems).await?,
        thumbnail: list_card(visit, list).thumbnail,
        total: list.length.max(0) as u64,
        places: places.collect(),
        part_error: None,
        pagination: pagination(&format!("/my/playlists/{}/edit", list.uuid), current, list.length),
        url: path,
    })
}

pub async fn save(visit: &mut Visit, id: &str) -> Result<Response> {
    let list = find(visit, id).await?;
    let (form, picture) = form_with_file(visit, &["thumbnailfile"], PICTURE_LENGTH).await?;
    visit.visitor.check_form(&form)?;
    let person = visit.signed_in()?.clone();
    let said = form.clone();
    let reference = Reference::Number(list.id);
    let saved =
        change_with(visit, &person, reference, picture, move |about| change_about(about, &said)).await;
    match saved {
        Ok(()) => Ok(answer::see_other(&format!("/my/playlists/{}/edit?done=saved", list.uuid))),
        Err(error) if error.kind == ErrorKind::Internal => Err(error),
        Err(error) => {
            let wrong = wrong(visit, &form, &error);
            with_status(page(&edit_view(visit, &list, Some(&form), wrong).await?)?, &error)
        }
    }
}

/// The buttons of a place: up, down, remove, and the part of the film that is shown.
pub async fn act(visit: &mut Visit, id: &str, element_id: &str, verb: &str) -> Result<Response> {
    let form = visit.form().await?;
    let list = find(visit, id).await?;
    let person = visit.signed_in()?.clone();
    let (reference, element_id) = (Reference::Number(list.id), number(element_id)?);
    let db = &visit.app.db;
    let done = match verb {
        "up" | "down" => playlists::step(db, &person, reference, element_id, verb == "up").await,
        "remove" => playlists::remove(db, &person, reference, element_id).await,
        "part" => match part(&form) {
            Ok(part) => playlists::set_part(db, &person, reference, element_id, move |_| part).await,
            Err(error) => Err(error),
        },
        _ => return Err(Error::not_found("error-not-found")),
    };
    match done {
        Err(error)
            if matches!(
                error.said.key,
                "error-playlist-part" | "error-playlist-time" | "error-playlist-late"
            ) =>
        {
            let part_error = Some(visit.language.said(&error.said));
            let view =
                EditPlaylistPage { part_error, ..edit_view(visit, &list, None, Problems::default()).await? };
            with_status(page(&view)?, &error)
        }
        Err(error) => Err(error),
        Ok(()) => {
            // Back to where the place now is, or to the page that it was on.
            let list_id = list.id;
            let place = db.read(move |read| element::position(read, list_id, element_id)).await?;
            let at = place.map_or(String::new(), |position| {
                let done = if verb == "part" { "done=saved&" } else { "" };
                format!("?{done}page={}#place-{element_id}", (position - 1) / i64::from(PAGE) + 1)
            });
            Ok(answer::see_other(&format!("/my/playlists/{}/edit{at}", list.uuid)))
        }
    }
}

/// Times as people write them; an empty field is none.
fn part(form: &Form) -> Result<Part> {
    let time = |name: &str| match form.filled(name) {
        None => Ok(None),
        Some(text) => seconds(text)
            .and_then(|time| i64::try_from(time).ok())
            .map(Some)
            .ok_or_else(|| Error::invalid("error-playlist-time").with("text", text)),
    };
    Ok(Part { start: time("start")?, stop: time("stop")? })
}

pub async fn ask_delete(visit: &Visit, id: &str) -> Result<Response> {
    let list = find(visit, id).await?;
    page(&DeletePlaylistPage {
        page: visit.layout(Section::Playlists, visit.language.t("playlist-delete")),
        uuid: list.uuid.to_string(),
        title: name(visit, &list),
    })
}

pub async fn delete(visit: &mut Visit, id: &str) -> Result<Response> {
    visit.form().await?;
    let list = find(visit, id).await?;
    remove(visit, visit.signed_in()?, Reference::Number(list.id)).await?;
    Ok(answer::see_other("/my/playlists?done=playlist-deleted"))
}

/// The lists to which the film can be added; none for strangers.
pub async fn keep(visit: &Visit, video_id: i64) -> Result<Option<Keep>> {
    let Some(person) = &visit.visitor.person else { return Ok(None) };
    let account_id = person.account_id;
    let filter = Filter { owner: Some(account_id), order: Order::CHANGED, ..Filter::newest(OFFERED) };
    let (found, held) = visit
        .app
        .db
        .read(move |read| {
            Ok((db::playlist::list(read, &filter)?, element::holding(read, account_id, video_id)?))
        })
        .await?;
    let (later, others): (Vec<_>, Vec<_>) =
        found.playlists.iter().partition(|list| list.kind == Kind::WatchLater);
    let kept = visit.request.query.get("kept");
    let is_new = |list: &Playlist| kept.is_some_and(|kept| kept == list.uuid.to_string());
    let lists = later.into_iter().chain(others).map(|list| {
        let is_held = held.iter().any(|holding| holding.playlist.id == list.id);
        let name = name(visit, list);
        let label = if is_held { visit.language.say("keep-held", &[("name", name.into())]) } else { name };
        Choice { value: list.uuid.to_string(), label, is_chosen: is_new(list) }
    });
    let added_to = found.playlists.iter().find(|list| is_new(list)).map(|list| name(visit, list));
    Ok(Some(Keep { lists: lists.collect(), added_to, ..Keep::default() }))
}

/// Adds the film that somebody watches to one of their lists, or to a new one.
pub async fn add(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let film = Reference::parse(form.get("film").unwrap_or_default());
    let film = film.ok_or_else(|| Error::invalid("error-video-id"))?;
    let video = visit.app.db.read(move |read| db::video::find(read, film)).await?;
    let video = video.ok_or_else(|| Error::not_found("error-video-not-found"))?;
    match put(visit, &person, &form, film).await {
        Ok(list) => Ok(answer::see_other(&format!("{}?kept={list}#keep", watch_path(&video)))),
        Err(error) if error.kind == ErrorKind::Internal => Err(error),
        Err(error) => {
            let whole = watchable(visit, &video.uuid.to_string()).await?;
            let mut view = watch::view(visit, &whole, None).await?;
            let typed = form.text("displayName");
            let said = Some(visit.language.said(&error.said));
            view.keep = view.keep.map(|keep| Keep { error: said, typed, ..keep });
            with_status(page_of_film(&view, &whole.video)?, &error)
        }
    }
}

/// The film in the list that was chosen, or in a new one; gives the list's uuid.
async fn put(visit: &Visit, person: &Person, form: &Form, film: Reference) -> Result<Uuid> {
    let db = &visit.app.db;
    let Some(list) = form.filled("playlist").and_then(Reference::parse) else {
        let about = About::named(form.get("displayName").unwrap_or_default());
        return playlists::create_with(db, person, about, film).await;
    };
    let account_id = person.account_id;
    let found = db.read(move |read| {
        let list = db::playlist::find(read, list)?;
        let video = db::video::find(read, film)?;
        let held = element::holding(read, account_id, video.map_or(0, |video| video.id))?;
        Ok((list, held))
    });
    let (known, held) = found.await?;
    let uuid = known.map(|list| list.uuid).ok_or_else(|| Error::not_found("error-playlist-not-found"))?;
    if held.iter().any(|holding| holding.playlist.uuid == uuid) {
        return Err(Error::new(ErrorKind::Conflict, "error-playlist-held"));
    }
    playlists::add(db, person, list, film, Part::default()).await?;
    Ok(uuid)
}

fn with_status(mut response: Response, error: &Error) -> Result<Response> {
    *response.status_mut() = answer::status_of(error.kind);
    Ok(response)
}
