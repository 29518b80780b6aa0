-- Passwords that open a film. They are kept as they are typed, as PeerTube does: the owner of the film hands them on.
CREATE TABLE video_password (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    video_id   INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    password   TEXT NOT NULL,
    -- What a browser keeps once the password has been typed there: it opens the film for as long as the password does.
    ticket     TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (video_id, password)
) STRICT;

-- When a film is to be opened, and for whom: a privacy, or none if nothing is to change.
ALTER TABLE video ADD COLUMN scheduled_at INTEGER;
ALTER TABLE video ADD COLUMN scheduled_privacy INTEGER;

-- The lists of members hold internal films (privacy 4) as well. One set of indexes serves both: each carries the
-- privacy, so that a stranger's list is told apart without a look at the rows.
DROP INDEX video_listed;
DROP INDEX video_listed_by_publication;
DROP INDEX video_listed_by_creation;
DROP INDEX video_listed_by_views;
DROP INDEX video_listed_by_trend;
DROP INDEX video_listed_by_name;
DROP INDEX video_listed_by_duration;
DROP INDEX video_listed_by_category;
DROP INDEX video_listed_by_likes;
CREATE INDEX video_listed ON video(id, category, language, privacy) WHERE state = 1 AND privacy IN (1, 4);
CREATE INDEX video_listed_by_publication ON video(published_at, id, category, language, privacy)
    WHERE state = 1 AND privacy IN (1, 4);
CREATE INDEX video_listed_by_creation ON video(created_at, id, category, language, privacy)
    WHERE state = 1 AND privacy IN (1, 4);
CREATE INDEX video_listed_by_views ON video(views, id, category, language, privacy)
    WHERE state = 1 AND privacy IN (1, 4);
CREATE INDEX video_listed_by_trend ON video(trend, views, id, category, language, privacy)
    WHERE state = 1 AND privacy IN (1, 4);
CREATE INDEX video_listed_by_name ON video(name COLLATE NOCASE, id, category, language, privacy)
    WHERE state = 1 AND privacy IN (1, 4);
CREATE INDEX video_listed_by_duration ON video(duration, id, category, language, privacy)
    WHERE state = 1 AND privacy IN (1, 4);
CREATE INDEX video_listed_by_likes ON video(likes, id, category, language, privacy)
    WHERE state = 1 AND privacy IN (1, 4);
CREATE INDEX video_listed_by_category
    ON video(category, published_at, id, language, created_at, views, trend, likes, duration, name COLLATE NOCASE, privacy)
    WHERE state = 1 AND privacy IN (1, 4);
