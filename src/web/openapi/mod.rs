//! What the REST API serves, as a document that programs read (OpenAPI 3.1.1): every address of `routes/api.rs` and
//! the files that programs fetch, with their parameters, bodies, answers and refusals.
//!
//! One file a noun adds its lines (`operation`), `shapes` holds the schemas that they share, written in the words of
//! `schema`. Bounds are those of `domain`, by name where they have one. Whoever adds an address adds its line.

mod blocklist;
mod channels;
mod files;
mod following;
mod operation;
mod parameters;
mod person;
mod playlists;
mod reports;
mod schema;
mod servers;
mod shapes;
mod site;
mod users;
mod videos;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use warp::http::StatusCode;

use super::answer::{self, Response};
use super::api::config::PEERTUBE_VERSION;
use super::routes::Visit;
use crate::error::Result;
use operation::{Operation, words};
use schema::{object, shared, text};

/// Seconds for which a program may keep the document.
const KEPT: u32 = 3600;

/// The document as it is sent, and a number that changes with it.
static TEXT: LazyLock<(String, u64)> = LazyLock::new(|| {
    let text = document().to_string();
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    (text, hasher.finish())
});

pub fn show(visit: &Visit) -> Result<Response> {
    let (text, version) = &*TEXT;
    answer::kept(&visit.request.headers, *version, KEPT, || {
        Ok(answer::bytes(StatusCode::OK, "application/json; charset=utf-8", text.as_str()))
    })
}

/// Every line, in the order of the tables.
fn operations() -> impl Iterator<Item = Operation> {
    let parts = [
        site::operations(),
        users::operations(),
        person::operations(),
        videos::operations(),
        channels::operations(),
        playlists::operations(),
        blocklist::operations(),
        servers::operations(),
        following::operations(),
        reports::operations(),
        files::operations(),
    ];
    parts.into_iter().flatten()
}

fn document() -> Value {
    let mut paths = Map::new();
    for operation in operations() {
        let (method, path) = (operation.method, operation.path);
        let path = paths.entry(path).or_insert_with(|| json!({}));
        path[method] = operation.into_value();
    }
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Lucarne",
            "version": PEERTUBE_VERSION,
            "summary": "The REST API of PeerTube, as far as this site serves it",
            "description": "Members that an answer has beyond those described here may be passed over. Changing \
                requests with a session's cookie instead of a token have to carry its `x-csrf-token`. Refusals are \
                problems (RFC 9457) with PeerTube's `code` where it has one.",
            "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": shapes::all(),
            "responses": refusals(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The `access_token` of `POST /api/v1/users/token`",
                },
            },
        },
    })
}

fn refusals() -> Map<String, Value> {
    let statuses = [400, 401, 403, 404, 409, 413, 415, 429, 500, 503, 507];
    let refusal = |status: u16| {
        let content = json!({ "application/problem+json": { "schema": shared("Problem") } });
        let mut refusal = json!({ "description": words(status), "content": content });
        if matches!(status, 429 | 503) {
            refusal["headers"]["Retry-After"] = json!({ "schema": { "type": "integer" } });
        }
        if status == 401 {
            refusal["headers"]["x-peertube-otp"] = json!({ "schema": text() });
        }
        (status.to_string(), refusal)
    };
    statuses.into_iter().map(refusal).collect()
}

/// What refuses a request (RFC 9457), with PeerTube's members.
fn problem() -> Value {
    object(json!({
        "type": text(), "title": text(), "detail": text(), "instance": text(), "status": schema::between(400, 599),
        "error": text(), "code?": text(),
    }))
}
