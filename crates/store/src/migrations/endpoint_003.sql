-- Pages that did not come straight from their device: by a relay (its journal's 16 bytes) or by
-- a bundle file (empty). A page without a row here came straight.
CREATE TABLE ways (
    journal INTEGER NOT NULL,
    hash BLOB NOT NULL,
    relay BLOB NOT NULL,
    PRIMARY KEY (journal, hash)
) STRICT, WITHOUT ROWID;

-- What relays signed that they hold: the latest note of a relay about a journal.
CREATE TABLE custody (
    relay BLOB NOT NULL,
    journal BLOB NOT NULL,
    number INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    note BLOB NOT NULL,
    PRIMARY KEY (relay, journal)
) STRICT, WITHOUT ROWID;
