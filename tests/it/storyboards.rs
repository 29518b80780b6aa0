//! Storyboards: made with the film, for whoever may watch it, gone with it.

use lucarne::domain::id::Reference;

use crate::clips;
use crate::site::{ADMINISTRATOR, Film, Site};
use crate::visitor::Visitor;

async fn of(visitor: &Visitor, film: &Film) -> serde_json::Value {
    visitor.get(&format!("{}/storyboards", film.path())).await.expect(200).json()["storyboards"].clone()
}

async fn path_of(visitor: &Visitor, film: &Film) -> String {
    of(visitor, film).await[0]["storyboardPath"].as_str().expect("the film has a storyboard").to_owned()
}

#[tokio::test]
async fn a_film_of_five_seconds_has_five_small_pictures_and_one_of_two_has_none() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::dawn(), &[]).await;
    let all = of(&stranger, &film).await;
    let sheet = &all[0];
    for (name, value) in [
        ("totalWidth", 960),
        ("totalHeight", 108),
        ("spriteWidth", 192),
        ("spriteHeight", 108),
        ("spriteDuration", 1),
    ] {
        assert_eq!(sheet[name], value, "{name}: {all}");
    }
    assert_eq!(all.as_array().map(Vec::len), Some(1));
    let path = path_of(&stranger, &film).await;
    assert_eq!(sheet["fileUrl"], format!("{}{path}", site.origin));
    let answer = stranger.get(&path).await.expect(200);
    assert_eq!(answer.header("content-type"), "image/jpeg");
    let picture = image::load_from_memory(&answer.body).expect("it is a JPEG").to_luma8();
    assert_eq!(picture.dimensions(), (960, 108));
    let brightness: Vec<u8> = (0..5).map(|place| picture.get_pixel(place * 192 + 96, 54).0[0]).collect();
    assert!(brightness.windows(2).all(|pair| pair[0] + 10 < pair[1]), "{brightness:?}");
    let page = stranger.get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert!(page.contains(&format!("data-storyboard=\"{path}\" data-sprites=\"5 192 108 1\"")), "{page}");

    let short = site.publish(&maud, &clips::film(), &[]).await;
    assert_eq!(of(&stranger, &short).await, serde_json::json!([]));
    let page = stranger.get(&format!("/w/{}", short.short)).await.expect(200).text();
    assert!(!page.contains("data-storyboard"), "{page}");
    for nothing in ["/lazy-static/storyboards/x.jpg", "/lazy-static/storyboards/..%2Fx.jpg"] {
        stranger.get(nothing).await.expect(404);
    }
    stranger.get("/api/v1/videos/xx/storyboards").await.expect(400);
}

#[tokio::test]
async fn the_storyboard_of_a_private_film_is_for_those_who_may_watch_it() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::dawn(), &[("privacy", "3")]).await;
    let path = path_of(&maud, &film).await;
    stranger.get(&format!("{}/storyboards", film.path())).await.expect(404);
    stranger.get(&path).await.expect(404);
    stranger.get(&format!("{path}?videoFileToken=1.2")).await.expect(404);
    assert_eq!(maud.get(&path).await.expect(200).header("cache-control"), "private, no-store");
    let token = maud.ask("POST", &format!("{}/token", film.path())).send().await.expect(200).json();
    let token = token["files"]["token"].as_str().unwrap();
    stranger.get(&format!("{path}?videoFileToken={token}")).await.expect(200);
}

#[tokio::test]
async fn a_new_preparation_replaces_the_storyboard_and_the_film_takes_it_along() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let film = site.publish(&maud, &clips::dawn(), &[]).await;
    let first = path_of(&maud, &film).await;
    let user = site.app.db.read(|read| lucarne::db::account::by_login(read, ADMINISTRATOR)).await;
    let person = user.unwrap().expect("she set the site up").person();
    let again = lucarne::actions::videos::prepare_again;
    again(&site.app.db, &person, Reference::Number(film.id)).await.unwrap();
    site.move_clock(60);
    site.until("it has another", || async { path_of(&maud, &film).await != first }).await;
    site.until("the first is gone", || async { site.files_in("media/storyboards").len() == 1 }).await;
    maud.get(&first).await.expect(404);
    let second = path_of(&maud, &film).await;
    maud.get(&second).await.expect(200);

    browser.submit(&format!("/my/videos/{}/delete", film.uuid), &[]).await.expect(303);
    site.stranger().get(&second).await.expect(404);
    site.move_clock(8 * 24 * 3600);
    site.until("it is erased", || async { site.files_in("media/storyboards").is_empty() }).await;
}
