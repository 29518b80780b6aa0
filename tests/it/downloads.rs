//! Films to keep: put together as plain MP4 files, for whoever may have them, never too many at once.

use lucarne::config::Source;

use crate::clips;
use crate::media::decoded;
use crate::site::{ADMINISTRATOR, Film, Site};
use crate::visitor::Visitor;

/// A site that makes a rendition of the sound alone as well.
async fn site() -> Site {
    let site = Site::new().await;
    let sound = lucarne::actions::settings::change(&site.app.db, |settings| {
        settings.audio_only_file = true;
        Ok(())
    });
    site.app.settings_changed(sound.await.unwrap());
    site
}

/// The numbers of a film's renditions: the best with a picture, and the sound alone.
async fn files(visitor: &Visitor, film: &Film) -> (i64, i64) {
    let film = visitor.get(&film.path()).await.expect(200).json();
    let files = film["streamingPlaylists"][0]["files"].as_array().expect("the film is prepared").clone();
    let id = |has_video: bool| {
        let file = files.iter().find(|file| file["hasVideo"] == has_video);
        file.and_then(|file| file["id"].as_i64()).expect("there is such a rendition")
    };
    (id(true), id(false))
}

#[tokio::test]
async fn a_film_is_kept_as_a_plain_file_with_its_name() {
    let site = site().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::dawn(), &[("name", "Fête d’été")]).await;
    let (picture, sound) = files(&stranger, &film).await;
    for id in [film.id.to_string(), film.uuid.to_string(), film.short.clone()] {
        stranger.get(&format!("/download/videos/generate/{id}?videoFileIds={picture}")).await.expect(200);
    }
    let path = format!("/download/videos/generate/{}", film.uuid);
    let answer = stranger.get(&format!("{path}?videoFileIds={picture}")).await.expect(200);
    assert_eq!(answer.header("content-type"), "video/mp4");
    assert_eq!(
        answer.header("content-disposition"),
        format!(
            "attachment; filename=\"{}.mp4\"; filename*=UTF-8''F%C3%AAte%20d_%C3%A9t%C3%A9.mp4",
            film.uuid
        )
    );
    assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    assert!(!answer.body.windows(4).any(|window| window == b"moof"), "it is not fragmented");
    let (frames, streams) = decoded("kept.mp4", &answer.body);
    assert_eq!((frames, streams.as_str()), (125, "h264\naac"));

    // A part of it is the same part of the whole: a download that broke off goes on.
    let tag = answer.header("etag").to_owned();
    let middle = answer.body.len() / 2;
    let rest = stranger.ask("GET", &format!("{path}?videoFileIds={picture}"));
    let rest = rest.header("range", format!("bytes={middle}-")).header("if-range", &tag).send().await;
    assert_eq!(rest.expect(206).body[..], answer.body[middle..]);
    let beyond = stranger.ask("GET", &format!("{path}?videoFileIds={picture}"));
    beyond.header("range", "bytes=999999999-").send().await.expect(416);

    let answer = stranger.get(&format!("{path}?videoFileIds[]={sound}")).await.expect(200);
    assert_eq!(answer.header("content-type"), "audio/mp4");
    assert!(answer.header("content-disposition").ends_with(".m4a"));
    assert_eq!(decoded("kept.m4a", &answer.body), (0, "aac".to_owned()));
    let raw = stranger.get(&format!("{path}.mp4?videoFileIds={picture}")).await.expect(200);
    assert_eq!(raw.header("content-disposition"), "", "with an ending it is the file itself");

    let page = stranger.get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert!(page.contains(&format!("href=\"{path}?videoFileIds={picture}\" download")), "{page}");
}

#[tokio::test]
async fn what_cannot_be_put_together_is_refused_in_words() {
    let site = site().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let other = site.publish(&maud, &clips::film(), &[]).await;
    let (picture, sound) = files(&stranger, &film).await;
    let (strange, _) = files(&stranger, &other).await;
    let path = format!("/download/videos/generate/{}", film.uuid);
    for (query, status) in [
        (String::new(), 400),
        ("?videoFileIds=".into(), 400),
        ("?videoFileIds=x".into(), 400),
        ("?videoFileIds=1&videoFileIds=2&videoFileIds=3".into(), 400),
        // Both have the sound.
        (format!("?videoFileIds={picture}&videoFileIds={sound}"), 400),
        ("?videoFileIds=99999".into(), 404),
        (format!("?videoFileIds={strange}"), 404),
    ] {
        let refused = stranger.get(&format!("{path}{query}")).await.expect(status);
        assert!(refused.header("content-type").starts_with("application/problem+json"), "{query}");
        assert!(refused.detail().len() > 10, "{query}");
    }
    let own = format!("?videoFileIds={picture}");
    stranger.get(&format!("/download/videos/generate/xx{own}")).await.expect(400);
    stranger
        .get(&format!("/download/videos/generate/fba68069-ffff-493b-96a3-52f023ed8656{own}"))
        .await
        .expect(404);
    maud.ask("PUT", &film.path()).fields(&[("downloadEnabled", "false")]).send().await.expect(204);
    stranger.get(&format!("{path}{own}")).await.expect(403);
    maud.get(&format!("{path}{own}")).await.expect(200);

    let waiting = site.send(&maud, &clips::long_film(), &[]).await;
    maud.get(&format!("/download/videos/generate/{}?videoFileIds=1", waiting.uuid)).await.expect(404);
    let browser = site.browser_of(ADMINISTRATOR).await;
    browser.submit(&format!("/my/videos/{}/delete", waiting.uuid), &[]).await.expect(303);
}

#[tokio::test]
async fn a_private_film_is_kept_with_its_token_alone() {
    let site = site().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[("privacy", "3")]).await;
    let (picture, _) = files(&maud, &film).await;
    let path = format!("/download/videos/generate/{}?videoFileIds={picture}", film.uuid);
    stranger.get(&path).await.expect(404);
    stranger.get(&format!("{path}&videoFileToken=1.2")).await.expect(404);
    let token = maud.ask("POST", &format!("{}/token", film.path())).send().await.expect(200).json();
    let token = token["files"]["token"].as_str().unwrap();
    let answer = stranger.get(&format!("{path}&videoFileToken={token}")).await.expect(200);
    assert_eq!(answer.header("cache-control"), "private, no-store");
    maud.get(&path).await.expect(200);
}

#[tokio::test]
async fn downloads_beyond_the_limit_wait_for_others_to_end() {
    let site = Site::with(Source { downloads: Some(1), ..Source::default() }).await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let shown = maud.get(&film.path()).await.expect(200).json();
    let file = &shown["streamingPlaylists"][0]["files"][0]["id"];
    let path = format!("/download/videos/generate/{}?videoFileIds={file}", film.uuid);
    let held = site.app.downloads.enter("192.0.2.1".parse().unwrap()).unwrap();
    let refused = stranger.get(&path).await.expect(429);
    assert!(refused.detail().contains("downloads"), "{}", refused.detail());
    drop(held);
    stranger.get(&path).await.expect(200);
    site.until("the place is given back", || async { stranger.get(&path).await.status == 200 }).await;
}
