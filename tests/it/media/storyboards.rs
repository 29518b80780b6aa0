//! The small pictures of the timeline show what the film shows at their time, however it was prepared.

use lucarne::media::Prepared;
use lucarne::media::protocol::Storyboard;

use super::clips::Place;

/// Gets brighter from black to white in so many seconds.
fn dawn(seconds: u32) -> String {
    format!("-f lavfi -i color=white:s=320x180:r=25:d={seconds},fade=t=in:d={seconds} -pix_fmt yuv420p")
}

/// How bright each small picture is, of 255.
fn brightness(place: &Place, storyboard: &Storyboard, count: u32) -> Vec<f64> {
    let sheet = image::open(place.out(&storyboard.file)).expect("it is a JPEG").to_luma8();
    assert_eq!(sheet.dimensions(), (storyboard.total_width, storyboard.total_height));
    let columns = storyboard.total_width / storyboard.sprite_width;
    let middle = |number: u32| {
        let (column, row) = (number % columns, number / columns);
        let (x, y) = (column * storyboard.sprite_width, row * storyboard.sprite_height);
        f64::from(sheet.get_pixel(x + storyboard.sprite_width / 2, y + storyboard.sprite_height / 2).0[0])
    };
    (0..count).map(middle).collect()
}

fn check(place: &Place, prepared: &Prepared, seconds: u32, late: f64) {
    let storyboard = prepared.storyboard.as_ref().expect("the film is long enough");
    let count = seconds.div_ceil(storyboard.sprite_seconds);
    for (number, found) in brightness(place, storyboard, count).into_iter().enumerate() {
        let at = number as f64 * f64::from(storyboard.sprite_seconds);
        let share = |at: f64| (at / f64::from(seconds)).clamp(0.0, 1.0) * 255.0;
        assert!(
            (share(at - late) - 8.0..=share(at + late) + 8.0).contains(&found),
            "{number}, at {at} seconds: {found}, not {}",
            share(at)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encoded_film_shows_the_picture_of_each_interval() {
    let place = Place::new();
    let film = place.clip("film.mpg", &format!("{} -c:v mpeg2video -q:v 3", dawn(13)));
    let prepared = place.prepare(&place.wish(&film, &[90, 180])).await.expect("the film is sound");
    let storyboard = prepared.storyboard.as_ref().expect("the film is long enough");
    let size = (storyboard.sprite_width, storyboard.sprite_height, storyboard.sprite_seconds);
    assert_eq!((size, storyboard.total_width, storyboard.total_height), ((192, 108, 1), 7 * 192, 2 * 108));
    check(&place, &prepared, 13, 0.2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_film_that_is_copied_shows_its_key_frames() {
    let place = Place::new();
    let words = "-c:v libx264 -preset ultrafast -x264-params keyint=100:scenecut=0";
    let film = place.clip("film.mp4", &format!("{} {words}", dawn(363)));
    let prepared = place.prepare(&place.wish(&film, &[180])).await.expect("the film is sound");
    assert!(prepared.copied && !prepared.is_damaged);
    let storyboard = prepared.storyboard.as_ref().expect("the film is long enough");
    assert_eq!((storyboard.total_width, storyboard.total_height), (11 * 192, 11 * 108));
    assert_eq!(storyboard.sprite_seconds, 3);
    // Key frames stand four seconds apart.
    check(&place, &prepared, 363, 4.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upright_film_has_upright_pictures_and_sound_alone_has_none() {
    let place = Place::new();
    let upright = place
        .clip("upright.mpg", "-f lavfi -i color=red:s=180x320:r=25:d=4 -pix_fmt yuv420p -c:v mpeg2video");
    let prepared = place.prepare(&place.wish(&upright, &[180])).await.expect("the film is sound");
    let storyboard = prepared.storyboard.expect("the film is long enough");
    assert_eq!((storyboard.sprite_width, storyboard.sprite_height), (108, 192));

    let other = Place::new();
    let sound = other.clip("sound.mp3", "-f lavfi -i sine=440:d=4 -c:a libmp3lame");
    let prepared = other.prepare(&other.wish(&sound, &[180])).await.expect("the sound is sound");
    assert_eq!(prepared.storyboard, None);
    assert_eq!(
        other.left().iter().filter(|path| path.extension().is_some_and(|end| end == "jpg")).count(),
        2
    );
}
