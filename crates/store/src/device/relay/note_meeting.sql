INSERT INTO meetings (journal, last_contact, common, word, version)
    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (journal) DO UPDATE SET
    last_contact = MAX(last_contact, excluded.last_contact),
    common = excluded.common,
    word = CASE excluded.word WHEN 0 THEN word ELSE excluded.word END,
    version = CASE excluded.word WHEN 0 THEN version ELSE excluded.version END
