-- When the status word came, Unix seconds of this device's clock; 0 if none was said, or before
-- this was noted.
ALTER TABLE meetings ADD COLUMN word_at INTEGER NOT NULL DEFAULT 0;
