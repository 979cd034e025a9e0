INSERT INTO carried_held (journal, number, hash, reason, bytes)
    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (journal, number, hash)
    DO UPDATE SET reason = excluded.reason, bytes = excluded.bytes
