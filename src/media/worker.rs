//! The parent's side of the worker: what may be asked of `lucarne-media`, and what is believed of its answers.
//! `process` starts the child, listens to it and buries it.

mod process;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use super::protocol::{
    EncoderReport, Event, Failure, FailureKind, Job, Misbehaviour, PictureOutput, Prepare, Prepared,
    Progress, SourceInfo,
};

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
    /// Ends whatever is under way, when the program is about to end.
    pub stopping: CancellationToken,
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
            stopping: CancellationToken::new(),
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
            let report = match self.run(job, &limits, &mut |_| {}, &self.stopping).await {
                Ok(Event::Tried { report }) => report,
                Ok(other) => return Err(unexpected(&other)),
                Err(failure)
                    if matches!(failure.kind, FailureKind::SandboxRefused | FailureKind::Cancelled) =>
                {
                    return Err(failure);
                }
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
        self.run(job, &self.limits, &mut |_| {}, &self.stopping).await
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
            match process::run(self, Job::Registry, &self.limits, &mut |_| {}, &self.stopping).await? {
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
        process::run(self, job, limits, hear, cancelled).await
    }
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
    names.extend(result.storyboard.iter().map(|storyboard| &storyboard.file));
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
