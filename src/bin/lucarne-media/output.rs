//! One rendition on its way to the disk: samples come in from the pipeline's threads, whole segments go out
//! to one file, hashed on the way. The file is whole and synced when `finish` returns.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use gstreamer as gst;
use lucarne::media::fmp4::{Codec, Finished, Fragment, Track, Writer};
use lucarne::media::protocol::{Failure, FailureKind};
use lucarne::media::segment::{Closed, Cuts, Incoming, Segmenter};
use lucarne::media::{h264, playlist};
use sha2::{Digest, Sha256};

/// The bytes of a sample; sound is shared by all renditions.
pub type Payload = Arc<gst::MappedBuffer<gst::buffer::Readable>>;

/// Writes in pieces of this size, in bytes.
const PIECE: usize = 1 << 20;

pub struct Output {
    pub file: String,
    sink: BufWriter<File>,
    segmenter: Segmenter<Payload>,
    codecs: Vec<Option<Codec>>,
    timescales: Vec<u32>,
    /// For each lane, its track in the file; known when the header is written.
    tracks: Vec<Option<usize>>,
    writer: Option<Writer>,
    expected_segments: usize,
    hashes: Vec<(Range<u64>, String)>,
}

/// A finished file.
pub struct Written {
    pub file: String,
    pub finished: Finished,
    pub bytes: u64,
    pub hashes: Vec<(Range<u64>, String)>,
    /// The names of its codecs as `CODECS` lists them.
    pub codecs: String,
    pub has_audio: bool,
    /// Nanoseconds.
    pub duration: u64,
}

impl Output {
    /// `lanes`: the time scale of each stream, and the ticks of a sample where all are alike.
    pub fn new(
        folder: &Path,
        resolution: u32,
        cuts: Cuts,
        lanes: &[(u32, Option<u32>)],
        duration_milliseconds: u64,
    ) -> Result<Self, Failure> {
        let file = format!("{}-{resolution}-fragmented.mp4", uuid::Uuid::new_v4());
        let sink = BufWriter::with_capacity(PIECE, File::create_new(folder.join(&file))?);
        Ok(Self {
            file,
            sink,
            segmenter: Segmenter::new(cuts, lanes),
            codecs: vec![None; lanes.len()],
            timescales: lanes.iter().map(|(timescale, _)| *timescale).collect(),
            tracks: vec![None; lanes.len()],
            writer: None,
            expected_segments: (duration_milliseconds / (playlist::SEGMENT_SECONDS * 1000)) as usize + 1,
            hashes: Vec::new(),
        })
    }

    /// Says how a stream is encoded; must come before its first sample. Later calls change nothing.
    pub fn set_codec(&mut self, lane: usize, codec: Codec) {
        self.codecs[lane].get_or_insert(codec);
    }

    pub fn has_codec(&self, lane: usize) -> bool {
        self.codecs[lane].is_some()
    }

    pub fn push(&mut self, lane: usize, incoming: Incoming<Payload>) -> Result<(), Failure> {
        self.segmenter.push(lane, incoming);
        self.advance()
    }

    /// No more samples of this stream will come.
    pub fn end(&mut self, lane: usize) -> Result<(), Failure> {
        self.segmenter.end(lane);
        self.advance()
    }

    /// Ends the file: the index takes its place, and the disk has everything.
    pub fn finish(mut self) -> Result<Written, Failure> {
        let Some(writer) = self.writer.take() else {
            return Err(Failure::new(FailureKind::Damaged, "nothing could be read"));
        };
        let bytes = writer.bytes();
        let finished = writer.finish();
        let duration = finished.segments.iter().map(|segment| segment.duration).sum();
        self.sink.seek(SeekFrom::Start(0))?;
        self.sink.write_all(&finished.header)?;
        let file = self.sink.into_inner().map_err(|error| error.into_error())?;
        file.sync_all()?;
        let used = |lane: &usize| self.tracks[*lane].is_some();
        let names: Vec<String> = (0..self.codecs.len())
            .filter(used)
            .filter_map(|lane| match self.codecs[lane].as_ref()? {
                Codec::H264 { record, .. } => h264::avc_name(record),
                Codec::Aac { config, .. } => h264::aac_name(config),
            })
            .collect();
        let has_audio = (0..self.codecs.len())
            .filter(used)
            .any(|lane| matches!(self.codecs[lane], Some(Codec::Aac { .. })));
        Ok(Written {
            file: self.file,
            finished,
            bytes,
            hashes: self.hashes,
            codecs: names.join(","),
            has_audio,
            duration,
        })
    }

    fn advance(&mut self) -> Result<(), Failure> {
        while let Some(closed) = self.segmenter.take_closed() {
            if self.writer.is_none() {
                self.begin()?;
            }
            self.write(closed)?;
        }
        Ok(())
    }

    /// Writes the header, now that the first segment is whole and so the start of each stream is known.
    fn begin(&mut self) -> Result<(), Failure> {
        let mut tracks = Vec::new();
        for (lane, codec) in self.codecs.iter().enumerate() {
            let (Some(codec), Some(starts_at)) = (codec, self.segmenter.starts_at(lane)) else { continue };
            self.tracks[lane] = Some(tracks.len());
            tracks.push(Track { codec: codec.clone(), timescale: self.timescales[lane], starts_at });
        }
        let (writer, header) = Writer::new(tracks, self.expected_segments);
        self.sink.write_all(&header)?;
        self.writer = Some(writer);
        Ok(())
    }

    fn write(&mut self, closed: Closed<Payload>) -> Result<(), Failure> {
        let Some(writer) = self.writer.as_mut() else { return Err(Failure::internal("no header yet")) };
        let mut fragments = Vec::with_capacity(closed.fragments.len());
        for fragment in closed.fragments {
            let track = self.tracks[fragment.track]
                .ok_or_else(|| Failure::internal("a sample of a stream without a codec"))?;
            fragments.push(Fragment { track, ..fragment });
        }
        let start = writer.bytes();
        let head = writer.segment(&fragments, closed.duration);
        let mut hash = Sha256::new();
        hash.update(&head);
        self.sink.write_all(&head)?;
        for payload in &closed.payloads {
            hash.update(payload.as_slice());
            self.sink.write_all(payload.as_slice())?;
        }
        let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.hashes.push((start..writer.bytes(), hash));
        Ok(())
    }
}
