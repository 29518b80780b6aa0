//! One run of `lucarne-media`: started, heard, killed when it stands still or is not wanted any more, and asked
//! in one word what went wrong. Nothing that it says is believed without end: its lines are bounded.

use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::{Limits, Worker};
use crate::error::reason;
use crate::media::protocol::{Event, Failure, FailureKind, Job, Order};

/// A line of the worker may be this long.
const LONGEST_LINE: usize = 1 << 20;
/// So much of what the worker wrote on its error output is kept for the log.
const KEPT_ERRORS: usize = 8 << 10;

/// Runs one piece of work in a child of its own.
pub(super) async fn run(
    worker: &Worker,
    job: Job,
    limits: &Limits,
    hear: &mut (dyn FnMut(&Event) + Send),
    cancelled: &CancellationToken,
) -> Result<Event, Failure> {
    if cancelled.is_cancelled() {
        return Err(Failure::new(FailureKind::Cancelled, "cancelled before it began"));
    }
    let registry = worker.cache.join("gstreamer-registry.bin");
    let mut command = Command::new(&worker.program);
    command
        .env_clear()
        .envs(worker.environment.iter().map(|(name, value)| (name, value)))
        .env("GST_REGISTRY", &registry)
        .env("GST_REGISTRY_UPDATE", if job == Job::Registry { "yes" } else { "no" })
        // Each thread would otherwise reserve address space of its own, which the limit counts.
        .env("MALLOC_ARENA_MAX", "2")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let order =
        Order { job, limits: limits.clone(), accept_without: worker.accept_without.clone(), registry };
    let mut line = serde_json::to_vec(&order).map_err(|error| Failure::internal(error.to_string()))?;
    line.push(b'\n');

    let starved_before = starved();
    let mut child = spawn(command).await.map_err(|error| {
        Failure::internal(format!("{} cannot be started: {}", worker.program.display(), reason(&error)))
    })?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(Failure::internal("the worker was started without pipes"));
    };
    let errors = tokio::spawn(last_words(stderr));
    // A worker that dies at once closes its end: the reason is found below, in its exit.
    let _ = stdin.write_all(&line).await;

    let ended = listen(stdout, limits, hear, cancelled).await;
    let verdict = match ended {
        // It has said its last word: it may go by itself, and is helped if it does not.
        Ended::Answered(event) => {
            drop(stdin);
            if timeout(Duration::from_secs(5), child.wait()).await.is_err() {
                kill(&mut child).await;
            }
            match *event {
                Event::Failed { failure } => Err(failure),
                event => Ok(event),
            }
        }
        Ended::Silent => {
            let status = timeout(Duration::from_secs(5), child.wait()).await;
            let status = match status {
                Ok(Ok(status)) => Some(status),
                _ => None,
            };
            kill(&mut child).await;
            let words = errors.await.unwrap_or_default();
            return Err(cause_of_death(status, &words, starved() > starved_before));
        }
        Ended::Because(failure) => {
            kill(&mut child).await;
            Err(failure)
        }
    };
    match verdict {
        Err(mut failure) => {
            let words = errors.await.unwrap_or_default();
            if !words.is_empty() && failure.kind != FailureKind::Cancelled {
                failure.detail = format!("{} [{}]", failure.detail, words.trim_end());
            }
            Err(failure)
        }
        Ok(event) => Ok(event),
    }
}

/// How listening ended.
enum Ended {
    Answered(Box<Event>),
    /// The worker closed its output without a last word.
    Silent,
    Because(Failure),
}

/// Hears the worker until its last word, its silence or the end of patience.
async fn listen(
    mut stdout: impl AsyncRead + Unpin,
    limits: &Limits,
    hear: &mut (dyn FnMut(&Event) + Send),
    cancelled: &CancellationToken,
) -> Ended {
    let end = Instant::now() + Duration::from_secs(limits.total_seconds);
    let patience = Duration::from_secs(limits.stall_seconds);
    let mut stalled_at = Instant::now() + patience;
    let mut buffer: Vec<u8> = Vec::new();
    let mut best = -1.0_f32;
    loop {
        let mut chunk = [0_u8; 4096];
        let read = tokio::select! {
            read = stdout.read(&mut chunk) => read,
            () = cancelled.cancelled() => {
                return Ended::Because(Failure::new(FailureKind::Cancelled, "cancelled"));
            }
            () = tokio::time::sleep_until(stalled_at.min(end)) => {
                let seconds = if stalled_at <= end { limits.stall_seconds } else { limits.total_seconds };
                let failure = format!("no progress or no end after {seconds} s");
                return Ended::Because(Failure::new(FailureKind::TimedOut, failure));
            }
        };
        let count = match read {
            Ok(0) | Err(_) => return Ended::Silent,
            Ok(count) => count,
        };
        buffer.extend_from_slice(&chunk[..count]);
        while let Some(end) = buffer.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = buffer.drain(..=end).collect();
            let event: Event = match serde_json::from_slice(&line) {
                Ok(event) => event,
                Err(error) => {
                    let failure = format!("the worker spoke nonsense: {error}");
                    return Ended::Because(Failure::new(FailureKind::Crashed, failure));
                }
            };
            match event {
                Event::Progress(progress) => {
                    // Only getting on counts: a worker that repeats itself hangs as well.
                    if progress.share > best {
                        best = progress.share;
                        stalled_at = Instant::now() + patience;
                    }
                    hear(&event);
                }
                Event::Protections { .. } if best < 0.0 => {
                    best = 0.0;
                    stalled_at = Instant::now() + patience;
                    hear(&event);
                }
                event => return Ended::Answered(Box::new(event)),
            }
        }
        if buffer.len() > LONGEST_LINE {
            return Ended::Because(Failure::new(FailureKind::Crashed, "the worker spoke without end"));
        }
    }
}

/// What a death without a last word means.
fn cause_of_death(status: Option<ExitStatus>, words: &str, has_starved: bool) -> Failure {
    const OUT_OF_MEMORY: [&str; 6] = [
        "memory allocation of",
        "failed to allocate",
        "Cannot allocate memory",
        "out of memory",
        "malloc of size",
        "Out of memory",
    ];
    let signal = status.and_then(|status| status.signal());
    let kind = if signal == Some(libc::SIGXCPU) {
        FailureKind::TimedOut
    } else if OUT_OF_MEMORY.iter().any(|text| words.contains(text)) {
        FailureKind::MemoryExceeded
    } else if signal == Some(libc::SIGKILL) {
        // Nobody here sent that. The kernel does when memory has run out, and counts it; so may anybody else.
        if has_starved { FailureKind::MemoryExceeded } else { FailureKind::Killed }
    } else {
        FailureKind::Crashed
    };
    let ended = status.map_or_else(|| "did not end".to_owned(), |status| status.to_string());
    Failure::new(kind, format!("the worker ended without an answer ({ended}) [{}]", words.trim_end()))
}

/// How many processes the kernel has killed for want of memory since it started (proc(5), `/proc/vmstat`).
fn starved() -> u64 {
    let counters = std::fs::read_to_string("/proc/vmstat").unwrap_or_default();
    let count = counters.lines().find_map(|line| line.strip_prefix("oom_kill ")?.trim().parse().ok());
    count.unwrap_or(0)
}

async fn kill(child: &mut Child) {
    // It may be dead already; either way it is reaped.
    let _ = child.start_kill();
    let _ = child.wait().await;
}

/// The end of what a worker writes on its error output.
async fn last_words(mut stderr: impl AsyncRead + Unpin) -> String {
    let mut kept: Vec<u8> = Vec::new();
    let mut chunk = [0_u8; 4096];
    while let Ok(count) = stderr.read(&mut chunk).await {
        if count == 0 {
            break;
        }
        kept.extend_from_slice(&chunk[..count]);
        if kept.len() > KEPT_ERRORS {
            kept.drain(..kept.len() - KEPT_ERRORS);
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// Starts children from one thread that lives as long as the program: a worker asks the kernel to be killed
/// with its parent, and "parent" means the thread that started it.
async fn spawn(command: Command) -> std::io::Result<Child> {
    type Started = oneshot::Sender<std::io::Result<Child>>;
    static STARTER: OnceLock<mpsc::Sender<(Command, tokio::runtime::Handle, Started)>> = OnceLock::new();
    let starter = STARTER.get_or_init(|| {
        let (sender, receiver) = mpsc::channel::<(Command, tokio::runtime::Handle, Started)>();
        let work = move || {
            for (mut command, runtime, started) in receiver {
                let _inside = runtime.enter();
                // Whoever asked may have gone: dropping the child kills it.
                let _ = started.send(command.spawn());
            }
        };
        // Without this thread `send` below fails, and so does the start.
        let _ = std::thread::Builder::new().name("media-starter".into()).spawn(work);
        sender
    });
    let gone = || std::io::Error::other("the thread that starts workers is gone");
    let (started, child) = oneshot::channel();
    starter.send((command, tokio::runtime::Handle::current(), started)).map_err(|_| gone())?;
    child.await.map_err(|_| gone())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_death_without_words_is_a_crash_and_one_for_memory_says_so() {
        let crashed = cause_of_death(Some(ExitStatus::from_raw(libc::SIGSEGV)), "", false);
        assert_eq!(crashed.kind, FailureKind::Crashed);
        let starved = cause_of_death(
            Some(ExitStatus::from_raw(libc::SIGABRT)),
            "memory allocation of 8 bytes failed",
            false,
        );
        assert_eq!(starved.kind, FailureKind::MemoryExceeded);
        let killed =
            |has_starved| cause_of_death(Some(ExitStatus::from_raw(libc::SIGKILL)), "", has_starved).kind;
        assert_eq!((killed(true), killed(false)), (FailureKind::MemoryExceeded, FailureKind::Killed));
        let late = cause_of_death(Some(ExitStatus::from_raw(libc::SIGXCPU)), "", false);
        assert_eq!(late.kind, FailureKind::TimedOut);
    }

    #[tokio::test]
    async fn a_worker_that_speaks_without_end_or_nonsense_is_not_believed() {
        let limits = Limits::default();
        let never = CancellationToken::new();
        let endless = vec![b'x'; LONGEST_LINE + 5000];
        for said in [endless.as_slice(), b"{\"event\":\"progress\"}\n", b"hello\n"] {
            match listen(said, &limits, &mut |_| {}, &never).await {
                Ended::Because(failure) => assert_eq!(failure.kind, FailureKind::Crashed),
                _ => panic!("it was believed"),
            }
        }
    }
}
