//! Every parser that a stranger reaches, as a function of bytes: it must not panic, and what it lets through
//! must be as it says. `tests/it/parsers.rs` tries them with made-up input in every test run, `tests/fuzz/run`
//! with libFuzzer for as long as one likes.

use std::net::{IpAddr, Ipv4Addr};

use bytes::Bytes;
use futures_util::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use lucarne::domain::actor::Handle;
use lucarne::domain::id::{Reference, from_short, to_short};
use lucarne::domain::moment::Moment;
use lucarne::domain::upload::{ContentRange, film_ending, title_from};
use lucarne::domain::video::{Description, Order};
use lucarne::domain::{account, caption};
use lucarne::federation::exchange::host_of;
use lucarne::federation::inbox::said;
use lucarne::federation::linked;
use lucarne::federation::proof::Proof;
use lucarne::federation::signature::{Presented, Seen};
use lucarne::files::layout::is_plain_name;
use lucarne::i18n::Language;
use lucarne::media::{h264, protocol};
use lucarne::p2p::bencode::Value;
use lucarne::p2p::torrent::Info;
use lucarne::p2p::tracker::http as tracker;
use lucarne::p2p::tracker::message::{self, Said};
use lucarne::p2p::tracker::swarms::{From, Subject, Swarms};
use lucarne::web::media::{Asked, asked};
use lucarne::web::pages::watch::seconds;
use lucarne::web::request::{Peer, Query, Request, segments_of};
use lucarne::web::{markdown, pages};

/// Takes any bytes; panics when what it checks does not hold.
pub type Parser = fn(&[u8]);

/// The parsers by name.
pub const ALL: [(&str, Parser); 23] = [
    ("content_range", content_range),
    ("range", range),
    ("reference", reference),
    ("path", path),
    ("query", query),
    ("cookie", cookie),
    ("caption", captions),
    ("markdown", written),
    ("form", form),
    ("start", start),
    ("moment", moment),
    ("names", names),
    ("worker", worker),
    ("bencode", bencoded),
    ("torrent", torrent),
    ("tracker_message", tracker_message),
    ("tracker_query", tracker_query),
    ("signature", signatures),
    ("activity", activities),
    ("actor", actors),
    ("proof", proofs),
    ("linked", json_ld),
    ("handle", handles),
];

/// What each parser is really sent: noise alone hardly ever gets past a first character.
pub const SEEDS: [(&str, &[&str]); 23] = [
    ("content_range", &["bytes 0-99/100", "bytes */100", "bytes 999999999999999-999999999999999/9"]),
    ("range", &["\0dbytes=0-9", "\u{1}\0bytes=-5", "\0\0bytes=0-", "\0\u{9}bytes=9-99999999999999999"]),
    ("reference", &["42", "fba68069-ffff-493b-96a3-52f023ed8656", "x5kQQxHS1qCvbVJuEuo4wN"]),
    ("path", &["/api/v1/videos/%C3%A9", "/a%2fb/..", "/w/x?start=1", "//elsewhere/\\x"]),
    ("query", &["start=0&count=15&sort=-publishedAt", "search=%C3%A9t%C3%A9&tagsOneOf=a&tagsOneOf=b"]),
    (
        "cookie",
        &["lucarne_session=abc; theme=dark; language=fr", "fr-FR,fr;q=0.8,en;q=NaN", "18446744073709551616"],
    ),
    (
        "caption",
        &[
            "1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>Bonjour</i> <b\r\n\r\n",
            "WEBVTT\n\nSTYLE\n\nid\n00:01.000 --> 00:02.000 line:0\nHello --> <c.x>you\n\n",
            "9999:59:59.999 --> 9999:59:59.9999\nx\n00:00.0 --> 00:00.1\n&lt;\n",
        ],
    ),
    (
        "markdown",
        &[
            "**a** [b](javascript:x) <img src=x onerror=y>\n# c\n> d\n1. e\n```\nf\n```",
            "[a]: <x\"> \"y'\n[a]",
        ],
    ),
    (
        "form",
        &[
            "--edge\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\nUne f\u{ea}te\r\n--edge--\r\n",
            "name=Une+f%C3%AAte&tags%5B0%5D=a1&tags%5B1%5D=b2",
            "{\"name\":\"Une f\u{ea}te\",\"tags\":[\"a1\",null,{}],\"nsfw\":true}",
        ],
    ),
    ("start", &["1h2m3s", "90", "1:02:03", "18446744073709551615h"]),
    ("moment", &["2026-11-22T19:33:34.889Z", "2026-11-22", "9999-12-31T23:59:59+23:59", "0000-01-01"]),
    ("names", &["Une_f\u{ea}te.MP4", "../../x.mkv", "maud@example.org", "le.tricot"]),
    (
        "worker",
        &["{\"event\":\"progress\",\"share\":0.5,\"left_seconds\":3}", "\u{1}d\0\u{1f}\u{3}\0\0\0\u{1}e"],
    ),
    ("bencode", &["d8:announce3:ws:4:infod6:lengthi17e4:name1:aee", "li-1ei0e0:d1:al1:bee", "lllllleeeeee"]),
    (
        "torrent",
        &[
            "d4:infod6:lengthi17e4:name5:a.mp412:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee",
            "d4:infodee",
        ],
    ),
    (
        "tracker_message",
        &[
            "{\"action\":\"announce\",\"event\":\"started\",\"numwant\":5,\"left\":null,\
             \"info_hash\":\"BBBBBBBBBBBBBBBBBBBB\",\"peer_id\":\"-PM0202-aaaaaaaaaaaa\",\"offers\":[{\"offer\":\
             {\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\"},\"offer_id\":\"\u{e9}\\u0004cccccccccccccccccc\"}]}",
            "{\"action\":\"announce\",\"info_hash\":\"BBBBBBBBBBBBBBBBBBBB\",\"peer_id\":\"-PM0202-aaaaaaaaaaaa\",\
             \"to_peer_id\":\"-PM0202-bbbbbbbbbbbb\",\"offer_id\":\"cccccccccccccccccccc\",\"answer\":\
             {\"sdp\":\"v=0\",\"type\":\"answer\"}}",
            "{\"action\":\"scrape\",\"info_hash\":[\"BBBBBBBBBBBBBBBBBBBB\",\"CCCCCCCCCCCCCCCCCCCC\"]}",
        ],
    ),
    (
        "tracker_query",
        &[
            "info_hash=%c9%E7n%df%10%c2%7b@Yi%41%fb%d7%20%88%93%94%92p%a4&peer_id=-TR3000-abcdefghijkl&port=51413\
             &left=0&numwant=80&event=started",
            "info_hash=BBBBBBBBBBBBBBBBBBBB&info_hash=CCCCCCCCCCCCCCCCCCCC",
        ],
    ),
    (
        "signature",
        &[
            "keyId=\"https://a.example/u#k\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest\",signature=\"eA==\"",
            "Signature keyId=\"a\",created=1795376024,expires=99999999999999999999,headers=\"(request-target) host (created)\",signature=\"\"",
            "sig1=(\"@method\" \"@target-uri\" \"content-digest\");created=1795376024;keyid=\"a\";alg=\"rsa-v1_5-sha256\"",
        ],
    ),
    (
        "activity",
        &[
            "{\"id\":\"https://a.example/1\",\"type\":\"Create\",\"actor\":\"https://a.example/a\",\"object\":{\"id\":\"https://a.example/2\",\"type\":\"Note\",\"content\":\"<p>x</p>\",\"inReplyTo\":\"https://b.example/3\",\"to\":[\"as:Public\"]}}",
            "{\"id\":\"https://a.example/1\",\"type\":\"Flag\",\"actor\":{\"id\":\"https://a.example/a\"},\"object\":[\"https://b.example/3\"],\"tag\":[{\"name\":\"rights\"}]}",
        ],
    ),
    (
        "actor",
        &[
            "{\"id\":\"https://a.example/a\",\"type\":\"Group\",\"preferredUsername\":\"a\",\"inbox\":\"https://a.example/i\",\"endpoints\":{\"sharedInbox\":\"https://a.example/s\"},\"publicKey\":{\"owner\":\"https://a.example/a\",\"publicKeyPem\":\"-----BEGIN PUBLIC KEY-----\"},\"url\":[{\"href\":\"https://a.example/p\"}]}",
        ],
    ),
    (
        "proof",
        &[
            "{\"@context\":[\"https://www.w3.org/ns/activitystreams\",{\"pt\":\"https://joinpeertube.org/ns#\",\"uuid\":\"pt:uuid\"}],\"id\":\"https://a.example/1\",\"uuid\":\"x\",\"signature\":{\"type\":\"RsaSignature2017\",\"creator\":\"https://a.example/a\",\"created\":\"2026-11-22T19:33:34Z\",\"signatureValue\":\"eA==\"}}",
        ],
    ),
    (
        "linked",
        &[
            "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"type\":\"Note\",\"tag\":[{\"type\":\"Mention\",\"name\":\"@a\"},{\"type\":\"Mention\"},{}]}",
            "{\"@context\":{\"a\":{\"@id\":\"https://a.example/a\",\"@container\":\"@list\"}},\"a\":[[1,2],null,\"_:b0\"],\"@graph\":[{\"@id\":\"_:b0\"}]}",
        ],
    ),
    ("handle", &["@rose@tube.example:8080", "acct:maud@[::1]:9", "a@b@c", "rose@xn--bcher-kva.example"]),
];

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// `Content-Range` of a piece of an upload.
fn content_range(bytes: &[u8]) {
    if let Ok(ContentRange::Bytes { first, last, total }) = ContentRange::parse(&text(bytes)) {
        assert!(first <= last && last < total);
        // What the server computes with it.
        assert!((last - first).checked_add(1).is_some());
    }
}

/// `Range` of a request for a film; the first two bytes are the length of the film.
fn range(bytes: &[u8]) {
    let Some((length, rest)) = bytes.split_first_chunk::<2>() else { return };
    let length = u64::from(u16::from_be_bytes(*length));
    if let Asked::Part(first, last) = asked(Some(&text(rest)), length) {
        assert!(first <= last && last < length);
    }
}

/// A film in an address.
fn reference(bytes: &[u8]) {
    let text = text(bytes);
    match Reference::parse(&text) {
        Some(Reference::Number(number)) => assert!(number >= 0),
        Some(Reference::Uuid(uuid)) => assert_eq!(from_short(&to_short(uuid)), Some(uuid)),
        None => assert!(from_short(&text).is_none()),
    }
}

/// The path of a request.
fn path(bytes: &[u8]) {
    for segment in segments_of(&text(bytes)).unwrap_or_default() {
        assert!(!segment.contains(['/', '\\', '\0']));
        assert!(!is_plain_name(&segment) || (segment != ".." && segment != "."));
    }
    let inside = pages::login::inside(&text(bytes));
    assert!(
        inside.is_empty() || (inside.starts_with('/') && !inside.starts_with("//") && !inside.contains('\\'))
    );
}

/// What stands behind the question mark.
fn query(bytes: &[u8]) {
    let query = Query::parse(&text(bytes));
    if let Ok(count) = query.number("count", 15, 100) {
        assert!(count <= 100);
    }
    let _ = query.get("sort").and_then(Order::parse);
}

fn request(headers: &[(HeaderName, &[u8])], body: &[u8]) -> Option<Request> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(name, HeaderValue::from_bytes(value).ok()?);
    }
    // In two pieces, so that no parser relies on having everything at once.
    let (one, two) = body.split_at(body.len() / 2);
    let pieces = [one, two].map(|piece| Ok(Bytes::copy_from_slice(piece)));
    Some(Request {
        method: Method::POST,
        segments: Vec::new(),
        path: "/".to_owned(),
        query: Query::default(),
        headers: map,
        peer: Peer { address: IpAddr::V4(Ipv4Addr::LOCALHOST), is_tls: false, windows: None, unread: None },
        upgrade: None,
        body: Box::pin(futures_util::stream::iter(pieces)),
        place: None,
    })
}

/// `Cookie`, `Accept-Language` and `Content-Length`.
fn cookie(bytes: &[u8]) {
    let headers = [
        (http::header::COOKIE, bytes),
        (http::header::ACCEPT_LANGUAGE, bytes),
        (http::header::CONTENT_LENGTH, bytes),
    ];
    let Some(request) = request(&headers, b"") else { return };
    if let Some(value) = request.cookie("lucarne_session") {
        assert!(!value.contains(';'));
    }
    request.language(Language::Fr);
    request.content_length();
}

/// A file of captions, SubRip or WebVTT.
fn captions(bytes: &[u8]) {
    let Ok(webvtt) = caption::to_webvtt(bytes) else { return };
    assert!(webvtt.starts_with("WEBVTT\n"));
    // What was made of it says the same when it is read again, and holds no tag but the three plain ones.
    assert_eq!(caption::to_webvtt(webvtt.as_bytes()).as_deref().ok(), Some(webvtt.as_str()));
    for tag in webvtt.split('<').skip(1) {
        let tag = tag.trim_start_matches('/');
        assert!(["b>", "i>", "u>"].iter().any(|known| tag.starts_with(known)), "{webvtt}");
    }
}

/// Markdown that somebody wrote.
fn written(bytes: &[u8]) {
    let text = text(bytes);
    let html = markdown::to_html(&text);
    for tag in html.split('<').skip(1) {
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let known =
            ["p", "br", "em", "strong", "del", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"];
        assert!(known.contains(&name.as_str()), "<{name}> in {html}");
        let inside = tag.split('>').next().unwrap_or_default().to_lowercase();
        assert!(!inside.contains(" on") && !inside.contains("href=\"javascript:"), "{html}");
    }
    let words = markdown::to_text(&text, 200);
    assert!(words.chars().count() <= 200 && !words.contains('\n'));
}

/// A form: multipart, url-encoded or JSON, and what is made of its fields.
fn form(bytes: &[u8]) {
    let kinds: [&[u8]; 3] =
        [b"multipart/form-data; boundary=edge", b"application/x-www-form-urlencoded", b"application/json"];
    for kind in kinds {
        let Some(mut request) = request(&[(http::header::CONTENT_TYPE, kind)], bytes) else { return };
        let Some(read) = request.form().now_or_never() else { panic!("a whole body was not enough") };
        let Ok(form) = read else { continue };
        let about = Description { name: form.text("name"), tags: form.all("tags"), ..Description::default() };
        if let Ok(about) = about.checked() {
            assert!((3..=120).contains(&about.name.chars().count()) && about.tags.len() <= 5);
        }
    }
    // The header that names the boundary is a stranger's as well.
    if let Some(mut request) = request(&[(http::header::CONTENT_TYPE, bytes)], b"--x\r\n\r\n--x--") {
        let _ = request.form().now_or_never();
    }
}

/// The time at which a film starts, in an address.
fn start(bytes: &[u8]) {
    let _ = seconds(&text(bytes));
}

/// A date.
fn moment(bytes: &[u8]) {
    if let Some(moment) = Moment::parse(&text(bytes)) {
        let written = serde_json::json!(moment);
        let read = Moment::parse(written.as_str().unwrap());
        assert_eq!(serde_json::json!(read), written);
        let _ = (moment.to_http(), moment.date());
    }
}

/// Names of files and of people.
fn names(bytes: &[u8]) {
    let text = text(bytes);
    let title = title_from(&text);
    assert!((3..=125).contains(&title.chars().count()), "{title:?}");
    assert!(!title.chars().any(char::is_control));
    if let Some(ending) = film_ending(&text) {
        assert!(ending.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
    if account::check_username(&text).is_ok() {
        assert!(is_plain_name(&text) || text.contains("..") || text.starts_with('.'));
    }
    let _ = (account::check_email(&text), account::check_display_name(&text), account::check_password(&text));
}

/// What a worker says that a film has taken over, and what it would read out of the film.
fn worker(bytes: &[u8]) {
    let _ = serde_json::from_slice::<protocol::Event>(bytes);
    let _ = (
        h264::length_size(bytes),
        h264::avc_name(bytes),
        h264::audio_object_type(bytes),
        h264::aac_name(bytes),
    );
    for size in 0..=5 {
        h264::starts_afresh(bytes, size);
    }
}

/// Something bencoded: what is read is written as it was.
fn bencoded(bytes: &[u8]) {
    if let Some(value) = Value::read(bytes) {
        assert_eq!(value.encoded(), bytes);
    }
}

/// A torrent of one file.
fn torrent(bytes: &[u8]) {
    let Some(info) = Info::read(bytes) else { return };
    assert_eq!(Info::read(&info.bare()).as_ref(), Some(&info));
    assert!(info.pieces.len().is_multiple_of(20) && info.piece_length > 0);
}

/// What a browser says to the tracker, and what the tracker does with it; twice, so that there is somebody to meet.
fn tracker_message(bytes: &[u8]) {
    let text = text(bytes);
    let mut swarms = Swarms::default();
    swarms.set_names([(*b"BBBBBBBBBBBBBBBBBBBB", Subject::Rendition(1))].into_iter().collect());
    for line in [1, 2] {
        let said = match message::read(&text) {
            Err(nonsense) => {
                let refusal = message::refusal(nonsense.info_hash.as_ref(), nonsense.why);
                let refusal: serde_json::Value = serde_json::from_str(&refusal).expect("it is JSON");
                assert_eq!(refusal["action"], "announce");
                return;
            }
            Ok(said) => said,
        };
        match said {
            Said::Scrape(asked) => {
                let counts: Vec<_> =
                    asked.iter().filter_map(|name| Some((*name, swarms.scrape(name)?))).collect();
                serde_json::from_str::<serde_json::Value>(&message::scraped(&counts)).expect("it is JSON");
            }
            Said::Announce(mut announce) => {
                announce.peer_id[0] = line;
                let from = From { line: line.into(), origin: line.into() };
                let mut told = Vec::new();
                swarms.announce(from, Moment(0), &announce, &mut |_| 0, |_, one| {
                    told.push(message::write(&one))
                });
                assert!(told.len() <= 6);
                for text in told {
                    let told: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
                    assert_eq!(told["action"], "announce");
                }
            }
        }
    }
}

/// What a BitTorrent program says to the tracker.
fn tracker_query(bytes: &[u8]) {
    let text = text(bytes);
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    if let Ok(program) = tracker::announce(&text, address) {
        assert!(program.address.port() > 0 && program.address.ip() == address && program.wanted <= 50);
        let mut swarms = Swarms::default();
        swarms.set_names([(program.info_hash, Subject::Torrent(1))].into_iter().collect());
        let others = swarms.announce_program(1, Moment(0), &program, &mut |_| 0).expect("there is room");
        assert!(Value::read(&tracker::others(&others)).is_some());
    }
    if let Ok(asked) = tracker::scrape(&text) {
        assert!((1..=32).contains(&asked.len()));
    }
}

/// The first byte says how the signature is carried.
fn signatures(bytes: &[u8]) {
    let Some((&how, rest)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(rest).into_owned();
    let header = |name: &str| match name {
        "signature" if how % 2 == 0 => Some(text.clone()),
        "signature-input" if how % 2 == 1 => Some(text.clone()),
        "signature" => Some("sig1=:eA==:".to_owned()),
        "host" => Some("tube.example".to_owned()),
        "date" => Some("Sun, 22 Nov 2026 19:33:44 GMT".to_owned()),
        "digest" => Some(format!("SHA-256={text}")),
        "content-digest" => Some(text.clone()),
        _ => None,
    };
    let seen = Seen { method: "POST", target: "/inbox", scheme: "https", header: &header, body: rest };
    let now = Moment::parse("2026-11-22T19:33:44Z").expect("it is a date");
    if let Ok(presented) = Presented::read(&seen, now) {
        assert!(presented.check(&text).is_err(), "nobody has signed this");
    }
}

fn document(bytes: &[u8]) -> Option<serde_json::Value> {
    serde_json::from_slice(bytes).ok()
}

fn activities(bytes: &[u8]) {
    let Some(activity) = document(bytes) else { return };
    if let Ok(said) = said(&activity) {
        let host = host_of(&said.actor);
        assert!(host.is_some() && host == host_of(&said.id), "{said:?}");
    }
    let content = activity["object"]["content"].as_str().unwrap_or_default();
    let markdown = lucarne::federation::html::to_markdown(content, "text/html");
    assert!(!markdown::to_html(&markdown).contains("<script"), "{markdown}");
}

fn actors(bytes: &[u8]) {
    let Some(document) = document(bytes) else { return };
    if let Ok(actor) = lucarne::federation::actors::read(&document) {
        assert_eq!(host_of(&actor.url).as_deref(), Some(&*actor.host));
        assert!(host_of(&actor.inbox).is_some() && lucarne::domain::actor::is_name(&actor.name));
        assert!(!actor.display_name.chars().any(char::is_control));
    }
}

fn proofs(bytes: &[u8]) {
    let Some(activity) = document(bytes) else { return };
    let now = Moment::parse("2026-11-22T19:33:44Z").expect("it is a date");
    if let Ok(Some(proof)) = Proof::read(&activity, now) {
        assert!(
            proof.check(&activity, "-----BEGIN PUBLIC KEY-----\nAA==").is_err(),
            "nobody has signed this"
        );
    }
}

fn json_ld(bytes: &[u8]) {
    let Some(document) = document(bytes) else { return };
    let _ = linked::check_names(&document);
    if let Ok(text) = linked::canonical(&document) {
        assert!(text.lines().all(|line| line.ends_with(" .")), "{text}");
    }
}

fn handles(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(handle) = Handle::parse(&text) {
        assert_eq!(Handle::parse(&handle.to_string()).expect("it was one"), handle);
    }
}
