//! Writing to the association (`server/contact`).

use serde::Deserialize;

use crate::actions::letters::{self, Message};
use crate::domain::job::Lane;
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::routes::Visit;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Contact {
    from_name: String,
    from_email: String,
    #[serde(default)]
    subject: String,
    body: String,
}

pub async fn send(visit: &mut Visit) -> Result<Response> {
    let Contact { from_name, from_email, subject, body } = visit.request.json().await?;
    let message = Message { from_name, from_email, subject, body }.checked()?;
    auth::may_have_written(visit)?;
    letters::contact(&visit.app.db, message).await?;
    visit.app.wake(Lane::Mail);
    Ok(answer::no_content())
}
