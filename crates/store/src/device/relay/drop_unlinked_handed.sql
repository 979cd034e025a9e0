DELETE FROM handed_pages WHERE number > (SELECT COALESCE(MIN(b.number), 0) FROM
    handed_pages b WHERE b.journal = handed_pages.journal AND NOT EXISTS (SELECT 1 FROM
    handed_pages n WHERE n.journal = b.journal AND n.number = b.number + 1))
    OR NOT EXISTS (SELECT 1 FROM handed_pages f WHERE f.journal = handed_pages.journal
    AND f.number = 1)
