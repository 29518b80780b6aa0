//! The message catalogues: both languages say the same things, and nothing that a page asks for is missing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lucarne::i18n::Language;

/// Key lists of PeerTube that the pages put together from a name and an entry.
const LISTS: [&str; 4] = ["category-", "licence-", "language-", "privacy-"];

#[test]
fn both_languages_have_the_same_keys() {
    let (fr, en) = (Language::Fr.keys(), Language::En.keys());
    let (french, english): (BTreeSet<_>, BTreeSet<_>) = (fr.iter().collect(), en.iter().collect());
    let only_french: Vec<_> = french.difference(&english).collect();
    let only_english: Vec<_> = english.difference(&french).collect();
    assert!(only_french.is_empty() && only_english.is_empty(), "fr: {only_french:?} en: {only_english:?}");
    assert_eq!(fr.len(), french.len(), "a key stands twice");
    assert!(fr.len() > 300, "the catalogues were not read: {} keys", fr.len());
}

#[test]
fn both_languages_use_the_same_places_to_fill() {
    let placeholders = |text: &str| -> BTreeSet<String> {
        text.split('%').skip(1).step_by(2).map(str::to_owned).filter(|name| is_name(name)).collect()
    };
    for key in Language::Fr.keys() {
        let (fr, en) = (Language::Fr.t(key), Language::En.t(key));
        assert_eq!(placeholders(fr), placeholders(en), "{key}");
    }
}

#[test]
fn every_message_without_arguments_is_a_text() {
    for language in Language::ALL {
        for key in language.keys() {
            let text = language.t(key);
            // A message that wants arguments is not found without them and comes back as its key.
            assert!(!text.contains("{ ") && !text.trim().is_empty(), "{key}: {text}");
        }
    }
}

#[test]
fn every_key_that_templates_and_sources_name_exists() {
    let keys: BTreeSet<_> = Language::Fr.keys().into_iter().collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = 0;
    for file in files_in(&root.join("templates"), "html") {
        for key in quoted_after(&read(&file), &[".t(", ".count(", ".with(", ".with_two(", ".say("]) {
            named += 1;
            assert!(keys.contains(key.as_str()), "{} names {key}", file.display());
        }
    }
    assert!(named > 200, "the templates name their texts another way now: {named}");
    for file in files_in(&root.join("src"), "rs") {
        let text = read(&file);
        let body = text.split("#[cfg(test)]").next().unwrap_or_default();
        for key in
            quoted_after(body, &["Error::invalid(", "Error::not_found(", "Error::forbidden(", ".t(", ".say("])
        {
            assert!(keys.contains(key.as_str()), "{} names {key}", file.display());
        }
        for key in quoted(body).filter(|text| text.starts_with("error-")) {
            assert!(keys.contains(key), "{} names {key}", file.display());
        }
    }
}

#[test]
fn no_message_is_left_over() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = String::new();
    for file in files_in(&root.join("templates"), "html").into_iter().chain(files_in(&root.join("src"), "rs"))
    {
        texts.push_str(&read(&file));
    }
    // Notices and to-do lines are named by the page handlers, errors by every room.
    let spoken_elsewhere = |key: &str| {
        key.starts_with("error-")
            || key.ends_with("-notice")
            || LISTS.iter().any(|list| key.starts_with(list))
    };
    let unused: Vec<_> = Language::Fr
        .keys()
        .into_iter()
        .filter(|key| !spoken_elsewhere(key) && !texts.contains(&format!("\"{key}\"")))
        .filter(|key| !FOR_HANDLERS.contains(key))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// Texts that the page handlers speak.
const FOR_HANDLERS: [&str; 20] = [
    "home-title",
    "login-title",
    "setup-title",
    "publish-title",
    "settings-saved",
    "settings-password-changed",
    "edit-saved",
    "edit-caption-added",
    "edit-caption-deleted",
    "admin-disk-low",
    "admin-failed-some",
    "admin-see",
    "admin-retried",
    "notice-close",
    "notice-undo",
    "problem-offline-title",
    "problem-offline-text",
    "about-title",
    "about-site",
    "player-sound-only",
];

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_lowercase())
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn files_in(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("a folder that was just opened can be listed").path();
        if path.is_dir() {
            files.extend(files_in(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files
}

/// The string literals that follow one of these calls directly.
fn quoted_after(text: &str, calls: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for call in calls {
        for (place, _) in text.match_indices(call) {
            if let Some(literal) = text[place + call.len()..].trim_start().strip_prefix('"') {
                found.extend(literal.split('"').next().map(str::to_owned));
            }
        }
    }
    found
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}
