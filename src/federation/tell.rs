//! What others are told of what has changed here: films that appear, change and go, and what our members say of them.
//!
//! The row of a thing says how it is now, `told` what others know of it; the difference is what is said. So it does not
//! matter how often, or how late, a thing is looked at.

mod actors;
mod answers;
mod origin;
mod playlists;
mod reports;
pub mod viewers;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::address::{Address, PUBLIC};
use super::objects::activity::activity;
use super::objects::note::{Around, note};
use super::objects::video::{self, Film};
use super::objects::{context, document};
use crate::db::comment::Comment;
use crate::db::outgoing::{self, Thing, Told};
use crate::db::video::Video;
use crate::db::{self, Tx};
use crate::domain::actor::Own;
use crate::domain::id::Reference;
use crate::error::Result;

/// Looks at a thing, and has others told what they do not know of it yet.
pub fn look(tx: &Tx, address: &Address, thing: Thing, id: i64) -> Result<()> {
    match thing {
        Thing::Video => film(tx, address, id),
        Thing::Comment => comment(tx, address, id),
        Thing::Reply => answers::look(tx, address, id),
        Thing::Account => actors::account(tx, address, id),
        Thing::Channel => actors::channel(tx, address, id),
        Thing::Playlist => playlists::look(tx, address, id),
        Thing::Report => reports::look(tx, address, id),
        Thing::Following => origin::following(tx, address, id),
        Thing::Rating => origin::rating(tx, address, id),
        Thing::View => origin::view(tx, address, id),
    }
}

/// Of what a document says, but for how often a film was watched and when the row was written last.
fn digest(document: &Value) -> Vec<u8> {
    let mut said = document.clone();
    for passing in ["views", "updated"] {
        said[passing] = Value::Null;
    }
    Sha256::digest(said.to_string().as_bytes()).to_vec()
}

/// The ids under which followers of these are addressed.
fn followers(address: &Address, account: &str, channel: &str) -> Vec<String> {
    [address.channel(channel), address.site(), address.account(account)]
        .map(|actor| format!("{actor}/followers"))
        .to_vec()
}

fn film(tx: &Tx, address: &Address, id: i64) -> Result<()> {
    let video = db::video::find(tx, Reference::Number(id))?.filter(video::is_told);
    let told = outgoing::told(tx, Thing::Video, id)?;
    match (video, told) {
        (Some(video), None) => appears(tx, address, video),
        (Some(video), Some(told)) => changes(tx, address, video, &told),
        (None, Some(told)) => goes(tx, address, (Thing::Video, id), Some(id), &told),
        (None, None) => Ok(()),
    }
}

/// Publishing is three sentences: the account makes it, its channel and the site pass it on.
fn appears(tx: &Tx, address: &Address, video: Video) -> Result<()> {
    let id = address.video(video.uuid);
    let account = address.account(&video.account.handle);
    let film = Film::read(tx, video)?;
    let object = video::video(address, &film);
    let video = &film.video;
    let digest = digest(&object);
    let create = activity(
        context::video(),
        "Create",
        &format!("{id}/activity"),
        &account,
        video::audience(address, video),
        object,
    );
    let (of_account, of_channel) = (Own::Account(video.account.id), Own::Channel(video.channel.id));
    outgoing::send(tx, of_account, &create.to_string(), &db::follower::inboxes(tx, &[of_account])?)?;
    for (own, actor) in [(of_channel, address.channel(&video.channel.handle)), (Own::Site, address.site())] {
        let announce = announce(address, video, own, &actor);
        outgoing::send(tx, own, &announce.to_string(), &db::follower::inboxes(tx, &[own])?)?;
    }
    outgoing::set_told(tx, Thing::Video, video.id, &told_of(video, id, account, digest))
}

/// A channel or the site passes a film on.
pub fn announce(address: &Address, video: &Video, own: Own, actor: &str) -> Value {
    let mut to = vec![PUBLIC.to_owned()];
    to.extend(followers(address, &video.account.handle, &video.channel.handle));
    activity(
        context::plain(),
        "Announce",
        &address.announce(video.uuid, own),
        actor,
        (to, Vec::new()),
        json!(address.video(video.uuid)),
    )
}

fn told_of(video: &Video, url: String, account: String, digest: Vec<u8>) -> Told {
    Told { url, account_id: video.account.id, account, channel_id: video.channel.id, digest }
}

fn changes(tx: &Tx, address: &Address, video: Video, told: &Told) -> Result<()> {
    let id = address.video(video.uuid);
    let account = address.account(&video.account.handle);
    let film = Film::read(tx, video)?;
    let mut object = video::video(address, &film);
    let digest = digest(&object);
    if digest == told.digest {
        return Ok(());
    }
    let video = &film.video;
    object["updated"] = json!(tx.now);
    let update = activity(
        context::video(),
        "Update",
        &format!("{id}/updates/{}", tx.now.to_iso()),
        &account,
        video::audience(address, video),
        object,
    );
    let inboxes = listeners(tx, video.account.id, video.channel.id, Some(video.id))?;
    outgoing::send(tx, Own::Account(video.account.id), &update.to_string(), &inboxes)?;
    outgoing::set_told(tx, Thing::Video, video.id, &told_of(video, id, account, digest))
}

/// Whoever has heard of a film: those who follow its account, its channel or the site, and those who spoke of it.
fn listeners(tx: &Tx, account_id: i64, channel_id: i64, video_id: Option<i64>) -> Result<Vec<String>> {
    let owns = [Own::Account(account_id), Own::Channel(channel_id), Own::Site];
    let mut inboxes = db::follower::inboxes(tx, &owns)?;
    if let Some(video_id) = video_id {
        inboxes.extend(db::actor::inboxes_around(tx, video_id)?);
        inboxes.sort();
        inboxes.dedup();
    }
    Ok(inboxes)
}

/// `video_id` is the film around which it was heard.
fn goes(
    tx: &Tx,
    address: &Address,
    (thing, id): (Thing, i64),
    video_id: Option<i64>,
    told: &Told,
) -> Result<()> {
    let mut to = vec![PUBLIC.to_owned(), format!("{}/followers", address.site())];
    to.push(format!("{}/followers", told.account));
    let delete = activity(
        context::plain(),
        "Delete",
        &format!("{}/delete", told.url),
        &told.account,
        (to, Vec::new()),
        json!(told.url),
    );
    let inboxes = listeners(tx, told.account_id, told.channel_id, video_id)?;
    outgoing::send(tx, Own::Account(told.account_id), &delete.to_string(), &inboxes)?;
    outgoing::forget_told(tx, thing, id)
}

fn comment(tx: &Tx, address: &Address, id: i64) -> Result<()> {
    let told = outgoing::told(tx, Thing::Comment, id)?;
    let comment = db::comment::by_id(tx, id)?;
    let video_id = comment.as_ref().map(|comment| comment.video_id);
    let comment =
        comment.filter(|comment| comment.deleted_at.is_none() && !comment.is_held && comment.url.is_none());
    let Some(comment) = comment else {
        return told.map_or(Ok(()), |told| goes(tx, address, (Thing::Comment, id), video_id, &told));
    };
    let video = db::video::find(tx, Reference::Number(comment.video_id))?;
    let video = video.filter(|video| video.origin.is_some() || video::is_told(video));
    let author = comment.account_id.map(|id| db::account::by_account(tx, id)).transpose()?.flatten();
    let (Some(video), Some(author)) = (video, author) else { return Ok(()) };
    let (answered, of_answered) = above(tx, address, &video, &comment)?;
    let account = address.account(&author.name);
    let mut to = around(address, &video);
    to.extend(of_answered.as_ref().map(|actor| actor.url.clone()));
    let around = Around {
        video: video.uuid,
        is_ours: video.origin.is_none(),
        in_reply_to: answered,
        author: &author.name,
        to,
    };
    let object = note(address, &comment, &around);
    let digest = digest(&object);
    if told.as_ref().is_some_and(|told| told.digest == digest) {
        return Ok(());
    }
    let url = address.comment(video.uuid, comment.id);
    let audience = (texts(&object["to"]), texts(&object["cc"]));
    let (kind, end) = if told.is_none() { ("Create", "activity") } else { ("Update", "updated") };
    let said = activity(context::note(), kind, &format!("{url}/{end}"), &account, audience, object);
    let mut inboxes = match video.origin {
        // Its own server passes on what is said under it.
        Some(_) => origin::inbox(tx, &video)?.into_iter().collect(),
        None => listeners(tx, video.account.id, video.channel.id, Some(video.id))?,
    };
    inboxes.extend(db::follower::inboxes(tx, &[Own::Account(author.id)])?);
    inboxes.extend(of_answered.map(|actor| actor.nearest_inbox().to_owned()));
    inboxes.sort();
    inboxes.dedup();
    outgoing::send(tx, Own::Account(author.id), &said.to_string(), &inboxes)?;
    let told = Told { url, account_id: author.id, account, channel_id: video.channel.id, digest };
    outgoing::set_told(tx, Thing::Comment, id, &told)
}

/// Whom what is said under a film is addressed to, besides everybody.
fn around(address: &Address, video: &Video) -> Vec<String> {
    match video.origin {
        Some(_) => video.account.url.iter().cloned().collect(),
        None => followers(address, &video.account.handle, &video.channel.handle),
    }
}

/// The id of a film, here or where it is at home.
fn film_url(address: &Address, video: &Video) -> String {
    video.origin.as_ref().map_or_else(|| address.video(video.uuid), |origin| origin.url.clone())
}

fn texts(value: &Value) -> Vec<String> {
    super::exchange::texts(value).into_iter().map(str::to_owned).collect()
}

/// The id of what a comment answers, and who of another server said it.
fn above(
    tx: &Tx,
    address: &Address,
    video: &Video,
    comment: &Comment,
) -> Result<(String, Option<db::actor::Actor>)> {
    let answered = comment.reply_to.map(|id| db::comment::by_id(tx, id)).transpose()?.flatten();
    let Some(answered) = answered else { return Ok((film_url(address, video), None)) };
    let actor = answered.account_id.map(|id| db::actor::of_account(tx, id)).transpose()?.flatten();
    let url = answered.url.unwrap_or_else(|| address.comment(video.uuid, answered.id));
    Ok((url, actor))
}

/// What an owner says to whoever wrote a comment that others may read.
pub fn approval(read: &db::Read, address: &Address, video: &Video, comment: &Comment) -> Result<Value> {
    answers::approval(read, address, video, comment)
}

/// A comment of ours as a document of its own; none where it is not for everybody.
pub fn comment_document(
    tx: &db::Read,
    address: &Address,
    video: &Video,
    comment: &Comment,
) -> Result<Option<Value>> {
    if comment.deleted_at.is_some() {
        let gone = super::objects::note::tombstone(address, video.uuid, comment);
        return Ok(Some(document(context::note(), gone)));
    }
    let author = comment.account_id.map(|id| db::account::by_account(tx, id)).transpose()?.flatten();
    let Some(author) = author.filter(|_| !comment.is_held && comment.url.is_none()) else { return Ok(None) };
    let answered = comment.reply_to.map(|id| db::comment::by_id(tx, id)).transpose()?.flatten();
    let in_reply_to = match answered {
        Some(answered) => answered.url.unwrap_or_else(|| address.comment(video.uuid, answered.id)),
        None => film_url(address, video),
    };
    let to = around(address, video);
    let around =
        Around { video: video.uuid, is_ours: video.origin.is_none(), in_reply_to, author: &author.name, to };
    Ok(Some(document(context::note(), note(address, comment, &around))))
}
