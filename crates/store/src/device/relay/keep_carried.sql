INSERT INTO carried_pages (journal, number, hash, state, quarantine, refused,
    tries, via, relay, received_at, bytes)
    VALUES (?1, ?2, ?3, 0, ?4, 0, 0, ?5, ?6, ?7, ?8)
