//! One member, for whoever keeps the house.

use super::page;
use super::people::{is_muted, join_address, row};
use crate::actions::blocklist::{self, Whom};
use crate::actions::{invitations, members, two_factor};
use crate::db;
use crate::domain::account::Role;
use crate::error::{Error, Kind, Result};
use crate::i18n::Language;
use crate::web::answer::{self, Response};
use crate::web::api::members::deleted;
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{MadeLink, PersonPage, Section};

const GIGABYTE: f64 = 1e9;

fn number(id: &str) -> Result<i64> {
    id.parse().map_err(|_| Error::not_found("error-not-found"))
}

pub async fn show(visit: &Visit, id: &str) -> Result<Response> {
    page(&view(visit, number(id)?).await?)
}

async fn view(visit: &Visit, user_id: i64) -> Result<PersonPage> {
    let person = visit.visitor.moderator()?.clone();
    let (keeper, now) = (person.clone(), visit.app.now());
    let found = visit.app.db.read(move |read| {
        let user = members::managed(read, &keeper, user_id)?;
        let used = db::account::usage(read, user_id, now)?.0;
        let mut films = 0;
        for channel in db::channel::of_account(read, user.account.id)? {
            films += db::channel::count_films(read, channel.id)?;
        }
        let is_muted = is_muted(read, &user)?;
        Ok((user, used, films, is_muted))
    });
    let (user, used, films, is_muted) = found.await?;
    Ok(PersonPage {
        page: visit.layout(Section::People, user.account.display_name.clone()),
        role: user.role as i64,
        quota_typed: match user.quota {
            bytes if bytes < 0 => String::new(),
            bytes => written(visit.language, bytes),
        },
        blocked_reason: user.blocked_reason.clone().unwrap_or_default(),
        films: films.max(0) as u64,
        is_admin: person.is_administrator(),
        is_oneself: person.user_id == user_id,
        has_two_factor: user.has_two_factor,
        person: row(user, used, is_muted),
        made: None,
        error: None,
    })
}

pub async fn save(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.moderator()?.clone();
    let form = visit.form().await?;
    let id = number(id)?;
    let outcome = match said(&form) {
        Ok(change) => members::change(&visit.app.db, &person, id, change).await,
        Err(error) => Err(error),
    };
    finished(visit, id, outcome, &format!("/admin/people/{id}?done=saved")).await
}

fn said(form: &Form) -> Result<members::Change> {
    let role = form.filled("role").map(|role| {
        role.parse().ok().and_then(Role::from_number).ok_or_else(|| Error::forbidden("error-forbidden"))
    });
    let quota = match form.filled("quota") {
        None => -1,
        Some(typed) => bytes(typed).ok_or_else(|| Error::invalid("error-quota-typed"))?,
    };
    Ok(members::Change {
        display_name: Some(form.text("displayName").trim().to_owned()),
        email: Some(form.text("email").trim().to_owned()),
        password: None,
        role: role.transpose()?,
        quota: Some(quota),
        quota_daily: None,
    })
}

fn written(language: Language, bytes: i64) -> String {
    let gigabytes = (bytes as f64 / GIGABYTE).to_string();
    if language == Language::Fr { gigabytes.replace('.', ",") } else { gigabytes }
}

/// A number of gigabytes as people type it.
fn bytes(typed: &str) -> Option<i64> {
    let gigabytes: f64 = typed.trim().replace(',', ".").parse().ok()?;
    (0.0..=1e6).contains(&gigabytes).then_some((gigabytes * GIGABYTE) as i64)
}

/// The buttons: a new password, the second step switched off, access cut off and given back, the account deleted.
pub async fn act(visit: &mut Visit, id: &str, verb: &str) -> Result<Response> {
    let person = visit.visitor.moderator()?.clone();
    let form = visit.form().await?;
    let id = number(id)?;
    let own_page = format!("/admin/people/{id}?done=saved");
    match verb {
        "password" => {
            let secret = invitations::renew_password(&visit.app.db, &person, id).await?;
            let view = view(visit, id).await?;
            let (address, note) = (join_address(visit, &secret), view.person.display_name.clone());
            page(&PersonPage { made: Some(MadeLink { address, note, is_invitation: false }), ..view })
        }
        "block" => {
            let outcome = members::block(&visit.app.db, &person, id, Some(form.text("reason"))).await;
            finished(visit, id, outcome, &own_page).await
        }
        // Their own they switch off in their account, where the password is asked for.
        "two-factor-off" if id != person.user_id => {
            let outcome = two_factor::disable(&visit.app.db, &person, id).await;
            finished(visit, id, outcome, &own_page).await
        }
        "unblock" => {
            let outcome = members::unblock(&visit.app.db, &person, id).await;
            finished(visit, id, outcome, &own_page).await
        }
        "mute" | "unmute" => {
            let keeper = person.clone();
            let user = visit.app.db.read(move |read| members::managed(read, &keeper, id)).await?;
            let (db, name) = (&visit.app.db, &user.account.name);
            let outcome = match verb {
                "mute" => blocklist::block(db, &person, Whom::Everybody, name).await,
                _ => blocklist::unblock(db, &person, Whom::Everybody, name).await,
            };
            finished(visit, id, outcome, &own_page).await
        }
        "delete" => {
            let outcome = deleted(visit, id).await;
            finished(visit, id, outcome, "/admin/people?done=member-deleted").await
        }
        _ => Err(Error::not_found("error-not-found")),
    }
}

async fn finished(visit: &Visit, id: i64, outcome: Result<()>, path: &str) -> Result<Response> {
    match outcome {
        Ok(()) => Ok(answer::see_other(path)),
        Err(error) if matches!(error.kind, Kind::Internal | Kind::NotFound) => Err(error),
        Err(error) => {
            let words = Some(visit.language.said(&error.said));
            let mut response = page(&PersonPage { error: words, ..view(visit, id).await? })?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn room_is_typed_in_gigabytes_with_a_comma_or_a_point() {
        assert_eq!(bytes("10"), Some(10_000_000_000));
        assert_eq!(bytes(" 2,5 "), Some(2_500_000_000));
        assert_eq!(bytes("0"), Some(0));
        for wrong in ["", "-1", "ten", "1e9", "inf", "NaN", "1 Go"] {
            assert_eq!(bytes(wrong), None, "{wrong}");
        }
    }
}
