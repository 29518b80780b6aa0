//! Every name of every swarm of ours. They depend on the address of the site, so they are computed, and kept nowhere.

use std::collections::HashMap;

use super::tracker::swarms::Subject;
use crate::db::{self, Read};
use crate::domain::swarm_name::{Rendition, names};
use crate::domain::torrent::InfoHash;
use crate::error::Result;

/// The names of the swarms of the site that has this address.
pub fn all(read: &Read, address: &str) -> Result<HashMap<InfoHash, Subject>> {
    let mut all = HashMap::new();
    db::swarm::each_shared(read, |shared| {
        let master = format!("{address}/static/streaming-playlists/hls/{}/{}", shared.film, shared.master);
        let rendition = Rendition {
            position: shared.position,
            bandwidth: shared.bandwidth,
            codecs: &shared.codecs,
            width: shared.width,
            height: shared.height,
            fps: shared.fps,
            has_video: shared.has_video,
        };
        let watched = Subject::Rendition(shared.video_file_id);
        all.extend(names(&master, &rendition).map(|name| (name, watched)));
        let kept = Subject::Torrent(shared.video_file_id);
        all.extend(shared.torrent.map(|name| (name, kept)));
    })?;
    Ok(all)
}
