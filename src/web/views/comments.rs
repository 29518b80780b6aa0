//! What members do around a film: how it is liked, and the comments under it.

use askama::Template;

use super::{Layout, Pagination, Section, Theme};
use crate::domain::rating::Rating;
use crate::i18n::Language;

/// Comments under all films of somebody, or of the site. The fields of its forms: approve and delete, with a number or
/// `all` (of those that `shown` names), deleteOf, state.
#[derive(Template, Clone, Debug, Default)]
#[template(path = "all_comments.html")]
pub struct AllCommentsPage {
    pub page: Layout,
    /// Where the forms are sent.
    pub path: &'static str,
    pub is_mine: bool,
    /// Whether those are shown that do not wait, too.
    pub shows_all: bool,
    pub total: u64,
    pub rows: Vec<CommentOnFilm>,
    pub pagination: Pagination,
}

#[derive(Clone, Debug, Default)]
pub struct CommentOnFilm {
    pub id: i64,
    /// Where it stands.
    pub url: String,
    pub film: String,
    pub author: String,
    /// The name of the account here.
    pub username: String,
    pub html: String,
    pub written: i64,
    pub is_held: bool,
}

/// Whether the visitor likes the film, and how many do.
#[derive(Clone, Debug, Default)]
pub struct RatingBox {
    pub likes: u64,
    pub dislikes: u64,
    /// What the person chose; none for visitors who are not signed in.
    pub mine: Option<Rating>,
}

impl RatingBox {
    /// Choices of the form: what is sent, the text of the button, how many chose it, whether the person did.
    pub fn choices(&self) -> [(&'static str, &'static str, u64, bool); 2] {
        let chosen = |rating| self.mine == Some(rating);
        // Pressing the chosen one again takes it back.
        let sent = |rating, name| if chosen(rating) { "none" } else { name };
        [
            (sent(Rating::Like, "like"), "rating-like", self.likes, chosen(Rating::Like)),
            (sent(Rating::Dislike, "dislike"), "rating-dislike", self.dislikes, chosen(Rating::Dislike)),
        ]
    }
}

/// The comments under a film.
#[derive(Clone, Debug, Default)]
pub struct CommentsBox {
    /// Comments that the visitor can read, answers included.
    pub total: u64,
    pub threads: Vec<CommentRow>,
    pub is_closed: bool,
    /// What somebody writes is read by others once the owner has approved it.
    pub is_held: bool,
    /// What was typed and refused, and why.
    pub typed: String,
    /// The comment that it was meant to answer.
    pub typed_reply_to: Option<i64>,
    pub error: String,
    /// The comment that has just been written.
    pub written: Option<i64>,
}

impl CommentsBox {
    pub fn is_new(&self, comment: &CommentRow) -> bool {
        self.written == Some(comment.id)
    }

    /// Whether what was refused was meant to answer this comment.
    pub fn is_answer_to(&self, comment: &CommentRow) -> bool {
        self.typed_reply_to == Some(comment.id)
    }
}

/// One comment; only the first of a thread has replies.
#[derive(Clone, Debug, Default)]
pub struct CommentRow {
    pub id: i64,
    /// None once it has been deleted.
    pub author: Option<CommentAuthor>,
    pub html: String,
    /// So long that only its beginning is shown at first.
    pub is_long: bool,
    pub written: i64,
    pub is_held: bool,
    /// Who is answered, where that is not the one who opened the thread.
    pub answers: Option<String>,
    pub can_answer: bool,
    pub can_delete: bool,
    pub can_approve: bool,
    pub can_report: bool,
    /// Whether the reader may hide whoever wrote it from themselves.
    pub can_mute: bool,
    pub replies: Vec<CommentRow>,
}

#[derive(Clone, Debug, Default)]
pub struct CommentAuthor {
    pub name: String,
    pub url: String,
    /// Where blocks are asked for: the name of the account here.
    pub username: String,
    /// `name@host` of somebody at another server.
    pub handle: Option<String>,
    pub is_owner: bool,
}
