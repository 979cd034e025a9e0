ALTER TABLE pages ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;

-- Journals of other devices, carried for them. hq_by: who named headquarters' journal for the
-- device: 0 nobody, 1 a relay, 2 headquarters. receipt: as signed, empty for none. told_at:
-- this device's clock when headquarters' newest word on it came.
CREATE TABLE carried_journals (
    seq INTEGER PRIMARY KEY,
    journal BLOB NOT NULL UNIQUE,
    invitation BLOB NOT NULL,
    certificate BLOB NOT NULL,
    links INTEGER NOT NULL,
    hq BLOB NOT NULL,
    hq_by INTEGER NOT NULL,
    receipted INTEGER NOT NULL,
    receipted_hash BLOB NOT NULL,
    receipt BLOB NOT NULL,
    told_at INTEGER NOT NULL
) STRICT;

CREATE TABLE first_contacts (
    invitation BLOB NOT NULL PRIMARY KEY,
    journal BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    seq INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    invitation BLOB NOT NULL,
    journal BLOB NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- seq: the order of arrival. state: 0 to carry on, 1 receipted, 2 held by headquarters.
-- quarantine: why it lies apart here, 0 if it does not. tries: offers that settled nothing.
-- via: 1 from its author, 2 from a relay, 3 from a file.
CREATE TABLE carried_pages (
    seq INTEGER PRIMARY KEY,
    journal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    state INTEGER NOT NULL,
    quarantine INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    via INTEGER NOT NULL,
    relay BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (journal, number, hash)
) STRICT;

CREATE INDEX carried_pages_to_send ON carried_pages (tries, seq) WHERE state = 0;

-- Headquarters' Held answers for carried pages, as signed, to be handed back.
CREATE TABLE carried_held (
    journal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    reason INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (journal, number, hash)
) STRICT, WITHOUT ROWID;

-- Pages of headquarters' journals for other devices, by that journal.
CREATE TABLE handed_pages (
    seq INTEGER PRIMARY KEY,
    journal BLOB NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (journal, number)
) STRICT;

-- A relay is named by the first journal of its certificate, here and in both tables of notes.
CREATE TABLE relays (
    spki BLOB NOT NULL PRIMARY KEY,
    relay BLOB NOT NULL,
    last_met INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE relay_certificates (
    relay BLOB NOT NULL PRIMARY KEY,
    links INTEGER NOT NULL,
    certificate BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Notes of other relays for carried journals.
CREATE TABLE carried_custody (
    journal BLOB NOT NULL,
    relay BLOB NOT NULL,
    number INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (journal, relay)
) STRICT, WITHOUT ROWID;

-- Who came to this relay. word: the status word's number, 0 if none was said.
CREATE TABLE meetings (
    journal BLOB NOT NULL PRIMARY KEY,
    last_contact INTEGER NOT NULL,
    common INTEGER NOT NULL,
    word INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
