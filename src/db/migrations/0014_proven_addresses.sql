-- Addresses of e-mail that somebody has shown to be theirs, and new ones that wait for it.
ALTER TABLE user ADD COLUMN email_verified_at INTEGER;
ALTER TABLE user ADD COLUMN pending_email TEXT COLLATE NOCASE;
ALTER TABLE registration ADD COLUMN email_verified_at INTEGER;

-- What shows it: a secret that was sent to the address. Only hashes are kept.
CREATE TABLE email_proof (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash      BLOB NOT NULL UNIQUE,
    -- Whose address it is: a member's or that of somebody who asks for an account.
    user_id         INTEGER REFERENCES user(id) ON DELETE CASCADE,
    registration_id INTEGER REFERENCES registration(id) ON DELETE CASCADE,
    email           TEXT NOT NULL COLLATE NOCASE,
    expires_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX email_proof_by_user ON email_proof(user_id);
CREATE INDEX email_proof_by_registration ON email_proof(registration_id);

-- Where an invitation is sent; none where it is handed over.
ALTER TABLE one_time_link ADD COLUMN email TEXT;
