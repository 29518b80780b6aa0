//! The person's own settings: how others see them, and their password.

use super::login::with_session;
use super::page;
use crate::actions::sessions::SESSION_SECONDS;
use crate::actions::{accounts, sessions};
use crate::db;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{AccountSettingsPage, Section};

pub async fn show(visit: &Visit) -> Result<Response> {
    page(&view(visit).await?)
}

async fn view(visit: &Visit) -> Result<AccountSettingsPage> {
    let user_id = visit.signed_in()?.user_id;
    let user = visit.app.db.read(move |read| db::account::by_id(read, user_id)).await?;
    let user = user.ok_or_else(|| Error::not_found("error-not-found"))?;
    Ok(AccountSettingsPage {
        page: visit.layout(Section::Account, visit.language.t("nav-account")),
        username: user.username,
        display_name: user.account.display_name,
        email: user.email,
        description: user.account.description.unwrap_or_default(),
        profile_error: None,
        password_error: None,
    })
}

pub async fn save(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let saved = accounts::set_profile(
        &visit.app.db,
        &person,
        accounts::Profile {
            display_name: form.text("displayName"),
            email: form.text("email"),
            description: form.filled("description").map(str::to_owned),
        },
    )
    .await;
    match saved {
        Ok(()) => Ok(answer::see_other("/my/account?done=saved")),
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let view = AccountSettingsPage {
                display_name: form.text("displayName"),
                email: form.text("email"),
                description: form.text("description"),
                profile_error: Some(visit.language.said(&error.said)),
                ..view(visit).await?
            };
            with_status(page(&view)?, &error)
        }
    }
}

pub async fn change_password(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let (current, new) = (form.text("currentPassword"), form.text("newPassword"));
    match accounts::change_password(&visit.app.db, person.user_id, current, new).await {
        Ok(()) => {
            // Every session has ended; this browser has just shown both passwords.
            let secret = sessions::open(&visit.app.db, person.user_id).await?;
            let response = answer::see_other("/my/account?done=password");
            Ok(with_session(visit, response, &secret, SESSION_SECONDS))
        }
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let words = Some(visit.language.said(&error.said));
            let view = AccountSettingsPage { password_error: words, ..view(visit).await? };
            with_status(page(&view)?, &error)
        }
    }
}

fn with_status(mut response: Response, error: &Error) -> Result<Response> {
    *response.status_mut() = answer::status_of(error.kind);
    Ok(response)
}
