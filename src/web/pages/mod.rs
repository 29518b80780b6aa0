//! The pages: one file a page, each fills one struct of `views`.

pub mod about;
pub mod account;
pub mod admin;
pub mod all_comments;
pub mod blocklist;
pub mod bookmarks;
pub mod browse;
pub mod channel;
pub mod comments;
pub mod contact;
pub mod errors;
pub mod federation;
mod fields;
pub mod followers;
pub mod friends;
pub mod history;
pub mod home;
pub mod interaction;
pub mod join;
pub mod login;
pub mod login_code;
pub mod lost;
pub mod mail;
pub mod my_channels;
pub mod my_playlists;
pub mod my_videos;
pub mod notifications;
pub mod password;
pub mod people;
pub mod person;
pub mod playlist;
pub mod preferences;
pub mod publish;
pub mod publish_folder;
pub mod reports;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod setup;
pub mod subscriptions;
pub mod team;
pub mod two_factor;
pub mod verify;
pub mod video_blocks;
pub mod video_ownership;
pub mod watch;

use askama::Template;
use warp::http::{HeaderValue, StatusCode, header};

use self::fields::{problem, problems};
use super::answer::{self, Response};
use super::api::overviews;
use super::markdown;
use super::request::Form;
use super::routes::Visit;
use super::views::{
    self, Banner, ChannelLink, Face, FilmCard, Layout, Notice, NoticeKind, Pagination, Section, Theme,
};
use crate::app::App;
use crate::db::channel::Channel;
use crate::db::video::{Audience, Filter, Narrow, Video};
use crate::db::{self, Read};
use crate::domain::account::Person;
use crate::domain::channel::check_handle;
use crate::domain::id::to_short;
use crate::domain::picture::Picture;
use crate::domain::video::Privacy;
use crate::error::{Error, Result};
use crate::i18n::Language;

/// What a page may load and who may show it (W3C Content Security Policy Level 3).
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; \
    connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'";

/// Films on one page of a list.
const PAGE: u32 = 24;

/// The same for a page that plays a film of another server: where its files are, the page may ask for them. That its
/// playlist names a store beside it is usual, so it may be anywhere on an encrypted line.
fn policy_for(video: &Video) -> String {
    let Some(origin) = &video.origin else { return POLICY.to_owned() };
    let from = match url::Url::parse(&origin.url) {
        Ok(url) if url.scheme() == "http" => url.origin().ascii_serialization(),
        _ => "https:".to_owned(),
    };
    POLICY
        .replace("connect-src 'self'", &format!("connect-src 'self' {from}"))
        .replace("media-src 'self'", &format!("media-src 'self' {from}"))
}

/// Answers with the page of a film.
fn page_of_film(view: &views::WatchPage, video: &Video) -> Result<Response> {
    html_with(StatusCode::OK, view, &policy_for(video), "'none'")
}

/// Answers with the player of a film in a frame.
fn frame_of_film(view: &views::EmbedPage, video: &Video) -> Result<Response> {
    html_with(StatusCode::OK, view, &policy_for(video), "*")
}

/// Answers with a page that only this site may show.
fn page(template: &impl Template) -> Result<Response> {
    html(StatusCode::OK, template, "'none'")
}

fn html(status: StatusCode, template: &impl Template, ancestors: &str) -> Result<Response> {
    html_with(status, template, POLICY, ancestors)
}

fn html_with(
    status: StatusCode,
    template: &impl Template,
    policy: &str,
    ancestors: &str,
) -> Result<Response> {
    let text = template.render().map_err(|error| Error::internal(format!("filling a page: {error}")))?;
    let mut response = answer::bytes(status, "text/html; charset=utf-8", text);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie, accept-language"));
    Ok(answer::with_header(
        response,
        header::CONTENT_SECURITY_POLICY,
        format!("{policy}; frame-ancestors {ancestors}"),
    ))
}

impl Visit {
    /// What every page shows around its own content.
    fn layout(&self, section: Section, title: impl Into<String>) -> Layout {
        let person = self.visitor.person.as_ref();
        Layout {
            title: title.into(),
            section,
            csrf: self.visitor.form_token(),
            unread: self.visitor.unread,
            notices: self.notices(),
            taste: self.taste(),
            ..layout(&self.app, self.request.cookie("theme"), self.language, &self.path(), person)
        }
    }

    /// Where the footer's switches come back to: this page, or the one whose form was refused.
    fn path(&self) -> String {
        if self.request.is_read_only() {
            return self.request.path.clone();
        }
        let from = self.request.header(header::REFERER).and_then(|from| url::Url::parse(from).ok());
        let host = self.request.header(header::HOST).unwrap_or_default();
        let from = from.filter(|from| host.starts_with(from.host_str().unwrap_or("\0")));
        from.map_or_else(
            || "/".to_owned(),
            |from| from[url::Position::BeforePath..url::Position::AfterQuery].to_owned(),
        )
    }

    /// The form of a request, after it has shown that it comes from a page of ours.
    async fn form(&mut self) -> Result<Form> {
        let form = self.request.form().await?;
        self.visitor.check_form(&form)?;
        Ok(form)
    }

    /// What has just been done, as the address says it (`?done=saved`): only sentences that we know.
    fn notices(&self) -> Vec<Notice> {
        let key = match self.request.query.get("done") {
            Some("saved") => "notice-saved",
            Some("deleted") => "notice-deleted",
            Some("undeleted") => "notice-undeleted",
            Some("signed-out") => "logout-done",
            Some("open") => "setup-done",
            Some("joined") => "notice-joined",
            Some("account-deleted") => "notice-account-deleted",
            Some("member-deleted") => "notice-member-deleted",
            Some("mail-sent") => "mail-sent",
            Some("mail-forgotten") => "mail-forgotten",
            Some("erased") => "notice-erased",
            Some("session-ended") => "notice-session-ended",
            Some("two-factor-off") => "notice-two-factor-off",
            Some("password") => "notice-password",
            Some("import") => "notice-import",
            Some("upload-forgotten") => "sending-cancelled",
            Some("schedule-withdrawn") => "notice-schedule-withdrawn",
            Some("caption") => "notice-caption",
            Some("sent") => "notice-sent",
            Some("team-invited") => "notice-team-invited",
            Some("team-removed") => "notice-team-removed",
            Some("team-left") => "notice-team-left",
            Some("team-joined") => "notice-team-joined",
            Some("team-declined") => "notice-team-declined",
            Some("give-offered") => "notice-give-offered",
            Some("give-withdrawn") => "notice-give-withdrawn",
            Some("give-taken") => "notice-give-taken",
            Some("give-refused") => "notice-give-refused",
            Some("give-film-taken") => "notice-give-film-taken",
            Some("give-film-refused") => "notice-give-film-refused",
            Some("channel-opened") => "notice-channel-opened",
            Some("channel-deleted") => "notice-channel-deleted",
            Some("channel-undeleted") => "notice-channel-undeleted",
            Some("reported") => "notice-reported",
            Some("muted") => "notice-muted",
            Some("unmuted") => "notice-unmuted",
            Some("invited") => "people-invited",
            Some("verify-sent") => "verify-sent",
            Some("friend-asked") => "notice-friend-asked",
            Some("friend-left") => "notice-friend-left",
            Some("playlist-made") => "playlist-made",
            Some("playlist-deleted") => "playlist-deleted",
            _ => return Vec::new(),
        };
        let film = self.request.query.get("film").filter(|film| uuid::Uuid::try_parse(film).is_ok());
        let channel = self.request.query.get("channel").filter(|handle| check_handle(handle).is_ok());
        let undo = match (self.request.query.get("done"), film, channel) {
            (Some("deleted"), Some(film), _) => Some(format!("/my/videos/{film}/undelete")),
            (Some("channel-deleted"), _, Some(handle)) => Some(format!("/my/channels/{handle}/undelete")),
            _ => None,
        };
        let label = || self.language.t("notice-undo").to_owned();
        let action = undo.map(|path| views::NoticeAction { path, label: label() });
        vec![Notice { kind: NoticeKind::Good, text: self.language.t(key).to_owned(), action }]
    }

    /// The latest films that the visitor finds in lists.
    fn films(&self, count: u32) -> Filter {
        let narrow = Narrow { nsfw: overviews::nsfw(self), ..Narrow::default() };
        let viewer = self.visitor.account_id();
        Filter { audience: self.visitor.audience(), viewer, narrow, ..Filter::latest(count) }
    }

    /// The person, or an error that leads to the sign-in page.
    fn signed_in(&self) -> Result<&Person> {
        self.visitor.person()
    }
}

fn layout(app: &App, theme: Option<&str>, language: Language, path: &str, person: Option<&Person>) -> Layout {
    let settings = app.settings();
    Layout {
        language,
        theme: theme.and_then(Theme::from_code).unwrap_or_default(),
        site_name: settings.name.clone(),
        origin: app.address(),
        path: path.to_owned(),
        description: settings.short_description.clone(),
        person: person.map(|person| views::Person {
            username: person.username.clone(),
            display_name: person.display_name.clone(),
            is_admin: person.is_administrator(),
            is_moderator: person.is_moderator(),
        }),
        ..Layout::default()
    }
}

/// A film as lists show it.
fn card(video: &Video) -> FilmCard {
    FilmCard {
        url: watch_path(video),
        title: video.about.name.clone(),
        thumbnail: video.thumbnail.as_ref().map(|name| format!("/lazy-static/thumbnails/{name}")),
        duration_seconds: video.duration.max(0) as u64,
        channel_name: video.channel.display_name.clone(),
        channel_url: format!("/c/{}/videos", video.channel.handle),
        published: video.published_at.0 / 1000,
        views: video.views.max(0) as u64,
        privacy: privacy(video.about.privacy),
        is_audio: false,
        is_sensitive: video.about.nsfw,
        flags: video.about.nsfw_flags,
        host: video.origin.as_ref().map(|origin| origin.host.clone()),
        summary: video
            .about
            .description
            .as_deref()
            .map(|text| markdown::to_text(text, 200))
            .unwrap_or_default(),
    }
}

/// A channel as lists show it, with the number of its films that these readers find.
fn channel_link(
    read: &Read,
    channel: Channel,
    audience: Audience,
    viewer: Option<i64>,
) -> Result<ChannelLink> {
    let count = Filter { audience, viewer, channel_id: Some(channel.id), ..Filter::latest(0) };
    Ok(ChannelLink {
        url: format!("/c/{}/videos", channel.handle),
        avatar: face(&channel.avatars),
        name: channel.about.display_name,
        films: db::video::list(read, &count)?.total.max(0) as u64,
    })
}

/// The round picture of an account or a channel, if there is one.
fn face(pictures: &[Picture]) -> Option<Face> {
    let [small, large] = paths("avatars", pictures, [120, 600])?;
    Some(Face { small, large })
}

/// The wide picture over a channel's page, if there is one.
fn banner(pictures: &[Picture]) -> Option<Banner> {
    let [small, large] = paths("banners", pictures, [600, 1920])?;
    Some(Banner { small, large })
}

/// The paths of the sizes that are at least so many pixels wide, or the largest there are.
fn paths<const N: usize>(folder: &str, pictures: &[Picture], widths: [u32; N]) -> Option<[String; N]> {
    let largest = pictures.last()?;
    Some(widths.map(|width| {
        let picture = pictures.iter().find(|picture| picture.width >= width).unwrap_or(largest);
        format!("/lazy-static/{folder}/{}", picture.file)
    }))
}

fn watch_path(video: &Video) -> String {
    format!("/w/{}", to_short(video.uuid))
}

fn privacy(privacy: Privacy) -> views::Privacy {
    match privacy {
        Privacy::Public => views::Privacy::Public,
        Privacy::Unlisted => views::Privacy::Unlisted,
        Privacy::Private => views::Privacy::Private,
        Privacy::Internal => views::Privacy::Internal,
        Privacy::Protected => views::Privacy::Protected,
    }
}

/// The number of the page that is asked for, from 1 on.
fn page_number(visit: &Visit) -> u32 {
    visit.request.query.get("page").and_then(|text| text.parse().ok()).unwrap_or(1).clamp(1, 10_000)
}

/// Where a list stands; `path` is the page's own, with its other parameters and a `?`.
fn pagination(path: &str, current: u32, total: i64) -> Pagination {
    let pages = (total.max(0) as u64).div_ceil(PAGE.into()).max(1);
    let joint = if path.contains('?') { '&' } else { '?' };
    let to = |number: u32| format!("{path}{joint}page={number}");
    Pagination {
        page: current.into(),
        pages,
        previous: (current > 1).then(|| to(current - 1)),
        next: (u64::from(current) < pages).then(|| to(current + 1)),
    }
}
