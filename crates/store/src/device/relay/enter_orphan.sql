INSERT OR IGNORE INTO carried_journals (seq, journal, invitation, certificate,
    links, hq, hq_by, receipted, receipted_hash, receipt, told_at)
    VALUES (?1, ?2, ?3, x'', 0, x'', 0, 0, ?4, x'', 0)
