//! One's own films: how far each is, and everything that can be done with it.

mod edit;

use serde_json::json;

pub use self::edit::{add_caption, edit, planned_at, remove_caption, save};
use super::{PAGE, card, page, page_number, pagination, privacy, video_ownership};
use crate::actions::{imports, uploads, videos};
use crate::db;
use crate::db::upload::Upload;
use crate::db::video::{Audience, Filter, Video};
use crate::domain::id::Reference;
use crate::domain::job::{Job, Lane};
use crate::domain::moment::Moment;
use crate::domain::video::{Description, Order, OrderBy, Privacy, State, erased_at};
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{FilmRow, FilmState, MyFilmsPage, Section, UploadRow};

pub async fn list(visit: &Visit) -> Result<Response> {
    let person = visit.signed_in()?.clone();
    let current = page_number(visit);
    let filter = Filter {
        audience: Audience::Keeper(person.account_id),
        order: Order { by: OrderBy::CreatedAt, is_descending: true },
        start: (current - 1) * PAGE,
        ..Filter::latest(PAGE)
    };
    let language = visit.language;
    let (found, places, user, used, begun, (offers, channels)) = visit
        .app
        .db
        .read(move |read| {
            let found = db::video::list(read, &filter)?;
            let places: Result<Vec<_>> = found.videos.iter().map(|video| place(read, video)).collect();
            let user = db::account::by_id(read, person.user_id)?
                .ok_or_else(|| Error::not_found("error-not-found"))?;
            let (used, _) = db::account::usage(read, user.id, Moment(0))?;
            let begun = db::upload::under_way(read, Some(user.id))?.into_iter().map(|upload| {
                let is_import = imports::is_ordered(read, &upload)?;
                Ok((upload, is_import))
            });
            let begun = begun.collect::<Result<Vec<_>>>()?;
            let offers = video_ownership::waiting(read, language, person.account_id)?;
            Ok((found, places?, user, used, begun, offers))
        })
        .await?;
    let rows = found.videos.iter().zip(places).map(|(video, place)| row(visit, video, place));
    let (deleted, films): (Vec<_>, Vec<_>) =
        rows.partition(|row| matches!(row.state, FilmState::Deleted { .. }));
    let begun = begun.into_iter().filter(|_| current == 1);
    let (imports, uploads): (Vec<_>, Vec<_>) = begun.partition(|(_, is_import)| *is_import);
    page(&MyFilmsPage {
        page: visit.layout(Section::Mine, visit.language.t("nav-mine")),
        films,
        uploads: uploads.into_iter().map(|(upload, _)| upload_row(visit, upload)).collect(),
        imports: imports.into_iter().map(|(upload, _)| upload_row(visit, upload)).collect(),
        offers,
        channels,
        deleted,
        used_bytes: used.max(0) as u64,
        quota_bytes: (user.quota >= 0).then_some(user.quota as u64),
        pagination: pagination("/my/videos", current, found.total),
    })
}

fn upload_row(visit: &Visit, upload: Upload) -> UploadRow {
    UploadRow {
        // Of a form whose file has not ended yet neither is known for sure.
        arrived_bytes: uploads::received(&visit.app.desk, &upload).unwrap_or(0),
        bytes: upload.bytes.max(0) as u64,
        is_going: visit.app.desk.busy.holds(&upload.id),
        title: upload.about.name,
        id: upload.id,
    }
}

/// Gives up an upload that is not finished.
pub async fn abandon(visit: &mut Visit, id: &str) -> Result<Response> {
    visit.form().await?;
    let person = visit.signed_in()?.clone();
    let (db, desk) = (&visit.app.db, &visit.app.desk);
    let upload = uploads::find(db, &person, id).await?;
    let row = upload.clone();
    match db.read(move |read| imports::is_ordered(read, &row)).await? {
        true => imports::abandon(db, desk, &upload).await?,
        false => uploads::cancel(db, desk, &upload).await?,
    }
    Ok(answer::see_other("/my/videos?done=upload-forgotten"))
}

fn place(read: &db::Read, video: &Video) -> Result<i64> {
    match video.state {
        State::ToPrepare => {
            Ok(db::job::place(read, &Job::Prepare { video_id: video.id }.key())?.unwrap_or(0))
        }
        _ => Ok(0),
    }
}

fn row(visit: &Visit, video: &Video, place: i64) -> FilmRow {
    let card = card(video);
    FilmRow {
        uuid: video.uuid.to_string(),
        url: card.url,
        title: card.title,
        shared: visit
            .visitor
            .person
            .as_ref()
            .filter(|person| person.account_id != video.account.id)
            .map(|_| card.channel_name),
        thumbnail: card.thumbnail,
        privacy: card.privacy,
        planned: planned_at(&video.about),
        planned_privacy: privacy(
            video.about.schedule.and_then(|schedule| schedule.privacy).unwrap_or(video.about.privacy),
        ),
        state: film_state(visit, video, place),
        remark: (video.failure.as_deref())
            .filter(|_| video.state == State::Published)
            .map(|key| failure(visit, key)),
        created: video.created_at.0 / 1000,
        duration_seconds: card.duration_seconds,
        views: card.views,
        bytes: video.bytes.max(0) as u64,
    }
}

fn film_state(visit: &Visit, video: &Video, place: i64) -> FilmState {
    match (video.state, video.failure.as_deref()) {
        (State::Published, _) => FilmState::Published,
        (State::Blocked, _) => {
            FilmState::Blocked { reason: video.block.as_ref().and_then(|block| block.reason.clone()) }
        }
        (State::Deleted, _) => {
            FilmState::Deleted { until: erased_at(video.deleted_at.unwrap_or(video.updated_at)).0 / 1000 }
        }
        (State::PreparationFailed, Some("error-cancelled")) => FilmState::Cancelled,
        (State::PreparationFailed, key) => {
            let key = key.unwrap_or("error-internal");
            FilmState::Failed { message: failure(visit, key), may_try_again: may_try_again(key) }
        }
        (State::ToPrepare, key) => match visit.app.preparations.progress(video.id) {
            Some(progress) => FilmState::Preparing {
                share: (progress.share * 100.0).clamp(0.0, 100.0) as u8,
                left_seconds: progress.left_seconds.map(u64::from),
            },
            None => {
                FilmState::Waiting { before: place.max(0) as u64, reason: key.map(|key| failure(visit, key)) }
            }
        },
    }
}

/// Whether the same bytes could succeed another time: on a machine with less to do, or with more decoders.
pub fn may_try_again(key: &str) -> bool {
    !matches!(key, "error-file-empty" | "error-file-not-media" | "error-file-damaged" | "error-film-pixels")
}

/// Why a film could not be prepared, in words: the row keeps the key of the message. A message with figures
/// has a plain form beside it, because the figures are gone.
pub fn failure(visit: &Visit, key: &str) -> String {
    let kept = visit.language.kept(key).or_else(|| visit.language.entry(key, "plain"));
    kept.unwrap_or_else(|| visit.language.t("error-internal")).to_owned()
}

/// How far a film is, for the scripts: `share` in percent, `leftSeconds` where it is known.
pub async fn state(visit: &Visit, id: &str) -> Result<Response> {
    let (video, place) = find(visit, id).await?;
    let row = row(visit, &video, place);
    let (share, left) = match row.state {
        FilmState::Preparing { share, left_seconds } => (share, left_seconds),
        FilmState::Published => (100, None),
        _ => (0, None),
    };
    let (message, may_try_again) = match &row.state {
        FilmState::Failed { message, may_try_again } => (Some(message.clone()), *may_try_again),
        FilmState::Waiting { reason, .. } => (reason.clone(), true),
        _ => (None, true),
    };
    answer::json(&json!({
        "state": row.state_code(),
        "share": share,
        "leftSeconds": left,
        "before": place,
        "message": message,
        "mayTryAgain": may_try_again,
        "url": row.url,
        "thumbnail": row.thumbnail,
    }))
}

/// A film of the person, and how many stand before it.
async fn find(visit: &Visit, id: &str) -> Result<(Video, i64)> {
    let person = visit.signed_in()?.clone();
    let reference = reference(id)?;
    let found = visit
        .app
        .db
        .read(move |read| {
            let Some(video) = db::video::find(read, reference)? else { return Ok(None) };
            let place = place(read, &video)?;
            Ok(Some((video, place)))
        })
        .await?;
    let found = found.filter(|(video, _)| crate::domain::video::can_change(video.holding(), &person));
    found.ok_or_else(|| Error::not_found("error-not-found"))
}

fn reference(id: &str) -> Result<Reference> {
    Reference::parse(id).ok_or_else(|| Error::not_found("error-not-found"))
}

/// The buttons of the list: delete, bring back, erase, cancel, try again, withdraw the date.
pub async fn act(visit: &mut Visit, id: &str, verb: &str) -> Result<Response> {
    visit.form().await?;
    let (video, _) = find(visit, id).await?;
    let person = visit.signed_in()?.clone();
    let (db, reference) = (&visit.app.db, Reference::Number(video.id));
    let done = match verb {
        "delete" => {
            videos::delete(db, &person, reference).await?;
            visit.app.preparations.cancel(video.id);
            format!("/my/videos?done=deleted&film={}", video.uuid)
        }
        "undelete" => {
            videos::undelete(db, &person, reference).await?;
            "/my/videos?done=undeleted".to_owned()
        }
        "erase" => {
            videos::erase(db, &person, reference).await?;
            visit.app.wake(Lane::Housekeeping);
            "/my/videos?done=erased".to_owned()
        }
        "cancel" => {
            videos::cancel_preparation(db, &person, reference).await?;
            visit.app.preparations.cancel(video.id);
            "/my/videos".to_owned()
        }
        "retry" => {
            videos::prepare_again(db, &person, reference).await?;
            "/my/videos".to_owned()
        }
        "publish" => {
            let open = |about: &mut Description| {
                about.privacy = Privacy::Public;
                Ok(())
            };
            videos::describe(db, &person, reference, None, open).await?;
            "/my/videos?done=saved".to_owned()
        }
        "unschedule" => {
            let withdraw = |about: &mut Description| {
                about.schedule = None;
                Ok(())
            };
            videos::describe(db, &person, reference, None, withdraw).await?;
            format!("/my/videos/{}/edit?done=schedule-withdrawn", video.uuid)
        }
        _ => return Err(Error::not_found("error-not-found")),
    };
    visit.app.wake(Lane::Media);
    Ok(answer::see_other(&done))
}
