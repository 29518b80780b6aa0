//! Documents of actors: Person (accounts), Group (channels), Application (the site).

use serde_json::{Map, Value, json};

use super::pictures;
use crate::db::account::Account;
use crate::db::channel::Channel;
use crate::domain::moment::Moment;
use crate::federation::address::{Address, SITE};

/// What all actors have.
fn actor(address: &Address, kind: &str, id: &str, name: &str, public_key: &str) -> Map<String, Value> {
    let members = json!({
        "type": kind,
        "id": id,
        "following": format!("{id}/following"),
        "followers": format!("{id}/followers"),
        "inbox": format!("{id}/inbox"),
        "outbox": format!("{id}/outbox"),
        "playlists": format!("{id}/playlists"),
        "preferredUsername": name,
        // PeerTube 8 reads links and nothing else.
        "url": [{ "type": "Link", "mediaType": "text/html", "href": id }],
        "endpoints": { "sharedInbox": address.inbox() },
        "publicKey": {
            "id": crate::federation::keys::id(id),
            "owner": id,
            "publicKeyPem": public_key,
        },
    });
    if let Value::Object(members) = members { members } else { Map::new() }
}

/// An account. `public_key` is PEM, as for all of them.
pub fn person(address: &Address, account: &Account, public_key: &str) -> Value {
    let mut members = actor(address, "Person", &address.account(&account.name), &account.name, public_key);
    members.insert("name".into(), json!(account.display_name));
    members.insert("published".into(), json!(account.created_at));
    members.insert("summary".into(), json!(account.description));
    if !account.avatars.is_empty() {
        members.insert("icon".into(), pictures(address, "avatars", &account.avatars).into());
    }
    Value::Object(members)
}

/// A channel and the account that it belongs to.
pub fn group(address: &Address, channel: &Channel, owner: &Account, public_key: &str) -> Value {
    let mut members = actor(address, "Group", &address.channel(&channel.handle), &channel.handle, public_key);
    members.insert("name".into(), json!(channel.about.display_name));
    members.insert("published".into(), json!(channel.created_at));
    members.insert("summary".into(), json!(channel.about.description));
    members.insert("support".into(), json!(channel.about.support));
    members.insert("postingRestrictedToMods".into(), json!(true));
    members.insert("attributedTo".into(), json!([{ "type": "Person", "id": address.account(&owner.name) }]));
    if !channel.avatars.is_empty() {
        members.insert("icon".into(), pictures(address, "avatars", &channel.avatars).into());
    }
    if !channel.banners.is_empty() {
        members.insert("image".into(), pictures(address, "banners", &channel.banners).into());
    }
    Value::Object(members)
}

/// The site itself, since when it is there.
pub fn application(address: &Address, since: Moment, public_key: &str) -> Value {
    let mut members = actor(address, "Application", &address.site(), SITE, public_key);
    members.insert("name".into(), json!(SITE));
    members.insert("published".into(), json!(since));
    members.insert("summary".into(), Value::Null);
    Value::Object(members)
}
