//! Blocked accounts: whoever blocks one sees nothing of it any more, and what the site blocks nobody sees but itself.

use super::collaborators::account_named;
use crate::db::account::Account;
use crate::db::{self, Db, Read};
use crate::domain::account::{Person, can_manage};
use crate::error::{Error, Kind, Result};

/// For whom an account is blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The person who blocks it.
    Oneself,
    /// Everybody: what those who keep the house decide.
    Everybody,
}

impl Whom {
    /// The account that a block is noted for; none is the site.
    pub fn account_id(self, person: &Person) -> Option<i64> {
        match self {
            Self::Oneself => Some(person.account_id),
            Self::Everybody => None,
        }
    }
}

/// Blocks the account of this name. Blocking it again changes nothing.
pub async fn block(db: &Db, person: &Person, whom: Whom, name: &str) -> Result<()> {
    let (person, name) = (person.clone(), name.trim().to_owned());
    db.write(move |tx| {
        let account = allowed(tx, &person, whom, &name)?;
        if account.id == person.account_id {
            return Err(Error::new(Kind::Conflict, "error-mute-oneself"));
        }
        let by = whom.account_id(&person);
        if db::blocklist::between(tx, by, account.id)?.is_some() {
            return Ok(());
        }
        if whom == Whom::Everybody {
            tracing::info!("{} has blocked {} for everybody", person.username, account.name);
        }
        db::blocklist::insert(tx, by, account.id)
    })
    .await
}

pub async fn unblock(db: &Db, person: &Person, whom: Whom, name: &str) -> Result<()> {
    let (person, name) = (person.clone(), name.trim().to_owned());
    db.write(move |tx| {
        let account = allowed(tx, &person, whom, &name)?;
        if db::blocklist::remove(tx, whom.account_id(&person), account.id)? {
            Ok(())
        } else {
            Err(Error::not_found("error-not-muted"))
        }
    })
    .await
}

/// The account, where the person may say who sees it: for everybody those who manage its member.
fn allowed(read: &Read, person: &Person, whom: Whom, name: &str) -> Result<Account> {
    if whom == Whom::Everybody && !person.is_moderator() {
        return Err(Error::forbidden("error-forbidden"));
    }
    let account = match db::account::by_handle(read, name)? {
        Some(account) => account,
        None => account_named(read, name)?,
    };
    let is_own = account.id == person.account_id;
    if whom == Whom::Everybody && !is_own && account.home.is_none() {
        let user = db::account::user_of(read, account.id)?;
        if user.is_none_or(|user| !can_manage(person, user.role)) {
            return Err(Error::forbidden("error-forbidden"));
        }
    }
    Ok(account)
}
