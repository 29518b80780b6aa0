//! Listening: sockets of our own or systemd's, TLS when there is a certificate, HTTP/1.1 and HTTP/2.

use std::net::SocketAddr;
use std::os::fd::FromRawFd;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use rustls_pki_types::pem::{self, PemObject};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tower_layer::Layer;

use super::bodies::Bodies;
use super::outlet::{Outlet, Unread, Windows};
use super::request::Peer;
use super::{routes, sockets};
use crate::app::App;
use crate::config::{Tls, handed_over_sockets};
use crate::error::{Error, Result, reason};

/// Connections at once. A home line carries far fewer viewers; a flood ends here.
const CONNECTIONS: usize = 2048;

/// How long a client may take for the head of a request or for the TLS handshake.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long requests under way may still take when the program ends.
const FAREWELL: Duration = Duration::from_secs(10);

/// Opens the sockets. Nobody is answered yet, but whoever connects waits instead of being refused.
pub async fn listen(address: SocketAddr) -> Result<Vec<TcpListener>> {
    if let Some((first, count)) = handed_over_sockets() {
        return (first..first + count as i32)
            .map(|descriptor| {
                // SAFETY: systemd opened these descriptors for this process (checked by LISTEN_PID), and this
                // function, called once, is the only one that takes them.
                let listener = unsafe { std::net::TcpListener::from_raw_fd(descriptor) };
                // They come without this flag, and the worker is not to inherit the door of the house.
                rustix::io::fcntl_setfd(&listener, rustix::io::FdFlags::CLOEXEC)
                    .map_err(std::io::Error::from)?;
                listener.set_nonblocking(true)?;
                Ok(TcpListener::from_std(listener)?)
            })
            .collect();
    }
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(vec![listener]),
        // A machine without IPv6 still has IPv4.
        Err(error) if address.ip().is_unspecified() && error.kind() != std::io::ErrorKind::AddrInUse => {
            Ok(vec![TcpListener::bind((std::net::Ipv4Addr::UNSPECIFIED, address.port())).await?])
        }
        Err(error) => Err(error.into()),
    }
}

/// Answers until the program is stopping, then lets requests under way finish.
pub async fn serve(app: Arc<App>, listeners: Vec<TcpListener>, tls: Option<TlsAcceptor>) -> Result<()> {
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    // One for all connections: lines that poll come back by others.
    let service = sockets::open(&app).layer(warp::service(routes::all(app.clone(), Bodies::default())));
    let graceful = Arc::new(GracefulShutdown::new());
    let mut tasks = tokio::task::JoinSet::new();
    for listener in listeners {
        let (app, tls, connections) = (app.clone(), tls.clone(), connections.clone());
        let (graceful, service) = (graceful.clone(), service.clone());
        tasks.spawn(async move {
            loop {
                let accepted = tokio::select! {
                    accepted = listener.accept() => accepted,
                    () = app.stopping().cancelled() => return,
                };
                let (stream, address) = match accepted {
                    Ok(accepted) => accepted,
                    Err(error) => {
                        // Out of descriptors, most likely: wait for connections to end.
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(Duration::from_millis(200)).await;
                        continue;
                    }
                };
                let Ok(permit) = connections.clone().try_acquire_owned() else { continue };
                let (service, tls, watcher) = (service.clone(), tls.clone(), graceful.watcher());
                tokio::spawn(async move {
                    converse(service, stream, address, tls, watcher).await;
                    drop(permit);
                });
            }
        });
    }
    tasks.join_all().await;
    // The accepting tasks have ended and given their handles back; connections hold watchers only.
    let Some(graceful) = Arc::into_inner(graceful) else { return Ok(()) };
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::info!("some requests were still under way when the program ended");
    }
    Ok(())
}

/// What answers every connection.
trait Answers:
    tower_service::Service<
        http::Request<Incoming>,
        Response = http::Response<<Self as Answers>::Body>,
        Error: Into<Failure>,
        Future: Send + 'static,
    > + Clone
    + Send
    + 'static
{
    type Body: http_body::Body<Data: Send, Error: Into<Failure>> + Send + 'static;
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl<S, B> Answers for S
where
    S: tower_service::Service<http::Request<Incoming>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Error: Into<Failure>,
    S::Future: Send + 'static,
    B: http_body::Body<Data: Send, Error: Into<Failure>> + Send + 'static,
{
    type Body = B;
}

/// One connection, from its first byte to its last.
async fn converse(
    service: impl Answers,
    stream: TcpStream,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    watcher: Watcher,
) {
    let _ = stream.set_nodelay(true);
    let windows = tls.is_none().then(Windows::default);
    let unread = Unread::default();
    let peer = Peer {
        address: address.ip().to_canonical(),
        is_tls: tls.is_some(),
        windows: windows.clone(),
        unread: Some(unread.clone()),
    };
    // Under TLS the windows stay unused; the end of a connection is the same.
    let stream = Outlet::new(stream, windows.unwrap_or_default(), unread);
    let ended = match tls {
        None => speak(service, stream, peer, watcher).await,
        Some(tls) => match tokio::time::timeout(PATIENCE, tls.accept(stream)).await {
            Ok(Ok(stream)) => speak(service, stream, peer, watcher).await,
            Ok(Err(error)) => Err(error.into()),
            Err(_) => return,
        },
    };
    if let Err(error) = ended {
        tracing::trace!(%error, "a connection ended early");
    }
}

async fn speak(
    service: impl Answers,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: Peer,
    watcher: Watcher,
) -> std::result::Result<(), Failure> {
    let has_asked = Arc::new(AtomicBool::new(false));
    let service = tower_layer(service, peer, has_asked.clone());
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(256 * 1024);
    // Other servers reuse idle connections; one that closes them early loses their deliveries.
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Duration::from_secs(60))
        .max_concurrent_streams(64);
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
    let mut connection = pin!(watcher.watch(connection.into_owned()));
    // Hyper's own patience begins with the first byte: who never sends one would keep a place for ever.
    tokio::select! {
        ended = &mut connection => return ended,
        () = tokio::time::sleep(PATIENCE) => {}
    }
    if has_asked.load(Ordering::Relaxed) { connection.await } else { Ok(()) }
}

/// Puts the peer into the request's extensions, where the routes look for it, and notes that there was one.
fn tower_layer<S, B>(
    service: S,
    peer: Peer,
    has_asked: Arc<AtomicBool>,
) -> TowerToHyperService<
    impl tower_service::Service<http::Request<B>, Response = S::Response, Error = S::Error, Future = S::Future>
    + Clone,
>
where
    S: tower_service::Service<http::Request<B>> + Clone,
{
    TowerToHyperService::new(WithPeer { service, peer, has_asked })
}

#[derive(Clone)]
struct WithPeer<S> {
    service: S,
    peer: Peer,
    has_asked: Arc<AtomicBool>,
}

impl<S, B> tower_service::Service<http::Request<B>> for WithPeer<S>
where
    S: tower_service::Service<http::Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::result::Result<(), Self::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<B>) -> Self::Future {
        self.has_asked.store(true, Ordering::Relaxed);
        let mut peer = self.peer.clone();
        if request.version() == http::Version::HTTP_2 {
            peer.windows = None;
            // Here a body ends alone, and its connection goes on.
            peer.unread = None;
        }
        // What asks for a tunnel names no path, and what reads paths counts on one.
        if request.uri().path_and_query().is_none() {
            *request.uri_mut() = http::Uri::from_static("/");
        }
        request.extensions_mut().insert(peer);
        self.service.call(request)
    }
}

/// Reads a certificate and its key.
pub fn acceptor(tls: &Tls) -> Result<TlsAcceptor> {
    let problem = |what: &str, path: &Path, why: String| {
        Error::internal(format!("The {what} {} cannot be used: {why}.", path.display()))
    };
    let chain: Vec<CertificateDer> = CertificateDer::pem_file_iter(&tls.certificate)
        .and_then(Iterator::collect)
        .map_err(|error| problem("certificate", &tls.certificate, of_pem(error)))?;
    if chain.is_empty() {
        return Err(problem("certificate", &tls.certificate, of_pem(pem::Error::NoItemsFound)));
    }
    let key =
        PrivateKeyDer::from_pem_file(&tls.key).map_err(|error| problem("key", &tls.key, of_pem(error)))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| {
            let why = format!("it does not fit the key {} ({error})", tls.key.display());
            problem("certificate", &tls.certificate, why)
        })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn of_pem(error: pem::Error) -> String {
    match error {
        pem::Error::Io(error) => reason(&error),
        pem::Error::NoItemsFound => "it holds none in PEM".to_owned(),
        error => format!("it is no PEM ({error})"),
    }
}
