//! Where the person is signed in: shown on the page of the account, and ended there.

use crate::actions::sessions;
use crate::db::session::Name;
use crate::domain::device;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::SessionRow;

/// This one first, then the ones that were used last.
pub async fn rows(visit: &Visit) -> Result<Vec<SessionRow>> {
    let person = visit.signed_in()?;
    visit.app.presence.flush(&visit.app.db).await?;
    let found = sessions::list(&visit.app.db, person, visit.app.now()).await?;
    let mut rows: Vec<_> = found
        .iter()
        .map(|session| SessionRow {
            name: match session.name {
                Name::Browser(beginning) => format!("b{beginning:016x}"),
                Name::Application(id) => format!("a{id}"),
            },
            device: session.device.as_deref().map(device::in_short).unwrap_or_default(),
            is_application: matches!(session.name, Name::Application(_)),
            since: session.login_at.0 / 1000,
            used: session.used_at.0 / 1000,
            is_this: visit.visitor.session().is_some_and(|secret| sessions::is_of(session, secret)),
        })
        .collect();
    rows.sort_by_key(|row| (!row.is_this, -row.used));
    Ok(rows)
}

fn name_of(text: &str) -> Option<Name> {
    if let Some(beginning) = text.strip_prefix('b') {
        return u64::from_str_radix(beginning, 16).ok().map(Name::Browser);
    }
    text.strip_prefix('a')?.parse().ok().map(Name::Application)
}

pub async fn end(visit: &mut Visit, name: &str) -> Result<Response> {
    visit.form().await?;
    let person = visit.signed_in()?;
    let name = name_of(name).ok_or_else(|| Error::not_found("error-session-gone"))?;
    match sessions::end(&visit.app.db, person, person.user_id, name).await {
        // It had ended already: that is what was wished.
        Err(error) if error.kind != Kind::NotFound => Err(error),
        _ => Ok(answer::see_other("/my/account?done=session-ended#sessions")),
    }
}

pub async fn end_others(visit: &mut Visit) -> Result<Response> {
    visit.form().await?;
    let person = visit.signed_in()?;
    let secret = visit.visitor.session().unwrap_or_default();
    sessions::end_others(&visit.app.db, person, secret).await?;
    Ok(answer::see_other("/my/account?done=session-ended#sessions"))
}
