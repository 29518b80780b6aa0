//! The storyboard of a film: the small pictures of its timeline.

use serde_json::json;

use super::videos::seen;
use crate::db;
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// Under which path a storyboard is served.
pub fn path(file: &str) -> String {
    format!("/lazy-static/storyboards/{file}")
}

/// A list, as PeerTube has it, though a film has one storyboard at most.
pub async fn list(visit: &Visit, id: &str) -> Result<Response> {
    let video = seen(visit, id).await?;
    let storyboard = visit.app.db.read(move |read| db::storyboard::of_video(read, video.id)).await?;
    let shown = storyboard.map(|storyboard| {
        let path = path(&storyboard.file);
        json!({
            "fileUrl": format!("{}{path}", visit.app.address()),
            "storyboardPath": path,
            "totalHeight": storyboard.total_height,
            "totalWidth": storyboard.total_width,
            "spriteHeight": storyboard.sprite_height,
            "spriteWidth": storyboard.sprite_width,
            "spriteDuration": storyboard.sprite_seconds,
        })
    });
    answer::json(&json!({ "storyboards": Vec::from_iter(shown) }))
}
