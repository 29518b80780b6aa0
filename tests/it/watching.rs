//! Who may watch what, by which address, and that views are counted.

use serde_json::json;

use crate::clips;
use crate::preparing::whole;
use crate::site::{ADMINISTRATOR, Film, Site};
use crate::visitor::Visitor;

/// Every address at which something of a film could be had.
async fn addresses(owner: &Visitor, film: &Film) -> Vec<String> {
    let shown = owner.get(&film.path()).await.expect(200).json();
    let playlist = &shown["streamingPlaylists"][0];
    let master = playlist["playlistUrl"].as_str().unwrap();
    let folder = master.rsplit_once('/').unwrap().0;
    let text = owner.get(master).await.expect(200).text();
    let mut all: Vec<String> = ["uuid", "shortUUID", "id"]
        .iter()
        .map(|name| shown[name].as_str().map_or(shown[name].to_string(), str::to_owned))
        .flat_map(|id| {
            [
                format!("/w/{id}"),
                format!("/videos/watch/{id}"),
                format!("/videos/embed/{id}"),
                format!("/api/v1/videos/{id}"),
                format!("/api/v1/videos/{id}/description"),
                format!("/api/v1/videos/{id}/captions"),
            ]
        })
        .collect();
    all.push(master.to_owned());
    all.push(playlist["segmentsSha256Url"].as_str().unwrap().to_owned());
    all.extend(text.lines().filter(|line| line.ends_with(".m3u8")).map(|name| format!("{folder}/{name}")));
    for file in playlist["files"].as_array().unwrap() {
        all.push(file["fileUrl"].as_str().unwrap().to_owned());
        all.push(file["fileDownloadUrl"].as_str().unwrap().to_owned());
    }
    let captions = owner.get(&format!("{}/captions", film.path())).await.expect(200).json();
    all.push(captions["data"][0]["captionPath"].as_str().unwrap().to_owned());
    // The address without "private" leads to the same files.
    let also: Vec<_> = all
        .iter()
        .filter(|path| path.contains("/private/"))
        .map(|path| path.replace("/private", ""))
        .collect();
    all.extend(also);
    all
}

async fn with_caption(owner: &Visitor, film: &Film) {
    let file = reqwest::multipart::Part::bytes(&b"1\n00:00:00,100 --> 00:00:01,000\nBonjour\n"[..]);
    let form = reqwest::multipart::Form::new().part("captionfile", file.file_name("fr.srt"));
    let path = format!("{}/captions/fr", film.path());
    owner.ask("PUT", &path).multipart(form).send().await.expect(204);
}

#[tokio::test]
async fn a_private_film_is_served_to_strangers_by_no_address() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    site.add_person("lise", -1).await;
    let (paul, lise) = (site.application_of("paul").await, site.application_of("lise").await);
    let film = site.publish(&paul, &clips::film(), &[("privacy", "3"), ("name", "Secretissime")]).await;
    with_caption(&paul, &film).await;
    let addresses = addresses(&paul, &film).await;
    assert!(addresses.len() > 20, "{addresses:?}");
    let strangers = [site.stranger(), lise.clone(), site.browser_of("lise").await];
    for address in &addresses {
        for stranger in &strangers {
            let answer = stranger.get(address).await;
            assert_eq!(answer.status, 404, "{address}");
            assert!(!answer.text().contains("Secretissime"), "{address}");
            assert_eq!(stranger.ask("HEAD", address).send().await.status, 404, "{address}");
            assert_eq!(stranger.ask("GET", address).header("range", "bytes=0-10").send().await.status, 404);
        }
        let answer = paul.get(address).await;
        assert!(matches!(answer.status, 200 | 302), "{address}: {}", answer.status);
        if address.contains("/static/") || address.contains("/download/") || address.contains("captions/") {
            assert_eq!(answer.header("cache-control"), "private, no-store", "{address}");
        }
    }
    for stranger in &strangers {
        for list in [
            "/api/v1/videos",
            "/api/v1/videos?search=Secretissime",
            "/api/v1/search/videos?search=Secretissime",
            "/api/v1/accounts/paul/videos",
            "/api/v1/video-channels/paul_channel/videos",
        ] {
            assert_eq!(stranger.get(list).await.expect(200).json()["total"], 0, "{list}");
        }
        for page in ["/", "/videos/browse", "/a/paul", "/c/paul_channel/videos"] {
            assert!(!stranger.get(page).await.expect(200).text().contains("Secretissime"), "{page}");
        }
        let url: String =
            url::form_urlencoded::byte_serialize(format!("{}/w/{}", site.origin, film.short).as_bytes())
                .collect();
        stranger.get(&format!("/services/oembed?url={url}")).await.expect(404);
        // A browser is asked for its token first, which tells nothing of the film.
        let status = if stranger.token.is_none() && stranger.get("/my/videos").await.status == 200 {
            403
        } else {
            404
        };
        stranger.ask("POST", &format!("{}/token", film.path())).send().await.expect(status);
        let views = stranger.ask("POST", &format!("{}/views", film.path()));
        views.json(&json!({ "currentTime": 1 })).send().await.expect(404);
    }
    for path in ["", "/captions/fr"] {
        lise.ask("DELETE", &format!("{}{path}", film.path())).send().await.expect(404);
    }
    lise.ask("PUT", &film.path()).fields(&[("name", "Mine")]).send().await.expect(404);
    let browser = site.browser_of("lise").await;
    for verb in ["delete", "undelete", "cancel", "retry"] {
        browser.submit(&format!("/my/videos/{}/{verb}", film.uuid), &[]).await.expect(404);
    }
    browser.get(&format!("/my/videos/{}/edit", film.uuid)).await.expect(404);
    browser.get(&format!("/my/videos/{}/state.json", film.uuid)).await.expect(404);
    // The administrator answers for everything that is on the machine.
    site.administrator().await.get(&film.path()).await.expect(200);
}

#[tokio::test]
async fn a_token_opens_the_files_of_its_film_until_it_ends() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[("privacy", "3")]).await;
    let other = site.publish(&maud, &clips::film(), &[("privacy", "3")]).await;
    let token = maud.ask("POST", &format!("{}/token", film.path())).send().await.expect(200).json();
    let token = token["files"]["token"].as_str().unwrap().to_owned();
    let file = |shown: &serde_json::Value| {
        shown["streamingPlaylists"][0]["files"][0]["fileUrl"].as_str().unwrap().to_owned()
    };
    let (its, others) = (maud.get(&film.path()).await.json(), maud.get(&other.path()).await.json());
    let stranger = site.stranger();
    stranger.get(&format!("{}?videoFileToken={token}", file(&its))).await.expect(200);
    stranger.get(&format!("{}?videoFileToken={token}", file(&others))).await.expect(404);
    stranger.get(&format!("{}?videoFileToken=x{token}", file(&its))).await.expect(404);
    let (end, signature) = token.split_once('.').unwrap();
    let later = end.parse::<i64>().unwrap() + 3_600_000;
    stranger.get(&format!("{}?videoFileToken={later}.{signature}", file(&its))).await.expect(404);
    for nonsense in ["", ".", "..", "1.", "9999999999999.", "9999999999999999999999.00"] {
        stranger.get(&format!("{}?videoFileToken={nonsense}", file(&its))).await.expect(404);
    }
    site.move_clock(4 * 3600 + 60);
    stranger.get(&format!("{}?videoFileToken={token}", file(&its))).await.expect(404);
}

#[tokio::test]
async fn a_frame_without_its_film_holds_one_sentence() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[("privacy", "3"), ("name", "Secretissime")]).await;
    let missing = "00000000-0000-4000-8000-000000000000";
    for path in [
        format!("/videos/embed/{}", film.uuid),
        format!("/videos/embed/{missing}"),
        format!("/video-playlists/embed/{missing}"),
    ] {
        let answer = site.stranger().get(&path).await.expect(404);
        assert!(answer.header("content-security-policy").contains("frame-ancestors *"), "{path}");
        let page = answer.text();
        assert!(page.contains("embed-shut") && page.contains("target=\"_blank\""), "{page}");
        assert!(!page.contains("<header") && !page.contains("Secretissime"), "{page}");
    }
}

#[tokio::test]
async fn an_unlisted_film_is_for_whoever_has_the_address() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[("privacy", "2"), ("name", "Discret")]).await;
    let stranger = site.stranger();
    let shown = stranger.get(&film.path()).await.expect(200).json();
    whole(&stranger, &shown).await;
    stranger.get(&format!("/w/{}", film.short)).await.expect(200);
    stranger.get(&format!("/videos/embed/{}", film.uuid)).await.expect(200);
    for list in ["/api/v1/videos", "/api/v1/search/videos?search=Discret", "/api/v1/accounts/maud/videos"] {
        assert_eq!(stranger.get(list).await.expect(200).json()["total"], 0, "{list}");
    }
    assert!(!stranger.get("/").await.expect(200).text().contains("Discret"));
}

#[tokio::test]
async fn a_film_becomes_private_at_once() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    with_caption(&maud, &film).await;
    let stranger = site.stranger();
    let before = addresses(&maud, &film).await;
    for address in &before {
        assert!(matches!(stranger.get(address).await.status, 200 | 302), "{address}");
    }
    maud.ask("PUT", &film.path()).fields(&[("privacy", "3")]).send().await.expect(204);
    for address in &before {
        stranger.get(address).await.expect(404);
    }
}

#[tokio::test]
async fn the_page_is_found_by_every_address_and_says_what_others_show() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film =
        site.publish(&maud, &clips::film(), &[("name", "Une fête"), ("description", "Au village")]).await;
    let stranger = site.stranger();
    let own = format!("/w/{}", film.short);
    for path in [
        format!("/w/{}?start=1m2s", film.uuid),
        format!("/w/{}?start=1m2s", film.id),
        format!("/videos/watch/{}?start=1m2s", film.uuid),
    ] {
        assert_eq!(stranger.get(&path).await.expect(302).header("location"), format!("{own}?start=1m2s"));
    }
    let page = stranger.get(&own).await.expect(200);
    let text = page.text();
    for part in [
        "og:title",
        "og:image",
        "og:video",
        "og:platform",
        "twitter:player",
        "application/ld+json",
        "json+oembed",
        "<video",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(text.contains("Une fête") && text.contains("Au village"));
    let policy = page.header("content-security-policy").to_owned();
    assert!(policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    let embed = stranger.get(&format!("/videos/embed/{}", film.uuid)).await.expect(200);
    assert!(!embed.header("content-security-policy").contains("frame-ancestors 'none'"));
    stranger.get("/w/1111111111111111111111").await.expect(404);
    stranger.get("/w/nonsense").await;
    assert!(matches!(stranger.get("/w/nonsense").await.status, 400 | 404));
}

#[tokio::test]
async fn a_view_counts_once_for_each_viewer_and_survives_the_end() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let views = || async {
        site.app.views.flush(&site.app.db, site.app.now()).await.unwrap();
        site.stranger().get(&film.path()).await.expect(200).json()["views"].as_i64().unwrap()
    };
    let watch = |who: &Visitor, second: f64| {
        who.ask("POST", &format!("{}/views", film.path())).json(&json!({ "currentTime": second }))
    };
    let viewers = [site.stranger(), Visitor::new(&site.origin, crate::site::new_address())];
    for viewer in &viewers {
        for second in [0.0, 1.0, 2.0, 2.0] {
            watch(viewer, second).send().await.expect(204);
            site.move_clock(1);
        }
    }
    let first = views().await;
    assert_eq!(first, 2, "two viewers, each once");
    watch(&viewers[0], 2.0).send().await.expect(204);
    assert_eq!(views().await, first, "the same viewer within the hour");
    for wrong in [json!({ "currentTime": -1 }), json!({ "currentTime": "x" }), json!("x")] {
        let path = format!("{}/views", film.path());
        site.stranger().ask("POST", &path).json(&wrong).send().await.expect(400);
    }
}

#[tokio::test]
async fn what_other_sites_embed_is_told_by_oembed() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[("name", "A \"quoted\" <b>title</b>")]).await;
    let stranger = site.stranger();
    let ask = |address: String, more: &str| {
        let url: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
        stranger.ask("GET", &format!("/services/oembed?format=json&url={url}{more}"))
    };
    let answer = ask(format!("{}/w/{}", site.origin, film.short), "").send().await.expect(200).json();
    assert_eq!((&answer["type"], &answer["version"]), (&json!("video"), &json!("1.0")));
    let html = answer["html"].as_str().unwrap();
    assert!(html.contains(&format!("/videos/embed/{}", film.uuid)) && !html.contains("<b>"), "{html}");
    let small =
        ask(format!("{}/videos/watch/{}", site.origin, film.uuid), "&maxwidth=200").send().await.expect(200);
    assert!(small.json()["width"].as_i64().unwrap() <= 200);
    ask("https://elsewhere.example/w/x".into(), "").send().await.expect(404);
    ask(format!("{}/about", site.origin), "").send().await.expect(404);
    stranger.get("/services/oembed").await.expect(400);
    stranger.get("/services/oembed?format=xml&url=x").await.expect(415);
}

#[tokio::test]
async fn a_download_has_a_name_for_people_and_can_be_forbidden() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[("name", "Été à \"Sarlat\"; \\ 100%")]).await;
    let shown = maud.get(&film.path()).await.expect(200).json();
    let path = shown["streamingPlaylists"][0]["files"][0]["fileDownloadUrl"].as_str().unwrap().to_owned();
    let answer = site.stranger().get(&path).await.expect(200);
    let disposition = answer.header("content-disposition");
    assert!(
        disposition.starts_with("attachment") && disposition.contains("UTF-8''%C3%89t%C3%A9"),
        "{disposition}"
    );
    assert!(!disposition.contains("Sarlat\""), "{disposition}");
    maud.ask("PUT", &film.path()).fields(&[("downloadEnabled", "false")]).send().await.expect(204);
    site.stranger().get(&path).await.expect(403);
    maud.get(&path).await.expect(200);
    site.browser_of(ADMINISTRATOR).await.get(&path).await.expect(200);
}
