//! Other servers: who follows the site, and what is blocked.

use serde_json::{Value, json};

use super::operation::{Operation, delete, get, post};
use super::schema::{array, boolean, from, list, moment, nullable, object, one_of, order_of, shared, text};

pub fn operations() -> Vec<Operation> {
    let named = || object(json!({ "host": text() }));
    vec![
        get(
            "/api/v1/server/followers",
            "Who follows the site; administrators see who waits and was refused, too",
        )
        .list()
        .query("search", text())
        .query("state", one_of(["pending", "accepted", "rejected"]))
        .query("sort", order_of(&["createdAt"]))
        .gives(list(shared("Follower")))
        .refuses(&[401, 403]),
        post("/api/v1/server/followers/{nameWithHost}/accept", "Lets somebody follow the site")
            .member()
            .nothing()
            .refuses(&[400, 403]),
        post(
            "/api/v1/server/followers/{nameWithHost}/reject",
            "Refuses somebody who follows the site or wants to",
        )
        .member()
        .nothing()
        .refuses(&[400, 403]),
        delete("/api/v1/server/followers/{nameWithHost}", "Lets somebody follow the site no more")
            .member()
            .nothing()
            .refuses(&[400, 403]),
        blocked(get("/api/v1/users/me/blocklist/servers", "Servers that one has blocked").member()),
        post("/api/v1/users/me/blocklist/servers", "Blocks a server")
            .member()
            .json(named())
            .nothing()
            .refuses(&[409]),
        delete("/api/v1/users/me/blocklist/servers/{host}", "Blocks a server no more").member().nothing(),
        blocked(get("/api/v1/server/blocklist/servers", "Servers that are not listened to").moderator()),
        post("/api/v1/server/blocklist/servers", "Stops listening to a server")
            .moderator()
            .json(named())
            .nothing()
            .refuses(&[409]),
        delete("/api/v1/server/blocklist/servers/{host}", "Listens to a server again").moderator().nothing(),
    ]
}

fn blocked(operation: Operation) -> Operation {
    operation
        .list()
        .query("search", text())
        .query("sort", order_of(&["createdAt"]))
        .gives(list(shared("ServerBlock")))
}

/// A blocked server; the site is no account.
pub fn block() -> Value {
    object(json!({
        "byAccount": nullable(shared("Account")), "blockedServer": object(json!({ "host": text() })),
        "createdAt": moment(),
    }))
}

/// Somebody of another server who follows the site.
pub fn follower() -> Value {
    let actor = || {
        object(json!({
            "id": from(0), "url": text(), "name": text(), "host": text(), "avatars": array(json!({})),
            "banners": array(json!({})), "hostRedundancyAllowed": boolean(), "followingCount": from(0),
            "followersCount": from(0), "createdAt": moment(),
        }))
    };
    object(json!({
        "id": from(1), "follower": actor(), "following": actor(), "score": from(0),
        "state": one_of(["pending", "accepted", "rejected"]), "createdAt": moment(), "updatedAt": moment(),
    }))
}
