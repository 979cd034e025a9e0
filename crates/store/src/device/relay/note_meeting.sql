INSERT INTO meetings (journal, last_contact, common, word, version, word_at)
    VALUES (?1, ?2, ?3, ?4, ?5, CASE ?4 WHEN 0 THEN 0 ELSE ?2 END)
    ON CONFLICT (journal) DO UPDATE SET
    last_contact = MAX(last_contact, excluded.last_contact),
    common = excluded.common,
    word = CASE excluded.word WHEN 0 THEN word ELSE excluded.word END,
    version = CASE excluded.word WHEN 0 THEN version ELSE excluded.version END,
    word_at = CASE excluded.word WHEN 0 THEN word_at ELSE excluded.word_at END
