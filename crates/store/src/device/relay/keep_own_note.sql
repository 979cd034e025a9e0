INSERT INTO custody (journal, relay, number, received_at, bytes)
    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (journal, relay) DO UPDATE SET
    number = excluded.number, received_at = excluded.received_at,
    bytes = excluded.bytes WHERE excluded.received_at >= received_at
