-- Servers of which a member wants to see nothing; what the site itself does not listen to stands in `server`.
CREATE TABLE server_block (
    by_account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    server_id     INTEGER NOT NULL REFERENCES server(id),
    created_at    INTEGER NOT NULL,
    PRIMARY KEY (by_account_id, server_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX server_block_of ON server_block(server_id);
CREATE INDEX server_blocked ON server(blocked_at) WHERE blocked_at IS NOT NULL;

-- state of follower: 1 waits, 2 accepted, 3 refused; why it was refused.
ALTER TABLE follower ADD COLUMN reason TEXT;

-- What our members report of other servers is told there (kind 14 of to_tell).
CREATE TRIGGER report_to_tell AFTER INSERT ON report
WHEN EXISTS (SELECT 1 FROM account WHERE id = new.flagged_id AND actor_id IS NOT NULL)
     AND EXISTS (SELECT 1 FROM account WHERE id = new.reporter_id AND actor_id IS NULL) BEGIN
    INSERT INTO to_tell VALUES (14, new.id) ON CONFLICT DO NOTHING;
END;

-- The journal of what was said and heard: the latest lines, as many as the page shows.
CREATE TABLE journal (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    -- 0 heard, 1 said.
    way     INTEGER NOT NULL,
    host    TEXT NOT NULL,
    what    TEXT NOT NULL,
    -- Why it came to nothing.
    problem TEXT
) STRICT;
