//! How many people watch our films now (viewer protocol V2 of PeerTube: the server of a film adds them up): one number
//! for each film and server, at most once a minute.

use serde_json::json;

use crate::db::outgoing;
use crate::db::{self, Tx};
use crate::domain::actor::Own;
use crate::domain::id::Reference;
use crate::error::Result;
use crate::federation::address::{Address, PUBLIC};
use crate::federation::objects::activity::activity;
use crate::federation::objects::{context, video};

/// Seconds after which the number means nothing any more, if nothing newer is said.
const VALID_SECONDS: i64 = 150;

/// Tells those who follow a film how many watch it.
pub fn tell(tx: &Tx, address: &Address, video_id: i64, viewers: usize) -> Result<()> {
    let video = db::video::find(tx, Reference::Number(video_id))?.filter(video::is_told);
    let Some(video) = video else { return Ok(()) };
    let owns = [Own::Account(video.account.id), Own::Channel(video.channel.id), Own::Site];
    let inboxes = db::follower::inboxes(tx, &owns)?;
    let mut to = vec![PUBLIC.to_owned()];
    to.extend(super::followers(address, &video.account.handle, &video.channel.handle));
    let site = address.site();
    let id = format!("{site}/views/videos/{}/{}", video.id, tx.now.0);
    let mut view =
        activity(context::view(), "View", &id, &site, (to, Vec::new()), json!(address.video(video.uuid)));
    view["expires"] = json!(tx.now.plus_seconds(VALID_SECONDS));
    view["result"] = json!({
        "interactionType": "WatchAction", "type": "InteractionCounter", "userInteractionCount": viewers,
    });
    outgoing::send(tx, Own::Site, &view.to_string(), &inboxes)
}
