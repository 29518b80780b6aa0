-- Counts what changes the swarms that the tracker knows: which films are open, of which renditions, with which torrents.
-- Films of others count as well: it costs a look, and they change seldom.
CREATE TABLE swarm_version (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO swarm_version VALUES (1, 0);

CREATE TRIGGER video_swarms AFTER UPDATE OF state, privacy ON video
WHEN new.state <> old.state OR new.privacy <> old.privacy BEGIN
    UPDATE swarm_version SET version = version + 1;
END;
CREATE TRIGGER video_gone_swarms AFTER DELETE ON video BEGIN
    UPDATE swarm_version SET version = version + 1;
END;
CREATE TRIGGER streaming_playlist_swarms AFTER INSERT ON streaming_playlist BEGIN
    UPDATE swarm_version SET version = version + 1;
END;
CREATE TRIGGER video_file_swarms AFTER INSERT ON video_file BEGIN
    UPDATE swarm_version SET version = version + 1;
END;
CREATE TRIGGER torrent_swarms AFTER INSERT ON torrent BEGIN
    UPDATE swarm_version SET version = version + 1;
END;
CREATE TRIGGER torrent_gone_swarms AFTER DELETE ON torrent BEGIN
    UPDATE swarm_version SET version = version + 1;
END;
