//! What another site says of itself, before it becomes a friend: PeerTube's API is asked, which this site speaks too.

use serde_json::Value;

use super::exchange::Exchange;
use crate::domain::video::tidy;
use crate::error::{Error, Kind, Result};
use crate::net::Ask;

/// Bytes of one of its answers.
const ANSWER: usize = 256 << 10;

/// A site, in its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acquaintance {
    pub host: String,
    pub name: String,
    pub short_description: String,
    /// Markdown.
    pub description: String,
    /// What it asks of those who use it; Markdown.
    pub terms: String,
    pub films: Option<u64>,
    /// Whether sensitive films are what it is about.
    pub is_sensitive: bool,
}

/// Asks a site who it is. `Unavailable` where it does not answer, `NotFound` where it speaks otherwise.
pub async fn make(exchange: &Exchange, host: &str) -> Result<Acquaintance> {
    let config = ask(exchange, host, "config").await?;
    let about = ask(exchange, host, "config/about").await.unwrap_or_default();
    let statistics = ask(exchange, host, "server/stats").await.unwrap_or_default();
    let text = |value: &Value, characters: usize| {
        let text = value.as_str().map(|text| text.chars().take(characters).collect());
        tidy(text, characters).ok().flatten().unwrap_or_default()
    };
    let instance = &config["instance"];
    let name = text(&instance["name"], 120).split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Error::not_found("error-friend-other").with("host", host));
    }
    Ok(Acquaintance {
        host: host.to_owned(),
        name,
        short_description: text(&instance["shortDescription"], 500),
        description: text(&about["instance"]["description"], 10_000),
        terms: text(&about["instance"]["terms"], 10_000),
        films: statistics["totalLocalVideos"].as_u64(),
        is_sensitive: instance["isNSFW"] == true,
    })
}

async fn ask(exchange: &Exchange, host: &str, path: &str) -> Result<Value> {
    let headers = |_: &url::Url| Ok(vec![("accept", "application/json".to_owned())]);
    let ask_at = async |scheme: &str| {
        let url = format!("{scheme}://{host}/api/v1/{path}");
        exchange.net.get(&url, &Ask { headers: &headers, limit: ANSWER }).await
    };
    let mut answer = ask_at("https").await;
    // As for handles: without an encrypted line where private networks are allowed.
    if answer.is_err() && exchange.address.of("").starts_with("http://") {
        answer = ask_at("http").await;
    }
    let answer = answer?;
    let other = || Error::not_found("error-friend-other").with("host", host);
    match answer.status {
        200 => serde_json::from_slice(&answer.body).map_err(|error| other().caused_by(error)),
        429 | 500.. => Err(Error::new(Kind::Unavailable, "error-net-silent").with("host", host)),
        status => Err(other().caused_by(format!("status {status}"))),
    }
}
