-- Pictures of accounts and channels, in each of their sizes: JSON arrays of domain::picture::Picture.
ALTER TABLE account ADD COLUMN avatars TEXT NOT NULL DEFAULT '[]';
ALTER TABLE channel ADD COLUMN avatars TEXT NOT NULL DEFAULT '[]';
ALTER TABLE channel ADD COLUMN banners TEXT NOT NULL DEFAULT '[]';

-- A deleted channel keeps its row for as long as its films can be brought back.
ALTER TABLE channel ADD COLUMN deleted_at INTEGER;

-- domain::account::Preferences as JSON.
ALTER TABLE user ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}';
