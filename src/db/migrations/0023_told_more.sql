-- Others are told of more: what became of their comments under our films (kind 10 of to_tell and told), accounts (11),
-- channels (12) and public playlists (13). Kinds 0 and 1 are films and comments of ours.

CREATE TRIGGER reply_to_tell AFTER INSERT ON comment WHEN new.url IS NOT NULL AND NOT new.is_held BEGIN
    INSERT INTO to_tell VALUES (10, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER reply_change_to_tell AFTER UPDATE OF is_held, deleted_at ON comment WHEN new.url IS NOT NULL BEGIN
    INSERT INTO to_tell VALUES (10, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER reply_gone_told AFTER DELETE ON comment WHEN old.url IS NOT NULL BEGIN
    DELETE FROM told WHERE kind = 10 AND id = old.id;
    DELETE FROM to_tell WHERE kind = 10 AND id = old.id;
END;

-- Nobody has ever asked for an actor whose key was not made; who has none is known to nobody.
CREATE TRIGGER account_to_tell AFTER UPDATE OF display_name, description, avatars ON account
WHEN new.actor_id IS NULL AND EXISTS (SELECT 1 FROM actor_key WHERE kind = 1 AND owner_id = new.id) BEGIN
    INSERT INTO to_tell VALUES (11, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER channel_to_tell AFTER UPDATE OF display_name, description, support, avatars, banners, account_id ON channel
WHEN EXISTS (SELECT 1 FROM actor_key WHERE kind = 2 AND owner_id = new.id) BEGIN
    INSERT INTO to_tell VALUES (12, new.id) ON CONFLICT DO NOTHING;
END;

-- Accounts (kind 1) and channels (kind 2) of ours that are gone for good, until others have been told.
CREATE TABLE departed (
    kind INTEGER NOT NULL,
    id   INTEGER NOT NULL,
    -- The name that stands in its id.
    name TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER account_departs AFTER UPDATE OF deleted_at ON account
WHEN old.deleted_at IS NULL AND new.deleted_at IS NOT NULL
     AND EXISTS (SELECT 1 FROM actor_key WHERE kind = 1 AND owner_id = new.id) BEGIN
    INSERT INTO departed VALUES (1, new.id, new.name) ON CONFLICT DO NOTHING;
    INSERT INTO to_tell VALUES (11, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER channel_departs AFTER UPDATE OF deleted_at ON channel
WHEN new.deleted_at = 0 AND EXISTS (SELECT 1 FROM actor_key WHERE kind = 2 AND owner_id = new.id) BEGIN
    INSERT INTO departed VALUES (2, new.id, new.handle) ON CONFLICT DO NOTHING;
    INSERT INTO to_tell VALUES (12, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER channel_gone_departs AFTER DELETE ON channel
WHEN old.deleted_at > 0 AND EXISTS (SELECT 1 FROM actor_key WHERE kind = 2 AND owner_id = old.id) BEGIN
    INSERT INTO departed VALUES (2, old.id, old.handle) ON CONFLICT DO NOTHING;
    INSERT INTO to_tell VALUES (12, old.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER video_playlist_to_tell AFTER INSERT ON video_playlist WHEN new.privacy = 1 BEGIN
    INSERT INTO to_tell VALUES (13, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER video_playlist_change_to_tell
AFTER UPDATE OF name, description, privacy, thumbnail, channel_id, channel_position ON video_playlist
WHEN new.privacy = 1 OR EXISTS (SELECT 1 FROM told WHERE kind = 13 AND id = new.id) BEGIN
    INSERT INTO to_tell VALUES (13, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER video_playlist_gone_to_tell AFTER DELETE ON video_playlist
WHEN EXISTS (SELECT 1 FROM told WHERE kind = 13 AND id = old.id) BEGIN
    INSERT INTO to_tell VALUES (13, old.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER video_playlist_element_to_tell AFTER INSERT ON video_playlist_element
WHEN EXISTS (SELECT 1 FROM video_playlist WHERE id = new.playlist_id AND privacy = 1) BEGIN
    INSERT INTO to_tell VALUES (13, new.playlist_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER video_playlist_element_change_to_tell AFTER UPDATE ON video_playlist_element
WHEN EXISTS (SELECT 1 FROM video_playlist WHERE id = new.playlist_id AND privacy = 1) BEGIN
    INSERT INTO to_tell VALUES (13, new.playlist_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER video_playlist_element_gone_to_tell AFTER DELETE ON video_playlist_element
WHEN EXISTS (SELECT 1 FROM told WHERE kind = 13 AND id = old.playlist_id) BEGIN
    INSERT INTO to_tell VALUES (13, old.playlist_id) ON CONFLICT DO NOTHING;
END;
