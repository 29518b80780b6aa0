//! Actors of other servers: found, read, looked at again.

use serde_json::Value;

use super::exchange::{Exchange, host_of, id_in};
use crate::db;
use crate::db::actor::{Actor, New};
use crate::domain::actor::{ActorKind, is_name};
use crate::error::{Error, Result};

/// Seconds after which the document of an actor is read again (PeerTube: two days).
const FRESH_SECONDS: i64 = 2 * 24 * 3600;

const NAME_LENGTH: usize = 120;

/// The actor with this id, as its server described it lately.
pub async fn of(exchange: &Exchange, url: &str) -> Result<Actor> {
    let known = known(exchange, url).await?;
    match known {
        Some(actor) if exchange.now.seconds_since(actor.fetched_at) < FRESH_SECONDS => Ok(actor),
        // A server that does not answer today may do so tomorrow; what it said lately still counts.
        Some(actor) => Ok(fetch(exchange, url).await.unwrap_or(actor)),
        None => fetch(exchange, url).await,
    }
}

/// The actor with this id, if it has been seen before.
pub async fn known(exchange: &Exchange, url: &str) -> Result<Option<Actor>> {
    let url = url.to_owned();
    exchange.db.read(move |read| db::actor::by_url(read, &url)).await
}

/// The actor as its server describes it now.
pub async fn fetch(exchange: &Exchange, url: &str) -> Result<Actor> {
    let document = exchange.fetch(url).await?;
    let new = read(&document)?;
    // A key may stand at an address of its own; whose it is says so itself.
    if new.url != url && host_of(&new.url) != host_of(url) {
        return Err(wrong(url, "it is another one"));
    }
    exchange.db.write(move |tx| db::actor::keep(tx, &new)).await
}

fn wrong(url: &str, reason: impl Into<String>) -> Error {
    Error::invalid("error-federation-actor").with("url", url).caused_by(reason.into())
}

/// Reads the document of an actor.
pub fn read(document: &Value) -> Result<New> {
    let url = document["id"].as_str().unwrap_or_default();
    let host = host_of(url).ok_or_else(|| wrong(url, "it has no id"))?;
    let kind = document["type"].as_str().and_then(ActorKind::from_label);
    let kind = kind.ok_or_else(|| wrong(url, format!("its type is {}", document["type"])))?;
    let name = document["preferredUsername"].as_str().filter(|name| is_name(name));
    let name = name.ok_or_else(|| wrong(url, "it has no name that can be read"))?;
    let inbox = document["inbox"].as_str().filter(|inbox| host_of(inbox).is_some());
    let inbox = inbox.ok_or_else(|| wrong(url, "it has no inbox"))?;
    let shared = document["endpoints"]["sharedInbox"].as_str().filter(|inbox| host_of(inbox).is_some());
    let key = &document["publicKey"];
    if key["owner"].as_str().is_some_and(|owner| owner != url) {
        return Err(wrong(url, "its key belongs to somebody else"));
    }
    let public_key =
        key["publicKeyPem"].as_str().filter(|pem| pem.contains("-----BEGIN") && pem.len() < 8_000);
    let public_key = public_key.ok_or_else(|| wrong(url, "it has no key"))?;
    let display_name = document["name"].as_str().map(tidy).filter(|name| !name.is_empty());
    // Mastodon gives an address, PeerTube a list of links.
    let page = [&document["url"], &document["url"][0]["href"], &document["url"][0]];
    let page = page.into_iter().filter_map(id_in).find(|page| host_of(page).is_some());
    Ok(New {
        url: url.to_owned(),
        host,
        kind,
        name: name.to_owned(),
        display_name: display_name.unwrap_or_else(|| name.to_owned()),
        page: page.unwrap_or(url).to_owned(),
        inbox: inbox.to_owned(),
        shared_inbox: shared.map(str::to_owned),
        public_key: public_key.to_owned(),
    })
}

/// A name on one line.
fn tidy(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().collect();
    words.join(" ").chars().filter(|letter| !letter.is_control()).take(NAME_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({
            "id": "https://social.example/users/rose", "type": "Person", "preferredUsername": "rose",
            "name": "Rose\n  du\u{0} Moulin", "inbox": "https://social.example/users/rose/inbox",
            "endpoints": { "sharedInbox": "https://social.example/inbox" }, "url": "https://social.example/@rose",
            "publicKey": { "owner": "https://social.example/users/rose", "publicKeyPem": "-----BEGIN PUBLIC KEY-----" },
        })
    }

    #[test]
    fn a_document_says_who_somebody_is() {
        let new = read(&document()).expect("it is whole");
        assert_eq!(
            (&*new.host, &*new.display_name, new.kind),
            ("social.example", "Rose du Moulin", ActorKind::Person)
        );
        assert_eq!(
            (&*new.page, new.shared_inbox.as_deref()),
            ("https://social.example/@rose", Some("https://social.example/inbox"))
        );
    }

    #[test]
    fn a_document_that_lacks_something_is_nobody() {
        for (member, value) in [
            ("id", json!("ftp://x")),
            ("id", json!(7)),
            ("type", json!("Note")),
            ("preferredUsername", json!("a b")),
            ("preferredUsername", json!("<b>")),
            ("inbox", json!("/inbox")),
            ("inbox", Value::Null),
            ("publicKey", json!([])),
            (
                "publicKey",
                json!({ "owner": "https://social.example/users/paul", "publicKeyPem": "-----BEGIN" }),
            ),
        ] {
            let mut document = document();
            document[member] = value;
            assert!(read(&document).is_err(), "{document}");
        }
    }
}
