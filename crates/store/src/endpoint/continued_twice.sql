SELECT old, new, seen_at FROM continuations c WHERE EXISTS
    (SELECT 1 FROM continuations o WHERE o.old = c.old AND o.old_key = c.old_key
    AND o.seq <> c.seq) ORDER BY old, old_key, seq
