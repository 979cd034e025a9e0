SELECT (j.receipt = x'' AND NOT EXISTS
    (SELECT 1 FROM carried_held h WHERE h.journal = j.seq)) OR EXISTS
    (SELECT 1 FROM meetings m WHERE m.journal = j.journal
    AND m.last_contact > j.told_at) FROM carried_journals j WHERE j.seq = ?1
