//! The tracker as players and BitTorrent programs speak it, over real sockets.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use lucarne::domain::swarm_name::{Rendition, names};
use lucarne::p2p::bencode::Value;
use serde_json::{Value as Json, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use crate::clips;
use crate::site::{Film, PATIENCE, Site};
use crate::visitor::Visitor;

type Line = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn dial(site: &Site) -> Line {
    let address = format!("{}/tracker/socket", site.origin.replacen("http", "ws", 1));
    tokio_tungstenite::connect_async(address).await.expect("the line opens").0
}

/// Twenty bytes as JSON has them.
fn binary(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

async fn say(line: &mut Line, what: &Json) {
    line.send(Message::text(what.to_string())).await.expect("the line is open");
}

async fn hear(line: &mut Line) -> Json {
    let message = timeout(PATIENCE, line.next()).await.expect("something is said").expect("the line is open");
    serde_json::from_str(message.expect("it can be read").to_text().expect("a text")).expect("it is JSON")
}

/// Nothing more comes: what is asked now is answered next.
async fn is_quiet(line: &mut Line) {
    say(line, &json!({ "action": "scrape", "info_hash": binary(&[9; 20]) })).await;
    assert_eq!(hear(line).await, json!({ "action": "scrape", "files": {} }));
}

fn announce(info_hash: &[u8], peer: &str, more: Json) -> Json {
    let mut announce = json!({
        "action": "announce", "event": "started", "numwant": 5, "uploaded": 0, "downloaded": 0,
        "info_hash": binary(info_hash), "peer_id": peer,
    });
    let more = more.as_object().expect("members").clone();
    announce.as_object_mut().expect("an object").extend(more);
    announce
}

/// Both names of the best rendition of a film, computed from what anybody reads of it.
async fn swarm(visitor: &Visitor, film: &Film) -> [[u8; 20]; 2] {
    let whole = visitor.get(&film.path()).await.expect(200).json();
    let master = whole["streamingPlaylists"][0]["playlistUrl"].as_str().expect("a playlist").to_owned();
    let text = visitor.get(&master).await.expect(200).text();
    let lines: Vec<_> = text.lines().filter(|line| line.starts_with("#EXT-X-STREAM-INF:")).collect();
    let position = lines.iter().position(|line| line.contains("RESOLUTION")).expect("a picture");
    let value = |name: &str| {
        let (_, rest) = lines[position]
            .split_once(&format!(":{name}="))
            .or_else(|| lines[position].split_once(&format!(",{name}=")))
            .expect(name);
        let end = if rest.starts_with('"') { '"' } else { ',' };
        rest.trim_start_matches('"').split(end).next().expect("a value").to_owned()
    };
    let resolution = value("RESOLUTION");
    let (width, height) = resolution.split_once('x').expect("two numbers");
    let number = |text: &str| text.parse::<i64>().expect("a number");
    let codecs = value("CODECS");
    names(
        &master,
        &Rendition {
            position,
            bandwidth: number(&value("BANDWIDTH")),
            codecs: &codecs,
            width: number(width),
            height: number(height),
            fps: number(&value("FRAME-RATE")),
            has_video: true,
        },
    )
}

const ONE: &str = "-PM0202-aaaaaaaaaaaa";
const TWO: &str = "-PM0203-bbbbbbbbbbbb";

#[tokio::test]
async fn viewers_of_a_film_meet_though_their_players_call_its_swarm_by_different_names() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let [old, new] = swarm(&stranger, &film).await;
    let (mut one, mut two) = (dial(&site).await, dial(&site).await);
    say(&mut one, &announce(&old, ONE, json!({}))).await;
    let alone = json!({ "complete": 0, "incomplete": 1, "action": "announce", "interval": 120, "info_hash": binary(&old) });
    assert_eq!(hear(&mut one).await, alone);
    let offer =
        json!({ "offer": { "type": "offer", "sdp": "v=0\r\n\u{e9}\"" }, "offer_id": binary(&[200; 20]) });
    say(&mut two, &announce(&new, TWO, json!({ "offers": [offer] }))).await;
    assert_eq!(hear(&mut two).await["incomplete"], 2);
    let offered = hear(&mut one).await;
    let expected = json!({
        "action": "announce", "offer": offer["offer"], "offer_id": offer["offer_id"], "peer_id": TWO, "info_hash": binary(&old),
    });
    assert_eq!(offered, expected);
    let answer = json!({
        "answer": { "type": "answer", "sdp": "v=1" }, "to_peer_id": TWO, "offer_id": offer["offer_id"],
    });
    say(&mut one, &announce(&old, ONE, answer.clone())).await;
    let answered = hear(&mut two).await;
    assert_eq!((&answered["answer"], &answered["info_hash"]), (&answer["answer"], &json!(binary(&new))));
    is_quiet(&mut one).await;
    say(&mut two, &json!({ "action": "scrape", "info_hash": [binary(&old), binary(&new)] })).await;
    let counts = json!({ "complete": 0, "incomplete": 2, "downloaded": 0 });
    assert_eq!(hear(&mut two).await["files"], json!({ binary(&old): counts, binary(&new): counts }));
    drop(one);
    for _ in 0..PATIENCE.as_millis() / 20 {
        say(&mut two, &announce(&new, TWO, json!({ "event": "update" }))).await;
        if hear(&mut two).await["incomplete"] == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("whoever has gone is still there");
}

#[tokio::test]
async fn swarms_exist_for_films_of_ours_that_are_open_and_end_when_one_is_hidden() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let mut line = dial(&site).await;
    say(&mut line, &announce(&[9; 20], ONE, json!({}))).await;
    let refused = hear(&mut line).await;
    assert_eq!(
        refused,
        json!({ "action": "announce", "failure reason": "Unknown infoHash.", "info_hash": binary(&[9; 20]) })
    );
    // It appears after the tracker has looked for swarms.
    let film = site.publish(&maud, &clips::film(), &[("privacy", "2")]).await;
    let open = maud.get(&film.path()).await.expect(200).json();
    assert_eq!(open["trackerUrls"].as_array().map(Vec::len), Some(2));
    let [name, _] = swarm(&maud, &film).await;
    say(&mut line, &announce(&name, ONE, json!({}))).await;
    assert_eq!(hear(&mut line).await["incomplete"], 1);
    maud.ask("PUT", &film.path()).fields(&[("privacy", "3")]).send().await.expect(204);
    assert_eq!(maud.get(&film.path()).await.expect(200).json()["trackerUrls"], json!([]));
    for _ in 0..PATIENCE.as_millis() / 50 {
        say(&mut line, &announce(&name, ONE, json!({ "event": "update" }))).await;
        if hear(&mut line).await["failure reason"] == "Unknown infoHash." {
            stranger.get(&film.path()).await.expect(404);
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("a hidden film still has a swarm");
}

#[tokio::test]
async fn what_makes_no_sense_is_answered_in_words_and_a_flood_ends_the_line() {
    let site = Site::new().await;
    for nonsense in [
        "",
        "{",
        "[]",
        "{\"action\":\"announce\"}",
        "{\"action\":\"dance\"}",
        "{\"action\":\"scrape\"}",
        "{\"action\":\"announce\",\"info_hash\":\"short\"}",
    ] {
        let mut line = dial(&site).await;
        line.send(Message::text(nonsense)).await.expect("the line is open");
        let answer = hear(&mut line).await;
        assert_eq!(answer["action"], "announce", "{nonsense}");
        assert!(answer["failure reason"].is_string(), "{nonsense}: {answer}");
        is_quiet(&mut line).await;
    }
    let ended = async |mut line: Line| {
        while let Some(Ok(message)) = timeout(PATIENCE, line.next()).await.expect("it ends") {
            if message.is_close() {
                return;
            }
        }
    };
    let mut large = dial(&site).await;
    let _ = large.send(Message::text("x".repeat(100_000))).await;
    ended(large).await;
    let mut bytes = dial(&site).await;
    bytes.send(Message::binary(vec![0; 100])).await.expect("the line is open");
    ended(bytes).await;
    let mut flood = dial(&site).await;
    for _ in 0..1000 {
        let wish = announce(&[9; 20], ONE, json!({}));
        if flood.send(Message::text(wish.to_string())).await.is_err() {
            break;
        }
    }
    ended(flood).await;
    // Whoever comes from elsewhere is heard.
    let elsewhere = Visitor::new(&site.origin, crate::site::new_address());
    let answer = elsewhere.get("/tracker/scrape?info_hash=aaaaaaaaaaaaaaaaaaaa").await.expect(200);
    assert_eq!(answer.text(), "d5:filesdee");
}

#[tokio::test]
async fn programs_find_one_another_over_http() {
    let site = Site::new().await;
    let (maud, stranger) = (site.administrator().await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let torrent = crate::torrents::file_with_torrent(&stranger, &film).await;
    let magnet = torrent["magnetUri"].as_str().expect("a magnet link");
    let hash = magnet.split_once("btih:").expect("it has a hash").1[..40].to_owned();
    let hash: String = (0..20).map(|at| format!("%{}", &hash[at * 2..at * 2 + 2])).collect();
    let ask = async |from: &Visitor, peer: u16, more: &str| {
        let path = format!(
            "/tracker/announce?info_hash={hash}&peer_id=-LT2080-{peer:012}&port={peer}&compact=1{more}"
        );
        Value::read(&from.get(&path).await.expect(200).body).expect("it is bencoded")
    };
    let number = |value: &Value, name: &str| value.get(name).and_then(Value::integer);
    let seed = ask(&stranger, 4001, "&left=0&event=started").await;
    assert_eq!((number(&seed, "complete"), number(&seed, "incomplete")), (Some(1), Some(0)));
    let other = Visitor::new(&site.origin, crate::site::new_address());
    let found = ask(&other, 4002, "&left=100&event=started&ip=10.0.0.1").await;
    let std::net::IpAddr::V4(address) = site.address else { panic!("tests come from IPv4") };
    let [one, two, three, four] = address.octets();
    assert_eq!(found.get("peers").and_then(Value::bytes), Some(&[one, two, three, four, 0x0f, 0xa1][..]));
    assert_eq!(found.get("peers6").and_then(Value::bytes), Some(&[][..]));
    let scraped = stranger.get(&format!("/tracker/scrape?info_hash={hash}")).await.expect(200);
    let scraped = Value::read(&scraped.body).expect("it is bencoded");
    let Some(Value::Dictionary(files)) = scraped.get("files") else { panic!("{scraped:?}") };
    let counts = files.values().next().expect("one swarm");
    assert_eq!((number(counts, "complete"), number(counts, "incomplete")), (Some(1), Some(1)));
    ask(&stranger, 4001, "&left=0&event=stopped").await;
    assert_eq!(number(&ask(&other, 4002, "&left=100").await, "complete"), Some(0));
    for (path, why) in [
        ("/tracker/announce", "port"),
        ("/tracker/announce?info_hash=short&port=1", "info_hash"),
        (
            "/tracker/announce?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1",
            "Unknown infoHash",
        ),
        ("/tracker/scrape", "Which"),
    ] {
        let refused = Value::read(&stranger.get(path).await.expect(200).body).expect("it is bencoded");
        let said = refused.get("failure reason").and_then(Value::bytes).expect("a reason").to_vec();
        assert!(String::from_utf8_lossy(&said).contains(why), "{path}");
    }
}

#[tokio::test]
async fn a_site_that_shares_nothing_has_no_tracker() {
    let site = Site::new().await;
    let off = lucarne::actions::settings::change(&site.app.db, |settings| {
        settings.shares = false;
        Ok(())
    });
    site.app.settings_changed(off.await.expect("these settings are good"));
    for path in ["/tracker/announce", "/tracker/scrape", "/tracker/socket"] {
        site.stranger().get(path).await.expect(404);
    }
}
