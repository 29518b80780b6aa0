use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

const B: InfoHash = *b"BBBBBBBBBBBBBBBBBBBB";
const C: InfoHash = *b"CCCCCCCCCCCCCCCCCCCC";
const OTHER: InfoHash = *b"OOOOOOOOOOOOOOOOOOOO";
const TORRENT: InfoHash = [7; 20];

fn swarms() -> Swarms {
    let mut swarms = Swarms::default();
    let names = [
        (B, Subject::Rendition(1)),
        (C, Subject::Rendition(1)),
        (OTHER, Subject::Rendition(2)),
        (TORRENT, Subject::Torrent(1)),
    ];
    swarms.set_names(names.into_iter().collect());
    swarms
}

fn id(number: u8) -> PeerId {
    [number; 20]
}

fn here(number: u8) -> From {
    From { line: number.into(), origin: number.into() }
}

fn announce(info_hash: InfoHash, number: u8) -> Announce<'static> {
    Announce {
        info_hash,
        peer_id: id(number),
        event: Event::Started,
        has_all: false,
        wanted: OFFERS,
        offers: (0..OFFERS as u8).map(|offer| ([offer; 20], "\"v=0\"")).collect(),
        answer: None,
    }
}

fn say<'a>(swarms: &mut Swarms, from: From, now: i64, announce: &Announce<'a>) -> Vec<(Line, Told<'a>)> {
    let mut told = Vec::new();
    swarms.announce(from, Moment(now * 1000), announce, &mut |_| 0, |line, one| told.push((line, one)));
    told
}

#[test]
fn viewers_with_old_and_new_players_meet_and_each_hears_its_own_name() {
    let mut swarms = swarms();
    let alone = say(&mut swarms, here(1), 0, &announce(B, 1));
    assert_eq!(alone, [(1, Told::Counts { info_hash: B, complete: 0, incomplete: 1 })]);
    let met = say(&mut swarms, here(2), 0, &announce(C, 2));
    let offer = Told::Offer { info_hash: B, from: id(2), offer_id: [0; 20], sdp: "\"v=0\"" };
    assert_eq!(met, [(1, offer), (2, Told::Counts { info_hash: C, complete: 0, incomplete: 2 })]);
    let answer = Announce {
        offers: Vec::new(),
        answer: Some(Answer { to: id(2), offer_id: [0; 20], sdp: "\"v=1\"" }),
        ..announce(B, 1)
    };
    let told = say(&mut swarms, here(1), 1, &answer);
    assert_eq!(told, [(2, Told::Answer { info_hash: C, from: id(1), offer_id: [0; 20], sdp: "\"v=1\"" })]);
    assert_eq!(say(&mut swarms, here(1), 1, &answer), [], "an offer is answered once");
    assert_eq!(
        say(&mut swarms, here(3), 1, &announce(OTHER, 3)).len(),
        1,
        "another rendition is another swarm"
    );
    let unknown = say(&mut swarms, here(1), 1, &announce([9; 20], 1));
    assert_eq!(unknown, [(1, Told::Refused { info_hash: [9; 20], why: Refusal::Unknown })]);
}

#[test]
fn nobody_is_sent_an_answer_that_they_did_not_ask_for() {
    let mut swarms = swarms();
    for number in 1..=3 {
        say(&mut swarms, here(number), 0, &announce(B, number));
    }
    let answer = |from: u8, offer_id: OfferId| Announce {
        offers: Vec::new(),
        answer: Some(Answer { to: id(2), offer_id, sdp: "\"v=1\"" }),
        ..announce(B, from)
    };
    // The second has offered something to the first alone.
    assert_eq!(say(&mut swarms, here(3), 1, &answer(3, [0; 20])), []);
    assert_eq!(say(&mut swarms, here(1), 1, &answer(1, [9; 20])), []);
    assert_eq!(say(&mut swarms, here(4), 1, &answer(4, [0; 20])), [], "who is not there answers nothing");
    assert_eq!(say(&mut swarms, here(1), OFFER_SECONDS + 1, &answer(1, [0; 20])), [], "it is too late");
}

#[test]
fn a_name_that_others_know_cannot_be_taken_and_whoever_lost_their_line_comes_back() {
    let mut swarms = swarms();
    say(&mut swarms, here(1), 0, &announce(B, 1));
    let thief = say(&mut swarms, here(2), 1, &announce(B, 1));
    assert_eq!(thief, [(2, Told::Refused { info_hash: B, why: Refusal::Taken })]);
    let stopped = Announce { event: Event::Stopped, ..announce(B, 1) };
    say(&mut swarms, here(2), 1, &stopped);
    assert_eq!(swarms.len(), 1, "nobody is sent away by others");
    let back = From { line: 3, origin: 1 };
    assert!(matches!(
        say(&mut swarms, back, 2, &announce(B, 1))[..],
        [(3, Told::Counts { incomplete: 1, .. })]
    ));
    swarms.close(1);
    assert_eq!(swarms.len(), 1, "the older line is not theirs any more");
    swarms.close(3);
    assert!(swarms.is_empty() && swarms.swarms.is_empty() && swarms.lines.is_empty());
}

#[test]
fn ghosts_and_swarms_of_hidden_films_end() {
    let mut swarms = swarms();
    say(&mut swarms, here(1), 0, &announce(B, 1));
    say(&mut swarms, here(2), 200, &announce(B, 2));
    let program = program(1, 1, false);
    swarms.announce_program(1, Moment(0), &program, &mut |_| 0).expect("there is room");
    swarms.sweep(Moment((SOCKET_SECONDS + 1) * 1000));
    assert_eq!((swarms.len(), swarms.lines.len()), (2, 1));
    swarms.sweep(Moment((HTTP_SECONDS + 1) * 1000));
    assert!(swarms.is_empty() && swarms.swarms.is_empty() && swarms.lines.is_empty());
    say(&mut swarms, here(3), 0, &announce(B, 3));
    swarms.set_names([(OTHER, Subject::Rendition(2))].into_iter().collect());
    assert!(swarms.is_empty() && swarms.lines.is_empty());
    assert!(matches!(say(&mut swarms, here(3), 0, &announce(B, 3))[..], [(3, Told::Refused { .. })]));
}

#[test]
fn a_line_is_in_a_few_swarms_and_an_announcement_makes_few_offers() {
    let mut swarms = swarms();
    let line = here(1);
    let entered = (0..200).filter(|&number| {
        !matches!(say(&mut swarms, line, 0, &announce(B, number)).last(), Some((_, Told::Refused { .. })))
    });
    assert_eq!(entered.count(), PEERS_OF_LINE);
    let mut many = announce(B, 201);
    many.offers = (0..100).map(|offer| ([offer; 20], "\"v=0\"")).collect();
    many.wanted = usize::MAX;
    assert_eq!(say(&mut swarms, here(2), 0, &many).len(), OFFERS + 1);
    for round in 0..100 {
        say(&mut swarms, here(2), round, &many);
    }
    let browser = swarms.swarms[&Subject::Rendition(1)].browsers.iter().find(|one| one.id == id(201));
    assert_eq!(browser.map(|browser| browser.waiting.len()), Some(OFFERS_WAITING));
}

fn program(number: u8, port: u16, has_all: bool) -> Program {
    Program {
        info_hash: TORRENT,
        peer_id: id(number),
        address: SocketAddr::new([192, 0, 2, number].into(), port),
        event: Event::Started,
        has_all,
        wanted: ADDRESSES,
    }
}

#[test]
fn programs_hear_of_others_of_their_kind_and_seeds_not_of_seeds() {
    let mut swarms = swarms();
    let mut ask = |origin, program: &Program| {
        swarms.announce_program(origin, Moment(0), program, &mut |_| 0).expect("there is room")
    };
    let (seed, other) = (program(1, 1, true), program(2, 2, false));
    assert_eq!(ask(1, &seed), Others { complete: 1, incomplete: 0, addresses: Vec::new() });
    assert_eq!(ask(2, &other), Others { complete: 1, incomplete: 1, addresses: vec![seed.address] });
    let second = Program { address: "[2001:db8::1]:1".parse().expect("an address"), ..program(3, 3, true) };
    assert_eq!(ask(3, &second).addresses, [], "IPv6 is another world");
    assert_eq!(ask(4, &program(4, 4, true)).addresses, [other.address]);
    let done = Program { event: Event::Completed, has_all: true, ..other };
    assert_eq!((ask(2, &done).complete, ask(2, &other).complete), (4, 4), "what is complete stays so");
    let gone = ask(2, &Program { event: Event::Stopped, ..other });
    assert_eq!((gone.complete, gone.incomplete, gone.addresses.len()), (3, 0, 0));
    assert_eq!(swarms.scrape(&TORRENT), Some(Counts { complete: 3, incomplete: 0, downloaded: 1 }));
    assert_eq!(swarms.scrape(&[9; 20]), None);
    let of_one = (0..100).filter(|&port| {
        swarms.announce_program(9, Moment(0), &program(9, 1000 + port, false), &mut |_| 0).is_ok()
    });
    assert_eq!(of_one.count(), PROGRAMS_OF_ORIGIN);
}

/// What somebody may do.
#[derive(Clone, Debug)]
enum Step {
    Announce { line: u8, peer: u8, name: u8, event: u8, has_all: bool, offers: u8 },
    Answer { line: u8, peer: u8, to: u8, offer: u8 },
    Program { origin: u8, port: u8, event: u8, has_all: bool },
    Close(u8),
    Sweep,
    Names(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..6u8, 0..8u8, 0..4u8, 0..4u8, any::<bool>(), 0..9u8).prop_map(
            |(line, peer, name, event, has_all, offers)| Step::Announce { line, peer, name, event, has_all, offers }
        ),
        2 => (0..6u8, 0..8u8, 0..8u8, 0..9u8)
            .prop_map(|(line, peer, to, offer)| Step::Answer { line, peer, to, offer }),
        3 => (0..3u8, 1..5u8, 0..4u8, any::<bool>())
            .prop_map(|(origin, port, event, has_all)| Step::Program { origin, port, event, has_all }),
        1 => (0..6u8).prop_map(Step::Close),
        1 => Just(Step::Sweep),
        1 => any::<bool>().prop_map(Step::Names),
    ];
    proptest::collection::vec(step, 0..80)
}

const EVENTS: [Event; 4] = [Event::Started, Event::Stopped, Event::Completed, Event::Update];

proptest! {
    #[test]
    fn whatever_is_said_the_books_stay_right(steps in steps(), seed in any::<usize>()) {
        let mut swarms = swarms();
        let mut drawn = seed;
        let mut random = |below: usize| { drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); (drawn >> 33) % below.max(1) };
        for (at, step) in steps.into_iter().enumerate() {
            let now = Moment(at as i64 * 60_000);
            match step {
                Step::Announce { line, peer, name, event, has_all, offers } => {
                    let sent = Announce {
                        event: EVENTS[event as usize],
                        has_all,
                        offers: (0..offers).map(|offer| ([offer; 20], "\"v=0\"")).collect(),
                        ..announce([B, C, OTHER, [9; 20]][name as usize], peer)
                    };
                    let from = From { line: line.into(), origin: (line % 2).into() };
                    let mut offered = HashSet::new();
                    let mut told = Vec::new();
                    swarms.announce(from, now, &sent, &mut random, |line, one| told.push((line, one)));
                    for (line, one) in &told {
                        match one {
                            Told::Offer { from, .. } => {
                                prop_assert_eq!(*from, id(peer));
                                offered.insert(*line);
                            }
                            Told::Answer { .. } => prop_assert!(false, "nothing was answered"),
                            _ => prop_assert_eq!(*line, from.line),
                        }
                    }
                    let answers = told.iter().filter(|(_, one)| matches!(one, Told::Counts { .. } | Told::Refused { .. }));
                    prop_assert_eq!(answers.count(), 1);
                    prop_assert!(told.len() <= OFFERS + 1);
                }
                Step::Answer { line, peer, to, offer } => {
                    let answer = Answer { to: id(to), offer_id: [offer; 20], sdp: "\"v=1\"" };
                    let sent = Announce { offers: Vec::new(), answer: Some(answer), ..announce(B, peer) };
                    let from = From { line: line.into(), origin: (line % 2).into() };
                    swarms.announce(from, now, &sent, &mut random, |_, _| ());
                }
                Step::Program { origin, port, event, has_all } => {
                    let sent = Program { event: EVENTS[event as usize], ..program(origin, port.into(), has_all) };
                    let _ = swarms.announce_program(origin.into(), now, &sent, &mut random);
                }
                Step::Close(line) => swarms.close(line.into()),
                Step::Sweep => swarms.sweep(now),
                Step::Names(all) => {
                    let mut names: HashMap<_, _> = [(B, Subject::Rendition(1)), (TORRENT, Subject::Torrent(1))].into_iter().collect();
                    if all {
                        names.extend([(C, Subject::Rendition(1)), (OTHER, Subject::Rendition(2))]);
                    }
                    swarms.set_names(names);
                }
            }
            let mut peers = 0;
            let mut places = 0;
            for (subject, swarm) in &swarms.swarms {
                peers += swarm.len();
                let complete = swarm.browsers.iter().filter(|one| one.has_all).count()
                    + swarm.programs.values().filter(|one| one.has_all).count();
                prop_assert_eq!(complete, swarm.complete as usize);
                prop_assert_eq!(swarm.places.len(), swarm.browsers.len());
                for (place, browser) in swarm.browsers.iter().enumerate() {
                    prop_assert_eq!(swarm.places.get(&browser.id), Some(&(place as u32)));
                    prop_assert!(swarms.lines[&browser.line].contains(&(*subject, browser.id)));
                    prop_assert!(browser.waiting.len() <= OFFERS_WAITING);
                    places += 1;
                }
            }
            prop_assert_eq!(peers, swarms.len());
            prop_assert_eq!(places, swarms.lines.values().map(Vec::len).sum::<usize>());
        }
    }
}
