//! Coming in: by an invitation, by asking, or with a new password.

use super::fields::{place_of_person, problems_of_person};
use super::login::with_session;
use super::{page, problem};
use crate::actions::sessions::{self, SESSION_SECONDS};
use crate::actions::{accounts, invitations, registrations};
use crate::db;
use crate::domain::account::Role;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{Door, JoinPage, Section};

/// The page for asking for an account.
pub fn ask(visit: &Visit) -> Result<Response> {
    if !visit.app.settings().takes_requests {
        return Err(Error::not_found("error-registration-closed"));
    }
    page(&empty(visit, Door::Request))
}

pub async fn send(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    auth::may_ask(visit)?;
    match registrations::ask(&visit.app.db, typed(&form), form.text("reason")).await {
        Ok(_) => page(&JoinPage { username: form.text("username"), ..empty(visit, Door::Sent) }),
        Err(error) => refused(visit, Door::Request, &form, error),
    }
}

/// What a link opens.
pub async fn open(visit: &Visit, secret: &str) -> Result<Response> {
    let link = invitations::find(&visit.app.db, secret, visit.app.now()).await?;
    let Some(user_id) = link.user_id else { return page(&empty(visit, Door::Invitation)) };
    let username = name_of(visit, user_id).await?;
    page(&JoinPage { username, ..empty(visit, Door::Password) })
}

pub async fn pass(visit: &mut Visit, secret: &str) -> Result<Response> {
    let form = visit.form().await?;
    let link = invitations::find(&visit.app.db, secret, visit.app.now()).await?;
    let (door, outcome) = match link.user_id {
        Some(_) => {
            let chosen = invitations::choose_password(&visit.app.db, secret, form.text("password"));
            (Door::Password, chosen.await)
        }
        None => {
            let joined = invitations::accept(&visit.app.db, secret, typed(&form)).await;
            (Door::Invitation, joined.map(|person| person.user_id))
        }
    };
    match outcome {
        Ok(user_id) => {
            let user = visit.app.db.read(move |read| db::account::by_id(read, user_id)).await?;
            // A link stands for a password, never for the code that follows it.
            if user.is_none_or(|user| user.blocked_at.is_some() || user.has_two_factor) {
                return Ok(answer::see_other("/login"));
            }
            let secret = sessions::open(&visit.app.db, user_id, visit.request.device()).await?;
            let path = if door == Door::Password { "/?done=password" } else { "/?done=joined" };
            Ok(with_session(visit, answer::see_other(path), &secret, SESSION_SECONDS))
        }
        Err(error) => refused(visit, door, &form, error),
    }
}

async fn name_of(visit: &Visit, user_id: i64) -> Result<String> {
    let user = visit.app.db.read(move |read| db::account::by_id(read, user_id)).await?;
    Ok(user.ok_or_else(|| Error::not_found("error-link-used"))?.username)
}

fn typed(form: &Form) -> accounts::New {
    accounts::New {
        username: form.text("username"),
        display_name: form.text("displayName"),
        email: form.text("email"),
        password: form.text("password"),
        role: Role::Member,
        quota: -1,
    }
}

fn empty(visit: &Visit, door: Door) -> JoinPage {
    let title = match door {
        Door::Invitation => visit.language.t("join-do"),
        Door::Request => visit.language.t("join-ask-title"),
        Door::Sent => visit.language.t("join-sent-title"),
        Door::Password => visit.language.t("join-password-title"),
    };
    JoinPage { page: visit.layout(Section::Login, title), door, ..JoinPage::default() }
}

/// The page again, with what was typed: all but the password.
fn refused(visit: &Visit, door: Door, form: &Form, error: Error) -> Result<Response> {
    if matches!(error.kind, Kind::Internal | Kind::NotFound) {
        return Err(error);
    }
    let names: &[&'static str] = match door {
        Door::Password => &["password"],
        Door::Invitation => &["username", "displayName", "email", "password"],
        Door::Request | Door::Sent => &["username", "displayName", "email", "reason", "password"],
    };
    let mut problems = problems_of_person(visit.language, names, form);
    if problems.is_empty() {
        problems = problem(visit.language, place_of_person(&error), &error);
    }
    let view = JoinPage {
        problems,
        username: form.text("username"),
        display_name: form.text("displayName"),
        email: form.text("email"),
        reason: form.text("reason"),
        ..empty(visit, door)
    };
    let mut response = page(&view)?;
    *response.status_mut() = answer::status_of(error.kind);
    Ok(response)
}
