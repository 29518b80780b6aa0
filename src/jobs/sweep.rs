//! Removes what belongs to nobody: uploads that were given up, channels whose
//! films are erased, files that no row names, expired sessions.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::Ended;
use crate::actions::two_factor::REQUEST_SECONDS;
use crate::app::App;
use crate::db;
use crate::domain::moment::Moment;
use crate::error::{Error, Result};
use crate::federation::borrow;
use crate::files;
use crate::files::layout::Small;

/// Uploads that nobody has touched for this long are given up.
const UPLOAD_DAYS: i64 = 7;

/// What nobody has to be told any more.
const NOTIFICATION_SECONDS: i64 = 180 * 24 * 3600;

/// Signatures inside of activities that are too old to be believed anyway.
const PROOF_SECONDS: i64 = 2 * crate::federation::proof::AGE_SECONDS;
/// Bytes that pictures and captions of other servers may take; what goes is fetched again when somebody looks at it.
const BORROWED: i64 = 500 * 1000 * 1000;

/// Files younger than this may be on their way to their row.
const YOUNG_SECONDS: i64 = 24 * 3600;

pub(super) async fn run(app: &Arc<App>, job_id: i64) -> Result<Ended> {
    let before = Moment(app.now().0 - UPLOAD_DAYS * 24 * 3600 * 1000);
    let named = app
        .db
        .write(move |tx| {
            for id in db::upload::forgotten(tx, before)? {
                db::upload::delete(tx, &id)?;
            }
            db::session::delete_expired(tx)?;
            db::two_factor::delete_unconfirmed(tx, tx.now.plus_seconds(-REQUEST_SECONDS))?;
            db::view::age(tx)?;
            db::one_time_link::delete_expired(tx)?;
            db::email_proof::delete_expired(tx)?;
            db::activity::forget(tx)?;
            db::proof::forget(tx, tx.now.plus_seconds(-PROOF_SECONDS))?;
            db::notification::forget(tx, tx.now.plus_seconds(-NOTIFICATION_SECONDS))?;
            db::account::erase(tx)?;
            db::job::finish(tx, job_id)?;
            db::sweep::named_files(tx)
        })
        .await?;
    borrow::keep_within(&app.db, &app.layout, BORROWED).await?;
    let (layout, now) = (app.layout.clone(), app.now());
    let swept = tokio::task::spawn_blocking(move || {
        for folder in [
            layout.originals(),
            layout.small_folder(Small::Thumbnail),
            layout.small_folder(Small::Preview),
            layout.small_folder(Small::Storyboard),
            layout.small_folder(Small::Caption),
            layout.small_folder(Small::Avatar),
            layout.small_folder(Small::Banner),
            layout.small_folder(Small::Torrent),
            layout.films(),
        ] {
            sweep(&folder, &named, now)?;
        }
        for film in std::fs::read_dir(layout.films())? {
            sweep(&film?.path(), &named, now)?;
        }
        Ok::<(), std::io::Error>(())
    });
    swept.await.map_err(|error| Error::internal(format!("the sweep: {error}")))??;
    Ok(Ended::Done)
}

/// Removes the old entries of a folder that nothing names.
fn sweep(folder: &Path, named: &HashSet<String>, now: Moment) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let modified =
            entry.metadata()?.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let age = now.seconds_since(Moment(modified.as_millis() as i64));
        if !named.contains(&name) && age > YOUNG_SECONDS {
            tracing::info!(path = %entry.path().display(), "removed: nothing names it");
            files::remove_quietly(&entry.path());
        }
    }
    Ok(())
}
