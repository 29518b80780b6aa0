//! Reads the document of a film, as every PeerTube from 3 on writes it.
//!
//! What a film cannot be shown without is demanded; everything else is taken where it can be read. Nothing of it is
//! believed beyond its own server: whoever calls knows where the document came from.

use serde_json::Value;
use uuid::Uuid;

use crate::db::remote_video::{File, New, Origin};
use crate::domain::chapter::Chapter;
use crate::domain::comment::CommentsPolicy;
use crate::domain::moment::Moment;
use crate::domain::sensitive;
use crate::domain::video::{Description, Privacy, tidy, tidy_line};
use crate::domain::vocabulary;
use crate::error::{Error, Result};
use crate::federation::address::PUBLIC;
use crate::federation::exchange::{host_of, id_in, texts};

/// Bounds of what one film may have: files, captions, trackers. More than any film has.
const FILES: usize = 32;
const CAPTIONS: usize = 100;
const TRACKERS: usize = 10;
const CHAPTERS: usize = 200;

/// The longest film, in seconds: four weeks.
const LONGEST: i64 = 28 * 24 * 3600;

/// A film as its document says.
#[derive(Clone, Debug)]
pub struct Film {
    pub new: New,
    /// Ids of the account and the channel that show it.
    pub account: String,
    pub channel: String,
}

fn wrong(url: &str, reason: &str) -> Error {
    Error::invalid("error-federation-film").with("url", url).caused_by(reason.to_owned())
}

/// Reads a film. `Invalid` where something is missing without which it cannot be shown; the cause says what.
pub fn read(document: &Value, now: Moment) -> Result<Film> {
    let url = id_in(&document["id"]).unwrap_or_default();
    let host = host_of(url).ok_or_else(|| wrong(url, "it has no id"))?;
    let demand = |found: bool, reason: &str| if found { Ok(()) } else { Err(wrong(url, reason)) };
    demand(document["type"] == "Video", "it is no film")?;
    demand(document["isLiveBroadcast"] != true, "it is broadcast live")?;
    // Whoever waits for a film to be prepared tells it again when it is.
    demand(document["state"].as_i64().unwrap_or(1) == 1, "it is not ready")?;
    let uuid = document["uuid"].as_str().and_then(|uuid| Uuid::try_parse(uuid).ok());
    let uuid = uuid.ok_or_else(|| wrong(url, "it has no UUID"))?;
    let duration = document["duration"].as_str().and_then(seconds).filter(|seconds| *seconds <= LONGEST);
    let duration = duration.ok_or_else(|| wrong(url, "it has no length"))?;
    let about = about(document).map_err(|reason| wrong(url, reason))?;
    let (account, channel) = people(document);
    let account = account.ok_or_else(|| wrong(url, "it has no account"))?;
    let channel = channel.ok_or_else(|| wrong(url, "it has no channel"))?;
    let (thumbnail, preview) =
        pictures(&document["icon"]).ok_or_else(|| wrong(url, "it has no picture that can be read"))?;
    let (playlist, files) = media(&document["url"]);
    demand(!files.is_empty(), "it has no file that can be played")?;
    let published_at = date(&document["published"]).ok_or_else(|| wrong(url, "it has no date"))?.min(now);
    let here =
        |value: &Value| id_in(value).filter(|id| host_of(id).as_ref() == Some(&host)).map(str::to_owned);
    let aspect_ratio = document["aspectRatio"].as_f64().filter(|ratio| (0.05..20.0).contains(ratio));
    Ok(Film {
        new: New {
            uuid: uuid.to_string(),
            about,
            duration,
            aspect_ratio: aspect_ratio.or_else(|| ratio_of(&files)),
            views: document["views"].as_i64().unwrap_or_default().clamp(0, i64::from(u32::MAX)),
            created_at: date(&document["uploadDate"]).unwrap_or(published_at).min(now),
            published_at,
            updated_at: date(&document["updated"]).unwrap_or(published_at).min(now),
            playlist,
            files,
            thumbnail,
            preview,
            captions: captions(&document["subtitleLanguage"]),
            origin: Origin {
                url: url.to_owned(),
                page: page(&document["url"]).filter(|page| is_of(page, &host)).unwrap_or(url).to_owned(),
                embed: here(&document["embedUrl"]),
                likes: here(&document["likes"]),
                dislikes: here(&document["dislikes"]),
                comments: here(&document["comments"]),
                chapters: here(&document["hasParts"]),
                trackers: trackers(&document["url"]),
                fetched_at: now,
                host,
            },
        },
        account,
        channel,
    })
}

fn is_of(url: &str, host: &str) -> bool {
    host_of(url).as_deref() == Some(host)
}

/// What is said of a film, tidied and bounded as what our own members say.
fn about(document: &Value) -> Result<Description, &'static str> {
    let text = |name: &str, characters: usize| {
        let text = document[name].as_str().map(|text| text.chars().take(characters).collect());
        tidy(text, characters).ok().flatten()
    };
    let name: String = tidy_line(document["name"].as_str().unwrap_or_default())
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    let name: String = name.chars().take(120).collect();
    if name.is_empty() {
        return Err("it has no name");
    }
    let is_addressed = |name: &str| {
        texts(&document[name]).into_iter().any(|id| matches!(id, PUBLIC | "as:Public" | "Public"))
    };
    let privacy = match (is_addressed("to"), is_addressed("cc")) {
        (true, _) => Privacy::Public,
        (false, true) => Privacy::Unlisted,
        (false, false) => return Err("it is not for everybody"),
    };
    let content = text("content", 10_000);
    let is_html = document["mediaType"] == "text/html";
    let number = |name: &str| identifier(&document[name]).and_then(|id| id.parse::<i64>().ok());
    let licence = number("licence").or_else(|| identifier(&document["licence"]).and_then(licence_of_spdx));
    let language = identifier(&document["language"]).map(str::to_owned);
    let nsfw = document["sensitive"] == true;
    let (tags, flags) = tags(&document["tag"]);
    Ok(Description {
        name,
        description: match content {
            Some(html) if is_html => Some(crate::federation::html::to_markdown(&html, "text/html")),
            content => content,
        },
        support: text("support", 1_000),
        tags,
        category: number("category").filter(|id| vocabulary::category(*id).is_some()),
        licence: licence.filter(|id| vocabulary::licence(*id).is_some()),
        language: language.filter(|code| vocabulary::language(code).is_some()),
        privacy,
        nsfw,
        nsfw_flags: if nsfw { flags } else { 0 },
        nsfw_summary: text("summary", sensitive::SUMMARY_LENGTH).filter(|_| nsfw),
        // As PeerTube 8 has it: who does not say who may comment wants no comments.
        comments: document["commentsPolicy"]
            .as_i64()
            .and_then(CommentsPolicy::from_number)
            .or_else(|| (document["commentsEnabled"] == true).then_some(CommentsPolicy::Enabled))
            .unwrap_or(CommentsPolicy::Disabled),
        download_enabled: document["downloadEnabled"] != false,
        originally_published_at: date(&document["originallyPublishedAt"]).map(|at| at.0),
        schedule: None,
        new_passwords: None,
    })
}

/// The identifier in `{ identifier, name }`, which may be a number.
fn identifier(value: &Value) -> Option<&str> {
    value["identifier"].as_str()
}

/// The licence that PeerTube knows under one of SPDX's names; other programs write those.
fn licence_of_spdx(name: &str) -> Option<i64> {
    let name = name.to_ascii_uppercase();
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').trim_end_matches('-');
    match name {
        "CC-BY" => Some(1),
        "CC-BY-SA" => Some(2),
        "CC-BY-ND" => Some(3),
        "CC-BY-NC" => Some(4),
        "CC-BY-NC-SA" => Some(5),
        "CC-BY-NC-ND" => Some(6),
        "CC0" => Some(7),
        _ => None,
    }
}

/// Tags as words, and why a film is sensitive as flags.
fn tags(value: &Value) -> (Vec<String>, i64) {
    let (mut words, mut flags) = (Vec::new(), 0);
    for tag in value.as_array().into_iter().flatten().take(50) {
        let name = tag["name"].as_str().unwrap_or_default();
        if tag["type"] == "SensitiveTag" {
            let known = [sensitive::VIOLENT, sensitive::EXPLICIT_SEX];
            flags |=
                known.into_iter().find(|flag| sensitive::names(*flag).any(|one| one == name)).unwrap_or(0);
        } else if tag["type"] == "Hashtag" {
            let word: String =
                tidy_line(name.trim_start_matches('#')).chars().filter(|c| !c.is_control()).collect();
            let is_good = (2..=30).contains(&word.chars().count());
            if is_good && words.len() < 5 && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    (words, flags)
}

/// The account and the channel that a film is attributed to. Some name the type of each, some give ids alone, then the
/// account comes first (PeerTube writes it so for Lemmy); the channel may stand in `audience` (FEP-1b12).
fn people(document: &Value) -> (Option<String>, Option<String>) {
    let attributed = &document["attributedTo"];
    let all: Vec<&Value> = match attributed {
        Value::Array(all) => all.iter().take(10).collect(),
        one => vec![one],
    };
    let typed = |kind: &str| all.iter().find(|one| one["type"] == kind).and_then(|one| id_in(one));
    let plain: Vec<&str> = all.iter().filter(|one| one.is_string()).filter_map(|one| id_in(one)).collect();
    let account = typed("Person").or(plain.first().copied());
    let audience = texts(&document["audience"]).first().copied();
    let channel = typed("Group").or(audience).or(plain.get(1).copied());
    (account.map(str::to_owned), channel.map(str::to_owned))
}

/// The pictures nearest to the sizes that are shown here: small for lists, large for the player.
fn pictures(value: &Value) -> Option<(String, String)> {
    let one = std::slice::from_ref(value);
    let all = value.as_array().map_or(one, Vec::as_slice);
    let mut pictures: Vec<(i64, &str)> = all
        .iter()
        .take(20)
        .filter_map(|icon| {
            let url = icon["url"].as_str().filter(|url| is_address(url))?;
            Some((icon["width"].as_i64().unwrap_or(0), url))
        })
        .collect();
    pictures.sort_by_key(|(width, _)| *width);
    let preview = pictures.last()?.1;
    let thumbnail = pictures.iter().find(|(width, _)| *width >= 280).map_or(preview, |(_, url)| url);
    Some((thumbnail.to_owned(), preview.to_owned()))
}

fn links(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// An address of the web, bounded. It stands in pages and playlists, so it has no spaces and no quotes.
fn is_address(url: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\"'<>\\`{}|^".contains(&byte);
    url.len() <= 2000 && url.bytes().all(is_plain) && host_of(url).is_some()
}

fn page(value: &Value) -> Option<&str> {
    let link = links(value).iter().find(|link| link["mediaType"] == "text/html");
    link.and_then(|link| link["href"].as_str()).filter(|href| is_address(href))
}

fn trackers(value: &Value) -> Vec<String> {
    let is_tracker = |link: &&Value| links(&link["rel"]).iter().any(|rel| rel == "tracker");
    let all = links(value).iter().filter(is_tracker).filter_map(|link| link["href"].as_str());
    all.filter(|href| href.len() <= 2000).take(TRACKERS).map(str::to_owned).collect()
}

/// The playlist with its files, or else the whole files of PeerTube's older kind.
fn media(value: &Value) -> (Option<(String, String)>, Vec<File>) {
    for link in links(value).iter().filter(|link| link["mediaType"] == "application/x-mpegURL") {
        let Some(master) = link["href"].as_str().filter(|href| is_address(href)) else { continue };
        let files = files(&link["tag"]);
        let hashes = links(&link["tag"]).iter().find(|tag| tag["name"] == "sha256");
        let hashes = hashes.and_then(|tag| tag["href"].as_str()).filter(|href| is_address(href));
        if !files.is_empty() {
            return (Some((master.to_owned(), hashes.unwrap_or_default().to_owned())), files);
        }
    }
    (None, files(value))
}

fn files(value: &Value) -> Vec<File> {
    let mut files: Vec<File> = links(value).iter().take(200).filter_map(file).take(FILES).collect();
    files.dedup_by(|one, other| one.file == other.file);
    files
}

fn file(link: &Value) -> Option<File> {
    let is_film = matches!(
        link["mediaType"].as_str()?,
        "video/mp4" | "video/webm" | "video/ogg" | "audio/mp4" | "audio/ogg" | "audio/webm"
    );
    let href = link["href"].as_str().filter(|href| is_film && is_address(href))?;
    let size = |name: &str| link[name].as_i64().filter(|size| (0..=16_384).contains(size)).unwrap_or(0);
    let codecs = links(&link["attachment"]).iter().filter(|one| one["name"] == "ffprobe_codec_type");
    let codecs: Vec<&str> = codecs.filter_map(|one| one["value"].as_str()).collect();
    let has = |codec: &str| codecs.is_empty() || codecs.contains(&codec);
    let is_sound = link["mediaType"].as_str().is_some_and(|kind| kind.starts_with("audio/"));
    Some(File {
        resolution: if is_sound { 0 } else { size("height") },
        width: size("width"),
        height: size("height"),
        fps: link["fps"].as_i64().filter(|fps| (0..=480).contains(fps)).unwrap_or(0),
        bytes: link["size"].as_i64().unwrap_or(0).max(0),
        // The playlist of one file stands beside it under the same name.
        playlist: match href.strip_suffix("-fragmented.mp4") {
            Some(name) => format!("{name}.m3u8"),
            None => format!("{href}#"),
        },
        file: href.to_owned(),
        has_audio: has("audio"),
        has_video: !is_sound && has("video"),
    })
}

fn ratio_of(files: &[File]) -> Option<f64> {
    let file = files.iter().find(|file| file.width > 0 && file.height > 0)?;
    Some(file.width as f64 / file.height as f64)
}

/// Captions: since PeerTube 8 a list of links, before an address.
fn captions(value: &Value) -> Vec<(String, String)> {
    let address = |caption: &Value| -> Option<String> {
        let href = match &caption["url"] {
            Value::String(href) => Some(href.as_str()),
            Value::Array(all) => {
                all.iter().find(|link| link["mediaType"] == "text/vtt").and_then(|link| link["href"].as_str())
            }
            _ => None,
        };
        href.filter(|href| is_address(href)).map(str::to_owned)
    };
    let mut found: Vec<(String, String)> = Vec::new();
    for caption in links(value).iter().take(CAPTIONS) {
        let language = caption["identifier"].as_str().filter(|code| vocabulary::language(code).is_some());
        if let (Some(language), Some(address)) = (language, address(caption))
            && found.iter().all(|(known, _)| known != language)
        {
            found.push((language.to_owned(), address));
        }
    }
    found
}

/// The chapters in a document that has them (`hasPart`), in their order.
pub fn chapters(document: &Value) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = links(&document["hasPart"])
        .iter()
        .take(CHAPTERS)
        .filter_map(|part| {
            let title: String =
                tidy_line(part["name"].as_str()?).chars().filter(|c| !c.is_control()).collect();
            let title: String = title.chars().take(100).collect();
            let timecode = part["startOffset"].as_i64().filter(|at| (0..=LONGEST).contains(at))?;
            (!title.is_empty()).then_some(Chapter { timecode, title })
        })
        .collect();
    chapters.sort_by_key(|chapter| chapter.timecode);
    chapters.dedup_by_key(|chapter| chapter.timecode);
    chapters
}

fn date(value: &Value) -> Option<Moment> {
    value.as_str().and_then(Moment::parse).filter(|at| at.0 >= 0)
}

/// `PT10S`, and what else ISO 8601 allows in hours, minutes and seconds.
fn seconds(text: &str) -> Option<i64> {
    let rest = text.strip_prefix("PT").filter(|rest| !rest.is_empty() && rest.len() <= 20)?;
    let (mut total, mut number) = (0i64, String::new());
    for letter in rest.chars() {
        let unit = match letter {
            '0'..='9' | '.' => {
                number.push(letter);
                continue;
            }
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => return None,
        };
        total = total.checked_add((number.parse::<f64>().ok()? * unit).round() as i64)?;
        number.clear();
    }
    number.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        serde_json::from_str(include_str!("../../../tests/fixtures/peertube-6.3/ap/video-fed.json"))
            .expect("it is JSON")
    }

    const NOW: Moment = Moment(1_800_000_000_000);

    #[test]
    fn the_document_of_a_peertube_is_a_film() {
        let film = read(&document(), NOW).expect("it is whole");
        let New { about, origin, files, .. } = &film.new;
        assert_eq!((&*about.name, film.new.duration), ("Fed video updated", 10));
        assert_eq!(
            (about.description.as_deref(), &about.tags[..]),
            (Some("federated"), &["tag1".to_owned()][..])
        );
        assert_eq!((about.privacy, about.comments), (Privacy::Public, CommentsPolicy::Enabled));
        assert_eq!(film.account, "http://127.0.0.1:9001/accounts/root");
        assert_eq!(film.channel, "http://127.0.0.1:9001/video-channels/root_channel");
        assert_eq!(origin.host, "127.0.0.1:9001");
        assert!(film.new.playlist.as_ref().is_some_and(|(master, hashes)| {
            master.ends_with("-master.m3u8") && hashes.ends_with("-segments-sha256.json")
        }));
        let sizes: Vec<_> = files.iter().map(|file| (file.resolution, file.width, file.bytes)).collect();
        assert_eq!(sizes, [(720, 1280, 3_061_483), (480, 854, 861_898), (240, 426, 317_701)]);
        assert!(
            files.iter().all(|file| file.has_audio && file.has_video && file.playlist.ends_with(".m3u8"))
        );
        assert!(film.new.thumbnail.contains("/thumbnails/") && film.new.preview.contains("/previews/"));
        assert_eq!(film.new.captions[0].0, "en");
        assert_eq!(origin.trackers.len(), 2);
    }

    #[test]
    fn what_cannot_be_shown_is_no_film() {
        for (member, value) in [
            ("id", json!(7)),
            ("id", json!("ftp://a")),
            ("type", json!("Note")),
            ("uuid", json!("x")),
            ("duration", json!("10")),
            ("duration", json!("PTS")),
            ("duration", json!("PT99999999999S")),
            ("name", json!(" \u{202e} ")),
            ("to", json!([])),
            ("attributedTo", json!([])),
            ("icon", json!([])),
            ("icon", json!([{ "url": "javascript:alert(1)" }])),
            ("url", json!([])),
            ("url", json!("https://a.example")),
            ("published", json!("yesterday")),
            ("isLiveBroadcast", json!(true)),
            ("state", json!(2)),
        ] {
            let mut document = document();
            document[member] = value;
            if member == "to" {
                document["cc"] = json!([]);
            }
            assert!(read(&document, NOW).is_err(), "{member}: {}", document[member]);
        }
    }

    #[test]
    fn newer_and_other_ways_of_saying_it_are_read() {
        let mut document = document();
        document["attributedTo"] = json!("http://127.0.0.1:9001/accounts/root");
        document["audience"] = json!("http://127.0.0.1:9001/video-channels/root_channel");
        document["duration"] = json!("PT1H2M3S");
        document["licence"] = json!({ "identifier": "CC-BY-SA-4.0" });
        document["subtitleLanguage"] = json!([{ "identifier": "fr", "url": [
            { "mediaType": "application/x-mpegURL", "href": "http://127.0.0.1:9001/a.m3u8" },
            { "mediaType": "text/vtt", "href": "http://127.0.0.1:9001/a.vtt" }] }]);
        document.as_object_mut().expect("it is one").remove("commentsPolicy");
        document["commentsEnabled"] = json!(false);
        let film = read(&document, NOW).expect("it is whole");
        assert_eq!((film.new.duration, film.new.about.licence), (3723, Some(2)));
        assert!(film.channel.ends_with("root_channel") && film.account.ends_with("root"));
        assert_eq!(film.new.captions, [("fr".to_owned(), "http://127.0.0.1:9001/a.vtt".to_owned())]);
        assert_eq!(film.new.about.comments, CommentsPolicy::Disabled);
    }
}
