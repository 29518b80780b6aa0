//! Figures for Prometheus (text format 0.0.4), for the administrator's own collector: only from this machine
//! or with the administrator's token.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use warp::http::{Method, StatusCode};

use super::answer::{self, Response};
use super::routes::Visit;
use crate::db;
use crate::error::Result;
use crate::files::space;

/// Upper bounds of the latency histogram, in microseconds.
const BOUNDS: [u64; 8] = [250, 1_000, 5_000, 25_000, 100_000, 500_000, 2_500_000, 10_000_000];

static REQUESTS: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];
static LATENCY: [AtomicU64; 9] = [const { AtomicU64::new(0) }; 9];
static LATENCY_SUM: AtomicU64 = AtomicU64::new(0);
static BYTES_SERVED: AtomicU64 = AtomicU64::new(0);

/// Counts an answered request.
pub fn observe(_method: &Method, status: StatusCode, elapsed: Duration) {
    let class = usize::from(status.as_u16() / 100).clamp(1, 5) - 1;
    REQUESTS[class].fetch_add(1, Ordering::Relaxed);
    let elapsed = elapsed.as_micros() as u64;
    let bucket = BOUNDS.iter().position(|&bound| elapsed <= bound).unwrap_or(BOUNDS.len());
    LATENCY[bucket].fetch_add(1, Ordering::Relaxed);
    LATENCY_SUM.fetch_add(elapsed, Ordering::Relaxed);
}

/// Counts bytes of films that have been handed to a connection.
pub fn served(bytes: usize) {
    BYTES_SERVED.fetch_add(bytes as u64, Ordering::Relaxed);
}

pub async fn show(visit: &Visit) -> Result<Response> {
    // A proxy on this machine speaks for the whole world.
    let is_local =
        visit.request.peer.address.is_loopback() && visit.request.header("x-forwarded-for").is_none();
    if !is_local {
        visit.visitor.administrator()?;
    }
    let (jobs, (films, views, bytes)) =
        visit.app.db.read(|read| Ok((db::job::counts(read)?, db::video::totals(read)?))).await?;
    let (free, size) = space::free(visit.app.layout.root())?;
    let uptime = visit.app.now().seconds_since(visit.app.started_at);
    let mut text = String::new();
    let mut figure = |name: &str, kind: &str, help: &str, rows: &[(String, u64)]| {
        let _ = writeln!(text, "# HELP lucarne_{name} {help}\n# TYPE lucarne_{name} {kind}");
        for (labels, value) in rows {
            let _ = writeln!(text, "lucarne_{name}{labels} {value}");
        }
    };
    let one = |value: u64| vec![(String::new(), value)];
    figure("uptime_seconds", "gauge", "Seconds since the start.", &one(uptime.max(0) as u64));
    figure("videos", "gauge", "Published films.", &one(films as u64));
    figure("video_views_total", "counter", "Views of all films.", &one(views as u64));
    figure("video_bytes", "gauge", "Bytes of all films.", &one(bytes as u64));
    figure("disk_free_bytes", "gauge", "Bytes free on the disk of the data folder.", &one(free));
    figure("disk_size_bytes", "gauge", "Size of the disk of the data folder.", &one(size));
    figure(
        "media_bytes_served_total",
        "counter",
        "Bytes of films sent.",
        &one(BYTES_SERVED.load(Ordering::Relaxed)),
    );
    let jobs: Vec<_> = jobs
        .into_iter()
        .map(|(lane, state, count)| (format!("{{lane=\"{lane}\",state=\"{state}\"}}"), count as u64))
        .collect();
    figure("jobs", "gauge", "Jobs by lane and state.", &jobs);
    let classes: Vec<_> = (0..5)
        .map(|class| (format!("{{status=\"{}xx\"}}", class + 1), REQUESTS[class].load(Ordering::Relaxed)))
        .collect();
    figure("http_requests_total", "counter", "Requests by class of status.", &classes);
    let mut sum = 0;
    let mut buckets = Vec::new();
    for (index, counter) in LATENCY.iter().enumerate() {
        sum += counter.load(Ordering::Relaxed);
        let bound = BOUNDS.get(index).map_or("+Inf".to_owned(), |&bound| (bound as f64 / 1e6).to_string());
        buckets.push((format!("_bucket{{le=\"{bound}\"}}"), sum));
    }
    figure("http_request_duration_seconds", "histogram", "Time to the first byte of an answer.", &buckets);
    let _ = writeln!(
        text,
        "lucarne_http_request_duration_seconds_sum {}",
        LATENCY_SUM.load(Ordering::Relaxed) as f64 / 1e6
    );
    let _ = writeln!(text, "lucarne_http_request_duration_seconds_count {sum}");
    Ok(answer::bytes(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", text))
}
