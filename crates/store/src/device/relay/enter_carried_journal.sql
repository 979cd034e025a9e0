INSERT INTO carried_journals (journal, invitation, certificate, links, hq, hq_by,
    receipted, receipted_hash, receipt, told_at)
    VALUES (?1, ?2, ?3, ?4, x'', 0, 0, ?5, x'', 0)
