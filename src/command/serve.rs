//! `lucarne serve`.

use std::fs::File;
use std::sync::{Arc, PoisonError};

use sd_notify::NotifyState;
use tokio::signal::unix::{SignalKind, signal};

use super::{Outcome, in_words, prepare_folder, why};
use crate::app::{App, Clock};
use crate::config::{Config, Origin, runs_under_systemd};
use crate::error::reason;
use crate::{files, i18n, jobs, web};

pub async fn run(config: Config) -> Outcome {
    keep_memory_small();
    let address = config.listen.value;
    let listeners = web::serve::listen(address).await.map_err(|error| {
        format!("Nobody could be answered on {address}: {}. Name another address with --listen.", why(&error))
    })?;
    let tls = config.tls.as_ref().map(web::serve::acceptor).transpose();
    let tls = tls.map_err(|error| error.cause().map(ToString::to_string).unwrap_or_default())?;
    prepare_folder(&config)?;
    let app = App::open(config, Clock::system()).await.map_err(in_words)?;
    let _lock = lock(&app)?;
    empty_scratch(&app);
    i18n::prepare();
    if !app.worker.program.exists() {
        let program = app.worker.program.display();
        tracing::error!(
            "{program} is missing: no film can be prepared. Put it beside the server, or name it with --media-worker"
        );
    }
    if !app.config.accept_without.is_empty() {
        tracing::warn!(
            "films are read without the protection of {} ({}): one that was made for it could harm this machine",
            app.config.accept_without.join(", "),
            app.config.accept_without.origin
        );
    }
    let port =
        listeners.first().and_then(|listener| listener.local_addr().ok()).map(|address| address.port());
    greet(&app, port.unwrap_or(address.port()));
    // Before anybody is answered: who can be asked to end must be able to do it well.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let jobs = tokio::spawn(jobs::run(app.clone()));
    let mut server = tokio::spawn(web::serve::serve(app.clone(), listeners, tls));
    let _ = sd_notify::notify(&[NotifyState::Ready]);
    let watchdog = tokio::spawn(feed_watchdog(app.clone()));
    let ended_early = tokio::select! {
        _ = terminate.recv() => None,
        _ = interrupt.recv() => None,
        ended = &mut server => Some(ended?),
    };
    tracing::info!("ending: requests under way are finished, work under way is taken up at the next start");
    let _ = sd_notify::notify(&[NotifyState::Stopping]);
    app.stopping().cancel();
    watchdog.abort();
    let served = match ended_early {
        Some(ended) => ended,
        None => server.await?,
    };
    jobs.await?.map_err(in_words)?;
    app.db.checkpoint().await.map_err(in_words)?;
    served.map_err(in_words)
}

/// One server for a data folder: two would take each other's work.
fn lock(app: &App) -> Result<File, Box<dyn std::error::Error>> {
    let path = app.layout.root().join("lucarne.lock");
    let file = File::create(&path)
        .map_err(|error| format!("{} cannot be written: {}.", path.display(), reason(&error)))?;
    file.try_lock().map_err(|_| format!("Another Lucarne is serving {}.", app.layout.root().display()))?;
    Ok(file)
}

/// What an earlier start was making when it ended is nobody's.
fn empty_scratch(app: &App) {
    let Ok(entries) = std::fs::read_dir(app.layout.scratch()) else { return };
    for entry in entries.flatten() {
        files::remove_quietly(&entry.path());
    }
}

/// Says where the site is, and how to set it up.
fn greet(app: &App, port: u16) {
    let address = if app.config.url.origin == Origin::Default && app.settings().address.is_none() {
        at_home(port)
    } else {
        app.address()
    };
    tracing::info!(
        "Lucarne {} serves {address} from {}",
        env!("CARGO_PKG_VERSION"),
        app.layout.root().display()
    );
    let wizard = app.wizard.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(wizard) = wizard.as_ref() {
        let code = wizard.code();
        // On the terminal and in the journal alike: it is what the person is looking for.
        tell!("\n    Ouvrez / Open  {address}/setup?code={code}\n    Code           {code}\n");
    }
}

/// Where a box without an address of its own is found: by its name in the home network (RFC 6762) when it runs
/// as a service, on this very machine when somebody started it by hand.
fn at_home(port: u16) -> String {
    let port = if port == 80 { String::new() } else { format!(":{port}") };
    let system = rustix::system::uname();
    match system.nodename().to_str() {
        Ok(name) if runs_under_systemd() && !name.is_empty() && name != "localhost" => {
            let name = name.split('.').next().unwrap_or(name);
            format!("http://{name}.local{port}")
        }
        _ => format!("http://localhost{port}"),
    }
}

/// Tells systemd that the program is alive, as long as the database answers.
async fn feed_watchdog(app: Arc<App>) {
    let Some(limit) = sd_notify::watchdog_enabled() else { return };
    let mut ticks = tokio::time::interval(limit / 3);
    // Whoever listens may be slow to read: that must hold up nobody who asks for a page.
    let notify = || tokio::task::spawn_blocking(|| sd_notify::notify(&[NotifyState::Watchdog]));
    loop {
        ticks.tick().await;
        let answered = tokio::time::timeout(limit / 3, app.db.write(|_| Ok(()))).await;
        match answered {
            Ok(Ok(())) => {
                let _ = notify().await;
            }
            Ok(Err(error)) => tracing::error!(%error, "the database did not answer the watchdog"),
            Err(_) => tracing::error!("the database took too long to answer the watchdog"),
        }
    }
}

/// Two arenas are enough for this program, and give memory back that many would keep.
fn keep_memory_small() {
    #[cfg(target_env = "gnu")]
    // SAFETY: mallopt only sets parameters of the allocator; it is called before other threads allocate much.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 2);
        libc::mallopt(libc::M_TRIM_THRESHOLD, 256 * 1024);
        libc::mallopt(libc::M_MMAP_THRESHOLD, 512 * 1024);
    }
}
