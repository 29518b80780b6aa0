-- Chapters that the owner of a film has given it. Where there are none, the description may hold some.
CREATE TABLE video_chapter (
    video_id INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    -- Seconds from the beginning.
    timecode INTEGER NOT NULL,
    title    TEXT NOT NULL,
    PRIMARY KEY (video_id, timecode)
) STRICT, WITHOUT ROWID;
