//! Letters by e-mail, and the server that takes them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::account::check_email;
use super::video::{tidy, tidy_line};
use crate::error::{Error, Result};

/// The mail server of the association's provider (RFC 6409, message submission).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Empty where the server asks for none.
    pub username: String,
    pub password: String,
    /// The address that letters come from.
    pub from: String,
}

/// How the line to the mail server is kept secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// From the first byte on; port 465 (RFC 8314).
    Tls,
    /// After a greeting, and not without; port 587.
    #[default]
    Starttls,
    /// Not at all: for a server on this machine.
    None,
}

impl Security {
    pub const ALL: [Self; 3] = [Self::Starttls, Self::Tls, Self::None];

    pub fn code(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Starttls => "starttls",
            Self::None => "none",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|security| security.code() == code)
    }

    pub fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::Starttls => 587,
            Self::None => 25,
        }
    }
}

impl Server {
    pub fn check(&self) -> Result<()> {
        check_host(&self.host)?;
        check_email(&self.from)?;
        let is_line = |text: &str| text.len() <= 500 && !text.chars().any(char::is_control);
        if self.port == 0 {
            return Err(Error::invalid("error-mail-port"));
        }
        if !is_line(&self.username) || !is_line(&self.password) {
            return Err(Error::invalid("error-mail-login"));
        }
        Ok(())
    }
}

/// Checks the name or the address of a machine.
pub fn check_host(host: &str) -> Result<()> {
    let is_name = !host.is_empty()
        && host.len() <= 253
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'))
        && !host.starts_with(['.', '-'])
        && !host.ends_with(['.', '-']);
    if is_name { Ok(()) } else { Err(Error::invalid("error-mail-host")) }
}

/// The password stays out of logs.
impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}:{} ({})", self.username, self.host, self.port, self.security.code())
    }
}

/// A letter that is to be written. Its words are found when it is sent, so that nothing stands in the row that
/// should not: a link that opens an account is made then, and what was deleted meanwhile is not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// What a member wishes to be told of by mail.
    Told { notification_id: i64 },
    /// A link to choose a new password.
    NewPassword { user_id: i64 },
    /// What was decided on the request for an account.
    Decided { registration_id: i64 },
    /// A link that shows that an address is its owner's.
    Prove { of: AddressOf },
    /// An invitation to become a member.
    Invited { link_id: i64 },
    /// What a visitor wrote, for somebody who keeps the house.
    Contact { user_id: i64, message: Message },
}

/// What a visitor writes to the association.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub from_name: String,
    pub from_email: String,
    pub subject: String,
    pub body: String,
}

impl Message {
    /// Tidies and checks every field (PeerTube's lengths). A message without a subject is about nothing in particular.
    pub fn checked(mut self) -> Result<Self> {
        self.from_name = tidy_line(&self.from_name);
        self.from_email = self.from_email.trim().to_owned();
        self.subject = tidy_line(&self.subject);
        if self.subject.is_empty() {
            self.subject = "…".to_owned();
        }
        check_email(&self.from_email)?;
        let is_line = |text: &str| text.chars().count() <= 120 && !text.chars().any(char::is_control);
        if self.from_name.is_empty() || !is_line(&self.from_name) {
            return Err(Error::invalid("error-contact-name"));
        }
        if !is_line(&self.subject) {
            return Err(Error::invalid("error-contact-subject"));
        }
        self.body = tidy(Some(self.body), 5_000)?.unwrap_or_default();
        if self.body.chars().count() < 3 {
            return Err(Error::invalid("error-contact-body"));
        }
        Ok(self)
    }
}

/// Whose address of e-mail: a member's (the number of the user) or that of somebody who asks for an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AddressOf {
    User(i64),
    Registration(i64),
}

impl AddressOf {
    /// The number of the user, that of the request: one of the two.
    pub fn numbers(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::User(id) => (Some(id), None),
            Self::Registration(id) => (None, Some(id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> Server {
        Server {
            host: "smtp.example.org".into(),
            port: 587,
            security: Security::Starttls,
            username: "tricot".into(),
            password: "a secret".into(),
            from: "tricot@example.org".into(),
        }
    }

    #[test]
    fn a_server_is_checked_and_keeps_its_secret() {
        server().check().expect("it is a good server");
        for host in ["", "smtp example", "http://smtp", "a\nb", ".a", "été.fr"] {
            assert!(Server { host: host.into(), ..server() }.check().is_err(), "{host}");
        }
        assert!(Server { from: "tricot".into(), ..server() }.check().is_err());
        assert!(Server { password: "a\r\nb".into(), ..server() }.check().is_err());
        assert!(!format!("{:?}", server()).contains("secret"));
    }
}
