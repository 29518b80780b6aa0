//! Members: let in by invitation or request, kept, shut out, deleted.

use serde_json::{Value, json};

use crate::clips;
use crate::site::{ADMINISTRATOR, PASSWORD, Site, sign_in};
use crate::visitor::Visitor;

const USERS: &str = "/api/v1/users";
const REGISTRATIONS: &str = "/api/v1/users/registrations";

fn names(list: &Value) -> Vec<&str> {
    let all = list["data"].as_array().expect("a list").iter();
    all.map(|one| one["username"].as_str().expect("everybody has a name")).collect()
}

async fn number_of(who: &Visitor) -> i64 {
    who.get("/api/v1/users/me").await.expect(200).json()["id"].as_i64().expect("everybody has a number")
}

/// The path of the one link that a page shows.
fn link_in(page: &str) -> String {
    let start = page.find("/join/").expect("the page shows a link");
    page[start..].split('"').next().expect("it ends").to_owned()
}

#[tokio::test]
async fn an_invitation_lets_one_person_in_once_with_what_it_gives() {
    let site = Site::new().await;
    let (keeper, stranger) = (site.browser_of(ADMINISTRATOR).await, site.stranger());
    let page =
        keeper.submit("/admin/people/invitations", &[("note", "Rose"), ("role", "1")]).await.expect(200);
    let link = link_in(&page.text());
    assert!(keeper.get("/admin/people").await.expect(200).text().contains("Rose"), "it waits in the list");
    assert!(!keeper.get("/admin/people").await.expect(200).text().contains(&link), "its secret is told once");

    assert!(stranger.get(&link).await.expect(200).text().contains("Bienvenue sur Le tricot"));
    let typed = |name: &'static str, password: &'static str| {
        [("username", name), ("displayName", "Rose"), ("email", "rose@example.org"), ("password", password)]
    };
    let refused =
        site.stranger().ask("POST", &link).fields(&typed("maud", PASSWORD)).send().await.expect(409);
    assert!(
        refused.text().contains("rose@example.org") && !refused.text().contains(PASSWORD),
        "{}",
        refused.text()
    );
    site.stranger().ask("POST", &link).fields(&typed("rose", "short")).send().await.expect(400);
    let joined = site.stranger().ask("POST", &link).fields(&typed("rose", PASSWORD)).send().await.expect(303);
    assert!(joined.cookies()[0].contains("lucarne_session="), "she is signed in at once");
    site.stranger().ask("POST", &link).fields(&typed("paul", PASSWORD)).send().await.expect(404);
    let rose = site.application_of("rose").await;
    assert_eq!(rose.get("/api/v1/users/me").await.expect(200).json()["role"]["id"], 1);

    // A moderator lets in members, and nobody above them.
    let keeper_too = site.browser_of("rose").await;
    keeper_too.submit("/admin/people/invitations", &[("role", "1")]).await.expect(403);
    let page = keeper_too.submit("/admin/people/invitations", &[("role", "2")]).await.expect(200);
    let link = link_in(&page.text());
    site.move_clock(14 * 24 * 3600 + 1);
    stranger.get(&link).await.expect(404);
    stranger.get("/join/x").await.expect(404);
}

#[tokio::test]
async fn who_asks_for_an_account_comes_in_once_somebody_has_agreed() {
    let site = Site::new().await;
    let (keeper, maud, stranger) =
        (site.browser_of(ADMINISTRATOR).await, site.administrator().await, site.stranger());
    let request = format!("{REGISTRATIONS}/request");
    let asked = |name: &str| {
        json!({ "username": name, "password": PASSWORD, "email": format!("{name}@example.org"),
                "registrationReason": "Je filme la fête" })
    };
    let ask = |name: &'static str| stranger.ask("POST", &request).json(&asked(name)).send();
    ask("rose").await.expect(403);
    stranger.get("/signup").await.expect(404);
    keeper.submit("/admin/people/requests", &[("take", "true")]).await.expect(303);
    assert_eq!(stranger.get("/api/v1/config").await.expect(200).json()["signup"]["allowed"], true);

    let made = ask("rose").await.expect(200).json();
    assert_eq!(made["state"], json!({ "id": 1, "label": "Pending" }));
    ask("rose").await.expect(409);
    stranger.get("/signup").await.expect(200);
    let typed =
        [("username", "paul"), ("email", "paul@example.org"), ("password", PASSWORD), ("reason", "Bonjour")];
    let sent = stranger.ask("POST", "/signup").fields(&typed).send().await.expect(200);
    assert!(sent.text().contains("Votre demande est envoyée"));
    let again = stranger.ask("POST", "/signup").fields(&typed).send().await.expect(409);
    assert!(again.text().contains("Bonjour") && !again.text().contains(PASSWORD));
    let waiting = sign_in(&stranger, "rose", PASSWORD).await.expect(400).json();
    assert_eq!(waiting["code"], "account_waiting_for_approval");
    assert_eq!(sign_in(&stranger, "rose", "a wrong one").await.expect(400).json()["code"], "invalid_grant");

    assert!(keeper.get("/admin").await.expect(200).text().contains("2 personnes demandent un compte"));
    assert!(keeper.get("/admin/people").await.expect(200).text().contains("Je filme la fête"));
    assert_eq!(names(&maud.get(REGISTRATIONS).await.expect(200).json()), ["paul", "rose"]);
    let decide = |id: &Value, verb: &str| {
        let body = json!({ "moderationResponse": "Bienvenue" });
        maud.ask("POST", &format!("{REGISTRATIONS}/{id}/{verb}")).json(&body).send()
    };
    decide(&made["id"], "accept").await.expect(204);
    decide(&made["id"], "reject").await.expect(409);
    let rose = site.application_of("rose").await;
    rose.get(REGISTRATIONS).await.expect(403);
    stranger.get(REGISTRATIONS).await.expect(401);
    let list = maud.get(&format!("{REGISTRATIONS}?search=paul")).await.expect(200).json();
    let paul = &list["data"][0]["id"];
    keeper.submit(&format!("/admin/people/requests/{paul}/reject"), &[]).await.expect(303);
    assert_eq!(sign_in(&stranger, "paul", PASSWORD).await.expect(400).json()["code"], "invalid_grant");
    maud.ask("DELETE", &format!("{REGISTRATIONS}/{paul}")).send().await.expect(204);
    maud.ask("DELETE", &format!("{REGISTRATIONS}/{paul}")).send().await.expect(404);
    maud.ask("POST", "/api/v1/users/register").json(&asked("eve")).send().await.expect(403);

    // Nobody floods the list.
    let mut last = 200;
    for number in 0..12 {
        let name = format!("flood{number}");
        last = stranger.ask("POST", &request).json(&asked(&name)).send().await.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn whoever_keeps_the_house_changes_members_within_their_own_rights() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let new = |name: &str, role: i64| {
        json!({ "username": name, "password": PASSWORD, "email": format!("{name}@example.org"), "role": role,
                "videoQuota": 5_000_000, "videoQuotaDaily": 1_000_000 })
    };
    let add = async |who: &Visitor, name: &str, role: i64| {
        who.ask("POST", USERS).json(&new(name, role)).send().await
    };
    let made = add(&maud, "rose", 1).await.expect(200).json();
    assert!(made["user"]["id"].is_i64() && made["user"]["account"]["id"].is_i64());
    add(&maud, "rose", 1).await.expect(409);
    add(&maud, "eve", 7).await.expect(400);
    let rose = site.application_of("rose").await;
    add(&rose, "paul", 2).await.expect(200);
    add(&rose, "eve", 0).await.expect(403);
    let paul = site.application_of("paul").await;
    add(&paul, "eve", 2).await.expect(403);
    add(&stranger, "eve", 2).await.expect(401);

    let list = maud.get(&format!("{USERS}?sort=username")).await.expect(200).json();
    assert_eq!((names(&list), &list["total"]), (vec!["maud", "paul", "rose"], &json!(3)));
    assert_eq!(list["data"][1]["videoQuotaDaily"], 1_000_000);
    assert_eq!(names(&rose.get(&format!("{USERS}?search=PAUL@")).await.expect(200).json()), ["paul"]);
    paul.get(USERS).await.expect(403);
    stranger.get(USERS).await.expect(401);
    maud.get(&format!("{USERS}?sort=colour")).await.expect(400);

    let (id, keeper, chief) = (number_of(&paul).await, number_of(&rose).await, number_of(&maud).await);
    let path = |id: i64| format!("{USERS}/{id}");
    let change = |who: &Visitor, id: i64, what: Value| who.ask("PUT", &path(id)).json(&what).send();
    change(&rose, id, json!({ "videoQuota": 7 })).await.expect(204);
    assert_eq!(rose.get(&path(id)).await.expect(200).json()["videoQuota"], 7);
    change(&rose, id, json!({ "role": 1 })).await.expect(403);
    change(&rose, chief, json!({ "videoQuota": 1 })).await.expect(403);
    change(&paul, id, json!({ "videoQuota": -1 })).await.expect(403);
    change(&maud, chief, json!({ "role": 2 })).await.expect(409);
    change(&maud, id, json!({ "videoQuota": -2 })).await.expect(400);
    change(&maud, id, json!({ "email": "maud@example.org" })).await.expect(409);
    change(&maud, 999, json!({})).await.expect(404);

    // Shut out: signed out everywhere, and told so only with the right password.
    let block = |who: &Visitor, id: i64| who.ask("POST", &format!("{}/block", path(id))).send();
    block(&paul, id).await.expect(403);
    block(&rose, chief).await.expect(403);
    block(&rose, id).await.expect(204);
    block(&maud, chief).await.expect(409);
    paul.get("/api/v1/users/me").await.expect(401);
    assert_eq!(sign_in(&stranger, "paul", PASSWORD).await.expect(400).json()["code"], "access_denied");
    assert_eq!(names(&maud.get(&format!("{USERS}?blocked=true")).await.expect(200).json()), ["paul"]);
    rose.ask("POST", &format!("{}/unblock", path(id))).send().await.expect(204);
    let paul = site.application_of("paul").await;

    // A link for a new password.
    let browser = site.browser_of(ADMINISTRATOR).await;
    let page = browser.submit(&format!("/admin/people/{id}/password"), &[]).await.expect(200).text();
    let link = link_in(&page);
    assert!(stranger.get(&link).await.expect(200).text().contains("compte paul"));
    site.stranger().ask("POST", &link).fields(&[("password", "short")]).send().await.expect(400);
    site.stranger().ask("POST", &link).fields(&[("password", "tout nouveau")]).send().await.expect(303);
    stranger.get(&link).await.expect(404);
    paul.get("/api/v1/users/me").await.expect(401);
    sign_in(&stranger, "paul", "tout nouveau").await.expect(200);
    let page = browser.submit(&format!("/admin/people/{id}/password"), &[]).await.expect(200).text();
    let secret = link_in(&page).replace("/join/", "");
    let body = json!({ "verificationString": secret, "password": PASSWORD });
    stranger.ask("POST", &format!("{}/reset-password", path(keeper))).json(&body).send().await.expect(404);
    stranger.ask("POST", &format!("{}/reset-password", path(id))).json(&body).send().await.expect(204);
    sign_in(&stranger, "paul", PASSWORD).await.expect(200);

    // The pages say what is wrong beside what was asked.
    let saved = [("displayName", "Paul P."), ("email", "paul@example.org"), ("role", "2"), ("quota", "2,5")];
    browser.submit(&format!("/admin/people/{id}"), &saved).await.expect(303);
    assert_eq!(maud.get(&path(id)).await.expect(200).json()["videoQuota"], 2_500_000_000_i64);
    let wrong = [("displayName", "Paul P."), ("email", "paul@example.org"), ("quota", "beaucoup")];
    let page = browser.submit(&format!("/admin/people/{id}"), &wrong).await.expect(400).text();
    assert!(page.contains("nombre de gigaoctets"), "{page}");
    site.browser_of("rose").await.get(&format!("/admin/people/{chief}")).await.expect(403);
    site.browser_of("paul").await.get("/admin/people").await.expect(403);
}

#[tokio::test]
async fn a_deleted_member_leaves_nothing_behind() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul, stranger) =
        (site.administrator().await, site.application_of("paul").await, site.stranger());
    let film = site.publish(&paul, &clips::film(), &[]).await;
    let other = site.publish(&maud, &clips::film(), &[]).await;
    let words = json!({ "text": "Un secret de Paul" });
    maud.ask("POST", &format!("{}/comment-threads", film.path())).json(&words).send().await.expect(200);
    let threads = format!("{}/comment-threads", other.path());
    let thread = paul.ask("POST", &threads).json(&words).send().await.expect(200).json();
    let answer = format!("{}/comments/{}", other.path(), thread["comment"]["id"]);
    maud.ask("POST", &answer).json(&json!({ "text": "Merci" })).send().await.expect(200);
    paul.ask("PUT", &format!("{}/rate", other.path()))
        .json(&json!({ "rating": "like" }))
        .send()
        .await
        .expect(204);
    let follow = json!({ "uri": "maud_channel" });
    paul.ask("POST", "/api/v1/users/me/subscriptions").json(&follow).send().await.expect(204);
    let picture = reqwest::multipart::Part::bytes(clips::bytes(&clips::picture())).file_name("a.png");
    let form = reqwest::multipart::Form::new().part("avatarfile", picture);
    paul.ask("POST", "/api/v1/users/me/avatar/pick").multipart(form).send().await.expect(200);
    assert!(!site.files_in("media/avatars").is_empty());
    let path = format!("{USERS}/{}", number_of(&paul).await);

    let browser = site.browser_of("paul").await;
    let refused = browser.submit("/my/account/delete", &[("password", "a wrong one")]).await.expect(403);
    assert!(refused.text().contains("mot de passe"), "{}", refused.text());
    site.stranger().ask("DELETE", &path).send().await.expect(401);
    let chief = format!("{USERS}/{}", number_of(&maud).await);
    paul.ask("DELETE", &chief).send().await.expect(403);
    maud.ask("DELETE", &chief).send().await.expect(409);
    browser.submit("/my/account/delete", &[("password", PASSWORD)]).await.expect(303);

    maud.get(&path).await.expect(404);
    paul.get("/api/v1/users/me").await.expect(401);
    sign_in(&stranger, "paul", PASSWORD).await.expect(400);
    for gone in [film.path(), "/api/v1/accounts/paul".into(), "/api/v1/video-channels/paul_channel".into()] {
        stranger.get(&gone).await.expect(404);
    }
    let list = stranger.get(&threads).await.expect(200).text();
    assert!(!list.contains("secret") && !list.contains("paul"), "{list}");
    let left = stranger.get(&other.path()).await.expect(200).json();
    assert_eq!((&left["likes"], &left["channel"]["followersCount"]), (&json!(0), &json!(0)));
    assert_eq!(site.files_in("media/avatars"), Vec::<String>::new());
    site.until("the files of the film are gone", || async {
        !site.files_in("media/streaming-playlists/hls").contains(&film.uuid)
    })
    .await;
    // Nothing is left of the name: somebody else may have it.
    site.until("the name is free", || async {
        let new = json!({ "username": "paul", "password": PASSWORD, "email": "p@example.org", "role": 2 });
        maud.ask("POST", USERS).json(&new).send().await.status == 200
    })
    .await;
}
