//! Finding films.

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
