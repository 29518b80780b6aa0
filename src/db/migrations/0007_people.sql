-- Whoever keeps the house lets people in and shows them out.
ALTER TABLE user ADD COLUMN blocked_at INTEGER;
ALTER TABLE user ADD COLUMN blocked_reason TEXT;
ALTER TABLE user ADD COLUMN last_login_at INTEGER;

-- Somebody who has been deleted keeps this row until their films are erased.
ALTER TABLE account ADD COLUMN deleted_at INTEGER;

-- Links that open one door once. Only hashes of their secrets are kept.
CREATE TABLE one_time_link (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash BLOB NOT NULL UNIQUE,
    -- Whose password it changes; none for an invitation.
    user_id    INTEGER REFERENCES user(id) ON DELETE CASCADE,
    -- What an invitation gives.
    role       INTEGER NOT NULL,
    quota      INTEGER NOT NULL,
    -- For whom it was made, in the words of whoever made it.
    note       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX one_time_link_by_user ON one_time_link(user_id);

-- People who ask for an account, with PeerTube's states: 1 waiting, 2 rejected, 3 accepted.
CREATE TABLE registration (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    state         INTEGER NOT NULL,
    username      TEXT NOT NULL COLLATE NOCASE,
    display_name  TEXT NOT NULL,
    email         TEXT NOT NULL COLLATE NOCASE,
    -- Empty once it has been decided: the account has it, or nobody needs it.
    password_hash TEXT NOT NULL,
    reason        TEXT NOT NULL,
    -- What was answered.
    answer        TEXT,
    user_id       INTEGER REFERENCES user(id) ON DELETE SET NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX registration_by_state ON registration(state, created_at);
CREATE INDEX registration_by_user ON registration(user_id);
CREATE UNIQUE INDEX registration_waiting ON registration(username) WHERE state = 1;
