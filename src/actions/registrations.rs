//! Asking for an account, and being let in.

use super::{accounts, addresses, letters, notifications};
use crate::db::registration::{self, New};
use crate::db::{self, Db, Tx};
use crate::domain::account::{Person, Role};
use crate::domain::mail::{AddressOf, Letter};
use crate::domain::registration::{State, WAITING_MAXIMUM, check_words};
use crate::error::{Error, Kind, Result};

/// Asks for an account; the number of the request.
pub async fn ask(db: &Db, new: accounts::New, reason: String) -> Result<i64> {
    check_words(&reason)?;
    let new = new.checked()?;
    let password_hash = accounts::hash_password(new.password.clone()).await?;
    db.write(move |tx| {
        if !db::settings::load(tx)?.takes_requests {
            return Err(Error::forbidden("error-registration-closed"));
        }
        accounts::check_free(tx, &new)?;
        if registration::count_waiting(tx)? >= WAITING_MAXIMUM {
            return Err(Error::new(Kind::Unavailable, "error-registrations-many"));
        }
        let id = registration::insert(
            tx,
            &New {
                username: &new.username,
                display_name: &new.display_name,
                email: &new.email,
                password_hash: &password_hash,
                reason: reason.trim(),
            },
        )?;
        notifications::account_asked(tx, id)?;
        addresses::ask(tx, AddressOf::Registration(id))?;
        Ok(id)
    })
    .await
}

/// Lets somebody in, with the password that they chose.
pub async fn accept(db: &Db, id: i64, answer: Option<String>) -> Result<Person> {
    let answer = checked(answer)?;
    db.write(move |tx| {
        let asked = waiting(tx, id)?;
        // First: while it waits, its name is taken.
        registration::decide(tx, id, State::Accepted, answer.as_deref(), None)?;
        let new = accounts::New {
            username: asked.username,
            display_name: asked.display_name,
            email: asked.email,
            password: String::new(),
            role: Role::Member,
            quota: db::settings::load(tx)?.quota,
        };
        let person = accounts::insert(tx, &new, &asked.password_hash)?;
        registration::decide(tx, id, State::Accepted, answer.as_deref(), Some(person.user_id))?;
        if asked.email_verified_at.is_some() {
            db::account::set_email_verified(tx, person.user_id)?;
        }
        letters::post(tx, Letter::Decided { registration_id: id })?;
        Ok(person)
    })
    .await
}

pub async fn reject(db: &Db, id: i64, answer: Option<String>) -> Result<()> {
    let answer = checked(answer)?;
    db.write(move |tx| {
        waiting(tx, id)?;
        registration::decide(tx, id, State::Rejected, answer.as_deref(), None)?;
        letters::post(tx, Letter::Decided { registration_id: id })
    })
    .await
}

/// Forgets a request. An account that came of it stays.
pub async fn forget(db: &Db, id: i64) -> Result<()> {
    db.write(move |tx| {
        registration::find(tx, id)?.ok_or_else(|| Error::not_found("error-registration-not-found"))?;
        registration::delete(tx, id)
    })
    .await
}

fn waiting(tx: &Tx, id: i64) -> Result<registration::Registration> {
    let asked =
        registration::find(tx, id)?.ok_or_else(|| Error::not_found("error-registration-not-found"))?;
    match asked.state {
        State::Waiting => Ok(asked),
        _ => Err(Error::new(Kind::Conflict, "error-registration-decided")),
    }
}

fn checked(answer: Option<String>) -> Result<Option<String>> {
    let answer = answer.map(|answer| answer.trim().to_owned()).filter(|answer| !answer.is_empty());
    answer.as_deref().map_or(Ok(()), check_words)?;
    Ok(answer)
}
