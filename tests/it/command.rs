//! The command line: everything that can be done without a browser, and what it says when it cannot.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::clips;
use crate::program::{LUCARNE, Program};
use crate::site::{PASSWORD, PATIENCE, sign_in};

#[tokio::test]
async fn a_site_is_set_up_filled_and_served_without_a_browser() {
    let mut program = Program::new();
    let folder = program.folder().join("films");
    std::fs::create_dir_all(folder.join("below")).unwrap();
    std::fs::copy(clips::film(), folder.join("Une_fête.mp4")).unwrap();
    std::fs::copy(clips::film(), folder.join("below/Le bal.mp4")).unwrap();
    std::fs::write(folder.join("letter.txt"), "Chère Maud").unwrap();
    std::os::unix::fs::symlink("..", folder.join("below/loop")).unwrap();
    let films = folder.to_str().unwrap();
    assert!(program.fail(&["video", "import", films]).contains("lucarne setup"), "it says what comes first");
    assert!(program.fail(&["user", "list"]).contains("There is no site in"));
    assert!(!program.data.join("lucarne.db").exists(), "a folder named by mistake stays as it is");
    program.set_up();
    let twice = program.fail(&[
        "setup",
        "--name",
        "Again",
        "--admin",
        "paul",
        "--email",
        "paul@example.org",
        "--password-file",
        program.password_file().to_str().unwrap(),
    ]);
    assert!(!twice.contains("panicked") && twice.len() > 10, "{twice}");
    let imported = program.succeed(&["video", "import", films]);
    assert_eq!(imported.lines().count(), 3);
    assert!(imported.contains("2 imported (public)"), "{imported}");
    let listed = program.succeed(&["video", "list"]);
    assert!(
        listed.contains("Une fête") && listed.contains("Le bal") && listed.contains("in preparation"),
        "{listed}"
    );
    assert!(program.succeed(&["user", "list"]).contains("maud@example.org"));
    program.start();
    let stranger = program.stranger();
    let end = Instant::now() + PATIENCE;
    while stranger.get("/api/v1/videos").await.expect(200).json()["total"] != 2 {
        assert!(Instant::now() < end, "{}", program.log());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // Beside the running server: another film, prepared again, and a person with a password.
    let listed = program.succeed(&["video", "list"]);
    let id = listed.split_whitespace().next().unwrap();
    program.succeed(&["video", "prepare", id]);
    let password = program.password_file();
    let password = password.to_str().unwrap();
    program.succeed(&["user", "add", "paul", "--email", "paul@example.org", "--password-file", password]);
    sign_in(&stranger, "paul", PASSWORD).await.expect(200);
    std::fs::write(password, "another long one\nsecond line").unwrap();
    program.succeed(&["user", "password", "paul", "--password-file", password]);
    assert!(program.fail(&["user", "two-factor-off", "paul"]).contains("not on"));
    sign_in(&stranger, "paul", PASSWORD).await.expect(400);
    sign_in(&stranger, "paul", "another long one").await.expect(200);
    let (status, _) = program.stop();
    assert!(status.success());
    assert!(!program.log().contains("ERROR"), "{}", program.log());
}

#[tokio::test]
async fn a_server_that_runs_learns_that_its_site_was_set_up() {
    let mut program = Program::new();
    program.start();
    program.set_up();
    let end = Instant::now() + PATIENCE;
    while program.stranger().get("/api/v1/config").await.expect(200).json()["instance"]["name"] == "Lucarne" {
        assert!(Instant::now() < end, "{}", program.log());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(program.stranger().get("/setup").await.expect(303).header("location"), "/");
}

#[test]
fn the_data_folder_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::new();
    program.set_up();
    for path in ["lucarne.db", "originals", "media"] {
        let mode = std::fs::metadata(program.data.join(path)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{path}: {mode:o}");
    }
}

#[test]
fn what_cannot_be_done_is_said_in_a_sentence() {
    let program = Program::new();
    program.set_up();
    let password = program.password_file();
    let password = password.to_str().unwrap();
    let letter = program.folder().join("letter.txt");
    std::fs::write(&letter, "Chère Maud").unwrap();
    let cases: [(&[&str], &str); 9] = [
        (&["video", "import", "/nowhere/film.mp4"], "/nowhere/film.mp4"),
        (&["video", "import", letter.to_str().unwrap()], "letter.txt"),
        (&["video", "import", letter.to_str().unwrap(), "--privacy", "secret"], "public"),
        (&["video", "prepare", "nonsense"], "nonsense"),
        (&["video", "list", "--user", "nobody"], "nobody"),
        (&["user", "password", "nobody", "--password-file", password], "nobody"),
        (&["user", "add", "maud", "--email", "m@example.org", "--password-file", password], ""),
        (&["user", "add", "Été", "--email", "m@example.org", "--password-file", password], "lower"),
        (
            &["user", "add", "lise", "--email", "m@example.org", "--password-file", "/nowhere/password"],
            "/nowhere",
        ),
    ];
    for (arguments, part) in cases {
        let said = program.fail(arguments);
        assert!(said.contains(part) && said.trim().len() > 10, "{arguments:?}: {said}");
        assert!(!said.contains("panicked") && !said.contains("error-"), "{arguments:?}: {said}");
    }
}

#[test]
fn each_setting_is_shown_with_where_it_came_from() {
    let program = Program::new();
    let file = program.folder().join("lucarne.toml");
    std::fs::write(&file, "url = \"https://films.example.org\"\nreserve = 77\n").unwrap();
    let output = Command::new(LUCARNE)
        .env("LUCARNE_RESERVE", "88")
        .args(["config", "--listen", "127.0.0.1:9111", "--config", file.to_str().unwrap()])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    assert!(line("listen").contains("127.0.0.1:9111") && line("listen").contains("command line"), "{text}");
    assert!(line("reserve").contains("88 MB") && line("reserve").contains("LUCARNE_RESERVE"), "{text}");
    assert!(
        line("url").contains("https://films.example.org") && line("url").contains("lucarne.toml"),
        "{text}"
    );
    assert!(line("log").contains("default"), "{text}");
    std::fs::write(&file, "lisen = \"x\"\n").unwrap();
    let output = Command::new(LUCARNE).args(["config", "--config", file.to_str().unwrap()]).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("lisen"), "a typo is named");
}

#[test]
fn doctor_and_encoders_look_at_this_machine() {
    let program = Program::new();
    program.set_up();
    let listed = program.succeed(&["encoder", "list"]);
    assert!(listed.contains("x264enc"), "{listed}");
    let output = program.command(&["doctor"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.lines().count() >= 3, "{text}");
}

#[tokio::test]
async fn a_second_server_on_the_same_folder_is_refused() {
    let mut program = Program::new();
    program.set_up();
    program.start();
    program.stranger().get("/api/v1/ping").await.expect(200);
    let said = program.fail(&["serve", "--listen", "127.0.0.1:0", "--url", "http://127.0.0.1:1"]);
    assert!(said.contains("Another Lucarne"), "{said}");
    program.stranger().get("/api/v1/ping").await.expect(200);
}

#[tokio::test]
async fn the_server_listens_by_itself_and_prints_its_code() {
    let folder = tempfile::tempdir().unwrap();
    // The port is free now; whoever takes it in between makes this test say so.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let output = std::fs::File::create(folder.path().join("out")).unwrap();
    let mut child = Command::new(LUCARNE)
        .args([
            "serve",
            "--listen",
            &format!("127.0.0.1:{port}"),
            "--url",
            &format!("http://127.0.0.1:{port}"),
        ])
        .arg("--data")
        .arg(folder.path().join("data"))
        .stdout(output)
        .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
        .spawn()
        .unwrap();
    let end = Instant::now() + PATIENCE;
    let visitor =
        crate::visitor::Visitor::new(&format!("http://127.0.0.1:{port}"), crate::site::new_address());
    let said = || std::fs::read_to_string(folder.path().join("out")).unwrap();
    loop {
        if let Ok(answer) = visitor.ask("GET", "/api/v1/ping").try_send().await {
            assert_eq!(answer.expect(200).text(), "pong");
            break;
        }
        let ended = child.try_wait().unwrap();
        assert!(
            ended.is_none() && Instant::now() < end,
            "{}",
            std::fs::read_to_string(folder.path().join("log")).unwrap()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let text = said();
    let code = text
        .split("code=")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next())
        .expect("the code is printed");
    let fields = [("step", "code"), ("code", code)];
    visitor.ask("POST", "/setup").fields(&fields).send().await.expect(303);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn three_restarts_during_a_preparation_do_not_give_the_film_up() {
    let mut program = Program::new();
    program.set_up();
    program.start();
    let maud = program.administrator().await;
    let answer = crate::site::send_bytes(&maud, "steady.mpg", clips::bytes(&clips::steady_film()), &[]).await;
    let film = crate::site::Film::accepted(&answer.expect(200));
    for _ in 0..4 {
        let end = Instant::now() + PATIENCE;
        while std::fs::read_dir(program.data.join("scratch")).unwrap().next().is_none() {
            assert!(Instant::now() < end, "it is never prepared: {}", program.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let (status, _) = program.stop();
        assert!(status.success(), "{status}");
        program.start();
    }
    program.until_published(&maud, &film.path()).await;
}

#[test]
fn the_server_links_no_gstreamer_and_the_worker_does() {
    let needs = |program: &str| {
        let output = Command::new("readelf").args(["-d", program]).output().expect("binutils are installed");
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines()
            .filter(|line| line.contains("(NEEDED)"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let (server, worker) = (needs(LUCARNE), needs(env!("CARGO_BIN_EXE_lucarne-media")));
    assert!(server.contains("libc.so"), "readelf says nothing of {LUCARNE}: {server}");
    assert!(!server.contains("gst") && !server.contains("glib"), "{server}");
    assert!(worker.contains("libgstreamer-1.0"), "{worker}");
}

#[test]
fn what_cannot_be_opened_is_said_in_a_sentence_without_words_of_libraries() {
    use std::fs;
    let program = Program::new();
    let folder = program.folder();
    let (file, config) = (folder.join("a file"), folder.join("wrong.toml"));
    fs::write(&file, "Chère Maud").unwrap();
    fs::write(&config, "log = \"info\"\nreserve = many\n").unwrap();
    let (foreign, truncated, garbled) =
        (folder.join("foreign"), folder.join("truncated"), folder.join("garbled"));
    for folder in [&foreign, &truncated, &garbled] {
        fs::create_dir(folder).unwrap();
    }
    let other = rusqlite::Connection::open(foreign.join("lucarne.db")).unwrap();
    other.execute_batch("CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('tarte')").unwrap();
    drop(other);
    let untouched = fs::read(foreign.join("lucarne.db")).unwrap();
    program.set_up();
    // What setup wrote may still stand in the log beside the file.
    let ours = rusqlite::Connection::open(program.data.join("lucarne.db")).unwrap();
    ours.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(ours);
    let whole = fs::read(program.data.join("lucarne.db")).unwrap();
    fs::write(truncated.join("lucarne.db"), &whole[..whole.len() / 2]).unwrap();
    fs::write(garbled.join("lucarne.db"), b"this is no database, whatever its name says".repeat(200))
        .unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let setup = ["setup", "--name", "a", "--admin", "maud", "--email", "m@example.org", "--password-file"];
    let cases: Vec<(Vec<String>, &str)> = vec![
        (vec!["user".into(), "list".into(), "--data".into(), text(&file)], "cannot be the data folder"),
        (
            ["user", "list", "--data"].map(str::to_owned).into_iter().chain([text(&foreign)]).collect(),
            "another program",
        ),
        (
            ["user", "list", "--data"].map(str::to_owned).into_iter().chain([text(&truncated)]).collect(),
            "damaged",
        ),
        (
            ["user", "list", "--data"].map(str::to_owned).into_iter().chain([text(&garbled)]).collect(),
            "damaged",
        ),
        (
            ["encoder", "list", "--data"].map(str::to_owned).into_iter().chain([text(&file)]).collect(),
            "cannot be the data folder",
        ),
        (["config", "--config"].map(str::to_owned).into_iter().chain([text(&config)]).collect(), "Line 2"),
        (
            ["config", "--config"].map(str::to_owned).into_iter().chain([text(folder)]).collect(),
            "it is a folder",
        ),
        (setup.map(str::to_owned).into_iter().chain([text(folder)]).collect(), "it is a folder"),
        (
            setup.map(str::to_owned).into_iter().chain([text(&folder.join("gone"))]).collect(),
            "it is not there",
        ),
        (
            ["serve", "--listen"].map(str::to_owned).into_iter().chain([taken]).collect(),
            "listens there already",
        ),
        (
            ["serve", "--accept-without", "everything"].map(str::to_owned).to_vec(),
            "landlock, seccomp, limits",
        ),
        (["config", "--log", "=="].map(str::to_owned).to_vec(), "Try info"),
        (
            ["serve", "--listen", "127.0.0.1:0", "--tls-key"]
                .map(str::to_owned)
                .into_iter()
                .chain([text(&file), "--tls-certificate".to_owned(), text(&file)])
                .collect(),
            "it holds none",
        ),
    ];
    for (arguments, part) in cases {
        let output = Command::new(LUCARNE)
            .args(&arguments)
            .env("LUCARNE_DATA", &program.data)
            .env_remove("LISTEN_PID")
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{arguments:?} was accepted");
        assert!(said.contains(part), "{arguments:?}: {said}");
        for leak in
            ["os error", "SQLite", "sqlite", "TOML parse", "panicked", "error-", "file is not a database"]
        {
            assert!(!said.contains(leak), "{arguments:?}: {said}");
        }
        assert_eq!(said.trim().lines().count(), 1, "{arguments:?}: {said}");
    }
    assert!(fs::read(foreign.join("lucarne.db")).unwrap() == untouched, "nothing of it was changed");
}

#[tokio::test]
async fn a_server_without_a_protection_says_so_when_it_starts() {
    let mut program = Program::new();
    program.set_up();
    program.arguments.extend(["--accept-without".into(), "seccomp".into()]);
    program.start();
    program.stranger().get("/api/v1/ping").await.expect(200);
    let log = program.log();
    assert!(log.contains("WARN") && log.contains("without the protection of seccomp"), "{log}");
}

#[test]
fn make_help_names_every_target() {
    let output = Command::new("make").arg("help").current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let (said, makefile) = (String::from_utf8(output.stdout).unwrap(), include_str!("../../Makefile"));
    let targets = makefile.lines().find_map(|line| line.strip_prefix(".PHONY: ")).unwrap();
    for target in targets.split(' ').filter(|target| !matches!(*target, "help" | "rust")) {
        assert!(said.contains(&format!("make {target} ")), "{target} is missing: {said}");
    }
}
