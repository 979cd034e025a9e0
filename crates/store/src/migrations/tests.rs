#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

/// Every table, index and trigger as SQLite keeps its text.
fn schema(db: &Connection) -> Vec<String> {
    let mut select =
        db.prepare("SELECT sql FROM sqlite_schema WHERE sql <> '' ORDER BY 1").unwrap();
    let found = select.query_map([], |row| row.get(0)).unwrap();
    found.collect::<rusqlite::Result<_>>().unwrap()
}

#[test]
fn a_file_of_every_lower_number_comes_to_the_newest_step_with_what_it_held() {
    for steps in [DEVICE, ENDPOINT] {
        let mut newest = Connection::open_in_memory().unwrap();
        run(&mut newest, steps).unwrap();
        for lower in 0..=steps.len() {
            let mut db = Connection::open_in_memory().unwrap();
            run(&mut db, &steps[..lower]).unwrap();
            assert_eq!(version(&db).unwrap() as usize, lower);
            if lower > 0 {
                let kept = "INSERT INTO facts (name, value) VALUES ('kept', x'2a')";
                db.execute(kept, []).unwrap();
            }
            run(&mut db, steps).unwrap();
            assert_eq!(version(&db).unwrap() as usize, steps.len(), "from {lower}");
            assert_eq!(schema(&db), schema(&newest), "from {lower}");
            let kept: i64 = db
                .query_row("SELECT count(*) FROM facts WHERE value = x'2a'", [], |row| row.get(0))
                .unwrap();
            assert_eq!(kept, i64::from(lower > 0));
        }
    }
}

#[test]
fn a_step_that_fails_leaves_the_file_at_the_one_before() {
    let mut db = Connection::open_in_memory().unwrap();
    let broken = "CREATE TABLE half (id INTEGER) STRICT; CREATE TABLE half (id INTEGER) STRICT;";
    assert!(run(&mut db, &["CREATE TABLE whole (id INTEGER) STRICT;", broken]).is_err());
    assert_eq!(version(&db).unwrap(), 1);
    assert_eq!(schema(&db).len(), 1);
}

#[test]
fn a_newer_files_number_is_refused_and_stays() {
    let mut db = Connection::open_in_memory().unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    let refused = run(&mut db, DEVICE);
    assert!(matches!(refused, Err(StoreError::Newer { found: 99, .. })), "{refused:?}");
    assert_eq!(version(&db).unwrap(), 99);
    assert!(schema(&db).is_empty());
}
