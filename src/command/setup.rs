//! `lucarne setup`: the questions of the first visit, answered on the command line.

use std::path::PathBuf;

use super::{Outcome, in_words, open};
use crate::actions::settings::{Setup, set_up};
use crate::config::{Config, Origin, address_text};
use crate::error::reason;
use crate::i18n::Language;

#[derive(clap::Args)]
pub struct Options {
    /// The name of the site
    #[arg(long)]
    name: String,
    /// The language of the site: fr or en
    #[arg(long, default_value = "fr")]
    language: String,
    /// The administrator's user name
    #[arg(long, value_name = "USER")]
    admin: String,
    /// The administrator's e-mail address
    #[arg(long, value_name = "MAIL")]
    email: String,
    /// A file with the administrator's password on its first line
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
}

pub async fn run(config: Config, options: Options) -> Outcome {
    let password = read_password(&options.password_file)?;
    // Before anything is made.
    if Language::from_code(&options.language).is_none() {
        return Err(format!("“{}” is no language of this site. They are fr and en.", options.language).into());
    }
    let (_, db, _) = open(&config)?;
    let address = (config.url.origin != Origin::Default).then(|| address_text(&config.url));
    let setup = Setup {
        language: options.language,
        name: options.name,
        description: String::new(),
        address,
        display_name: options.admin.clone(),
        username: options.admin,
        email: options.email,
        password,
    };
    let person = set_up(&db, setup).await.map_err(in_words)?;
    tell!("The site is set up. {} is its administrator.", person.username);
    Ok(())
}

/// The first line of a file; a password on the command line would stand in the list of processes.
pub fn read_password(path: &std::path::Path) -> Result<String, Box<dyn std::error::Error>> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("The password in {shown} cannot be read: {}.", reason(&error)))?;
    match text.lines().next() {
        Some(password) if !password.is_empty() => Ok(password.to_owned()),
        _ => Err(format!("The first line of {shown} is empty. Write the password there.").into()),
    }
}
