//! Requests of a real PeerTube 6.3, sent to a site that stands where the other one stood: each has the effect that its
//! name says. Those who signed them are known to the site by the documents that they showed then.

use lucarne::config::Source;
use lucarne::domain::moment::Moment;
use serde_json::Value;

use super::replays::{Raw, actors, day, request};
use super::threads;
use crate::clips;
use crate::site::{Film, Site};
use crate::visitor::{Answer, Visitor};

/// Where the server stood to which the requests were sent, and the films that they are about.
const ADDRESS: &str = "http://127.0.0.1:9001";
const FILMS: [&str; 2] = ["fba68069-ffff-493b-96a3-52f023ed8656", "4a1c3f9d-4175-439b-9078-40e335cd0d42"];

fn set_clock(site: &Site, moment: Moment) {
    site.move_clock(moment.seconds_since(site.app.now()));
}

async fn send(site: &Site, raw: &Raw) -> Answer {
    set_clock(site, day(raw));
    let stranger = site.stranger();
    let mut asking = stranger.ask(&raw.method, &raw.target);
    for (name, value) in
        raw.headers.iter().filter(|(name, _)| !matches!(&**name, "content-length" | "connection"))
    {
        asking = asking.header(name, value);
    }
    asking.body(raw.body.clone()).send().await
}

/// A site of `root`, with the two films under the names that they had, that knows who signed.
async fn scene() -> (Site, Visitor, [Film; 2]) {
    let site =
        Site::with(Source { private_servers: Some(true), url: Some(ADDRESS.into()), ..Source::default() })
            .await;
    set_clock(&site, Moment::parse("2026-11-22T19:33:00Z").unwrap());
    site.add_person("root", -1).await;
    let root = site.application_of("root").await;
    let mut films =
        [site.publish(&root, &clips::film(), &[]).await, site.publish(&root, &clips::dawn(), &[]).await];
    let connection = rusqlite::Connection::open(site.data.join("lucarne.db")).expect("the database is there");
    connection.busy_timeout(std::time::Duration::from_secs(10)).expect("it can wait");
    // A column that is computed from the row asks for it.
    let log10 = |call: &mut rusqlite::functions::Context<'_>| {
        Ok(call.get::<Option<f64>>(0)?.filter(|&number| number > 0.0).map(f64::log10))
    };
    let flags = rusqlite::functions::FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("log10", 1, flags, log10).expect("it can be added");
    for (film, uuid) in films.iter_mut().zip(FILMS) {
        connection
            .execute("UPDATE video SET uuid = ?1 WHERE id = ?2", (uuid, film.id))
            .expect("it can be renamed");
        film.uuid = uuid.to_owned();
    }
    for document in actors().as_object().expect("actors by id").values() {
        let read = lucarne::federation::actors::read(document).expect("PeerTube says who it is");
        site.app.db.write(move |tx| lucarne::db::actor::keep(tx, &read)).await.expect("it can be kept");
    }
    (site, root, films)
}

#[tokio::test]
async fn requests_of_a_real_peertube_do_what_their_names_say() {
    let (site, root, [film, other]) = scene().await;
    let maud = site.administrator().await;
    let of = async |film: &Film, name: &str| {
        root.get(&film.path()).await.expect(200).json()[name].as_i64().unwrap_or_default()
    };
    let heard = |raw: &Raw| {
        let id = serde_json::from_slice::<Value>(&raw.body).unwrap()["id"].as_str().unwrap().to_owned();
        site.app.journal.lines().into_iter().any(|line| line.what.ends_with(&id))
    };
    let mut refused = Vec::new();
    for (name, is_done) in [
        ("wire-005-to9001-Follow-ref", "followers of the site"),
        ("wire-013-to9001-Follow-ref", "followers of the channel"),
        ("wire-020-to9001-Like-ref", "1 0"),
        ("wire-021-to9001-Undo-Like", "0 0"),
        ("wire-022-to9001-Dislike-ref", "0 1"),
        ("wire-023-to9001-Undo-Dislike", "0 0"),
        ("wire-024-to9001-Like-ref", "1 0"),
        ("wire-025-to9001-Create-Note", "comment"),
        ("wire-031-to9001-View-ref", "viewer"),
        ("wire-033-to9001-Create-WatchAction", "passed over"),
        ("wire-042-to9001-Flag-ref", "report"),
        ("wire-2-014-to9001-View-ref", "viewer of the other"),
    ] {
        let raw = request(name);
        send(&site, &raw).await.expect(204);
        site.until(name, || async { heard(&raw) }).await;
        match is_done {
            "followers of the site" => {
                let list = root.get("/api/v1/server/followers").await.expect(200).json();
                assert_eq!(list["data"][0]["follower"]["url"], "http://127.0.0.1:9002/accounts/peertube");
            }
            "followers of the channel" => {
                let channel = root.get("/api/v1/video-channels/root_channel").await.expect(200).json();
                assert_eq!(channel["followersCount"], 1, "{name}");
            }
            "comment" => {
                let all = threads(&root, &film).await;
                assert_eq!(all[0]["text"], "Hello from 2 @root@127.0.0.1:9001");
                assert_eq!(all[0]["account"]["host"], "127.0.0.1:9002");
            }
            "viewer" => assert_eq!(of(&film, "viewers").await, 1, "{name}"),
            "viewer of the other" => assert_eq!(of(&other, "viewers").await, 1, "{name}"),
            "report" => {
                let list = maud.get("/api/v1/abuses").await.expect(200).json();
                assert_eq!(list["data"][0]["reason"], "test abuse reason");
                assert_eq!(list["data"][0]["predefinedReasons"][0], "spamOrMisleading");
            }
            "passed over" => {
                let line = &site.app.journal.lines()[0];
                assert!(line.problem.as_ref().is_some_and(|why| why.contains("passed-over")), "{line:?}");
                refused.push(line.what.clone());
            }
            likes => {
                // PeerTube gives the same id to each like of a film.
                site.until(name, || async {
                    format!("{} {}", of(&film, "likes").await, of(&film, "dislikes").await) == likes
                })
                .await;
            }
        }
        // The same request once more is the same request.
        let before = (of(&film, "likes").await, threads(&root, &film).await.len());
        send(&site, &raw).await.expect(204);
        assert_eq!(before, (of(&film, "likes").await, threads(&root, &film).await.len()), "{name} twice");
    }
    let problems = site.app.journal.lines().into_iter().filter(|line| {
        line.problem.as_ref().is_some_and(|why| !why.contains("again"))
            && line.host == "127.0.0.1:9002"
            && line.way == lucarne::federation::journal::Way::In
    });
    assert_eq!(problems.map(|line| line.what).collect::<Vec<_>>(), refused);
}
