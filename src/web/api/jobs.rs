//! Work that waits, runs or was given up, as PeerTube lists its jobs. What is done leaves no row.

use serde_json::{Value, json};

use super::shapes::List;
use super::{COUNT, COUNT_MAXIMUM, order_by_creation};
use crate::db;
use crate::db::job::{Listed, Phase};
use crate::domain::job::Job;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// PeerTube's names of states, and what they are here.
const STATES: [(&str, Option<Phase>); 8] = [
    ("active", Some(Phase::Running)),
    ("waiting", Some(Phase::Waiting)),
    ("delayed", Some(Phase::Delayed)),
    ("failed", Some(Phase::Parked)),
    ("completed", None),
    ("paused", None),
    ("prioritized", None),
    ("waiting-children", None),
];

/// The jobs in a state, or in those that `states` names, or all.
pub async fn list(visit: &Visit, state: Option<&str>) -> Result<Response> {
    visit.visitor.administrator()?;
    let query = &visit.request.query;
    let wrong = |name: &'static str| Error::invalid("error-parameter").with("name", name).with("maximum", "");
    let named = state.or_else(|| query.get("states")).unwrap_or_default();
    let mut phases = Vec::new();
    for name in named.split(',').filter(|name| !name.is_empty()) {
        let known = STATES.iter().find(|(known, _)| *known == name);
        phases.extend(known.ok_or_else(|| wrong("state"))?.1);
    }
    if named.is_empty() {
        phases = STATES.iter().filter_map(|(_, phase)| *phase).collect();
    }
    let kind = query.get("jobType").filter(|kind| !kind.is_empty()).map(str::to_owned);
    let is_descending = order_by_creation(query, true)?;
    let (start, count) = (query.number("start", 0, 1_000_000)?, query.number("count", COUNT, COUNT_MAXIMUM)?);
    let now = visit.app.now();
    let jobs = visit.app.db.read(move |read| db::job::list(read, &phases, is_descending, now)).await?;
    let jobs: Vec<_> =
        jobs.iter().filter(|job| kind.as_ref().is_none_or(|kind| kind == type_of(&job.job))).collect();
    let page = jobs.iter().skip(start as usize).take(count as usize);
    answer::json(&List { total: jobs.len() as i64, data: page.map(|job| shape(visit, job)).collect() })
}

fn shape(visit: &Visit, listed: &Listed) -> Value {
    let name = STATES.iter().find(|(_, phase)| *phase == Some(listed.phase)).map(|(name, _)| *name);
    let progress = match &listed.job {
        Job::Prepare { video_id } => visit.app.preparations.progress(*video_id),
        _ => None,
    };
    json!({
        "id": listed.id.to_string(),
        "state": name,
        "type": type_of(&listed.job),
        "data": data_of(&listed.job),
        "progress": progress.map_or(0, |progress| (progress.share * 100.0) as i64),
        "priority": 0,
        "error": listed.problem,
        "createdAt": listed.created_at,
        "finishedOn": null,
        "processedOn": null,
    })
}

/// PeerTube's type where it has the same work, a name of ours where it has not.
fn type_of(job: &Job) -> &'static str {
    match job {
        Job::Prepare { .. } => "video-transcoding",
        Job::Erase { .. } => "erase",
        Job::Import { .. } => "video-import",
        Job::Publish { .. } => "publish",
        Job::Torrents { .. } => "manage-video-torrent",
        Job::Tell => "federate-video",
        Job::Deliver { .. } => "activitypub-http-unicast",
        Job::Receive { .. } | Job::Confirm { .. } => "activitypub-receive",
        Job::Crawl { .. } | Job::Around { .. } => "activitypub-http-fetcher",
        Job::Refresh { .. } => "activitypub-refresher",
        Job::Mail { .. } => "email",
        Job::Sweep => "sweep",
    }
}

/// What it is about, without what letters and others say.
fn data_of(job: &Job) -> Value {
    match job {
        Job::Prepare { video_id }
        | Job::Erase { video_id }
        | Job::Publish { video_id }
        | Job::Torrents { video_id } => json!({ "videoId": video_id }),
        Job::Import { path, .. } => json!({ "path": path }),
        Job::Deliver { inbox, .. } => json!({ "uri": inbox }),
        Job::Receive { activity, actor, .. } => json!({ "activity": activity, "actor": actor }),
        Job::Crawl { .. }
        | Job::Confirm { .. }
        | Job::Around { .. }
        | Job::Refresh { .. }
        | Job::Tell
        | Job::Mail { .. }
        | Job::Sweep => json!({}),
    }
}
