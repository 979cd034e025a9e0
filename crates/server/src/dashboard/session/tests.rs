use super::*;

#[test]
fn a_session_lives_until_its_end_or_its_close() {
    let sessions = Sessions::default();
    let token = sessions.open("carol", [7; 16], 0);
    let carol = Some(("carol".to_owned(), [7; 16]));
    assert_eq!(sessions.operator(&token, LIVES_MS - 1), carol);
    assert_eq!(sessions.operator(&token, LIVES_MS), None);
    let other = sessions.open("carol", [7; 16], 0);
    assert_ne!(token, other);
    sessions.close(&other);
    assert_eq!(sessions.operator(&other, 1), None);
    assert_eq!(sessions.operator("", 1), None);
}

#[test]
fn the_cookie_cannot_be_read_by_a_script_nor_sent_from_another_site() {
    let plain = cookie("abc", false);
    assert!(plain.starts_with("sanaq_session=abc; "));
    assert!(plain.contains("HttpOnly") && plain.contains("SameSite=Strict"));
    assert!(!plain.contains("Secure"));
    let secure = cookie("abc", true);
    assert!(secure.starts_with("__Host-sanaq_session=abc; ") && secure.ends_with("; Secure"));
    assert_eq!(token("a=b; sanaq_session=abc; c=d", false), Some("abc"));
    assert_eq!(token("sanaq_session=abc", true), None);
}
