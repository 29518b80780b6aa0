//! The JSON of PeerTube: what a film, a channel and an account look like in lists and alone.
//!
//! Source: answers of a PeerTube 6.3.0, kept under `tests/fixtures/peertube-6.3/rest`.

pub mod collaborator;
pub mod follower;
pub mod notification;
mod pictures;
pub mod playlist;
pub mod report;
pub mod user;

use std::borrow::Cow;
use std::fmt::{Display, Formatter};

use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::app::App;
use crate::db::account::Account;
use crate::db::channel::{Channel, Name};
use crate::db::video::{StreamingPlaylist, Video, VideoFile};
use crate::domain::comment::CommentsPolicy;
use crate::domain::id::to_short;
use crate::domain::moment::Moment;
use crate::domain::schedule::Schedule;
use crate::domain::sensitive::Policy;
use crate::domain::torrent::trackers;
use crate::domain::video::{State, truncated};
use crate::domain::vocabulary;

pub use pictures::{Pictures, avatars, banners};

/// What shapes need of the site: its address and host, put together once for an answer.
pub struct Site {
    pub address: String,
    pub host: String,
    /// What it does with sensitive films.
    pub nsfw_policy: Policy,
    pub sends_mail: bool,
}

impl Site {
    pub fn of(app: &App) -> Self {
        let settings = app.settings();
        Self {
            address: app.address(),
            host: app.host(),
            nsfw_policy: settings.nsfw_policy,
            sends_mail: settings.mail.is_some(),
        }
    }
}

#[derive(Serialize)]
pub struct List<T> {
    pub total: i64,
    pub data: Vec<T>,
}

/// A number or code with its label; `null` and "Unknown" where there is none.
#[derive(Serialize)]
pub struct Labelled<I, L> {
    pub id: I,
    pub label: L,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NameShape<'a> {
    id: i64,
    display_name: &'a str,
    name: &'a str,
    url: Joined<'a, &'a str>,
    host: &'a str,
    avatars: Pictures<'a>,
}

/// An address, written straight into the answer: a list has dozens of them.
pub struct Joined<'a, T>(&'a str, &'a str, T);

impl<T: Display> Display for Joined<'_, T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0)?;
        formatter.write_str(self.1)?;
        self.2.fmt(formatter)
    }
}

impl<T: Display> Serialize for Joined<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where a film is: here, or on another server.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Address<'a> {
    Here(Joined<'a, Uuid>),
    Elsewhere(&'a str),
}

/// A film in a list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VideoShape<'a> {
    id: i64,
    uuid: Uuid,
    #[serde(rename = "shortUUID")]
    short_uuid: String,
    url: Address<'a>,
    name: &'a str,
    category: Labelled<Option<i64>, &'static str>,
    licence: Labelled<Option<i64>, &'static str>,
    language: Labelled<Option<&'a str>, &'static str>,
    privacy: Labelled<i64, &'static str>,
    nsfw: bool,
    nsfw_flags: i64,
    nsfw_summary: Option<&'a str>,
    truncated_description: Option<Cow<'a, str>>,
    description: Option<Cow<'a, str>>,
    is_local: bool,
    duration: i64,
    aspect_ratio: Option<f64>,
    views: i64,
    viewers: usize,
    likes: i64,
    dislikes: i64,
    thumbnail_path: Joined<'a, &'a str>,
    preview_path: Joined<'a, &'a str>,
    embed_path: Joined<'a, Uuid>,
    created_at: Moment,
    updated_at: Moment,
    published_at: Moment,
    originally_published_at: Option<Moment>,
    is_live: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<NameShape<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<NameShape<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<Labelled<i64, &'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_history: Option<UserHistory>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_update: Option<ScheduleShape>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    block: Option<BlockShape<'a>>,
}

/// Whether whoever keeps the house has blocked the film, and why.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BlockShape<'a> {
    blacklisted: bool,
    blacklisted_reason: Option<&'a str>,
}

/// Where the person who asks left the film.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UserHistory {
    current_time: i64,
}

/// When the film is to be opened, and for whom.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScheduleShape {
    update_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    privacy: Option<i64>,
}

/// A film alone.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VideoDetails<'a> {
    #[serde(flatten)]
    video: VideoShape<'a>,
    account: AccountShape<'a>,
    channel: ChannelShape<'a>,
    streaming_playlists: Vec<PlaylistShape>,
    files: Vec<FileShape>,
    support: Option<&'a str>,
    description_path: String,
    tags: &'a [String],
    comments_enabled: bool,
    comments_policy: Labelled<i64, &'static str>,
    download_enabled: bool,
    wait_transcoding: bool,
    input_file_updated_at: Option<()>,
    state: Labelled<i64, &'static str>,
    tracker_urls: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaylistShape {
    id: i64,
    #[serde(rename = "type")]
    kind: i64,
    playlist_url: String,
    segments_sha256_url: String,
    redundancies: [(); 0],
    files: Vec<FileShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FileShape {
    id: i64,
    resolution: Labelled<i64, String>,
    width: i64,
    height: i64,
    magnet_uri: Option<String>,
    size: i64,
    fps: i64,
    /// Never null: NewPipe drops every stream of the film otherwise.
    torrent_url: String,
    torrent_download_url: String,
    file_url: String,
    file_download_url: String,
    metadata_url: String,
    has_audio: bool,
    has_video: bool,
    storage: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountShape<'a> {
    url: String,
    name: &'a str,
    host: &'a str,
    avatars: Pictures<'a>,
    id: i64,
    host_redundancy_allowed: bool,
    following_count: i64,
    followers_count: i64,
    created_at: Moment,
    display_name: &'a str,
    description: Option<&'a str>,
    updated_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChannelShape<'a> {
    url: String,
    name: &'a str,
    host: &'a str,
    avatars: Pictures<'a>,
    id: i64,
    host_redundancy_allowed: bool,
    following_count: i64,
    followers_count: i64,
    created_at: Moment,
    banners: Pictures<'a>,
    display_name: &'a str,
    description: Option<&'a str>,
    support: Option<&'a str>,
    is_local: bool,
    updated_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_account: Option<AccountShape<'a>>,
}

fn name_shape<'a>(site: &'a Site, path: &'a str, name: &'a Name) -> NameShape<'a> {
    let elsewhere = name.url.as_deref().zip(name.handle.split_once('@'));
    let (url, handle, host) = match elsewhere {
        Some((url, (handle, host))) => (Joined("", "", url), handle, host),
        None => (Joined(&site.address, path, &*name.handle), &*name.handle, &*site.host),
    };
    NameShape {
        id: name.id,
        display_name: &name.display_name,
        name: handle,
        url,
        host,
        avatars: avatars(site, &name.avatars),
    }
}

/// A film as lists have it. `viewers` is how many are watching now.
pub fn video<'a>(site: &'a Site, video: &'a Video, viewers: usize) -> VideoShape<'a> {
    let about = &video.about;
    let description = about.description.as_deref().map(truncated);
    VideoShape {
        id: video.id,
        short_uuid: to_short(video.uuid),
        url: match &video.origin {
            None => Address::Here(Joined(&site.address, "/videos/watch/", video.uuid)),
            Some(origin) => Address::Elsewhere(&origin.url),
        },
        name: &about.name,
        category: labelled(about.category, vocabulary::category),
        licence: labelled(about.licence, vocabulary::licence),
        language: labelled(about.language.as_deref(), vocabulary::language),
        privacy: Labelled { id: about.privacy as i64, label: about.privacy.label() },
        nsfw: about.nsfw,
        nsfw_flags: about.nsfw_flags,
        nsfw_summary: about.nsfw_summary.as_deref(),
        truncated_description: description.clone(),
        description,
        is_local: video.origin.is_none(),
        duration: video.duration,
        aspect_ratio: video.aspect_ratio,
        views: video.views,
        viewers,
        likes: video.likes,
        dislikes: video.dislikes,
        thumbnail_path: picture("/lazy-static/thumbnails/", video.thumbnail.as_deref()),
        preview_path: picture("/lazy-static/previews/", video.preview.as_deref()),
        embed_path: Joined("", "/videos/embed/", video.uuid),
        uuid: video.uuid,
        created_at: video.created_at,
        updated_at: video.updated_at,
        published_at: video.published_at,
        originally_published_at: about.originally_published_at.map(Moment),
        is_live: false,
        account: Some(name_shape(site, "/accounts/", &video.account)),
        channel: Some(name_shape(site, "/video-channels/", &video.channel)),
        state: None,
        user_history: None,
        scheduled_update: None,
        block: None,
    }
}

/// A film as the history of whoever left it at `seconds` has it.
pub fn watched_video<'a>(site: &'a Site, film: &'a Video, viewers: usize, seconds: i64) -> VideoShape<'a> {
    VideoShape { user_history: Some(UserHistory { current_time: seconds }), ..video(site, film, viewers) }
}

/// A film as its owner's list has it: with its state, and what is to become of it.
pub fn own_video<'a>(site: &'a Site, film: &'a Video) -> VideoShape<'a> {
    VideoShape {
        state: Some(state(film.state)),
        scheduled_update: film.about.schedule.map(schedule),
        block: Some(block(film)),
        ..video(site, film, 0)
    }
}

fn schedule(schedule: Schedule) -> ScheduleShape {
    ScheduleShape { update_at: schedule.moment(), privacy: schedule.privacy.map(|privacy| privacy as i64) }
}

fn block(film: &Video) -> BlockShape<'_> {
    let block = film.block.as_ref();
    BlockShape {
        blacklisted: block.is_some(),
        blacklisted_reason: block.and_then(|block| block.reason.as_deref()),
    }
}

fn state(state: State) -> Labelled<i64, &'static str> {
    let state = state.told();
    Labelled { id: state as i64, label: state.label() }
}

/// The path of a picture; the site's own one while a film has none.
pub fn picture<'a>(folder: &'a str, name: Option<&'a str>) -> Joined<'a, &'a str> {
    name.map_or(Joined("", "/assets/", "no-picture.svg"), |name| Joined("", folder, name))
}

/// The address of a playlist or a file of a film. `site` is the site's own, empty for a path; films of other servers are
/// played from there.
pub fn media_address(site: &str, video: &Video, name: &str) -> String {
    match video.origin {
        None => format!("{site}{}/{name}", files_path(video)),
        Some(_) => name.to_owned(),
    }
}

/// Where a film's files are served: those that are not for everybody under their own path, as PeerTube has it.
fn files_path(video: &Video) -> String {
    let private = if video.about.privacy.is_open() { "" } else { "private/" };
    format!("/static/streaming-playlists/hls/{private}{}", video.uuid)
}

/// Everything about a film.
pub fn details<'a>(
    site: &'a Site,
    film: &'a Video,
    people: (&'a Account, &'a Channel),
    media: (Option<&'a StreamingPlaylist>, &'a [VideoFile]),
    viewers: usize,
    left_at: Option<i64>,
) -> VideoDetails<'a> {
    let (owner, its_channel) = people;
    let (playlist, files) = media;
    let address = |name: &str| media_address(&site.address, film, name);
    let shapes: Vec<_> = files.iter().map(|one| file(site, film, one)).collect();
    // Films of other servers may be of PeerTube's older kind, whole files without a playlist.
    let (in_playlist, alone) = if playlist.is_some() { (shapes, Vec::new()) } else { (Vec::new(), shapes) };
    let about = &film.about;
    VideoDetails {
        video: VideoShape {
            account: None,
            channel: None,
            description: about.description.as_deref().map(Cow::from),
            user_history: left_at.map(|seconds| UserHistory { current_time: seconds }),
            scheduled_update: about.schedule.map(schedule),
            block: Some(block(film)),
            ..video(site, film, viewers)
        },
        account: account(site, owner),
        channel: channel(site, its_channel, Some(owner)),
        streaming_playlists: playlist
            .map(|playlist| PlaylistShape {
                id: playlist.id,
                kind: 1,
                playlist_url: address(&playlist.master),
                segments_sha256_url: address(&playlist.hashes),
                redundancies: [],
                files: in_playlist,
            })
            .into_iter()
            .collect(),
        files: alone,
        support: about.support.as_deref(),
        description_path: format!("/api/v1/videos/{}/description", film.uuid),
        tags: &about.tags,
        comments_enabled: about.comments != CommentsPolicy::Disabled,
        comments_policy: Labelled { id: about.comments as i64, label: about.comments.label() },
        download_enabled: about.download_enabled,
        wait_transcoding: true,
        input_file_updated_at: None,
        state: state(film.state),
        tracker_urls: tracker_urls(site, film),
    }
}

/// Where those who watch a film meet; nobody meets over one that is not for everybody who has its address.
fn tracker_urls(site: &Site, film: &Video) -> Vec<String> {
    if let Some(origin) = &film.origin {
        return origin.trackers.clone();
    }
    if film.state != State::Published || !film.about.privacy.is_open() {
        return Vec::new();
    }
    let (socket, http) = trackers(&site.address);
    vec![http, socket]
}

fn file(site: &Site, film: &Video, file: &VideoFile) -> FileShape {
    let label = match file.resolution {
        0 => "Audio only".to_owned(),
        resolution => format!("{resolution}p"),
    };
    let file_url = media_address(&site.address, film, &file.file);
    let torrent = file.torrent.as_ref();
    FileShape {
        id: file.id,
        resolution: Labelled { id: file.resolution, label },
        width: file.width,
        height: file.height,
        magnet_uri: torrent.map(|one| one.magnet(&site.address, &film.about.name, &file_url)),
        size: file.bytes,
        fps: file.fps,
        torrent_url: torrent.map(|one| one.address(&site.address)).unwrap_or_default(),
        torrent_download_url: torrent.map(|one| one.download_address(&site.address)).unwrap_or_default(),
        file_url,
        file_download_url: match film.origin {
            None => format!(
                "{}/download/streaming-playlists/hls/videos/{}-{}-fragmented.mp4",
                site.address, film.uuid, file.resolution
            ),
            Some(_) => file.file.clone(),
        },
        metadata_url: format!("{}/api/v1/videos/{}/metadata/{}", site.address, film.uuid, file.id),
        has_audio: file.has_audio,
        has_video: file.has_video,
        storage: 0,
    }
}

pub fn account<'a>(site: &'a Site, account: &'a Account) -> AccountShape<'a> {
    let (name, host) = account.name.split_once('@').unwrap_or((&account.name, &site.host));
    let own = || format!("{}/accounts/{}", site.address, account.name);
    AccountShape {
        url: account.home.as_ref().map_or_else(own, |home| home.url.clone()),
        name,
        host,
        avatars: avatars(site, &account.avatars),
        id: account.id,
        host_redundancy_allowed: false,
        following_count: 0,
        followers_count: 0,
        created_at: account.created_at,
        display_name: &account.display_name,
        description: account.description.as_deref(),
        updated_at: account.updated_at,
        user_id: account.user_id,
    }
}

pub fn channel<'a>(site: &'a Site, channel: &'a Channel, owner: Option<&'a Account>) -> ChannelShape<'a> {
    let own = || format!("{}/video-channels/{}", site.address, channel.handle);
    let elsewhere = channel.home.as_ref().and_then(|_| channel.handle.split_once('@'));
    let (name, host) = elsewhere.unwrap_or((&channel.handle, &site.host));
    ChannelShape {
        url: channel.home.as_ref().map_or_else(own, |home| home.url.clone()),
        name,
        host,
        avatars: avatars(site, &channel.avatars),
        id: channel.id,
        host_redundancy_allowed: false,
        following_count: 0,
        followers_count: channel.followers,
        created_at: channel.created_at,
        banners: banners(site, &channel.banners),
        display_name: &channel.about.display_name,
        description: channel.about.description.as_deref(),
        support: channel.about.support.as_deref(),
        is_local: channel.home.is_none(),
        updated_at: channel.updated_at,
        owner_account: owner.map(|owner| account(site, owner)),
    }
}

fn labelled<I: Copy>(
    id: Option<I>,
    label: impl Fn(I) -> Option<&'static str>,
) -> Labelled<Option<I>, &'static str> {
    Labelled { id, label: id.and_then(label).unwrap_or("Unknown") }
}
