SELECT j.journal, f.number, f.hash, f.problem, f.detail, f.found_at, f.reported
    FROM findings f JOIN journals j ON j.seq = f.journal WHERE {which}
    ORDER BY f.journal, f.number
