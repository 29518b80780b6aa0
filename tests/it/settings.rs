//! The settings of the site, and what pages are like in both languages.

use crate::clips;
use crate::site::{ADMINISTRATOR, Site};

#[tokio::test]
async fn settings_are_effective_at_once_and_wrong_ones_not_at_all() {
    let site = Site::new().await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    let fields = [
        ("name", "La maille"),
        ("shortDescription", "Des films de laine"),
        ("description", "# Nous\n<script>alert(1)</script>"),
        ("language", "en"),
        ("renditions", "0"),
        ("renditions", "480"),
        ("renditions", "240"),
    ];
    browser.submit("/settings", &fields).await.expect(303);
    let stranger = site.stranger();
    let page = stranger.ask("GET", "/").header("accept-language", "").send().await.expect(200).text();
    assert!(page.contains("La maille") && page.contains("lang=\"en\""), "{page}");
    assert_eq!(site.app.settings().resolutions, [240, 480]);
    assert!(site.app.settings().audio_only_file);
    let config = stranger.get("/api/v1/config").await.expect(200).json();
    assert_eq!(
        (&config["instance"]["name"], &config["instance"]["shortDescription"]),
        (&"La maille".into(), &"Des films de laine".into())
    );
    let about = stranger.get("/about").await.expect(200).text();
    assert!(!about.contains("<script>alert"), "{about}");
    for wrong in
        [("name", ""), ("name", "a\u{0}b"), ("language", "xx"), ("shortDescription", &"x".repeat(300))]
    {
        let mut changed: Vec<_> = fields.to_vec();
        changed.retain(|(name, _)| *name != wrong.0);
        changed.push(wrong);
        let page = browser.submit("/settings", &changed).await.expect(400).text();
        assert!(page.contains("role=\"alert\""), "{wrong:?}");
    }
    let none: Vec<_> = fields.into_iter().filter(|(name, _)| *name != "renditions").collect();
    browser.submit("/settings", &none).await.expect(400);
    let unknown: Vec<_> = none.iter().copied().chain([("renditions", "333")]).collect();
    browser.submit("/settings", &unknown).await.expect(400);
    assert_eq!(site.app.settings().name, "La maille");
}

#[tokio::test]
async fn every_page_speaks_the_language_that_was_chosen() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let film = site.publish(&maud, &clips::film(), &[]).await;
    for language in ["en", "fr"] {
        let fields = [("language", language), ("return", "/videos/browse")];
        let chosen = browser.submit("/preferences", &fields).await.expect(303);
        assert_eq!(chosen.header("location"), "/videos/browse");
        for path in [
            "/",
            "/videos/browse",
            "/search?search=x",
            "/about",
            "/publish",
            "/my/videos",
            "/my/account",
            "/settings",
            "/admin",
            "/a/maud",
            "/c/maud_channel/videos",
            &format!("/w/{}", film.short),
            &format!("/my/videos/{}/edit", film.uuid),
        ] {
            let page = browser.get(path).await.expect(200).text();
            assert!(
                page.contains(&format!("<html lang=\"{language}\"")),
                "{path} in {language}: {}",
                &page[..200]
            );
        }
        let missing = browser.get("/nothing").await.expect(404).text();
        assert!(missing.contains(&format!("<html lang=\"{language}\"")));
    }
    let stranger = site.stranger();
    let asks = |accepted: &str| stranger.ask("GET", "/").header("accept-language", accepted);
    for (accepted, language) in
        [("en-GB,en;q=0.9", "en"), ("fr", "fr"), ("de", "fr"), ("de, en;q=0.5", "en"), ("\u{7f}", "fr")]
    {
        let Ok(answer) = asks(accepted).try_send().await else { continue };
        assert!(answer.expect(200).text().contains(&format!("<html lang=\"{language}\"")), "{accepted}");
    }
}

#[tokio::test]
async fn figures_are_for_this_machine_and_the_administrator() {
    let site = Site::new().await;
    let figures = site.stranger().get("/metrics").await.expect(200).text();
    for name in ["lucarne_uptime_seconds", "lucarne_videos", "lucarne_http_requests_total", "lucarne_jobs"] {
        assert!(figures.contains(name), "{name}");
    }
    // A proxy on this machine speaks for the whole world.
    let outside =
        site.stranger().ask("GET", "/metrics").header("x-forwarded-for", "203.0.113.7").send().await;
    outside.expect(401);
}
