//! Asks the server of somebody whether they said what another one passes on, and does it then.

use std::sync::Arc;

use super::Ended;
use crate::app::App;
use crate::db;
use crate::error::{Error, Kind, Result};
use crate::federation::passed_on;

pub(super) async fn run(app: &Arc<App>, job_id: i64, body: &str) -> Result<Ended> {
    if let Some(exchange) = app.federation().await? {
        let activity = serde_json::from_str(body)
            .map_err(|error| Error::invalid("error-federation-activity").caused_by(error))?;
        let done = tokio::select! {
            done = passed_on::receive(&exchange, &activity) => done,
            () = app.stopping().cancelled() => return Ok(Ended::Interrupted),
        };
        match done {
            Err(error) if matches!(error.kind, Kind::Internal | Kind::Unavailable) => return Err(error),
            // What is refused stands in the journal, and would be refused again.
            Ok(()) | Err(_) => {}
        }
    }
    app.db.write(move |tx| db::job::finish(tx, job_id)).await?;
    Ok(Ended::Done)
}
