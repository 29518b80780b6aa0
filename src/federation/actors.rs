//! Actors of other servers: found, read, looked at again.

use serde_json::Value;

use super::exchange::{Exchange, host_of, id_in, texts};
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
    let new = described(exchange, url).await?;
    exchange.db.write(move |tx| db::actor::keep(tx, &new)).await
}

/// What its server says of an actor now; nothing of it is kept.
pub async fn described(exchange: &Exchange, url: &str) -> Result<New> {
    let document = exchange.fetch(url).await?;
    let new = read(&document)?;
    // A key may stand at an address of its own; whose it is says so itself.
    if new.url != url && host_of(&new.url) != host_of(url) {
        return Err(wrong(url, "it is another one"));
    }
    Ok(new)
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
        kind,
        name: name.to_owned(),
        display_name: display_name.unwrap_or_else(|| name.to_owned()),
        page: page.unwrap_or(url).to_owned(),
        inbox: inbox.to_owned(),
        shared_inbox: shared.map(str::to_owned),
        public_key: public_key.to_owned(),
        summary: words(document),
        icon: icon(&document["icon"]),
        outbox: id_in(&document["outbox"])
            .filter(|id| host_of(id).as_ref() == Some(&host))
            .map(str::to_owned),
        support: document["support"].as_str().and_then(|text| tidy_text(text, 1_000)),
        owners: texts(&document["attributedTo"]).into_iter().map(str::to_owned).collect(),
        host,
    })
}

/// What an actor says of itself, as Markdown. Mastodon writes HTML, PeerTube Markdown.
fn words(document: &Value) -> Option<String> {
    let text: String = document["summary"].as_str()?.chars().take(20_000).collect();
    let is_html = text.contains("<p>") || text.contains("<br") || text.contains("</a>");
    let text = if is_html { super::html::to_markdown(&text, "text/html") } else { text };
    tidy_text(&text, 5_000)
}

fn tidy_text(text: &str, characters: usize) -> Option<String> {
    crate::domain::video::tidy(Some(text.chars().take(characters).collect()), characters).ok().flatten()
}

/// The picture nearest to the size in which it is shown here, by its address.
fn icon(value: &Value) -> Option<String> {
    let one = std::slice::from_ref(value);
    let all = value.as_array().map_or(one, Vec::as_slice);
    let mut pictures: Vec<(i64, &str)> = all
        .iter()
        .take(20)
        .filter_map(|icon| Some((icon["width"].as_i64().unwrap_or(i64::MAX), icon["url"].as_str()?)))
        .filter(|(_, url)| url.len() <= 2000 && host_of(url).is_some())
        .collect();
    pictures.sort_by_key(|(width, _)| *width);
    let enough = pictures.iter().find(|(width, _)| *width >= i64::from(db::actor::FACE));
    enough.or(pictures.last()).map(|(_, url)| (*url).to_owned())
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
