//! Another server of the fediverse, as far as a test needs one: it shows documents, signs what it says, and keeps what it
//! is told. Its signatures are made here and not by the code under test.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use data_encoding::BASE64;
use lucarne::federation::proof::{self, Proof};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use warp::Filter;
use warp::http::{HeaderMap, Response, StatusCode};

use crate::site::Site;
use crate::visitor::{Answer, Visitor};

/// What somebody posted to an inbox of this server.
#[derive(Clone, Debug)]
pub struct Heard {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Heard {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("it is JSON")
    }
}

#[derive(Default)]
struct Inside {
    documents: HashMap<String, Value>,
    heard: Vec<Heard>,
    /// What inboxes answer; 0 is 202.
    status: u16,
}

#[derive(Clone)]
pub struct Elsewhere {
    pub origin: String,
    inside: Arc<Mutex<Inside>>,
    key: Arc<Mutex<KeyPair>>,
}

pub fn new_key() -> KeyPair {
    KeyPair::generate(KeySize::Rsa2048).expect("there is chance enough")
}

fn pem(key: &KeyPair) -> String {
    let der = key.public_key().as_der().expect("it is a key");
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64.encode(der.as_ref()))
}

impl Elsewhere {
    /// A server with one person, `rose`, in the manner of Mastodon.
    pub async fn new() -> Self {
        let inside = Arc::new(Mutex::new(Inside::default()));
        let state = inside.clone();
        let answer = warp::method()
            .and(warp::path::full())
            .and(warp::header::headers_cloned())
            .and(warp::body::bytes());
        let answer = answer.then(
            move |method: warp::http::Method, path: warp::path::FullPath, headers, body: bytes::Bytes| {
                let state = state.clone();
                async move {
                    let mut inside = state.lock().expect("nobody panics with it");
                    let path = path.as_str().to_owned();
                    if method == warp::http::Method::POST {
                        let status = if inside.status == 0 { 202 } else { inside.status };
                        inside.heard.push(Heard { path, headers, body: body.to_vec() });
                        return Response::builder()
                            .status(status)
                            .body(String::new())
                            .expect("a good answer");
                    }
                    match inside.documents.get(&path) {
                        Some(document) => Response::builder()
                            .header("content-type", "application/activity+json; charset=utf-8")
                            .body(document.to_string())
                            .expect("a good answer"),
                        None => Response::builder()
                            .status(StatusCode::NOT_FOUND)
                            .body(String::new())
                            .expect("a good answer"),
                    }
                }
            },
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback has free ports");
        let origin = format!("http://{}", listener.local_addr().expect("it has just been opened"));
        let service = warp::service(answer);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let service = hyper::service::service_fn(move |request| {
                        let mut service = service.clone();
                        async move {
                            Ok::<_, Infallible>(
                                tower_service::Service::call(&mut service, request)
                                    .await
                                    .unwrap_or_else(|error| match error {}),
                            )
                        }
                    });
                    let stream = hyper_util::rt::TokioIo::new(stream);
                    let _ =
                        hyper::server::conn::http1::Builder::new().serve_connection(stream, service).await;
                });
            }
        });
        let elsewhere = Self { origin, inside, key: Arc::new(Mutex::new(new_key())) };
        elsewhere.show_rose();
        elsewhere
    }

    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub fn rose(&self) -> String {
        self.of("/users/rose")
    }

    pub fn handle(&self) -> String {
        format!("rose@{}", self.origin.trim_start_matches("http://"))
    }

    fn show_rose(&self) {
        let id = self.rose();
        let document = json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": id, "type": "Person", "preferredUsername": "rose", "name": "Rose du Moulin",
            "url": self.of("/@rose"), "inbox": format!("{id}/inbox"),
            "endpoints": { "sharedInbox": self.of("/inbox") },
            "publicKey": { "id": format!("{id}#main-key"), "owner": id, "publicKeyPem": pem(&self.key.lock().unwrap()) },
        });
        self.show("/users/rose", document);
    }

    pub fn show(&self, path: &str, document: Value) {
        self.inside.lock().unwrap().documents.insert(path.to_owned(), document);
    }

    pub fn document(&self, path: &str) -> Option<Value> {
        self.inside.lock().unwrap().documents.get(path).cloned()
    }

    /// Tells who has a name (WebFinger).
    pub fn finger(&self, name: &str, path: &str) {
        let subject = format!("acct:{name}@{}", self.origin.trim_start_matches("http://"));
        let link = json!({ "rel": "self", "type": "application/activity+json", "href": self.of(path) });
        self.show("/.well-known/webfinger", json!({ "subject": subject, "links": [link] }));
    }

    pub fn hide(&self, path: &str) {
        self.inside.lock().unwrap().documents.remove(path);
    }

    /// Rose has a new key from now on.
    pub fn change_key(&self) {
        *self.key.lock().unwrap() = new_key();
        self.show_rose();
    }

    /// Inboxes answer this status from now on.
    pub fn answer(&self, status: u16) {
        self.inside.lock().unwrap().status = status;
    }

    /// What was said to this server.
    pub fn heard(&self) -> Vec<Heard> {
        self.inside.lock().unwrap().heard.clone()
    }

    /// The activities of this type that came.
    pub fn heard_of(&self, kind: &str) -> Vec<Value> {
        self.heard().iter().map(Heard::json).filter(|activity| activity["type"] == kind).collect()
    }

    pub async fn until_heard(&self, site: &Site, kind: &str, count: usize) -> Vec<Value> {
        site.until(&format!("{count} of {kind} have come"), || async { self.heard_of(kind).len() >= count })
            .await;
        self.heard_of(kind)
    }

    /// An activity of Rose.
    pub fn activity(&self, kind: &str, name: &str, object: Value) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": self.of(&format!("/activities/{name}")), "type": kind, "actor": self.rose(), "object": object,
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
        })
    }

    /// A post of Rose that answers something, in the HTML of Mastodon.
    pub fn post(&self, name: &str, above: &str, html: &str) -> Value {
        json!({
            "id": self.of(&format!("/posts/{name}")), "type": "Note", "attributedTo": self.rose(), "inReplyTo": above,
            "content": html, "published": "2026-11-22T19:00:00Z", "url": self.of(&format!("/@rose/{name}")),
            "to": ["https://www.w3.org/ns/activitystreams#Public"], "cc": [],
        })
    }

    /// The headers of a request with this body that Rose signs.
    pub fn signed(&self, site: &Site, path: &str, body: &str, date: &str) -> Vec<(&'static str, String)> {
        self.signed_by(&self.rose(), site, path, body, date)
    }

    fn signed_by(
        &self,
        actor: &str,
        site: &Site,
        path: &str,
        body: &str,
        date: &str,
    ) -> Vec<(&'static str, String)> {
        let host = site.origin.trim_start_matches("http://").to_owned();
        let digest = format!("SHA-256={}", BASE64.encode(&Sha256::digest(body.as_bytes())));
        let text = format!("(request-target): post {path}\nhost: {host}\ndate: {date}\ndigest: {digest}");
        let signature = self.signature(&text);
        let header = format!(
            "keyId=\"{}#main-key\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest\",signature=\"{signature}\"",
            actor
        );
        vec![("date", date.to_owned()), ("digest", digest), ("signature", header)]
    }

    /// The headers of a signed request for a document.
    pub fn signed_to_read(&self, site: &Site, path: &str, date: &str) -> Vec<(&'static str, String)> {
        let host = site.origin.trim_start_matches("http://");
        let signature = self.signature(&format!("(request-target): get {path}\nhost: {host}\ndate: {date}"));
        let header = format!(
            "keyId=\"{}#main-key\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date\",signature=\"{signature}\"",
            self.rose()
        );
        vec![("date", date.to_owned()), ("signature", header)]
    }

    pub fn signature(&self, text: &str) -> String {
        let key = self.key.lock().unwrap();
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
            .expect("the key signs");
        BASE64.encode(&signature)
    }

    /// An activity of Rose with her signature inside of it.
    pub fn proven(&self, site: &Site, activity: &Value) -> Value {
        let key = self.key.lock().unwrap();
        let signed = proof::sign(&key, &self.rose(), activity, site.app.now()).expect("it can be signed");
        serde_json::from_str(&signed).expect("it is JSON")
    }

    /// Says something to the site's shared inbox.
    pub async fn say(&self, site: &Site, activity: &Value) -> Answer {
        let body = activity.to_string();
        let headers = self.signed(site, "/inbox", &body, &site.app.now().to_http());
        self.send(site, "/inbox", headers, body).await
    }

    /// The same in the name of another actor of this server, who has the same key.
    pub async fn say_as(&self, site: &Site, actor: &str, activity: &Value) -> Answer {
        let body = activity.to_string();
        let headers = self.signed_by(actor, site, "/inbox", &body, &site.app.now().to_http());
        self.send(site, "/inbox", headers, body).await
    }

    pub async fn send(
        &self,
        site: &Site,
        path: &str,
        headers: Vec<(&'static str, String)>,
        body: String,
    ) -> Answer {
        let visitor: Visitor = site.stranger();
        let mut asking = visitor.ask("POST", path).header("content-type", "application/activity+json");
        for (name, value) in headers {
            asking = asking.header(name, value);
        }
        asking.body(body).send().await
    }
}

/// Whether what came was signed by the key that its actor shows.
pub async fn is_signed(site: &Site, heard: &Heard) -> bool {
    let text = |name: &str| {
        heard.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    let header = text("signature");
    let part = |name: &str| {
        let start = header.find(&format!("{name}=\"")).map(|at| at + name.len() + 2)?;
        header[start..].split('"').next().map(str::to_owned)
    };
    let actor = heard.json()["actor"].as_str().unwrap_or_default().to_owned();
    let (Some(key_id), Some(covered), Some(signature)) = (part("keyId"), part("headers"), part("signature"))
    else {
        return false;
    };
    let digest = format!("SHA-256={}", BASE64.encode(&Sha256::digest(&heard.body)));
    let lines = covered.split(' ').map(|name| match name {
        "(request-target)" => format!("(request-target): post {}", heard.path),
        name => format!("{name}: {}", text(name)),
    });
    let signed = lines.collect::<Vec<_>>().join("\n");
    let key = key_of(site, &actor).await;
    let der = key.public_key().as_der().unwrap();
    let signature = BASE64.decode(signature.as_bytes()).unwrap();
    let is_right = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der.as_ref())
        .verify(signed.as_bytes(), &signature);
    is_right.is_ok()
        && key_id == format!("{actor}#main-key")
        && text("digest") == digest
        && ["(request-target)", "host", "date", "digest"]
            .iter()
            .all(|name| covered.split(' ').any(|one| one == *name))
}

/// Whether an activity of the site carries a signature inside of it that is right.
pub async fn is_proven(site: &Site, activity: &Value) -> bool {
    let key = key_of(site, activity["actor"].as_str().unwrap_or_default()).await;
    let pem = lucarne::federation::keys::public_pem(&key).expect("a key can be shown");
    let proof = Proof::read(activity, site.app.now()).expect("it is fresh").expect("it is there");
    proof.creator == activity["actor"] && proof.check(activity, &pem).is_ok()
}

/// The key of one of the site's actors.
async fn key_of(site: &Site, actor: &str) -> KeyPair {
    let path = actor.trim_start_matches(&site.origin).to_owned();
    let own = lucarne::domain::actor::Own::from_numbers;
    let own = match path.strip_prefix("/video-channels/") {
        Some(handle) => {
            let handle = handle.to_owned();
            let id = site
                .app
                .db
                .read(move |read| Ok(lucarne::db::channel::by_handle(read, &handle)?.map(|one| one.id)));
            own(2, id.await.unwrap().unwrap())
        }
        None if path == "/accounts/peertube" => own(0, 0),
        None => {
            let name = path.trim_start_matches("/accounts/").to_owned();
            let id = site
                .app
                .db
                .read(move |read| Ok(lucarne::db::account::by_name(read, &name)?.map(|one| one.id)));
            own(1, id.await.unwrap().unwrap())
        }
    };
    lucarne::federation::keys::of(&site.app.db, own.unwrap()).await.unwrap()
}
