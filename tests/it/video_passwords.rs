//! Passwords of films: given with the film, listed, added, changed and taken away.

use serde_json::{Value, json};

use crate::clips;
use crate::site::{Film, Site, send_bytes};
use crate::visitor::Visitor;

const HEADER: &str = "x-peertube-video-password";

async fn listed(by: &Visitor, film: &Film) -> Vec<String> {
    let answer = by.get(&format!("{}/passwords?sort=createdAt", film.path())).await.expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let list = answer.json();
    let data = list["data"].as_array().expect("a list").clone();
    assert_eq!(list["total"], data.len());
    for one in &data {
        assert!(one["id"].is_i64() && one["videoId"] == film.id, "{one}");
        assert!(one["createdAt"].is_string() && one["updatedAt"].is_string(), "{one}");
    }
    data.iter().map(|one| one["password"].as_str().expect("it is text").to_owned()).collect()
}

async fn opens(site: &Site, film: &Film, password: &str) -> bool {
    let visitor = Visitor::new(&site.origin, crate::site::new_address());
    visitor.ask("GET", &film.path()).header(HEADER, password).send().await.status == 200
}

#[tokio::test]
async fn an_upload_brings_the_passwords_of_its_film() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let fields = [("privacy", "5"), ("videoPasswords[0]", "lucarne"), ("videoPasswords[1]", "ardoise")];
    let film = site.publish(&owner, &clips::film(), &fields).await;
    assert_eq!(listed(&owner, &film).await, ["lucarne", "ardoise"]);
    assert!(opens(&site, &film, "lucarne").await && opens(&site, &film, "ardoise").await);

    let bytes = clips::bytes(&clips::film());
    let about =
        json!({ "name": "En morceaux", "filename": "a.mp4", "privacy": 5, "videoPasswords": ["toiture"] });
    let begin = |about: &Value| {
        let length = bytes.len().to_string();
        owner
            .ask("POST", "/api/v1/videos/upload-resumable")
            .header("x-upload-content-length", length)
            .json(about)
    };
    let begun = begin(&about).send().await.expect(201);
    let address = begun.header("location").split_once("/api/").expect("it is one of ours").1.to_owned();
    let range = format!("bytes 0-{}/{}", bytes.len() - 1, bytes.len());
    let put = owner.ask("PUT", &format!("/api/{address}")).header("content-range", range).body(bytes.clone());
    let film = Film::accepted(&put.send().await.expect(200));
    site.until_state(&owner, &film, 1).await;
    assert_eq!(listed(&owner, &film).await, ["toiture"]);

    for passwords in [
        json!(null),
        json!([]),
        json!(["a"]),
        json!(["x".repeat(100)]),
        json!(["", "ab"]),
        json!(["ab", "ab"]),
    ] {
        let mut wrong = about.clone();
        wrong["videoPasswords"] = passwords.clone();
        assert_eq!(begin(&wrong).send().await.status, 400, "{passwords}");
    }
    for fields in [vec![("privacy", "5")], vec![("privacy", "5"), ("videoPasswords[]", "a")]] {
        send_bytes(&owner, "a.mp4", bytes.clone(), &fields).await.expect(400);
    }
    assert!(site.files_in("originals").len() <= 2, "what was refused leaves nothing");
}

#[tokio::test]
async fn a_change_gives_a_film_passwords_and_takes_them_away() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let film = site.publish(&owner, &clips::film(), &[("privacy", "1"), ("name", "Ouverte")]).await;
    let change = |body: Value| owner.ask("PUT", &film.path()).json(&body);
    for wrong in [
        json!({ "privacy": 5 }),
        json!({ "privacy": 5, "videoPasswords": [] }),
        json!({ "privacy": 5, "videoPasswords": ["a"] }),
        json!({ "privacy": 6 }),
    ] {
        change(wrong).send().await.expect(400);
    }
    site.stranger().get(&film.path()).await.expect(200);
    change(json!({ "privacy": 5, "videoPasswords": ["lucarne"] })).send().await.expect(204);
    site.stranger().get(&film.path()).await.expect(403);
    // Whoever protects a film says with what, even if it is protected already; other changes leave the passwords.
    change(json!({ "privacy": 5 })).send().await.expect(400);
    change(json!({ "name": "Fermée" })).send().await.expect(204);
    assert_eq!(listed(&owner, &film).await, ["lucarne"]);
    change(json!({ "videoPasswords": ["ardoise", "lucarne"] })).send().await.expect(204);
    assert!(opens(&site, &film, "ardoise").await);
    change(json!({ "privacy": 2 })).send().await.expect(204);
    site.stranger().get(&film.path()).await.expect(200);
    owner.get(&format!("{}/passwords", film.path())).await.expect(400);
    change(json!({ "privacy": 5, "videoPasswords": ["toiture"] })).send().await.expect(204);
    assert_eq!(listed(&owner, &film).await, ["toiture"], "the old ones are forgotten");
}

#[tokio::test]
async fn passwords_are_listed_added_replaced_and_removed_by_the_owner_alone() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    site.add_person("lise", -1).await;
    let (paul, lise) = (site.application_of("paul").await, site.application_of("lise").await);
    let film = site.publish(&paul, &clips::film(), &[("privacy", "5"), ("videoPasswords", "lucarne")]).await;
    let path = format!("{}/passwords", film.path());
    let add = |password: &str| paul.ask("POST", &path).json(&json!({ "password": password }));
    add("ardoise").send().await.expect(204);
    for wrong in ["", "a", "ardoise", "a\nb"] {
        add(wrong).send().await.expect(400);
    }
    for wrong in [json!({ "password": 12 }), json!({})] {
        paul.ask("POST", &path).json(&wrong).send().await.expect(400);
    }
    let put = |passwords: Value| paul.ask("PUT", &path).json(&json!({ "passwords": passwords }));
    for wrong in [json!([]), json!("ab"), json!([12]), json!(["ab", "ab"]), json!(["x".repeat(100)])] {
        assert_eq!(put(wrong.clone()).send().await.status, 400, "{wrong}");
    }
    assert_eq!(listed(&paul, &film).await, ["lucarne", "ardoise"]);
    put(json!(["ardoise", "toiture"])).send().await.expect(204);
    assert_eq!(listed(&paul, &film).await, ["ardoise", "toiture"]);
    assert!(!opens(&site, &film, "lucarne").await && opens(&site, &film, "toiture").await);

    let first = paul.get(&format!("{path}?count=1")).await.expect(200).json();
    assert_eq!((&first["total"], &first["data"][0]["password"]), (&json!(2), &json!("toiture")));
    paul.get(&format!("{path}?sort=password")).await.expect(400);
    let id = first["data"][0]["id"].as_i64().expect("a number");
    for wrong in ["0", "-1", "99999999"] {
        paul.ask("DELETE", &format!("{path}/{wrong}")).send().await.expect(404);
    }
    paul.ask("DELETE", &format!("{path}/first")).send().await.expect(400);
    let one = format!("{path}/{id}");
    lise.ask("DELETE", &one).send().await.expect(403);
    site.stranger().ask("DELETE", &one).send().await.expect(401);
    lise.get(&path).await.expect(403);
    paul.ask("DELETE", &one).send().await.expect(204);
    let last = paul.get(&path).await.expect(200).json()["data"][0]["id"].clone();
    paul.ask("DELETE", &format!("{path}/{last}")).send().await.expect(400);
    assert_eq!(listed(&paul, &film).await, ["ardoise"]);
}

#[tokio::test]
async fn passwords_are_read_and_changed_on_the_page_of_the_film() {
    let site = Site::new().await;
    let owner = site.administrator().await;
    let film = site.publish(&owner, &clips::film(), &[("privacy", "1"), ("name", "Le bal")]).await;
    let browser = site.browser_of("maud").await;
    let path = format!("/my/videos/{}/edit", film.uuid);
    let save = async |passwords: &str| {
        browser.submit(&path, &[("name", "Le bal"), ("privacy", "5"), ("passwords", passwords)]).await
    };
    let none = save(" \r\n ").await.expect(400).text();
    assert!(none.contains("id=\"passwords-wrong\""));
    let short = save("a").await.expect(400).text();
    assert!(short.contains("id=\"passwords-wrong\""));
    site.stranger().get(&film.path()).await.expect(200);
    save("lucarne\r\nardoise").await.expect(303);
    assert!(browser.get(&path).await.expect(200).text().contains("lucarne\nardoise</textarea>"));
    assert!(opens(&site, &film, "ardoise").await);
    browser
        .submit(&path, &[("name", "Le bal"), ("privacy", "4"), ("passwords", "lucarne")])
        .await
        .expect(303);
    assert_eq!(owner.get(&film.path()).await.expect(200).json()["privacy"]["id"], 4);
    assert!(!browser.get(&path).await.expect(200).text().contains("lucarne</textarea>"));
}
