//! Playlists for whoever watches: the film with the list beside it, in others' pages, and the lists of a channel
//! or of a person.

use warp::http::StatusCode;

use super::{PAGE, frame_of_film, page, page_number, page_of_film, pagination, privacy, watch};
use crate::db;
use crate::db::playlist::element::{self, Element};
use crate::db::playlist::{Filter, Playlist};
use crate::domain::id::to_short;
use crate::domain::playlist::{Kind, Part, Place, can_change, place};
use crate::domain::video::{Privacy, can_watch};
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::api::playlists::visible;
use crate::web::api::videos::{Whole, watchable};
use crate::web::api::{accounts, channels};
use crate::web::routes::Visit;
use crate::web::views::{
    Beside, EmptyPlaylistPage, PlaceBeside, Player, PlaylistCard, PlaylistsPage, Section,
};

/// Places that stand beside a film at once.
const SHOWN: u32 = 50;

/// Lists on the page of a channel or of a person.
const FEW: u32 = 4;

/// A list at one of its films.
struct Playing {
    list: Playlist,
    whole: Whole,
    part: Part,
    position: i64,
    /// The nearest places whose films can be watched.
    previous: Option<i64>,
    next: Option<i64>,
}

pub async fn show(visit: &Visit, id: &str) -> Result<Response> {
    let list = visible(visit, id).await?;
    // One list has one address; the others lead to it.
    if id != to_short(list.uuid) || visit.request.segments.first().is_some_and(|first| first != "w") {
        let query =
            visit.request.path.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
        return Ok(answer::redirect(StatusCode::FOUND, &format!("{}{query}", list_path(&list))));
    }
    let (title, edit_url) = (name(visit, &list), edit_url(visit, &list));
    let Some(playing) = playing(visit, list).await? else {
        return page(&EmptyPlaylistPage { page: visit.layout(Section::Videos, title), edit_url });
    };
    let path = list_path(&playing.list);
    let to = |position: i64| format!("{path}?playlistPosition={position}");
    let beside = beside(visit, &playing, to).await?;
    let mut view = watch::view(visit, &playing.whole, None).await?;
    view.player = in_list(visit, view.player, &playing, beside.next.as_deref());
    view.player.autoplay = visit.request.query.get("autoplay") == Some("1");
    view.beside = Some(beside);
    page_of_film(&view, &playing.whole.video)
}

pub async fn embed(visit: &Visit, id: &str) -> Result<Response> {
    let list = visible(visit, id).await?;
    let playing = playing(visit, list).await?;
    let playing = playing.ok_or_else(|| Error::not_found("error-playlist-not-found"))?;
    let path = format!("/video-playlists/embed/{}", playing.list.uuid);
    let query = &visit.request.query;
    let to = |position: i64| format!("{path}?{}", query.at_place(position));
    let beside = beside(visit, &playing, to).await?;
    let mut view = watch::embed_view(visit, &playing.whole);
    view.watch_url = format!("{}{}", visit.app.address(), list_path(&playing.list))
        + &format!("?playlistPosition={}", playing.position);
    view.player = in_list(visit, view.player, &playing, beside.next.as_deref());
    if let Some(outside) = &mut view.player.outside {
        outside.position = Some(beside.position);
        outside.previous.clone_from(&beside.previous);
        outside.next.clone_from(&beside.next);
    }
    view.beside = Some(beside);
    frame_of_film(&view, &playing.whole.video)
}

/// What plays: the place that the address names or, where nothing can be watched there, the nearest behind it.
async fn playing(visit: &Visit, list: Playlist) -> Result<Option<Playing>> {
    let asked = visit.request.query.get("playlistPosition").and_then(|text| text.parse().ok()).unwrap_or(1);
    let asked = i64::clamp(asked, 1, list.length.max(1));
    let person = visit.visitor.person.clone();
    let id = list.id;
    let found = visit.app.db.read(move |read| {
        let near = |position, is_forward| {
            element::nearest(read, id, position, is_forward, |film| {
                can_watch(film.guarded(), person.as_ref())
            })
        };
        let Some(current) = near(asked - 1, true)?.map_or_else(|| near(asked, false), |one| Ok(Some(one)))?
        else {
            return Ok(None);
        };
        let position_of = |element: Option<Element>| element.map(|element| element.position);
        let previous = position_of(near(current.position, false)?);
        let next = position_of(near(current.position, true)?);
        Ok(Some((current, previous, next)))
    });
    let Some((current, previous, next)) = found.await? else { return Ok(None) };
    let Element { position, part, video: Some(video), .. } = current else { return Ok(None) };
    let whole = watchable(visit, &video.id.to_string()).await?;
    Ok(Some(Playing { list, whole, part, position, previous, next }))
}

/// The player with the part of the film that the list shows, unless the address says another, and what follows.
fn in_list(visit: &Visit, player: Player, playing: &Playing, next: Option<&str>) -> Player {
    let query = &visit.request.query;
    let is_asked = query.get("start").is_some() || query.get("stop").is_some();
    let part = if is_asked { Part::default() } else { playing.part };
    let seconds = |time: Option<i64>| time.and_then(|time| u64::try_from(time).ok());
    Player {
        start_seconds: seconds(part.start).or(player.start_seconds),
        stop_seconds: seconds(part.stop).or(player.stop_seconds),
        next_url: next.map(|next| format!("{next}&autoplay=1")),
        ..player
    }
}

async fn beside(visit: &Visit, playing: &Playing, to: impl Fn(i64) -> String) -> Result<Beside> {
    let list = &playing.list;
    let first = (playing.position - 1) / i64::from(SHOWN) * i64::from(SHOWN);
    let (id, start) = (list.id, first as u32);
    let elements = visit.app.db.read(move |read| element::list(read, id, start, SHOWN)).await?;
    let owner = list.channel.as_ref().map_or_else(
        || (list.account.display_name.clone(), format!("/a/{}", list.account.handle)),
        |channel| (channel.display_name.clone(), format!("/c/{}/videos", channel.handle)),
    );
    let places = elements.iter().map(|element| {
        let is_current = element.position == playing.position;
        PlaceBeside { is_current, ..place_beside(visit, element, to(element.position)) }
    });
    let behind = first + i64::from(SHOWN);
    Ok(Beside {
        title: name(visit, list),
        url: list_path(list),
        is_public: list.about.privacy == Privacy::Public,
        owner_name: owner.0,
        owner_url: owner.1,
        edit_url: edit_url(visit, list),
        position: playing.position as u64,
        total: list.length.max(0) as u64,
        places: places.collect(),
        previous: playing.previous.map(&to),
        next: playing.next.map(&to),
        earlier: (first > 0).then(|| to(first - i64::from(SHOWN) + 1)),
        later: (behind < list.length).then(|| to(behind + 1)),
    })
}

/// A place as lists show it; `url` is where it leads, if its film can be watched.
pub fn place_beside(visit: &Visit, element: &Element, url: String) -> PlaceBeside {
    let film = element.video.as_ref();
    let found = place(film.map(|film| film.guarded()), visit.visitor.person.as_ref());
    let position = element.position.max(0) as u64;
    let told =
        |key| PlaceBeside { position, title: visit.language.t(key).to_owned(), ..PlaceBeside::default() };
    match (film, found) {
        (Some(film), Place::Film) => PlaceBeside {
            position,
            url: Some(url),
            title: film.about.name.clone(),
            thumbnail: film.thumbnail.as_ref().map(|name| format!("/lazy-static/thumbnails/{name}")),
            duration_seconds: film.duration.max(0) as u64,
            is_current: false,
        },
        (_, Place::Deleted) => told("playlist-gone"),
        _ => told("playlist-hidden"),
    }
}

/// The name of a list in the reader's language.
pub fn name(visit: &Visit, list: &Playlist) -> String {
    match list.kind {
        Kind::WatchLater => visit.language.t("playlist-later").to_owned(),
        Kind::Regular => list.about.display_name.clone(),
    }
}

pub fn list_path(list: &Playlist) -> String {
    format!("/w/p/{}", to_short(list.uuid))
}

fn edit_url(visit: &Visit, list: &Playlist) -> Option<String> {
    let can_edit = visit.visitor.person.as_ref().is_some_and(|person| can_change(list.account.id, person));
    can_edit.then(|| format!("/my/playlists/{}/edit", list.uuid))
}

pub fn list_card(visit: &Visit, list: &Playlist) -> PlaylistCard {
    let thumbnail = list.thumbnail.as_ref().or(list.first_thumbnail.as_ref());
    PlaylistCard {
        url: list_path(list),
        title: name(visit, list),
        thumbnail: thumbnail.map(|name| format!("/lazy-static/thumbnails/{name}")),
        films: list.length.max(0) as u64,
        privacy: privacy(list.about.privacy),
    }
}

pub async fn of_channel(visit: &Visit, handle: &str) -> Result<Response> {
    let (channel, _) = channels::find(visit, handle).await?;
    let (publisher, _) = visit.app.db.read(move |read| read.publisher(channel.id)).await?;
    let url = format!("/c/{}/videos", publisher.handle);
    let filter = Filter { channel_id: Some(publisher.id), ..Filter::newest(PAGE) };
    let path = format!("/c/{}/video-playlists", publisher.handle);
    listed(visit, publisher.display_name.clone(), url, path, filter).await
}

pub async fn of_account(visit: &Visit, name: &str) -> Result<Response> {
    let account = accounts::find(visit, name).await?;
    let url = format!("/a/{}", account.name);
    let filter = Filter { account_id: Some(account.id), ..Filter::newest(PAGE) };
    let path = format!("/a/{}/video-playlists", account.name);
    listed(visit, account.display_name, url, path, filter).await
}

async fn listed(visit: &Visit, name: String, url: String, path: String, filter: Filter) -> Result<Response> {
    let current = page_number(visit);
    let filter = Filter { start: (current - 1) * PAGE, ..filter };
    let found = visit.app.db.read(move |read| db::playlist::list(read, &filter)).await?;
    let title = visit.language.say("playlists-of", &[("name", name.clone().into())]);
    page(&PlaylistsPage {
        page: visit.layout(Section::Videos, title),
        lists: found.playlists.iter().map(|list| list_card(visit, list)).collect(),
        pagination: pagination(&path, current, found.total),
        name,
        url,
    })
}

/// The newest public lists for the page of a channel or a person, and where all of them are, if there are any.
pub async fn few(visit: &Visit, filter: Filter, path: String) -> Result<(Vec<PlaylistCard>, Option<String>)> {
    let filter = Filter { count: FEW, has_films: true, ..filter };
    let found = visit.app.db.read(move |read| db::playlist::list(read, &filter)).await?;
    let lists: Vec<_> = found.playlists.iter().map(|list| list_card(visit, list)).collect();
    let path = (!lists.is_empty()).then_some(path);
    Ok((lists, path))
}
