INSERT INTO relays (spki, relay, last_met) VALUES (?1, ?2, ?3)
    ON CONFLICT (spki) DO UPDATE SET relay = excluded.relay,
    last_met = excluded.last_met
