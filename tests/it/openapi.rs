//! The document under `/api/v1/openapi.json` against the site: it names every address and nothing else, and what the
//! site answers is as it says. `openapi/check.py` holds answers against its schemas.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::rights::routes::{self, Route};
use crate::rights::{Body, rows};
use crate::site::Site;
use crate::visitor::{Answer, Visitor};

/// Files that browsers and crawlers ask for by themselves: no program reads of them in a document.
const FOR_BROWSERS: [&str; 5] =
    ["/assets/site.css", "/favicon.ico", "/robots.txt", "/sitemap.xml", "/.well-known/change-password"];

/// Golden answers by name: what was asked for. The numbers in them are those of the captured site.
const GOLDEN: [(&str, &str); 41] = [
    ("account", "/api/v1/accounts/x"),
    ("account_channels", "/api/v1/accounts/x/video-channels"),
    ("account_playlists", "/api/v1/accounts/x/video-playlists"),
    ("account_videos", "/api/v1/accounts/x/videos"),
    ("auth_me_notifications", "/api/v1/users/me/notifications"),
    ("auth_me_rating", "/api/v1/users/me/videos/1/rating"),
    ("auth_me_subs_exist", "/api/v1/users/me/subscriptions/exist"),
    ("auth_my_playlists", "/api/v1/accounts/x/video-playlists"),
    ("auth_playlists_exist", "/api/v1/users/me/video-playlists/videos-exist"),
    ("auth_user", "/api/v1/users/1"),
    ("auth_users", "/api/v1/users"),
    ("auth_users_me", "/api/v1/users/me"),
    ("auth_users_me_videos", "/api/v1/users/me/videos"),
    ("blocklist_status", "/api/v1/blocklist/status"),
    ("channel", "/api/v1/video-channels/x"),
    ("channel_playlists", "/api/v1/video-channels/x/video-playlists"),
    ("channel_videos", "/api/v1/video-channels/x/videos"),
    ("channels", "/api/v1/video-channels"),
    ("comment-thread-tree", "/api/v1/videos/1/comment-threads/1"),
    ("comment_threads", "/api/v1/videos/1/comment-threads"),
    ("config_about", "/api/v1/config/about"),
    ("description", "/api/v1/videos/1/description"),
    ("languages", "/api/v1/videos/languages"),
    ("licences", "/api/v1/videos/licences"),
    ("me_subscriptions-on-2", "/api/v1/users/me/subscriptions"),
    ("me_subscriptions_videos-on-2", "/api/v1/users/me/subscriptions/videos"),
    ("oauth_clients_local", "/api/v1/oauth-clients/local"),
    ("playlist_privacies", "/api/v1/video-playlists/privacies"),
    ("privacies", "/api/v1/videos/privacies"),
    ("search_channels", "/api/v1/search/video-channels"),
    ("search_playlists", "/api/v1/search/video-playlists"),
    ("search_videos", "/api/v1/search/videos"),
    ("video", "/api/v1/videos/1"),
    ("video-captions", "/api/v1/videos/1/captions"),
    ("video-playlist", "/api/v1/video-playlists/1"),
    ("video-playlist-videos", "/api/v1/video-playlists/1/videos"),
    ("video-playlists", "/api/v1/video-playlists"),
    ("video-storyboards", "/api/v1/videos/1/storyboards"),
    ("video_categories", "/api/v1/videos/categories"),
    ("videos", "/api/v1/videos"),
    ("users-token", "/api/v1/users/token"),
];

/// Something that was asked for and answered, for `wrong_in`.
pub fn told(method: &str, path: &str, sent: Option<Value>, answer: &Answer) -> Value {
    let kind = answer.header("content-type");
    let is_json = kind.starts_with("application/json") || kind.starts_with("application/problem+json");
    json!({
        "method": method,
        "path": path,
        "status": answer.status,
        "kind": kind,
        "body": if is_json { answer.json() } else { Value::Null },
        // What was refused says nothing of what is taken.
        "sent": sent.filter(|_| answer.status < 300),
        "is_ours": true,
    })
}

/// What of these answers is not as the document says.
pub async fn wrong_in(document: &Value, answers: &[Value]) -> Vec<String> {
    let python = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("python").join("bin/python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/openapi/check.py");
    let mut command = tokio::process::Command::new(&python);
    let child = command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child =
        child.unwrap_or_else(|error| panic!("{} (`make test` makes it): {error}", python.display()));
    let asked = json!({ "document": document, "answers": answers }).to_string();
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(asked.as_bytes()).await.expect("the program reads it");
    drop(stdin);
    let output = child.wait_with_output().await.expect("it ends");
    assert!(output.status.success(), "the program says on its own what is wrong with it");
    let found: Vec<Vec<String>> = serde_json::from_slice(&output.stdout).expect("it writes JSON");
    assert_eq!(found.len(), answers.len(), "each answer is looked at");
    found.concat()
}

pub async fn document(visitor: &Visitor) -> Value {
    let answer = visitor.get("/api/v1/openapi.json").await.expect(200);
    assert!(answer.header("content-type").starts_with("application/json"));
    answer.json()
}

/// Method, address and Operation Object of each line.
fn operations(document: &Value) -> Vec<(String, &String, &Value)> {
    let paths = document["paths"].as_object().expect("there are paths");
    let lines = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("a path has methods").iter();
        methods.map(move |(method, operation)| (method.to_uppercase(), path, operation))
    });
    lines.collect()
}

/// The addresses that the document is to name, and those of pages, which it is not to name.
fn for_programs() -> (Vec<Route>, usize) {
    // What servers say to each other is no API: ActivityPub describes it.
    let routes: Vec<_> = routes::all().into_iter().filter(|route| route.table != "activitypub").collect();
    let pages = routes.iter().position(|route| route.table == "pages").expect("the pages come last");
    (routes, pages)
}

#[tokio::test]
async fn the_document_names_every_address_and_nothing_more() {
    let site = Site::new().await;
    let document = document(&site.stranger()).await;
    let (routes, pages) = for_programs();
    let mut is_named = vec![false; pages];
    for path in FOR_BROWSERS {
        let found = routes.iter().position(|route| route.takes("GET", path));
        is_named[found.filter(|found| *found < pages).unwrap_or_else(|| panic!("no file: {path}"))] = true;
    }
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let found = routes.iter().position(|route| route.takes(&method, path));
        let found = found.filter(|found| *found < pages);
        is_named
            [found.unwrap_or_else(|| panic!("the document names {method} {path}, which nobody serves"))] =
            true;
        let name = operation["operationId"].as_str().expect("each line has a name");
        assert!(names.insert(name), "{name} is there twice");
    }
    let missing: Vec<&Route> =
        routes.iter().zip(&is_named).filter(|(_, is)| !**is).map(|(one, _)| one).collect();
    assert!(missing.is_empty(), "not in the document (src/web/openapi): {missing:#?}");
}

#[tokio::test]
async fn the_document_says_each_status_and_parameter_of_the_table_of_rights() {
    let site = Site::new().await;
    let document = document(&site.stranger()).await;
    let (routes, pages) = for_programs();
    // Each line with its route: the first that takes it.
    let place = |method: &str, path: &str| routes.iter().position(|route| route.takes(method, path));
    let operations: Vec<_> = operations(&document)
        .into_iter()
        .map(|(method, path, operation)| (place(&method, path), path, operation))
        .collect();
    let mut wrong = Vec::new();
    for row in rows() {
        let route = place(row.method, row.path);
        if route.is_none_or(|route| route >= pages) {
            continue;
        }
        let is_of_it =
            |(own, path, _): &&(Option<usize>, &String, &Value)| *own == route && ends_alike(path, row.path);
        let Some((_, _, operation)) = operations.iter().find(is_of_it) else { continue };
        let line = format!("{} {}", row.method, row.path);
        for status in row.expected {
            if operation["responses"].get(status).is_none() {
                wrong.push(format!("{line}: {status}"));
            }
        }
        let empty = Vec::new();
        let parameters = operation["parameters"].as_array().unwrap_or(&empty);
        let asked = row.path.split_once('?').map_or("", |(_, query)| query);
        for (name, _) in url::form_urlencoded::parse(asked.as_bytes()) {
            if !parameters.iter().any(|one| one["in"] == "query" && one["name"] == *name) {
                wrong.push(format!("{line}: ?{name}"));
            }
        }
        if !matches!(row.body, Body::Nothing) && operation.get("requestBody").is_none() {
            wrong.push(format!("{line}: takes no body"));
        }
    }
    assert!(wrong.is_empty(), "the document does not say: {wrong:#?}");
}

/// Whether the last words of an address, where both have some, are the same: `…/avatar/pick` is not `…/banner/pick`.
fn ends_alike(documented: &str, asked: &str) -> bool {
    let asked = asked.split('?').next().unwrap_or_default();
    let pairs = documented.split('/').zip(asked.split('/'));
    pairs.into_iter().all(|(one, other)| one.contains('{') || other.contains('{') || one == other)
}

/// What the sources read behind the question mark is what the document names, as far as words tell: a parameter that
/// is new on one side alone is found.
#[tokio::test]
async fn parameters_are_those_that_handlers_read() {
    let site = Site::new().await;
    let document = document(&site.stranger()).await;
    let mut named = BTreeSet::new();
    for (_, _, operation) in operations(&document) {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let names = parameters.filter(|one| one["in"] == "query").filter_map(|one| one["name"].as_str());
        named.extend(names.map(str::to_owned));
    }
    let (mut read, mut sources) = (BTreeMap::new(), String::new());
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let files =
        ["oembed", "downloads", "media", "admission", "feeds/mod", "feeds/comments", "../p2p/tracker/http"];
    let files = files.map(|file| web.join(format!("{file}.rs"))).into_iter();
    let api = std::fs::read_dir(web.join("api")).expect("it can be listed");
    let api = api.map(|entry| entry.expect("it can be listed").path());
    for file in files.chain(api).filter(|file| file.is_file()) {
        let text = std::fs::read_to_string(&file).expect("it can be read");
        let text: String = text.split_whitespace().collect();
        sources.push_str(&text);
        for call in ["query.get(\"", "query.number(\"", "query.all(\""] {
            for rest in text.split(call).skip(1) {
                let name = rest.split('"').next().expect("a text ends").to_owned();
                read.entry(name).or_insert_with(|| file.clone());
            }
        }
    }
    assert!(read.len() > 15, "the sources are read: {read:?}");
    // The version of a script or a style, which pages write behind its name.
    read.remove("v").expect("it is read");
    let missing: Vec<_> = read.iter().filter(|(name, _)| !named.contains(*name)).collect();
    assert!(missing.is_empty(), "read, and not in the document: {missing:?}");
    // Some are read by a function that is given their names.
    let unread: Vec<_> = named.iter().filter(|name| !sources.contains(&format!("\"{name}\""))).collect();
    assert!(unread.is_empty(), "in the document, and never read: {unread:?}");
}

/// Lines of a list under `tests/it/openapi`: what is excepted, and why.
pub fn exceptions(name: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/openapi").join(name);
    let text = std::fs::read_to_string(path).expect("the list is there");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let parts = lines.map(|line| line.split_once(" | ").expect("each line has its reason"));
    parts.map(|(what, why)| (what.to_owned(), why.to_owned())).collect()
}

#[tokio::test]
async fn golden_answers_are_as_the_document_says() {
    let site = Site::new().await;
    let document = document(&site.stranger()).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/peertube-6.3/rest");
    let answers: Vec<_> = GOLDEN
        .iter()
        .map(|(name, path)| {
            let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).expect("it was captured");
            let body: Value = serde_json::from_str(&text).expect("it was captured as JSON");
            let method = if *name == "users-token" { "POST" } else { "GET" };
            let kind = "application/json";
            json!({ "method": method, "path": path, "status": 200, "kind": kind, "body": body, "is_ours": false })
        })
        .collect();
    let wrong = wrong_in(&document, &answers).await;
    let deviations = exceptions("deviations.txt");
    let is_listed = |one: &String| deviations.iter().any(|(place, _)| one.contains(place));
    let unlisted: BTreeSet<_> = wrong.iter().filter(|one| !is_listed(one)).collect();
    assert!(unlisted.is_empty(), "PeerTube answers otherwise: {unlisted:#?}");
    for (place, reason) in &deviations {
        assert!(wrong.iter().any(|one| one.contains(place)), "not needed any more: {place} ({reason})");
    }
}

#[tokio::test]
async fn what_differs_from_the_document_is_found() {
    let site = Site::new().await;
    let stranger = site.stranger();
    let document = document(&stranger).await;
    let answer = stranger.get("/api/v1/config/about").await.expect(200);
    let right = told("GET", "/api/v1/config/about", None, &answer);
    let with = |change: fn(&mut Value)| {
        let mut one = right.clone();
        change(&mut one);
        one
    };
    assert!(wrong_in(&document, std::slice::from_ref(&right)).await.is_empty());
    for other in [
        with(|one| one["status"] = json!(418)),
        with(|one| one["kind"] = json!("text/html")),
        with(|one| one["path"] = json!("/api/v1/nothing")),
        with(|one| one["body"]["instance"]["name"] = json!(1)),
        with(|one| one["body"]["instance"]["more"] = json!("is not there")),
        with(|one| drop(one["body"]["instance"].as_object_mut().expect("an object").remove("terms"))),
        with(|one| one["sent"] = json!({})),
    ] {
        assert_eq!(wrong_in(&document, std::slice::from_ref(&other)).await.len(), 1, "{other}");
    }
}
