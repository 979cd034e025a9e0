SELECT DISTINCT pages.number
FROM pages
JOIN journals ON journals.seq = pages.journal
WHERE journals.role IN (2, 3) AND pages.last_ordinal = 0 AND pages.salt = ?1
ORDER BY pages.number
