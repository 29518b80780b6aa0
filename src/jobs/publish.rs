//! Opens a film whose moment has come.

use std::sync::Arc;

use super::Ended;
use crate::actions::schedules;
use crate::app::App;
use crate::db;
use crate::error::Result;

pub(super) async fn run(app: &Arc<App>, job_id: i64, video_id: i64) -> Result<Ended> {
    app.db
        .write(move |tx| {
            db::job::finish(tx, job_id)?;
            schedules::open(tx, video_id)
        })
        .await?;
    Ok(Ended::Done)
}
