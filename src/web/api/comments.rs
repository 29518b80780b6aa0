//! Comments under a film, as threads and trees.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::channels::local_name;
use super::shapes::{self, AccountShape, List, Site};
use super::videos::seen;
use super::{COUNT, COUNT_MAXIMUM, order_by_creation};
use crate::actions::comments;
use crate::db::account::Account;
use crate::db::comment::{Comment, Order, Search, Threads, Under};
use crate::db::video::Video;
use crate::db::{self, Read};
use crate::domain::comment::Eyes;
use crate::domain::id::{Reference, to_short};
use crate::domain::moment::Moment;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CommentShape<'a> {
    id: i64,
    url: String,
    text: &'a str,
    thread_id: i64,
    in_reply_to_comment_id: Option<i64>,
    video_id: i64,
    created_at: Moment,
    updated_at: Moment,
    deleted_at: Option<Moment>,
    held_for_review: bool,
    is_deleted: bool,
    total_replies_from_video_author: i64,
    total_replies: i64,
    account: Option<AccountShape<'a>>,
}

#[derive(Serialize)]
struct Tree<'a> {
    comment: CommentShape<'a>,
    children: Vec<Tree<'a>>,
}

/// Who wrote what, by account.
pub type Authors = HashMap<i64, Account>;

/// The accounts behind these comments, each read once.
pub fn authors<'a>(read: &Read, comments: impl IntoIterator<Item = &'a Comment>) -> Result<Authors> {
    let mut authors = Authors::new();
    for id in comments.into_iter().filter_map(|comment| comment.account_id) {
        if !authors.contains_key(&id)
            && let Some(account) = db::account::by_account(read, id)?
        {
            authors.insert(id, account);
        }
    }
    Ok(authors)
}

fn shape<'a>(site: &'a Site, video: &Video, comment: &'a Comment, authors: &'a Authors) -> CommentShape<'a> {
    let author = comment.account_id.filter(|_| comment.deleted_at.is_none()).and_then(|id| authors.get(&id));
    CommentShape {
        id: comment.id,
        url: comment.url.clone().unwrap_or_else(|| {
            format!("{}/videos/watch/{}/comments/{}", site.address, video.uuid, comment.id)
        }),
        text: &comment.text,
        thread_id: comment.thread(),
        in_reply_to_comment_id: comment.reply_to,
        video_id: comment.video_id,
        created_at: comment.created_at,
        updated_at: comment.updated_at,
        deleted_at: comment.deleted_at,
        held_for_review: comment.is_held,
        is_deleted: comment.deleted_at.is_some(),
        total_replies_from_video_author: comment.replies_by_owner,
        total_replies: comment.replies,
        account: author.map(|author| shapes::account(site, author)),
    }
}

fn eyes(visit: &Visit, video: &Video) -> Eyes {
    Eyes::of(visit.visitor.person.as_ref(), video.holding())
}

pub async fn threads(visit: &Visit, id: &str) -> Result<Response> {
    let video = seen(visit, id).await?;
    let query = &visit.request.query;
    let start = query.number("start", 0, u32::MAX)?;
    let count = query.number("count", 15, 100)?;
    let order = match query.get("sort") {
        None | Some("" | "-createdAt") => Order::Newest,
        Some("createdAt") => Order::Oldest,
        Some("-totalReplies" | "totalReplies") => Order::MostReplies,
        Some(_) => return Err(Error::invalid("error-parameter").with("name", "sort").with("maximum", "")),
    };
    let (eyes, video_id) = (eyes(visit, &video), video.id);
    let read = visit.app.db.read(move |read| {
        let threads = db::comment::threads(read, video_id, eyes, order, start, count)?;
        let authors = authors(read, &threads.comments)?;
        Ok((threads, authors))
    });
    let (Threads { total, total_readable, comments }, authors) = read.await?;
    let site = Site::of(&visit.app);
    let data: Vec<_> = comments.iter().map(|comment| shape(&site, &video, comment, &authors)).collect();
    answer::json(&json!({ "total": total, "totalNotDeletedComments": total_readable, "data": data }))
}

pub async fn thread(visit: &Visit, id: &str, thread: &str) -> Result<Response> {
    let video = seen(visit, id).await?;
    let (eyes, video_id, thread_id) = (eyes(visit, &video), video.id, number(thread)?);
    let read = visit.app.db.read(move |read| {
        let first = db::comment::first(read, thread_id, eyes)?.filter(|first| first.video_id == video_id);
        let Some(first) = first else { return Ok(None) };
        let mut comments = db::comment::replies(read, thread_id, eyes)?;
        comments.insert(0, first);
        let authors = authors(read, &comments)?;
        Ok(Some((comments, authors)))
    });
    let (comments, authors) = read.await?.ok_or_else(|| Error::not_found("error-comment-not-found"))?;
    answer::json(&tree(&Site::of(&visit.app), &video, &comments, &authors))
}

/// The first comment with what hangs on it. Each stands after the one that it answers, so that the trees of the
/// last are finished first; a branch without a living comment is left out.
fn tree<'a>(site: &'a Site, video: &Video, comments: &'a [Comment], authors: &'a Authors) -> Tree<'a> {
    let present: HashSet<i64> = comments.iter().map(|comment| comment.id).collect();
    let mut children: HashMap<i64, Vec<Tree>> = HashMap::new();
    for comment in comments[1..].iter().rev() {
        let mut below = children.remove(&comment.id).unwrap_or_default();
        below.reverse();
        if comment.deleted_at.is_some() && below.is_empty() {
            continue;
        }
        let branch = Tree { comment: shape(site, video, comment, authors), children: below };
        // An answer to what these eyes may not see hangs on the thread itself.
        let answered = comment.reply_to.filter(|id| present.contains(id)).unwrap_or(comment.thread());
        children.entry(answered).or_default().push(branch);
    }
    let first = &comments[0];
    let mut below = children.remove(&first.id).unwrap_or_default();
    below.reverse();
    Tree { comment: shape(site, video, first, authors), children: below }
}

/// The answers to a comment, each with what hangs on it (PeerTube 8.3).
pub async fn replies(visit: &Visit, id: &str, comment: &str) -> Result<Response> {
    let video = seen(visit, id).await?;
    let query = &visit.request.query;
    let (start, count) = (query.number("start", 0, u32::MAX)?, query.number("count", COUNT, COUNT_MAXIMUM)?);
    let is_descending = order_by_creation(query, false)?;
    let (eyes, video_id, comment_id) = (eyes(visit, &video), video.id, number(comment)?);
    let read = visit.app.db.read(move |read| {
        let known = db::comment::by_id(read, comment_id)?.filter(|known| known.video_id == video_id);
        let Some(thread_id) = known.map(|known| known.thread()) else { return Ok(None) };
        let Some(first) = db::comment::first(read, thread_id, eyes)? else { return Ok(None) };
        let mut comments = db::comment::replies(read, thread_id, eyes)?;
        comments.insert(0, first);
        let authors = authors(read, &comments)?;
        Ok(Some((comments, authors)))
    });
    let missing = || Error::not_found("error-comment-not-found");
    let (comments, authors) = read.await?.ok_or_else(missing)?;
    let site = Site::of(&visit.app);
    let whole = tree(&site, &video, &comments, &authors);
    let mut children = branch(whole, comment_id).ok_or_else(missing)?.children;
    let total = children.len() as i64;
    if is_descending {
        children.reverse();
    }
    let data: Vec<_> = children.into_iter().skip(start as usize).take(count as usize).collect();
    answer::json(&List { total, data })
}

/// The branch of a tree that begins with this comment.
fn branch(tree: Tree<'_>, id: i64) -> Option<Tree<'_>> {
    // Not by calling itself: answers to answers may go deep.
    let mut waiting = vec![tree];
    while let Some(tree) = waiting.pop() {
        if tree.comment.id == id {
            return Some(tree);
        }
        waiting.extend(tree.children);
    }
    None
}

/// The comments on the films of the person, as PeerTube's VideoCommentForAdminOrUser.
pub async fn on_my_films(visit: &Visit) -> Result<Response> {
    let account_id = visit.visitor.person()?.account_id;
    let query = &visit.request.query;
    let under = match super::includes_collaborations(query)? {
        true => Under::Keeper(account_id),
        false => Under::Owner(account_id),
    };
    let is_held = super::flag(query, "isHeldForReview")?;
    listed(visit, Search { is_held, ..search(visit, under)? }).await
}

/// All comments of the site.
pub async fn list(visit: &Visit) -> Result<Response> {
    visit.visitor.moderator()?;
    let is_local = super::flag(&visit.request.query, "isLocal")?;
    listed(visit, Search { is_local, ..search(visit, Under::Everything)? }).await
}

fn search(visit: &Visit, under: Under) -> Result<Search> {
    let query = &visit.request.query;
    let part =
        |name: &str| query.get(name).map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty());
    Ok(Search {
        under,
        video_id: super::whole(query, "videoId")?,
        channel_id: super::whole(query, "videoChannelId")?,
        is_held: None,
        is_local: None,
        words: part("search"),
        author: part("searchAccount"),
        film: part("searchVideo"),
        is_descending: order_by_creation(query, true)?,
        start: query.number("start", 0, 1_000_000)?,
        count: query.number("count", COUNT, COUNT_MAXIMUM)?,
    })
}

async fn listed(visit: &Visit, search: Search) -> Result<Response> {
    let (total, comments, authors, films) = visit.app.db.read(move |read| found(read, &search)).await?;
    let site = Site::of(&visit.app);
    let mut data = Vec::with_capacity(comments.len());
    for comment in &comments {
        let Some(video) = films.get(&comment.video_id) else { continue };
        let mut one = serde_json::to_value(shape(&site, video, comment, &authors))?;
        one["video"] = json!({
            "id": video.id, "uuid": video.uuid, "shortUUID": to_short(video.uuid), "name": video.about.name,
        });
        one["automaticTags"] = json!([]);
        data.push(one);
    }
    answer::json(&List { total, data })
}

/// Comments, who wrote them and the films that they stand under.
pub type Found = (i64, Vec<Comment>, Authors, HashMap<i64, Video>);

pub fn found(read: &Read, search: &Search) -> Result<Found> {
    let (total, comments) = db::comment::list(read, search)?;
    let mut films = HashMap::new();
    for id in comments.iter().map(|comment| comment.video_id) {
        if !films.contains_key(&id)
            && let Some(video) = db::video::find(read, Reference::Number(id))?
        {
            films.insert(id, video);
        }
    }
    let authors = authors(read, &comments)?;
    Ok((total, comments, authors, films))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Of {
    account_name: String,
    scope: String,
}

/// Takes back everything that an account wrote: under one's own films, or for those who keep the house everywhere.
pub async fn remove_of(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let Of { account_name, scope } = visit.request.json().await?;
    let under = match scope.as_str() {
        "my-videos" => Under::Owner(person.account_id),
        "my-videos-and-collaborations" => Under::Keeper(person.account_id),
        "instance" => Under::Everything,
        _ => return Err(Error::invalid("error-parameter").with("name", "scope").with("maximum", "")),
    };
    let name = local_name(visit, &account_name).unwrap_or_else(|_| account_name.to_lowercase());
    comments::delete_of(&visit.app.db, &person, &name, under).await?;
    Ok(answer::no_content())
}

#[derive(Deserialize)]
struct Said {
    text: String,
}

/// A new thread, or with `reply_to` an answer.
pub async fn write(visit: &mut Visit, id: &str, reply_to: Option<&str>) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let reply_to = reply_to.map(number).transpose()?;
    let Said { text } = visit.request.json().await?;
    let video = seen(visit, id).await?;
    let comment = comments::write(&visit.app.db, &person, reference, reply_to, text).await?;
    let written = [comment];
    let (authors, written) = visit.app.db.read(move |read| Ok((authors(read, &written)?, written))).await?;
    let site = Site::of(&visit.app);
    answer::json(&json!({ "comment": shape(&site, &video, &written[0], &authors) }))
}

pub async fn approve(visit: &Visit, id: &str, comment: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    seen(visit, id).await?;
    comments::approve(&visit.app.db, person, reference, number(comment)?).await?;
    Ok(answer::no_content())
}

pub async fn delete(visit: &Visit, id: &str, comment: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    seen(visit, id).await?;
    comments::delete(&visit.app.db, person, reference, number(comment)?).await?;
    Ok(answer::no_content())
}

fn number(id: &str) -> Result<i64> {
    id.parse().map_err(|_| Error::invalid("error-comment-id"))
}
