//! Reports: written by members, answered and decided by those who keep the house.

use serde_json::{Value, json};

use crate::clips;
use crate::site::{ADMINISTRATOR, Site};
use crate::visitor::Visitor;

const ABUSES: &str = "/api/v1/abuses";

async fn report(by: &Visitor, what: Value, status: u16) -> i64 {
    let made = by.ask("POST", ABUSES).json(&what).send().await.expect(status).json();
    made["abuse"]["id"].as_i64().unwrap_or(0)
}

async fn told(who: &Visitor) -> Vec<(i64, Value)> {
    let list = who.get("/api/v1/users/me/notifications").await.expect(200).json();
    let all = list["data"].as_array().expect("a list").iter();
    all.map(|one| (one["type"].as_i64().expect("a number"), one["abuse"].clone())).collect()
}

#[tokio::test]
async fn a_report_goes_to_the_team_and_its_answer_to_whoever_wrote_it() {
    let site = Site::new().await;
    for name in ["paul", "rose"] {
        site.add_person(name, -1).await;
    }
    let (maud, paul, rose) =
        (site.administrator().await, site.application_of("paul").await, site.application_of("rose").await);
    let film = site.publish(&maud, &clips::film(), &[("name", "Le jardin")]).await;
    let part = json!({ "id": film.uuid, "startAt": 1, "endAt": 2 });
    let reasons = ["rights", "privacy", "rights"];
    let id = report(
        &paul,
        json!({ "reason": "C’est ma voix.", "predefinedReasons": reasons, "video": part }),
        200,
    )
    .await;

    // The team knows, and nobody else reads it.
    let (kind, about) = told(&maud).await.into_iter().find(|(kind, _)| *kind == 3).expect("the team is told");
    assert_eq!((kind, &about["id"], &about["video"]["name"]), (3, &json!(id), &json!("Le jardin")));
    let list = maud.get(ABUSES).await.expect(200).json();
    let one = &list["data"][0];
    assert_eq!((&list["total"], &one["reason"]), (&json!(1), &json!("C’est ma voix.")));
    assert_eq!(one["predefinedReasons"], json!(["privacy", "rights"]));
    assert_eq!((&one["video"]["startAt"], &one["video"]["endAt"]), (&json!(1), &json!(2)));
    assert_eq!(
        (&one["reporterAccount"]["name"], &one["flaggedAccount"]["name"]),
        (&json!("paul"), &json!(ADMINISTRATOR))
    );
    rose.get(ABUSES).await.expect(403);
    rose.get(&format!("{ABUSES}/{id}/messages")).await.expect(404);
    assert_eq!(rose.get("/api/v1/users/me/abuses").await.expect(200).json()["total"], 0);
    let mine = paul.get("/api/v1/users/me/abuses").await.expect(200).json();
    assert_eq!(mine["total"], 1);
    for hidden in ["reporterAccount", "moderationComment"] {
        assert!(mine["data"][0].get(hidden).is_none(), "{hidden} is the team's");
    }

    // They talk about it.
    let messages = format!("{ABUSES}/{id}/messages");
    let say = |who: &Visitor, text: &str| who.ask("POST", &messages).json(&json!({ "message": text })).send();
    let asked = say(&maud, "À quel moment ?").await.expect(200).json()["abuseMessage"]["id"].clone();
    say(&paul, "À la première seconde.").await.expect(200);
    say(&paul, " ").await.expect(400);
    assert_eq!(told(&paul).await[0].0, 16);
    assert_eq!(told(&maud).await[0].0, 16);
    let said = paul.get(&messages).await.expect(200).json();
    let told_by: Vec<_> =
        said["data"].as_array().expect("a list").iter().map(|one| &one["byModerator"]).collect();
    assert_eq!(told_by, [true, false]);
    paul.ask("DELETE", &format!("{messages}/{asked}")).send().await.expect(403);
    maud.ask("DELETE", &format!("{messages}/{asked}")).send().await.expect(204);

    // They decide; whoever wrote it is told once, however often the note changes.
    let change = |body: Value| maud.ask("PUT", &format!("{ABUSES}/{id}")).json(&body).send();
    change(json!({ "state": 3, "moderationComment": "Vu avec Paul." })).await.expect(204);
    change(json!({ "moderationComment": "Vu deux fois." })).await.expect(204);
    change(json!({ "state": 9 })).await.expect(400);
    let decided: Vec<_> = told(&paul).await.into_iter().filter(|(kind, _)| *kind == 15).collect();
    assert_eq!((decided.len(), &decided[0].1["state"]["id"]), (1, &json!(3)));
    change(json!({ "state": 2 })).await.expect(204);
    let decided: Vec<_> = told(&paul).await.into_iter().filter(|(kind, _)| *kind == 15).collect();
    assert_eq!(
        (decided.len(), &decided[0].1["state"]["id"]),
        (1, &json!(2)),
        "another decision is told anew"
    );
    let kept = maud.get(&format!("{ABUSES}?id={id}")).await.expect(200).json();
    assert_eq!(kept["data"][0]["moderationComment"], "Vu deux fois.");

    // What it was about stays when it is gone.
    maud.ask("DELETE", &film.path()).send().await.expect(204);
    let one = &maud.get(ABUSES).await.expect(200).json()["data"][0];
    assert_eq!((&one["video"]["deleted"], &one["video"]["name"]), (&json!(true), &json!("Le jardin")));
    maud.ask("DELETE", &format!("{ABUSES}/{id}")).send().await.expect(204);
    assert_eq!(paul.get("/api/v1/users/me/abuses").await.expect(200).json()["total"], 0);
}

#[tokio::test]
async fn only_what_somebody_sees_can_be_reported_and_only_in_words() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul) = (site.administrator().await, site.application_of("paul").await);
    let film = site.publish(&maud, &clips::film(), &[("name", "Entre nous"), ("privacy", "3")]).await;
    let open = site.publish(&maud, &clips::film(), &[("name", "Le jardin")]).await;
    let threads = format!("{}/comment-threads", open.path());
    let said = maud.ask("POST", &threads).json(&json!({ "text": "Idiot !" })).send().await.expect(200).json();
    let comment = &said["comment"]["id"];
    for (what, status) in [
        (json!({ "reason": "Non.", "video": { "id": film.uuid } }), 404),
        (json!({ "reason": "Non.", "video": { "id": film.id } }), 404),
        (json!({ "reason": "Non.", "comment": { "id": 999_999 } }), 404),
        (json!({ "reason": "Non.", "account": { "id": 999_999 } }), 404),
        (json!({ "reason": "N", "video": { "id": open.id } }), 400),
        (json!({ "reason": "x".repeat(3001), "video": { "id": open.id } }), 400),
        (json!({ "reason": "Non." }), 400),
        (json!({ "reason": "Non.", "video": { "id": open.id }, "comment": { "id": comment } }), 400),
        (json!({ "reason": "Non.", "video": { "id": open.id, "startAt": 5, "endAt": 2 } }), 400),
        (json!({ "reason": "Non.", "video": { "id": open.id, "startAt": -1 } }), 400),
        (json!({ "reason": "Non.", "predefinedReasons": ["boring"], "video": { "id": open.id } }), 400),
    ] {
        report(&paul, what, status).await;
    }
    assert_eq!(maud.get(ABUSES).await.expect(200).json()["total"], 0);

    let id = report(&paul, json!({ "reason": "Une insulte.", "comment": { "id": comment } }), 200).await;
    report(&paul, json!({ "reason": "Il recommence.", "account": { "id": 1 } }), 200).await;
    for (query, total) in [
        ("filter=comment", 1),
        ("filter=account", 1),
        ("filter=video", 0),
        ("search=insulte", 1),
        ("search=Paul", 2),
        ("state=1", 2),
        ("state=3", 0),
        ("predefinedReason=rights", 0),
    ] {
        assert_eq!(
            maud.get(&format!("{ABUSES}?{query}")).await.expect(200).json()["total"],
            total,
            "{query}"
        );
    }
    for wrong in ["state=4", "filter=channel", "predefinedReason=x", "sort=name", "id=x"] {
        maud.get(&format!("{ABUSES}?{wrong}")).await.expect(400);
    }
    // Deleted, its words stay with the report.
    maud.ask("DELETE", &format!("{}/comments/{comment}", open.path())).send().await.expect(204);
    let one = maud.get(&format!("{ABUSES}?id={id}")).await.expect(200).json()["data"][0]["comment"].clone();
    assert_eq!((&one["deleted"], &one["text"]), (&json!(true), &json!("Idiot !")));

    // With the account of who wrote them they all go.
    site.add_person("rose", -1).await;
    let rose = site.application_of("rose").await;
    report(&rose, json!({ "reason": "Moi aussi.", "account": { "id": 1 } }), 200).await;
    assert_eq!(maud.get(ABUSES).await.expect(200).json()["total"], 3);
    rose.ask("DELETE", "/api/v1/users/me").send().await.expect(204);
    assert_eq!(maud.get(ABUSES).await.expect(200).json()["total"], 2);

    // One person sends so many in a day.
    for _ in 2..50 {
        report(&paul, json!({ "reason": "Encore.", "account": { "id": 1 } }), 200).await;
    }
    report(&paul, json!({ "reason": "Encore.", "account": { "id": 1 } }), 429).await;
}

#[tokio::test]
async fn the_pages_do_the_same() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let maud = site.administrator().await;
    let film = site.publish(&maud, &clips::film(), &[("name", "Le jardin <b>")]).await;
    let (browser, paul) = (site.browser_of(ADMINISTRATOR).await, site.browser_of("paul").await);
    assert!(paul.get(&format!("/w/{}", film.short)).await.expect(200).text().contains("/report?video="));
    let page = paul.get(&format!("/report?video={}", film.uuid)).await.expect(200).text();
    assert!(page.contains("Le jardin &#60;b&#62;") || page.contains("Le jardin &lt;b&gt;"), "{page}");
    paul.get("/report").await.expect(404);
    let fields = [
        ("video", &*film.uuid),
        ("reasons", "rights"),
        ("reason", "Non."),
        ("startAt", "0:02"),
        ("endAt", "0:01"),
    ];
    let page = paul.submit("/report", &fields).await.expect(400).text();
    assert!(page.contains("endAt-wrong") && page.contains("value=\"rights\" checked"), "{page}");
    let sent = paul.submit("/report", &fields[..3]).await.expect(303);
    let at = sent.header("location").split('?').next().expect("a path").to_owned();
    assert!(paul.get(&at).await.expect(200).text().contains("Non."));
    assert!(paul.get("/my/reports").await.expect(200).text().contains(&at));

    assert!(browser.get("/admin/reports").await.expect(200).text().contains(&at));
    let page = browser.get(&at).await.expect(200).text();
    assert!(page.contains("/decide") && page.contains("/admin/people/"), "{page}");
    browser.submit(&format!("{at}/messages"), &[("message", "Merci.")]).await.expect(303);
    browser.submit(&format!("{at}/decide"), &[("state", "3"), ("note", "Réglé avec lui.")]).await.expect(303);
    let page = paul.get(&at).await.expect(200).text();
    assert!(
        page.contains("Merci.") && !page.contains("Réglé avec lui.") && !page.contains("/decide"),
        "{page}"
    );
    paul.submit(&format!("{at}/decide"), &[("state", "1")]).await.expect(403);
    paul.submit(&format!("{at}/messages"), &[("message", "")]).await.expect(400);
    assert!(browser.get("/admin/reports").await.expect(200).text().contains("empty"));
    assert!(browser.get("/admin/reports?state=all").await.expect(200).text().contains(&at));
}
