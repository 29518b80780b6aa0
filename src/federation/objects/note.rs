//! The document of a comment, or of what is left of a deleted one.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::comment::Comment;
use crate::federation::address::{Address, PUBLIC};

/// What a comment answers, and who hears of it.
pub struct Around<'a> {
    pub video: Uuid,
    /// Whether the film is of this site.
    pub is_ours: bool,
    /// The id of what is answered: the film, or another comment.
    pub in_reply_to: String,
    /// The name of the author's account.
    pub author: &'a str,
    /// Others who hear of it: the author of what is answered, those who follow the film's account and channel.
    pub to: Vec<String>,
}

/// A comment that one of our members wrote.
pub fn note(address: &Address, comment: &Comment, around: &Around<'_>) -> Value {
    let id = address.comment(around.video, comment.id);
    let author = address.account(around.author);
    let mut to = vec![PUBLIC.to_owned()];
    to.extend(around.to.iter().cloned());
    json!({
        "to": to,
        "cc": [format!("{author}/followers")],
        "type": "Note",
        "id": id,
        "content": comment.text,
        "mediaType": "text/markdown",
        "inReplyTo": around.in_reply_to,
        "updated": comment.updated_at,
        "published": comment.created_at,
        "url": id,
        "attributedTo": author,
        // Under a film of this site whatever is shown has been approved here.
        "replyApproval": around.is_ours.then(|| format!("{id}/approve-reply")),
        "tag": [],
    })
}

/// What is left of a comment.
pub fn tombstone(address: &Address, video: Uuid, comment: &Comment) -> Value {
    let id = address.comment(video, comment.id);
    json!({
        "type": "Tombstone",
        "id": id,
        "formerType": "Note",
        "inReplyTo": comment.reply_to.map(|above| address.comment(video, above)),
        "published": comment.created_at,
        "updated": comment.updated_at,
        "deleted": comment.deleted_at,
    })
}
