//! What the person has watched.

use super::{PAGE, card, page, page_number, pagination};
use crate::actions::history;
use crate::db;
use crate::db::video::Video;
use crate::domain::account::Person;
use crate::domain::video::can_watch;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{FilmCard, HistoryPage, Section, WatchedFilm};

pub async fn list(visit: &Visit) -> Result<Response> {
    let person = visit.signed_in()?.clone();
    let (account_id, user_id) = (person.account_id, person.user_id);
    let current = page_number(visit);
    visit.app.views.flush(&visit.app.db, visit.app.now()).await?;
    let found = visit.app.db.read(move |read| {
        let user = db::account::by_id(read, user_id)?.ok_or_else(|| Error::not_found("error-not-found"))?;
        let watched = db::history::list(read, account_id, None, (current - 1) * PAGE, PAGE)?;
        Ok((user.preferences.videos_history_enabled, watched))
    });
    let (is_kept, (found, places)) = found.await?;
    page(&HistoryPage {
        page: visit.layout(Section::History, visit.language.t("nav-history")),
        is_kept,
        films: found
            .videos
            .iter()
            .zip(places)
            .map(|(video, seconds)| WatchedFilm {
                id: video.id,
                film: remembered(video, &person),
                seconds: seconds.max(0) as u64,
            })
            .collect(),
        pagination: pagination("/my/history", current, found.total),
    })
}

/// A film that asks for its password again shows no picture until it is given.
fn remembered(video: &Video, person: &Person) -> FilmCard {
    let card = card(video);
    match can_watch(video.guarded(), Some(person)) {
        true => card,
        false => FilmCard { thumbnail: None, summary: String::new(), ..card },
    }
}

/// The buttons: remember or not, forget everything.
pub async fn act(visit: &mut Visit, verb: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    match verb {
        "keep" => {
            let is_kept = form.get("keep") == Some("true");
            history::set_kept(&visit.app.db, &visit.app.views, &person, is_kept).await?;
        }
        "clear" => history::clear(&visit.app.db, &visit.app.views, &person, visit.app.now()).await?,
        _ => return Err(Error::not_found("error-not-found")),
    }
    Ok(answer::see_other("/my/history"))
}

pub async fn remove(visit: &mut Visit, id: &str) -> Result<Response> {
    visit.form().await?;
    let person = visit.signed_in()?.clone();
    let video_id = id.parse().map_err(|_| Error::not_found("error-not-found"))?;
    history::remove(&visit.app.db, &visit.app.views, &person, video_id).await?;
    Ok(answer::see_other("/my/history"))
}
