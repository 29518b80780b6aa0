//! Members: as they see themselves, and as whoever keeps the house sees them.

use serde_json::{Map, Value, json};

use super::{Site, account, channel};
use crate::db::account::User;
use crate::db::channel::Channel;
use crate::db::registration::Registration;
use crate::error::Result;

/// Preferences of PeerTube that a server has to follow and this one cannot yet. Any other value is refused, so
/// that nobody believes that it was followed.
pub fn fixed() -> Map<String, Value> {
    let fixed = [("theme", json!("instance-default")), ("emailPublic", json!(false))];
    fixed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A channel with the number of its owner, as PeerTube lists those of a user.
pub fn own_channel(site: &Site, one: &Channel) -> Result<Value> {
    let mut shape = serde_json::to_value(channel(site, one, None))?;
    shape["ownerAccountId"] = one.account_id.into();
    Ok(shape)
}

pub fn user(site: &Site, user: &User, channels: &[Channel]) -> Result<Map<String, Value>> {
    let channels = channels.iter().map(|one| own_channel(site, one)).collect::<Result<Vec<_>>>()?;
    let shape = json!({
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "pendingEmail": user.pending_email,
        "emailVerified": user.email_verified_at.is_some() || !site.sends_mail,
        "role": { "id": user.role as i64, "label": user.role.label() },
        "videoQuota": user.quota,
        "videoQuotaDaily": user.quota_daily,
        "blocked": user.blocked_at.is_some(),
        "blockedReason": user.blocked_reason,
        "twoFactorEnabled": user.has_two_factor,
        "pluginAuth": null,
        "createdAt": user.created_at,
        "lastLoginDate": user.last_login_at,
        "notificationSettings": user.wishes,
        "nsfwPolicy": user.preferences.nsfw_policy.unwrap_or(site.nsfw_policy),
        "account": account(site, &user.account),
        "videoChannels": channels,
    });
    let mut all = Map::new();
    for part in [serde_json::to_value(&user.preferences)?, shape, Value::Object(fixed())] {
        if let Value::Object(part) = part {
            all.extend(part);
        }
    }
    Ok(all)
}

pub fn registration(asked: &Registration) -> Value {
    json!({
        "id": asked.id,
        "state": { "id": asked.state as i64, "label": asked.state.label() },
        "registrationReason": asked.reason,
        "moderationResponse": asked.answer,
        "username": asked.username,
        "email": asked.email,
        "emailVerified": asked.email_verified_at.is_some(),
        "accountDisplayName": asked.display_name,
        "channelHandle": null,
        "channelDisplayName": null,
        "createdAt": asked.created_at,
        "updatedAt": asked.updated_at,
        "user": asked.user_id.map(|id| json!({ "id": id })),
    })
}
