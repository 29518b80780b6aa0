//! The message catalogues: every word that a person reads, in French and in English.
//!
//! The catalogues are Fluent files inside the program (`locales/<language>/*.ftl`), parsed once at the first
//! use. A message without arguments is formatted then, so that a look-up costs one hash; a message with
//! arguments goes through Fluent each time, because plurals depend on them. Dates, durations, sizes and
//! numbers are written here too, as each language writes them.
//!
//! Both languages have exactly the same keys, and every key that a template names exists: `tests/it/messages.rs`
//! holds this. A key that is missing all the same is shown as itself rather than taking a page down.

use std::collections::HashMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use time::OffsetDateTime;

use crate::error::Said;

/// A language that the pages speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    Fr,
    En,
}

/// The files of a language, in the order in which they are read.
const FILES_FR: [&str; 7] = [
    include_str!("../locales/fr/site.ftl"),
    include_str!("../locales/fr/watch.ftl"),
    include_str!("../locales/fr/publish.ftl"),
    include_str!("../locales/fr/settings.ftl"),
    include_str!("../locales/fr/setup.ftl"),
    include_str!("../locales/fr/lists.ftl"),
    include_str!("../locales/fr/errors.ftl"),
];
const FILES_EN: [&str; 7] = [
    include_str!("../locales/en/site.ftl"),
    include_str!("../locales/en/watch.ftl"),
    include_str!("../locales/en/publish.ftl"),
    include_str!("../locales/en/settings.ftl"),
    include_str!("../locales/en/setup.ftl"),
    include_str!("../locales/en/lists.ftl"),
    include_str!("../locales/en/errors.ftl"),
];

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Narrow no-break space: French groups thousands with it.
const NARROW: char = '\u{202f}';
/// No-break space: stands between a number and its unit.
const NO_BREAK: char = '\u{a0}';

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
                Argument::Text(text) => fluent.set(*name, FluentValue::from(text.as_str())),
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
                    Argument::Text(text) => fluent.set(name, FluentValue::from(text)),
                }
            }
            if let Some(text) = self.format(said.key, &fluent) {
                return text;
            }
        }
        self.entry(said.key, "plain").unwrap_or_else(|| self.t("error-internal")).to_owned()
    }

    /// "22 novembre 2026", from seconds since 1970, in universal time.
    pub fn date(self, unix_seconds: i64) -> String {
        let Ok(date) = OffsetDateTime::from_unix_timestamp(unix_seconds) else { return String::new() };
        let month = usize::from(u8::from(date.month())) - 1;
        let day = date.day();
        match self {
            Self::Fr if day == 1 => format!("1er {} {}", MONTHS_FR[month], date.year()),
            Self::Fr => format!("{day} {} {}", MONTHS_FR[month], date.year()),
            Self::En => format!("{day} {} {}", MONTHS_EN[month], date.year()),
        }
    }

    /// "1:02:03", as a clock shows it; the same in both languages.
    pub fn clock(self, seconds: u64) -> String {
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours > 0 {
            format!("{hours}:{minutes:02}:{seconds:02}")
        } else {
            format!("{minutes}:{seconds:02}")
        }
    }

    /// "1 heure 2 minutes", as a screen reader should say it. Seconds are said below an hour only.
    pub fn spoken(self, seconds: u64) -> String {
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let mut parts = Vec::with_capacity(3);
        let mut add = |key, count: u64| {
            if count > 0 {
                parts.push(self.say(key, &[("count", count.into())]));
            }
        };
        add("time-hours", hours);
        add("time-minutes", minutes);
        if hours == 0 {
            add("time-seconds", rest);
        }
        if parts.is_empty() {
            parts.push(self.say("time-seconds", &[("count", 0_u64.into())]));
        }
        parts.join(" ")
    }

    /// How long something will still take, roughly: nobody wants to read "3 min 41 s" of a guess.
    pub fn roughly(self, seconds: u64) -> String {
        match seconds {
            0..45 => self.t("time-under-a-minute").to_owned(),
            45..5_400 => self.say("time-minutes", &[("count", ((seconds + 30) / 60).max(1).into())]),
            _ => self.say("time-hours", &[("count", ((seconds + 1_800) / 3_600).into())]),
        }
    }

    /// "1,2 Go" or "1.2 GB": decimal units, as disks are sold.
    pub fn bytes(self, bytes: u64) -> String {
        let units = match self {
            Self::Fr => ["octets", "ko", "Mo", "Go", "To"],
            Self::En => ["bytes", "KB", "MB", "GB", "TB"],
        };
        let mut size = bytes as f64;
        let mut unit = 0;
        // What would be rounded to 1000 is one of the next unit.
        while size >= 999.5 && unit < units.len() - 1 {
            size /= 1000.0;
            unit += 1;
        }
        let number = if unit == 0 || size >= 9.95 {
            self.number(size.round() as u64)
        } else {
            let written = format!("{size:.1}");
            if self == Self::Fr { written.replace('.', ",") } else { written }
        };
        format!("{number}{NO_BREAK}{}", units[unit])
    }

    /// "12 345" or "12,345".
    pub fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let separator = if self == Self::Fr { NARROW } else { ',' };
        let mut written = String::with_capacity(digits.len() * 2);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                written.push(separator);
            }
            written.push(digit);
        }
        written
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
        // The pages are written from left to right only, so the invisible isolation marks would be noise.
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
    fn dates_durations_and_sizes_are_written_as_each_language_writes_them() {
        let (fr, en) = (Language::Fr, Language::En);
        assert_eq!(fr.date(1_795_348_800), "22 novembre 2026");
        assert_eq!(en.date(1_795_348_800), "22 November 2026");
        assert_eq!(fr.date(1_793_491_200), "1er novembre 2026");
        assert_eq!(fr.clock(3_723), "1:02:03");
        assert_eq!(fr.clock(59), "0:59");
        assert_eq!(fr.spoken(3_723), "1 heure 2 minutes");
        assert_eq!(en.spoken(62), "1 minute 2 seconds");
        assert_eq!(fr.spoken(0), "0 seconde");
        assert_eq!(fr.bytes(1_200_000_000), "1,2\u{a0}Go");
        assert_eq!(en.bytes(1_200_000_000), "1.2\u{a0}GB");
        assert_eq!(fr.bytes(999_950), "1,0\u{a0}Mo");
        assert_eq!(fr.bytes(15_400_000), "15\u{a0}Mo");
        assert_eq!(fr.bytes(0), "0\u{a0}octets");
        assert_eq!(en.bytes(u64::MAX).split('\u{a0}').nth(1), Some("TB"));
        assert_eq!(fr.number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(en.number(123), "123");
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
