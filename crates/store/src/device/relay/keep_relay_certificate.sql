INSERT INTO relay_certificates (relay, links, certificate) VALUES (?1, ?2, ?3)
    ON CONFLICT (relay) DO UPDATE SET links = excluded.links,
    certificate = excluded.certificate WHERE excluded.links > links
