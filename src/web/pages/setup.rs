//! The first visit: one question a screen, each a plain form.

use std::sync::PoisonError;

use warp::http::{StatusCode, header};

use super::fields::problems_of_person;
use super::login::with_session;
use super::{html, layout, problem, problems};
use crate::actions::sessions::{self, SESSION_SECONDS, new_secret};
use crate::actions::settings::set_up;
use crate::appliance::setup::{Draft, Step, Wizard};
use crate::config::{Origin, address_text};
use crate::db;
use crate::domain::settings::Settings;
use crate::domain::video::tidy_line;
use crate::error::{Error, Kind, Result};
use crate::i18n::Language;
use crate::web::answer::{self, Response};
use crate::web::auth;
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{Problems, SetupPage, SetupStep};

/// Shown by the browser that has given the code.
const KEY: &str = "lucarne_setup";

pub async fn answer(visit: &mut Visit, method: &str) -> Result<Response> {
    if visit.app.settings().is_set_up {
        return Ok(answer::see_other("/"));
    }
    match method {
        "GET" => show(visit, None),
        "POST" => take(visit).await,
        _ => Err(Error::not_found("error-not-found")),
    }
}

fn with_wizard<T>(visit: &Visit, work: impl FnOnce(&mut Wizard) -> Result<T>) -> Result<T> {
    let mut wizard = visit.app.wizard.lock().unwrap_or_else(PoisonError::into_inner);
    work(wizard.as_mut().ok_or_else(|| Error::not_found("error-not-found"))?)
}

fn show(visit: &Visit, refused: Option<(&Error, Problems, &Form)>) -> Result<Response> {
    let form = refused.as_ref().map(|(.., form)| *form);
    let asked = visit.request.query.get("step").and_then(SetupStep::from_code);
    let view = with_wizard(visit, |wizard| {
        let is_known = wizard.knows(visit.request.cookie(KEY));
        let step = if is_known {
            let next = view_of(wizard.next());
            // Going back is free; going ahead is not.
            let step =
                asked.filter(|asked| asked.is_before(&next) && *asked != SetupStep::Code).unwrap_or(next);
            form.and_then(|form| SetupStep::from_code(form.get("step")?)).unwrap_or(step)
        } else {
            SetupStep::Code
        };
        // What the owner has typed is shown to the owner's browser alone.
        let nothing = Draft::default();
        let draft = if is_known { &wizard.draft } else { &nothing };
        let language = draft.language.as_deref().and_then(Language::from_code).unwrap_or(visit.language);
        let typed =
            |name: &str, known: &str| form.and_then(|form| form.get(name)).unwrap_or(known).to_owned();
        Ok(SetupPage {
            page: layout(&visit.app, visit.request.cookie("theme"), language, "/setup", None),
            step,
            problems: refused.as_ref().map(|(_, wrong, _)| wrong.clone()).unwrap_or_default(),
            code: visit.request.query.get("code").unwrap_or_default().to_owned(),
            site_name: typed("name", &draft.name),
            site_words: typed("description", &draft.description),
            site_url: typed("url", &draft.address.clone().unwrap_or_else(|| proposed_address(visit))),
            found_at: proposed_address(visit),
            url_is_fixed: visit.app.config.url.origin != Origin::Default,
            username: typed("username", &draft.username),
            display_name: typed("displayName", &draft.display_name),
            email: typed("email", &draft.email),
        })
    })?;
    let status = refused.map_or(StatusCode::OK, |(error, ..)| answer::status_of(error.kind));
    html(status, &view, "'none'")
}

/// Where this browser has found the site, if no boot setting says where it is.
fn proposed_address(visit: &Visit) -> String {
    if visit.app.config.url.origin != Origin::Default {
        return visit.app.address();
    }
    let scheme = if visit.request.peer.is_tls { "https" } else { "http" };
    visit
        .request
        .header(header::HOST)
        .map_or_else(|| visit.app.address(), |host| format!("{scheme}://{host}"))
}

async fn take(visit: &mut Visit) -> Result<Response> {
    auth::check_origin(&visit.request)?;
    let form = visit.request.form().await?;
    match step(visit, &form).await {
        Ok(response) => Ok(response),
        Err(error) => {
            let wrong = wrong(visit, &form, &error);
            show(visit, Some((&error, wrong, &form)))
        }
    }
}

/// Everything that is wrong with the answers of one screen. The password is not sent back to the page: where
/// another answer is refused, that is said beside it.
fn wrong(visit: &Visit, form: &Form, error: &Error) -> Problems {
    let step = form.get("step").and_then(SetupStep::from_code).unwrap_or_default();
    let language = with_wizard(visit, |wizard| Ok(wizard.draft.language.clone()));
    let language =
        language.ok().flatten().and_then(|code| Language::from_code(&code)).unwrap_or(visit.language);
    let text = |name: &str| tidy_line(&form.text(name));
    let is_other = error.kind != Kind::Invalid;
    match step {
        SetupStep::Code => problem(language, (error.said.key == "error-setup-code").then_some("code"), error),
        SetupStep::Site if !is_other => {
            problems(language, &["name", "description", "url"], |name| match name {
                "url" => address_of(visit, form.get("url")).map(drop),
                "name" => Settings { name: text(name), ..Settings::default() }.check(),
                _ => Settings { description: text(name), ..Settings::default() }.check(),
            })
        }
        SetupStep::Account if !is_other => {
            problems_of_person(language, &["username", "displayName", "email", "password"], form)
        }
        _ => problem(language, None, error),
    }
}

async fn step(visit: &Visit, form: &Form) -> Result<Response> {
    let step = form.get("step").and_then(SetupStep::from_code).unwrap_or_default();
    let key = visit.request.cookie(KEY);
    if step == SetupStep::Code {
        let key = new_secret();
        with_wizard(visit, |wizard| wizard.give_code(&form.text("code"), key.clone())).inspect_err(|_| {
            tracing::warn!(from = %visit.request.peer.address, "a wrong setup code was typed");
        })?;
        let cookie = format!("{KEY}={key}; Path=/setup; Max-Age=86400; HttpOnly; SameSite=Strict");
        return Ok(answer::with_header(answer::see_other("/setup"), header::SET_COOKIE, cookie));
    }
    let summary = with_wizard(visit, |wizard| {
        if !wizard.knows(key) {
            return Err(Error::forbidden("error-setup-code"));
        }
        match step {
            SetupStep::Code => {}
            SetupStep::Language => wizard.answer_language(&form.text("language"))?,
            SetupStep::Kind => wizard.answer_new(),
            SetupStep::Site => {
                let address = address_of(visit, form.get("url"))?;
                wizard.answer_site(&form.text("name"), &form.text("description"), address)?;
            }
            SetupStep::Account => wizard.answer_account(
                &form.text("username"),
                &form.text("displayName"),
                &form.text("email"),
                &form.text("password"),
            )?,
            SetupStep::Summary => return wizard.summary().map(Some),
        }
        Ok(None)
    })?;
    let Some(summary) = summary else { return Ok(answer::see_other("/setup")) };
    let language = summary.language.clone();
    let person = set_up(&visit.app.db, summary).await?;
    let settings = visit.app.db.read(db::settings::load).await?;
    visit.app.settings_changed(settings);
    tracing::info!(administrator = person.username, "the site has been set up");
    let secret = sessions::open(&visit.app.db, person.user_id, visit.request.device()).await?;
    let response = with_session(visit, answer::see_other("/?done=open"), &secret, SESSION_SECONDS);
    let cookie = format!("language={language}; Path=/; Max-Age=31536000; SameSite=Lax");
    Ok(answer::with_header(response, header::SET_COOKIE, cookie))
}

/// The address that was typed, checked; none where a boot setting has it.
fn address_of(visit: &Visit, typed: Option<&str>) -> Result<Option<String>> {
    if visit.app.config.url.origin != Origin::Default {
        return Ok(None);
    }
    let typed = typed.unwrap_or_default().trim();
    let url = url::Url::parse(typed).map_err(|_| Error::invalid("error-site-url"))?;
    let is_plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.path() == "/"
        && url.query().is_none();
    if is_plain { Ok(Some(address_text(&url))) } else { Err(Error::invalid("error-site-url")) }
}

fn view_of(step: Step) -> SetupStep {
    match step {
        Step::Code => SetupStep::Code,
        Step::Language => SetupStep::Language,
        Step::New => SetupStep::Kind,
        Step::Site => SetupStep::Site,
        Step::Account => SetupStep::Account,
        Step::Summary => SetupStep::Summary,
    }
}
