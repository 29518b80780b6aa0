//! What all pipelines of the worker have in common: making elements, opening a source without letting it
//! flow before somebody is there to take it, and turning GStreamer's errors into failures with a kind.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use gst::prelude::*;
use gstreamer as gst;
use lucarne::media::protocol::{Failure, FailureKind};

use crate::clock::{self, Clock};
use crate::colour;

/// A source has this long to show its streams.
const OPENING: Duration = Duration::from_secs(30);

/// Once one stream has begun, the others have this long to begin as well.
const BEGINNING: Duration = Duration::from_secs(3);
/// So many compressed bytes of a stream are read before they are needed.
const READ_AHEAD: u32 = 16 << 20;

/// What the threads of a pipeline tell the one that waits.
pub enum Message {
    /// An end of the pipeline has everything; the number is the caller's.
    Ended(usize),
    /// A stream of the source appeared, and is held back by this probe.
    Shown(gst::Pad, gst::PadProbeId),
    /// A stream has data and waits; its first packet is shown at this time.
    Waiting(gst::Pad, Option<gst::ClockTime>),
    /// A stream ended; told for each, whoever takes it.
    Dry(gst::Pad),
    Broken(Failure),
}

/// A pipeline that stops when it is let go.
pub struct Running {
    pub pipeline: gst::Pipeline,
    pub sender: Sender<Message>,
    receiver: Receiver<Message>,
}

/// A file whose streams are known, each held back until it is released.
pub struct Opened {
    pub running: Running,
    pub container: String,
    pub streams: Vec<Stream>,
}

/// A parsed, still compressed stream of a source.
pub struct Stream {
    pub pad: gst::Pad,
    pub caps: gst::Caps,
    first: Option<gst::ClockTime>,
    block: Option<gst::PadProbeId>,
    is_waiting: bool,
}

impl Running {
    pub fn new() -> Self {
        let (sender, receiver) = mpsc::channel();
        let pipeline = gst::Pipeline::new();
        if let Some(bus) = pipeline.bus() {
            let sender = sender.clone();
            bus.set_sync_handler(move |_, message| {
                if let gst::MessageView::Error(error) = message.view() {
                    // If nobody waits any more, nobody needs to know.
                    let _ = sender.send(Message::Broken(explain(error)));
                }
                gst::BusSyncReply::Drop
            });
        }
        Self { pipeline, sender, receiver }
    }

    /// The next message, or none at the deadline.
    pub fn wait(&self, patience: Duration) -> Option<Message> {
        // `self.sender` lives, so the channel is never closed: only the deadline is left as an error.
        self.receiver.recv_timeout(patience).ok()
    }

    pub fn set_state(&self, state: gst::State) -> Result<(), Failure> {
        self.pipeline.set_state(state).map(drop).map_err(|_| {
            // The reason stands in an error message that came before.
            while let Some(message) = self.wait(Duration::ZERO) {
                if let Message::Broken(failure) = message {
                    return failure;
                }
            }
            Failure::internal(format!("the pipeline does not become {state:?}"))
        })
    }

    /// Adds elements, links them in a row and starts them.
    pub fn chain(&self, elements: &[gst::Element]) -> Result<(), Failure> {
        self.place(elements)?;
        self.start(elements)
    }

    /// Adds elements and links them in a row.
    pub fn place(&self, elements: &[gst::Element]) -> Result<(), Failure> {
        self.pipeline.add_many(elements).map_err(broken("adding"))?;
        gst::Element::link_many(elements).map_err(broken("linking"))
    }

    /// Starts elements, the last first: nothing may flow to one that sleeps.
    pub fn start(&self, elements: &[gst::Element]) -> Result<(), Failure> {
        elements
            .iter()
            .rev()
            .try_for_each(|element| element.sync_state_with_parent().map_err(broken("starting")))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Going to Null cannot be refused in a way that anything could be done about.
        let _ = self.pipeline.set_state(gst::State::Null);
    }
}

impl Opened {
    /// Opens a file and waits until its streams are known.
    pub fn new(path: &Path) -> Result<Self, Failure> {
        let running = Running::new();
        let source = gst::ElementFactory::make("filesrc")
            .property("location", path)
            .build()
            .map_err(broken("filesrc"))?;
        let parse = make("parsebin")?;
        let sender = running.sender.clone();
        let pipeline = running.pipeline.downgrade();
        parse.connect_pad_added(move |_, pad| {
            let Some(pipeline) = pipeline.upgrade() else { return };
            if let Err(failure) = hold_back(&pipeline, pad, &sender) {
                // If nobody waits any more, nobody needs to know.
                let _ = sender.send(Message::Broken(failure));
            }
        });
        running.chain(&[source, parse.clone()])?;
        let mut opened = Self { running, container: String::new(), streams: Vec::new() };
        opened.running.set_state(gst::State::Paused)?;
        opened.gather()?;
        opened.container = container(&parse);
        Ok(opened)
    }

    /// The first stream of a kind ("video" counts moving JPEG as well).
    pub fn first(&self, kind: &str) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.is(kind))
    }

    /// Lets all streams flow, with times that count from the start of the film.
    pub fn release_from_the_start(&mut self) -> Result<(), Failure> {
        let is_film = |stream: &&Stream| stream.is("video") || stream.is("audio");
        let start = self.streams.iter().filter(is_film).filter_map(|stream| stream.first).min();
        let clock = if self.container == "video/quicktime" {
            Clock::Segments
        } else {
            Clock::From(start.unwrap_or(gst::ClockTime::ZERO))
        };
        for stream in &self.streams {
            clock::count_from_the_start(&stream.pad, clock);
        }
        self.release()
    }

    /// Gives every stream that nobody took to a sink that forgets it, and lets all of them flow.
    pub fn release(&mut self) -> Result<(), Failure> {
        for stream in &mut self.streams {
            if !stream.pad.is_linked() {
                let sink = forgetful()?;
                self.running.chain(std::slice::from_ref(&sink))?;
                stream.link(&sink)?;
            }
        }
        for stream in &mut self.streams {
            if let Some(block) = stream.block.take() {
                stream.pad.remove_probe(block);
            }
        }
        Ok(())
    }

    fn gather(&mut self) -> Result<(), Failure> {
        let mut deadline = Instant::now() + OPENING;
        let mut trouble = None;
        loop {
            // A parsebin shows all streams of a file before it lets the first packet through.
            let any = self.streams.iter().any(|stream| stream.is_waiting);
            if any && self.streams.iter().all(|stream| stream.is_waiting || stream.is_sparse()) {
                break;
            }
            match self.running.wait(deadline.saturating_duration_since(Instant::now())) {
                Some(Message::Shown(pad, block)) => {
                    let caps = pad.current_caps().unwrap_or_else(gst::Caps::new_empty);
                    self.streams.push(Stream {
                        pad,
                        caps,
                        first: None,
                        block: Some(block),
                        is_waiting: false,
                    });
                }
                Some(Message::Waiting(pad, first)) => {
                    if let Some(stream) = self.streams.iter_mut().find(|stream| stream.pad == pad) {
                        stream.is_waiting = true;
                        stream.first = first;
                        stream.caps = pad.current_caps().unwrap_or_else(gst::Caps::new_empty);
                        // Streams that begin much later, and subtitles, are not waited for.
                        deadline = deadline.min(Instant::now() + BEGINNING);
                    }
                }
                Some(Message::Dry(pad)) => {
                    let is_empty = |stream: &Stream| stream.pad == pad && !stream.is_waiting;
                    self.streams.retain(|stream| !is_empty(stream));
                    if self.streams.is_empty() {
                        let empty =
                            || Failure::new(FailureKind::Damaged, "the streams of the file are empty");
                        return Err(trouble.unwrap_or_else(empty));
                    }
                }
                Some(Message::Ended(_)) => {}
                Some(Message::Broken(failure)) => {
                    // A second stream that cannot be read does not spoil a first that can.
                    if self.streams.is_empty() {
                        return Err(failure);
                    }
                    deadline = deadline.min(Instant::now() + BEGINNING);
                    trouble.get_or_insert(failure);
                }
                None if any => break,
                None => {
                    let silent = || Failure::new(FailureKind::Damaged, "the file does not show its streams");
                    return Err(trouble.unwrap_or_else(silent));
                }
            }
        }
        self.streams.retain(|stream| stream.is_waiting || stream.is_sparse());
        Ok(())
    }
}

impl Stream {
    pub fn name(&self) -> String {
        self.caps.structure(0).map(|structure| structure.name().to_string()).unwrap_or_default()
    }

    fn is_sparse(&self) -> bool {
        let name = self.name();
        name.starts_with("text/") || name.starts_with("subpicture/") || name.starts_with("application/")
    }

    pub fn is(&self, kind: &str) -> bool {
        let name = self.name();
        match kind {
            "video" => name.starts_with("video/") || name == "image/jpeg",
            kind => name.starts_with(&format!("{kind}/")),
        }
    }

    pub fn link(&self, element: &gst::Element) -> Result<(), Failure> {
        let sink =
            element.static_pad("sink").ok_or_else(|| Failure::internal("an element without a sink"))?;
        self.pad.link(&sink).map(drop).map_err(broken("linking a stream"))
    }
}

/// Gives a new stream a queue, and holds back what comes out of it. (Without the queue, the first stream
/// would hold back the reader itself, and with it all other streams.)
fn hold_back(pipeline: &gst::Pipeline, pad: &gst::Pad, sender: &Sender<Message>) -> Result<(), Failure> {
    let queue = gst::ElementFactory::make("queue")
        .property("max-size-buffers", 0_u32)
        .property("max-size-bytes", READ_AHEAD)
        .property("max-size-time", 0_u64)
        .build()
        .map_err(broken("queue"))?;
    pipeline.add(&queue).map_err(broken("adding"))?;
    let no_pad = || Failure::internal("a queue without pads");
    let held = queue.static_pad("src").ok_or_else(no_pad)?;
    let kinds = gst::PadProbeType::BLOCK | gst::PadProbeType::BUFFER | gst::PadProbeType::BUFFER_LIST;
    let waiting = sender.clone();
    let block = held.add_probe(kinds, move |pad, info| {
        let first = match &info.data {
            Some(gst::PadProbeData::Buffer(buffer)) => buffer.pts(),
            _ => None,
        };
        // If nobody waits any more, nobody needs to know; the same below.
        let _ = waiting.send(Message::Waiting(pad.clone(), first));
        gst::PadProbeReturn::Ok
    });
    let dry = sender.clone();
    held.add_probe(gst::PadProbeType::EVENT_DOWNSTREAM, move |pad, info| {
        let is_end = matches!(&info.data, Some(gst::PadProbeData::Event(event)) if event.type_() == gst::EventType::Eos);
        if is_end {
            let _ = dry.send(Message::Dry(pad.clone()));
        }
        gst::PadProbeReturn::Ok
    });
    if let Some(block) = block {
        let _ = sender.send(Message::Shown(held, block));
    }
    queue.sync_state_with_parent().map_err(broken("starting"))?;
    pad.link(&queue.static_pad("sink").ok_or_else(no_pad)?).map(drop).map_err(broken("linking a stream"))
}

/// Makes an element that every installation has.
pub fn make(name: &str) -> Result<gst::Element, Failure> {
    gst::ElementFactory::make(name).build().map_err(broken(name))
}

/// A sink that takes all and keeps nothing.
pub fn forgetful() -> Result<gst::Element, Failure> {
    gst::ElementFactory::make("fakesink")
        .property("sync", false)
        .property("async", false)
        .build()
        .map_err(broken("fakesink"))
}

/// Tells when everything has come to this element.
pub fn tell_end(element: &gst::Element, sender: &Sender<Message>) -> Result<(), Failure> {
    let no_pad = || Failure::internal("an element without a sink");
    let sender = sender.clone();
    element.static_pad("sink").ok_or_else(no_pad)?.add_probe(
        gst::PadProbeType::EVENT_DOWNSTREAM,
        move |_, info| {
            if matches!(&info.data, Some(gst::PadProbeData::Event(event)) if event.type_() == gst::EventType::Eos) {
                // If nobody waits any more, nobody needs to know.
                let _ = sender.send(Message::Ended(0));
            }
            gst::PadProbeReturn::Ok
        },
    );
    Ok(())
}

/// A queue that holds so many buffers, whatever their size and length.
pub fn queue(buffers: u32) -> Result<gst::Element, Failure> {
    gst::ElementFactory::make("queue")
        .property("max-size-buffers", buffers)
        .property("max-size-bytes", 0_u32)
        .property("max-size-time", 0_u64)
        .build()
        .map_err(broken("queue"))
}

/// Lets only this format pass.
pub fn only(caps: &gst::Caps) -> Result<gst::Element, Failure> {
    gst::ElementFactory::make("capsfilter").property("caps", caps).build().map_err(broken("capsfilter"))
}

/// The installed decoder with the highest rank that starts.
pub fn decoder(caps: &gst::Caps) -> Result<gst::Element, Failure> {
    for factory in decoders(caps) {
        let Ok(element) = factory.create().build() else { continue };
        let starts = element.set_state(gst::State::Ready).is_ok();
        // It is started again with its pipeline.
        let _ = element.set_state(gst::State::Null);
        if starts {
            colour::name(&element);
            return Ok(element);
        }
    }
    Err(no_decoder(caps))
}

/// Whether a decoder is installed; asks the registry alone, for loading a decoder's libraries takes longer
/// than copying a film.
pub fn check_decoder(caps: &gst::Caps) -> Result<(), Failure> {
    if decoders(caps).is_empty() { Err(no_decoder(caps)) } else { Ok(()) }
}

fn decoders(caps: &gst::Caps) -> Vec<gst::ElementFactory> {
    let kinds = gst::ElementFactoryType::DECODER;
    let factories = gst::ElementFactory::factories_with_type(kinds, gst::Rank::MARGINAL);
    factories.into_iter().filter(|factory| factory.can_sink_all_caps(caps)).collect()
}

fn no_decoder(caps: &gst::Caps) -> Failure {
    Failure::new(FailureKind::NoDecoder, format!("no decoder reads {caps}"))
}

/// A decoder, or nothing to do where the stream is not compressed.
pub fn decoder_or_raw(caps: &gst::Caps) -> Result<gst::Element, Failure> {
    let is_raw = caps.structure(0).is_some_and(|structure| structure.name().ends_with("/x-raw"));
    if !is_raw {
        return decoder(caps);
    }
    let nothing = make("identity")?;
    colour::name(&nothing);
    Ok(nothing)
}

/// Turns an error of a Rust binding into a failure that says what was tried.
pub fn broken<E: std::fmt::Display>(tried: &str) -> impl Fn(E) -> Failure {
    let tried = tried.to_owned();
    move |error| Failure::internal(format!("{tried}: {error}"))
}

/// What an error message means for the reader.
fn explain(message: &gst::message::Error) -> Failure {
    let error = message.error();
    let source = message.src().map(|source| source.path_string().to_string()).unwrap_or_default();
    let detail = message.debug().unwrap_or_default();
    let kind = match error.kind::<gst::StreamError>() {
        Some(gst::StreamError::TypeNotFound | gst::StreamError::WrongType) => FailureKind::NotMedia,
        Some(
            gst::StreamError::CodecNotFound | gst::StreamError::Decrypt | gst::StreamError::DecryptNokey,
        ) => FailureKind::NoDecoder,
        Some(
            gst::StreamError::Failed
            | gst::StreamError::Demux
            | gst::StreamError::Decode
            | gst::StreamError::Format,
        ) => FailureKind::Damaged,
        _ if error.matches(gst::CoreError::MissingPlugin) => FailureKind::NoDecoder,
        _ if error.matches(gst::ResourceError::NoSpaceLeft) => FailureKind::DiskFull,
        _ => FailureKind::Internal,
    };
    Failure::new(kind, format!("{source}: {error} ({detail})"))
}

/// What parsebin took the file for: its type finder says so.
fn container(parse: &gst::Element) -> String {
    let Some(bin) = parse.downcast_ref::<gst::Bin>() else { return String::new() };
    let elements = bin.iterate_elements().into_iter().flatten();
    let finder = elements
        .into_iter()
        .find(|element| element.factory().is_some_and(|factory| factory.name() == "typefind"));
    let caps = finder.and_then(|finder| finder.property::<Option<gst::Caps>>("caps"));
    caps.and_then(|caps| caps.structure(0).map(|structure| structure.name().to_string())).unwrap_or_default()
}
