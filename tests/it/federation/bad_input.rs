//! What a real PeerTube sent, spoilt in every way: nothing of it is kept, nothing breaks, and the journal says why.

use lucarne::db::actor::Actor;
use lucarne::federation::exchange::Exchange;
use lucarne::federation::inbox;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::{scene, video};
use crate::clips;
use crate::site::Site;

/// How many rows there are of what others can leave here.
async fn rows(site: &Site) -> Vec<i64> {
    let file = site.data.join("lucarne.db");
    let count = move || {
        let connection = rusqlite::Connection::open(file).expect("the database is there");
        let tables = ["comment", "rating", "follower", "report", "outgoing", "actor", "account", "video"];
        let count = |table: &str| {
            connection
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
                .expect("a number")
        };
        tables.map(count).to_vec()
    };
    tokio::task::spawn_blocking(count).await.expect("it can be counted")
}

/// What has to be there and right in each kind of message: its members, as JSON pointers.
fn essentials(kind: &str) -> &'static [&'static str] {
    match kind {
        "Create" | "Update" => &["/object/id", "/object/content", "/object/attributedTo"],
        "Follow" | "Like" | "Dislike" | "View" => &["/object"],
        "Flag" => &["/object"],
        _ => unreachable!("no such message"),
    }
}

/// Values that are wrong everywhere.
fn wrong_values() -> Vec<Value> {
    let deep = (0..60).fold(json!("x"), |inside, _| json!({ "object": [inside] }));
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e308),
        json!([]),
        json!({}),
        json!([[["x"]]]),
        json!("x".repeat(300_000)),
        json!({ "id": { "id": {} } }),
        json!("javascript:alert(1)"),
        json!("http://[::1"),
        json!("https://elsewhere.example/a"),
        deep,
    ]
}

async fn heard(exchange: &Exchange, actor: &Actor, activity: &Value) -> bool {
    inbox::receive(exchange, actor, activity).await.is_err()
}

#[tokio::test]
async fn a_message_that_is_spoilt_is_refused_with_its_reason_and_leaves_nothing() {
    let (site, elsewhere, maud) = scene().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let exchange = site.app.federation().await.unwrap().unwrap();
    let rose = lucarne::federation::actors::fetch(&exchange, &elsewhere.rose()).await.expect("she is there");
    let film_url = video(&site, &film);
    let post = elsewhere.post("1", &film_url, "<p>Bravo</p>");
    let before = rows(&site).await;
    let mut tried = 0;
    for kind in ["Create", "Update", "Follow", "Like", "Dislike", "View", "Flag"] {
        let object = match kind {
            "Create" | "Update" => post.clone(),
            "Follow" => json!(format!("{}/accounts/maud", site.origin)),
            _ => json!(film_url),
        };
        let good = elsewhere.activity(kind, "x", object);
        for place in essentials(kind) {
            for value in wrong_values() {
                // Words may be long.
                if *place == "/object/content" && value.is_string() {
                    continue;
                }
                let mut spoilt = good.clone();
                *spoilt.pointer_mut(place).expect("it is there") = value;
                assert!(heard(&exchange, &rose, &spoilt).await, "{kind} {place}: {}", short(&spoilt));
                let line = site.app.journal.lines().remove(0);
                assert!(line.problem.is_some_and(|why| why.contains("error-")), "{kind} {place}");
                tried += 1;
            }
        }
        // Who speaks, and of what server.
        for (member, value) in [
            ("id", json!("https://elsewhere.example/1")),
            ("id", Value::Null),
            ("actor", json!("https://elsewhere.example/a")),
            ("actor", json!(7)),
            ("type", Value::Null),
            ("type", json!(["Like"])),
        ] {
            let mut spoilt = good.clone();
            spoilt[member] = value;
            assert!(inbox::said(&spoilt).is_err(), "{}", short(&spoilt));
        }
    }
    assert!(tried > 100, "{tried}");
    assert_eq!(rows(&site).await, before, "nothing is kept");
    // A thread that bites its own tail.
    let mut round = elsewhere.post("9", &elsewhere.of("/posts/9"), "<p>x</p>");
    elsewhere.show("/posts/9", round.clone());
    round["inReplyTo"] = round["id"].clone();
    assert!(heard(&exchange, &rose, &elsewhere.activity("Create", "r", round)).await);
    assert_eq!(rows(&site).await, before, "nothing is kept");
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(300).collect()
}

#[tokio::test]
async fn bodies_that_are_no_messages_are_refused_at_the_door() {
    let (site, elsewhere, _) = scene().await;
    let deep = format!("{}1{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    for (body, status) in [
        (String::new(), 400),
        ("null".into(), 400),
        ("\"x\"".into(), 400),
        ("[".repeat(100_000), 400),
        (deep, 400),
        ("{\"type\":\"Like\"}".into(), 400),
        ("\u{feff}{}".into(), 400),
        (format!("{{\"x\":\"{}\"}}", "x".repeat(2 << 20)), 413),
    ] {
        let headers = elsewhere.signed(&site, "/inbox", &body, &site.app.now().to_http());
        let answer = elsewhere.send(&site, "/inbox", headers, body.clone()).await;
        assert_eq!(answer.status, status, "{}", body.chars().take(60).collect::<String>());
    }
    let lines = site.app.journal.lines();
    assert!(lines.len() >= 7 && lines.iter().all(|line| line.problem.is_some()), "{lines:?}");
}

/// A document with a member somewhere in it that is gone, or something else.
fn spoil(value: &mut Value, path: &[prop::sample::Index], with: &Value) {
    let Some((first, rest)) = path.split_first() else {
        *value = with.clone();
        return;
    };
    match value {
        Value::Object(members) if !members.is_empty() => {
            let name = members.keys().nth(first.index(members.len())).expect("there are so many").clone();
            match (rest.is_empty(), with.is_null()) {
                (true, true) => drop(members.remove(&name)),
                _ => spoil(members.get_mut(&name).expect("it is there"), rest, with),
            }
        }
        Value::Array(all) if !all.is_empty() => {
            let place = first.index(all.len());
            spoil(&mut all[place], rest, with);
        }
        _ => *value = with.clone(),
    }
}

#[test]
fn what_was_captured_is_read_without_a_panic_however_it_is_spoilt() {
    let bodies: Vec<Value> = super::replays::bodies();
    assert!(bodies.len() > 50, "{}", bodies.len());
    let values = wrong_values();
    let strategy = (
        any::<prop::sample::Index>(),
        proptest::collection::vec(any::<prop::sample::Index>(), 1..6),
        any::<prop::sample::Index>(),
    );
    let config = Config { cases: 1500, failure_persistence: None, ..Config::default() };
    let now = lucarne::domain::moment::Moment::parse("2026-11-22T19:40:00Z").unwrap();
    let actors = super::replays::actors();
    let pem = actors["http://127.0.0.1:9002/accounts/root"]["publicKey"]["publicKeyPem"].as_str().unwrap();
    let outcome = TestRunner::new(config).run(&strategy, |(which, path, with)| {
        let good = &bodies[which.index(bodies.len())];
        let mut spoilt = good.clone();
        spoil(&mut spoilt, &path, &values[with.index(values.len())]);
        let _ = inbox::said(&spoilt);
        let _ = lucarne::federation::actors::read(&spoilt["object"]);
        if let Ok(Some(proof)) = lucarne::federation::proof::Proof::read(&spoilt, now) {
            let is_same = spoilt == *good;
            prop_assert!(is_same || proof.check(&spoilt, pem).is_err() || is_unsigned_change(good, &spoilt));
        }
        Ok(())
    });
    outcome.expect("nothing breaks");
}

/// Changes that mean the same: of what the signature says of itself beside its value, of nulls and empty lists.
fn is_unsigned_change(good: &Value, spoilt: &Value) -> bool {
    let meant = |value: &Value| {
        let mut value = value.clone();
        value.as_object_mut().map(|members| members.remove("signature"));
        lucarne::federation::linked::canonical(&value).ok()
    };
    meant(good) == meant(spoilt)
}
