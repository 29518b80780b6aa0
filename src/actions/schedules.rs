//! Films that are to be opened at a moment: the job that waits for it, and what it does then.
//!
//! The film's row says what is wished; the job only looks at it. So a moment that is changed, a clock that is set
//! back and a preparation that takes longer all end in another look.

use super::{notifications, video_passwords, videos};
use crate::db::{self, Tx};
use crate::domain::id::Reference;
use crate::domain::job::Job;
use crate::domain::schedule::Schedule;
use crate::domain::video::State;
use crate::error::Result;

/// Has the job look at the film at its moment, or not at all.
pub(super) fn plan(tx: &Tx, video_id: i64, schedule: Option<Schedule>) -> Result<()> {
    let job = Job::Publish { video_id };
    db::job::cancel(tx, &job.key())?;
    schedule.map_or(Ok(()), |schedule| db::job::push(tx, &job, schedule.moment()))
}

/// Opens the film if its moment has come and it is prepared. One that is still in preparation is looked at again
/// once it is done.
pub fn open(tx: &Tx, video_id: i64) -> Result<()> {
    let Some(video) = db::video::find(tx, Reference::Number(video_id))? else { return Ok(()) };
    let Some(schedule) = video.about.schedule else { return Ok(()) };
    if schedule.moment() > tx.now {
        return plan(tx, video_id, Some(schedule));
    }
    if video.state != State::Published {
        return Ok(());
    }
    let mut about = video.about.clone();
    about.schedule = None;
    about.privacy = schedule.privacy.unwrap_or(about.privacy);
    db::video::describe(tx, video_id, &about)?;
    video_passwords::follow(tx, video_id, &about)?;
    let now = videos::privacy_changed(tx, &video)?;
    if now.about.privacy == video.about.privacy { Ok(()) } else { notifications::film_ready(tx, &now) }
}
