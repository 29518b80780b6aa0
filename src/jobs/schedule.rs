//! What happens by the clock: views are written, swarms are looked after, the database is tidied, the sweep is asked
//! for.

use std::sync::Arc;
use std::time::Duration;

use crate::app::App;
use crate::db;
use crate::domain::job::{Job, Lane};
use crate::error::Result;
use crate::federation::tell::viewers;

/// How soon the server knows what a command beside it has changed.
const ROUND: Duration = Duration::from_secs(3);
/// Rounds; the first is also what a power cut may take of the counted views.
const VIEWS_EVERY: u32 = 10;
const GHOSTS_EVERY: u32 = 10;
/// At most one number of viewers is told for each film, server and minute.
const VIEWERS_EVERY: u32 = 20;
const VIEWED_AT_ONCE: usize = 50;
const CHECKPOINT_EVERY: u32 = 100;
const SWEEP_EVERY: u32 = 20 * 60 * 24;

/// Runs until the program stops, and writes the views once more then.
pub(super) async fn run(app: Arc<App>) {
    let mut rounds: u32 = 0;
    loop {
        let is_stopping = tokio::select! {
            () = tokio::time::sleep(ROUND) => false,
            () = app.stopping().cancelled() => true,
        };
        if (is_stopping || rounds.is_multiple_of(VIEWS_EVERY))
            && let Err(error) = app.views.flush(&app.db, app.now()).await
        {
            tracing::warn!(%error, "views could not be written; they are kept for the next time");
        }
        if (is_stopping || rounds.is_multiple_of(VIEWS_EVERY))
            && let Err(error) = app.presence.flush(&app.db).await
        {
            tracing::warn!(%error, "when sessions were used could not be written; it is kept for the next time");
        }
        if (is_stopping || rounds.is_multiple_of(VIEWS_EVERY))
            && let Err(error) = app.journal.flush(&app.db).await
        {
            tracing::warn!(%error, "the journal could not be written; it is kept for the next time");
        }
        if rounds.is_multiple_of(VIEWERS_EVERY)
            && !is_stopping
            && let Err(error) = tell_viewers(&app).await
        {
            tracing::warn!(%error, "others could not be told how many watch");
        }
        if is_stopping {
            return;
        }
        // A command beside the server may have changed them.
        match app.db.read(db::settings::load).await {
            Ok(settings) if settings != *app.settings() => app.settings_changed(settings),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the settings could not be read"),
        }
        if app.knows_swarms().await {
            // Swarms of films that are hidden end soon, whoever is in them.
            if let Err(error) = app.look_for_swarms().await {
                tracing::warn!(%error, "the swarms could not be looked at");
            }
            if rounds.is_multiple_of(GHOSTS_EVERY) {
                app.lobby.sweep(app.now());
            }
        }
        if rounds.is_multiple_of(CHECKPOINT_EVERY)
            && let Err(error) = app.db.checkpoint().await
        {
            tracing::warn!(%error, "the log of the database could not be folded in");
        }
        if rounds.is_multiple_of(SWEEP_EVERY) {
            let pushed = app.db.write(|tx| db::job::push(tx, &Job::Sweep, tx.now)).await;
            match pushed {
                Ok(()) => app.wake(Lane::Housekeeping),
                Err(error) => tracing::warn!(%error, "the sweep could not be asked for"),
            }
        }
        rounds = rounds.wrapping_add(1);
    }
}

/// Tells those who follow films how many watch them, where that has changed.
async fn tell_viewers(app: &Arc<App>) -> Result<()> {
    let changed = app.views.changed(app.now(), VIEWED_AT_ONCE);
    if changed.is_empty() {
        return Ok(());
    }
    let Some(exchange) = app.federation().await? else { return Ok(()) };
    app.db
        .write(move |tx| {
            changed
                .iter()
                .try_for_each(|&(film, viewers)| viewers::tell(tx, &exchange.address, film, viewers))
        })
        .await?;
    app.wake(Lane::Network);
    Ok(())
}
