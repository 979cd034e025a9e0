UPDATE carried_pages SET state = 1, refused = 0
    WHERE number = ?1 AND hash = ?2 AND state = 0 AND journal =
    (SELECT seq FROM carried_journals WHERE journal = ?3 AND receipted >= ?1)
