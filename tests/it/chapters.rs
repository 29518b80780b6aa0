//! Chapters: given by the owner, or read from the description.

use serde_json::json;

use crate::clips;
use crate::site::{ADMINISTRATOR, Site};

#[tokio::test]
async fn a_description_with_times_makes_chapters_until_the_owner_gives_others() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let paul = site.application_of("paul").await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let words = "La fête\n0:00 Début\n0:01 - Gâteau\n9:00 After the end";
    let film = site.publish(&maud, &clips::film(), &[("description", words)]).await;
    let path = format!("{}/chapters", film.path());
    let of_description = json!({ "chapters": [
        { "timecode": 0, "title": "Début" },
        { "timecode": 1, "title": "Gâteau" },
    ] });
    assert_eq!(stranger.get(&path).await.expect(200).json(), of_description);
    let page = stranger.get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert!(page.contains("href=\"?start=1\"") && page.contains("Gâteau"), "{page}");

    let own =
        json!({ "chapters": [{ "timecode": 1, "title": "B" }, { "timecode": 0, "title": "<b>A</b>" }] });
    maud.ask("PUT", &path).json(&own).send().await.expect(204);
    let ordered =
        json!({ "chapters": [{ "timecode": 0, "title": "<b>A</b>" }, { "timecode": 1, "title": "B" }] });
    assert_eq!(stranger.get(&path).await.expect(200).json(), ordered);
    let page = stranger.get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert!(!page.contains("<b>A</b>"), "a title is text");

    for (wrong, status) in [
        (json!({ "chapters": [{ "timecode": 99999, "title": "Late" }] }), 400),
        (json!({ "chapters": [{ "timecode": -1, "title": "B" }] }), 400),
        (json!({ "chapters": [{ "timecode": 0, "title": "" }] }), 400),
        (json!({ "chapters": [{ "timecode": 0, "title": "a" }, { "timecode": 0, "title": "b" }] }), 400),
        (json!({ "chapters": "x" }), 400),
        (json!({}), 400),
    ] {
        maud.ask("PUT", &path).json(&wrong).send().await.expect(status);
    }
    paul.ask("PUT", &path).json(&own).send().await.expect(403);
    stranger.ask("PUT", &path).json(&own).send().await.expect(401);
    assert_eq!(stranger.get(&path).await.expect(200).json(), ordered, "what is refused changes nothing");

    maud.ask("PUT", &path).json(&json!({ "chapters": [] })).send().await.expect(204);
    assert_eq!(stranger.get(&path).await.expect(200).json(), of_description);
}

#[tokio::test]
async fn chapters_are_edited_as_lines_and_a_line_that_is_none_comes_back_with_its_words() {
    let site = Site::new().await;
    let (maud, browser) = (site.administrator().await, site.browser_of(ADMINISTRATOR).await);
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let edit = format!("/my/videos/{}/edit", film.uuid);
    let no_picture = || ("thumbnailfile", "", Vec::new());
    let fields = [("name", "Fête"), ("chapters", "0:00 Début\n0:01 Fin")];
    browser.submit_file(&edit, &fields, no_picture()).await.expect(303);
    let page = browser.get(&edit).await.expect(200).text();
    assert!(page.contains("0:00 Début\n0:01 Fin"), "{page}");
    let typed = [("name", "Another"), ("chapters", "0:00 Début\nthe garden")];
    let refused = browser.submit_file(&edit, &typed, no_picture()).await.expect(400).text();
    assert!(refused.contains("the garden") && refused.contains("role=\"alert\""), "{refused}");
    assert!(
        refused.contains("aria-invalid=\"true\" aria-describedby=\"chapters-wrong chapters-help\""),
        "{refused}"
    );
    let both = [("name", "x"), ("chapters", "the garden")];
    let refused = browser.submit_file(&edit, &both, no_picture()).await.expect(400).text();
    assert!(refused.contains("id=\"name-wrong\"") && refused.contains("id=\"chapters-wrong\""), "{refused}");
    let now = maud.get(&film.path()).await.expect(200).json();
    assert_eq!(now["name"], "Fête", "nothing of a refused form is kept");
}
