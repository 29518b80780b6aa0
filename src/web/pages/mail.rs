//! The mail server of the site: tried before it is kept.

use super::{page, problem, problems};
use crate::actions::letters;
use crate::actions::settings::change;
use crate::db;
use crate::domain::account::check_email;
use crate::domain::mail::{Security, Server, check_host};
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{MailPage, Problems, Section};

pub async fn show(visit: &Visit) -> Result<Response> {
    page(&view(visit).await?)
}

async fn view(visit: &Visit) -> Result<MailPage> {
    let own = own_address(visit).await?;
    let known = visit.app.settings().mail.clone();
    let is_on = known.is_some();
    let server = known.unwrap_or_else(|| Server {
        host: String::new(),
        port: 0,
        security: Security::default(),
        username: String::new(),
        password: String::new(),
        from: String::new(),
    });
    Ok(MailPage {
        page: visit.layout(Section::Settings, visit.language.t("mail-title")),
        is_on,
        has_password: !server.password.is_empty(),
        port: if is_on { server.port.to_string() } else { String::new() },
        host: server.host,
        security: server.security,
        username: server.username,
        from: server.from,
        own,
        problems: Problems::default(),
    })
}

/// Where the trial goes: to whoever fills in the form.
async fn own_address(visit: &Visit) -> Result<String> {
    let user_id = visit.visitor.administrator()?.user_id;
    let user = visit.app.db.read(move |read| db::account::by_id(read, user_id)).await?;
    Ok(user.ok_or_else(|| Error::not_found("error-not-found"))?.email)
}

pub async fn save(visit: &mut Visit) -> Result<Response> {
    visit.visitor.administrator()?;
    let form = visit.form().await?;
    if form.get("forget").is_some() {
        keep(visit, None).await?;
        return Ok(answer::see_other("/settings/mail?done=mail-forgotten"));
    }
    match try_out(visit, &form).await {
        Ok(server) => {
            keep(visit, Some(server)).await?;
            Ok(answer::see_other("/settings/mail?done=mail-sent"))
        }
        Err(error) if error.kind == Kind::Internal => Err(error),
        Err(error) => {
            let wrong = problems(visit.language, &["host", "port", "from"], |name| match name {
                "host" => check_host(form.text(name).trim()),
                "port" => port(&form, Security::default()).map(drop),
                _ => check_email(form.text(name).trim()),
            });
            let problems = if wrong.is_empty() { problem(visit.language, None, &error) } else { wrong };
            let view = MailPage {
                host: form.text("host"),
                port: form.text("port"),
                security: form.get("security").and_then(Security::from_code).unwrap_or_default(),
                username: form.text("username"),
                from: form.text("from"),
                problems,
                ..view(visit).await?
            };
            let mut response = page(&view)?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}

async fn keep(visit: &Visit, server: Option<Server>) -> Result<()> {
    let changed = change(&visit.app.db, move |settings| {
        settings.mail = server;
        Ok(())
    });
    visit.app.settings_changed(changed.await?);
    Ok(())
}

/// The server that was typed, once it has taken a letter.
async fn try_out(visit: &Visit, form: &Form) -> Result<Server> {
    let security = form.get("security").and_then(Security::from_code).unwrap_or_default();
    let known = visit.app.settings().mail.clone();
    let (host, username) = (form.text("host").trim().to_owned(), form.text("username").trim().to_owned());
    let typed = form.text("password");
    // What is kept is for the server that it was given for, so that nobody draws it out by naming their own.
    let kept = known.filter(|known| typed.is_empty() && known.host == host && known.username == username);
    let server = Server {
        password: kept.map_or(typed, |known| known.password),
        port: port(form, security)?,
        from: form.text("from").trim().to_owned(),
        host,
        security,
        username,
    };
    server.check()?;
    let to = own_address(visit).await?;
    let app = &visit.app;
    app.send(&server, &letters::trial(&app.paper(), visit.language, &to)).await?;
    Ok(server)
}

fn port(form: &Form, security: Security) -> Result<u16> {
    match form.filled("port") {
        None => Ok(security.port()),
        Some(typed) => {
            let port = typed.parse().ok().filter(|port| *port > 0);
            port.ok_or_else(|| Error::invalid("error-mail-port"))
        }
    }
}
