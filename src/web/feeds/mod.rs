//! Feeds of the newest films and comments: what a request asks for, and what a feed holds. One file a format writes it.
//!
//! Addresses, parameters and elements are PeerTube's (6.3.0, `tests/fixtures/peertube-6.3/feeds`). A feed holds public
//! films alone, whoever asks, and says the same to everybody: its own words are in the language of the site.

mod atom;
mod comments;
mod json;
mod podcast;
mod rss;

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::json;
use warp::http::StatusCode;

use super::answer::{self, Response};
use super::api::{self, channels::known_name, shapes::media_address, videos::watchable};
use super::markdown;
use super::routes::Visit;
use super::views::asset_url;
use crate::actions::chapters;
use crate::db::account::Account;
use crate::db::caption::Caption;
use crate::db::channel::Channel;
use crate::db::video::{Filter, Narrow, Sensitive, StreamingPlaylist, Video, VideoFile};
use crate::db::{self, Read};
use crate::domain::id::to_short;
use crate::domain::moment::Moment;
use crate::domain::sensitive::Policy;
use crate::domain::video::Order;
use crate::error::{Error, Kind, Result};
use crate::i18n::{Argument, Language};

pub use comments::comments;

/// Films in a feed, and seconds for which a reader may keep it: PeerTube's defaults.
const FILMS: u32 = 20;
const KEPT: u32 = 900;

/// Whose films a feed holds.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one of it for each request")]
enum Subject {
    Everybody,
    Channel(Channel, Account),
    Account(Account),
    /// The channels that this account follows.
    Subscriptions(Account),
}

/// A feed, whatever its format.
struct Feed {
    title: String,
    description: String,
    /// The page that shows the same.
    page: String,
    /// Its own address.
    address: String,
    site: String,
    site_name: String,
    language: Language,
    rights: String,
    updated: Moment,
    /// The owner of the channel, if it is a channel's.
    owner: Option<Account>,
    /// File of the largest picture of the channel or account.
    avatar: Option<String>,
    films: Vec<Film>,
}

/// A film with what feeds say of it.
struct Film {
    video: Video,
    playlist: Option<StreamingPlaylist>,
    files: Vec<VideoFile>,
    captions: Vec<Caption>,
    has_chapters: bool,
}

/// `/feeds/videos.<format>`.
pub async fn videos(visit: &Visit, format: &str) -> Result<Response> {
    let (kind, write) = format_of(visit, format)?;
    let query = &visit.request.query;
    let is_local = match query.get("isLocal") {
        Some("false") => Some(false),
        Some("true") => Some(true),
        _ => None,
    };
    let filter = Filter {
        narrow: Narrow { is_local, ..narrow(visit)? },
        order: api::order(query, Order::LATEST)?,
        ..Filter::latest(FILMS)
    };
    let subject = subject(visit).await?;
    answered(visit, subject, filter, kind, write).await
}

/// `/feeds/subscriptions.<format>`: the films of the channels that somebody follows, for whoever has their token.
pub async fn subscriptions(visit: &Visit, format: &str) -> Result<Response> {
    let (kind, write) = format_of(visit, format)?;
    let query = &visit.request.query;
    let account_id: i64 =
        query.get("accountId").and_then(|id| id.parse().ok()).ok_or_else(|| wrong("accountId"))?;
    let token = query.get("token").unwrap_or_default().to_owned();
    let account = visit.app.db.read(move |read| db::account::by_feed_token(read, account_id, &token)).await?;
    let account = account.ok_or_else(|| Error::new(Kind::Forbidden, "error-feed-token"))?;
    let filter = Filter { narrow: narrow(visit)?, ..Filter::latest(FILMS) };
    answered(visit, Subject::Subscriptions(account), filter, kind, write).await
}

/// Whether sensitive films are in: as the address says, or else as the site does it.
fn narrow(visit: &Visit) -> Result<Narrow> {
    let hides = visit.app.settings().nsfw_policy == Policy::Hide;
    let only = api::nsfw(&visit.request.query)?.or(hides.then_some(false));
    Ok(Narrow { nsfw: Sensitive { only, ..Sensitive::default() }, ..Narrow::default() })
}

/// What writes a feed in one format.
type Write = fn(&Feed) -> String;

/// The kind of a format's files, and what writes them.
fn format_of(visit: &Visit, format: &str) -> Result<(&'static str, Write)> {
    Ok(match visit.request.query.get("format").unwrap_or(format) {
        "xml" => ("application/xml; charset=utf-8", rss::write),
        "rss" | "rss2" => ("application/rss+xml; charset=utf-8", rss::write),
        "atom" | "atom1" => ("application/atom+xml; charset=utf-8", atom::write),
        "json" | "json1" => ("application/json; charset=utf-8", json::write),
        _ => return Err(wrong("format")),
    })
}

/// `/feeds/podcast/videos.xml`: a channel as a podcast.
pub async fn podcast(visit: &Visit) -> Result<Response> {
    let subject = subject(visit).await?;
    if !matches!(subject, Subject::Channel(..)) {
        return Err(wrong("videoChannelId"));
    }
    let filter = Filter { narrow: narrow(visit)?, ..Filter::latest(FILMS) };
    answered(visit, subject, filter, "application/rss+xml; charset=utf-8", podcast::write).await
}

/// The chapters of a film as podcast applications read them (JSON chapters 1.2.0 of the podcast namespace).
pub async fn podcast_chapters(visit: &Visit, file: &str) -> Result<Response> {
    let id = file.strip_suffix(".json").ok_or_else(|| Error::not_found("error-not-found"))?;
    let whole = watchable(visit, id).await?;
    let chapters: Vec<_> = whole
        .chapters
        .iter()
        .map(|chapter| json!({ "startTime": chapter.timecode, "title": chapter.title }))
        .collect();
    let text = json!({ "version": "1.2.0", "chapters": chapters }).to_string();
    Ok(answer::bytes(StatusCode::OK, "application/json+chapters; charset=utf-8", text))
}

/// Whose films are asked for: a channel's or an account's, by its number or by its name.
async fn subject(visit: &Visit) -> Result<Subject> {
    let query = &visit.request.query;
    let number = |name: &'static str| -> Result<Option<i64>> {
        let Some(text) = query.get(name).filter(|text| !text.is_empty()) else { return Ok(None) };
        text.parse().ok().filter(|&id| id > 0).map(Some).ok_or_else(|| wrong(name))
    };
    let name =
        |name: &str| query.get(name).filter(|text| !text.is_empty()).map(|text| known_name(visit, text));
    let (channel_id, account_id) = (number("videoChannelId")?, number("accountId")?);
    let (channel_name, account_name) = (name("videoChannelName"), name("accountName"));
    let found = visit.app.db.read(move |read| {
        let channel = match (channel_id, &channel_name) {
            (Some(id), _) => db::channel::by_id(read, id)?,
            (None, Some(name)) => db::channel::by_handle(read, name)?,
            (None, None) => {
                let account = match (account_id, &account_name) {
                    (Some(id), _) => db::account::by_account(read, id)?,
                    (None, Some(name)) => db::account::by_name(read, name)?,
                    (None, None) => return Ok(Some(Subject::Everybody)),
                };
                return Ok(account.map(Subject::Account));
            }
        };
        let Some(channel) = channel else { return Ok(None) };
        let owner = db::account::by_account(read, channel.account_id)?;
        Ok(owner.map(|owner| Subject::Channel(channel, owner)))
    });
    found.await?.ok_or_else(|| Error::not_found("error-not-found"))
}

async fn answered(
    visit: &Visit,
    subject: Subject,
    filter: Filter,
    kind: &'static str,
    write: Write,
) -> Result<Response> {
    let filter = match &subject {
        Subject::Everybody => filter,
        Subject::Channel(channel, _) => Filter { channel_id: Some(channel.id), ..filter },
        Subject::Account(account) => Filter { account_id: Some(account.id), ..filter },
        Subject::Subscriptions(account) => {
            Filter { follower_id: Some(account.id), viewer: Some(account.id), ..filter }
        }
    };
    let films = visit
        .app
        .db
        .read(move |read| {
            let videos = db::video::list(read, &filter)?.videos;
            videos.into_iter().map(|video| film(read, video)).collect::<Result<Vec<_>>>()
        })
        .await?;
    let version = version(visit, &subject, &films);
    answer::kept(&visit.request.headers, version, KEPT, || {
        Ok(answer::bytes(StatusCode::OK, kind, write(&feed(visit, subject, films))))
    })
}

fn film(read: &Read, video: Video) -> Result<Film> {
    Ok(Film {
        playlist: db::video::streaming_playlist(read, video.id)?,
        files: db::video::files(read, video.id)?,
        captions: db::caption::of_video(read, video.id)?,
        has_chapters: !chapters::of(read, &video)?.is_empty(),
        video,
    })
}

/// A number that changes with whatever a feed says, the views aside.
fn version(visit: &Visit, subject: &Subject, films: &[Film]) -> u64 {
    let mut hasher = DefaultHasher::new();
    let settings = visit.app.settings();
    (env!("CARGO_PKG_VERSION"), visit.app.address(), &settings.language).hash(&mut hasher);
    (&settings.name, &settings.short_description, &settings.description).hash(&mut hasher);
    format!("{subject:?}").hash(&mut hasher);
    for Film { video, playlist, files, captions, has_chapters } in films {
        (video.id, video.updated_at, has_chapters).hash(&mut hasher);
        let others = (&video.channel, &video.account, playlist, files, captions);
        format!("{others:?}").hash(&mut hasher);
    }
    hasher.finish()
}

fn feed(visit: &Visit, subject: Subject, films: Vec<Film>) -> Feed {
    let settings = visit.app.settings();
    let language = Language::from_code(&settings.language).unwrap_or_default();
    let site = visit.app.address();
    let mut avatars = Vec::new();
    let (title, words, page, owner) = match subject {
        Subject::Everybody => {
            let words = [&settings.short_description, &settings.description];
            let words = words.into_iter().find(|words| !words.is_empty()).cloned();
            (settings.name.clone(), words, site.clone(), None)
        }
        Subject::Channel(channel, owner) => {
            avatars = channel.avatars;
            (
                channel.about.display_name,
                channel.about.description,
                channel_page(&site, &channel.handle),
                Some(owner),
            )
        }
        Subject::Account(account) => {
            avatars = account.avatars;
            (account.display_name, account.description, account_page(&site, &account.name), None)
        }
        Subject::Subscriptions(account) => {
            let title = [("name", Argument::Text(account.display_name))];
            (language.say("feed-subscriptions", &title), None, format!("{site}/videos/subscriptions"), None)
        }
    };
    Feed {
        // No format has a feed without a description.
        description: words.map_or(title.clone(), |words| markdown::to_text(&words, 1000)),
        title,
        page,
        address: format!("{site}{}", visit.request.path),
        rights: language.say("feed-rights", &[("address", Argument::Text(format!("{site}/about")))]),
        site,
        site_name: settings.name.clone(),
        language,
        updated: films.iter().map(|film| film.video.updated_at).max().unwrap_or(visit.app.now()),
        owner,
        avatar: avatars.into_iter().max_by_key(|picture| picture.width).map(|picture| picture.file),
        films,
    }
}

impl Feed {
    fn generator(&self) -> String {
        format!("Lucarne - {}", self.site)
    }

    /// The largest picture of the channel or account, or else the site's own.
    fn picture(&self) -> String {
        match &self.avatar {
            Some(file) => format!("{}/lazy-static/avatars/{file}", self.site),
            None => format!("{}{}", self.site, asset_url("icon-512.png")),
        }
    }

    fn watch(&self, film: &Film) -> String {
        format!("{}/w/{}", self.site, to_short(film.video.uuid))
    }

    fn file(&self, film: &Film, name: &str) -> String {
        media_address(&self.site, &film.video, name)
    }

    fn preview(&self, film: &Film) -> Option<String> {
        film.video.preview.as_ref().map(|name| format!("{}/lazy-static/previews/{name}", self.site))
    }

    fn thumbnail(&self, film: &Film) -> Option<String> {
        film.video.thumbnail.as_ref().map(|name| format!("{}/lazy-static/thumbnails/{name}", self.site))
    }

    /// What a film is filed under: its category in the words of the site, then its tags.
    fn categories(&self, film: &Film) -> Vec<String> {
        let about = &film.video.about;
        let category = about.category.and_then(|category| self.language.entry("category", category));
        category.map(str::to_owned).into_iter().chain(about.tags.iter().cloned()).collect()
    }
}

impl Film {
    /// The description on one line.
    fn summary(&self) -> String {
        self.words().map(|words| markdown::to_text(words, usize::MAX)).unwrap_or_default()
    }

    fn html(&self) -> String {
        self.words().map(markdown::to_html).unwrap_or_default()
    }

    fn words(&self) -> Option<&str> {
        self.video.about.description.as_deref()
    }

    fn language(&self) -> Option<&str> {
        self.video.about.language.as_deref()
    }
}

fn kind_of(file: &VideoFile) -> &'static str {
    if file.has_video { "video/mp4" } else { "audio/mp4" }
}

fn channel_page(site: &str, handle: &str) -> String {
    format!("{site}/c/{handle}/videos")
}

fn account_page(site: &str, name: &str) -> String {
    format!("{site}/a/{name}/video-channels")
}

fn wrong(name: &'static str) -> Error {
    Error::invalid("error-parameter").with("name", name).with("maximum", "")
}
