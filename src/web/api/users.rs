//! The signed-in person.

use serde_json::json;

use super::shapes::{self, List, Site};
use crate::db::{self, video::Audience};
use crate::domain::moment::Moment;
use crate::domain::video::{Order, OrderBy};
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

pub async fn me(visit: &Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let site = Site::of(&visit.app);
    let (user, channels, watch_later) = visit
        .app
        .db
        .read(move |read| {
            let user = db::account::by_id(read, person.user_id)?
                .ok_or_else(|| Error::not_found("error-not-found"))?;
            let channels = db::channel::of_account(read, user.account.id)?;
            let watch_later = db::playlist::watch_later(read, user.account.id)?;
            Ok((user, channels, watch_later))
        })
        .await?;
    let channels: Vec<_> = channels.iter().map(|channel| shapes::channel(&site, channel, None)).collect();
    let special: Vec<_> = watch_later
        .iter()
        .map(|list| json!({ "id": list.id, "name": list.about.display_name, "type": list.kind as i64 }))
        .collect();
    answer::json(&json!({
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "theme": "instance-default",
        "pendingEmail": null,
        "emailPublic": false,
        "emailVerified": true,
        "nsfwPolicy": "display",
        "p2pEnabled": false,
        "videosHistoryEnabled": false,
        "autoPlayVideo": true,
        "autoPlayNextVideo": false,
        "autoPlayNextVideoPlaylist": false,
        "videoLanguages": null,
        "language": null,
        "role": { "id": user.role as i64, "label": user.role.label() },
        "videoQuota": user.quota,
        "videoQuotaDaily": user.quota_daily,
        "noInstanceConfigWarningModal": true,
        "noWelcomeModal": true,
        "noAccountSetupWarningModal": true,
        "blocked": false,
        "blockedReason": null,
        "twoFactorEnabled": false,
        "pluginAuth": null,
        "createdAt": user.created_at,
        "lastLoginDate": null,
        "account": shapes::account(&site, &user.account),
        "notificationSettings": {},
        "videoChannels": channels,
        "specialPlaylists": special,
    }))
}

pub async fn my_videos(visit: &Visit) -> Result<Response> {
    let person = visit.visitor.person()?;
    let newest = Order { by: OrderBy::CreatedAt, is_descending: true };
    let filter = super::filter(&visit.request.query, Audience::Owner(person.account_id), newest)?;
    let page = visit.app.db.read(move |read| db::video::list(read, &filter)).await?;
    let site = Site::of(&visit.app);
    let data: Vec<_> = page.videos.iter().map(|video| shapes::own_video(&site, video)).collect();
    answer::json(&List { total: page.total, data })
}

pub async fn quota_used(visit: &Visit) -> Result<Response> {
    let user_id = visit.visitor.person()?.user_id;
    let day = Moment(visit.app.now().0 - 24 * 3600 * 1000);
    let (used, today) = visit.app.db.read(move |read| db::account::usage(read, user_id, day)).await?;
    answer::json(&json!({ "videoQuotaUsed": used, "videoQuotaUsedDaily": today }))
}
