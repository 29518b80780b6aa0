-- Comments that everybody may read stand beside their film: how hot it is counts them.
ALTER TABLE video ADD COLUMN comments INTEGER NOT NULL DEFAULT 0;
UPDATE video SET comments = counted.comments
FROM (SELECT video_id, count(*) AS comments FROM comment WHERE deleted_at IS NULL AND NOT is_held GROUP BY video_id) counted
WHERE counted.video_id = video.id;
CREATE TRIGGER video_comments_insert AFTER INSERT ON comment WHEN new.deleted_at IS NULL AND NOT new.is_held BEGIN
    UPDATE video SET comments = comments + 1 WHERE id = new.video_id;
END;
CREATE TRIGGER video_comments_update AFTER UPDATE OF deleted_at, is_held ON comment
WHEN (new.deleted_at IS NULL AND NOT new.is_held) <> (old.deleted_at IS NULL AND NOT old.is_held) BEGIN
    UPDATE video SET comments = comments + (new.deleted_at IS NULL AND NOT new.is_held)
                              - (old.deleted_at IS NULL AND NOT old.is_held)
    WHERE id = new.video_id;
END;
CREATE TRIGGER video_comments_delete AFTER DELETE ON comment WHEN old.deleted_at IS NULL AND NOT old.is_held BEGIN
    UPDATE video SET comments = comments - 1 WHERE id = old.video_id;
END;

-- As in 0013 and 0019, with PeerTube's weight of comments: a hundred for each power of ten.
DROP INDEX video_listed_by_hot;
DROP INDEX video_listed_by_category;
ALTER TABLE video DROP COLUMN hot;
ALTER TABLE video ADD COLUMN hot REAL GENERATED ALWAYS AS (
    log10(max(1, likes - 1)) * 150 - log10(max(1, dislikes - 1)) * 150 + log10(views + 1) * 16
    + log10(max(1, comments)) * 100 + (published_at / 1000 - 1446156582) / 47000.0
) VIRTUAL;
CREATE INDEX video_listed_by_hot ON video(hot, id, category, language, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
CREATE INDEX video_listed_by_category
    ON video(category, published_at, id, language, created_at, views, trend, likes, hot, duration,
             name COLLATE NOCASE, privacy, server_id)
    WHERE state = 1 AND privacy IN (1, 4);
