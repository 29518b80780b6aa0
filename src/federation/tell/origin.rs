//! What other servers are told of what is theirs: who of ours wants to follow, what our members think of their films, and
//! that these are watched here.

use serde_json::{Value, json};

use super::texts;
use crate::db::outgoing::{self, Thing, Told};
use crate::db::video::Video;
use crate::db::{self, Tx};
use crate::domain::actor::{Following, Own};
use crate::domain::id::Reference;
use crate::domain::rating::Rating;
use crate::error::Result;
use crate::federation::address::{Address, PUBLIC};
use crate::federation::objects::activity::activity;
use crate::federation::objects::context;
use crate::federation::own;

/// One of ours wants to follow somebody, or to leave them.
pub(super) fn following(tx: &Tx, address: &Address, id: i64) -> Result<()> {
    let Some(follow) = db::following::by_id(tx, id)? else { return Ok(()) };
    let Some(actor) = db::actor::by_id(tx, follow.actor_id)? else { return Ok(()) };
    let own_url = own::url(tx, address, follow.own)?;
    let (Some(own_url), false) = (own_url, actor.is_blocked) else {
        // An account that is gone follows nobody, and whoever is shut out is told nothing.
        return db::following::delete(tx, id);
    };
    let request_id = format!("{own_url}/follows/{}", follow.id);
    let request = |context: Value| {
        activity(
            context,
            "Follow",
            &request_id,
            &own_url,
            (vec![actor.url.clone()], Vec::new()),
            json!(actor.url),
        )
    };
    let inbox = std::slice::from_ref(&actor.inbox);
    match follow.state {
        Following::ToAsk => {
            let mut request = request(context::plain());
            if let Some(code) = &follow.invitation {
                request["invitation"] = json!(code);
            }
            outgoing::send(tx, follow.own, &request.to_string(), inbox)?;
            db::following::set_state(tx, id, Following::Asked)
        }
        Following::ToLeave => {
            let undo = undo(&request_id, &own_url, vec![actor.url.clone()], request(Value::Null));
            outgoing::send(tx, follow.own, &undo.to_string(), inbox)?;
            db::following::delete(tx, id)
        }
        Following::Asked | Following::Accepted | Following::Refused => Ok(()),
    }
}

fn undo(id: &str, actor: &str, to: Vec<String>, mut object: Value) -> Value {
    if let Value::Object(members) = &mut object {
        members.remove("@context");
    }
    activity(context::plain(), "Undo", &format!("{id}/undo"), actor, (to, Vec::new()), object)
}

/// The account and the film of a rating, as its number holds them (`db/migrations/0019_elsewhere.sql`).
fn parts(id: i64) -> (i64, i64) {
    (id >> 32, id & 0xffff_ffff)
}

/// What a member thinks of a film of another server: what was said before is taken back, and what they think now is said.
pub(super) fn rating(tx: &Tx, address: &Address, id: i64) -> Result<()> {
    let (account_id, video_id) = parts(id);
    let told = outgoing::told(tx, Thing::Rating, id)?;
    let video = db::video::find(tx, Reference::Number(video_id))?;
    let account = db::account::by_account(tx, account_id)?;
    let (Some(video), Some(account)) = (video, account) else {
        return outgoing::forget_told(tx, Thing::Rating, id);
    };
    let Some((origin, inbox)) = video.origin.as_ref().zip(inbox(tx, &video)?) else { return Ok(()) };
    let now = db::rating::of_account(tx, account_id, video_id)?;
    let said = |rating: Rating, url: &str, actor: &str| {
        let kind = if rating == Rating::Like { "Like" } else { "Dislike" };
        let to = (vec![PUBLIC.to_owned()], vec![format!("{actor}/followers")]);
        activity(context::plain(), kind, url, actor, to, json!(origin.url))
    };
    let before = told.as_ref().map(|told| if told.digest == [1] { Rating::Like } else { Rating::Dislike });
    if before.unwrap_or(Rating::None) == now {
        return Ok(());
    }
    let own = Own::Account(account_id);
    if let (Some(told), Some(before)) = (&told, before) {
        let object = said(before, &told.url, &told.account);
        let undo = undo(&told.url, &told.account, texts(&object["to"]), object);
        outgoing::send(tx, own, &undo.to_string(), std::slice::from_ref(&inbox))?;
        outgoing::forget_told(tx, Thing::Rating, id)?;
    }
    if now == Rating::None {
        return Ok(());
    }
    let actor = address.account(&account.name);
    let url =
        format!("{actor}/{}s/{video_id}/{}", if now == Rating::Like { "like" } else { "dislike" }, tx.now.0);
    outgoing::send(tx, own, &said(now, &url, &actor).to_string(), std::slice::from_ref(&inbox))?;
    let digest = vec![u8::from(now == Rating::Like)];
    let told = Told { url, account_id, account: actor, channel_id: video.channel.id, digest };
    outgoing::set_told(tx, Thing::Rating, id, &told)
}

/// A film of another server was watched here. That is told at most once a minute (`db::view`).
pub(super) fn view(tx: &Tx, address: &Address, video_id: i64) -> Result<()> {
    let Some(video) = db::video::find(tx, Reference::Number(video_id))? else {
        return outgoing::forget_told(tx, Thing::View, video_id);
    };
    let Some((origin, inbox)) = video.origin.as_ref().zip(inbox(tx, &video)?) else { return Ok(()) };
    let actor = address.site();
    let url = format!("{actor}/views/videos/{video_id}/{}", tx.now.to_iso());
    let to = (vec![PUBLIC.to_owned()], vec![format!("{actor}/followers")]);
    let said = activity(context::plain(), "View", &url, &actor, to, json!(origin.url));
    outgoing::send(tx, Own::Site, &said.to_string(), std::slice::from_ref(&inbox))?;
    let told = Told {
        url,
        account_id: video.account.id,
        account: actor,
        channel_id: video.channel.id,
        digest: Vec::new(),
    };
    outgoing::set_told(tx, Thing::View, video_id, &told)
}

/// Where the server of a film hears of it; none where that is shut out.
pub(super) fn inbox(tx: &Tx, video: &Video) -> Result<Option<String>> {
    let actor = db::actor::of_account(tx, video.account.id)?;
    Ok(actor.filter(|actor| !actor.is_blocked).map(|actor| actor.nearest_inbox().to_owned()))
}
