use super::{Happened, Keep, Order};

fn after(happened: &[Happened]) -> Vec<Option<Order>> {
    let mut keep = Keep::default();
    happened.iter().map(|one| keep.next(*one)).collect()
}

#[test]
fn collecting_begins_and_ends_the_service_once() {
    let said = after(&[
        Happened::Collecting(true),
        Happened::Collecting(true),
        Happened::Collecting(false),
        Happened::Collecting(false),
    ]);
    assert_eq!(said, [Some(Order::Begin), None, Some(Order::End), None]);
}

#[test]
fn coming_to_the_front_orders_nothing_while_nobody_collects() {
    assert_eq!(after(&[Happened::Front, Happened::Front]), [None, None]);
}

#[test]
fn a_service_that_was_refused_is_tried_again_in_front_and_not_before() {
    let said =
        after(&[Happened::Collecting(true), Happened::Refused, Happened::Front, Happened::Front]);
    assert_eq!(said, [Some(Order::Begin), None, Some(Order::Begin), None]);
}

#[test]
fn a_refused_service_is_not_ended_when_collecting_ends() {
    let said = after(&[
        Happened::Collecting(true),
        Happened::Refused,
        Happened::Collecting(false),
        Happened::Front,
    ]);
    assert_eq!(said, [Some(Order::Begin), None, None, None]);
}

#[test]
fn the_next_evening_begins_a_new_service() {
    let said = after(&[
        Happened::Collecting(true),
        Happened::Collecting(false),
        Happened::Collecting(true),
    ]);
    assert_eq!(said, [Some(Order::Begin), Some(Order::End), Some(Order::Begin)]);
}
