//! Where somebody is signed in.

use serde_json::json;

use super::number;
use super::shapes::List;
use crate::actions::sessions;
use crate::db;
use crate::db::session::{Name, Order, Session};
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::routes::Visit;

/// The tokens of a member. Browsers at the pages of this site have none: the page of the account lists them.
pub async fn list(visit: &Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let id = number(id)?;
    let query = &visit.request.query;
    let sort = query.get("sort").filter(|sort| !sort.is_empty()).unwrap_or("-createdAt");
    let order = match sort.trim_start_matches('-') {
        "createdAt" | "id" => Order::Created,
        "loginDate" => Order::Login,
        "lastActivityDate" => Order::Used,
        _ => return Err(Error::invalid("error-parameter").with("name", "sort").with("maximum", "")),
    };
    let order = (order, sort.starts_with('-'));
    let (start, count) =
        (query.number("start", 0, 1_000_000)?, query.number("count", super::COUNT, super::COUNT_MAXIMUM)?);
    let now = visit.app.now();
    visit.app.presence.flush(&visit.app.db).await?;
    let found = visit.app.db.read(move |read| {
        sessions::overseen(read, &person, id)?;
        db::session::applications(read, id, now, order, start, count)
    });
    let (total, found) = found.await?;
    let token = auth::bearer(&visit.request);
    let data = found.iter().filter_map(|session| shape(session, token)).collect();
    answer::json(&List { total, data })
}

/// PeerTube 8's shape. It keeps the addresses of the last sign-in and of the last use; we keep none, because whoever
/// reads the list knows their own devices by name, and what is not kept cannot be taken. PeerTube answers `null` as
/// well, for tokens that are older than its list.
fn shape(session: &Session, token: Option<&str>) -> Option<serde_json::Value> {
    let Name::Application(id) = session.name else { return None };
    Some(json!({
        "id": id,
        "currentSession": token.is_some_and(|token| sessions::is_of(session, token)),
        "loginDevice": session.login_device,
        "loginIP": null,
        "loginDate": session.login_at,
        "lastActivityDevice": session.device,
        "lastActivityIP": null,
        "lastActivityDate": session.used_at,
        "createdAt": session.created_at,
    }))
}

pub async fn revoke(visit: &Visit, id: &str, session: &str) -> Result<Response> {
    let person = visit.visitor.person()?;
    sessions::end(&visit.app.db, person, number(id)?, Name::Application(number(session)?)).await?;
    answer::json(&json!({ "success": true }))
}
