//! Tricks in every field and every path: each comes back harmless, or is refused in words.

use crate::clips;
use crate::site::{ADMINISTRATOR, Site};

/// What somebody writes who wants to break a page, a query, a header, a path or a log.
const TRICKS: [&str; 9] = [
    "<script>alert('x')</script>",
    "\"><img src=x onerror=alert(1)>",
    "'; DROP TABLE video; --",
    "{{7*7}} {% raw %} ${7*7}",
    "../../../../etc/passwd",
    "a\r\nSet-Cookie: stolen=1",
    "</title></textarea></script><svg/onload=alert(1)>",
    "javascript:alert(1)//",
    "\u{202e}gpj.exe\u{200b}",
];

/// What must never stand in a page: somebody's words that became a tag.
fn assert_harmless(page: &str, what: &str) {
    for tag in ["<script>alert", "<img src=x", "<svg/onload", "onerror=alert(1)>", "</textarea></script>"] {
        let open = page.contains(tag) && !page.contains(&tag.replace('<', "\\u003c"));
        assert!(!open || !tag.starts_with('<'), "{what} holds {tag}");
    }
    for tag in page.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
        let leads = tag.contains("href=\"javascript:") || tag.contains("src=\"javascript:");
        assert!(!leads, "{what} leads into a script: <{tag}>");
    }
    assert!(!page.contains("49 "), "{what} has computed something");
}

#[tokio::test]
async fn words_of_people_are_shown_as_words_in_every_page() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let film = site.publish(&maud, &clips::film(), &[]).await;
    for trick in TRICKS {
        let short: String = trick.chars().filter(|c| !c.is_control()).take(28).collect();
        let fields =
            [("name", trick), ("description", trick), ("support", trick), ("tags[0]", short.as_str())];
        let answer = maud.ask("PUT", &film.path()).fields(&fields).send().await;
        // A line end is no part of a title, which is said; the rest is text like any other.
        let expected = if trick.contains('\r') { 400 } else { 204 };
        assert_eq!(answer.status, expected, "{trick:?}: {}", answer.text());
        let profile = [("displayName", trick), ("email", "maud@example.org"), ("description", trick)];
        let answer = browser.submit("/my/account", &profile).await;
        assert_eq!(answer.status, if trick.contains('\r') { 400 } else { 303 }, "{trick:?}");
        let settings = [
            ("name", trick),
            ("shortDescription", trick),
            ("description", trick),
            ("language", "fr"),
            ("renditions", "240"),
        ];
        let answer = browser.submit("/settings", &settings).await;
        assert_eq!(answer.status, if trick.contains('\r') { 400 } else { 303 }, "{trick:?}");
        let encoded: String = url::form_urlencoded::byte_serialize(trick.as_bytes()).collect();
        for path in [
            "/".to_owned(),
            format!("/w/{}", film.short),
            format!("/videos/embed/{}", film.uuid),
            "/videos/browse".to_owned(),
            format!("/search?search={encoded}"),
            format!("/videos/browse?sort={encoded}&page={encoded}"),
            format!("/my/videos?done={encoded}&film={encoded}"),
            "/about".to_owned(),
            "/a/maud".to_owned(),
            "/c/maud_channel/videos".to_owned(),
            "/my/videos".to_owned(),
            "/my/account".to_owned(),
            format!("/my/videos/{}/edit", film.uuid),
            "/settings".to_owned(),
            "/admin".to_owned(),
            "/publish".to_owned(),
        ] {
            let answer = browser.get(&path).await.expect(200);
            assert_harmless(&answer.text(), &path);
            assert!(answer.cookies().iter().all(|cookie| !cookie.starts_with("stolen")), "{path}");
        }
        for path in
            [format!("/login?return={encoded}"), format!("/setup?code={encoded}"), format!("/{encoded}")]
        {
            let answer = site.stranger().get(&path).await;
            assert!(answer.status < 500, "{path}: {}", answer.status);
            assert_harmless(&answer.text(), &path);
        }
        let typed = [("username", trick), ("password", "a wrong one")];
        let visitor = crate::visitor::Visitor::new(&site.origin, crate::site::new_address());
        let page = visitor.ask("POST", "/login").fields(&typed).send().await.expect(400).text();
        assert_harmless(&page, "/login");
    }
    // Nothing was lost on the way.
    assert_eq!(site.stranger().get("/api/v1/videos").await.expect(200).json()["total"], 1);
}

#[tokio::test]
async fn the_words_of_a_film_cannot_leave_their_place_in_json_and_markdown() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let description = "[x](javascript:alert(1)) <a href=\"javascript:alert(1)\">y</a> ![p](https://t.example/p.png)\n\
                       </script><script>alert(1)</script> [good](https://example.org) \u{2028}";
    let fields = [("name", "</script><script>alert(1)</script>"), ("description", description)];
    let film = site.publish(&maud, &clips::film(), &fields).await;
    let page = site.stranger().get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert_harmless(&page, "the page");
    assert!(!page.contains("t.example/p.png\""), "no picture of elsewhere is loaded");
    assert!(page.contains("href=\"https://example.org\""), "a good link stays one");
    // Whatever stands inside of a script element ends where we end it.
    for script in page.split("<script").skip(1) {
        let inside = script.split("</script>").next().unwrap_or_default();
        assert!(!inside.contains("alert(1)") || !inside.contains("<script"), "{inside}");
        if let Some((kind, json)) = inside.split_once('>')
            && kind.contains("application/ld+json")
        {
            let value: serde_json::Value = serde_json::from_str(json).expect("it is still JSON");
            assert_eq!(value["name"], "</script><script>alert(1)</script>");
        }
    }
}

#[tokio::test]
async fn no_path_leads_out_of_its_folder() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let hls = format!("/static/streaming-playlists/hls/{}", film.uuid);
    let mut line_up = Vec::new();
    for up in [
        "../../../../lucarne.db",
        "..%2f..%2f..%2f..%2flucarne.db",
        "%2e%2e/%2e%2e/%2e%2e/%2e%2e/lucarne.db",
        "..%252f..%252flucarne.db",
        "..\\..\\lucarne.db",
        "%5c..%5clucarne.db",
        "....//lucarne.db",
        "%00lucarne.db",
        "lucarne.db%00.mp4",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        ".",
        "..",
        ".hidden.mp4",
        "nothing.mp4",
        &"x".repeat(5_000),
    ] {
        for base in [
            hls.as_str(),
            "/static/streaming-playlists/hls",
            "/static/streaming-playlists/hls/private",
            "/lazy-static/thumbnails",
            "/lazy-static/previews",
            "/lazy-static/video-captions",
            "/lazy-static/storyboards",
            "/lazy-static/secrets",
            "/assets",
            "/download/streaming-playlists/hls/videos",
            "/download/videos/generate",
        ] {
            line_up.push(format!("{base}/{up}"));
        }
    }
    // Clients tidy such paths before they send them; a socket does not.
    let host = site.origin.split_once("://").expect("an origin has a scheme").1.to_owned();
    let answers = tokio::task::spawn_blocking(move || {
        use std::io::{Read, Write};
        let mut answers = Vec::new();
        for path in line_up {
            let mut line = std::net::TcpStream::connect(&host).expect("the server listens");
            write!(line, "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")
                .expect("it is sent");
            let mut bytes = Vec::new();
            line.read_to_end(&mut bytes).expect("the answer ends");
            answers.push((path, bytes));
        }
        answers
    });
    for (path, bytes) in answers.await.expect("no connection is refused") {
        let text = String::from_utf8_lossy(&bytes);
        let status = text.split_whitespace().nth(1).unwrap_or_default().to_owned();
        assert!(matches!(status.as_str(), "404" | "400"), "{path}: {}", &text[..200.min(text.len())]);
        assert!(!text.contains("SQLite format") && !text.contains("root:"), "{path}");
    }
}

#[tokio::test]
async fn bodies_that_are_not_what_they_claim_are_refused_in_words() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let json =
        |body: Vec<u8>| maud.ask("PUT", &film.path()).header("content-type", "application/json").body(body);
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000)).into_bytes();
    for body in [
        b"{".to_vec(),
        b"[]".to_vec(),
        b"\"x\"".to_vec(),
        b"\xff\xfe".to_vec(),
        b"{\"name\":1e999}".to_vec(),
        deep,
    ] {
        let refused = json(body).send().await;
        assert!(matches!(refused.status, 400 | 413), "{}: {}", refused.status, refused.text());
        assert!(!refused.detail().is_empty());
    }
    json(vec![b' '; 600 * 1024]).send().await.expect(413);
    for kind in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"] {
        let asking = maud.ask("POST", "/api/v1/videos/upload").header("content-type", kind).body("no form");
        assert!(!asking.send().await.expect(400).detail().is_empty(), "{kind}");
    }
    maud.ask("POST", "/api/v1/videos/upload").body("").send().await.expect(400);
    let many = (0..5_000).map(|number| format!("f{number}=x")).collect::<Vec<_>>().join("&");
    maud.ask("PUT", &film.path())
        .header("content-type", "application/x-www-form-urlencoded")
        .body(many)
        .send()
        .await
        .expect(204);
    for method in ["PATCH", "TRACE", "PROPFIND", "CONNECTED"] {
        let answer = maud.ask(method, "/api/v1/videos").send().await;
        assert!(matches!(answer.status, 404 | 405), "{method}: {}", answer.status);
    }
    for header in ["Bearer", "Bearer ", "Basic bWF1ZDp4", "bearer x y z", "\u{e9}"] {
        let asking = site.stranger().ask("GET", "/api/v1/users/me").header("authorization", header);
        if let Ok(answer) = asking.try_send().await {
            answer.expect(401);
        }
    }
    for cookie in [
        "lucarne_session",
        "lucarne_session=",
        "lucarne_session=;;;=",
        "=x",
        "lucarne_session=%00; theme=<b>",
    ] {
        let page = site.stranger().ask("GET", "/").header("cookie", cookie).send().await.expect(200).text();
        assert!(!page.contains("<b>"), "{cookie}");
    }
    assert_eq!(maud.get(&film.path()).await.expect(200).json()["name"], "film");
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_the_machine_from_a_refusal() {
    let site = Site::new().await;
    let data = site.data.to_string_lossy().into_owned();
    for path in [
        "/nothing",
        "/api/v1/nothing",
        "/api/v1/videos/xx",
        "/static/x",
        "/lazy-static/thumbnails/x.jpg",
        "/assets/x",
    ] {
        let answer = site.stranger().get(path).await;
        assert!((400..500).contains(&answer.status), "{path}");
        let text = answer.text();
        assert!(
            !text.contains(&data) && !text.contains("src/") && !text.contains("rusqlite"),
            "{path}: {text}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("server"), "", "{path}");
    }
}
