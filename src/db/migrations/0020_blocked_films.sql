-- Films that whoever keeps the house has blocked without deleting them. Such a film is in a state of its own, which is
-- no published one, so that no path can show it by forgetting to ask: 101 (domain::video::State::Blocked) stands where
-- 1 would stand without the row here.
CREATE TABLE video_block (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    video_id    INTEGER NOT NULL UNIQUE REFERENCES video(id) ON DELETE CASCADE,
    reason      TEXT,
    -- Whether whoever blocked it wished that other servers forget it.
    unfederated INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE TRIGGER video_block_insert AFTER INSERT ON video_block BEGIN
    UPDATE video SET state = 101 WHERE id = new.video_id AND state = 1;
END;
CREATE TRIGGER video_block_delete AFTER DELETE ON video_block BEGIN
    UPDATE video SET state = 1 WHERE id = old.video_id AND state = 101;
END;
-- A film that is prepared again, or brought back, stays blocked.
CREATE TRIGGER video_stays_blocked AFTER UPDATE OF state ON video
WHEN new.state = 1 AND EXISTS (SELECT 1 FROM video_block WHERE video_id = new.id) BEGIN
    UPDATE video SET state = 101 WHERE id = new.id;
END;

-- How the player is to look: PeerTube's themes. None is what stands above: the channel's, then the site's.
ALTER TABLE channel ADD COLUMN player_theme TEXT;
ALTER TABLE video ADD COLUMN player_theme TEXT;

-- Offers of single films stand beside those of channels. Such an offer names the channel that the film was in.
ALTER TABLE channel_ownership ADD COLUMN video_id INTEGER REFERENCES video(id) ON DELETE CASCADE;
DROP INDEX channel_ownership_waiting;
CREATE UNIQUE INDEX channel_ownership_waiting ON channel_ownership(channel_id) WHERE state = 1 AND video_id IS NULL;
CREATE UNIQUE INDEX video_ownership_waiting ON channel_ownership(video_id) WHERE state = 1 AND video_id IS NOT NULL;
CREATE INDEX channel_ownership_by_video ON channel_ownership(video_id) WHERE video_id IS NOT NULL;
