//! Documents of films as strangers may write them: each member missing, of another kind, huge, deep or of another host.

use lucarne::domain::moment::Moment;
use lucarne::federation::films::read;
use serde_json::{Value, json};

use super::elsewhere::Elsewhere;
use super::friends::{films, site};

const NOW: Moment = Moment(1_800_000_000_000);

fn document() -> Value {
    serde_json::from_str(include_str!("../../fixtures/peertube-6.3/ap/video-fed.json")).expect("it is JSON")
}

/// The places of a document, as JSON pointers (RFC 6901).
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    if !at.is_empty() {
        found.push(at.to_owned());
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                places(member, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(all) => {
            for (place, member) in all.iter().enumerate() {
                places(member, &format!("{at}/{place}"), found);
            }
        }
        _ => {}
    }
}

fn strange() -> Vec<Value> {
    let deep = (0..100).fold(json!("x"), |inside, _| json!([inside]));
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(i64::MAX),
        json!(""),
        json!("x".repeat(50_000)),
        json!("\u{202e}\u{0}<script>\"'"),
        json!("https://elsewhere.example/x"),
        json!("http://127.0.0.1:9001/\" onload=\"x"),
        json!([]),
        json!({}),
        json!(vec![json!("http://127.0.0.1:9001/a"); 3000]),
        json!({ "id": "http://127.0.0.1:9001/a", "type": "Link", "href": 7 }),
        deep,
    ]
}

#[test]
fn whatever_stands_in_the_document_of_a_film_it_is_refused_or_bounded() {
    let mut all = Vec::new();
    places(&document(), "", &mut all);
    let (mut refused, mut taken) = (0, 0);
    for place in all.iter().filter(|place| !place.starts_with("/@context")) {
        for value in strange() {
            let mut document = document();
            *document.pointer_mut(place).expect("it is there") = value;
            let Ok(film) = read(&document, NOW) else {
                refused += 1;
                continue;
            };
            taken += 1;
            let (new, about) = (&film.new, &film.new.about);
            assert!((1..=120).contains(&about.name.chars().count()), "{place}");
            assert!(
                about.tags.len() <= 5 && about.tags.iter().all(|tag| tag.chars().count() <= 30),
                "{place}"
            );
            let words = about.description.as_deref().unwrap_or_default();
            assert!(words.chars().count() <= 10_000 && !words.contains('\u{202e}'), "{place}");
            assert!(new.files.len() <= 32 && new.captions.len() <= 100 && !new.files.is_empty(), "{place}");
            assert!(new.published_at <= NOW && new.updated_at <= NOW && new.duration >= 0, "{place}");
            let playlist = new.playlist.iter().flat_map(|(master, hashes)| [master, hashes]);
            let files = new.files.iter().map(|file| &file.file);
            let addresses = playlist.chain(files).chain([&new.thumbnail, &new.preview, &new.origin.page]);
            for address in addresses.filter(|address| !address.is_empty()) {
                assert!(address.starts_with("http") && !address.contains(['"', '\'', ' ', '<']), "{address}");
            }
            let is_there = |address: &String| address.split('/').nth(2) == Some(&*new.origin.host);
            assert!(is_there(&new.origin.page) && is_there(&new.origin.url), "a page elsewhere: {place}");
        }
    }
    assert!(refused > 100 && taken > 1000, "{refused} {taken}");
}

/// A film of a server of the tests, with everything that it needs.
fn film(elsewhere: &Elsewhere, name: &str) -> Value {
    let text = document().to_string().replace("http://127.0.0.1:9001", &elsewhere.origin);
    let mut film: Value = serde_json::from_str(&text).expect("it is JSON");
    film["id"] = json!(elsewhere.of(&format!("/videos/watch/{name}")));
    film["attributedTo"] = json!([
        { "type": "Person", "id": elsewhere.rose() },
        { "type": "Group", "id": elsewhere.of("/video-channels/garden") },
    ]);
    film
}

fn show_channel(elsewhere: &Elsewhere, name: &str, owner: &str) {
    let mut channel = elsewhere.document("/users/rose").expect("she is there");
    let path = format!("/video-channels/{name}");
    let id = elsewhere.of(&path);
    channel["id"] = json!(id);
    channel["type"] = json!("Group");
    channel["preferredUsername"] = json!(name);
    channel["inbox"] = json!(format!("{id}/inbox"));
    channel["publicKey"]["owner"] = json!(id);
    channel["attributedTo"] = json!([{ "type": "Person", "id": owner }]);
    elsewhere.show(&path, channel);
}

#[tokio::test]
async fn a_film_is_believed_for_its_own_server_alone_and_only_if_somebody_wants_it() {
    let ((site, maud), elsewhere, other) = (site().await, Elsewhere::new().await, Elsewhere::new().await);
    show_channel(&elsewhere, "garden", &elsewhere.rose());
    let good = film(&elsewhere, "one");
    let say = async |from: &Elsewhere, name: &str, kind: &str, object: Value| {
        from.say(&site, &from.activity(kind, name, object)).await.expect(204);
        site.until("it was looked at", || async { site.jobs("receive").await == 0 }).await;
    };
    // Nobody here follows anybody there.
    say(&elsewhere, "c1", "Create", good.clone()).await;
    assert!(films(&maud).await.is_empty());
    // A member follows the channel.
    let handle = format!("garden@{}", elsewhere.origin.trim_start_matches("http://"));
    elsewhere.finger("garden", "/video-channels/garden");
    maud.ask("POST", "/api/v1/users/me/subscriptions")
        .json(&json!({ "uri": handle }))
        .send()
        .await
        .expect(204);
    site.move_clock(10);
    let asked = elsewhere.until_heard(&site, "Follow", 1).await;
    assert_eq!(asked[0]["object"], elsewhere.of("/video-channels/garden"));
    // Somebody else accepts in its name: that counts for nothing.
    say(&other, "a0", "Accept", asked[0].clone()).await;
    say(&elsewhere, "c2", "Create", good.clone()).await;
    assert!(films(&maud).await.is_empty(), "it has not accepted yet");
    let mut accept = elsewhere.activity("Accept", "a1", asked[0].clone());
    accept["actor"] = json!(elsewhere.of("/video-channels/garden"));
    elsewhere.say_as(&site, &elsewhere.of("/video-channels/garden"), &accept).await.expect(204);
    site.until("it was looked at", || async { site.jobs("receive").await == 0 }).await;

    // A film of another server, in the mouth of this one.
    let mut stolen = film(&other, "two");
    stolen["uuid"] = json!("fba68069-ffff-493b-96a3-52f023ed8657");
    say(&elsewhere, "c3", "Create", stolen).await;
    // A film in a channel that does not know its account.
    show_channel(&elsewhere, "shed", &elsewhere.of("/users/paul"));
    let mut strayed = good.clone();
    strayed["attributedTo"][1]["id"] = json!(elsewhere.of("/video-channels/shed"));
    elsewhere
        .say_as(&site, &elsewhere.of("/video-channels/garden"), &{
            let mut create = elsewhere.activity("Create", "c4", strayed);
            create["actor"] = json!(elsewhere.of("/video-channels/garden"));
            create
        })
        .await
        .expect(204);
    site.until("it was looked at", || async { site.jobs("receive").await == 0 }).await;
    assert!(films(&maud).await.is_empty(), "the channel belongs to somebody else");
    say(&elsewhere, "c5", "Create", good.clone()).await;
    assert_eq!(films(&maud).await.len(), 1);
    // The same once more is the same; a film with its UUID is another one, and refused.
    say(&elsewhere, "c6", "Create", good.clone()).await;
    say(&elsewhere, "c7", "Create", film(&elsewhere, "twin")).await;
    assert_eq!(films(&maud).await.len(), 1);
    // Others neither change it nor take it back.
    let mut changed = good.clone();
    changed["name"] = json!("Gestohlen");
    changed["updated"] = json!("2026-11-27T00:00:00Z");
    say(&other, "u1", "Update", changed.clone()).await;
    say(&other, "d1", "Delete", json!(good["id"])).await;
    assert_eq!(films(&maud).await[0]["name"], "Fed video updated");
    // Its own server does; what was said before does not count any more.
    say(&elsewhere, "u2", "Update", changed).await;
    assert_eq!(films(&maud).await[0]["name"], "Gestohlen");
    say(&elsewhere, "u3", "Update", good.clone()).await;
    assert_eq!(films(&maud).await[0]["name"], "Gestohlen");
    say(&elsewhere, "d2", "Delete", json!(good["id"])).await;
    assert!(films(&maud).await.is_empty());
}
