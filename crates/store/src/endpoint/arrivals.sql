SELECT p.number, p.received_at, w.relay FROM pages p
    LEFT JOIN ways w ON w.journal = p.journal AND w.hash = p.hash
    WHERE p.journal = ?1 ORDER BY p.number
