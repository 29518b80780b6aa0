//! Sensitive films (PeerTube's `nsfw`): why they are, and what people see of them.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// PeerTube's flags (`packages/models/src/videos/nsfw-flag.enum.ts`).
pub const VIOLENT: i64 = 1;
pub const EXPLICIT_SEX: i64 = 2;

/// PeerTube's names of flags in the documents that servers exchange.
pub fn names(flags: i64) -> impl Iterator<Item = &'static str> {
    [(VIOLENT, "violent"), (EXPLICIT_SEX, "explicitSex")]
        .into_iter()
        .filter_map(move |(flag, name)| (flags & flag != 0).then_some(name))
}

/// Characters of the words that warn of a film (PeerTube's limit).
pub const SUMMARY_LENGTH: usize = 250;

/// What somebody wishes to see of sensitive films, under PeerTube's names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Policy {
    /// They are films like others.
    #[serde(rename = "display")]
    Display,
    /// They are asked before one is played.
    #[serde(rename = "warn")]
    Warn,
    /// The pictures are blurred, too.
    #[default]
    #[serde(rename = "blur")]
    Blur,
    /// They are left out of lists.
    #[serde(rename = "do_not_list")]
    Hide,
}

impl Policy {
    pub const ALL: [Self; 4] = [Self::Blur, Self::Warn, Self::Display, Self::Hide];

    /// PeerTube's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Display => "display",
            Self::Warn => "warn",
            Self::Blur => "blur",
            Self::Hide => "do_not_list",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.code() == code)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Display => "sensitive-display",
            Self::Warn => "sensitive-warn",
            Self::Blur => "sensitive-blur",
            Self::Hide => "sensitive-hide",
        }
    }

    /// Whether people are asked before a sensitive film is played.
    pub fn asks(self) -> bool {
        self != Self::Display
    }

    /// Whether the pictures of sensitive films are blurred where they are listed at all.
    pub fn blurs(self) -> bool {
        matches!(self, Self::Blur | Self::Hide)
    }
}

/// What somebody wishes for films with certain flags, whatever they wish for others: flags, under PeerTube's names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Wishes {
    pub nsfw_flags_displayed: i64,
    pub nsfw_flags_hidden: i64,
    pub nsfw_flags_warned: i64,
    pub nsfw_flags_blurred: i64,
}

impl Wishes {
    fn each(self) -> [(i64, Policy); 4] {
        // The most careful first.
        [
            (self.nsfw_flags_hidden, Policy::Hide),
            (self.nsfw_flags_blurred, Policy::Blur),
            (self.nsfw_flags_warned, Policy::Warn),
            (self.nsfw_flags_displayed, Policy::Display),
        ]
    }

    /// Refuses flags that nobody knows, and one that is wished in two ways.
    pub fn check(self) -> Result<()> {
        let mut seen = 0;
        for (flags, _) in self.each() {
            check_flags(flags)?;
            check_flags(if seen & flags == 0 { 0 } else { -1 })?;
            seen |= flags;
        }
        Ok(())
    }

    /// What is wished for a flag; none where it is as for all sensitive films.
    pub fn of(self, flag: i64) -> Option<Policy> {
        self.each().into_iter().find_map(|(flags, policy)| (flags & flag != 0).then_some(policy))
    }

    pub fn set(&mut self, flag: i64, policy: Option<Policy>) {
        for (place, own) in [
            (&mut self.nsfw_flags_displayed, Policy::Display),
            (&mut self.nsfw_flags_hidden, Policy::Hide),
            (&mut self.nsfw_flags_warned, Policy::Warn),
            (&mut self.nsfw_flags_blurred, Policy::Blur),
        ] {
            *place = if policy == Some(own) { *place | flag } else { *place & !flag };
        }
    }
}

/// What somebody sees of sensitive films.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taste {
    pub policy: Policy,
    pub wishes: Wishes,
}

/// What a list leaves out: all sensitive films but those with one of `included`, and those with one of `excluded`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    pub is_all: bool,
    pub included: i64,
    pub excluded: i64,
}

impl Taste {
    /// What becomes of a sensitive film with these flags.
    pub fn of(self, flags: i64) -> Policy {
        self.wishes.of(flags).unwrap_or(self.policy)
    }

    pub fn left_out(self) -> LeftOut {
        let Wishes { nsfw_flags_displayed, nsfw_flags_hidden, nsfw_flags_warned, nsfw_flags_blurred } =
            self.wishes;
        LeftOut {
            is_all: self.policy == Policy::Hide,
            included: nsfw_flags_displayed | nsfw_flags_warned | nsfw_flags_blurred,
            excluded: nsfw_flags_hidden,
        }
    }
}

/// Refuses flags that nobody knows.
pub fn check_flags(flags: i64) -> Result<()> {
    match flags & !(VIOLENT | EXPLICIT_SEX) {
        0 => Ok(()),
        _ => Err(Error::invalid("error-parameter").with("name", "nsfwFlags").with("maximum", "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_of_two_kinds_is_treated_as_the_more_careful_wish_says() {
        let mut wishes = Wishes::default();
        wishes.set(VIOLENT, Some(Policy::Warn));
        wishes.set(EXPLICIT_SEX, Some(Policy::Hide));
        let taste = Taste { policy: Policy::Display, wishes };
        assert_eq!((taste.of(0), taste.of(VIOLENT)), (Policy::Display, Policy::Warn));
        assert_eq!(taste.of(VIOLENT | EXPLICIT_SEX), Policy::Hide);
        let left_out = taste.left_out();
        assert_eq!((left_out.is_all, left_out.included, left_out.excluded), (false, VIOLENT, EXPLICIT_SEX));
        wishes.set(EXPLICIT_SEX, None);
        assert_eq!(wishes.of(EXPLICIT_SEX), None);
        assert!(wishes.check().is_ok());
        assert!(Wishes { nsfw_flags_displayed: VIOLENT, ..wishes }.check().is_err(), "one way for each");
        assert!(Wishes { nsfw_flags_hidden: 64, ..Wishes::default() }.check().is_err());
    }
}
