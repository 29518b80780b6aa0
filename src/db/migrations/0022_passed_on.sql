-- What carries the signature of whoever said it: ours once it was brought to somebody, what others said and we pass on
-- from the beginning.
ALTER TABLE outgoing ADD COLUMN is_signed INTEGER NOT NULL DEFAULT 0;

-- Signatures inside of what others passed on to us, by their SHA-256: the same words are believed once.
CREATE TABLE proof (
    digest   BLOB PRIMARY KEY,
    heard_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX proof_by_age ON proof(heard_at);
