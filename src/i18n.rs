//! The message catalogues: every word that a person reads, in French and in English.
//!
//! The catalogues are Fluent files inside the program (`locales/<language>/*.ftl`), parsed once at the first
//! use. A message without arguments is formatted then, so that a look-up costs one hash; a message with
//! arguments goes through Fluent each time, because plurals depend on them. `written` has dates, durations,
//! sizes and numbers as each language writes them.
//!
//! Both languages have exactly the same keys, and every key that a template names exists: `tests/it/messages.rs`
//! holds this. A key that is missing all the same is shown as itself rather than taking a page down.

mod written;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::error::Said;

/// A language that the pages speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    Fr,
    En,
}

/// The files of a language, in the order in which they are read.
const FILES_FR: [&str; 14] = [
    include_str!("../locales/fr/site.ftl"),
    include_str!("../locales/fr/watch.ftl"),
    include_str!("../locales/fr/publish.ftl"),
    include_str!("../locales/fr/channels.ftl"),
    include_str!("../locales/fr/settings.ftl"),
    include_str!("../locales/fr/setup.ftl"),
    include_str!("../locales/fr/lists.ftl"),
    include_str!("../locales/fr/playlists.ftl"),
    include_str!("../locales/fr/following.ftl"),
    include_str!("../locales/fr/people.ftl"),
    include_str!("../locales/fr/mail.ftl"),
    include_str!("../locales/fr/errors.ftl"),
    include_str!("../locales/fr/federation.ftl"),
    include_str!("../locales/fr/friends.ftl"),
];
const FILES_EN: [&str; 14] = [
    include_str!("../locales/en/site.ftl"),
    include_str!("../locales/en/watch.ftl"),
    include_str!("../locales/en/publish.ftl"),
    include_str!("../locales/en/channels.ftl"),
    include_str!("../locales/en/settings.ftl"),
    include_str!("../locales/en/setup.ftl"),
    include_str!("../locales/en/lists.ftl"),
    include_str!("../locales/en/playlists.ftl"),
    include_str!("../locales/en/following.ftl"),
    include_str!("../locales/en/people.ftl"),
    include_str!("../locales/en/mail.ftl"),
    include_str!("../locales/en/errors.ftl"),
    include_str!("../locales/en/federation.ftl"),
    include_str!("../locales/en/friends.ftl"),
];

impl Language {
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The code of BCP 47, as it stands in `<html lang>` and in the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::En => "English",
        }
    }

    /// Reads a code such as `fr`, `fr-CA` or `EN_gb`; the region is ignored.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.code()))
    }

    /// What the visitor chose (a cookie), else what the browser prefers (`Accept-Language`, RFC 9110,
    /// section 12.5.4), else what the site speaks.
    pub fn negotiate(cookie: Option<&str>, accept_language: Option<&str>, of_the_site: Self) -> Self {
        if let Some(chosen) = cookie.and_then(Self::from_code) {
            return chosen;
        }
        let mut best: Option<(f32, Self)> = None;
        for range in accept_language.unwrap_or_default().split(',').take(32) {
            let mut parts = range.split(';');
            let Some(language) = parts.next().and_then(Self::from_code) else { continue };
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1.0, |weight| weight.trim().parse::<f32>().unwrap_or(0.0));
            if weight > 0.0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, language));
            }
        }
        best.map_or(of_the_site, |(_, language)| language)
    }

    /// A message without arguments.
    pub fn t(self, key: &'static str) -> &'static str {
        self.find(key).unwrap_or(key)
    }

    /// A message without arguments whose key was kept somewhere, such as in a row; nothing if there is none.
    pub fn kept(self, key: &str) -> Option<&'static str> {
        self.find(key)
    }

    /// A message without arguments whose key is put together from a list's name and an entry, such as
    /// `category` and `7`.
    pub fn entry(self, list: &str, entry: impl std::fmt::Display) -> Option<&'static str> {
        self.find(&format!("{list}-{entry}"))
    }

    /// A message with arguments.
    pub fn say(self, key: &str, arguments: &[(&'static str, Argument)]) -> String {
        let mut fluent = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            match value {
                Argument::Number(number) => fluent.set(*name, FluentValue::from(*number)),
                Argument::Text(text) => fluent.set(*name, FluentValue::from(isolated(text))),
            }
        }
        self.format(key, &fluent).unwrap_or_else(|| key.to_owned())
    }

    /// An error's words. Where the error carries fewer arguments than the message wants (a full disk that
    /// was met in the middle of a write knows no figures), the message's `-plain` form is spoken.
    pub fn said(self, said: &Said) -> String {
        if said.arguments.is_empty() {
            if let Some(text) = self.find(said.key) {
                return text.to_owned();
            }
        } else {
            let arguments: Vec<_> = said
                .arguments
                .iter()
                .map(|(name, value)| {
                    let argument =
                        value.parse::<f64>().map_or_else(|_| Argument::Text(value.clone()), Argument::Number);
                    (*name, argument)
                })
                .collect();
            let mut fluent = FluentArgs::with_capacity(arguments.len());
            for (name, value) in arguments {
                match value {
                    Argument::Number(number) => fluent.set(name, FluentValue::from(number)),
                    Argument::Text(text) => fluent.set(name, FluentValue::from(isolated(&text).into_owned())),
                }
            }
            if let Some(text) = self.format(said.key, &fluent) {
                return text;
            }
        }
        self.entry(said.key, "plain").unwrap_or_else(|| self.t("error-internal")).to_owned()
    }

    /// All keys of the catalogue, attributes and arguments aside: for the test that compares the languages.
    pub fn keys(self) -> Vec<&'static str> {
        let mut keys: Vec<_> = self.files().iter().flat_map(|file| keys_of(file)).collect();
        keys.sort_unstable();
        keys
    }

    fn find(self, key: &str) -> Option<&'static str> {
        self.catalogue().plain.get(key).copied()
    }

    /// None when there is no such message, or when it wants an argument that was not given.
    fn format(self, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let bundle = &self.catalogue().bundle;
        let pattern = bundle.get_message(key)?.value()?;
        let mut problems = Vec::new();
        let text = bundle.format_pattern(pattern, Some(arguments), &mut problems).into_owned();
        problems.is_empty().then_some(text)
    }

    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Fr => &FILES_FR,
            Self::En => &FILES_EN,
        }
    }

    fn catalogue(self) -> &'static Catalogue {
        static FR: OnceLock<Catalogue> = OnceLock::new();
        static EN: OnceLock<Catalogue> = OnceLock::new();
        match self {
            Self::Fr => FR.get_or_init(|| Catalogue::read(self)),
            Self::En => EN.get_or_init(|| Catalogue::read(self)),
        }
    }
}

/// What stands in a message's place.
#[derive(Clone, Debug)]
pub enum Argument {
    Number(f64),
    Text(String),
}

impl From<u64> for Argument {
    fn from(number: u64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<u32> for Argument {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

/// What people have written, as it stands inside a sentence. Words that run from right to left would take the words and
/// signs beside them along: they are set apart (first strong isolate, Unicode UAX #9 section 2.4).
fn isolated(text: &str) -> Cow<'_, str> {
    match text.chars().any(runs_left) {
        true => format!("\u{2068}{text}\u{2069}").into(),
        false => text.into(),
    }
}

/// Whether a letter is of a script that runs from right to left (the blocks of Unicode that are kept for them).
fn runs_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Parses both catalogues now, so that the first visitor does not wait for it.
pub fn prepare() {
    for language in Language::ALL {
        language.catalogue();
    }
}

/// One language's messages. The texts of `plain` live as long as the program does: they are made once.
struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    plain: HashMap<&'static str, &'static str>,
}

impl Catalogue {
    fn read(language: Language) -> Self {
        // Both codes are well formed, so this is never the undetermined language that `default` gives.
        let identifier: unic_langid::LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Most of what people write runs as the pages do, and invisible marks around it would be noise: `isolated`
        // puts them where they are needed.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Fr => |value, _| write_number(Language::Fr, value),
            Language::En => |value, _| write_number(Language::En, value),
        }));
        let added = match language {
            Language::Fr => {
                bundle.add_function("BYTES", |given, _| in_words(given, |size| Language::Fr.bytes(size)))
            }
            Language::En => {
                bundle.add_function("BYTES", |given, _| in_words(given, |size| Language::En.bytes(size)))
            }
        };
        debug_assert!(added.is_ok(), "BYTES is added once");
        for file in language.files() {
            // A file with a mistake still gives its other messages; the test of the catalogues finds it.
            let resource = match FluentResource::try_new((*file).to_owned()) {
                Ok(resource) => resource,
                Err((resource, mistakes)) => {
                    tracing::error!(?mistakes, language = language.code(), "a message file has mistakes");
                    resource
                }
            };
            if let Err(mistakes) = bundle.add_resource(resource) {
                tracing::error!(?mistakes, language = language.code(), "a message stands twice");
            }
        }
        let mut plain = HashMap::new();
        for key in language.files().iter().flat_map(|file| keys_of(file)) {
            let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else { continue };
            let mut problems = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut problems).into_owned();
            if problems.is_empty() {
                plain.insert(key, &*Box::leak(text.into_boxed_str()));
            }
        }
        Self { bundle, plain }
    }
}

/// The identifiers that begin a line, up to its equals sign: Fluent's syntax puts every message there.
fn keys_of(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let is_identifier = key.starts_with(|first: char| first.is_ascii_alphabetic())
            && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
        is_identifier.then_some(key)
    })
}

fn write_number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value >= 0.0 && number.value.fract() == 0.0 => {
            Some(language.number(number.value as u64))
        }
        _ => None,
    }
}

fn in_words<'a>(given: &[FluentValue<'a>], write: impl Fn(u64) -> String) -> FluentValue<'a> {
    match given.first() {
        Some(FluentValue::Number(number)) if number.value >= 0.0 => write(number.value as u64).into(),
        Some(other) => other.clone(),
        None => FluentValue::Error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_wins_over_the_browser_and_the_browser_over_the_site() {
        let negotiate = Language::negotiate;
        assert_eq!(negotiate(Some("en"), Some("fr-FR,fr;q=0.9"), Language::Fr), Language::En);
        assert_eq!(negotiate(Some("xx"), Some("en-GB,fr;q=0.9"), Language::Fr), Language::En);
        assert_eq!(negotiate(None, Some("de, en;q=0.3, fr;q=0.5"), Language::En), Language::Fr);
        assert_eq!(negotiate(None, Some("de, fr;q=0"), Language::En), Language::En);
        assert_eq!(negotiate(None, None, Language::Fr), Language::Fr);
    }

    #[test]
    fn counts_follow_the_plural_of_each_language() {
        let views = |language: Language, count: u64| language.say("count-views", &[("count", count.into())]);
        assert_eq!(views(Language::Fr, 0), "0 vue");
        assert_eq!(views(Language::Fr, 3), "3 vues");
        assert_eq!(views(Language::Fr, 12_345), "12\u{202f}345 vues");
        assert_eq!(views(Language::En, 0), "0 views");
        assert_eq!(views(Language::En, 1), "1 view");
    }

    #[test]
    fn a_name_that_runs_from_right_to_left_is_set_apart_in_a_sentence() {
        let told = |name: &str| Language::En.say("told-request", &[("name", Argument::from(name))]);
        assert_eq!(told("Maud"), "Maud asks for an account");
        assert_eq!(told("مها"), "\u{2068}مها\u{2069} asks for an account");
        assert_eq!(isolated("Zoé"), "Zoé");
    }

    #[test]
    fn an_error_without_its_figures_is_still_a_sentence() {
        let with = Said {
            key: "error-disk-full",
            arguments: vec![("needed", "2000000000".into()), ("free", "5000000".into())],
        };
        assert!(Language::Fr.said(&with).contains("2,0\u{a0}Go"));
        let without = Said { key: "error-disk-full", arguments: Vec::new() };
        for language in Language::ALL {
            let text = language.said(&without);
            assert!(!text.contains('$') && !text.contains("error-"), "{text}");
        }
    }
}
