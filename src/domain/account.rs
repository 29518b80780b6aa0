//! People: their roles, and what their names, addresses and passwords must be like.

use serde::{Deserialize, Serialize};

use super::sensitive::{Policy, Wishes};
use super::video::Holding;
use super::vocabulary;
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
    /// What they wish to see of sensitive films, none where they leave it to the site; and for some kinds of them.
    pub taste: (Option<Policy>, Wishes),
    /// Whether they pass on what they watch to others who watch it.
    pub shares: bool,
    /// The channels of others that they keep together with them.
    pub shared_channels: Vec<i64>,
}

impl Person {
    pub fn is_administrator(&self) -> bool {
        self.role == Role::Administrator
    }

    /// Whether a channel is theirs, or is kept by them together with its owner.
    pub fn keeps(&self, holding: Holding) -> bool {
        self.account_id == holding.owner_account_id || self.shared_channels.contains(&holding.channel_id)
    }

    /// Whether they keep the house: moderators and administrators.
    pub fn is_moderator(&self) -> bool {
        matches!(self.role, Role::Administrator | Role::Moderator)
    }
}

/// Whether `person` may let in, change or shut out people of this role: administrators everybody, moderators members.
pub fn can_manage(person: &Person, role: Role) -> bool {
    person.is_administrator() || (person.is_moderator() && role == Role::Member)
}

/// What a person wishes of the applications that they use, under PeerTube's names. It is kept for them; the pages
/// of this site heed the history, the sensitive films and whether films are shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Preferences {
    pub auto_play_video: bool,
    pub auto_play_next_video: bool,
    pub auto_play_next_video_playlist: bool,
    pub video_languages: Option<Vec<String>>,
    pub language: Option<String>,
    /// Whether what they watch is remembered.
    pub videos_history_enabled: bool,
    /// None leaves it to the site. Applications read what is followed (`shapes::user`).
    pub nsfw_policy: Option<Policy>,
    /// Whether they pass on what they watch to others who watch it.
    #[serde(rename = "p2pEnabled")]
    pub shares: bool,
    #[serde(flatten)]
    pub nsfw_wishes: Wishes,
    pub no_instance_config_warning_modal: bool,
    pub no_welcome_modal: bool,
    pub no_account_setup_warning_modal: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            auto_play_video: true,
            auto_play_next_video: false,
            auto_play_next_video_playlist: false,
            video_languages: None,
            language: None,
            videos_history_enabled: true,
            nsfw_policy: None,
            shares: true,
            nsfw_wishes: Wishes::default(),
            no_instance_config_warning_modal: true,
            no_welcome_modal: true,
            no_account_setup_warning_modal: true,
        }
    }
}

impl Preferences {
    pub fn taste(&self) -> (Option<Policy>, Wishes) {
        (self.nsfw_policy, self.nsfw_wishes)
    }

    /// Refuses flags of films that nobody knows, and languages that no list has; `_unknown` is PeerTube's name for films that say none.
    pub fn check(&self) -> Result<()> {
        let is_known = |code: &String| code == "_unknown" || vocabulary::language(code).is_some();
        self.nsfw_wishes.check()?;
        let wished = self.video_languages.iter().flatten();
        let is_short = self.language.as_ref().is_none_or(|code| code.len() <= 16);
        let are_known = wished.clone().count() <= 500 && wished.clone().all(is_known);
        if is_short && are_known { Ok(()) } else { Err(Error::invalid("error-language")) }
    }
}

/// The shortest password, in characters. Length is the only rule (NIST SP 800-63B section 3.1.1).
pub const PASSWORD_LENGTH: usize = 8;

/// The longest password that is hashed, in bytes, so that nobody makes the hash work on a book.
pub const PASSWORD_LENGTH_MAXIMUM: usize = 1024;

/// Characters of what a person says of themselves (PeerTube's limit).
pub const DESCRIPTION_LENGTH: usize = 1000;

/// Names that routes, tools or PeerTube itself use for something else.
const RESERVED: [&str; 6] = ["peertube", "instance", "admin_channel", "me", "autocomplete", "lucarne"];

/// Checks a user name: 1–50 of lower-case letters, digits, `_` and `.`, as PeerTube has it.
pub fn check_username(name: &str) -> Result<()> {
    if is_actor_name(name) { Ok(()) } else { Err(Error::invalid("error-username")) }
}

/// Whether an account or a channel may have this name.
pub fn is_actor_name(name: &str) -> bool {
    (1..=50).contains(&name.len())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.'))
        && name.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && !RESERVED.contains(&name)
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
    // A dot, because "maud@exemple" is what slips: the keepers of a site are reached from anywhere.
    let is_reachable =
        address.rsplit('@').next().is_some_and(|host| host.contains('.') || host == "localhost");
    if outline && clean && is_reachable { Ok(()) } else { Err(Error::invalid("error-email")) }
}

pub fn check_password(password: &str) -> Result<()> {
    if password.trim().chars().count() < PASSWORD_LENGTH || password.len() > PASSWORD_LENGTH_MAXIMUM {
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
        for address in ["", "@", "a@", "@b", "a@b", "a@b@c", "a b@c.fr", "a@b.fr\r\nBcc: x@y.z", "<a@b.fr>"] {
            assert!(check_email(address).is_err(), "{address}");
        }
        assert!(check_email("maud@example.org").is_ok());
    }
}
