//! What the site is and can do, as clients ask for it first.

use serde_json::{Value, json};

use crate::db;
use crate::domain::channel::CHANNELS;
use crate::domain::settings::{RESOLUTIONS, Settings};
use crate::domain::upload::FILM_ENDINGS;
use crate::domain::video::Privacy;
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::pictures::PICTURE_LENGTH;
use crate::web::routes::Visit;

/// The PeerTube whose API this is. Clients compare it; it says nothing of our own version.
pub const PEERTUBE_VERSION: &str = "8.2.0";

pub async fn show(visit: &Visit) -> Result<Response> {
    let is_open = visit.app.federation().await?.is_some();
    answer::json(&config(&visit.app.settings(), is_open))
}

/// The document of `/api/v1/config`. `is_open`: whether the site speaks with other servers.
pub fn config(settings: &Settings, is_open: bool) -> Value {
    let endings: Vec<String> = FILM_ENDINGS.iter().map(|ending| format!(".{ending}")).collect();
    let pictures = json!([".png", ".jpg", ".jpeg", ".webp"]);
    let resolutions: Vec<u32> =
        RESOLUTIONS.into_iter().filter(|resolution| settings.resolutions.contains(resolution)).collect();
    let off = json!({ "enabled": false });
    json!({
        "client": {
            "header": { "hideInstanceName": false },
            "videos": {
                "miniature": { "displayAuthorAvatar": false, "preferAuthorDisplayName": false },
                "resumableUpload": { "maxChunkSize": 0 },
            },
            "browseVideos": { "defaultSort": "-publishedAt", "defaultScope": "local" },
            "menu": { "login": { "redirectOnSingleExternalAuth": false } },
        },
        "defaults": {
            "publish": {
                "downloadEnabled": true, "commentsPolicy": 1, "commentsEnabled": true,
                "privacy": Privacy::Public as i64, "licence": null,
            },
            "p2p": { "webapp": { "enabled": settings.shares }, "embed": off },
            "player": { "theme": "galaxy", "autoPlay": true },
        },
        "webadmin": { "configuration": { "edition": { "allowed": true } } },
        "instance": {
            "name": settings.name,
            "shortDescription": settings.short_description,
            "isNSFW": false,
            "defaultNSFWPolicy": settings.nsfw_policy,
            "defaultClientRoute": "/",
            "serverCountry": "",
            "defaultLanguage": settings.language,
            "customizations": { "javascript": "", "css": "" },
            "avatars": [], "banners": [], "logo": [],
        },
        "search": {
            "remoteUri": { "users": is_open, "anonymous": false },
            "searchIndex": { "enabled": false, "url": "", "disableLocalSearch": false, "isDefaultSearch": false },
        },
        "plugin": { "registered": [], "registeredExternalAuths": [], "registeredIdAndPassAuths": [] },
        "theme": { "registered": [], "builtIn": [], "default": "default" },
        "email": { "enabled": settings.mail.is_some() },
        "contactForm": { "enabled": settings.mail.is_some() },
        "serverVersion": PEERTUBE_VERSION,
        "serverCommit": "",
        "transcoding": {
            "remoteRunners": off,
            "hls": { "enabled": true },
            "web_videos": off,
            "enabledResolutions": resolutions,
            "profile": "default",
            "availableProfiles": ["default"],
        },
        "live": {
            "enabled": false, "allowReplay": false, "latencySetting": off, "maxDuration": -1,
            "maxInstanceLives": 0, "maxUserLives": 0,
            "transcoding": {
                "enabled": false, "remoteRunners": off, "enabledResolutions": [],
                "profile": "default", "availableProfiles": ["default"],
            },
            "rtmp": { "port": 1935 },
        },
        "videoStudio": { "enabled": false, "remoteRunners": off },
        "videoFile": { "update": off },
        "videoTranscription": { "enabled": false, "remoteRunners": off },
        "import": {
            "videos": { "http": off, "torrent": off },
            "videoChannelSynchronization": off,
            "users": off,
        },
        "export": { "users": { "enabled": false, "exportExpiration": 0, "maxUserVideoQuota": 0 } },
        "autoBlacklist": { "videos": { "ofUsers": off } },
        "avatar": { "file": { "size": { "max": PICTURE_LENGTH }, "extensions": pictures } },
        "banner": { "file": { "size": { "max": PICTURE_LENGTH }, "extensions": pictures } },
        "video": {
            "image": { "extensions": pictures, "size": { "max": PICTURE_LENGTH } },
            "file": { "extensions": endings },
        },
        "videoCaption": {
            "file": { "size": { "max": crate::domain::caption::LENGTH_MAXIMUM }, "extensions": [".vtt", ".srt"] },
        },
        "user": { "videoQuota": settings.quota, "videoQuotaDaily": -1 },
        "videoChannels": { "maxPerUser": CHANNELS },
        "trending": {
            "videos": { "intervalDays": 7, "algorithms": { "enabled": ["best", "hot", "most-viewed", "most-liked"], "default": "most-viewed" } },
        },
        "tracker": { "enabled": settings.shares },
        "followings": { "instance": { "autoFollowIndex": { "indexUrl": "" } } },
        "federation": { "enabled": is_open },
        "broadcastMessage": { "enabled": false, "message": "", "level": "info", "dismissable": false },
        "homepage": off,
        "openTelemetry": { "metrics": { "enabled": false, "playbackStatsInterval": 15000 } },
        "views": { "videos": { "watchingInterval": { "anonymous": 5000, "users": 5000 } } },
        "storyboards": { "enabled": true },
        "webrtc": { "stunServers": [] },
        "nsfwFlagsSettings": { "enabled": true },
        "fieldsConstraints": { "users": { "password": {
            "minLength": crate::domain::account::PASSWORD_LENGTH, "maxLength": 255,
        } } },
        "signup": {
            "allowed": settings.takes_requests, "allowedForCurrentIP": settings.takes_requests, "minimumAge": 0,
            "requiresApproval": true, "requiresEmailVerification": settings.mail.is_some(),
        },
    })
}

pub fn about(visit: &Visit) -> Result<Response> {
    let settings = visit.app.settings();
    answer::json(&json!({ "instance": {
        "name": settings.name,
        "shortDescription": settings.short_description,
        "description": settings.description,
        "terms": settings.terms,
        "codeOfConduct": "", "hardwareInformation": "", "creationReason": "", "moderationInformation": "",
        "administrator": "", "maintenanceLifetime": "", "businessModel": "",
        "languages": [settings.language], "categories": [], "banners": [], "avatars": [],
    } }))
}

pub async fn statistics(visit: &Visit) -> Result<Response> {
    let (users, (films, views, bytes), channels, comments) = visit
        .app
        .db
        .read(|read| {
            Ok((
                db::account::count(read)?,
                db::video::totals(read)?,
                db::channel::list(read, 0, 0)?.0,
                db::comment::count(read)?,
            ))
        })
        .await?;
    answer::json(&json!({
        "totalUsers": users,
        "totalModerators": 0,
        "totalAdmins": 1,
        "totalLocalVideos": films,
        "totalLocalVideoViews": views,
        "totalLocalVideoComments": comments,
        "totalLocalVideoFilesSize": bytes,
        "totalVideos": films,
        "totalVideoComments": comments,
        "totalLocalVideoChannels": channels,
        "totalLocalPlaylists": 0,
        "totalInstanceFollowers": 0,
        "totalInstanceFollowing": 0,
        "videosRedundancy": [],
    }))
}
