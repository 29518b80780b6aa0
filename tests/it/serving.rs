//! Connections and bytes: ranges, tags, TLS, HTTP/2, and connections that misbehave.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use lucarne::config::Source;

use crate::clips;
use crate::program::Program;
use crate::site::{Film, Site, new_address};
use crate::visitor::Visitor;

async fn file_of(site: &Site, film: &Film) -> String {
    let shown = site.stranger().get(&film.path()).await.expect(200).json();
    shown["streamingPlaylists"][0]["files"][0]["fileUrl"].as_str().expect("a file has an address").to_owned()
}

#[tokio::test]
async fn ranges_of_a_film_are_answered_as_http_has_it() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::heavy_film(), &[]).await;
    let path = file_of(&site, &film).await;
    let stranger = site.stranger();
    let whole = stranger.get(&path).await.expect(200);
    let length = whole.body.len();
    assert!(length > 10_000);
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert_eq!(whole.header("content-type"), "video/mp4");
    assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
    let ask = |range: String| stranger.ask("GET", &path).header("range", range);
    let last = length - 1;
    for (range, first, end) in [
        ("bytes=0-0".to_owned(), 0, 0),
        ("bytes=100-1099".to_owned(), 100, 1099),
        ("bytes=100-".to_owned(), 100, last),
        ("bytes=-100".to_owned(), length - 100, last),
        (format!("bytes=-{}", length + 5), 0, last),
        (format!("bytes={last}-{}", last + 1000), last, last),
    ] {
        let part = ask(range.clone()).send().await.expect(206);
        assert_eq!(part.body, whole.body[first..=end], "{range}");
        assert_eq!(part.header("content-range"), format!("bytes {first}-{end}/{length}"), "{range}");
    }
    for range in [format!("bytes={length}-"), "bytes=-0".to_owned(), "bytes=999999999999-".to_owned()] {
        let refused = ask(range.clone()).send().await.expect(416);
        assert_eq!(refused.header("content-range"), format!("bytes */{length}"), "{range}");
        assert!(refused.body.is_empty());
    }
    for range in ["bytes=5-1", "bytes=a-b", "bytes=", "bytes=-", "items=0-1", "bytes=0-1,5-6", "0-1"] {
        let all = ask(range.to_owned()).send().await.expect(200);
        assert_eq!(all.body.len(), length, "{range}");
    }
}

#[tokio::test]
async fn what_a_browser_has_already_is_not_sent_again() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let path = file_of(&site, &film).await;
    let stranger = site.stranger();
    let tag = stranger.get(&path).await.expect(200).header("etag").to_owned();
    assert!(tag.starts_with('"'), "{tag}");
    let same = stranger.ask("GET", &path).header("if-none-match", &tag).send().await.expect(304);
    assert!(same.body.is_empty());
    assert_eq!(same.header("etag"), tag);
    stranger.ask("GET", &path).header("if-none-match", "\"other\"").send().await.expect(200);
    let resumed = stranger.ask("GET", &path).header("range", "bytes=0-9").header("if-range", &tag);
    resumed.send().await.expect(206);
    let changed = stranger.ask("GET", &path).header("range", "bytes=0-9").header("if-range", "\"other\"");
    changed.send().await.expect(200);
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let stranger = site.stranger();
    for path in
        [file_of(&site, &film).await, "/api/v1/videos".into(), format!("/w/{}", film.short), "/".into()]
    {
        let (get, head) = (stranger.get(&path).await.expect(200), stranger.ask("HEAD", &path).send().await);
        let head = head.expect(200);
        assert!(head.body.is_empty(), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
    }
    assert_eq!(stranger.ask("HEAD", "/nothing").send().await.status, 404);
}

#[tokio::test]
async fn text_is_compressed_for_those_who_read_it_and_films_are_not() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let stranger = site.stranger();
    let ask = |path: &str| stranger.ask("GET", path).header("accept-encoding", "gzip, br");
    let page = ask("/").send().await.expect(200);
    assert_eq!(page.header("content-encoding"), "gzip");
    assert!(
        page.header("vary").to_lowercase().contains("accept-encoding")
            || page.headers.get_all("vary").iter().count() > 1
    );
    let mut text = String::new();
    flate2::read::GzDecoder::new(&page.body[..]).read_to_string(&mut text).expect("it is gzip");
    assert!(text.contains("</html>"));
    assert_eq!(ask(&file_of(&site, &film).await).send().await.expect(200).header("content-encoding"), "");
}

#[tokio::test]
async fn one_connection_serves_many_requests_over_both_versions_of_http() {
    let site = Site::new().await;
    let old = Visitor::with(&site.origin, site.address, reqwest::ClientBuilder::http1_only);
    let new = Visitor::with(&site.origin, site.address, reqwest::ClientBuilder::http2_prior_knowledge);
    for visitor in [old, new] {
        for _ in 0..20 {
            assert_eq!(visitor.get("/api/v1/ping").await.expect(200).text(), "pong");
        }
        let many = (0..50).map(|_| visitor.get("/"));
        for answer in futures_util::future::join_all(many).await {
            answer.expect(200);
        }
    }
    // Two requests in one packet of one connection, each answered in its turn.
    let mut line = connect(&site.origin);
    line.write_all(b"GET /api/v1/ping HTTP/1.1\r\nhost: a\r\n\r\nGET /api/v1/ping HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
        .expect("the server listens");
    let text = tokio::task::spawn_blocking(move || read_to_end(&mut line)).await.expect("reading ends");
    assert_eq!(text.matches("HTTP/1.1 200").count(), 2, "{text}");
    assert_eq!(text.matches("pong").count(), 2, "{text}");
}

#[tokio::test]
async fn with_a_certificate_the_site_speaks_tls_and_both_versions_of_http() {
    let folder = tempfile::tempdir().expect("the tests may write temporary files");
    let (certificate, key) = (folder.path().join("certificate.pem"), folder.path().join("key.pem"));
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("a name is enough");
    std::fs::write(&certificate, made.cert.pem()).expect("the tests may write temporary files");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("the tests may write temporary files");
    let flags = Source { tls_certificate: Some(certificate), tls_key: Some(key), ..Source::default() };
    let site = Site::with(flags).await;
    let trusting = |change: fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder| {
        let root = reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).expect("it was made as PEM");
        Visitor::with(&site.origin, site.address, |builder| change(builder.tls_certs_only([root])))
    };
    let (newest, old) = (trusting(|builder| builder), trusting(reqwest::ClientBuilder::http1_only));
    for visitor in [&newest, &old] {
        assert_eq!(visitor.get("/api/v1/ping").await.expect(200).text(), "pong");
    }
    let signed_in =
        newest.ask("POST", "/login").fields(&[("username", "maud"), ("password", crate::site::PASSWORD)]);
    assert!(signed_in.send().await.expect(303).cookies().concat().contains("; Secure"));
    // Whoever does not know the certificate does not trust it, and plain HTTP gets no answer.
    assert!(site.stranger().ask("GET", "/").try_send().await.is_err());
    let plain = Visitor::new(&site.origin.replace("https", "http"), site.address);
    assert!(plain.ask("GET", "/").try_send().await.is_err());
    assert_eq!(old.get("/api/v1/ping").await.expect(200).text(), "pong");
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_ended() {
    let site = Site::new().await;
    let mut lines = Vec::new();
    for begun in [&b""[..], b"P", b"GET / HTTP/1.1\r\nhost: a\r\nx-slow: "] {
        let mut line = connect(&site.origin);
        line.write_all(begun).expect("the server listens");
        lines.push((begun, line));
    }
    let ended = tokio::task::spawn_blocking(move || {
        let begun_at = Instant::now();
        for (begun, mut line) in lines {
            line.set_read_timeout(Some(Duration::from_secs(40))).expect("sockets have timeouts");
            let mut rest = Vec::new();
            let end = line.read_to_end(&mut rest);
            let what = String::from_utf8_lossy(begun).into_owned();
            // Both an end and a reset are an end.
            let is_timeout = end.is_err_and(|error| {
                matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
            });
            assert!(!is_timeout, "{what:?} keeps its place after {:?}", begun_at.elapsed());
        }
        begun_at.elapsed()
    });
    assert!(ended.await.expect("no line is kept") < Duration::from_secs(40));
    assert_eq!(site.stranger().get("/api/v1/ping").await.expect(200).text(), "pong");
}

#[tokio::test]
async fn what_is_no_http_ends_its_own_connection_alone() {
    let site = Site::new().await;
    let long = format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "x".repeat(400_000));
    let many = format!("GET / HTTP/1.1\r\nhost: a\r\n{}\r\n", "x-header: 1\r\n".repeat(5_000));
    let cases: [&[u8]; 8] = [
        b"\r\n\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"POST /login HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcde",
        long.as_bytes(),
        many.as_bytes(),
    ];
    for bytes in cases {
        let mut line = connect(&site.origin);
        // The server may have hung up before everything is written.
        let _ = line.write_all(bytes);
        let _ = line.shutdown(std::net::Shutdown::Write);
        let text = tokio::task::spawn_blocking(move || read_to_end(&mut line)).await.expect("reading ends");
        assert!(
            !text.starts_with("HTTP/1.1 200"),
            "{:?}: {text}",
            String::from_utf8_lossy(&bytes[..20.min(bytes.len())])
        );
        assert!(!text.starts_with("HTTP/1.1 5"), "{text}");
    }
    assert_eq!(site.stranger().get("/api/v1/ping").await.expect(200).text(), "pong");
}

// The client has to answer on its connections while the test waits for the server's end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_connection_does_not_hold_up_the_end() {
    let mut program = Program::new();
    program.set_up();
    program.start();
    let (old, new) = (
        Visitor::with(&program.origin, program.address, reqwest::ClientBuilder::http1_only),
        Visitor::with(&program.origin, program.address, reqwest::ClientBuilder::http2_prior_knowledge),
    );
    for visitor in [&old, &new] {
        visitor.get("/api/v1/ping").await.expect(200);
    }
    let (status, took) = program.stop();
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(5), "it took {took:?}");
}

#[tokio::test]
async fn a_download_under_way_is_finished_before_the_end() {
    let mut program = Program::new();
    program.set_up();
    program.succeed(&["video", "import", clips::heavy_film().to_str().expect("plain names")]);
    program.start();
    let maud = program.administrator().await;
    let list = maud.get("/api/v1/users/me/videos").await.expect(200).json();
    let uuid = list["data"][0]["uuid"].as_str().expect("the film was imported").to_owned();
    let film = program.until_published(&maud, &format!("/api/v1/videos/{uuid}")).await;
    let path = film["streamingPlaylists"][0]["files"][0]["fileUrl"].as_str().expect("a file");
    let path = path.strip_prefix(&program.origin).expect("it is here").to_owned();
    let length = maud.ask("HEAD", &path).send().await.expect(200).header("content-length").parse::<usize>();
    let length = length.expect("a length is a number");
    let mut line = connect(&program.origin);
    write!(line, "GET {path} HTTP/1.1\r\nhost: a\r\n\r\n").expect("the server listens");
    let mut first = [0; 1];
    line.read_exact(&mut first).expect("the answer has begun");
    let rest = std::thread::spawn(move || {
        let mut rest = Vec::new();
        line.read_to_end(&mut rest).map(|_| rest)
    });
    let (status, _) = program.stop();
    assert!(status.success(), "{status}");
    let rest = rest.join().expect("no panic").expect("the answer is whole");
    assert!(rest.len() > length, "{} of {length} bytes", rest.len());
}

#[tokio::test]
async fn the_worker_does_not_hold_the_sockets_of_the_server() {
    let mut program = Program::new();
    program.set_up();
    program.start();
    let maud = program.administrator().await;
    crate::site::send_bytes(&maud, "long.mpg", clips::bytes(&clips::long_film()), &[]).await.expect(200);
    let door = socket_of(program.id(), 3);
    let server = program.id();
    let end = Instant::now() + crate::site::PATIENCE;
    let mut seen = 0;
    while seen < 3 {
        assert!(Instant::now() < end, "no worker was ever seen");
        for worker in children_of(server) {
            let held: Vec<_> =
                std::fs::read_dir(format!("/proc/{worker}/fd")).into_iter().flatten().flatten().collect();
            seen += usize::from(!held.is_empty());
            for descriptor in held {
                let target = std::fs::read_link(descriptor.path()).unwrap_or_default();
                assert_ne!(target.to_string_lossy(), door, "the worker can answer in the server's place");
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    program.stop();
}

fn socket_of(process: u32, descriptor: i32) -> String {
    let target =
        std::fs::read_link(format!("/proc/{process}/fd/{descriptor}")).expect("the socket was handed over");
    let target = target.to_string_lossy().into_owned();
    assert!(target.starts_with("socket:"), "{target}");
    target
}

/// Processes that a process has started and that are what they will be: the worker, not a copy on its way.
fn children_of(process: u32) -> Vec<u32> {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let lists =
        threads.flatten().filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    let children: Vec<u32> = lists
        .flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
        .collect();
    let is_worker = |id: &u32| {
        let name = std::fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
        name.starts_with("lucarne-media")
    };
    children.into_iter().filter(is_worker).collect()
}

#[tokio::test]
async fn a_proxy_that_is_trusted_speaks_for_others_and_no_other_does() {
    let trusting = Source { proxy: Some(vec![]), ..Source::default() };
    let site = Site::with(trusting).await;
    let forged = |number: u32| {
        let fields = [("username", "forged"), ("password", "a wrong one")];
        let asking = site.stranger().ask("POST", "/login").fields(&fields);
        asking.header("x-forwarded-for", format!("203.0.113.{number}"))
    };
    for number in 0..10 {
        forged(number).send().await.expect(400);
    }
    forged(10).send().await.expect(429);

    let proxy = new_address();
    let site = Site::with(Source { proxy: Some(vec![proxy]), ..Source::default() }).await;
    let through = Visitor::new(&site.origin, proxy);
    let from = |address: &str| {
        let fields = [("username", "through.proxy"), ("password", "a wrong one")];
        through.ask("POST", "/login").fields(&fields).header("x-forwarded-for", address)
    };
    for _ in 0..10 {
        from("203.0.113.77").send().await.expect(400);
    }
    from("203.0.113.77").send().await.expect(429);
    // What the client wrote in front of it is not believed.
    from("198.51.100.1, 203.0.113.77").send().await.expect(429);
    from("203.0.113.78").send().await.expect(400);
}

#[tokio::test]
async fn who_asks_for_a_tunnel_gets_an_answer() {
    let site = Site::new().await;
    let origin = site.origin.clone();
    let answer = tokio::task::spawn_blocking(move || {
        let mut line = connect(&origin);
        line.write_all(b"CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\nConnection: close\r\n\r\n")
            .expect("it listens");
        read_to_end(&mut line)
    });
    let answer = answer.await.expect("a plain socket");
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}

fn connect(origin: &str) -> TcpStream {
    let address = origin.split_once("://").expect("an origin has a scheme").1;
    TcpStream::connect(address).expect("the server listens")
}

fn read_to_end(line: &mut TcpStream) -> String {
    line.set_read_timeout(Some(Duration::from_secs(60))).expect("sockets have timeouts");
    let mut bytes = Vec::new();
    // A reset after the answer is an end as well.
    let _ = line.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_too_much_and_reads_afterwards_can_read_the_refusal() {
    let site = Site::new().await;
    let host = site.origin.split_once("://").unwrap().1.to_owned();
    let token = site.administrator().await.token.unwrap();
    // Refused for its length, for want of a name, and because nobody is at that address.
    for (path, token, status) in [
        ("/api/v1/video-playlists", token.as_str(), "413"),
        ("/api/v1/videos/upload", "", "401"),
        ("/nowhere", "", "404"),
    ] {
        let (host, authorization) = (
            host.clone(),
            match token {
                "" => String::new(),
                token => format!("authorization: Bearer {token}\r\n"),
            },
        );
        let said = tokio::task::spawn_blocking(move || {
            let mut line = TcpStream::connect(&host).unwrap();
            line.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            let length = 10 << 20;
            write!(
                line,
                "POST {path} HTTP/1.1\r\nhost: {host}\r\n{authorization}content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
            )
            .unwrap();
            for _ in 0..length / 65536 {
                line.write_all(&[b' '; 65536]).expect("what is sent is taken");
            }
            let mut said = String::new();
            line.read_to_string(&mut said).expect("the answer arrives before the end");
            said
        })
        .await
        .unwrap();
        assert!(said.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {said}");
        assert!(said.contains("connection: close\r\n"), "{path}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_do_not_end_are_bounded_for_strangers_and_members_still_come_in() {
    let site = Site::new().await;
    let host = site.origin.split_once("://").unwrap().1.to_owned();
    let token = site.administrator().await.token.unwrap();
    // As the server sees it, all of these come from one address.
    let here = Visitor::new(&site.origin, "127.0.0.1".parse().unwrap());
    let slow = || {
        let mut line = TcpStream::connect(&host).unwrap();
        write!(line, "POST /api/v1/users/token HTTP/1.1\r\nhost: {host}\r\ncontent-length: 100\r\n\r\nuse")
            .unwrap();
        line
    };
    let mut lines: Vec<_> = (0..32).map(|_| slow()).collect();
    let login = [("username", "nobody"), ("password", "nothing at all")];
    let mut refused = None;
    let end = Instant::now() + Duration::from_secs(20);
    while refused.is_none() && Instant::now() < end {
        let answer = here.ask("POST", "/api/v1/users/token").fields(&login).send().await;
        refused = (answer.status == 429).then_some(answer);
    }
    let refused = refused.expect("there are 32 already");
    assert!(
        !refused.header("retry-after").is_empty() && refused.detail().contains("sent"),
        "{}",
        refused.text()
    );
    // Reading, members and everybody else go on.
    here.get("/api/v1/videos").await.expect(200);
    let member = here.with_token(&token);
    member.ask("PUT", "/api/v1/users/me").json(&serde_json::json!({})).send().await.expect(204);
    assert_ne!(site.stranger().ask("POST", "/api/v1/users/token").fields(&login).send().await.status, 429);
    // Whoever goes gives the place back.
    lines.clear();
    site.until("the places are free", || async {
        here.ask("POST", "/api/v1/users/token").fields(&login).send().await.status != 429
    })
    .await;
}

#[tokio::test]
async fn pictures_of_a_private_film_are_for_those_who_may_watch_it() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    site.add_person("paul", -1).await;
    let (paul, stranger) = (site.application_of("paul").await, site.stranger());
    let film = site.publish(&paul, &clips::film(), &[("privacy", "3")]).await;
    let shown = paul.get(&film.path()).await.expect(200).json();
    let pictures = ["thumbnailPath", "previewPath"].map(|name| shown[name].as_str().unwrap().to_owned());
    let token = paul.ask("POST", &format!("{}/token", film.path())).send().await.expect(200).json();
    let token = token["files"]["token"].as_str().unwrap().to_owned();
    for picture in &pictures {
        stranger.get(picture).await.expect(404);
        stranger.get(&format!("{picture}?videoFileToken=1.2")).await.expect(404);
        stranger.get(&format!("{picture}?videoFileToken={token}")).await.expect(200);
        maud.get(picture).await.expect(200);
        assert_eq!(paul.get(picture).await.expect(200).header("cache-control"), "private, no-store");
    }
    for (privacy, status, cache) in [("2", 200, "public, max-age=31536000, immutable"), ("3", 404, "")] {
        paul.ask("PUT", &film.path()).fields(&[("privacy", privacy)]).send().await.expect(204);
        for picture in &pictures {
            let answer = stranger.get(picture).await.expect(status);
            assert!(cache.is_empty() || answer.header("cache-control") == cache, "{:?}", answer.headers);
        }
    }
    paul.ask("PUT", &film.path()).fields(&[("privacy", "1")]).send().await.expect(204);
    paul.ask("DELETE", &film.path()).send().await.expect(204);
    for picture in &pictures {
        stranger.get(picture).await.expect(404);
        paul.get(picture).await.expect(200);
    }
}
