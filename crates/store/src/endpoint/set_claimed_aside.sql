INSERT OR IGNORE INTO claimed_pages (claim, number, hash, bytes)
    SELECT ?1, number, hash, bytes FROM quarantine WHERE journal = ?2
    UNION ALL SELECT ?1, number, hash, bytes FROM waiting WHERE journal = ?2
