-- What members do around a film: whether they like it, and what they say of it.
CREATE TABLE rating (
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    video_id   INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    -- 1: like, -1: dislike.
    value      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, video_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rating_by_video ON rating(video_id);

-- How many there are stands beside the film: lists show it and are ordered by it.
ALTER TABLE video ADD COLUMN likes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE video ADD COLUMN dislikes INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER rating_insert AFTER INSERT ON rating BEGIN
    UPDATE video SET likes = likes + (new.value = 1), dislikes = dislikes + (new.value = -1)
    WHERE id = new.video_id;
END;
CREATE TRIGGER rating_update AFTER UPDATE OF value ON rating BEGIN
    UPDATE video SET likes = likes + (new.value = 1) - (old.value = 1),
                     dislikes = dislikes + (new.value = -1) - (old.value = -1)
    WHERE id = new.video_id;
END;
CREATE TRIGGER rating_delete AFTER DELETE ON rating BEGIN
    UPDATE video SET likes = likes - (old.value = 1), dislikes = dislikes - (old.value = -1)
    WHERE id = old.video_id;
END;
CREATE INDEX video_listed_by_likes ON video(likes, id, category, language) WHERE state = 1 AND privacy = 1;

-- Who may comment, in PeerTube's numbers: 1 members, 2 nobody, 3 members once the owner has approved.
ALTER TABLE video ADD COLUMN comments_policy INTEGER NOT NULL DEFAULT 1;
UPDATE video SET comments_policy = 2 WHERE comments_enabled = 0;
ALTER TABLE video DROP COLUMN comments_enabled;

CREATE TABLE comment (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    video_id   INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    -- None once the account is gone.
    account_id INTEGER REFERENCES account(id) ON DELETE SET NULL,
    -- The comment that opened the thread, and the one that is answered; none for the first of a thread.
    thread_id  INTEGER REFERENCES comment(id) ON DELETE CASCADE,
    reply_to   INTEGER REFERENCES comment(id) ON DELETE CASCADE,
    -- Markdown; empty once deleted.
    text       TEXT NOT NULL,
    -- Waits for the owner of the film.
    is_held    INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX comment_by_video ON comment(video_id, created_at) WHERE thread_id IS NULL;
CREATE INDEX comment_by_thread ON comment(thread_id, created_at);
CREATE INDEX comment_by_reply ON comment(reply_to);
CREATE INDEX comment_by_account ON comment(account_id, created_at);
CREATE INDEX comment_held ON comment(video_id) WHERE is_held;
