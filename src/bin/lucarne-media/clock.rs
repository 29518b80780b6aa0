//! One clock for all streams of a source. Demuxers disagree on where time begins, and some change their
//! minds after the first packet (Matroska's announces a second segment); behind this probe every packet has
//! a time that counts from the start of the film, and there is one segment for good.

use std::sync::Mutex;

use gst::prelude::*;
use gstreamer as gst;

/// Time 0 of the film as a buffer tells it. Decode times may lie before it, and a buffer's time cannot be
/// negative.
const ORIGIN: gst::ClockTime = gst::ClockTime::from_seconds(3600);

/// Where the film begins.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// Where the segments say: MP4 cuts with edit lists.
    Segments,
    /// At the earliest first packet of all streams.
    From(gst::ClockTime),
}

type Segment = gst::FormattedSegment<gst::ClockTime>;

#[derive(Default)]
struct State {
    told: Option<Segment>,
    is_announced: bool,
}

/// Makes all times that leave this pad count from the start of the film.
pub fn count_from_the_start(pad: &gst::Pad, clock: Clock) {
    let state = Mutex::new(State::default());
    let kinds = gst::PadProbeType::BUFFER | gst::PadProbeType::EVENT_DOWNSTREAM;
    pad.add_probe(kinds, move |_, info| {
        // A poisoned lock means that this closure panicked before: the stream ends here.
        let Ok(mut state) = state.lock() else { return gst::PadProbeReturn::Handled };
        match &mut info.data {
            Some(gst::PadProbeData::Event(event)) => {
                let gst::EventView::Segment(told) = event.view() else { return gst::PadProbeReturn::Ok };
                state.told = told.segment().downcast_ref::<gst::ClockTime>().cloned();
                if state.is_announced {
                    // "Handled" consumes it; what is dropped would be released twice by GStreamer 1.22.
                    return gst::PadProbeReturn::Handled;
                }
                state.is_announced = true;
                let mut segment = Segment::new();
                segment.set_start(ORIGIN);
                let replaced = gst::event::Segment::builder(&segment).seqnum(event.seqnum()).build();
                *event = replaced;
            }
            Some(gst::PadProbeData::Buffer(buffer)) => {
                let (pts, dts) = (buffer.pts(), buffer.dts());
                let buffer = buffer.make_mut();
                buffer.set_pts(pts.and_then(|time| translate(time, state.told.as_ref(), clock)));
                buffer.set_dts(dts.and_then(|time| translate(time, state.told.as_ref(), clock)));
            }
            _ => {}
        }
        gst::PadProbeReturn::Ok
    });
}

/// The time (nanoseconds) at which a buffer that passes this pad is shown, from the start of the film.
pub fn film_time(pad: &gst::Pad, buffer: &gst::BufferRef) -> Option<gst::ClockTime> {
    let time = buffer.pts()?;
    let event = pad.sticky_event::<gst::event::Segment>(0)?;
    event.segment().downcast_ref::<gst::ClockTime>()?.to_running_time(time)
}

/// The time (nanoseconds) of a buffer that has passed `count_from_the_start`, where no segment says more.
pub fn since_origin(buffer: &gst::BufferRef) -> Option<u64> {
    Some(buffer.pts()?.saturating_sub(ORIGIN).nseconds())
}

fn translate(time: gst::ClockTime, told: Option<&Segment>, clock: Clock) -> Option<gst::ClockTime> {
    // A base beyond zero means that the stream began anew behind a break: only the segment knows where.
    let is_first = told.is_none_or(|segment| segment.base().is_none_or(|base| base.is_zero()));
    match (clock, told) {
        (Clock::From(start), _) if is_first => (ORIGIN + time).checked_sub(start),
        (_, Some(segment)) => match segment.to_running_time_full(time)? {
            gst::Signed::Positive(time) => ORIGIN.checked_add(time),
            gst::Signed::Negative(time) => ORIGIN.checked_sub(time),
        },
        (_, None) => ORIGIN.checked_add(time),
    }
}
