SELECT p.bytes FROM carried_pages p JOIN carried_journals j
    ON p.journal = j.seq WHERE j.journal = ?1 AND p.quarantine = 0 AND p.number > ?2
    ORDER BY p.number
