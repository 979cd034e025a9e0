SELECT n.bytes, n.relay FROM custody n WHERE EXISTS (SELECT 1 FROM pages p
    WHERE p.journal = n.journal AND p.state = 0 AND p.number <= n.number)
    UNION ALL SELECT n.bytes, n.relay FROM carried_custody n JOIN carried_journals j
    ON j.journal = n.journal WHERE n.number > j.receipted
