//! Where to tell of a hole (RFC 9116): the page that writes to the association, if there is mail.

use super::answer::{self, Response};
use super::routes::Visit;
use crate::error::{Error, Result};

/// Seconds for which the answer is good: the standard advises less than a year.
const GOOD: i64 = 300 * 24 * 3600;

pub fn contact(visit: &Visit) -> Result<Response> {
    if visit.app.settings().mail.is_none() {
        return Err(Error::not_found("error-no-mail-server"));
    }
    let address = visit.app.address();
    let until = visit.app.now().plus_seconds(GOOD).to_iso();
    let lines = [
        format!("Contact: {address}/about/contact"),
        format!("Expires: {until}"),
        "Preferred-Languages: fr, en".to_owned(),
        format!("Canonical: {address}/.well-known/security.txt"),
    ];
    Ok(answer::text(lines.join("\n") + "\n"))
}
