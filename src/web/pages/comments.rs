//! What members do under a film: liking it, and talking about it.

use std::collections::HashMap;

use super::{PAGE, markdown, page_number, pagination, watch, watch_path};
use crate::actions::{comments, ratings};
use crate::db;
use crate::db::comment::{Comment, Order};
use crate::db::video::Video;
use crate::domain::comment::{CommentsPolicy, Eyes, can_moderate};
use crate::domain::id::Reference;
use crate::domain::rating::Rating;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::api::comments::{Authors, authors};
use crate::web::api::videos::seen;
use crate::web::routes::Visit;
use crate::web::views::{CommentAuthor, CommentRow, CommentsBox, Pagination, RatingBox};

/// A text that was refused comes back with the page.
#[derive(Clone, Debug, Default)]
pub struct Refused {
    pub text: String,
    pub reply_to: Option<i64>,
    pub words: String,
}

pub async fn rating(visit: &Visit, video: &Video) -> Result<RatingBox> {
    let video_id = video.id;
    let mine = match visit.visitor.person.as_ref().map(|person| person.account_id) {
        Some(id) => Some(visit.app.db.read(move |read| db::rating::of_account(read, id, video_id)).await?),
        None => None,
    };
    Ok(RatingBox { likes: video.likes.max(0) as u64, dislikes: video.dislikes.max(0) as u64, mine })
}

/// One page of the threads under a film, each with its answers.
pub async fn under(
    visit: &Visit,
    video: &Video,
    refused: Option<Refused>,
) -> Result<(CommentsBox, Pagination)> {
    let current = page_number(visit);
    let video_id = video.id;
    let eyes = Eyes::of(visit.visitor.person.as_ref(), video.holding());
    let read = visit.app.db.read(move |read| {
        let start = (current - 1) * PAGE;
        let threads = db::comment::threads(read, video_id, eyes, Order::Newest, start, PAGE)?;
        let replies = threads.comments.iter().map(|thread| db::comment::replies(read, thread.id, eyes));
        let replies = replies.collect::<Result<Vec<_>>>()?;
        let authors = authors(read, threads.comments.iter().chain(replies.iter().flatten()))?;
        Ok((threads, replies, authors))
    });
    let (threads, replies, authors) = read.await?;
    let shown = Shown { visit, video, authors: &authors };
    let refused = refused.unwrap_or_default();
    let comments = CommentsBox {
        total: threads.total_readable.max(0) as u64,
        threads: threads
            .comments
            .iter()
            .zip(&replies)
            .map(|(first, replies)| shown.thread(first, replies))
            .collect(),
        is_closed: video.about.comments == CommentsPolicy::Disabled,
        is_held: video.about.comments == CommentsPolicy::RequiresApproval && !eyes.sees_held,
        error: refused.words,
        typed: refused.text,
        typed_reply_to: refused.reply_to,
        written: visit.request.query.get("said").and_then(|id| id.parse().ok()),
    };
    let pages = pagination(&watch_path(video), current, threads.total);
    Ok((comments, pages))
}

/// What a row needs to know of the page around it.
struct Shown<'a> {
    visit: &'a Visit,
    video: &'a Video,
    authors: &'a Authors,
}

impl Shown<'_> {
    fn thread(&self, first: &Comment, replies: &[Comment]) -> CommentRow {
        let by_id: HashMap<i64, &Comment> = replies.iter().map(|reply| (reply.id, reply)).collect();
        // A deleted answer has nothing to say: those that answered it name its author no more.
        let replies = replies.iter().filter(|reply| reply.deleted_at.is_none());
        let replies = replies.map(|reply| {
            let answered = reply.reply_to.and_then(|id| by_id.get(&id));
            let answers = answered.and_then(|answered| self.author(answered)).map(|author| author.name);
            CommentRow { answers, ..self.row(reply) }
        });
        CommentRow { replies: replies.collect(), ..self.row(first) }
    }

    fn row(&self, comment: &Comment) -> CommentRow {
        let person = self.visit.visitor.person.as_ref();
        let decides = person.is_some_and(|person| can_moderate(self.video.holding(), person));
        let is_mine =
            comment.account_id.is_some() && comment.account_id == person.map(|person| person.account_id);
        let is_open = self.video.about.comments != CommentsPolicy::Disabled;
        CommentRow {
            id: comment.id,
            author: self.author(comment),
            html: markdown::to_html(&comment.text),
            is_long: is_long(&comment.text),
            written: comment.created_at.0 / 1000,
            is_held: comment.is_held,
            answers: None,
            can_answer: person.is_some() && is_open && (!comment.is_held || decides),
            can_delete: decides || is_mine,
            can_approve: comment.is_held && decides,
            can_report: person.is_some() && !is_mine,
            can_mute: person.is_some() && !is_mine,
            replies: Vec::new(),
        }
    }

    fn author(&self, comment: &Comment) -> Option<CommentAuthor> {
        let id = comment.account_id.filter(|_| comment.deleted_at.is_none())?;
        let account = self.authors.get(&id)?;
        Some(CommentAuthor {
            name: account.display_name.clone(),
            url: account
                .home
                .as_ref()
                .map_or_else(|| format!("/a/{}", account.name), |home| home.page.clone()),
            username: account.name.clone(),
            handle: account.home.is_some().then(|| account.name.clone()),
            is_owner: id == self.video.account.id,
        })
    }
}

/// Whether a comment would take more than a dozen lines and a little, so that folding it hides something.
fn is_long(text: &str) -> bool {
    const LINES: usize = 14;
    const CHARACTERS: usize = 80;
    text.lines().map(|line| line.chars().count().div_ceil(CHARACTERS).max(1)).sum::<usize>() > LINES
}

pub async fn rate(visit: &mut Visit, id: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let rating = form.get("rating").and_then(Rating::parse).ok_or_else(|| Error::invalid("error-rating"))?;
    let video = seen(visit, id).await?;
    ratings::rate(&visit.app.db, &person, Reference::Uuid(video.uuid), rating).await?;
    Ok(answer::see_other(&watch_path(&video)))
}

pub async fn write(visit: &mut Visit, id: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let video = seen(visit, id).await?;
    let reply_to = form.filled("replyTo").and_then(|id| id.parse().ok());
    let text = form.text("text");
    let reference = Reference::Uuid(video.uuid);
    match comments::write(&visit.app.db, &person, reference, reply_to, text.clone()).await {
        Ok(comment) => {
            Ok(answer::see_other(&format!("{}?said={id}#comment-{id}", watch_path(&video), id = comment.id)))
        }
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let words = visit.language.said(&error.said);
            let mut response = watch::shown(visit, id, Refused { text, reply_to, words }).await?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}

/// The buttons of a comment: approve, delete.
pub async fn act(visit: &mut Visit, id: &str, comment: &str, verb: &str) -> Result<Response> {
    visit.form().await?;
    let person = visit.signed_in()?.clone();
    let video = seen(visit, id).await?;
    let number: i64 = comment.parse().map_err(|_| Error::not_found("error-comment-not-found"))?;
    let (db, reference) = (&visit.app.db, Reference::Uuid(video.uuid));
    match verb {
        "approve" => comments::approve(db, &person, reference, number).await?,
        "delete" => comments::delete(db, &person, reference, number).await?,
        _ => return Err(Error::not_found("error-not-found")),
    }
    Ok(answer::see_other(&format!("{}#comments", watch_path(&video))))
}
