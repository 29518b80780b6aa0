//! What somebody said and another one passes on without a signature that could be believed: its own server is asked.
//!
//! What cannot be asked for (somebody follows, takes something back) is refused.

use serde_json::{Value, json};

use super::actors;
use super::exchange::{Exchange, host_of, id_in, texts};
use super::inbox::{self, Said, said};
use super::journal::Way;
use crate::db;
use crate::db::actor::Actor;
use crate::error::{Error, Kind, Result};

/// Does what an activity says, once the server of its actor has shown it.
pub async fn receive(exchange: &Exchange, activity: &Value) -> Result<()> {
    let said = said(activity)?;
    let confirmed = confirm(exchange, &said, activity).await;
    match confirmed {
        Ok(Some((actor, activity))) => inbox::receive(exchange, &actor, &activity).await,
        Ok(None) => Ok(()),
        Err(error) => {
            let host = host_of(&said.actor).unwrap_or_default();
            exchange.journal.note(exchange.now, Way::In, &host, &inbox::what(&said), Err(&error));
            Err(error)
        }
    }
}

/// The activity as its server has it, and who says it; none where somebody who was never known here has gone.
async fn confirm(exchange: &Exchange, said: &Said, activity: &Value) -> Result<Option<(Actor, Value)>> {
    let unproven = || Error::forbidden("error-federation-not-theirs");
    let host = host_of(&said.actor).unwrap_or_default();
    let server = exchange.db.read(move |read| db::server::by_host(read, &host)).await?;
    if server.is_some_and(|server| server.blocked_at.is_some()) {
        return Err(Error::forbidden("error-federation-hidden"));
    }
    let object = id_in(&activity["object"]).unwrap_or_default();
    let is_of_actor = |id: &str| host_of(id).is_some() && host_of(id) == host_of(&said.actor);
    match said.kind.as_str() {
        "Create" | "Update" if is_of_actor(object) => {
            let document = exchange.fetch(object).await?;
            let author = texts(&document["attributedTo"]).first().map(|author| (*author).to_owned());
            let author = author.or_else(|| id_in(&document["id"]).map(str::to_owned));
            if author.as_deref() != Some(&*said.actor) {
                return Err(unproven());
            }
            let actor = actors::of(exchange, &said.actor).await?;
            let shown = json!({ "id": said.id, "type": said.kind, "actor": said.actor, "object": document });
            Ok(Some((actor, shown)))
        }
        "Delete" if is_of_actor(object) => {
            let Some(actor) = actors::known(exchange, &said.actor).await? else { return Ok(None) };
            match exchange.fetch(object).await {
                Err(error) if error.kind == Kind::NotFound => Ok(Some((actor, activity.clone()))),
                Ok(document) if document["type"] == "Tombstone" => Ok(Some((actor, activity.clone()))),
                Ok(_) => Err(unproven()),
                Err(error) => Err(error),
            }
        }
        "Like" | "Dislike" | "Announce" => {
            let shown = exchange.fetch(&said.id).await?;
            if shown["type"] != *said.kind || id_in(&shown["actor"]) != Some(&*said.actor) {
                return Err(unproven());
            }
            Ok(Some((actors::of(exchange, &said.actor).await?, shown)))
        }
        _ => Err(unproven()),
    }
}
