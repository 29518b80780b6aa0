//! Boot settings: paths, ports and secrets' places. Everything else lives in the database.
//!
//! A value comes from the first that names it: flag, `LUCARNE_*` variable, file, default. This is the only
//! room that reads the environment. `lucarne config` prints each value with where it came from.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use url::Url;

use crate::error::reason;

/// Where the package puts the file; a missing file is no error unless it was asked for by name.
pub const DEFAULT_FILE: &str = "/etc/lucarne/lucarne.toml";

/// The flags of the command line, or the lines of the file: both may leave anything out.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Source {
    /// The folder that holds the database and the films
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The address to listen on, such as [::]:9000
    #[arg(long, global = true, value_name = "ADDR")]
    pub listen: Option<String>,
    /// The address under which people reach the site, such as https://films.example.org
    #[arg(long, global = true, value_name = "URL")]
    pub url: Option<String>,
    /// How much to log: error, warn, info, debug or trace, or a filter for each part of the program
    #[arg(long, global = true, value_name = "LEVEL")]
    pub log: Option<String>,
    /// A certificate chain (PEM), to serve TLS directly
    #[arg(long, global = true, value_name = "FILE")]
    pub tls_certificate: Option<PathBuf>,
    /// The certificate's private key (PEM)
    #[arg(long, global = true, value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Megabytes of disk that uploads never take
    #[arg(long, global = true, value_name = "MB")]
    pub reserve: Option<u64>,
    /// Films that are put together for download at once, of everybody
    #[arg(long, global = true, value_name = "COUNT")]
    pub downloads: Option<u32>,
    /// The same, of one address
    #[arg(long, global = true, value_name = "COUNT")]
    pub downloads_of_one: Option<u32>,
    /// A protection of the media worker that this machine lacks and that you accept to lack (may be repeated)
    #[arg(long, global = true, value_name = "NAME")]
    pub accept_without: Option<Vec<String>>,
    /// Addresses of proxies in front whose X-Forwarded-For is believed (may be repeated)
    #[arg(long, global = true, value_name = "IP")]
    pub proxy: Option<Vec<std::net::IpAddr>>,
    /// Folders, such as those where USB sticks appear, out of which administrators may publish films from the site (may be repeated)
    #[arg(long, global = true, value_name = "DIR")]
    pub import_from: Option<Vec<PathBuf>>,
    /// Whether other servers may stand in this network, under addresses of their own: for trials, and where all are at home
    #[arg(long, global = true, value_name = "true|false")]
    pub private_servers: Option<bool>,
    /// Certificates (PEM) of authorities that are trusted besides those of the system when other servers are asked
    #[arg(long, global = true, value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// Where the media worker is, if not beside this program
    #[arg(long, global = true, value_name = "FILE")]
    pub media_worker: Option<PathBuf>,
}

/// What the program runs with.
#[derive(Clone, Debug)]
pub struct Config {
    pub data: Value<PathBuf>,
    pub listen: Value<SocketAddr>,
    pub url: Value<Url>,
    pub log: Value<String>,
    pub tls: Value<Option<Tls>>,
    /// Bytes of disk that uploads never take.
    pub reserve: Value<u64>,
    /// Films that are put together for download at once: of everybody, and of one address.
    pub downloads: Value<u32>,
    pub downloads_of_one: Value<u32>,
    pub accept_without: Value<Vec<String>>,
    pub proxies: Value<Vec<std::net::IpAddr>>,
    /// Folders out of which administrators may publish films.
    pub import_from: Value<Vec<PathBuf>>,
    /// Whether servers in this network are spoken with.
    pub private_servers: Value<bool>,
    /// A file of authorities that are trusted besides those of the system.
    pub trust: Value<Option<PathBuf>>,
    pub media_worker: Value<PathBuf>,
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value<T> {
    pub value: T,
    pub origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Flag,
    Variable(&'static str),
    File(PathBuf),
    Default,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// A boot setting that cannot be used, said for the person at the terminal.
#[derive(Debug)]
pub struct Problem(String);

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Problem {}

impl<T> std::ops::Deref for Value<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => formatter.write_str("command line"),
            Self::Variable(name) => write!(formatter, "environment, {name}"),
            Self::File(path) => write!(formatter, "{}", path.display()),
            Self::Default => formatter.write_str("default"),
        }
    }
}

impl Config {
    /// Puts the settings together from the flags, the environment and the file.
    pub fn load(flags: Source, file: Option<&Path>) -> Result<Self, Problem> {
        let (file, file_path) = read_file(file)?;
        Self::from_sources(flags, environment()?, file, &file_path)
    }

    fn from_sources(flags: Source, variables: Source, file: Source, path: &Path) -> Result<Self, Problem> {
        macro_rules! pick {
            ($field:ident, $variable:literal, $default:expr) => {
                if let Some(value) = flags.$field {
                    Value { value, origin: Origin::Flag }
                } else if let Some(value) = variables.$field {
                    Value { value, origin: Origin::Variable($variable) }
                } else if let Some(value) = file.$field {
                    Value { value, origin: Origin::File(path.to_owned()) }
                } else {
                    Value { value: $default, origin: Origin::Default }
                }
            };
        }
        let listen = pick!(listen, "LUCARNE_LISTEN", "[::]:9000".to_owned()).try_map(read_address)?;
        let default_url = format!("http://localhost:{}", listen.port());
        let certificate = pick!(tls_certificate, "LUCARNE_TLS_CERTIFICATE", PathBuf::new());
        let key = pick!(tls_key, "LUCARNE_TLS_KEY", PathBuf::new());
        let tls = match (certificate.value.as_os_str().is_empty(), key.value.as_os_str().is_empty()) {
            (true, true) => None,
            (false, false) => Some(Tls { certificate: certificate.value, key: key.value }),
            _ => return Err(Problem("A certificate needs its key, and a key its certificate.".into())),
        };
        Ok(Self {
            data: pick!(data, "LUCARNE_DATA", PathBuf::from("data")),
            url: pick!(url, "LUCARNE_URL", default_url).try_map(read_url)?,
            listen,
            log: pick!(log, "LUCARNE_LOG", "info".to_owned()),
            tls: Value { value: tls, origin: certificate.origin },
            reserve: pick!(reserve, "LUCARNE_RESERVE", 512)
                .map(|megabytes| megabytes.saturating_mul(1_000_000)),
            downloads: pick!(downloads, "LUCARNE_DOWNLOADS", 20),
            downloads_of_one: pick!(downloads_of_one, "LUCARNE_DOWNLOADS_OF_ONE", 4),
            accept_without: pick!(accept_without, "LUCARNE_ACCEPT_WITHOUT", Vec::new())
                .try_map(read_protections)?,
            proxies: pick!(proxy, "LUCARNE_PROXY", Vec::new()),
            import_from: pick!(
                import_from,
                "LUCARNE_IMPORT_FROM",
                vec![PathBuf::from("/media"), PathBuf::from("/run/media")]
            ),
            private_servers: pick!(private_servers, "LUCARNE_PRIVATE_SERVERS", false),
            trust: pick!(trust, "LUCARNE_TRUST", PathBuf::new())
                .map(|path| Some(path).filter(|path| !path.as_os_str().is_empty())),
            media_worker: pick!(media_worker, "LUCARNE_MEDIA_WORKER", beside_this_program("lucarne-media")?),
        })
    }

    /// Name, value and origin of each setting, for people to read.
    pub fn lines(&self) -> Vec<(&'static str, String, String)> {
        let tls = self.tls.as_ref().map_or("off".to_owned(), |tls| tls.certificate.display().to_string());
        let trust = self.trust.as_ref().map_or("the system's".to_owned(), |path| path.display().to_string());
        vec![
            ("data", self.data.display().to_string(), self.data.origin.to_string()),
            ("listen", self.listen.to_string(), self.listen.origin.to_string()),
            ("url", address_text(&self.url), self.url.origin.to_string()),
            ("log", self.log.value.clone(), self.log.origin.to_string()),
            ("tls-certificate", tls, self.tls.origin.to_string()),
            ("reserve", format!("{} MB", self.reserve.value / 1_000_000), self.reserve.origin.to_string()),
            ("downloads", self.downloads.value.to_string(), self.downloads.origin.to_string()),
            (
                "downloads-of-one",
                self.downloads_of_one.value.to_string(),
                self.downloads_of_one.origin.to_string(),
            ),
            ("accept-without", self.accept_without.join(", "), self.accept_without.origin.to_string()),
            ("proxy", format!("{:?}", self.proxies.value), self.proxies.origin.to_string()),
            ("import-from", folders(&self.import_from), self.import_from.origin.to_string()),
            (
                "private-servers",
                self.private_servers.value.to_string(),
                self.private_servers.origin.to_string(),
            ),
            ("trust", trust, self.trust.origin.to_string()),
            ("media-worker", self.media_worker.display().to_string(), self.media_worker.origin.to_string()),
        ]
    }
}

impl<T> Value<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Value<U> {
        Value { value: change(self.value), origin: self.origin }
    }

    fn try_map<U>(self, change: impl FnOnce(T) -> Result<U, Problem>) -> Result<Value<U>, Problem> {
        Ok(Value { value: change(self.value)?, origin: self.origin })
    }
}

fn folders(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// The address without a slash at its end: paths are put behind it.
pub fn address_text(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

fn read_address(text: String) -> Result<SocketAddr, Problem> {
    if let Ok(port) = text.parse::<u16>() {
        return Ok(SocketAddr::from((std::net::Ipv6Addr::UNSPECIFIED, port)));
    }
    text.parse().map_err(|_| {
        Problem(format!("“{text}” is no address to listen on. Try [::]:9000 or 127.0.0.1:9000."))
    })
}

/// Protections of the media worker that an administrator may accept to lack.
const PROTECTIONS: [&str; 3] = ["landlock", "seccomp", "limits"];

fn read_protections(names: Vec<String>) -> Result<Vec<String>, Problem> {
    match names.iter().find(|name| !PROTECTIONS.contains(&name.as_str())) {
        Some(name) => Err(Problem(format!(
            "“{name}” is no protection of the media worker. They are {}.",
            PROTECTIONS.join(", ")
        ))),
        None => Ok(names),
    }
}

fn read_url(text: String) -> Result<Url, Problem> {
    let problem = || Problem(format!("“{text}” is no address of a site. Try http://localhost:9000."));
    let url = Url::parse(&text).map_err(|_| problem())?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.path() == "/"
        && url.query().is_none()
        && url.username().is_empty();
    if plain { Ok(url) } else { Err(problem()) }
}

fn read_file(asked: Option<&Path>) -> Result<(Source, PathBuf), Problem> {
    let path = asked.unwrap_or(Path::new(DEFAULT_FILE)).to_owned();
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let source = toml::from_str(&text).map_err(|error| in_file(&path, &text, &error))?;
            Ok((source, path))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && asked.is_none() => {
            Ok((Source::default(), path))
        }
        Err(error) => {
            Err(Problem(format!("The settings in {} cannot be read: {}.", path.display(), reason(&error))))
        }
    }
}

/// Where a file of settings is not understood, and what a line looks like.
fn in_file(path: &Path, text: &str, error: &toml::de::Error) -> Problem {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
    Problem(format!(
        "Line {line} of {} is not understood ({}). A line is a name and a value, such as listen = \"[::]:9000\"; \
         `lucarne config` without this file shows all names.",
        path.display(),
        error.message().lines().next().unwrap_or_default()
    ))
}

/// What the environment may name.
const VARIABLES: [&str; 15] = [
    "LUCARNE_DATA",
    "LUCARNE_LISTEN",
    "LUCARNE_URL",
    "LUCARNE_LOG",
    "LUCARNE_TLS_CERTIFICATE",
    "LUCARNE_TLS_KEY",
    "LUCARNE_RESERVE",
    "LUCARNE_DOWNLOADS",
    "LUCARNE_DOWNLOADS_OF_ONE",
    "LUCARNE_ACCEPT_WITHOUT",
    "LUCARNE_PROXY",
    "LUCARNE_IMPORT_FROM",
    "LUCARNE_PRIVATE_SERVERS",
    "LUCARNE_TRUST",
    "LUCARNE_MEDIA_WORKER",
];

/// Refuses a name that is one or two letters away from one of ours: what it was meant to change would silently
/// stay as it is.
fn check_variable(name: &str) -> Result<(), Problem> {
    let is_slip = |known: &&&str| strsim::damerau_levenshtein(known, name) <= 2;
    match VARIABLES.iter().find(is_slip) {
        Some(known) if !VARIABLES.contains(&name) => {
            Err(Problem(format!("{name} is no setting of the environment. Did you mean {known}?")))
        }
        _ => Ok(()),
    }
}

fn environment() -> Result<Source, Problem> {
    for (name, _) in std::env::vars_os() {
        check_variable(&name.to_string_lossy())?;
    }
    let text = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let list = |name: &str| {
        text(name).map(|value| value.split(',').map(|part| part.trim().to_owned()).collect::<Vec<_>>())
    };
    let problem = |name: &str, example: &str| Problem(format!("{name} is not understood. Try {example}."));
    let count = |name: &str, example: &str| {
        text(name).map(|value| value.parse().map_err(|_| problem(name, example))).transpose()
    };
    Ok(Source {
        data: text("LUCARNE_DATA").map(PathBuf::from),
        listen: text("LUCARNE_LISTEN"),
        url: text("LUCARNE_URL"),
        log: text("LUCARNE_LOG"),
        tls_certificate: text("LUCARNE_TLS_CERTIFICATE").map(PathBuf::from),
        tls_key: text("LUCARNE_TLS_KEY").map(PathBuf::from),
        reserve: text("LUCARNE_RESERVE")
            .map(|v| v.parse())
            .transpose()
            .map_err(|_| problem("LUCARNE_RESERVE", "512, a number of megabytes"))?,
        downloads: count("LUCARNE_DOWNLOADS", "20")?,
        downloads_of_one: count("LUCARNE_DOWNLOADS_OF_ONE", "4")?,
        accept_without: list("LUCARNE_ACCEPT_WITHOUT"),
        proxy: list("LUCARNE_PROXY")
            .map(|parts| parts.iter().map(|part| part.parse()).collect::<Result<_, _>>())
            .transpose()
            .map_err(|_| {
                problem("LUCARNE_PROXY", "127.0.0.1, or several addresses with commas between them")
            })?,
        import_from: text("LUCARNE_IMPORT_FROM").map(|folders| std::env::split_paths(&folders).collect()),
        private_servers: text("LUCARNE_PRIVATE_SERVERS")
            .map(|value| value.parse())
            .transpose()
            .map_err(|_| problem("LUCARNE_PRIVATE_SERVERS", "true or false"))?,
        trust: text("LUCARNE_TRUST").map(PathBuf::from),
        media_worker: text("LUCARNE_MEDIA_WORKER").map(PathBuf::from),
    })
}

fn beside_this_program(name: &str) -> Result<PathBuf, Problem> {
    let program =
        std::env::current_exe().map_err(|error| Problem(format!("Where this program is: {error}")))?;
    Ok(program.with_file_name(name))
}

/// The listening sockets that systemd handed over (sd_listen_fds(3)): the first descriptor and how many,
/// if they are meant for this process. Whoever starts children afterwards should not pass them on.
pub fn handed_over_sockets() -> Option<(std::os::fd::RawFd, usize)> {
    let process: u32 = std::env::var("LISTEN_PID").ok()?.parse().ok()?;
    let count: usize = std::env::var("LISTEN_FDS").ok()?.parse().ok()?;
    (process == std::process::id() && (1..=16).contains(&count)).then_some((3, count))
}

/// What the media worker gets of the environment: where plugins and libraries lie on systems such as NixOS that
/// keep them elsewhere. Everything else is withheld.
pub fn passed_on_to_worker() -> Vec<(String, String)> {
    ["GST_PLUGIN_SYSTEM_PATH_1_0", "GST_PLUGIN_SCANNER_1_0", "LD_LIBRARY_PATH"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?)))
        .collect()
}

/// Whether the log goes to systemd's journal.
pub fn runs_under_systemd() -> bool {
    std::env::var_os("JOURNAL_STREAM").is_some() || std::env::var_os("NOTIFY_SOCKET").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(flags: Source, variables: Source, file: Source) -> Result<Config, Problem> {
        Config::from_sources(flags, variables, file, Path::new("l.toml"))
    }

    #[test]
    fn the_first_that_names_a_value_wins() {
        let source = |url: &str| Source { url: Some(url.into()), ..Source::default() };
        let config = load(source("http://a.fr"), source("http://b.fr"), source("http://c.fr"))
            .expect("every source is well written");
        assert_eq!((config.url.as_str(), config.url.origin.clone()), ("http://a.fr/", Origin::Flag));
        let config = load(Source::default(), Source::default(), source("http://c.fr"))
            .expect("every source is well written");
        assert_eq!(config.url.origin, Origin::File("l.toml".into()));
        let config = load(Source::default(), Source::default(), Source::default())
            .expect("every source is well written");
        assert_eq!(
            (config.url.as_str(), config.url.origin.clone()),
            ("http://localhost:9000/", Origin::Default)
        );
    }

    #[test]
    fn a_wrong_value_is_said_in_words() {
        for url in ["lucarne", "ftp://a.fr", "http://a.fr/path", "http://a.fr/?x"] {
            let problem = load(
                Source { url: Some(url.into()), ..Source::default() },
                Source::default(),
                Source::default(),
            );
            assert!(problem.unwrap_err().to_string().contains(url));
        }
        for (text, line) in [("lisen = \"x\"", 1), ("log = \"info\"\n\nreserve = many", 3), ("=", 1)] {
            let error = toml::from_str::<Source>(text).expect_err("a typo in the file is an error");
            let said = in_file(Path::new("l.toml"), text, &error).to_string();
            assert!(said.starts_with(&format!("Line {line} of l.toml ")), "{said}");
            assert_eq!(said.lines().count(), 1, "{said}");
        }
        for (name, known) in [("LUCARNE_LISTN", "LUCARNE_LISTEN"), ("LUCARN_URL", "LUCARNE_URL")] {
            assert!(check_variable(name).expect_err("it is a slip").to_string().contains(known));
        }
        for fine in ["LUCARNE_LISTEN", "LUCARNE_KILLS", "LUCARNE_SEED", "LUCARNE_SHOW", "PATH"] {
            check_variable(fine).expect("it is a setting, or not meant as one");
        }
        let without = |name: &str| Source { accept_without: Some(vec![name.into()]), ..Source::default() };
        let problem = load(without("everything"), Source::default(), Source::default());
        assert!(problem.unwrap_err().to_string().contains("landlock"));
        load(without("seccomp"), Source::default(), Source::default()).expect("it is one of them");
    }
}
