//! Films: listed, shown, changed, deleted, watched.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher};

use serde::Deserialize;
use serde_json::json;

use super::shapes::{self, List, Site};
use crate::actions::{chapters, videos};
use crate::app::App;
use crate::db::history::Place;
use crate::db::storyboard::Storyboard;
use crate::db::video::{StreamingPlaylist, Video, VideoFile};
use crate::db::{self, account::Account, channel::Channel};
use crate::domain::chapter::Chapter;
use crate::domain::comment::CommentsPolicy;
use crate::domain::id::Reference;
use crate::domain::job::Lane;
use crate::domain::moment::Moment;
use crate::domain::schedule::Schedule;
use crate::domain::video::{Description, Order, OrderBy, Privacy};
use crate::domain::vocabulary;
use crate::error::{Error, Result};
use crate::web::admission;
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::pictures::{PICTURE_LENGTH, form_with_file, set_picture};
use crate::web::request::Form;
use crate::web::routes::Visit;

/// A film with everything that a page or the API shows of it.
pub struct Whole {
    pub video: Video,
    pub owner: Account,
    pub channel: Channel,
    pub playlist: Option<StreamingPlaylist>,
    pub files: Vec<VideoFile>,
    pub captions: Vec<db::caption::Caption>,
    pub chapters: Vec<Chapter>,
    pub storyboard: Option<Storyboard>,
}

/// The film that an address names, if the visitor may watch it.
pub async fn watchable(visit: &Visit, id: &str) -> Result<Whole> {
    let (whole, reference) = whole(visit, id).await?;
    admission::check(visit, whole.video.uuid, whole.video.guarded(), reference).await?;
    Ok(whole)
}

/// The film that an address names, for whoever asks themselves whether the visitor may watch it.
pub async fn whole(visit: &Visit, id: &str) -> Result<(Whole, Reference)> {
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let whole = visit.app.db.read(move |read| {
        let Some(video) = db::video::find(read, reference)? else { return Ok(None) };
        let owner = db::account::by_account(read, video.account.id)?;
        let channel = db::channel::by_id(read, video.channel.id)?;
        let (Some(owner), Some(channel)) = (owner, channel) else { return Ok(None) };
        Ok(Some(Whole {
            playlist: db::video::streaming_playlist(read, video.id)?,
            files: db::video::files(read, video.id)?,
            captions: db::caption::of_video(read, video.id)?,
            chapters: chapters::of(read, &video)?,
            storyboard: db::storyboard::of_video(read, video.id)?,
            video,
            owner,
            channel,
        }))
    });
    let whole = whole.await?.ok_or_else(|| Error::not_found("error-video-not-found"))?;
    Ok((whole, reference))
}

/// The row of the film that an address names, if the visitor may watch it.
pub async fn seen(visit: &Visit, id: &str) -> Result<Video> {
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let video = visit.app.db.read(move |read| db::video::find(read, reference)).await?;
    let video = video.ok_or_else(|| Error::not_found("error-video-not-found"))?;
    admission::check(visit, video.uuid, video.guarded(), reference).await?;
    Ok(video)
}

pub async fn list(visit: &Visit) -> Result<Response> {
    let filter = super::filter(visit, visit.visitor.audience(), Order::LATEST)?;
    listed(&visit.app, filter).await
}

pub async fn search(visit: &Visit) -> Result<Response> {
    let best = Order { by: OrderBy::Match, is_descending: true };
    let filter = super::filter(visit, visit.visitor.audience(), best)?;
    listed(&visit.app, filter).await
}

/// Bytes that a film of a list takes, about.
const FILM: usize = 2048;

/// A list of films as PeerTube has it.
pub async fn listed(app: &App, filter: db::video::Filter) -> Result<Response> {
    let site = Site::of(app);
    // The answer is put together where the rows are read: what crosses threads is the finished text.
    let text = app
        .db
        .read(move |read| {
            let page = db::video::list(read, &filter)?;
            let data: Vec<_> = page.videos.iter().map(|video| shapes::video(&site, video, 0)).collect();
            let mut text = Vec::with_capacity(64 + data.len() * FILM);
            serde_json::to_writer(&mut text, &List { total: page.total, data })?;
            Ok(text)
        })
        .await?;
    Ok(answer::bytes(warp::http::StatusCode::OK, "application/json; charset=utf-8", text))
}

pub async fn show(visit: &Visit, id: &str) -> Result<Response> {
    let whole = watchable(visit, id).await?;
    let site = Site::of(&visit.app);
    let viewers = visit.app.views.watching_now(whole.video.id, visit.app.now());
    let left_at = left_at(visit, &whole.video).await?;
    answer::json(&shapes::details(
        &site,
        &whole.video,
        (&whole.owner, &whole.channel),
        (whole.playlist.as_ref(), &whole.files),
        viewers,
        left_at,
    ))
}

/// Where the visitor left a film, if they are known.
pub async fn left_at(visit: &Visit, video: &Video) -> Result<Option<i64>> {
    match &visit.visitor.person {
        Some(person) => visit.app.views.place(&visit.app.db, person.account_id, video.id).await,
        None => Ok(None),
    }
}

pub async fn description(visit: &Visit, id: &str) -> Result<Response> {
    let whole = watchable(visit, id).await?;
    answer::json(&json!({ "description": whole.video.about.description }))
}

pub async fn change(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let (form, picture) = form_with_file(visit, &["thumbnailfile", "previewfile"], PICTURE_LENGTH).await?;
    let channel_id =
        form.filled("channelId").map(|id| id.parse().map_err(|_| Error::invalid("error-channel")));
    let channel_id = channel_id.transpose()?;
    // The picture first: it is what is most likely to be refused.
    if let Some(picture) = picture {
        set_picture(visit, &person, reference, &picture).await?;
    }
    videos::describe(&visit.app.db, &person, reference, channel_id, move |about| change_about(about, &form))
        .await?;
    visit.app.wake(Lane::Housekeeping);
    visit.app.wake(Lane::Sharing);
    Ok(answer::no_content())
}

/// Takes over the fields that a form of PeerTube's API names; what it leaves out stays as it is.
pub fn change_about(about: &mut Description, form: &Form) -> Result<()> {
    let optional =
        |value: &str| Some(value.to_owned()).filter(|value| !value.trim().is_empty() && value != "null");
    if let Some(name) = form.get("name") {
        about.name = name.to_owned();
    }
    if let Some(text) = form.get("description") {
        about.description = optional(text);
    }
    if let Some(text) = form.get("support") {
        about.support = optional(text);
    }
    let tags = form.all("tags");
    if !tags.is_empty() {
        about.tags = tags.into_iter().filter(|tag| tag != "null").collect();
    }
    let number = |name: &str| -> Result<Option<Option<i64>>> {
        let Some(text) = form.get(name) else { return Ok(None) };
        let Some(text) = optional(text) else { return Ok(Some(None)) };
        let number = text
            .parse()
            .map_err(|_| Error::invalid("error-parameter").with("name", name).with("maximum", ""))?;
        Ok(Some(Some(number)))
    };
    if let Some(category) = number("category")? {
        about.category = category;
    }
    if let Some(licence) = number("licence")? {
        about.licence = licence;
    }
    if let Some(language) = form.get("language") {
        about.language = optional(language);
    }
    if let Some(Some(privacy)) = number("privacy")? {
        about.privacy = Privacy::from_number(privacy).ok_or_else(|| Error::invalid("error-privacy"))?;
        // As PeerTube has it, whoever protects a film says with what, even where it is protected already.
        about.new_passwords = (about.privacy == Privacy::Protected).then(Vec::new);
    }
    let passwords = form.all("videoPasswords");
    if !passwords.is_empty() {
        about.new_passwords = Some(passwords.into_iter().filter(|password| password != "null").collect());
    }
    if let Some(schedule) = scheduled(form)? {
        about.schedule = schedule;
    }
    if form.get("nsfw").is_some() {
        about.nsfw = form.is_checked("nsfw");
    }
    if let Some(flags) = number("nsfwFlags")? {
        about.nsfw_flags = flags.unwrap_or(0);
    }
    if let Some(summary) = form.get("nsfwSummary") {
        about.nsfw_summary = optional(summary);
    }
    if form.get("commentsEnabled").is_some() {
        about.comments = match form.is_checked("commentsEnabled") {
            true => CommentsPolicy::Enabled,
            false => CommentsPolicy::Disabled,
        };
    }
    if let Some(Some(policy)) = number("commentsPolicy")? {
        about.comments =
            CommentsPolicy::from_number(policy).ok_or_else(|| Error::invalid("error-comments-policy"))?;
    }
    if form.get("downloadEnabled").is_some() {
        about.download_enabled = form.is_checked("downloadEnabled");
    }
    if let Some(text) = form.get("originallyPublishedAt") {
        about.originally_published_at = match optional(text) {
            Some(text) => {
                let moment = Moment::parse(&text);
                Some(moment.ok_or_else(|| Error::invalid("error-date"))?.0)
            }
            None => None,
        };
    }
    Ok(())
}

/// What a form says of the moment at which a film is to be opened: nothing, that there is none, or which.
fn scheduled(form: &Form) -> Result<Option<Option<Schedule>>> {
    let wrong = |name| Error::invalid("error-parameter").with("name", name).with("maximum", "");
    let said = form.all("scheduleUpdate");
    if said.is_empty() {
        return Ok(None);
    }
    if said.iter().all(|said| matches!(said.as_str(), "" | "null")) {
        return Ok(Some(None));
    }
    let at = form.filled("scheduleUpdate[updateAt]").and_then(Moment::parse);
    let at = at.ok_or_else(|| wrong("scheduleUpdate[updateAt]"))?.0;
    let privacy = match form.filled("scheduleUpdate[privacy]").filter(|text| *text != "null") {
        Some(text) => {
            let privacy = text.parse().ok().and_then(Privacy::from_number);
            Some(privacy.ok_or_else(|| wrong("scheduleUpdate[privacy]"))?)
        }
        None => None,
    };
    Ok(Some(Some(Schedule { at, privacy })))
}

pub async fn delete(visit: &Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let whole = watchable(visit, id).await?;
    videos::delete(&visit.app.db, person, reference).await?;
    visit.app.preparations.cancel(whole.video.id);
    Ok(answer::no_content())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Watching {
    current_time: f64,
}

/// A player says where its viewer is.
pub async fn watching(visit: &mut Visit, id: &str) -> Result<Response> {
    let Watching { current_time } = visit.request.json().await?;
    let whole = watchable(visit, id).await?;
    if !current_time.is_finite() || current_time < 0.0 {
        return Err(Error::invalid("error-parameter").with("name", "currentTime").with("maximum", ""));
    }
    let viewer = viewer(visit);
    let duration = whole.video.duration.max(1) as u64;
    let now = visit.app.now();
    visit.app.views.watching(whole.video.id, viewer, current_time as u64, duration, now);
    if let Some(person) = &visit.visitor.person {
        let seconds = (current_time as i64).min(whole.video.duration);
        visit.app.views.left_at(Place {
            account_id: person.account_id,
            video_id: whole.video.id,
            seconds,
            at: now,
        });
    }
    Ok(answer::no_content())
}

/// A number for a viewer that says nothing of their address once this program has ended.
fn viewer(visit: &Visit) -> u64 {
    let mut hasher = std::hash::BuildHasherDefault::<std::hash::DefaultHasher>::default().build_hasher();
    hasher.write_u64(visit.app.boot_key);
    hasher.write(visit.request.peer.address.to_string().as_bytes());
    hasher.write(visit.request.header(warp::http::header::USER_AGENT).unwrap_or_default().as_bytes());
    hasher.finish()
}

/// A token that lets players without our cookie read the files of a film that is not for everybody.
pub async fn file_token(visit: &Visit, id: &str) -> Result<Response> {
    let whole = watchable(visit, id).await?;
    let (token, expires) = auth::file_token(&visit.app, whole.video.uuid);
    answer::json(&json!({ "files": { "token": token, "expires": Moment(expires) } }))
}

pub fn categories() -> Result<Response> {
    answer::json(&BTreeMap::from(vocabulary::CATEGORIES))
}

pub fn licences() -> Result<Response> {
    answer::json(&BTreeMap::from(vocabulary::LICENCES))
}

pub fn languages() -> Result<Response> {
    answer::json(&BTreeMap::from(vocabulary::LANGUAGES))
}

pub fn privacies() -> Result<Response> {
    answer::json(&BTreeMap::from(Privacy::ALL.map(|privacy| (privacy as i64, privacy.label()))))
}
