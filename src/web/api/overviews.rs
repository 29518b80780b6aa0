//! A look round: films by category, channel and tag. PeerTube draws lots; here what has most films comes first.

use serde_json::json;

use super::shapes::{self, Site};
use crate::db::video::{Audience, Filter, Narrow, Sensitive, Video};
use crate::db::{self, Read};
use crate::domain::sensitive::LeftOut;
use crate::error::Result;
use crate::web::answer::{self, Response};
use crate::web::routes::Visit;

/// Films of each kind, and pages at most, as PeerTube has them.
const FILMS: u32 = 12;
const PAGES: u32 = 20;

/// One page: at most one category, one channel and one tag, each with its newest films.
#[derive(Default)]
pub struct Overview {
    pub category: Option<(i64, Vec<Video>)>,
    pub channel: Option<Vec<Video>>,
    pub tag: Option<(String, Vec<Video>)>,
}

impl Overview {
    /// `place` counts from 0.
    pub fn read(
        read: &Read,
        (audience, viewer): (Audience, Option<i64>),
        nsfw: Sensitive,
        place: u32,
    ) -> Result<Self> {
        let films = |narrow: Narrow, channel_id: Option<i64>| -> Result<Vec<Video>> {
            let narrow = Narrow { nsfw, ..narrow };
            let filter = Filter { audience, viewer, narrow, channel_id, ..Filter::latest(FILMS) };
            Ok(db::video::list(read, &filter)?.videos)
        };
        let any = Narrow::default;
        let mut found = Self::default();
        if let Some(category) = db::overview::category(read, audience, place)? {
            found.category = Some((category, films(Narrow { categories: vec![category], ..any() }, None)?));
        }
        if let Some(channel) = db::overview::channel(read, audience, place)? {
            found.channel = Some(films(any(), Some(channel))?);
        }
        if let Some(tag) = db::overview::tag(read, audience, place)? {
            found.tag = Some((tag.clone(), films(Narrow { tags_any: vec![tag], ..any() }, None)?));
        }
        Ok(found)
    }
}

/// Which sensitive films are left out, for this visitor.
pub fn nsfw(visit: &Visit) -> Sensitive {
    let LeftOut { is_all, included, excluded } = visit.taste().left_out();
    Sensitive { only: is_all.then_some(false), included, excluded }
}

pub async fn videos(visit: &Visit) -> Result<Response> {
    let page = visit.request.query.number("page", 1, PAGES)?.max(1);
    let (readers, nsfw) = ((visit.visitor.audience(), visit.visitor.account_id()), nsfw(visit));
    let found = visit.app.db.read(move |read| Overview::read(read, readers, nsfw, page - 1)).await?;
    let site = Site::of(&visit.app);
    let shaped = |videos: &[Video]| -> Result<Vec<serde_json::Value>> {
        videos.iter().map(|video| Ok(serde_json::to_value(shapes::video(&site, video, 0))?)).collect()
    };
    let (mut categories, mut channels, mut tags) = (Vec::new(), Vec::new(), Vec::new());
    // A kind of which these readers may see no film is left out.
    if let Some((_, videos)) = found.category.filter(|(_, videos)| !videos.is_empty()) {
        let videos = shaped(&videos)?;
        categories.push(json!({ "category": videos[0]["category"], "videos": videos }));
    }
    if let Some(videos) = found.channel.filter(|videos| !videos.is_empty()) {
        let videos = shaped(&videos)?;
        channels.push(json!({ "channel": videos[0]["channel"], "videos": videos }));
    }
    if let Some((tag, videos)) = found.tag.filter(|(_, videos)| !videos.is_empty()) {
        tags.push(json!({ "tag": tag, "videos": shaped(&videos)? }));
    }
    answer::json(&json!({ "categories": categories, "channels": channels, "tags": tags }))
}
