//! A forgotten password: a link is sent to whoever asks under a name that exists.

use super::page;
use crate::actions::letters;
use crate::domain::job::Lane;
use crate::error::{Error, Result};
use crate::web::answer::Response;
use crate::web::auth;
use crate::web::routes::Visit;
use crate::web::views::{LostPage, Section};

pub fn show(visit: &Visit) -> Result<Response> {
    if visit.app.settings().mail.is_none() {
        return Err(Error::not_found("error-no-mail-server"));
    }
    answered(visit, false)
}

pub async fn send(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    auth::may_ask(visit)?;
    letters::ask_new_password(&visit.app.db, &form.text("username")).await?;
    visit.app.wake(Lane::Mail);
    answered(visit, true)
}

fn answered(visit: &Visit, is_sent: bool) -> Result<Response> {
    let title = visit.language.t(if is_sent { "lost-sent-title" } else { "lost-title" });
    page(&LostPage { page: visit.layout(Section::Login, title), is_sent })
}
