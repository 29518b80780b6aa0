//! The page of a channel and the page of an account.

use warp::http::StatusCode;

use super::{
    PAGE, banner, card, channel_link, face, markdown, page, page_number, pagination, playlist, subscriptions,
};
use crate::db;
use crate::db::video::Filter;
use crate::domain::video::can_change;
use crate::error::{Kind, Result};
use crate::web::answer::{self, Response};
use crate::web::api::{accounts, channels};
use crate::web::routes::Visit;
use crate::web::views::{AccountPage, ChannelPage, Section};

pub async fn show(visit: &Visit, handle: &str) -> Result<Response> {
    let (channel, owner) = channels::find(visit, handle).await?;
    let current = page_number(visit);
    let filter = Filter { channel_id: Some(channel.id), start: (current - 1) * PAGE, ..visit.films(PAGE) };
    let found = visit.app.db.read(move |read| db::video::list(read, &filter)).await?;
    let mut layout = visit.layout(Section::Videos, channel.about.display_name.clone());
    if let Some(text) = &channel.about.description {
        layout.description = markdown::to_text(text, 200);
    }
    let person = visit.visitor.person.as_ref();
    let can_edit = person.is_some_and(|person| can_change(channel.holding(), person));
    let of_channel =
        db::playlist::Filter { channel_id: Some(channel.id), ..db::playlist::Filter::newest(PAGE) };
    let path = format!("/c/{}/video-playlists", channel.handle);
    let (lists, lists_url) = playlist::few(visit, of_channel, path).await?;
    page(&ChannelPage {
        follow: subscriptions::button(visit, &channel).await?,
        lists,
        lists_url,
        page: layout,
        id: channel.id,
        handle: match channel.home {
            None => format!("{}@{}", channel.handle, visit.app.host()),
            Some(_) => channel.handle.clone(),
        },
        home: channel.home.map(|home| home.page),
        description_html: channel.about.description.as_deref().map(markdown::to_html).unwrap_or_default(),
        support_html: channel.about.support.as_deref().map(markdown::to_html).unwrap_or_default(),
        avatar: face(&channel.avatars),
        banner: banner(&channel.banners),
        edit_url: can_edit.then(|| format!("/my/channels/{}/edit", channel.handle)),
        account_url: format!("/a/{}", owner.name),
        account_name: owner.display_name,
        total: found.total.max(0) as u64,
        films: found.videos.iter().map(card).collect(),
        pagination: pagination(&format!("/c/{}/videos", channel.handle), current, found.total),
        name: channel.about.display_name,
    })
}

pub async fn account(visit: &Visit, name: &str) -> Result<Response> {
    let account = accounts::find(visit, name).await?;
    // Somebody of another server who shows no films here is at home there.
    if let Some(home) = &account.home {
        let account_id = account.id;
        let channels = visit.app.db.read(move |read| db::channel::of_account(read, account_id)).await?;
        if channels.is_empty() {
            return Ok(answer::redirect(StatusCode::FOUND, &home.page));
        }
    }
    let current = page_number(visit);
    let filter = Filter { account_id: Some(account.id), start: (current - 1) * PAGE, ..visit.films(PAGE) };
    let (account_id, audience) = (account.id, visit.visitor.audience());
    let viewer = visit.visitor.account_id();
    let (found, channels, is_muted) = visit
        .app
        .db
        .read(move |read| {
            let channels = db::channel::of_account(read, account_id)?;
            let channels: Result<Vec<_>> =
                channels.into_iter().map(|channel| channel_link(read, channel, audience, viewer)).collect();
            let is_muted = match viewer {
                Some(_) => db::blocklist::between(read, viewer, account_id)?.is_some(),
                None => false,
            };
            Ok((db::video::list(read, &filter)?, channels?, is_muted))
        })
        .await?;
    let of_account =
        db::playlist::Filter { account_id: Some(account_id), ..db::playlist::Filter::newest(PAGE) };
    let path = format!("/a/{}/video-playlists", account.name);
    let (lists, lists_url) = playlist::few(visit, of_account, path).await?;
    page(&AccountPage {
        lists,
        lists_url,
        page: visit.layout(Section::Videos, account.display_name.clone()),
        id: account.id,
        report_url: (visit.visitor.person.as_ref().map(|person| person.account_id) != Some(account.id))
            .then(|| format!("/report?account={}", account.name)),
        username: account.name.clone(),
        may_mute: viewer.is_some_and(|id| id != account_id),
        is_muted,
        handle: match account.home {
            None => format!("{}@{}", account.name, visit.app.host()),
            Some(_) => account.name.clone(),
        },
        home: account.home.map(|home| home.page),
        description_html: account.description.as_deref().map(markdown::to_html).unwrap_or_default(),
        avatar: face(&account.avatars),
        channels,
        total: found.total.max(0) as u64,
        films: found.videos.iter().map(card).collect(),
        pagination: pagination(&format!("/a/{}", account.name), current, found.total),
        name: account.display_name,
    })
}

/// `/@name` is a channel's or an account's, as PeerTube has it.
pub async fn either(visit: &Visit, name: &str) -> Result<Response> {
    let path = match accounts::find(visit, name).await {
        Ok(account) => format!("/a/{}", account.name),
        Err(error) if error.kind == Kind::NotFound => {
            let (channel, _) = channels::find(visit, name).await?;
            format!("/c/{}/videos", channel.handle)
        }
        Err(error) => return Err(error),
    };
    Ok(answer::redirect(StatusCode::FOUND, &path))
}
