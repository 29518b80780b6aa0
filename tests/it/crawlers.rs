//! What crawlers ask a site: its map, and NodeInfo.

use std::collections::BTreeSet;

use crate::clips;
use crate::feeds::lacks;
use crate::site::Site;

#[tokio::test]
async fn a_map_names_pages_channels_accounts_and_public_films_with_their_dates() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film =
        site.publish(&maud, &clips::film(), &[("name", "A & B ]]> 🎬"), ("description", "**Un** bal")]).await;
    let hidden = site.publish(&maud, &clips::film(), &[("privacy", "2")]).await;
    let robots = stranger.get("/robots.txt").await.expect(200).text();
    let (_, address) = robots.trim().rsplit_once("Sitemap: ").expect("robots.txt names a map");
    let map = stranger.get(address).await.expect(200);
    assert_eq!(map.header("content-type"), "application/xml; charset=utf-8");
    let text = map.text();
    assert_eq!(lacks("misc/sitemap.xml", &text).await, BTreeSet::new());
    assert!(text.contains("<video:title>A &amp; B ]]&gt; 🎬</video:title>"), "{text}");
    assert!(text.contains("<video:description>Un bal</video:description>"), "{text}");
    assert!(!text.contains(&hidden.short) && !text.contains(&hidden.uuid), "{text}");
    let addresses: Vec<_> = text
        .split("<loc>")
        .skip(1)
        .filter_map(|rest| rest.split_once("</loc>"))
        .map(|(address, _)| address)
        .collect();
    assert_eq!(addresses.len(), 6, "{addresses:?}");
    assert_eq!(addresses[3], format!("{}/w/{}", site.origin, film.short));
    for address in addresses {
        stranger.get(address).await.expect(200);
    }
    let changed = maud.get(&film.path()).await.expect(200).json()["updatedAt"].clone();
    let date = format!("<lastmod>{}</lastmod>", changed.as_str().expect("a date is text"));
    assert!(text.contains(&date), "{text}");

    let again = || stranger.ask("GET", "/sitemap.xml").header("if-none-match", map.header("etag"));
    again().send().await.expect(304);
    maud.ask("PUT", &film.path()).fields(&[("name", "Another")]).send().await.expect(204);
    again().send().await.expect(200);
}

#[tokio::test]
async fn nodeinfo_counts_what_the_database_holds() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    site.publish(&maud, &clips::film(), &[]).await;
    site.publish(&maud, &clips::film(), &[("privacy", "3")]).await;
    let links = stranger.get("/.well-known/nodeinfo").await.expect(200).json();
    let address = links["links"][0]["href"].as_str().expect("an address is text").to_owned();
    let document = stranger.get(&address).await.expect(200);
    let profile = "profile=\"http://nodeinfo.diaspora.software/ns/schema/2.0#\"";
    assert_eq!(document.header("content-type"), format!("application/json; charset=utf-8; {profile}"));
    let usage = document.json()["usage"].clone();
    assert_eq!(usage["users"], serde_json::json!({ "total": 2, "activeMonth": 1, "activeHalfyear": 1 }));
    assert_eq!(usage["localPosts"], 1, "a private film is nobody's to count");
    site.move_clock(40 * 24 * 3600);
    let later = stranger.get(&address).await.expect(200).json()["usage"]["users"].clone();
    assert_eq!(later, serde_json::json!({ "total": 2, "activeMonth": 0, "activeHalfyear": 1 }));
}
