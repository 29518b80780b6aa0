//! Who follows whom, as PeerTube's ActorFollow has it.

use std::collections::HashMap;

use serde::Serialize;

use super::{Pictures, Site, avatars, banners};
use crate::db::account::Account;
use crate::db::channel::Channel;
use crate::db::channel_follower::Follower;
use crate::domain::actor::Own;
use crate::domain::moment::Moment;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowShape<'a> {
    id: i64,
    follower: ActorShape<'a>,
    following: ActorShape<'a>,
    score: i64,
    state: &'static str,
    created_at: Moment,
    updated_at: Moment,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ActorShape<'a> {
    url: String,
    name: &'a str,
    host: &'a str,
    avatars: Pictures<'a>,
    id: i64,
    host_redundancy_allowed: bool,
    following_count: i64,
    followers_count: i64,
    created_at: Moment,
    banners: Pictures<'a>,
}

/// None where whom they follow is not at hand.
pub fn follow<'a>(
    site: &'a Site,
    follower: &'a Follower,
    channels: &HashMap<i64, &'a Channel>,
    account: Option<&'a Account>,
) -> Option<FollowShape<'a>> {
    let following = match follower.of {
        Own::Channel(id) => channels.get(&id).map(|channel| ActorShape {
            url: format!("{}/video-channels/{}", site.address, channel.handle),
            name: &channel.handle,
            host: &site.host,
            avatars: avatars(site, &channel.avatars),
            id: channel.id,
            host_redundancy_allowed: false,
            following_count: 0,
            followers_count: channel.followers,
            created_at: channel.created_at,
            banners: banners(site, &channel.banners),
        }),
        Own::Account(_) => account.map(|account| ActorShape {
            url: format!("{}/accounts/{}", site.address, account.name),
            name: &account.name,
            host: &site.host,
            avatars: avatars(site, &account.avatars),
            id: account.id,
            host_redundancy_allowed: false,
            following_count: 0,
            followers_count: 0,
            created_at: account.created_at,
            banners: banners(site, &[]),
        }),
        Own::Site => None,
    };
    Some(FollowShape {
        id: follower.id(),
        follower: who(site, follower),
        following: following?,
        score: score(follower),
        state: "accepted",
        created_at: follower.followed_at,
        updated_at: follower.followed_at,
    })
}

fn who<'a>(site: &'a Site, follower: &'a Follower) -> ActorShape<'a> {
    let own = || format!("{}/accounts/{}", site.address, follower.name);
    let home = follower.home.as_ref();
    ActorShape {
        url: home.map_or_else(own, |home| home.url.clone()),
        name: &follower.name,
        host: home.map_or(&site.host, |home| &home.host),
        avatars: avatars(site, &follower.avatars),
        id: follower.number,
        host_redundancy_allowed: false,
        following_count: follower.following,
        followers_count: 0,
        created_at: follower.created_at,
        banners: banners(site, &[]),
    }
}

/// How well a follower is reached: PeerTube begins with 1,000 and takes 10 away for every delivery that failed
/// (`ACTOR_FOLLOW_SCORE`).
fn score(follower: &Follower) -> i64 {
    let failures = follower.home.as_ref().map_or(0, |home| home.failures);
    (1_000 - 10 * failures).max(0)
}
