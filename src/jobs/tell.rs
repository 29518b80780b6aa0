//! Tells others what has changed: looks at each thing that triggers have noted.

use std::sync::Arc;

use super::Ended;
use crate::app::App;
use crate::db;
use crate::domain::job::{Job, Lane};
use crate::error::Result;
use crate::federation::tell;

/// Things that are looked at in one transaction.
const AT_ONCE: u32 = 50;

pub(super) async fn run(app: &Arc<App>, job_id: i64) -> Result<Ended> {
    let Some(exchange) = app.federation().await? else {
        // What changed stays noted until the site has an address.
        app.db.write(move |tx| db::job::finish(tx, job_id)).await?;
        return Ok(Ended::Done);
    };
    let has_more = app
        .db
        .write(move |tx| {
            let things = db::outgoing::to_tell(tx, AT_ONCE)?;
            for (thing, id) in &things {
                tell::look(tx, &exchange.address, *thing, *id)?;
                db::outgoing::looked_at(tx, *thing, *id)?;
            }
            db::job::finish(tx, job_id)?;
            let has_more = things.len() == AT_ONCE as usize;
            if has_more {
                db::job::push(tx, &Job::Tell, tx.now)?;
            }
            Ok(has_more)
        })
        .await?;
    if has_more {
        app.wake(Lane::Network);
    }
    Ok(Ended::Done)
}
