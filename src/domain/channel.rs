//! Channels: the name under which films appear.

use crate::error::{Error, Result};

/// Checks a channel's handle: PeerTube's rule for actor names (1–50 of letters, digits, `_`, `.`, `-`).
pub fn check_handle(handle: &str) -> Result<()> {
    let well_formed = (1..=50).contains(&handle.len())
        && handle
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.-".contains(&byte))
        && handle.bytes().any(|byte| byte.is_ascii_alphanumeric());
    if well_formed { Ok(()) } else { Err(Error::invalid("error-channel-handle")) }
}

/// The handle of the channel that every new account gets, as PeerTube names it.
pub fn default_handle(username: &str) -> String {
    let kept: String = username.chars().take(42).collect();
    format!("{kept}_channel")
}
