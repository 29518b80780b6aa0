//! Copies a film out of a folder beside the house.

use std::path::Path;
use std::sync::Arc;

use super::Ended;
use crate::actions::imports;
use crate::app::App;
use crate::db;
use crate::domain::job::Lane;
use crate::error::Result;
use crate::files::folders;

pub(super) async fn run(app: &Arc<App>, job_id: i64, upload_id: &str, path: &Path) -> Result<Ended> {
    let id = upload_id.to_owned();
    let upload = app.db.read(move |read| db::upload::find(read, &id)).await?;
    if let Some(upload) = upload.filter(|upload| upload.video_id.is_none()) {
        let file = folders::open(&app.config.import_from, path)?;
        let file = tokio::fs::File::from_std(file);
        tracing::info!(file = upload.file_name, "copying a film");
        let stops = || app.stopping().is_cancelled();
        let copied = imports::copy(&app.db, &app.desk, &upload, file, stops).await?;
        if copied.is_none() && stops() {
            return Ok(Ended::Interrupted);
        }
    }
    app.db.write(move |tx| db::job::finish(tx, job_id)).await?;
    app.wake(Lane::Media);
    Ok(Ended::Done)
}
