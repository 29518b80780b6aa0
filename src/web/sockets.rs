//! What members are told of at once: PeerTube's socket.io namespace `/user-notifications`, event `new-notification`.
//!
//! Whoever connects shows an access token (`accessToken` in the address, as PeerTube's pages do) or the cookie of a
//! page of ours. It is looked at again before each event, so nothing is told once it has ended.

use std::sync::Arc;
use std::time::Duration;

use socketioxide::SocketIo;
use socketioxide::extract::SocketRef;
use socketioxide::handler::ConnectHandler;
use socketioxide::layer::SocketIoLayer;
use warp::http::header;
use warp::http::request::Parts;

use super::api::shapes::{Site, notification};
use super::auth::COOKIE;
use super::request::{Query, cookie};
use crate::actions::notifications::told::told;
use crate::actions::sessions;
use crate::app::App;
use crate::db;
use crate::domain::account::Person;
use crate::error::{Error, Kind, Result};

const NAMESPACE: &str = "/user-notifications";

/// How long somebody may keep a line open without saying what for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of what a client may send at once, and packets that may wait for one: it has nothing to say but who it is.
const PAYLOAD: u64 = 16 * 1024;
const WAITING: usize = 32;

/// Rows that are passed on at once.
const ROWS: u32 = 200;

/// What opens a line.
#[derive(Clone)]
enum Key {
    Token(String),
    Session(String),
}

impl Key {
    fn of(parts: &Parts) -> Result<Self> {
        let query = Query::parse(parts.uri.query().unwrap_or_default());
        if let Some(token) = query.get("accessToken").filter(|token| !token.is_empty()) {
            return Ok(Self::Token(token.to_owned()));
        }
        let nobody = || Error::new(Kind::Unauthorized, "error-unauthorized");
        // A cookie goes along with whatever page opens the line: it has to be one of ours.
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(header::HOST).or(parts.uri.authority().map(|authority| authority.as_str()));
        let from = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
        if from.is_some_and(|(_, from)| Some(from) != host) {
            return Err(nobody());
        }
        let secret = cookie(&parts.headers, COOKIE).ok_or_else(nobody)?;
        Ok(Self::Session(secret.to_owned()))
    }

    async fn person(&self, app: &App) -> Result<Person> {
        let person = match self {
            Self::Token(token) => sessions::person_of_token(&app.db, token, app.now()).await?,
            Self::Session(secret) => sessions::person(&app.db, secret, app.now()).await?,
        };
        person.ok_or_else(|| Error::new(Kind::Unauthorized, "error-unauthorized"))
    }
}

/// Opens the namespace; what it gives back answers `/socket.io/` around the other addresses.
pub fn open(app: &Arc<App>) -> SocketIoLayer {
    let (layer, io) = SocketIo::builder()
        .connect_timeout(PATIENCE)
        .max_payload(PAYLOAD)
        .max_buffer_size(WAITING)
        .build_layer();
    let known = app.clone();
    let admit = async move |socket: SocketRef| {
        let key = Key::of(socket.req_parts())?;
        let person = key.person(&known).await?;
        socket.extensions.insert(key);
        socket.extensions.insert(person.user_id);
        Ok::<_, Error>(())
    };
    let connected = async |socket: SocketRef| {
        if let Some(user_id) = socket.extensions.get::<i64>() {
            socket.join(room(user_id));
        }
    };
    io.ns(NAMESPACE, connected.with(admit));
    tokio::spawn(tell(app.clone(), io));
    layer
}

fn room(user_id: i64) -> String {
    user_id.to_string()
}

/// Passes on what is new, for as long as the program runs.
async fn tell(app: Arc<App>, io: SocketIo) {
    let mut news = app.db.news();
    let mut last = app.db.read(db::notification::newest).await.unwrap_or(i64::MAX);
    loop {
        tokio::select! {
            changed = news.changed() => if changed.is_err() { return },
            () = app.stopping().cancelled() => return,
        }
        match pass_on(&app, &io, last).await {
            Ok(newest) => last = newest,
            Err(error) => tracing::warn!(%error, "what is new could not be passed on"),
        }
    }
}

/// Tells those who listen of the rows behind `last`; the newest of them.
async fn pass_on(app: &App, io: &SocketIo, mut last: i64) -> Result<i64> {
    loop {
        let rows = app.db.read(move |read| db::notification::since(read, last, ROWS)).await?;
        let Some((_, newest)) = rows.last() else { return Ok(last) };
        last = newest.id;
        for (user_id, row) in rows.into_iter().filter(|(_, row)| !row.is_read) {
            let listening =
                io.of(NAMESPACE).map(|all| all.within(room(user_id)).sockets()).unwrap_or_default();
            for socket in listening {
                let Some(key) = socket.extensions.get::<Key>() else { continue };
                let Ok(person) = key.person(app).await else {
                    let _ = socket.disconnect();
                    continue;
                };
                let row = row.clone();
                if let Some(told) = app.db.read(move |read| told(read, row, &person)).await? {
                    // Whoever has gone away reads it later.
                    let _ =
                        socket.emit("new-notification", &notification::notification(&Site::of(app), &told));
                }
            }
        }
    }
}
