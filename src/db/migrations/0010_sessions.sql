-- What a person's sessions are told apart by: in which program, and when it was last used. Addresses are not kept.
ALTER TABLE session ADD COLUMN device TEXT;
ALTER TABLE session ADD COLUMN used_at INTEGER;

-- A refreshed token goes on with what its first one began.
ALTER TABLE oauth_token ADD COLUMN login_device TEXT;
ALTER TABLE oauth_token ADD COLUMN login_at INTEGER;
ALTER TABLE oauth_token ADD COLUMN device TEXT;
ALTER TABLE oauth_token ADD COLUMN used_at INTEGER;
UPDATE oauth_token SET login_at = created_at;

-- The second step of signing in (RFC 6238). PeerTube seals the secret with a key of its configuration. This house has
-- no secret outside of this file, and a key that lies beside what it locks locks nothing: whoever reads the file
-- still needs the password, of which it has the hash alone.
CREATE TABLE two_factor (
    user_id      INTEGER PRIMARY KEY REFERENCES user(id) ON DELETE CASCADE,
    secret       BLOB NOT NULL,
    -- What a request is confirmed with; gone once it is.
    request_hash BLOB,
    requested_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    -- The half minute of the last code that was taken: no code is taken twice.
    last_step    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- For whoever has lost the device that shows the codes: each opens once.
CREATE TABLE recovery_code (
    user_id   INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (user_id, code_hash)
) STRICT;
