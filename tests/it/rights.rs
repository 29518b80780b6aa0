//! Who may do what: every address of the site, asked for by everybody.
//!
//! `rights/table.txt` says what each of them is answered. `rights/routes.rs` reads the tables of `src/web/routes`,
//! so that an address without a row is found; `rights/scene.rs` gives every question people and things of its own,
//! so that what one row deletes another one still has.

pub mod routes;
pub mod scene;

use std::fmt::Write as _;

use lucarne::config::Source;

use crate::clips;
use crate::openapi;
use crate::rights::routes::Route;
use crate::rights::scene::{Scene, Who};
use crate::site::Site;
use crate::visitor::{Answer, Visitor};

/// A line of the table.
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    /// What each of `Who::ALL` is answered: a status, or `login` for the way to the sign-in page.
    pub expected: [&'static str; 6],
    headers: Vec<(&'static str, &'static str)>,
    pub body: Body,
}

/// What a row sends; names in braces stand for things of the scene.
pub enum Body {
    Nothing,
    Form(&'static str),
    Json(&'static str),
    /// A file of this kind in a field, with other fields.
    File(&'static str, &'static str, &'static str),
}

pub fn rows() -> Vec<Row> {
    let lines = include_str!("rights/table.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(row).collect()
}

fn row(line: &'static str) -> Row {
    let mut words = line.split_whitespace().peekable();
    let mut next = || words.next().unwrap_or_else(|| panic!("a word is missing: {line}"));
    let (method, path) = (next(), next());
    let expected = std::array::from_fn(|_| next());
    let mut headers = Vec::new();
    while let Some(header) = words.next_if(|word| word.starts_with('@')) {
        headers.push(header[1..].split_once('=').expect("a header is @name=value"));
    }
    let rest: Vec<_> = words.collect();
    let body = match rest.as_slice() {
        [] => Body::Nothing,
        ["form"] => Body::Form(""),
        ["form", fields] => Body::Form(fields),
        // Only JSON has spaces.
        ["json", ..] => Body::Json(line.split_once(" json ").expect("it has just been seen").1),
        ["file", kind, field] => Body::File(kind, field, ""),
        ["file", kind, field, fields] => Body::File(kind, field, fields),
        _ => panic!("no such body: {line}"),
    };
    Row { method, path, expected, headers, body }
}

impl Row {
    async fn ask(&self, visitor: &Visitor, scene: &Scene) -> Answer {
        let path = scene.filled(self.path);
        let is_api = path.starts_with("/api/");
        let token = scene.token.clone().filter(|_| is_api);
        let mut visitor = visitor.clone();
        visitor.token = token;
        // A document is what servers get where people get pages.
        let mut asking = match self.method {
            "DOCUMENT" => visitor.ask("GET", &path).header("accept", "application/activity+json"),
            method => visitor.ask(method, &path),
        };
        let mut csrf = None;
        if let Some(secret) = scene.session.as_ref().filter(|_| !is_api) {
            asking = asking.header("cookie", format!("lucarne_session={secret}"));
            csrf = Some(lucarne::actions::sessions::form_token(secret));
        }
        for (name, value) in &self.headers {
            // A space would end the word.
            asking = asking.header(name, scene.filled(value).replace('_', " "));
        }
        let pairs = |fields: &str| -> Vec<(String, String)> {
            let fields = scene.filled(fields);
            let said = fields.split('&').filter_map(|field| field.split_once('='));
            let said = said.map(|(name, value)| (name.to_owned(), value.replace('+', " ")));
            csrf.iter().map(|token| ("csrf".to_owned(), token.clone())).chain(said).collect()
        };
        match &self.body {
            Body::Nothing => asking,
            Body::Json(text) => asking.header("content-type", "application/json").body(scene.filled(text)),
            Body::Form(fields) => {
                let pairs = pairs(fields);
                let pairs: Vec<_> =
                    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                asking.fields(&pairs)
            }
            Body::File(kind, field, fields) => {
                let mut form = reqwest::multipart::Form::new();
                for (name, value) in pairs(fields) {
                    form = form.text(name, value);
                }
                let (name, bytes) = match *kind {
                    "picture" => ("a.png", clips::bytes(&clips::picture())),
                    "film" => ("a.mp4", clips::bytes(&clips::film())),
                    "words" => ("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour\n".to_vec()),
                    _ => panic!("no such file: {kind}"),
                };
                let part = reqwest::multipart::Part::bytes(bytes).file_name(name);
                asking.multipart(form.part(*field, part))
            }
        }
        .send()
        .await
    }
}

fn said(answer: &Answer) -> String {
    match answer.status {
        303 if answer.header("location").starts_with("/login") => "login".to_owned(),
        status => status.to_string(),
    }
}

#[test]
fn every_address_has_a_row_and_every_row_an_address() {
    let (routes, rows) = (routes::all(), rows());
    assert!(routes.len() > 150, "the tables are read: {}", routes.len());
    let mut is_asked = vec![false; routes.len()];
    for row in &rows {
        let found = routes.iter().position(|route| route.takes(row.method, row.path));
        is_asked[found.unwrap_or_else(|| panic!("nothing answers {} {}", row.method, row.path))] = true;
    }
    let missing: Vec<&Route> =
        routes.iter().zip(&is_asked).filter(|(_, is)| !**is).map(|(one, _)| one).collect();
    assert!(missing.is_empty(), "without a row in tests/it/rights/table.txt: {missing:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_answered_as_the_table_says() {
    let site = Site::with(Source { private_servers: Some(true), ..Source::default() }).await;
    // The table tries a job again, which has to have failed.
    site.may_have_parked_jobs();
    let password = lucarne::actions::accounts::hash_password(crate::site::PASSWORD.to_owned()).await;
    let password = password.expect("it can be hashed");
    let open = lucarne::actions::settings::change(&site.app.db, |settings| {
        settings.takes_requests = true;
        Ok(())
    });
    site.app.settings_changed(open.await.expect("these settings are good"));
    let mut wrong = String::new();
    // What programs are answered is also held against the document that describes it.
    let document = openapi::document(&site.stranger()).await;
    let (mut told, programs) = (Vec::new(), routes::all());
    let is_for_programs = |row: &Row| {
        let found = programs.iter().find(|route| route.takes(row.method, row.path));
        found.is_some_and(|route| route.table == "api")
    };
    let kept = rusqlite::Connection::open(site.data.join("lucarne.db")).expect("it is there");
    for row in rows() {
        // Each row comes from elsewhere, so that nobody waits for what was mistyped before.
        let visitor = Visitor::new(&site.origin, crate::site::new_address());
        for (who, expected) in Who::ALL.into_iter().zip(row.expected) {
            let scene = Scene::new(&site, who, &password).await;
            let before = scene.belongings(&kept);
            let answer = row.ask(&visitor, &scene).await;
            let (said, text) = (said(&answer), answer.text());
            if is_for_programs(&row) {
                let sent = match row.body {
                    Body::Json(body) => serde_json::from_str(&scene.filled(body)).ok(),
                    _ => None,
                };
                told.push(openapi::told(row.method, &scene.filled(row.path), sent, &answer));
            }
            let line = format!("{} {} by {who:?}", row.method, row.path);
            if said != expected {
                let start: String = text.chars().take(200).collect();
                writeln!(wrong, "{line}: {said}, not {expected}: {start}").expect("a string takes it");
                continue;
            }
            let is_refused = said == "login" || answer.status >= 400;
            let is_other = matches!(who, Who::Stranger | Who::Another);
            if is_other && text.contains(scene::SECRET) {
                writeln!(wrong, "{line}: it tells what is private").expect("a string takes it");
            }
            // Whoever holds a link for a new password speaks for its owner.
            let is_by_link = row.path.contains("{reset}") || row.path.ends_with("{owner_id}/reset-password");
            if (is_refused || is_other) && !is_by_link {
                let after = scene.belongings(&kept);
                if before != after {
                    writeln!(wrong, "{line}: it changed {before} to {after}").expect("a string takes it");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(told.len() > 500, "answers of the API are kept: {}", told.len());
    let wrong: std::collections::BTreeSet<_> =
        openapi::wrong_in(&document, &told).await.into_iter().collect();
    assert!(wrong.is_empty(), "not as /api/v1/openapi.json says: {wrong:#?}");
}
