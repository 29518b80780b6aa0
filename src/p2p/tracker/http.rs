//! What BitTorrent programs and the tracker say to each other over HTTP: parameters whose bytes are percent-encoded, and
//! bencoded answers with compact addresses (BEP 3, 7, 23, 48).

use std::net::{IpAddr, SocketAddr};

use percent_encoding::percent_decode;

use super::swarms::{ADDRESSES, Counts, Event, HTTP_INTERVAL, Others, Program};
use crate::domain::torrent::InfoHash;
use crate::p2p::bencode::{Dictionary, Value};

/// Seconds before which nobody should ask again.
const SHORTEST: i64 = 60;

/// Swarms that one may ask about at once.
const SCRAPED: usize = 32;

/// Parameters that are looked at.
const PARAMETERS: usize = 100;

fn parameters(query: &str) -> impl Iterator<Item = (&str, Vec<u8>)> {
    query.split('&').take(PARAMETERS).filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((name, percent_decode(value.as_bytes()).collect()))
    })
}

/// Reads an announcement of a program at this address. What it says of its own address is not believed.
pub fn announce(query: &str, address: IpAddr) -> Result<Program, &'static str> {
    let (mut info_hash, mut peer_id, mut port, mut left, mut wanted) = (None, None, None, None, None);
    let mut event = Event::Update;
    let number = |value: &[u8]| std::str::from_utf8(value).ok()?.parse::<u64>().ok();
    for (name, value) in parameters(query) {
        match name {
            "info_hash" => info_hash = <[u8; 20]>::try_from(value).ok(),
            "peer_id" => peer_id = <[u8; 20]>::try_from(value).ok(),
            "port" => port = number(&value).and_then(|port| u16::try_from(port).ok()),
            "left" => left = number(&value),
            "numwant" => wanted = number(&value),
            "event" => {
                event = match &*value {
                    b"started" => Event::Started,
                    b"stopped" => Event::Stopped,
                    b"completed" => Event::Completed,
                    _ => Event::Update,
                }
            }
            _ => {}
        }
    }
    let port = port.filter(|&port| port > 0).ok_or("The port is missing.")?;
    Ok(Program {
        info_hash: info_hash.ok_or("The info_hash is missing.")?,
        peer_id: peer_id.ok_or("The peer_id is missing.")?,
        address: SocketAddr::new(address.to_canonical(), port),
        event,
        has_all: left == Some(0) || event == Event::Completed,
        wanted: wanted.map_or(ADDRESSES, |wanted| wanted.min(ADDRESSES as u64) as usize),
    })
}

/// The swarms that somebody asks about.
pub fn scrape(query: &str) -> Result<Vec<InfoHash>, &'static str> {
    let named = parameters(query).filter(|(name, _)| *name == "info_hash");
    let asked: Option<Vec<InfoHash>> = named.map(|(_, value)| value.try_into().ok()).collect();
    match asked {
        Some(asked) if (1..=SCRAPED).contains(&asked.len()) => Ok(asked),
        _ => Err("Which swarms are asked about?"),
    }
}

/// The others of a swarm. Addresses are compact whether that was asked for or not, as BEP 23 allows.
pub fn others(others: &Others) -> Vec<u8> {
    let (mut four, mut six) = (Vec::new(), Vec::new());
    for address in &others.addresses {
        let compact = match address.ip() {
            IpAddr::V4(ip) => {
                four.extend(ip.octets());
                &mut four
            }
            IpAddr::V6(ip) => {
                six.extend(ip.octets());
                &mut six
            }
        };
        compact.extend(address.port().to_be_bytes());
    }
    Value::dictionary([
        ("complete", Value::Integer(others.complete.into())),
        ("incomplete", Value::Integer(others.incomplete.into())),
        ("interval", Value::Integer(HTTP_INTERVAL)),
        ("min interval", Value::Integer(SHORTEST)),
        ("peers", Value::Bytes(four)),
        ("peers6", Value::Bytes(six)),
    ])
    .encoded()
}

/// How many are in which swarm.
pub fn scraped(counts: &[(InfoHash, Counts)]) -> Vec<u8> {
    let files: Dictionary = counts
        .iter()
        .map(|(info_hash, counts)| {
            let counts = Value::dictionary([
                ("complete", Value::Integer(counts.complete.into())),
                ("downloaded", Value::Integer(counts.downloaded.into())),
                ("incomplete", Value::Integer(counts.incomplete.into())),
            ]);
            (info_hash.to_vec(), counts)
        })
        .collect();
    Value::dictionary([("files", Value::Dictionary(files))]).encoded()
}

pub fn refusal(why: &str) -> Vec<u8> {
    Value::dictionary([("failure reason", Value::text(why))]).encoded()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_is_read_byte_by_byte() {
        let query = "info_hash=%c9%E7n%df%10%c2%7b@Yi%41%fb%d7%20%88%93%94%92p%a4&peer_id=-TR3000-abcdefghijkl&port=51413\
                     &left=0&numwant=80&event=started&compact=1&ip=10.0.0.1";
        let four = announce(query, "192.0.2.1".parse().expect("an address")).expect("it is whole");
        assert_eq!(four.info_hash[..3], [0xc9, 0xe7, b'n']);
        assert_eq!(four.address, "192.0.2.1:51413".parse().expect("an address"));
        assert_eq!((four.has_all, four.wanted, four.event), (true, ADDRESSES, Event::Started));
        let mapped = announce(query, "::ffff:192.0.2.1".parse().expect("an address")).expect("it is whole");
        assert_eq!(mapped.address, four.address);
        for (from, to) in
            [("51413", "0"), ("51413", "65536"), ("peer_id", "peer"), ("%c9", ""), ("info_hash=", "x=")]
        {
            let broken = query.replace(from, to);
            assert!(announce(&broken, four.address.ip()).is_err(), "{broken}");
        }
    }

    #[test]
    fn addresses_of_both_kinds_are_compact() {
        let addresses = vec!["192.0.2.1:258".parse().expect("one"), "[2001:db8::1]:80".parse().expect("one")];
        let written = others(&Others { complete: 1, incomplete: 2, addresses });
        let read = Value::read(&written).expect("it is bencoded");
        assert_eq!(read.get("peers").and_then(Value::bytes), Some(&[192, 0, 2, 1, 1, 2][..]));
        assert_eq!(read.get("peers6").and_then(Value::bytes).map(<[u8]>::len), Some(18));
    }
}
