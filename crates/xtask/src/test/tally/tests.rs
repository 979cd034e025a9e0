use super::{Reader, Tally};

fn read(reader: Reader, text: &str) -> Tally {
    let mut tally = Tally::default();
    for line in text.lines() {
        tally.read(reader, line);
    }
    tally
}

#[test]
fn libtest_results_of_several_programs_add_up() {
    let text = "running 3 tests\n\
        test a ... ok\n\
        test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; finished in 0s\n\
        test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 7 filtered out; done\n";
    assert_eq!(read(Reader::Libtest, text), Tally { passed: 6, failed: 1, skipped: 1 });
}

#[test]
fn a_test_that_says_skipped_is_not_counted_as_passed() {
    let text = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured\n\
        ---- real_input stdout ----\n\
        test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n\
        SKIPPED real_input: no data here\n";
    assert_eq!(read(Reader::Libtest, text), Tally { passed: 1, failed: 0, skipped: 1 });
}

#[test]
fn vitest_results_are_read_whatever_parts_they_have() {
    assert_eq!(
        read(Reader::Vitest, "      Tests  1 failed | 12 passed | 2 skipped (15)"),
        Tally { passed: 12, failed: 1, skipped: 2 }
    );
    assert_eq!(
        read(Reader::Vitest, " Test Files  3 passed (3)\n      Tests  40 passed (40)"),
        Tally { passed: 40, failed: 0, skipped: 0 }
    );
}

#[test]
fn nothing_but_skips_fails_where_all_must_run_and_nowhere_else() {
    let skipped = Tally { passed: 0, failed: 0, skipped: 3 };
    assert_eq!(skipped.where_all_must_run(true).failed, 1);
    assert_eq!(skipped.where_all_must_run(false), skipped);
    let ran = Tally { passed: 1, failed: 0, skipped: 3 };
    assert_eq!(ran.where_all_must_run(true), ran);
}
