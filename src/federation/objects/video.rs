//! The document of a film. What a PeerTube demands of it before it keeps one: a duration as `PT<n>S`, a picture with
//! its sizes, a list of addresses, an account and a channel behind it.

use serde_json::{Value, json};

use crate::db::caption::Caption;
use crate::db::storyboard::Storyboard;
use crate::db::video::{StreamingPlaylist, Video, VideoFile};
use crate::db::{self, Read};
use crate::domain::comment::CommentsPolicy;
use crate::domain::moment::Moment;
use crate::domain::sensitive;
use crate::domain::swarm_name::by_position;
use crate::domain::torrent::{hexadecimal, trackers};
use crate::domain::video::{Privacy, State};
use crate::domain::vocabulary;
use crate::error::Result;
use crate::federation::address::{Address, PUBLIC};

/// Everything of a film that its document says.
pub struct Film {
    pub video: Video,
    playlist: Option<StreamingPlaylist>,
    files: Vec<VideoFile>,
    captions: Vec<Caption>,
    storyboard: Option<Storyboard>,
}

impl Film {
    pub fn read(read: &Read, video: Video) -> Result<Self> {
        Ok(Self {
            playlist: db::video::streaming_playlist(read, video.id)?,
            files: db::video::files(read, video.id)?,
            captions: db::caption::of_video(read, video.id)?,
            storyboard: db::storyboard::of_video(read, video.id)?,
            video,
        })
    }
}

/// Whether others are told of a film by themselves.
pub fn is_told(video: &Video) -> bool {
    video.origin.is_none() && video.state == State::Published && video.about.privacy == Privacy::Public
}

/// Whom a film is addressed to: everybody, and those who follow its account.
pub fn audience(address: &Address, video: &Video) -> (Vec<String>, Vec<String>) {
    let followers = format!("{}/followers", address.account(&video.account.handle));
    match video.about.privacy {
        Privacy::Public => (vec![PUBLIC.to_owned()], vec![followers]),
        _ => (Vec::new(), vec![PUBLIC.to_owned(), followers]),
    }
}

pub fn video(address: &Address, film: &Film) -> Value {
    let Film { video, .. } = film;
    let about = &video.about;
    let id = address.video(video.uuid);
    let (to, cc) = audience(address, video);
    let channel = address.channel(&video.channel.handle);
    let of = |part: &str| format!("{id}/{part}");
    let labelled = |identifier: String, name: Option<&str>| json!({ "identifier": identifier, "name": name });
    let held = about.comments == CommentsPolicy::RequiresApproval;
    json!({
        "to": to,
        "cc": cc,
        "audience": channel,
        "type": "Video",
        "id": id,
        "name": about.name,
        "duration": format!("PT{}S", video.duration),
        "uuid": video.uuid,
        "category": about.category.map(|number| labelled(number.to_string(), vocabulary::category(number))),
        "licence": about.licence.map(|number| labelled(number.to_string(), vocabulary::licence(number))),
        "language": about.language.as_ref().map(|code| labelled(code.clone(), vocabulary::language(code))),
        "views": video.views,
        "sensitive": about.nsfw,
        "summary": about.nsfw_summary,
        "waitTranscoding": true,
        "state": video.state as i64,
        "commentsEnabled": about.comments != CommentsPolicy::Disabled,
        // Where answers are read before others see them, everybody is named as those who may ask.
        "canReply": held.then_some(PUBLIC),
        "commentsPolicy": about.comments as i64,
        "downloadEnabled": about.download_enabled,
        "published": video.published_at,
        "originallyPublishedAt": about.originally_published_at.map(Moment),
        "uploadDate": video.created_at,
        "updated": video.updated_at,
        "tag": tags(&about.tags, about.nsfw_flags),
        "mediaType": "text/markdown",
        "content": about.description,
        "support": about.support,
        "subtitleLanguage": film.captions.iter().map(|one| caption(address, one)).collect::<Vec<_>>(),
        "icon": icons(address, video),
        "preview": film.storyboard.iter().map(|sheet| storyboard(address, sheet)).collect::<Vec<_>>(),
        "aspectRatio": video.aspect_ratio,
        "url": urls(address, film),
        "likes": of("likes"),
        "dislikes": of("dislikes"),
        "shares": of("announces"),
        "comments": of("comments"),
        "hasParts": of("chapters"),
        "embedUrl": address.of(&format!("/videos/embed/{}", video.uuid)),
        "attributedTo": [
            { "type": "Person", "id": address.account(&video.account.handle) },
            { "type": "Group", "id": channel },
        ],
        "isLiveBroadcast": false,
        "liveSaveReplay": null,
        "permanentLive": null,
        "latencyMode": null,
    })
}

fn tags(tags: &[String], flags: i64) -> Vec<Value> {
    let hashtags = tags.iter().map(|tag| json!({ "type": "Hashtag", "name": tag }));
    let sensitive = sensitive::names(flags).map(|name| json!({ "type": "SensitiveTag", "name": name }));
    hashtags.chain(sensitive).collect()
}

fn caption(address: &Address, caption: &Caption) -> Value {
    let href = address.of(&format!("/lazy-static/video-captions/{}", caption.file));
    json!({
        "identifier": caption.language,
        "name": vocabulary::language(&caption.language),
        "automaticallyGenerated": false,
        "url": [{ "type": "Link", "mediaType": "text/vtt", "href": href }],
        "updated": caption.updated_at,
    })
}

fn icons(address: &Address, video: &Video) -> Vec<Value> {
    let icon = |folder: &str, file: &Option<String>, (width, height): (u32, u32)| {
        let file = file.as_ref()?;
        Some(json!({
            "type": "Image",
            "url": address.of(&format!("/lazy-static/{folder}/{file}")),
            "mediaType": "image/jpeg",
            "width": width,
            "height": height,
        }))
    };
    [icon("thumbnails", &video.thumbnail, (280, 157)), icon("previews", &video.preview, (850, 480))]
        .into_iter()
        .flatten()
        .collect()
}

fn storyboard(address: &Address, sheet: &Storyboard) -> Value {
    json!({
        "type": "Image",
        "rel": ["storyboard"],
        "url": [{
            "mediaType": "image/jpeg",
            "href": address.of(&format!("/lazy-static/storyboards/{}", sheet.file)),
            "width": sheet.total_width,
            "height": sheet.total_height,
            "tileWidth": sheet.sprite_width,
            "tileHeight": sheet.sprite_height,
            "tileDuration": format!("PT{}S", sheet.sprite_seconds),
        }],
    })
}

/// The page comes first: Mastodon takes the first one.
fn urls(address: &Address, film: &Film) -> Vec<Value> {
    let id = address.video(film.video.uuid);
    let page = address.of(&format!("/w/{}", crate::domain::id::to_short(film.video.uuid)));
    let link = |href: &str| json!({ "type": "Link", "mediaType": "text/html", "href": href });
    let mut urls = vec![link(&page), link(&id)];
    if let Some(playlist) = &film.playlist {
        let base = address.of(&format!("/static/streaming-playlists/hls/{}", film.video.uuid));
        let master = format!("{base}/{}", playlist.master);
        // The names of the swarms, one for each rendition: without them others take no viewers of theirs along.
        let mut tag: Vec<_> = (0..film.files.len())
            .map(|position| json!({ "type": "Infohash", "name": hexadecimal(&by_position(&master, position)) }))
            .collect();
        tag.push(json!({
            "type": "Link",
            "name": "sha256",
            "mediaType": "application/json",
            "href": format!("{base}/{}", playlist.hashes),
        }));
        for one in film.files.iter().rev() {
            tag.push(file(&base, one));
            tag.extend(torrent(address, film, &base, one));
        }
        urls.push(json!({
            "type": "Link",
            "mediaType": "application/x-mpegURL",
            "href": master,
            "tag": tag,
        }));
    }
    if film.video.about.privacy.is_open() {
        let (socket, http) = trackers(&address.of(""));
        for (kind, href) in [("http", http), ("websocket", socket)] {
            let name = format!("tracker-{kind}");
            urls.push(json!({ "type": "Link", "name": name, "rel": ["tracker", kind], "href": href }));
        }
    }
    urls
}

/// The torrent of a rendition and its magnet link, where there is one.
fn torrent(address: &Address, film: &Film, base: &str, file: &VideoFile) -> Vec<Value> {
    let Some(torrent) = &file.torrent else { return Vec::new() };
    let site = address.of("");
    let magnet = torrent.magnet(&site, &film.video.about.name, &format!("{base}/{}", file.file));
    [
        ("application/x-bittorrent", torrent.address(&site)),
        ("application/x-bittorrent;x-scheme-handler/magnet", magnet),
    ]
    .map(|(kind, href)| {
        json!({
            "type": "Link",
            "mediaType": kind,
            "href": href,
            "height": file.resolution,
            "width": file.width,
            "fps": file.fps,
        })
    })
    .to_vec()
}

fn file(base: &str, file: &VideoFile) -> Value {
    let property = |name: &str, value: &str| json!({ "type": "PropertyValue", "name": name, "value": value });
    let mut attachment = Vec::new();
    if file.has_audio {
        attachment.push(property("ffprobe_codec_type", "audio"));
    }
    if file.has_video {
        attachment.push(property("ffprobe_codec_type", "video"));
    }
    attachment.push(property("peertube_format_flag", "fragmented"));
    json!({
        "type": "Link",
        "mediaType": if file.has_video { "video/mp4" } else { "audio/mp4" },
        "href": format!("{base}/{}", file.file),
        "height": file.resolution,
        "width": file.width,
        "size": file.bytes,
        "fps": file.fps,
        "attachment": attachment,
    })
}
