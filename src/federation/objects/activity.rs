//! Activities: what somebody does with an object, and who hears of it.

use serde_json::{Value, json};

use super::{context, document};

/// An activity on its own. `kind` is its type, `object` a document or an id.
pub fn activity(
    context: Value,
    kind: &str,
    id: &str,
    actor: &str,
    (to, cc): (Vec<String>, Vec<String>),
    object: Value,
) -> Value {
    let members = json!({ "to": to, "cc": cc, "type": kind, "id": id, "actor": actor, "object": object });
    document(context, members)
}

/// The answer to one who has commented on a film: whether others read it. `comment` is its id, `above` what it answers.
pub fn answer_to_reply(kind: &str, id: &str, own: &str, comment: &str, above: &str) -> Value {
    let members = json!({ "type": kind, "id": id, "actor": own, "inReplyTo": above, "object": comment });
    document(context::answer_to_reply(kind), members)
}

/// The answer to one who asks to follow.
pub fn answer_to_follow(kind: &str, id: &str, own: &str, (asked, by): (&str, &str)) -> Value {
    let follow = json!({ "type": "Follow", "id": asked, "actor": by, "object": own });
    document(context::plain(), json!({ "type": kind, "id": id, "actor": own, "object": follow }))
}
