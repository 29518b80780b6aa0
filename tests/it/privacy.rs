//! Films for members and films behind a password: who comes to them, by which address, and who finds them in lists.

use crate::clips;
use crate::site::{Film, Site};
use crate::visitor::{Answer, Visitor};

const PASSWORD: &str = "sous les ardoises";
const HEADER: &str = "x-peertube-video-password";

async fn protected(site: &Site, by: &Visitor) -> Film {
    let fields = [("privacy", "5"), ("name", "Secretissime"), ("videoPasswords[0]", PASSWORD)];
    site.publish(by, &clips::film(), &fields).await
}

/// What lists a film by name, for programs and for people.
const LISTS: [&str; 8] = [
    "/api/v1/videos",
    "/api/v1/videos?sort=-trending",
    "/api/v1/search/videos?search=Secretissi",
    "/api/v1/accounts/paul/videos",
    "/api/v1/video-channels/paul_channel/videos",
    "/",
    "/videos/browse",
    "/search?search=Secretissi",
];

/// What everybody reads, whoever asks.
const FEEDS: [&str; 4] = ["/feeds/videos.xml", "/feeds/videos.json", "/sitemap.xml", "/nodeinfo/2.0.json"];

async fn lists(visitor: &Visitor, path: &str) -> bool {
    let text = visitor.get(path).await.expect(200).text();
    // A page repeats what was searched for.
    text.contains("Secretissime\"") || text.contains("Secretissime</a>")
}

fn oembed(site: &Site, film: &Film) -> String {
    let address = format!("{}/w/{}", site.origin, film.short);
    format!(
        "/services/oembed?url={}",
        url::form_urlencoded::byte_serialize(address.as_bytes()).collect::<String>()
    )
}

/// Where the files of a film lie: the master playlist, that of a rendition, the film, its pictures.
async fn files(owner: &Visitor, film: &Film) -> Vec<String> {
    let shown = owner.get(&film.path()).await.expect(200).json();
    let playlist = &shown["streamingPlaylists"][0];
    let text = |value: &serde_json::Value| value.as_str().expect("it is text").to_owned();
    let master = text(&playlist["playlistUrl"]);
    assert!(master.contains("/hls/private/"), "{master}");
    let variant = owner.get(&master).await.expect(200).text();
    let variant =
        variant.lines().find(|line| line.ends_with(".m3u8")).expect("it names a playlist").to_owned();
    let folder = master.rsplit_once('/').expect("it lies in a folder").0;
    let file = &playlist["files"][0];
    vec![
        format!("{folder}/{variant}"),
        text(&playlist["segmentsSha256Url"]),
        text(&file["fileUrl"]),
        text(&file["fileDownloadUrl"]),
        format!("/download/videos/generate/{}?videoFileIds={}", film.uuid, file["id"]),
        text(&shown["thumbnailPath"]),
        text(&shown["previewPath"]),
        master,
    ]
}

/// Sends the form that asks for a password.
async fn types(visitor: &Visitor, path: &str, password: &str) -> Answer {
    visitor.ask("POST", path).fields(&[("password", password), ("csrf", "")]).send().await
}

fn with(address: &str, query: &str) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{query}")
}

#[tokio::test]
async fn an_internal_film_is_watched_and_found_by_members_alone() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    site.add_person("lise", -1).await;
    let (paul, lise) = (site.application_of("paul").await, site.application_of("lise").await);
    let film = site.publish(&paul, &clips::film(), &[("privacy", "4"), ("name", "Secretissime")]).await;
    let shown = lise.get(&film.path()).await.expect(200).json();
    assert_eq!(shown["privacy"], serde_json::json!({ "id": 4, "label": "Internal" }));
    let (stranger, browser) = (site.stranger(), site.browser_of("lise").await);
    for path in LISTS {
        assert!(!lists(&stranger, path).await, "{path}");
        let member = if path.starts_with("/api/") { &lise } else { &browser };
        assert!(lists(member, path).await, "{path}");
    }
    for path in FEEDS {
        assert!(!browser.get(path).await.expect(200).text().contains("Secretissime"), "{path}");
    }
    for file in files(&paul, &film).await {
        stranger.get(&file).await.expect(404);
        assert_eq!(browser.get(&file).await.expect(200).header("cache-control"), "private, no-store");
    }
    // A link that a member has sent leads to the sign-in page; its number tells nothing.
    let page = stranger.get(&format!("/w/{}?start=1s", film.short)).await.expect(303);
    assert_eq!(page.header("location"), format!("/login?return=%2Fw%2F{}%3Fstart%3D1s", film.short));
    assert_eq!(stranger.get(&film.path()).await.expect(401).json()["code"], "unauthorized_request");
    stranger.get(&format!("/api/v1/videos/{}", film.id)).await.expect(404);
    lise.get(&format!("/api/v1/videos/{}", film.id)).await.expect(200);
    let frame = stranger.get(&format!("/videos/embed/{}", film.uuid)).await.expect(401).text();
    assert!(!frame.contains("Secretissime"));
    for visitor in [&stranger, &browser] {
        assert!(!visitor.get(&oembed(&site, &film)).await.text().contains("Secretissime"));
    }
    let page = browser.get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert!(page.contains("noindex") && !page.contains("og:title"));
    lise.ask("PUT", &film.path()).fields(&[("name", "Mine")]).send().await.expect(403);
    stranger
        .ask("POST", &format!("{}/views", film.path()))
        .json(&serde_json::json!({ "currentTime": 1 }))
        .send()
        .await
        .expect(401);
}

#[tokio::test]
async fn a_new_internal_film_is_told_to_those_who_follow() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    site.add_person("lise", -1).await;
    let (paul, lise) = (site.application_of("paul").await, site.application_of("lise").await);
    let uri = format!("paul_channel@{}", site.app.host());
    lise.ask("POST", "/api/v1/users/me/subscriptions")
        .json(&serde_json::json!({ "uri": uri }))
        .send()
        .await
        .expect(204);
    let film = site.publish(&paul, &clips::film(), &[("privacy", "4"), ("name", "Secretissime")]).await;
    let told = || async { lise.get("/api/v1/users/me/notifications").await.expect(200).json() };
    assert_eq!(told().await["data"][0]["video"]["name"], "Secretissime");
    assert!(lists(&lise, "/api/v1/users/me/subscriptions/videos").await);
    // For everybody now: nobody is told of it twice.
    paul.ask("PUT", &film.path()).fields(&[("privacy", "1")]).send().await.expect(204);
    assert_eq!(told().await["total"], 1);
}

#[tokio::test]
async fn a_protected_film_opens_to_its_password_alone() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    site.add_person("lise", -1).await;
    let (paul, lise) = (site.application_of("paul").await, site.application_of("lise").await);
    let film = protected(&site, &paul).await;
    let stranger = site.stranger();
    let asked = ["", "/description", "/captions", "/chapters", "/comment-threads", "/storyboards"];
    for place in asked {
        let path = format!("{}{place}", film.path());
        for visitor in [&stranger, &lise] {
            let missing = visitor.get(&path).await.expect(403);
            assert_eq!(missing.json()["code"], "video_requires_password", "{path}");
            assert!(!missing.text().contains("Secretissime"), "{path}");
            visitor.ask("GET", &path).header(HEADER, PASSWORD).send().await.expect(200);
        }
        paul.get(&path).await.expect(200);
        site.administrator().await.get(&path).await.expect(200);
        // As in PeerTube a password that is shown must be right, its owner's as well.
        for visitor in [&stranger, &paul] {
            for wrong in ["", "sous", "sous les ardoises!"] {
                let elsewhere = Visitor::new(&site.origin, crate::site::new_address());
                let visitor = match &visitor.token {
                    Some(token) => elsewhere.with_token(token),
                    None => elsewhere,
                };
                let refused = visitor.ask("GET", &path).header(HEADER, wrong).send().await.expect(403);
                assert_eq!(refused.json()["code"], "incorrect_video_password", "{path} {wrong}");
            }
        }
    }
    for path in LISTS.into_iter().chain(FEEDS) {
        let browser = site.browser_of("lise").await;
        assert!(!lists(&stranger, path).await && !lists(&browser, path).await, "{path}");
    }
    let mine = paul.get("/api/v1/users/me/videos").await.expect(200).json();
    assert_eq!(mine["data"][0]["privacy"], serde_json::json!({ "id": 5, "label": "Password protected" }));
    assert!(!stranger.get(&oembed(&site, &film)).await.expect(403).text().contains("Secretissime"));
    let views = stranger
        .ask("POST", &format!("{}/views", film.path()))
        .json(&serde_json::json!({ "currentTime": 1 }));
    views.send().await.expect(403);
    // What members do under a film asks for the password, too.
    let rating = serde_json::json!({ "rating": "like" });
    let text = serde_json::json!({ "text": "Bravo" });
    for (method, place, body) in [("PUT", "/rate", &rating), ("POST", "/comment-threads", &text)] {
        let path = format!("{}{place}", film.path());
        let refused = lise.ask(method, &path).json(body).send().await.expect(403);
        assert_eq!(refused.json()["code"], "video_requires_password");
        let done = lise.ask(method, &path).header(HEADER, PASSWORD).json(body).send().await;
        assert!(matches!(done.status, 200 | 204), "{path}: {}", done.status);
    }
}

#[tokio::test]
async fn the_files_of_a_protected_film_go_by_a_token_that_the_password_gives() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let film = protected(&site, &owner).await;
    let stranger = site.stranger();
    let path = format!("{}/token", film.path());
    stranger.ask("POST", &path).send().await.expect(403);
    let answer = stranger.ask("POST", &path).header(HEADER, PASSWORD).send().await.expect(200).json();
    let token = answer["files"]["token"].as_str().expect("a token is text").to_owned();
    let other = protected(&site, &owner).await;
    for file in files(&owner, &film).await {
        stranger.get(&file).await.expect(404);
        stranger.get(&with(&file, "videoFileToken=1.2")).await.expect(404);
        let served = stranger.get(&with(&file, &format!("videoFileToken={token}"))).await.expect(200);
        assert_eq!(served.header("cache-control"), "private, no-store", "{file}");
    }
    for file in files(&owner, &other).await {
        stranger.get(&with(&file, &format!("videoFileToken={token}"))).await.expect(404);
    }
    // A player that cannot add the token itself finds it in the playlists.
    let master = files(&owner, &film).await.pop().expect("the master stands last");
    let asked = with(&master, &format!("videoFileToken={token}&reinjectVideoFileToken=true"));
    let text = stranger.get(&asked).await.expect(200).text();
    let folder = master.rsplit_once('/').expect("it lies in a folder").0;
    let variant = text.lines().find(|line| line.contains(".m3u8?")).expect("it names a playlist");
    let text = stranger.get(&format!("{folder}/{variant}")).await.expect(200).text();
    assert!(text.contains("URI=\""), "{text}");
    let segment =
        text.lines().find(|line| line.contains(".mp4?") && !line.starts_with('#')).expect("it names files");
    let range = stranger.ask("GET", &format!("{folder}/{segment}")).header("range", "bytes=0-9");
    range.send().await.expect(206);
    assert!(!text.lines().any(|line| line.ends_with(".mp4") || line.contains(".mp4\"")), "{text}");
}

#[tokio::test]
async fn a_page_asks_for_the_password_once_and_says_nothing_before() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let film = protected(&site, &owner).await;
    let (stranger, page) = (site.stranger(), format!("/w/{}?start=1s", film.short));
    let asked = stranger.get(&page).await.expect(403);
    assert!(
        !asked.text().contains("Secretissime")
            && !asked.text().contains("og:")
            && asked.text().contains("noindex")
    );
    assert!(asked.text().contains(&format!("action=\"{page}\"")), "{}", asked.text());
    for other in [format!("/videos/watch/{}", film.uuid), format!("/w/{}", film.id)] {
        assert!(!stranger.get(&other).await.expect(403).text().contains("Secretissime"));
    }
    let wrong = types(&stranger, &page, "ardoise").await.expect(403);
    assert!(wrong.text().contains("role=\"alert\"") && wrong.cookies().is_empty());
    let opened = types(&stranger, &page, " sous les ardoises ").await.expect(303);
    assert_eq!(opened.header("location"), page);
    let cookie = &opened.cookies()[0];
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("ardoises"),
        "{cookie}"
    );
    for _ in 0..2 {
        let shown = stranger.get(&page).await.expect(200).text();
        assert!(shown.contains("Secretissime") && !shown.contains("og:title") && shown.contains("noindex"));
        let source = shown
            .split("<source src=\"")
            .nth(1)
            .and_then(|rest| rest.split(['"', '#']).next())
            .expect("it plays");
        site.stranger().get(&source.replace("&amp;", "&")).await.expect(200);
    }
    for file in files(&owner, &film).await {
        stranger.get(&file).await.expect(200);
        site.stranger().get(&file).await.expect(404);
    }
    let views = stranger
        .ask("POST", &format!("{}/views", film.path()))
        .json(&serde_json::json!({ "currentTime": 1 }));
    views.send().await.expect(204);
    let other = protected(&site, &owner).await;
    stranger.get(&format!("/w/{}", other.short)).await.expect(403);
    // Its owner changes the password: what the old one has opened is closed.
    let new = serde_json::json!({ "passwords": ["another one"] });
    owner.ask("PUT", &format!("{}/passwords", film.path())).json(&new).send().await.expect(204);
    stranger.get(&page).await.expect(403);
}

#[tokio::test]
async fn a_frame_takes_the_password_and_plays_without_cookies() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let film = protected(&site, &owner).await;
    let path = format!("/videos/embed/{}?title=0", film.uuid);
    let asked = site.stranger().get(&path).await.expect(403);
    assert!(!asked.text().contains("Secretissime"));
    assert!(asked.header("content-security-policy").contains("frame-ancestors *"));
    let wrong = types(&site.stranger(), &path, "ardoise").await.expect(403);
    assert!(wrong.text().contains("role=\"alert\"") && !wrong.text().contains("Secretissime"));
    let shown = types(&site.stranger(), &path, PASSWORD).await.expect(200).text();
    let attribute = |name: &str| {
        let value = shown.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value
            .unwrap_or_else(|| panic!("there is no {name}: {shown}"))
            .replace("&amp;", "&")
            .replace("&#38;", "&")
    };
    for address in [attribute("data-master"), attribute("poster")] {
        site.stranger().get(&address).await.expect(200);
    }
    let views = site.stranger();
    let views = views.ask("POST", &attribute("data-views")).json(&serde_json::json!({ "currentTime": 1 }));
    views.send().await.expect(204);
    // A film that asks for none takes none.
    let open = site.publish(&owner, &clips::film(), &[("privacy", "1")]).await;
    types(&site.stranger(), &format!("/videos/embed/{}", open.uuid), PASSWORD).await.expect(404);
}

#[tokio::test]
async fn wrong_passwords_of_a_film_have_to_wait() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let (film, other) = (protected(&site, &owner).await, protected(&site, &owner).await);
    let stranger = Visitor::new(&site.origin, crate::site::new_address());
    for _ in 0..10 {
        stranger.ask("GET", &film.path()).header(HEADER, "guessed").send().await.expect(403);
    }
    let waits = stranger.ask("GET", &film.path()).header(HEADER, PASSWORD).send().await.expect(429);
    assert!(!waits.header("retry-after").is_empty());
    let page = types(&stranger, &format!("/w/{}", film.short), PASSWORD).await.expect(429);
    assert!(page.text().contains("role=\"alert\"") && page.cookies().is_empty());
    stranger.ask("GET", &other.path()).header(HEADER, PASSWORD).send().await.expect(200);
    site.stranger().ask("GET", &film.path()).header(HEADER, PASSWORD).send().await.expect(200);
    site.move_clock(16 * 60);
    stranger.ask("GET", &film.path()).header(HEADER, PASSWORD).send().await.expect(200);
}

#[tokio::test]
async fn a_password_beyond_ascii_opens_however_it_is_written() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let fields = [("privacy", "5"), ("name", "Secretissime"), ("videoPasswords", "été à la mer")];
    let film = site.publish(&owner, &clips::film(), &fields).await;
    let latin: Vec<u8> = "été à la mer".chars().map(|letter| letter as u32 as u8).collect();
    for bytes in ["été à la mer".as_bytes(), &latin] {
        let client = reqwest::Client::new();
        let value = reqwest::header::HeaderValue::from_bytes(bytes).expect("any byte but a control");
        let answer = client.get(format!("{}{}", site.origin, film.path())).header(HEADER, value).send().await;
        assert_eq!(answer.expect("the server answers").status(), 200);
    }
}

#[tokio::test]
async fn a_list_shows_no_film_that_its_reader_cannot_watch() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let locked = protected(&site, &owner).await;
    let internal = site.publish(&owner, &clips::film(), &[("privacy", "4"), ("name", "Secretissime")]).await;
    let channel = owner.get("/api/v1/users/me").await.expect(200).json()["videoChannels"][0]["id"].clone();
    let fields = [("displayName", "Tout"), ("privacy", "1"), ("videoChannelId", &channel.to_string())];
    let list = owner.ask("POST", "/api/v1/video-playlists").fields(&fields).send().await.expect(200).json();
    let path = format!(
        "/api/v1/video-playlists/{}",
        list["videoPlaylist"]["shortUUID"].as_str().expect("it has a name")
    );
    for film in [&locked, &internal] {
        let body = serde_json::json!({ "videoId": film.id });
        owner.ask("POST", &format!("{path}/videos")).json(&body).send().await.expect(200);
    }
    site.add_person("lise", -1).await;
    let lise = site.application_of("lise").await;
    for (visitor, kinds) in [(site.stranger(), [2, 2]), (lise, [2, 0]), (owner.clone(), [0, 0])] {
        let shown = visitor.get(&format!("{path}/videos")).await.expect(200).json();
        let types = [&shown["data"][0]["type"], &shown["data"][1]["type"]];
        assert_eq!(types.map(|kind| kind.as_i64().expect("a number")), kinds);
        assert_eq!(shown.to_string().contains("Secretissime"), kinds[1] == 0);
    }
    let wrong = [("displayName", "Tout"), ("privacy", "4"), ("videoChannelId", &channel.to_string())];
    owner.ask("POST", "/api/v1/video-playlists").fields(&wrong).send().await.expect(400);
}
