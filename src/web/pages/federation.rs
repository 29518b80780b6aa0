//! The conversation with other servers, for administrators: who is not listened to, and the journal.

use warp::http::StatusCode;

use super::page;
use crate::actions::follows;
use crate::actions::settings::change;
use crate::db;
use crate::db::follower::{Filter, Follower};
use crate::domain::actor::{FollowState, Handle, Own};
use crate::domain::job::Lane;
use crate::error::{Error, Result};
use crate::federation::address::{Address, SITE};
use crate::federation::followers::{Decision, decide};
use crate::federation::journal::Way;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;
use crate::web::views::{FederationPage, JournalLine, Section, SiteFollowerRow};

/// Followers that are shown.
const FOLLOWERS: u32 = 50;

/// Lines of the journal that are shown.
const LINES: usize = 100;

async fn view(visit: &Visit) -> Result<FederationPage> {
    visit.visitor.administrator()?;
    let is_open = visit.app.federation().await?.is_some();
    let address = visit.app.address();
    let (known, blocked, followers, rows) = visit
        .app
        .db
        .read(|read| {
            let known = db::settings::federation_address(read)?;
            let filter = Filter {
                own: Own::Site,
                state: None,
                words: None,
                is_descending: true,
                start: 0,
                count: FOLLOWERS,
            };
            let (_, rows) = db::follower::list(read, &filter)?;
            Ok((known, db::server::blocked(read)?, db::follower::count(read, Own::Site)?, rows))
        })
        .await?;
    Ok(FederationPage {
        page: visit.layout(Section::Admin, visit.language.t("nav-federation")),
        handle: is_open.then(|| format!("{SITE}@{}", visit.app.host())),
        known_as: known.filter(|known| *known != address),
        followers: followers.max(0) as u64,
        rows: rows.into_iter().map(row).collect(),
        approves_followers: visit.app.settings().approves_followers,
        demands_signatures: visit.app.settings().demands_signatures,
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
                said: line.problem.as_deref().and_then(|problem| in_words(visit, problem)),
                problem: line.problem,
            })
            .collect(),
        ..FederationPage::default()
    })
}

/// What a line of the journal says for people: it keeps an error as the log has it, `Kind: key name=value (cause)`.
fn in_words(visit: &Visit, problem: &str) -> Option<&'static str> {
    let (_, rest) = problem.split_once(": ")?;
    let key = rest.split(' ').next()?;
    visit.language.entry(key, "plain").or_else(|| visit.language.kept(key))
}

fn row(follower: Follower) -> SiteFollowerRow {
    SiteFollowerRow {
        handle: follower.actor.handle().to_string(),
        page: follower.actor.page,
        since: follower.created_at.0 / 1000,
        waits: follower.state == FollowState::Pending,
        is_refused: follower.state == FollowState::Rejected,
        reason: follower.reason,
    }
}

/// Who may follow, and who may read.
pub async fn settings(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    visit.visitor.administrator()?;
    let (approves, demands) = (form.get("approves").is_some(), form.get("signatures").is_some());
    let changed = change(&visit.app.db, move |settings| {
        (settings.approves_followers, settings.demands_signatures) = (approves, demands);
        Ok(())
    });
    visit.app.settings_changed(changed.await?);
    Ok(answer::see_other("/admin/federation?done=saved"))
}

/// Answers somebody who follows the site or wants to.
pub async fn follower(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.visitor.administrator()?;
    let decision = match form.get("answer") {
        Some("accept") => Decision::Accept,
        Some("reject") => Decision::Reject(Some(form.text("reason"))),
        Some("remove") => Decision::Remove,
        _ => return Err(Error::invalid("error-parameter").with("name", "answer").with("maximum", "")),
    };
    let handle = Handle::parse(&form.text("handle"))?;
    decide(&visit.app.db, Address::new(&visit.app.address()), person, handle, decision).await?;
    visit.app.wake(Lane::Network);
    Ok(answer::see_other("/admin/federation"))
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
