CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- role: 1 own, 2 headquarters' common, 3 headquarters' for this device
CREATE TABLE journals (
    seq INTEGER PRIMARY KEY,
    journal BLOB NOT NULL UNIQUE,
    role INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
    journal INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    boot BLOB NOT NULL,
    drift INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (journal, ordinal)
) STRICT, WITHOUT ROWID;

-- state: 0 to send, 1 receipted, 2 held; reason: why held or last refused, 0 none
CREATE TABLE pages (
    seq INTEGER PRIMARY KEY,
    journal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    last_ordinal INTEGER NOT NULL,
    hash BLOB NOT NULL,
    salt BLOB NOT NULL,
    state INTEGER NOT NULL,
    held INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (journal, number)
) STRICT;

CREATE TABLE receipts (
    journal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (journal, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE custody (
    journal INTEGER NOT NULL,
    relay BLOB NOT NULL,
    number INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (journal, relay)
) STRICT, WITHOUT ROWID;

-- A table with rowids: a changed value rewrites one leaf and no index.
CREATE TABLE views (
    seq INTEGER PRIMARY KEY,
    journal INTEGER NOT NULL,
    view TEXT NOT NULL,
    key BLOB NOT NULL,
    value BLOB NOT NULL,
    UNIQUE (journal, view, key)
) STRICT;

CREATE TABLE life (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    boot BLOB NOT NULL,
    wall INTEGER NOT NULL,
    boottime INTEGER NOT NULL
) STRICT;
