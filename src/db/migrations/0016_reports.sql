-- What members report, and what is said about it between them and those who keep the house.
CREATE TABLE report (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Who reports, and whose it is; none once the account is gone.
    reporter_id INTEGER REFERENCES account(id) ON DELETE SET NULL,
    flagged_id  INTEGER REFERENCES account(id) ON DELETE SET NULL,
    -- None once it is gone; `subject` keeps the words that it had (domain::report::Subject, JSON).
    video_id    INTEGER REFERENCES video(id) ON DELETE SET NULL,
    comment_id  INTEGER REFERENCES comment(id) ON DELETE SET NULL,
    subject     TEXT NOT NULL,
    -- Seconds of the film, where it is a part.
    start_at    INTEGER,
    end_at      INTEGER,
    reason      TEXT NOT NULL,
    -- PeerTube's numbers of reasons, a JSON array.
    reasons     TEXT NOT NULL DEFAULT '[]',
    state       INTEGER NOT NULL DEFAULT 1,
    -- Between those who keep the house.
    note        TEXT,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX report_by_reporter ON report(reporter_id, created_at);
CREATE INDEX report_by_flagged ON report(flagged_id);
CREATE INDEX report_by_state ON report(state, id);
CREATE INDEX report_by_video ON report(video_id);
CREATE INDEX report_by_comment ON report(comment_id);

CREATE TABLE report_message (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id    INTEGER NOT NULL REFERENCES report(id) ON DELETE CASCADE,
    account_id   INTEGER REFERENCES account(id) ON DELETE SET NULL,
    text         TEXT NOT NULL,
    by_moderator INTEGER NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX report_message_by_report ON report_message(report_id, id);
CREATE INDEX report_message_by_account ON report_message(account_id);

ALTER TABLE notification ADD COLUMN report_id INTEGER REFERENCES report(id) ON DELETE CASCADE;
-- Each message is told of once.
ALTER TABLE notification ADD COLUMN report_message_id INTEGER REFERENCES report_message(id) ON DELETE CASCADE;
CREATE INDEX notification_by_report ON notification(report_id) WHERE report_id IS NOT NULL;
CREATE INDEX notification_by_report_message ON notification(report_message_id) WHERE report_message_id IS NOT NULL;
