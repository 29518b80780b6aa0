//! Blocked servers: whoever blocks one sees nothing of its accounts, and what the site blocks is not listened to.

use super::blocklist::Whom;
use super::follows;
use crate::db::{self, Db};
use crate::domain::account::Person;
use crate::domain::actor::is_host;
use crate::error::{Error, Kind, Result};

/// Blocks a server; `own` is the host of this site. Blocking it again changes nothing.
pub async fn block(db: &Db, person: &Person, whom: Whom, host: &str, own: &str) -> Result<()> {
    let host = host.trim().to_lowercase();
    if host == own {
        return Err(Error::new(Kind::Conflict, "error-server-own"));
    }
    if !is_host(&host) {
        return Err(Error::invalid("error-host"));
    }
    match whom {
        Whom::Everybody => {
            check(person)?;
            follows::block_server(db, host, true).await
        }
        Whom::Oneself => {
            let account_id = person.account_id;
            db.write(move |tx| db::server::insert_block(tx, account_id, &host)).await
        }
    }
}

pub async fn unblock(db: &Db, person: &Person, whom: Whom, host: &str) -> Result<()> {
    let host = host.trim().to_lowercase();
    if whom == Whom::Everybody {
        check(person)?;
    }
    let account_id = whom.account_id(person);
    let was_blocked = db.write(move |tx| match account_id {
        Some(account_id) => db::server::remove_block(tx, account_id, &host),
        None => {
            let is_blocked =
                db::server::by_host(tx, &host)?.is_some_and(|server| server.blocked_at.is_some());
            if is_blocked {
                db::server::set_blocked(tx, &host, false)?;
            }
            Ok(is_blocked)
        }
    });
    if was_blocked.await? { Ok(()) } else { Err(Error::not_found("error-not-muted")) }
}

fn check(person: &Person) -> Result<()> {
    if person.is_moderator() { Ok(()) } else { Err(Error::forbidden("error-forbidden")) }
}
