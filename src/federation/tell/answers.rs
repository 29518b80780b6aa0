//! What became of a comment that somebody elsewhere wrote under a film of ours: its owner lets others read it, refuses
//! it, or takes it away (FEP-5624).

use serde_json::{Value, json};

use crate::db::comment::Comment;
use crate::db::outgoing::{self, Thing, Told};
use crate::db::video::Video;
use crate::db::{self, Read, Tx};
use crate::domain::actor::Own;
use crate::domain::id::Reference;
use crate::error::Result;
use crate::federation::address::{Address, PUBLIC};
use crate::federation::objects::activity::{activity, answer_to_reply};
use crate::federation::objects::context;

/// What whoever wrote it has been told.
const APPROVED: &[u8] = b"approved";
const REJECTED: &[u8] = b"rejected";

pub(super) fn look(tx: &Tx, address: &Address, id: i64) -> Result<()> {
    let Some(comment) = db::comment::by_id(tx, id)? else { return Ok(()) };
    let (Some(url), Some(author)) = (comment.url.clone(), comment.account_id) else { return Ok(()) };
    let video = db::video::find(tx, Reference::Number(comment.video_id))?;
    // Under films of others their own servers decide.
    let video = video.filter(|video| video.origin.is_none());
    let author = db::actor::of_account(tx, author)?;
    let (Some(video), Some(author)) = (video, author) else { return Ok(()) };
    let told = outgoing::told(tx, Thing::Reply, id)?;
    let is_approved = told.as_ref().is_some_and(|told| told.digest == APPROVED);
    let account = address.account(&video.account.handle);
    let own = Own::Account(video.account.id);
    let inbox = std::slice::from_ref(&author.inbox);
    let digest = match (comment.deleted_at, comment.is_held) {
        (None, true) => return Ok(()),
        (None, false) if is_approved => return Ok(()),
        (None, false) => {
            outgoing::send(tx, own, &approval(tx, address, &video, &comment)?.to_string(), inbox)?;
            APPROVED
        }
        (Some(_), _) if is_approved => {
            goes(tx, address, &video, &url, &author)?;
            REJECTED
        }
        (Some(_), _) if told.is_some() => return Ok(()),
        (Some(_), _) => {
            outgoing::send(
                tx,
                own,
                &answer(tx, address, &video, &comment, ("RejectReply", "reject-reply"))?.to_string(),
                inbox,
            )?;
            REJECTED
        }
    };
    let told = Told {
        url,
        account_id: video.account.id,
        account,
        channel_id: video.channel.id,
        digest: digest.to_vec(),
    };
    outgoing::set_told(tx, Thing::Reply, id, &told)
}

pub(super) fn approval(read: &Read, address: &Address, video: &Video, comment: &Comment) -> Result<Value> {
    answer(read, address, video, comment, ("ApproveReply", "approve-reply"))
}

fn answer(
    read: &Read,
    address: &Address,
    video: &Video,
    comment: &Comment,
    (kind, end): (&str, &str),
) -> Result<Value> {
    let own = address.comment(video.uuid, comment.id);
    let url = comment.url.as_ref().unwrap_or(&own);
    let account = address.account(&video.account.handle);
    let above = answered(read, address, video, comment)?;
    Ok(answer_to_reply(kind, &format!("{own}/{end}"), &account, url, &above))
}

/// The id of what a comment answers.
fn answered(tx: &Read, address: &Address, video: &Video, comment: &Comment) -> Result<String> {
    let answered = comment.reply_to.map(|id| db::comment::by_id(tx, id)).transpose()?.flatten();
    Ok(match answered {
        Some(answered) => answered.url.unwrap_or_else(|| address.comment(video.uuid, answered.id)),
        None => address.video(video.uuid),
    })
}

/// The owner of the film has taken it away: everybody who may have read it is told.
fn goes(tx: &Tx, address: &Address, video: &Video, url: &str, author: &db::actor::Actor) -> Result<()> {
    let account = address.account(&video.account.handle);
    let id = format!("{}/deletes/{}", address.video(video.uuid), tx.now.0);
    let mut to = vec![PUBLIC.to_owned()];
    to.extend(super::followers(address, &video.account.handle, &video.channel.handle));
    let delete =
        activity(context::plain(), "Delete", &id, &account, (to, vec![author.url.clone()]), json!(url));
    let mut inboxes = super::listeners(tx, video.account.id, video.channel.id, Some(video.id))?;
    inboxes.push(author.nearest_inbox().to_owned());
    inboxes.sort();
    inboxes.dedup();
    outgoing::send(tx, Own::Account(video.account.id), &delete.to_string(), &inboxes)
}
