SELECT EXISTS (SELECT 1 FROM pages WHERE journal = ?1 AND number = ?2 AND hash = ?3)
    OR EXISTS (SELECT 1 FROM waiting WHERE journal = ?1 AND number = ?2 AND hash = ?3)
    OR EXISTS (SELECT 1 FROM quarantine WHERE journal = ?1 AND number = ?2 AND hash = ?3)
