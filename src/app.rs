//! Everything that lives as long as the program, put together once.
//!
//! `App` is handed to `jobs` and `web`. It owns the clock: nobody below it knows what time it is, unless a
//! transaction says so. Tests replace the clock and nothing else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::actions::downloads::Downloads;
use crate::actions::failures::Failures;
use crate::actions::letters::{Paper, Written};
use crate::actions::presence::Presence;
use crate::actions::sessions::{Client, new_secret};
use crate::actions::steps::Steps;
use crate::actions::uploads::Desk;
use crate::actions::views::Views;
use crate::appliance::setup::Wizard;
use crate::config::{Config, Origin};
use crate::db::{self, Db};
use crate::domain::job::Lane;
use crate::domain::mail::Server;
use crate::domain::moment::Moment;
use crate::domain::settings::Settings;
use crate::error::Result;
use crate::federation::address::Address;
use crate::federation::exchange::Exchange;
use crate::federation::gate::Gate;
use crate::federation::journal::Journal;
use crate::files::Layout;
use crate::files::uploads::Busy;
use crate::i18n::Language;
use crate::mail;
use crate::media::protocol::Progress;
use crate::media::worker::Worker;
use crate::net::Net;
use crate::p2p::names;
use crate::p2p::tracker::Lobby;

pub struct App {
    pub config: Config,
    pub db: Db,
    pub layout: Layout,
    pub clock: Clock,
    pub worker: Worker,
    pub views: Views,
    pub presence: Presence,
    pub client: Client,
    /// Wrong passwords, of pages and of the API together.
    pub failures: Failures,
    /// Those whose password was right and whose code is still to come.
    pub steps: Steps,
    pub downloads: Downloads,
    pub preparations: Preparations,
    /// Names this start of the program in the rows of jobs.
    pub boot: String,
    /// The setup; gone once the site is set up.
    pub wizard: Mutex<Option<Wizard>>,
    /// A key for hashes that must not outlive this start, such as those of viewers' addresses.
    pub boot_key: u64,
    pub started_at: Moment,
    pub desk: Desk,
    pub journal: Journal,
    pub gate: Gate,
    pub lobby: Lobby,
    /// What the swarms of the lobby were made of: the address of the site, and the version of its films.
    swarms: tokio::sync::Mutex<Option<(String, i64)>>,
    net: OnceLock<Net>,
    settings: RwLock<Arc<Settings>>,
    import_wake: Notify,
    media_wake: Notify,
    mail_wake: Notify,
    network_wake: Notify,
    sharing_wake: Notify,
    housekeeping_wake: Notify,
    stopping: CancellationToken,
}

/// What time it is. The one seam for time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl Clock {
    pub fn system() -> Self {
        Self(Arc::new(|| {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            // A clock before 1970 belongs to a board without a battery that has not asked the network yet.
            Moment(since.map_or(0, |since| since.as_millis() as i64))
        }))
    }

    /// A clock that tells what `now` says.
    pub fn told_by(now: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub fn now(&self) -> Moment {
        (self.0)()
    }
}

/// Films that are being prepared at this moment: how far, and how to stop.
#[derive(Clone, Default)]
pub struct Preparations(Arc<Mutex<HashMap<i64, Preparation>>>);

struct Preparation {
    progress: watch::Sender<Progress>,
    cancelled: CancellationToken,
}

impl Preparations {
    /// Enters a film; the caller takes it out with `end`.
    pub fn begin(&self, video_id: i64, cancelled: CancellationToken) {
        let (progress, _) = watch::channel(Progress { share: 0.0, left_seconds: None });
        self.lock().insert(video_id, Preparation { progress, cancelled });
    }

    pub fn report(&self, video_id: i64, progress: Progress) {
        if let Some(preparation) = self.lock().get(&video_id) {
            preparation.progress.send_replace(progress);
        }
    }

    pub fn end(&self, video_id: i64) {
        self.lock().remove(&video_id);
    }

    /// Stops the preparation of a film, if it is under way.
    pub fn cancel(&self, video_id: i64) {
        if let Some(preparation) = self.lock().get(&video_id) {
            preparation.cancelled.cancel();
        }
    }

    pub fn progress(&self, video_id: i64) -> Option<Progress> {
        self.lock().get(&video_id).map(|preparation| *preparation.progress.borrow())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<i64, Preparation>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Opens the data folder and puts the program together. Nothing runs yet.
    pub async fn open(config: Config, clock: Clock) -> Result<Arc<Self>> {
        let layout = Layout::prepare(&config.data)?;
        let db = open_database(&layout, &clock)?;
        let settings = db.read(db::settings::load).await?;
        let client = crate::actions::sessions::client(&db).await?;
        let journal = db.read(Journal::read).await?;
        let wizard = (!settings.is_set_up).then(|| Wizard::new(setup_code()));
        let stopping = CancellationToken::new();
        let mut worker = worker(&config, &layout);
        worker.stopping = stopping.clone();
        Ok(Arc::new(Self {
            desk: Desk { layout: layout.clone(), reserve: config.reserve.value, busy: Busy::default() },
            db,
            layout,
            worker,
            client,
            failures: Failures::default(),
            downloads: Downloads::new(config.downloads.value, config.downloads_of_one.value),
            views: Views::default(),
            presence: Presence::default(),
            steps: Steps::default(),
            preparations: Preparations::default(),
            boot: Uuid::new_v4().to_string(),
            wizard: Mutex::new(wizard),
            boot_key: rand::random(),
            started_at: clock.now(),
            clock,
            config,
            journal,
            gate: Gate::default(),
            lobby: Lobby::default(),
            swarms: tokio::sync::Mutex::default(),
            net: OnceLock::new(),
            settings: RwLock::new(Arc::new(settings)),
            import_wake: Notify::new(),
            media_wake: Notify::new(),
            mail_wake: Notify::new(),
            network_wake: Notify::new(),
            sharing_wake: Notify::new(),
            housekeeping_wake: Notify::new(),
            stopping,
        }))
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The settings as they are now.
    pub fn settings(&self) -> Arc<Settings> {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes changed settings effective; they are in the database already.
    pub fn settings_changed(&self, settings: Settings) {
        if settings.is_set_up {
            *self.wizard.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    }

    /// The address of the site, without a slash at its end: a boot setting's, or else the one that the setup
    /// was told.
    pub fn address(&self) -> String {
        let of_boot = || crate::config::address_text(&self.config.url);
        if self.config.url.origin != Origin::Default {
            return of_boot();
        }
        self.settings().address.clone().unwrap_or_else(of_boot)
    }

    /// The host of the site, with the port where it is not the usual one: what follows the `@` of a handle.
    pub fn host(&self) -> String {
        let address = self.address();
        address.split_once("://").map_or(address.clone(), |(_, host)| host.to_owned())
    }

    /// What letters of this site are written with.
    pub fn paper(&self) -> Paper {
        let settings = self.settings();
        Paper {
            site_name: settings.name.clone(),
            address: self.address(),
            language: Language::from_code(&settings.language).unwrap_or_default(),
        }
    }

    /// Hands a letter to a mail server.
    pub async fn send(&self, server: &Server, written: &Written) -> Result<()> {
        let (site, host) = (self.settings().name.clone(), self.host());
        let Written { to, subject, text, reply_to } = written;
        let reply_to = reply_to.as_ref().map(|(name, address)| (name.as_str(), address.as_str()));
        mail::send(server, &mail::Letter { sender: &site, to, subject, text, reply_to, host: &host }).await
    }

    /// What is needed to speak with other servers. None where the site has no address that others could reach, or
    /// not the one any more under which they know it.
    pub async fn federation(&self) -> Result<Option<Exchange>> {
        let (address, may_be_private) = (self.address(), self.config.private_servers.value);
        if !self.settings().is_set_up || !(may_be_private || is_reachable(&address)) {
            return Ok(None);
        }
        let known = self.db.read(db::settings::federation_address).await?;
        if known.is_some_and(|known| known != address) {
            return Ok(None);
        }
        let net = match self.net.get() {
            Some(net) => net.clone(),
            None => {
                let agent = format!("Lucarne/{} (+{address})", env!("CARGO_PKG_VERSION"));
                let made = Net::new(&agent, may_be_private, self.config.trust.as_deref())?;
                self.net.get_or_init(|| made).clone()
            }
        };
        Ok(Some(Exchange {
            db: self.db.clone(),
            net,
            address: Address::new(&address),
            journal: self.journal.clone(),
            views: self.views.clone(),
            approves_followers: self.settings().approves_followers,
            now: self.now(),
        }))
    }

    /// Lets the tracker know the swarms of the films that there are now; whether something has changed.
    pub async fn look_for_swarms(&self) -> Result<bool> {
        let mut known = self.swarms.lock().await;
        let now = (self.address(), self.db.read(db::swarm::version).await?);
        if known.as_ref() == Some(&now) {
            return Ok(false);
        }
        let address = now.0.clone();
        self.lobby.set_names(self.db.read(move |read| names::all(read, &address)).await?);
        *known = Some(now);
        Ok(true)
    }

    /// Whether anybody has asked the tracker yet: until then no swarms are in memory.
    pub async fn knows_swarms(&self) -> bool {
        self.swarms.lock().await.is_some()
    }

    /// Tells a lane that there may be work.
    pub fn wake(&self, lane: Lane) {
        self.waker(lane).notify_one();
    }

    pub fn waker(&self, lane: Lane) -> &Notify {
        match lane {
            Lane::Import => &self.import_wake,
            Lane::Media => &self.media_wake,
            Lane::Mail => &self.mail_wake,
            Lane::Network => &self.network_wake,
            Lane::Sharing => &self.sharing_wake,
            Lane::Housekeeping => &self.housekeeping_wake,
        }
    }

    /// Cancelled when the program is about to end.
    pub fn stopping(&self) -> &CancellationToken {
        &self.stopping
    }
}

/// Opens the database of a data folder, as the commands without a server do too.
pub fn open_database(layout: &Layout, clock: &Clock) -> Result<Db> {
    let clock = clock.clone();
    Db::open(&layout.database(), Arc::new(move || clock.now()))
}

/// Whether others could reach an address: by an encrypted line and a name of the Internet.
fn is_reachable(address: &str) -> bool {
    let Some(host) = address.strip_prefix("https://") else { return false };
    let name = host.split(':').next().unwrap_or_default();
    let is_home = [".local", ".lan", ".home", ".internal", ".localhost", ".home.arpa"];
    name.contains('.')
        && name.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !is_home.iter().any(|end| name.ends_with(end))
}

/// Eight digits in two groups: short enough to type, too many to guess at a few tries a minute.
fn setup_code() -> String {
    let secret = new_secret();
    let digits: String =
        secret.bytes().filter(u8::is_ascii_digit).map(char::from).chain("48151623".chars()).take(8).collect();
    format!("{}-{}", &digits[..4], &digits[4..])
}

/// The media worker of this configuration, as the commands without a server use it too.
pub fn worker(config: &Config, layout: &Layout) -> Worker {
    let folder = config.media_worker.parent().unwrap_or(std::path::Path::new("."));
    let mut worker = Worker::beside(folder, &layout.cache());
    worker.program.clone_from(&config.media_worker.value);
    worker.accept_without.clone_from(&config.accept_without.value);
    worker.environment = crate::config::passed_on_to_worker();
    worker
}
