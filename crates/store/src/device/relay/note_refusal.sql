UPDATE carried_pages SET refused = ?1 WHERE hash = ?2 AND number = ?3
    AND state = 0 AND journal =
    (SELECT seq FROM carried_journals WHERE journal = ?4)
