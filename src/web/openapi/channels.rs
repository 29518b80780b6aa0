//! Channels and accounts.

use serde_json::{Value, json};

use super::operation::{Operation, delete, films, get, post, put};
use super::parameters::playlist_order;
use super::schema::{
    array, between, boolean, file, from, list, nullable, object, one_of, order_of, shared, text, text_like,
    text_of,
};
use crate::domain::channel::TEXT;
use crate::domain::player_settings::Choice;

pub fn operations() -> Vec<Operation> {
    let one = "/api/v1/video-channels/{channelHandle}";
    let said = |name: &str| {
        object(json!({
            name: text_of(1, 120), "description?": nullable(text_of(0, TEXT)), "support?": nullable(text_of(0, TEXT)),
        }))
    };
    let new =
        super::schema::with(said("displayName"), object(json!({ "name": text_like("^[a-z0-9_.]{1,50}$") })));
    let change =
        super::schema::with(said("displayName?"), object(json!({ "bulkVideosSupportUpdate?": boolean() })));
    vec![
        get("/api/v1/video-channels", "Channels").list().gives(shared("ChannelList")),
        post("/api/v1/video-channels", "Makes a channel")
            .member()
            .json(new)
            .gives(object(json!({ "videoChannel": object(json!({ "id": from(1) })) })))
            .refuses(&[409]),
        get(one, "A channel").gives(shared("Channel")),
        put(one, "Changes what is said of a channel; what is left out stays")
            .member()
            .json(change)
            .nothing()
            .refuses(&[403]),
        delete(one, "Deletes a channel with its films").member().nothing().refuses(&[403, 409]),
        picked(
            post("/api/v1/video-channels/{channelHandle}/avatar/pick", "Chooses a picture"),
            "avatarfile",
            "avatars",
        ),
        picked(
            post("/api/v1/video-channels/{channelHandle}/banner/pick", "Chooses a banner"),
            "bannerfile",
            "banners",
        ),
        delete("/api/v1/video-channels/{channelHandle}/avatar", "Takes the picture away")
            .member()
            .nothing()
            .refuses(&[403]),
        delete("/api/v1/video-channels/{channelHandle}/banner", "Takes the banner away")
            .member()
            .nothing()
            .refuses(&[403]),
        films(get("/api/v1/video-channels/{channelHandle}/videos", "The films of a channel"))
            .gives(shared("VideoList")),
        playlists(get(
            "/api/v1/video-channels/{channelHandle}/video-playlists",
            "The playlists of a channel",
        )),
        post(
            "/api/v1/video-channels/{channelHandle}/video-playlists/reorder",
            "Moves playlists of a channel",
        )
        .member()
        .fields(moved())
        .nothing()
        .refuses(&[403]),
        get("/api/v1/video-channels/{channelHandle}/collaborators", "Who keeps a channel")
            .member()
            .gives(list(shared("Collaborator")))
            .refuses(&[403]),
        post("/api/v1/video-channels/{channelHandle}/collaborators/invite", "Asks somebody to keep it too")
            .member()
            .json(object(json!({ "accountHandle": text() })))
            .gives(object(json!({ "collaborator": shared("Collaborator") })))
            .refuses(&[403, 409]),
        collaborator(post(
            "/api/v1/video-channels/{channelHandle}/collaborators/{collaboratorId}/accept",
            "Agrees to keep a channel",
        )),
        collaborator(post(
            "/api/v1/video-channels/{channelHandle}/collaborators/{collaboratorId}/reject",
            "Declines to keep a channel",
        )),
        collaborator(delete(
            "/api/v1/video-channels/{channelHandle}/collaborators/{collaboratorId}",
            "Somebody keeps a channel no more",
        )),
        followers(get("/api/v1/video-channels/{channelHandle}/followers", "Who follows a channel")),
        get("/api/v1/video-channels/{channelHandle}/activities", "What was done in a channel")
            .member()
            .list()
            .query("sort", order_of(&["createdAt"]))
            .gives(list(shared("Activity")))
            .refuses(&[403]),
        post("/api/v1/video-channels/{channelHandle}/give-ownership", "Offers a channel to somebody")
            .member()
            .json(object(json!({ "username": text() })))
            .nothing()
            .refuses(&[403, 409]),
        offers(get("/api/v1/video-channels/{channelHandle}/ownership", "The offers of a channel"))
            .query("state", between(1, 3))
            .refuses(&[403]),
        offers(get("/api/v1/video-channels/ownership", "The offers that concern whoever asks")),
        offer(post("/api/v1/video-channels/ownership/{offerId}/accept", "Takes a channel")),
        offer(post("/api/v1/video-channels/ownership/{offerId}/refuse", "Declines a channel")),
        offer(delete("/api/v1/video-channels/ownership/{offerId}", "Takes an offer back")),
        player_settings(get("/api/v1/player-settings/videos/{videoId}", "How the player looks for a film"))
            .query("raw", boolean()),
        player_settings(put("/api/v1/player-settings/videos/{videoId}", "Chooses how it looks for a film"))
            .member()
            .json(theme(Choice::ALL.to_vec())),
        player_settings(get(
            "/api/v1/player-settings/video-channels/{channelHandle}",
            "How the player looks for the films of a channel",
        ))
        .query("raw", boolean()),
        player_settings(put(
            "/api/v1/player-settings/video-channels/{channelHandle}",
            "Chooses how it looks for the films of a channel",
        ))
        .member()
        .json(theme(Choice::ALL.into_iter().filter(|one| *one != Choice::AsItsChannel).collect())),
        post("/api/v1/videos/{videoId}/give-ownership", "Offers a film to somebody")
            .member()
            .json(object(json!({ "username": text() })))
            .nothing()
            .refuses(&[403]),
        offers(get("/api/v1/videos/{videoId}/ownership", "The offers of a film"))
            .query("state", between(1, 3))
            .refuses(&[403]),
        offers(get("/api/v1/videos/ownership", "The offers of films that concern whoever asks")),
        offer(post("/api/v1/videos/ownership/{offerId}/accept", "Takes a film"))
            .json(object(json!({ "channelId": from(1) }))),
        offer(post("/api/v1/videos/ownership/{offerId}/refuse", "Declines a film")),
        offer(delete("/api/v1/videos/ownership/{offerId}", "Takes an offer of a film back")),
        get("/api/v1/accounts", "All accounts")
            .list()
            .query("sort", order_of(&["createdAt"]))
            .gives(list(shared("Account"))),
        get("/api/v1/accounts/{accountName}/ratings", "What an account thinks of films")
            .member()
            .list()
            .query("sort", order_of(&["createdAt"]))
            .query("rating", one_of(["like", "dislike"]))
            .gives(list(object(json!({ "video": shared("Video"), "rating": one_of(["like", "dislike"]) }))))
            .refuses(&[403]),
        get("/api/v1/accounts/{accountName}", "An account").gives(shared("Account")),
        films(get("/api/v1/accounts/{accountName}/videos", "The films of an account"))
            .gives(shared("VideoList")),
        get("/api/v1/accounts/{accountName}/video-channels", "The channels of an account")
            .query("includeCollaborations", boolean())
            .gives(list(shared("Channel")))
            .refuses(&[403]),
        playlists(get("/api/v1/accounts/{accountName}/video-playlists", "The playlists of an account")),
        followers(get(
            "/api/v1/accounts/{accountName}/followers",
            "Who follows an account or one of its channels",
        )),
    ]
}

fn theme(choices: Vec<Choice>) -> Value {
    object(json!({ "theme": one_of(choices.into_iter().map(Choice::name)) }))
}

fn player_settings(operation: Operation) -> Operation {
    operation.gives(theme(Choice::ALL.to_vec())).refuses(&[400, 401, 403])
}

fn followers(operation: Operation) -> Operation {
    operation
        .member()
        .list()
        .query("sort", order_of(&["createdAt"]))
        .query("search", text())
        .gives(list(shared("Follow")))
        .refuses(&[403])
}

fn collaborator(operation: Operation) -> Operation {
    operation.member().nothing().refuses(&[400, 403, 409])
}

fn offers(operation: Operation) -> Operation {
    operation.member().list().query("sort", order_of(&["createdAt"])).gives(list(shared("ChangeOwnership")))
}

fn offer(operation: Operation) -> Operation {
    operation.member().nothing().refuses(&[400, 403, 409])
}

fn picked(operation: Operation, field: &str, shown: &str) -> Operation {
    operation
        .member()
        .form(object(json!({ field: file() })))
        .gives(object(json!({ shown: array(shared("Picture")) })))
        .refuses(&[403])
}

/// What every list of playlists knows.
pub fn playlists(operation: Operation) -> Operation {
    operation
        .list()
        .query("sort", playlist_order())
        .query("search", text())
        .query("playlistType", one_of([1, 2]))
        .gives(shared("PlaylistList"))
}

/// Some things in a row that go behind another; places count from 1, and 0 is in front of everything.
pub fn moved() -> Value {
    object(json!({ "startPosition": from(1), "insertAfterPosition": from(0), "reorderLength?": from(1) }))
}
