//! What every conversation with others needs: the database, the way out, our address and the time.

use serde_json::Value;

use super::address::Address;
use super::journal::Journal;
use super::{keys, signature};
use crate::actions::views::Views;
use crate::db::Db;
use crate::domain::actor::Own;
use crate::domain::moment::Moment;
use crate::error::{Error, Kind, Result};
use crate::net::{Ask, Net};

/// Bytes of a document of others.
pub const DOCUMENT: usize = 1 << 20;

const ACCEPT: &str =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

#[derive(Clone)]
pub struct Exchange {
    pub db: Db,
    pub net: Net,
    pub address: Address,
    pub journal: Journal,
    pub views: Views,
    /// Whether whoever wants to follow the site waits for an administrator.
    pub approves_followers: bool,
    pub now: Moment,
}

impl Exchange {
    /// The document with this id, from the server that the id names. The request carries the site's signature:
    /// some servers answer nobody else.
    pub async fn fetch(&self, id: &str) -> Result<Value> {
        if self.address.path(id).is_some() {
            return Err(Error::invalid("error-federation-own").with("url", id));
        }
        let key = keys::of(&self.db, Own::Site).await?;
        let key_id = keys::id(&self.address.site());
        let headers = |url: &url::Url| {
            let mut headers = signature::sign(&key, &key_id, "GET", url, None, self.now)?;
            headers.push(("accept", ACCEPT.to_owned()));
            Ok(headers)
        };
        let answer = self.net.get(id, &Ask { headers: &headers, limit: DOCUMENT }).await?;
        let host = answer.url.host_str().unwrap_or_default().to_owned();
        match answer.status {
            200 => {}
            404 | 410 => return Err(Error::not_found("error-federation-gone").with("url", id)),
            429 | 500.. => {
                return Err(Error::new(Kind::Unavailable, "error-net-silent").with("host", host));
            }
            status => {
                let error = Error::invalid("error-federation-refused").with("host", host);
                return Err(error.caused_by(format!("status {status}")));
            }
        }
        // Anything else may be a file that somebody sent there, and would speak in the name of its server.
        if !matches!(&*answer.media_type, "application/activity+json" | "application/ld+json") {
            let error = Error::invalid("error-federation-document").with("url", id);
            return Err(error.caused_by(format!("its type is {}", answer.media_type)));
        }
        let wrong =
            |reason: String| Error::invalid("error-federation-document").with("url", id).caused_by(reason);
        let document: Value =
            serde_json::from_slice(&answer.body).map_err(|error| wrong(error.to_string()))?;
        let says = document["id"].as_str().unwrap_or_default();
        if host_of(says) != host_of(answer.url.as_str()) {
            return Err(wrong(format!("it says that it is {says}")));
        }
        Ok(document)
    }
}

/// The host of an address with its port where that is not the usual one; none for what is no address of the web.
pub fn host_of(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let is_web =
        matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty());
    is_web.then(|| signature::host_of(&url))
}

/// The id in a member of a document, which is an id or an object that has one.
pub fn id_in(value: &Value) -> Option<&str> {
    let id = match value {
        Value::String(id) => Some(id.as_str()),
        Value::Object(object) => object.get("id")?.as_str(),
        Value::Array(all) if all.len() == 1 => return id_in(&all[0]),
        _ => None,
    };
    id.filter(|id| id.len() <= 2000)
}

/// The texts of a member that may be one or several: ids of `to`, `cc`, types.
pub fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(all) => all.iter().filter_map(id_in).collect(),
        other => id_in(other).into_iter().collect(),
    }
}
