INSERT INTO custody (relay, journal, number, received_at, note)
    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (relay, journal) DO UPDATE SET
    number = excluded.number, received_at = excluded.received_at,
    note = excluded.note WHERE excluded.received_at >= custody.received_at
