//! People: their roles, and what their names, addresses and passwords must be like.

use crate::error::{Error, Result};

/// What a person may do, with PeerTube's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Administrator = 0,
    Moderator = 1,
    Member = 2,
}

impl Role {
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Administrator),
            1 => Some(Self::Moderator),
            2 => Some(Self::Member),
            _ => None,
        }
    }

    /// PeerTube's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::Moderator => "Moderator",
            Self::Member => "User",
        }
    }
}

/// The person behind a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub user_id: i64,
    pub account_id: i64,
    pub username: String,
    pub display_name: String,
    pub role: Role,
}

impl Person {
    pub fn is_administrator(&self) -> bool {
        self.role == Role::Administrator
    }

    /// Whether they keep the house: moderators and administrators.
    pub fn is_moderator(&self) -> bool {
        matches!(self.role, Role::Administrator | Role::Moderator)
    }
}

/// The shortest password, in characters. Length is the only rule (NIST SP 800-63B section 3.1.1).
pub const PASSWORD_LENGTH: usize = 8;

/// The longest password that is hashed, in bytes, so that nobody makes the hash work on a book.
const PASSWORD_LENGTH_MAXIMUM: usize = 1024;

/// Names that routes, tools or PeerTube itself use for something else.
const RESERVED: [&str; 6] = ["peertube", "instance", "admin_channel", "me", "autocomplete", "lucarne"];

/// Checks a user name: 1–50 of lower-case letters, digits, `_` and `.`, as PeerTube has it.
pub fn check_username(name: &str) -> Result<()> {
    let well_formed = (1..=50).contains(&name.len())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.'))
        && name.bytes().any(|byte| byte.is_ascii_alphanumeric());
    if !well_formed || RESERVED.contains(&name) {
        return Err(Error::invalid("error-username"));
    }
    Ok(())
}

/// Checks the outline of an e-mail address; only a delivered message proves more.
pub fn check_email(address: &str) -> Result<()> {
    let outline = address.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && !host.starts_with(['.', '-'])
            && !host.ends_with(['.', '-'])
    });
    let clean = address.len() <= 254
        && !address.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
    if outline && clean { Ok(()) } else { Err(Error::invalid("error-email")) }
}

pub fn check_password(password: &str) -> Result<()> {
    if password.chars().count() < PASSWORD_LENGTH || password.len() > PASSWORD_LENGTH_MAXIMUM {
        return Err(Error::invalid("error-password-short").with("count", PASSWORD_LENGTH));
    }
    Ok(())
}

/// Checks a name for people to read: 1–120 characters, no control characters.
pub fn check_display_name(name: &str) -> Result<()> {
    let length = name.trim().chars().count();
    if !(1..=120).contains(&length) || name.chars().any(char::is_control) {
        return Err(Error::invalid("error-display-name"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tricks_are_no_user_names() {
        for name in ["", "..", "a/b", "Été", "robert'); drop table", "<b>", "me", "peertube", "a b", "A"] {
            assert!(check_username(name).is_err(), "{name}");
        }
        for name in ["maud", "le.tricot", "club_2026"] {
            assert!(check_username(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn tricks_are_no_addresses() {
        for address in ["", "@", "a@", "@b", "a@b@c", "a b@c.fr", "a@b.fr\r\nBcc: x@y.z", "<a@b.fr>"] {
            assert!(check_email(address).is_err(), "{address}");
        }
        assert!(check_email("maud@example.org").is_ok());
    }
}
