//! The second step of signing in: codes of an application, and recovery codes for whoever has lost it.

use data_encoding::BASE32_NOPAD;
use rand::RngExt as _;

use super::members;
use super::sessions::{hash, new_secret};
use crate::db::account::User;
use crate::db::{self, Db, Read, Tx, two_factor};
use crate::domain::account::Person;
use crate::domain::totp;
use crate::error::{Error, Kind, Result};

/// Seconds in which a request has to be confirmed (PeerTube: 10 minutes).
pub const REQUEST_SECONDS: i64 = 600;

/// Recovery codes at once.
pub const RECOVERY_CODES: usize = 10;

/// What the person shows their application, and what they confirm it with.
#[derive(Clone, Debug)]
pub struct Request {
    pub token: String,
    pub secret: Vec<u8>,
    /// Whose it is, as the application names it.
    pub email: String,
}

/// Begins; nothing is asked at sign-in before it is confirmed.
pub async fn request(db: &Db, person: &Person, user_id: i64) -> Result<Request> {
    let secret: [u8; totp::SECRET] = rand::rng().random();
    let (token, person) = (new_secret(), person.clone());
    let request_hash = hash(&token);
    let email = db
        .write(move |tx| {
            let user = in_charge(tx, &person, user_id)?;
            check_off(&user)?;
            two_factor::request(tx, user_id, &secret, &request_hash)?;
            Ok(user.email)
        })
        .await?;
    Ok(Request { token, secret: secret.to_vec(), email })
}

/// The request of this token once more, for a page that is shown again.
pub async fn asked(db: &Db, person: &Person, token: &str) -> Result<Request> {
    let (person, token, request_hash) = (person.clone(), token.to_owned(), hash(token));
    db.write(move |tx| {
        let user = in_charge(tx, &person, person.user_id)?;
        Ok(Request { secret: requested(tx, user.id, &request_hash)?.secret, email: user.email, token })
    })
    .await
}

/// From now on a code is asked for at sign-in, if the person has shown that their application makes the right ones.
pub async fn confirm(db: &Db, person: &Person, user_id: i64, token: &str, code: String) -> Result<()> {
    let (person, request_hash) = (person.clone(), hash(token));
    db.write(move |tx| {
        let user = in_charge(tx, &person, user_id)?;
        check_off(&user)?;
        let asked = requested(tx, user_id, &request_hash)?;
        let step = totp::step_of(&asked.secret, &code, tx.now, asked.last_step);
        let step = step.ok_or_else(|| Error::forbidden("error-two-factor-code"))?;
        two_factor::set_last_step(tx, user_id, step)?;
        two_factor::confirm(tx, user_id)?;
        tracing::info!("{} signs in with a second step from now on", user.username);
        Ok(())
    })
    .await
}

/// Signing in takes a password alone again.
pub async fn disable(db: &Db, person: &Person, user_id: i64) -> Result<()> {
    let person = person.clone();
    db.write(move |tx| {
        let user = in_charge(tx, &person, user_id)?;
        if !user.has_two_factor {
            return Err(Error::invalid("error-two-factor-off"));
        }
        tracing::info!("{} has switched the second step of {} off", person.username, user.username);
        two_factor::delete(tx, user_id)
    })
    .await
}

/// New recovery codes, which are told once; older ones are of no use any more.
pub async fn new_recovery_codes(db: &Db, person: &Person) -> Result<Vec<String>> {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
    let hashes: Vec<_> = codes.iter().map(|code| hash(&plain(code))).collect();
    let user_id = person.user_id;
    db.write(move |tx| {
        let user = db::account::by_id(tx, user_id)?;
        if !user.is_some_and(|user| user.has_two_factor) {
            return Err(Error::invalid("error-two-factor-off"));
        }
        two_factor::replace_recovery_codes(tx, user_id, &hashes)
    })
    .await?;
    Ok(codes)
}

/// Takes a code of the application or a recovery code; whether it was good. None is good twice.
pub async fn take_code(db: &Db, user_id: i64, code: &str) -> Result<bool> {
    let code = plain(code);
    db.write(move |tx| {
        // Somebody may have been shut out between the two steps.
        if db::account::by_id(tx, user_id)?.is_none_or(|user| user.blocked_at.is_some()) {
            return Ok(false);
        }
        let Some(known) = two_factor::find(tx, user_id)?.filter(|known| known.is_confirmed) else {
            return Ok(false);
        };
        if let Some(step) = totp::step_of(&known.secret, &code, tx.now, known.last_step) {
            two_factor::set_last_step(tx, user_id, step)?;
            return Ok(true);
        }
        two_factor::take_recovery_code(tx, user_id, &hash(&code))
    })
    .await
}

/// 80 random bits, so that a quick hash is enough, in four groups that can be read aloud.
fn recovery_code() -> String {
    let bytes: [u8; 10] = rand::rng().random();
    let text = BASE32_NOPAD.encode(&bytes).to_lowercase();
    format!("{}-{}-{}-{}", &text[..4], &text[4..8], &text[8..12], &text[12..])
}

/// A code as it is compared: without the marks that help to read it.
fn plain(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase()
}

/// The person themselves, or somebody whom they manage.
fn in_charge(read: &Read, person: &Person, user_id: i64) -> Result<User> {
    if person.user_id != user_id {
        return members::managed(read, person, user_id);
    }
    db::account::by_id(read, user_id)?.ok_or_else(|| Error::not_found("error-member-not-found"))
}

fn check_off(user: &User) -> Result<()> {
    if user.has_two_factor { Err(Error::invalid("error-two-factor-on")) } else { Ok(()) }
}

fn requested(tx: &Tx, user_id: i64, request_hash: &db::session::Hash) -> Result<two_factor::TwoFactor> {
    let asked = two_factor::find(tx, user_id)?.filter(|asked| {
        asked.request_hash == Some(*request_hash)
            && tx.now.seconds_since(asked.requested_at) < REQUEST_SECONDS
    });
    asked.ok_or_else(|| Error::new(Kind::Forbidden, "error-two-factor-request"))
}
