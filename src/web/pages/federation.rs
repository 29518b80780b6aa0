//! The conversation with other servers, for administrators: who is not listened to, and the journal.

use warp::http::StatusCode;

use super::page;
use crate::actions::follows;
use crate::db;
use crate::domain::actor::Own;
use crate::error::{Error, Result};
use crate::federation::address::SITE;
use crate::federation::journal::Way;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{FederationPage, JournalLine, Section};

/// Lines of the journal that are shown.
const LINES: usize = 100;

async fn view(visit: &Visit) -> Result<FederationPage> {
    visit.visitor.administrator()?;
    let is_open = visit.app.federation().await?.is_some();
    let address = visit.app.address();
    let (known, blocked, followers) = visit
        .app
        .db
        .read(|read| {
            let known = db::settings::federation_address(read)?;
            Ok((known, db::server::blocked(read)?, db::follower::count(read, Own::Site)?))
        })
        .await?;
    Ok(FederationPage {
        page: visit.layout(Section::Admin, visit.language.t("nav-federation")),
        handle: is_open.then(|| format!("{SITE}@{}", visit.app.host())),
        known_as: known.filter(|known| *known != address),
        followers: followers.max(0) as u64,
        blocked,
        lines: visit
            .app
            .journal
            .lines()
            .into_iter()
            .take(LINES)
            .map(|line| JournalLine {
                at: line.at.0 / 1000,
                is_heard: line.way == Way::In,
                host: line.host,
                what: line.what,
                problem: line.problem,
            })
            .collect(),
        ..FederationPage::default()
    })
}

pub async fn show(visit: &Visit) -> Result<Response> {
    page(&view(visit).await?)
}

/// Stops or begins to listen to a server.
pub async fn block(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    visit.visitor.administrator()?;
    let (host, is_blocked) = (form.text("host").trim().to_lowercase(), form.get("block") != Some("false"));
    if host == visit.app.host() {
        return refused(visit, host, Error::invalid("error-server-own")).await;
    }
    match follows::block_server(&visit.app.db, host.clone(), is_blocked).await {
        Ok(()) => Ok(answer::see_other("/admin/federation")),
        Err(error) if error.said.key == "error-host" => refused(visit, host, error).await,
        Err(error) => Err(error),
    }
}

async fn refused(visit: &Visit, typed: String, error: Error) -> Result<Response> {
    let problem = Some(visit.language.said(&error.said));
    let mut response = page(&FederationPage { typed, problem, ..view(visit).await? })?;
    *response.status_mut() = StatusCode::BAD_REQUEST;
    Ok(response)
}
