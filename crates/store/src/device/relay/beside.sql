SELECT COUNT(*) FILTER (WHERE quarantine <> 0),
    COUNT(*) FILTER (WHERE quarantine = 0) FROM carried_pages WHERE journal IN
    (SELECT seq FROM carried_journals WHERE invitation = ?1 AND journal <> ?2)
