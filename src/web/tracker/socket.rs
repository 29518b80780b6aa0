//! The tracker for browsers: one WebSocket (RFC 6455) each, with small buffers, because there are thousands.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc::Receiver;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use warp::http::{StatusCode, header};

use super::{check_on, origin};
use crate::app::App;
use crate::error::{Error, Kind, Result};
use crate::p2p::tracker::lobby::Heard;
use crate::p2p::tracker::message::LENGTH;
use crate::p2p::tracker::swarms::From;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// Who has said nothing for so long has gone: players announce themselves every two minutes.
const SILENCE: Duration = Duration::from_secs(300);

/// How long a message may take to leave.
const PATIENCE: Duration = Duration::from_secs(20);

/// Texts that nobody can understand, in a row, before a line ends.
const NONSENSE: u32 = 20;

/// Bytes of the buffers of one line.
const BUFFER: usize = 4 * 1024;

/// Turns a request into a line of the tracker. Pages of other sites may do so: viewers of our films are there too.
pub async fn open(visit: &mut Visit) -> Result<Response> {
    check_on(visit)?;
    let wants = |name, what: &str| {
        let said = visit.request.header(name);
        said.is_some_and(|said| said.split(',').any(|one| one.trim().eq_ignore_ascii_case(what)))
    };
    let is_meant = wants(header::CONNECTION, "upgrade") && wants(header::UPGRADE, "websocket");
    let key = visit.request.header(header::SEC_WEBSOCKET_KEY).map(str::to_owned);
    let (Some(key), Some(upgrade)) = (
        key.filter(|_| is_meant && wants(header::SEC_WEBSOCKET_VERSION, "13")),
        visit.request.upgrade.take(),
    ) else {
        return Err(Error::invalid("error-tracker-socket"));
    };
    let Some((from, receiver)) = visit.app.lobby.open(origin(visit)) else {
        return Err(Error::new(Kind::TooMany, "error-tracker-full").with("minutes", 1));
    };
    tokio::spawn(converse(visit.app.clone(), upgrade, from, receiver));
    let mut response = answer::empty(StatusCode::SWITCHING_PROTOCOLS);
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, header::HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, header::HeaderValue::from_static("websocket"));
    Ok(answer::with_header(response, header::SEC_WEBSOCKET_ACCEPT, derive_accept_key(key.as_bytes())))
}

type Socket = WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>;

/// One line, from its first text to its last.
async fn converse(app: Arc<App>, upgrade: OnUpgrade, from: From, receiver: Receiver<String>) {
    if let Ok(Ok(upgraded)) = tokio::time::timeout(PATIENCE, upgrade).await {
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER)
            .write_buffer_size(0)
            .max_write_buffer_size(LENGTH * 4)
            .max_message_size(Some(LENGTH))
            .max_frame_size(Some(LENGTH));
        let mut socket = Box::new(
            WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await,
        );
        listen(&app, &mut socket, from, receiver).await;
        let _ = tokio::time::timeout(PATIENCE, socket.close()).await;
    }
    app.lobby.close(from);
}

/// Until the other side goes, falls silent, or is better let go.
async fn listen(app: &App, socket: &mut Socket, from: From, mut receiver: Receiver<String>) {
    let mut nonsense = 0;
    loop {
        let texts = tokio::select! {
            told = receiver.recv() => match told {
                Some(text) => vec![text],
                None => return,
            },
            said = tokio::time::timeout(SILENCE, socket.next()) => match said {
                Ok(Some(Ok(Message::Text(text)))) => match hear(app, from, &text).await {
                    Some(texts) => {
                        let is_nonsense = texts.iter().any(|text| text.contains("\"failure reason\""));
                        nonsense = if is_nonsense { nonsense + 1 } else { 0 };
                        texts
                    }
                    None => return,
                },
                Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => Vec::new(),
                _ => return,
            },
            () = app.stopping().cancelled() => return,
        };
        let sent = async {
            for text in texts {
                socket.feed(Message::text(text)).await?;
            }
            socket.flush().await
        };
        if !matches!(tokio::time::timeout(PATIENCE, sent).await, Ok(Ok(()))) || nonsense >= NONSENSE {
            return;
        }
    }
}

/// What is answered to a text; none where the line should end.
async fn hear(app: &App, from: From, text: &str) -> Option<Vec<String>> {
    match app.lobby.hear(from, app.now(), text) {
        Heard::Answered(texts) => Some(texts),
        Heard::TooMuch => None,
        Heard::Unknown(refusal) => {
            // The film may have appeared since the swarms were looked at.
            if !app.look_for_swarms().await.unwrap_or(false) {
                return Some(vec![refusal]);
            }
            match app.lobby.hear(from, app.now(), text) {
                Heard::Answered(texts) => Some(texts),
                Heard::Unknown(refusal) => Some(vec![refusal]),
                Heard::TooMuch => None,
            }
        }
    }
}
