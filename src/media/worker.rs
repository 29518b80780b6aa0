//! The parent's side of the worker: starts `lucarne-media` for one piece of work, listens to it, kills it
//! when it stands still or is not wanted any more, and says in one word what went wrong.
//!
//! Nothing that the child says is trusted further than needed: lines are bounded, file names must be plain.

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, OnceLock, mpsc};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::{OnceCell, oneshot};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::protocol::{
    EncoderReport, Event, Failure, FailureKind, Job, Misbehaviour, Order, PictureOutput, Prepare, Prepared,
    Progress, SourceInfo,
};

/// A line of the worker may be this long.
const LONGEST_LINE: usize = 1 << 20;
/// So much of what the worker wrote on its error output is kept for the log.
const KEPT_ERRORS: usize = 8 << 10;
/// Trials of encoders take this many seconds at most.
const TRIAL_SECONDS: u64 = 30;

/// How a worker is started. Clones share what was found out about encoders and plugins.
#[derive(Clone, Debug)]
pub struct Worker {
    pub program: PathBuf,
    pub limits: Limits,
    /// Names of protections that the administrator accepted to lack: "landlock", "seccomp", "limits".
    pub accept_without: Vec<String>,
    /// A folder of ours in which the list of GStreamer's plugins is kept.
    pub cache: PathBuf,
    /// Everything that the worker sees of the environment: for systems whose plugins lie elsewhere
    /// (`GST_PLUGIN_SYSTEM_PATH_1_0`, `GST_PLUGIN_SCANNER_1_0`, `LD_LIBRARY_PATH`).
    pub environment: Vec<(String, String)>,
    known: Arc<Known>,
}

/// The walls around one piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Address space of the worker.
    pub memory_bytes: u64,
    /// Processor time over all threads.
    pub cpu_seconds: u64,
    /// Any single file that is written.
    pub file_bytes: u64,
    /// Pixels of one picture, of a film or of an upload.
    pub pixels: u64,
    /// Time without any progress after which the worker counts as hanging.
    pub stall_seconds: u64,
    /// Time after which it is ended however it gets on.
    pub total_seconds: u64,
}

#[derive(Debug, Default)]
struct Known {
    registry: OnceCell<()>,
    encoder: OnceCell<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: 4 << 30,
            cpu_seconds: 48 * 3600,
            file_bytes: 256 << 30,
            pixels: 8192 * 8192,
            stall_seconds: 120,
            total_seconds: 48 * 3600,
        }
    }
}

impl Worker {
    /// The worker that lies beside the server's own program. `cache_folder` is made if it is missing.
    pub fn beside(program_folder: &Path, cache_folder: &Path) -> Self {
        Self {
            program: program_folder.join("lucarne-media"),
            limits: Limits::default(),
            accept_without: Vec::new(),
            cache: cache_folder.to_owned(),
            environment: Vec::new(),
            known: Arc::default(),
        }
    }

    /// What a file is. Reads only as much of it as needed.
    pub async fn probe(&self, source: &Path) -> Result<SourceInfo, Failure> {
        refuse_empty(source).await?;
        match self.ask(Job::Probe { source: source.to_owned() }).await? {
            Event::Probed { source } => Ok(source),
            other => Err(unexpected(&other)),
        }
    }

    /// Makes a film watchable. After a failure or a cancellation the folder of the wish is empty again.
    pub async fn prepare(
        &self,
        request: &Prepare,
        mut on_progress: impl FnMut(Progress) + Send,
        cancelled: &CancellationToken,
    ) -> Result<Prepared, Failure> {
        refuse_empty(&request.source).await?;
        let mut request = request.clone();
        if request.encoder.is_none() {
            request.encoder = Some(self.encoder().await?);
        }
        let folder = request.folder.clone();
        let mut hear = |event: &Event| {
            if let Event::Progress(progress) = event {
                on_progress(*progress);
            }
        };
        let result = self.run(Job::Prepare(request), &self.limits, &mut hear, cancelled).await;
        let result = result.and_then(|event| match event {
            Event::Prepared { result } => check_names(result),
            other => Err(unexpected(&other)),
        });
        if result.is_err() {
            empty(&folder).await;
        }
        result
    }

    /// Any uploaded JPEG, PNG or WebP, cropped to the shape of each output and scaled.
    pub async fn picture(&self, source: &Path, outputs: &[PictureOutput]) -> Result<(), Failure> {
        refuse_empty(source).await?;
        self.write_pictures(Job::Picture { source: source.to_owned(), outputs: outputs.to_vec() }, outputs)
            .await
    }

    /// The frame of a film that is shown at that time.
    pub async fn frame(
        &self,
        source: &Path,
        at_milliseconds: u64,
        outputs: &[PictureOutput],
    ) -> Result<(), Failure> {
        refuse_empty(source).await?;
        let job = Job::Frame { source: source.to_owned(), at_milliseconds, outputs: outputs.to_vec() };
        self.write_pictures(job, outputs).await
    }

    /// Each installed H.264 encoder, tried by encoding some frames; the preferred first.
    pub async fn encoders(&self, resolution: u32) -> Result<Vec<EncoderReport>, Failure> {
        let Event::Candidates { names } = self.ask(Job::Candidates).await? else {
            return Err(Failure::internal("the worker did not name the encoders"));
        };
        let mut reports = Vec::with_capacity(names.len());
        for name in names {
            // Each in a process of its own: a driver that crashes or hangs fails alone.
            let limits = Limits { stall_seconds: TRIAL_SECONDS, ..self.limits.clone() };
            let job = Job::Trial { encoder: name.clone(), resolution };
            let report = match self.run(job, &limits, &mut |_| {}, &CancellationToken::new()).await {
                Ok(Event::Tried { report }) => report,
                Ok(other) => return Err(unexpected(&other)),
                Err(failure) if failure.kind == FailureKind::SandboxRefused => return Err(failure),
                Err(failure) => EncoderReport {
                    name,
                    works: false,
                    frames_per_second: 0.0,
                    reason: Some(failure.to_string()),
                },
            };
            reports.push(report);
        }
        Ok(reports)
    }

    /// The exercise of the limits: the worker misbehaves as told, and the failure that this makes comes back.
    /// `Escape` is the exception: it succeeds with the names of what the walls withheld.
    pub async fn misbehave(&self, how: Misbehaviour) -> Result<Vec<String>, Failure> {
        match self.ask(Job::Fail { how }).await? {
            Event::Protections { names } => Ok(names),
            other => Err(unexpected(&other)),
        }
    }

    /// The encoder that the trial chose: the most preferred that works.
    async fn encoder(&self) -> Result<String, Failure> {
        let choose = || async {
            let Event::Candidates { names } = self.ask(Job::Candidates).await? else {
                return Err(Failure::internal("the worker did not name the encoders"));
            };
            if let [only] = names.as_slice() {
                return Ok(only.clone());
            }
            let reports = self.encoders(480).await?;
            let works = reports.into_iter().find(|report| report.works);
            works
                .map(|report| report.name)
                .ok_or_else(|| Failure::internal("no installed H.264 encoder works"))
        };
        self.known.encoder.get_or_try_init(choose).await.cloned()
    }

    async fn write_pictures(&self, job: Job, outputs: &[PictureOutput]) -> Result<(), Failure> {
        let result = self.ask(job).await.and_then(|event| match event {
            Event::Done => Ok(()),
            other => Err(unexpected(&other)),
        });
        if result.is_err() {
            for output in outputs {
                // It may never have been written: nothing to say then.
                let _ = tokio::fs::remove_file(&output.path).await;
            }
        }
        result
    }

    /// One piece of work of which only the answer counts.
    async fn ask(&self, job: Job) -> Result<Event, Failure> {
        self.run(job, &self.limits, &mut |_| {}, &CancellationToken::new()).await
    }

    /// Runs one piece of work, after making sure that the list of plugins is there and fresh.
    async fn run(
        &self,
        job: Job,
        limits: &Limits,
        hear: &mut (dyn FnMut(&Event) + Send),
        cancelled: &CancellationToken,
    ) -> Result<Event, Failure> {
        let listed = || async {
            tokio::fs::create_dir_all(&self.cache).await?;
            let never = CancellationToken::new();
            match self.run_alone(Job::Registry, &self.limits, &mut |_| {}, &never).await? {
                // GStreamer says nothing when it cannot write the list, as on a full disk.
                Event::Done => match tokio::fs::metadata(self.cache.join("gstreamer-registry.bin")).await {
                    Ok(_) => Ok(()),
                    Err(error) => {
                        Err(Failure::internal(format!("the list of plugins was not written: {error}")))
                    }
                },
                other => Err(unexpected(&other)),
            }
        };
        self.known.registry.get_or_try_init(listed).await?;
        self.run_alone(job, limits, hear, cancelled).await
    }

    async fn run_alone(
        &self,
        job: Job,
        limits: &Limits,
        hear: &mut (dyn FnMut(&Event) + Send),
        cancelled: &CancellationToken,
    ) -> Result<Event, Failure> {
        if cancelled.is_cancelled() {
            return Err(Failure::new(FailureKind::Cancelled, "cancelled before it began"));
        }
        let registry = self.cache.join("gstreamer-registry.bin");
        let mut command = Command::new(&self.program);
        command
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
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
            Order { job, limits: limits.clone(), accept_without: self.accept_without.clone(), registry };
        let mut line = serde_json::to_vec(&order).map_err(|error| Failure::internal(error.to_string()))?;
        line.push(b'\n');

        let mut child = spawn(command).await.map_err(|error| {
            Failure::internal(format!("cannot start {}: {error}", self.program.display()))
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
                return Err(cause_of_death(status, &words));
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
fn cause_of_death(status: Option<ExitStatus>, words: &str) -> Failure {
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
    } else if OUT_OF_MEMORY.iter().any(|text| words.contains(text)) || signal == Some(libc::SIGKILL) {
        // Nobody here sent that SIGKILL: it is the kernel's, which had no memory left.
        FailureKind::MemoryExceeded
    } else {
        FailureKind::Crashed
    };
    let ended = status.map_or_else(|| "did not end".to_owned(), |status| status.to_string());
    Failure::new(kind, format!("the worker ended without an answer ({ended}) [{}]", words.trim_end()))
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

async fn refuse_empty(source: &Path) -> Result<(), Failure> {
    let metadata = tokio::fs::metadata(source)
        .await
        .map_err(|error| Failure::internal(format!("cannot read {}: {error}", source.display())))?;
    if metadata.len() == 0 {
        return Err(Failure::new(FailureKind::Empty, format!("{} has no bytes", source.display())));
    }
    Ok(())
}

/// A worker that was taken over by a film must not name files outside its folder.
fn check_names(result: Prepared) -> Result<Prepared, Failure> {
    let plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
    };
    let mut names = vec![&result.master, &result.hashes, &result.thumbnail, &result.preview];
    for rendition in &result.renditions {
        names.extend([&rendition.file, &rendition.playlist]);
    }
    match names.into_iter().find(|name| !plain(name)) {
        Some(name) => Err(Failure::new(FailureKind::Crashed, format!("the worker named a file {name:?}"))),
        None => Ok(result),
    }
}

/// Removes what a preparation left in its scratch folder.
async fn empty(folder: &Path) {
    let Ok(mut entries) = tokio::fs::read_dir(folder).await else { return };
    while let Ok(Some(entry)) = entries.next_entry().await {
        // What cannot be removed now is removed with the folder, by whoever made it.
        let _ = tokio::fs::remove_file(entry.path()).await;
    }
}

fn unexpected(event: &Event) -> Failure {
    Failure::internal(format!("the worker answered something else: {event:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_death_without_words_is_a_crash_and_one_for_memory_says_so() {
        let crashed = cause_of_death(Some(ExitStatus::from_raw(libc::SIGSEGV)), "");
        assert_eq!(crashed.kind, FailureKind::Crashed);
        let starved =
            cause_of_death(Some(ExitStatus::from_raw(libc::SIGABRT)), "memory allocation of 8 bytes failed");
        assert_eq!(starved.kind, FailureKind::MemoryExceeded);
        let late = cause_of_death(Some(ExitStatus::from_raw(libc::SIGXCPU)), "");
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
