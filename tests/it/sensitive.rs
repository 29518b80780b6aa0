//! Sensitive films: what is said of them, who sees them where, and what comes before they are played.

use serde_json::json;

use crate::clips;
use crate::site::{ADMINISTRATOR, Site};

const WARNED: [(&str, &str); 4] =
    [("name", "La chasse"), ("nsfw", "true"), ("nsfwFlags", "1"), ("nsfwSummary", "Un sanglier meurt")];

#[tokio::test]
async fn a_sensitive_film_says_why_and_asks_before_it_plays() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &WARNED).await;
    site.publish(&maud, &clips::film(), &[("name", "Le marché")]).await;
    let stranger = site.stranger();
    let shown = stranger.get(&film.path()).await.expect(200).json();
    assert_eq!((&shown["nsfwFlags"], &shown["nsfwSummary"]), (&json!(1), &json!("Un sanglier meurt")));
    for path in [format!("/w/{}", film.short), format!("/videos/embed/{}?autoplay=1", film.uuid)] {
        let page = stranger.get(&path).await.expect(200).text();
        let cover = page.find("<details class=\"cover\">").expect("it is covered");
        assert!(page[cover..].contains("Un sanglier meurt") && page[cover..].contains("Violence"), "{page}");
        assert!(!page.contains(" autoplay"), "nothing plays under the cover: {page}");
    }
    let home = stranger.get("/").await.expect(200).text();
    assert_eq!(home.matches("pane blurred").count(), 1, "{home}");

    // Whoever wishes something else sees something else, in pages and in lists.
    let browser = site.browser_of(ADMINISTRATOR).await;
    for (policy, covered, blurred, listed) in
        [("display", 0, 0, 2), ("warn", 1, 0, 2), ("do_not_list", 1, 0, 1), ("blur", 1, 1, 2)]
    {
        maud.ask("PUT", "/api/v1/users/me").json(&json!({ "nsfwPolicy": policy })).send().await.expect(204);
        assert_eq!(maud.get("/api/v1/users/me").await.json()["nsfwPolicy"], policy);
        let page = browser.get(&format!("/w/{}", film.short)).await.expect(200).text();
        assert_eq!(page.matches("<details class=\"cover\">").count(), covered, "{policy}");
        let home = browser.get("/videos/browse").await.expect(200).text();
        assert_eq!(home.matches("pane blurred").count(), blurred, "{policy}");
        assert_eq!(maud.get("/api/v1/videos").await.json()["total"], listed, "{policy}");
        assert_eq!(maud.get("/api/v1/videos?nsfw=both").await.json()["total"], 2, "{policy}");
        assert_eq!(maud.get("/api/v1/users/me/videos").await.json()["total"], 2, "{policy}");
    }
    let wrong = json!({ "nsfwPolicy": "never" });
    maud.ask("PUT", "/api/v1/users/me").json(&wrong).send().await.expect(400);
}

#[tokio::test]
async fn the_site_decides_for_strangers() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    site.publish(&maud, &clips::film(), &WARNED).await;
    let (browser, stranger) = (site.browser_of(ADMINISTRATOR).await, site.stranger());
    let fields = [("name", "Site"), ("language", "fr"), ("renditions", "240"), ("nsfwPolicy", "do_not_list")];
    browser.submit("/settings", &fields).await.expect(303);
    let config = stranger.get("/api/v1/config").await.expect(200).json();
    assert_eq!(config["instance"]["defaultNSFWPolicy"], "do_not_list");
    for path in ["/", "/videos/browse", "/search?search=chasse", "/feeds/videos.xml", "/videos/overview"] {
        let page = stranger.get(path).await.expect(200).text();
        assert!(!page.contains("La chasse"), "{path}: {page}");
    }
    assert_eq!(stranger.get("/api/v1/videos").await.json()["total"], 0);
    assert!(stranger.get("/feeds/videos.xml?nsfw=true").await.text().contains("La chasse"));
}

#[tokio::test]
async fn the_edit_page_takes_and_forgets_a_warning() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[("name", "La chasse")]).await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    let path = format!("/my/videos/{}/edit", film.uuid);
    let form = [
        ("name", "La chasse"),
        ("ticks", "1"),
        ("nsfw", "true"),
        ("nsfwFlags", "1"),
        ("nsfwFlags", "2"),
        ("nsfwSummary", "Un sanglier meurt"),
        ("support", "Un sou"),
        ("originallyPublishedAt", "1998-07-12"),
    ];
    browser.submit(&path, &form).await.expect(303);
    let shown = maud.get(&film.path()).await.json();
    assert_eq!((&shown["nsfw"], &shown["nsfwFlags"]), (&json!(true), &json!(3)));
    assert_eq!((&shown["support"], &shown["downloadEnabled"]), (&json!("Un sou"), &json!(false)));
    assert_eq!(shown["originallyPublishedAt"], "1998-07-12T00:00:00.000Z");
    let page = browser.get(&path).await.expect(200).text();
    assert!(page.contains("value=\"1998-07-12\"") && page.contains("Un sanglier meurt"), "{page}");
    // A film that is not sensitive has no reason to be.
    browser.submit(&path, &[("name", "La chasse"), ("ticks", "1"), ("nsfwFlags", "2")]).await.expect(303);
    let shown = maud.get(&film.path()).await.json();
    assert_eq!((&shown["nsfwFlags"], &shown["nsfwSummary"]), (&json!(0), &json!(null)));
    for (name, value) in [("originallyPublishedAt", "hier"), ("nsfwSummary", &*"x".repeat(251))] {
        let fields = [("name", "La chasse"), ("ticks", "1"), ("nsfw", "1"), (name, value)];
        let page = browser.submit(&path, &fields).await.expect(400).text();
        assert!(page.contains(&format!("id=\"{name}-wrong\"")), "{page}");
    }
    maud.ask("PUT", &film.path()).fields(&[("nsfw", "true"), ("nsfwFlags", "64")]).send().await.expect(400);
}

#[tokio::test]
async fn a_member_wishes_something_else_for_one_kind_of_sensitive_film() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let violent = site.publish(&maud, &clips::film(), &WARNED).await;
    let other = [("name", "La plage"), ("nsfw", "true"), ("nsfwFlags", "2")];
    site.publish(&maud, &clips::film(), &other).await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    let wish = |body: serde_json::Value| maud.ask("PUT", "/api/v1/users/me").json(&body).send();
    for (body, listed, blurred, covered) in [
        (json!({ "nsfwPolicy": "do_not_list", "nsfwFlagsDisplayed": 1 }), vec!["La chasse"], 0, 0),
        (
            json!({ "nsfwPolicy": "display", "nsfwFlagsDisplayed": 0, "nsfwFlagsHidden": 2 }),
            vec!["La chasse"],
            0,
            0,
        ),
        (json!({ "nsfwFlagsHidden": 0, "nsfwFlagsBlurred": 1 }), vec!["La plage", "La chasse"], 1, 1),
        (json!({ "nsfwFlagsBlurred": 0, "nsfwFlagsWarned": 1 }), vec!["La plage", "La chasse"], 0, 1),
    ] {
        wish(body.clone()).await.expect(204);
        let list = maud.get("/api/v1/videos").await.expect(200).json();
        let names: Vec<_> = list["data"].as_array().expect("a list").iter().map(|one| &one["name"]).collect();
        assert_eq!(names, listed, "{body}");
        let page = browser.get("/videos/browse").await.expect(200).text();
        assert_eq!(page.matches("pane blurred").count(), blurred, "{body}");
        let page = browser.get(&format!("/w/{}", violent.short)).await.expect(200).text();
        assert_eq!(page.matches("<details class=\"cover\">").count(), covered, "{body}");
    }
    assert_eq!(maud.get("/api/v1/users/me").await.expect(200).json()["nsfwFlagsWarned"], 1);
    wish(json!({ "nsfwFlagsHidden": 64 })).await.expect(400);
    wish(json!({ "nsfwFlagsHidden": 1 })).await.expect(400);
    let fields =
        [("displayName", "Maud"), ("email", "maud@example.org"), ("nsfwKind1", ""), ("nsfwKind2", "blur")];
    browser.submit("/my/account", &fields).await.expect(303);
    let me = maud.get("/api/v1/users/me").await.expect(200).json();
    assert_eq!((&me["nsfwFlagsWarned"], &me["nsfwFlagsBlurred"]), (&json!(0), &json!(2)));
}
