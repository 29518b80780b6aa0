//! How the player is to look for a film and for a channel.

use serde_json::json;

use crate::clips;
use crate::site::Site;
use crate::visitor::Visitor;

const CHANNEL: &str = "/api/v1/player-settings/video-channels/maud_channel";

async fn theme(who: &Visitor, path: &str) -> String {
    let settings = who.get(path).await.expect(200).json();
    settings["theme"].as_str().expect("a name").to_owned()
}

async fn choose(who: &Visitor, path: &str, theme: &str) -> u16 {
    who.ask("PUT", path).json(&json!({ "theme": theme })).send().await.status
}

#[tokio::test]
async fn a_theme_is_inherited_from_the_channel_and_from_the_site() {
    let site = Site::new().await;
    site.add_person("paul", -1).await;
    let (maud, paul, stranger) =
        (site.administrator().await, site.application_of("paul").await, site.stranger());
    let film = site.publish(&maud, &clips::film(), &[]).await;
    let path = format!("/api/v1/player-settings/videos/{}", film.short);
    let raw = |path: &str| format!("{path}?raw=true");
    assert_eq!(theme(&stranger, &path).await, "galaxy");
    assert_eq!(theme(&maud, &raw(&path)).await, "channel-default");
    assert_eq!(theme(&maud, &raw(CHANNEL)).await, "instance-default");

    assert_eq!(choose(&maud, CHANNEL, "lucide").await, 200);
    assert_eq!(theme(&stranger, CHANNEL).await, "lucide");
    assert_eq!(theme(&stranger, &path).await, "lucide", "as its channel");
    assert_eq!(choose(&maud, &path, "instance-default").await, 200);
    assert_eq!(theme(&stranger, &path).await, "galaxy", "as the site");
    assert_eq!(choose(&maud, &path, "lucide").await, 200);
    assert_eq!(choose(&maud, CHANNEL, "galaxy").await, 200);
    assert_eq!(theme(&stranger, &path).await, "lucide", "as was chosen for it");

    for wrong in ["netflix", "", "channel-default"] {
        assert_eq!(choose(&maud, CHANNEL, wrong).await, 400, "{wrong}");
    }
    assert_eq!(choose(&maud, &path, "netflix").await, 400);
    for path in [path.as_str(), CHANNEL] {
        assert_eq!(choose(&paul, path, "galaxy").await, 403);
        paul.get(&raw(path)).await.expect(403);
        stranger.get(&raw(path)).await.expect(401);
        stranger.get(&format!("{path}?raw=perhaps")).await.expect(400);
    }
}
