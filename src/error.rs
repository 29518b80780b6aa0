//! The one error of the house.
//!
//! An error has three parts: its `kind` (what a machine does about it), what is `said` (safe for a
//! stranger, in words) and its `cause` (for the log, with what was tried). `web` turns a kind into a
//! status, `jobs` into "try again" or "park". Absence is not an error: it is an `Option`.

use std::borrow::Cow;
use std::fmt;

/// What went wrong, as far as a machine needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request itself is wrong; the same request will fail again.
    Invalid,
    /// Nobody is signed in, or the proof is wrong.
    Unauthorized,
    /// Signed in, and still not allowed.
    Forbidden,
    /// There is no such thing, or it must look as if there were none.
    NotFound,
    /// The thing is in a state that does not permit this.
    Conflict,
    /// Larger than what is accepted, or than what is left of a quota.
    TooLarge,
    /// The format is not one that we read.
    Unsupported,
    /// Too many requests from one place.
    TooMany,
    /// The disk has no room.
    DiskFull,
    /// Not now; the same request may succeed later.
    Unavailable,
    /// Our fault. The cause is in the log, never in the answer.
    Internal,
}

/// An error that can be shown to a stranger and still tells the log everything.
#[derive(Debug)]
pub struct Error {
    pub kind: Kind,
    /// A key of the message catalogue, with its arguments: what happened and what to do next.
    pub said: Said,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// A message key and its arguments, spoken in the reader's language at the very end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub key: &'static str,
    pub arguments: Vec<(&'static str, String)>,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(kind: Kind, key: &'static str) -> Self {
        Self { kind, said: Said { key, arguments: Vec::new() }, cause: None }
    }

    pub fn invalid(key: &'static str) -> Self {
        Self::new(Kind::Invalid, key)
    }

    pub fn not_found(key: &'static str) -> Self {
        Self::new(Kind::NotFound, key)
    }

    pub fn forbidden(key: &'static str) -> Self {
        Self::new(Kind::Forbidden, key)
    }

    /// Our fault: what was tried goes to the log, the stranger reads that something broke here.
    pub fn internal(tried: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Internal, "error-internal").caused_by(Tried(tried.into()))
    }

    /// Adds an argument of the message.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.said.arguments.push((name, value.to_string()));
        self
    }

    /// Adds what the log should know.
    pub fn caused_by(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// What the log should know, if there is more than the words.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.cause.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}: {}", self.kind, self.said.key)?;
        for (name, value) in &self.said.arguments {
            write!(formatter, " {name}={value}")?;
        }
        if let Some(cause) = &self.cause {
            write!(formatter, " ({cause})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// Why the system refused something, for the person at a terminal (in English, as everything there).
pub fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let words = match error.kind() {
        ErrorKind::NotFound => "it is not there",
        ErrorKind::PermissionDenied => "this account has no right to it",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "a file stands where a folder should be",
        ErrorKind::InvalidData => "it is not plain text",
        ErrorKind::AddrInUse => "another program listens there already",
        ErrorKind::AddrNotAvailable => "this machine does not have that address",
        ErrorKind::ReadOnlyFilesystem => "its disk can only be read",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "its disk is full",
        _ => return format!("the system says “{error}”"),
    };
    words.to_owned()
}

/// What was tried when something broke.
#[derive(Debug)]
struct Tried(Cow<'static, str>);

impl fmt::Display for Tried {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Tried {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => {
                Self::new(Kind::DiskFull, "error-disk-full").caused_by(error)
            }
            _ => Self::new(Kind::Internal, "error-internal").caused_by(error),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Self::new(Kind::DiskFull, "error-disk-full").caused_by(error)
            }
            _ => Self::new(Kind::Internal, "error-internal").caused_by(error),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::new(Kind::Internal, "error-internal").caused_by(error)
    }
}
