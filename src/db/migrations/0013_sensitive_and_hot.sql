-- Why a film is sensitive: PeerTube's flags (1 violent, 2 explicit sex), and in its owner's words.
ALTER TABLE video ADD COLUMN nsfw_flags INTEGER NOT NULL DEFAULT 0;
ALTER TABLE video ADD COLUMN nsfw_summary TEXT;


-- How hot a film is, as PeerTube counts it (server/core/models/video/sql/video/videos-id-list-query-builder.ts), but
-- for comments, which stand in another table: logarithms of likes, dislikes and views, and 47,000 seconds of youth
-- for each point.
ALTER TABLE video ADD COLUMN hot REAL GENERATED ALWAYS AS (
    log10(max(1, likes - 1)) * 150 - log10(max(1, dislikes - 1)) * 150 + log10(views + 1) * 16
    + (published_at / 1000 - 1446156582) / 47000.0
) VIRTUAL;
CREATE INDEX video_listed_by_hot ON video(hot, id, category, language, privacy)
    WHERE state = 1 AND privacy IN (1, 4);
DROP INDEX video_listed_by_category;
CREATE INDEX video_listed_by_category
    ON video(category, published_at, id, language, created_at, views, trend, likes, hot, duration,
             name COLLATE NOCASE, privacy)
    WHERE state = 1 AND privacy IN (1, 4);
