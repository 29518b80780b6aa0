//! People: how they are added, how they prove who they are, how they change a password.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::addresses;
use crate::db::{self, Db, Tx};
use crate::domain::account::{self, Person, Preferences, Role};
use crate::domain::channel::default_handle;
use crate::domain::video::{tidy, tidy_line};
use crate::error::{Error, Kind, Result};

/// Memory (KiB), passes and lanes of argon2id: OWASP's second choice, so that two at once fit a small board.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Hashes at once: each needs 19 MB.
static HASHING: Semaphore = Semaphore::const_new(2);

/// What an unknown name is compared with, so that it takes as long as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

/// A person to add, as a form or a command gave it.
#[derive(Clone, Debug)]
pub struct New {
    pub username: String,
    pub display_name: String,
    pub email: String,
    pub password: String,
    pub role: Role,
    pub quota: i64,
}

impl New {
    /// Tidies and checks every field; the fields are then as they will be kept.
    pub fn checked(mut self) -> Result<Self> {
        self.username = self.username.trim().to_lowercase();
        self.email = self.email.trim().to_owned();
        self.display_name = tidy_line(&self.display_name);
        if self.display_name.is_empty() {
            self.display_name.clone_from(&self.username);
        }
        account::check_username(&self.username)?;
        account::check_email(&self.email)?;
        account::check_display_name(&self.display_name)?;
        account::check_password(&self.password)?;
        Ok(self)
    }
}

/// What opens the feed of the person's subscriptions to a feed reader; another one where `is_new` is wished.
pub async fn feed_token(db: &Db, person: &Person, is_new: bool) -> Result<String> {
    let user_id = person.user_id;
    db.write(move |tx| {
        if let Some(known) = db::account::feed_token(tx, user_id)?
            && !is_new
        {
            return Ok(known);
        }
        let token = Uuid::new_v4().to_string();
        db::account::set_feed_token(tx, user_id, &token)?;
        Ok(token)
    })
    .await
}

/// Adds a person, their account and their first channel.
pub async fn create(db: &Db, new: New) -> Result<Person> {
    let new = new.checked()?;
    let password_hash = hash_password(new.password.clone()).await?;
    db.write(move |tx| insert(tx, &new, &password_hash)).await
}

/// Refuses a name or an address that belongs to somebody, or that somebody asks for.
pub(super) fn check_free(tx: &Tx, new: &New) -> Result<()> {
    if db::account::is_name_taken(tx, &new.username)? {
        return Err(Error::new(Kind::Conflict, "error-name-taken"));
    }
    if db::account::is_email_taken(tx, &new.email)? {
        return Err(Error::new(Kind::Conflict, "error-email-taken"));
    }
    Ok(())
}

/// The part of `create` that other transactions (the setup) share.
pub(super) fn insert(tx: &Tx, new: &New, password_hash: &str) -> Result<Person> {
    check_free(tx, new)?;
    let person = db::account::insert(
        tx,
        &db::account::New {
            username: &new.username,
            display_name: &new.display_name,
            email: &new.email,
            password_hash,
            role: new.role,
            quota: new.quota,
        },
    )?;
    let mut handle = default_handle(&new.username);
    if db::channel::is_taken(tx, &handle)? {
        handle = format!("{handle}_{}", person.account_id);
    }
    db::channel::insert(tx, person.account_id, &handle, &new.display_name)?;
    db::playlist::insert_watch_later(tx, person.account_id)?;
    Ok(person)
}

/// The user with this name (or address) and password; `None` for a wrong pair, which takes as long as a right one.
/// Whoever has the right password is told why they cannot come in.
pub async fn authenticate(db: &Db, login: &str, password: String) -> Result<Option<db::account::User>> {
    let login = login.trim().to_owned();
    let found = db.read(move |read| {
        let user = db::account::by_login(read, &login)?;
        let asked = if user.is_none() { db::registration::waiting_by_login(read, &login)? } else { None };
        Ok((user, asked))
    });
    let (user, asked) = found.await?;
    let known = user.as_ref().map(|user| &user.password_hash);
    let expected = known.or(asked.as_ref().map(|asked| &asked.password_hash)).unwrap_or(&NOBODY).clone();
    if !verify_password(password, expected).await? {
        return Ok(None);
    }
    let Some(user) = user else {
        return match asked {
            Some(_) => Err(Error::invalid("error-registration-waits")),
            None => Ok(None),
        };
    };
    if user.blocked_at.is_some() {
        return Err(Error::invalid("error-blocked"));
    }
    Ok(Some(user))
}

/// Changes a password and ends every session and token of the person.
pub async fn change_password(db: &Db, user_id: i64, current: String, new: String) -> Result<()> {
    let user = db.read(move |read| db::account::by_id(read, user_id)).await?;
    let user = user.ok_or_else(|| Error::not_found("error-not-found"))?;
    if !verify_password(current, user.password_hash).await? {
        return Err(Error::new(Kind::Forbidden, "error-password-wrong"));
    }
    set_password(db, user_id, new).await
}

/// Gives a person a new password without the old one: what the administrator's command does.
pub async fn set_password(db: &Db, user_id: i64, new: String) -> Result<()> {
    account::check_password(&new)?;
    let password_hash = hash_password(new).await?;
    db.write(move |tx| {
        db::account::set_password(tx, user_id, &password_hash)?;
        db::session::delete_of_user(tx, user_id)
    })
    .await
}

/// What a person changes of themselves; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub display_name: Option<String>,
    pub email: Option<String>,
    /// An empty text takes the description away.
    pub description: Option<String>,
    /// The person has shown the one that it replaces. Every session and token ends with it.
    pub password: Option<String>,
}

/// Changes what others see of a person, where mail reaches them, their password, and what `prefer` does to their
/// preferences: everything or nothing.
pub async fn change(
    db: &Db,
    person: &Person,
    mut change: Change,
    prefer: impl FnOnce(&mut Preferences) -> Result<()> + Send + 'static,
) -> Result<()> {
    for text in [&mut change.display_name, &mut change.email].into_iter().flatten() {
        *text = tidy_line(text);
    }
    change.display_name.as_deref().map_or(Ok(()), account::check_display_name)?;
    change.email.as_deref().map_or(Ok(()), account::check_email)?;
    change.password.as_deref().map_or(Ok(()), account::check_password)?;
    let description =
        change.description.map(|text| tidy(Some(text), account::DESCRIPTION_LENGTH)).transpose()?;
    let password_hash = match change.password {
        Some(password) => Some(hash_password(password).await?),
        None => None,
    };
    let person = person.clone();
    db.write(move |tx| {
        let user = db::account::by_id(tx, person.user_id)?;
        let user = user.ok_or_else(|| Error::not_found("error-not-found"))?;
        if let Some(email) = &change.email {
            addresses::set(tx, &user, email)?;
        }
        let display_name = change.display_name.unwrap_or(user.account.display_name);
        let description = description.unwrap_or(user.account.description);
        db::account::set_profile(tx, person.account_id, &display_name, description.as_deref())?;
        let mut preferences = user.preferences;
        prefer(&mut preferences)?;
        preferences.check()?;
        db::account::set_preferences(tx, person.user_id, &preferences)?;
        if let Some(password_hash) = password_hash {
            db::account::set_password(tx, person.user_id, &password_hash)?;
            db::session::delete_of_user(tx, person.user_id)?;
        }
        Ok(())
    })
    .await
}

/// Hashes a password, away from the threads that answer requests.
pub async fn hash_password(password: String) -> Result<String> {
    blocking(move || hash(&password)).await?
}

async fn verify_password(password: String, expected: String) -> Result<bool> {
    blocking(move || {
        let Ok(expected) = PasswordHash::new(&expected) else { return false };
        argon2().verify_password(password.as_bytes(), &expected).is_ok()
    })
    .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let permit = HASHING.acquire().await.map_err(|_| Error::internal("no more passwords are hashed"))?;
    let done = tokio::task::spawn_blocking(work).await;
    drop(permit);
    done.map_err(|error| Error::internal(format!("hashing a password: {error}")))
}

fn hash(password: &str) -> Result<String> {
    let hash = argon2().hash_password(password.as_bytes());
    Ok(hash.map_err(|error| Error::internal(format!("hashing a password: {error}")))?.to_string())
}

fn argon2() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let parameters = Params::new(memory, passes, lanes, None).unwrap_or(Params::DEFAULT);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
}
