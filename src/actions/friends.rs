//! Friends: other servers that are invited, taken on terms, paused.

use super::sessions;
use crate::db::actor::Actor;
use crate::db::{self, Db, Tx};
use crate::domain::actor::{ActorKind, Following, Own};
use crate::domain::friend::Terms;
use crate::domain::id::Reference;
use crate::domain::job::Job;
use crate::domain::moment::Moment;
use crate::error::{Error, Result};

const INVITATION_SECONDS: i64 = 30 * 24 * 3600;

/// Characters of what is noted of an invitation.
const NOTE: usize = 120;

/// Films that are read again where more is taken than before.
const CRAWLED: u32 = 1000;

/// Makes an invitation; its code, which is told once.
pub async fn invite(db: &Db, note: &str) -> Result<String> {
    let note: String = note.trim().chars().filter(|c| !c.is_control()).take(NOTE).collect();
    let code = sessions::new_secret();
    let hash = sessions::hash(&code);
    db.write(move |tx| db::friend::invite(tx, &hash, &note, tx.now.plus_seconds(INVITATION_SECONDS))).await?;
    Ok(code)
}

/// Whether the code of an invitation is good.
pub async fn is_invited(db: &Db, code: &str, now: Moment) -> Result<bool> {
    let hash = sessions::hash(code);
    db.read(move |read| db::friend::is_invited(read, &hash, now)).await
}

/// Whether this is the code of an invitation that nobody has used.
pub fn may_enter(tx: &Tx, code: &str) -> Result<bool> {
    db::friend::is_invited(tx, &sessions::hash(code), tx.now)
}

/// A server that follows the site shows the code of an invitation: it is followed in return.
pub fn accept(tx: &Tx, actor: &Actor, code: &str) -> Result<()> {
    if actor.kind != ActorKind::Application || !db::friend::redeem(tx, &sessions::hash(code))? {
        return Ok(());
    }
    db::following::ask(tx, Own::Site, actor.id, None)
}

/// What is taken of a server from now on. What is not taken any more goes; what is taken anew is read.
pub async fn set_terms(db: &Db, host: String, terms: Terms) -> Result<()> {
    terms.check()?;
    db.write(move |tx| {
        let friend = db::friend::by_host(tx, &host)?.ok_or_else(|| Error::not_found("error-not-found"))?;
        if friend.terms.clone().unwrap_or_default() == terms {
            return Ok(());
        }
        db::server::set_terms(tx, &host, &terms)?;
        // One after the other: a server may have thousands.
        for id in db::remote_video::all_of_server(tx, &host)? {
            let video = db::video::find(tx, Reference::Number(id))?;
            if video.is_some_and(|video| terms.refuses(&video.about).is_some()) {
                db::video::delete(tx, id)?;
            }
        }
        crawl(tx, friend.actor_id)
    })
    .await
}

/// Takes nothing new of a server, or goes on and reads what has appeared meanwhile.
pub async fn pause(db: &Db, host: String, is_paused: bool) -> Result<()> {
    db.write(move |tx| {
        let friend = db::friend::by_host(tx, &host)?.ok_or_else(|| Error::not_found("error-not-found"))?;
        db::server::set_paused(tx, &host, is_paused)?;
        if is_paused { Ok(()) } else { crawl(tx, friend.actor_id) }
    })
    .await
}

fn crawl(tx: &Tx, actor_id: i64) -> Result<()> {
    let follow = db::following::of(tx, Own::Site, actor_id)?;
    if follow.is_none_or(|follow| follow.state != Following::Accepted) {
        return Ok(());
    }
    let Some(actor) = db::actor::by_id(tx, actor_id)? else { return Ok(()) };
    db::job::push(tx, &Job::Crawl { actor: actor.url, page: None, left: CRAWLED }, tx.now)
}
