//! How the machine is, and what waits for a person.

use super::{page, watch_path};
use crate::actions::videos;
use crate::db;
use crate::domain::id::Reference;
use crate::domain::job::{Job, Lane};
use crate::error::{Error, Result};
use crate::files::space;
use crate::i18n::Argument;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{AdminPage, Disk, FailedJob, Section, Task};

/// Below this share of free disk, a person should see to it.
const TIGHT_PERCENT: u64 = 10;

pub async fn show(visit: &Visit) -> Result<Response> {
    visit.visitor.administrator()?;
    let (parked, counts, people, (films, _, bytes), names, asking) = visit
        .app
        .db
        .read(|read| {
            let parked = db::job::parked(read)?;
            let names: Result<Vec<_>> = parked.iter().map(|job| film_of(read, &job.job)).collect();
            let asking = db::registration::count_waiting(read)?;
            let counts = db::job::counts(read)?;
            Ok((parked, counts, db::account::count(read)?, db::video::totals(read)?, names?, asking))
        })
        .await?;
    let (free, size) = space::free(visit.app.layout.root())?;
    let count = |state: &str| {
        counts
            .iter()
            .filter(|(lane, known, _)| lane == "media" && known == state)
            .map(|(.., count)| *count as u64)
            .sum()
    };
    let failed: Vec<_> = parked
        .into_iter()
        .zip(names)
        .map(|(job, film)| (film.as_ref().and_then(|film| film.failure.clone()), job, film))
        .map(|(failure, job, film)| FailedJob {
            id: job.id,
            what: visit.language.t(what(&job.job)).to_owned(),
            about: film.as_ref().map(|film| film.about.name.clone()).unwrap_or_default(),
            about_url: film.as_ref().map(watch_path),
            when: job.created_at.0 / 1000,
            message: super::my_videos::failure(visit, failure.as_deref().unwrap_or(gave_up(&job.job))),
            details: job.problem,
            attempts: job.attempts.max(1) as u64,
            may_try_again: failure.as_deref().is_none_or(super::my_videos::may_try_again),
        })
        .collect();
    page(&AdminPage {
        page: visit.layout(Section::Admin, visit.language.t("nav-admin")),
        tasks: tasks(visit, free, size, failed.len(), asking),
        disk: Disk {
            used_bytes: size - free,
            free_bytes: free,
            kept_bytes: visit.app.desk.reserve,
            room_bytes: space::room_for_films(free, visit.app.desk.reserve),
            media_bytes: bytes.max(0) as u64,
        },
        jobs_waiting: count("waiting"),
        jobs_running: count("running"),
        failed,
        films: films.max(0) as u64,
        people: people.max(0) as u64,
        uptime_seconds: visit.app.now().seconds_since(visit.app.started_at).max(0) as u64,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        encoder: visit.app.settings().encoder.clone(),
    })
}

fn film_of(read: &db::Read, job: &Job) -> Result<Option<db::video::Video>> {
    match job {
        Job::Prepare { video_id }
        | Job::Publish { video_id }
        | Job::Torrents { video_id }
        | Job::Erase { video_id }
        | Job::Around { video_id }
        | Job::Refresh { video_id } => db::video::find(read, Reference::Number(*video_id)),
        Job::Import { .. }
        | Job::Mail { .. }
        | Job::Tell
        | Job::Deliver { .. }
        | Job::Receive { .. }
        | Job::Confirm { .. }
        | Job::Crawl { .. }
        | Job::Sweep => Ok(None),
    }
}

fn what(job: &Job) -> &'static str {
    match job {
        Job::Import { .. } => "job-import",
        Job::Prepare { .. } => "job-prepare",
        Job::Publish { .. } => "job-publish",
        Job::Mail { .. } => "job-mail",
        Job::Erase { .. } => "job-erase",
        Job::Torrents { .. } => "job-torrents",
        Job::Tell => "job-tell",
        Job::Deliver { .. } => "job-deliver",
        Job::Receive { .. } | Job::Confirm { .. } => "job-receive",
        Job::Crawl { .. } | Job::Around { .. } | Job::Refresh { .. } => "job-crawl",
        Job::Sweep => "job-sweep",
    }
}

/// What is said of a job that was given up, where no film says it.
fn gave_up(job: &Job) -> &'static str {
    match job {
        Job::Import { .. } => "error-import-failed",
        Job::Mail { .. } => "error-mail-refused",
        Job::Deliver { .. }
        | Job::Receive { .. }
        | Job::Confirm { .. }
        | Job::Crawl { .. }
        | Job::Around { .. }
        | Job::Refresh { .. } => "error-net-silent-plain",
        Job::Prepare { .. }
        | Job::Publish { .. }
        | Job::Erase { .. }
        | Job::Torrents { .. }
        | Job::Tell
        | Job::Sweep => "error-internal",
    }
}

fn tasks(visit: &Visit, free: u64, size: u64, failed: usize, asking: i64) -> Vec<Task> {
    let mut tasks = Vec::new();
    if size > 0 && free.saturating_mul(100) / size < TIGHT_PERCENT {
        let link = (visit.language.t("nav-mine").to_owned(), "/my/videos".to_owned());
        tasks.push(Task { text: visit.language.t("admin-disk-low").to_owned(), link: Some(link) });
    }
    if failed > 0 {
        let text = visit.language.say("admin-failed-some", &[("count", Argument::from(failed as u64))]);
        tasks.push(Task { text, link: None });
    }
    if asking > 0 {
        let text = visit.language.say("people-tasks", &[("count", Argument::from(asking as u64))]);
        let link = (visit.language.t("nav-people").to_owned(), "/admin/people".to_owned());
        tasks.push(Task { text, link: Some(link) });
    }
    tasks
}

/// Tries a job again that was given up, or puts it away: then its film stays as it is.
pub async fn act(visit: &mut Visit, id: &str, verb: &str) -> Result<Response> {
    let person = visit.visitor.administrator()?.clone();
    visit.form().await?;
    let id: i64 = id.parse().map_err(|_| Error::not_found("error-not-found"))?;
    let parked = visit.app.db.read(db::job::parked).await?;
    let job =
        parked.into_iter().find(|job| job.id == id).ok_or_else(|| Error::not_found("error-not-found"))?.job;
    match (verb, &job) {
        ("retry", Job::Prepare { video_id }) => {
            videos::prepare_again(&visit.app.db, &person, Reference::Number(*video_id)).await?;
        }
        ("retry", _) => {
            let job = job.clone();
            visit.app.db.write(move |tx| db::job::push(tx, &job, tx.now)).await?;
        }
        ("dismiss", _) => visit.app.db.write(move |tx| db::job::finish(tx, id)).await?,
        _ => return Err(Error::not_found("error-not-found")),
    }
    for lane in Lane::ALL {
        visit.app.wake(lane);
    }
    Ok(answer::see_other("/admin"))
}
