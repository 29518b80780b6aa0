//! Public playlists of ours that appear, change and go.

use serde_json::json;

use super::digest;
use crate::db::outgoing::{self, Thing, Told};
use crate::db::playlist::element;
use crate::db::{self, Tx};
use crate::domain::actor::Own;
use crate::domain::id::Reference;
use crate::error::Result;
use crate::federation::address::{Address, PUBLIC};
use crate::federation::objects::activity::activity;
use crate::federation::objects::{context, playlist};

pub(super) fn look(tx: &Tx, address: &Address, id: i64) -> Result<()> {
    let list = db::playlist::find(tx, Reference::Number(id))?.filter(playlist::is_told);
    let told = outgoing::told(tx, Thing::Playlist, id)?;
    let Some(list) = list else { return told.map_or(Ok(()), |told| goes(tx, address, id, &told)) };
    let mut object = playlist::playlist(address, &list);
    // The document says how many films there are; others read them again when their order has changed, too.
    object["films"] = json!(element::fingerprint(tx, id)?);
    let digest = digest(&object);
    if told.as_ref().is_some_and(|told| told.digest == digest) {
        return Ok(());
    }
    object.as_object_mut().map(|members| members.remove("films"));
    let (url, account) = (address.playlist(list.uuid), address.account(&list.account.handle));
    let (kind, said) = match told {
        None => ("Create", format!("{url}/activity")),
        Some(_) => ("Update", format!("{url}/updates/{}", tx.now.to_iso())),
    };
    object["updated"] = json!(tx.now);
    let audience = playlist::audience(address, &list);
    let activity = activity(context::playlist(), kind, &said, &account, audience, object);
    let own = Own::Account(list.account.id);
    let mut owns = vec![own, Own::Site];
    owns.extend(list.about.channel_id.map(Own::Channel));
    outgoing::send(tx, own, &activity.to_string(), &db::follower::inboxes(tx, &owns)?)?;
    let channel_id = list.about.channel_id.unwrap_or_default();
    let told = Told { url, account_id: list.account.id, account, channel_id, digest };
    outgoing::set_told(tx, Thing::Playlist, id, &told)
}

fn goes(tx: &Tx, address: &Address, id: i64, told: &Told) -> Result<()> {
    let to = vec![PUBLIC.to_owned(), format!("{}/followers", address.site())];
    let cc = vec![format!("{}/followers", told.account)];
    let said = format!("{}/delete", told.url);
    let delete = activity(context::plain(), "Delete", &said, &told.account, (to, cc), json!(told.url));
    let own = Own::Account(told.account_id);
    let inboxes = db::follower::inboxes(tx, &[own, Own::Channel(told.channel_id), Own::Site])?;
    outgoing::send(tx, own, &delete.to_string(), &inboxes)?;
    outgoing::forget_told(tx, Thing::Playlist, id)
}
