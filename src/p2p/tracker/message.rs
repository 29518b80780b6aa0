//! What browsers and the tracker say to each other over a WebSocket: JSON texts, as npm `bittorrent-tracker` has them
//! (the protocol of WebTorrent). Twenty bytes are written as twenty characters from U+0000 to U+00FF.

use std::borrow::Cow;
use std::fmt::{self, Write};

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::swarms::{Announce, Answer, Counts, Event, SOCKET_INTERVAL, Told};
use crate::domain::torrent::InfoHash;

/// Bytes of one message: five offers of at most 8 KB, and what stands around them.
pub const LENGTH: usize = 48 * 1024;

/// Bytes of one description of a session, as JSON.
const SDP: usize = 8 * 1024;

/// Swarms that one may ask about at once.
const SCRAPED: usize = 32;

/// What a browser says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    Announce(Announce<'a>),
    Scrape(Vec<InfoHash>),
}

/// What cannot be understood, and the swarm it was about, as far as that can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonsense {
    pub info_hash: Option<InfoHash>,
    pub why: &'static str,
}

/// Twenty bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Binary([u8; 20]);

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Characters;
        impl Visitor<'_> for Characters {
            type Value = Binary;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("twenty characters up to U+00FF")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Binary, E> {
                let mut bytes = [0; 20];
                let mut characters = text.chars();
                for byte in &mut bytes {
                    let next = characters.next().and_then(|c| u8::try_from(c).ok());
                    *byte = next.ok_or_else(|| E::custom("not twenty bytes"))?;
                }
                characters.next().map_or(Ok(Binary(bytes)), |_| Err(E::custom("more than twenty bytes")))
            }
        }
        deserializer.deserialize_str(Characters)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Binary),
    Many(Vec<Binary>),
}

/// A message, with what we read of it.
#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    action: Cow<'a, str>,
    #[serde(borrow, default)]
    info_hash: Option<&'a RawValue>,
    #[serde(default)]
    peer_id: Option<Binary>,
    #[serde(borrow, default)]
    event: Option<Cow<'a, str>>,
    /// Browsers that stream say nothing of it, or null.
    #[serde(default)]
    left: Option<f64>,
    #[serde(default)]
    numwant: Option<f64>,
    #[serde(borrow, default)]
    offers: Option<Vec<Offer<'a>>>,
    #[serde(default)]
    offer_id: Option<Binary>,
    #[serde(default)]
    to_peer_id: Option<Binary>,
    #[serde(borrow, default)]
    answer: Option<Session<'a>>,
}

#[derive(Deserialize)]
struct Offer<'a> {
    #[serde(borrow)]
    offer: Session<'a>,
    offer_id: Binary,
}

/// A description of a session: its text is passed on as it is, whatever else stands beside it is not.
#[derive(Deserialize)]
struct Session<'a> {
    #[serde(borrow)]
    sdp: &'a RawValue,
}

impl<'a> Session<'a> {
    /// The text as JSON, if it is one and of a decent length.
    fn text(&self) -> Option<&'a str> {
        let text = self.sdp.get();
        (text.starts_with('"') && text.len() <= SDP).then_some(text)
    }
}

/// Reads what a browser says.
pub fn read(text: &str) -> Result<Said<'_>, Nonsense> {
    let nonsense = |info_hash, why| Nonsense { info_hash, why };
    let message: Message =
        serde_json::from_str(text).map_err(|_| nonsense(None, "This message cannot be read."))?;
    if message.action == "scrape" {
        let asked = message.info_hash.and_then(|raw| serde_json::from_str(raw.get()).ok());
        return match asked {
            Some(OneOrMany::One(one)) => Ok(Said::Scrape(vec![one.0])),
            Some(OneOrMany::Many(many)) if (1..=SCRAPED).contains(&many.len()) => {
                Ok(Said::Scrape(many.into_iter().map(|one| one.0).collect()))
            }
            _ => Err(nonsense(None, "Which swarms are asked about?")),
        };
    }
    if message.action != "announce" {
        return Err(nonsense(None, "This action is not known."));
    }
    let info_hash = message.info_hash.and_then(|raw| serde_json::from_str::<Binary>(raw.get()).ok());
    let info_hash = info_hash.ok_or(nonsense(None, "The info_hash is missing."))?.0;
    let wrong = |why| nonsense(Some(info_hash), why);
    let peer_id = message.peer_id.ok_or(wrong("The peer_id is missing."))?.0;
    let event = match message.event.as_deref() {
        None | Some("" | "update" | "paused") => Event::Update,
        Some("started") => Event::Started,
        Some("stopped") => Event::Stopped,
        Some("completed") => Event::Completed,
        Some(_) => return Err(wrong("This event is not known.")),
    };
    let answer = match message.answer {
        None => None,
        Some(session) => {
            let sdp = session.text().ok_or(wrong("This answer cannot be read."))?;
            let to = message.to_peer_id.ok_or(wrong("Whose offer is answered?"))?.0;
            let offer_id = message.offer_id.ok_or(wrong("Which offer is answered?"))?.0;
            Some(Answer { to, offer_id, sdp })
        }
    };
    let offers = message.offers.unwrap_or_default();
    let offers: Option<Vec<_>> =
        offers.iter().map(|offer| Some((offer.offer_id.0, offer.offer.text()?))).collect();
    let offers = offers.ok_or(wrong("This offer cannot be read."))?;
    // A cast of a number that is too large or none takes the nearest one.
    let wanted = message.numwant.map_or(offers.len(), |wanted| wanted as usize);
    let has_all = message.left == Some(0.0) || event == Event::Completed;
    Ok(Said::Announce(Announce { info_hash, peer_id, event, has_all, wanted, offers, answer }))
}

/// What is told, as JSON.
pub fn write(told: &Told) -> String {
    let mut text = String::with_capacity(match told {
        Told::Offer { sdp, .. } | Told::Answer { sdp, .. } => sdp.len() + 256,
        _ => 160,
    });
    // Writing to a String cannot fail.
    let _ = match *told {
        Told::Counts { complete, incomplete, .. } => write!(
            text,
            "{{\"complete\":{complete},\"incomplete\":{incomplete},\"action\":\"announce\",\"interval\":{SOCKET_INTERVAL}"
        ),
        Told::Offer { sdp, .. } => {
            write!(text, "{{\"action\":\"announce\",\"offer\":{{\"type\":\"offer\",\"sdp\":{sdp}}}")
        }
        Told::Answer { sdp, .. } => {
            write!(text, "{{\"action\":\"announce\",\"answer\":{{\"type\":\"answer\",\"sdp\":{sdp}}}")
        }
        Told::Refused { why, .. } => {
            write!(text, "{{\"action\":\"announce\",\"failure reason\":\"{}\"", why.said())
        }
    };
    let (Told::Counts { info_hash, .. }
    | Told::Offer { info_hash, .. }
    | Told::Answer { info_hash, .. }
    | Told::Refused { info_hash, .. }) = told;
    if let Told::Offer { from, offer_id, .. } | Told::Answer { from, offer_id, .. } = told {
        text.push_str(",\"offer_id\":");
        binary(&mut text, offer_id);
        text.push_str(",\"peer_id\":");
        binary(&mut text, from);
    }
    text.push_str(",\"info_hash\":");
    binary(&mut text, info_hash);
    text.push('}');
    text
}

/// Says what could not be understood. Without an action clients would drop the line for minutes.
pub fn refusal(info_hash: Option<&InfoHash>, why: &str) -> String {
    #[derive(Serialize)]
    struct Refused<'a> {
        action: &'a str,
        #[serde(rename = "failure reason")]
        why: &'a str,
    }
    let mut text = serde_json::to_string(&Refused { action: "announce", why }).unwrap_or_default();
    if let Some(info_hash) = info_hash {
        text.pop();
        text.push_str(",\"info_hash\":");
        binary(&mut text, info_hash);
        text.push('}');
    }
    text
}

/// How many are in which swarm.
pub fn scraped(counts: &[(InfoHash, Counts)]) -> String {
    let mut text = String::from("{\"action\":\"scrape\",\"files\":{");
    for (position, (info_hash, counts)) in counts.iter().enumerate() {
        if position > 0 {
            text.push(',');
        }
        binary(&mut text, info_hash);
        let Counts { complete, incomplete, downloaded } = counts;
        let _ = write!(
            text,
            ":{{\"complete\":{complete},\"incomplete\":{incomplete},\"downloaded\":{downloaded}}}"
        );
    }
    text.push_str("}}");
    text
}

fn binary(text: &mut String, bytes: &[u8; 20]) {
    text.push('"');
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
            0..0x20 => {
                let _ = write!(text, "\\u{byte:04x}");
            }
            _ => text.push(char::from(byte)),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_browsers_said_to_a_peertube_is_read() {
        let frames = include_str!("../../../tests/fixtures/peertube-6.3/p2p/frames.json");
        let frames: Vec<serde_json::Value> =
            serde_json::from_str(frames).expect("PeerTube 6.3.0's viewers sent it");
        let (mut offers, mut answers) = (0, 0);
        for frame in frames.iter().filter(|frame| frame["ev"] == "sent") {
            let text = frame["d"].as_str().expect("a frame has a text");
            let Ok(Said::Announce(announce)) = read(text) else { panic!("{text}") };
            let written: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
            offers += announce.offers.len();
            answers += usize::from(announce.answer.is_some());
            assert_eq!(announce.event == Event::Stopped, written["event"] == "stopped");
            for ((offer_id, sdp), sent) in
                announce.offers.iter().zip(written["offers"].as_array().into_iter().flatten())
            {
                let told = write(&Told::Offer {
                    info_hash: announce.info_hash,
                    from: announce.peer_id,
                    offer_id: *offer_id,
                    sdp,
                });
                let told: serde_json::Value = serde_json::from_str(&told).expect("it is JSON");
                assert_eq!((&told["offer"], &told["offer_id"]), (&sent["offer"], &sent["offer_id"]));
                assert_eq!(
                    (&told["peer_id"], &told["info_hash"]),
                    (&written["peer_id"], &written["info_hash"])
                );
            }
        }
        assert!(offers > 10 && answers > 0, "{offers} offers, {answers} answers");
    }

    proptest! {
        #[test]
        fn twenty_bytes_are_read_as_they_were_written(bytes in any::<[u8; 20]>(), sdp in "\\PC{0,200}") {
            let sdp = serde_json::to_string(&sdp).expect("a text is JSON");
            let told = write(&Told::Offer { info_hash: bytes, from: bytes, offer_id: bytes, sdp: &sdp });
            let message: Message = serde_json::from_str(&told).expect("it is JSON");
            prop_assert_eq!(message.peer_id, Some(Binary(bytes)));
            prop_assert_eq!(message.offer_id, Some(Binary(bytes)));
        }
    }
}
