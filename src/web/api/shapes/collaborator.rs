//! Who keeps a channel, what was done in it and to whom it is given, as PeerTube 8 has them.

use serde_json::{Value, json};

use super::{Site, account, avatars, video};
use crate::actions::notifications::told::Offered;
use crate::db::account::Account;
use crate::db::activity::Activity;
use crate::db::channel::Channel;
use crate::db::collaborator::Collaborator;
use crate::domain::activity::Target;
use crate::domain::id::to_short;
use crate::error::Result;

pub fn collaborator(site: &Site, row: &Collaborator, who: &Account) -> Value {
    json!({
        "id": row.id,
        "state": { "id": row.state as i64, "label": row.state.label() },
        "account": account(site, who),
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
    })
}

/// PeerTube's AccountSummary.
fn summary(site: &Site, who: &Account) -> Value {
    json!({
        "id": who.id,
        "name": who.name,
        "displayName": who.display_name,
        "url": format!("{}/accounts/{}", site.address, who.name),
        "host": site.host,
        "avatars": avatars(site, &who.avatars),
    })
}

/// PeerTube's VideoChannelActivity; `who` is nobody once they have left.
pub fn activity(site: &Site, channel: &Channel, row: &Activity, who: Option<&Account>) -> Value {
    let mut shape = json!({
        "id": row.id,
        "account": who.map(|who| summary(site, who)),
        "action": { "id": row.action as i64, "label": row.action.label() },
        "targetType": { "id": row.target as i64, "label": row.target.label() },
        "video": null,
        "playlist": null,
        "channel": {
            "id": channel.id,
            "name": channel.handle,
            "displayName": channel.about.display_name,
            "url": format!("{}/video-channels/{}", site.address, channel.handle),
        },
        "channelSync": null,
        "videoImport": null,
        "details": null,
        "createdAt": row.created_at,
    });
    if let Some(uuid) = row.uuid {
        let short = to_short(uuid);
        let (id, name) = (row.target_id, &row.name);
        match row.target {
            Target::Video => {
                let url = format!("{}/w/{short}", site.address);
                shape["video"] = json!({
                    "id": id, "name": name, "uuid": uuid, "shortUUID": short, "url": url, "isLive": false,
                });
            }
            Target::Playlist => {
                let url = format!("{}/w/p/{short}", site.address);
                shape["playlist"] =
                    json!({ "id": id, "name": name, "uuid": uuid, "shortUUID": short, "url": url });
            }
            Target::Channel => {}
        }
    }
    shape
}

/// PeerTube's ChangeOwnership of a channel or of a film.
pub fn ownership(site: &Site, offered: &Offered) -> Result<Value> {
    let (offer, channel) = (&offered.offer, &offered.channel);
    let mut shape = json!({
        "id": offer.id,
        "state": { "id": offer.state as i64, "label": offer.state.label() },
        "status": offer.state.status(),
        "initiatorAccount": account(site, &offered.initiator),
        "nextOwnerAccount": account(site, &offered.next_owner),
        "createdAt": offer.created_at,
    });
    match &offered.film {
        Some(film) => shape["video"] = serde_json::to_value(video(site, film, 0))?,
        None => {
            shape["videoChannel"] = json!({
                "id": channel.id,
                "name": channel.handle,
                "displayName": channel.about.display_name,
                "url": format!("{}/video-channels/{}", site.address, channel.handle),
                "host": site.host,
                "avatars": avatars(site, &channel.avatars),
            });
        }
    }
    Ok(shape)
}
