//! The JSON-LD contexts of documents: what their words mean. Each kind brings its own, as PeerTube's do.

use serde_json::{Value, json};

/// What every document begins with.
pub fn plain() -> Value {
    json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/v1",
        { "RsaSignature2017": "https://w3id.org/security#RsaSignature2017" },
    ])
}

fn with(words: Value) -> Value {
    let mut context = plain();
    if let Value::Array(parts) = &mut context {
        parts.push(words);
    }
    context
}

fn typed(kind: &str, id: &str) -> Value {
    json!({ "@type": kind, "@id": id })
}

pub fn actor() -> Value {
    with(json!({
        "pt": "https://joinpeertube.org/ns#",
        "sc": "http://schema.org/",
        "playlists": typed("@id", "pt:playlists"),
        "support": typed("sc:Text", "pt:support"),
        "lemmy": "https://join-lemmy.org/ns#",
        "postingRestrictedToMods": "lemmy:postingRestrictedToMods",
        "icons": "as:icon",
    }))
}

pub fn chapters() -> Value {
    with(
        json!({ "sc": "http://schema.org/", "hasPart": "sc:hasPart", "endOffset": "sc:endOffset", "startOffset": "sc:startOffset" }),
    )
}

pub fn playlist() -> Value {
    with(json!({
        "pt": "https://joinpeertube.org/ns#",
        "sc": "http://schema.org/",
        "Playlist": "pt:Playlist",
        "PlaylistElement": "pt:PlaylistElement",
        "position": typed("sc:Number", "pt:position"),
        "videoChannelPosition": typed("sc:Number", "pt:position"),
        "startTimestamp": typed("sc:Number", "pt:startTimestamp"),
        "stopTimestamp": typed("sc:Number", "pt:stopTimestamp"),
        "uuid": typed("sc:identifier", "pt:uuid"),
    }))
}

/// Of `ApproveReply` and `RejectReply`.
pub fn answer_to_reply(kind: &str) -> Value {
    let mut words = json!({ "pt": "https://joinpeertube.org/ns#", "sc": "http://schema.org/" });
    words[kind] = json!(format!("pt:{kind}"));
    with(words)
}

pub fn flag() -> Value {
    with(json!({
        "pt": "https://joinpeertube.org/ns#",
        "sc": "http://schema.org/",
        "Hashtag": "as:Hashtag",
        "startAt": "pt:startAt",
        "endAt": "pt:endAt",
    }))
}

pub fn view() -> Value {
    with(json!({
        "pt": "https://joinpeertube.org/ns#",
        "sc": "http://schema.org/",
        "WatchAction": "sc:WatchAction",
        "InteractionCounter": "sc:InteractionCounter",
        "interactionType": "sc:interactionType",
        "userInteractionCount": "sc:userInteractionCount",
    }))
}

pub fn note() -> Value {
    with(json!({
        "pt": "https://joinpeertube.org/ns#",
        "sc": "http://schema.org/",
        "replyApproval": "pt:replyApproval",
    }))
}

pub fn video() -> Value {
    with(json!({
        "pt": "https://joinpeertube.org/ns#",
        "sc": "http://schema.org/",
        "Hashtag": "as:Hashtag",
        "SensitiveTag": "pt:SensitiveTag",
        "category": "sc:category",
        "licence": "sc:license",
        "subtitleLanguage": "sc:subtitleLanguage",
        "automaticallyGenerated": "pt:automaticallyGenerated",
        "sensitive": "as:sensitive",
        "language": "sc:inLanguage",
        "identifier": "sc:identifier",
        "isLiveBroadcast": "sc:isLiveBroadcast",
        "liveSaveReplay": typed("sc:Boolean", "pt:liveSaveReplay"),
        "permanentLive": typed("sc:Boolean", "pt:permanentLive"),
        "latencyMode": typed("sc:Number", "pt:latencyMode"),
        "Infohash": "pt:Infohash",
        "tileWidth": typed("sc:Number", "pt:tileWidth"),
        "tileHeight": typed("sc:Number", "pt:tileHeight"),
        "tileDuration": typed("sc:Number", "pt:tileDuration"),
        "aspectRatio": typed("sc:Float", "pt:aspectRatio"),
        "uuid": typed("sc:identifier", "pt:uuid"),
        "originallyPublishedAt": "sc:datePublished",
        "uploadDate": "sc:uploadDate",
        "embedUrl": "sc:embedUrl",
        "hasParts": "sc:hasParts",
        "views": typed("sc:Number", "pt:views"),
        "state": typed("sc:Number", "pt:state"),
        "size": typed("sc:Number", "pt:size"),
        "fps": typed("sc:Number", "pt:fps"),
        "commentsEnabled": typed("sc:Boolean", "pt:commentsEnabled"),
        "canReply": "pt:canReply",
        "commentsPolicy": typed("sc:Number", "pt:commentsPolicy"),
        "downloadEnabled": typed("sc:Boolean", "pt:downloadEnabled"),
        "waitTranscoding": typed("sc:Boolean", "pt:waitTranscoding"),
        "support": typed("sc:Text", "pt:support"),
        "likes": typed("@id", "as:likes"),
        "dislikes": typed("@id", "as:dislikes"),
        "shares": typed("@id", "as:shares"),
        "comments": typed("@id", "as:comments"),
        "PropertyValue": "sc:PropertyValue",
        "value": "sc:value",
    }))
}
