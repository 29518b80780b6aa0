//! Who is asking: a cookie session for pages, a bearer token for applications, or nobody.

use sha2::{Digest, Sha256};
use uuid::Uuid;
use warp::http::header;

use super::request::{Form, Request};
use super::routes::Visit;
use crate::actions::sessions::{self, form_token, hexadecimal};
use crate::actions::{accounts, two_factor};
use crate::app::App;
use crate::db::video::Audience;
use crate::db::{self, account::User};
use crate::domain::account::Person;
use crate::error::{Error, Kind, Result};

/// The cookie of a session.
pub const COOKIE: &str = "lucarne_session";

/// Seconds for which a link to the files of a private film is good (PeerTube: 4 hours).
const FILE_TOKEN_SECONDS: i64 = 4 * 3600;

#[derive(Clone, Debug, Default)]
pub struct Visitor {
    pub person: Option<Person>,
    /// Notifications that they have not read, if a page is going to say so.
    pub unread: u64,
    /// The secret of the cookie session, if that is how the person is known.
    session: Option<String>,
}

impl Visitor {
    /// Finds out who is asking. A wrong bearer token is an error; an old cookie is only nobody.
    pub async fn of(app: &App, request: &Request) -> Result<Self> {
        if let Some(token) = bearer(request) {
            let person = sessions::person_of_token(&app.db, token, app.now()).await?;
            let person = person.ok_or_else(|| Error::new(Kind::Unauthorized, "error-token"))?;
            app.presence.used(token, app.now());
            return Ok(Self { person: Some(person), ..Self::default() });
        }
        let Some(secret) = request.cookie(COOKIE) else { return Ok(Self::default()) };
        let Some((person, unread)) = sessions::visitor(&app.db, secret, app.now()).await? else {
            return Ok(Self::default());
        };
        app.presence.used(secret, app.now());
        Ok(Self { person: Some(person), unread, session: Some(secret.to_owned()) })
    }

    /// Whose lists of films they read.
    pub fn audience(&self) -> Audience {
        if self.person.is_some() { Audience::Members } else { Audience::Everybody }
    }

    /// Whose account it is that looks; none for strangers.
    pub fn account_id(&self) -> Option<i64> {
        self.person.as_ref().map(|person| person.account_id)
    }

    pub fn person(&self) -> Result<&Person> {
        self.person.as_ref().ok_or_else(|| Error::new(Kind::Unauthorized, "error-unauthorized"))
    }

    pub fn administrator(&self) -> Result<&Person> {
        let person = self.person()?;
        if person.is_administrator() { Ok(person) } else { Err(Error::forbidden("error-forbidden")) }
    }

    /// Whoever keeps the house: moderators and administrators.
    pub fn moderator(&self) -> Result<&Person> {
        let person = self.person()?;
        if person.is_moderator() { Ok(person) } else { Err(Error::forbidden("error-forbidden")) }
    }

    /// What forms and scripts of this session send along, to show that they are ours.
    pub fn form_token(&self) -> String {
        self.session.as_deref().map(form_token).unwrap_or_default()
    }

    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// Refuses a changing request that rides on a cookie without showing that a page of ours sent it.
    /// Applications with a bearer token have nothing to show: no browser adds that by itself.
    pub fn check_header(&self, request: &Request) -> Result<()> {
        match &self.session {
            Some(_) => self.check_token(request.header("x-csrf-token")),
            None => Ok(()),
        }
    }

    pub fn check_form(&self, form: &Form) -> Result<()> {
        match &self.session {
            Some(_) => self.check_token(form.get("csrf")),
            None => Ok(()),
        }
    }

    pub fn check_token(&self, token: Option<&str>) -> Result<()> {
        let is_right = token.is_some_and(|token| is_equal(token, &self.form_token()));
        if is_right { Ok(()) } else { Err(Error::forbidden("error-csrf")) }
    }
}

/// The access token that an application shows.
pub fn bearer(request: &Request) -> Option<&str> {
    let authorization = request.header(header::AUTHORIZATION)?;
    let token = authorization.strip_prefix("Bearer ").or_else(|| authorization.strip_prefix("bearer "))?;
    Some(token.trim())
}

/// The user with this name (or address) and password. Too many wrong ones have to wait, in pages and in the API.
/// Where a code has to follow, `check_code` asks for it.
pub async fn sign_in(visit: &Visit, login: &str, password: String) -> Result<User> {
    let (failures, address, now) = (&visit.app.failures, visit.request.peer.address, visit.app.now());
    failures.check(address, login, now)?;
    let Some(user) = accounts::authenticate(&visit.app.db, login, password).await? else {
        failures.failed(address, login, now);
        // A name is told where it is one: people type their password into its field.
        let known = login.trim().to_owned();
        match visit.app.db.read(move |read| db::account::by_login(read, &known)).await? {
            Some(user) => tracing::info!(%address, account = user.username, "a wrong password"),
            None => tracing::info!(%address, "somebody could not sign in: there is no such account"),
        }
        return Err(Error::invalid("error-login"));
    };
    // Whoever knows a password could try codes for ever if it cleared the count.
    if !user.has_two_factor {
        failures.succeeded(address, login);
    }
    Ok(user)
}

/// The second step: a code of the person's application, or a recovery code. Wrong ones count as wrong passwords do.
pub async fn check_code(visit: &Visit, username: &str, user_id: i64, code: &str) -> Result<()> {
    counted(visit, username, async {
        match two_factor::take_code(&visit.app.db, user_id, code).await? {
            true => Ok(()),
            false => Err(Error::invalid("error-two-factor-wrong")),
        }
    })
    .await
}

/// Something that proves who somebody is: who fails too often has to wait.
pub async fn counted(visit: &Visit, username: &str, proof: impl Future<Output = Result<()>>) -> Result<()> {
    let (failures, address, now) = (&visit.app.failures, visit.request.peer.address, visit.app.now());
    failures.check(address, username, now)?;
    match proof.await {
        Ok(()) => failures.succeeded(address, username),
        Err(error) if error.kind == Kind::Internal => return Err(error),
        Err(error) => {
            failures.failed(address, username, now);
            tracing::info!(%address, account = username, "a wrong code or password");
            return Err(error);
        }
    }
    Ok(())
}

/// Asking for an account costs a hash of a password: an address may do it as often as it may mistype one.
pub fn may_ask(visit: &Visit) -> Result<()> {
    const ASKING: &str = "asking for an account";
    let (failures, address, now) = (&visit.app.failures, visit.request.peer.address, visit.app.now());
    failures.check(address, ASKING, now)?;
    failures.failed(address, ASKING, now);
    Ok(())
}

/// The same for what is answered by a letter: without a mail server nobody is kept waiting for none.
pub fn may_have_written(visit: &Visit) -> Result<()> {
    if visit.app.settings().mail.is_none() {
        return Err(Error::forbidden("error-no-mail-server"));
    }
    may_ask(visit)
}

/// Refuses a changing request that a browser says another site has sent (Fetch Metadata, RFC 6454).
pub fn check_origin(request: &Request) -> Result<()> {
    let is_foreign = match (request.header("sec-fetch-site"), request.header(header::ORIGIN)) {
        (Some(site), _) => site == "cross-site",
        (None, Some(origin)) => {
            let host = request.header(header::HOST).unwrap_or_default();
            origin.split_once("://").is_none_or(|(_, origin)| origin != host)
        }
        (None, None) => false,
    };
    if is_foreign { Err(Error::forbidden("error-csrf")) } else { Ok(()) }
}

/// A token that opens the files of one film, and when it ends (milliseconds since 1970).
pub fn file_token(app: &App, video: Uuid) -> (String, i64) {
    let end = app.now().plus_seconds(FILE_TOKEN_SECONDS).0;
    (format!("{end}.{}", file_signature(app, video, end)), end)
}

pub fn opens_files(app: &App, video: Uuid, token: &str) -> bool {
    let Some((end, signature)) = token.split_once('.') else { return false };
    end.parse()
        .is_ok_and(|end: i64| end > app.now().0 && is_equal(signature, &file_signature(app, video, end)))
}

fn file_signature(app: &App, video: Uuid, end: i64) -> String {
    // A fixed-length key in front of fixed-length parts leaves nothing to extend.
    let digest = Sha256::new()
        .chain_update(app.client.secret.as_bytes())
        .chain_update(app.boot.as_bytes())
        .chain_update(video.as_bytes())
        .chain_update(end.to_be_bytes())
        .finalize();
    hexadecimal(&Sha256::new().chain_update(app.boot.as_bytes()).chain_update(digest).finalize())
}

/// Compares secrets in a time that tells nothing of them.
pub fn is_equal(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left.bytes().zip(right.bytes()).fold(0u8, |difference, (a, b)| difference | (a ^ b)) == 0
}
