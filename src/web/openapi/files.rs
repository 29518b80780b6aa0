//! What programs fetch outside of the API: feeds, oEmbed, NodeInfo, the files of films.

use serde_json::{Value, json};

use super::operation::{Operation, get};
use super::parameters::{REFERENCE, feed_format, film_order};
use super::schema::{
    address, array, array_of, between, boolean, file, from, integer, map, nothing_in_it, nullable, object,
    one_of, text, text_like,
};

pub fn operations() -> Vec<Operation> {
    let mut all = feeds();
    all.extend(documents());
    all.extend(films());
    all.extend(tracker());
    all
}

fn feeds() -> Vec<Operation> {
    let subject = |operation: Operation| {
        operation
            .query("videoChannelId", from(1))
            .query("videoChannelName", text())
            .query("accountId", from(1))
            .query("accountName", text())
            .query("nsfw", one_of(["true", "false", "both"]))
            .empty(304)
            .refuses(&[404])
    };
    let written = |operation: Operation| {
        let operation = operation.query("format", feed_format());
        let kinds = ["application/xml", "application/rss+xml", "application/atom+xml"];
        let operation =
            kinds.into_iter().fold(operation, |operation, kind| operation.answers(200, kind, text()));
        operation.answers(200, "application/json", map(json!({})))
    };
    vec![
        written(subject(get("/feeds/videos.{format}", "The newest public films, for readers of feeds")))
            .query("sort", film_order())
            .query("isLocal", boolean()),
        written(subject(get("/feeds/video-comments.{format}", "The newest comments, for readers of feeds")))
            .query("videoId", text_like(REFERENCE))
            .film(),
        subject(get("/feeds/podcast/videos.xml", "A channel as a podcast")).answers(
            200,
            "application/rss+xml",
            text(),
        ),
        get("/feeds/podcast/chapters/{chaptersFile}", "The chapters of a film, for players of podcasts")
            .film()
            .answers(
                200,
                "application/json+chapters",
                object(json!({
                    "version": one_of(["1.2.0"]),
                    "chapters": array(object(json!({ "startTime": from(0), "title": text() }))),
                })),
            )
            .refuses(&[400]),
        written(get("/feeds/subscriptions.{format}", "Films of the channels that somebody follows"))
            .query("!accountId", from(1))
            .query("!token", text())
            .query("nsfw", one_of(["true", "false", "both"]))
            .empty(304)
            .refuses(&[403]),
    ]
}

fn documents() -> Vec<Operation> {
    vec![
        get("/services/oembed", "What another site needs to show a film or a playlist (oEmbed 1.0)")
            .query("!url", text())
            .query("format", one_of(["json"]))
            .query("maxwidth", integer())
            .query("maxheight", integer())
            .film()
            .gives(oembed())
            .refuses(&[404, 415]),
        get("/.well-known/nodeinfo", "Where the next one is").gives(object(json!({
            "links": array(object(json!({ "rel": text(), "href": address() }))),
        }))),
        get("/nodeinfo/2.0.json", "What the site says to crawlers of the fediverse (NodeInfo 2.0)")
            .gives(nodeinfo()),
        get("/.well-known/security.txt", "Where to tell of a hole (RFC 9116)")
            .answers(200, "text/plain", text())
            .refuses(&[404]),
        get("/metrics", "Numbers for Prometheus").answers(200, "text/plain", text()).refuses(&[403]),
    ]
}

fn oembed() -> Value {
    object(json!({
        "type": one_of(["video"]), "version": one_of(["1.0"]), "html": text(), "width": from(1), "height": from(1),
        "title": text(), "author_name": text(), "author_url": address(), "provider_name": text(),
        "provider_url": address(), "thumbnail_url": nullable(address()), "thumbnail_width": nullable(from(1)),
        "thumbnail_height": nullable(from(1)),
    }))
}

fn nodeinfo() -> Value {
    let users = object(json!({ "total": from(0), "activeMonth": from(0), "activeHalfyear": from(0) }));
    let program = || object(json!({ "name": text(), "version": text() }));
    object(json!({
        "version": one_of(["2.0"]), "software": program(), "protocols": nothing_in_it(),
        "services": object(json!({ "inbound": nothing_in_it(), "outbound": array(text()) })),
        "openRegistrations": boolean(),
        "usage": object(json!({ "users": users, "localPosts": from(0), "localComments": from(0) })),
        "metadata": object(json!({
            "implementation": program(), "taxonomy": object(json!({ "postsName": text() })), "nodeName": text(),
            "nodeDescription": text(), "nodeConfig": map(json!({})),
        })),
    }))
}

fn films() -> Vec<Operation> {
    let bytes = |operation: Operation, kinds: &[&str]| {
        let answers = [200, 206].into_iter().flat_map(|status| kinds.iter().map(move |kind| (status, *kind)));
        answers
            .fold(operation, |operation, (status, kind)| operation.answers(status, kind, file()))
            .says(206, "Content-Range")
            .empty(304)
            .empty(416)
            .header("Range", text())
            .query("videoFileToken", text())
            .film()
            .refuses(&[400, 404])
    };
    let film = &["video/mp4", "application/vnd.apple.mpegurl", "application/json"][..];
    let small = &["image/jpeg", "image/png", "image/webp", "text/vtt"][..];
    vec![
        bytes(get("/static/streaming-playlists/hls/{uuid}/{file}", "A file of a film, in HLS"), film)
            .query("reinjectVideoFileToken", boolean()),
        bytes(
            get("/static/streaming-playlists/hls/private/{uuid}/{file}", "One that is not for everybody"),
            film,
        )
        .query("reinjectVideoFileToken", boolean()),
        bytes(
            get(
                "/download/streaming-playlists/hls/videos/{uuid}-{resolution}-fragmented.mp4",
                "A rendition to keep",
            ),
            &["video/mp4"],
        ),
        bytes(
            get("/download/videos/generate/{generated}", "Renditions put together as one file"),
            &["video/mp4", "audio/mp4"],
        )
        .query("!videoFileIds", array_of(between(1, i64::MAX), 1, 2)),
        torrent(get("/lazy-static/torrents/{torrentFile}", "The torrent of a rendition, for a public film")),
        torrent(get("/download/torrents/{torrentFile}", "The same, to keep")),
        bytes(get("/lazy-static/{kind}/{file}", "A picture or captions"), small),
    ]
}

fn torrent(operation: Operation) -> Operation {
    operation.film().answers(200, "application/x-bittorrent", file()).refuses(&[404])
}

/// What players and BitTorrent programs ask to find one another. Refusals are written into answers of 200.
fn tracker() -> Vec<Operation> {
    let bencoded = |operation: Operation| {
        operation.query("!info_hash", text()).answers(200, "text/plain", text()).refuses(&[404])
    };
    vec![
        bencoded(get("/tracker/announce", "A BitTorrent program announces itself (BEP 3, 7, 23)"))
            .query("!peer_id", text())
            .query("!port", between(1, 65_535))
            .query("left", from(0))
            .query("numwant", from(0))
            .query("event", one_of(["started", "stopped", "completed"])),
        bencoded(get("/tracker/scrape", "How many are in a swarm (BEP 48)")),
        get("/tracker/socket", "The same for players, over a WebSocket").empty(101).refuses(&[400, 404, 429]),
    ]
}
