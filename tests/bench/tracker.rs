//! Stands in for viewers at the tracker; `tests/bench/tracker.py` calls it and says what is measured.
//!
//! ```text
//! tracker swarms SECONDS                 announcements a second in the swarms alone
//! tracker sockets SECONDS PORT NAME      announcements over WebSockets
//! tracker crowd VIEWERS PORT NAME        opens so many lines, says how many are in a swarm, and waits for the end of its input
//! tracker name PLAYLIST                  the name of the first swarm of this master playlist, as hexadecimal
//! ```

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use lucarne::domain::moment::Moment;
use lucarne::domain::swarm_name::by_position;
use lucarne::p2p::tracker::message::{self, Said};
use lucarne::p2p::tracker::swarms::{Announce, Event, From, Subject, Swarms};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

const VIEWERS: usize = 10_000;
const SWARMS: usize = 40;
const CONNECTIONS: usize = 2000;
const SDP: usize = 1200;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let number = |at: usize| words[at].parse::<u64>().expect("a number");
    let runtime =
        || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("there are threads");
    match words.first().map(String::as_str) {
        Some("swarms") => swarms(Duration::from_secs(number(1))),
        Some("sockets") => {
            runtime().block_on(sockets(Duration::from_secs(number(1)), number(2) as u16, words[3].clone()));
        }
        Some("crowd") => runtime().block_on(crowd(number(1) as usize, number(2) as u16, words[3].clone())),
        Some("name") => {
            let name: String = by_position(&words[1], 0).iter().map(|byte| format!("{byte:02x}")).collect();
            println!("{name}");
        }
        // `cargo test --all-targets` calls it without anything.
        _ => {}
    }
}

/// A generator that is the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

fn id(number: usize) -> [u8; 20] {
    let text = format!("-PM0202-{number:012}");
    text.as_bytes().try_into().expect("it has twenty letters")
}

fn swarms(duration: Duration) {
    let mut swarms = Swarms::default();
    let names: Vec<_> = (0..SWARMS).map(id).collect();
    let subjects: HashMap<_, _> =
        names.iter().enumerate().map(|(at, name)| (*name, Subject::Rendition(at as i64))).collect();
    swarms.set_names(subjects);
    let mut chance = Chance(1);
    let sdp = format!("\"{}\"", "x".repeat(SDP));
    let announce = |viewer: usize, offers: usize| Announce {
        info_hash: names[viewer % SWARMS],
        peer_id: id(viewer),
        event: Event::Update,
        has_all: false,
        wanted: 5,
        offers: (0..offers).map(|offer| (id(offer), sdp.as_str())).collect(),
        answer: None,
    };
    let texts: Vec<_> = (0..VIEWERS).map(|viewer| text(&names[viewer % SWARMS], viewer, "update")).collect();
    let mut draws = Chance(2);
    let mut told = 0usize;
    let mut rate = |name: &str, step: &mut dyn FnMut(&mut Swarms, usize, &mut usize, Moment)| {
        let begun = Instant::now();
        let mut count = 0u64;
        while begun.elapsed() < duration {
            for _ in 0..1000 {
                let viewer = chance.below(VIEWERS);
                step(&mut swarms, viewer, &mut told, Moment(begun.elapsed().as_millis() as i64));
            }
            count += 1000;
        }
        format!("\"{name}\":{}", (count as f64 / begun.elapsed().as_secs_f64()) as u64)
    };
    let from = |viewer: usize| From { line: viewer as u64, origin: viewer as u64 };
    let plain = rate("plain", &mut |swarms, viewer, told, now| {
        swarms.announce(from(viewer), now, &announce(viewer, 0), &mut |n| draws.below(n), |_, _| *told += 1);
    });
    let mut draws = Chance(3);
    let read = rate("text", &mut |swarms, viewer, told, now| {
        let Ok(Said::Announce(announce)) = message::read(&texts[viewer]) else {
            panic!("it is an announcement")
        };
        swarms.announce(from(viewer), now, &announce, &mut |n| draws.below(n), |_, one| {
            *told += message::write(&one).len()
        });
    });
    let mut draws = Chance(4);
    let offers = rate("offers", &mut |swarms, viewer, told, now| {
        swarms.announce(from(viewer), now, &announce(viewer, 5), &mut |n| draws.below(n), |_, one| {
            *told += message::write(&one).len();
        });
    });
    assert!(told > 0 && swarms.len() == VIEWERS, "{told} {}", swarms.len());
    println!("{{{plain},{read},{offers}}}");
}

fn text(name: &[u8; 20], viewer: usize, event: &str) -> String {
    let characters = |bytes: &[u8]| bytes.iter().map(|&byte| char::from(byte)).collect::<String>();
    serde_json::json!({
        "numwant": 5, "uploaded": 0, "downloaded": 0, "event": event, "action": "announce",
        "info_hash": characters(name), "peer_id": characters(&id(viewer)),
    })
    .to_string()
}

fn name_of(hexadecimal: &str) -> [u8; 20] {
    std::array::from_fn(|at| u8::from_str_radix(&hexadecimal[at * 2..at * 2 + 2], 16).expect("hexadecimal"))
}

/// A line from an address that only this viewer has.
async fn dial(viewer: usize, port: u16) -> WebSocketStream<TcpStream> {
    let socket = TcpSocket::new_v4().expect("there are sockets");
    let [_, _, high, low] = (viewer as u32 + 1).to_be_bytes();
    let own = SocketAddr::new(Ipv4Addr::new(127, 1, high, low).into(), 0);
    socket.bind(own).expect("every address of loopback is ours");
    let stream = socket.connect(([127, 0, 0, 1], port).into()).await.expect("the server listens");
    let _ = stream.set_nodelay(true);
    let config = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(0);
    let address = format!("ws://127.0.0.1:{port}/tracker/socket");
    let opened = tokio_tungstenite::client_async_with_config(address, stream, Some(config)).await;
    opened.expect("the line opens").0
}

/// Says something and hears the answer: how many are in the swarm.
async fn ask(line: &mut WebSocketStream<TcpStream>, text: &str) -> u64 {
    line.send(Message::text(text)).await.expect("the line is open");
    loop {
        let heard = line.next().await.expect("the line is open").expect("it can be read");
        let heard: serde_json::Value =
            serde_json::from_str(heard.to_text().expect("a text")).expect("it is JSON");
        if let Some(incomplete) = heard["incomplete"].as_u64() {
            return incomplete;
        }
    }
}

async fn sockets(duration: Duration, port: u16, name: String) {
    let name = name_of(&name);
    let mut lines = Vec::with_capacity(CONNECTIONS);
    for viewer in 0..CONNECTIONS {
        lines.push(dial(viewer, port).await);
    }
    let begun = Instant::now();
    let tasks = lines.into_iter().enumerate().map(|(viewer, mut line)| {
        tokio::spawn(async move {
            let update = text(&name, viewer, "update");
            let mut count = 0u64;
            while begun.elapsed() < duration {
                line.send(Message::text(update.as_str())).await.expect("the line is open");
                line.next().await.expect("the line is open").expect("it can be read");
                count += 1;
            }
            count
        })
    });
    let mut announces = 0;
    for task in tasks.collect::<Vec<_>>() {
        announces += task.await.expect("it ended well");
    }
    println!("{{\"announces\":{announces},\"seconds\":{}}}", begun.elapsed().as_secs_f64());
}

async fn crowd(viewers: usize, port: u16, name: String) {
    let name = name_of(&name);
    let mut lines = Vec::with_capacity(viewers);
    let mut there = 0;
    for viewer in 0..viewers {
        let mut line = dial(viewer, port).await;
        there = ask(&mut line, &text(&name, viewer, "started")).await;
        lines.push(line);
    }
    println!("{there}");
    let _ = tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new())).await;
}
