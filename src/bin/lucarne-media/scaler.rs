//! The house's scaler (`lucarne::media::scale`) as an element of a pipeline: I420 in, I420 of another size out.

use std::sync::{LazyLock, Mutex};

use gst::glib;
use gst::prelude::*;
use gst::subclass::prelude::*;
use gst_base::subclass::BaseTransformMode;
use gst_video::prelude::*;
use gst_video::subclass::prelude::*;
use gstreamer as gst;
use gstreamer_base as gst_base;
use gstreamer_video as gst_video;
use lucarne::media::scale::Scaler;

glib::wrapper! {
    pub struct Scale(ObjectSubclass<Inner>) @extends gst_video::VideoFilter, gst_base::BaseTransform, gst::Element, gst::Object;
}

/// A new element of this kind.
pub fn make() -> gst::Element {
    glib::Object::new::<Scale>().upcast()
}

#[derive(Default)]
pub struct Inner {
    /// For the bright plane, and for the two of colour.
    scalers: Mutex<Option<(Scaler, Scaler)>>,
}

#[glib::object_subclass]
impl ObjectSubclass for Inner {
    const NAME: &'static str = "LucarneScale";
    type Type = Scale;
    type ParentType = gst_video::VideoFilter;
}

impl ObjectImpl for Inner {}
impl GstObjectImpl for Inner {}

impl ElementImpl for Inner {
    fn metadata() -> Option<&'static gst::subclass::ElementMetadata> {
        static METADATA: LazyLock<gst::subclass::ElementMetadata> = LazyLock::new(|| {
            gst::subclass::ElementMetadata::new(
                "Scale",
                "Filter/Converter/Video/Scaler",
                "Bicubic",
                "Lucarne",
            )
        });
        Some(&METADATA)
    }

    fn pad_templates() -> &'static [gst::PadTemplate] {
        static TEMPLATES: LazyLock<Vec<gst::PadTemplate>> = LazyLock::new(|| {
            let caps = gst_video::VideoCapsBuilder::new().format(gst_video::VideoFormat::I420).build();
            [("sink", gst::PadDirection::Sink), ("src", gst::PadDirection::Src)]
                .into_iter()
                .filter_map(|(name, direction)| {
                    gst::PadTemplate::new(name, direction, gst::PadPresence::Always, &caps).ok()
                })
                .collect()
        });
        &TEMPLATES
    }
}

impl BaseTransformImpl for Inner {
    const MODE: BaseTransformMode = BaseTransformMode::NeverInPlace;
    const PASSTHROUGH_ON_SAME_CAPS: bool = true;
    const TRANSFORM_IP_ON_PASSTHROUGH: bool = false;

    /// Any size and any shape of pixels on the other side; all else stays.
    fn transform_caps(
        &self,
        _direction: gst::PadDirection,
        caps: &gst::Caps,
        filter: Option<&gst::Caps>,
    ) -> Option<gst::Caps> {
        let mut other = caps.clone();
        for structure in other.make_mut().iter_mut() {
            structure.set("width", gst::IntRange::new(1, i32::MAX));
            structure.set("height", gst::IntRange::new(1, i32::MAX));
            structure.remove_field("pixel-aspect-ratio");
        }
        // The size that comes is preferred: then there is nothing to do.
        let mut all = caps.clone();
        all.merge(other);
        Some(match filter {
            Some(filter) => filter.intersect_with_mode(&all, gst::CapsIntersectMode::First),
            None => all,
        })
    }
}

impl VideoFilterImpl for Inner {
    fn set_info(
        &self,
        _in_caps: &gst::Caps,
        from: &gst_video::VideoInfo,
        _out_caps: &gst::Caps,
        to: &gst_video::VideoInfo,
    ) -> Result<(), gst::LoggableError> {
        let size = |info: &gst_video::VideoInfo, plane: u32| {
            (info.comp_width(plane as u8) as usize, info.comp_height(plane as u8) as usize)
        };
        let scalers = (Scaler::new(size(from, 0), size(to, 0)), Scaler::new(size(from, 1), size(to, 1)));
        if let Ok(mut kept) = self.scalers.lock() {
            *kept = Some(scalers);
        }
        Ok(())
    }

    fn transform_frame(
        &self,
        from: &gst_video::VideoFrameRef<&gst::BufferRef>,
        to: &mut gst_video::VideoFrameRef<&mut gst::BufferRef>,
    ) -> Result<gst::FlowSuccess, gst::FlowError> {
        let mut scalers = self.scalers.lock().map_err(|_| gst::FlowError::Error)?;
        let (bright, colour) = scalers.as_mut().ok_or(gst::FlowError::NotNegotiated)?;
        for plane in 0..3 {
            let scaler = if plane == 0 { &mut *bright } else { &mut *colour };
            let strides = (from.plane_stride()[plane as usize], to.plane_stride()[plane as usize]);
            let source = from.plane_data(plane).map_err(|_| gst::FlowError::Error)?;
            let target = to.plane_data_mut(plane).map_err(|_| gst::FlowError::Error)?;
            scaler.scale(source, strides.0.max(0) as usize, target, strides.1.max(0) as usize);
        }
        Ok(gst::FlowSuccess::Ok)
    }
}
