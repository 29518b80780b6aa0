//! Blocking a film under its page, and the list of those that are blocked, for those who keep the house.

use super::{PAGE, page, page_number, pagination, problem, watch, watch_path};
use crate::actions::video_blocks;
use crate::db;
use crate::db::video::Video;
use crate::db::video_block::{Order, Search};
use crate::domain::id::{Reference, to_short};
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::api::videos::{seen, watchable};
use crate::web::routes::Visit;
use crate::web::views::{BlockBox, BlockedFilm, BlockedFilmsPage, Section, WatchPage};

pub async fn list(visit: &Visit) -> Result<Response> {
    visit.visitor.moderator()?;
    let current = page_number(visit);
    let search = Search {
        words: None,
        order: Order::CreatedAt,
        is_descending: true,
        start: (current - 1) * PAGE,
        count: PAGE,
    };
    let (total, films) = visit.app.db.read(move |read| db::video_block::list(read, &search)).await?;
    let row = |(block, video): (db::video_block::Block, Video)| BlockedFilm {
        url: watch_path(&video),
        title: video.about.name.clone(),
        channel: video.channel.display_name.clone(),
        reason: block.reason.unwrap_or_default(),
        since: block.created_at.0 / 1000,
    };
    page(&BlockedFilmsPage {
        page: visit.layout(Section::Reports, visit.language.t("blocked-title")),
        rows: films.into_iter().map(row).collect(),
        pagination: pagination("/admin/blocked", current, total),
    })
}

/// What stands on the page of a film: for those who keep the house the form, for its owner why it is blocked.
pub fn under(visit: &Visit, video: &Video) -> Option<BlockBox> {
    let may_decide = visit.visitor.person.as_ref().is_some_and(|person| person.is_moderator());
    (may_decide || video.block.is_some()).then(|| BlockBox {
        id: to_short(video.uuid),
        is_blocked: video.block.is_some(),
        reason: video.block.as_ref().and_then(|block| block.reason.clone()).unwrap_or_default(),
        may_decide,
        ..BlockBox::default()
    })
}

/// Blocks a film, or gives another reason for it.
pub async fn block(visit: &mut Visit, id: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.visitor.moderator()?.clone();
    let video = seen(visit, id).await?;
    let (db, reference, reason) = (&visit.app.db, Reference::Uuid(video.uuid), Some(form.text("reason")));
    let done = match video.block {
        Some(_) => video_blocks::explain(db, &person, reference, Some(reason)).await,
        None => video_blocks::block(db, &person, reference, reason, video.origin.is_none()).await,
    };
    match done {
        Ok(()) => Ok(answer::see_other(&format!("{}?done=saved#block", watch_path(&video)))),
        Err(error) if error.kind == Kind::Invalid => refused(visit, id, form.text("reason"), &error).await,
        Err(error) => Err(error),
    }
}

async fn refused(visit: &Visit, id: &str, reason: String, error: &Error) -> Result<Response> {
    let whole = watchable(visit, id).await?;
    let problems = problem(visit.language, Some("reason"), error);
    let block = under(visit, &whole.video).map(|block| BlockBox { reason, problems, ..block });
    let mut response = page(&WatchPage { block, ..watch::view(visit, &whole, None).await? })?;
    *response.status_mut() = answer::status_of(error.kind);
    Ok(response)
}

pub async fn unblock(visit: &mut Visit, id: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.visitor.moderator()?.clone();
    let video = seen(visit, id).await?;
    video_blocks::unblock(&visit.app.db, &person, Reference::Uuid(video.uuid)).await?;
    let path = match form.get("return") {
        Some("list") => "/admin/blocked?done=saved".to_owned(),
        _ => format!("{}?done=saved", watch_path(&video)),
    };
    Ok(answer::see_other(&path))
}
