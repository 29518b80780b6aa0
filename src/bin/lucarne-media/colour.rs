//! What colours the numbers of a picture mean. A source that says so is believed; of one that does not, one rule
//! holds for all that is made of it, whatever its size: that of players, by the size of the source.

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_video::VideoColorimetry;
use lucarne::media::fmp4::Colours;

/// Lines and columns from which a picture is taken for one of high definition (ITU-R BT.709, not BT.601).
const HIGH: i32 = 720;
const WIDE: i32 = 1280;

/// Names the colours of the raw pictures that leave an element, before anything is done with them: after scaling
/// each size would be guessed anew.
pub fn name(element: &gst::Element) {
    let Some(pad) = element.static_pad("src") else { return };
    pad.add_probe(gst::PadProbeType::EVENT_DOWNSTREAM, |_, info| {
        if let Some(gst::PadProbeData::Event(event)) = &mut info.data
            && let gst::EventView::Caps(told) = event.view()
        {
            let named = named(&told.caps_owned());
            *event = gst::event::Caps::builder(&named).seqnum(event.seqnum()).build();
        }
        gst::PadProbeReturn::Ok
    });
}

/// The format with its colours, where it is one of pictures of brightness and colour that does not name them.
pub fn named(caps: &gst::Caps) -> gst::Caps {
    let mut caps = caps.clone();
    let is_rgb = |structure: &gst::StructureRef| {
        let format = structure.get::<&str>("format").unwrap_or("");
        format.contains("RGB") || format.contains("BGR") || format.starts_with("GRAY")
    };
    let lacks = caps.structure(0).is_some_and(|structure| {
        structure.name() == "video/x-raw" && !is_rgb(structure) && of(structure).is_none()
    });
    if lacks && let Some(structure) = caps.make_mut().structure_mut(0) {
        let guess = guess(structure);
        structure.set("colorimetry", guess);
    }
    caps
}

/// What a file says of the colours of a stream of this format.
pub fn told(structure: &gst::StructureRef) -> Option<Colours> {
    let known = of(structure).or_else(|| guess(structure).parse().ok())?;
    Some(Colours {
        primaries: known.primaries().to_iso() as u16,
        transfer: known.transfer().to_iso() as u16,
        matrix: known.matrix().to_iso() as u16,
        is_full: known.range() == gstreamer_video::VideoColorRange::Range0_255,
    })
}

fn of(structure: &gst::StructureRef) -> Option<VideoColorimetry> {
    let known = structure.get::<&str>("colorimetry").ok()?.parse::<VideoColorimetry>().ok()?;
    (known.matrix() != gstreamer_video::VideoColorMatrix::Unknown).then_some(known)
}

fn guess(structure: &gst::StructureRef) -> &'static str {
    let side = |name: &str| structure.get::<i32>(name).unwrap_or(0);
    if side("height") >= HIGH || side("width") >= WIDE { "bt709" } else { "bt601" }
}
