//! Schemathesis (schemathesis.io) reads `/api/v1/openapi.json` and asks the real server for everything in it, with
//! values that the document allows and values that it does not: as a stranger, and with an administrator's token.
//! Nothing breaks (5xx), and every answer has a status, a type, headers and a body that the document names; what wants
//! a token is refused without one.
//!
//! Seed and counts are fixed. The things in addresses are real ones (`openapi/names.txt`): of a made-up film nothing
//! is learned but 404. What deletes something finds it gone the second time, and bytes that are made up are no film: some
//! addresses never answer with what was asked for, most do.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::clips;
use crate::openapi;
use crate::rights::scene::{Scene, Who};
use crate::site::{Film, Site};
use crate::visitor::Visitor;

const SEED: &str = "20261124";

/// Values for each address in the second phase; the first goes through the bounds of each parameter and member.
const VALUES: &str = "4";

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance,ignored_auth";

/// How long one run may take. It takes about half a minute.
const PATIENCE: Duration = Duration::from_secs(300);

/// What ends the administrator whose token is used, or the token: asked for as a stranger alone.
const ENDS: [&str; 2] = ["DELETE /api/v1/users/me", "POST /api/v1/users/revoke-token"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_breaks_the_api_or_finds_it_otherwise_than_described() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[("name", "Le jardin")]).await;
    let password = lucarne::actions::accounts::hash_password(crate::site::PASSWORD.to_owned()).await;
    let scene = Scene::new(&site, Who::Administrator, &password.expect("it can be hashed")).await;
    // The scene has a job that has failed, for those who look at jobs.
    site.may_have_parked_jobs();
    let open = lucarne::actions::settings::change(&site.app.db, |settings| {
        settings.takes_requests = true;
        Ok(())
    });
    site.app.settings_changed(open.await.expect("these settings are good"));
    let document = openapi::document(&site.stranger()).await;
    let folder = tempfile::tempdir().expect("the tests may write temporary files");
    let file = folder.path().join("openapi.json");
    let token = scene.token.as_deref().expect("administrators have one");
    let narrowed = narrowed(document, &names(&maud.with_token(token), &film, &scene).await);
    std::fs::write(&file, narrowed.to_string()).expect("the tests may write temporary files");

    let stranger = run(&site, folder.path(), &file, None, &[]).await;
    let chief = run(&site, folder.path(), &file, Some(token), &ENDS).await;
    maud.with_token(token).get("/api/v1/users/me").await.expect(200);

    // It has really come to something: what is refused each time has not been tried.
    let accepted: BTreeSet<String> = stranger.union(&chief).cloned().collect();
    let lines = narrowed["paths"].as_object().expect("there are paths").iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("a path has methods").keys();
        methods.map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    let (good, never): (Vec<String>, Vec<String>) = lines.partition(|line| accepted.contains(line));
    assert!(good.len() > 2 * never.len(), "never answered with what was asked for: {never:#?}");
}

/// The lines of `openapi/names.txt`, with the things of the site in them.
async fn names(chief: &Visitor, film: &Film, scene: &Scene) -> Vec<(String, String, Value)> {
    let details = chief.get(&film.path()).await.expect(200).json();
    let playlist = &details["streamingPlaylists"][0];
    let last = |address: &Value| {
        let address = address.as_str().expect("an address is text");
        address.rsplit('/').next().expect("it has an end").to_owned()
    };
    let begun =
        chief.ask("POST", "/api/v1/videos/upload-resumable").header("x-upload-content-length", "1000");
    let begun = begun.json(&json!({ "filename": "a.mp4" })).send().await.expect(201);
    let things = [
        ("film", film.uuid.clone()),
        ("id", film.id.to_string()),
        ("playlist", last(&playlist["playlistUrl"])),
        ("file", last(&playlist["files"][0]["fileUrl"])),
        ("file_id", playlist["files"][0]["id"].to_string()),
        ("thumbnail", last(&details["thumbnailPath"])),
        ("preview", last(&details["previewPath"])),
        ("upload", begun.header("location").rsplit('=').next().expect("it ends with a name").to_owned()),
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/openapi/names.txt");
    let text = std::fs::read_to_string(path).expect("the list is there");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (word, rest) = line.split_once(' ').expect("a line has three parts");
            let (name, values) = rest.trim().split_once(' ').expect("a line has three parts");
            let mut values = scene.filled(values);
            for (thing, is) in &things {
                values = values.replace(&format!("{{real_{thing}}}"), is);
            }
            let values: Value =
                serde_json::from_str(&values).unwrap_or_else(|error| panic!("{error}: {values}"));
            (word.to_owned(), name.to_owned(), values)
        })
        .collect()
}

/// The document with these values instead of the schemas of what they are names of.
fn narrowed(mut document: Value, names: &[(String, String, Value)]) -> Value {
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        let of = |name: &str| {
            let fits = |word: &str| word == "*" || path.contains(word);
            let found = names.iter().find(|(word, known, _)| known == name && fits(word));
            found.map(|(_, _, values)| json!({ "enum": values }))
        };
        for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
            for parameter in parameters.into_iter().flatten() {
                let Some(values) = parameter["name"].as_str().and_then(of) else { continue };
                let schema = &mut parameter["schema"];
                let place = if schema["type"] == "array" { &mut schema["items"] } else { schema };
                *place = values;
            }
            let content = operation.get_mut("requestBody").and_then(|body| body["content"].as_object_mut());
            for media in content.into_iter().flat_map(Map::values_mut) {
                let members = media.pointer_mut("/schema/properties").and_then(Value::as_object_mut);
                for (name, schema) in members.into_iter().flatten() {
                    if let Some(values) = of(name) {
                        *schema = values;
                    }
                }
            }
        }
    }
    document
}

/// Lets Schemathesis ask; which lines were answered with what was asked for.
async fn run(
    site: &Site,
    folder: &Path,
    document: &Path,
    token: Option<&str>,
    without: &[&str],
) -> BTreeSet<String> {
    let python = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("python").join("bin");
    let report = folder.join("report.json");
    // Methods that no address takes are tried by `rights.rs`.
    let settings = "[phases.coverage]\nunexpected-methods = []\n";
    std::fs::write(folder.join("schemathesis.toml"), settings).expect("the tests may write temporary files");
    let mut command = tokio::process::Command::new(python.join("st"));
    command.current_dir(folder).kill_on_drop(true);
    command.arg("run").arg(document).args(["--url", &site.origin, "--seed", SEED, "-n", VALUES]);
    command.args(["--checks", CHECKS, "--phases", "coverage,fuzzing", "--suppress-health-check", "all"]);
    command.args(["--no-shrink", "--continue-on-failure", "--warnings", "off", "--request-timeout", "20"]);
    command.args(["--report", "json", "--report-json-path"]).arg(&report);
    if let Some(token) = token {
        command.args(["--header", &format!("Authorization: Bearer {token}")]);
    }
    for line in without {
        command.args(["--exclude-name", line]);
    }
    let output = tokio::time::timeout(PATIENCE, command.output()).await.expect("it ends in time");
    let output =
        output.unwrap_or_else(|error| panic!("{}/st (`make test` makes it): {error}", python.display()));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(&report).expect("it has written its report");
    let report: Value = serde_json::from_str(&text).expect("the report is JSON");
    assert_eq!(report["complete"], true, "{said}");
    let rates = report["valid_rates"].as_object().expect("rates stand by line");
    let is_accepted = |phases: &Value| {
        phases.as_object().into_iter().flat_map(Map::values).any(|phase| phase["accepted"].as_i64() > Some(0))
    };
    rates.iter().filter(|(_, phases)| is_accepted(phases)).map(|(line, _)| line.clone()).collect()
}
