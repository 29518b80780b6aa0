//! What others say around our films is passed on to those who follow them, as it came: they hear it from us, and believe
//! it for the signature inside of it (PeerTube's rule).

use serde_json::Value;

use super::inbox::is_public;
use crate::db::actor::Actor;
use crate::db::video::Video;
use crate::db::{self, Tx};
use crate::domain::actor::Own;
use crate::error::Result;
use crate::federation::exchange::host_of;

/// Passes on what is meant for everybody and carries a signature. Whoever said it has heard it already.
pub fn pass_on(tx: &Tx, actor: &Actor, activity: &Value, video: &Video) -> Result<()> {
    let is_signed = activity["signature"]["signatureValue"].is_string();
    // What is said around films of others their own servers pass on.
    if video.origin.is_some() || !is_signed || !(is_public(activity) || is_public(&activity["object"])) {
        return Ok(());
    }
    let owns = [Own::Account(video.account.id), Own::Channel(video.channel.id), Own::Site];
    let mut inboxes = db::follower::inboxes(tx, &owns)?;
    inboxes.retain(|inbox| host_of(inbox).as_deref() != Some(&*actor.host));
    db::outgoing::pass_on(tx, Own::Site, &activity.to_string(), &inboxes)
}
