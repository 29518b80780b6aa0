//! Friends: other servers whose films are shown here, and what is taken of them.

use serde::{Deserialize, Serialize};

use super::actor::is_host;
use super::video::Description;
use super::vocabulary;
use crate::error::{Error, Result};

/// Another site, as somebody names it who wants to be friends: by its name, by an address of it, by the handle that it has
/// in the fediverse, or by an invitation (`https://host/friends/code`, or `host/code`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub host: String,
    /// The code of an invitation.
    pub code: Option<String>,
}

impl Named {
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || Error::invalid("error-friend-name");
        let text = text.trim();
        let (is_address, rest) = match text.split_once("://") {
            Some(("http" | "https", rest)) => (true, rest),
            Some(_) => return Err(wrong()),
            None => (false, text),
        };
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host).to_ascii_lowercase();
        if !is_host(&host) {
            return Err(wrong());
        }
        let code = match path.trim_end_matches('/').split_once('/') {
            Some(("friends", code)) => Some(code),
            None if !is_address && !path.is_empty() => Some(path.trim_end_matches('/')),
            _ => None,
        };
        if code.is_some_and(|code| !is_code(code)) {
            return Err(wrong());
        }
        Ok(Self { host, code: code.map(str::to_owned) })
    }
}

/// Letters and digits, as `actions::sessions::new_secret` makes them.
fn is_code(code: &str) -> bool {
    (8..=100).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// What the site takes of a server that it follows. An empty list takes everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    pub categories: Vec<i64>,
    pub licences: Vec<i64>,
    /// Codes of languages. A film that does not say its language is taken.
    pub languages: Vec<String>,
    pub sensitive: bool,
    /// Whether what people say under its films is shown.
    pub comments: bool,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            categories: Vec::new(),
            licences: Vec::new(),
            languages: Vec::new(),
            sensitive: true,
            comments: true,
        }
    }
}

impl Terms {
    pub fn check(&self) -> Result<()> {
        if self.categories.iter().any(|id| vocabulary::category(*id).is_none()) {
            return Err(Error::invalid("error-category"));
        }
        if self.licences.iter().any(|id| vocabulary::licence(*id).is_none()) {
            return Err(Error::invalid("error-licence"));
        }
        if self.languages.iter().any(|code| vocabulary::language(code).is_none()) {
            return Err(Error::invalid("error-language"));
        }
        Ok(())
    }

    /// Why a film is not taken: a key of the message catalogue. None where it is.
    pub fn refuses(&self, about: &Description) -> Option<&'static str> {
        if about.nsfw && !self.sensitive {
            return Some("error-terms-sensitive");
        }
        let has =
            |wanted: &[i64], is: Option<i64>| wanted.is_empty() || is.is_some_and(|is| wanted.contains(&is));
        if !has(&self.categories, about.category) {
            return Some("error-terms-category");
        }
        if !has(&self.licences, about.licence) {
            return Some("error-terms-licence");
        }
        let is_understood = about.language.as_ref().is_none_or(|code| self.languages.contains(code));
        (!self.languages.is_empty() && !is_understood).then_some("error-terms-language")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_named_in_many_ways() {
        let named = |text: &str| Named::parse(text).map(|named| (named.host, named.code)).ok();
        let plain = Some(("tube.example".to_owned(), None));
        for text in [
            "tube.example",
            " https://Tube.example/ ",
            "https://tube.example/about",
            "@peertube@tube.example",
        ] {
            assert_eq!(named(text), plain, "{text}");
        }
        let invited = Some(("tube.example:8080".to_owned(), Some("abcDEF123-_x".to_owned())));
        for text in ["https://tube.example:8080/friends/abcDEF123-_x", "tube.example:8080/abcDEF123-_x"] {
            assert_eq!(named(text), invited, "{text}");
        }
        for text in
            ["", "a b", "ftp://tube.example", "tube.example/<b>", "https://tube.example/friends/x", "/x"]
        {
            assert_eq!(named(text), None, "{text}");
        }
    }

    #[test]
    fn terms_take_what_they_name() {
        let film = |category, language: Option<&str>, nsfw| Description {
            category,
            language: language.map(str::to_owned),
            nsfw,
            ..Description::default()
        };
        let all = Terms::default();
        assert_eq!(all.refuses(&film(None, None, true)), None);
        let some =
            Terms { categories: vec![5], languages: vec!["fr".into()], sensitive: false, ..Terms::default() };
        assert_eq!(some.refuses(&film(Some(5), Some("fr"), false)), None);
        assert_eq!(some.refuses(&film(Some(5), None, false)), None);
        assert_eq!(some.refuses(&film(Some(5), Some("de"), false)), Some("error-terms-language"));
        assert_eq!(some.refuses(&film(None, Some("fr"), false)), Some("error-terms-category"));
        assert_eq!(some.refuses(&film(Some(5), Some("fr"), true)), Some("error-terms-sensitive"));
        assert!(Terms { categories: vec![99], ..Terms::default() }.check().is_err());
    }
}
