-- What members are told of.
CREATE TABLE notification (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id         INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
    -- domain::notification::Kind, with PeerTube's numbers.
    kind            INTEGER NOT NULL,
    is_read         INTEGER NOT NULL DEFAULT 0,
    -- What it is about; it goes when that goes.
    video_id        INTEGER REFERENCES video(id) ON DELETE CASCADE,
    comment_id      INTEGER REFERENCES comment(id) ON DELETE CASCADE,
    -- Who follows, and which channel.
    account_id      INTEGER REFERENCES account(id) ON DELETE CASCADE,
    channel_id      INTEGER REFERENCES channel(id) ON DELETE CASCADE,
    registration_id INTEGER REFERENCES registration(id) ON DELETE CASCADE,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX notification_by_user ON notification(user_id, id);
CREATE INDEX notification_unread ON notification(user_id) WHERE is_read = 0;
CREATE INDEX notification_by_video ON notification(video_id);
CREATE INDEX notification_by_comment ON notification(comment_id);
CREATE INDEX notification_by_account ON notification(account_id);
CREATE INDEX notification_by_channel ON notification(channel_id);
CREATE INDEX notification_by_registration ON notification(registration_id);

-- domain::notification::Wishes as JSON.
ALTER TABLE user ADD COLUMN notification_wishes TEXT NOT NULL DEFAULT '{}';

-- The film that a picture shows decides who may see it.
CREATE INDEX video_by_thumbnail ON video(thumbnail);
CREATE INDEX video_by_preview ON video(preview);
