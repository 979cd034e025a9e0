SELECT journal, invitation, MIN(seen_at), MAX(gave_way) FROM claims
    GROUP BY journal, invitation ORDER BY MIN(seq)
