//! Comments on all of one's films, and for those who keep the house on all films of the site: what waits is gone
//! through here.

use super::{PAGE, markdown, page, page_number, pagination, watch_path};
use crate::actions::comments::{self, Verdict};
use crate::db::comment::{Comment, Search, Under};
use crate::db::video::Video;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::api::comments::{Authors, found};
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{AllCommentsPage, CommentOnFilm, Section};

/// Whose films a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Mine,
    Everybody,
}

impl Whose {
    fn path(self) -> &'static str {
        match self {
            Self::Mine => "/my/comments",
            Self::Everybody => "/admin/comments",
        }
    }

    /// The films, for whoever may look.
    fn under(self, visit: &Visit) -> Result<Under> {
        match self {
            Self::Mine => Ok(Under::Keeper(visit.signed_in()?.account_id)),
            Self::Everybody => visit.visitor.moderator().map(|_| Under::Everything),
        }
    }
}

pub async fn list(visit: &Visit, whose: Whose) -> Result<Response> {
    let under = whose.under(visit)?;
    let current = page_number(visit);
    let shows_all = visit.request.query.get("state") == Some("all");
    let words = visit.request.query.get("search").map(str::trim).filter(|words| !words.is_empty());
    let search = Search {
        under,
        video_id: None,
        channel_id: None,
        is_held: (!shows_all).then_some(true),
        is_local: None,
        words: words.map(str::to_lowercase),
        author: None,
        film: None,
        // What has waited longest comes first.
        is_descending: shows_all,
        start: (current - 1) * PAGE,
        count: PAGE,
    };
    let (total, rows, authors, films) = visit.app.db.read(move |read| found(read, &search)).await?;
    let path = format!("{}{}", whose.path(), if shows_all { "?state=all" } else { "" });
    page(&AllCommentsPage {
        page: visit.layout(
            if whose == Whose::Mine { Section::Comments } else { Section::Reports },
            visit.language.t(if whose == Whose::Mine { "all-comments-mine" } else { "all-comments-site" }),
        ),
        path: whose.path(),
        is_mine: whose == Whose::Mine,
        shows_all,
        total: total.max(0) as u64,
        rows: rows
            .iter()
            .filter_map(|comment| Some(row(comment, films.get(&comment.video_id)?, &authors)))
            .collect(),
        pagination: pagination(&path, current, total),
    })
}

fn row(comment: &Comment, video: &Video, authors: &Authors) -> CommentOnFilm {
    let author = comment.account_id.and_then(|id| authors.get(&id));
    CommentOnFilm {
        id: comment.id,
        url: format!("{}#comment-{}", watch_path(video), comment.id),
        film: video.about.name.clone(),
        author: author.map(|author| author.display_name.clone()).unwrap_or_default(),
        username: author.map(|author| author.name.clone()).unwrap_or_default(),
        html: markdown::to_html(&comment.text),
        written: comment.created_at.0 / 1000,
        is_held: comment.is_held,
    }
}

/// Approves or deletes one comment or all that stood on the page, or takes back everything that somebody wrote.
pub async fn act(visit: &mut Visit, whose: Whose) -> Result<Response> {
    let form = visit.form().await?;
    let under = whose.under(visit)?;
    let person = visit.signed_in()?.clone();
    let db = &visit.app.db;
    if let Some(name) = form.filled("deleteOf") {
        comments::delete_of(db, &person, name, under).await?;
    } else {
        let (ids, verdict) = verdict(&form).ok_or_else(|| Error::invalid("error-form"))?;
        comments::decide(db, &person, ids, verdict).await?;
    }
    let state = if form.get("state") == Some("all") { "state=all&" } else { "" };
    Ok(answer::see_other(&format!("{}?{state}done=saved", whose.path())))
}

/// What the pressed button says: a comment by its number, or `all` of those that the form names.
fn verdict(form: &Form) -> Option<(Vec<i64>, Verdict)> {
    let (which, verdict) = match (form.filled("approve"), form.filled("delete")) {
        (Some(which), _) => (which, Verdict::Approve),
        (None, Some(which)) => (which, Verdict::Delete),
        (None, None) => return None,
    };
    let ids = match which {
        "all" => form.all("shown").iter().map(|id| id.parse().ok()).collect(),
        id => id.parse().ok().map(|id| vec![id]),
    };
    Some((ids?, verdict))
}
