SELECT p.bytes, j.certificate, p.tries FROM carried_pages p
    JOIN carried_journals j ON p.journal = j.seq
    WHERE p.state = 0 AND j.certificate <> x'' ORDER BY p.tries, p.seq
