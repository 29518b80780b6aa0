//! Two sites of ours, as friends: what one shows stands on the other.

use lucarne::config::Source;
use serde_json::{Value, json};

use crate::clips;
use crate::comments::say;
use crate::site::{ADMINISTRATOR, Film, PASSWORD, Site, sign_in};
use crate::visitor::Visitor;

pub async fn site() -> (Site, Visitor) {
    let site = Site::with(Source { private_servers: Some(true), ..Source::default() }).await;
    let maud = site.administrator().await;
    (site, maud)
}

fn host(site: &Site) -> &str {
    site.origin.trim_start_matches("http://")
}

async fn follow(from: &Visitor, whom: &Site) {
    from.ask("POST", "/api/v1/server/following")
        .json(&json!({ "hosts": [host(whom)] }))
        .send()
        .await
        .expect(204);
}

pub async fn films(who: &Visitor) -> Vec<Value> {
    let list = who.get("/api/v1/videos?isLocal=false").await.expect(200).json();
    list["data"].as_array().expect("a list").clone()
}

async fn until_there(site: &Site, who: &Visitor, count: usize) -> Vec<Value> {
    site.until(&format!("{count} films of others are there"), || async { films(who).await.len() == count })
        .await;
    films(who).await
}

fn as_film(video: &Value) -> Film {
    Film {
        id: video["id"].as_i64().expect("a number"),
        uuid: video["uuid"].as_str().expect("a text").to_owned(),
        short: video["shortUUID"].as_str().expect("a text").to_owned(),
    }
}

#[tokio::test]
async fn a_site_shows_the_films_of_a_friend_and_plays_them_from_there() {
    let ((a, maud), (b, rose)) = (site().await, site().await);
    let film = a.publish(&maud, &clips::film(), &[("name", "Le pressoir"), ("tags[0]", "cidre")]).await;
    follow(&rose, &a).await;
    // What was there before is read, what appears later is heard of.
    let there = until_there(&b, &rose, 1).await;
    assert_eq!((&there[0]["name"], &there[0]["isLocal"]), (&json!("Le pressoir"), &json!(false)));
    assert_eq!(there[0]["url"], format!("{}/videos/watch/{}", a.origin, film.uuid));
    assert_eq!(
        (&there[0]["channel"]["name"], &there[0]["channel"]["host"]),
        (&json!("maud_channel"), &json!(host(&a)))
    );
    let following = rose.get("/api/v1/server/following").await.expect(200).json();
    assert_eq!((&following["total"], &following["data"][0]["state"]), (&json!(1), &json!("accepted")));
    let followers = a.stranger().get("/accounts/peertube/followers?page=1").await;
    assert!(followers.expect(200).text().contains(host(&b)));

    let whole = rose.get(&as_film(&there[0]).path()).await.expect(200).json();
    let playlist = &whole["streamingPlaylists"][0];
    let master = playlist["playlistUrl"].as_str().expect("a text");
    assert!(master.starts_with(&a.origin) && master.ends_with("-master.m3u8"), "{playlist}");
    assert!(playlist["files"][0]["fileUrl"].as_str().expect("a text").starts_with(&a.origin));
    assert_eq!(whole["account"]["host"], host(&a));
    // The page plays it from there, and shows pictures of its own.
    let page = b.stranger().get(&format!("/w/{}", film.short)).await.expect(200);
    let policy = page.header("content-security-policy").to_owned();
    assert!(policy.contains(&format!("connect-src 'self' {}", a.origin)), "{policy}");
    let text = page.text();
    assert!(text.contains(&format!("data-master=\"{master}\"")) && text.contains(host(&a)), "{text}");
    let home = b.stranger().get("/").await.expect(200).text();
    assert!(!home.contains("Le pressoir"), "the first page is the association's");
    let friends = b.stranger().get("/videos/browse?scope=federated").await.expect(200).text();
    assert!(friends.contains("Le pressoir") && friends.contains(host(&a)), "{friends}");
    let picture = there[0]["thumbnailPath"].as_str().expect("a text");
    let picture = b.stranger().get(picture).await.expect(200);
    assert_eq!(picture.header("content-type"), "image/jpeg");
    let channel = b.stranger().get(&format!("/c/maud_channel@{}/videos", host(&a))).await.expect(200).text();
    assert!(channel.contains("Le pressoir") && channel.contains(&a.origin));
    let found = b.stranger().get("/api/v1/search/videos?search=pressoir").await.expect(200).json();
    assert_eq!(found["total"], 1);

    let second = a.publish(&maud, &clips::film(), &[("name", "La cave")]).await;
    a.move_clock(10);
    until_there(&b, &rose, 2).await;
    maud.ask("PUT", &second.path()).json(&json!({ "name": "La vieille cave" })).send().await.expect(204);
    a.move_clock(10);
    b.until("its name has changed", || async {
        films(&rose).await.iter().any(|film| film["name"] == "La vieille cave")
    })
    .await;
    maud.ask("DELETE", &second.path()).send().await.expect(204);
    a.move_clock(10);
    until_there(&b, &rose, 1).await;
    b.stranger().get(&second.path()).await.expect(404);
    // Nobody there tells others what is not theirs.
    let outbox = b.stranger().get("/accounts/peertube/outbox").await.expect(200).json();
    assert_eq!(outbox["totalItems"], 0);

    rose.ask("DELETE", &format!("/api/v1/server/following/{}", host(&a))).send().await.expect(204);
    until_there(&b, &rose, 0).await;
    a.until("nobody follows any more", || async {
        let followers = a.stranger().get("/accounts/peertube/followers").await.expect(200).json();
        followers["totalItems"] == 0
    })
    .await;
}

#[tokio::test]
async fn members_like_and_discuss_the_film_of_a_friend_and_its_owner_answers() {
    let ((a, maud), (b, rose)) = (site().await, site().await);
    let film = a.publish(&maud, &clips::film(), &[("name", "Le pressoir")]).await;
    follow(&rose, &a).await;
    let copy = as_film(&until_there(&b, &rose, 1).await[0]);
    let likes = async || maud.get(&film.path()).await.expect(200).json()["likes"].clone();
    for (rating, expected) in [("like", 1), ("none", 0), ("like", 1)] {
        rose.ask("PUT", &format!("{}/rate", copy.path()))
            .json(&json!({ "rating": rating }))
            .send()
            .await
            .expect(204);
        b.move_clock(10);
        a.until(&format!("it is liked {expected} times"), || async { likes().await == expected }).await;
    }
    let id = say(&rose, &copy, None, "Bravo !").await;
    b.move_clock(10);
    let threads = async |who: &Visitor, film: &Film| {
        let list = who.get(&format!("{}/comment-threads", film.path())).await.expect(200).json();
        list["data"].as_array().expect("a list").clone()
    };
    a.until("the comment is there", || async { threads(&maud, &film).await.len() == 1 }).await;
    let said = threads(&maud, &film).await.remove(0);
    assert_eq!((&said["text"], &said["account"]["host"]), (&json!("Bravo !"), &json!(host(&b))));
    say(&maud, &film, said["id"].as_i64(), "Merci").await;
    a.move_clock(10);
    let tree = format!("{}/comment-threads/{id}", copy.path());
    b.until("the answer is there", || async {
        rose.get(&tree).await.expect(200).json()["children"][0]["comment"]["text"] == "Merci"
    })
    .await;
    rose.ask("DELETE", &format!("{}/comments/{id}", copy.path())).send().await.expect(204);
    b.move_clock(10);
    a.until("it is taken back", || async { threads(&maud, &film).await[0]["isDeleted"] == true }).await;
    // Whoever comes later reads what was said before.
    let (c, jeanne) = site().await;
    follow(&jeanne, &a).await;
    let later = as_film(&until_there(&c, &jeanne, 1).await[0]);
    c.until("the like is known", || async {
        jeanne.get(&later.path()).await.expect(200).json()["likes"] == 1
    })
    .await;
}

#[tokio::test]
async fn a_member_follows_a_channel_elsewhere_by_its_handle() {
    let ((a, maud), (b, _)) = (site().await, site().await);
    a.publish(&maud, &clips::film(), &[("name", "Le pressoir")]).await;
    b.add_person("zoe", -1).await;
    let zoe = b.application_of("zoe").await;
    let handle = format!("maud_channel@{}", host(&a));
    zoe.ask("POST", "/api/v1/users/me/subscriptions")
        .json(&json!({ "uri": handle }))
        .send()
        .await
        .expect(204);
    b.move_clock(10);
    let subscribed =
        async || zoe.get("/api/v1/users/me/subscriptions/videos").await.expect(200).json()["total"].clone();
    b.until("its films are there", || async { subscribed().await == 1 }).await;
    let exist =
        zoe.get(&format!("/api/v1/users/me/subscriptions/exist?uris={handle}")).await.expect(200).json();
    assert_eq!(exist[&handle], true);
    let channel = maud.get("/api/v1/video-channels/maud_channel").await.expect(200).json();
    assert_eq!(channel["followersCount"], 1);
    // What appears later is told.
    a.publish(&maud, &clips::film(), &[("name", "La cave")]).await;
    a.move_clock(10);
    b.until("the second is there", || async { subscribed().await == 2 }).await;
    let told = zoe.get("/api/v1/users/me/notifications").await.expect(200).json();
    assert_eq!(told["data"][0]["video"]["name"], "La cave", "{told}");
    zoe.ask("DELETE", &format!("/api/v1/users/me/subscriptions/{handle}")).send().await.expect(204);
    b.move_clock(10);
    a.until("nobody follows any more", || async {
        maud.get("/api/v1/video-channels/maud_channel").await.expect(200).json()["followersCount"] == 0
    })
    .await;
}

#[tokio::test]
async fn what_a_member_pastes_into_the_search_leads_to_it() {
    let ((a, maud), (b, _)) = (site().await, site().await);
    let film = a.publish(&maud, &clips::film(), &[("name", "Le pressoir")]).await;
    let browser = b.browser_of(ADMINISTRATOR).await;
    let pasted = |text: &str| {
        let text: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        format!("/search?search={text}")
    };
    let address = format!("{}/w/{}", a.origin, film.short);
    assert!(
        b.stranger().get(&pasted(&address)).await.expect(200).text().contains("search"),
        "strangers ask nobody"
    );
    let found = browser.get(&pasted(&address)).await.expect(303);
    assert_eq!(found.header("location"), format!("/w/{}", film.short));
    assert!(browser.get(found.header("location")).await.expect(200).text().contains("Le pressoir"));
    let found = browser.get(&pasted(&format!("@maud_channel@{}", host(&a)))).await.expect(303);
    assert_eq!(found.header("location"), format!("/c/maud_channel@{}/videos", host(&a)));
    browser.get(&pasted("nobody@127.0.0.1:1")).await.expect(200);
}

#[tokio::test]
async fn somebody_of_another_server_takes_a_film_up_there() {
    let ((a, maud), (b, _)) = (site().await, site().await);
    let film = a.publish(&maud, &clips::film(), &[("name", "Le pressoir")]).await;
    let stranger = a.stranger();
    let page = stranger.get(&format!("/w/{}", film.short)).await.expect(200).text();
    assert!(page.contains("Commenter depuis votre serveur"), "{page}");
    let path = format!("/w/{}/home", film.short);
    let handle = format!("{ADMINISTRATOR}@{}", host(&b));
    let say = async |handle: &str| stranger.ask("POST", &path).fields(&[("handle", handle)]).send().await;
    let way = say(&handle).await.expect(303);
    let way = way.header("location").to_owned();
    assert!(way.starts_with(&format!("{}/remote-interaction?uri=", b.origin)), "{way}");
    let way = way.trim_start_matches(&b.origin);
    // There one signs in first, and then stands before the film.
    let door = b.stranger().get(way).await.expect(303);
    assert!(door.header("location").starts_with("/login?return="), "{}", door.header("location"));
    let there = b.browser_of(ADMINISTRATOR).await.get(way).await.expect(303);
    assert_eq!(there.header("location"), format!("/w/{}", film.short));
    for (handle, words) in
        [("nobody", "Ce n’est pas un nom du fédivers"), ("nobody@127.0.0.1:1", "ne répond pas")]
    {
        let page = say(handle).await.expect(400).text();
        assert!(page.contains(words), "{page}");
    }
}

#[tokio::test]
async fn a_server_that_is_shut_out_takes_its_films_along() {
    let ((a, maud), (b, rose)) = (site().await, site().await);
    a.publish(&maud, &clips::film(), &[]).await;
    follow(&rose, &a).await;
    until_there(&b, &rose, 1).await;
    let browser = b.browser_of(ADMINISTRATOR).await;
    browser.submit("/admin/federation/servers", &[("host", host(&a)), ("block", "true")]).await.expect(303);
    assert!(films(&rose).await.is_empty());
    rose.ask("POST", "/api/v1/server/following")
        .json(&json!({ "hosts": [host(&a)] }))
        .send()
        .await
        .expect(403);
}

#[tokio::test]
async fn an_invitation_makes_two_sites_friends_and_each_decides_what_it_takes() {
    let ((a, maud), (b, rose)) = (site().await, site().await);
    a.publish(&maud, &clips::film(), &[("name", "Le pressoir"), ("category", "15")]).await;
    a.publish(&maud, &clips::film(), &[("name", "La bagarre"), ("nsfw", "true")]).await;
    b.publish(&rose, &clips::film(), &[("name", "Le jardin")]).await;
    let (at_a, at_b) = (a.browser_of(ADMINISTRATOR).await, b.browser_of(ADMINISTRATOR).await);
    let made = at_a.submit("/admin/friends/invitations", &[("note", "Rose")]).await.expect(200).text();
    let start = made.find(&format!("{}/friends/", a.origin)).expect("the link is shown");
    let link: String = made[start..].chars().take_while(|letter| *letter != '"').collect();
    let code = link.rsplit('/').next().expect("it ends in its code");
    assert!(a.stranger().get(&format!("/friends/{code}")).await.expect(200).text().contains(&link));
    a.stranger().get("/friends/abcdefgh").await.expect(404);

    let name: String = url::form_urlencoded::byte_serialize(link.as_bytes()).collect();
    let met = at_b.get(&format!("/admin/friends/new?name={name}")).await.expect(200).text();
    assert!(met.contains("Le tricot") && met.contains(code), "{met}");
    let answer = [("host", host(&a)), ("code", code), ("comments", "true")];
    at_b.submit("/admin/friends", &answer).await.expect(303);
    // Sensitive films were left out on the form.
    assert_eq!(until_there(&b, &rose, 1).await[0]["name"], "Le pressoir");
    assert_eq!(until_there(&a, &maud, 1).await[0]["name"], "Le jardin");
    a.stranger().get(&format!("/friends/{code}")).await.expect(404);
    let friends = at_b.get("/admin/friends").await.expect(200).text();
    assert!(friends.contains("Amis : chacun montre les vidéos de l’autre"), "{friends}");
    let path = format!("/admin/friends/{}", host(&a));
    let journal = at_b.get("/admin/federation").await.expect(200).text();
    assert!(journal.contains("ne prend pas les vidéos sensibles"), "{journal}");

    at_b.submit(&format!("{path}/terms"), &[("sensitive", "true"), ("comments", "true")]).await.expect(303);
    until_there(&b, &rose, 2).await;
    at_b.submit(&format!("{path}/terms"), &[("categories", "15")]).await.expect(303);
    assert_eq!(until_there(&b, &rose, 1).await[0]["name"], "Le pressoir");
    at_b.submit(&format!("{path}/terms"), &[("categories", "99")]).await.expect(400);
    at_b.submit(&format!("{path}/terms"), &[("comments", "true")]).await.expect(303);

    at_b.submit(&format!("{path}/pause"), &[]).await.expect(303);
    a.publish(&maud, &clips::film(), &[("name", "La cave")]).await;
    a.move_clock(10);
    b.until("it was refused", || async {
        at_b.get("/admin/federation").await.expect(200).text().contains("Rien de nouveau n’est pris")
    })
    .await;
    assert_eq!(films(&rose).await.len(), 1);
    at_b.submit(&format!("{path}/resume"), &[]).await.expect(303);
    until_there(&b, &rose, 2).await;
    at_b.submit(&format!("{path}/leave"), &[]).await.expect(303);
    until_there(&b, &rose, 0).await;
    assert!(at_b.get("/admin/friends").await.expect(200).text().contains("Il montre nos vidéos"));
}

#[tokio::test]
async fn a_site_that_is_none_is_said_to_be_none() {
    let (b, _) = site().await;
    let browser = b.browser_of(ADMINISTRATOR).await;
    for (name, words) in [
        ("a b", "ni un nom de site ni une invitation"),
        (host(&b), "ce site lui-même"),
        ("127.0.0.1:1", "ne répond pas"),
    ] {
        let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
        let page = browser.get(&format!("/admin/friends/new?name={name}")).await.expect(400).text();
        assert!(page.contains(words), "{words}: {page}");
    }
}

/// Certificates for this machine from an authority that nobody else knows: the files of a server and the authority's.
fn authority(folder: &std::path::Path) -> [std::path::PathBuf; 3] {
    let key = || rcgen::KeyPair::generate().expect("there is chance enough");
    let mut params = rcgen::CertificateParams::new(Vec::new()).expect("no name is needed");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let (root_key, leaf_key) = (key(), key());
    let root = params.self_signed(&root_key).expect("it signs itself");
    let issuer = rcgen::Issuer::new(params, root_key);
    let leaf = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("it is an address");
    let leaf = leaf.signed_by(&leaf_key, &issuer).expect("the authority signs");
    let files = [("leaf.pem", leaf.pem()), ("key.pem", leaf_key.serialize_pem()), ("root.pem", root.pem())];
    files.map(|(name, text)| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("the tests may write temporary files");
        path
    })
}

#[tokio::test]
async fn over_encrypted_lines_a_private_authority_is_believed_where_it_is_named() {
    let folder = tempfile::tempdir().expect("the tests may write temporary files");
    let [certificate, key, root] = authority(folder.path());
    let trusted = reqwest::Certificate::from_pem(&std::fs::read(&root).unwrap()).expect("it was made as PEM");
    let open = async |trust: Option<std::path::PathBuf>| {
        let flags = Source {
            private_servers: Some(true),
            tls_certificate: Some(certificate.clone()),
            tls_key: Some(key.clone()),
            trust,
            ..Source::default()
        };
        let site = Site::with(flags).await;
        let visitor =
            Visitor::with(&site.origin, site.address, |builder| builder.tls_certs_only([trusted.clone()]));
        let token = sign_in(&visitor, ADMINISTRATOR, PASSWORD).await.expect(200).json();
        let visitor = visitor.with_token(token["access_token"].as_str().expect("a text"));
        (site, visitor)
    };
    let ((a, maud), (b, rose)) = (open(Some(root.clone())).await, open(Some(root.clone())).await);
    a.publish(&maud, &clips::film(), &[("name", "Le pressoir")]).await;
    let host = a.origin.trim_start_matches("https://");
    let wanted = json!({ "hosts": [host] });
    rose.ask("POST", "/api/v1/server/following").json(&wanted).send().await.expect(204);
    let there = until_there(&b, &rose, 1).await;
    assert!(there[0]["url"].as_str().expect("a text").starts_with("https://"), "{}", there[0]);
    let page = rose.get(&format!("/w/{}", as_film(&there[0]).short)).await.expect(200);
    assert!(page.header("content-security-policy").contains("connect-src 'self' https:"));
    // Without that name nobody is believed.
    let (_c, paul) = open(None).await;
    paul.ask("POST", "/api/v1/server/following").json(&wanted).send().await.expect(503);
}
