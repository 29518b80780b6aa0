//! Letters by e-mail, to a server that really receives: see `mail/receive.py`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use serde_json::{Value, json};

use crate::clips;
use crate::program::Program;
use crate::site::{ADMINISTRATOR, PASSWORD, PATIENCE, Site, sign_in};
use crate::visitor::Visitor;

/// A mail server; it ends with the test.
struct Post {
    child: Child,
    letters: Receiver<Value>,
    port: u16,
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Post {
    fn open(options: &[&str]) -> Self {
        let python = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("python").join("bin/python");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/mail/receive.py");
        let mut child = Command::new(&python)
            .arg(script)
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} (`make test` makes it): {error}", python.display()));
        let (write, letters) = channel::<Value>();
        let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = write.send(serde_json::from_str(&line).expect("it writes JSON"));
            }
        });
        let port = letters.recv_timeout(PATIENCE).expect("it starts").as_u64().expect("a port");
        Self { child, letters, port: port as u16 }
    }

    async fn next(&self) -> Value {
        let end = std::time::Instant::now() + PATIENCE;
        loop {
            if let Ok(letter) = self.letters.try_recv() {
                return letter;
            }
            assert!(std::time::Instant::now() < end, "no letter comes");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    fn is_empty(&self) -> bool {
        self.letters.try_recv().is_err()
    }

    /// What the form asks, for a server without encryption.
    fn answers(&self) -> Vec<(&'static str, String)> {
        [
            ("host", "127.0.0.1".to_owned()),
            ("security", "none".to_owned()),
            ("port", self.port.to_string()),
            ("from", "tricot@example.org".to_owned()),
        ]
        .into()
    }
}

async fn submit(browser: &Visitor, answers: &[(&str, String)], status: u16) -> String {
    let answers: Vec<_> = answers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit("/settings/mail", &answers).await.expect(status).text()
}

/// A site that sends its letters there; the trial has been taken.
async fn connect(site: &Site, post: &Post) -> Visitor {
    let browser = site.browser_of(ADMINISTRATOR).await;
    submit(&browser, &post.answers(), 303).await;
    let trial = post.next().await;
    assert_eq!(trial["to"], json!(["maud@example.org"]));
    browser
}

/// The subject, as the reader on the other side sees it: spaces that do not break are spaces there.
fn subject(letter: &Value) -> String {
    letter["headers"]["subject"].as_str().expect("a letter has a subject").replace('\u{a0}', " ")
}

fn link_in(letter: &Value) -> String {
    let text = letter["text"].as_str().expect("a letter has a text");
    let start = text.find("/join/").or_else(|| text.find("/verify-account/"));
    let start = start.expect("the letter has a link");
    text[start..].split_whitespace().next().expect("it ends").to_owned()
}

#[tokio::test]
async fn a_mail_server_is_tried_before_it_is_kept() {
    let site = Site::new().await;
    let post = Post::open(&["--login", "tricot:la clef"]);
    let browser = site.browser_of(ADMINISTRATOR).await;
    let sends = || async {
        site.stranger().get("/api/v1/config").await.expect(200).json()["email"]["enabled"] == true
    };
    assert!(!sends().await);
    let with = |changed: &[(&'static str, &str)]| {
        let mut answers = post.answers();
        answers.extend([("username", "tricot".to_owned()), ("password", "la clef".to_owned())]);
        for (name, value) in changed {
            answers.retain(|(known, _)| known != name);
            answers.push((*name, (*value).to_owned()));
        }
        answers
    };
    for (wrong, words) in [
        (("host", "http://x"), "Ce nom de serveur ne convient pas"),
        (("port", "70000"), "Ce port ne convient pas"),
        (("from", "tricot"), "ne semble pas juste"),
        (("port", "1"), "ne répond pas comme attendu"),
        (("password", "autre"), "Il dit"),
        // A line that was to be kept secret is not used without.
        (("security", "starttls"), "ne répond pas comme attendu"),
        (("security", "tls"), "ne répond pas comme attendu"),
    ] {
        let answers = with(&[wrong]);
        let fields: Vec<_> = answers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = browser.submit("/settings/mail", &fields).await;
        assert!(matches!(answer.status, 400 | 503), "{wrong:?}: {}", answer.status);
        let page = answer.text();
        assert!(page.contains(words) && page.contains("role=\"alert\""), "{wrong:?}: {page}");
        assert!(!page.contains("la clef") && !page.contains("autre\""), "{page}");
        assert!(!sends().await && post.is_empty());
    }
    submit(&browser, &with(&[]), 303).await;
    let trial = post.next().await;
    assert_eq!(trial["from"], "tricot@example.org");
    assert_eq!(trial["headers"]["from"], "Le tricot <tricot@example.org>");
    assert_eq!(trial["headers"]["subject"], "Message d’essai de Le tricot");
    assert_eq!(trial["headers"]["auto-submitted"], "auto-generated");
    assert!(sends().await);
    // The password stays unless another is typed, and only for the same server.
    assert!(!browser.get("/settings/mail").await.expect(200).text().contains("la clef"));
    submit(&browser, &with(&[("password", ""), ("from", "autre@example.org")]), 303).await;
    assert_eq!(post.next().await["from"], "autre@example.org");
    let other = Post::open(&["--login", "tricot:la clef"]);
    let drawn = with(&[("password", ""), ("host", "localhost"), ("port", &other.port.to_string())]);
    submit(&browser, &drawn, 400).await;
    submit(&browser, &[("forget", "1".to_owned())], 303).await;
    assert!(!sends().await);
    // It is the administrator's business.
    site.add_person("paul", -1).await;
    site.browser_of("paul").await.get("/settings/mail").await.expect(403);
    site.browser_of("paul").await.submit("/settings/mail", &[("forget", "1")]).await.expect(403);
}

#[tokio::test]
async fn a_forgotten_password_is_renewed_by_mail() {
    let site = Site::new().await;
    let post = Post::open(&[]);
    site.add_person("paul", -1).await;
    let stranger = site.stranger();
    // Without mail nobody is promised any.
    stranger.get("/login/lost").await.expect(404);
    let ask = |by: Visitor, email: &'static str| async move {
        by.ask("POST", "/api/v1/users/ask-reset-password").json(&json!({ "email": email })).send().await
    };
    ask(site.stranger(), "paul@example.org").await.expect(403);
    connect(&site, &post).await;
    assert!(stranger.get("/login").await.expect(200).text().contains("/login/lost"));
    stranger.get("/login/lost").await.expect(200);
    // The answer is the same for whoever does not exist.
    let lost = |name: &'static str| stranger.ask("POST", "/login/lost").fields(&[("username", name)]).send();
    let (nobody, known) = (lost("nobody").await.expect(200).text(), lost("paul").await.expect(200).text());
    assert!(nobody.contains("Si ce compte existe") && known.contains("Si ce compte existe"));
    let letter = post.next().await;
    assert_eq!(letter["to"], json!(["paul@example.org"]));
    assert!(letter["text"].as_str().is_some_and(|text| text.contains("paul")));
    let link = link_in(&letter);
    let chosen = stranger.ask("POST", &link).fields(&[("password", "un tout nouveau")]).send().await;
    chosen.expect(303);
    let stranger = site.stranger();
    stranger.ask("POST", &link).fields(&[("password", "encore un autre")]).send().await.expect(404);
    sign_in(&stranger, "paul", "un tout nouveau").await.expect(200);
    sign_in(&stranger, "paul", PASSWORD).await.expect(400);
    // An application asks with PeerTube's route and chooses with the secret of the link.
    ask(site.stranger(), "paul@example.org").await.expect(204);
    ask(site.stranger(), "nobody@example.org").await.expect(204);
    let link = link_in(&post.next().await);
    let secret = link.trim_start_matches("/join/");
    let paul = sign_in(&stranger, "paul", "un tout nouveau").await.expect(200).json();
    let paul = stranger.with_token(paul["access_token"].as_str().expect("a token is text"));
    let id = paul.get("/api/v1/users/me").await.expect(200).json()["id"].clone();
    let renewed = json!({ "verificationString": secret, "password": "le dernier mot" });
    let path = format!("/api/v1/users/{id}/reset-password");
    stranger.ask("POST", &path).json(&renewed).send().await.expect(204);
    sign_in(&stranger, "paul", "le dernier mot").await.expect(200);
    assert!(post.is_empty());
    // Whoever asks again and again is told to wait, and no more letters are sent.
    let mut last = 204;
    for _ in 0..20 {
        last = ask(site.stranger(), "maud@example.org").await.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn whoever_wishes_it_is_told_by_mail() {
    let site = Site::new().await;
    let post = Post::open(&[]);
    site.add_person("paul", -1).await;
    let (maud, paul) = (site.administrator().await, site.application_of("paul").await);
    let film = site.publish(&maud, &clips::film(), &[("name", "Le bal")]).await;
    let browser = connect(&site, &post).await;
    let page = browser.get("/my/notifications").await.expect(200).text();
    assert!(page.contains("Par courriel"), "{page}");
    let wishes = [("newCommentOnMyVideo", "1"), ("newCommentOnMyVideo-mail", "1"), ("newFollow-mail", "1")];
    browser.submit("/my/notifications/wishes", &wishes).await.expect(303);
    let kept = maud.get("/api/v1/users/me").await.expect(200).json()["notificationSettings"].clone();
    assert_eq!(
        (&kept["newCommentOnMyVideo"], &kept["newFollow"], &kept["commentMention"]),
        (&3.into(), &2.into(), &0.into())
    );
    let unread = async || {
        let unread = maud.get("/api/v1/users/me/notifications?unread=true").await.expect(200).json();
        unread["total"].as_i64().expect("a number")
    };
    let before = unread().await;
    let comments = format!("/api/v1/videos/{}/comment-threads", film.uuid);
    paul.ask("POST", &comments).json(&json!({ "text": "Bravo" })).send().await.expect(200);
    let letter = post.next().await;
    assert_eq!(subject(&letter), "paul a commenté « Le bal »");
    let text = letter["text"].as_str().expect("a letter has a text").replace("\r\n", "\n");
    assert!(text.contains(&format!("{}/w/{}#comment-", site.origin, film.short)), "{text}");
    assert!(text.contains("/my/notifications\n") && !text.contains("Bravo"), "{text}");
    // By mail alone: a letter, and nothing that lights up on the site.
    assert_eq!(unread().await, before + 1);
    let follow = json!({ "uri": format!("maud_channel@{}", site.origin.trim_start_matches("http://")) });
    let followed = paul.ask("POST", "/api/v1/users/me/subscriptions").json(&follow).send().await;
    assert!(matches!(followed.status, 204), "{}", followed.text());
    assert_eq!(subject(&post.next().await), "paul suit « Le tricot »");
    assert_eq!(unread().await, before + 1);
    // Without a mail server nobody can wish for mail.
    submit(&browser, &[("forget", "1".to_owned())], 303).await;
    let wish = maud.ask("PUT", "/api/v1/users/me/notification-settings").json(&json!({ "newFollow": 3 }));
    wish.send().await.expect(400);
    assert!(!browser.get("/my/notifications").await.expect(200).text().contains("Par courriel"));
}

#[tokio::test]
async fn a_letter_waits_until_the_server_takes_it() {
    let site = Site::new().await;
    let post = Post::open(&[]);
    connect(&site, &post).await;
    let hesitant = Post::open(&["--later", "3"]);
    // The trial itself is sent away: nothing is kept, and the person is told.
    let browser = site.browser_of(ADMINISTRATOR).await;
    let page = submit(&browser, &hesitant.answers(), 503).await;
    assert!(page.contains("Come back later"), "{page}");
    let port = hesitant.port;
    let changed = lucarne::actions::settings::change(&site.app.db, move |settings| {
        settings.mail.as_mut().expect("it has been chosen").port = port;
        Ok(())
    });
    site.app.settings_changed(changed.await.expect("it is a good server"));
    site.stranger().ask("POST", "/login/lost").fields(&[("username", "maud")]).send().await.expect(200);
    let end = std::time::Instant::now() + PATIENCE;
    let letter = loop {
        match hesitant.letters.try_recv() {
            Ok(letter) => break letter,
            Err(_) => assert!(std::time::Instant::now() < end, "it is never taken"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        site.move_clock(60);
    };
    assert_eq!(letter["to"], json!(["maud@example.org"]));
}

#[tokio::test]
async fn a_letter_that_nobody_takes_is_told_to_the_administrator() {
    let site = Site::new().await;
    site.may_have_parked_jobs();
    let post = Post::open(&[]);
    let browser = connect(&site, &post).await;
    let closed = Post::open(&["--refuse"]);
    let port = closed.port;
    let changed = lucarne::actions::settings::change(&site.app.db, move |settings| {
        settings.mail.as_mut().expect("it has been chosen").port = port;
        Ok(())
    });
    site.app.settings_changed(changed.await.expect("it is a good server"));
    site.stranger().ask("POST", "/login/lost").fields(&[("username", "maud")]).send().await.expect(200);
    site.until("the administrator sees it", || async {
        let page = browser.get("/admin").await.expect(200).text();
        page.contains("Envoi d’un courriel") && page.contains("We do not know you")
    })
    .await;
    let page = browser.get("/admin").await.expect(200).text();
    assert!(!page.contains("maud@example.org") && !page.contains("/join/"), "{page}");
}

#[tokio::test]
async fn whoever_asked_for_an_account_is_answered() {
    let site = Site::new().await;
    let post = Post::open(&[]);
    let browser = connect(&site, &post).await;
    browser.submit("/admin/people/requests", &[("take", "true")]).await.expect(303);
    let maud = site.administrator().await;
    for (name, verb, subject) in [
        ("rose", "accept", "Votre compte sur Le tricot"),
        ("paul", "reject", "Votre demande de compte sur Le tricot"),
    ] {
        let asked = json!({
            "username": name, "email": format!("{name}@example.net"), "password": PASSWORD,
            "registrationReason": "Je tricote",
        });
        let asked =
            site.stranger().ask("POST", "/api/v1/users/registrations/request").json(&asked).send().await;
        let id = asked.expect(200).json()["id"].clone();
        // First they are asked whether the address is theirs.
        let link = link_in(&post.next().await);
        let secret = link.rsplit_once("verificationString=").expect("the link has a secret").1;
        let path = format!("/api/v1/users/registrations/{id}/verify-email");
        for (secret, status) in [("wrong", 403), (secret, 204), (secret, 403)] {
            let proof = json!({ "verificationString": secret });
            site.stranger().ask("POST", &path).json(&proof).send().await.expect(status);
        }
        let list = maud.get("/api/v1/users/registrations").await.expect(200).json();
        assert_eq!(list["data"][0]["emailVerified"], true);
        assert!(browser.get("/admin/people").await.expect(200).text().contains("adresse vérifiée"));
        let path = format!("/api/v1/users/registrations/{id}/{verb}");
        let answer = json!({ "moderationResponse": "À bientôt, peut-être" });
        maud.ask("POST", &path).json(&answer).send().await.expect(204);
        let letter = post.next().await;
        assert_eq!(
            (&letter["headers"]["subject"], &letter["to"][0]),
            (&subject.into(), &format!("{name}@example.net").into())
        );
        assert!(
            letter["text"].as_str().is_some_and(|text| text.contains("À bientôt, peut-être")),
            "{letter}"
        );
    }
}

#[tokio::test]
async fn a_line_to_the_mail_server_is_kept_secret_and_its_certificate_checked() {
    let folder = tempfile::tempdir().expect("the tests may write temporary files");
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let (certificate, key) = (folder.path().join("certificate.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).expect("the tests may write temporary files");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("the tests may write temporary files");
    let [certificate, key] = [certificate, key].map(|path| path.to_str().expect("plain names").to_owned());
    let post = Post::open(&["--certificate", &certificate, "--key", &key]);
    let mut program = Program::new();
    program.prefix = ["env".to_owned(), format!("SSL_CERT_FILE={certificate}")].into();
    program.set_up();
    program.start();
    let browser = program.stranger();
    let sign_in = [("username", "maud"), ("password", PASSWORD)];
    browser.ask("POST", "/login").fields(&sign_in).send().await.expect(303);
    let port = post.port.to_string();
    let answers = |host: &'static str, security: &'static str| {
        [("host", host), ("security", security), ("port", &port), ("from", "tricot@example.org")]
            .map(|(name, value)| (name, value.to_owned()))
    };
    // The server will not talk in the open; its certificate is for another name.
    submit(&browser, &answers("localhost", "none"), 400).await;
    submit(&browser, &answers("127.0.0.1", "starttls"), 503).await;
    submit(&browser, &answers("localhost", "starttls"), 303).await;
    assert_eq!(post.next().await["secret"], true);
}

#[tokio::test]
async fn a_new_address_is_somebodys_once_they_have_answered_from_it() {
    let site = Site::new().await;
    let post = Post::open(&[]);
    let me = |by: &Visitor| {
        let asking = by.ask("GET", "/api/v1/users/me");
        async move { asking.send().await.expect(200).json() }
    };
    let maud = site.administrator().await;
    // Nobody can be asked without mail: the address is believed.
    let change = |email: &str| json!({ "email": email, "currentPassword": PASSWORD });
    maud.ask("PUT", "/api/v1/users/me").json(&change("m@example.org")).send().await.expect(204);
    let shown = me(&maud).await;
    assert_eq!((&shown["email"], &shown["emailVerified"]), (&json!("m@example.org"), &json!(true)));
    maud.ask("PUT", "/api/v1/users/me").json(&change("maud@example.org")).send().await.expect(204);

    let browser = connect(&site, &post).await;
    assert_eq!(me(&maud).await["emailVerified"], false);
    maud.ask("PUT", "/api/v1/users/me").json(&change("neuve@example.org")).send().await.expect(204);
    let shown = me(&maud).await;
    assert_eq!(shown["email"], "maud@example.org");
    assert_eq!(shown["pendingEmail"], "neuve@example.org");
    let letter = post.next().await;
    assert_eq!(letter["to"], json!(["neuve@example.org"]));
    assert_eq!(subject(&letter), "Confirmez votre adresse sur Le tricot");
    let page = browser.get("/my/account").await.expect(200).text();
    assert!(page.contains("neuve@example.org") && page.contains("action=\"/my/account/verify\""), "{page}");
    // It is written once more, and both letters open the same door.
    browser.submit("/my/account/verify", &[]).await.expect(303);
    let again = link_in(&post.next().await);
    let first = link_in(&letter);
    let stranger = site.stranger();
    let page = stranger.get(&first).await.expect(200).text();
    assert!(page.contains("C’est mon adresse"), "{page}");
    assert_eq!(me(&maud).await["email"], "maud@example.org", "looking at a link is not pressing a button");
    let fields: Vec<(String, String)> =
        url::form_urlencoded::parse(again.split_once('?').expect("a query").1.as_bytes())
            .into_owned()
            .collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let press = || stranger.ask("POST", "/verify-account/email").fields(&fields).send();
    assert!(press().await.expect(200).text().contains("est confirmée"));
    assert!(press().await.expect(403).text().contains("n’est plus valable"));
    let shown = me(&maud).await;
    assert_eq!((&shown["email"], &shown["emailVerified"]), (&json!("neuve@example.org"), &json!(true)));
    assert_eq!(shown["pendingEmail"], Value::Null);
    // Asked for again by an application: no letter where nothing is to be shown, and the same answer.
    for email in ["neuve@example.org", "nobody@example.org"] {
        let again = json!({ "email": email });
        stranger.ask("POST", "/api/v1/users/ask-send-verify-email").json(&again).send().await.expect(204);
    }
    // A letter is of no use once somebody else has the address, or once it is too old.
    maud.ask("PUT", "/api/v1/users/me").json(&change("prise@example.org")).send().await.expect(204);
    let link = link_in(&post.next().await);
    let secret = link.rsplit_once("verificationString=").expect("a secret").1.to_owned();
    let path = format!("/api/v1/users/{}/verify-email", shown["id"]);
    let prove = async |status| {
        let proof = json!({ "verificationString": secret, "isPendingEmail": true });
        site.stranger().ask("POST", &path).json(&proof).send().await.expect(status);
    };
    let new = json!({ "username": "zoe", "password": PASSWORD, "email": "prise@example.org", "role": 2 });
    maud.ask("POST", "/api/v1/users").json(&new).send().await.expect(200);
    prove(409).await;
    site.move_clock(3 * 24 * 3600);
    prove(403).await;
    assert!(post.is_empty());
}

#[tokio::test]
async fn an_invitation_goes_by_mail_and_shows_whose_address_it_is() {
    let site = Site::new().await;
    let post = Post::open(&[]);
    let browser = site.browser_of(ADMINISTRATOR).await;
    let invite = [("note", "Rose"), ("email", "rose@example.net")];
    browser.submit("/admin/people/invitations", &invite).await.expect(403);
    let browser = {
        drop(browser);
        connect(&site, &post).await
    };
    browser.submit("/admin/people/invitations", &[("email", "no address")]).await.expect(400);
    browser.submit("/admin/people/invitations", &invite).await.expect(303);
    let letter = post.next().await;
    assert_eq!(letter["to"], json!(["rose@example.net"]));
    assert!(browser.get("/admin/people").await.expect(200).text().contains("rose@example.net"));
    let stranger = site.stranger();
    let link = link_in(&letter);
    stranger.get(&link).await.expect(200);
    let fields = [("username", "rose"), ("email", "rose@example.net"), ("password", PASSWORD)];
    stranger.ask("POST", &link).fields(&fields).send().await.expect(303);
    let rose = site.application_of("rose").await.get("/api/v1/users/me").await.expect(200).json();
    assert_eq!(rose["emailVerified"], true);
    site.stranger().get(&link).await.expect(404);
    // Whoever comes with another address is asked whether it is theirs.
    browser.submit("/admin/people/invitations", &[("email", "jo@example.net")]).await.expect(303);
    let link = link_in(&post.next().await);
    let fields = [("username", "jo"), ("email", "other@example.net"), ("password", PASSWORD)];
    site.stranger().ask("POST", &link).fields(&fields).send().await.expect(303);
    assert_eq!(post.next().await["to"], json!(["other@example.net"]));
}

#[tokio::test]
async fn a_visitor_writes_to_the_association_and_can_be_answered() {
    let site = Site::new().await;
    let post = Post::open(&[]);
    let stranger = site.stranger();
    let message = json!({
        "fromName": "Rose", "fromEmail": "rose@example.net", "subject": "Le bal", "body": "Bonjour,\n<b>quand</b> ?",
    });
    let write = |message: &Value| {
        let asking = stranger.ask("POST", "/api/v1/server/contact").json(message);
        async move { asking.send().await }
    };
    // Without mail nobody would read it.
    write(&message).await.expect(403);
    for path in ["/about/contact", "/.well-known/security.txt"] {
        stranger.get(path).await.expect(404);
    }
    connect(&site, &post).await;
    assert_eq!(stranger.get("/api/v1/config").await.json()["contactForm"]["enabled"], true);
    let security = stranger.get("/.well-known/security.txt").await.expect(200).text();
    assert!(
        security.starts_with(&format!("Contact: {}/about/contact\nExpires: 20", site.origin)),
        "{security}"
    );
    assert!(stranger.get("/about").await.text().contains("href=\"/about/contact\""));
    stranger.get("/about/contact").await.expect(200);
    for (name, value) in [
        ("fromName", ""),
        ("fromName", &*"x".repeat(121)),
        ("fromEmail", "rose"),
        ("fromEmail", "rose@example.net\r\nBcc: x@example.net"),
        ("subject", &*"x".repeat(121)),
        ("body", "  "),
        ("body", &*"x".repeat(5001)),
    ] {
        let mut wrong = message.clone();
        wrong[name] = value.into();
        write(&wrong).await.expect(400);
        let fields: Vec<(&str, &str)> = ["fromName", "fromEmail", "subject", "body"]
            .map(|field| (field, wrong[field].as_str().unwrap()))
            .into();
        let page = stranger.ask("POST", "/about/contact").fields(&fields).send().await.expect(400).text();
        assert!(page.contains(&format!("id=\"{name}-wrong\"")), "{name}: {page}");
    }
    assert!(post.is_empty());
    write(&message).await.expect(204);
    let letter = post.next().await;
    assert_eq!(
        (&letter["to"], &letter["from"]),
        (&json!(["maud@example.org"]), &json!("tricot@example.org"))
    );
    assert_eq!(letter["headers"]["reply-to"], "Rose <rose@example.net>");
    assert_eq!(subject(&letter), "Le tricot : Le bal");
    assert!(letter["text"].as_str().is_some_and(|text| text.contains("<b>quand</b> ?")), "{letter}");
    let fields = [("fromName", "Paul"), ("fromEmail", "p@example.net"), ("subject", ""), ("body", "Bonjour")];
    let page = stranger.ask("POST", "/about/contact").fields(&fields).send().await.expect(200).text();
    assert!(page.contains("Votre message est parti"), "{page}");
    assert_eq!(post.next().await["headers"]["reply-to"], "Paul <p@example.net>");
    // Whoever writes again and again has to wait.
    let mut last = 204;
    for _ in 0..20 {
        last = write(&message).await.status;
    }
    assert_eq!(last, 429);
}
