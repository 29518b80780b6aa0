//! Work that waits in rows: the claim loop of each lane, one exhaustive match, and the schedule.
//!
//! A claim stamps the boot id and counts the attempt, so a job that kills the program still counts. The work
//! happens outside any transaction; its effect and the end of the row are one transaction. Jobs are
//! idempotent: doing one twice leaves what doing it once leaves.

mod confirm;
mod crawl;
mod deliver;
mod erase;
mod import;
mod mail;
mod prepare;
mod publish;
mod receive;
mod schedule;
mod sweep;
mod tell;
mod torrents;

use std::sync::Arc;
use std::time::Duration;

use crate::app::App;
use crate::db;
use crate::db::job::Claimed;
use crate::domain::job::{Job, Lane};
use crate::error::{Kind, Result};

/// Seconds after which a lane looks for work unasked.
const LOOK_SECONDS: i64 = 10;

/// How a job that did not fail has ended.
enum Ended {
    /// The row is gone already, with the effect.
    Done,
    /// The program is stopping: the claim is given back.
    Interrupted,
}

/// Frees the work of earlier starts and runs every lane until the program stops.
pub async fn run(app: Arc<App>) -> Result<()> {
    release(&app).await?;
    let lanes = Lane::ALL.into_iter().flat_map(|lane| vec![lane; lane.workers()]);
    let lanes: Vec<_> = lanes.map(|lane| tokio::spawn(run_lane(app.clone(), lane))).collect();
    let schedule = tokio::spawn(schedule::run(app.clone()));
    for task in lanes.into_iter().chain([schedule]) {
        let _ = task.await;
    }
    Ok(())
}

/// What an earlier start was doing waits again; what was tried too often is given up in words.
async fn release(app: &App) -> Result<()> {
    let boot = app.boot.clone();
    app.db
        .write(move |tx| {
            for claimed in db::job::release_of_earlier_starts(tx, &boot)? {
                tracing::warn!(job = %claimed.job.key(), "given up: the program ended each time it was tried");
                give_up(tx, &claimed, "error-worker-crashed", "the program ended during every attempt")?;
            }
            Ok(())
        })
        .await
}

async fn run_lane(app: Arc<App>, lane: Lane) {
    loop {
        if app.stopping().is_cancelled() {
            return;
        }
        let boot = app.boot.clone();
        let claimed = app.db.write(move |tx| db::job::claim(tx, lane, &boot)).await;
        match claimed {
            Ok(Some(claimed)) => {
                // There may be more for the others of this lane.
                if lane.workers() > 1 {
                    app.wake(lane);
                }
                attempt(&app, claimed).await;
            }
            Ok(None) => wait(&app, lane).await,
            Err(error) => {
                tracing::error!(%error, lane = lane.name(), "no work could be claimed");
                pause(&app, Duration::from_secs(5)).await;
            }
        }
    }
}

/// Waits until there is work, or until the next row that waits may run.
async fn wait(app: &App, lane: Lane) {
    let next = app.db.read(move |read| db::job::next(read, lane)).await.ok().flatten();
    // A command beside the server may have added a row, so the table is looked at now and then all the same.
    let until = next.map_or(LOOK_SECONDS, |next| ((next.0 - app.now().0) / 1000 + 1).clamp(1, LOOK_SECONDS));
    tokio::select! {
        () = app.waker(lane).notified() => {}
        () = tokio::time::sleep(Duration::from_secs(until as u64)) => {}
        () = app.stopping().cancelled() => {}
    }
}

async fn pause(app: &App, duration: Duration) {
    tokio::select! {
        () = tokio::time::sleep(duration) => {}
        () = app.stopping().cancelled() => {}
    }
}

/// One attempt, and what becomes of the row.
async fn attempt(app: &Arc<App>, claimed: Claimed) {
    let outcome = match &claimed.job {
        Job::Prepare { video_id } => prepare::run(app, claimed.id, *video_id).await,
        Job::Import { upload_id, path } => import::run(app, claimed.id, upload_id, path).await,
        Job::Mail { letter, .. } => mail::run(app, claimed.id, letter.clone()).await,
        Job::Torrents { video_id } => torrents::run(app, claimed.id, *video_id).await,
        Job::Tell => tell::run(app, claimed.id).await,
        Job::Deliver { outgoing_id, inbox } => deliver::run(app, claimed.id, *outgoing_id, inbox).await,
        Job::Receive { actor, body, .. } => receive::run(app, claimed.id, actor, body).await,
        Job::Confirm { body, .. } => confirm::run(app, claimed.id, body).await,
        Job::Crawl { actor, page, left } => crawl::run(app, claimed.id, actor, page.as_deref(), *left).await,
        Job::Around { video_id } => crawl::around(app, claimed.id, *video_id).await,
        Job::Refresh { video_id } => crawl::refresh(app, claimed.id, *video_id).await,
        Job::Publish { video_id } => publish::run(app, claimed.id, *video_id).await,
        Job::Erase { video_id } => erase::run(app, claimed.id, *video_id).await,
        Job::Sweep => sweep::run(app, claimed.id).await,
    };
    let error = match outcome {
        Ok(Ended::Done) => return,
        Ok(Ended::Interrupted) => {
            // If this cannot be written, the next start frees the claim.
            let _ = app.db.write(move |tx| db::job::put_back(tx, claimed.id)).await;
            return;
        }
        Err(error) => error,
    };
    // What may pass by itself is tried again; what is wrong with the thing itself is not.
    let may_pass = matches!(error.kind, Kind::Internal | Kind::Unavailable | Kind::DiskFull);
    let is_last = !may_pass || claimed.attempt >= claimed.job.attempts();
    if may_pass {
        tracing::warn!(job = %claimed.job.key(), attempt = claimed.attempt, is_last, %error, "a job failed");
    }
    let waits_for_room = error.kind == Kind::DiskFull;
    let (key, details) = (error.said.key, error.to_string());
    // Until this is written the row says that somebody is at work, and nobody else would ever take it: a disk
    // that is full now has room again some day.
    loop {
        let (claimed, details) = (claimed.clone(), details.clone());
        let ended = app.db.write(move |tx| match is_last {
            true => give_up(tx, &claimed, key, &details),
            false => {
                if let (Job::Prepare { video_id }, true) = (&claimed.job, waits_for_room) {
                    crate::actions::videos::preparation_waits(tx, *video_id, key)?;
                }
                db::job::retry(tx, &claimed, &details)
            }
        });
        let Err(error) = ended.await else { return };
        tracing::error!(%error, "the end of a job could not be written");
        pause(app, Duration::from_secs(5)).await;
        if app.stopping().is_cancelled() {
            return;
        }
    }
}

fn give_up(tx: &db::Tx, claimed: &Claimed, message: &str, details: &str) -> Result<()> {
    if let Job::Prepare { video_id } = claimed.job {
        crate::actions::videos::preparation_failed(tx, video_id, message)?;
    }
    // Servers go away for ever every day: that is nothing that a person should see to.
    if let Job::Crawl { .. } | Job::Around { .. } | Job::Refresh { .. } = claimed.job {
        return db::job::finish(tx, claimed.id);
    }
    if let Job::Deliver { outgoing_id, .. } = claimed.job {
        db::job::finish(tx, claimed.id)?;
        return db::outgoing::forget_delivered(tx, outgoing_id);
    }
    // Nor should a server that says something and is never there again; the journal tells of it.
    if matches!(claimed.job, Job::Receive { .. } | Job::Confirm { .. }) {
        return db::job::finish(tx, claimed.id);
    }
    db::job::park(tx, claimed.id, details)?;
    // Others wait to hear of the film with its torrents.
    if let Job::Torrents { .. } = claimed.job { db::job::push(tx, &Job::Tell, tx.now) } else { Ok(()) }
}
