//! Writing to the association: what a visitor types goes to its administrators by mail.

use super::{page, problem, problems};
use crate::actions::letters::{self, Message};
use crate::domain::job::Lane;
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{ContactPage, Problems, Section};

const FIELDS: [&str; 4] = ["fromName", "fromEmail", "subject", "body"];

pub fn show(visit: &Visit) -> Result<Response> {
    if visit.app.settings().mail.is_none() {
        return Err(Error::not_found("error-no-mail-server"));
    }
    page(&empty(visit))
}

fn empty(visit: &Visit) -> ContactPage {
    ContactPage {
        page: visit.layout(Section::About, visit.language.t("about-contact")),
        ..ContactPage::default()
    }
}

pub async fn send(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let wrong = problems(visit.language, &FIELDS, |name| {
        let good = Message {
            from_name: "x".into(),
            from_email: "x@x.org".into(),
            subject: "xxx".into(),
            body: "xxx".into(),
        };
        let field = form.text(name);
        let tried = match name {
            "fromName" => Message { from_name: field, ..good },
            "fromEmail" => Message { from_email: field, ..good },
            "subject" => Message { subject: field, ..good },
            _ => Message { body: field, ..good },
        };
        tried.checked().map(drop)
    });
    if !wrong.is_empty() {
        return refused(visit, &form, wrong, warp::http::StatusCode::BAD_REQUEST);
    }
    let sent = match auth::may_have_written(visit) {
        Ok(()) => letters::contact(&visit.app.db, typed(&form)).await,
        Err(error) => Err(error),
    };
    match sent {
        Ok(()) => {
            visit.app.wake(Lane::Mail);
            page(&ContactPage { is_sent: true, ..empty(visit) })
        }
        Err(error) if matches!(error.kind, Kind::Internal | Kind::NotFound) => Err(error),
        Err(error) => {
            refused(visit, &form, problem(visit.language, None, &error), answer::status_of(error.kind))
        }
    }
}

fn typed(form: &Form) -> Message {
    Message {
        from_name: form.text("fromName"),
        from_email: form.text("fromEmail"),
        subject: form.text("subject"),
        body: form.text("body"),
    }
}

/// The page again, with what was typed.
fn refused(
    visit: &Visit,
    form: &Form,
    problems: Problems,
    status: warp::http::StatusCode,
) -> Result<Response> {
    let view = ContactPage {
        from_name: form.text("fromName"),
        from_email: form.text("fromEmail"),
        subject: form.text("subject"),
        body: form.text("body"),
        problems,
        ..empty(visit)
    };
    let mut response = page(&view)?;
    *response.status_mut() = status;
    Ok(response)
}
