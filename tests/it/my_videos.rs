//! The pages of one's own films and settings.

use crate::clips;
use crate::site::{ADMINISTRATOR, Film, Site, send_bytes};
use crate::uploads;

#[tokio::test]
async fn a_film_is_described_anew_on_its_page() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let film = site.publish(&maud, &clips::film(), &[("name", "Avant")]).await;
    let edit = format!("/my/videos/{}/edit", film.uuid);
    assert!(browser.get(&edit).await.expect(200).text().contains("value=\"Avant\""));
    let picture = clips::picture();
    let fields = [("name", "Après"), ("description", "Un **bal**"), ("tags", "été, bal"), ("privacy", "2")];
    let before = maud.get(&film.path()).await.expect(200).json();
    let file = ("thumbnailfile", "picture.png", clips::bytes(&picture));
    browser.submit_file(&edit, &fields, file).await.expect(303);
    let after = maud.get(&film.path()).await.expect(200).json();
    assert_eq!(
        (&after["name"], &after["tags"][1], &after["privacy"]["id"]),
        (&"Après".into(), &"bal".into(), &2.into())
    );
    assert_ne!(after["thumbnailPath"], before["thumbnailPath"]);
    let served = site.stranger().get(after["thumbnailPath"].as_str().unwrap()).await.expect(200);
    assert_eq!(served.body[..2], [0xff, 0xd8]);
    site.stranger().get(before["thumbnailPath"].as_str().unwrap()).await.expect(404);
    let page = site.stranger().get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert!(page.contains("<strong>bal</strong>"), "{page}");
    assert!(site.files_in("scratch").is_empty());
}

#[tokio::test]
async fn a_picture_that_is_a_bomb_or_none_is_refused_and_nothing_changes() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let film = site.publish(&maud, &clips::film(), &[("name", "Avant")]).await;
    let before = maud.get(&film.path()).await.expect(200).json();
    let edit = format!("/my/videos/{}/edit", film.uuid);
    let cases = [
        ("bomb.png", bomb(), 400),
        ("text.jpg", b"Chere Maud".repeat(100), 400),
        ("film.png", clips::bytes(&clips::film()), 400),
        ("cut.png", bomb()[..60].to_vec(), 400),
        ("empty.png", Vec::new(), 400),
        ("large.jpg", vec![0xff; 9 * 1024 * 1024], 413),
    ];
    for (name, bytes, status) in cases {
        let answer = browser.submit_file(&edit, &[("name", "Après")], ("thumbnailfile", name, bytes)).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        let text = answer.text();
        assert!(text.contains("role=\"alert\"") && text.contains("name=\"description\""), "{name}: {text}");
    }
    let after = maud.get(&film.path()).await.expect(200).json();
    assert_eq!((&after["name"], &after["thumbnailPath"]), (&before["name"], &before["thumbnailPath"]));
    assert!(site.files_in("scratch").is_empty());
    assert_eq!(site.files_in("media/thumbnails").len(), 1);
}

#[tokio::test]
async fn two_tabs_that_change_one_film_find_out_about_each_other() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let film = site.publish(&maud, &clips::film(), &[("name", "Avant")]).await;
    let edit = format!("/my/videos/{}/edit", film.uuid);
    let seen = |page: &str| {
        let rest =
            page.split("name=\"seen\" value=\"").nth(1).expect("the form says what it was filled in with");
        rest.split('"').next().expect("it ends").to_owned()
    };
    let first = seen(&browser.get(&edit).await.expect(200).text());
    browser.submit(&edit, &[("name", "Du premier"), ("seen", &first)]).await.expect(303);
    let late = [("name", "Du second"), ("description", "Mes mots"), ("seen", &first)];
    let refused = browser.submit(&edit, &late).await.expect(409).text();
    assert!(refused.contains("modifiée entre-temps") && refused.contains("Mes mots"), "{refused}");
    assert_eq!(maud.get(&film.path()).await.expect(200).json()["name"], "Du premier");
    // Whoever has read that and saves again means it.
    let again = seen(&refused);
    browser.submit(&edit, &[("name", "Du second"), ("seen", &again)]).await.expect(303);
    assert_eq!(maud.get(&film.path()).await.expect(200).json()["name"], "Du second");
}

#[tokio::test]
async fn an_unfinished_upload_stands_among_ones_films_and_can_be_given_up() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let bytes = clips::bytes(&clips::film());
    let path = uploads::begin(&maud, "veillee.mp4", bytes.len()).await;
    uploads::put(&maud, &path, 0, &bytes[..1000], bytes.len()).await.expect(308);
    let page = browser.get("/my/videos").await.expect(200).text();
    assert!(page.contains("Envoi interrompu") && page.contains("1,0\u{a0}ko arrivés"), "{page}");
    let cancel = page.split("action=\"/my/uploads/").nth(1).and_then(|rest| rest.split('"').next());
    let cancel = format!("/my/uploads/{}", cancel.expect("it can be given up"));
    let rose = site.add_person("rose", -1).await;
    site.browser_of(&rose.username).await.submit(&cancel, &[]).await.expect(404);
    assert_eq!(site.files_in("originals").len(), 1);
    browser.submit(&cancel, &[]).await.expect(303);
    assert!(site.files_in("originals").is_empty());
    assert!(!browser.get("/my/videos").await.expect(200).text().contains("/my/uploads/"));
    browser.submit(&cancel, &[]).await.expect(404);
}

#[tokio::test]
async fn a_task_that_can_never_succeed_is_put_away() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let sent = send_bytes(&maud, "texte.mp4", b"Chere Maud".repeat(10), &[]).await.expect(200);
    let text = Film::accepted(&sent);
    site.until_state(&maud, &text, 7).await;
    let page = browser.get("/admin").await.expect(200).text();
    assert!(page.contains("/dismiss") && !page.contains("/retry"), "{page}");
    let id =
        page.split("/admin/jobs/").nth(1).and_then(|rest| rest.split('/').next()).expect("it has a number");
    browser.submit(&format!("/admin/jobs/{id}/dismiss"), &[]).await.expect(303);
    assert!(!browser.get("/admin").await.expect(200).text().contains("/admin/jobs/"));
    assert!(browser.get("/my/videos").await.expect(200).text().contains("ni une vidéo ni un son"));
}

#[tokio::test]
async fn an_application_sends_a_thumbnail_and_a_wrong_one_changes_nothing() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[("name", "Avant")]).await;
    let before = maud.get(&film.path()).await.expect(200).json();
    let send = |bytes: Vec<u8>| {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("picture.png");
        let form = reqwest::multipart::Form::new().text("name", "Après").part("thumbnailfile", part);
        maud.ask("PUT", &film.path()).multipart(form).send()
    };
    send(bomb()).await.expect(400);
    send(b"Chere Maud".to_vec()).await.expect(400);
    let same = maud.get(&film.path()).await.expect(200).json();
    assert_eq!((&same["name"], &same["thumbnailPath"]), (&before["name"], &before["thumbnailPath"]));
    let picture = clips::picture();
    send(clips::bytes(&picture)).await.expect(204);
    let after = maud.get(&film.path()).await.expect(200).json();
    assert_eq!(after["name"], "Après");
    assert_ne!(after["thumbnailPath"], before["thumbnailPath"]);
}

#[tokio::test]
async fn whoever_is_signed_in_counts_as_a_viewer_too() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let views = browser.ask("POST", &format!("{}/views", film.path()));
    views.json(&serde_json::json!({ "currentTime": 1 })).send().await.expect(204);
}

/// A PNG of 30,000 × 30,000 black pixels in about a megabyte: 900 million when it is unpacked.
pub fn bomb() -> Vec<u8> {
    use std::io::Write;
    let side: u32 = 30_000;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let row = vec![0; side as usize + 1];
    for _ in 0..side {
        packed.write_all(&row).expect("memory takes it");
    }
    let packed = packed.finish().expect("memory takes it");
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut piece = |kind: &[u8; 4], content: &[u8]| {
        file.extend((content.len() as u32).to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(content);
        file.extend(kind);
        file.extend(content);
        file.extend(sum.sum().to_be_bytes());
    };
    let head = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    piece(b"IHDR", &head);
    piece(b"IDAT", &packed);
    piece(b"IEND", b"");
    file
}

#[tokio::test]
async fn the_list_shows_how_far_each_film_is() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let long = site.send(&maud, &clips::long_film(), &[("name", "Le long")]).await;
    let next = site.send(&maud, &clips::film(), &[("name", "Le suivant")]).await;
    site.until("the first is being prepared", || async { site.app.preparations.progress(long.id).is_some() })
        .await;
    let state = |uuid: String| browser.ask("GET", &format!("/my/videos/{uuid}/state.json"));
    let waiting = state(next.uuid.clone()).send().await.expect(200).json();
    assert_eq!((&waiting["state"], &waiting["before"]), (&"waiting".into(), &1.into()), "{waiting}");
    let page = browser.get("/my/videos").await.expect(200).text();
    assert!(page.contains("Le long") && page.contains("Le suivant"));
    site.until("progress is told", || async {
        let state = state(long.uuid.clone()).send().await.expect(200).json();
        state["share"].as_f64().is_some_and(|share| share > 0.0)
    })
    .await;
    // A stranger sees neither the films nor that they exist.
    site.stranger().get(&format!("/w/{}", long.short)).await.expect(404);
    site.stranger().get(&format!("/my/videos/{}/state.json", long.uuid)).await.expect(401);
    browser.submit(&format!("/my/videos/{}/cancel", long.uuid), &[]).await.expect(303);
    site.until_state(&maud, &next, 1).await;
}

#[tokio::test]
async fn one_says_who_one_is() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let browser = site.browser_of("paul").await;
    let good =
        [("displayName", "\u{202e}Paul & Cie"), ("email", "paul@example.net"), ("description", "Je *filme*")];
    browser.submit("/my/account", &good).await.expect(303);
    let account = site.stranger().get("/api/v1/accounts/paul").await.expect(200).json();
    assert_eq!(
        (&account["displayName"], &account["description"]),
        (&"Paul & Cie".into(), &"Je *filme*".into())
    );
    let page = site.stranger().get("/a/paul").await.expect(200).text();
    assert!(page.contains("Paul &amp; Cie") || page.contains("Paul &#38; Cie"), "{page}");
    assert!(!page.contains("paul@example.net"), "an address is shown to nobody");
    for (field, value, status) in [
        ("email", "nobody", 400),
        ("email", "maud@example.org", 409),
        ("displayName", "", 400),
        ("displayName", "a\u{7}", 400),
    ] {
        let mut fields = good.to_vec();
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let page = browser.submit("/my/account", &fields).await.expect(status).text();
        assert!(page.contains("role=\"alert\""), "{field}={value}: {page}");
    }
    assert_eq!(site.stranger().get("/@paul").await.expect(302).header("location"), "/a/paul");
    assert_eq!(
        site.stranger().get("/@paul_channel").await.expect(302).header("location"),
        "/c/paul_channel/videos"
    );
    site.stranger().get("/@nobody").await.expect(404);
}
