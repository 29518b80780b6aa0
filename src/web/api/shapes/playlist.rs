//! Playlists as PeerTube's JSON has them.

use serde::Serialize;
use uuid::Uuid;

use super::{Joined, Labelled, NameShape, Site, VideoShape, name_shape, video};
use crate::db::playlist::Playlist;
use crate::db::playlist::element::{Element, Holding};
use crate::domain::account::Person;
use crate::domain::id::to_short;
use crate::domain::moment::Moment;
use crate::domain::playlist::{Place, place};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaylistShape<'a> {
    id: i64,
    uuid: Uuid,
    #[serde(rename = "shortUUID")]
    short_uuid: String,
    is_local: bool,
    url: Joined<'a, Uuid>,
    display_name: &'a str,
    description: Option<&'a str>,
    privacy: Labelled<i64, &'static str>,
    thumbnail_path: Option<Joined<'a, &'a str>>,
    embed_path: Joined<'a, Uuid>,
    #[serde(rename = "type")]
    kind: Labelled<i64, &'static str>,
    videos_length: i64,
    video_channel_position: Option<i64>,
    created_at: Moment,
    updated_at: Moment,
    owner_account: NameShape<'a>,
    video_channel: Option<NameShape<'a>>,
}

/// A film in its place; none where whoever asks may not watch it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ElementShape<'a> {
    id: i64,
    position: i64,
    start_timestamp: Option<i64>,
    stop_timestamp: Option<i64>,
    #[serde(rename = "type")]
    kind: i64,
    video: Option<VideoShape<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HoldingShape {
    playlist_element_id: i64,
    playlist_id: i64,
    playlist_display_name: String,
    #[serde(rename = "playlistShortUUID")]
    playlist_short_uuid: String,
    start_timestamp: Option<i64>,
    stop_timestamp: Option<i64>,
}

pub fn playlist<'a>(site: &'a Site, list: &'a Playlist) -> PlaylistShape<'a> {
    let about = &list.about;
    let thumbnail = list.thumbnail.as_deref().or(list.first_thumbnail.as_deref());
    PlaylistShape {
        id: list.id,
        uuid: list.uuid,
        short_uuid: to_short(list.uuid),
        is_local: true,
        url: Joined(&site.address, "/video-playlists/", list.uuid),
        display_name: &about.display_name,
        description: about.description.as_deref(),
        privacy: Labelled { id: about.privacy as i64, label: about.privacy.label() },
        thumbnail_path: thumbnail.map(|name| Joined("", "/lazy-static/thumbnails/", name)),
        embed_path: Joined("", "/video-playlists/embed/", list.uuid),
        kind: Labelled { id: list.kind as i64, label: list.kind.label() },
        videos_length: list.length,
        video_channel_position: list.channel_position,
        created_at: list.created_at,
        updated_at: list.updated_at,
        owner_account: name_shape(site, "/accounts/", &list.account),
        video_channel: list.channel.as_deref().map(|name| name_shape(site, "/video-channels/", name)),
    }
}

pub fn element<'a>(site: &'a Site, element: &'a Element, person: Option<&Person>) -> ElementShape<'a> {
    let found = place(element.video.as_ref().map(|film| film.guarded()), person);
    ElementShape {
        id: element.id,
        position: element.position,
        start_timestamp: element.part.start,
        stop_timestamp: element.part.stop,
        kind: found as i64,
        video: element.video.as_ref().filter(|_| found == Place::Film).map(|film| video(site, film, 0)),
    }
}

pub fn holding(holding: Holding) -> HoldingShape {
    HoldingShape {
        playlist_element_id: holding.element_id,
        playlist_id: holding.playlist.id,
        playlist_short_uuid: to_short(holding.playlist.uuid),
        playlist_display_name: holding.playlist.about.display_name,
        start_timestamp: holding.part.start,
        stop_timestamp: holding.part.stop,
    }
}
