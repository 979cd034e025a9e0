-- Since when a relay says it carries the page: this device's clock, 0 for none that says so.
ALTER TABLE pages ADD COLUMN custody_at INTEGER NOT NULL DEFAULT 0;
