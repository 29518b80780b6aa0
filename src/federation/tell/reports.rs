//! What our members report of other servers is told there.

use serde_json::json;

use crate::db::outgoing;
use crate::db::{self, Tx};
use crate::domain::actor::Own;
use crate::domain::id::Reference;
use crate::domain::report::Subject;
use crate::error::Result;
use crate::federation::address::Address;
use crate::federation::objects::activity::activity;
use crate::federation::objects::context;

pub(super) fn look(tx: &Tx, address: &Address, id: i64) -> Result<()> {
    let Some(report) = db::report::by_id(tx, id)? else { return Ok(()) };
    let (Some(reporter), Some(flagged)) = (report.reporter_id, report.flagged_id) else { return Ok(()) };
    let reporter = db::account::by_account(tx, reporter)?.filter(|account| account.home.is_none());
    let (Some(reporter), Some(actor)) = (reporter, db::actor::of_account(tx, flagged)?) else {
        return Ok(());
    };
    let object = match (&report.subject, report.comment_id) {
        (Subject::Comment { .. }, Some(comment)) => db::comment::by_id(tx, comment)?.and_then(|one| one.url),
        (Subject::Account { .. }, _) => Some(actor.url.clone()),
        (Subject::Video { id, .. }, _) => db::video::find(tx, Reference::Number(*id))?
            .and_then(|video| video.origin)
            .map(|origin| origin.url.clone()),
        _ => None,
    };
    let Some(object) = object else { return Ok(()) };
    let account = address.account(&reporter.name);
    let said = address.of(&format!("/admin/abuses/{id}"));
    let to = (vec![actor.url.clone()], Vec::new());
    let mut flag = activity(context::flag(), "Flag", &said, &account, to, json!(object));
    let tags = report.reasons.iter().map(|reason| json!({ "type": "Hashtag", "name": reason.name() }));
    flag["content"] = json!(report.reason);
    flag["mediaType"] = json!("text/markdown");
    flag["tag"] = tags.collect();
    flag["startAt"] = json!(report.start_at);
    flag["endAt"] = json!(report.end_at);
    let inbox = actor.nearest_inbox().to_owned();
    outgoing::send(tx, Own::Account(reporter.id), &flag.to_string(), &[inbox])
}
