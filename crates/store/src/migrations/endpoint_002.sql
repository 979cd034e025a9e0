-- What continues a journal of this writer: the lowest seq came first, the others are a fork.
CREATE TABLE continuations (
    seq INTEGER PRIMARY KEY,
    old BLOB NOT NULL,
    old_key BLOB NOT NULL,
    new BLOB NOT NULL,
    seen_at INTEGER NOT NULL,
    UNIQUE (old, old_key, new)
) STRICT;

-- The page a decision names: kind 4, of two branches the one that begins with it. Else empty.
ALTER TABLE decisions ADD COLUMN hash BLOB NOT NULL DEFAULT x'';

-- A number that grows whenever a journal's quarantine or waiting pages change.
ALTER TABLE journals ADD COLUMN beside INTEGER NOT NULL DEFAULT 0;
CREATE INDEX journals_beside ON journals (beside);

CREATE INDEX findings_to_report ON findings (reported) WHERE reported = 0;

-- A number that grows whenever a journal's views are forgotten or other pages are in their place:
-- what was folded before is not kept after.
ALTER TABLE journals ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
