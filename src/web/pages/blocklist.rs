//! Accounts of which a member wants to see nothing.

use super::login::inside;
use super::{PAGE, face, page, page_number, pagination};
use crate::actions::blocklist::{self, Whom};
use crate::db;
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::api::channels::local_name;
use crate::web::routes::Visit;
use crate::web::views::{MutedPage, MutedRow, Section};

pub async fn list(visit: &Visit) -> Result<Response> {
    let account_id = visit.signed_in()?.account_id;
    let current = page_number(visit);
    let found = visit.app.db.read(move |read| {
        let (total, blocks) =
            db::blocklist::list(read, Some(account_id), None, true, (current - 1) * PAGE, PAGE)?;
        let accounts = blocks.into_iter().map(|block| {
            Ok(db::account::by_account(read, block.account_id)?.map(|account| (block, account)))
        });
        Ok((total, accounts.collect::<Result<Vec<_>>>()?))
    });
    let (total, accounts) = found.await?;
    page(&MutedPage {
        page: visit.layout(Section::Account, visit.language.t("muted-title")),
        rows: accounts
            .into_iter()
            .flatten()
            .map(|(block, account)| MutedRow {
                avatar: face(&account.avatars),
                username: account.name,
                name: account.display_name,
                since: block.created_at.0 / 1000,
            })
            .collect(),
        pagination: pagination("/my/account/muted", current, total),
    })
}

/// Hides an account from the person, or shows it again.
pub async fn mute(visit: &mut Visit, name: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let name = local_name(visit, name).unwrap_or_else(|_| name.to_lowercase());
    let done = match form.get("mute") {
        Some("false") => {
            blocklist::unblock(&visit.app.db, &person, Whom::Oneself, &name).await?;
            "unmuted"
        }
        _ => {
            blocklist::block(&visit.app.db, &person, Whom::Oneself, &name).await?;
            "muted"
        }
    };
    let path = Some(inside(&form.text("return"))).filter(|path| !path.is_empty());
    Ok(answer::see_other(&path.unwrap_or_else(|| format!("/a/{name}?done={done}"))))
}
