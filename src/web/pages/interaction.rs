//! Members of other servers take up what stands here on their own, and ours what stands there.

use warp::http::StatusCode;

use super::page_of_film;
use super::watch;
use crate::domain::actor::Handle;
use crate::error::{Error, Kind, Result};
use crate::federation::look_up;
use crate::web::answer::{self, Response};
use crate::web::api::videos::watchable;
use crate::web::elsewhere;
use crate::web::routes::Visit;

/// `/remote-interaction?uri=…`: where other servers send our members (PeerTube's address).
pub async fn show(visit: &Visit) -> Result<Response> {
    let uri = visit.request.query.get("uri").unwrap_or_default();
    // Whoever is not signed in comes back here once they are.
    visit.visitor.person()?;
    match elsewhere::find(visit, uri).await? {
        Some(path) => Ok(answer::see_other(&path)),
        None => {
            let words: String = url::form_urlencoded::byte_serialize(uri.as_bytes()).collect();
            Ok(answer::see_other(&format!("/search?search={words}")))
        }
    }
}

/// Sends somebody who is at home on another server there, with the film that they see here.
pub async fn go_home(visit: &mut Visit, id: &str) -> Result<Response> {
    let form = visit.form().await?;
    let typed = form.text("handle").trim().to_owned();
    let whole = watchable(visit, id).await?;
    match way_home(visit, &typed, &whole).await {
        Ok(way) => Ok(answer::see_other(&way)),
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let said = visit.language.said(&error.said);
            let mut view = watch::view(visit, &whole, None).await?;
            view.home_handle = typed;
            view.home_problem = Some(said);
            let mut response = page_of_film(&view, &whole.video)?;
            *response.status_mut() = StatusCode::BAD_REQUEST;
            Ok(response)
        }
    }
}

async fn way_home(visit: &Visit, typed: &str, whole: &crate::web::api::videos::Whole) -> Result<String> {
    let handle = Handle::parse(typed)?;
    let exchange = visit.app.federation().await?.ok_or_else(|| Error::not_found("error-federation-off"))?;
    // Strangers make this site ask others: few at once, and few of one server.
    visit.app.gate.pass(visit.request.peer.address, visit.app.now())?;
    let _place = visit.app.gate.stranger(&handle.host)?;
    let thing = match &whole.video.origin {
        Some(origin) => origin.url.clone(),
        None => exchange.address.video(whole.video.uuid),
    };
    look_up::way_home(&exchange, &handle, &thing).await
}
