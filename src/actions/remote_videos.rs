//! Films and channels of other servers: kept, changed and forgotten as their servers say.

use super::notifications;
use crate::db::actor::{Actor, New as NewActor};
use crate::db::remote_video::New;
use crate::db::{self, Read, Tx};
use crate::domain::id::Reference;
use crate::error::{Error, Result};

/// Whether a film is taken here, before anything of it is stored: by who is shut out, and by what the site takes of its
/// server. `Forbidden` with the reason.
pub fn judge(read: &Read, new: &New) -> Result<()> {
    let Some(server) = db::server::by_host(read, &new.origin.host)? else { return Ok(()) };
    if server.blocked_at.is_some() {
        return Err(Error::forbidden("error-federation-hidden"));
    }
    let is_known = db::remote_video::by_url(read, &new.origin.url)?.is_some();
    if server.paused_at.is_some() && !is_known {
        return Err(Error::forbidden("error-federation-paused"));
    }
    server.terms.unwrap_or_default().refuses(&new.about).map_or(Ok(()), |key| Err(Error::forbidden(key)))
}

/// Keeps a channel of another server and whose it is; its number here.
pub fn receive_channel(tx: &Tx, owner: &NewActor, channel: &NewActor) -> Result<i64> {
    let (owner, kept) = (db::actor::keep(tx, owner)?, db::actor::keep(tx, channel)?);
    let account_id = db::actor::account(tx, &owner)?;
    if owner.is_blocked || db::blocklist::is_hidden(tx, account_id, None)? {
        return Err(Error::forbidden("error-federation-hidden"));
    }
    let channel_id = db::channel::keep(
        tx,
        &db::channel::Elsewhere {
            actor_id: kept.id,
            account_id,
            handle: &kept.handle().to_string(),
            display_name: &kept.display_name,
            description: kept.summary.as_deref(),
            support: channel.support.as_deref(),
        },
    )?;
    let (slot, avatars) =
        (db::picture::Slot::ChannelAvatar(channel_id), db::actor::borrowed_face(tx, &kept)?);
    if db::picture::find(tx, slot)? != avatars {
        db::picture::set(tx, slot, &avatars)?;
    }
    Ok(channel_id)
}

/// Keeps a film as its document says; its number. Those who follow its channel hear of one that has just appeared.
pub fn receive(tx: &Tx, new: &New, channel_id: i64, is_news: bool) -> Result<i64> {
    judge(tx, new)?;
    let owner = db::channel::by_id(tx, channel_id)?.map(|channel| channel.account_id);
    if owner.is_none_or(|owner| db::blocklist::is_hidden(tx, owner, None).unwrap_or(true)) {
        return Err(Error::forbidden("error-federation-hidden"));
    }
    let server_id = db::server::enter(tx, &new.origin.host)?;
    let (video_id, is_new) = db::remote_video::keep(tx, new, server_id, channel_id)?;
    if let (true, true, Some(video)) = (is_new, is_news, db::video::find(tx, Reference::Number(video_id))?) {
        notifications::film_listed(tx, &video)?;
    }
    Ok(video_id)
}

/// Forgets a film by its id. False where there is none.
pub fn forget(tx: &Tx, url: &str) -> Result<bool> {
    let Some(id) = db::remote_video::by_url(tx, url)? else { return Ok(false) };
    db::video::delete(tx, id)?;
    Ok(true)
}

/// Somebody takes a film back. False where there is no such film; `Forbidden` where it is somebody else's.
pub fn take_back(tx: &Tx, actor: &Actor, url: &str) -> Result<bool> {
    let Some(id) = db::remote_video::by_url(tx, url)? else { return Ok(false) };
    let Some(video) = db::video::find(tx, Reference::Number(id))? else { return Ok(false) };
    let owners = [&video.account.url, &video.channel.url];
    if !owners.into_iter().any(|owner| owner.as_deref() == Some(&*actor.url)) {
        return Err(Error::forbidden("error-federation-not-theirs"));
    }
    db::video::delete(tx, id)?;
    Ok(true)
}
