//! Whom the site follows on other servers.

use serde_json::{Value, json};

use super::operation::{Operation, delete, get, post};
use super::schema::{array, boolean, integer, list, moment, object, shared, text};

pub fn operations() -> Vec<Operation> {
    vec![
        get("/api/v1/server/following", "Servers, channels and accounts that the site follows")
            .list()
            .gives(list(shared("ActorFollow"))),
        post(
            "/api/v1/server/following",
            "Follows servers by their hosts, channels and accounts by their handles",
        )
        .moderator()
        .json(object(json!({ "hosts": array(text()), "handles": array(text()) })))
        .nothing()
        .refuses(&[404, 503]),
        delete(
            "/api/v1/server/following/{hostOrHandle}",
            "Follows a server, a channel or an account no more",
        )
        .moderator()
        .nothing()
        .refuses(&[404]),
    ]
}

/// One actor follows another.
pub fn follow() -> Value {
    object(json!({
        "id": integer(), "follower": shared("FollowActor"), "following": shared("FollowActor"),
        "score": integer(), "state": text(), "createdAt": moment(), "updatedAt": moment(),
    }))
}

/// Whoever follows or is followed, as short as PeerTube has it there.
pub fn actor() -> Value {
    object(json!({
        "url": text(), "name": text(), "host": text(), "avatars": array(shared("Picture")), "id": integer(),
        "hostRedundancyAllowed": boolean(), "followingCount": integer(), "followersCount": integer(),
        "createdAt": moment(), "banners": array(shared("Picture")),
    }))
}
