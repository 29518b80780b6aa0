//! Pictures: what people upload becomes JPEGs of the wished sizes. Read by Rust code alone, and only after
//! its header has shown that it is no bomb.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Rgb, RgbImage};
use lucarne::media::protocol::{Event, Failure, FailureKind, PictureOutput};
use lucarne::media::worker::Limits;

/// JPEG quality of a picture that is shown alone, of 100.
pub const QUALITY: u8 = 82;
/// Memory that reading a picture may take beyond its pixels, in bytes.
const WORKING_MEMORY: u64 = 512 << 20;

/// The whole job: read, crop to each output's shape, scale, write.
pub fn make(source: &Path, outputs: &[PictureOutput], limits: &Limits) -> Result<Event, Failure> {
    let picture = read(source, limits.pixels)?;
    for output in outputs {
        write(&cover(&picture, output.width, output.height), &output.path, QUALITY)?;
    }
    Ok(Event::Done)
}

/// Reads a JPEG, PNG or WebP, turned as its EXIF data says, on white where it is transparent.
pub fn read(source: &Path, most_pixels: u64) -> Result<RgbImage, Failure> {
    let reader = ImageReader::new(BufReader::new(File::open(source)?)).with_guessed_format()?;
    let mut decoder = reader.into_decoder().map_err(explain)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > most_pixels {
        return Err(Failure::new(FailureKind::TooLarge, format!("a picture of {width}×{height} pixels")));
    }
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(WORKING_MEMORY);
    decoder.set_limits(limits).map_err(explain)?;
    let orientation = decoder.orientation().map_err(explain)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(explain)?;
    picture.apply_orientation(orientation);
    if !picture.color().has_alpha() {
        return Ok(picture.into_rgb8());
    }
    let picture = picture.into_rgba8();
    Ok(RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u32::from);
        Rgb([red, green, blue].map(|value| ((value * alpha + 255 * (255 - alpha)) / 255) as u8))
    }))
}

/// The largest part of the middle that has the wished shape, scaled to the wished size.
pub fn cover(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (wide, high) = (u64::from(picture.width()), u64::from(picture.height()));
    let (width, height) = (width.max(1), height.max(1));
    let cut_wide = (high * u64::from(width) / u64::from(height)).clamp(1, wide);
    let cut_high = (wide * u64::from(height) / u64::from(width)).clamp(1, high);
    let (left, top) = ((wide - cut_wide) / 2, (high - cut_high) / 2);
    let cut = imageops::crop_imm(picture, left as u32, top as u32, cut_wide as u32, cut_high as u32);
    imageops::resize(&*cut, width, height, FilterType::CatmullRom)
}

/// The whole picture, on a blurred and darkened enlargement of itself where the shapes differ much
/// (upright films on a lying thumbnail); cropped a little where they hardly do.
pub fn fit(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let shape = f64::from(picture.width()) / f64::from(picture.height().max(1));
    let wished = f64::from(width) / f64::from(height.max(1));
    if (shape / wished).max(wished / shape) < 1.15 {
        return cover(picture, width, height);
    }
    let small = cover(picture, width.div_ceil(20), height.div_ceil(20));
    let mut ground = imageops::resize(&small, width, height, FilterType::Triangle);
    for pixel in ground.pixels_mut() {
        pixel.0 = pixel.0.map(|value| (u16::from(value) * 2 / 5) as u8);
    }
    let (wide, high) = if shape > wished {
        (width, ((f64::from(width) / shape).round() as u32).clamp(1, height))
    } else {
        (((f64::from(height) * shape).round() as u32).clamp(1, width), height)
    };
    let scaled = imageops::resize(picture, wide, high, FilterType::CatmullRom);
    imageops::overlay(&mut ground, &scaled, i64::from((width - wide) / 2), i64::from((height - high) / 2));
    ground
}

/// Writes a JPEG of this quality and syncs it to the disk.
pub fn write(picture: &RgbImage, path: &Path, quality: u8) -> Result<(), Failure> {
    let mut sink = BufWriter::new(File::create(path)?);
    JpegEncoder::new_with_quality(&mut sink, quality).encode_image(picture).map_err(explain)?;
    sink.flush()?;
    sink.get_ref().sync_all()?;
    Ok(())
}

fn explain(error: ImageError) -> Failure {
    let kind = match &error {
        ImageError::Unsupported(_) => FailureKind::NotMedia,
        ImageError::Limits(_) => FailureKind::TooLarge,
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::StorageFull => {
            FailureKind::DiskFull
        }
        ImageError::Decoding(_) | ImageError::IoError(_) => FailureKind::Damaged,
        _ => FailureKind::Internal,
    };
    Failure::new(kind, error.to_string())
}
