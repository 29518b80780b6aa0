//! Reads what stands on other servers: what somebody has said so far, what is around a film, a film again.

use std::sync::Arc;

use super::Ended;
use crate::app::App;
use crate::db;
use crate::domain::job::Job;
use crate::error::{Kind, Result};
use crate::federation::{borrow, crawl, films};

pub(super) async fn run(
    app: &Arc<App>,
    job_id: i64,
    actor: &str,
    page: Option<&str>,
    left: u32,
) -> Result<Ended> {
    let mut next = None;
    if let Some(exchange) = app.federation().await? {
        next = tokio::select! {
            read = crawl::page(&exchange, actor, page, left) => passed_over(read)?.flatten(),
            () = app.stopping().cancelled() => return Ok(Ended::Interrupted),
        };
    }
    let actor = actor.to_owned();
    app.db
        .write(move |tx| {
            db::job::finish(tx, job_id)?;
            match next {
                Some((page, left)) => {
                    db::job::push(tx, &Job::Crawl { actor, page: Some(page), left }, tx.now)
                }
                None => Ok(()),
            }
        })
        .await?;
    app.wake(crate::domain::job::Lane::Network);
    Ok(Ended::Done)
}

pub(super) async fn around(app: &Arc<App>, job_id: i64, video_id: i64) -> Result<Ended> {
    if let Some(exchange) = app.federation().await? {
        borrow::pictures_of(&exchange, &app.layout, &app.worker, video_id).await?;
        tokio::select! {
            read = crawl::around(&exchange, video_id) => passed_over(read)?,
            () = app.stopping().cancelled() => return Ok(Ended::Interrupted),
        };
    }
    app.db.write(move |tx| db::job::finish(tx, job_id)).await?;
    Ok(Ended::Done)
}

pub(super) async fn refresh(app: &Arc<App>, job_id: i64, video_id: i64) -> Result<Ended> {
    if let Some(exchange) = app.federation().await? {
        tokio::select! {
            read = films::refresh(&exchange, video_id) => passed_over(read)?,
            () = app.stopping().cancelled() => return Ok(Ended::Interrupted),
        };
    }
    app.db.write(move |tx| db::job::finish(tx, job_id)).await?;
    Ok(Ended::Done)
}

/// What is wrong with what stands there would be wrong again; what may pass is an error.
fn passed_over<T>(read: Result<T>) -> Result<Option<T>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error) if matches!(error.kind, Kind::Internal | Kind::Unavailable) => Err(error),
        Err(error) => {
            tracing::debug!(%error, "passed over");
            Ok(None)
        }
    }
}
