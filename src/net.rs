//! Requests to other servers: bounded in size, time and redirects, and never to an address inside of a home or of
//! this machine, whatever a name resolves to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Method, StatusCode, redirect};
use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use url::{Host, Url};

use crate::error::{Error, Kind, Result};

const CONNECT: Duration = Duration::from_secs(10);
/// For an answer as a whole, its body included.
const WHOLE: Duration = Duration::from_secs(30);
/// PeerTube keeps its connections for a minute and so do we.
const IDLE: Duration = Duration::from_secs(60);
const REDIRECTS: usize = 3;

/// The way out. It keeps connections, so that one is enough for the program.
#[derive(Clone, Debug)]
pub struct Net {
    client: reqwest::Client,
    /// Servers may stand in a private network: for trials, and for boxes that only meet at home.
    is_private_allowed: bool,
}

/// What another server said.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Where the answer came from in the end.
    pub url: Url,
    /// The media type in small letters, without its parameters; empty where it is not told.
    pub media_type: String,
    pub body: Bytes,
    /// Seconds after which it wants to be asked again.
    pub retry_after: Option<i64>,
}

/// Names and values of headers.
pub type Headers = Vec<(&'static str, String)>;

/// A request but for its address, which redirects change: headers are made for each one anew (signatures hold the host).
pub struct Ask<'a> {
    pub headers: &'a (dyn Fn(&Url) -> Result<Headers> + Sync),
    /// Bytes of an answer; beyond it the answer is no answer.
    pub limit: usize,
}

impl Net {
    /// `authorities` is a file of certificates (PEM) that are trusted besides those of the system.
    pub fn new(agent: &str, is_private_allowed: bool, authorities: Option<&Path>) -> Result<Self> {
        let failed = |error: reqwest::Error| Error::internal("making the way out").caused_by(error);
        let client = reqwest::Client::builder()
            .user_agent(agent)
            .tls_backend_preconfigured(tls(authorities)?)
            .dns_resolver(Arc::new(Resolver { is_private_allowed }))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(failed)?;
        Ok(Self { client, is_private_allowed })
    }

    /// Asks for something, and follows a few redirects.
    pub async fn get(&self, url: &str, ask: &Ask<'_>) -> Result<Answer> {
        let mut url = self.checked(url)?;
        for _ in 0..=REDIRECTS {
            let (answer, location) = self.send(Method::GET, &url, ask, None).await?;
            let Some(location) = location else { return Ok(answer) };
            let next = url.join(&location).map_err(|error| unreadable(&location).caused_by(error))?;
            // Nobody is led away from an encrypted line.
            if url.scheme() == "https" && next.scheme() != "https" {
                return Err(unreadable(next.as_str()));
            }
            url = self.checked(next.as_str())?;
        }
        Err(Error::invalid("error-net-redirects").with("host", url.host_str().unwrap_or_default()))
    }

    /// Sends something. Redirects are not followed: nobody moves an inbox that way.
    pub async fn post(&self, url: &str, ask: &Ask<'_>, body: Bytes) -> Result<Answer> {
        let url = self.checked(url)?;
        Ok(self.send(Method::POST, &url, ask, Some(body)).await?.0)
    }

    async fn send(
        &self,
        method: Method,
        url: &Url,
        ask: &Ask<'_>,
        body: Option<Bytes>,
    ) -> Result<(Answer, Option<String>)> {
        let mut request = self.client.request(method, url.clone());
        for (name, value) in (ask.headers)(url)? {
            request = request.header(name, value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let host = url.host_str().unwrap_or_default().to_owned();
        let silent = |error: reqwest::Error| silent(&host, &error);
        let mut response = request.send().await.map_err(silent)?;
        let text = |name: &str| response.headers().get(name)?.to_str().ok().map(str::to_owned);
        let status = response.status();
        let location = text("location").filter(|_| is_redirect(status));
        let media_type = text("content-type").unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let retry_after = text("retry-after").and_then(|value| value.parse().ok());
        let mut received = BytesMut::new();
        while let Some(piece) = response.chunk().await.map_err(silent)? {
            if received.len() + piece.len() > ask.limit {
                return Err(Error::invalid("error-net-large").with("host", &host));
            }
            received.extend_from_slice(&piece);
        }
        let answer = Answer {
            status: status.as_u16(),
            url: url.clone(),
            media_type,
            body: received.freeze(),
            retry_after,
        };
        Ok((answer, location))
    }

    /// An address that may be asked. Numbers pass the resolver by, so they are looked at here.
    fn checked(&self, url: &str) -> Result<Url> {
        let parsed = Url::parse(url).map_err(|error| unreadable(url).caused_by(error))?;
        let is_plain = matches!(parsed.scheme(), "http" | "https")
            && parsed.username().is_empty()
            && parsed.password().is_none();
        let is_open = match parsed.host() {
            None => false,
            Some(Host::Domain(name)) => !name.is_empty(),
            Some(Host::Ipv4(address)) => self.is_private_allowed || is_global(address.into()),
            Some(Host::Ipv6(address)) => self.is_private_allowed || is_global(address.into()),
        };
        if is_plain && is_open { Ok(parsed) } else { Err(unreadable(url)) }
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn unreadable(url: &str) -> Error {
    Error::invalid("error-net-address").with("url", url.chars().take(200).collect::<String>())
}

/// Nobody answered, or not to the end. The reasons of all layers are for the log.
fn silent(host: &str, error: &reqwest::Error) -> Error {
    let mut reasons = Vec::new();
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        reasons.push(error.to_string());
        cause = error.source();
    }
    Error::new(Kind::Unavailable, "error-net-silent").with("host", host).caused_by(reasons.join(": "))
}

fn tls(authorities: Option<&Path>) -> Result<rustls::ClientConfig> {
    let mut roots = RootCertStore::empty();
    let known = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(known.certs);
    if let Some(path) = authorities {
        let failed = |error: rustls_pki_types::pem::Error| {
            Error::internal(format!("reading the certificates in {}", path.display())).caused_by(error)
        };
        for certificate in CertificateDer::pem_file_iter(path).map_err(failed)? {
            let added = roots.add(certificate.map_err(failed)?);
            added.map_err(|error| Error::internal("reading a certificate").caused_by(error))?;
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| Error::internal("preparing TLS").caused_by(error))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// Looks names up, and forgets the addresses that nobody outside could have.
struct Resolver {
    is_private_allowed: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (name, is_private_allowed) = (name.as_str().to_owned(), self.is_private_allowed);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let open: Vec<SocketAddr> =
                found.filter(|address| is_private_allowed || is_global(address.ip())).collect();
            if open.is_empty() {
                return Err(format!("{name} has no address outside of this network").into());
            }
            Ok(Box::new(open.into_iter()) as Addrs)
        })
    }
}

/// Whether an address can be somebody else's on the Internet (IANA's registries of special-purpose addresses).
pub fn is_global(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_global_4(address),
        IpAddr::V6(address) => is_global_6(address),
    }
}

fn is_global_4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
        || a >= 224)
}

fn is_global_6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let embedded = |high: u16, low: u16| {
        let [[one, two], [three, four]] = [high.to_be_bytes(), low.to_be_bytes()];
        is_global_4(Ipv4Addr::new(one, two, three, four))
    };
    match (a, b) {
        // Addresses that carry another one: NAT64, 6to4.
        (0x64, 0xff9b) => [c, d, e, f] == [0; 4] && embedded(g, h),
        (0x2002, high) => embedded(high, c),
        (0x2001, 0xdb8) => false,
        // Everything of the Internet is in 2000::/3.
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_homes_and_of_this_machine_are_nobody_elses() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.1.1",
            "172.31.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "ff02::1",
            "fec0::1",
        ] {
            assert!(!is_global(inside.parse().expect("it is an address")), "{inside}");
        }
        for outside in ["193.0.6.139", "100.128.0.1", "2a01:e0a::1", "64:ff9b::c100:68b", "2002:c100:68b::1"]
        {
            assert!(is_global(outside.parse().expect("it is an address")), "{outside}");
        }
    }

    #[test]
    fn only_open_addresses_of_the_web_are_asked() {
        let net = Net::new("test", false, None).expect("there is a way out");
        for url in [
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://2130706433/",
            "http://0x7f.1/",
            "ftp://a.example/",
            "file:///etc/passwd",
            "http://user@a.example/",
            "a.example",
            "",
        ] {
            assert!(net.checked(url).is_err(), "{url}");
        }
        net.checked("https://tube.example/accounts/maud").expect("it is an address of the web");
    }

    #[tokio::test]
    async fn a_name_that_leads_into_this_machine_is_not_followed() {
        let net = Net::new("test", false, None).expect("there is a way out");
        let ask = Ask { headers: &|_| Ok(Vec::new()), limit: 1_000 };
        let error = net.get("http://localhost:9/", &ask).await.expect_err("localhost is this machine");
        assert!(error.to_string().contains("outside"), "{error}");
    }
}
