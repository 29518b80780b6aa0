-- Channels and films of other servers stand beside ours, so that lists, searches, comments, likes, histories and
-- playlists need not tell them apart. What is true of them alone stands in tables of their own.
ALTER TABLE actor ADD COLUMN summary TEXT;
ALTER TABLE actor ADD COLUMN icon TEXT;
-- What it has said so far is read from here.
ALTER TABLE actor ADD COLUMN outbox TEXT;

-- The handle of such a channel is `name@host`.
ALTER TABLE channel ADD COLUMN actor_id INTEGER REFERENCES actor(id) ON DELETE CASCADE;
CREATE UNIQUE INDEX channel_by_actor ON channel(actor_id) WHERE actor_id IS NOT NULL;

-- The server that a film is of; none for ours.
ALTER TABLE video ADD COLUMN server_id INTEGER REFERENCES server(id);
CREATE INDEX video_by_server ON video(server_id) WHERE server_id IS NOT NULL;
-- Every order of lists carries it, too, so that ours are told from those of others without a look at the rows.
DROP INDEX video_listed;
CREATE INDEX video_listed ON video(id, category, language, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
DROP INDEX video_listed_by_publication;
CREATE INDEX video_listed_by_publication ON video(published_at, id, category, language, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
DROP INDEX video_listed_by_creation;
CREATE INDEX video_listed_by_creation ON video(created_at, id, category, language, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
DROP INDEX video_listed_by_views;
CREATE INDEX video_listed_by_views ON video(views, id, category, language, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
DROP INDEX video_listed_by_trend;
CREATE INDEX video_listed_by_trend ON video(trend, views, id, category, language, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
DROP INDEX video_listed_by_name;
CREATE INDEX video_listed_by_name ON video(name COLLATE NOCASE, id, category, language, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
DROP INDEX video_listed_by_duration;
CREATE INDEX video_listed_by_duration ON video(duration, id, category, language, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
DROP INDEX video_listed_by_likes;
CREATE INDEX video_listed_by_likes ON video(likes, id, category, language, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
DROP INDEX video_listed_by_hot;
CREATE INDEX video_listed_by_hot ON video(hot, id, category, language, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
DROP INDEX video_listed_by_category;
CREATE INDEX video_listed_by_category
    ON video(category, published_at, id, language, created_at, views, trend, likes, hot, duration,
             name COLLATE NOCASE, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);

CREATE TABLE remote_video (
    video_id   INTEGER PRIMARY KEY REFERENCES video(id) ON DELETE CASCADE,
    -- Its id in the fediverse.
    url        TEXT NOT NULL UNIQUE,
    -- The page about it that people open, and the player for other pages.
    page       TEXT NOT NULL,
    embed      TEXT,
    -- Collections around it.
    likes      TEXT,
    dislikes   TEXT,
    comments   TEXT,
    chapters   TEXT,
    -- Addresses of its trackers, as a JSON array.
    trackers   TEXT NOT NULL DEFAULT '[]',
    fetched_at INTEGER NOT NULL
) STRICT;

-- Small files of others that are shown here: fetched when they are first looked at, and forgotten when they take too
-- much room.
CREATE TABLE borrowed (
    file     TEXT PRIMARY KEY,
    url      TEXT NOT NULL,
    video_id INTEGER REFERENCES video(id) ON DELETE CASCADE,
    actor_id INTEGER REFERENCES actor(id) ON DELETE CASCADE,
    -- Bytes on the disk; none while it is not here.
    bytes    INTEGER,
    -- When it was fetched, or could not be.
    asked_at INTEGER
) STRICT;
CREATE INDEX borrowed_by_video ON borrowed(video_id);
CREATE INDEX borrowed_by_actor ON borrowed(actor_id);
CREATE INDEX borrowed_here ON borrowed(asked_at) WHERE bytes IS NOT NULL;

-- Actors of other servers that ours follow. own_kind and own_id: as in actor_key.
CREATE TABLE following (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    own_kind   INTEGER NOT NULL,
    own_id     INTEGER NOT NULL,
    actor_id   INTEGER NOT NULL REFERENCES actor(id) ON DELETE CASCADE,
    -- 0 is to be asked, 1 asked, 2 accepted, 3 refused, 4 is to be left.
    state      INTEGER NOT NULL,
    -- The code of an invitation that is shown when asking.
    invitation TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (own_kind, own_id, actor_id)
) STRICT;
CREATE INDEX following_by_actor ON following(actor_id, state);
CREATE TRIGGER following_to_tell AFTER INSERT ON following WHEN new.state = 0 BEGIN
    INSERT INTO to_tell VALUES (2, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER following_change_to_tell AFTER UPDATE OF state ON following WHEN new.state IN (0, 4) BEGIN
    INSERT INTO to_tell VALUES (2, new.id) ON CONFLICT DO NOTHING;
END;
-- A member who follows such a channel follows it in the fediverse too.
CREATE TRIGGER subscription_to_follow AFTER INSERT ON subscription
WHEN (SELECT actor_id FROM channel WHERE id = new.channel_id) IS NOT NULL BEGIN
    INSERT INTO following (own_kind, own_id, actor_id, state, created_at)
    SELECT 1, new.account_id, actor_id, 0, new.created_at FROM channel WHERE id = new.channel_id
    ON CONFLICT (own_kind, own_id, actor_id) DO UPDATE SET state = 0 WHERE state IN (3, 4);
END;
CREATE TRIGGER subscription_to_leave AFTER DELETE ON subscription
WHEN (SELECT actor_id FROM channel WHERE id = old.channel_id) IS NOT NULL BEGIN
    UPDATE following SET state = 4
    WHERE own_kind = 1 AND own_id = old.account_id
        AND actor_id = (SELECT actor_id FROM channel WHERE id = old.channel_id);
END;

-- Invitations to be friends: whoever shows the code is followed in return. Only its hash is kept.
CREATE TABLE friend_invitation (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    code_hash  BLOB NOT NULL UNIQUE,
    note       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- What our members think of a film of others is told to its server (kind 3, the account's number times 2^32 and the
-- film's number), and that it was watched here (kind 4).
CREATE TRIGGER rating_to_tell AFTER INSERT ON rating
WHEN (SELECT server_id FROM video WHERE id = new.video_id) IS NOT NULL
    AND (SELECT actor_id FROM account WHERE id = new.account_id) IS NULL BEGIN
    INSERT INTO to_tell VALUES (3, (new.account_id << 32) | new.video_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER rating_change_to_tell AFTER UPDATE OF value ON rating
WHEN (SELECT server_id FROM video WHERE id = new.video_id) IS NOT NULL
    AND (SELECT actor_id FROM account WHERE id = new.account_id) IS NULL BEGIN
    INSERT INTO to_tell VALUES (3, (new.account_id << 32) | new.video_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER rating_gone_to_tell AFTER DELETE ON rating
WHEN EXISTS (SELECT 1 FROM told WHERE kind = 3 AND id = (old.account_id << 32) | old.video_id) BEGIN
    INSERT INTO to_tell VALUES (3, (old.account_id << 32) | old.video_id) ON CONFLICT DO NOTHING;
END;

-- Films of others are told by their own servers.
DROP TRIGGER video_to_tell;
CREATE TRIGGER video_to_tell AFTER UPDATE OF
    channel_id, state, privacy, name, description, support, tags, category, licence, language, nsfw, nsfw_flags,
    nsfw_summary, comments_policy, download_enabled, thumbnail, preview, originally_published_at ON video
WHEN new.server_id IS NULL
    AND ((new.state = 1 AND new.privacy = 1) OR EXISTS (SELECT 1 FROM told WHERE kind = 0 AND id = new.id)) BEGIN
    INSERT INTO to_tell VALUES (0, new.id) ON CONFLICT DO NOTHING;
END;
DROP TRIGGER caption_to_tell;
CREATE TRIGGER caption_to_tell AFTER INSERT ON caption
WHEN (SELECT server_id FROM video WHERE id = new.video_id) IS NULL BEGIN
    INSERT INTO to_tell VALUES (0, new.video_id) ON CONFLICT DO NOTHING;
END;

-- What the site takes from a server that it follows (domain::friend::Terms as JSON); the site's own rules where there
-- are none. Paused: nothing new is taken.
ALTER TABLE server ADD COLUMN terms TEXT;
ALTER TABLE server ADD COLUMN paused_at INTEGER;
