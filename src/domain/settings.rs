//! What the administrator decides in the browser; it lives in the database and is effective at once.

use serde::{Deserialize, Serialize};

use super::mail::Server;
use super::sensitive::Policy;
use crate::error::{Error, Result};

/// The resolutions that PeerTube knows, by the length of the shorter side.
pub const RESOLUTIONS: [u32; 8] = [144, 240, 360, 480, 720, 1080, 1440, 2160];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `fr` or `en`: the language of the site itself, for visitors whose browser asks for neither.
    pub language: String,
    pub name: String,
    /// Where people reach the site, if no boot setting says so: no slash at its end.
    pub address: Option<String>,
    pub short_description: String,
    /// Markdown.
    pub description: String,
    /// Markdown.
    pub terms: String,
    pub resolutions: Vec<u32>,
    pub maximum_fps: u32,
    /// Keeps an audio-only file beside the films.
    pub audio_only_file: bool,
    /// Keeps the file that was sent, after the film has been made.
    pub keep_original: bool,
    /// An encoder by its name, or none to take what the trial found best.
    pub encoder: Option<String>,
    /// Bytes for each new account; -1 for no limit.
    pub quota: i64,
    /// Whether people may ask for an account; somebody who keeps the house decides.
    pub takes_requests: bool,
    /// None where the site sends no mail: then links are handed over by hand.
    pub mail: Option<Server>,
    /// Whether those who watch a film may pass it on to one another.
    pub shares: bool,
    /// What strangers see of sensitive films, and members who wish nothing else.
    pub nsfw_policy: Policy,
    /// Whether whoever wants to follow the site waits for an administrator.
    pub approves_followers: bool,
    /// Whether other servers have to sign when they ask for documents, those of actors aside.
    pub demands_signatures: bool,
    /// True from the moment on at which the setup has been finished.
    pub is_set_up: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: "fr".to_owned(),
            name: "Lucarne".to_owned(),
            address: None,
            short_description: String::new(),
            description: String::new(),
            terms: String::new(),
            resolutions: vec![240, 480, 720],
            maximum_fps: 60,
            audio_only_file: true,
            keep_original: false,
            encoder: None,
            quota: -1,
            takes_requests: false,
            mail: None,
            shares: true,
            nsfw_policy: Policy::default(),
            approves_followers: false,
            demands_signatures: false,
            is_set_up: false,
        }
    }
}

impl Settings {
    /// Checks everything that a form or a file may have put in.
    pub fn check(&self) -> Result<()> {
        crate::domain::account::check_display_name(&self.name)
            .map_err(|_| Error::invalid("error-site-name"))?;
        if !matches!(self.language.as_str(), "fr" | "en") {
            return Err(Error::invalid("error-language"));
        }
        if self.short_description.chars().count() > 250
            || self.description.len() > 20_000
            || self.terms.len() > 20_000
        {
            return Err(Error::invalid("error-text-long"));
        }
        if self.resolutions.is_empty() || self.resolutions.iter().any(|r| !RESOLUTIONS.contains(r)) {
            return Err(Error::invalid("error-resolutions"));
        }
        self.mail.as_ref().map_or(Ok(()), Server::check)
    }
}
