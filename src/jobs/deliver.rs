//! Brings what ours say to an inbox, and leaves servers alone that do not answer.

use std::sync::Arc;

use super::Ended;
use crate::app::App;
use crate::db;
use crate::domain::job::back_off_seconds;
use crate::domain::moment::Moment;
use crate::error::{Kind, Result};
use crate::federation::delivery;
use crate::federation::exchange::host_of;

pub(super) async fn run(app: &Arc<App>, job_id: i64, outgoing_id: i64, inbox: &str) -> Result<Ended> {
    let Some(exchange) = app.federation().await? else {
        // Nothing is said while the site has no address; what was to be said waits.
        let until = app.now().plus_seconds(back_off_seconds(10));
        app.db.write(move |tx| db::job::postpone(tx, job_id, until)).await?;
        return Ok(Ended::Done);
    };
    let host = host_of(inbox).unwrap_or_default();
    let server = host.clone();
    let (outgoing, server) = app
        .db
        .read(move |read| Ok((db::outgoing::find(read, outgoing_id)?, db::server::by_host(read, &server)?)))
        .await?;
    let is_blocked = server.as_ref().is_some_and(|server| server.blocked_at.is_some());
    let silent_until = server.map_or(Moment(0), |server| server.silent_until);
    if silent_until > app.now() && !is_blocked {
        app.db.write(move |tx| db::job::postpone(tx, job_id, silent_until)).await?;
        return Ok(Ended::Done);
    }
    if let Some(outgoing) = outgoing.filter(|_| !is_blocked) {
        let delivered = tokio::select! {
            delivered = async {
                delivery::deliver(&exchange, &delivery::signed(&exchange, outgoing).await?, inbox).await
            } => delivered,
            () = app.stopping().cancelled() => return Ok(Ended::Interrupted),
        };
        match delivered {
            Err(error) if error.kind == Kind::Unavailable => {
                let silent = host.clone();
                app.db
                    .write(move |tx| {
                        let failures = db::server::by_host(tx, &silent)?.map_or(0, |server| server.failures);
                        db::server::failed(tx, &silent, tx.now.plus_seconds(back_off_seconds(failures)))
                    })
                    .await?;
                return Err(error);
            }
            Err(error) if error.kind == Kind::Internal => return Err(error),
            // A refusal for good stands in the journal; trying again would change nothing.
            Ok(()) | Err(_) => {}
        }
    }
    let address = exchange.address.of("");
    app.db
        .write(move |tx| {
            db::server::answered(tx, &host)?;
            db::settings::freeze_federation_address(tx, &address)?;
            db::job::finish(tx, job_id)?;
            db::outgoing::forget_delivered(tx, outgoing_id)
        })
        .await?;
    Ok(Ended::Done)
}
