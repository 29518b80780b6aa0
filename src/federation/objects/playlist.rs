//! The documents of a playlist and of a place in it.

use serde_json::{Value, json};

use crate::db::playlist::Playlist;
use crate::db::playlist::element::Element;
use crate::domain::playlist::Kind;
use crate::domain::video::{Privacy, State};
use crate::federation::address::{Address, PUBLIC};

/// Whether others are told of a list by themselves.
pub fn is_told(list: &Playlist) -> bool {
    list.kind == Kind::Regular && list.about.privacy == Privacy::Public
}

/// Whom a list is addressed to: everybody, and those who follow its account.
pub fn audience(address: &Address, list: &Playlist) -> (Vec<String>, Vec<String>) {
    let followers = format!("{}/followers", address.account(&list.account.handle));
    match list.about.privacy {
        Privacy::Public => (vec![PUBLIC.to_owned()], vec![followers]),
        _ => (Vec::new(), vec![PUBLIC.to_owned(), followers]),
    }
}

/// A list as a whole. Its pages say the same, with the places on them.
pub fn playlist(address: &Address, list: &Playlist) -> Value {
    let id = address.playlist(list.uuid);
    let (to, cc) = audience(address, list);
    let channel = list.channel.as_ref().map(|channel| address.channel(&channel.handle));
    let mut document = json!({
        "to": to,
        "cc": cc,
        "id": id,
        "type": "Playlist",
        "totalItems": list.length,
        "name": list.about.display_name,
        "content": list.about.description,
        "mediaType": "text/markdown",
        "uuid": list.uuid,
        "published": list.created_at,
        "updated": list.updated_at,
        "attributedTo": channel.iter().collect::<Vec<_>>(),
        "audience": channel,
        "videoChannelPosition": list.channel_position,
    });
    if list.length > 0 {
        document["first"] = json!(format!("{id}?page=1"));
    }
    if let Some(file) = list.thumbnail.as_ref().or(list.first_thumbnail.as_ref()) {
        document["icon"] = json!({
            "type": "Image",
            "url": address.of(&format!("/lazy-static/thumbnails/{file}")),
            "mediaType": "image/jpeg",
            "width": 280,
            "height": 157,
        });
    }
    document
}

/// The id of a place in a list.
pub fn place_id(address: &Address, list: &Playlist, element_id: i64) -> String {
    format!("{}/videos/{element_id}", address.playlist(list.uuid))
}

/// A place in a list; none for a film that nobody elsewhere may know of.
pub fn place(address: &Address, list: &Playlist, element: &Element) -> Option<Value> {
    let video = element.video.as_ref()?;
    let is_open =
        video.state == State::Published && matches!(video.about.privacy, Privacy::Public | Privacy::Unlisted);
    is_open.then(|| {
        json!({
            "id": place_id(address, list, element.id),
            "type": "PlaylistElement",
            "url": video.origin.as_ref().map_or_else(|| address.video(video.uuid), |origin| origin.url.clone()),
            "position": element.position,
            "startTimestamp": element.part.start,
            "stopTimestamp": element.part.stop,
        })
    })
}
