//! Channels: the names under which films appear.

use super::account::{check_display_name, is_actor_name};
use super::video::{tidy, tidy_line};
use crate::error::{Error, Result};

/// Channels that one account may have (PeerTube's default).
pub const CHANNELS: usize = 20;

/// Characters of a description and of a text of support (PeerTube's limit).
pub const TEXT: usize = 1000;

/// What the owner of a channel says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub display_name: String,
    /// Markdown.
    pub description: Option<String>,
    /// How the channel can be supported, in Markdown.
    pub support: Option<String>,
}

impl About {
    /// Checks and tidies what came from a form or from the API.
    pub fn checked(self) -> Result<Self> {
        let display_name = tidy_line(&self.display_name);
        check_display_name(&display_name)?;
        let (description, support) = (tidy(self.description, TEXT)?, tidy(self.support, TEXT)?);
        Ok(Self { display_name, description, support })
    }
}

/// Checks a channel's handle: it follows the rule of user names, as PeerTube has it.
pub fn check_handle(handle: &str) -> Result<()> {
    if is_actor_name(handle) { Ok(()) } else { Err(Error::invalid("error-channel-handle")) }
}

/// The handle of the channel that every new account gets, as PeerTube names it.
pub fn default_handle(username: &str) -> String {
    let kept: String = username.chars().take(42).collect();
    format!("{kept}_channel")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_tidied_and_tricks_are_no_handles() {
        let about = About {
            display_name: " \u{202e}Chorale\u{2066} ".into(),
            description: Some(" \r\n ".into()),
            support: Some("a\r\nb\u{7}".into()),
        };
        let checked = about.clone().checked().expect("it is a good description");
        assert_eq!((checked.display_name.as_str(), checked.description), ("Chorale", None));
        assert_eq!(checked.support.as_deref(), Some("a\nb"));
        assert!(About { support: Some("x".repeat(1001)), ..about.clone() }.checked().is_err());
        assert!(About { display_name: " ".into(), ..about }.checked().is_err());
        let long = "x".repeat(51);
        for handle in ["", "..", "Chorale", "a-b", "a b", "a/b", "été", "me", "peertube", "a@b", &long] {
            assert!(check_handle(handle).is_err(), "{handle}");
        }
        for handle in ["a", "chorale.2026", "la_chorale"] {
            assert!(check_handle(handle).is_ok(), "{handle}");
        }
    }
}
