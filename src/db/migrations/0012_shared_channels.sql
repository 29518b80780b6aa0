-- Who keeps a channel together with its owner, as PeerTube's editors do, and who has been asked to.
CREATE TABLE channel_collaborator (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    -- domain::collaborator::State, with PeerTube's numbers.
    state      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (channel_id, account_id)
) STRICT;
CREATE INDEX channel_collaborator_by_account ON channel_collaborator(account_id, state);

-- Channels that somebody has offered to somebody else.
CREATE TABLE channel_ownership (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id            INTEGER NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
    initiator_account_id  INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    next_owner_account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    -- domain::ownership::State, with PeerTube's numbers: 1 is waiting.
    state                 INTEGER NOT NULL,
    created_at            INTEGER NOT NULL,
    updated_at            INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX channel_ownership_waiting ON channel_ownership(channel_id) WHERE state = 1;
CREATE INDEX channel_ownership_by_channel ON channel_ownership(channel_id);
CREATE INDEX channel_ownership_by_initiator ON channel_ownership(initiator_account_id);
CREATE INDEX channel_ownership_by_next_owner ON channel_ownership(next_owner_account_id);

-- Who has done what in a channel. What it was done to may be gone: its name stays here.
CREATE TABLE channel_activity (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
    account_id INTEGER REFERENCES account(id) ON DELETE SET NULL,
    -- domain::activity::Action and Target, with PeerTube's numbers.
    action     INTEGER NOT NULL,
    target     INTEGER NOT NULL,
    -- Of a film or a list: its number, UUID and name. Of an offer: the account that it is made to.
    target_id  INTEGER,
    uuid       TEXT,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX channel_activity_by_channel ON channel_activity(channel_id, id);
CREATE INDEX channel_activity_by_account ON channel_activity(account_id);
CREATE INDEX channel_activity_by_age ON channel_activity(created_at);

ALTER TABLE notification ADD COLUMN collaborator_id INTEGER REFERENCES channel_collaborator(id) ON DELETE CASCADE;
ALTER TABLE notification ADD COLUMN ownership_id INTEGER REFERENCES channel_ownership(id) ON DELETE CASCADE;
CREATE INDEX notification_by_collaborator ON notification(collaborator_id) WHERE collaborator_id IS NOT NULL;
CREATE INDEX notification_by_ownership ON notification(ownership_id) WHERE ownership_id IS NOT NULL;

-- Uploads count for whoever the channel belongs to.
CREATE INDEX upload_by_channel ON upload(channel_id);
