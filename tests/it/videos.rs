//! The API of films: lists, changes, deletion and its undoing.

use serde_json::json;

use crate::clips;
use crate::site::{ADMINISTRATOR, Film, Site};
use crate::visitor::Visitor;

#[tokio::test]
async fn lists_are_ordered_cut_and_counted_as_asked() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    for (name, category, language) in
        [("Abeille", "2", "fr"), ("Zèbre", "7", "en"), ("mouton", "2", "fr"), ("Chèvre", "7", "fr")]
    {
        let fields = [("name", name), ("category", category), ("language", language), ("tags[0]", "animal")];
        site.publish(&maud, &clips::film(), &fields).await;
        site.move_clock(60);
    }
    let stranger = site.stranger();
    let names = |query: &str| {
        let request = stranger.ask("GET", &format!("/api/v1/videos?{query}"));
        async move {
            let list = request.send().await.expect(200).json();
            let names: Vec<_> = list["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|film| film["name"].as_str().unwrap().to_owned())
                .collect();
            (list["total"].as_i64().unwrap(), names)
        }
    };
    assert_eq!(
        names("").await,
        (4, vec!["Chèvre".into(), "mouton".into(), "Zèbre".into(), "Abeille".into()])
    );
    assert_eq!(names("sort=publishedAt&count=1").await, (4, vec!["Abeille".into()]));
    assert_eq!(names("sort=publishedAt&start=3").await, (4, vec!["Chèvre".into()]));
    assert_eq!(names("start=4").await, (4, vec![]));
    assert_eq!(names("count=0").await, (4, vec![]));
    // What is not here is not answered with what is.
    assert_eq!(names("isLive=true").await, (0, vec![]));
    assert_eq!(names("isLocal=false&search=mouton").await, (0, vec![]));
    assert_eq!(names("isLive=false&isLocal=true").await.0, 4);
    stranger.get("/api/v1/videos?categoryOneOf=x").await.expect(400);
    for path in ["/api/v1/videos/%00", "/api/v1/videos/a%ff", "/api/v1/videos/..%2f"] {
        assert!(!stranger.get(path).await.expect(404).detail().is_empty(), "{path}");
    }
    assert_eq!(names("sort=name&count=2").await.1[0], "Abeille");
    assert_eq!(names("categoryOneOf=7&sort=publishedAt").await, (2, vec!["Zèbre".into(), "Chèvre".into()]));
    assert_eq!(names("languageOneOf=en").await, (1, vec!["Zèbre".into()]));
    assert_eq!(names("tagsOneOf=animal").await.0, 4);
    assert_eq!(names("tagsOneOf=plante").await.0, 0);
    for wrong in
        ["count=101", "count=-1", "count=x", "start=-1", "start=9999999999", "sort=secret", "sort=name;--"]
    {
        let refused = stranger.get(&format!("/api/v1/videos?{wrong}")).await.expect(400);
        assert!(!refused.detail().is_empty(), "{wrong}");
    }
}

#[tokio::test]
async fn a_change_takes_over_what_it_names_and_refuses_the_whole_when_a_part_is_wrong() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[("name", "Une fête"), ("description", "Avant")]).await;
    let change =
        |fields: &'static [(&'static str, &'static str)]| maud.ask("PUT", &film.path()).fields(fields);
    change(&[
        ("name", "Un bal"),
        ("tags[0]", "été"),
        ("category", "2"),
        ("language", "fr"),
        ("licence", "1"),
    ])
    .send()
    .await
    .expect(204);
    let shown = maud.get(&film.path()).await.expect(200).json();
    assert_eq!((&shown["name"], &shown["description"]), (&json!("Un bal"), &json!("Avant")));
    assert_eq!((&shown["tags"], &shown["category"]["id"]), (&json!(["été"]), &json!(2)));
    let json = json!({ "description": null, "name": "Par JSON", "tags": ["a1", "b2"], "nsfw": true });
    maud.ask("PUT", &film.path()).json(&json).send().await.expect(204);
    let shown = maud.get(&film.path()).await.expect(200).json();
    assert_eq!(
        (&shown["name"], &shown["nsfw"], &shown["tags"]),
        (&json!("Par JSON"), &json!(true), &json!(["a1", "b2"]))
    );
    for wrong in [
        &[("name", "ab")][..],
        &[("name", "Good"), ("category", "4711")],
        &[("name", "Good"), ("category", "x")],
        &[("name", "Good"), ("licence", "99")],
        &[("name", "Good"), ("language", "klingon")],
        &[("name", "Good"), ("privacy", "9")],
        &[("name", "Good"), ("privacy", "-1")],
        &[("name", "Good"), ("tags[0]", "x")],
        &[("name", "Good"), ("originallyPublishedAt", "yesterday")],
        &[("tags", "t1"), ("tags", "t2"), ("tags", "t3"), ("tags", "t4"), ("tags", "t5"), ("tags", "t6")],
    ] {
        let refused = maud.ask("PUT", &film.path()).fields(wrong).send().await.expect(400);
        assert!(!refused.detail().is_empty(), "{wrong:?}");
    }
    assert_eq!(
        maud.get(&film.path()).await.expect(200).json()["name"],
        "Par JSON",
        "nothing was taken over by halves"
    );
    let paul = site.application_of("paul").await;
    paul.ask("PUT", &film.path()).fields(&[("name", "Mine now")]).send().await.expect(403);
    paul.ask("DELETE", &film.path()).send().await.expect(403);
    site.stranger().ask("PUT", &film.path()).fields(&[("name", "Mine now")]).send().await.expect(401);
    site.stranger().ask("DELETE", &film.path()).send().await.expect(401);
    // Whoever keeps the house moves films between channels; a member only into those that they keep themselves.
    let channel = paul.get("/api/v1/users/me").await.expect(200).json()["videoChannels"][0]["id"].to_string();
    maud.ask("PUT", &film.path()).fields(&[("channelId", &channel)]).send().await.expect(204);
    paul.ask("PUT", &film.path()).fields(&[("channelId", "1")]).send().await.expect(403);
}

#[tokio::test]
async fn a_deleted_film_is_gone_at_once_comes_back_for_a_week_and_is_erased_after_it() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    let film = site.publish(&maud, &clips::film(), &[("name", "Une fête")]).await;
    let shown = maud.get(&film.path()).await.expect(200).json();
    let playlist = shown["streamingPlaylists"][0]["playlistUrl"].as_str().unwrap().to_owned();
    let (stranger, page) = (site.stranger(), format!("/w/{}", film.short));
    let deleted = browser.submit(&format!("/my/videos/{}/delete", film.uuid), &[]).await.expect(303);
    let led = deleted.header("location").to_owned();
    assert!(browser.get(&led).await.expect(200).text().contains("/undelete"), "the way back is offered");
    for path in [&film.path(), &page, &playlist] {
        stranger.get(path).await.expect(404);
        maud.get(path).await.expect(404);
    }
    assert_eq!(stranger.get("/api/v1/videos").await.expect(200).json()["total"], 0);
    site.move_clock(6 * 24 * 3600);
    let browser_later = site.browser_of(ADMINISTRATOR).await;
    browser_later.submit(&format!("/my/videos/{}/undelete", film.uuid), &[]).await.expect(303);
    for path in [&film.path(), &page, &playlist] {
        stranger.get(path).await.expect(200);
    }
    // Again, and this time for good.
    let maud = site.administrator().await;
    maud.ask("DELETE", &film.path()).send().await.expect(204);
    maud.ask("DELETE", &film.path()).send().await.expect(404);
    let folder = format!("media/streaming-playlists/hls/{}", film.uuid);
    assert!(!site.files_in(&folder).is_empty(), "its files wait for a week");
    site.move_clock(7 * 24 * 3600 + 60);
    site.until("its files are erased", || async {
        !site.data.join(&folder).exists()
            && ["media/thumbnails", "media/previews", "originals"]
                .iter()
                .all(|folder| site.files_in(folder).is_empty())
    })
    .await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    browser.submit(&format!("/my/videos/{}/undelete", film.uuid), &[]).await.expect(404);
    assert_eq!(
        site.administrator().await.get("/api/v1/users/me/videos").await.expect(200).json()["total"],
        0
    );
}

#[tokio::test]
async fn a_film_deleted_while_it_is_prepared_stops_and_is_prepared_when_it_comes_back() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let film = site.send(&maud, &clips::long_film(), &[]).await;
    site.until("it is being prepared", || async { site.app.preparations.progress(film.id).is_some() }).await;
    maud.ask("DELETE", &film.path()).send().await.expect(204);
    site.until("the worker has ended", || async { site.app.preparations.progress(film.id).is_none() }).await;
    let browser = site.browser_of(ADMINISTRATOR).await;
    browser.submit(&format!("/my/videos/{}/undelete", film.uuid), &[]).await.expect(303);
    site.until_state(&maud, &film, 1).await;
}

#[tokio::test]
async fn an_unlisted_film_is_found_by_its_link_and_not_by_counting() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul) = (site.administrator().await, site.application_of("paul").await);
    let film = site.publish(&maud, &clips::film(), &[("privacy", "2")]).await;
    let number = maud.get(&film.path()).await.expect(200).json()["id"].clone();
    for who in [&site.stranger(), &paul] {
        who.get(&film.path()).await.expect(200);
        who.get(&format!("/w/{}", film.short)).await.expect(200);
        let api = format!("/api/v1/videos/{number}");
        for path in ["", "/description", "/captions", "/chapters", "/comment-threads"] {
            who.get(&format!("{api}{path}")).await.expect(404);
        }
        who.get(&format!("/w/{number}")).await.expect(404);
        who.get(&format!("/videos/embed/{number}")).await.expect(404);
    }
    let rate = format!("/api/v1/videos/{number}/rate");
    paul.ask("PUT", &rate).json(&serde_json::json!({ "rating": "like" })).send().await.expect(404);
    maud.get(&format!("/api/v1/videos/{number}")).await.expect(200);
}

#[tokio::test]
async fn a_deleted_film_is_erased_at_once_when_its_owner_needs_the_room() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(crate::site::ADMINISTRATOR).await);
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let erase = format!("/my/videos/{}/erase", film.uuid);
    browser.submit(&erase, &[]).await.expect(409);
    maud.ask("DELETE", &film.path()).send().await.expect(204);
    assert!(browser.get("/my/videos").await.expect(200).text().contains(&erase));
    browser.submit(&erase, &[]).await.expect(303);
    let folder = format!("media/streaming-playlists/hls/{}", film.uuid);
    site.until("its files are gone", || async { site.files_in(&folder).is_empty() }).await;
    assert!(!browser.get("/my/videos").await.expect(200).text().contains(&film.uuid));
}

#[tokio::test]
async fn what_names_no_film_is_refused() {
    let site = Site::new().await;
    let stranger = site.stranger();
    for (id, status) in [
        ("4711", 404),
        ("fba68069-ffff-493b-96a3-52f023ed8656", 404),
        ("x5kQQxHS1qCvbVJuEuo4wN", 404),
        ("xx", 400),
        ("-1", 400),
        ("99999999999999999999", 400),
        ("fba68069-ffff-493b-96a3-52f023ed865", 400),
        ("1%20OR%201=1", 400),
    ] {
        let refused = stranger.get(&format!("/api/v1/videos/{id}")).await.expect(status);
        assert!(!refused.detail().is_empty(), "{id}");
        let page = stranger.get(&format!("/w/{id}")).await;
        assert!(matches!(page.status, 400 | 404), "{id}: {}", page.status);
    }
}

#[tokio::test]
async fn words_of_peertube_have_their_numbers() {
    let site = Site::new().await;
    let stranger = site.stranger();
    for (list, key, word) in [
        ("categories", "2", "Films"),
        ("licences", "7", "Public Domain Dedication"),
        ("languages", "fr", "French"),
        ("privacies", "3", "Private"),
    ] {
        assert_eq!(stranger.get(&format!("/api/v1/videos/{list}")).await.expect(200).json()[key], word);
    }
}

#[tokio::test]
async fn any_page_may_read_what_everybody_may_and_no_cookie_goes_with_it() {
    let site = Site::new().await;
    let stranger = site.stranger();
    let foreign =
        |method: &str| stranger.ask(method, "/api/v1/videos").header("origin", "https://elsewhere.example");
    let answer = foreign("GET").send().await.expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    let preflight =
        foreign("OPTIONS").header("access-control-request-method", "PUT").send().await.expect(204);
    assert!(preflight.header("access-control-allow-methods").contains("PUT"));
    let page =
        stranger.ask("GET", "/").header("origin", "https://elsewhere.example").send().await.expect(200);
    assert_eq!(page.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn two_films_of_one_person_are_told_apart_by_their_ids() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let (one, two) =
        (site.send(&maud, &clips::film(), &[]).await, site.send(&maud, &clips::film(), &[]).await);
    assert!(one.id != two.id && one.uuid != two.uuid && one.short != two.short);
    for film in [&one, &two] {
        site.until_state(&maud, film, 1).await;
        for id in [film.id.to_string(), film.uuid.clone(), film.short.clone()] {
            let shown = site.stranger().get(&format!("/api/v1/videos/{id}")).await.expect(200).json();
            assert_eq!(shown["uuid"], film.uuid);
        }
    }
    let of = |film: &Film| film.uuid.clone();
    assert_ne!(of(&one), of(&two));
}

#[tokio::test]
async fn what_a_film_was_made_of_and_what_its_files_are_is_told_to_who_may_know() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul, stranger) =
        (site.administrator().await, site.application_of("paul").await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[("name", "Le pressoir")]).await;
    let source = maud.get(&format!("{}/source", film.path())).await.expect(200).json();
    let sent = clips::film().file_name().expect("it has a name").to_string_lossy().into_owned();
    assert_eq!((&source["inputFilename"], &source["filename"]), (&json!(sent), &json!(sent)));
    paul.get(&format!("{}/source", film.path())).await.expect(403);
    stranger.get(&format!("{}/source", film.path())).await.expect(401);

    let file =
        stranger.get(&film.path()).await.expect(200).json()["streamingPlaylists"][0]["files"][0].clone();
    let address = file["metadataUrl"].as_str().expect("an address");
    let metadata = stranger.get(address.strip_prefix(&site.origin).expect("ours")).await.expect(200).json();
    assert_eq!(metadata["format"]["size"], file["size"]);
    let kinds: Vec<_> = metadata["streams"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|stream| stream["codec_name"].clone())
        .collect();
    assert_eq!(kinds, ["h264", "aac"]);
    assert_eq!(metadata["streams"][0]["height"], file["height"]);
    stranger.get(&format!("{}/metadata/999", film.path())).await.expect(404);

    // Preparing it once more is the administrator's.
    let again = |who: &Visitor, kind: &str| {
        let path = format!("{}/transcoding", film.path());
        who.ask("POST", &path).json(&json!({ "transcodingType": kind })).send()
    };
    again(&maud, "web-video").await.expect(400);
    again(&paul, "hls").await.expect(403);
    again(&maud, "hls").await.expect(204);
    let jobs = maud.get("/api/v1/jobs?jobType=video-transcoding").await.expect(200).json();
    assert!(jobs["total"].as_i64().expect("a number") <= 1, "{jobs}");
    maud.get("/api/v1/jobs/green").await.expect(400);
    assert_eq!(maud.get("/api/v1/jobs/completed").await.expect(200).json()["total"], 0);
    paul.get("/api/v1/jobs").await.expect(403);
}

#[tokio::test]
async fn what_members_like_is_listed_for_themselves_and_comments_make_a_film_hot() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul, stranger) =
        (site.administrator().await, site.application_of("paul").await, site.stranger());
    let press = site.publish(&maud, &clips::film(), &[("name", "Le pressoir")]).await;
    let feast = site.publish(&maud, &clips::film(), &[("name", "Fest-noz")]).await;
    for (film, rating) in [(&press, "like"), (&feast, "dislike")] {
        let rate = paul.ask("PUT", &format!("{}/rate", film.path())).json(&json!({ "rating": rating }));
        rate.send().await.expect(204);
    }
    const RATINGS: &str = "/api/v1/accounts/paul/ratings";
    let list = paul.get(RATINGS).await.expect(200).json();
    assert_eq!((&list["total"], &list["data"][0]["rating"]), (&json!(2), &json!("dislike")));
    let liked = paul.get(&format!("{RATINGS}?rating=like")).await.expect(200).json();
    assert_eq!((&liked["total"], &liked["data"][0]["video"]["name"]), (&json!(1), &json!("Le pressoir")));
    paul.get(&format!("{RATINGS}?rating=none")).await.expect(400);
    stranger.get(RATINGS).await.expect(401);
    maud.get(RATINGS).await.expect(200);
    paul.get("/api/v1/accounts/maud/ratings").await.expect(403);
    let accounts = stranger.get("/api/v1/accounts").await.expect(200).json();
    assert_eq!((&accounts["total"], &accounts["data"][0]["name"]), (&json!(2), &json!("paul")));

    let hottest = || async {
        let list = stranger.get("/api/v1/videos?sort=-hot").await.expect(200).json();
        list["data"][0]["name"].as_str().expect("a name").to_owned()
    };
    assert_eq!(hottest().await, "Fest-noz", "the newer one");
    let mut said = Vec::new();
    for words in ["Un", "Deux", "Trois"] {
        said.push(crate::comments::say(&paul, &press, None, words).await);
    }
    assert_eq!(hottest().await, "Le pressoir");
    for comment in said {
        let path = format!("{}/comments/{comment}", press.path());
        maud.ask("DELETE", &path).send().await.expect(204);
    }
    assert_eq!(hottest().await, "Fest-noz");
}
