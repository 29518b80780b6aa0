//! Signatures of a real PeerTube 6.3, as they came over the wire (`tests/fixtures/peertube-6.3/wire`), and examples of
//! the other kinds.

use lucarne::domain::moment::Moment;
use lucarne::error::{Kind, Result};
use lucarne::federation::proof::Proof;
use lucarne::federation::signature::{Presented, Seen, signed_with};
use serde_json::Value;

use super::elsewhere::new_key;

/// Actors that signed and whose documents were not captured.
const UNKNOWN: usize = 5;

pub struct Raw {
    name: String,
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

fn fixtures() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/peertube-6.3/wire")
}

/// The documents of those who signed, by their ids.
pub fn actors() -> Value {
    serde_json::from_slice(&std::fs::read(fixtures().join("actors.json")).unwrap()).expect("actors are JSON")
}

/// The request of this name.
pub fn request(name: &str) -> Raw {
    raw(&fixtures().join("requests").join(format!("{name}.http")))
}

/// What was said in all of them.
pub fn bodies() -> Vec<Value> {
    let all = std::fs::read_dir(fixtures().join("requests")).expect("there are requests");
    let all = all.map(|entry| raw(&entry.expect("an entry").path()).body).filter(|body| !body.is_empty());
    all.map(|body| serde_json::from_slice(&body).expect("it is JSON")).collect()
}

fn raw(path: &std::path::Path) -> Raw {
    let bytes = std::fs::read(path).expect("the fixture is there");
    let (at, gap) = find(&bytes, b"\r\n\r\n")
        .map(|at| (at, 4))
        .or(find(&bytes, b"\n\n").map(|at| (at, 2)))
        .expect("a head");
    let head = String::from_utf8(bytes[..at].to_vec()).expect("a head is text");
    let mut lines = head.lines();
    let mut first = lines.next().expect("a request has a first line").split(' ');
    let header =
        |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    let headers: Vec<_> = lines.filter_map(header).collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, value)| value.parse().unwrap());
    let body = &bytes[at + gap..];
    Raw {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        method: first.next().unwrap().to_owned(),
        target: first.next().unwrap().to_owned(),
        headers,
        body: body[..body.len().min(length)].to_vec(),
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn presented(raw: &Raw, now: Moment) -> Result<Presented> {
    let header = |name: &str| {
        let all: Vec<_> =
            raw.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
        (!all.is_empty()).then(|| all.join(", "))
    };
    let seen =
        Seen { method: &raw.method, target: &raw.target, scheme: "http", header: &header, body: &raw.body };
    Presented::read(&seen, now)
}

pub fn day(raw: &Raw) -> Moment {
    let date = raw.headers.iter().find(|(name, _)| name == "date").expect("it is dated");
    Moment::parse_http(&date.1).expect("it is a date")
}

#[test]
fn what_a_real_peertube_signed_is_believed() {
    let (fixtures, actors) = (fixtures(), actors());
    let mut unknown = Vec::new();
    let mut right = 0;
    for entry in std::fs::read_dir(fixtures.join("requests")).expect("there are requests") {
        let raw = raw(&entry.expect("an entry").path());
        let presented = presented(&raw, day(&raw)).unwrap_or_else(|error| panic!("{}: {error}", raw.name));
        let owner = presented.key_id.split('#').next().unwrap();
        let Some(pem) = actors[owner]["publicKey"]["publicKeyPem"].as_str() else {
            unknown.push(raw.name);
            continue;
        };
        presented.check(pem).unwrap_or_else(|error| panic!("{}: {error}", raw.name));
        right += 1;
        let late = day(&raw).plus_seconds(3 * 3600);
        assert_eq!(self::presented(&raw, late).expect_err("it is old").kind, Kind::Unauthorized);
        let moved = Raw { target: format!("{}x", raw.target), ..raw };
        let moved_one = self::presented(&moved, day(&moved)).expect("it can be read");
        assert!(moved_one.check(pem).is_err(), "{}: of another path", moved.name);
        if !moved.body.is_empty() {
            let mut changed = Raw { target: moved.target.trim_end_matches('x').to_owned(), ..moved };
            changed.body[0] ^= 1;
            assert!(self::presented(&changed, day(&changed)).is_err(), "{}: with another body", changed.name);
        }
    }
    assert_eq!((right, unknown.len()), (74, UNKNOWN), "{unknown:?}");
}

#[test]
fn the_newer_signatures_are_read_too() {
    let key = new_key();
    let pem = lucarne::federation::keys::public_pem(&key).expect("a key can be shown");
    let now = Moment::parse("2026-11-22T19:33:34Z").unwrap();
    let created = now.0 / 1000;
    let body = br#"{"type":"Like"}"#.to_vec();
    let digest = data_encoding::BASE64.encode(&<sha2::Sha256 as sha2::Digest>::digest(&body));
    let parameters = |covered: &str| {
        format!("({covered});created={created};keyid=\"https://a.example/u#k\";alg=\"rsa-v1_5-sha256\"")
    };
    let sign = |covered: &str, lines: &[String]| {
        let text = format!("{}\n\"@signature-params\": {}", lines.join("\n"), parameters(covered));
        let headers = [
            ("host", "Tube.example".to_owned()),
            ("content-digest", format!("sha-256=:{digest}:")),
            ("signature-input", format!("proxy=(\"x\");created=1, sig1={}", parameters(covered))),
            ("signature", format!("sig1=:{}:", signed_with(&key, text.as_bytes()).unwrap())),
        ];
        Raw {
            name: covered.to_owned(),
            method: "POST".into(),
            target: "/inbox?a=b".into(),
            headers: headers.map(|(name, value)| (name.to_owned(), value)).to_vec(),
            body: body.clone(),
        }
    };
    let line = |name: &str, value: &str| format!("\"{name}\": {value}");
    let content = line("content-digest", &format!("sha-256=:{digest}:"));
    // As Mastodon covers a request, and as others do.
    let mastodon = sign(
        r#""@method" "@target-uri" "content-digest""#,
        &[line("@method", "POST"), line("@target-uri", "http://tube.example/inbox?a=b"), content.clone()],
    );
    presented(&mastodon, now).expect("it covers enough").check(&pem).expect("the key has signed");
    let parts = sign(
        r#""@method" "@authority" "@path" "@query" "content-digest""#,
        &[
            line("@method", "POST"),
            line("@authority", "tube.example"),
            line("@path", "/inbox"),
            line("@query", "?a=b"),
            content.clone(),
        ],
    );
    presented(&parts, now).expect("it covers enough").check(&pem).expect("the key has signed");
    let without_body = sign(
        r#""@method" "@target-uri""#,
        &[line("@method", "POST"), line("@target-uri", "http://tube.example/inbox?a=b")],
    );
    let nowhere = sign(r#""@method" "content-digest""#, &[line("@method", "POST"), content]);
    for little in [&without_body, &nowhere] {
        assert!(presented(little, now).is_err(), "{}", little.name);
    }
    assert!(presented(&mastodon, now.plus_seconds(3 * 3600)).is_err());
    let other = lucarne::federation::keys::public_pem(&new_key()).unwrap();
    assert!(presented(&mastodon, now).unwrap().check(&other).is_err());
}

#[test]
fn what_a_real_peertube_signed_inside_is_believed() {
    let (fixtures, actors) = (fixtures(), actors());
    let (mut right, mut unknown) = (0, 0);
    for entry in std::fs::read_dir(fixtures.join("requests")).expect("there are requests") {
        let raw = raw(&entry.expect("an entry").path());
        if raw.body.is_empty() {
            continue;
        }
        let activity: Value = serde_json::from_slice(&raw.body).expect("it is JSON");
        let proof = Proof::read(&activity, day(&raw)).expect("it is fresh").expect("it is there");
        let Some(pem) = actors[&proof.creator]["publicKey"]["publicKeyPem"].as_str() else {
            unknown += 1;
            continue;
        };
        proof.check(&activity, pem).unwrap_or_else(|error| panic!("{}: {error}", raw.name));
        right += 1;
        let mut other = activity.clone();
        other["object"] = serde_json::json!("http://127.0.0.1:9001/videos/watch/1");
        assert!(proof.check(&other, pem).is_err(), "{}", raw.name);
        assert!(Proof::read(&activity, day(&raw).plus_seconds(30 * 24 * 3600)).is_err(), "{}", raw.name);
    }
    assert_eq!((right, unknown), (58, UNKNOWN));
}
