-- Torrents of the renditions of public films. Beside the row lies media/torrents/<file>.
CREATE TABLE torrent (
    video_file_id INTEGER PRIMARY KEY REFERENCES video_file(id) ON DELETE CASCADE,
    file          TEXT NOT NULL UNIQUE,
    -- 20 bytes.
    info_hash     BLOB NOT NULL UNIQUE,
    -- What programs call the file: a part of what is hashed.
    name          TEXT NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

-- Films become public, are hidden and change their titles in many ways: no path can forget their torrents.
CREATE TRIGGER video_torrents AFTER UPDATE OF state, privacy, name ON video
WHEN new.state = 1 AND new.privacy = 1 AND new.server_id IS NULL BEGIN
    INSERT INTO job (lane, key, work, run_after, created_at)
    VALUES ('sharing', 'torrents:' || new.id, json_object('kind', 'torrents', 'video_id', new.id), 0, 0)
    ON CONFLICT (key) DO UPDATE SET state = 'waiting', attempts = 0, problem = NULL, run_after = 0 WHERE state = 'parked';
END;
CREATE TRIGGER video_torrents_gone AFTER UPDATE OF state, privacy ON video
WHEN new.state <> 1 OR new.privacy <> 1 BEGIN
    DELETE FROM torrent WHERE video_file_id IN (SELECT id FROM video_file WHERE video_id = new.id);
END;

-- The films that are there already.
INSERT INTO job (lane, key, work, run_after, created_at)
SELECT 'sharing', 'torrents:' || id, json_object('kind', 'torrents', 'video_id', id), 0, 0
FROM video WHERE state = 1 AND privacy = 1 AND server_id IS NULL;
