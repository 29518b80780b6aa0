//! What is told at once: PeerTube's socket.io namespace, spoken by hand over both of its transports (Engine.IO
//! protocol 4, Socket.IO protocol 5).

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Message, http};

use crate::clips;
use crate::site::{ADMINISTRATOR, Film, PASSWORD, PATIENCE, Site};
use crate::visitor::Visitor;

const OPEN: &str = "/socket.io/?EIO=4&transport=websocket";
const CONNECT: &str = "40/user-notifications,";

type Line = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// A line to the site; the server has said hello.
async fn dial(site: &Site, path: &str, headers: &[(&'static str, String)]) -> Line {
    let address = format!("{}{path}", site.origin.replacen("http", "ws", 1));
    let mut request = address.into_client_request().expect("it is an address");
    for (name, value) in headers {
        let value = http::HeaderValue::from_str(value).expect("a plain value");
        request.headers_mut().insert(*name, value);
    }
    let (mut line, _) = tokio_tungstenite::connect_async(request).await.expect("the line opens");
    assert!(heard(&mut line).await.starts_with("0{"));
    line
}

/// The next packet that is no sign of life.
async fn heard(line: &mut Line) -> String {
    loop {
        let message =
            timeout(PATIENCE, line.next()).await.expect("something is said").expect("the line is open");
        match message.expect("it can be read").into_text().expect("it is text").as_str() {
            "2" => line.send(Message::text("3")).await.expect("the line is open"),
            text => return text.to_owned(),
        }
    }
}

/// What the next event about a comment tells: what came before may be told late.
async fn told(line: &mut Line) -> Value {
    loop {
        let text = heard(line).await;
        let event = text.strip_prefix("42/user-notifications,").unwrap_or_else(|| panic!("no event: {text}"));
        let event: Value = serde_json::from_str(event).expect("it is JSON");
        assert_eq!(event[0], "new-notification");
        if event[1]["type"] == 2 {
            return event[1].clone();
        }
    }
}

async fn comment(by: &Visitor, film: &Film, text: &str) {
    let path = format!("{}/comment-threads", film.path());
    by.ask("POST", &path).json(&json!({ "text": text })).send().await.expect(200);
}

#[tokio::test]
async fn a_member_is_told_at_once_over_every_transport() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul) = (site.administrator().await, site.application_of("paul").await);
    let film = site.publish(&maud, &clips::film(), &[("name", "Le bal")]).await;
    let token = maud.token.clone().expect("an application has a token");

    let mut line = dial(&site, &format!("{OPEN}&accessToken={token}"), &[]).await;
    line.send(Message::text(CONNECT)).await.expect("the line is open");
    assert!(heard(&mut line).await.starts_with("40/user-notifications,{\"sid\":"));
    // By polling, as clients begin where nothing else is said.
    let poll = format!("/socket.io/?EIO=4&transport=polling&accessToken={token}");
    let hello = site.stranger().get(&poll).await.expect(200).text();
    let hello: Value = serde_json::from_str(&hello[1..]).expect("it is JSON");
    assert_eq!(hello["upgrades"], json!(["websocket"]));
    let poll = format!("{poll}&sid={}", hello["sid"].as_str().expect("a session"));
    let said = site.stranger().ask("POST", &poll).body(CONNECT).header("content-type", "text/plain");
    assert_eq!(said.send().await.expect(200).text(), "ok");
    let mut connected = site.stranger().get(&poll).await.expect(200).text();
    // The first ping may come before it.
    if connected == "2" {
        connected = site.stranger().get(&poll).await.expect(200).text();
    }
    assert!(connected.contains("40/user-notifications,{\"sid\":"), "{connected}");
    // A page of ours shows its cookie; a page of another site has no use of it.
    let fields = [("username", ADMINISTRATOR), ("password", PASSWORD)];
    let cookies = site.stranger().ask("POST", "/login").fields(&fields).send().await.expect(303).cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("lucarne_session=")).expect("a session");
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let mut own = dial(&site, OPEN, &[("cookie", cookie.clone()), ("origin", site.origin.clone())]).await;
    own.send(Message::text(CONNECT)).await.expect("the line is open");
    assert!(heard(&mut own).await.starts_with(CONNECT));
    let foreign = [("cookie", cookie), ("origin", "https://elsewhere.example".to_owned())];
    for headers in [&foreign[..], &[]] {
        let mut line = dial(&site, OPEN, headers).await;
        line.send(Message::text(CONNECT)).await.expect("the line is open");
        let refused = heard(&mut line).await;
        assert!(refused.starts_with("44/user-notifications,{"), "{refused}");
    }

    comment(&paul, &film, "Bravo").await;
    for line in [&mut line, &mut own] {
        let told = told(line).await;
        assert_eq!((&told["type"], &told["comment"]["video"]["name"]), (&json!(2), &json!("Le bal")));
        let listed = maud.get("/api/v1/users/me/notifications").await.expect(200).json();
        assert_eq!(told, listed["data"][0]);
    }
    site.until("the event is polled", || async {
        let polled = site.stranger().get(&poll).await.expect(200).text();
        polled.contains("42/user-notifications,[\"new-notification\",{")
    })
    .await;

    // Nothing is told once the token has ended, and the line with it.
    maud.ask("POST", "/api/v1/users/revoke-token").send().await.expect(200);
    comment(&paul, &film, "Encore").await;
    assert_eq!(told(&mut own).await["type"], 2);
    let ended = heard(&mut line).await;
    assert!(ended.starts_with("41/user-notifications"), "{ended}");
}

#[tokio::test]
async fn what_is_no_socket_io_gets_an_error_and_costs_nothing() {
    let site = Site::new().await;
    let stranger = site.stranger();
    for path in [
        "/socket.io/",
        "/socket.io/?EIO=3&transport=polling",
        "/socket.io/?EIO=4&transport=pigeon",
        "/socket.io/?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAA",
    ] {
        stranger.get(path).await.expect(400);
    }
    let mut line = dial(&site, OPEN, &[]).await;
    for said in ["4", "40/elsewhere,", "42[\"x\"]", "9", "", "40/user-notifications,{"] {
        let _ = line.send(Message::text(said)).await;
    }
    let _ = line.send(Message::text("x".repeat(100_000))).await;
    stranger.get("/api/v1/ping").await.expect(200);
}
