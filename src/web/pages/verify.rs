//! The page that a letter leads to: whoever presses its button has read what was sent to their address.

use super::page;
use crate::actions::addresses;
use crate::domain::job::Lane;
use crate::domain::mail::AddressOf;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::request::{Form, Query};
use crate::web::routes::Visit;
use crate::web::views::{Section, VerifyPage};

/// Nothing happens on a GET: programs that look through letters open every link.
pub fn show(visit: &Visit) -> Result<Response> {
    let query = &visit.request.query;
    let secret = query.get("verificationString").unwrap_or_default().to_owned();
    let (user, registration) = (number(query, "userId"), number(query, "registrationId"));
    if secret.is_empty() || user.is_some() == registration.is_some() {
        return Err(Error::not_found("error-verification"));
    }
    answered(visit, VerifyPage { secret, user, registration, ..VerifyPage::default() })
}

fn number(query: &Query, name: &str) -> Option<i64> {
    query.get(name)?.parse().ok()
}

fn answered(visit: &Visit, view: VerifyPage) -> Result<Response> {
    let title = visit.language.t(if view.is_done { "verify-done-title" } else { "verify-title" });
    page(&VerifyPage { page: visit.layout(Section::Login, title), ..view })
}

pub async fn prove(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let number = |form: &Form, name: &str| form.filled(name).and_then(|id| id.parse().ok());
    let of = match (number(&form, "userId"), number(&form, "registrationId")) {
        (Some(id), None) => AddressOf::User(id),
        (None, Some(id)) => AddressOf::Registration(id),
        _ => return Err(Error::not_found("error-verification")),
    };
    match addresses::prove(&visit.app.db, of, &form.text("verificationString")).await {
        Ok(()) => answered(visit, VerifyPage { is_done: true, ..VerifyPage::default() }),
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let said = Some(visit.language.said(&error.said));
            let mut response = answered(visit, VerifyPage { error: said, ..VerifyPage::default() })?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}

/// The button in “My account”: the letter is sent once more.
pub async fn again(visit: &mut Visit) -> Result<Response> {
    visit.form().await?;
    let user_id = visit.signed_in()?.user_id;
    auth::may_ask(visit)?;
    let user = visit.app.db.read(move |read| crate::db::account::by_id(read, user_id)).await?;
    if let Some(user) = user {
        addresses::ask_again(&visit.app.db, &user.email).await?;
        visit.app.wake(Lane::Mail);
    }
    Ok(answer::see_other("/my/account?done=verify-sent"))
}
