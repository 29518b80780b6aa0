-- A sheet of small pictures of a film, for the timeline. Sizes in pixels.
CREATE TABLE storyboard (
    video_id       INTEGER PRIMARY KEY REFERENCES video(id) ON DELETE CASCADE,
    -- The name of the file under media/storyboards.
    file           TEXT NOT NULL UNIQUE,
    total_width    INTEGER NOT NULL,
    total_height   INTEGER NOT NULL,
    sprite_width   INTEGER NOT NULL,
    sprite_height  INTEGER NOT NULL,
    -- Seconds that each small picture stands for.
    sprite_seconds INTEGER NOT NULL
) STRICT;
