//! `lucarne user`: people, without a browser.

use std::path::PathBuf;

use super::setup::read_password;
use super::{Outcome, in_words, open_existing};
use crate::actions::{accounts, two_factor};
use crate::config::Config;
use crate::db::account::User;
use crate::db::{self, Db};
use crate::domain::account::Role;

#[derive(clap::Subcommand)]
pub enum Verb {
    /// Add a person
    Add {
        username: String,
        #[arg(long, value_name = "MAIL")]
        email: String,
        /// A file with the password on its first line
        #[arg(long, value_name = "FILE")]
        password_file: PathBuf,
        /// The name that others see
        #[arg(long)]
        name: Option<String>,
        /// Make the person an administrator
        #[arg(long)]
        admin: bool,
        /// Bytes that the person's films may take; no limit if left out
        #[arg(long, value_name = "BYTES")]
        quota: Option<i64>,
    },
    /// List people
    List,
    /// Give a person a new password; everything they are signed in with ends
    Password {
        username: String,
        /// A file with the password on its first line
        #[arg(long, value_name = "FILE")]
        password_file: PathBuf,
    },
    /// Let somebody who has lost their telephone and their recovery codes sign in with the password alone
    TwoFactorOff { username: String },
}

pub async fn run(config: Config, verb: Verb) -> Outcome {
    let (_, db, _) = open_existing(&config)?;
    match verb {
        Verb::Add { username, email, password_file, name, admin, quota } => {
            let new = accounts::New {
                display_name: name.unwrap_or_default(),
                password: read_password(&password_file)?,
                role: if admin { Role::Administrator } else { Role::Member },
                quota: quota.unwrap_or(-1),
                username,
                email,
            };
            let person = accounts::create(&db, new).await.map_err(in_words)?;
            tell!("{} can sign in.", person.username);
        }
        Verb::List => {
            for user in db.read(db::account::list).await.map_err(in_words)? {
                tell!("{:<20} {:<14} {}", user.username, user.role.label(), user.email);
            }
        }
        Verb::Password { username, password_file } => {
            let password = read_password(&password_file)?;
            let user = named(&db, username).await?;
            accounts::set_password(&db, user.id, password).await.map_err(in_words)?;
            tell!("{} has a new password and must sign in again everywhere.", user.username);
        }
        Verb::TwoFactorOff { username } => {
            let user = named(&db, username).await?;
            two_factor::disable(&db, &user.person(), user.id).await.map_err(in_words)?;
            tell!("{} signs in with the password alone.", user.username);
        }
    }
    Ok(())
}

async fn named(db: &Db, username: String) -> Result<User, Box<dyn std::error::Error>> {
    let name = username.clone();
    let user = db.read(move |read| db::account::by_login(read, &name)).await.map_err(in_words)?;
    Ok(user.ok_or_else(|| format!("There is nobody called “{username}” here."))?)
}
