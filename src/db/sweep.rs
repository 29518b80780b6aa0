//! Which files the rows name: everything else in the media folders belongs to nobody.

use std::collections::HashSet;

use super::Read;
use crate::error::Result;

/// The names of all files and folders that a row names.
pub fn named_files(read: &Read) -> Result<HashSet<String>> {
    let mut statement = read.prepare(
        "SELECT uuid FROM video
         UNION ALL SELECT thumbnail FROM video WHERE thumbnail IS NOT NULL
         UNION ALL SELECT preview FROM video WHERE preview IS NOT NULL
         UNION ALL SELECT original FROM video WHERE original IS NOT NULL
         UNION ALL SELECT id FROM upload WHERE video_id IS NULL
         UNION ALL SELECT file FROM caption
         UNION ALL SELECT file FROM storyboard
         UNION ALL SELECT file FROM torrent
         UNION ALL SELECT file FROM borrowed
         UNION ALL SELECT picture.value ->> 'file' FROM account, json_each(account.avatars) picture
         UNION ALL SELECT picture.value ->> 'file' FROM channel, json_each(channel.avatars) picture
         UNION ALL SELECT picture.value ->> 'file' FROM channel, json_each(channel.banners) picture
         UNION ALL SELECT thumbnail FROM video_playlist WHERE thumbnail IS NOT NULL
         UNION ALL SELECT file FROM video_file
         UNION ALL SELECT playlist FROM video_file
         UNION ALL SELECT master FROM streaming_playlist
         UNION ALL SELECT hashes FROM streaming_playlist",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<std::result::Result<_, _>>()?)
}
