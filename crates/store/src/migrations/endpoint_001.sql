CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- role: 1 a device's, 2 headquarters' common, 3 headquarters' for a device.
-- subject: the device's journal where role is 3, else empty.
-- status and until: whether it counts, and up to which page. folded: the cursor.
CREATE TABLE journals (
    seq INTEGER PRIMARY KEY,
    journal BLOB NOT NULL UNIQUE,
    role INTEGER NOT NULL,
    subject BLOB NOT NULL,
    invitation BLOB NOT NULL,
    certificate BLOB NOT NULL,
    links INTEGER NOT NULL,
    status INTEGER NOT NULL,
    until INTEGER NOT NULL,
    head INTEGER NOT NULL,
    head_hash BLOB NOT NULL,
    head_received_at INTEGER NOT NULL,
    folded INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX own_journals ON journals (role, subject) WHERE role <> 1;
CREATE INDEX journals_of_invitation ON journals (invitation);
CREATE INDEX journals_to_fold ON journals (seq) WHERE role = 1 AND head > folded;

CREATE TABLE pages (
    seq INTEGER PRIMARY KEY,
    journal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (journal, number)
) STRICT;

CREATE TABLE waiting (
    journal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (journal, number, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    journal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    reason INTEGER NOT NULL,
    held_at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (journal, number, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE first_contacts (
    invitation BLOB NOT NULL PRIMARY KEY,
    journal BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- kind: 1 revoke, 2 admit, 3 end; empty and -1 where a kind has no such part
CREATE TABLE decisions (
    seq INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    invitation BLOB NOT NULL,
    journal BLOB NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Events of headquarters' own journals; a device's events stay in its sealed pages.
CREATE TABLE events (
    journal INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    boot BLOB NOT NULL,
    drift INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (journal, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE views (
    seq INTEGER PRIMARY KEY,
    journal INTEGER NOT NULL,
    view TEXT NOT NULL,
    key BLOB NOT NULL,
    value BLOB NOT NULL,
    UNIQUE (journal, view, key)
) STRICT;

-- problem: 1 does not open, 2 does not decode. reported: 1 once the device was told.
CREATE TABLE findings (
    journal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    problem INTEGER NOT NULL,
    detail TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    reported INTEGER NOT NULL,
    PRIMARY KEY (journal, number)
) STRICT, WITHOUT ROWID;
