use super::*;

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|t| (*t).to_owned()).collect()
}

#[test]
fn names_and_raw_addresses_are_read_and_nothing_else() {
    for good in ["a.example:443", "127.0.0.1:1", "[::1]:8443", "box-7:65535", "https://a.example:1"]
    {
        assert!(Address::parse(good).is_some(), "{good}");
    }
    for bad in [
        "a.example",
        "a.example:0",
        ":443",
        "a b:1",
        "a/b:1",
        "u@h:1",
        "a..b:1",
        "::1",
        "",
        "http://a:1",
    ] {
        assert!(Address::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn the_last_good_address_comes_first_and_doubles_go() {
    let list = texts(&["a:1", "b:2", "a:1", "nonsense", "c:3"]);
    let good = Address::parse("c:3");
    let order: Vec<_> = ordered(&list, good.as_ref()).into_iter().map(|a| a.0).collect();
    assert_eq!(order, ["c:3", "a:1", "b:2"]);
}

#[test]
fn an_address_headquarters_withdrew_is_not_tried_though_it_was_good() {
    let order = ordered(&texts(&["a:1"]), Address::parse("gone:1").as_ref());
    assert_eq!(order, [Address::parse("a:1").expect("reads")]);
}

#[test]
fn a_thousand_addresses_are_cut_to_the_bound() {
    let many: Vec<_> = (1..1_000).map(|n| format!("10.0.0.1:{n}")).collect();
    assert_eq!(ordered(&many, None).len(), ADDRESSES_MAX);
}
