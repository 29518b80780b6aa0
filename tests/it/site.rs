//! The real server inside the process of the tests: real SQLite, the real worker, real connections. Only the
//! clock can be moved.
//!
//! When a site is dropped it must have no parked job that the test did not announce.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use lucarne::actions::accounts;
use lucarne::actions::settings::{Setup, change, set_up};
use lucarne::app::{App, Clock};
use lucarne::config::{Config, Source};
use lucarne::domain::account::{Person, Role};
use lucarne::domain::moment::Moment;
use lucarne::media::Worker;
use lucarne::{db, i18n, jobs, web};
use serde_json::Value;
use tempfile::TempDir;

use crate::clips;
use crate::visitor::{Answer, Visitor};

/// How long a test waits for what must come. Only a test that fails ever waits so long.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Everybody's password.
pub const PASSWORD: &str = "a long password";

/// The administrator's name.
pub const ADMINISTRATOR: &str = "maud";

pub struct Site {
    pub app: Arc<App>,
    pub origin: String,
    pub data: PathBuf,
    /// Where the visitors of this site come from, unless a test says otherwise.
    pub address: IpAddr,
    clock: Arc<AtomicI64>,
    may_have_parked: AtomicBool,
    _folder: TempDir,
}

/// A film as the API names it.
#[derive(Clone, Debug)]
pub struct Film {
    pub id: i64,
    pub uuid: String,
    pub short: String,
}

impl Site {
    /// A site that is set up and prepares films quickly: one resolution, the encoder chosen.
    pub async fn new() -> Self {
        Self::with(Source::default()).await
    }

    /// The same, with flags of the command line.
    pub async fn with(flags: Source) -> Self {
        let site = Self::fresh(flags).await;
        site.set_up("fr").await;
        site
    }

    /// A site that nobody has set up.
    pub async fn fresh(flags: Source) -> Self {
        i18n::prepare();
        let folder = tempfile::tempdir().expect("the tests may write temporary files");
        let data = folder.path().join("data");
        share_plugin_list(&data).await;
        let listeners =
            web::serve::listen(([127, 0, 0, 1], 0).into()).await.expect("loopback has free ports");
        let port = listeners[0].local_addr().expect("it has just been opened").port();
        let scheme = if flags.tls_certificate.is_some() { "https" } else { "http" };
        let origin = format!("{scheme}://127.0.0.1:{port}");
        let no_file = folder.path().join("lucarne.toml");
        std::fs::write(&no_file, "").expect("the tests may write temporary files");
        let config = Config::load(
            Source {
                data: Some(data.clone()),
                listen: Some("127.0.0.1:0".into()),
                url: flags.url.or(Some(origin.clone())),
                reserve: flags.reserve.or(Some(1)),
                media_worker: flags.media_worker.or(Some(env!("CARGO_BIN_EXE_lucarne-media").into())),
                ..flags
            },
            Some(&no_file),
        )
        .expect("these flags are good");
        let clock = Arc::new(AtomicI64::new(0));
        let told = clock.clone();
        let now = move || {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Moment(since.as_millis() as i64 + told.load(Ordering::SeqCst))
        };
        let app = App::open(config, Clock::told_by(now)).await.expect("an empty folder can be opened");
        let tls = app.config.tls.as_ref().map(web::serve::acceptor).transpose().expect("a good certificate");
        tokio::spawn(web::serve::serve(app.clone(), listeners, tls));
        tokio::spawn(jobs::run(app.clone()));
        Self {
            app,
            origin,
            data,
            address: new_address(),
            clock,
            may_have_parked: AtomicBool::new(false),
            _folder: folder,
        }
    }

    /// Sets the site up as the command line does.
    pub async fn set_up(&self, language: &str) -> Person {
        let setup = Setup {
            language: language.to_owned(),
            name: "Le tricot".to_owned(),
            description: String::new(),
            address: None,
            username: ADMINISTRATOR.to_owned(),
            display_name: "Maud".to_owned(),
            email: "maud@example.org".to_owned(),
            password: PASSWORD.to_owned(),
        };
        let person = set_up(&self.app.db, setup).await.expect("a fresh site can be set up");
        let quick = change(&self.app.db, |settings| {
            settings.resolutions = vec![240];
            settings.audio_only_file = false;
            settings.encoder = Some("x264enc".to_owned());
            Ok(())
        });
        self.app.settings_changed(quick.await.expect("these settings are good"));
        person
    }

    /// Moves the clock on, and lets what waited for that moment begin.
    pub fn move_clock(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
        for lane in lucarne::domain::job::Lane::ALL {
            self.app.wake(lane);
        }
    }

    /// The test makes a job fail on purpose.
    pub fn may_have_parked_jobs(&self) {
        self.may_have_parked.store(true, Ordering::SeqCst);
    }

    /// Somebody whom the site does not know.
    pub fn stranger(&self) -> Visitor {
        Visitor::new(&self.origin, self.address)
    }

    /// The administrator's application.
    pub async fn administrator(&self) -> Visitor {
        self.application_of(ADMINISTRATOR).await
    }

    /// An application in which this person has signed in.
    pub async fn application_of(&self, name: &str) -> Visitor {
        let stranger = self.stranger();
        let token = sign_in(&stranger, name, PASSWORD).await.expect(200).json();
        stranger.with_token(token["access_token"].as_str().expect("a token is text"))
    }

    /// A browser in which this person has signed in.
    pub async fn browser_of(&self, name: &str) -> Visitor {
        let browser = self.stranger();
        let fields = [("username", name), ("password", PASSWORD)];
        browser.ask("POST", "/login").fields(&fields).send().await.expect(303);
        browser
    }

    /// Adds a person; `quota` is in bytes, -1 for none.
    pub async fn add_person(&self, name: &str, quota: i64) -> Person {
        let new = accounts::New {
            username: name.to_owned(),
            display_name: String::new(),
            email: format!("{name}@example.org"),
            password: PASSWORD.to_owned(),
            role: Role::Member,
            quota,
        };
        accounts::create(&self.app.db, new).await.expect("the name is free")
    }

    /// Sends a film in one request and waits until it is published.
    pub async fn publish(&self, by: &Visitor, clip: &Path, fields: &[(&str, &str)]) -> Film {
        let film = self.send(by, clip, fields).await;
        self.until_state(by, &film, 1).await;
        film
    }

    /// Sends a film in one request.
    pub async fn send(&self, by: &Visitor, clip: &Path, fields: &[(&str, &str)]) -> Film {
        let name = clip.file_name().expect("a clip has a name").to_string_lossy().into_owned();
        Film::accepted(&send_bytes(by, &name, clips::bytes(clip), fields).await.expect(200))
    }

    /// Waits until a film has the state of this number (PeerTube's; 1 is published).
    pub async fn until_state(&self, by: &Visitor, film: &Film, state: i64) -> Value {
        let path = format!("/api/v1/videos/{}", film.uuid);
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = by.get(&path).await.expect(200).json();
            if answer["state"]["id"] == state {
                return answer;
            }
            assert!(answer["state"]["id"] != 7 || state == 7, "it failed: {}", self.failure_of(film).await);
            assert!(Instant::now() < end, "the film never came to state {state}: {}", answer["state"]);
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Waits until what is asked for holds.
    pub async fn until<F: Future<Output = bool>>(&self, what: &str, mut holds: impl FnMut() -> F) {
        let end = Instant::now() + PATIENCE;
        while !holds().await {
            assert!(Instant::now() < end, "this never came: {what}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// How many jobs wait or are under way whose keys begin with this word.
    pub async fn jobs(&self, kind: &'static str) -> i64 {
        let count = self.app.db.read(move |read| {
            let sql = "SELECT count(*) FROM job WHERE key LIKE ?1 || ':%' AND state <> 'parked'";
            Ok(read.query_row(sql, [kind], |row| row.get(0))?)
        });
        count.await.expect("the database answers")
    }

    /// The key of the sentence with which a film failed.
    pub async fn failure_of(&self, film: &Film) -> String {
        let reference = lucarne::domain::id::Reference::Number(film.id);
        let video = self.app.db.read(move |read| db::video::find(read, reference)).await;
        video.expect("the database answers").and_then(|video| video.failure).unwrap_or_default()
    }

    /// The names of the files in a folder of the data folder.
    pub fn files_in(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.data.join(folder)) else { return Vec::new() };
        let names = entries.map(|entry| entry.expect("it can be listed").file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    fn parked_jobs(&self) -> Vec<String> {
        let file = self.data.join("lucarne.db");
        let connection = rusqlite::Connection::open(file).expect("the database is there");
        let mut statement = connection
            .prepare("SELECT work || ': ' || problem FROM job WHERE state = 'parked'")
            .expect("there is a table of jobs");
        let rows = statement.query_map([], |row| row.get(0)).expect("it can be read");
        rows.collect::<Result<_, _>>().expect("both columns are text")
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.app.stopping().cancel();
        if std::thread::panicking() {
            return;
        }
        let parked = self.parked_jobs();
        if self.may_have_parked.load(Ordering::SeqCst) {
            assert!(!parked.is_empty(), "the test announced a job that fails, and none did");
        } else {
            assert!(parked.is_empty(), "jobs that nobody expected to fail: {parked:?}");
        }
    }
}

impl Film {
    /// The film in the answer to its last byte.
    #[track_caller]
    pub fn accepted(answer: &Answer) -> Self {
        let value = answer.json();
        let text = |name: &str| value["video"][name].as_str().expect("it is text").to_owned();
        Self {
            id: value["video"]["id"].as_i64().expect("a number"),
            uuid: text("uuid"),
            short: text("shortUUID"),
        }
    }

    /// Its address in the API.
    pub fn path(&self) -> String {
        format!("/api/v1/videos/{}", self.uuid)
    }
}

/// Signs in as PeerTube's applications do.
pub async fn sign_in(visitor: &Visitor, name: &str, password: &str) -> Answer {
    let client = visitor.get("/api/v1/oauth-clients/local").await.expect(200).json();
    let of = |name: &str| client[name].as_str().expect("the client has an identity").to_owned();
    let (id, secret) = (of("client_id"), of("client_secret"));
    let fields = [
        ("client_id", id.as_str()),
        ("client_secret", &secret),
        ("grant_type", "password"),
        ("response_type", "code"),
        ("username", name),
        ("password", password),
    ];
    visitor.ask("POST", "/api/v1/users/token").fields(&fields).send().await
}

/// Sends a film in one request; the file stands first, so that no field is needed before it.
pub async fn send_bytes(by: &Visitor, name: &str, bytes: Vec<u8>, fields: &[(&str, &str)]) -> Answer {
    let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
    let mut form = reqwest::multipart::Form::new().part("videofile", part);
    for (name, value) in fields {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    by.ask("POST", "/api/v1/videos/upload").multipart(form).send().await
}

/// An address of this machine that no other test uses: all of 127.0.0.0/8 is here.
pub fn new_address() -> IpAddr {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::SeqCst).to_be_bytes();
    Ipv4Addr::new(127, 1 + number[1], number[2], number[3]).into()
}

/// Finding GStreamer's plugins takes seconds, and every data folder would do it again.
async fn share_plugin_list(data: &Path) {
    static FOUND: tokio::sync::OnceCell<()> = tokio::sync::OnceCell::const_new();
    let shared = Path::new(env!("CARGO_TARGET_TMPDIR")).join("media-cache");
    FOUND
        .get_or_init(|| async {
            let programs =
                Path::new(env!("CARGO_BIN_EXE_lucarne-media")).parent().expect("it lies in a folder");
            let worker = Worker::beside(programs, &shared);
            worker.probe(&clips::film()).await.expect("the worker reads the plainest film");
        })
        .await;
    std::fs::create_dir_all(data.join("cache")).expect("the tests may write temporary files");
    let name = "gstreamer-registry.bin";
    std::fs::copy(shared.join(name), data.join("cache").join(name)).expect("the list has just been made");
}
