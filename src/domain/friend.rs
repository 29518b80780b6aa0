//! Friends: other servers whose films are shown here, and what is taken of them.

use serde::{Deserialize, Serialize};

use super::video::Description;
use super::vocabulary;
use crate::error::{Error, Result};

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
