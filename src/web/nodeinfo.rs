//! NodeInfo 2.0 (nodeinfo.diaspora.software): what crawlers of the fediverse ask a server about itself.

use serde_json::{Map, Value, json};
use warp::http::{StatusCode, header};

use super::answer::{self, Response};
use super::api::config::{PEERTUBE_VERSION, config};
use super::routes::Visit;
use crate::db::{self, video::Filter};
use crate::error::Result;

/// Where the actor of the site itself is (FEP-2677); PeerTube finds a server by it.
const APPLICATION: &str = "https://www.w3.org/ns/activitystreams#Application";

const SCHEMA: &str = "http://nodeinfo.diaspora.software/ns/schema/2.0";

/// The media type of the document.
const DOCUMENT: &str =
    "application/json; charset=utf-8; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.0#\"";

/// Seconds for which a crawler may keep an answer (PeerTube's).
const KEPT: &str = "max-age=600";

const DAY: i64 = 24 * 3600;

/// What PeerTube repeats here of its configuration: a member, and those of its members that are meant.
const CONFIGURATION: [(&str, &[&str]); 15] = [
    ("search", &["remoteUri"]),
    ("plugin", &["registered"]),
    ("theme", &["registered", "default"]),
    ("email", &["enabled"]),
    ("contactForm", &["enabled"]),
    ("transcoding", &["hls", "web_videos", "enabledResolutions"]),
    ("live", &["enabled", "transcoding"]),
    ("import", &["videos"]),
    ("autoBlacklist", &["videos"]),
    ("avatar", &["file"]),
    ("video", &["image", "file"]),
    ("videoCaption", &["file"]),
    ("user", &["videoQuota", "videoQuotaDaily"]),
    ("trending", &["videos"]),
    ("tracker", &["enabled"]),
];

/// `/.well-known/nodeinfo`: where the document is.
pub async fn links(visit: &Visit) -> Result<Response> {
    let mut links =
        vec![json!({ "rel": SCHEMA, "href": format!("{}/nodeinfo/2.0.json", visit.app.address()) })];
    if let Some(exchange) = visit.app.federation().await? {
        links.push(json!({ "rel": APPLICATION, "href": exchange.address.site() }));
    }
    Ok(answer::with_header(answer::json(&json!({ "links": links }))?, header::CACHE_CONTROL, KEPT))
}

pub async fn show(visit: &Visit) -> Result<Response> {
    let is_open = visit.app.federation().await?.is_some();
    let protocols: &[&str] = if is_open { &["activitypub"] } else { &[] };
    let now = visit.app.now();
    let (users, in_month, in_half_year, films, comments) = visit
        .app
        .db
        .read(move |read| {
            let public = db::video::list(read, &Filter::latest_of_ours(0))?.total;
            let active = |days: i64| db::account::count_active(read, now.plus_seconds(-days * DAY));
            Ok((db::account::count(read)?, active(30)?, active(180)?, public, db::comment::count(read)?))
        })
        .await?;
    let settings = visit.app.settings();
    let config = config(&settings, is_open);
    let document = json!({
        "version": "2.0",
        // Programs choose by this name how to speak to a server, so it is that of the API; our own stands below.
        "software": { "name": "peertube", "version": PEERTUBE_VERSION },
        "protocols": protocols,
        "services": { "inbound": [], "outbound": ["atom1.0", "rss2.0"] },
        "openRegistrations": config["signup"]["allowed"],
        "usage": {
            "users": { "total": users, "activeMonth": in_month, "activeHalfyear": in_half_year },
            "localPosts": films,
            "localComments": comments,
        },
        "metadata": {
            "implementation": { "name": "lucarne", "version": env!("CARGO_PKG_VERSION") },
            "taxonomy": { "postsName": "Videos" },
            "nodeName": settings.name,
            "nodeDescription": settings.short_description,
            "nodeConfig": repeated(&config),
        },
    });
    let response = answer::bytes(StatusCode::OK, DOCUMENT, document.to_string());
    Ok(answer::with_header(response, header::CACHE_CONTROL, KEPT))
}

fn repeated(config: &Value) -> Value {
    let members = CONFIGURATION.iter().map(|(name, meant)| {
        let kept: Map<_, _> =
            meant.iter().map(|member| ((*member).to_owned(), config[name][member].clone())).collect();
        ((*name).to_owned(), Value::Object(kept))
    });
    Value::Object(members.collect())
}
