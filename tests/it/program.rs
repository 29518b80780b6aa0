//! The real program as a process of its own: its command line, its end by signal 9, its sockets.
//!
//! The listening socket belongs to the test and is handed over as systemd does (sd_listen_fds(3)), so the
//! address stays the same over a restart and whoever connects meanwhile waits.

use std::fs::File;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::os::fd::AsRawFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::site::{ADMINISTRATOR, PASSWORD, PATIENCE, new_address, sign_in};
use crate::visitor::Visitor;

/// The program under test.
pub const LUCARNE: &str = env!("CARGO_BIN_EXE_lucarne");

/// A data folder, a socket, and the server that runs on them now.
pub struct Program {
    pub origin: String,
    pub data: PathBuf,
    pub address: IpAddr,
    /// Further arguments of `serve`.
    pub arguments: Vec<String>,
    /// Words in front of the program: another program that starts it.
    pub prefix: Vec<String>,
    listener: TcpListener,
    child: Option<Child>,
    folder: TempDir,
}

impl Program {
    /// A data folder and a socket; nothing runs yet.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("the tests may write temporary files");
        std::fs::write(folder.path().join("lucarne.toml"), "").expect("the tests may write temporary files");
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
        let port = port_of(&listener).port();
        Self {
            origin: format!("http://127.0.0.1:{port}"),
            data: folder.path().join("data"),
            address: new_address(),
            arguments: vec!["--reserve".into(), "1".into()],
            prefix: Vec::new(),
            listener,
            child: None,
            folder,
        }
    }

    /// A folder for the test's own files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Runs a command of the program on the data folder, to its end.
    pub fn command(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(LUCARNE);
        command.args(arguments).arg("--data").arg(&self.data).args(["--log", "warn"]);
        command.arg("--config").arg(self.folder.path().join("lucarne.toml"));
        clean(&mut command).output().expect("the program can be started")
    }

    /// The same; it must succeed. What it printed.
    #[track_caller]
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The same; it must fail. What it complained of.
    #[track_caller]
    pub fn fail(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments);
        assert!(!output.status.success(), "{arguments:?} was accepted");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// Sets the site up by the command line, for films that are prepared quickly.
    pub fn set_up(&self) {
        let file = self.password_file();
        let file = file.to_str().expect("temporary folders have plain names");
        self.succeed(&[
            "setup",
            "--url",
            &self.origin,
            "--name",
            "Le tricot",
            "--language",
            "fr",
            "--admin",
            ADMINISTRATOR,
            "--email",
            "maud@example.org",
            "--password-file",
            file,
        ]);
    }

    pub fn password_file(&self) -> PathBuf {
        let file = self.folder.path().join("password");
        std::fs::write(&file, format!("{PASSWORD}\n")).expect("the tests may write temporary files");
        file
    }

    /// Starts the server. Whoever connects is answered as soon as it can.
    pub fn start(&mut self) {
        assert!(self.child.is_none(), "one server at a time");
        let log = File::options().create(true).append(true).open(self.folder.path().join("log"));
        let log = log.expect("the tests may write temporary files");
        // The shell becomes the server and so knows its number, which systemd would write there.
        let mut words = self.prefix.clone();
        words.extend(
            ["sh", "-c", "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" \"$@\"", LUCARNE].map(str::to_owned),
        );
        words.push("serve".to_owned());
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).arg("--data").arg(&self.data).args(["--url", &self.origin]);
        command.arg("--config").arg(self.folder.path().join("lucarne.toml"));
        command.args(&self.arguments).stdin(Stdio::null());
        command.stdout(log.try_clone().expect("a file has room for two")).stderr(log);
        let descriptor = self.listener.as_raw_fd();
        // SAFETY: dup2 and fcntl are async-signal-safe, and nothing else happens between fork and exec.
        unsafe {
            command.pre_exec(move || {
                let kept = if descriptor == 3 {
                    libc::fcntl(3, libc::F_SETFD, 0)
                } else {
                    libc::dup2(descriptor, 3)
                };
                if kept < 0 { Err(std::io::Error::last_os_error()) } else { Ok(()) }
            });
        }
        self.child = Some(clean(&mut command).spawn().expect("the program can be started"));
    }

    /// The number of the server's process.
    pub fn id(&self) -> u32 {
        self.child.as_ref().expect("the server runs").id()
    }

    /// Ends the server as a power cut would; true when it was the signal that ended it.
    pub fn kill(&mut self) -> bool {
        let mut child = self.child.take().expect("the server runs");
        child.kill().expect("it is our child");
        let status = child.wait().expect("it is our child");
        status.signal() == Some(libc::SIGKILL)
    }

    /// Asks the server to end, and waits for it.
    pub fn stop(&mut self) -> (ExitStatus, Duration) {
        let mut child = self.child.take().expect("the server runs");
        let asked = Instant::now();
        // SAFETY: the number is that of our child, which has not been waited for.
        unsafe { libc::kill(child.id() as i32, libc::SIGTERM) };
        loop {
            if let Some(status) = child.try_wait().expect("it is our child") {
                return (status, asked.elapsed());
            }
            assert!(asked.elapsed() < PATIENCE, "the server does not end: {}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn stranger(&self) -> Visitor {
        Visitor::new(&self.origin, self.address)
    }

    pub async fn administrator(&self) -> Visitor {
        let stranger = self.stranger();
        let token = sign_in(&stranger, ADMINISTRATOR, PASSWORD).await.expect(200).json();
        stranger.with_token(token["access_token"].as_str().expect("a token is text"))
    }

    /// Waits until the film in this address of the API is published.
    pub async fn until_published(&self, by: &Visitor, path: &str) -> serde_json::Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let film = by.get(path).await.expect(200).json();
            match film["state"]["id"].as_i64() {
                Some(1) => return film,
                Some(7) => panic!("it failed: {}", self.log()),
                _ => {}
            }
            assert!(Instant::now() < end, "it was never published: {}", self.log());
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself; either way it is reaped.
            let _ = child.kill();
            let _ = child.wait();
        }
        if std::thread::panicking() {
            eprintln!("the server's log:\n{}", self.log());
        }
    }
}

fn port_of(listener: &TcpListener) -> SocketAddr {
    listener.local_addr().expect("a listener has an address")
}

/// Without the settings of whoever runs the tests.
fn clean(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("LUCARNE_") || matches!(name.as_str(), "NOTIFY_SOCKET" | "JOURNAL_STREAM") {
            command.env_remove(&name);
        }
    }
    command
}
