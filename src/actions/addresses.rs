//! Addresses of e-mail: a new one is written to, and whoever answers has shown that it is theirs.
//!
//! Without a mail server nobody can be asked: an address is then believed as it is typed.

use super::letters;
use super::sessions;
use crate::db::account::User;
use crate::db::{self, Db, Tx, email_proof};
use crate::domain::mail::{AddressOf, Letter};
use crate::error::{Error, Kind, Result};

/// Seconds in which what was sent can be answered (PeerTube: an hour for members; post may be slower here).
pub(super) const PROOF_SECONDS: i64 = 2 * 24 * 3600;

/// Changes where mail reaches a person: at once where no mail is sent, or else once they have answered.
pub(super) fn set(tx: &Tx, user: &User, email: &str) -> Result<()> {
    let holder = db::account::by_login(tx, email)?;
    if holder.is_some_and(|holder| holder.id != user.id) {
        return Err(Error::new(Kind::Conflict, "error-email-taken"));
    }
    let is_same = user.email.eq_ignore_ascii_case(email);
    if is_same || db::settings::load(tx)?.mail.is_none() {
        email_proof::delete(tx, AddressOf::User(user.id))?;
        return db::account::set_email(tx, user.id, email, user.email_verified_at.filter(|_| is_same));
    }
    let is_waiting = user.pending_email.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(email));
    if !is_waiting {
        db::account::set_pending_email(tx, user.id, email)?;
        ask(tx, AddressOf::User(user.id))?;
    }
    Ok(())
}

/// Whoever keeps the house changes a member's address at once.
pub(super) fn set_by_keeper(tx: &Tx, user_id: i64, email: &str) -> Result<()> {
    let holder = db::account::by_login(tx, email)?;
    match holder {
        Some(user) if user.id != user_id => Err(Error::new(Kind::Conflict, "error-email-taken")),
        Some(user) => db::account::set_email(tx, user_id, email, user.email_verified_at),
        None => db::account::set_email(tx, user_id, email, None),
    }
}

/// Has an address written to.
pub(super) fn ask(tx: &Tx, of: AddressOf) -> Result<()> {
    letters::post(tx, Letter::Prove { of })
}

/// Writes once more to a member's address, if it has not been answered from yet. Nobody is told whether somebody has
/// this address.
pub async fn ask_again(db: &Db, email: &str) -> Result<()> {
    let email = email.trim().to_owned();
    db.write(move |tx| {
        check_mail(tx)?;
        match db::account::by_any_email(tx, &email)? {
            Some(user) if user.email_verified_at.is_none() || user.pending_email.is_some() => {
                ask(tx, AddressOf::User(user.id))
            }
            _ => Ok(()),
        }
    })
    .await
}

/// The same for somebody who asks for an account.
pub async fn ask_registration_again(db: &Db, email: &str) -> Result<()> {
    let email = email.trim().to_owned();
    db.write(move |tx| {
        check_mail(tx)?;
        let asked = db::registration::waiting_by_login(tx, &email)?;
        match asked.filter(|asked| asked.email_verified_at.is_none() && asked.email == email) {
            Some(asked) => ask(tx, AddressOf::Registration(asked.id)),
            None => Ok(()),
        }
    })
    .await
}

fn check_mail(tx: &Tx) -> Result<()> {
    match db::settings::load(tx)?.mail {
        Some(_) => Ok(()),
        None => Err(Error::forbidden("error-no-mail-server")),
    }
}

/// Takes the secret that was sent to an address.
pub async fn prove(db: &Db, of: AddressOf, secret: &str) -> Result<()> {
    let hash = sessions::hash(secret);
    db.write(move |tx| {
        let wrong = || Error::forbidden("error-verification");
        let email = email_proof::find(tx, &hash, of, tx.now)?.ok_or_else(wrong)?;
        email_proof::delete(tx, of)?;
        match of {
            AddressOf::User(id) => {
                let user = db::account::by_id(tx, id)?.ok_or_else(wrong)?;
                let is_current = user.email.eq_ignore_ascii_case(&email);
                let is_pending = user.pending_email.is_some_and(|known| known.eq_ignore_ascii_case(&email));
                // Another one may have been typed since.
                if !is_current && !is_pending {
                    return Err(wrong());
                }
                // Somebody else may have come with this address since.
                if db::account::by_login(tx, &email)?.is_some_and(|holder| holder.id != id) {
                    return Err(Error::new(Kind::Conflict, "error-email-taken"));
                }
                match is_current {
                    true => db::account::set_email_verified(tx, id),
                    false => db::account::set_email(tx, id, &email, Some(tx.now)),
                }
            }
            AddressOf::Registration(id) => db::registration::set_email_verified(tx, id),
        }
    })
    .await
}
