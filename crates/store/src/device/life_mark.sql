INSERT INTO life (only_row, boot, wall, boottime) VALUES (1, ?1, ?2, ?3)
    ON CONFLICT (only_row) DO UPDATE SET boot = excluded.boot,
    wall = excluded.wall, boottime = excluded.boottime
