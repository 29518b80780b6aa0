//! Captions: added as SubRip or WebVTT, served as WebVTT, replaced, removed.

use crate::clips;
use crate::site::{ADMINISTRATOR, Film, Site};
use crate::visitor::{Answer, Visitor};

const SUBRIP: &[u8] = b"\xef\xbb\xbf1\r\n00:00:00,100 --> 00:00:01,000\r\nBonjour <b>toi</b>\r\n\r\n";

async fn put(by: &Visitor, film: &Film, language: &str, bytes: &[u8]) -> Answer {
    let part = reqwest::multipart::Part::bytes(bytes.to_vec()).file_name("captions.srt");
    let form = reqwest::multipart::Form::new().part("captionfile", part);
    by.ask("PUT", &format!("{}/captions/{language}", film.path())).multipart(form).send().await
}

async fn listed(by: &Visitor, film: &Film) -> Vec<(String, String)> {
    let list = by.get(&format!("{}/captions", film.path())).await.expect(200).json();
    let captions = list["data"].as_array().expect("a list").iter();
    captions
        .map(|caption| {
            let text = |value: &serde_json::Value| value.as_str().expect("it is text").to_owned();
            (text(&caption["language"]["id"]), text(&caption["captionPath"]))
        })
        .collect()
}

#[tokio::test]
async fn captions_are_added_served_replaced_and_removed() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    put(&maud, &film, "fr", SUBRIP).await.expect(204);
    put(&maud, &film, "en", b"WEBVTT\n\n00:00.100 --> 00:01.000\nHello\n").await.expect(204);
    let captions = listed(&site.stranger(), &film).await;
    assert_eq!(captions.len(), 2);
    let (_, french) = captions.iter().find(|(language, _)| language == "fr").expect("it was added");
    let served = site.stranger().get(french).await.expect(200);
    assert!(served.header("content-type").starts_with("text/vtt"));
    assert_eq!(served.text(), "WEBVTT\n\n00:00:00.100 --> 00:00:01.000\nBonjour <b>toi</b>\n");
    let page = site.stranger().get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert!(page.contains(french.as_str()), "the player is told of it");
    put(&maud, &film, "fr", b"1\n00:00:00,100 --> 00:00:01,000\nSalut\n").await.expect(204);
    let again = listed(&site.stranger(), &film).await;
    let (_, newer) = again.iter().find(|(language, _)| language == "fr").expect("it was replaced");
    assert_ne!(newer, french, "no cache keeps the old text");
    site.stranger().get(french).await.expect(404);
    maud.ask("DELETE", &format!("{}/captions/fr", film.path())).send().await.expect(204);
    maud.ask("DELETE", &format!("{}/captions/fr", film.path())).send().await.expect(404);
    assert_eq!(site.files_in("media/captions").len(), 1);
}

#[tokio::test]
async fn what_is_no_caption_is_refused_and_leaves_no_file() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    for bytes in [&b""[..], b"Chere Maud", b"WEBVTT\n", &[0xff; 1000], &[0; 1000]] {
        assert!(!put(&maud, &film, "fr", bytes).await.expect(400).detail().is_empty());
    }
    put(&maud, &film, "xx-nothing", SUBRIP).await.expect(400);
    put(&maud, &film, "..%2f..%2fx", SUBRIP).await;
    let path = format!("{}/captions/fr", film.path());
    let form = reqwest::multipart::Form::new().text("captionfile", "");
    maud.ask("PUT", &path).multipart(form).send().await.expect(400);
    maud.ask("PUT", &path).body("no form").send().await.expect(400);
    put(&site.application_of("paul").await, &film, "fr", SUBRIP).await.expect(403);
    put(&site.stranger(), &film, "fr", SUBRIP).await.expect(401);
    assert!(site.files_in("media/captions").is_empty(), "{:?}", site.files_in("media/captions"));
}

#[tokio::test]
async fn a_script_in_a_caption_stays_text() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let text =
        b"1\n00:00:00,100 --> 00:00:01,000\n<script>alert(1)</script><img src=x onerror=alert(1)> & <\n";
    put(&maud, &film, "fr", text).await.expect(204);
    let (_, path) = listed(&maud, &film).await.remove(0);
    let served = site.stranger().get(&path).await.expect(200).text();
    assert!(!served.contains("<script") && !served.contains("<img"), "{served}");
}

#[tokio::test]
async fn captions_of_an_old_editor_keep_their_accents() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let text = "1\n00:00:00,100 --> 00:00:01,000\nÉté à Noël\n";
    let wide = |order: fn(u16) -> [u8; 2]| {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(order).collect()
    };
    let encoded: [Vec<u8>; 3] =
        [wide(u16::to_le_bytes), wide(u16::to_be_bytes), text.chars().map(|c| c as u8).collect()];
    for bytes in encoded {
        put(&maud, &film, "fr", &bytes).await.expect(204);
        let (_, path) = listed(&maud, &film).await.remove(0);
        assert!(site.stranger().get(&path).await.expect(200).text().contains("Été à Noël"));
    }
}

#[tokio::test]
async fn the_page_adds_and_removes_captions() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let edit = format!("/my/videos/{}/captions", film.uuid);
    let file = |bytes: &[u8]| ("captionfile", "a.srt", bytes.to_vec());
    let added = browser.submit_file(&edit, &[("language", "fr")], file(SUBRIP)).await.expect(303);
    assert!(
        browser
            .get(added.header("location"))
            .await
            .expect(200)
            .text()
            .contains("/lazy-static/video-captions/")
    );
    let refused = browser.submit_file(&edit, &[("language", "fr")], file(b"no caption")).await.expect(400);
    assert!(refused.text().contains("role=\"alert\""));
    assert_eq!(listed(&maud, &film).await.len(), 1);
    browser.submit(&format!("{edit}/fr/delete"), &[]).await.expect(303);
    assert!(listed(&maud, &film).await.is_empty());
    assert!(site.files_in("media/captions").is_empty());
}
