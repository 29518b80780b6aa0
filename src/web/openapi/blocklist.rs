//! Accounts that a member, or the site, has blocked.

use serde_json::{Value, json};

use super::operation::{Operation, delete, get, post};
use super::schema::{array, boolean, list, map, moment, nullable, object, order_of, shared, text};

pub fn operations() -> Vec<Operation> {
    let named = || object(json!({ "accountName": text() }));
    let status = || map(object(json!({ "blockedByServer": boolean(), "blockedByUser": boolean() })));
    vec![
        blocked(get("/api/v1/users/me/blocklist/accounts", "Accounts that one has blocked").member()),
        post("/api/v1/users/me/blocklist/accounts", "Blocks an account")
            .member()
            .json(named())
            .nothing()
            .refuses(&[404, 409]),
        delete("/api/v1/users/me/blocklist/accounts/{accountName}", "Blocks an account no more")
            .member()
            .nothing(),
        blocked(
            get("/api/v1/server/blocklist/accounts", "Accounts that are blocked for everybody").moderator(),
        ),
        post("/api/v1/server/blocklist/accounts", "Blocks an account for everybody")
            .moderator()
            .json(named())
            .nothing()
            .refuses(&[404, 409]),
        delete("/api/v1/server/blocklist/accounts/{accountName}", "Blocks an account for everybody no more")
            .moderator()
            .nothing(),
        get("/api/v1/blocklist/status", "Which of these are blocked: by the site, and by whoever asks")
            .query("accounts", array(text()))
            .query("hosts", array(text()))
            .gives(object(json!({ "accounts": status(), "hosts": status() }))),
    ]
}

fn blocked(operation: Operation) -> Operation {
    operation
        .list()
        .query("search", text())
        .query("sort", order_of(&["createdAt"]))
        .gives(list(shared("AccountBlock")))
}

/// A blocked account; the site is no account.
pub fn block() -> Value {
    object(json!({
        "byAccount": nullable(shared("Account")), "blockedAccount": shared("Account"), "createdAt": moment(),
    }))
}
