INSERT OR IGNORE INTO continuations (old, old_key, new, seen_at)
    SELECT ?1, ?2, ?3, ?4 WHERE (SELECT COUNT(*) FROM continuations
    WHERE old = ?1 AND old_key = ?2) < ?5
