-- Certificates that named a journal of another writer's. gave_way: 1 where it was the one known
-- first, never counted, and a certificate that counts took its place.
CREATE TABLE claims (
    seq INTEGER PRIMARY KEY,
    journal BLOB NOT NULL,
    invitation BLOB NOT NULL,
    certificate BLOB NOT NULL,
    seen_at INTEGER NOT NULL,
    gave_way INTEGER NOT NULL,
    UNIQUE (journal, certificate)
) STRICT;

CREATE INDEX claims_of_invitation ON claims (invitation);

-- Pages that lay in quarantine or waited under a claim that gave way.
CREATE TABLE claimed_pages (
    claim INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (claim, number, hash)
) STRICT, WITHOUT ROWID;
