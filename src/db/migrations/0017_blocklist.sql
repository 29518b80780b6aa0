-- Accounts of which somebody wants to see nothing; where nobody is named, the site shows nothing of them to anybody.
CREATE TABLE account_block (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    by_account_id INTEGER REFERENCES account(id) ON DELETE CASCADE,
    account_id    INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    created_at    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_block_by_account ON account_block(by_account_id, account_id);
CREATE UNIQUE INDEX account_block_by_site ON account_block(account_id) WHERE by_account_id IS NULL;
CREATE INDEX account_block_of ON account_block(account_id);
