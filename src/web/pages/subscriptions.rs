//! Following a channel, and the films of those that are followed.

use super::login::inside;
use super::{PAGE, card, face, page, page_number, pagination};
use crate::actions::{accounts, subscriptions};
use crate::db;
use crate::db::channel::Channel;
use crate::db::video::Filter;
use crate::domain::job::Lane;
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::api::channels::known_name;
use crate::web::routes::Visit;
use crate::web::views::{ChannelLink, Follow, FollowedChannel, Section, SubscriptionsPage};

/// Channels that the page names; the API lists all.
const CHANNELS: u32 = 100;

/// The button under a film and on the page of a channel.
pub async fn button(visit: &Visit, channel: &Channel) -> Result<Follow> {
    let channel_id = channel.id;
    // Nobody has to follow what is their own.
    let others = |id: &i64| *id != channel.account_id;
    let mine = match visit.visitor.person.as_ref().map(|person| person.account_id).filter(others) {
        Some(id) => {
            Some(visit.app.db.read(move |read| db::subscription::exists(read, id, channel_id)).await?)
        }
        None => None,
    };
    Ok(Follow {
        url: follow_path(channel),
        channel_name: channel.about.display_name.clone(),
        followers: channel.followers.max(0) as u64,
        mine,
    })
}

fn follow_path(channel: &Channel) -> String {
    format!("/c/{}/follow", channel.handle)
}

pub async fn follow(visit: &mut Visit, handle: &str) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    let handle = known_name(visit, handle);
    let path = Some(inside(&form.text("return"))).filter(|path| !path.is_empty());
    let path = path.unwrap_or_else(|| format!("/c/{handle}/videos"));
    if form.get("follow") == Some("true") {
        subscriptions::follow(&visit.app.db, &person, handle).await?;
    } else {
        subscriptions::leave(&visit.app.db, &person, handle).await?;
    }
    // Another server hears of it.
    visit.app.wake(Lane::Network);
    Ok(answer::see_other(&path))
}

pub async fn list(visit: &Visit) -> Result<Response> {
    let (account_id, user_id) = (visit.signed_in()?.account_id, visit.signed_in()?.user_id);
    let current = page_number(visit);
    let filter = Filter { follower_id: Some(account_id), start: (current - 1) * PAGE, ..visit.films(PAGE) };
    let found = visit.app.db.read(move |read| {
        let followed = db::subscription::list(read, account_id, None, 0, CHANNELS)?;
        Ok((followed, db::video::list(read, &filter)?, db::account::feed_token(read, user_id)?))
    });
    let ((followed, channels), found, token) = found.await?;
    let feed = token.map(|token| {
        format!("{}/feeds/subscriptions.xml?accountId={account_id}&token={token}", visit.app.address())
    });
    page(&SubscriptionsPage {
        page: visit.layout(Section::Subscriptions, visit.language.t("nav-subscriptions")),
        channels: channels
            .iter()
            .map(|channel| FollowedChannel {
                follow_url: follow_path(channel),
                link: ChannelLink {
                    name: channel.about.display_name.clone(),
                    avatar: face(&channel.avatars),
                    url: format!("/c/{}/videos", channel.handle),
                    films: 0,
                },
            })
            .collect(),
        followed: followed.max(0) as u64,
        films: found.videos.iter().map(card).collect(),
        pagination: pagination("/videos/subscriptions", current, found.total),
        feed,
    })
}

/// Gives the subscriptions an address for feed readers, or another one.
pub async fn feed(visit: &mut Visit) -> Result<Response> {
    let form = visit.form().await?;
    let person = visit.signed_in()?.clone();
    accounts::feed_token(&visit.app.db, &person, form.is_checked("renew")).await?;
    Ok(answer::see_other("/videos/subscriptions#feed"))
}
