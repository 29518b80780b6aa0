//! What a film was made of, and what its files are.

use serde_json::{Value, json};

use super::number;
use super::videos::watchable;
use crate::actions::videos;
use crate::db::video::{Video, VideoFile};
use crate::domain::id::Reference;
use crate::error::{Error, Result};
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// The file that was sent, for those who keep the film. What it was like inside is not kept.
pub async fn show(visit: &Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.person()?.clone();
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let video = visit.app.db.read(move |read| videos::owned(read, &person, reference)).await?;
    let size = video.original.as_ref().map(|name| visit.app.layout.originals().join(name));
    let size = size.and_then(|path| std::fs::metadata(path).ok()).map(|file| file.len());
    answer::json(&json!({
        "filename": video.original_name,
        "inputFilename": video.original_name,
        "fileUrl": null,
        "fileDownloadUrl": null,
        "resolution": null,
        "size": size,
        "width": null,
        "height": null,
        "fps": null,
        "metadata": null,
        "createdAt": video.created_at,
    }))
}

/// What ffprobe would say of a rendition, as far as its row tells.
pub async fn metadata(visit: &Visit, id: &str, file: &str) -> Result<Response> {
    let file_id = number(file)?;
    let whole = watchable(visit, id).await?;
    let file = whole.files.iter().find(|file| file.id == file_id);
    let file = file.ok_or_else(|| Error::not_found("error-not-found"))?;
    answer::json(&described(&whole.video, file))
}

fn described(video: &Video, file: &VideoFile) -> Value {
    let mut streams = Vec::new();
    let codec = |prefixes: &[&str]| {
        let all = file.codecs.split(',').map(str::trim);
        all.into_iter().find(|codec| prefixes.iter().any(|prefix| codec.starts_with(prefix)))
    };
    if file.has_video {
        streams.push(json!({
            "index": streams.len(),
            "codec_type": "video",
            "codec_name": "h264",
            "codec_tag_string": codec(&["avc1", "avc3"]),
            "width": file.width,
            "height": file.height,
            "r_frame_rate": format!("{}/1", file.fps),
            "avg_frame_rate": format!("{}/1", file.fps),
        }));
    }
    if file.has_audio {
        streams.push(json!({
            "index": streams.len(),
            "codec_type": "audio",
            "codec_name": "aac",
            "codec_tag_string": codec(&["mp4a"]),
        }));
    }
    json!({
        "format": {
            "format_name": "mov,mp4,m4a,3gp,3g2,mj2",
            "format_long_name": "QuickTime / MOV",
            "nb_streams": streams.len(),
            "duration": video.duration,
            "size": file.bytes,
            "bit_rate": file.bytes * 8 / video.duration.max(1),
        },
        "streams": streams,
        "chapters": [],
    })
}

/// Prepares a film once more. PeerTube's other kind of files is not made here.
pub async fn prepare(visit: &mut Visit, id: &str) -> Result<Response> {
    let person = visit.visitor.administrator()?.clone();
    let reference = Reference::parse(id).ok_or_else(|| Error::invalid("error-video-id"))?;
    let wished: Value = visit.request.json().await?;
    if wished["transcodingType"] != "hls" {
        let wrong = Error::invalid("error-parameter").with("name", "transcodingType").with("maximum", "");
        return Err(wrong);
    }
    videos::prepare_again(&visit.app.db, &person, reference).await?;
    visit.app.wake(crate::domain::job::Lane::Media);
    Ok(answer::no_content())
}
