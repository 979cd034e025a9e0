SELECT quarantine FROM carried_pages
    WHERE journal = ?1 AND quarantine <> 0 AND state <> 1
    UNION SELECT reason FROM carried_held h WHERE journal = ?1 AND NOT EXISTS
    (SELECT 1 FROM carried_pages p WHERE p.journal = h.journal
    AND p.number = h.number AND p.hash = h.hash AND p.state = 1)
