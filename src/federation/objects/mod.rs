//! The documents of what is ours, as PeerTube 8.2 writes them.
//!
//! Source: PeerTube's published types (peertube-types 8.2.3) and documents of a real PeerTube 6.3, kept under
//! `tests/fixtures/peertube-6.3/ap`. Where the two differ, the newer counts.

pub mod activity;
pub mod actor;
pub mod context;
pub mod note;
pub mod playlist;
pub mod video;

use serde_json::{Value, json};

use super::address::Address;
use crate::domain::picture::Picture;

/// Pictures of an actor in all their sizes.
fn pictures(address: &Address, folder: &str, pictures: &[Picture]) -> Vec<Value> {
    let picture = |picture: &Picture| {
        json!({
            "type": "Image",
            "mediaType": media_type(&picture.file),
            "height": picture.height,
            "width": picture.width,
            "url": address.of(&format!("/lazy-static/{folder}/{}", picture.file)),
        })
    };
    pictures.iter().map(picture).collect()
}

fn media_type(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        _ => "image/jpeg",
    }
}

/// A document on its own: the object with the context that its words need.
pub fn document(context: Value, object: Value) -> Value {
    let mut whole = serde_json::Map::new();
    whole.insert("@context".to_owned(), context);
    if let Value::Object(members) = object {
        whole.extend(members);
    }
    Value::Object(whole)
}
