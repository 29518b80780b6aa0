-- The channels that members follow, and what they have watched.
CREATE TABLE subscription (
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, channel_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscription_by_channel ON subscription(channel_id, created_at);

-- How many there are stands beside the channel: lists show it.
ALTER TABLE channel ADD COLUMN followers INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER subscription_insert AFTER INSERT ON subscription BEGIN
    UPDATE channel SET followers = followers + 1 WHERE id = new.channel_id;
END;
CREATE TRIGGER subscription_delete AFTER DELETE ON subscription BEGIN
    UPDATE channel SET followers = followers - 1 WHERE id = old.channel_id;
END;

CREATE TABLE watched (
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    video_id   INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    -- Where in the film its viewer was last.
    seconds    INTEGER NOT NULL,
    watched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, video_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX watched_by_time ON watched(account_id, watched_at);
CREATE INDEX watched_by_video ON watched(video_id);

-- Opens the feed of a member's subscriptions to feed readers, which cannot sign in. It is shown to its owner again
-- and again, so it is kept as it is; it shows public films and nothing else.
ALTER TABLE user ADD COLUMN feed_token TEXT;

CREATE VIRTUAL TABLE channel_text USING fts5(
    handle, display_name, description,
    content = 'channel', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2",
    prefix = '2 3'
);
CREATE TRIGGER channel_text_insert AFTER INSERT ON channel BEGIN
    INSERT INTO channel_text(rowid, handle, display_name, description)
    VALUES (new.id, new.handle, new.display_name, new.description);
END;
CREATE TRIGGER channel_text_delete AFTER DELETE ON channel BEGIN
    INSERT INTO channel_text(channel_text, rowid, handle, display_name, description)
    VALUES ('delete', old.id, old.handle, old.display_name, old.description);
END;
CREATE TRIGGER channel_text_update AFTER UPDATE OF display_name, description ON channel BEGIN
    INSERT INTO channel_text(channel_text, rowid, handle, display_name, description)
    VALUES ('delete', old.id, old.handle, old.display_name, old.description);
    INSERT INTO channel_text(rowid, handle, display_name, description)
    VALUES (new.id, new.handle, new.display_name, new.description);
END;
INSERT INTO channel_text(channel_text) VALUES ('rebuild');
