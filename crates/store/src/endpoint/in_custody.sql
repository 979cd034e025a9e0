SELECT c.note, COALESCE(j.head, 0), COALESCE(j.seq, -1) FROM custody c
    LEFT JOIN journals j ON j.journal = c.journal
    WHERE c.number > COALESCE(j.head, 0) ORDER BY c.relay, c.journal
