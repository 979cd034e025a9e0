INSERT INTO journals (journal, role, subject, invitation, certificate, links, status,
    until, head, head_hash, head_received_at, folded)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, 0, 0)
