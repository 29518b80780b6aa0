//! Hands letters to a mail server (RFC 5321, RFC 6409).

use std::time::Duration;

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::Error as Refusal;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::domain::mail::{Security, Server};
use crate::error::{Error, Kind, Result};

/// How long a server may take for each answer, and for a letter as a whole.
const ANSWER: Duration = Duration::from_secs(30);
const WHOLE: Duration = Duration::from_secs(120);

/// A letter with its envelope.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// The name beside the address of the sender.
    pub sender: &'a str,
    pub to: &'a str,
    pub subject: &'a str,
    /// Plain text.
    pub text: &'a str,
    /// Name and address that an answer goes to; none for letters that nobody answers.
    pub reply_to: Option<(&'a str, &'a str)>,
    /// The site's own name, by which it greets the server.
    pub host: &'a str,
}

/// Sends a letter. `Unavailable` when another try may succeed, `Invalid` when the server will not have it.
pub async fn send(server: &Server, letter: &Letter<'_>) -> Result<()> {
    let message = message(server, letter)?;
    let transport = transport(server, letter.host)?;
    match tokio::time::timeout(WHOLE, transport.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(refusal)) => Err(refused(&refusal)),
        Err(_) => Err(Error::new(Kind::Unavailable, "error-mail-silent")),
    }
}

fn message(server: &Server, letter: &Letter<'_>) -> Result<Message> {
    let wrong = |error| Error::invalid("error-email").caused_by(error);
    let sender = Mailbox::new(Some(letter.sender.to_owned()), server.from.parse().map_err(wrong)?);
    let host = server.from.rsplit('@').next().unwrap_or(letter.host);
    let mut builder: MessageBuilder = Message::builder()
        .from(sender)
        .to(Mailbox::new(None, letter.to.parse().map_err(wrong)?))
        .subject(letter.subject)
        .message_id(Some(format!("<{}@{host}>", uuid::Uuid::new_v4())))
        .header(ContentType::TEXT_PLAIN);
    builder = match letter.reply_to {
        Some((name, address)) => {
            builder.reply_to(Mailbox::new(Some(name.to_owned()), address.parse().map_err(wrong)?))
        }
        None => builder.header(Automatic),
    };
    builder
        .body(letter.text.to_owned())
        .map_err(|error| Error::internal(format!("writing a letter: {error}")))
}

fn transport(server: &Server, host: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>> {
    let parameters = || TlsParameters::new(server.host.clone()).map_err(|refusal| refused(&refusal));
    let tls = match server.security {
        Security::Tls => Tls::Wrapper(parameters()?),
        Security::Starttls => Tls::Required(parameters()?),
        Security::None => Tls::None,
    };
    // A port is no part of a name.
    let host = host.split(':').next().unwrap_or(host).to_owned();
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
        .port(server.port)
        .hello_name(ClientId::Domain(host))
        .timeout(Some(ANSWER))
        .tls(tls);
    if !server.username.is_empty() {
        builder = builder.credentials(Credentials::new(server.username.clone(), server.password.clone()));
    }
    Ok(builder.build())
}

/// What the server said, as far as a person can use it: it stands in the log and beside the form.
fn refused(refusal: &Refusal) -> Error {
    let mut words = refusal.to_string();
    let mut cause = std::error::Error::source(refusal);
    while let Some(error) = cause {
        let more = error.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = error.source();
    }
    let words: String = words.replace(char::is_control, " ").chars().take(500).collect();
    let (kind, key) = match refusal {
        refusal if refusal.is_permanent() => (Kind::Invalid, "error-mail-refused"),
        refusal if refusal.is_transient() => (Kind::Unavailable, "error-mail-refused"),
        _ => (Kind::Unavailable, "error-mail-unreachable"),
    };
    Error::new(kind, key).with("words", &words).caused_by(words)
}

/// Nobody's vacation message answers these letters (RFC 3834, section 5).
#[derive(Clone)]
struct Automatic;

impl Header for Automatic {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> std::result::Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
