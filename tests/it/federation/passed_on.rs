//! What somebody said and another server passes on.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::elsewhere::Elsewhere;
use super::{scene, threads, video};
use crate::clips;
use crate::site::{Film, Site};
use crate::visitor::Visitor;

async fn likes(maud: &Visitor, film: &Film) -> i64 {
    maud.get(&film.path()).await.expect(200).json()["likes"].as_i64().unwrap()
}

/// Why the last thing of this kind that was heard came to nothing.
fn problem(site: &Site, kind: &str) -> Option<String> {
    let line = site.app.journal.lines().into_iter().find(|line| line.what.starts_with(kind));
    line.and_then(|line| line.problem)
}

/// The signature as its makers describe it, over statements that were written by hand.
fn signed_by_hand(elsewhere: &Elsewhere, site: &Site, like: &Value) -> Value {
    let streams = "https://www.w3.org/ns/activitystreams#";
    let text = |name: &str| like[name].as_str().unwrap().to_owned();
    let (id, rose) = (text("id"), elsewhere.rose());
    let created = site.app.now().to_iso();
    let mut lines = [
        format!("<{id}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{streams}Like> .\n"),
        format!("<{id}> <{streams}actor> <{rose}> .\n"),
        format!("<{id}> <{streams}object> <{}> .\n", text("object")),
        format!("<{id}> <{streams}to> <{streams}Public> .\n"),
    ];
    lines.sort_unstable();
    let options = format!(
        "_:c14n0 <http://purl.org/dc/terms/created> \"{created}\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n\
         _:c14n0 <http://purl.org/dc/terms/creator> <{rose}#main-key> .\n"
    );
    let hash = |text: &str| HEXLOWER.encode(&Sha256::digest(text.as_bytes()));
    let value = elsewhere.signature(&(hash(&options) + &hash(&lines.concat())));
    let mut signed = like.clone();
    signed["signature"] = json!({
        "type": "RsaSignature2017", "creator": format!("{rose}#main-key"), "created": created, "signatureValue": value,
    });
    signed
}

#[tokio::test]
async fn what_carries_a_signature_of_its_own_is_believed_from_anybody_and_once() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let carrier = Elsewhere::new().await;
    let like = elsewhere.activity("Like", "l1", json!(video(&site, &film)));
    let signed = signed_by_hand(&elsewhere, &site, &like);
    carrier.say(&site, &signed).await.expect(204);
    site.until("it is liked", || async { likes(&maud, &film).await == 1 }).await;
    let undo = elsewhere.activity("Undo", "u1", like.clone());
    elsewhere.say(&site, &undo).await.expect(204);
    site.until("it is liked no more", || async { likes(&maud, &film).await == 0 }).await;
    // Another one keeps the old words and says them again.
    Elsewhere::new().await.say(&site, &signed).await.expect(204);
    // Nor is anything believed that was not signed so.
    for (member, value) in [
        ("type", json!("Dislike")),
        ("object", json!(format!("{}x", video(&site, &film)))),
        (
            "signature",
            json!({ "type": "RsaSignature2017", "creator": elsewhere.rose(), "created": "2020-01-01T00:00:00Z", "signatureValue": "" }),
        ),
    ] {
        let mut other = signed.clone();
        other[member] = value;
        carrier.say(&site, &other).await.expect(401);
    }
    // A context that gives the words another meaning is not read at all: the other server is asked, and knows nothing.
    let mut other = signed.clone();
    other["@context"] = json!(["https://www.w3.org/ns/activitystreams", { "target": "as:object" }]);
    other["id"] = json!(elsewhere.of("/activities/l9"));
    carrier.say(&site, &other).await.expect(204);
    site.until("it is refused", || async {
        problem(&site, "Like").is_some_and(|problem| problem.contains("error-federation-gone"))
    })
    .await;
    assert_eq!(likes(&maud, &film).await, 0);
}

#[tokio::test]
async fn what_carries_none_is_asked_for_where_it_comes_from() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let carrier = Elsewhere::new().await;
    let like = elsewhere.activity("Like", "l1", json!(video(&site, &film)));
    elsewhere.show("/activities/l1", like.clone());
    carrier.say(&site, &like).await.expect(204);
    site.until("it is liked", || async { likes(&maud, &film).await == 1 }).await;
    carrier.say(&site, &elsewhere.activity("Undo", "u1", like)).await.expect(204);
    site.until("nobody can say that", || async { problem(&site, "Undo").is_some() }).await;
    assert_eq!(likes(&maud, &film).await, 1);

    // Of a post the words count that its own server shows.
    let post = elsewhere.post("1", &video(&site, &film), "<p>Bravo</p>");
    elsewhere.show("/posts/1", post.clone());
    let mut false_one = post.clone();
    false_one["content"] = json!("<p>Hou</p>");
    carrier.say(&site, &elsewhere.activity("Create", "c1", false_one)).await.expect(204);
    site.until("the comment is there", || async { threads(&maud, &film).await.len() == 1 }).await;
    assert_eq!(threads(&maud, &film).await[0]["text"], "Bravo");
    let gone = elsewhere.activity("Delete", "d1", post["id"].clone());
    carrier.say(&site, &gone).await.expect(204);
    site.until("it is not gone there", || async { problem(&site, "Delete").is_some() }).await;
    assert_eq!(threads(&maud, &film).await[0]["isDeleted"], false);
    elsewhere.hide("/posts/1");
    site.move_clock(10);
    carrier.say(&site, &gone).await.expect(204);
    site.until("it is gone here too", || async { threads(&maud, &film).await.is_empty() }).await;
}

#[tokio::test]
async fn a_request_that_comes_twice_is_one_request() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let like = elsewhere.activity("Like", "l1", json!(video(&site, &film)));
    let body = like.to_string();
    let headers = elsewhere.signed(&site, "/inbox", &body, &site.app.now().to_http());
    elsewhere.send(&site, "/inbox", headers.clone(), body.clone()).await.expect(204);
    site.until("it is liked", || async { likes(&maud, &film).await == 1 }).await;
    elsewhere.say(&site, &elsewhere.activity("Undo", "u1", like)).await.expect(204);
    site.until("it is liked no more", || async { likes(&maud, &film).await == 0 }).await;
    elsewhere.send(&site, "/inbox", headers, body).await.expect(204);
    assert!(problem(&site, "Like").is_some_and(|problem| problem.contains("again")));
    assert_eq!(likes(&maud, &film).await, 0);
}

#[tokio::test]
async fn a_server_that_is_not_listened_to_is_not_heard_through_another_one() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let carrier = Elsewhere::new().await;
    let host = |one: &Elsewhere| one.origin.trim_start_matches("http://").to_owned();
    let block = |host: String, is_blocked| {
        let db = site.app.db.clone();
        async move { lucarne::actions::follows::block_server(&db, host, is_blocked).await.unwrap() }
    };
    let like = elsewhere.activity("Like", "l1", json!(video(&site, &film)));
    elsewhere.show("/activities/l1", like.clone());
    block(host(&elsewhere), true).await;
    carrier.say(&site, &elsewhere.proven(&site, &like)).await.expect(403);
    carrier.say(&site, &like).await.expect(204);
    site.until("it is refused", || async {
        problem(&site, "Like").is_some_and(|problem| problem.contains("hidden"))
    })
    .await;
    block(host(&elsewhere), false).await;
    block(host(&carrier), true).await;
    carrier.say(&site, &elsewhere.proven(&site, &like)).await.expect(403);
    assert_eq!(likes(&maud, &film).await, 0);
}
