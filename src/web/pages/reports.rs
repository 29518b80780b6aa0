//! Reporting something, one's own reports, and what those who keep the house make of all of them.

use super::watch::seconds;
use super::{PAGE, page, page_number, pagination, problem};
use crate::actions::reports;
use crate::db::report::{Filter, Message, Report};
use crate::db::{self, Read};
use crate::domain::account::Person;
use crate::domain::id::{Reference, to_short};
use crate::domain::report::{Reason, State, Subject, Target};
use crate::error::{Error, Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::api::abuses::details;
use crate::web::request::Form;
use crate::web::routes::Visit;
use crate::web::views::{
    Problems, ReportMessage, ReportNewPage, ReportPage, ReportRow, ReportSubject, ReportsPage, Section,
};

/// What an address or a form names to be reported: the field and its value.
fn named(get: impl Fn(&str) -> Option<String>) -> Result<(&'static str, String)> {
    let found = ["video", "comment", "account"].into_iter().find_map(|field| Some((field, get(field)?)));
    found.ok_or_else(|| Error::not_found("error-not-found"))
}

/// The thing of that name. An account is named as in its address.
fn target(
    read: &Read,
    field: &str,
    value: &str,
    start_at: Option<i64>,
    end_at: Option<i64>,
) -> Result<Target> {
    match field {
        "video" => {
            let reference =
                Reference::parse(value).ok_or_else(|| Error::not_found("error-video-not-found"))?;
            Ok(Target::Video { reference, start_at, end_at })
        }
        "comment" => {
            let id = value.parse().map_err(|_| Error::not_found("error-comment-not-found"))?;
            Ok(Target::Comment(id))
        }
        _ => {
            let account = db::account::by_name(read, value)?;
            let account =
                account.ok_or_else(|| Error::not_found("error-account-not-found").with("name", value))?;
            Ok(Target::Account(account.id))
        }
    }
}

pub async fn ask(visit: &Visit) -> Result<Response> {
    visit.signed_in()?;
    let query = &visit.request.query;
    let (field, value) = named(|name| query.get(name).map(str::to_owned))?;
    let start = query.get("start").unwrap_or_default().to_owned();
    page(&empty(visit, field, value, &[], start).await?)
}

async fn empty(
    visit: &Visit,
    field: &'static str,
    value: String,
    chosen: &[Reason],
    start: String,
) -> Result<ReportNewPage> {
    let person = visit.signed_in()?.clone();
    let asked = value.clone();
    let seen = visit.app.db.read(move |read| {
        let target = target(read, field, &asked, None, None)?;
        reports::look(read, &person, &target)
    });
    let seen = seen.await?;
    let is_film = seen.video_id.is_some();
    let fits = Reason::ALL.into_iter().filter(|reason| is_film || !reason.is_of_films());
    Ok(ReportNewPage {
        page: visit.layout(Section::Other, visit.language.t("report-title")),
        subject: subject(&seen.subject, true),
        field,
        value,
        is_film,
        reasons: fits.map(|reason| (reason, chosen.contains(&reason))).collect(),
        start,
        ..ReportNewPage::default()
    })
}

pub async fn send(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let (field, value) = named(|name| form.get(name).map(str::to_owned))?;
    let chosen: Vec<Reason> = form.all("reasons").iter().filter_map(|name| Reason::from_name(name)).collect();
    let sent = match (time(&form, "startAt"), time(&form, "endAt")) {
        (Ok(start_at), Ok(end_at)) => {
            let asked = value.clone();
            let target = visit.app.db.read(move |read| target(read, field, &asked, start_at, end_at)).await?;
            reports::write(&visit.app.db, &person, target, &form.text("reason"), chosen.clone())
                .await
                .map_err(|error| (None, error))
        }
        (Err(error), _) => Err((Some("startAt"), error)),
        (_, Err(error)) => Err((Some("endAt"), error)),
    };
    match sent {
        Ok(id) => Ok(answer::see_other(&format!("/reports/{id}?done=reported"))),
        Err((_, error)) if matches!(error.kind, Kind::Internal | Kind::NotFound) => Err(error),
        Err((place, error)) => {
            let place = place.or(match error.said.key {
                "error-report-part" => Some("endAt"),
                "error-report-short" | "error-text-long" => Some("reason"),
                _ => None,
            });
            let view = ReportNewPage {
                reason: form.text("reason"),
                end: form.text("endAt"),
                problems: problem(visit.language, place, &error),
                ..empty(visit, field, value, &chosen, form.text("startAt")).await?
            };
            let mut response = page(&view)?;
            *response.status_mut() = answer::status_of(error.kind);
            Ok(response)
        }
    }
}

/// A time as people write it; an empty field is none.
fn time(form: &Form, name: &str) -> Result<Option<i64>> {
    let Some(text) = form.filled(name).map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let time = seconds(text).and_then(|time| i64::try_from(time).ok());
    time.map(Some).ok_or_else(|| Error::invalid("error-playlist-time").with("text", text))
}

/// All reports, those that wait first in mind, for those who keep the house.
pub async fn list(visit: &Visit) -> Result<Response> {
    visit.visitor.moderator()?;
    let asked = visit.request.query.get("state");
    let state = match asked {
        Some("all") => None,
        _ => Some(asked.and_then(|text| text.parse().ok()).and_then(State::from_number).unwrap_or_default()),
    };
    let path =
        format!("/admin/reports?state={}", state.map_or("all".into(), |state| state.number().to_string()));
    let filter = Filter { state, ..Filter::default() };
    let title = visit.language.t("nav-reports");
    rows_of(
        visit,
        filter,
        &path,
        ReportsPage {
            page: visit.layout(Section::Reports, title),
            is_kept: true,
            state,
            ..ReportsPage::default()
        },
    )
    .await
}

/// The reports that the person has written.
pub async fn mine(visit: &Visit) -> Result<Response> {
    let account_id = visit.signed_in()?.account_id;
    let filter = Filter { reporter_id: Some(account_id), ..Filter::default() };
    let page = visit.layout(Section::Account, visit.language.t("reports-mine"));
    rows_of(visit, filter, "/my/reports", ReportsPage { page, ..ReportsPage::default() }).await
}

async fn rows_of(visit: &Visit, filter: Filter, path: &str, view: ReportsPage) -> Result<Response> {
    let current = page_number(visit);
    let filter = Filter { is_descending: true, start: (current - 1) * PAGE, count: PAGE, ..filter };
    let found = visit.app.db.read(move |read| {
        let (total, found) = db::report::list(read, &filter)?;
        let rows = found.into_iter().map(|report| row(read, report));
        Ok((total, rows.collect::<Result<Vec<_>>>()?))
    });
    let (total, rows) = found.await?;
    page(&ReportsPage { rows, pagination: pagination(path, current, total), ..view })
}

fn row(read: &Read, report: Report) -> Result<ReportRow> {
    let details = details(read, report)?;
    let report = details.report;
    let is_there = match report.subject {
        Subject::Video { .. } => details.film.is_some(),
        Subject::Comment { .. } => details.has_comment,
        Subject::Account { .. } => details.flagged.is_some(),
    };
    Ok(ReportRow {
        id: report.id,
        subject: subject(&report.subject, is_there),
        reasons: report.reasons,
        reason: report.reason,
        state: report.state,
        messages: report.messages.max(0) as u64,
        when: report.created_at.0 / 1000,
        reporter: details.reporter.map(|reporter| reporter.display_name),
    })
}

fn subject(subject: &Subject, is_there: bool) -> ReportSubject {
    let (key, name, url, quote) = match subject {
        Subject::Video { uuid, name, .. } => {
            ("report-of-video", name.clone(), format!("/w/{}", to_short(*uuid)), None)
        }
        Subject::Comment { id, text, video, video_name, .. } => (
            "report-of-comment",
            video_name.clone(),
            format!("/w/{}#comment-{id}", to_short(*video)),
            Some(text.clone()),
        ),
        Subject::Account { name } => ("report-of-account", name.clone(), format!("/a/{name}"), None),
    };
    ReportSubject { key, name, url: is_there.then_some(url), quote }
}

pub async fn show(visit: &Visit, id: &str) -> Result<Response> {
    let person = visit.signed_in()?.clone();
    page(&view(visit, &person, number(id)?).await?)
}

fn number(id: &str) -> Result<i64> {
    id.parse().map_err(|_| Error::not_found("error-report-not-found"))
}

async fn view(visit: &Visit, person: &Person, id: i64) -> Result<ReportPage> {
    let asker = person.clone();
    let found = visit.app.db.read(move |read| {
        let report = reports::readable(read, &asker, id)?;
        let flagged = report.flagged_id.map(|id| db::account::user_of(read, id)).transpose()?.flatten();
        let messages = db::report::messages(read, id)?.into_iter().map(|message| {
            let author =
                message.account_id.map(|id| db::account::by_account(read, id)).transpose()?.flatten();
            Ok((message, author.map(|author| author.display_name)))
        });
        let messages = messages.collect::<Result<Vec<_>>>()?;
        Ok((report.clone(), row(read, report)?, flagged, messages))
    });
    let (report, row, flagged, messages) = found.await?;
    // Of their own report those who keep the house are the one who reports, and decide all the same.
    let is_kept = person.is_moderator();
    let shown = |(message, author): (Message, Option<String>)| ReportMessage {
        id: message.id,
        author,
        by_moderator: message.by_moderator,
        text: message.text,
        when: message.created_at.0 / 1000,
        can_delete: message.account_id == Some(person.account_id) || person.is_administrator(),
    };
    Ok(ReportPage {
        page: visit.layout(
            if is_kept { Section::Reports } else { Section::Account },
            visit.language.t("report-one"),
        ),
        start: report.start_at.map(|at| at.max(0) as u64),
        end: report.end_at.map(|at| at.max(0) as u64),
        is_kept,
        flagged: flagged.filter(|_| is_kept).map(|user| {
            let member = format!("/admin/people/{}", user.id);
            (user.account.display_name, format!("/a/{}", user.account.name), Some(member))
        }),
        of_flagged: report.of_flagged.max(0) as u64,
        of_reporter: report.of_reporter.max(0) as u64,
        note: report.note.filter(|_| is_kept).unwrap_or_default(),
        messages: messages.into_iter().map(shown).collect(),
        row,
        ..ReportPage::default()
    })
}

/// Decides, notes, says something, or takes it back.
pub async fn act(visit: &mut Visit, id: &str, verb: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let (db, id) = (&visit.app.db, number(id)?);
    let done = match verb {
        "decide" => {
            let person = visit.visitor.moderator()?;
            let state = form.get("state").and_then(|text| text.parse().ok()).and_then(State::from_number);
            reports::decide(db, person, id, state, Some(form.text("note"))).await
        }
        "messages" => reports::say(db, &person, id, &form.text("message")).await.map(drop),
        _ => return Err(Error::not_found("error-not-found")),
    };
    let error = match done {
        Ok(()) if verb == "messages" => return Ok(answer::see_other(&format!("/reports/{id}#messages"))),
        Ok(()) => return Ok(answer::see_other(&format!("/reports/{id}?done=saved"))),
        Err(error) if matches!(error.kind, Kind::Internal | Kind::NotFound | Kind::Forbidden) => {
            return Err(error);
        }
        Err(error) => error,
    };
    let (place, typed, note) = match verb {
        "decide" => ("note", String::new(), form.text("note")),
        _ => ("message", form.text("message"), String::new()),
    };
    let mut view = view(visit, &person, id).await?;
    if verb == "decide" {
        view.note = note;
    }
    let problems: Problems = problem(visit.language, Some(place), &error);
    let mut response = page(&ReportPage { typed, problems, ..view })?;
    *response.status_mut() = answer::status_of(error.kind);
    Ok(response)
}

pub async fn unsay(visit: &mut Visit, id: &str, message: &str) -> Result<Response> {
    visit.form().await?;
    let person = visit.signed_in()?.clone();
    let id = number(id)?;
    reports::unsay(&visit.app.db, &person, id, number(message)?).await?;
    Ok(answer::see_other(&format!("/reports/{id}#messages")))
}
