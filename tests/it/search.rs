//! Finding films.

use serde_json::json;

use crate::clips;
use crate::site::Site;

#[tokio::test]
async fn words_are_found_without_their_accents_and_by_their_beginnings() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let fields = [("name", "Été à Sarlat"), ("description", "La fête des œufs"), ("tags[0]", "périgord")];
    let film = site.publish(&maud, &clips::film(), &fields).await;
    site.publish(&maud, &clips::film(), &[("name", "Winter in London")]).await;
    let stranger = site.stranger();
    let found = |words: &str| {
        let words: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
        let asking = stranger.ask("GET", &format!("/api/v1/search/videos?search={words}"));
        async move {
            let list = asking.send().await.expect(200).json();
            list["data"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|film| film["uuid"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        }
    };
    for words in ["ete", "ÉTÉ", "été sarlat", "sarl", "fete", "perigord", "  ete  "] {
        assert_eq!(found(words).await, std::slice::from_ref(&film.uuid), "{words}");
    }
    for words in ["automne", "été winter", "rlat"] {
        assert!(found(words).await.is_empty(), "{words}");
    }
    // A change and a deletion are found at once.
    maud.ask("PUT", &film.path()).fields(&[("name", "Automne à Sarlat")]).send().await.expect(204);
    assert_eq!(found("automne").await.len(), 1);
    assert!(found("été").await.is_empty());
    let page = stranger.get("/search?search=AUTOMNE").await.expect(200).text();
    assert!(page.contains("Automne à Sarlat"), "{page}");
    maud.ask("DELETE", &film.path()).send().await.expect(204);
    assert!(found("automne").await.is_empty());
}

#[tokio::test]
async fn what_people_type_is_never_a_command_to_the_database() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    site.publish(&maud, &clips::film(), &[("name", "Une fête")]).await;
    let stranger = site.stranger();
    for words in [
        "\"",
        "'",
        "' OR 1=1 --",
        "\" OR \"a",
        "NEAR(",
        "a AND",
        "*",
        "name:x",
        "^fête",
        "(((",
        "-",
        "fête*",
        "\0",
        "'; DROP TABLE video; --",
        "\u{202e}",
        "<script>alert(1)</script>",
        "%00",
        "%",
        "_",
    ] {
        let encoded: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
        stranger.get(&format!("/api/v1/search/videos?search={encoded}")).await.expect(200);
        stranger.get(&format!("/api/v1/videos?search={encoded}")).await.expect(200);
        let page = stranger.get(&format!("/search?search={encoded}")).await.expect(200).text();
        assert!(!page.contains("<script>alert"), "{words}");
    }
    let long = "fête+".repeat(5_000);
    stranger.get(&format!("/api/v1/search/videos?search={long}")).await.expect(200);
    stranger.get(&format!("/search?search={long}")).await.expect(200);
    assert_eq!(stranger.get("/api/v1/videos").await.expect(200).json()["total"], 1);
}

#[tokio::test]
async fn peertubes_filters_narrow_lists_and_searches() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let feast = [
        ("name", "La fête"),
        ("category", "5"),
        ("licence", "2"),
        ("language", "fr"),
        ("tags[0]", "Été"),
        ("tags[1]", "bal"),
        ("originallyPublishedAt", "1998-07-12"),
        ("nsfw", "true"),
        ("nsfwFlags", "1"),
    ];
    let feast = site.publish(&maud, &clips::film(), &feast).await;
    let winter = [("name", "Winter"), ("category", "2"), ("language", "en"), ("tags[0]", "bal")];
    let winter = site.publish(&maud, &clips::film(), &winter).await;
    let plain = site.publish(&maud, &clips::film(), &[("name", "Sans rien")]).await;
    let part = reqwest::multipart::Part::bytes(&b"WEBVTT\n\n00:00.100 --> 00:01.000\nHallo\n"[..]);
    let form = reqwest::multipart::Form::new().part("captionfile", part.file_name("de.vtt"));
    maud.ask("PUT", &format!("{}/captions/de", plain.path())).multipart(form).send().await.expect(204);
    let (uuids, seen) = (format!("uuids={}&uuids={}", feast.uuid, winter.short), json!({ "currentTime": 1 }));
    maud.ask("POST", &format!("{}/views", winter.path())).json(&seen).send().await.expect(204);
    let all = vec!["La fête", "Sans rien", "Winter"];
    for (query, expected) in [
        ("categoryOneOf=5&categoryOneOf=2", vec!["La fête", "Winter"]),
        ("categoryOneOf[]=5", vec!["La fête"]),
        ("licenceOneOf=2", vec!["La fête"]),
        ("languageOneOf=fr&languageOneOf=en", vec!["La fête", "Winter"]),
        ("languageOneOf=de", vec!["Sans rien"]),
        ("languageOneOf=_unknown", vec!["Sans rien"]),
        ("languageOneOf=_unknown&languageOneOf=en", vec!["Sans rien", "Winter"]),
        ("tagsOneOf=BAL", vec!["La fête", "Winter"]),
        ("tagsOneOf=bal&tagsOneOf=%C3%89t%C3%A9", vec!["La fête", "Winter"]),
        ("tagsAllOf=bal&tagsAllOf=%C3%89t%C3%A9", vec!["La fête"]),
        ("nsfw=false", vec!["Sans rien", "Winter"]),
        ("nsfw=false&nsfwFlagsIncluded=1", all.clone()),
        ("nsfwFlagsExcluded=1", vec!["Sans rien", "Winter"]),
        ("durationMin=1", all.clone()),
        ("durationMin=600", vec![]),
        ("durationMax=600", all.clone()),
        ("startDate=2020-01-01", all.clone()),
        ("endDate=2020-01-01T00:00:00.000Z", vec![]),
        ("originallyPublishedStartDate=1998-01-01&originallyPublishedEndDate=1999-01-01", vec!["La fête"]),
        (&uuids, vec!["La fête", "Winter"]),
        ("isLive=true", vec![]),
        ("isLocal=false", vec![]),
        ("hasHLSFiles=false", vec![]),
        ("hasWebVideoFiles=true", vec![]),
        ("host=elsewhere.example", vec![]),
    ] {
        for list in ["videos", "search/videos", "accounts/maud/videos"] {
            let path = format!("/api/v1/{list}?sort=name&{query}");
            let list = site.stranger().get(&path).await.expect(200).json();
            let names: Vec<_> = list["data"].as_array().unwrap().iter().map(|film| &film["name"]).collect();
            assert_eq!(names, expected, "{path}");
            assert_eq!(list["total"], expected.len(), "{path}");
        }
    }
    site.until("the history is written", || async {
        let list = maud.get("/api/v1/videos?excludeAlreadyWatched=true").await.json();
        list["total"] == 2
    })
    .await;
    for query in
        ["categoryOneOf=x", "durationMin=-1", "startDate=hier", "isLive=perhaps", "uuids=1", "sort=x"]
    {
        site.stranger().get(&format!("/api/v1/search/videos?{query}")).await.expect(400);
    }
    // What somebody likes is livelier than what is merely newer by seconds.
    for film in [&feast, &winter, &plain] {
        site.stranger().get(&film.path()).await.expect(200);
    }
    let liked = json!({ "rating": "like" });
    for name in ["paul", "jeanne", "amel"] {
        site.add_person(name, -1).await;
        let person = site.application_of(name).await;
        person.ask("PUT", &format!("{}/rate", feast.path())).json(&liked).send().await.expect(204);
    }
    for sort in ["-hot", "-best", "-likes"] {
        let list = site.stranger().get(&format!("/api/v1/videos?sort={sort}")).await.expect(200).json();
        assert_eq!(list["data"][0]["name"], "La fête", "{sort}: {list}");
    }
    let list = site.stranger().get("/api/v1/videos?sort=originallyPublishedAt").await.expect(200).json();
    assert_eq!(list["data"][0]["name"], "La fête");
}

#[tokio::test]
async fn a_search_is_narrowed_on_its_page() {
    let site = Site::new().await;
    let maud = site.administrator().await;
    let fields = [("name", "La fête"), ("category", "5"), ("language", "fr"), ("tags[0]", "c++ & bal")];
    site.publish(&maud, &clips::film(), &fields).await;
    site.publish(&maud, &clips::film(), &[("name", "Une autre fête")]).await;
    let stranger = site.stranger();
    for (query, is_there) in [
        ("search=f%C3%AAte&categoryOneOf=5", true),
        ("search=&categoryOneOf=5", true),
        ("search=f%C3%AAte&length=short&since=day", true),
        ("search=f%C3%AAte&length=long", false),
        ("search=f%C3%AAte&languageOneOf=en", false),
        ("search=f%C3%AAte&licenceOneOf=1", false),
        ("tagsOneOf=c%2B%2B+%26+bal", true),
        ("search=f%C3%AAte&sort=-views&since=never&length=x&categoryOneOf=x&languageOneOf=xx", true),
    ] {
        let page = stranger.get(&format!("/search?{query}")).await.expect(200).text();
        assert_eq!(page.contains(">La fête</a>"), is_there, "{query}: {page}");
    }
    let page = stranger.get("/search?search=&categoryOneOf=5").await.text();
    assert!(!page.contains("Une autre fête") && page.contains("value=\"5\" selected"), "{page}");
    let page = stranger.get("/videos/overview").await.expect(200).text();
    assert!(
        page.contains("/search?tagsOneOf=c%2B%2B+%26+bal") && page.contains("/search?categoryOneOf=5"),
        "{page}"
    );
}
