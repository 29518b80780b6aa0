//! Writes and sends one letter.

use std::sync::Arc;

use super::Ended;
use crate::actions::letters;
use crate::app::App;
use crate::db;
use crate::domain::mail::Letter;
use crate::error::{Error, Result};

pub(super) async fn run(app: &Arc<App>, job_id: i64, letter: Letter) -> Result<Ended> {
    let settings = app.settings();
    let server = settings.mail.as_ref().ok_or_else(|| Error::invalid("error-no-mail-server"))?;
    if let Some(written) = letters::write(&app.db, app.paper(), letter).await? {
        let sent = tokio::select! {
            sent = app.send(server, &written) => sent,
            () = app.stopping().cancelled() => return Ok(Ended::Interrupted),
        };
        sent?;
        // To whom is nobody's business who reads logs.
        tracing::info!("a letter has been sent");
    }
    app.db.write(move |tx| db::job::finish(tx, job_id)).await?;
    Ok(Ended::Done)
}
