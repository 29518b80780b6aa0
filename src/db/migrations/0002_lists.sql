-- What the public lists and the search ask for, without a look at each film's row: every order carries what
-- lists are narrowed by, and the films of a category carry what they are ordered by.
DROP INDEX video_listed_by_publication;
DROP INDEX video_listed_by_views;
DROP INDEX video_listed_by_trend;
DROP INDEX video_listed_by_name;
DROP INDEX video_listed_by_duration;
CREATE INDEX video_listed ON video(id, category, language) WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_publication ON video(published_at, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_creation ON video(created_at, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_views ON video(views, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_trend ON video(trend, views, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_name ON video(name COLLATE NOCASE, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_duration ON video(duration, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_category
    ON video(category, published_at, id, language, created_at, views, trend, duration, name COLLATE NOCASE)
    WHERE state = 1 AND privacy = 1;
