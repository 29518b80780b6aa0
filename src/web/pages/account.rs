//! The person's own settings: how others see them, and their password.

use warp::http::StatusCode;

use super::fields::problems_of_person;
use super::login::with_session;
use super::{face, page, problem};
use crate::actions::pictures::{self, Shown};
use crate::actions::sessions::SESSION_SECONDS;
use crate::actions::{accounts, sessions};
use crate::db;
use crate::domain::account::{Person, Preferences};
use crate::domain::job::Lane;
use crate::domain::sensitive::{EXPLICIT_SEX, Policy, VIOLENT};
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::api::members::deleted;
use crate::web::auth;
use crate::web::pictures::{PICTURE_LENGTH, form_with_file, set_shown};
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{AccountSettingsPage, Problems, Section};

/// The kinds of sensitive films for which something else can be wished, and their names.
const KINDS: [(i64, &str); 2] = [(VIOLENT, "film-violent"), (EXPLICIT_SEX, "film-explicit-sex")];

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
        avatar: face(&user.account.avatars),
        display_name: user.account.display_name,
        may_verify: visit.app.settings().mail.is_some()
            && (user.pending_email.is_some() || user.email_verified_at.is_none()),
        pending_email: user.pending_email,
        email: user.email,
        description: user.account.description.unwrap_or_default(),
        nsfw_policy: user.preferences.nsfw_policy,
        shares: user.preferences.shares,
        site_shares: visit.app.settings().shares,
        nsfw_kinds: KINDS
            .into_iter()
            .map(|(flag, key)| (flag, key, user.preferences.nsfw_wishes.of(flag)))
            .collect(),
        has_two_factor: user.has_two_factor,
        sessions: super::sessions::rows(visit).await?,
        ..AccountSettingsPage::default()
    })
}

pub async fn save(visit: &mut Visit) -> Result<Response> {
    let person = visit.signed_in()?.clone();
    let (form, picture) = form_with_file(visit, &["avatarfile"], PICTURE_LENGTH).await?;
    visit.visitor.check_form(&form)?;
    let wrong = problems_of_person(visit.language, &["displayName", "email", "description"], &form);
    if !wrong.is_empty() {
        return refused(visit, &form, wrong, StatusCode::BAD_REQUEST).await;
    }
    match take_over(visit, &person, &form, picture).await {
        Ok(()) => {
            visit.app.wake(Lane::Mail);
            Ok(answer::see_other("/my/account?done=saved"))
        }
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let place = match error.said.key {
                "error-picture" | "error-picture-large" => Some("avatarfile"),
                "error-email-taken" => Some("email"),
                _ => None,
            };
            let wrong = problem(visit.language, place, &error);
            refused(visit, &form, wrong, answer::status_of(error.kind)).await
        }
    }
}

/// The page again, with what was typed.
async fn refused(visit: &Visit, form: &Form, problems: Problems, status: StatusCode) -> Result<Response> {
    let view = AccountSettingsPage {
        display_name: form.text("displayName"),
        email: form.text("email"),
        description: form.text("description"),
        problems,
        ..view(visit).await?
    };
    let mut response = page(&view)?;
    *response.status_mut() = status;
    Ok(response)
}

async fn take_over(visit: &Visit, person: &Person, form: &Form, picture: Option<Vec<u8>>) -> Result<()> {
    // The picture first: it is what is most likely to be refused.
    if let Some(picture) = picture {
        set_shown(visit, person, &Shown::Account, &picture).await?;
    } else if form.is_checked("removeAvatar") {
        let (db, layout) = (&visit.app.db, &visit.app.layout);
        pictures::replace(db, layout, person, &Shown::Account, Vec::new()).await?;
    }
    let change = accounts::Change {
        display_name: Some(form.text("displayName")),
        email: Some(form.text("email")),
        description: Some(form.text("description")),
        password: None,
    };
    let policy = form.get("nsfwPolicy").map(Policy::from_code);
    let shares = said_of(form, "shares");
    let kinds: Vec<_> = KINDS
        .into_iter()
        .filter_map(|(flag, _)| Some((flag, Policy::from_code(form.get(&format!("nsfwKind{flag}"))?))))
        .collect();
    let prefer = move |wished: &mut Preferences| {
        wished.nsfw_policy = policy.unwrap_or(wished.nsfw_policy);
        wished.shares = shares.unwrap_or(wished.shares);
        for (flag, policy) in kinds {
            wished.nsfw_wishes.set(flag, policy);
        }
        Ok(())
    };
    accounts::change(&visit.app.db, person, change, prefer).await
}

/// A box of a form, which says nothing by itself where it is not ticked: a hidden field says that it was there.
pub(super) fn said_of(form: &Form, name: &str) -> Option<bool> {
    form.all("asked").iter().any(|asked| asked == name).then(|| form.get(name) == Some("1"))
}

pub async fn change_password(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let (current, new) = (form.text("currentPassword"), form.text("newPassword"));
    match accounts::change_password(&visit.app.db, person.user_id, current, new).await {
        Ok(()) => {
            // Every session has ended; this browser has just shown both passwords.
            let secret = sessions::open(&visit.app.db, person.user_id, visit.request.device()).await?;
            let response = answer::see_other("/my/account?done=password");
            Ok(with_session(visit, response, &secret, SESSION_SECONDS))
        }
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let place = match error.said.key {
                "error-password-wrong" => Some("currentPassword"),
                "error-password-short" => Some("newPassword"),
                _ => None,
            };
            let password_problems = problem(visit.language, place, &error);
            with_status(page(&AccountSettingsPage { password_problems, ..view(visit).await? })?, &error)
        }
    }
}

/// Deletes the person, who shows once more that it is they.
pub async fn delete(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let outcome = match auth::sign_in(visit, &person.username, form.text("password")).await {
        Ok(_) => deleted(visit, person.user_id).await,
        Err(error) if error.said.key == "error-login" => {
            Err(Error::new(Kind::Forbidden, "error-password-wrong"))
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(with_session(visit, answer::see_other("/?done=account-deleted"), "", 0)),
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let place = (error.said.key == "error-password-wrong").then_some("password");
            let delete_problems = problem(visit.language, place, &error);
            with_status(page(&AccountSettingsPage { delete_problems, ..view(visit).await? })?, &error)
        }
    }
}

fn with_status(mut response: Response, error: &Error) -> Result<Response> {
    *response.status_mut() = answer::status_of(error.kind);
    Ok(response)
}
