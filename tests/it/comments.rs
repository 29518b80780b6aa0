//! Comments: written, answered, held, approved, deleted; in the API and under the film.

use serde_json::{Value, json};

use crate::clips;
use crate::site::{ADMINISTRATOR, Film, Site};
use crate::visitor::Visitor;

/// Writes a comment, or an answer to one; its number.
pub async fn say(who: &Visitor, film: &Film, reply_to: Option<i64>, text: &str) -> i64 {
    let path = match reply_to {
        None => format!("{}/comment-threads", film.path()),
        Some(id) => format!("{}/comments/{id}", film.path()),
    };
    let answer = who.ask("POST", &path).json(&json!({ "text": text })).send().await.expect(200).json();
    answer["comment"]["id"].as_i64().expect("a comment has a number")
}

async fn threads(who: &Visitor, film: &Film) -> Value {
    who.get(&format!("{}/comment-threads", film.path())).await.expect(200).json()
}

fn texts(list: &Value) -> Vec<&str> {
    list["data"].as_array().expect("a list").iter().map(|one| one["text"].as_str().expect("words")).collect()
}

#[tokio::test]
async fn members_talk_in_threads_and_what_is_deleted_keeps_its_place_only_where_it_was_answered() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul, stranger) =
        (site.administrator().await, site.application_of("paul").await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    assert_eq!(
        threads(&stranger, &film).await,
        json!({ "total": 0, "totalNotDeletedComments": 0, "data": [] })
    );

    let first = say(&paul, &film, None, "Bravo **à tous** !").await;
    let second = say(&maud, &film, None, "Merci d’être venus").await;
    let answer = say(&maud, &film, Some(first), "Merci Paul").await;
    let deep = say(&paul, &film, Some(answer), "De rien").await;
    let list = threads(&stranger, &film).await;
    assert_eq!(texts(&list), ["Merci d’être venus", "Bravo **à tous** !"]);
    assert_eq!((&list["total"], &list["totalNotDeletedComments"]), (&json!(2), &json!(4)));
    let thread = &list["data"][1];
    assert_eq!((&thread["totalReplies"], &thread["totalRepliesFromVideoAuthor"]), (&json!(2), &json!(1)));
    assert_eq!(thread["account"]["name"], "paul");
    let busiest = stranger.get(&format!("{}/comment-threads?sort=-totalReplies", film.path())).await;
    assert_eq!(texts(&busiest.expect(200).json())[0], "Bravo **à tous** !");
    let page = stranger.get(&format!("{}/comment-threads?start=1&count=1", film.path())).await;
    assert_eq!(texts(&page.expect(200).json()), ["Bravo **à tous** !"]);

    let tree = format!("{}/comment-threads/{first}", film.path());
    let whole = stranger.get(&tree).await.expect(200).json();
    assert_eq!(whole["comment"]["threadId"], first);
    assert_eq!(whole["children"][0]["comment"]["inReplyToCommentId"], first);
    assert_eq!(whole["children"][0]["children"][0]["comment"]["text"], "De rien");

    // Only its author, the owner of the film and the administrator take a comment away.
    let path = |id: i64| format!("{}/comments/{id}", film.path());
    paul.ask("DELETE", &path(second)).send().await.expect(403);
    stranger.ask("DELETE", &path(second)).send().await.expect(401);
    maud.ask("DELETE", &path(first)).send().await.expect(204);
    maud.ask("DELETE", &path(first)).send().await.expect(404);
    let list = threads(&stranger, &film).await;
    assert_eq!(texts(&list), ["Merci d’être venus", ""], "what was answered keeps its place");
    let gone = &list["data"][1];
    assert_eq!((&gone["isDeleted"], &gone["account"]), (&json!(true), &Value::Null));
    paul.ask("DELETE", &path(deep)).send().await.expect(204);
    maud.ask("DELETE", &path(answer)).send().await.expect(204);
    assert_eq!(texts(&threads(&stranger, &film).await), ["Merci d’être venus"]);
    paul.ask("POST", &path(answer)).json(&json!({ "text": "?" })).send().await.expect(404);
}

#[tokio::test]
async fn what_is_held_is_read_by_its_author_and_by_who_decides_until_it_is_approved() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let (paul, rose) = (site.application_of("paul").await, site.application_of("rose").await);
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&rose, &clips::film(), &[("commentsPolicy", "3")]).await;
    let details = stranger.get(&film.path()).await.expect(200).json();
    assert_eq!(details["commentsPolicy"], json!({ "id": 3, "label": "Requires approval" }));

    let held = say(&paul, &film, None, "Première fois ici").await;
    say(&rose, &film, None, "Bienvenue").await;
    for (who, expected) in [(&stranger, 1), (&paul, 2), (&rose, 2), (&maud, 2)] {
        let list = threads(who, &film).await;
        assert_eq!((&list["total"], texts(&list).len()), (&json!(expected), expected));
        let tree = who.get(&format!("{}/comment-threads/{held}", film.path())).await;
        tree.expect(if expected == 2 { 200 } else { 404 });
    }
    assert_eq!(threads(&paul, &film).await["data"][1]["heldForReview"], true);
    let reply = format!("{}/comments/{held}", film.path());
    paul.ask("POST", &reply).json(&json!({ "text": "Allô ?" })).send().await.expect(409);
    let approve = format!("{reply}/approve");
    paul.ask("POST", &approve).send().await.expect(403);
    stranger.ask("POST", &approve).send().await.expect(401);
    rose.ask("POST", &approve).send().await.expect(204);
    assert_eq!(threads(&stranger, &film).await["total"], 2);

    rose.ask("PUT", &film.path()).fields(&[("commentsPolicy", "2")]).send().await.expect(204);
    let path = format!("{}/comment-threads", film.path());
    paul.ask("POST", &path).json(&json!({ "text": "Encore" })).send().await.expect(409);
    rose.ask("PUT", &film.path()).fields(&[("commentsPolicy", "9")]).send().await.expect(400);
}

#[tokio::test]
async fn what_cannot_be_a_comment_is_refused_and_costs_nothing() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul) = (site.administrator().await, site.application_of("paul").await);
    let film = site.publish(&maud, &clips::film(), &[("privacy", "3")]).await;
    let path = format!("{}/comment-threads", film.path());
    paul.ask("POST", &path).json(&json!({ "text": "Je ne devrais pas" })).send().await.expect(404);
    paul.get(&path).await.expect(404);
    for text in [json!(""), json!("  \n "), json!("x".repeat(10_001)), json!(7), Value::Null] {
        maud.ask("POST", &path).json(&json!({ "text": text })).send().await.expect(400);
    }
    maud.ask("POST", &path).json(&json!({})).send().await.expect(400);
    site.stranger().ask("POST", &path).json(&json!({ "text": "a" })).send().await.expect(401);
    for id in ["0", "9999999", "-1"] {
        maud.get(&format!("{path}/{id}")).await.expect(404);
        let reply = format!("{}/comments/{id}", film.path());
        maud.ask("POST", &reply).json(&json!({ "text": "a" })).send().await.expect(404);
    }
    maud.get(&format!("{path}/x")).await.expect(400);
    maud.get(&format!("{path}?sort=x")).await.expect(400);
    assert_eq!(threads(&maud, &film).await["total"], 0);
    // A comment of another film is not found under this one.
    let other = site.publish(&maud, &clips::film(), &[]).await;
    let id = say(&maud, &other, None, "Ailleurs").await;
    maud.get(&format!("{path}/{id}")).await.expect(404);
    maud.ask("DELETE", &format!("{}/comments/{id}", film.path())).send().await.expect(404);
}

#[tokio::test]
async fn a_film_is_liked_once_by_each_member_and_the_count_follows() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul, stranger) =
        (site.administrator().await, site.application_of("paul").await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let other = site.publish(&maud, &clips::film(), &[]).await;
    let rate = format!("{}/rate", film.path());
    let counts = async || {
        let film = stranger.get(&film.path()).await.expect(200).json();
        (film["likes"].as_i64().expect("likes"), film["dislikes"].as_i64().expect("dislikes"))
    };
    for (who, rating, expected) in [
        (&maud, "like", (1, 0)),
        (&maud, "like", (1, 0)),
        (&paul, "dislike", (1, 1)),
        (&paul, "like", (2, 0)),
        (&maud, "none", (1, 0)),
        (&maud, "none", (1, 0)),
    ] {
        who.ask("PUT", &rate).json(&json!({ "rating": rating })).send().await.expect(204);
        assert_eq!(counts().await, expected, "{rating}");
    }
    let number = stranger.get(&film.path()).await.expect(200).json()["id"].clone();
    let mine = format!("/api/v1/users/me/videos/{number}/rating");
    assert_eq!(paul.get(&mine).await.expect(200).json(), json!({ "videoId": number, "rating": "like" }));
    assert_eq!(maud.get(&mine).await.expect(200).json()["rating"], "none");
    let liked = stranger.get("/api/v1/videos?sort=-likes").await.expect(200).json();
    assert_eq!(liked["data"][0]["uuid"], film.uuid.as_str());
    assert_eq!(liked["data"][1]["uuid"], other.uuid.as_str());
    paul.ask("PUT", &rate).json(&json!({ "rating": "love" })).send().await.expect(400);
    stranger.ask("PUT", &rate).json(&json!({ "rating": "like" })).send().await.expect(401);
    stranger.get(&mine).await.expect(401);
}

#[tokio::test]
async fn the_page_of_a_film_takes_comments_and_ratings_without_scripts() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let (owner, paul) = (site.browser_of(ADMINISTRATOR).await, site.browser_of("paul").await);
    let film = site.publish(&maud, &clips::film(), &[("commentsPolicy", "3")]).await;
    let page = format!("/w/{}", film.short);
    let (rate, write) = (format!("{page}/rate"), format!("{page}/comments"));
    let shown = async |who: &Visitor| who.get(&page).await.expect(200).text();
    assert!(shown(&stranger).await.contains(&format!("/login?return={page}%23comments")));

    paul.submit(&rate, &[("rating", "like")]).await.expect(303);
    assert!(shown(&stranger).await.contains("1 personne aime cette vidéo"));
    assert!(shown(&paul).await.contains("value=\"none\" aria-pressed=\"true\""));
    paul.submit(&rate, &[("rating", "x")]).await.expect(400);

    let said = paul.submit(&write, &[("text", "Bravo **<script>alert(1)</script>**")]).await.expect(303);
    let id = said.header("location").rsplit('-').next().expect("a number").to_owned();
    assert!(said.header("location").starts_with(&format!("{page}?said={id}#comment-")));
    assert!(!shown(&stranger).await.contains("Bravo"));
    let own = shown(&paul).await;
    assert!(own.contains("<strong>&lt;script&gt;alert(1)&lt;/script&gt;</strong>"), "{own}");
    assert!(own.contains("pas encore visible"));
    paul.submit(&format!("{write}/{id}/approve"), &[]).await.expect(403);
    owner.submit(&format!("{write}/{id}/approve"), &[]).await.expect(303);
    assert!(shown(&stranger).await.contains("1 commentaire</h2>"));
    owner.submit(&write, &[("text", "Merci !"), ("replyTo", id.as_str())]).await.expect(303);
    assert!(shown(&stranger).await.contains("a publié la vidéo"));

    // What is refused comes back with the page, in the form that it was typed in.
    let long = "é".repeat(10_001);
    let refused = paul.submit(&write, &[("text", long.as_str()), ("replyTo", id.as_str())]).await.expect(400);
    assert!(refused.text().contains(&long) && refused.text().contains("<details open"));
    paul.submit(&write, &[("text", "Encore"), ("replyTo", "999")]).await.expect(404);
    stranger.ask("POST", &write).fields(&[("text", "Sans nom")]).send().await.expect(303);
    paul.submit(&format!("{write}/{id}/delete"), &[]).await.expect(303);
    let page = shown(&stranger).await;
    assert!(page.contains("Ce commentaire a été supprimé") && page.contains("Merci !"), "{page}");
}

#[tokio::test]
async fn the_owner_goes_through_what_waits_under_all_films_at_once() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let (maud, paul, rose) =
        (site.administrator().await, site.application_of("paul").await, site.application_of("rose").await);
    let held = [("name", "Fest-noz"), ("commentsPolicy", "3")];
    let feast = site.publish(&rose, &clips::film(), &held).await;
    let press = site.publish(&rose, &clips::film(), &[("name", "Le pressoir")]).await;
    let (first, second) =
        (say(&paul, &feast, None, "Bravo").await, say(&paul, &feast, None, "Encore !").await);
    let open = say(&maud, &press, None, "Du bon cidre").await;

    const MINE: &str = "/api/v1/users/me/videos/comments";
    let list = rose.get(MINE).await.expect(200).json();
    assert_eq!(texts(&list), ["Du bon cidre", "Encore !", "Bravo"]);
    assert_eq!(list["data"][1]["video"]["name"], "Fest-noz");
    assert_eq!(list["data"][1]["heldForReview"], true);
    let waiting = rose.get(&format!("{MINE}?isHeldForReview=true&sort=createdAt")).await.expect(200).json();
    assert_eq!(texts(&waiting), ["Bravo", "Encore !"]);
    for (query, found) in [
        ("search=CIDRE", vec!["Du bon cidre"]),
        ("search=fest", vec!["Encore !", "Bravo"]),
        ("searchAccount=maud", vec!["Du bon cidre"]),
        ("searchVideo=pressoir", vec!["Du bon cidre"]),
        (&format!("videoId={}", feast.id), vec!["Encore !", "Bravo"]),
    ] {
        assert_eq!(texts(&rose.get(&format!("{MINE}?{query}")).await.expect(200).json()), found, "{query}");
    }
    rose.get(&format!("{MINE}?isHeldForReview=perhaps")).await.expect(400);
    assert_eq!(paul.get(MINE).await.expect(200).json()["total"], 0);
    rose.get("/api/v1/videos/comments").await.expect(403);
    assert_eq!(maud.get("/api/v1/videos/comments?isLocal=true").await.expect(200).json()["total"], 3);
    assert_eq!(maud.get("/api/v1/videos/comments?isLocal=false").await.expect(200).json()["total"], 0);

    let browser = site.browser_of("rose").await;
    let page = browser.get("/my/comments").await.expect(200).text();
    assert!(page.contains("Bravo") && page.contains("Fest-noz") && !page.contains("Du bon cidre"), "{page}");
    browser.submit("/my/comments", &[("approve", "x")]).await.expect(400);
    site.browser_of("paul")
        .await
        .submit("/my/comments", &[("approve", &first.to_string())])
        .await
        .expect(404);
    let shown = [("approve", "all"), ("shown", &first.to_string()), ("shown", &second.to_string())];
    browser.submit("/my/comments", &shown).await.expect(303);
    assert_eq!(threads(&site.stranger(), &feast).await["total"], 2);
    assert!(browser.get("/my/comments").await.expect(200).text().contains("Rien n’attend"));
    assert!(browser.get("/my/comments?state=all").await.expect(200).text().contains("Du bon cidre"));
    browser.submit("/my/comments", &[("delete", &open.to_string())]).await.expect(303);
    assert_eq!(threads(&site.stranger(), &press).await["total"], 0);

    // Everything that somebody wrote, under one's own films alone.
    let elsewhere = site.publish(&maud, &clips::film(), &[]).await;
    say(&paul, &elsewhere, None, "Ailleurs").await;
    let remove = |who: &Visitor, scope: &str| {
        let body = json!({ "accountName": "paul", "scope": scope });
        who.ask("POST", "/api/v1/bulk/remove-comments-of").json(&body).send()
    };
    remove(&rose, "instance").await.expect(403);
    remove(&rose, "everything").await.expect(400);
    remove(&rose, "my-videos").await.expect(204);
    assert_eq!(threads(&site.stranger(), &feast).await["total"], 0);
    assert_eq!(threads(&site.stranger(), &elsewhere).await["total"], 1);
    remove(&maud, "instance").await.expect(204);
    assert_eq!(threads(&site.stranger(), &elsewhere).await["total"], 0);
}

#[tokio::test]
async fn the_answers_to_a_comment_come_page_by_page_with_what_hangs_on_them() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let first = say(&maud, &film, None, "Bravo").await;
    let one = say(&maud, &film, Some(first), "Un").await;
    say(&maud, &film, Some(one), "Un et demi").await;
    say(&maud, &film, Some(first), "Deux").await;
    let path = |id: i64, query: &str| format!("{}/comments/{id}/replies{query}", film.path());
    let texts = |list: &Value| -> Vec<Value> {
        list["data"].as_array().expect("a list").iter().map(|one| one["comment"]["text"].clone()).collect()
    };
    let list = stranger.get(&path(first, "")).await.expect(200).json();
    assert_eq!((&list["total"], texts(&list)), (&json!(2), vec![json!("Un"), json!("Deux")]));
    assert_eq!(list["data"][0]["children"][0]["comment"]["text"], "Un et demi");
    let last = stranger.get(&path(first, "?sort=-createdAt&count=1")).await.expect(200).json();
    assert_eq!((&last["total"], texts(&last)), (&json!(2), vec![json!("Deux")]));
    assert_eq!(texts(&stranger.get(&path(one, "")).await.expect(200).json()), ["Un et demi"]);
    stranger.get(&path(999, "")).await.expect(404);
}
