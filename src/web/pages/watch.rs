//! Watching a film, on its page and inside others' pages.

use warp::http::StatusCode;

use super::comments::{self, Refused};
use super::my_videos::planned_at;
use super::subscriptions;
use super::{
    card, face, frame_of_film, markdown, my_playlists, page_of_film, password, privacy, video_blocks,
    watch_path,
};
use crate::db;
use crate::db::video::{Filter, Video, VideoFile};
use crate::domain::chapter::Chapter;
use crate::domain::id::{Reference, to_short};
use crate::domain::sensitive::{EXPLICIT_SEX, VIOLENT};
use crate::domain::video::{Description, State, can_change, can_watch};
use crate::domain::vocabulary;
use crate::error::{Error, Result};
use crate::web::admission::token_for;
use crate::web::answer::{self, Response};
use crate::web::api::shapes::media_address;
use crate::web::api::storyboards;
use crate::web::api::videos::{Whole, left_at, watchable};
use crate::web::elsewhere;
use crate::web::routes::Visit;
use crate::web::views::{
    Caption, ChapterRow, Cover, EmbedPage, FilmHome, FilmPage, Outside, Player, PlayerFile, PlayerState,
    Section, Sharing, Storyboard, WatchPage,
};

/// Other films of the channel, or else the latest, under the film.
const RELATED: u32 = 6;

pub async fn show(visit: &Visit, id: &str) -> Result<Response> {
    if Reference::parse(id).is_none() {
        return Err(Error::not_found("error-video-not-found"));
    }
    let whole = match watchable(visit, id).await {
        Err(error) if password::is_missing(&error) => return password::ask(visit, id).await,
        whole => whole?,
    };
    // One film has one address; the others lead to it.
    if id != to_short(whole.video.uuid) || visit.request.segments.first().is_some_and(|first| first != "w") {
        let query =
            visit.request.path.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
        return Ok(answer::redirect(StatusCode::FOUND, &format!("{}{query}", watch_path(&whole.video))));
    }
    elsewhere::watched(visit, &whole.video).await?;
    page_of_film(&view(visit, &whole, None).await?, &whole.video)
}

/// The page of a film with what could not be said under it.
pub async fn shown(visit: &Visit, id: &str, refused: Refused) -> Result<Response> {
    let whole = watchable(visit, id).await?;
    page_of_film(&view(visit, &whole, Some(refused)).await?, &whole.video)
}

/// The page of a film, without a list beside it.
pub(super) async fn view(visit: &Visit, whole: &Whole, refused: Option<Refused>) -> Result<WatchPage> {
    let video = &whole.video;
    let related = related(visit, video).await?;
    let rating = comments::rating(visit, video).await?;
    let (comments, pagination) = comments::under(visit, video, refused).await?;
    let description = video.about.description.clone().unwrap_or_default();
    let mut layout = visit.layout(Section::Videos, video.about.name.clone());
    layout.description = markdown::to_text(&description, 200);
    let person = visit.visitor.person.as_ref();
    let can_edit = person.is_some_and(|person| can_change(video.holding(), person));
    let film = FilmPage {
        uuid: video.uuid.to_string(),
        url: watch_path(video),
        title: video.about.name.clone(),
        description_text: layout.description.clone(),
        description_html: markdown::to_html(&description),
        preview_url: video.preview.as_ref().map(|name| format!("/lazy-static/previews/{name}")),
        duration_seconds: video.duration.max(0) as u64,
        published: video.published_at.0 / 1000,
        views: video.views.max(0) as u64,
        privacy: privacy(video.about.privacy),
        planned: planned_at(&video.about).filter(|_| can_edit),
        category: video.about.category.map(|id| id as u32),
        licence: video.about.licence.map(|id| id as u32),
        language: video.about.language.clone(),
        tags: video.about.tags.clone(),
        chapters: whole.chapters.iter().map(chapter).collect(),
        channel_name: whole.channel.about.display_name.clone(),
        channel_url: format!("/c/{}/videos", whole.channel.handle),
        channel_avatar: face(&whole.channel.avatars),
        support_html: markdown::to_html(
            video.about.support.as_deref().or(whole.channel.about.support.as_deref()).unwrap_or_default(),
        ),
        account_name: whole.owner.display_name.clone(),
        account_url: format!("/a/{}", whole.owner.name),
        width: size(whole).0,
        height: size(whole).1,
        downloads: match video.about.download_enabled && video.origin.is_none() {
            true => downloads(visit, whole),
            false => Vec::new(),
        },
        home: video
            .origin
            .as_ref()
            .map(|origin| FilmHome { host: origin.host.clone(), page: origin.page.clone() }),
    };
    Ok(WatchPage {
        player: Player {
            left_at: left_at(visit, video).await?.map(|at| at.max(0) as u64),
            ..player(visit, whole)
        },
        edit_url: can_edit.then(|| format!("/my/videos/{}/edit", video.uuid)),
        related: related.iter().map(card).collect(),
        follow: subscriptions::button(visit, &whole.channel).await?,
        rating,
        comments,
        pagination,
        share_start: (visit.request.query.get("share").and_then(seconds))
            .filter(|start| video.duration == 0 || (*start as i64) < video.duration)
            .unwrap_or(0),
        beside: None,
        may_go_home: person.is_none()
            && video.about.privacy.is_open()
            && visit.app.federation().await?.is_some(),
        home_handle: String::new(),
        home_problem: None,
        // Whoever had to show a password could not come to the film by a list.
        keep: match can_watch(video.guarded(), person) {
            true => my_playlists::keep(visit, video.id).await?,
            false => None,
        },
        block: video_blocks::under(visit, video),
        page: layout,
        film,
    })
}

pub async fn embed(visit: &Visit, id: &str) -> Result<Response> {
    let whole = match watchable(visit, id).await {
        Err(error) if password::is_missing(&error) => return password::ask_framed(visit, None),
        whole => whole?,
    };
    frame_of_film(&embed_view(visit, &whole), &whole.video)
}

pub(super) fn embed_view(visit: &Visit, whole: &Whole) -> EmbedPage {
    let query = &visit.request.query;
    let player = player(visit, whole);
    let is_on =
        |name: &str, default: bool| query.get(name).map_or(default, |value| !matches!(value, "0" | "false"));
    EmbedPage {
        page: visit.layout(Section::Other, whole.video.about.name.clone()),
        watch_url: format!("{}{}", visit.app.address(), watch_path(&whole.video)),
        shows_title: is_on("title", true),
        shows_link: is_on("peertubeLink", true),
        player: Player {
            autoplay: is_on("autoplay", false) && player.cover.is_none(),
            muted: is_on("muted", false),
            loops: is_on("loop", false),
            hides_controls: !is_on("controls", true),
            caption_language: query.get("subtitle").map(str::to_owned),
            // In the pages of others nobody has been asked.
            sharing: player.sharing.clone().filter(|_| is_on("p2p", false)),
            outside: scope(visit).map(|scope| Outside { scope, ..Outside::default() }),
            ..player
        },
        beside: None,
    }
}

/// The name in front of the messages of the embed API, where the page around a frame asks for it.
pub(super) fn scope(visit: &Visit) -> Option<String> {
    let query = &visit.request.query;
    let is_asked = query.get("api").is_some_and(|value| !matches!(value, "" | "0" | "false"));
    is_asked.then(|| query.get("scope").filter(|scope| !scope.is_empty()).unwrap_or("peertube").to_owned())
}

async fn related(visit: &Visit, video: &Video) -> Result<Vec<Video>> {
    let channel_id = video.channel.id;
    let mut others = Filter { except: Some(video.id), ..visit.films(RELATED) };
    others.narrow.is_local = video.origin.is_none().then_some(true);
    visit
        .app
        .db
        .read(move |read| {
            let of_channel = Filter { channel_id: Some(channel_id), ..others.clone() };
            let mut films = db::video::list(read, &of_channel)?.videos;
            if films.is_empty() {
                films = db::video::list(read, &others)?.videos;
            }
            Ok(films)
        })
        .await
}

/// What the player needs, on the page and in an embed.
fn player(visit: &Visit, whole: &Whole) -> Player {
    let video = &whole.video;
    let is_ready = whole.playlist.is_some() || video.origin.is_some();
    let (width, height) = size(whole);
    let length = video.duration.max(0) as u64;
    let query = &visit.request.query;
    let token = token_for(visit, video.uuid, video.guarded());
    let opened = |address: String| with_token(address, token.as_deref());
    Player {
        uuid: video.uuid.to_string(),
        title: video.about.name.clone(),
        master_url: whole.playlist.as_ref().map(|playlist| {
            let address = opened(media_address("", video, &playlist.master));
            if token.is_some() { format!("{address}&reinjectVideoFileToken=true") } else { address }
        }),
        files: plain_files(&whole.files)
            .map(|file| PlayerFile {
                url: opened(media_address("", video, &file.file)),
                ..player_file(visit, file)
            })
            .collect(),
        poster_url: video.preview.as_ref().map(|name| opened(format!("/lazy-static/previews/{name}"))),
        captions: captions(visit, whole, token.as_deref()),
        storyboard: whole.storyboard.as_ref().map(|sheet| storyboard(sheet, token.as_deref())),
        duration_seconds: length,
        width,
        height,
        is_audio: is_ready && whole.files.iter().all(|file| !file.has_video),
        state: if is_ready { PlayerState::Ready } else { state(visit, video) },
        views_url: opened(format!("/api/v1/videos/{}/views", video.uuid)),
        caption_language: query.get("subtitle").map(str::to_owned),
        start_seconds: query.get("start").and_then(seconds).filter(|start| length == 0 || *start < length),
        stop_seconds: query.get("stop").and_then(seconds),
        cover: cover(visit, &video.about).filter(|_| is_ready),
        sharing: sharing(visit, whole),
        ..Player::default()
    }
}

/// How segments are shared, where site and visitor wish it and whoever has the film's address may watch it.
fn sharing(visit: &Visit, whole: &Whole) -> Option<Sharing> {
    let video = &whole.video;
    let is_wished = visit.visitor.person.as_ref().is_none_or(|person| person.shares);
    let is_open = video.state == State::Published && video.about.privacy.is_open();
    // Films of others have trackers of their own, on servers that nobody here has agreed to ask.
    let is_shared = is_wished && is_open && video.origin.is_none() && visit.app.settings().shares;
    let playlist = whole.playlist.as_ref().filter(|_| is_shared)?;
    Some(Sharing {
        swarm: media_address(&visit.app.address(), video, &playlist.master),
        hashes_url: media_address("", video, &playlist.hashes),
    })
}

/// An address that opens for a player whose cookies nobody sends.
/// What lies over a sensitive film, if the visitor wishes to be asked.
fn cover(visit: &Visit, about: &Description) -> Option<Cover> {
    let reasons = [(VIOLENT, "film-violent"), (EXPLICIT_SEX, "film-explicit-sex")];
    let reasons = reasons.into_iter().filter(|(flag, _)| about.nsfw_flags & flag != 0);
    (about.nsfw && visit.taste().of(about.nsfw_flags).asks()).then(|| Cover {
        reasons: reasons.map(|(_, key)| key).collect(),
        words: about.nsfw_summary.clone().unwrap_or_default(),
    })
}

fn with_token(address: String, token: Option<&str>) -> String {
    let Some(token) = token else { return address };
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}videoFileToken={token}")
}

fn storyboard(storyboard: &db::storyboard::Storyboard, token: Option<&str>) -> Storyboard {
    Storyboard {
        url: with_token(storyboards::path(&storyboard.file), token),
        columns: storyboard.total_width / storyboard.sprite_width.max(1),
        width: storyboard.sprite_width,
        height: storyboard.sprite_height,
        seconds: storyboard.sprite_seconds,
    }
}

fn chapter(chapter: &Chapter) -> ChapterRow {
    ChapterRow { seconds: chapter.timecode.max(0) as u64, title: chapter.title.clone() }
}

/// Whole files for a plain `<video>`: the best that a phone on a home line can take comes first.
fn plain_files(files: &[VideoFile]) -> impl Iterator<Item = &VideoFile> {
    let (modest, large): (Vec<_>, Vec<_>) =
        files.iter().filter(|file| file.has_video).partition(|file| file.resolution <= 480);
    let modest =
        if modest.is_empty() { files.iter().filter(|file| !file.has_video).collect() } else { modest };
    modest.into_iter().chain(large)
}

fn player_file(visit: &Visit, file: &VideoFile) -> PlayerFile {
    let label = match file.resolution {
        0 => visit.language.t("player-sound-only").to_owned(),
        resolution => format!("{resolution}p"),
    };
    PlayerFile { url: String::new(), label, height: file.resolution as u32, bytes: file.bytes as u64 }
}

fn downloads(visit: &Visit, whole: &Whole) -> Vec<PlayerFile> {
    let token = token_for(visit, whole.video.uuid, whole.video.guarded());
    let path = |file: &VideoFile| {
        let path = format!("/download/videos/generate/{}?videoFileIds={}", whole.video.uuid, file.id);
        with_token(path, token.as_deref())
    };
    whole.files.iter().map(|file| PlayerFile { url: path(file), ..player_file(visit, file) }).collect()
}

fn captions(visit: &Visit, whole: &Whole, token: Option<&str>) -> Vec<Caption> {
    let label = |code: &str| {
        let own = visit.language.entry("language", code).or(vocabulary::language(code));
        own.unwrap_or(code).to_owned()
    };
    whole
        .captions
        .iter()
        .map(|caption| Caption {
            label: label(&caption.language),
            url: with_token(format!("/lazy-static/video-captions/{}", caption.file), token),
            language: caption.language.clone(),
        })
        .collect()
}

fn state(visit: &Visit, video: &Video) -> PlayerState {
    match (video.state, &video.failure) {
        (State::PreparationFailed, Some(key)) => {
            PlayerState::Failed { message: super::my_videos::failure(visit, key) }
        }
        _ => {
            let progress = visit.app.preparations.progress(video.id);
            PlayerState::Preparing {
                share: progress.map_or(0, |progress| (progress.share * 100.0) as u8),
                left_seconds: progress.and_then(|progress| progress.left_seconds).map(u64::from),
            }
        }
    }
}

fn size(whole: &Whole) -> (u32, u32) {
    let largest = whole.files.iter().max_by_key(|file| file.resolution);
    largest.filter(|file| file.has_video).map_or((1280, 720), |file| (file.width as u32, file.height as u32))
}

/// A time as PeerTube writes it into addresses: `83`, `1m23s`, `1h2m3s`; and as people do: `1:23`.
pub fn seconds(text: &str) -> Option<u64> {
    if text.len() > 16 {
        return None;
    }
    let text = text.trim().to_ascii_lowercase();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(seconds);
    }
    if text.contains(':') {
        let parts = text.splitn(3, ':').map(str::parse::<u64>);
        return parts.enumerate().try_fold(0u64, |total, (place, part)| {
            let part = part.ok().filter(|part| place == 0 || *part < 60)?;
            total.checked_mul(60)?.checked_add(part)
        });
    }
    let (mut total, mut number) = (0u64, String::new());
    for letter in text.chars() {
        let unit = match letter {
            '0'..='9' => {
                number.push(letter);
                continue;
            }
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(unit)?)?;
        number.clear();
    }
    number.is_empty().then_some(total).filter(|_| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn start_times_are_read_as_peertube_writes_them() {
        assert_eq!(seconds("83"), Some(83));
        assert_eq!(seconds("1m23s"), Some(83));
        assert_eq!(seconds("1h2m3s"), Some(3723));
        assert_eq!(seconds("1:02:03"), Some(3723));
        assert_eq!(seconds("0:03"), Some(3));
        for text in ["", "abc", "1:", ":5", "1:75", "1:2:3:4", "1x", "m", "12h3", "99999999999999999999"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
