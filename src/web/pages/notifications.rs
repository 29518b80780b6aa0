//! What the person is told of, in words.

use super::{PAGE, page, page_number, pagination, team};
use crate::actions::notifications;
use crate::actions::notifications::told::{Told, in_words, page_of};
use crate::db;
use crate::domain::notification::Kind;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{NotificationRow, NotificationsPage, Section, Wish};

/// What members can wish to be told of, and how it is called.
const WISHES: [(Kind, &str); 10] = [
    (Kind::NewFilm, "notify-new-film"),
    (Kind::Comment, "notify-comment"),
    (Kind::Published, "notify-published"),
    (Kind::Blocked, "notify-blocked"),
    (Kind::Follower, "notify-follower"),
    (Kind::Answer, "notify-answer"),
    (Kind::ReportDecided, "notify-report-decided"),
    (Kind::ReportAnswered, "notify-report-answered"),
    (Kind::Request, "notify-request"),
    (Kind::Report, "notify-report"),
];

pub async fn list(visit: &Visit) -> Result<Response> {
    let person = visit.signed_in()?.clone();
    let current = page_number(visit);
    let is_moderator = person.is_moderator();
    let found = visit.app.db.read(move |read| {
        let told = page_of(read, &person, None, (current - 1) * PAGE, PAGE)?;
        let user = db::account::by_id(read, person.user_id)?;
        Ok((told, user.ok_or_else(|| Error::not_found("error-not-found"))?.wishes))
    });
    let ((total, told), wishes) = found.await?;
    let wishes = serde_json::to_value(wishes)?;
    let kinds =
        WISHES.into_iter().filter(|(kind, _)| is_moderator || !matches!(kind, Kind::Request | Kind::Report));
    page(&NotificationsPage {
        page: visit.layout(Section::Notifications, visit.language.t("nav-notifications")),
        rows: told.iter().map(|one| row(visit, one)).collect(),
        has_unread: visit.visitor.unread > 0,
        pagination: pagination("/my/notifications", current, total),
        wishes: kinds
            .filter_map(|(kind, label_key)| {
                let name = kind.wish()?;
                let how = wishes[name].as_u64().unwrap_or(0);
                Some(Wish { name, label_key, is_wished: how & 1 > 0, is_wished_by_mail: how & 2 > 0 })
            })
            .collect(),
        has_mail: visit.app.settings().mail.is_some(),
    })
}

fn row(visit: &Visit, told: &Told) -> NotificationRow {
    let (text, url) = in_words(visit.language, told);
    let person = visit.visitor.person.as_ref();
    let asked = person.and_then(|person| team::asked(told, &text, person));
    NotificationRow { text, url, when: told.row.created_at.0 / 1000, is_read: told.row.is_read, asked }
}

/// The buttons: everything is read, and what to be told of.
pub async fn act(visit: &mut Visit, verb: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    match verb {
        "read" => {
            notifications::mark_all_read(&visit.app.db, &person).await?;
            Ok(answer::see_other("/my/notifications"))
        }
        "wishes" => {
            let wished: serde_json::Map<String, serde_json::Value> = Kind::WISHED
                .into_iter()
                .filter_map(Kind::wish)
                .map(|name| {
                    let by_mail = form.is_checked(&format!("{name}-mail"));
                    let how = u8::from(form.is_checked(name)) + 2 * u8::from(by_mail);
                    (name.to_owned(), how.into())
                })
                .collect();
            let wished = serde_json::from_value(wished.into())?;
            let change = notifications::wish(&visit.app.db, &person, move |wishes| {
                *wishes = wished;
                Ok(())
            });
            change.await?;
            Ok(answer::see_other("/my/notifications?done=saved"))
        }
        _ => Err(Error::not_found("error-not-found")),
    }
}
