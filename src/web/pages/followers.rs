//! Who follows a channel, for those who keep it.

use super::{PAGE, face, page, page_number, pagination};
use crate::actions::channels;
use crate::db;
use crate::db::channel_follower::{Follower, Search};
use crate::error::Result;
use crate::web::answer::Response;
use crate::web::routes::Visit;
use crate::web::views::{FollowerRow, FollowersPage, Section};

pub async fn show(visit: &Visit, handle: &str) -> Result<Response> {
    let (person, handle) = (visit.signed_in()?.clone(), handle.to_owned());
    let current = page_number(visit);
    let found = visit.app.db.read(move |read| {
        let channel = channels::owned(read, &person, &handle)?;
        let search = Search {
            channels: vec![channel.id],
            account: None,
            words: None,
            is_descending: true,
            start: (current - 1) * PAGE,
            count: PAGE,
        };
        Ok((db::channel_follower::list(read, &search)?, channel))
    });
    let ((total, followers), channel) = found.await?;
    let path = format!("/my/channels/{}/followers", channel.handle);
    page(&FollowersPage {
        page: visit.layout(Section::Channels, visit.language.t("followers-title")),
        name: channel.about.display_name,
        total: total.max(0) as u64,
        rows: followers.iter().map(row).collect(),
        pagination: pagination(&path, current, total),
        handle: channel.handle,
    })
}

fn row(follower: &Follower) -> FollowerRow {
    let home = follower.home.as_ref();
    FollowerRow {
        name: follower.display_name.clone(),
        handle: home.map_or_else(|| follower.name.clone(), |home| format!("{}@{}", follower.name, home.host)),
        url: home.map_or_else(|| format!("/a/{}", follower.name), |home| home.page.clone()),
        avatar: face(&follower.avatars),
        since: follower.followed_at.0 / 1000,
    }
}
