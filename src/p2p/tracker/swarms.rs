//! The swarms. Browsers (over a WebSocket) are told of one another by offers that are passed on, BitTorrent programs
//! (over HTTP) by addresses; the two kinds cannot speak with each other.

use std::collections::HashMap;
use std::net::SocketAddr;

use crate::domain::moment::Moment;
use crate::domain::torrent::InfoHash;

/// What a browser or a program calls itself.
pub type PeerId = [u8; 20];

/// What an offer is called by whoever makes it.
pub type OfferId = [u8; 20];

/// A connection of a browser.
pub type Line = u64;

/// An address, as a number that says nothing of it: those of one household have the same.
pub type Origin = u64;

/// What a swarm is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Those who watch this rendition.
    Rendition(i64),
    /// Those who keep its file.
    Torrent(i64),
}

/// Seconds between two announcements of a browser, and of a program (PeerTube's).
pub const SOCKET_INTERVAL: i64 = 120;
pub const HTTP_INTERVAL: i64 = 600;

/// Whoever has not announced themselves for so many seconds has gone without a word.
const SOCKET_SECONDS: i64 = 300;
const HTTP_SECONDS: i64 = 1500;

/// Seconds for which an offer can be answered.
const OFFER_SECONDS: i64 = 50;

/// Offers of one announcement that are passed on.
pub const OFFERS: usize = 5;

/// Offers of one browser that may wait for their answers.
const OFFERS_WAITING: usize = 20;

/// Swarms that one line may be in: the renditions of a film or two.
const PEERS_OF_LINE: usize = 32;

/// Programs of one address in one swarm.
const PROGRAMS_OF_ORIGIN: usize = 8;

/// Browsers and programs in all swarms. A home line carries far fewer; a flood ends here.
const PEERS: usize = 50_000;

/// Addresses in one answer.
pub const ADDRESSES: usize = 50;

/// Who sent something.
#[derive(Clone, Copy, Debug)]
pub struct From {
    pub line: Line,
    pub origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Started,
    Stopped,
    Completed,
    Update,
}

/// What a browser announces. Descriptions of sessions are JSON texts that nothing here looks into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announce<'a> {
    pub info_hash: InfoHash,
    pub peer_id: PeerId,
    pub event: Event,
    pub has_all: bool,
    /// How many others it would like to meet.
    pub wanted: usize,
    pub offers: Vec<(OfferId, &'a str)>,
    pub answer: Option<Answer<'a>>,
}

/// An answer to an offer of somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    pub to: PeerId,
    pub offer_id: OfferId,
    pub sdp: &'a str,
}

/// What is told to whom. The swarm has the name by which whoever hears it knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told<'a> {
    Counts { info_hash: InfoHash, complete: u32, incomplete: u32 },
    Offer { info_hash: InfoHash, from: PeerId, offer_id: OfferId, sdp: &'a str },
    Answer { info_hash: InfoHash, from: PeerId, offer_id: OfferId, sdp: &'a str },
    Refused { info_hash: InfoHash, why: Refusal },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Unknown,
    Full,
    Taken,
}

impl Refusal {
    /// PeerTube's sentence where it has one.
    pub fn said(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown infoHash.",
            Self::Full => "Too many peers.",
            Self::Taken => "This peer_id is somebody else's.",
        }
    }
}

/// What a BitTorrent program announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Program {
    pub info_hash: InfoHash,
    pub peer_id: PeerId,
    pub address: SocketAddr,
    pub event: Event,
    pub has_all: bool,
    pub wanted: usize,
}

/// The others of a swarm, for a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    pub complete: u32,
    pub incomplete: u32,
    pub addresses: Vec<SocketAddr>,
}

/// How many are in a swarm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub complete: u32,
    pub incomplete: u32,
    pub downloaded: u32,
}

#[derive(Default)]
pub struct Swarms {
    /// Every name of every swarm of ours.
    names: HashMap<InfoHash, Subject>,
    swarms: HashMap<Subject, Swarm>,
    /// Where each line is.
    lines: HashMap<Line, Vec<(Subject, PeerId)>>,
    peers: usize,
}

#[derive(Default)]
struct Swarm {
    browsers: Vec<Browser>,
    /// Their places in the list.
    places: HashMap<PeerId, u32>,
    programs: HashMap<SocketAddr, Running>,
    complete: u32,
    downloaded: u32,
}

struct Browser {
    id: PeerId,
    line: Line,
    origin: Origin,
    /// The name that it knows the swarm by.
    name: InfoHash,
    has_all: bool,
    until: Moment,
    waiting: Vec<Waiting>,
}

/// An offer that was passed on and can be answered.
struct Waiting {
    to: PeerId,
    offer_id: OfferId,
    until: Moment,
}

struct Running {
    id: PeerId,
    origin: Origin,
    has_all: bool,
    until: Moment,
}

impl Swarms {
    /// Takes the names of the swarms that there are from now on; those of other films end.
    pub fn set_names(&mut self, names: HashMap<InfoHash, Subject>) {
        let kept: std::collections::HashSet<Subject> = names.values().copied().collect();
        self.names = names;
        self.names.shrink_to_fit();
        self.swarms.retain(|subject, _| kept.contains(subject));
        self.lines.retain(|_, places| {
            places.retain(|(subject, _)| kept.contains(subject));
            !places.is_empty()
        });
        self.peers = self.swarms.values().map(Swarm::len).sum();
    }

    pub fn knows(&self, info_hash: &InfoHash) -> bool {
        self.names.contains_key(info_hash)
    }

    /// Browsers and programs in all swarms.
    pub fn len(&self) -> usize {
        self.peers
    }

    pub fn is_empty(&self) -> bool {
        self.peers == 0
    }

    /// A browser announces itself. What is told to whom goes to `tell`; `random` draws a number below another one.
    pub fn announce<'a>(
        &mut self,
        from: From,
        now: Moment,
        announce: &Announce<'a>,
        random: &mut impl FnMut(usize) -> usize,
        mut tell: impl FnMut(Line, Told<'a>),
    ) {
        let info_hash = announce.info_hash;
        let refuse = |why| Told::Refused { info_hash, why };
        let Some(&subject) = self.names.get(&info_hash) else {
            return tell(from.line, refuse(Refusal::Unknown));
        };
        if announce.event == Event::Stopped {
            let counts = self.leave(from.line, subject, &announce.peer_id);
            return tell(from.line, Told::Counts { info_hash, complete: counts.0, incomplete: counts.1 });
        }
        let swarm = self.swarms.entry(subject).or_default();
        let place = match swarm.places.get(&announce.peer_id) {
            Some(&place) => {
                let browser = &swarm.browsers[place as usize];
                if browser.line != from.line {
                    // Whoever has lost their line comes back by another one; others know the name, and cannot take it.
                    if browser.origin != from.origin {
                        return tell(from.line, refuse(Refusal::Taken));
                    }
                    if !has_room(&self.lines, from.line) {
                        return tell(from.line, refuse(Refusal::Full));
                    }
                    let older = browser.line;
                    forget_place(&mut self.lines, older, subject, &announce.peer_id);
                    self.lines.entry(from.line).or_default().push((subject, announce.peer_id));
                }
                place as usize
            }
            None => {
                if announce.answer.is_some() {
                    // Nobody has made an offer to somebody who is not there.
                    return;
                }
                if self.peers >= PEERS || !has_room(&self.lines, from.line) {
                    return tell(from.line, refuse(Refusal::Full));
                }
                self.peers += 1;
                self.lines.entry(from.line).or_default().push((subject, announce.peer_id));
                swarm.enter(announce.peer_id, from, info_hash)
            }
        };
        let browser = &mut swarm.browsers[place];
        browser.line = from.line;
        browser.name = info_hash;
        browser.until = now.plus_seconds(SOCKET_SECONDS);
        if let Some(answer) = announce.answer {
            swarm.pass_on(now, announce.peer_id, answer, tell);
            return;
        }
        swarm.note(place, announce);
        swarm.offer(place, now, announce, random, &mut tell);
        let (complete, incomplete) = swarm.counts();
        tell(from.line, Told::Counts { info_hash, complete, incomplete });
    }

    /// A BitTorrent program announces itself. The addresses are those of its own kind, IPv4 or IPv6, and none is its own.
    pub fn announce_program(
        &mut self,
        origin: Origin,
        now: Moment,
        program: &Program,
        random: &mut impl FnMut(usize) -> usize,
    ) -> Result<Others, Refusal> {
        let subject = *self.names.get(&program.info_hash).ok_or(Refusal::Unknown)?;
        let swarm = self.swarms.entry(subject).or_default();
        let known = swarm.programs.get(&program.address).map(|known| known.has_all);
        if program.event == Event::Stopped {
            if let Some(had_all) = known {
                swarm.programs.remove(&program.address);
                swarm.complete -= u32::from(had_all);
                self.peers -= 1;
            }
        } else {
            if known.is_none() {
                let of_origin = swarm.programs.values().filter(|one| one.origin == origin).count();
                if self.peers >= PEERS || of_origin >= PROGRAMS_OF_ORIGIN {
                    return Err(Refusal::Full);
                }
                self.peers += 1;
            }
            let has_all = program.has_all || known == Some(true);
            let (id, until) = (program.peer_id, now.plus_seconds(HTTP_SECONDS));
            swarm.programs.insert(program.address, Running { id, origin, has_all, until });
            swarm.complete += u32::from(has_all) - u32::from(known == Some(true));
            swarm.downloaded = swarm.downloaded.saturating_add(u32::from(program.event == Event::Completed));
        }
        let (complete, incomplete) = swarm.counts();
        let wanted = if program.event == Event::Stopped { 0 } else { program.wanted.min(ADDRESSES) };
        let addresses = swarm.addresses(program, wanted, random);
        self.forget_empty(subject);
        Ok(Others { complete, incomplete, addresses })
    }

    /// How many are in the swarm of this name; none where it is none of ours.
    pub fn scrape(&self, info_hash: &InfoHash) -> Option<Counts> {
        let subject = self.names.get(info_hash)?;
        let counts = self.swarms.get(subject).map(|swarm| {
            let (complete, incomplete) = swarm.counts();
            Counts { complete, incomplete, downloaded: swarm.downloaded }
        });
        Some(counts.unwrap_or_default())
    }

    /// A line has ended, and whoever spoke over it is gone.
    pub fn close(&mut self, line: Line) {
        for (subject, peer_id) in self.lines.remove(&line).unwrap_or_default() {
            if self.swarms.get_mut(&subject).is_some_and(|swarm| swarm.leave(line, &peer_id)) {
                self.peers -= 1;
            }
            self.forget_empty(subject);
        }
    }

    /// Forgets whoever has gone without a word, and offers that nobody answered.
    pub fn sweep(&mut self, now: Moment) {
        let mut gone = Vec::new();
        for (&subject, swarm) in &mut self.swarms {
            let before = swarm.programs.len();
            let complete = &mut swarm.complete;
            swarm.programs.retain(|_, program| {
                let is_here = program.until > now;
                *complete -= u32::from(!is_here && program.has_all);
                is_here
            });
            self.peers -= before - swarm.programs.len();
            for browser in &mut swarm.browsers {
                browser.waiting.retain(|waiting| waiting.until > now);
                browser.waiting.shrink_to_fit();
                if browser.until <= now {
                    gone.push((browser.line, subject, browser.id));
                }
            }
        }
        for (line, subject, peer_id) in gone {
            self.leave(line, subject, &peer_id);
        }
        self.swarms.retain(|_, swarm| swarm.len() > 0 || swarm.downloaded > 0);
    }

    /// Somebody leaves; how many have all of it and how many have not.
    fn leave(&mut self, line: Line, subject: Subject, peer_id: &PeerId) -> (u32, u32) {
        let Some(swarm) = self.swarms.get_mut(&subject) else { return (0, 0) };
        if swarm.leave(line, peer_id) {
            self.peers -= 1;
            forget_place(&mut self.lines, line, subject, peer_id);
        }
        let counts = swarm.counts();
        self.forget_empty(subject);
        counts
    }

    fn forget_empty(&mut self, subject: Subject) {
        if self.swarms.get(&subject).is_some_and(|swarm| swarm.len() == 0 && swarm.downloaded == 0) {
            self.swarms.remove(&subject);
        }
    }
}

fn has_room(lines: &HashMap<Line, Vec<(Subject, PeerId)>>, line: Line) -> bool {
    lines.get(&line).is_none_or(|places| places.len() < PEERS_OF_LINE)
}

fn forget_place(
    lines: &mut HashMap<Line, Vec<(Subject, PeerId)>>,
    line: Line,
    subject: Subject,
    peer_id: &PeerId,
) {
    let Some(places) = lines.get_mut(&line) else { return };
    places.retain(|(known, id)| (*known, id) != (subject, peer_id));
    if places.is_empty() {
        lines.remove(&line);
    }
}

impl Swarm {
    fn len(&self) -> usize {
        self.browsers.len() + self.programs.len()
    }

    fn counts(&self) -> (u32, u32) {
        (self.complete, self.len() as u32 - self.complete)
    }

    /// The place of somebody new.
    fn enter(&mut self, id: PeerId, from: From, name: InfoHash) -> usize {
        let place = self.browsers.len();
        self.places.insert(id, place as u32);
        self.browsers.push(Browser {
            id,
            line: from.line,
            origin: from.origin,
            name,
            has_all: false,
            until: Moment(0),
            waiting: Vec::new(),
        });
        place
    }

    /// Whether somebody of this line was there.
    fn leave(&mut self, line: Line, id: &PeerId) -> bool {
        let Some(&place) = self.places.get(id) else { return false };
        if self.browsers[place as usize].line != line {
            return false;
        }
        self.places.remove(id);
        let gone = self.browsers.swap_remove(place as usize);
        self.complete -= u32::from(gone.has_all);
        if let Some(moved) = self.browsers.get(place as usize) {
            self.places.insert(moved.id, place);
        }
        true
    }

    fn note(&mut self, place: usize, announce: &Announce) {
        let browser = &mut self.browsers[place];
        if announce.event == Event::Completed {
            self.downloaded = self.downloaded.saturating_add(1);
        }
        if announce.has_all && !browser.has_all {
            browser.has_all = true;
            self.complete += 1;
        }
    }

    /// Passes an answer on to whoever has made the offer, once.
    fn pass_on<'a>(
        &mut self,
        now: Moment,
        from: PeerId,
        answer: Answer<'a>,
        mut tell: impl FnMut(Line, Told<'a>),
    ) {
        let Answer { to, offer_id, sdp } = answer;
        let Some(&place) = self.places.get(&to) else { return };
        let browser = &mut self.browsers[place as usize];
        let is_meant = |one: &Waiting| one.to == from && one.offer_id == offer_id && one.until > now;
        let Some(waiting) = browser.waiting.iter().position(is_meant) else { return };
        browser.waiting.swap_remove(waiting);
        tell(browser.line, Told::Answer { info_hash: browser.name, from, offer_id, sdp });
    }

    /// Passes each offer on to somebody else, drawn by lot.
    fn offer<'a>(
        &mut self,
        place: usize,
        now: Moment,
        announce: &Announce<'a>,
        random: &mut impl FnMut(usize) -> usize,
        tell: &mut impl FnMut(Line, Told<'a>),
    ) {
        let count = self.browsers.len();
        // The places that are taken, in their order: nobody hears two offers, nor their own.
        let mut taken = [usize::MAX; OFFERS + 1];
        taken[0] = place;
        let offers = announce.offers.iter().take(OFFERS.min(announce.wanted));
        for (drawn, &(offer_id, sdp)) in offers.enumerate() {
            let free = count - (drawn + 1).min(count);
            if free == 0 {
                break;
            }
            let mut to = random(free).min(free - 1);
            for &taken in &taken[..=drawn] {
                to += usize::from(to >= taken);
            }
            let at = taken[..=drawn].partition_point(|&one| one < to);
            taken.copy_within(at..=drawn, at + 1);
            taken[at] = to;
            let other = &self.browsers[to];
            let (line, id, info_hash) = (other.line, other.id, other.name);
            tell(line, Told::Offer { info_hash, from: announce.peer_id, offer_id, sdp });
            let waiting = &mut self.browsers[place].waiting;
            if waiting.len() >= OFFERS_WAITING {
                waiting.remove(0);
            }
            waiting.push(Waiting { to: id, offer_id, until: now.plus_seconds(OFFER_SECONDS) });
        }
    }

    /// Some programs of the same kind of address, beginning somewhere. Whoever has all needs none that have all too.
    fn addresses(
        &self,
        program: &Program,
        wanted: usize,
        random: &mut impl FnMut(usize) -> usize,
    ) -> Vec<SocketAddr> {
        let is_meant = |(address, other): &(&SocketAddr, &Running)| {
            **address != program.address
                && other.id != program.peer_id
                && address.is_ipv4() == program.address.is_ipv4()
                && !(program.has_all && other.has_all)
        };
        let count = self.programs.len();
        let skipped = if count > wanted { random(count) } else { 0 };
        let all = self.programs.iter().cycle().skip(skipped).take(count);
        all.filter(is_meant).take(wanted).map(|(address, _)| *address).collect()
    }
}

#[cfg(test)]
mod tests;
