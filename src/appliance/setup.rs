//! The setup as a state machine: which question comes next, and what has been answered.
//!
//! It starts with a one-time code that only whoever started the program can read. Nothing is written before
//! the summary is confirmed. The answers live in memory: a restart asks again, with a new code.

use crate::actions::settings::Setup;
use crate::domain::account;
use crate::domain::settings::Settings;
use crate::domain::video::tidy_line;
use crate::error::{Error, Kind, Result};

/// The questions, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Code,
    Language,
    New,
    Site,
    Account,
    Summary,
}

/// The setup while it is under way.
#[derive(Debug)]
pub struct Wizard {
    code: String,
    wrong_codes: u32,
    /// Shown by the browser that gave the code; every other one is asked for it.
    key: Option<String>,
    pub draft: Draft,
}

/// What has been answered so far.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub language: Option<String>,
    pub is_new: bool,
    pub name: String,
    pub description: String,
    pub address: Option<String>,
    pub username: String,
    pub display_name: String,
    pub email: String,
    pub password: String,
}

/// Wrong codes after which only a restart, which prints a new one, helps.
const WRONG_CODES: u32 = 100;

impl Wizard {
    pub fn new(code: String) -> Self {
        Self { code, wrong_codes: 0, key: None, draft: Draft::default() }
    }

    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether this browser has given the code.
    pub fn knows(&self, key: Option<&str>) -> bool {
        self.key.is_some() && self.key.as_deref() == key
    }

    /// Takes the code; `key` is what the browser will show from now on.
    pub fn give_code(&mut self, code: &str, key: String) -> Result<()> {
        if self.wrong_codes >= WRONG_CODES {
            return Err(Error::new(Kind::TooMany, "error-setup-locked"));
        }
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        if digits(code) != digits(&self.code) {
            self.wrong_codes += 1;
            return Err(Error::forbidden("error-setup-code"));
        }
        self.key = Some(key);
        Ok(())
    }

    /// The first question that has no answer yet.
    pub fn next(&self) -> Step {
        if self.draft.language.is_none() {
            Step::Language
        } else if !self.draft.is_new {
            Step::New
        } else if self.draft.name.is_empty() {
            Step::Site
        } else if self.draft.password.is_empty() {
            Step::Account
        } else {
            Step::Summary
        }
    }

    pub fn answer_language(&mut self, language: &str) -> Result<()> {
        if !matches!(language, "fr" | "en") {
            return Err(Error::invalid("error-language"));
        }
        self.draft.language = Some(language.to_owned());
        Ok(())
    }

    pub fn answer_new(&mut self) {
        self.draft.is_new = true;
    }

    pub fn answer_site(&mut self, name: &str, description: &str, address: Option<String>) -> Result<()> {
        let settings = Settings {
            name: tidy_line(name),
            description: description.trim().to_owned(),
            ..Settings::default()
        };
        settings.check()?;
        self.draft.name = settings.name;
        self.draft.description = settings.description;
        self.draft.address = address;
        Ok(())
    }

    pub fn answer_account(
        &mut self,
        username: &str,
        display_name: &str,
        email: &str,
        password: &str,
    ) -> Result<()> {
        // What was typed is kept even when it is refused, so that nobody types it twice; never the password.
        self.draft.username = username.trim().to_lowercase();
        self.draft.display_name = tidy_line(display_name);
        self.draft.email = email.trim().to_owned();
        self.draft.password.clear();
        account::check_username(&self.draft.username)?;
        account::check_email(&self.draft.email)?;
        if !self.draft.display_name.is_empty() {
            account::check_display_name(&self.draft.display_name)?;
        }
        account::check_password(password)?;
        self.draft.password = password.to_owned();
        Ok(())
    }

    /// What will be written, once everything has been answered.
    pub fn summary(&self) -> Result<Setup> {
        if self.next() != Step::Summary {
            return Err(Error::new(Kind::Conflict, "error-setup-unfinished"));
        }
        let draft = self.draft.clone();
        Ok(Setup {
            language: draft.language.unwrap_or_default(),
            name: draft.name,
            description: draft.description,
            address: draft.address,
            username: draft.username,
            display_name: draft.display_name,
            email: draft.email,
            password: draft.password,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_come_in_their_order_and_nothing_is_skipped() {
        let mut wizard = Wizard::new("1234-5678".into());
        assert!(wizard.give_code("1234-5679", "k".into()).is_err());
        assert!(!wizard.knows(Some("k")) && !wizard.knows(None));
        wizard.give_code(" 12345678 ", "k".into()).expect("it is a good answer");
        assert!(wizard.knows(Some("k")));
        assert_eq!(wizard.next(), Step::Language);
        assert!(wizard.summary().is_err());
        wizard.answer_language("fr").expect("it is a good answer");
        wizard.answer_new();
        assert!(wizard.answer_site("  ", "", None).is_err());
        wizard.answer_site("Tricot", "", None).expect("it is a good answer");
        assert_eq!(wizard.next(), Step::Account);
        assert!(wizard.answer_account("maud", "", "maud@example.org", "short").is_err());
        assert_eq!((wizard.next(), wizard.draft.username.as_str()), (Step::Account, "maud"));
        wizard.answer_account("maud", "", "maud@example.org", "long enough").expect("it is a good answer");
        assert_eq!(wizard.summary().expect("everything has been answered").name, "Tricot");
    }

    #[test]
    fn codes_cannot_be_guessed_for_ever() {
        let mut wizard = Wizard::new("1234-5678".into());
        for _ in 0..WRONG_CODES {
            let _ = wizard.give_code("0", "k".into());
        }
        assert!(wizard.give_code("1234-5678", "k".into()).is_err());
    }
}
