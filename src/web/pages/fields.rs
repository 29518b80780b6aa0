//! What is wrong with a form, field by field.

use crate::domain::account;
use crate::domain::registration::check_words;
use crate::domain::video::{tidy, tidy_line};
use crate::error::{Error, Result};
use crate::i18n::Language;
use crate::web::request::Form;
use crate::web::views::Problems;

/// Looks at each field by itself, so that everything that is wrong is said at once.
pub fn problems(
    language: Language,
    names: &[&'static str],
    look: impl Fn(&'static str) -> Result<()>,
) -> Problems {
    let wrong = names.iter().filter_map(|name| Some((*name, language.said(&look(name).err()?.said))));
    Problems::of_fields(wrong.collect())
}

/// What is wrong beyond single fields: beside the field `place`, or above the form.
pub fn problem(language: Language, place: Option<&'static str>, error: &Error) -> Problems {
    let words = language.said(&error.said);
    match place {
        Some(name) => Problems::of_fields(vec![(name, words)]),
        None => Problems::of_whole(words),
    }
}

/// The field that an error about a new person belongs to.
pub fn place_of_person(error: &Error) -> Option<&'static str> {
    match error.said.key {
        "error-name-taken" => Some("username"),
        "error-email-taken" => Some("email"),
        _ => None,
    }
}

/// Looks at those fields of a form that are about a person. A password is not sent back to the page: where another
/// field is refused, it has to be typed again, and that is said beside it.
pub fn problems_of_person(language: Language, names: &[&'static str], form: &Form) -> Problems {
    let look = |name: &str| {
        let text = tidy_line(&form.text(name));
        match name {
            "username" => account::check_username(&text.to_lowercase()),
            "displayName" if text.is_empty() && names.contains(&"username") => Ok(()),
            "displayName" => account::check_display_name(&text),
            "email" => account::check_email(&text),
            "description" => tidy(Some(form.text(name)), account::DESCRIPTION_LENGTH).map(drop),
            "reason" => check_words(&form.text(name)),
            _ => account::check_password(&form.text(name)),
        }
    };
    let is_password_only = names.iter().all(|name| *name == "password" || look(name).is_ok());
    problems(language, names, |name| match name {
        "password" if !is_password_only => look(name).and(Err(Error::invalid("error-password-again"))),
        _ => look(name),
    })
}
