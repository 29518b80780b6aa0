//! Pictures and single frames.

use lucarne::media::{FailureKind, PictureOutput};

use super::clips::{Place, ask};

fn output(place: &Place, name: &str, width: u32, height: u32) -> PictureOutput {
    PictureOutput { path: place.out(name), width, height }
}

fn size(place: &Place, name: &str) -> String {
    ask(&place.out(name), "-select_streams v:0 -show_entries stream=codec_name,width,height")
}

#[tokio::test(flavor = "multi_thread")]
async fn jpeg_png_and_webp_become_jpegs_of_the_wished_sizes() {
    for (name, options) in [("a.jpg", ""), ("a.png", "-pix_fmt rgba"), ("a.webp", "")] {
        let place = Place::new();
        let picture = place.clip(name, &format!("-f lavfi -i testsrc2=s=600x400 -frames:v 1 {options}"));
        let outputs = [output(&place, "small.jpg", 120, 120), output(&place, "wide.jpg", 1920, 317)];
        place.worker.picture(&picture, &outputs).await.expect("the picture is sound");
        assert_eq!(size(&place, "small.jpg"), "mjpeg\n120\n120");
        assert_eq!(size(&place, "wide.jpg"), "mjpeg\n1920\n317");
    }
}

/// A PNG of one colour that claims so many pixels: a few kilobytes that would unpack to gigabytes.
fn bomb(side: u32) -> Vec<u8> {
    use std::io::Write;
    let mut compressed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let row = vec![0_u8; 1 + side as usize * 3];
    for _ in 0..200 {
        compressed.write_all(&row).expect("memory takes all");
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], body: &[u8]| {
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(body);
        png.extend_from_slice(&(body.len() as u32).to_be_bytes());
        png.extend_from_slice(kind);
        png.extend_from_slice(body);
        png.extend_from_slice(&sum.sum().to_be_bytes());
    };
    let [a, b, c, d] = side.to_be_bytes();
    chunk(b"IHDR", &[a, b, c, d, a, b, c, d, 8, 2, 0, 0, 0]);
    chunk(b"IDAT", &compressed.finish().expect("memory takes all"));
    chunk(b"IEND", &[]);
    png
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_and_fakes_are_refused_and_nothing_is_written() {
    let place = Place::new();
    let cases = [
        ("bomb.png", bomb(30_000), FailureKind::TooLarge),
        ("text.jpg", b"no picture at all, only words".to_vec(), FailureKind::NotMedia),
        ("empty.png", Vec::new(), FailureKind::Empty),
        ("cut.png", bomb(100)[..60].to_vec(), FailureKind::Damaged),
    ];
    for (name, bytes, kind) in cases {
        let picture = place.write(name, &bytes);
        let outputs = [output(&place, "small.jpg", 120, 120)];
        let failure = place.worker.picture(&picture, &outputs).await.expect_err(name);
        assert_eq!(failure.kind, kind, "{name}: {failure}");
        assert!(place.left().is_empty(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn frame_is_the_one_that_is_shown_at_that_time() {
    let place = Place::new();
    // Two seconds of red, then two of blue.
    let film = place.clip(
        "film.mp4",
        "-f lavfi -i color=red:s=320x180:r=25,drawbox=c=blue:t=fill:enable='gte(t,2)' -t 4 \
         -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25",
    );
    for (at, is_red) in [(0, true), (1900, true), (2500, false), (99_000, false)] {
        let name = format!("{at}.jpg");
        place.worker.frame(&film, at, &[output(&place, &name, 160, 90)]).await.expect("the film is sound");
        let picture = image::open(place.out(&name)).expect("it is a JPEG").into_rgb8();
        assert_eq!(picture.dimensions(), (160, 90));
        let [red, _, blue] = picture.get_pixel(80, 45).0;
        assert_eq!(red > blue, is_red, "at {at}: red {red}, blue {blue}");
    }
}
