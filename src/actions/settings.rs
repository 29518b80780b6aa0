//! The settings of the site, and the setup that makes it one.

use crate::actions::accounts;
use crate::db::{self, Db};
use crate::domain::account::{Person, Role};
use crate::domain::channel::About;
use crate::domain::settings::Settings;
use crate::domain::video::tidy_line;
use crate::error::{Error, Kind, Result};

/// The answers of the setup.
#[derive(Clone, Debug)]
pub struct Setup {
    pub language: String,
    pub name: String,
    pub description: String,
    /// Where people will reach the site, unless a boot setting says so.
    pub address: Option<String>,
    pub username: String,
    /// The user name again where it is empty.
    pub display_name: String,
    pub email: String,
    pub password: String,
}

/// Makes the site: its settings and its administrator, in one transaction, once.
pub async fn set_up(db: &Db, setup: Setup) -> Result<Person> {
    let settings = Settings {
        language: setup.language,
        name: tidy_line(&setup.name),
        description: setup.description,
        address: setup.address,
        is_set_up: true,
        ..Settings::default()
    };
    settings.check()?;
    let administrator = accounts::New {
        display_name: setup.display_name,
        username: setup.username,
        email: setup.email,
        password: setup.password,
        role: Role::Administrator,
        quota: -1,
    }
    .checked()?;
    let password_hash = accounts::hash_password(administrator.password.clone()).await?;
    db.write(move |tx| {
        if db::settings::load(tx)?.is_set_up {
            return Err(Error::new(Kind::Conflict, "error-set-up-already"));
        }
        let person = accounts::insert(tx, &administrator, &password_hash)?;
        db::settings::save(tx, &settings)?;
        // The first channel speaks for the association, so it has the site's name.
        if let Some(channel) = db::channel::of_account(tx, person.account_id)?.first() {
            let about = About { display_name: settings.name.clone(), ..About::default() };
            db::channel::describe(tx, channel.id, &about)?;
        }
        Ok(person)
    })
    .await
}

/// Changes the settings with `change` and keeps them if they are good.
pub async fn change(
    db: &Db,
    change: impl FnOnce(&mut Settings) -> Result<()> + Send + 'static,
) -> Result<Settings> {
    db.write(move |tx| {
        let mut settings = db::settings::load(tx)?;
        change(&mut settings)?;
        settings.check()?;
        db::settings::save(tx, &settings)?;
        Ok(settings)
    })
    .await
}
