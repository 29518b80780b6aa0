//! Links that work once: somebody becomes a member by one, or gets a new password.

use super::{accounts, addresses, letters, sessions};
use crate::db::account::User;
use crate::db::one_time_link::{self, Link};
use crate::db::{self, Db, Tx};
use crate::domain::account::{Person, Role, can_manage, check_email, check_password};
use crate::domain::mail::{AddressOf, Letter};
use crate::domain::moment::Moment;
use crate::error::{Error, Result};

const INVITATION_SECONDS: i64 = 14 * 24 * 3600;
const PASSWORD_SECONDS: i64 = 2 * 24 * 3600;

/// Characters of what is noted of an invitation.
const NOTE: usize = 120;

/// Makes an invitation; its secret, which is told once. One that is sent to an address has another secret, which
/// nobody but its reader is told.
pub async fn invite(
    db: &Db,
    person: &Person,
    role: Role,
    quota: i64,
    note: &str,
    email: Option<String>,
) -> Result<String> {
    if !can_manage(person, role) {
        return Err(Error::forbidden("error-forbidden"));
    }
    email.as_deref().map_or(Ok(()), check_email)?;
    let note: String = note.trim().chars().filter(|c| !c.is_control()).take(NOTE).collect();
    let secret = sessions::new_secret();
    let hash = sessions::hash(&secret);
    db.write(move |tx| {
        if email.is_some() && db::settings::load(tx)?.mail.is_none() {
            return Err(Error::forbidden("error-no-mail-server"));
        }
        let is_sent = email.is_some();
        let expires_at = tx.now.plus_seconds(INVITATION_SECONDS);
        let link = Link { id: 0, user_id: None, role, quota, note, email, created_at: tx.now, expires_at };
        let link_id = one_time_link::insert(tx, &hash, &link)?;
        if is_sent { letters::post(tx, Letter::Invited { link_id }) } else { Ok(()) }
    })
    .await?;
    Ok(secret)
}

/// Makes a link by which somebody chooses a new password; older ones are of no use then.
pub async fn renew_password(db: &Db, person: &Person, user_id: i64) -> Result<String> {
    let person = person.clone();
    let secret = sessions::new_secret();
    let hash = sessions::hash(&secret);
    db.write(move |tx| {
        let user = super::members::managed(tx, &person, user_id)?;
        insert_password_link(tx, &user, &hash)
    })
    .await?;
    Ok(secret)
}

/// A link to a new password that the person has asked for by mail; older ones are of no use then.
pub(super) fn insert_password_link(tx: &Tx, user: &User, hash: &db::session::Hash) -> Result<()> {
    one_time_link::delete_of_user(tx, user.id)?;
    let link = Link {
        id: 0,
        user_id: Some(user.id),
        role: user.role,
        quota: user.quota,
        note: String::new(),
        email: None,
        created_at: tx.now,
        expires_at: tx.now.plus_seconds(PASSWORD_SECONDS),
    };
    one_time_link::insert(tx, hash, &link).map(drop)
}

/// What a link opens, while it is good.
pub async fn find(db: &Db, secret: &str, now: Moment) -> Result<Link> {
    let hash = sessions::hash(secret);
    let link = db.read(move |read| one_time_link::find(read, &hash, now)).await?;
    link.ok_or_else(|| Error::not_found("error-link-used"))
}

/// Takes an invitation back, if the person could have made it.
pub async fn withdraw(db: &Db, person: &Person, id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let all = one_time_link::invitations(tx, tx.now)?;
        match all.into_iter().find(|link| link.id == id) {
            Some(link) if !can_manage(&person, link.role) => Err(Error::forbidden("error-forbidden")),
            Some(link) => one_time_link::delete(tx, link.id),
            None => Ok(()),
        }
    })
    .await
}

/// Becomes a member by an invitation. Role and quota are the invitation's.
pub async fn accept(db: &Db, secret: &str, new: accounts::New) -> Result<Person> {
    let new = new.checked()?;
    let password_hash = accounts::hash_password(new.password.clone()).await?;
    let hash = sessions::hash(secret);
    db.write(move |tx| {
        let link = one_time_link::find(tx, &hash, tx.now)?.filter(|link| link.user_id.is_none());
        let link = link.ok_or_else(|| Error::not_found("error-link-used"))?;
        one_time_link::delete(tx, link.id)?;
        let new = accounts::New { role: link.role, quota: link.quota, ..new };
        let person = accounts::insert(tx, &new, &password_hash)?;
        // Whoever came by a letter has read it.
        match link.email.is_some_and(|email| email.eq_ignore_ascii_case(&new.email)) {
            true => db::account::set_email_verified(tx, person.user_id)?,
            false => addresses::ask(tx, AddressOf::User(person.user_id))?,
        }
        Ok(person)
    })
    .await
}

/// Chooses a new password by a link; whose it is now. Everything they were signed in with ends.
pub async fn choose_password(db: &Db, secret: &str, password: String) -> Result<i64> {
    check_password(&password)?;
    let password_hash = accounts::hash_password(password).await?;
    let hash = sessions::hash(secret);
    db.write(move |tx| {
        let link = one_time_link::find(tx, &hash, tx.now)?;
        let user_id = link.and_then(|link| link.user_id);
        let user_id = user_id.ok_or_else(|| Error::not_found("error-link-used"))?;
        one_time_link::delete_of_user(tx, user_id)?;
        db::account::set_password(tx, user_id, &password_hash)?;
        db::session::delete_of_user(tx, user_id)?;
        Ok(user_id)
    })
    .await
}
