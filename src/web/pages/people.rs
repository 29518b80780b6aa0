//! Who is a member, who asks to be one, and the links by which they come in.

use super::{PAGE, page, page_number, pagination};
use crate::actions::{invitations, registrations, settings};
use crate::db::account::{Search, User};
use crate::db::{self, Read};
use crate::domain::account::Role;
use crate::domain::job::Lane;
use crate::domain::moment::Moment;
use crate::domain::registration::State;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{AskingRow, InvitationRow, MadeLink, PeoplePage, PersonRow, Section};

pub async fn list(visit: &Visit) -> Result<Response> {
    page(&view(visit).await?)
}

async fn view(visit: &Visit) -> Result<PeoplePage> {
    let person = visit.visitor.moderator()?.clone();
    let words = visit.request.query.get("search").unwrap_or_default().trim().to_owned();
    let current = page_number(visit);
    let search = Search {
        words: Some(words.clone()).filter(|words| !words.is_empty()),
        by_name: true,
        start: (current - 1) * PAGE,
        count: PAGE,
        ..Search::default()
    };
    let now = visit.app.now();
    let found = visit.app.db.read(move |read| {
        let (total, users) = db::account::search(read, &search)?;
        let used: Result<Vec<_>> =
            users.iter().map(|user| Ok(db::account::usage(read, user.id, now)?.0)).collect();
        let (_, asked) = db::registration::list(read, None, 0, 100)?;
        let muted: Result<Vec<_>> = users.iter().map(|user| is_muted(read, user)).collect();
        let used = used?.into_iter().zip(muted?);
        Ok((total, users, used.collect::<Vec<_>>(), asked, db::one_time_link::invitations(read, now)?))
    });
    let (total, users, used, asked, invitations) = found.await?;
    let encoded: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    Ok(PeoplePage {
        page: visit.layout(Section::People, visit.language.t("nav-people")),
        people: users.into_iter().zip(used).map(|(user, (used, muted))| row(user, used, muted)).collect(),
        total: total.max(0) as u64,
        pagination: pagination(&format!("/admin/people?search={encoded}"), current, total),
        words,
        asking: asked
            .into_iter()
            .filter(|asked| asked.state == State::Waiting)
            .map(|asked| AskingRow {
                id: asked.id,
                username: asked.username,
                display_name: asked.display_name,
                email: asked.email,
                is_verified: asked.email_verified_at.is_some(),
                reason: asked.reason,
                when: asked.created_at.0 / 1000,
            })
            .collect(),
        invitations: invitations
            .into_iter()
            .map(|link| InvitationRow {
                id: link.id,
                note: link.note,
                email: link.email.unwrap_or_default(),
                role_key: role_key(link.role),
                until: link.expires_at.0 / 1000,
            })
            .collect(),
        made: None,
        takes_requests: visit.app.settings().takes_requests,
        sends_mail: visit.app.settings().mail.is_some(),
        is_admin: person.is_administrator(),
        error: None,
    })
}

/// Whether the site hides a member's account from everybody.
pub(super) fn is_muted(read: &Read, user: &User) -> Result<bool> {
    Ok(db::blocklist::between(read, None, user.account.id)?.is_some())
}

pub(super) fn row(user: User, used: i64, is_muted: bool) -> PersonRow {
    PersonRow {
        id: user.id,
        username: user.username,
        display_name: user.account.display_name,
        email: user.email,
        role_key: role_key(user.role),
        is_blocked: user.blocked_at.is_some(),
        is_muted,
        used_bytes: used.max(0) as u64,
        quota_bytes: (user.quota >= 0).then_some(user.quota as u64),
        last_login: user.last_login_at.map(|Moment(at)| at / 1000),
    }
}

fn role_key(role: Role) -> &'static str {
    match role {
        Role::Administrator => "role-administrator",
        Role::Moderator => "role-moderator",
        Role::Member => "role-member",
    }
}

pub async fn invite(visit: &mut Visit) -> Result<Response> {
    let person = visit.visitor.moderator()?.clone();
    let form = visit.form().await?;
    let role = match form.filled("role") {
        Some(number) => number.parse().ok().and_then(Role::from_number),
        None => Some(Role::Member),
    };
    let role = role.ok_or_else(|| Error::forbidden("error-forbidden"))?;
    let (note, quota) = (form.text("note"), visit.app.settings().quota);
    let email = form.filled("email").map(|email| email.trim().to_owned()).filter(|email| !email.is_empty());
    let is_sent = email.is_some();
    let secret = match invitations::invite(&visit.app.db, &person, role, quota, &note, email).await {
        Err(error) if error.said.key == "error-email" => {
            let words = Some(visit.language.said(&error.said));
            let mut response = page(&PeoplePage { error: words, ..view(visit).await? })?;
            *response.status_mut() = answer::status_of(error.kind);
            return Ok(response);
        }
        secret => secret?,
    };
    if is_sent {
        visit.app.wake(Lane::Mail);
        return Ok(answer::see_other("/admin/people?done=invited"));
    }
    let made =
        MadeLink { address: join_address(visit, &secret), note: note.trim().to_owned(), is_invitation: true };
    page(&PeoplePage { made: Some(made), ..view(visit).await? })
}

pub(super) fn join_address(visit: &Visit, secret: &str) -> String {
    format!("{}/join/{secret}", visit.app.address())
}

pub async fn withdraw(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.moderator()?.clone();
    visit.form().await?;
    let id = id.parse().map_err(|_| Error::not_found("error-not-found"))?;
    invitations::withdraw(&visit.app.db, &person, id).await?;
    Ok(answer::see_other("/admin/people#invite"))
}

/// Lets strangers ask for an account, or not any more.
pub async fn take_requests(visit: &mut Visit) -> Result<Response> {
    visit.visitor.administrator()?;
    let form = visit.form().await?;
    let takes = form.get("take") == Some("true");
    let changed = settings::change(&visit.app.db, move |settings| {
        settings.takes_requests = takes;
        Ok(())
    });
    visit.app.settings_changed(changed.await?);
    Ok(answer::see_other("/admin/people?done=saved"))
}

/// Answers a request for an account.
pub async fn decide(visit: &mut Visit, id: &str, verb: &str) -> Result<Response> {
    visit.visitor.moderator()?;
    visit.form().await?;
    let id = id.parse().map_err(|_| Error::not_found("error-not-found"))?;
    let outcome = match verb {
        "accept" => registrations::accept(&visit.app.db, id, None).await.map(|_| ()),
        "reject" => registrations::reject(&visit.app.db, id, None).await,
        _ => return Err(Error::not_found("error-not-found")),
    };
    match outcome {
        Ok(()) => Ok(answer::see_other("/admin/people?done=saved")),
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let words = Some(visit.language.said(&error.said));
            let mut response = page(&PeoplePage { error: words, ..view(visit).await? })?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}
