use super::*;

fn operators(folder: &tempfile::TempDir) -> Operators {
    Operators::at(folder.path().join("operators.toml"))
}

#[test]
fn an_operator_logs_in_with_the_last_password_given() {
    let folder = tempfile::tempdir().unwrap();
    let operators = operators(&folder);
    assert!(operators.add("carol", "first password").unwrap());
    assert!(!operators.add("carol", "second password").unwrap());
    assert!(!operators.admits("carol", "first password").unwrap());
    assert!(operators.admits("carol", "second password").unwrap());
    assert!(!operators.admits("mallory", "second password").unwrap());
}

#[test]
fn the_file_holds_argon2id_hashes_and_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let operators = operators(&folder);
    operators.add("carol", "planted marker 4711").unwrap();
    let text = std::fs::read_to_string(operators.path()).unwrap();
    assert!(text.contains("$argon2id$v=19$m=47104,t=2,p=1$"));
    assert!(!text.contains("4711"));
}

#[test]
fn who_is_taken_out_is_out() {
    let folder = tempfile::tempdir().unwrap();
    let operators = operators(&folder);
    operators.add("carol", "a good password").unwrap();
    operators.remove("carol").unwrap();
    assert!(!operators.admits("carol", "a good password").unwrap());
    assert!(matches!(operators.remove("carol"), Err(OperatorError::Unknown(_))));
}

#[test]
fn names_and_passwords_that_are_none_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let operators = operators(&folder);
    for name in ["", "two words", "semi;colon", &"x".repeat(41)] {
        assert!(matches!(operators.add(name, "a good password"), Err(OperatorError::Name)));
    }
    assert!(matches!(operators.add("carol", "short"), Err(OperatorError::Password)));
    assert_eq!(operators.names().unwrap(), [""; 0]);
}
