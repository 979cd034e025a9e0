UPDATE journals SET invitation = ?1, certificate = ?2, links = ?3, status = ?4, until = ?5,
    revision = revision + 1 WHERE seq = ?6
