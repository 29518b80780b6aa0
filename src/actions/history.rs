//! What members have watched: looked up, and forgotten.

use super::views::Views;
use crate::db::{self, Db};
use crate::domain::account::{Person, Preferences};
use crate::domain::moment::Moment;
use crate::error::Result;

/// Forgets one film, that nobody need know was watched.
pub async fn remove(db: &Db, views: &Views, person: &Person, video_id: i64) -> Result<()> {
    let account_id = person.account_id;
    views.forget(account_id, Some(video_id));
    db.write(move |tx| db::history::remove(tx, account_id, video_id)).await
}

/// Forgets everything up to `before`.
pub async fn clear(db: &Db, views: &Views, person: &Person, before: Moment) -> Result<()> {
    let account_id = person.account_id;
    views.forget(account_id, None);
    db.write(move |tx| db::history::clear(tx, account_id, before)).await
}

/// Whether what the person watches is remembered from now on. What was remembered stays.
pub async fn set_kept(db: &Db, views: &Views, person: &Person, is_kept: bool) -> Result<()> {
    let user_id = person.user_id;
    views.forget(person.account_id, None);
    db.write(move |tx| {
        let Some(user) = db::account::by_id(tx, user_id)? else { return Ok(()) };
        let preferences = Preferences { videos_history_enabled: is_kept, ..user.preferences };
        db::account::set_preferences(tx, user_id, &preferences)
    })
    .await
}
