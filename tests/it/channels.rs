//! Channels and the pictures of channels and accounts: as their owner keeps them, and as others try to.

use lucarne::db;
use lucarne::domain::job::{Job, Lane};
use serde_json::{Value, json};

use crate::clips;
use crate::my_videos::bomb;
use crate::site::{ADMINISTRATOR, Site};
use crate::visitor::{Answer, Visitor};

const CHANNELS: &str = "/api/v1/video-channels";

async fn send_picture(by: &Visitor, path: &str, field: &str, bytes: Vec<u8>) -> Answer {
    let picture = reqwest::multipart::Part::bytes(bytes).file_name("picture.png");
    let form = reqwest::multipart::Form::new().part(field.to_owned(), picture);
    by.ask("POST", path).multipart(form).send().await
}

/// Opens a channel and answers with its number.
async fn open(by: &Visitor, name: &str) -> i64 {
    let new = json!({ "name": name, "displayName": name });
    let opened = by.ask("POST", CHANNELS).json(&new).send().await.expect(200).json();
    opened["videoChannel"]["id"].as_i64().expect("a number")
}

fn paths(value: &Value) -> Vec<String> {
    let pictures = value.as_array().expect("a list of pictures");
    pictures.iter().map(|picture| picture["path"].as_str().expect("a path").to_owned()).collect()
}

#[tokio::test]
async fn a_member_opens_a_channel_and_others_neither_change_nor_delete_it() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (paul, maud, stranger) =
        (site.application_of("paul").await, site.administrator().await, site.stranger());
    let new = json!({ "name": "chorale", "displayName": "La chorale", "description": "Chants", "support": "**Dons**" });
    let opened = paul.ask("POST", CHANNELS).json(&new).send().await.expect(200).json();
    let path = format!("{CHANNELS}/chorale");
    let shown = stranger.get(&path).await.expect(200).json();
    assert_eq!(shown["id"], opened["videoChannel"]["id"]);
    for (member, said) in [("displayName", "La chorale"), ("description", "Chants"), ("support", "**Dons**")]
    {
        assert_eq!(shown[member], said);
    }
    assert_eq!(shown["ownerAccount"]["name"], "paul");
    let me = paul.get("/api/v1/users/me").await.expect(200).json();
    assert_eq!(me["videoChannels"].as_array().map(Vec::len), Some(2));
    let browser = site.browser_of("paul").await;
    for page in ["/publish", "/my/channels"] {
        assert!(browser.get(page).await.expect(200).text().contains("La chorale"), "{page}");
    }

    let change = json!({ "displayName": "Chorale" });
    site.add_person("zoe", -1).await;
    let zoe = site.application_of("zoe").await;
    for (who, status) in [(&stranger, 401), (&zoe, 403)] {
        who.ask("POST", CHANNELS).json(&json!({})).send().await.expect(if status == 401 { 401 } else { 400 });
        who.ask("PUT", &path).json(&change).send().await.expect(status);
        who.ask("DELETE", &path).send().await.expect(status);
        who.ask("DELETE", &format!("{path}/avatar")).send().await.expect(status);
        let picture = clips::bytes(&clips::picture());
        send_picture(who, &format!("{path}/banner/pick"), "bannerfile", picture).await.expect(status);
    }
    let foreign = site.browser_of("zoe").await;
    foreign.get("/my/channels/chorale/edit").await.expect(403);
    foreign.submit("/my/channels/chorale/delete", &[("name", "chorale")]).await.expect(403);
    assert_eq!(stranger.get(&path).await.expect(200).json(), shown, "what is refused changes nothing");
    assert!(site.files_in("media/banners").is_empty());

    // The administrator may; what a change leaves out stays, and null takes away.
    maud.ask("PUT", &path)
        .json(&json!({ "displayName": "Chorale", "support": null }))
        .send()
        .await
        .expect(204);
    let shown = stranger.get(&path).await.expect(200).json();
    assert_eq!((&shown["displayName"], &shown["description"]), (&"Chorale".into(), &"Chants".into()));
    assert!(shown["support"].is_null());
}

#[tokio::test]
async fn names_that_are_taken_or_wrong_and_channels_beyond_the_limit_are_refused() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let paul = site.application_of("paul").await;
    let new = |name: &str| json!({ "name": name, "displayName": "Chorale" });
    for (name, status) in [
        ("paul", 409),
        ("maud_channel", 409),
        ("", 400),
        ("La Chorale", 400),
        ("a-b", 400),
        ("../x", 400),
        ("me", 400),
        (&"x".repeat(51), 400),
    ] {
        paul.ask("POST", CHANNELS).json(&new(name)).send().await.expect(status);
    }
    for wrong in [
        json!({ "name": "chorale" }),
        json!({ "name": "chorale", "displayName": " " }),
        json!({ "name": "chorale", "displayName": "x".repeat(121) }),
        json!({ "name": "chorale", "displayName": "x", "support": "x".repeat(1001) }),
        json!({ "name": 7 }),
    ] {
        paul.ask("POST", CHANNELS).json(&wrong).send().await.expect(400);
    }
    for number in 2..=20 {
        open(&paul, &format!("c{number}")).await;
    }
    let refused = paul.ask("POST", CHANNELS).json(&new("c21")).send().await.expect(400);
    assert!(refused.detail().contains("20"), "{}", refused.detail());
    let browser = site.browser_of("paul").await;
    assert!(!browser.get("/my/channels").await.expect(200).text().contains("/my/channels/new"));
}

#[tokio::test]
async fn a_deleted_channel_goes_with_its_films_and_comes_back_with_them() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let paul = site.application_of("paul").await;
    let (browser, stranger) = (site.browser_of("paul").await, site.stranger());
    let id = open(&paul, "chorale").await.to_string();
    let film = site.publish(&paul, &clips::film(), &[("channelId", &id)]).await;
    let earlier = site.publish(&paul, &clips::film(), &[("channelId", &id)]).await;
    paul.ask("DELETE", &earlier.path()).send().await.expect(204);
    let length = clips::bytes(&clips::film()).len().to_string();
    let begun =
        paul.ask("POST", "/api/v1/videos/upload-resumable").header("x-upload-content-length", &length);
    let begun = begun
        .header("x-upload-content-type", "video/mp4")
        .json(&json!({ "channelId": id.parse::<i64>().unwrap(), "name": "Late", "filename": "a.mp4" }));
    let under_way = begun.send().await.expect(201).header("location").to_owned();
    let under_way = format!("http:{under_way}");

    let ask = "/my/channels/chorale/delete";
    assert!(browser.get(ask).await.expect(200).text().contains("chorale"));
    let wrong = browser.submit(ask, &[("name", "Chorale ?")]).await.expect(400).text();
    assert!(wrong.contains("role=\"alert\""), "{wrong}");
    stranger.get("/c/chorale/videos").await.expect(200);
    let gone = browser.submit(ask, &[("name", "chorale")]).await.expect(303);
    let notice = browser.get(gone.header("location")).await.expect(200).text();
    assert!(notice.contains("action=\"/my/channels/chorale/undelete\""), "{notice}");
    for path in [film.path(), format!("{CHANNELS}/chorale"), "/c/chorale/videos".into(), "/@chorale".into()] {
        stranger.get(&path).await.expect(404);
    }
    let listed = stranger.get(CHANNELS).await.expect(200).text();
    assert!(!listed.contains("\"chorale\""), "{listed}");
    let again = json!({ "name": "chorale", "displayName": "x" });
    paul.ask("POST", CHANNELS).json(&again).send().await.expect(409);
    browser.submit("/my/channels/paul_channel/delete", &[("name", "paul_channel")]).await.expect(409);
    paul.ask("DELETE", &format!("{CHANNELS}/paul_channel")).send().await.expect(409);

    // What was still arriving arrives, in a channel that is there.
    let put = paul
        .ask("PUT", &under_way)
        .header("content-range", format!("bytes 0-{}/{length}", length.parse::<u64>().unwrap() - 1));
    let late = crate::site::Film::accepted(&put.body(clips::bytes(&clips::film())).send().await.expect(200));
    let late = site.until_state(&paul, &late, 1).await;
    assert_eq!(late["channel"]["name"], "paul_channel");

    site.add_person("zoe", -1).await;
    site.browser_of("zoe").await.submit("/my/channels/chorale/undelete", &[]).await.expect(404);
    browser.submit("/my/channels/chorale/undelete", &[]).await.expect(303);
    assert_eq!(stranger.get(&film.path()).await.expect(200).json()["channel"]["name"], "chorale");
    paul.get(&earlier.path()).await.expect(404);

    // A film that is brought back alone brings its channel with it.
    paul.ask("DELETE", &format!("{CHANNELS}/chorale")).send().await.expect(204);
    browser.submit(&format!("/my/videos/{}/undelete", film.uuid), &[]).await.expect(303);
    assert_eq!(stranger.get(&film.path()).await.expect(200).json()["channel"]["name"], "chorale");
}

#[tokio::test]
async fn a_channel_that_was_deleted_a_week_ago_leaves_nothing_behind() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let id = open(&maud, "chorale").await.to_string();
    let path = format!("{CHANNELS}/chorale");
    let picture = clips::bytes(&clips::picture());
    send_picture(&maud, &format!("{path}/avatar/pick"), "avatarfile", picture).await.expect(200);
    let film = site.publish(&maud, &clips::film(), &[("channelId", &id)]).await;
    maud.ask("DELETE", &path).send().await.expect(204);
    assert_eq!(site.files_in("media/avatars").len(), 4, "it can still be brought back");
    site.move_clock(8 * 24 * 3600);
    site.app.wake(Lane::Housekeeping);
    site.until("the film's files are erased", || async {
        !site.files_in("media/streaming-playlists/hls").contains(&film.uuid)
    })
    .await;
    let swept = site.app.db.write(|tx| db::job::push(tx, &Job::Sweep, tx.now));
    swept.await.expect("work can be asked for");
    site.app.wake(Lane::Housekeeping);
    site.until("the pictures are erased", || async { site.files_in("media/avatars").is_empty() }).await;
    let new = json!({ "name": "chorale", "displayName": "x" });
    site.administrator().await.ask("POST", CHANNELS).json(&new).send().await.expect(200);
}

#[tokio::test]
async fn pictures_stand_in_every_answer_and_their_files_go_with_them() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let channel = format!("{CHANNELS}/maud_channel");
    let picture = || clips::bytes(&clips::picture());
    let made = send_picture(&maud, &format!("{channel}/avatar/pick"), "avatarfile", picture()).await;
    let first = paths(&made.expect(200).json()["avatars"]);
    let made = send_picture(&maud, &format!("{channel}/avatar/pick"), "avatarfile", picture()).await;
    let avatars = made.expect(200).json()["avatars"].clone();
    stranger.get(&first[0]).await.expect(404);
    let made = send_picture(&maud, &format!("{channel}/banner/pick"), "bannerfile", picture()).await;
    let banners = made.expect(200).json()["banners"].clone();
    let made = send_picture(&maud, "/api/v1/users/me/avatar/pick", "avatarfile", picture()).await;
    let own = made.expect(200).json()["avatars"].clone();
    assert_eq!((site.files_in("media/avatars").len(), site.files_in("media/banners").len()), (8, 2));
    assert!(site.files_in("scratch").is_empty());
    for shown in avatars.as_array().into_iter().chain(banners.as_array()).flatten() {
        let path = shown["path"].as_str().expect("a path");
        assert_eq!(shown["fileUrl"], format!("{}{path}", site.origin));
        let served = stranger.get(path).await.expect(200);
        assert_eq!((served.header("content-type"), &served.body[..2]), ("image/jpeg", &[0xff, 0xd8][..]));
        let size = image::load_from_memory(&served.body).expect("it is a picture");
        assert_eq!(
            (json!(size.width()), json!(size.height())),
            (shown["width"].clone(), shown["height"].clone())
        );
    }
    let shown = stranger.get(&channel).await.expect(200).json();
    assert_eq!((&shown["avatars"], &shown["banners"]), (&avatars, &banners));
    assert_eq!(shown["ownerAccount"]["avatars"], own);
    let alone = stranger.get(&film.path()).await.expect(200).json();
    let listed = stranger.get("/api/v1/videos").await.expect(200).json()["data"][0].clone();
    for shown in [alone, listed] {
        assert_eq!((&shown["channel"]["avatars"], &shown["account"]["avatars"]), (&avatars, &own));
    }
    let small = &paths(&avatars)[1];
    for page in [format!("/w/{}", film.short), "/c/maud_channel/videos".into(), "/a/maud".into()] {
        assert!(stranger.get(&page).await.expect(200).text().contains(small.as_str()), "{page}");
    }

    for path in [format!("{channel}/avatar"), format!("{channel}/banner"), "/api/v1/users/me/avatar".into()] {
        maud.ask("DELETE", &path).send().await.expect(204);
        maud.ask("DELETE", &path).send().await.expect(204);
    }
    maud.ask("DELETE", &format!("{channel}/other")).send().await.expect(404);
    assert_eq!((site.files_in("media/avatars").len(), site.files_in("media/banners").len()), (0, 0));
    let listed = stranger.get("/api/v1/videos").await.expect(200).json()["data"][0].clone();
    assert_eq!((&listed["channel"]["avatars"], &listed["account"]["avatars"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn pictures_that_are_bombs_huge_or_none_are_refused_and_the_old_ones_stay() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let pick = format!("{CHANNELS}/maud_channel/avatar/pick");
    send_picture(&maud, &pick, "avatarfile", clips::bytes(&clips::picture())).await.expect(200);
    let before = maud.get(&format!("{CHANNELS}/maud_channel")).await.expect(200).json();
    let cases = [
        ("avatarfile", bomb(), 400),
        ("avatarfile", bomb()[..60].to_vec(), 400),
        ("avatarfile", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 400),
        ("avatarfile", clips::bytes(&clips::film()), 400),
        ("avatarfile", Vec::new(), 400),
        ("avatarfile", vec![0xff; 9 * 1024 * 1024], 413),
        ("bannerfile", clips::bytes(&clips::picture()), 400),
    ];
    for (field, bytes, status) in cases {
        let length = bytes.len();
        let answer = send_picture(&maud, &pick, field, bytes.clone()).await;
        assert_eq!(answer.status, status, "{field} of {length} bytes: {}", answer.text());
        let typed = [("displayName", "Autre"), ("description", ""), ("support", "")];
        if status == 400 && field == "avatarfile" && length > 0 {
            let form = "/my/channels/maud_channel/edit";
            let page = browser.submit_file(form, &typed, (field, "a.png", bytes)).await.expect(400).text();
            assert!(page.contains("role=\"alert\"") && page.contains("value=\"Autre\""), "{page}");
        }
    }
    assert_eq!(maud.get(&format!("{CHANNELS}/maud_channel")).await.expect(200).json(), before);
    assert_eq!(site.files_in("media/avatars").len(), 4);
    assert!(site.files_in("scratch").is_empty());
}

#[tokio::test]
async fn a_channel_is_kept_on_its_pages_without_scripts() {
    let site = Site::new().await;
    let (browser, stranger) = (site.browser_of(ADMINISTRATOR).await, site.stranger());
    let maud = site.administrator().await;
    let picture = || clips::bytes(&clips::picture());
    let typed = [
        ("displayName", "La chorale"),
        ("name", "maud"),
        ("description", "Des <b>chants</b>"),
        ("support", ""),
    ];
    let taken = browser.submit_file("/my/channels", &typed, ("avatarfile", "a.png", picture())).await;
    let taken = taken.expect(409).text();
    assert!(taken.contains("value=\"La chorale\"") && taken.contains("role=\"alert\""), "{taken}");
    let typed = [
        ("displayName", "La chorale"),
        ("name", "chorale"),
        ("description", "Des <b>chants</b>"),
        ("support", ""),
    ];
    browser.submit_file("/my/channels", &typed, ("avatarfile", "a.png", picture())).await.expect(303);
    let edit = "/my/channels/chorale/edit";
    let page = browser.get(edit).await.expect(200).text();
    assert!(page.contains("/lazy-static/avatars/") && !page.contains("/lazy-static/banners/"), "{page}");
    let typed = [
        ("displayName", "Chorale"),
        ("description", ""),
        ("support", "Une **adhésion**"),
        ("removeAvatar", "1"),
    ];
    browser.submit_file(edit, &typed, ("bannerfile", "b.png", picture())).await.expect(303);
    let page = stranger.get("/c/chorale/videos").await.expect(200).text();
    assert!(page.contains("<strong>adhésion</strong>") && page.contains("/lazy-static/banners/"), "{page}");
    assert!(!page.contains("/lazy-static/avatars/") && !page.contains(edit), "{page}");
    assert!(browser.get("/c/chorale/videos").await.expect(200).text().contains(edit));

    // The channel's words of support stand under its films, unless a film has its own.
    let id = maud.get(&format!("{CHANNELS}/chorale")).await.expect(200).json()["id"].to_string();
    let film = site.publish(&maud, &clips::film(), &[("channelId", &id)]).await;
    let watch = format!("/w/{}", film.short);
    assert!(stranger.get(&watch).await.expect(200).text().contains("<strong>adhésion</strong>"));
    let change = json!({ "support": "Un *don*", "bulkVideosSupportUpdate": true });
    maud.ask("PUT", &format!("{CHANNELS}/chorale")).json(&change).send().await.expect(204);
    assert_eq!(stranger.get(&film.path()).await.expect(200).json()["support"], "Un *don*");
    maud.ask("PUT", &format!("{CHANNELS}/chorale"))
        .json(&json!({ "support": null }))
        .send()
        .await
        .expect(204);
    assert!(stranger.get(&watch).await.expect(200).text().contains("<em>don</em>"));
    let last = browser.get("/my/channels/maud_channel/edit").await.expect(200).text();
    assert!(last.contains("/my/channels/maud_channel/delete"));
    stranger.get("/my/channels").await.expect(303);
}
