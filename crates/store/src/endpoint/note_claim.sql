INSERT INTO claims (journal, invitation, certificate, seen_at, gave_way)
    VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (journal, certificate) DO UPDATE SET gave_way = MAX(gave_way, excluded.gave_way)
