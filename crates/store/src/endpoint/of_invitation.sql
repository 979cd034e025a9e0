WITH RECURSIVE chain (journal) AS (SELECT ?1 UNION
    SELECT c.new FROM continuations c JOIN chain ON c.old = chain.journal)
    SELECT {columns} FROM journals WHERE role = 1 AND invitation IN
    (SELECT invitation FROM journals WHERE role = 1 AND {named}) ORDER BY seq
