SELECT number, hash, length(bytes), last_ordinal, state, held, refused,
    (SELECT MIN(received_at) FROM receipts
    WHERE receipts.journal = pages.journal AND receipts.number >= pages.number),
    custody_at FROM pages WHERE journal = ?1 ORDER BY number
