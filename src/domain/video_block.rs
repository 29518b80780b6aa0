//! Films that whoever keeps the house has blocked: nobody else sees them, and nothing of them is deleted.

use super::video::tidy;
use crate::error::{Error, Result};

/// Characters of a reason (PeerTube's limits).
pub const REASON_MINIMUM: usize = 2;
pub const REASON_MAXIMUM: usize = 300;

/// A reason, tidied; none where nothing was said.
pub fn checked(reason: Option<String>) -> Result<Option<String>> {
    let reason = tidy(reason, REASON_MAXIMUM)?;
    match &reason {
        Some(words) if words.chars().count() < REASON_MINIMUM => Err(Error::invalid("error-report-short")),
        _ => Ok(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_may_be_missing_and_has_words_where_there_is_one() {
        for nothing in [None, Some(String::new()), Some("  ".into())] {
            assert_eq!(checked(nothing).expect("it is none"), None);
        }
        assert_eq!(checked(Some(" Droits ".into())).expect("it is good"), Some("Droits".into()));
        for wrong in ["x".to_owned(), "x".repeat(REASON_MAXIMUM + 1)] {
            assert!(checked(Some(wrong)).is_err());
        }
    }
}
